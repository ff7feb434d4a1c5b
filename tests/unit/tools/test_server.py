"""The local endpoint serves what the function needs, and nothing else."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from tests.fakes.controls import Controls
from tools.guard import authorization, new_key
from tools.samples import SAMPLES
from tools.server import ANSWERS, LocalEndpoint

IMMEDIATE = {"model_name": "opensearch::package", "transition": {"progression": "immediate"}}


KEY = new_key()


def signed(service: str) -> dict[str, str]:
    """Return the header of a request that is signed for a service."""
    return {"Authorization": authorization(KEY, service)}


@pytest.fixture
def heard() -> list[tuple[str, dict[str, Any]]]:
    return []


@pytest.fixture
def page(service: Controls, heard: list[tuple[str, dict[str, Any]]]) -> Iterator[Client]:
    """Return a client of the application that signs nothing, without a socket."""
    yield Client(LocalEndpoint(KEY, lambda *given: heard.append(given)))


@pytest.fixture
def client(page: Client) -> Client:
    """Return one that signs, for OpenSearch Service unless told otherwise."""
    sent = page.open

    def opened(*arguments: Any, **options: Any) -> TestResponse:
        options["headers"] = signed("es") | options.get("headers", {})
        return sent(*arguments, **options)

    page.open = opened  # type: ignore[method-assign]
    return page


def test_opensearch_service_and_motos_controls_are_served(client: Client) -> None:
    path = "/2021-01-01/opensearch/domain"
    made = client.post(path, json={"DomainName": "movies"})
    assert made.status_code == 200 and b"movies" in made.data
    changes = client.post("/moto-api/opensearch/packages/changes", json={"domain": "movies"})
    assert (changes.status_code, changes.json) == (200, {"result": 0})


def test_a_package_is_made_from_an_object_that_a_control_has_put(client: Client) -> None:
    controls = "/moto-api/opensearch/packages"
    put = {"bucket": "dictionaries", "key": "synonyms.txt", "content": "film, movie"}
    assert client.post(f"{controls}/put_object", json=put).status_code == 200
    source = {"S3BucketName": "dictionaries", "S3Key": "synonyms.txt"}
    given = {"PackageName": "synonyms", "PackageType": "TXT-DICTIONARY", "PackageSource": source}
    missing = given | {"PackageSource": source | {"S3Key": "other.txt"}}
    refused = client.post("/2021-01-01/packages", json=missing)
    assert refused.status_code == 400 and b"The S3 object does not exist" in refused.data
    client.post("/moto-api/state-manager/set-transition", json=IMMEDIATE)
    made = client.post("/2021-01-01/packages", json=given)
    assert made.json["PackageDetails"]["PackageStatus"] == "AVAILABLE"  # type: ignore[index]
    content = client.post(f"{controls}/content", json={"package": "F111111111"})
    assert content.json == {"result": "film, movie"}
    assert client.post(f"{controls}/set", json={"unheard_of": True}).status_code == 400
    domains = client.get("/2021-01-01/packages/F111111111/domains?maxResults=1")
    assert domains.json == {"DomainPackageDetailsList": []}
    assert client.delete("/2021-01-01/packages/F111111111").status_code == 200
    assert client.delete("/2021-01-01/packages/F111111111").status_code == 409


@pytest.mark.parametrize("service_", ["s3", "sts", "lambda", "iam", "instance_metadata", ""])
@pytest.mark.parametrize("path", ["/", "/latest/meta-data/", "/2015-03-31/functions", "/some-bucket"])
def test_nothing_else_is_served(client: Client, service_: str, path: str) -> None:
    headers = signed(service_ or "nothing")
    assert client.get(path, headers=headers).status_code == 404
    assert client.post(path, headers=headers, data={"Action": "DescribeStacks"}).status_code == 404


@pytest.mark.parametrize("path", ["/latest/meta-data/iam/security-credentials/", "/2015-03-31/functions"])
def test_a_signature_for_opensearch_opens_nothing_else_of_moto(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_table_of_the_ledger_is_served(client: Client) -> None:
    target = {"X-Amz-Target": "DynamoDB_20120810.ListTables", "Content-Type": "application/x-amz-json-1.0"}
    assert json.loads(client.post("/", json={}, headers=target | signed("dynamodb")).data) == {"TableNames": []}
    assert client.post("/", json={}, headers=target | signed("sts")).status_code == 404


def test_a_sample_event_is_made_at_each_request(client: Client) -> None:
    made = [client.get(f"/events/{name}").json for name in (*SAMPLES, "create")]
    assert len({one["RequestId"] for one in made if one}) == len(SAMPLES) + 1
    assert client.get("/events/other").status_code == 404
    assert client.post("/events/create").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/2021-01-01/opensearch/domain"),
        ("POST", "/moto-api/reset"),
        ("GET", "/moto-api/data.json"),
        ("POST", "/moto-api/opensearch/packages/set"),
        ("GET", "/events/create"),
        ("GET", ANSWERS),
        ("PUT", f"{ANSWERS}arn%3Aaws"),
        ("POST", "/?Action=DescribeStacks"),
    ],
)
def test_a_web_page_is_refused_whatever_it_asks_for(page: Client, method: str, path: str) -> None:
    """It plays the page: a simple request, a preflight, and one under a name of its own that leads here."""
    evil = {"Origin": "https://evil.example", "Content-Type": "text/plain"}
    preflight = evil | {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": "authorization"}
    answers = [
        page.open(path, method=method, headers=evil, data="{}"),
        page.open(path, method="OPTIONS", headers=preflight),
        page.open(path, method=method, headers={"Host": "evil.example"}, data="{}"),
        page.open(path, method=method, headers={"Sec-Fetch-Site": "cross-site"}, data="{}"),
        page.open(path, method=method, headers=evil | signed("es"), data="{}"),
    ]
    assert [one.status_code for one in answers] == [403] * len(answers)
    assert not [name for one in answers for name, _ in one.headers if name.startswith("Access-Control-")]
    unsigned = page.open(path, method=method, data="{}").status_code
    assert unsigned == (200 if method == "PUT" else 403)


def test_an_answer_is_kept_and_heard_of_by_the_name_of_its_event(
    client: Client, heard: list[tuple[str, dict[str, Any]]]
) -> None:
    made = client.get("/events/delete").json
    answer = {"Status": "SUCCESS", "RequestId": made["RequestId"]}  # type: ignore[index]
    assert client.put(f"{ANSWERS}arn%3Aaws?X-Amz-Date=20261101T120000Z", data=json.dumps(answer)).status_code == 200
    assert client.get(ANSWERS).json == [answer] and heard == [("delete", answer)]


def test_what_is_no_answer_is_refused(client: Client, heard: list[tuple[str, dict[str, Any]]]) -> None:
    assert client.put(f"{ANSWERS}x", data=b"<html>").status_code == 400
    assert client.put(f"{ANSWERS}x", data=b'"text"').status_code == 400
    assert client.delete(f"{ANSWERS}x").status_code == 405
    assert client.get(ANSWERS).json == heard == []
