"""What sam local invoke would give the function, asked of the SAM CLI itself, without Docker."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tools.local import ROOT, SAM, without_aws
from tools.sam_local import variables

KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}


def environments(
    template: Path = ROOT / "template.yaml",
    url: str = "",
    shell: Mapping[str, str] = MappingProxyType({}),
    **parameters: str,
) -> dict[str, Any]:
    """Return, by function, what the template's variables resolve to, and what the container gets.

    Args:
        template: of the source, or as sam build leaves it.
        url: the endpoint that env.json names; empty: without env.json.
        shell: what else the shell has set.
    """
    python = SAM.with_name("python")
    arguments = [str(template), json.dumps(parameters), json.dumps(variables(url) if url else {})]
    ran = subprocess.run(
        [python, "-m", "tests.runtime.resolved", *arguments],
        cwd=ROOT,
        env=without_aws(os.environ) | KEYS | dict(shell) | {"SAM_CLI_TELEMETRY": "0"},
        check=True,
        capture_output=True,
        text=True,
    )
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer
