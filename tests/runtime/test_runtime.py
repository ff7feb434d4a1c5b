"""What only a real runtime shows, and what the stack is told after it."""

import json
from pathlib import Path
from typing import Any

import pytest

import last_responder
from tests.fakes.endpoint import Endpoint, endpoint
from tests.runtime.emulator import ARCHITECTURE, RAPID, emulated
from tests.runtime.sam import environments
from tests.simulation.cloudformation import sample
from tools.local import ROOT

pytestmark = pytest.mark.skipif(
    RAPID is None or not (RAPID / f"aws-lambda-rie-{ARCHITECTURE}").exists(),
    reason="the emulator is not in this SAM CLI",
)


def answer_after(cloudformation: Endpoint, error: Any) -> dict[str, Any]:
    """Let the last responder answer, as Lambda does after the last attempt."""
    event = sample("create") | {"ResponseURL": cloudformation.url}
    record = {"requestContext": {"condition": "RetriesExhausted"}, "requestPayload": event, "responsePayload": error}
    last_responder.lambda_handler(record, None)
    answer: dict[str, Any] = json.loads(cloudformation.bodies[-1])
    return answer


#: What befalls the function: its code, its time (seconds), and what the stack's reason then holds.
FAULTS = {
    "an import error": ("import no_such_module\n", 20, "No module named 'no_such_module'"),
    "a syntax error": ("def lambda_handler(:\n", 20, "Runtime.UserCodeSyntaxError"),
    "an exit": ("import os\ndef lambda_handler(event, context):\n    os._exit(1)\n", 20, "Runtime.ExitError"),
    "memory exhausted": (
        "import resource\n"
        "def lambda_handler(event, context):\n"
        "    resource.setrlimit(resource.RLIMIT_AS, (2**29, 2**29))\n"
        "    return len(bytearray(2**30))\n",
        20,
        "MemoryError",
    ),
    "Lambda's timeout": ("import time\ndef lambda_handler(event, context):\n    time.sleep(30)\n", 1, "timed out"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_function_that_can_not_answer_fails_with_what_lambda_says(tmp_path: Path, fault: str) -> None:
    code, timeout, expected = FAULTS[fault]
    source = tmp_path / "code"
    source.mkdir()
    (source / "app.py").write_text(code, encoding="utf-8")
    with endpoint() as cloudformation:
        with emulated(tmp_path, source, timeout=timeout) as function:
            _, error = function.invoke(sample("create") | {"ResponseURL": cloudformation.url})
        assert cloudformation.bodies == []
        answer = answer_after(cloudformation, error)
    assert (answer["Status"], answer["PhysicalResourceId"]) == ("FAILED", "not-created|Synonyms")
    assert expected in answer["Reason"]


def test_garbage_is_no_error_and_nobody_is_answered(tmp_path: Path) -> None:
    with emulated(tmp_path, ROOT / "handler") as function:
        status, ignored = function.invoke({"hello": "world"})
    assert (status, ignored["Status"]) == (200, "IGNORED")
    assert "ResponseURL" in ignored["Reason"]


def test_an_operation_that_nobody_can_go_on_with_says_so_under_sam_local(tmp_path: Path) -> None:
    """With an endpoint that only hangs, the time of the one invocation runs out."""
    with endpoint() as cloudformation, endpoint(*[503] * 99) as opensearch:
        local = environments(url=opensearch.url.split("/answer")[0])["Function"]["container"]
        local |= {"AWS_LAMBDA_FUNCTION_TIMEOUT": "4"}
        with emulated(tmp_path, ROOT / "handler", **local) as function:
            function.invoke(sample("delete") | {"ResponseURL": cloudformation.url})
        (body,) = cloudformation.bodies
    assert "under sam local invoke there is no other to hand over to" in json.loads(body)["Reason"]
