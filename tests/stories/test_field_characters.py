"""No answer holds a character that keeps anybody's client from reading the stack's events.

CloudFormation shows reasons in XML; what XML 1.0 has not, it writes as a reference that nobody can parse.
"""

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any
from xml.sax.saxutils import escape

import botocore.parsers
import botocore.session
import pytest

import last_responder
from cloudformation.response import encoded
from tests.fakes.endpoint import endpoint
from tests.simulation.cloudformation import sample
from tests.stories.conftest import FIRST, synonyms
from tests.stories.quick import quick

NO_CHARACTER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SHAPE = botocore.session.get_session().get_service_model("cloudformation").operation_model("DescribeStackEvents")


def pieces(length: int) -> list[str]:
    """Return every character from U+0000 to U+FFFF, in pieces."""
    return ["".join(map(chr, range(at, min(at + length, 0x10000)))) for at in range(0, 0x10000, length)]


def shown(*texts: str) -> list[str]:
    """Return texts as botocore reads them from the events that CloudFormation would show."""

    def written(text: str) -> str:
        """What XML has not goes out as a reference; a byte of UTF-8 for half a surrogate there is none."""
        return NO_CHARACTER.sub(lambda match: f"&#x{ord(match[0]):X};", escape(text))

    members = "".join(
        f"<member><StackId>s</StackId><EventId>e</EventId><StackName>n</StackName><Timestamp>2026-11-30T00:00:00Z"
        f"</Timestamp><ResourceStatusReason>{written(text)}</ResourceStatusReason></member>"
        for text in texts
    )
    body = f"<DescribeStackEventsResponse><DescribeStackEventsResult><StackEvents>{members}</StackEvents>"
    body += "</DescribeStackEventsResult></DescribeStackEventsResponse>"
    response = {"body": body.encode(), "headers": {}, "status_code": 200}
    parsed = botocore.parsers.create_parser("query").parse(response, SHAPE.output_shape)
    return [one["ResourceStatusReason"] for one in parsed["StackEvents"]]


def texts(answer: Any) -> Iterator[str]:
    """Yield all texts of an answer, names and values alike."""
    if isinstance(answer, dict):
        for name, value in answer.items():
            yield from (*texts(name), *texts(value))
    elif isinstance(answer, str):
        yield answer


def assert_readable(answers: list[dict[str, Any]]) -> None:
    found = [text for answer in answers for text in texts(answer)]
    assert len(shown(*found)) == len(found)


@pytest.mark.parametrize("text", ["\x1b", "\x00", "\ufffe", "\ud83d"])
def test_such_a_character_makes_events_unreadable(text: str) -> None:
    with pytest.raises(botocore.parsers.ResponseParserError):
        shown(text)
    assert shown("caf\u00e9 \t…") == ["caf\u00e9 \t…"]


def test_the_services_words() -> None:
    """Each of many associations fails with words of its own."""
    with quick() as movies:
        for number, piece in enumerate(pieces(512)):
            movies.service.fail(FIRST, "ASSOCIATION_FAILED", "InvalidDictionary", f"line 3: {piece}!")
            stack = movies.stack(f"search-{number}")
            assert not movies.do(partial(stack.create, synonyms()))
        failed = [one for one in movies.answers() if one["Status"] == "FAILED"]
        assert len(failed) == len(pieces(512)) and all("ASSOCIATION_FAILED" in one["Reason"] for one in failed)
        assert_readable(failed)


def test_the_last_responder(monkeypatch: pytest.MonkeyPatch) -> None:
    bodies: list[bytes] = []
    monkeypatch.setattr(last_responder, "deliver", lambda _, body: bodies.append(body))
    for piece in pieces(256):
        words = {"errorType": "Error", "errorMessage": f"{piece}!"}
        record = {"requestContext": {"condition": f"New{piece}"}, "responsePayload": words}
        last_responder.lambda_handler(record | {"requestPayload": sample("create")}, None)
    assert len(bodies) == len(pieces(256)) and max(map(len, bodies)) <= 4096
    assert_readable([json.loads(body) for body in bodies])


def test_ids_are_those_that_came() -> None:
    """Also where a name is written in letters of its own; a Delete answers the id that it was sent."""
    for id_ in (f"movies|{FIRST}", "search-Wörter-1A2B", "あ|x"):
        event = sample("delete") | {"PhysicalResourceId": id_, "LogicalResourceId": "Wörter"}
        with endpoint() as cloudformation:
            record = {"requestPayload": event | {"ResponseURL": cloudformation.url}}
            answer = last_responder.lambda_handler(record, None)
        assert json.loads(encoded(answer)) == json.loads(cloudformation.bodies[0])
        assert all(answer[name] == event[name] for name in ("PhysicalResourceId", "LogicalResourceId", "StackId"))
