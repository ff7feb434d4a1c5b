"""What sam local invoke gives the function, as the SAM CLI itself resolves it: strings, and no way to an account."""

from typing import Any

import boto3
import pytest

from sam_local import ENDPOINTS
from tests.runtime.sam import environments

URL = "http://host.docker.internal:5000"


def strange(functions: dict[str, Any]) -> dict[str, Any]:
    """Return the variables that SAM could not resolve; it gives the function empty strings instead of those."""
    return {
        f"{function}.{name}": value
        for function, one in functions.items()
        for name, value in one["resolved"].items()
        if not isinstance(value, str)
    }


def test_without_parameters_every_variable_is_a_string_and_no_endpoint_is_given() -> None:
    functions = environments()
    assert set(functions) == {"Function", "Holdings", "LastResponder"} and strange(functions) == {}
    assert {name: functions["Function"]["container"][name] for name in ENDPOINTS} == dict.fromkeys(ENDPOINTS, "")


def test_the_parameter_reaches_the_function() -> None:
    functions = environments(OpenSearchEndpointUrl=URL)
    assert strange(functions) == {}
    assert functions["Function"]["container"]["AWS_ENDPOINT_URL_OPENSEARCH"] == URL


def test_with_what_make_local_writes_every_service_is_here_whatever_the_shell_has_set() -> None:
    shell = {name: "https://somewhere.else.test" for name in ENDPOINTS}
    container = environments(url=URL, shell=shell)["Function"]["container"]
    assert {name: container[name] for name in ENDPOINTS} == dict.fromkeys(ENDPOINTS, URL)
    assert container["AWS_SAM_LOCAL"] == "true"


@pytest.mark.parametrize("service", ["opensearch", "cloudformation", "lambda"])
def test_an_empty_endpoint_is_none_to_boto3(monkeypatch: pytest.MonkeyPatch, service: str) -> None:
    """So the template may always declare it, and what else is set holds."""
    monkeypatch.setenv(f"AWS_ENDPOINT_URL_{service.upper()}", "")
    assert boto3.client(service).meta.endpoint_url.endswith(".us-east-1.amazonaws.com")
    monkeypatch.setenv("AWS_ENDPOINT_URL", URL)
    assert boto3.client(service).meta.endpoint_url == URL
