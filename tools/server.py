"""The local endpoint: OpenSearch Service, CloudFormation's reads, answers, moto's controls, and nothing else."""

import argparse
import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from moto.moto_server import werkzeug_app
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

import tests.fakes  # noqa: F401
from tools.cloudformation import SampleStacks
from tools.stopping import stop_on_signals

#: The bucket that takes answers, as in AWS.
ANSWERS = "/cloudformation-custom-resource-response-useast1/"
NOT_SERVED = "<ErrorResponse><Error><Code>NotServed</Code><Message>{}</Message></Error></ErrorResponse>"


class LocalEndpoint:
    """The WSGI application."""

    def __init__(self, on_answer: Callable[[dict[str, Any]], None] = lambda _: None) -> None:
        self.on_answer, self.answers = on_answer, list[dict[str, Any]]()
        self.stacks = SampleStacks(time.time())
        # No web page is to read what is here. (Its own setting counts only before moto is imported.)
        werkzeug_app.DISABLE_GLOBAL_CORS = True  # type: ignore[attr-defined]
        self._opensearch, self._controls = (werkzeug_app.create_backend_app(one) for one in ("es", "moto_api"))

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        if request.path.startswith("/moto-api"):
            return self._controls(environ, start_response)
        if request.path.startswith(ANSWERS):
            return self._answer(request)(environ, start_response)
        if signed_for(request) == "es":
            return self._opensearch(environ, start_response)
        if signed_for(request) == "cloudformation" and request.path == "/":
            try:
                status, body = self.stacks.answer(request.form.to_dict())
                return Response(body, status, content_type="text/xml")(environ, start_response)
            except KeyError:
                pass
        body = NOT_SERVED.format("Only OpenSearch Service, four reads of CloudFormation, and answers are served here.")
        return Response(body, 404, content_type="text/xml")(environ, start_response)

    def _answer(self, request: Request) -> Response:
        """Take an answer, or return all that there have been."""
        if request.method == "GET":
            return Response(json.dumps(self.answers), content_type="application/json")
        if request.method != "PUT":
            return Response(status=405)
        try:
            answer = json.loads(request.get_data())
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            return Response("An answer is a JSON object.", 400)
        self.answers.append(answer)
        self.on_answer(answer)
        return Response()


def signed_for(request: Request) -> str:
    """Return the service that a request is signed for, as in Credential=KEY/20261125/us-east-1/es/aws4_request."""
    credential = request.headers.get("Authorization", "").partition("Credential=")[2].split(",")[0].split("/")
    return credential[3] if len(credential) == 5 else ""


@contextmanager
def serving(app: Any, listeners: Iterable[socket.socket]) -> Iterator[None]:
    """Serve the application on sockets that listen already, until the end."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    with ExitStack() as stack:
        for listener in listeners:
            host, port = listener.getsockname()
            server = make_server(host, port, app, threaded=True, fd=listener.fileno())
            thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
        yield


def main() -> None:
    """Serve on a loopback port until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=5000)
    stop_on_signals()
    with socket.create_server(("127.0.0.1", parser.parse_args().port)) as listener:
        try:
            with serving(LocalEndpoint(), [listener]):
                print(f"Serving on http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
                while True:
                    time.sleep(3600)
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
