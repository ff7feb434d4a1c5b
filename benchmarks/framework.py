"""The CDK Provider framework's own runtime, unmodified, and what its construct deploys around it."""

import json
import os
import re
import shutil
import threading
import time
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from benchmarks.gateway import Handler, Server, may_serve_tls
from benchmarks.host import FunctionError, Host
from benchmarks.protocol import Reply
from tools.local import without_aws

CDK = Path(__file__).parent / "cdk"
RUNTIME = CDK / "node_modules" / "aws-cdk-lib" / "custom-resources" / "lib" / "provider-framework" / "runtime"
MODULES = {"framework": RUNTIME / "framework.js", "user": CDK / "user" / "index.js"}
#: The waiter's definition at its defaults: Retry of the Task on States.ALL, at so many seconds, so often.
INTERVAL, MAX_ATTEMPTS = 5.0, 360
#: The functions' timeouts: the framework's own, and the user's (seconds).
TIMEOUTS = {"framework": 900.0, "user": 60.0}
ARN = "arn:aws:lambda:us-east-1:111122223333:function:user-"


def missing() -> str:
    """Return why the framework can't run here, or nothing."""
    if not shutil.which("node"):
        return "there is no Node"
    if not RUNTIME.is_dir():
        return "aws-cdk-lib is not installed (make bench does so with npm)"
    return "" if may_serve_tls() else "this user may not bind port 443 of 127.0.0.0/8, the only port that it answers to"


class Framework:
    """Three functions of the framework's, two of the user's, and the waiter's state machine."""

    def __init__(self, url: str, folder: Path, environment: dict[str, str], cold: bool = False) -> None:
        self._server = Server(("127.0.0.1", 0), self._doors())
        self._server.start()
        here = f"http://127.0.0.1:{self._server.server_port}"
        variables = without_aws(os.environ) | {
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_ENDPOINT_URL": url,
            "AWS_ENDPOINT_URL_LAMBDA": here,
            "AWS_ENDPOINT_URL_SFN": here,
            "NODE_EXTRA_CA_CERTS": str(folder / "certificate.pem"),
            "USER_ON_EVENT_FUNCTION_ARN": f"{ARN}onEvent",
            "USER_IS_COMPLETE_FUNCTION_ARN": f"{ARN}isComplete",
            "WAITER_STATE_MACHINE_ARN": "arn:aws:states:us-east-1:111122223333:stateMachine:waiter",
        }
        self._environment, self._folder = variables | environment, folder
        self._hosts: dict[str, Host] = {}
        self._starting = threading.Lock()
        for role in () if cold else MODULES:
            self._host(role)
        #: How long the invocations of each function took (seconds).
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.closed = False

    def handle(self, event: Any, _context: Any, **_: Any) -> Any:
        """Invoke what the ServiceToken names, once."""
        return self._invoke("framework", "onEvent", event)

    def close(self) -> None:
        """Stop all."""
        self.closed = True
        for host in self._hosts.values():
            host.close()
        self._server.shutdown()
        self._server.server_close()

    def wait(self, event: Any) -> None:
        """Be one execution of the waiter."""
        for attempt in range(1 + MAX_ATTEMPTS):
            if attempt:
                time.sleep(INTERVAL)
            if self.closed:
                return
            try:
                self._invoke("framework", "isComplete", event)
                return
            except FunctionError as error:
                caught = error.error
        cause = {"Error": caught["errorType"], "Cause": json.dumps(caught)}
        self._invoke("framework", "onTimeout", cause)

    def _host(self, role: str) -> Host:
        with self._starting:
            if role not in self._hosts:
                command = ["node", str(CDK / "host.js"), str(MODULES[role])]
                self._hosts[role] = Host(command, self._environment, self._folder / f"{role}.log")
            return self._hosts[role]

    def _invoke(self, role: str, function: str, event: Any) -> Any:
        began = time.monotonic()
        try:
            return self._host(role).invoke(function, event, TIMEOUTS[role])
        finally:
            self.seconds[f"{role} {function}"].append(time.monotonic() - began)

    def _doors(self) -> type[Handler]:
        framework = self

        class Doors(Handler):
            """Lambda's and Step Functions' APIs, as far as the framework calls them."""

            def reply(self, body: bytes) -> Reply:
                kind = {"Content-Type": "application/json"}
                if found := re.fullmatch(r"/2015-03-31/functions/(.+)/invocations", unquote(self.path)):
                    try:
                        answer = framework._invoke("user", found[1].rpartition("user-")[2], json.loads(body))
                        return 200, kind, json.dumps(answer).encode()
                    except FunctionError as error:
                        return 200, kind | {"X-Amz-Function-Error": "Unhandled"}, json.dumps(error.error).encode()
                if self.headers.get("X-Amz-Target", "").endswith(".StartExecution"):
                    event = json.loads(json.loads(body)["input"])
                    threading.Thread(target=framework.wait, args=(event,), daemon=True).start()
                    started = {"executionArn": "arn:aws:states:us-east-1:111122223333:execution:waiter:1"}
                    return 200, kind, json.dumps(started | {"startDate": time.time()}).encode()
                state = {"Configuration": {"State": "Active", "LastUpdateStatus": "Successful"}}
                return 200, kind, json.dumps(state).encode()

        return Doors
