"""New versions of a package: whether one is to be made, and what a rollback says of one that was."""

from ledger.records import FOUND, HELD, Slot
from model import COMING, SKEW, Package, Target
from reconcile.package.look import PackageLook
from reconcile.state import PackageState

FAILED = ("COPY_FAILED", "VALIDATION_FAILED", "DELETE_FAILED")


def is_to_be_renewed(target: Target, known: PackageState, slot: Slot, look: PackageLook) -> bool:
    """Return whether a new version is to be made of a package that is there, where the stack goes forward.

    What the resource has is renewed by a new source or Revision; what it adopts only where it failed; what another
    resource of the stack had may be made from something else. A rollback makes none: it would reach no domain before
    the rollback ends, and what was at the old key may be gone.
    """
    package, request = look.found.get(known.id), look.request
    done = any(claim.state == HELD and claim.request == request.id for claim in slot.claims)  # it has come once more
    if package is None or known.asked is not None or done:
        return False
    others = slot.origin != FOUND and package.made < request.made - SKEW
    return target.renewed if request.names(known.id) else others or package.status in FAILED


def stays(target: Target, package: Package, look: PackageLook) -> str:
    """Say what a rollback leaves of a version that was made since its operation began; empty: nothing."""
    if not target.renewed:
        return ""
    serves = f"its version {package.version} is available." if package.version else "it has no version."
    if package.status in COMING:
        return f"{package.package_id} was still {package.status}; {serves}"
    if package.last_updated < look.stack.began:
        return ""
    if package.status in FAILED:
        return f"{package.package_id} is {package.status}; {serves}"
    return (
        f"{package.package_id} stays at its version {package.version}: the service has no way back to an old version. "
        "Change Revision, or the source, to make a new one."
    )
