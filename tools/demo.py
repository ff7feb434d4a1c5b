"""The main job on a local AWS: stacks that associate and make packages are created, updated, rolled back, deleted."""

import argparse
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from tools.demo_association import associate
from tools.demo_own import try_out
from tools.demo_package import make_and_associate
from tools.deploy import PROVIDER, build, deploy, runtime
from tools.local import local_aws
from tools.stage import Stage, metric_names
from tools.stopping import stop_on_signals


def run(stage: Stage) -> None:
    """Do all of it, and say at the end what was shown and checked."""
    install(stage)
    associate(stage)
    make_and_associate(stage)
    check_the_logs(stage)
    stage.say("Shown, and checked:")
    for claim in stage.checked:
        print(f"  - {claim}")


def install(stage: Stage, **parameters: Any) -> None:
    """Build the provider and deploy it."""
    stage.say(f"1. sam build and sam deploy: the function, for {runtime()}, to the local AWS.")
    with stage.during("sam build", "installs the function's dependencies; this takes about 20 seconds"):
        built = build(stage.aws)
    with stage.during("sam deploy", "makes the function's stack"):
        deploy(stage.aws, built, **parameters)
    stage.show(PROVIDER, stage.stacks.outputs(PROVIDER)["ServiceToken"])


def check_the_logs(stage: Stage) -> None:
    """Look at all that the function logged."""
    log = stage.log()
    missing = [name for name in metric_names() if not any(f'"{name}"' in line for line in log)]
    stage.check(
        "logs: each metric of the alarms and the dashboard is there", not missing, f"no log line holds {missing}"
    )
    named = any("X-Amz-Signature" in line or "cfn-response" in line for line in log)
    stage.check(f"logs: no ResponseURL, which is a secret, in any of the {len(log)} lines", not named,
                "a log names a ResponseURL")  # fmt: skip


def main() -> None:
    """Run it; stop what was started, also on Ctrl-C, SIGTERM and a closed terminal."""
    stop_on_signals()
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("template", nargs="?", type=Path, help="a template of your own (make demo TEMPLATE=…)")
    parser.add_argument("parameters", nargs="*", metavar="Name=value", help="its parameters (PARAMETERS='A=b C=d')")
    given = parser.parse_args()
    if given.template and not given.template.is_file():
        parser.error(f"there is no file {given.template}")
    if wrong := [one for one in given.parameters if "=" not in one]:
        parser.error(f"{wrong[0]} is not of the form Name=value")
    print("OpenSearch packages for CloudFormation: the demo. No AWS account is used.")
    began = time.monotonic()
    try:
        print("\n0. Starting a local AWS: MiniStack, and moto's server for OpenSearch Service.", flush=True)
        with local_aws() as aws:
            stage = Stage(aws)
            if given.template:
                install(stage, SourceBucket="*")
                try_out(stage, given.template, dict(one.split("=", 1) for one in given.parameters))
            else:
                run(stage)
    except KeyboardInterrupt:
        sys.exit("\nStopped, and everything that was started with it.")
    except (RuntimeError, subprocess.SubprocessError, ClientError) as error:
        sys.exit(f"\nThe demo failed: {error}")
    print(f"\nDone in {time.monotonic() - began:.0f} seconds; everything that was started has been stopped.")


if __name__ == "__main__":
    main()
