"""The main job before your eyes: stacks that associate and make packages are created, updated, rolled back, deleted."""

import subprocess
import sys
import time

from tools.demo_association import associate
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


def install(stage: Stage) -> None:
    """Build the provider and deploy it."""
    stage.say(f"1. sam build and sam deploy: the function, for {runtime()}, to the local AWS.")
    with stage.during("sam build", "installs the function's dependencies; this takes about 20 seconds"):
        built = build(stage.aws)
    with stage.during("sam deploy", "makes the function's stack"):
        deploy(stage.aws, built)
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
    print("OpenSearch package associations for CloudFormation: the demo. No AWS account is used.")
    began = time.monotonic()
    try:
        print("\n0. Starting a local AWS: MiniStack, and moto's server for OpenSearch Service.", flush=True)
        with local_aws() as aws:
            run(Stage(aws))
    except KeyboardInterrupt:
        sys.exit("\nStopped, and everything that was started with it.")
    except (RuntimeError, subprocess.SubprocessError) as error:
        sys.exit(f"\nThe demo failed: {error}")
    print(f"\nDone in {time.monotonic() - began:.0f} seconds; everything that was started has been stopped.")


if __name__ == "__main__":
    main()
