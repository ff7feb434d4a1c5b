"""The sample events under the real runtime, in the environment that sam local invoke would give it."""

import json
import socket
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.endpoint import endpoint
from tests.runtime.emulator import Emulator, emulated
from tests.runtime.sam import environments
from tests.runtime.test_runtime import pytestmark as needs_the_emulator
from tests.simulation.cloudformation import sample
from tools.event import fetched
from tools.guard import authorization, new_key
from tools.local import ROOT, exports, free_port, running, wait_for
from tools.local_check import differences
from tools.sam_local import prepare
from tools.samples import FILMS, SAMPLES
from tools.server import ANSWERS

pytestmark = needs_the_emulator

KEY = new_key()


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """Return the local endpoint, prepared as make local does it."""
    port = free_port()
    url, log = f"http://127.0.0.1:{port}", tmp_path / "server.log"
    environment = exports(KEY) | {"PYTHONPATH": str(ROOT)}
    with running([sys.executable, "-m", "tools.server", "--port", str(port)], environment, log):
        wait_for(f"{url}/moto-api/", KEY, log)
        prepare(url, KEY)
        yield url


def invoke(function: Emulator, name: str, url: str) -> dict[str, Any]:
    """Return what the function returns to an event: its answer, or its error."""
    returned: dict[str, Any] = function.invoke(fetched(url, name, KEY, "127.0.0.1"))[1]
    return returned


def answers(url: str) -> list[dict[str, Any]]:
    """Return the answers that arrived."""
    request = urllib.request.Request(url + ANSWERS, headers={"Authorization": authorization(KEY)})
    with urllib.request.urlopen(request) as listed:
        arrived: list[dict[str, Any]] = json.load(listed)
    return arrived


@pytest.fixture
def function(tmp_path: Path, url: str) -> Iterator[Emulator]:
    """Return the function as sam local invoke runs it."""
    environment = environments(url=url)["Function"]["container"] | exports(KEY)
    with emulated(tmp_path, ROOT / "handler", timeout=60, **environment) as function:
        yield function


def test_every_sample_event_gets_the_answer_that_it_promises_in_the_order_that_make_local_prints(
    url: str, function: Emulator
) -> None:
    """And what the local AWS holds in between is the work of the events before."""
    answered = []
    for name in SAMPLES:
        answered.append(invoke(function, name, url))
        assert list(differences(name, FILMS, answered[-1:])) == [], answered[-1]
    assert answers(url) == answered
    assert "X-Amz-Signature" not in function.printed()


def test_each_event_works_by_itself_in_any_order_and_again(url: str, function: Emulator) -> None:
    """A Delete of which no record knows believes its id."""
    for name in reversed([one for one in SAMPLES for _ in range(1 + (one in ("delete", "update-replace")))]):
        answer = invoke(function, name, url)
        assert (answer["Status"], answer["PhysicalResourceId"]) == SAMPLES[name].answer, (name, answer)


def test_with_an_endpoint_missing_the_invocation_ends_with_a_sentence_and_nothing_is_called(
    tmp_path: Path, url: str
) -> None:
    """As with a bare sam local invoke. Whatever is called goes through a proxy, and the proxy hears of nothing."""
    environment = environments()["Function"]["container"]
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        proxy.setblocking(False)
        environment |= exports(KEY) | {"HTTPS_PROXY": f"http://127.0.0.1:{proxy.getsockname()[1]}"}
        with emulated(tmp_path, ROOT / "handler", **environment) as function:
            for name in sorted(SAMPLES.keys() - {"create-invalid", "delete-not-created"}):
                error = invoke(function, name, url)
                assert error["errorType"] == "NoLocalEndpoint"
                assert "names no local endpoint" in error["errorMessage"]
                assert "Run make local" in error["errorMessage"]
        with pytest.raises(BlockingIOError):
            proxy.accept()
    assert answers(url) == []


def test_nothing_of_a_request_reaches_the_next_one_of_a_warm_process(function: Emulator) -> None:
    with endpoint() as cloudformation:
        answers = []
        for name in ("create-invalid", "delete-not-created", "create-invalid"):
            status, returned = function.invoke(sample(name) | {"ResponseURL": cloudformation.url})
            answers.append(returned)
            assert (status, returned) == (200, json.loads(cloudformation.bodies[-1]))
        printed = function.printed()
    assert [answer["Status"] for answer in answers] == ["FAILED", "SUCCESS", "FAILED"]
    assert answers[1]["Reason"] == ""
    assert "5ec2e7" not in printed and "cold_start" in printed
