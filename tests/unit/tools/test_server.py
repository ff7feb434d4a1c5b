"""The local endpoint serves what the function needs, and nothing else."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from tests.fakes.controls import Controls
from tools.server import ANSWERS, LocalEndpoint

IMMEDIATE = {"model_name": "opensearch::package", "transition": {"progression": "immediate"}}


def signed(service: str) -> dict[str, str]:
    """Return the header of a request that is signed for a service."""
    credential = f"Credential=test/20261125/us-east-1/{service}/aws4_request"
    return {"Authorization": f"AWS4-HMAC-SHA256 {credential}, SignedHeaders=host, Signature=0"}


@pytest.fixture
def heard() -> list[dict[str, Any]]:
    return []


@pytest.fixture
def client(service: Controls, heard: list[dict[str, Any]]) -> Iterator[Client]:
    """Return a client of the application, without a socket."""
    yield Client(LocalEndpoint(heard.append))


def test_opensearch_service_and_motos_controls_are_served(client: Client) -> None:
    path = "/2021-01-01/opensearch/domain"
    made = client.post(path, json={"DomainName": "movies"}, headers=signed("es"))
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
    refused = client.post("/2021-01-01/packages", json=missing, headers=signed("es"))
    assert refused.status_code == 400 and b"The S3 object does not exist" in refused.data
    client.post("/moto-api/state-manager/set-transition", json=IMMEDIATE)
    made = client.post("/2021-01-01/packages", json=given, headers=signed("es"))
    assert made.json["PackageDetails"]["PackageStatus"] == "AVAILABLE"  # type: ignore[index]
    content = client.post(f"{controls}/content", json={"package": "F111111111"})
    assert content.json == {"result": "film, movie"}
    assert client.post(f"{controls}/set", json={"unheard_of": True}).status_code == 400
    domains = client.get("/2021-01-01/packages/F111111111/domains?maxResults=1", headers=signed("es"))
    assert domains.json == {"DomainPackageDetailsList": []}
    assert client.delete("/2021-01-01/packages/F111111111", headers=signed("es")).status_code == 200
    assert client.delete("/2021-01-01/packages/F111111111", headers=signed("es")).status_code == 409


@pytest.mark.parametrize("service_", ["s3", "sts", "lambda", "iam", "instance_metadata", ""])
@pytest.mark.parametrize("path", ["/", "/latest/meta-data/", "/2015-03-31/functions", "/some-bucket"])
def test_nothing_else_is_served(client: Client, service_: str, path: str) -> None:
    headers = signed(service_) if service_ else {}
    assert client.get(path, headers=headers).status_code == 404
    assert client.post(path, headers=headers, data={"Action": "DescribeStacks"}).status_code == 404


@pytest.mark.parametrize("path", ["/latest/meta-data/iam/security-credentials/", "/2015-03-31/functions"])
def test_a_signature_for_opensearch_opens_nothing_else_of_moto(client: Client, path: str) -> None:
    assert client.get(path, headers=signed("es")).status_code == 404


def test_no_web_page_is_allowed_to_read_it(client: Client) -> None:
    def asked(path: str, **more: str) -> TestResponse:
        return client.get(path, headers={"Origin": "https://a.page.test"} | more)

    paths = ("/moto-api/", "/2021-01-01/opensearch/domain", ANSWERS)
    for answer in (asked(path, **signed("es")) for path in paths):
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control-")]


def test_an_answer_is_kept_and_heard_of(client: Client, heard: list[dict[str, Any]]) -> None:
    answer = {"Status": "SUCCESS", "RequestId": "1"}
    assert client.put(f"{ANSWERS}arn%3Aaws?X-Amz-Date=20261101T120000Z", data=json.dumps(answer)).status_code == 200
    assert client.get(ANSWERS).json == heard == [answer]


def test_what_is_no_answer_is_refused(client: Client, heard: list[dict[str, Any]]) -> None:
    assert client.put(f"{ANSWERS}x", data=b"<html>").status_code == 400
    assert client.put(f"{ANSWERS}x", data=b'"text"').status_code == 400
    assert client.delete(f"{ANSWERS}x").status_code == 405
    assert client.get(ANSWERS).json == heard == []
