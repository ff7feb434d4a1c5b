"""Under sam local invoke nothing goes to an account: each service that is called must have a local endpoint."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from errors import ProviderError

#: Each is a variable of template.yaml, for SAM sets no others.
ENDPOINTS = ("AWS_ENDPOINT_URL_OPENSEARCH", "AWS_ENDPOINT_URL_CLOUDFORMATION", "AWS_ENDPOINT_URL_LAMBDA")
#: Where AWS's own endpoints are.
AWS = ("amazonaws.com", "amazonaws.com.cn", "api.aws")


class NoLocalEndpoint(ProviderError):
    """Under sam local invoke a service has no local endpoint. Raised out of the function: nobody is answered either."""


def check_endpoints(environ: Mapping[str, str]) -> None:
    """Raise, before the first call, if under sam local invoke one would go to an account.

    Raises:
        NoLocalEndpoint: an endpoint is not given (an empty one is none to boto3 either), or is AWS's own.
    """
    if not environ.get("AWS_SAM_LOCAL"):
        return
    urls = {name: environ.get(name) or environ.get("AWS_ENDPOINT_URL", "") for name in ENDPOINTS}
    if unsafe := [name for name, url in urls.items() if not url or (urlsplit(url).hostname or "").endswith(AWS)]:
        raise NoLocalEndpoint(
            f"Under sam local invoke nothing goes to an AWS account, and {', '.join(unsafe)} "
            f"{'names' if len(unsafe) == 1 else 'name'} no local endpoint, so nothing was called. "
            "Run make local: it starts endpoints, and prints the command that uses them."
        )
