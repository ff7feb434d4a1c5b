"""An answer: how much fits into it, and what is no event; with the numbers of crhelper's known defects (c)."""

import logging
from typing import Any

import pytest

import app
from cloudformation.response import LONGEST_BODY, CustomResource, encoded
from cloudformation.types import SEVERAL
from errors import MalformedEvent
from model import Association
from reconcile.association.declaration import attributes, write_id
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


@pytest.mark.usefixtures("dynamodb")
def test_c11_no_log_line_holds_the_url_and_the_root_logger_is_left_alone(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    with endpoint() as cloudformation, caplog.at_level(logging.DEBUG):
        before = (root.level, list(root.handlers))
        app.lambda_handler(sample("delete-not-created") | {"ResponseURL": cloudformation.url}, context())
        answer(failing)
        assert (root.level, list(root.handlers)) == before
    output = capfd.readouterr()
    assert "Signature" not in caplog.text + output.out + output.err
    for name in ("urllib3", "botocore", "crhelper"):
        assert logging.getLogger(name).getEffectiveLevel() >= logging.INFO


@pytest.mark.parametrize("letter", ["x", "ü", "\U0001f3ac"])
def test_c20_a_long_reason_is_cut_in_the_middle_to_fit(letter: str) -> None:
    def fails(*_: Any) -> str:
        raise ValueError("begin " + letter * 9000 + " end")

    got = answer(fails)
    assert LONGEST_BODY - 400 < len(encoded(got)) <= LONGEST_BODY
    assert got["Reason"].startswith("begin") and got["Reason"].endswith("end") and "[…]" in got["Reason"]


def set_of(count: int, label: str, stack: str = "movies-search") -> dict[str, Any]:
    """Return the answer of a set, with the longest package ids there are."""
    ids = [f"pkg-{n:041x}" for n in range(count)]
    found = {
        label.format(id=one, n=n): Association(one, "ACTIVE", version=f"v{n}", reference_path=f"analyzers/{one}")
        for n, one in enumerate(ids)
    }
    made: list[CustomResource] = []

    def returns(*_: Any) -> str:
        made[0].Data = attributes(SEVERAL, "movies", found)
        return write_id("movies", [*ids])

    made.append(resource(returns))
    event = sample("create-set")
    got = made[0].answer(event | {"StackId": event["StackId"].replace("movies-search", stack)}, context())
    assert got is not None and len(encoded(got)) <= LONGEST_BODY
    return got


@pytest.mark.parametrize("label", ["{id}", "synonyms-of-the-movies-{n}"])
@pytest.mark.parametrize("stack", ["movies-search", "s" * 128])
def test_twenty_packages_in_one_set_all_have_their_reference_paths(label: str, stack: str) -> None:
    data = set_of(20, label, stack)["Data"]
    paths = [name for name in data if name.endswith(".ReferencePath")]
    assert len(paths) == 20
    assert all(data[name].startswith("analyzers/pkg-") for name in paths)


def test_what_fits_is_whole() -> None:
    data = set_of(5, "{id}")["Data"]
    assert [len([name for name in data if name.endswith(end)]) for end in (".ReferencePath", ".PackageVersion")] == [
        5
    ] * 2
    assert data["PackageIDs"].count(",") == 4


def test_attributes_that_do_not_fit_go_in_the_order_of_what_is_said_elsewhere() -> None:
    few, some, many = (list(set_of(count, "{id}")["Data"]) for count in (17, 21, 26))
    assert [name for name in few if name.endswith(".PackageVersion")] == [
        f"pkg-{n:041x}.PackageVersion" for n in range(len(few) - 18)
    ]
    assert 18 <= len(few) < 18 + 17 and "PackageIDs" in few
    assert "PackageIDs" not in some
    assert some == [f"pkg-{n:041x}.ReferencePath" for n in range(21)]
    assert many == [f"pkg-{n:041x}.ReferencePath" for n in range(len(many))] and 15 < len(many) < 26


DELETE = sample("delete")


@pytest.mark.parametrize(
    "event",
    [DELETE | {"RequestType": "Read"}]
    + [{key: DELETE[key] for key in DELETE if key != gone} for gone in ("ResourceProperties", "PhysicalResourceId")],
)
def test_a_malformed_event_that_can_be_answered_raises_and_goes_to_the_last_responder(event: Any) -> None:
    with pytest.raises(MalformedEvent) as error:
        app.lambda_handler(event, context())
    assert "Signature" not in str(error.value)


@pytest.mark.parametrize(
    "event",
    [{}, [], None, "text", 7, {"RequestType": "Create"}, {"Records": [{"Sns": {}}]}]
    + [{key: DELETE[key] for key in DELETE if key != gone} for gone in ("StackId", "RequestId", "ResponseURL")]
    + [DELETE | {"LogicalResourceId": 7}],
)
def test_garbage_is_ignored_and_raises_no_alarm(event: Any) -> None:
    ignored = app.lambda_handler(event, context())
    assert (ignored["Status"], ignored["Reason"][:28]) == ("IGNORED", "Not a CloudFormation request")
    assert "Signature" not in str(ignored)


def test_the_lifecycle_function_sees_nothing_of_the_url_but_its_date() -> None:
    seen: list[str] = []

    def look(event: Any, _: Any) -> str:
        seen.append(event["ResponseURL"])
        return "id"

    answer(look)
    assert seen == ["https://redacted.invalid/?X-Amz-Date=20261101T120000Z"]
    answer(look, ResponseURL="https://example.com/?X-Amz-Date=never")
    assert seen[1] == "https://redacted.invalid/"
