"""The one way that make demo and make up start: a local AWS, and the provider, built and deployed to it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from tools.deploy import PROVIDER, build, deploy, runtime
from tools.local import REGION, local_aws
from tools.stage import Stage
from tools.stopping import stop_on_signals


@contextmanager
def provided(**parameters: Any) -> Iterator[Stage]:
    """Start it, say how far it is, and stop it all at the end.

    Args:
        parameters: the provider's own, where they are to be others than the defaults.
    """
    print("\n0. Starting a local AWS: MiniStack, and moto's server for OpenSearch Service.", flush=True)
    with local_aws() as aws:
        stage = Stage(aws)
        stage.say(f"1. sam build and sam deploy: the function, for {runtime()}, to the local AWS.")
        with stage.during("sam build", "installs the function's dependencies; this takes about 20 seconds"):
            built = build(stage.aws)
        with stage.during("sam deploy", "makes the function's stack"):
            deploy(stage.aws, built, **parameters)
        stage.show(PROVIDER, stage.stacks.outputs(PROVIDER)["ServiceToken"])
        yield stage


def bootstrap(stage: Stage) -> None:
    """Leave what `cdk bootstrap` does, as far as templates and the publishing of their files ask for it."""
    stage.aws.client("ssm").put_parameter(Name="/cdk-bootstrap/hnb659fds/version", Value="30", Type="String")
    stage.aws.client("s3").create_bucket(Bucket=f"cdk-hnb659fds-assets-{stage.aws.key}-{REGION}")


@contextmanager
def in_sentences(what: str) -> Iterator[None]:
    """Stop on Ctrl-C, SIGTERM and a closed terminal; end with a sentence, and 1, whatever fails."""
    stop_on_signals()
    try:
        yield
    except KeyboardInterrupt:
        sys.exit("\nStopped, and everything that was started with it.")
    except (RuntimeError, OSError, subprocess.SubprocessError, BotoCoreError, ClientError) as error:
        sys.exit(f"\n{what} failed: {error}")
