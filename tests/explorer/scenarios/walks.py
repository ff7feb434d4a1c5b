"""Scenarios too large to visit all of: for walks at random."""

from tests.explorer.scenario import DELETE, Scenario, deploy
from tests.explorer.scenarios.words import (
    F0,
    F01,
    F1,
    F2,
    F12,
    F23,
    adopts,
    one,
    retains,
    retains_later,
    stacks,
    three,
    two,
)

#: What may happen in most of them, and how often.
MUCH = {"crash": 2, "twice": 2, "hang": 2}
TWINS = {"crash": 1, "twice": 3, "hang": 2, "twins": True}
ALL_OF_ONE = (deploy(A=F01), deploy(A=F12), deploy(A=F0), DELETE)
BOTH_OF_ONE = [deploy(A=F0, B=F1), deploy(A=F01), DELETE]
BY_TWO = [deploy(A=F0, B=F01), deploy(B=F0), DELETE]
BY_THREE = (deploy(A=F0, B=F01), deploy(B=F0, C=F01))
RETAINED = [deploy(A=retains(F0), B=retains_later(F01)), deploy(B=retains_later(F1)), deploy(A=F01, B=F0), DELETE]
ADOPTED = [deploy(A=adopts(F0), B=F1), deploy(B=F01), DELETE]
OFF = (deploy(A=F0, B=F01), deploy(A=F01, B=F0), deploy(A=F1, B=F0), DELETE)
ELSEWHERE = (deploy(A=F01, B=F0), deploy(A=F23, B=F2), deploy(A=F0), DELETE)
C01, C0 = deploy(C=adopts(F01)), deploy(C=adopts(F0))

WALKS: dict[str, Scenario] = {
    "one, everything, twins": one(3, *ALL_OF_ONE, **TWINS, late=1, sibling=1, busy=1),
    "two stacks, twins": stacks((0, 0, 1), 2, BY_TWO, [C01, DELETE], **TWINS, sibling=2),
    "two domains": two(4, *ELSEWHERE, places=(0, 0, 1, 1), **MUCH, late=1, sibling=1),
    "rollback off": two(2, *OFF, rollback=False, crash=1, twice=1, hang=1, late=1, sibling=1),
    "one, everything": one(3, *ALL_OF_ONE, **MUCH, late=2, sibling=1, busy=2, retry=1),
    "three of one stack": three(2, *BY_THREE, deploy(A=F01, C=F1), DELETE, **MUCH, sibling=1, busy=2),
    "three of one stack, late": three(2, *BY_THREE, DELETE, **MUCH, late=2, sibling=1, retry=1),
    "two stacks, adopt": stacks((0, 0, 1), 2, BOTH_OF_ONE, [C01, C0, DELETE], **MUCH, sibling=2, busy=2),
    "two stacks, none adopts": stacks((0, 0, 1), 2, BOTH_OF_ONE, [deploy(C=F01), DELETE], **MUCH, sibling=2, busy=2),
    "two stacks, slow": stacks(
        (0, 1),
        2,
        [deploy(A=F0), deploy(A=F01), DELETE],
        [deploy(B=adopts(F01)), DELETE],
        **(MUCH | {"crash": 1, "twice": 1}),
        sibling=1,
        busy=2,
        slow=True,
    ),
    "three stacks": stacks(
        (0, 1, 2),
        1,
        [deploy(A=F0), DELETE],
        [deploy(B=adopts(F0)), DELETE],
        [deploy(C=F0), DELETE],
        **MUCH,
        sibling=2,
        busy=2,
    ),
    "retained": stacks((0, 0, 1), 2, RETAINED, [C01, DELETE], crash=1, twice=1, hang=1, sibling=2),
    "adopted": stacks((0, 0, 1), 2, ADOPTED, [C01, DELETE], before=(0,), **MUCH, sibling=2, busy=1),
    "skewed": two(2, deploy(A=F0, B=F01), DELETE, **(MUCH | {"twice": 1}), sibling=1, behind=1.0),
}
