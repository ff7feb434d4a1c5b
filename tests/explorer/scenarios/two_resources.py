"""Two resources of one stack."""

from tests.explorer.scenario import DELETE, LOSE_TABLE, Scenario, deploy, surely
from tests.explorer.scenarios.words import F0, F01, F1, F2, F12, renews, retains, two

SCENARIOS: dict[str, Scenario] = {
    "replaced stays, shared": two(2, surely(A=F0), deploy(A=F1, B=F0), DELETE, replaced_stays=True, sibling=1, crash=1),
    "rolled back by a Delete, move": two(
        2, surely(A=F01, B=F0), deploy(A=F0, B=F1), deletes_alone=True, sibling=1, crash=1
    ),
    "cleaned up, retained, with another": two(
        3, surely(A=retains(F0), B=F2), surely(A=retains(F1), B=F2), DELETE, twice=1
    ),
    "rename": two(1, surely(A=F0), deploy(B=F0), DELETE, sibling=1, crash=1, hang=1),
    "rename, slow": two(1, surely(A=F0), deploy(B=F0), sibling=1, crash=1, slow=True, twice=1),
    "merge": two(2, surely(A=F0, B=F1), deploy(A=F01), sibling=1, crash=1),
    "split": two(2, surely(A=F01), deploy(A=F0, B=F1), sibling=1, crash=1),
    "swap": two(2, surely(A=F0, B=F1), deploy(A=F1, B=F0), sibling=1),
    "share, one goes": two(1, surely(A=F0, B=F0), deploy(B=F0), DELETE, sibling=1, hang=1),
    "share, both created, cancelled": two(1, deploy(A=F0, B=F0), sibling=1, crash=1, hang=1),
    "share, both deleted": two(1, surely(A=F0, B=F0), DELETE, crash=1, hang=1, twice=1),
    "move": two(2, surely(A=F01, B=F0), deploy(A=F0, B=F1), sibling=1, crash=1),
    "share, busy": two(1, deploy(A=F0, B=F0), DELETE, busy=2, crash=1),
    "retained, other resource": two(1, surely(A=retains(F0)), deploy(B=F0), DELETE, sibling=1, crash=1, twice=1),
    "retained, then other": two(1, surely(A=retains(F0)), surely(), deploy(B=F0), DELETE, sibling=1, crash=1, twice=1),
    "shared, table lost": two(2, surely(A=F01, B=F0), LOSE_TABLE, deploy(A=F0), DELETE, sibling=1, crash=1),
    "shared, table lost, one goes": two(1, surely(A=F0, B=F0), LOSE_TABLE, surely(B=F0), DELETE, crash=1, twice=1),
    "shared, table lost, both stay": two(
        2, surely(A=F0, B=F0), LOSE_TABLE, deploy(A=F0, B=F01), surely(A=F0), DELETE, crash=1, sibling=1
    ),
    "two sets": two(2, deploy(A=F01, B=F01), DELETE, busy=1, hang=1),
    "sets that overlap": two(3, deploy(A=F01, B=F12), deploy(A=F12, B=F01), DELETE, sibling=1, hang=1),
    "version, shared": two(1, surely(A=F0, B=F0), deploy(A=renews(F0), B=F0), DELETE, sibling=1, busy=1, hang=1),
}
