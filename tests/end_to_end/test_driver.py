"""The driver of `tests/simulation` and MiniStack's engine send the same requests for the same stack."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.end_to_end.conftest import Cloud
from tests.simulation.template import Properties
from tests.simulation.world import World

pytestmark = pytest.mark.end_to_end

#: Answers as it is told by the properties, and tells the test what it was asked.
RECORDER = """
import json, os, urllib.request
def put(url, body, method):
    urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": ""}, method=method))
def lambda_handler(event, context):
    put(os.environ["RECORDER"], event, "POST")
    put(event["ResponseURL"], answer(event), "PUT")
"""
ANSWER = '''
def answer(event):
    """SUCCESS with an id of the properties, unless told to fail."""
    properties = event["ResourceProperties"]
    named = "|".join((properties["DomainName"], properties["PackageID"]))
    fails = event["RequestType"] != "Delete" and properties.get("Fail") == "true"
    known = event["PhysicalResourceId"] if event["RequestType"] == "Delete" else named
    if fails:
        known = event.get("PhysicalResourceId", named)
    return {
        "Status": "FAILED" if fails else "SUCCESS",
        "Reason": "told to",
        "PhysicalResourceId": known,
        **{key: event[key] for key in ("StackId", "RequestId", "LogicalResourceId")},
    }
'''
ONE = {"DomainName": "movies", "PackageID": "F1", "AdoptExisting": True, "ServiceTimeout": 900}
CHANGES: dict[str, Properties] = {
    "in place": ONE | {"ServiceTimeout": 600},
    "replacement": ONE | {"PackageID": "F2"},
    "failure in place": ONE | {"Fail": True},
}


@pytest.fixture(scope="module")
def recorder(cloud: Cloud) -> Iterator[tuple[str, list[Any]]]:
    """Return the ARN of a function that tells what it is asked, and what it has told."""
    told: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    recorder = f"http://127.0.0.1:{server.server_port}/"
    yield cloud.function("recorder", RECORDER + ANSWER, RECORDER=recorder), told
    server.shutdown()
    server.server_close()


def in_ministack(cloud: Cloud, arn: str, name: str, change: Properties) -> None:
    def template(properties: Properties) -> str:
        resource = {"Type": "Custom::OpenSearchPackageAssociation", "Properties": {"ServiceToken": arn, **properties}}
        return json.dumps({"Resources": {"Synonyms": resource}})

    list(cloud.stacks.create(name, template(ONE)))
    list(cloud.stacks.update(name, template(change)))
    list(cloud.stacks.delete(name))


def in_the_driver(change: Properties) -> list[Any]:
    told: list[Any] = []
    scope: dict[str, Any] = {}
    exec(ANSWER, scope)
    world = World(None)

    def handler(event: Any, _: Any, clock: Any) -> None:
        told.append(event)
        world.endpoint.put(event["ResponseURL"], json.dumps(scope["answer"](event)).encode(), "", 1)

    world.function.handler = handler
    stack = world.stack()
    with world.entered():
        world.do(lambda: (stack.create({"Synonyms": ONE}), stack.update({"Synonyms": change}), stack.delete()))
    return told


def essence(events: list[Any]) -> list[Any]:
    """Return what a provider goes by: the types, ids and properties, in order."""
    keys = ("RequestType", "LogicalResourceId", "ResourceType", "PhysicalResourceId")
    essential = []
    for event in events:
        both = ("ResourceProperties", "OldResourceProperties")
        properties = [{k: v for k, v in event.get(key, {}).items() if k != "ServiceToken"} for key in both]
        essential.append([*(event.get(key) for key in keys), *properties])
    return essential


@pytest.mark.parametrize("change", CHANGES)
def test_the_driver_asks_as_ministack_does(cloud: Cloud, recorder: tuple[str, list[Any]], change: str) -> None:
    arn, told = recorder
    told.clear()
    in_ministack(cloud, arn, f"recorded-{change.replace(' ', '-')}", CHANGES[change])
    assert essential_difference(told, in_the_driver(CHANGES[change])) == []


def essential_difference(one: list[Any], other: list[Any]) -> list[Any]:
    """Return the requests in which they differ, both ways of each."""
    left, right = essence(one), essence(other)
    width = max(len(left), len(right))
    left, right = left + [None] * (width - len(left)), right + [None] * (width - len(right))
    return [pair for pair in zip(left, right, strict=True) if pair[0] != pair[1]]
