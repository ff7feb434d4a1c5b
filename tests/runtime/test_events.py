"""The sample events under the real runtime, as `sam local invoke` runs them."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.runtime.emulator import Emulator, emulated
from tests.runtime.test_runtime import pytestmark as needs_the_emulator
from tests.simulation.cloudformation import sample
from tools.local import ROOT, free_port, running, wait_for
from tools.server import ANSWERS

pytestmark = needs_the_emulator

#: In the order of a resource's life.
PROMISED = {
    "create-invalid": ("FAILED", "not-created|Synonyms"),
    "delete-not-created": ("SUCCESS", "not-created|Synonyms"),
    "create": ("SUCCESS", "movies|F111111111"),
    "update-nothing": ("SUCCESS", "movies|F111111111"),
    "update-replace": ("SUCCESS", "movies|F222222222"),
    "delete": ("SUCCESS", "movies|F111111111"),
    "create-set": ("SUCCESS", "movies|Search"),
    "update-set": ("SUCCESS", "movies|Search"),
    "delete-set": ("SUCCESS", "movies|Search"),
}


@pytest.fixture
def local(tmp_path: Path) -> Iterator[tuple[Emulator, str]]:
    """Return the function beside the local endpoint, and that endpoint, prepared as the README says."""
    port = free_port()
    url, log = f"http://127.0.0.1:{port}", tmp_path / "server.log"
    with running([sys.executable, "-m", "tools.server", "--port", str(port)], {"PYTHONPATH": str(ROOT)}, log):
        wait_for(f"{url}/moto-api/", log)
        client = boto3.client("opensearch", endpoint_url=url)
        client.create_domain(DomainName="movies")
        for name in ("synonyms", "stopwords"):
            source = {"S3BucketName": "dictionaries", "S3Key": name}
            client.create_package(PackageName=name, PackageType="TXT-DICTIONARY", PackageSource=source)
        with emulated(tmp_path, ROOT / "handler", timeout=60, AWS_ENDPOINT_URL_OPENSEARCH=url) as function:
            yield function, url


def test_every_sample_event_gets_the_answer_that_it_promises(local: tuple[Emulator, str]) -> None:
    function, url = local
    for name, promised in PROMISED.items():
        event: dict[str, Any] = sample(name)
        event["ResponseURL"] = event["ResponseURL"].replace("http://host.docker.internal:5000", url)
        _, returned = function.invoke(event)
        assert (returned.get("Status"), returned.get("PhysicalResourceId")) == promised, returned
    stored = boto3.client("s3", endpoint_url=url).list_objects_v2(Bucket=ANSWERS)["Contents"]
    assert len(stored) == len(PROMISED)
    assert "X-Amz-Signature" not in function.printed()
