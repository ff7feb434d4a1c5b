"""`make local-check`: runs sam local invoke for every sample event, in order, and compares the answers."""

import signal
import subprocess
import sys
import time
from os import environ

from tools.docker import has_engine
from tools.local import ROOT, running, without_aws
from tools.sam_local import SamLocal, sam_local
from tools.samples import SAMPLES
from tools.stopping import stop_on_signals

#: How long an invocation may take; the first one may pull the image (seconds).
LONGEST, FIRST = 120, 600


def check(started: SamLocal) -> list[str]:
    """Run all events; return what was wrong."""
    wrong, variables = [], without_aws(environ) | started.exports()
    for number, (name, sample) in enumerate(SAMPLES.items()):
        began, answers, log = time.monotonic(), len(started.endpoint.answers), started.folder / f"{name}.log"
        started.renew()
        # SAM removes its container on Ctrl-C, and leaves it running on SIGTERM.
        command = ["sh", "-c", started.command(name)]
        with running(command, variables, log, cwd=ROOT, gently=signal.SIGINT) as process:
            process.wait(LONGEST if number else FIRST)
        arrived = [(one["Status"], one["PhysicalResourceId"]) for one in started.endpoint.answers[answers:]]
        right = arrived == [sample.answer]
        printed = log.read_text(encoding="utf-8", errors="replace")
        shown = all(part in printed.partition("\nThe answer:\n")[2] for part in sample.answer)
        says = "as promised" if right and shown else "WRONG"
        print(f"  {name:<20}{time.monotonic() - began:5.1f} s  {says:<13}{' '.join(sum(arrived, ()))}", flush=True)
        if says == "WRONG":
            wrong.append(f"{name}: answered {arrived}, not {sample.answer}. Printed was:\n{printed[-3000:]}")
    return wrong


def main() -> None:
    """Run it, where there is a Docker engine to run it with."""
    stop_on_signals()
    if not has_engine():
        sys.exit(
            print("No Docker engine answers here, so sam local invoke was not run; make check runs the events without.")
        )
    try:
        with sam_local() as started:
            wrong = check(started)
    except (RuntimeError, subprocess.SubprocessError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("\nStopped; nothing is left running.")
    sys.exit("\n".join(wrong) or print(f"All {len(SAMPLES)} events were answered as promised."))


if __name__ == "__main__":
    main()
