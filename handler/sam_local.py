"""Under sam local invoke nothing goes to an account: each service that is called must have a local endpoint."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from errors import ProviderError

#: Each is a variable of template.yaml, for SAM sets no others.
ENDPOINTS = tuple(f"AWS_ENDPOINT_URL_{service}" for service in ("OPENSEARCH", "CLOUDFORMATION", "LAMBDA", "DYNAMODB"))
#: Where AWS's own endpoints are.
AWS = ("amazonaws.com", "amazonaws.com.cn", "api.aws")


class NoLocalEndpoint(ProviderError):
    """Under sam local invoke a service has no local endpoint. Raised out of the function: nobody is answered either."""


def check_endpoint(service: str, environ: Mapping[str, str]) -> None:
    """Raise, before a client of the service is built, if under sam local invoke it would call an account.

    Raises:
        NoLocalEndpoint: its endpoint is not given (an empty one is none to boto3 either), or is AWS's own.
    """
    name = f"AWS_ENDPOINT_URL_{service.upper()}"
    url = environ.get(name) or environ.get("AWS_ENDPOINT_URL", "")
    if environ.get("AWS_SAM_LOCAL") and (not url or (urlsplit(url).hostname or "").endswith(AWS)):
        raise NoLocalEndpoint(
            f"Under sam local invoke nothing goes to an AWS account, and {name} names no local endpoint, so nothing "
            "was called. Run make local: it starts endpoints, and prints the command that uses them."
        )
