"""`make local`: endpoints for sam local invoke, and the command to run."""

import argparse
import signal
import sys
from typing import Any

from tools.docker import IMAGE, has_engine, has_image
from tools.sam_local import SamLocal, sam_local
from tools.samples import SAMPLES
from tools.stopping import stop_on_signals


def say(started: SamLocal) -> None:
    """Say what to run."""
    print(f"OpenSearch Service, the table, CloudFormation and where answers go: http://localhost:{started.port}")
    print("\nIn another shell, here, once:\n")
    print(started.variables())
    print("\nThen this, with create or another event in its place, in any order and as often as you like:\n")
    print(started.command("create"))
    print()
    for name, sample in SAMPLES.items():
        print(f"  {name:<20}{sample.what}")
    if not has_engine():
        print(
            "\nNo Docker engine answers here, and sam local invoke needs one. Start it (or set DOCKER_HOST), and then"
        )
        print("make local again: the endpoints listen for containers only where Docker was there first.", end=" ")
    elif not has_image():
        print(f"\nThe first invocation pulls {IMAGE}, some 600 MB, once.", end=" ")
    else:
        print()
    print("Without Docker the same events run under Lambda's")
    print("runtime emulator: .venv/dev/bin/python -m pytest tests/runtime/test_events.py")
    print("\nAnswers are printed here too. Ctrl-C stops it.\n", flush=True)


def say_answer(name: str, answer: dict[str, Any]) -> None:
    """Say what was answered, and to which event."""
    name = name or str(answer.get("LogicalResourceId"))
    print(f"  {name:<20}{answer.get('Status')} {answer.get('PhysicalResourceId')} {answer.get('Reason')}", flush=True)


def main() -> None:
    """Start, say what to run, and stop on Ctrl-C, SIGTERM or a closed terminal."""
    parser = argparse.ArgumentParser(prog="make local", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="where to listen (make local PORT=…; 0: any that is free)")
    stop_on_signals()
    try:
        with sam_local(parser.parse_args().port, say_answer) as started:
            say(started)
            while True:
                signal.pause()
    except RuntimeError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        print("\nStopped; nothing is left running.")


if __name__ == "__main__":
    main()
