"""One resource where CloudFormation takes detours: no rollback, replacements that stay, another domain, retained."""

from tests.explorer.scenario import DELETE, Scenario, deploy, surely
from tests.explorer.scenarios.words import F0, F01, F1, F2, one, retains, retains_later

SCENARIOS: dict[str, Scenario] = {
    "delete fails, again": one(1, surely(A=F0), DELETE, late=1, retry=1, hang=1, crash=1, busy=1),
    "replaced stays": one(
        2,
        surely(A=F0),
        surely(A=F1),
        deploy(A=F01),
        surely(A=F1),
        DELETE,
        replaced_stays=True,
        sibling=1,
        crash=1,
        twice=1,
    ),
    "rolled back by a Delete": one(
        2, surely(A=F0), deploy(A=F01), DELETE, deletes_alone=True, sibling=1, crash=1, hang=1, twice=1
    ),
    "rollback off": one(
        2, surely(A=F0), deploy(A=F1), deploy(A=F01), DELETE, rollback=False, late=1, busy=1, hang=1, crash=1
    ),
    "rollback off, create": one(
        2, deploy(A=F0), deploy(A=F01), DELETE, rollback=False, late=1, busy=1, hang=1, failure_names_wanted=True
    ),
    "rollback off, cancelled, recreate": one(
        2, deploy(A=F0), deploy(A=F0), DELETE, rollback=False, sibling=1, hang=1, crash=1, recreates=True
    ),
    "rollback off, cancelled, update": one(
        2, deploy(A=F0), deploy(A=F01), DELETE, rollback=False, sibling=1, hang=1, crash=1
    ),
    "rollback off, failed, recreate": one(
        2, deploy(A=F01), deploy(A=F0), DELETE, rollback=False, late=1, busy=1, recreates=True, crash=1
    ),
    "rollback off, update cancelled": one(
        2, surely(A=F0), deploy(A=F1), deploy(A=F01), DELETE, rollback=False, sibling=1, hang=1
    ),
    "skipped": one(
        2, surely(A=F0), deploy(A=F1), surely(A=F01), DELETE, sibling=1, late=1, retry=1, skips=True, hang=1
    ),
    "rollback tried again": one(2, surely(A=F0), deploy(A=F1), DELETE, sibling=1, late=1, retry=1, hang=1, crash=1),
    "replacement refused": one(
        2, surely(A=F0), surely(A=F01), surely(A=F0), DELETE, rollback=False, replacement_refused=True, crash=1, twice=1
    ),
    "replacement refused, other": one(
        2, surely(A=F0), surely(A=F1), DELETE, rollback=False, replacement_refused=True, crash=1, twice=1
    ),
    "cleaned up, retained, twice": one(2, surely(A=retains(F0)), surely(A=retains(F1)), DELETE, crash=1, twice=1),
    "other domain, cancelled": one(2, surely(A=F0), deploy(A=F1), sibling=1, crash=1, places=(0, 1)),
    "other domain": one(2, surely(A=F0), deploy(A=F1), DELETE, places=(0, 1), sibling=1, crash=1, hang=1, twice=1),
    "other domain, fails": one(2, surely(A=F0), deploy(A=F1), DELETE, places=(0, 1), late=1, busy=1, hang=1, crash=1),
    "other domain and back": one(
        2, surely(A=F0), surely(A=F1), deploy(A=F0), DELETE, places=(0, 1), sibling=1, crash=1, twice=1
    ),
    "other domain, rollback off": one(
        2, surely(A=F0), deploy(A=F1), DELETE, places=(0, 1), rollback=False, sibling=1, hang=1, crash=1
    ),
    "replacement refused, other domain": one(
        2, surely(A=F0), surely(A=F1), DELETE, rollback=False, replacement_refused=True, places=(0, 1)
    ),
    "retained, again": one(1, surely(A=retains(F0)), surely(), surely(A=F0), surely(), crash=1, twice=1),
    "retained, again, cancelled": one(
        1, surely(A=retains(F0)), surely(), deploy(A=F0), DELETE, sibling=1, crash=1, hang=1, twice=1
    ),
    "retained, again, other": one(
        2, surely(A=retains(F0)), surely(), deploy(A=F1), deploy(A=F01), DELETE, sibling=1, crash=1
    ),
    "retained, again, rollback off": one(
        2, surely(A=retains(F0)), surely(), deploy(A=F1), deploy(A=F01), DELETE, rollback=False, sibling=1, hang=1
    ),
    "retain except on create": one(
        1, deploy(A=retains_later(F0)), surely(A=retains_later(F0)), DELETE, sibling=1, crash=1, hang=1
    ),
    "replaced stays, back": one(
        2, surely(A=F0), surely(A=F1), deploy(A=F0), DELETE, replaced_stays=True, sibling=1, crash=1
    ),
    "replaced stays, other domain, back": one(
        2, surely(A=F0), surely(A=F1), deploy(A=F0), DELETE, replaced_stays=True, sibling=1, crash=1, places=(0, 1)
    ),
    "replaced stays, other domain": one(
        3, surely(A=F0), surely(A=F1), deploy(A=F2), DELETE, replaced_stays=True, sibling=1, crash=1, places=(0, 1, 0)
    ),
}
