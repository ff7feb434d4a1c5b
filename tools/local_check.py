"""`make local-check`: runs sam local invoke for every sample event, in order and again, and compares the answers."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from os import environ
from typing import Any

from tools.docker import has_engine
from tools.local import ROOT, running, without_aws
from tools.sam_local import SamLocal, sam_local
from tools.samples import FILMS, SAMPLES
from tools.stopping import stop_on_signals

#: How long an invocation may take; the first one may pull the image (seconds).
LONGEST, FIRST = 120, 600


def differences(name: str, films: str, answers: list[dict[str, Any]]) -> Iterable[str]:
    """Yield in what the answers to a sample event are not the one that it promises.

    Args:
        name: of the sample.
        films: the id of the package that the stack has made, or is to make.
        answers: all that arrived.
    """
    if len(answers) != 1:
        yield f"{len(answers)} answers"
    sample = SAMPLES[name]
    for answer in answers:
        data = answer.get("Data", {})
        promised = dict(zip(("Status", "PhysicalResourceId"), sample.answer, strict=True)) | sample.data
        for member, value in promised.items():
            found = data.get(member) if member in sample.data else answer.get(member)
            if found != value.replace(FILMS, films):
                yield f"{member} is {found!r}, not {value.replace(FILMS, films)!r}"


def check(started: SamLocal, rounds: int = 2) -> list[str]:
    """Run all events, so many times; return what was wrong."""
    wrong, variables = [], without_aws(environ)
    for number, name in enumerate([*SAMPLES] * rounds):
        if name == next(iter(SAMPLES)):
            print(f"Round {number // len(SAMPLES) + 1} of {rounds}", flush=True)
        # Each round makes a package, and deletes it.
        films = f"F{111111111 * (3 + number // len(SAMPLES))}"
        began, before, log = time.monotonic(), len(started.endpoint.answers), started.folder / f"{name}.log"
        # SAM removes its container on Ctrl-C, and leaves it running on SIGTERM.
        command = ["sh", "-c", f"{started.variables()}; {started.command(name)}"]
        with running(command, variables, log, cwd=ROOT, gently=signal.SIGINT) as process:
            process.wait(FIRST if number == 0 else LONGEST)
        arrived = started.endpoint.answers[before:]
        printed = log.read_text(encoding="utf-8", errors="replace")
        found = list(differences(name, films, arrived))
        if any(f'"PhysicalResourceId": "{one["PhysicalResourceId"]}"' not in printed for one in arrived):
            found.append("the answer was not printed")
        what = " ".join([one["PhysicalResourceId"] for one in arrived] + [one for one in sample_data(arrived)])
        says = "WRONG" if found else "as promised"
        print(f"  {name:<20}{time.monotonic() - began:5.1f} s  {says:<13}{what}", flush=True)
        if found:
            wrong.append(f"{name}: {'; '.join(found)}. Printed was:\n{printed[-3000:]}")
    return wrong


def sample_data(answers: list[dict[str, Any]]) -> list[str]:
    """Return the versions that the answers name."""
    return [one["Data"]["PackageVersion"] for one in answers if "PackageVersion" in one.get("Data", {})]


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
    sys.exit("\n".join(wrong) or print(f"All {len(SAMPLES)} events were answered as promised, twice in a row."))


if __name__ == "__main__":
    main()
