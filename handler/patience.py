"""How long to pause, which troubles to bear and for how long: one operation's patience."""

import random

from errors import Denied, NotFound, ServiceError, Unavailable

#: The pause between looks is a tenth of the time without a change, within these bounds (seconds). A tenth keeps the
#: lag in proportion; with the jitter it stays at 15 s and below. At half a second that is so from 5 s on; at 2 s an
#: operation of 3 minutes makes 39 calls instead of 50, and 500 at once end 5 % sooner (`make bench`).
PAUSE_SHARE, SHORTEST, LONGEST = 0.1, 0.5, 12.5
#: The pause doubles with each throttled look, up to this (seconds).
LONGEST_THROTTLED = 60.0
#: Keeps operations that began together from looking together.
JITTER = 0.2
#: One look that misses an entry proves nothing; a second one this soon after confirms it (seconds).
CONFIRM = 0.5
#: For how long an error may be a thing of the moment: a domain, package or role that was made just now (seconds).
PASSING: dict[type[ServiceError], float] = {NotFound: 30, Denied: 20}


class Patience:
    """Instants in epoch seconds."""

    def __init__(self, moved: float) -> None:
        #: When something last moved: the pauses grow from there.
        self.moved = moved
        self._throttled = 0
        self._since: dict[type[ServiceError], float] = {}

    def bears(self, error: ServiceError, now: float) -> bool:
        """Return whether another look may not meet the error."""
        if isinstance(error, Unavailable):
            self._throttled += error.throttled
            return True
        since = self._since.setdefault(type(error), now)
        return now - since < PASSING.get(type(error), 0)

    def recover(self) -> None:
        """A look went through: forget the errors, and by and by the throttling."""
        self._since.clear()
        self._throttled = max(0, self._throttled - 1)

    def pause(self, now: float, confirm: bool) -> float:
        """Return how long to pause before the next look (seconds)."""
        if confirm and not self._throttled:
            return CONFIRM
        pause = min(max(PAUSE_SHARE * (now - self.moved), SHORTEST), LONGEST)
        if self._throttled:
            pause = min(pause * 2.0**self._throttled, LONGEST_THROTTLED)
        return pause * random.uniform(1 - JITTER, 1 + JITTER)
