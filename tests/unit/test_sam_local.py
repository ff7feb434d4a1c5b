"""Under sam local invoke nothing goes to an account."""

import pytest

from sam_local import NoLocalEndpoint, check_endpoint

SERVICES = ("opensearch", "cloudformation", "lambda", "dynamodb")


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    "url",
    [
        "",
        *("https://es.eu-west-1.amazonaws.com", "https://lambda.cn-north-1.amazonaws.com.cn/x"),
        *("https://es.eusc-de-east-1.amazonaws.eu", "https://es.eusc-de-east-1.api.amazonwebservices.eu"),
        *("https://es.cn-north-1.api.amazonwebservices.com.cn", "https://es.us-iso-east-1.c2s.ic.gov"),
        *("https://es.us-isof-south-1.csp.hci.ic.gov", "https://es.eu-isoe-west-1.cloud.adc-e.uk"),
        *("https://es.us-east-1.amazonaws.com.", "https://es.us-east-1.api.aws", "http://10.0.0.7:4566"),
        *("http://localhost.example.com", "http://localhost@example.com", "http://example.com\\@localhost/"),
        *("http://example.com#localhost", "ftp://localhost", "localhost", "http://", "http://[::1", "http://0.0.0.0"),
    ],
)
def test_an_endpoint_that_is_missing_or_elsewhere_is_named(service: str, url: str) -> None:
    name = f"AWS_ENDPOINT_URL_{service.upper()}"
    with pytest.raises(
        NoLocalEndpoint, match=f"and {name} names no local endpoint, so nothing was called. Run make local"
    ):
        check_endpoint(service, {"AWS_SAM_LOCAL": "true", name: url})


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    "environ",
    [{"AWS_SAM_LOCAL": "true", "AWS_ENDPOINT_URL": "http://localhost:4566"}, {"AWS_REGION": "us-east-1"}, {}],
    ids=["one for all", "deployed", "nothing"],
)
def test_local_endpoints_and_a_deployed_function_pass(service: str, environ: dict[str, str]) -> None:
    check_endpoint(service, environ)


@pytest.mark.parametrize(
    "url",
    [
        *("http://host.docker.internal:5000", "http://localhost:4566", "https://localhost", "http://LOCALHOST:1"),
        *("http://127.0.0.1:5000/x", "http://127.8.9.1", "http://[::1]:5000"),
    ],
)
@pytest.mark.parametrize("service", SERVICES)
def test_this_machine_is_the_only_one(service: str, url: str) -> None:
    check_endpoint(service, {"AWS_SAM_LOCAL": "true", f"AWS_ENDPOINT_URL_{service.upper()}": url})
