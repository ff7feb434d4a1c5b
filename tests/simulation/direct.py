"""The fake of OpenSearch Service as a client without HTTP: for thousands of lifecycles."""

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError
from moto.core.exceptions import JsonRESTError
from moto.opensearch.models import OpenSearchServiceBackend

from tests.fakes.models import Packages
from tests.fakes.operations import Operations


class Direct:
    """Each method is an operation, with boto3's parameters, results and errors."""

    def __init__(self, packages: Packages) -> None:
        self._operations = Operations(packages)

    def __getattr__(self, method: str) -> Callable[..., Any]:
        operation = getattr(self._operations, method)

        def call(**parameters: Any) -> Any:
            try:
                return operation(**parameters)
            except JsonRESTError as error:
                raise client_error(error.error_type, str(error.message), error.code) from None

        return call


def client_error(code: str, message: str, status: int) -> ClientError:
    """Return an error answer as boto3 raises it."""
    metadata = {"HTTPStatusCode": status, "RequestId": "", "HostId": "", "HTTPHeaders": {}, "RetryAttempts": 0}
    return ClientError({"Error": {"Code": code, "Message": message}, "ResponseMetadata": metadata}, "")


def create_domain(backend: OpenSearchServiceBackend, name: str) -> None:
    """Make a domain in moto's backend, whose method takes every parameter of the API."""
    code = backend.create_domain.__code__
    given = dict.fromkeys(code.co_varnames[1 : code.co_argcount])
    backend.create_domain(**(given | {"domain_name": name, "engine_version": "OpenSearch_2.19"}))  # type: ignore[arg-type]
