"""The provider in a process of its own, with real clients and real time; run as a program, it is that process."""

import json
import os
import sys
import threading
import time
import uuid
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from benchmarks.host import Host
from tools.local import ROOT, without_aws

ARN = "arn:aws:lambda:us-east-1:123456789012:function:opensearch-packages-Function"
TIMEOUT = 900.0


class Ours:
    """The function, as Lambda invokes it."""

    def __init__(self, url: str, folder: Path, environment: dict[str, str]) -> None:
        variables = without_aws(os.environ) | {
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ENDPOINT_URL": url,
            "LEDGER_TABLE": "ledger",
            "POWERTOOLS_SERVICE_NAME": "opensearch-packages",
            "POWERTOOLS_LOG_LEVEL": "CRITICAL",
            "PYTHONPATH": f"{ROOT / 'handler'}:{ROOT}",
        }
        command = [sys.executable, "-m", "benchmarks.ours"]
        self._host = Host(command, variables | environment, folder / "ours.log")

    def handle(self, event: Any, _context: Any, **_: Any) -> Any:
        """Invoke it once; return what it returned."""
        return self._host.invoke("lambda_handler", event, TIMEOUT)

    def close(self) -> None:
        """Stop the process."""
        self._host.close()


def main() -> None:
    """Be the process: each event in a thread, as in an environment of its own."""
    import app

    out = int(os.environ["RESULTS"])

    def tell(answer: dict[str, Any]) -> None:
        os.write(out, json.dumps(answer).encode() + b"\n")

    def invoke(number: int, event: Any, timeout: float) -> None:
        ends = time.monotonic() + timeout
        context = SimpleNamespace(
            function_name="opensearch-packages-Function",
            function_version="$LATEST",
            invoked_function_arn=ARN,
            memory_limit_in_mb=256,
            aws_request_id=str(uuid.uuid4()),
            log_group_name="/aws/lambda/opensearch-packages-Function",
            log_stream_name="stream",
            get_remaining_time_in_millis=lambda: int(max(0.0, ends - time.monotonic()) * 1000),
        )
        try:
            tell({"id": number, "payload": app.lambda_handler(event, context)})
        except Exception as error:
            tell({"id": number, "error": {"errorType": type(error).__name__, "errorMessage": str(error)}})

    tell({"id": None})
    for line in sys.stdin:
        order = json.loads(line)
        arguments = (order["id"], order["event"], order["timeout"])
        threading.Thread(target=invoke, args=arguments, daemon=True).start()


if __name__ == "__main__":
    main()
