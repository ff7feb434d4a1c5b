"""`make local`: endpoints for sam local invoke, and the command to run."""

import argparse
import sys
import time
from typing import Any

from tools.docker import IMAGE, has_engine, has_image
from tools.sam_local import SamLocal, sam_local
from tools.samples import SAMPLES, event
from tools.stopping import stop_on_signals

#: How often the events get the time that it is by then, for a request of CloudFormation's expires (seconds).
RENEW = 600


def say(started: SamLocal) -> None:
    """Say what to run."""
    print(f"OpenSearch Service, CloudFormation and where answers go: http://localhost:{started.port}")
    print("\nIn another shell, here, once:\n")
    print("export " + " ".join(f"{name}={value}" for name, value in started.exports().items()))
    print("\nThen, with EVENT=create and the others in this order:\n")
    print(started.command("$EVENT"))
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


def say_answer(answer: dict[str, Any]) -> None:
    """Say what was answered, and to which event."""
    names = {event(name)["RequestId"]: name for name in SAMPLES}
    name = names.get(answer.get("RequestId", ""), answer.get("LogicalResourceId", ""))
    print(f"  {name:<20}{answer.get('Status')} {answer.get('PhysicalResourceId')} {answer.get('Reason')}", flush=True)


def main() -> None:
    """Start, say what to run, and stop on Ctrl-C, SIGTERM or a closed terminal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    stop_on_signals()
    try:
        with sam_local(parser.parse_args().port, say_answer) as started:
            say(started)
            while True:
                time.sleep(RENEW)
                started.renew()
    except RuntimeError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        print("\nStopped; nothing is left running.")


if __name__ == "__main__":
    main()
