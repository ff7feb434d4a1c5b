"""The wire forms of the services' APIs, by their models: requests read, results and errors written, by moto's code."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.sax.saxutils import escape

from botocore.exceptions import ClientError
from moto.core.parse import PROTOCOL_PARSERS, RequestDict
from moto.core.serialize import get_serializer_class
from moto.core.utils import get_service_model
from werkzeug.datastructures import Headers, MultiDict

Reply = tuple[int, Mapping[str, Any], bytes]
ERROR = "<ErrorResponse><Error><Type>Sender</Type><Code>{}</Code><Message>{}</Message></Error></ErrorResponse>"


class Protocol:
    """One service's."""

    def __init__(self, service: str) -> None:
        self.model = get_service_model(service)
        self.name = self.model.metadata["protocol"]
        operations = [self.model.operation_model(name) for name in self.model.operation_names]
        # Paths without parameters come first: packages/update is no package's id.
        paths = sorted(((one.http["requestUri"], one) for one in operations), key=lambda path: path[0].count("{"))
        self.routes = [(re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)), one) for path, one in paths]

    def read(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> tuple[str, dict[str, Any]] | None:
        """Return the operation that a request is of, and its parameters; None: it is of none."""
        parts = urlsplit(url)
        form = body.decode() if self.name == "query" else ""
        values: MultiDict[str, str] = MultiDict([*parse_qsl(parts.query), *parse_qsl(form, keep_blank_values=True)])
        for route, operation in self.routes:
            found = route.fullmatch(parts.path)
            if not found or operation.http["method"] != method:
                continue
            if self.name == "query" and values.get("Action") != operation.name:
                continue
            if self.name == "json" and headers.get("X-Amz-Target", "").rpartition(".")[2] != operation.name:
                continue
            request: RequestDict = {
                "method": method,
                "values": values,
                "headers": Headers(list(headers.items())),
                "body": body,
                "url_path": parts.path,
                "url_params": {name: unquote(value) for name, value in found.groupdict().items()},
            }
            parsed = PROTOCOL_PARSERS[self.name](operation).parse(request)
            return str(operation.name), {name: value for name, value in parsed.items() if value is not None}
        return None

    def write(self, operation: str, result: Any) -> Reply:
        """Return the answer with a result."""
        model = self.model.operation_model(operation)
        answer = get_serializer_class(self.model.service_name, self.name)(model).serialize(result)
        return answer["status_code"], answer["headers"], str(answer["body"]).encode()

    def write_error(self, error: ClientError) -> Reply:
        """Return the answer with an error."""
        code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        if self.name == "query":
            return status, {"Content-Type": "text/xml"}, ERROR.format(escape(code), escape(message)).encode()
        headers = {"Content-Type": "application/json", "x-amzn-ErrorType": code}
        return status, headers, json.dumps({"__type": code, "message": message}).encode()
