"""Apps of the real AWS CDK, in TypeScript and in Python."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tools.local import ROOT

NODE_MODULES = ROOT / "benchmarks" / "cdk" / "node_modules"
PYTHON = ROOT / ".venv" / "cdk" / "bin" / "python"
EXAMPLES = ROOT / "examples" / "cdk"
SETTINGS = {
    "compilerOptions": {
        "target": "ES2022",
        "module": "commonjs",
        "strict": True,
        "noUnusedLocals": True,
        "noUnusedParameters": True,
        "noImplicitReturns": True,
        "skipLibCheck": True,  # of aws-cdk-lib, which is large
        "types": ["node"],
    }
}


def run(command: list[str], folder: Path) -> None:
    """Run a command of the CDK in a folder; its templates go to cdk.out there."""
    variables = os.environ | {"CDK_OUTDIR": "cdk.out", "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1"}
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def copied(folder: Path) -> Path:
    """Return a copy of the examples in a folder."""
    return Path(shutil.copytree(EXAMPLES, folder / "app"))


@pytest.fixture(scope="session")
def typescript(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the examples, compiled in strict mode, and with their template."""
    if not shutil.which("node") or not NODE_MODULES.joinpath("typescript").exists():
        pytest.skip("npm's aws-cdk-lib is not installed: make benchmarks/cdk/node_modules/.made, with Node.js and npm.")
    app = copied(tmp_path_factory.mktemp("typescript"))
    app.joinpath("node_modules").symlink_to(NODE_MODULES)
    app.joinpath("tsconfig.json").write_text(json.dumps(SETTINGS | {"files": ["search.ts"]}), encoding="utf-8")
    run(["node", str(NODE_MODULES / "typescript" / "lib" / "tsc.js")], app)
    run(["node", "search.js"], app)
    return app


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the examples, and with their template."""
    if not shutil.which("node") or not PYTHON.exists():
        pytest.skip("PyPI's aws-cdk-lib is not installed: make .venv/cdk/.made, with Node.js.")
    app = copied(tmp_path_factory.mktemp("python"))
    run([str(PYTHON), "search.py"], app)
    return app


def template(app: Path) -> dict[str, Any]:
    """Return the template that an app has made."""
    found: dict[str, Any] = json.loads(app.joinpath("cdk.out", "Search.template.json").read_text(encoding="utf-8"))
    return found
