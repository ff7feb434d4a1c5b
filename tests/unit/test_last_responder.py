"""The last responder answers what the function could not."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import last_responder
from tests.fakes.endpoint import Endpoint, endpoint
from tests.simulation.cloudformation import sample
from tests.unit.cloudformation.test_delivery import FAILURES

IMPORT_ERROR = {"errorType": "Runtime.ImportModuleError", "errorMessage": "Unable to import module 'app'"}


def record(
    cloudformation: Endpoint, condition: str = "RetriesExhausted", payload: Any = None, **event: Any
) -> dict[str, Any]:
    """Return the record that Lambda's OnFailure destination sends."""
    return {
        "version": "1.0",
        "requestContext": {"condition": condition, "approximateInvokeCount": 3},
        "requestPayload": sample("create") | {"ResponseURL": cloudformation.url} | event,
        "responsePayload": payload,
    }


def answered(cloudformation: Endpoint) -> dict[str, Any]:
    (body,) = cloudformation.bodies[-1:]
    assert len(body) <= 4096
    answer: dict[str, Any] = json.loads(body)
    return answer


@pytest.mark.parametrize(
    "condition, payload, said",
    [
        ("RetriesExhausted", IMPORT_ERROR, "failed at every attempt (Runtime.ImportModuleError: Unable to import"),
        ("RetriesExhausted", {"errorMessage": "Task timed out after 900.00 seconds"}, "(Task timed out after 900"),
        ("RetriesExhausted", {"errorType": "Runtime.ExitError"}, "(Runtime.ExitError)"),
        ("EventAgeExceeded", None, "waited too long in Lambda's queue (no details)"),
        ("ZeroReservedConcurrency", None, "its reserved concurrency is 0"),
        ("SomethingNew", "text", "SomethingNew (no details)"),
    ],
)
def test_the_reason_is_what_lambda_says(condition: str, payload: Any, said: str) -> None:
    with endpoint() as cloudformation:
        last_responder.lambda_handler(record(cloudformation, condition, payload), None)
    answer = answered(cloudformation)
    assert answer["Status"] == "FAILED"
    assert said in answer["Reason"]
    assert cloudformation.content_types == [""]
    event = sample("create")
    assert all(answer[key] == event[key] for key in ("StackId", "RequestId", "LogicalResourceId"))


@pytest.mark.parametrize(
    "properties, left",
    [
        ({"PackageName": "films", "PackageSource": {}}, "; the package may be left. "),
        ({"PackageName": "films"}, "; an association may be left on the domain. "),
        (None, "; an association may be left on the domain. "),
    ],
)
def test_the_reason_says_what_may_be_left(properties: Any, left: str) -> None:
    with endpoint() as cloudformation:
        last_responder.lambda_handler(record(cloudformation, ResourceProperties=properties), None)
    assert left in answered(cloudformation)["Reason"]


@pytest.mark.parametrize(
    "event, expected",
    [
        ({}, "not-created|Synonyms"),
        ({"RequestType": "Update", "PhysicalResourceId": "movies|F9"}, "movies|F9"),
        ({"RequestType": "Delete", "PhysicalResourceId": "movies|F9"}, "movies|F9"),
        ({"Handover": {"failure_id": "movies|F1"}}, "not-created|Synonyms"),
        ({"Handover": {"hop": 1}, "PhysicalResourceId": "movies|F9"}, "movies|F9"),
        ({"Handover": "forged"}, "not-created|Synonyms"),
    ],
)
def test_the_id_names_what_cloudformation_has_to_clean_up(event: dict[str, Any], expected: str) -> None:
    with endpoint() as cloudformation:
        last_responder.lambda_handler(record(cloudformation, **event), None)
    assert answered(cloudformation)["PhysicalResourceId"] == expected


def test_a_long_error_is_cut_in_the_middle() -> None:
    with endpoint() as cloudformation:
        payload = {"errorType": "E", "errorMessage": "begin " + "ü" * 9000 + " end"}
        last_responder.lambda_handler(record(cloudformation, payload=payload), None)
    reason = answered(cloudformation)["Reason"]
    assert "begin" in reason and "[…]" in reason and " end" in reason


def test_it_tries_again_what_may_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_responder, "PAUSE", 0)
    with endpoint(503, "reset") as cloudformation:
        last_responder.lambda_handler(record(cloudformation), None)
    assert len(cloudformation.bodies) == 3


@pytest.mark.parametrize("status, attempts", [(403, 1), (503, 5)])
def test_it_gives_up_without_naming_the_url(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], status: int, attempts: int
) -> None:
    monkeypatch.setattr(last_responder, "PAUSE", 0)
    with endpoint(*[status] * 9) as cloudformation, pytest.raises(RuntimeError) as error:
        last_responder.lambda_handler(record(cloudformation), None)
    assert len(cloudformation.bodies) == attempts
    output = capsys.readouterr()
    assert "5ec2e7" not in str(error.value) + output.out + output.err


@pytest.mark.parametrize("status", [200, 307, 403, 503])
def test_nothing_of_what_an_endpoint_says_comes_back(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], status: int
) -> None:
    monkeypatch.setattr(last_responder, "PAUSE", 0)
    with endpoint(*[status] * 9, says="hunter2") as cloudformation:
        try:
            said = json.dumps(last_responder.lambda_handler(record(cloudformation), None))
        except RuntimeError as error:
            said = str(error)
    assert cloudformation.bodies and "hunter2" not in said + capsys.readouterr().out


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "https://example.com/",
        "https://169.254.169.254/",
        "https://bucket.s3.amazonaws.com/key",
        "http://example.com\\@localhost/",
        None,
        7,
        {},
    ],
)
def test_it_refuses_a_url_that_is_not_safe(url: Any) -> None:
    with endpoint() as cloudformation, pytest.raises(RuntimeError, match="not one that an answer may go to"):
        last_responder.lambda_handler(record(cloudformation, ResponseURL=url), None)


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: type(failure).__name__)
def test_any_failure_is_named_by_its_type_alone_after_five_attempts(
    monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    attempts = []

    def fail(*_: object, **__: object) -> None:
        attempts.append(1)
        raise failure

    monkeypatch.setattr(last_responder, "PAUSE", 0)
    monkeypatch.setattr("urllib.request.urlopen", fail)
    with endpoint() as cloudformation, pytest.raises(RuntimeError, match=type(failure).__name__) as error:
        last_responder.lambda_handler(record(cloudformation), None)
    assert len(attempts) == 5
    assert "5ec2e7" not in str(error.value)
    assert error.value.__cause__ is error.value.__context__ is None


@pytest.mark.parametrize("changed", [{"requestContext": None}, {"requestContext": {"condition": []}}])
def test_a_malformed_record_does_not_stop_the_answer(changed: dict[str, Any]) -> None:
    with endpoint() as cloudformation:
        payload = {"errorType": ["\ud800"], "errorMessage": "\ud800"}
        last_responder.lambda_handler(record(cloudformation, payload=payload) | changed, None)
    assert answered(cloudformation)["Status"] == "FAILED"


def test_it_needs_nothing_but_the_standard_library() -> None:
    code = (
        "import sys; before = set(sys.modules); import last_responder; "
        "print(*{name.split('.')[0] for name in sys.modules.keys() - before})"
    )
    handler = Path(last_responder.__file__).parent
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(handler)!r}); {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    others = set(done.stdout.split()) - sys.stdlib_module_names
    assert others == {"cloudformation", "last_responder", "texts"}
