"""moto's server with the package operations: `python -m tools.server --port 5000`."""

import argparse
import logging
import signal

import boto3
from moto.server import ThreadedMotoServer

import tests.fakes  # noqa: F401

#: The bucket that takes answers, as in AWS.
ANSWERS = "cloudformation-custom-resource-response-useast1"


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5000)
    arguments = parser.parse_args()
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = ThreadedMotoServer(arguments.host, arguments.port, verbose=False)
    server.start()
    # Where CloudFormation's ResponseURLs point; those of events/ point here.
    client = boto3.client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{arguments.port}",
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    client.create_bucket(Bucket=ANSWERS)
    print(f"Serving on http://{arguments.host}:{arguments.port}", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        signal.pause()
    except KeyboardInterrupt:
        server.stop()


if __name__ == "__main__":
    main()
