"""New versions of a package: whether one is to be made, and what a rollback can do about one that was."""

from dataclasses import replace

from errors import ServiceError
from model import COMING, SKEW, Goal, Package, Request, Target
from reconcile.ownership import is_fresh, rolls_back
from reconcile.package.look import PackageLook
from reconcile.package.rivals import RETRIED_AFTER
from reconcile.state import PackageState, State

#: Dates of requests have whole seconds: what changed later than this after one is surely of an attempt of its own.
LATER = 1
FAILED = ("COPY_FAILED", "VALIDATION_FAILED", "DELETE_FAILED")


def had(known: PackageState, before: PackageState, package: Package, look: PackageLook) -> PackageState:
    """Return what is known of a package that the resource has; what an earlier attempt has asked for, it knows again.

    Of an update that may be anybody's, it is only sure if it came after the request, was not seen on its way before,
    and is found late enough for an attempt that has crashed; in a rollback, never: it may be the cancelled update's.
    One version too many does no harm, one that never comes does.

    Args:
        before: what was known before this look.
    """
    request = look.request
    again = before.tried or (not before.taken and look.now - request.made >= RETRIED_AFTER)
    came = again and package.last_updated >= request.made + LATER
    if known.mark or not came or rolls_back(request, look) is not False:
        return known
    return replace(known, asked=package.last_updated, tried=True, seen=True)


def to_be_renewed(request: Request, target: Target, known: PackageState, look: PackageLook) -> tuple[bool, str]:
    """Return whether a new version is to be made of a package, and what keeps that from being known."""
    package = look.found.get(known.id)
    if request.goal is Goal.ABSENT or package is None or known.asked is not None:
        return False, ""
    held = request.held(known.id)
    if known.adopted:
        return package.status in FAILED, ""
    # What another resource of the stack had may be made from something else.
    if not (target.renewed if held else package.made < request.made - SKEW):
        return False, ""
    back = rolls_back(request, look)
    if back is None or (request.type == "Update" and not held and is_fresh(request, look.now)):
        return False, "the stack may be rolling back"  # to what it had before, and its status may be of before that
    newer = package.status == "AVAILABLE" and _is_newer(package, look)
    return (held and target.moved and newer if back else True), ""


def goes_back(request: Request, known: PackageState, look: PackageLook) -> bool:
    """Return whether a rollback finds the package that the resource held: whatever its version, that is enough."""
    there = request.goal is Goal.PRESENT and request.held(known.id) and known.id in look.found
    return there and bool(rolls_back(request, look))


def enough(request: Request, state: State, look: PackageLook) -> State | None:
    """Return the state of a rollback that has come to its deadline, with what is to be said; None: it is none.

    It has what the resource held, by the last look that went through.
    """
    try:
        there = all(goes_back(request, state.of(target.label), look) for target in request.targets)
        return told(request, state, look) if there else None
    except ServiceError:
        return None


def told(request: Request, state: State, look: PackageLook) -> State:
    """Return the state with what is to be said of a rollback that is done, and how it went."""
    notes = []
    for target in request.targets if request.type == "Update" else ():
        known, package = state.of(target.label), look.found.get(state.of(target.label).id)
        if package is None or not request.held(known.id) or not target.renewed or not rolls_back(request, look):
            continue
        serves = f"its version {package.version} is available." if package.version else "it has no version."
        if package.status in COMING:
            notes.append(f"{package.package_id} was still {package.status}; {serves}")
        elif known.asked is not None and package.status == "AVAILABLE" and package.version != known.before:
            notes.append(f"The rollback has uploaded the old object again, as version {package.version}.")
        elif known.asked is None and package.status in FAILED and _is_newer(package, look):
            notes.append(f"{package.package_id} is {package.status}; {serves}")
        elif known.asked is not None or _is_newer(package, look):
            notes.append(
                f"{package.package_id} stays at its version {package.version}: the service has no way back to an old "
                "version, and what was at its key before may be gone."
            )
    return replace(state, notes=(*state.notes, *notes))


def _is_newer(package: Package, look: PackageLook) -> bool:
    """Return whether what a rollback finds was uploaded since its operation began."""
    began = look.stack.began()
    return began is not None and package.last_updated >= began
