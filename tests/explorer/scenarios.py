"""Draft."""

from tests.explorer.scenario import *
from tests.explorer.scenario import DELETE, FORCE_AWAY, LOSE_TABLE, Declared, Scenario, deploy, surely

F0, F1, F2, F01, F12, F23 = (0,), (1,), (2,), (0, 1), (1, 2), (2, 3)


def one(n, *ops, **more):
    return Scenario((0,), n, (ops,), **more)


def two(n, *ops, **more):
    return Scenario((0, 0), n, (ops,), **more)


def three(n, *ops, **more):
    return Scenario((0, 0, 0), n, (ops,), **more)


SCENARIOS = {
    "set shrinks": one(2, surely(A=Declared(F01)), deploy(A=Declared(F0))),
    "set grows, sibling fails": one(2, surely(A=Declared(F0)), deploy(A=Declared(F01)), sibling=1),
    "create cancelled": one(1, deploy(A=Declared(F0)), sibling=1),
    "create cancelled, slow": one(1, deploy(A=Declared(F0)), sibling=1, slow=True, crash=1),
    "create cancelled, hang": one(1, deploy(A=Declared(F0)), sibling=1, hang=1, crash=1),
    "create cancelled, dup": one(1, deploy(A=Declared(F0)), sibling=1, twice=1, crash=1, hang=1),
    "create cancelled, twin": one(1, deploy(A=Declared(F0)), sibling=1, twice=1, twins=True, hang=1),
    "create cancelled, same second": one(1, deploy(A=Declared(F0)), sibling=1, behind=0.0, crash=1, hang=1),
    "create cancelled, skewed": one(1, deploy(A=Declared(F0)), sibling=1, behind=1.0, crash=1, hang=1),
    "create, twins, busy": one(1, deploy(A=Declared(F0)), sibling=1, twice=1, twins=True, busy=1),
    "create of set cancelled": one(2, deploy(A=Declared(F01)), sibling=1, crash=1, hang=1, twice=1),
    "create, again, dup": one(1, surely(A=Declared(F0)), surely(), surely(A=Declared(F0)), twice=1, crash=1),
    "update cancelled": one(2, surely(A=Declared(F0)), deploy(A=Declared(F1)), sibling=1, crash=1, hang=1, twice=1),
    "update cancelled, same second": one(
        2, surely(A=Declared(F0)), deploy(A=Declared(F1)), sibling=1, crash=1, behind=0.0
    ),
    "update cancelled, skewed": one(2, surely(A=Declared(F0)), deploy(A=Declared(F1)), sibling=1, behind=1.0),
    "set update cancelled": one(
        2, surely(A=Declared(F0)), deploy(A=Declared(F01)), sibling=1, crash=1, hang=1, twice=1
    ),
    "set shrink cancelled": one(2, surely(A=Declared(F01)), deploy(A=Declared(F0)), sibling=1, crash=1, twice=1),
    "update, back, dup": one(
        2, surely(A=Declared(F0)), surely(A=Declared(F1)), surely(A=Declared(F0)), twice=1, crash=1
    ),
    "update fails": one(2, surely(A=Declared(F0)), deploy(A=Declared(F1)), DELETE, late=1, busy=2, hang=1, crash=1),
    "update fails, other id": one(
        2,
        surely(A=Declared(F0)),
        deploy(A=Declared(F01)),
        DELETE,
        late=1,
        busy=2,
        hang=1,
        failure_names_wanted=True,
        crash=1,
    ),
    "create fails, dup": one(1, deploy(A=Declared(F0)), late=1, busy=1, twice=1, hang=1),
    "stranger while busy": one(1, surely(A=Declared(F0)), DELETE, busy=2, stranger=1),
    "stranger at once": one(1, surely(A=Declared(F0)), DELETE, stranger=1, twice=1, busy=1),
    "stranger, crash": one(1, surely(A=Declared(F0)), DELETE, stranger=1, crash=1, busy=1),
    "adopt, rolled back, delete": one(
        1,
        deploy(A=Declared(F0, adopt=True)),
        surely(A=Declared(F0, adopt=True)),
        DELETE,
        before=(0,),
        sibling=1,
        crash=1,
        twice=1,
    ),
    "adopt off, delete": one(
        1, surely(A=Declared(F0, adopt=True)), surely(A=Declared(F0)), DELETE, before=(0,), crash=1, twice=1
    ),
    "cleanup fails": one(
        2, surely(A=Declared(F0)), surely(A=Declared(F1)), surely(A=Declared(F0)), DELETE, in_use=(0,), late=3, tries=2
    ),
    "delete fails, again": one(1, surely(A=Declared(F0)), DELETE, late=1, retry=1, hang=1, crash=1, busy=1),
    "replaced stays": one(
        2,
        surely(A=Declared(F0)),
        surely(A=Declared(F1)),
        deploy(A=Declared(F01)),
        surely(A=Declared(F1)),
        DELETE,
        replaced_stays=True,
        sibling=1,
        crash=1,
        twice=1,
    ),
    "replaced stays, shared": two(
        2,
        surely(A=Declared(F0)),
        deploy(A=Declared(F1), B=Declared(F0)),
        DELETE,
        replaced_stays=True,
        sibling=1,
        crash=1,
    ),
    "no swapped update": one(
        2,
        surely(A=Declared(F0)),
        deploy(A=Declared(F01)),
        DELETE,
        deletes_alone=True,
        sibling=1,
        crash=1,
        hang=1,
        twice=1,
    ),
    "no swapped update, move": two(
        2,
        surely(A=Declared(F01), B=Declared(F0)),
        deploy(A=Declared(F0), B=Declared(F1)),
        deletes_alone=True,
        sibling=1,
        crash=1,
    ),
    "rollback off": one(
        2,
        surely(A=Declared(F0)),
        deploy(A=Declared(F1)),
        deploy(A=Declared(F01)),
        DELETE,
        rollback=False,
        late=1,
        busy=1,
        hang=1,
        crash=1,
    ),
    "rollback off, create": one(
        2,
        deploy(A=Declared(F0)),
        deploy(A=Declared(F01)),
        DELETE,
        rollback=False,
        late=1,
        busy=1,
        hang=1,
        failure_names_wanted=True,
    ),
    "rollback off, cancelled, recreate": one(
        2,
        deploy(A=Declared(F0)),
        deploy(A=Declared(F0)),
        DELETE,
        rollback=False,
        sibling=1,
        hang=1,
        crash=1,
        recreates=True,
    ),
    "rollback off, cancelled, update": one(
        2, deploy(A=Declared(F0)), deploy(A=Declared(F01)), DELETE, rollback=False, sibling=1, hang=1, crash=1
    ),
    "rollback off, failed, recreate": one(
        2,
        deploy(A=Declared(F01)),
        deploy(A=Declared(F0)),
        DELETE,
        rollback=False,
        late=1,
        busy=1,
        recreates=True,
        crash=1,
    ),
    "rollback off, update cancelled": one(
        2,
        surely(A=Declared(F0)),
        deploy(A=Declared(F1)),
        deploy(A=Declared(F01)),
        DELETE,
        rollback=False,
        sibling=1,
        hang=1,
    ),
    "skipped": one(
        2,
        surely(A=Declared(F0)),
        deploy(A=Declared(F1)),
        surely(A=Declared(F01)),
        DELETE,
        sibling=1,
        late=1,
        retry=1,
        skips=True,
        hang=1,
    ),
    "rollback tried again": one(
        2, surely(A=Declared(F0)), deploy(A=Declared(F1)), DELETE, sibling=1, late=1, retry=1, hang=1, crash=1
    ),
    "ledger lost": one(2, surely(A=Declared(F01)), LOSE_TABLE, deploy(A=Declared(F0)), DELETE, sibling=1, crash=1),
    "replacement refused": one(
        2,
        surely(A=Declared(F0)),
        surely(A=Declared(F01)),
        surely(A=Declared(F0)),
        DELETE,
        rollback=False,
        replacement_refused=True,
        crash=1,
        twice=1,
    ),
    "replacement refused, other": one(
        2,
        surely(A=Declared(F0)),
        surely(A=Declared(F1)),
        DELETE,
        rollback=False,
        replacement_refused=True,
        crash=1,
        twice=1,
    ),
    "cleaned up, retained, dup": one(
        2, surely(A=Declared(F0, policy=RETAINS)), surely(A=Declared(F1, policy=RETAINS)), DELETE, crash=1, twice=1
    ),
    "cleaned up, retained, dup, with B": two(
        3,
        surely(A=Declared(F0, policy=RETAINS), B=Declared(F2)),
        surely(A=Declared(F1, policy=RETAINS), B=Declared(F2)),
        DELETE,
        twice=1,
    ),
    "other domain": one(
        2, surely(A=Declared(F0)), deploy(A=Declared(F1)), DELETE, places=(0, 1), sibling=1, crash=1, hang=1, twice=1
    ),
    "other domain, fails": one(
        2, surely(A=Declared(F0)), deploy(A=Declared(F1)), DELETE, places=(0, 1), late=1, busy=1, hang=1, crash=1
    ),
    "other domain and back": one(
        2,
        surely(A=Declared(F0)),
        surely(A=Declared(F1)),
        deploy(A=Declared(F0)),
        DELETE,
        places=(0, 1),
        sibling=1,
        crash=1,
        twice=1,
    ),
    "other domain, rollback off": one(
        2,
        surely(A=Declared(F0)),
        deploy(A=Declared(F1)),
        DELETE,
        places=(0, 1),
        rollback=False,
        sibling=1,
        hang=1,
        crash=1,
    ),
    "replacement refused, other domain": one(
        2,
        surely(A=Declared(F0)),
        surely(A=Declared(F1)),
        DELETE,
        rollback=False,
        replacement_refused=True,
        places=(0, 1),
    ),
    "create fails, stranger's": one(2, deploy(A=Declared(F01)), before=(1,), failure_names_wanted=True, crash=1),
    "stalled between write and call": one(1, deploy(A=Declared(F0)), sibling=1, stalls=True),
    "rename": two(1, surely(A=Declared(F0)), deploy(B=Declared(F0)), DELETE, sibling=1, crash=1, hang=1),
    "rename, slow": two(1, surely(A=Declared(F0)), deploy(B=Declared(F0)), sibling=1, crash=1, slow=True, twice=1),
    "merge": two(2, surely(A=Declared(F0), B=Declared(F1)), deploy(A=Declared(F01)), sibling=1, crash=1),
    "split": two(2, surely(A=Declared(F01)), deploy(A=Declared(F0), B=Declared(F1)), sibling=1, crash=1),
    "swap": two(2, surely(A=Declared(F0), B=Declared(F1)), deploy(A=Declared(F1), B=Declared(F0)), sibling=1),
    "share, one goes": two(
        1, surely(A=Declared(F0), B=Declared(F0)), deploy(B=Declared(F0)), DELETE, sibling=1, hang=1
    ),
    "share, both created, cancelled": two(1, deploy(A=Declared(F0), B=Declared(F0)), sibling=1, crash=1, hang=1),
    "share, both deleted": two(1, surely(A=Declared(F0), B=Declared(F0)), DELETE, crash=1, hang=1, twice=1),
    "move": two(2, surely(A=Declared(F01), B=Declared(F0)), deploy(A=Declared(F0), B=Declared(F1)), sibling=1, crash=1),
    "share, busy": two(1, deploy(A=Declared(F0), B=Declared(F0)), DELETE, busy=2, crash=1),
    "retained, again": one(
        1, surely(A=Declared(F0, policy=RETAINS)), surely(), surely(A=Declared(F0)), surely(), crash=1, twice=1
    ),
    "retained, other resource": two(
        1, surely(A=Declared(F0, policy=RETAINS)), deploy(B=Declared(F0)), DELETE, sibling=1, crash=1, twice=1
    ),
    "retained, then other": two(
        1, surely(A=Declared(F0, policy=RETAINS)), surely(), deploy(B=Declared(F0)), DELETE, sibling=1, crash=1, twice=1
    ),
    "retained, other stack": Scenario(
        (0, 1),
        1,
        (
            (
                surely(A=Declared(F0, policy=RETAINS)),
                DELETE,
            ),
            (
                surely(B=Declared(F0, adopt=True)),
                DELETE,
            ),
        ),
        crash=1,
        twice=1,
    ),
    "retained, again, cancelled": one(
        1,
        surely(A=Declared(F0, policy=RETAINS)),
        surely(),
        deploy(A=Declared(F0)),
        DELETE,
        sibling=1,
        crash=1,
        hang=1,
        twice=1,
    ),
    "retained, again, other": one(
        2,
        surely(A=Declared(F0, policy=RETAINS)),
        surely(),
        deploy(A=Declared(F1)),
        deploy(A=Declared(F01)),
        DELETE,
        sibling=1,
        crash=1,
    ),
    "retained, again, rollback off": one(
        2,
        surely(A=Declared(F0, policy=RETAINS)),
        surely(),
        deploy(A=Declared(F1)),
        deploy(A=Declared(F01)),
        DELETE,
        rollback=False,
        sibling=1,
        hang=1,
    ),
    "retain except on create": one(
        1,
        deploy(A=Declared(F0, policy=RETAINS_EXCEPT_ON_CREATE)),
        surely(A=Declared(F0, policy=RETAINS_EXCEPT_ON_CREATE)),
        DELETE,
        sibling=1,
        crash=1,
        hang=1,
    ),
    "two stacks": Scenario(
        (0, 1),
        1,
        (
            (
                surely(A=Declared(F0)),
                DELETE,
            ),
            (
                surely(B=Declared(F0)),
                DELETE,
            ),
        ),
    ),
    "two stacks, busy": Scenario(
        (0, 1),
        1,
        (
            (
                surely(A=Declared(F0)),
                DELETE,
            ),
            (
                surely(B=Declared(F0)),
                DELETE,
            ),
        ),
        busy=2,
    ),
    "two stacks, hang": Scenario(
        (0, 1),
        1,
        (
            (
                surely(A=Declared(F0)),
                DELETE,
            ),
            (
                surely(B=Declared(F0)),
                DELETE,
            ),
        ),
        hang=2,
        crash=1,
    ),
    "two stacks, cancelled": Scenario(
        (0, 1),
        1,
        (
            (deploy(A=Declared(F0)),),
            (surely(B=Declared(F0)),),
        ),
        sibling=1,
        hang=1,
        crash=1,
    ),
    "two stacks, adopt": Scenario(
        (0, 1),
        1,
        (
            (
                surely(A=Declared(F0)),
                DELETE,
            ),
            (
                surely(B=Declared(F0, adopt=True)),
                DELETE,
            ),
        ),
        crash=1,
    ),
    "two stacks, adopt, hang": Scenario(
        (0, 1),
        1,
        (
            (
                surely(A=Declared(F0)),
                DELETE,
            ),
            (surely(B=Declared(F0, adopt=True)),),
        ),
        hang=1,
        crash=1,
    ),
    "two stacks, adopt, slow": Scenario(
        (0, 1),
        1,
        (
            (
                surely(A=Declared(F0)),
                DELETE,
            ),
            (surely(B=Declared(F0, adopt=True)),),
        ),
        hang=1,
        slow=True,
    ),
    "two stacks, adopt, cancelled": Scenario(
        (0, 1),
        1,
        (
            (deploy(A=Declared(F0)),),
            (deploy(B=Declared(F0, adopt=True)),),
        ),
        sibling=2,
        hang=1,
    ),
    "two stacks, both adopt": Scenario(
        (0, 1),
        1,
        (
            (
                surely(A=Declared(F0, adopt=True)),
                DELETE,
            ),
            (
                surely(B=Declared(F0, adopt=True)),
                DELETE,
            ),
        ),
        hang=1,
    ),
    "two stacks, both adopt a stranger's": Scenario(
        (0, 1),
        1,
        (
            (
                deploy(A=Declared(F0, adopt=True)),
                DELETE,
            ),
            (
                deploy(B=Declared(F0, adopt=True)),
                DELETE,
            ),
        ),
        before=(0,),
        sibling=1,
        crash=1,
    ),
    "two stacks, update": Scenario(
        (0, 1),
        2,
        (
            (
                surely(A=Declared(F0)),
                surely(A=Declared(F1)),
            ),
            (
                surely(B=Declared(F0, adopt=True)),
                surely(B=Declared(F1, adopt=True)),
            ),
        ),
        hang=1,
    ),
    "two stacks, forced": Scenario(
        (0, 1),
        1,
        (
            (
                surely(A=Declared(F0)),
                FORCE_AWAY,
            ),
            (
                surely(B=Declared(F0, adopt=True)),
                DELETE,
            ),
        ),
        crash=1,
        hang=1,
    ),
    "two stacks, delete fails": Scenario(
        (0, 1),
        1,
        (
            (
                surely(A=Declared(F0)),
                DELETE,
            ),
            (
                surely(B=Declared(F0, adopt=True)),
                DELETE,
            ),
        ),
        late=2,
        busy=1,
        retry=1,
    ),
    # what the shared model lacks
    "two, table lost": two(
        2, surely(A=Declared(F01), B=Declared(F0)), LOSE_TABLE, deploy(A=Declared(F0)), DELETE, sibling=1, crash=1
    ),
    "two, table lost, one goes": two(
        1, surely(A=Declared(F0), B=Declared(F0)), LOSE_TABLE, surely(B=Declared(F0)), DELETE, crash=1, twice=1
    ),
    "two, table lost, both stay": two(
        2,
        surely(A=Declared(F0), B=Declared(F0)),
        LOSE_TABLE,
        deploy(A=Declared(F0), B=Declared(F01)),
        surely(A=Declared(F0)),
        DELETE,
        crash=1,
        sibling=1,
    ),
    "two stacks, table lost": Scenario(
        (0, 1),
        1,
        (
            (
                surely(A=Declared(F0)),
                LOSE_TABLE,
                DELETE,
            ),
            (surely(B=Declared(F0, adopt=True)), DELETE),
        ),
        crash=1,
    ),
    "set, busy": one(2, deploy(A=Declared(F01)), DELETE, busy=2, hang=1, crash=1, sibling=1),
    "set, one by one": one(2, deploy(A=Declared(F01)), DELETE, busy=1, hang=1, crash=1, sibling=1, one_by_one=True),
    "set, slow, one by one": one(
        2, deploy(A=Declared(F01)), DELETE, busy=1, sibling=1, crash=1, slow=True, one_by_one=True
    ),
    "set, slow": one(2, deploy(A=Declared(F01)), DELETE, busy=1, sibling=1, crash=1, slow=True),
    "set, stranger": one(2, deploy(A=Declared(F01)), DELETE, stranger=1, busy=1),
    "two sets": two(2, deploy(A=Declared(F01), B=Declared(F01)), DELETE, busy=1, hang=1),
    "sets that overlap": two(
        3, deploy(A=Declared(F01), B=Declared(F12)), deploy(A=Declared(F12), B=Declared(F01)), DELETE, sibling=1, hang=1
    ),
    "two stacks, sets": Scenario(
        (0, 1),
        2,
        (
            (surely(A=Declared(F01)), DELETE),
            (surely(B=Declared(F01, adopt=True)), DELETE),
        ),
        hang=1,
    ),
    "version": one(
        1, surely(A=Declared(F0)), deploy(A=Declared(F0, version=1)), DELETE, sibling=1, busy=2, crash=1, hang=1
    ),
    "version, slow": one(
        1,
        surely(A=Declared(F0)),
        deploy(A=Declared(F0, version=1)),
        DELETE,
        sibling=1,
        busy=1,
        hang=1,
        crash=1,
        slow=True,
        twice=1,
    ),
    "version of a set": one(
        2, surely(A=Declared(F0)), deploy(A=Declared(F01, version=1)), DELETE, sibling=1, busy=1, hang=1, crash=1
    ),
    "version, shared": two(
        1,
        surely(A=Declared(F0), B=Declared(F0)),
        deploy(A=Declared(F0, version=1), B=Declared(F0)),
        DELETE,
        sibling=1,
        busy=1,
        hang=1,
    ),
    "version, adopted": one(
        1,
        surely(A=Declared(F0, adopt=True)),
        deploy(A=Declared(F0, adopt=True, version=1)),
        DELETE,
        before=(0,),
        sibling=1,
        busy=1,
        hang=1,
    ),
    "replaced stays, back": one(
        2,
        surely(A=Declared(F0)),
        surely(A=Declared(F1)),
        deploy(A=Declared(F0)),
        DELETE,
        replaced_stays=True,
        sibling=1,
        crash=1,
    ),
    "replaced stays, other domain, back": one(
        2,
        surely(A=Declared(F0)),
        surely(A=Declared(F1)),
        deploy(A=Declared(F0)),
        DELETE,
        replaced_stays=True,
        sibling=1,
        crash=1,
        places=(0, 1),
    ),
    "replaced stays, other domain": one(
        3,
        surely(A=Declared(F0)),
        surely(A=Declared(F1)),
        deploy(A=Declared(F2)),
        DELETE,
        replaced_stays=True,
        sibling=1,
        crash=1,
        places=(0, 1, 0),
    ),
    "twins, set, busy": one(2, deploy(A=Declared(F01)), sibling=1, twice=1, twins=True, busy=1),
}
WALKS = {
    "one, everything, twins": one(
        3,
        deploy(A=Declared(F01)),
        deploy(A=Declared(F12)),
        deploy(A=Declared(F0)),
        DELETE,
        crash=1,
        twice=3,
        hang=2,
        late=1,
        sibling=1,
        busy=1,
        twins=True,
    ),
    "two stacks, twins": Scenario(
        (0, 0, 1),
        2,
        (
            (
                deploy(A=Declared(F0), B=Declared(F01)),
                deploy(B=Declared(F0)),
                DELETE,
            ),
            (
                deploy(C=Declared(F01, adopt=True)),
                DELETE,
            ),
        ),
        crash=1,
        twice=3,
        hang=2,
        sibling=2,
        twins=True,
    ),
    "two domains": two(
        4,
        deploy(A=Declared(F01), B=Declared(F0)),
        deploy(A=Declared(F23), B=Declared(F2)),
        deploy(A=Declared(F0)),
        DELETE,
        places=(0, 0, 1, 1),
        crash=2,
        twice=2,
        hang=2,
        late=1,
        sibling=1,
    ),
    "rollback off": two(
        2,
        deploy(A=Declared(F0), B=Declared(F01)),
        deploy(A=Declared(F01), B=Declared(F0)),
        deploy(A=Declared(F1), B=Declared(F0)),
        DELETE,
        rollback=False,
        crash=1,
        twice=1,
        hang=1,
        late=1,
        sibling=1,
    ),
    "one, everything": one(
        3,
        deploy(A=Declared(F01)),
        deploy(A=Declared(F12)),
        deploy(A=Declared(F0)),
        DELETE,
        crash=2,
        twice=2,
        hang=2,
        late=2,
        sibling=1,
        busy=2,
        retry=1,
    ),
    "three of one stack": three(
        2,
        deploy(A=Declared(F0), B=Declared(F01)),
        deploy(B=Declared(F0), C=Declared(F01)),
        deploy(A=Declared(F01), C=Declared(F1)),
        DELETE,
        crash=2,
        twice=2,
        hang=2,
        sibling=1,
        busy=2,
    ),
    "three of one stack, late": three(
        2,
        deploy(A=Declared(F0), B=Declared(F01)),
        deploy(B=Declared(F0), C=Declared(F01)),
        DELETE,
        crash=2,
        twice=2,
        hang=2,
        late=2,
        sibling=1,
        retry=1,
    ),
    "two stacks, adopt": Scenario(
        (0, 0, 1),
        2,
        (
            (
                deploy(A=Declared(F0), B=Declared(F1)),
                deploy(A=Declared(F01)),
                DELETE,
            ),
            (
                deploy(C=Declared(F01, adopt=True)),
                deploy(C=Declared(F0, adopt=True)),
                DELETE,
            ),
        ),
        crash=2,
        twice=2,
        hang=2,
        sibling=2,
        busy=2,
    ),
    "two stacks, none adopts": Scenario(
        (0, 0, 1),
        2,
        (
            (
                deploy(A=Declared(F0), B=Declared(F1)),
                deploy(A=Declared(F01)),
                DELETE,
            ),
            (
                deploy(C=Declared(F01)),
                DELETE,
            ),
        ),
        crash=2,
        twice=2,
        hang=2,
        sibling=2,
        busy=2,
    ),
    "two stacks, slow": Scenario(
        (0, 1),
        2,
        (
            (
                deploy(A=Declared(F0)),
                deploy(A=Declared(F01)),
                DELETE,
            ),
            (
                deploy(B=Declared(F01, adopt=True)),
                DELETE,
            ),
        ),
        crash=1,
        twice=1,
        hang=2,
        sibling=1,
        busy=2,
        slow=True,
    ),
    "three stacks": Scenario(
        (0, 1, 2),
        1,
        (
            (
                deploy(A=Declared(F0)),
                DELETE,
            ),
            (
                deploy(B=Declared(F0, adopt=True)),
                DELETE,
            ),
            (
                deploy(C=Declared(F0)),
                DELETE,
            ),
        ),
        crash=2,
        twice=2,
        hang=2,
        sibling=2,
        busy=2,
    ),
    "retained": Scenario(
        (0, 0, 1),
        2,
        (
            (
                deploy(A=Declared(F0, policy=RETAINS), B=Declared(F01, policy=RETAINS_EXCEPT_ON_CREATE)),
                deploy(B=Declared(F1, policy=RETAINS_EXCEPT_ON_CREATE)),
                deploy(A=Declared(F01), B=Declared(F0)),
                DELETE,
            ),
            (
                deploy(C=Declared(F01, adopt=True)),
                DELETE,
            ),
        ),
        crash=1,
        twice=1,
        hang=1,
        sibling=2,
    ),
    "adopted": Scenario(
        (0, 0, 1),
        2,
        (
            (
                deploy(A=Declared(F0, adopt=True), B=Declared(F1)),
                deploy(B=Declared(F01)),
                DELETE,
            ),
            (
                deploy(C=Declared(F01, adopt=True)),
                DELETE,
            ),
        ),
        before=(0,),
        crash=2,
        twice=2,
        hang=2,
        sibling=2,
        busy=1,
    ),
    "skewed": two(2, deploy(A=Declared(F0), B=Declared(F01)), DELETE, crash=2, twice=1, hang=2, sibling=1, behind=1.0),
}
