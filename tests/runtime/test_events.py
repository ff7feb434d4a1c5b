"""The sample events under the real runtime, in the environment that sam local invoke would give it."""

import json
import socket
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.runtime.emulator import Emulator, emulated
from tests.runtime.sam import environments
from tests.runtime.test_runtime import pytestmark as needs_the_emulator
from tests.simulation.cloudformation import sample
from tools.local import ROOT, free_port, running, wait_for
from tools.sam_local import prepare
from tools.samples import DEFAULT_URL, SAMPLES
from tools.server import ANSWERS

pytestmark = needs_the_emulator


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """Return the local endpoint, prepared as make local does it."""
    port = free_port()
    url, log = f"http://127.0.0.1:{port}", tmp_path / "server.log"
    with running([sys.executable, "-m", "tools.server", "--port", str(port)], {"PYTHONPATH": str(ROOT)}, log):
        wait_for(f"{url}/moto-api/", log)
        prepare(url)
        yield url


def invoke(function: Emulator, name: str, url: str) -> dict[str, Any]:
    """Return what the function returns to an event: its answer, or its error."""
    event = sample(name)
    event["ResponseURL"] = event["ResponseURL"].replace(DEFAULT_URL, url)
    returned: dict[str, Any] = function.invoke(event)[1]
    return returned


def answers(url: str) -> list[dict[str, Any]]:
    """Return the answers that arrived."""
    with urllib.request.urlopen(url + ANSWERS) as listed:
        arrived: list[dict[str, Any]] = json.load(listed)
    return arrived


def test_every_sample_event_gets_the_answer_that_it_promises_in_the_order_that_make_local_prints(
    tmp_path: Path, url: str
) -> None:
    """And what the local AWS holds in between is the work of the events before."""
    with emulated(tmp_path, ROOT / "handler", timeout=60, **environments(url=url)["Function"]["container"]) as function:
        answered = {name: invoke(function, name, url) for name in SAMPLES}
        printed = function.printed()
    assert {name: (one.get("Status"), one.get("PhysicalResourceId")) for name, one in answered.items()} == {
        name: promised.answer for name, promised in SAMPLES.items()
    }, answered
    assert answers(url) == list(answered.values())
    assert "X-Amz-Signature" not in printed


def test_with_an_endpoint_missing_the_invocation_ends_with_a_sentence_and_nothing_is_called(
    tmp_path: Path, url: str
) -> None:
    """As with a bare sam local invoke. Whatever is called goes through a proxy, and the proxy hears of nothing."""
    environment = environments()["Function"]["container"]
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        proxy.setblocking(False)
        environment |= {"HTTPS_PROXY": f"http://127.0.0.1:{proxy.getsockname()[1]}"}
        with emulated(tmp_path, ROOT / "handler", **environment) as function:
            for name in sorted(SAMPLES.keys() - {"create-invalid", "delete-not-created"}):
                error = invoke(function, name, url)
                assert error["errorType"] == "NoLocalEndpoint"
                assert "AWS_ENDPOINT_URL_OPENSEARCH names no local endpoint" in error["errorMessage"]
                assert "Run make local" in error["errorMessage"]
        with pytest.raises(BlockingIOError):
            proxy.accept()
    assert answers(url) == []
