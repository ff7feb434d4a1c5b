"""Endpoints for `sam local invoke`, with a domain and two packages, and the commands to run: `make local`."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import boto3

from tools.local import REGION, ROOT, SAM, running, wait_for, without_aws

PORT = 5000
EVENTS = (
    ("create", "a package is associated"),
    ("update-nothing", "nothing to do"),
    ("update-replace", "another package: the new one is associated"),
    ("delete", "the old one is dissociated"),
    ("create-invalid", "a misspelt property"),
    ("delete-not-created", "nothing was created"),
    ("create-set", "two packages in one change"),
    ("update-set", "one of them leaves"),
    ("delete-set", "the other one too"),
)


def prepare(url: str) -> None:
    """Make the domain and the packages that the events name."""
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    client = boto3.client("opensearch", endpoint_url=url, region_name=REGION, **keys)
    client.create_domain(DomainName="movies", EngineVersion="OpenSearch_2.19")
    for name in ("synonyms", "stopwords"):
        source = {"S3BucketName": "dictionaries", "S3Key": f"{name}.txt"}
        client.create_package(PackageName=name, PackageType="TXT-DICTIONARY", PackageSource=source)


def has_docker() -> bool:
    """Return whether a Docker engine answers."""
    docker = shutil.which("docker")
    return bool(docker) and subprocess.run([str(docker), "info"], capture_output=True).returncode == 0


def main() -> None:
    """Start, say what to run, and stop on Ctrl-C."""
    with tempfile.TemporaryDirectory() as folder:
        print("Building the function …", flush=True)
        environment = without_aws(os.environ) | {"SAM_CLI_TELEMETRY": "0", "AWS_DEFAULT_REGION": REGION}
        built = subprocess.run([SAM, "build"], cwd=ROOT, env=environment, capture_output=True, text=True)
        if built.returncode:
            sys.exit(f"sam build failed:\n{built.stderr[-2000:]}")
        log, url = Path(folder) / "moto.log", f"http://localhost:{PORT}"
        server = [sys.executable, "-m", "tools.server", "--host", "0.0.0.0", "--port", str(PORT)]
        with running(server, os.environ | {"PYTHONPATH": str(ROOT)}, log):
            wait_for(f"{url}/moto-api/", log)
            prepare(url)
            print(f"OpenSearch Service, and where answers go, at {url}. In another shell, in this order:\n")
            print("export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1")
            for name, what in EVENTS:
                print(f"{command(name)}  # {what}")
            if not has_docker():
                print(
                    "\nNo Docker engine answers here, and sam local invoke needs one. Without it, the same events run"
                )
                print(f"under Lambda's runtime emulator: {sys.executable} -m pytest tests/runtime/test_events.py")
            print("\nCtrl-C stops it.", flush=True)
            try:
                while True:
                    time.sleep(3600)
            except KeyboardInterrupt:
                signal.signal(signal.SIGINT, signal.SIG_IGN)  # once is enough
                print("\nStopped.")


def command(event: str) -> str:
    """Return the command that invokes the function with one of the events."""
    endpoint = f"--parameter-overrides OpenSearchEndpointUrl=http://host.docker.internal:{PORT}"
    template = "-t .aws-sam/build/template.yaml"
    return f".venv/sam/bin/sam local invoke Function {template} -e events/{event}.json {endpoint}"


if __name__ == "__main__":
    main()
