"""What the rules say to do next."""

from enum import Enum


class Step(Enum):
    """What to do next."""

    WAIT = "wait"
    REQUEST = "request"
    #: Dissociate a left-over failure, so that it can be asked for again.
    CLEAR = "clear"
    DONE = "done"
