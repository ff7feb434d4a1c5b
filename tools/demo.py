"""The main job on a local AWS: stacks that associate and make packages are created, updated, rolled back, deleted."""

import argparse
import sys
import time
from pathlib import Path

from tools.change import Change, WrongCall
from tools.demo_association import associate
from tools.demo_own import try_out
from tools.demo_package import make_and_associate
from tools.stage import Stage, metric_names
from tools.start import bootstrap, in_sentences, provided

#: Metrics of what waits for five minutes, and of a look for drift: the demo has neither.
LATER = {"Waiting", "LongestWait", "Drift"}


def run(stage: Stage) -> None:
    """Do all of it, and say at the end what was shown and checked."""
    associate(stage)
    make_and_associate(stage)
    check_the_logs(stage)
    stage.say("Shown, and checked:")
    for claim in stage.checked:
        print(f"  - {claim}")


def check_the_logs(stage: Stage) -> None:
    """Look at all that the function logged."""
    log = stage.log()
    missing = [name for name in metric_names() - LATER if not any(f'"{name}"' in line for line in log)]
    stage.check(
        "logs: each metric of the alarms and the dashboard is there", not missing, f"no log line holds {missing}"
    )
    named = any("X-Amz-Signature" in line or "cfn-response" in line for line in log)
    stage.check(f"logs: no ResponseURL, which is a secret, in any of the {len(log)} lines", not named,
                "a log names a ResponseURL")  # fmt: skip


def changes() -> list[Change]:
    """Return what is to be done with the templates of the command line; end with a sentence if it can't be."""
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    names = {"nargs": "*", "metavar": "Name=value", "default": []}
    parser.add_argument("--template", type=Path, help="a template of your own (make demo TEMPLATE=…)")
    parser.add_argument("--parameters", help="its parameters (PARAMETERS='A=b C=d')", **names)  # type: ignore[arg-type]
    parser.add_argument("--then", type=Path, help="the template that the stack is updated to (THEN=…)")
    parser.add_argument("--then-parameters", help="what is another value then (THEN_PARAMETERS=…)", **names)  # type: ignore[arg-type]
    given = parser.parse_args()
    try:
        if not given.template and (given.parameters or given.then or given.then_parameters):
            raise WrongCall("of what template? Give TEMPLATE=… too")
        made = [Change.read(given.template, given.parameters)] if given.template else []
        if given.then or given.then_parameters:
            made.append(made[0].then(given.then or given.template, given.then_parameters))
    except WrongCall as error:
        parser.exit(2, f"make demo: {error}\n")
    return made


def main() -> None:
    """Run it; stop what was started, also on Ctrl-C, SIGTERM and a closed terminal."""
    own, failed = changes(), ""
    print("OpenSearch packages for CloudFormation: the demo. No AWS account is used.")
    began = time.monotonic()
    with in_sentences("The demo"), provided(**{"SourceBucket": "*"} if own else {}) as stage:
        if own:
            bootstrap(stage)
            failed = try_out(stage, own)
        else:
            run(stage)
    print(f"\nDone in {time.monotonic() - began:.0f} seconds; everything that was started has been stopped.")
    if failed:
        sys.exit(f"\n{failed}")


if __name__ == "__main__":
    main()
