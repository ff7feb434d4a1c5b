"""One resource: created, updated, deleted, and what may come between."""

from tests.explorer.scenario import DELETE, LOSE_TABLE, Declared, Scenario, deploy, surely
from tests.explorer.scenarios.words import F0, F01, F1, adopts, one, renews

SCENARIOS: dict[str, Scenario] = {
    "set shrinks": one(2, surely(A=F01), deploy(A=F0)),
    "set grows, sibling fails": one(2, surely(A=F0), deploy(A=F01), sibling=1),
    "create cancelled": one(1, deploy(A=F0), sibling=1),
    "create cancelled, slow": one(1, deploy(A=F0), sibling=1, slow=True, crash=1),
    "create cancelled, hangs": one(1, deploy(A=F0), sibling=1, hang=1, crash=1),
    "create cancelled, twice": one(1, deploy(A=F0), sibling=1, twice=1, crash=1, hang=1),
    "create cancelled, twins": one(1, deploy(A=F0), sibling=1, twice=1, twins=True, hang=1),
    "create cancelled, same second": one(1, deploy(A=F0), sibling=1, behind=0.0, crash=1, hang=1),
    "create cancelled, skewed": one(1, deploy(A=F0), sibling=1, behind=1.0, crash=1, hang=1),
    "create, twins, busy": one(1, deploy(A=F0), sibling=1, twice=1, twins=True, busy=1),
    "create of set cancelled": one(2, deploy(A=F01), sibling=1, crash=1, hang=1, twice=1),
    "created, deleted, created": one(1, surely(A=F0), surely(), surely(A=F0), twice=1, crash=1),
    "create cancelled, twice, lingers": one(
        1, deploy(A=F0), sibling=1, twice=1, twins=True, busy=1, hang=1, lingers=True
    ),
    "update cancelled, lingers": one(2, surely(A=F0), deploy(A=F1), sibling=1, crash=1, hang=1, lingers=True),
    "update cancelled": one(2, surely(A=F0), deploy(A=F1), sibling=1, crash=1, hang=1, twice=1),
    "update cancelled, same second": one(2, surely(A=F0), deploy(A=F1), sibling=1, crash=1, behind=0.0),
    "update cancelled, skewed": one(2, surely(A=F0), deploy(A=F1), sibling=1, behind=1.0),
    "set update cancelled": one(2, surely(A=F0), deploy(A=F01), sibling=1, crash=1, hang=1, twice=1),
    "set shrink cancelled": one(2, surely(A=F01), deploy(A=F0), sibling=1, crash=1, twice=1),
    "update, back, twice": one(2, surely(A=F0), surely(A=F1), surely(A=F0), twice=1, crash=1),
    "update fails": one(2, surely(A=F0), deploy(A=F1), DELETE, late=1, busy=2, hang=1, crash=1),
    "update fails, other id": one(
        2, surely(A=F0), deploy(A=F01), DELETE, late=1, busy=2, hang=1, failure_names_wanted=True, crash=1
    ),
    "create fails, twice": one(1, deploy(A=F0), late=1, busy=1, twice=1, hang=1),
    "stranger while busy": one(1, surely(A=F0), DELETE, busy=2, stranger=1),
    "stranger at once": one(1, surely(A=F0), DELETE, stranger=1, twice=1, busy=1),
    "stranger, crash": one(1, surely(A=F0), DELETE, stranger=1, crash=1, busy=1),
    "adopt, rolled back, delete": one(
        1, deploy(A=adopts(F0)), surely(A=adopts(F0)), DELETE, before=(0,), sibling=1, crash=1, twice=1
    ),
    "adopt off, delete": one(1, surely(A=adopts(F0)), surely(A=F0), DELETE, before=(0,), crash=1, twice=1),
    "cleanup fails": one(2, surely(A=F0), surely(A=F1), surely(A=F0), DELETE, in_use=(0,), late=3, tries=2),
    "table lost": one(2, surely(A=F01), LOSE_TABLE, deploy(A=F0), DELETE, sibling=1, crash=1),
    "create fails, stranger's": one(2, deploy(A=F01), before=(1,), failure_names_wanted=True, crash=1),
    "stalled between write and call": one(1, deploy(A=F0), sibling=1, stalls=True),
    "set, busy": one(2, deploy(A=F01), DELETE, busy=2, hang=1, crash=1, sibling=1),
    "set, one by one": one(2, deploy(A=F01), DELETE, busy=1, hang=1, crash=1, sibling=1, one_by_one=True),
    "set, slow, one by one": one(2, deploy(A=F01), DELETE, busy=1, sibling=1, crash=1, slow=True, one_by_one=True),
    "set, busy, lingers": one(2, deploy(A=F01), DELETE, busy=1, hang=1, sibling=1, lingers=True),
    "set, slow": one(2, deploy(A=F01), DELETE, busy=1, sibling=1, crash=1, slow=True),
    "set, stranger": one(2, deploy(A=F01), DELETE, stranger=1, busy=1),
    "version, refused": one(1, surely(A=F0), surely(A=renews(F0)), DELETE, busy=2),
    "version": one(1, surely(A=F0), deploy(A=renews(F0)), DELETE, sibling=1, busy=2, crash=1, hang=1),
    "version, slow": one(
        1, surely(A=F0), deploy(A=renews(F0)), DELETE, sibling=1, busy=1, hang=1, crash=1, slow=True, twice=1
    ),
    "version of a set": one(2, surely(A=F0), deploy(A=renews(F01)), DELETE, sibling=1, busy=1, hang=1, crash=1),
    "version, adopted": one(
        1,
        surely(A=adopts(F0)),
        deploy(A=Declared(F0, adopt=True, version=1)),
        DELETE,
        before=(0,),
        sibling=1,
        busy=1,
        hang=1,
    ),
    "twins, set, busy": one(2, deploy(A=F01), sibling=1, twice=1, twins=True, busy=1),
}
