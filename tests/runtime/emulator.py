"""The real Lambda runtime without Docker: the emulator in the SAM CLI's wheel, and awslambdaric."""

import json
import os
import platform
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools.local import ROOT, free_port, stop

RAPID = next((ROOT / ".venv" / "sam").glob("lib/python3.*/site-packages/samcli/local/rapid"), None)
ARCHITECTURE = {"x86_64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}.get(platform.machine(), "none")


class Emulator:
    """Invokes one function, one call at a time."""

    def __init__(self, port: int, log: Path) -> None:
        self.url, self.log = f"http://127.0.0.1:{port}/2015-03-31/functions/function/invocations", log

    def invoke(self, event: Any) -> tuple[int, Any]:
        """Return HTTP status and what the function returned, or its error as Lambda words it."""
        request = urllib.request.Request(self.url, json.dumps(event).encode())
        try:
            with urllib.request.urlopen(request, timeout=600) as answer:
                status, body = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            status, body = error.code, error.read()
        # A timeout comes as plain text.
        return status, json.loads(body) if body[:1] in (b"{", b"[") else {"errorMessage": body.decode()}

    def printed(self) -> str:
        """Return everything that the function printed and logged."""
        return self.log.read_text(errors="replace")


@contextmanager
def emulated(
    folder: Path, code: Path, handler: str = "app.lambda_handler", timeout: int = 20, **environment: str
) -> Iterator[Emulator]:
    """Run the code of a folder as Lambda would, with its logs in another folder."""
    port, api, log = free_port(), free_port(), folder / "emulator.log"
    rie = folder / "rie"
    if not rie.exists():
        rie.write_bytes((RAPID / f"aws-lambda-rie-{ARCHITECTURE}").read_bytes())  # type: ignore[operator]
        rie.chmod(0o755)
    addresses = ["--runtime-interface-emulator-address", f"127.0.0.1:{port}"]
    addresses += ["--runtime-api-address", f"127.0.0.1:{api}"]
    variables = os.environ | {
        "AWS_LAMBDA_FUNCTION_NAME": "opensearch-packages-Function",
        "AWS_LAMBDA_FUNCTION_TIMEOUT": str(timeout),
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
        "LAMBDA_TASK_ROOT": str(code),
        "PYTHONPATH": f"{code}:{ROOT / 'handler'}",
        "PYTHONWARNINGS": "ignore",
        **environment,
    }
    command = [str(rie), *addresses, sys.executable, "-m", "awslambdaric", handler]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=variables, cwd=code, stdout=output, stderr=output, start_new_session=True
        )
    try:
        until = time.monotonic() + 60
        while "exec" not in log.read_text(errors="replace") and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(0.2)
        yield Emulator(port, log)
    finally:
        stop(process)
