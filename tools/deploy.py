"""Builds and deploys template.yaml with the real SAM CLI."""

import subprocess
from pathlib import Path
from typing import Any

from tools.local import MINISTACK, ROOT, SAM, LocalAws, running

PROVIDER = "opensearch-packages"
#: What the provider may make packages of. Other buckets are not there, and the fake takes any object in those as given.
BUCKET = "movie-files"


def runtime() -> str:
    """Return the runtime that MiniStack's own Python can run."""
    version = "import sys; print(f'python{sys.version_info.major}.{sys.version_info.minor}')"
    return subprocess.run([MINISTACK, "-c", version], check=True, capture_output=True, text=True).stdout.strip()


def build(aws: LocalAws) -> Path:
    """Run `sam build`; return the folder of what it built."""
    folder = aws.folder / "build"
    # SAM builds with a Python of the function's version, the first on PATH.
    environment = aws.environment()
    environment["PATH"] = f"{MINISTACK.parent}:{environment['PATH']}"
    run(aws, environment, "build", "--build-dir", str(folder), "--parameter-overrides", f"PythonRuntime={runtime()}")
    return folder


def deploy(aws: LocalAws, folder: Path, stack: str = PROVIDER, **parameters: Any) -> None:
    """Run `sam deploy` of what was built."""
    parameters = {
        "PythonRuntime": runtime(),
        "OpenSearchEndpointUrl": aws.opensearch,
        "SourceBucket": BUCKET,
    } | parameters
    overrides = [f"{key}={value}" for key, value in parameters.items()]
    options = ["--stack-name", stack, "--resolve-s3", "--capabilities", "CAPABILITY_IAM", "--no-progressbar"]
    template = str(folder / "template.yaml")
    run(aws, aws.environment(), "deploy", "-t", template, *options, "--parameter-overrides", *overrides)


def run(aws: LocalAws, environment: dict[str, str], command: str, *options: str) -> None:
    """Run the SAM CLI; raise with what it said when it fails."""
    config = aws.folder / "samconfig.toml"
    config.write_text("version = 0.1\n", encoding="utf-8")
    log = aws.folder / f"sam-{command}.log"
    # What it starts, such as pip, and its temporary files go with it when it is stopped.
    environment = environment | {"TMPDIR": str(aws.folder)}
    with running([str(SAM), command, "--config-file", str(config), *options], environment, log, cwd=ROOT) as process:
        status = process.wait()
    if status:
        raise RuntimeError(f"sam {command} failed:\n{log.read_text(errors='replace')[-3000:]}")
