"""Under sam local invoke nothing goes to an account."""

import pytest

from sam_local import NoLocalEndpoint, check_endpoint

SERVICES = ("opensearch", "cloudformation", "lambda")


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    "url", ["", "https://es.eu-west-1.amazonaws.com", "https://lambda.cn-north-1.amazonaws.com.cn/x"]
)
def test_an_endpoint_that_is_missing_or_aws_own_is_named(service: str, url: str) -> None:
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
    own = {"AWS_SAM_LOCAL": "true", f"AWS_ENDPOINT_URL_{service.upper()}": "http://host.docker.internal:5000"}
    check_endpoint(service, own)
