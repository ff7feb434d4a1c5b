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

from tools.guard import authorization, new_key
from tools.stopping import held_back

ROOT = Path(__file__).parents[1]
SAM = ROOT / ".venv" / "sam" / "bin" / "sam"
#: The Python that MiniStack runs in, and the functions that are deployed to it.
MINISTACK = ROOT / ".venv" / "ministack" / "bin" / "python"
REGION = "us-east-1"
#: How long a server may take to start (seconds).
START = 180


@dataclass
class LocalAws:
    """MiniStack is the cloud; moto's server is OpenSearch Service, with the package operations."""

    cloud: str
    opensearch: str
    folder: Path
    #: The access key, without which nothing is answered, and the account's number.
    key: str

    def exports(self) -> dict[str, str]:
        """Return the variables for tools that are to reach it."""
        return exports(self.key) | {
            "AWS_REGION": REGION,
            "AWS_ENDPOINT_URL": self.cloud,
            "AWS_ENDPOINT_URL_OPENSEARCH": self.opensearch,
        }

    def environment(self) -> dict[str, str]:
        """Return the whole environment for them, in which nothing else leads to an account."""
        return without_aws(os.environ) | self.exports()

    def client(self, service: str) -> Any:
        """Return a boto3 client that reaches it."""
        return client(service, self.opensearch if service == "opensearch" else self.cloud, self.key)

    def control(self, name: str, /, **arguments: Any) -> Any:
        """Order something of the packages (see `tests.fakes.controls`)."""
        return control(self.opensearch, self.key, name, **arguments)

    def takes(self, model: str, seconds: float) -> None:
        """Set how long a transition takes, such as "opensearch::association"."""
        setting = {"model_name": model, "transition": {"progression": "time", "seconds": seconds}}
        post(f"{self.opensearch}/moto-api/state-manager/set-transition", self.key, setting)


def exports(key: str) -> dict[str, str]:
    """Return the variables that every tool of AWS's needs: no account's credentials, and no search for any."""
    variables = {"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": "local", "AWS_DEFAULT_REGION": REGION}
    return variables | {"AWS_EC2_METADATA_DISABLED": "true", "SAM_CLI_TELEMETRY": "0"}


def client(service: str, url: str, key: str) -> Any:
    """Return a boto3 client of a local endpoint."""
    keys = {"aws_access_key_id": key, "aws_secret_access_key": "local"}
    return boto3.client(service, endpoint_url=url, region_name=REGION, **keys)


def control(opensearch: str, key: str, name: str, /, **arguments: Any) -> Any:
    """Order something of the packages of a local endpoint (see `tests.fakes.controls`)."""
    return post(f"{opensearch}/moto-api/opensearch/packages/{name}", key, arguments)["result"]


def post(url: str, key: str, body: Any) -> Any:
    """Send JSON; return the JSON of the answer, if it is any."""
    headers = {"Content-Type": "application/json", "Authorization": authorization(key)}
    with urllib.request.urlopen(urllib.request.Request(url, dumps(body).encode(), headers)) as answer:
        text = answer.read()
    return loads(text) if text.strip().startswith(b"{") else {}


@contextmanager
def local_aws() -> Iterator[LocalAws]:
    """Start it; stop it and remove its files at the end, however that comes."""
    with ExitStack() as stack:
        with held_back():
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="opensearch-packages-")))
        key, ports = new_key(), (free_port(), free_port())
        cloud_url, opensearch = (f"http://localhost:{port}" for port in ports)
        aws = LocalAws(cloud_url, opensearch, folder, key)
        quiet = without_aws(os.environ) | {"PYTHONPATH": str(ROOT), "AWS_DEFAULT_REGION": REGION}
        cloud = quiet | {"GATEWAY_PORT": str(ports[0]), "BIND_HOST": "127.0.0.1", "MINISTACK_ACCOUNT_ID": key}
        cloud |= {"IOT_MTLS_ENABLED": "0"}  # or it opens port 8883 on all interfaces
        # Its state and what functions leave behind must go with the folder.
        cloud |= {"TMPDIR": str(folder), "HOME": str(folder), "OPENSEARCH": aws.opensearch}
        stack.enter_context(running([str(MINISTACK), "-m", "tools.cloud"], cloud, folder / "ministack.log"))
        server = [sys.executable, "-m", "tools.server", "--port", str(ports[1])]
        # Stacks are of the account that the key names, and so are the packages that they make.
        serving = quiet | exports(key) | {"PACKAGE_OWNER": key}
        stack.enter_context(running(server, serving, folder / "moto.log"))
        wait_for(f"{aws.cloud}/_ministack/health", key, folder / "ministack.log")
        wait_for(f"{aws.opensearch}/moto-api/", key, folder / "moto.log")
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


def wait_for(url: str, key: str, log: Path) -> None:
    """Wait until the server answers; raise with its log when it does not."""
    until, request = (
        time.monotonic() + START,
        urllib.request.Request(url, headers={"Authorization": authorization(key)}),
    )
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(request, timeout=2):
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
