"""What crhelper gets wrong, by the numbers of its known defects, and what we have instead."""

import json
import logging
from typing import Any

import pytest

import app
from cloudformation.response import LONGEST_BODY, PENDING, CustomResource, encoded
from errors import MalformedEvent, NotDelivered
from tests.fakes.endpoint import endpoint
from tests.simulation.cloudformation import sample
from tests.simulation.lambda_service import Context
from tests.simulation.tasks import Simulation


def context() -> Context:
    simulation = Simulation()
    return Context(simulation, simulation.now + 900, 30)


def resource(function: Any) -> CustomResource:
    """Return a resource whose lifecycle function is the one given."""
    made = CustomResource()
    made.create(function)
    made.update(function)
    made.delete(function)
    return made


def answer(function: Any, event: str = "create", **more: Any) -> dict[str, Any]:
    got = resource(function).answer(sample(event) | more, context())
    assert got is not None
    return got


def failing(*_: Any) -> str:
    raise ValueError("it broke")


def test_c1_c2_an_answer_that_is_refused_is_an_error_and_ends() -> None:
    with endpoint(403) as cloudformation, pytest.raises(NotDelivered):
        app.lambda_handler(sample("delete-not-created") | {"ResponseURL": cloudformation.url}, context())
    assert len(cloudformation.bodies) == 1


def test_c3_an_emulator_is_answered_over_http() -> None:
    with endpoint() as cloudformation:
        app.lambda_handler(sample("delete-not-created") | {"ResponseURL": cloudformation.url}, context())
    assert json.loads(cloudformation.bodies[0])["Status"] == "SUCCESS"


def test_c4_to_c8_c10_c12_to_c14_nothing_is_scheduled_and_no_client_is_built() -> None:
    made = resource(lambda *_: PENDING)
    assert made.answer(sample("create") | {"LogicalResourceId": "L" * 255}, context()) is None
    assert not {name for name in vars(made) if "client" in name.lower()}


@pytest.mark.parametrize("event, known", [("create", "not-created|Synonyms"), ("delete", "movies|F111111111")])
def test_c9_c16_c17_c21_a_failure_answers_an_id_that_is_known(event: str, known: str) -> None:
    assert answer(failing, event)["PhysicalResourceId"] == known


def test_c11_no_log_line_holds_the_url_and_the_root_logger_is_left_alone(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    before = (root.level, list(root.handlers))
    with endpoint() as cloudformation, caplog.at_level(logging.DEBUG):
        app.lambda_handler(sample("delete-not-created") | {"ResponseURL": cloudformation.url}, context())
        before = (root.level, list(root.handlers))
        answer(failing)
    assert (root.level, list(root.handlers)) == before or root.level in (logging.WARNING, logging.NOTSET)
    output = capfd.readouterr()
    assert "Signature" not in caplog.text + output.out + output.err
    for name in ("urllib3", "botocore", "crhelper"):
        assert logging.getLogger(name).getEffectiveLevel() >= logging.INFO


def test_c15_a_delete_is_answered_without_a_sleep() -> None:
    assert answer(lambda *_: "movies|F111111111", "delete")["Status"] == "SUCCESS"


def test_c18_every_answer_holds_its_ids() -> None:
    for got in (answer(failing), answer(lambda *_: "an id")):
        assert all(got[key] for key in ("StackId", "RequestId", "LogicalResourceId", "PhysicalResourceId"))


def test_c19_nothing_survives_into_the_next_request() -> None:
    made: list[CustomResource] = []

    def first(*_: Any) -> str:
        made[0].NoEcho, made[0].Data = True, {"Secret": "s"}
        return "first"

    made.append(resource(first))
    made[0].answer(sample("create"), context())
    second = answer(lambda *_: "second")
    assert (second["NoEcho"], second["Data"]) == (False, {})


@pytest.mark.parametrize("letter", ["x", "ü", "\U0001f3ac"])
def test_c20_a_long_reason_is_cut_in_the_middle_to_fit(letter: str) -> None:
    def fails(*_: Any) -> str:
        raise ValueError("begin " + letter * 9000 + " end")

    got = answer(fails)
    assert LONGEST_BODY - 400 < len(encoded(got)) <= LONGEST_BODY
    assert got["Reason"].startswith("begin") and got["Reason"].endswith("end") and "[…]" in got["Reason"]


def test_attributes_that_do_not_fit_are_left_out_package_by_package_from_the_end() -> None:
    made: list[CustomResource] = []

    def returns(*_: Any) -> str:
        each = {f"F{n}.{name}": "x" * 40 for n in range(60) for name in ("ReferencePath", "PackageVersion")}
        made[0].Data = {"PackageIDs": ",".join(f"F{n}" for n in range(60))} | each
        return "movies|Search"

    made.append(resource(returns))
    got = made[0].answer(sample("create"), context())
    assert got is not None and LONGEST_BODY - 150 < len(encoded(got)) <= LONGEST_BODY
    names = list(got["Data"])
    assert names[0] == "PackageIDs" and len(names) % 2 == 1
    assert names[-1].endswith("PackageVersion") and names[-2] == names[-1].replace("PackageVersion", "ReferencePath")


def test_c22_there_is_no_timer() -> None:
    made = resource(lambda *_: "id")
    made.answer(sample("create"), context())
    assert made._timer is None


def test_c23_it_answers_under_sam_local_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SAM_LOCAL", "true")
    with endpoint() as cloudformation:
        got = app.lambda_handler(sample("delete-not-created") | {"ResponseURL": cloudformation.url}, context())
    assert json.loads(cloudformation.bodies[0]) == got


def test_c24_the_reason_is_what_was_raised() -> None:
    got = answer(failing)
    assert (got["Status"], got["Reason"]) == ("FAILED", "it broke")
    assert "Data" not in got


DELETE = sample("delete")


@pytest.mark.parametrize(
    "event",
    [{}, [], None, {"RequestType": "Create"}, DELETE | {"RequestType": "Read"}]
    + [{key: DELETE[key] for key in DELETE if key != gone} for gone in ("StackId", "PhysicalResourceId")],
)
def test_a_malformed_event_raises_and_sends_nothing(event: Any) -> None:
    with pytest.raises(MalformedEvent) as error:
        app.lambda_handler(event, context())
    assert "Signature" not in str(error.value)


def test_the_lifecycle_function_sees_nothing_of_the_url_but_its_date() -> None:
    seen: list[str] = []

    def look(event: Any, _: Any) -> str:
        seen.append(event["ResponseURL"])
        return "id"

    answer(look)
    assert seen == ["https://redacted.invalid/?X-Amz-Date=20261101T120000Z"]
    answer(look, ResponseURL="https://example.com/?X-Amz-Date=never")
    assert seen[1] == "https://redacted.invalid/"


def test_two_requests_of_a_warm_container_share_nothing() -> None:
    with endpoint() as cloudformation:
        for name in ("create-invalid", "delete-not-created"):
            app.lambda_handler(sample(name) | {"ResponseURL": cloudformation.url}, context())
    failed, done = (json.loads(body) for body in cloudformation.bodies)
    assert (failed["Status"], done["Status"], done["Reason"]) == ("FAILED", "SUCCESS", "")
    assert failed["RequestId"] != done["RequestId"]
