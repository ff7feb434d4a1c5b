"""Starts the local AWS on free loopback ports, and stops what it started."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from json import dumps, loads
from pathlib import Path
from typing import Any

import boto3

from tools.stopping import held_back

ROOT = Path(__file__).parents[1]
SAM = ROOT / ".venv" / "sam" / "bin" / "sam"
MINISTACK = ROOT / ".venv" / "ministack" / "bin" / "ministack"
REGION = "us-east-1"
#: How long a server may take to start (seconds).
START = 180


@dataclass
class LocalAws:
    """MiniStack is the cloud; moto's server is OpenSearch Service, with the package operations."""

    cloud: str
    opensearch: str
    folder: Path

    def environment(self) -> dict[str, str]:
        """Return the environment for tools that are to reach it."""
        return without_aws(os.environ) | {
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ENDPOINT_URL": self.cloud,
            "SAM_CLI_TELEMETRY": "0",
        }

    def client(self, service: str) -> Any:
        """Return a boto3 client that reaches it."""
        return boto3.client(
            service,
            endpoint_url=self.opensearch if service == "opensearch" else self.cloud,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    def control(self, name: str, **arguments: Any) -> Any:
        """Order something of the packages (see `tests.fakes.controls`)."""
        return control(self.opensearch, name, **arguments)

    def takes(self, model: str, seconds: float) -> None:
        """Set how long a transition takes, such as "opensearch::association"."""
        setting = {"model_name": model, "transition": {"progression": "time", "seconds": seconds}}
        post(f"{self.opensearch}/moto-api/state-manager/set-transition", setting)


def control(opensearch: str, name: str, **arguments: Any) -> Any:
    """Order something of the packages of a local endpoint (see `tests.fakes.controls`)."""
    return post(f"{opensearch}/moto-api/opensearch/packages/{name}", arguments)["result"]


def post(url: str, body: Any) -> Any:
    """Send JSON; return the JSON of the answer, if it is any."""
    request = urllib.request.Request(url, dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        text = answer.read()
    return loads(text) if text.strip().startswith(b"{") else {}


@contextmanager
def local_aws() -> Iterator[LocalAws]:
    """Start it; stop it and remove its files at the end, however that comes."""
    with ExitStack() as stack:
        with held_back():
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="opensearch-packages-")))
        cloud, opensearch = free_port(), free_port()
        quiet = without_aws(os.environ) | {"GATEWAY_PORT": str(cloud), "BIND_HOST": "127.0.0.1"}
        quiet |= {"IOT_MTLS_ENABLED": "0"}  # or it opens port 8883 on all interfaces
        # Its state and what functions leave behind must go with the folder.
        quiet |= {"TMPDIR": str(folder), "HOME": str(folder), "AWS_DEFAULT_REGION": REGION}
        stack.enter_context(running([str(MINISTACK)], quiet, folder / "ministack.log"))
        server = [sys.executable, "-m", "tools.server", "--port", str(opensearch)]
        stack.enter_context(running(server, os.environ | {"PYTHONPATH": str(ROOT)}, folder / "moto.log"))
        aws = LocalAws(f"http://localhost:{cloud}", f"http://localhost:{opensearch}", folder)
        wait_for(f"{aws.cloud}/_ministack/health", folder / "ministack.log")
        wait_for(f"{aws.opensearch}/moto-api/", folder / "moto.log")
        yield aws


@contextmanager
def running(
    command: list[str], environment: Any, log: Path, cwd: Path | None = None, gently: int = signal.SIGTERM
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program and all that it starts, until the end; it is then asked with a signal before it is killed."""
    with ExitStack() as stack, log.open("wb") as output:
        with held_back():
            # Its own session: Ctrl-C reaches us alone, and we stop the whole group.
            process = subprocess.Popen(
                command, env=environment, stdout=output, stderr=output, cwd=cwd or log.parent, start_new_session=True
            )
            stack.callback(stop, process, gently)
        yield process


def stop(process: subprocess.Popen[bytes], gently: int = signal.SIGTERM) -> None:
    """Stop a process and its group, gently for ten seconds."""
    for how, patience in ((gently, 10), (signal.SIGKILL, 5)):
        try:
            os.killpg(process.pid, how)
            process.wait(patience)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue


def wait_for(url: str, log: Path) -> None:
    """Wait until the server answers; raise with its log when it does not."""
    until = time.monotonic() + START
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer after {START} s:\n{log.read_text(errors='replace')[-2000:]}")


def free_port() -> int:
    """Return a loopback port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def without_aws(environment: Any) -> dict[str, str]:
    """Return the environment without anything that could reach a real account."""
    return {key: value for key, value in environment.items() if not key.startswith("AWS_")}
