"""What occupies a domain, as far as looks and refusals tell; the reasons that a stack shows are in the stories."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from model import Change, Domain
from reconcile.association.look import DomainLook
from reconcile.association.readiness import ASK_AGAIN_AFTER, ASK_ANYWAY_AFTER, busy
from reconcile.state import REFUSED_LAST, PackageState
from tests.unit.cells import cells

NOW = 10_000.0
IN_PROGRESS = "ValidationException: A change/update is in progress. Please wait for it to complete"
IN_USE = "ConflictException: in use"
CHANGED, ON_ITS_WAY = "the domain is being changed", "a new version may be on its way"
CHANGING: dict[str, Any] = {"domain": Domain(changing=True)}


def said(refusal: str, ago: float | None, *, renewed: bool = False, **more: Any) -> str:
    """Return what is said where the service refused a package so long ago (seconds; None: it did not)."""
    seen = {"domain": Domain(), "change": None, "others_moving": lambda _: False} | more
    since = {} if ago is None else {REFUSED_LAST: NOW - ago}
    known = [PackageState(id="F0"), PackageState(id="F1", refusal=refusal, since=since)]
    return busy(cast(DomainLook, SimpleNamespace(now=NOW, **seen)), known, renewed=renewed)


@pytest.mark.parametrize(
    "refusal, ago, more, expected",
    cells(
        {
            "nothing": ("", None, {}, ""),
            "a change": ("", None, CHANGING, CHANGED),
            "a change, and a refusal": (IN_USE, 1, CHANGING, f"{CHANGED} {IN_USE}"),
            "a change, and the service's own words of it": (IN_PROGRESS, 1, CHANGING, CHANGED),
            "a refusal alone": (IN_USE, 1, {}, ""),
            "a change that only a refusal shows": (IN_USE, 99, {"change": Change(0, "PENDING")}, f"{CHANGED} {IN_USE}"),
            "a change that is over": (IN_USE, 1, {"change": Change(0, "COMPLETED")}, ""),
            "a change, and no refusal": ("", None, {"change": Change(0, "PROCESSING")}, ""),
            "another package on its way": (IN_USE, 99, {"others_moving": lambda _: True}, f"{CHANGED} {IN_USE}"),
            "the service's own words": (IN_PROGRESS, ASK_AGAIN_AFTER - 1, {}, f"{CHANGED} {IN_PROGRESS}"),
            "its words, until it is asked again": (IN_PROGRESS, ASK_AGAIN_AFTER, {}, ""),
            "a version that was asked for": (IN_USE, 1, {"renewed": True}, f"{ON_ITS_WAY} {IN_USE}"),
            "a version, until it is asked again": (IN_USE, ASK_AGAIN_AFTER, {"renewed": True}, ""),
        }
    ),
)
def test_what_occupies_a_domain(refusal: str, ago: float | None, more: dict[str, Any], expected: str) -> None:
    assert said(refusal, ago, **more) == expected


@pytest.mark.parametrize(
    "explanation", [CHANGING, {"change": Change(0, "PROCESSING")}, {"others_moving": lambda _: True}]
)
def test_whatever_explains_a_refusal_the_service_is_asked_again_now_and_then(explanation: dict[str, Any]) -> None:
    assert said(IN_USE, ASK_ANYWAY_AFTER - 1, **explanation)
    assert not said(IN_USE, ASK_ANYWAY_AFTER, **explanation)
    assert not said("", ASK_ANYWAY_AFTER, **CHANGING)
