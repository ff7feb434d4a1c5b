"""Under sam local invoke nothing goes to an account."""

import pytest

from sam_local import ENDPOINTS, NoLocalEndpoint, check_endpoints

LOCAL = {"AWS_SAM_LOCAL": "true"} | dict.fromkeys(ENDPOINTS, "http://host.docker.internal:5000")


@pytest.mark.parametrize("missing", ENDPOINTS)
@pytest.mark.parametrize(
    "url", ["", "https://es.eu-west-1.amazonaws.com", "https://lambda.cn-north-1.amazonaws.com.cn/x"]
)
def test_an_endpoint_that_is_missing_or_aws_own_is_named(missing: str, url: str) -> None:
    with pytest.raises(
        NoLocalEndpoint, match=f"and {missing} names no local endpoint, so nothing was called. Run make local"
    ):
        check_endpoints(LOCAL | {missing: url})


def test_all_that_are_missing_are_named_together() -> None:
    with pytest.raises(NoLocalEndpoint, match=f"{', '.join(ENDPOINTS)} name no local endpoint"):
        check_endpoints({"AWS_SAM_LOCAL": "true"})


@pytest.mark.parametrize(
    "environ",
    [LOCAL, {"AWS_SAM_LOCAL": "true", "AWS_ENDPOINT_URL": "http://localhost:4566"}, {"AWS_REGION": "us-east-1"}, {}],
    ids=["three endpoints", "one for all", "deployed", "nothing"],
)
def test_local_endpoints_and_a_deployed_function_pass(environ: dict[str, str]) -> None:
    check_endpoints(environ)
