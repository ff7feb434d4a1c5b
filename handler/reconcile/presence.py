"""Since when a package is there, or missed; and how long that must last to count."""

from dataclasses import replace

from model import Goal, Request
from reconcile.look import Look
from reconcile.ownership import is_unanswered
from reconcile.state import PackageState

#: How long what was seen must be gone to count as removed; and how long to watch for what a cancelled request may have
#: asked for: while it asks without a question (`ownership.FRESH_FOR`), the call, the list's delay (seconds).
ABSENT_FOR = 15
#: One look that misses something proves nothing; so much later another confirms it (seconds).
CONFIRMED_AFTER = 0.5
#: How long the list may show a status of before our call (seconds).
VISIBLE_AFTER = 60
#: How long an accepted call may leave things as they are, with a domain that does not change (seconds).
UNCHANGED_FOR = 300


def seen(known: PackageState, look: Look) -> PackageState:
    """Return what is known of a package with whether the look shows it."""
    if known.id in look.found:
        return replace(known, seen=True, absent=None)
    return replace(known, absent=look.now if known.absent is None else known.absent)


def is_missed(known: PackageState, look: Look) -> bool:
    """Return whether a look missed what another look must miss too before anything follows from it."""
    request = look.request
    decides = request.goal is Goal.ABSENT or (known.asked is None and request.held(known.id))
    return decides and known.absent is not None and look.now - known.absent < CONFIRMED_AFTER


def watch_for(request: Request, known: PackageState, look: Look) -> float:
    """Return how long a package must be absent to count as gone (seconds): longer where somebody may still ask."""
    watched = known.absent is not None and request.cancelled and is_unanswered(request, look)
    return ABSENT_FOR if watched else CONFIRMED_AFTER
