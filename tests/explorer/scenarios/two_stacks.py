"""Two stacks."""

from tests.explorer.scenario import DELETE, FORCE_AWAY, LOSE_TABLE, Scenario, deploy, surely
from tests.explorer.scenarios.words import F0, F01, F1, adopts, retains, stacks

SCENARIOS: dict[str, Scenario] = {
    "retained, other stack": stacks(
        (0, 1), 1, [surely(A=retains(F0)), DELETE], [surely(B=adopts(F0)), DELETE], crash=1, twice=1
    ),
    "two stacks": stacks((0, 1), 1, [surely(A=F0), DELETE], [surely(B=F0), DELETE]),
    "two stacks, busy": stacks((0, 1), 1, [surely(A=F0), DELETE], [surely(B=F0), DELETE], busy=2),
    "two stacks, hangs": stacks((0, 1), 1, [surely(A=F0), DELETE], [surely(B=F0), DELETE], hang=2, crash=1),
    "two stacks, cancelled": stacks((0, 1), 1, [deploy(A=F0)], [surely(B=F0)], sibling=1, hang=1, crash=1),
    "two stacks, adopt": stacks((0, 1), 1, [surely(A=F0), DELETE], [surely(B=adopts(F0)), DELETE], crash=1),
    "two stacks, adopt, hangs": stacks((0, 1), 1, [surely(A=F0), DELETE], [surely(B=adopts(F0))], hang=1, crash=1),
    "two stacks, adopt, slow": stacks((0, 1), 1, [surely(A=F0), DELETE], [surely(B=adopts(F0))], hang=1, slow=True),
    "two stacks, adopt, cancelled": stacks((0, 1), 1, [deploy(A=F0)], [deploy(B=adopts(F0))], sibling=2, hang=1),
    "two stacks, both adopt": stacks((0, 1), 1, [surely(A=adopts(F0)), DELETE], [surely(B=adopts(F0)), DELETE], hang=1),
    "two stacks, both adopt a stranger's": stacks(
        (0, 1), 1, [deploy(A=adopts(F0)), DELETE], [deploy(B=adopts(F0)), DELETE], before=(0,), sibling=1, crash=1
    ),
    "two stacks, update": stacks(
        (0, 1), 2, [surely(A=F0), surely(A=F1)], [surely(B=adopts(F0)), surely(B=adopts(F1))], hang=1
    ),
    "two stacks, forced": stacks(
        (0, 1), 1, [surely(A=F0), FORCE_AWAY], [surely(B=adopts(F0)), DELETE], crash=1, hang=1
    ),
    "two stacks, delete fails": stacks(
        (0, 1), 1, [surely(A=F0), DELETE], [surely(B=adopts(F0)), DELETE], late=2, busy=1, retry=1
    ),
    "two stacks, table lost": stacks(
        (0, 1), 1, [surely(A=F0), LOSE_TABLE, DELETE], [surely(B=adopts(F0)), DELETE], crash=1
    ),
    "two stacks, sets": stacks((0, 1), 2, [surely(A=F01), DELETE], [surely(B=adopts(F01)), DELETE], hang=1),
}
