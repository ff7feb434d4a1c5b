"""The lines that the demo prints: what it does, what happens and when, and that it still waits."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from textwrap import fill

from tools.statuses import coloured, painted, wants_colour

#: After how long without a line the demo says that it still waits (seconds).
SILENCE = 10
#: How far a reason stands from the left, beneath its event, and how wide it is.
LEFT, WIDTH = 35, 115


class Screen:
    """What the reader sees."""

    def __init__(self) -> None:
        self.began = self.last = time.monotonic()
        self.colour = wants_colour(sys.stdout)

    def say(self, text: str) -> None:
        """Begin a step."""
        print(f"\n{painted(text, 'step') if self.colour else text}", flush=True)

    def show(self, who: str, what: str, reason: str = "") -> None:
        """Show what happened, and beneath it why."""
        self.last = time.monotonic()
        if reason:
            what += "\n" + fill(reason, WIDTH, initial_indent=" " * LEFT, subsequent_indent=" " * LEFT)
        what = coloured(what) if self.colour else what
        print(f"  {self.last - self.began:6.1f} s  {who:<22} {what}", flush=True)

    def still(self, who: str, what: str = "still at work …") -> None:
        """Say that something goes on, when nothing has been shown for a while."""
        if time.monotonic() - self.last > SILENCE:
            self.show(who, what)

    @contextmanager
    def during(self, who: str, what: str) -> Iterator[None]:
        """Show that something begins, now and then that it goes on, and that it is done."""
        self.show(who, what)
        with beside(lambda: self.still(who)):
            yield
        self.show(who, "done")


@contextmanager
def beside(each: Callable[[], None], last: float = 0) -> Iterator[None]:
    """Do something five times a second beside the block, and for some seconds after it; raise what it raised."""
    stop, raised = threading.Event(), list[Exception]()

    def repeat() -> None:
        try:
            while not stop.wait(0.2):
                each()
        except Exception as error:
            raised.append(error)

    thread = threading.Thread(target=repeat)
    thread.start()
    try:
        yield
    finally:
        stop.wait(last)
        stop.set()
        thread.join()
    if raised:
        raise RuntimeError(f"what was done beside it failed: {raised[0]}") from raised[0]
