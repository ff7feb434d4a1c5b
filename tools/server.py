"""The local endpoint: OpenSearch Service, the ledger's table, DescribeStacks, events, answers, and nothing else."""

import argparse
import json
import logging
import os
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
from tools.cloudformation import describe_stacks
from tools.guard import refusal, same, signature
from tools.samples import Invocations
from tools.stopping import stop_on_signals

#: The bucket that takes answers, as in AWS.
ANSWERS = "/cloudformation-custom-resource-response-useast1/"
EVENTS = "/events/"
NOT_SERVED = "<ErrorResponse><Error><Code>NotServed</Code><Message>{}</Message></Error></ErrorResponse>"


class LocalEndpoint:
    """The WSGI application. Who does not sign with the key may only answer."""

    def __init__(self, key: str, on_answer: Callable[[str, dict[str, Any]], None] = lambda *_: None) -> None:
        self.known, self.on_answer, self.answers = same(key), on_answer, list[dict[str, Any]]()
        self.invocations = Invocations()
        # No web page is to read what is here. (Its own setting counts only before moto is imported.)
        werkzeug_app.DISABLE_GLOBAL_CORS = True  # type: ignore[attr-defined]
        self._moto = {one: werkzeug_app.create_backend_app(one) for one in ("es", "dynamodb", "moto_api")}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        headers = {name.lower(): value for name, value in request.headers}
        answers = request.path.startswith(ANSWERS)
        service = "moto_api" if request.path.startswith("/moto-api") else signature(headers)[1]
        if why := refusal(headers, self.known, unsigned=answers and request.method == "PUT"):
            response = Response(why, 403)
        elif answers:
            response = self._answer(request)
        elif request.path.startswith(EVENTS) and request.method == "GET":
            response = self._event(request.path.removeprefix(EVENTS))
        elif service in self._moto:
            return self._moto[service](environ, start_response)
        elif (service, request.path, request.form.get("Action")) == ("cloudformation", "/", "DescribeStacks"):
            status, body = describe_stacks(self.invocations, request.form.get("StackName", ""))
            response = Response(body, status, content_type="text/xml")
        else:
            said = "Only OpenSearch Service, DynamoDB, CloudFormation's DescribeStacks, and answers are served here."
            response = Response(NOT_SERVED.format(said), 404, content_type="text/xml")
        return response(environ, start_response)

    def _event(self, name: str) -> Response:
        """Make a sample event."""
        try:
            return Response(json.dumps(self.invocations.made(name)), content_type="application/json")
        except KeyError:
            return Response("There is no such event.", 404)

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
        self.on_answer(self.invocations.answered(answer), answer)
        return Response()


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
    """Serve on a loopback port until stopped, whoever signs with the access key of the environment."""
    parser = argparse.ArgumentParser(prog="python -m tools.server", description=__doc__)
    parser.add_argument("--port", type=int, default=5000)
    stop_on_signals()
    with socket.create_server(("127.0.0.1", parser.parse_args().port)) as listener:
        try:
            with serving(LocalEndpoint(os.environ["AWS_ACCESS_KEY_ID"]), [listener]):
                print(f"Serving on http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
                while True:
                    time.sleep(3600)
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
