"""The law without one of its articles: what it says must matter, so each of these breaks a scenario."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from unittest.mock import patch

from ledger import law
from ledger.law import RENEW
from ledger.records import ASKING, HELD
from tests.explorer.altered import (
    Functions,
    all_is_made,
    believes_nothing,
    claims_without_ids,
    nobody_else_holds,
    nothing_falls_away,
    nothing_is_kept,
    only_by_id,
    refused_as_associate,
    updates_only,
    wishing,
)


@dataclass(frozen=True)
class Switch:
    """An article, or a part of one, that can be left out."""

    article: int
    #: A scenario that breaks without it, and soon.
    shows: str
    words: str
    #: The functions of the law as they are without it; none where the reconcile loop plays it.
    functions: Callable[[], Functions] = dict


SWITCHES = {
    "written": Switch(1, "two sets", "a verdict follows a write of its own"),
    "late": Switch(
        2,
        "create cancelled",
        "a Create or Update that finds a newer clock fails",
        lambda: {"is_late": lambda *_: False},
    ),
    "later": Switch(
        2, "update cancelled, skewed", "what gives back comes two seconds later", lambda: {"GIVES_BACK": 0.0}
    ),
    "newer stays": Switch(
        2, "created, deleted, created", "nobody touches a claim newer than itself", wishing("loose", clock=float("inf"))
    ),
    "one call": Switch(
        3, "skipped", "nobody calls while a call is under way", lambda: {"is_under_way": lambda *_: False}
    ),
    "taken back": Switch(3, "stranger while busy", "a refusal takes back what was written for the call"),
    "token": Switch(3, "create, twins, busy", "a refusal takes back that very call"),
    "version refused": Switch(
        3, "version, refused", "a new version refused clears the call alone", refused_as_associate(RENEW)
    ),
    "own stack": Switch(
        4,
        "stranger at once",
        "what is there is somebody else's without a claim of the stack",
        wishing("have", adopt=True),
    ),
    "falls away": Switch(
        4, "two stacks, busy", "what others left asking for what is absent falls away", nothing_falls_away
    ),
    "origin": Switch(5, "adopt off, delete", "what was found is never dissociated", all_is_made),
    "holders": Switch(6, "set shrinks", "what another holds stays", nobody_else_holds),
    "ids": Switch(6, "set shrinks", "a claim is one physical id's", claims_without_ids),
    "without id": Switch(7, "create cancelled", "a Delete lets go of held claims that have no id", only_by_id),
    "asking": Switch(
        8, "set grows, sibling fails", "an Update lets go of what was asked for before it", updates_only(ASKING)
    ),
    "newer": Switch(
        8, "set grows, sibling fails", "an Update lets go of what is newer than its id's", updates_only(HELD)
    ),
    "elsewhere": Switch(
        8, "other domain, cancelled", "newer than its id's, also at another place", wishing("loose", "held", since=None)
    ),
    "kept": Switch(9, "retained, again", "what CloudFormation retained is kept", nothing_is_kept),
    "believed": Switch(10, "table lost", "an id is believed where nothing was heard of its resource", believes_nothing),
}


@contextmanager
def without(article: str) -> Iterator[None]:
    """Play the law without an article; with all of them where it is empty."""
    with ExitStack() as stack:
        for name, function in (SWITCHES[article].functions() if article else {}).items():
            stack.enter_context(patch.object(law, name, function))
        yield
