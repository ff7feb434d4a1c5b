"""The local endpoint serves what the function needs, and nothing else."""

from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from tests.fakes.controls import Controls
from tools.guard import authorization, new_key
from tools.server import LocalEndpoint

KEY = new_key()


def signed(service: str) -> dict[str, str]:
    """Return the header of a request that is signed for a service."""
    return {"Authorization": authorization(KEY, service)}


@pytest.fixture
def client(service: Controls) -> Client:
    """Return a client of the application that signs, for OpenSearch Service unless told otherwise; without a socket."""
    page = Client(LocalEndpoint(KEY))
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
