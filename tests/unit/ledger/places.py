"""What the law is told: items, slots and claims of the domain movies, and the wishes of resource Synonyms."""

from typing import Any

from ledger.law import Wish
from ledger.records import ASKING, HELD, MADE, Call, Claim, Item, Resource, Slot

TYPE = "Custom::OpenSearchPackageAssociation"
#: The resource of the request, another of its stack, and one of another stack.
OURS = Resource("search", "Synonyms", TYPE)
SIBLING = Resource("search", "Stopwords", TYPE)
STRANGER = Resource("shop", "Synonyms", TYPE)
#: The clocks of a request before, of the request, and of one since; and when a look is taken.
EARLIER, CLOCK, LATER, NOW = 900.0, 1000.0, 1100.0, 1010.0
#: The id that CloudFormation knows, and another.
KNOWN, NEW = "movies|F1", "movies|F1,F2"


def claim(resource: Resource = OURS, state: str = HELD, id_: str = KNOWN, clock: float = EARLIER, **more: Any) -> Claim:
    """Return a claim; by default what the resource has by the id that CloudFormation knows."""
    known: dict[str, Any] = {"request": "before", "since": EARLIER} | more
    return Claim(resource.stack, resource.name, resource.type, id_, state, clock, **known)


def asking(resource: Resource = OURS, request: str = "now", clock: float = CLOCK, **more: Any) -> Claim:
    """Return the claim of a request that has no id yet; by default of the one that the law is asked about."""
    return claim(resource, ASKING, request, clock, request=request, **more)


def call(verb: str = "associate", until: float = NOW + 60, request: str = "now", token: str = "token") -> Call:
    """Return the last call for a slot; by default one whose time is not up."""
    return Call(token, request, verb, at=CLOCK, until=until)


def slot(*claims: Claim, package: str = "F1", origin: str | None = None, **more: Any) -> Slot:
    """Return a slot; what has a claim was made, unless something else is said."""
    return Slot(package, origin=(MADE if claims else "") if origin is None else origin, claims=claims, **more)


def item(*claims: Claim, newest: float | None = EARLIER, **slots: Slot) -> Item:
    """Return the item of movies, where the slots are these, or F1 has these claims.

    Args:
        newest: the newest clock of the resource; None: nothing was ever heard of it.
    """
    return Item(newest={} if newest is None else {OURS.key: newest}, slots=slots or {"F1": slot(*claims)})


def wish(type_: str = "Update", *wanted: str, **more: Any) -> Wish:
    """Return what the request wants: these packages, of which the known id names F1; a Create knows no id."""
    given: dict[str, Any] = {"clock": CLOCK, "wanted": {one: one for one in wanted or ("F1",)}}
    given |= {"known_id": "not-created|Synonyms", "named": None} if type_ == "Create" else {}
    return Wish(OURS, "now", type_, **{"known_id": KNOWN, "named": {"F1": "F1"}} | given | more)
