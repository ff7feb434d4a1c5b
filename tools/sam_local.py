"""Starts and writes all that sam local invoke needs: the built function, endpoints, sample events, options."""

import errno
import json
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.docker import ARM, bridge, has_image
from tools.guard import new_key
from tools.local import REGION, ROOT, SAM, client, control, exports, running, without_aws
from tools.server import LocalEndpoint, serving
from tools.stopping import held_back

#: The name of this machine inside a container.
INSIDE = "host.docker.internal"
SERVICES = ("OPENSEARCH", "CLOUDFORMATION", "LAMBDA", "DYNAMODB")
#: Of the objects that packages are made from, and the ledger's table.
BUCKET, TABLE = "dictionaries", "ledger"


@dataclass
class SamLocal:
    """What has been started and written, and how to use it."""

    port: int
    folder: Path
    endpoint: LocalEndpoint

    def command(self, name: str) -> str:
        """Return the command that invokes the function with an event."""
        event = f".venv/dev/bin/python -m tools.event http://localhost:{self.port} {name}"
        invoke = f".venv/sam/bin/sam local invoke Function --config-file {self._folder}/samconfig.toml -e -"
        return f"{event} | {invoke} 2>&1 | .venv/dev/bin/python -m tools.readable"

    def variables(self) -> str:
        """Return the command that sets the variables for it."""
        return f". {self._folder}/variables"

    @property
    def _folder(self) -> Path:
        return self.folder.relative_to(ROOT)


@contextmanager
def sam_local(port: int = 0, on_answer: Any = lambda *_: None) -> Iterator[SamLocal]:
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
        key = new_key()
        started = SamLocal(port, folder, LocalEndpoint(key, on_answer))
        stack.enter_context(serving(started.endpoint, listeners))
        prepare(f"http://localhost:{port}", key)
        configure(folder, f"http://{INSIDE}:{port}")
        # For SAM too, which asks whose the credentials are.
        given = exports(key) | {"AWS_ENDPOINT_URL_STS": f"http://localhost:{port}"}
        text = "export " + " ".join(f"{name}={value}" for name, value in given.items()) + "\n"
        (folder / "variables").write_text(text, encoding="utf-8")
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


def prepare(url: str, key: str) -> None:
    """Make the domain and the packages that the events name, the objects that they are made of, and the table."""
    opensearch = client("opensearch", url, key)
    opensearch.create_domain(DomainName="movies", EngineVersion="OpenSearch_2.19")
    for name in ("synonyms", "stopwords", "films"):
        control(url, key, "put_object", bucket=BUCKET, key=f"{name}.txt", content="film, movie\n")
    for name in ("synonyms", "stopwords"):
        source = {"S3BucketName": BUCKET, "S3Key": f"{name}.txt"}
        opensearch.create_package(PackageName=name, PackageType="TXT-DICTIONARY", PackageSource=source)
    client("dynamodb", url, key).create_table(
        TableName=TABLE,
        AttributeDefinitions=[{"AttributeName": "Place", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "Place", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )


def variables(url: str) -> dict[str, dict[str, str]]:
    """Return what --env-vars takes: where the function finds each service, its table, the bucket that it may read."""
    endpoints = {f"AWS_ENDPOINT_URL_{service}": url for service in SERVICES}
    return {"Parameters": endpoints | {"LEDGER_TABLE": TABLE, "SOURCE_BUCKET": BUCKET}}


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
