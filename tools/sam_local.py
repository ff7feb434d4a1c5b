"""Starts and writes all that sam local invoke needs: the built function, endpoints, sample events, options."""

import errno
import json
import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from tools.docker import ARM, bridge, has_image
from tools.local import REGION, ROOT, SAM, control, running, without_aws
from tools.samples import write
from tools.server import LocalEndpoint, serving
from tools.stopping import held_back

#: The name of this machine inside a container.
INSIDE = "host.docker.internal"
SERVICES = ("OPENSEARCH", "CLOUDFORMATION", "LAMBDA")
#: Of the objects that packages are made from.
BUCKET = "dictionaries"


@dataclass
class SamLocal:
    """What has been started and written, and how to use it."""

    port: int
    folder: Path
    endpoint: LocalEndpoint

    def renew(self) -> None:
        """Write the events anew, as CloudFormation would make them now."""
        now = time.time()
        write(self.folder, f"http://{INSIDE}:{self.port}", now)
        self.endpoint.stacks.renew(now)

    def exports(self) -> dict[str, str]:
        """Return the variables for SAM itself: no account's credentials, and nobody far away to ask whose they are."""
        keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION}
        return keys | {"AWS_ENDPOINT_URL_STS": f"http://localhost:{self.port}", "SAM_CLI_TELEMETRY": "0"}

    def command(self, name: str) -> str:
        """Return the command that invokes the function with an event."""
        folder = self.folder.relative_to(ROOT)
        invoke = (
            f".venv/sam/bin/sam local invoke Function --config-file {folder}/samconfig.toml -e {folder}/{name}.json"
        )
        return f"{invoke} 2>&1 | .venv/dev/bin/python -m tools.readable"


@contextmanager
def sam_local(port: int = 0, on_answer: Any = lambda _: None) -> Iterator[SamLocal]:
    """Build the function and serve the endpoints, on a port (0: any that is free), until the end.

    Raises:
        RuntimeError: the port is taken, or the build failed.
    """
    with ExitStack() as stack:
        listeners = stack.enter_context(listening(port))
        port = listeners[0].getsockname()[1]
        folder = ROOT / ".local" / str(port)
        with held_back():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            stack.callback(remove, folder)
        build(folder)
        started = SamLocal(port, folder, LocalEndpoint(on_answer))
        stack.enter_context(serving(started.endpoint, listeners))
        prepare(f"http://localhost:{port}")
        configure(folder, f"http://{INSIDE}:{port}")
        started.renew()
        yield started


@contextmanager
def listening(port: int) -> Iterator[list[socket.socket]]:
    """Listen on loopback, and where a Docker engine answers on its bridge: there containers reach this machine."""
    with ExitStack() as stack:
        try:
            if port and answers(port):
                raise OSError(errno.EADDRINUSE, "something answers")
            listeners = [stack.enter_context(socket.create_server(("127.0.0.1", port)))]
            if address := bridge():
                listeners.append(stack.enter_context(socket.create_server((address, listeners[0].getsockname()[1]))))
        except OSError as error:
            if error.errno != errno.EADDRNOTAVAIL:  # Docker Desktop's bridge is elsewhere; it reaches loopback instead
                raise RuntimeError(
                    f"Port {port} can't be used ({os.strerror(error.errno or 0)}). "
                    "Choose another with make local PORT=…, or let make local find one."
                ) from None
        yield listeners


def answers(port: int) -> bool:
    """Return whether something answers there. On macOS one may listen beside it, and get only some of the calls."""
    with suppress(OSError), socket.create_connection(("localhost", port), 1):
        return True
    return False


def remove(folder: Path) -> None:
    """Remove what was written, and the folder above it when nothing else is there."""
    shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        folder.parent.rmdir()


def build(folder: Path) -> None:
    """Run sam build into the folder; raise RuntimeError with what it said when it fails."""
    print("Building the function (a few seconds) …", flush=True)
    environment = without_aws(os.environ) | {"SAM_CLI_TELEMETRY": "0", "AWS_DEFAULT_REGION": REGION}
    log = folder / "build.log"
    options = ["--build-dir", str(folder / "build"), "-t", str(ROOT / "template.yaml")]
    with running([str(SAM), "build", *options], environment, log) as process:
        if process.wait():
            raise RuntimeError(f"sam build failed:\n{log.read_text(errors='replace')[-2000:]}")


def prepare(url: str) -> None:
    """Make the domain and the packages that the events name, and the object that one of them makes a package of."""
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    client = boto3.client("opensearch", endpoint_url=url, region_name=REGION, **keys)
    client.create_domain(DomainName="movies", EngineVersion="OpenSearch_2.19")
    for name in ("synonyms", "stopwords", "films"):
        control(url, "put_object", bucket=BUCKET, key=f"{name}.txt", content="film, movie\n")
    for name in ("synonyms", "stopwords"):
        source = {"S3BucketName": BUCKET, "S3Key": f"{name}.txt"}
        client.create_package(PackageName=name, PackageType="TXT-DICTIONARY", PackageSource=source)


def variables(url: str) -> dict[str, dict[str, str]]:
    """Return what --env-vars takes: where the function finds each service, and the bucket that it may read."""
    return {"Parameters": {f"AWS_ENDPOINT_URL_{service}": url for service in SERVICES} | {"SOURCE_BUCKET": BUCKET}}


def configure(folder: Path, url: str) -> None:
    """Write the function's variables, and SAM's options."""
    (folder / "env.json").write_text(json.dumps(variables(url), indent=2) + "\n", encoding="utf-8")
    options = {
        "template_file": str(folder / "build" / "template.yaml"),
        "env_vars": str(folder / "env.json"),
        "parameter_overrides": f"Architecture={'arm64' if ARM else 'x86_64'} PythonRuntime=python3.13",
        "add_host": [f"{INSIDE}:host-gateway"],
        "skip_pull_image": has_image(),
    }
    lines = ["version = 0.1", "[default.local_invoke.parameters]"]
    lines += [f"{name} = {json.dumps(value)}" for name, value in options.items()]
    (folder / "samconfig.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
