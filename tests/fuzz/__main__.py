"""Lifecycles with faults, in simulated time: `python -m tests.fuzz --lifecycles 50000`."""

import argparse
import logging
import random
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from io import StringIO
from itertools import repeat
from os import cpu_count

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz.faults import KINDS
from tests.fuzz.lifecycle import FIRST, SECOND, Lifecycle, Plan, describe

PACKAGES = st.frozensets(st.sampled_from((FIRST, SECOND)), max_size=2)
SELDOM = st.one_of(st.just(frozenset[str]()), st.just(frozenset[str]()), PACKAGES)
WHEN = st.one_of(st.none(), st.none(), st.sampled_from((0.0, 1.0, 2.0, 4.0, 10.0, 30.0, 100.0)))
#: With the crashes, these end an invocation; Lambda retries twice.
DEADLY = ("answer refused with 403", "hand-over refused")
BATCH = 250


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Return plans within what the service may do, and no more faults than Lambda's retries can heal."""
    faults = draw(st.lists(st.tuples(st.integers(0, 60), st.sampled_from(KINDS)), max_size=6))
    cancel_create, cancel_update = draw(WHEN), draw(WHEN)
    cancelled = cancel_create is not None or cancel_update is not None
    failing, stuck = draw(SELDOM), draw(SELDOM)
    # A failure within the clocks' difference of the request can't be told from one of before; real ones take minutes.
    association = draw(st.sampled_from((0.0, 1.0, 3.0, 20.0, 100.0, 700.0, 2000.0)))
    dissociation = draw(st.sampled_from((0.0, 2.0, 30.0, 300.0)))
    several = draw(st.booleans())
    if several:  # one after the other, they are to end within the hour, with time left for a refused answer
        association = min(association, 700.0)
    return Plan(
        association=max(association, 3.0) if failing else association,
        dissociation=max(dissociation, 3.0) if stuck else dissociation,
        function_timeout=draw(st.sampled_from((300, 900))),
        visible_after=draw(st.sampled_from((0.0, 1.0, 2.0) if cancelled else (0.0, 1.0, 10.0, 40.0))),
        one_change_at_a_time=draw(st.booleans()),
        keeps_active=draw(st.booleans()),
        busy=draw(st.sampled_from((0.0, 0.0, 4.0, 30.0, 200.0))),
        adopt=draw(st.booleans()),
        foreign=draw(SELDOM),
        failing=failing,
        stuck=stuck,
        cancel_create=cancel_create,
        cancel_update=cancel_update,
        update=draw(st.sampled_from(("none", "replace", "replace", "in place", "version"))),
        named=draw(st.booleans()),
        several=several,
        plural_disabled=draw(st.booleans()),
        swapped=draw(st.booleans()),
        faults=bearable(faults),
    )


def bearable(faults: list[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    """Return the faults without those that leave no right answer, or two."""
    deadly = [fault for fault in faults if "crash" in fault[1] or fault[1] in DEADLY]
    unanswered = [fault for fault in faults if fault[1] == "stack look refused"]
    slow = [fault for fault in faults if fault[1] == "slow call"]
    twice = any(kind in ("delivered twice", "answer taken, reply lost") for _, kind in faults)
    # The third ends in the last responder's answer: another that went well would contradict it. A second delivery's
    # call that is still on its way when the first one's has ended, and its stack is gone, nobody can call back.
    too_many = deadly[2 if twice else 3 :] + unanswered[2:] + (slow if twice else [])
    return tuple(fault for fault in faults if fault not in too_many)


def lifecycles(count: int, number: int) -> tuple[Counter[str], int]:
    """Run so many lifecycles of one seed; return what happened in them, and how many there were.

    Raises:
        AssertionError: a violation, with the plan that leads to it made as small as it goes.
    """
    happened: Counter[str] = Counter()
    ran = [0]
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]

    @seed(number)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        suppress_health_check=quiet,
        phases=(Phase.generate, Phase.shrink),
        report_multiple_bugs=False,
    )
    @given(plans())
    def run(plan: Plan) -> None:
        random.seed(0)
        lifecycle = Lifecycle(plan).run()
        ran[0] += 1
        happened.update(lifecycle.happened)
        happened["cancelled creates"] += plan.cancel_create is not None
        happened["cancelled updates"] += plan.cancel_update is not None
        happened["foreign associations"] += len(plan.foreign)
        happened["hand-overs"] += lifecycle.world.calls["Invoke"]
        happened["last responder"] += lifecycle.world.function.gave_up
        assert not lifecycle.violations, "\n".join([*lifecycle.violations, repr(plan), describe(lifecycle.stack)])

    logging.disable(logging.CRITICAL)
    try:
        with redirect_stdout(StringIO()):  # what the last responder logs
            run()
    finally:
        logging.disable(logging.NOTSET)
    return happened, ran[0]


def main() -> None:
    """Run them on every core, show how far it is, and print what happened."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lifecycles", type=int, default=50_000, help="how many to run")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="the same seed runs the same lifecycles")
    arguments = parser.parse_args()
    print(f"{arguments.lifecycles} lifecycles, seed {arguments.seed}", flush=True)
    batches = range(arguments.seed, arguments.seed + -(-arguments.lifecycles // BATCH))
    happened: Counter[str] = Counter()
    ran, shown = 0, 0.0
    with ProcessPoolExecutor(cpu_count(), initializer=prepare) as pool:
        try:
            for counts, count in pool.map(lifecycles, repeat(BATCH), batches):
                happened += counts
                ran += count
                if time.monotonic() - shown > 10:
                    shown = time.monotonic()
                    print(f"{ran:8} lifecycles, {happened.total()} faults and events, 0 violations", flush=True)
        except AssertionError as violation:
            pool.shutdown(cancel_futures=True)
            sys.exit(f"A violation after {ran} lifecycles:\n{violation}")
    for kind, count in sorted(happened.items(), key=lambda item: -item[1]):
        print(f"{count:8} {kind}")
    print(f"{ran} lifecycles, seed {arguments.seed}: 0 violations")


def prepare() -> None:
    """Give the function of each process what Lambda would."""
    import os

    os.environ.setdefault("POWERTOOLS_SERVICE_NAME", "opensearch-packages")
    os.environ["AWS_DEFAULT_REGION"] = "us-east-1"


if __name__ == "__main__":
    main()
