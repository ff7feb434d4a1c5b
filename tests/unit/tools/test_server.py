"""The local endpoint serves what the function needs, and nothing else."""

from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from tests.fakes.controls import Controls
from tools.guard import authorization, new_key
from tools.server import ANSWERS, LocalEndpoint

KEY = new_key()


def signed(service: str) -> dict[str, str]:
    """Return the header of a request that is signed for a service."""
    return {"Authorization": authorization(KEY, service)}


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


@pytest.mark.parametrize("service_", ["s3", "sts", "lambda", "iam", "instance_metadata", ""])
@pytest.mark.parametrize("path", ["/", "/latest/meta-data/", "/2015-03-31/functions", "/some-bucket"])
def test_nothing_else_is_served(client: Client, service_: str, path: str) -> None:
    headers = signed(service_ or "nothing")
    assert client.get(path, headers=headers).status_code == 404
    assert client.post(path, headers=headers, data={"Action": "DescribeStacks"}).status_code == 404


@pytest.mark.parametrize("path", ["/latest/meta-data/iam/security-credentials/", "/2015-03-31/functions"])
def test_a_signature_for_opensearch_opens_nothing_else_of_moto(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


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
