"""What must be true of the domain and the packages before the first call that changes anything."""

import re
from collections.abc import Sequence
from dataclasses import replace

from errors import Failed, Unavailable, Unconfirmed
from ledger.records import Slot
from model import COMING, PLUGIN, Course, Goal, Package, Target
from reconcile.association.look import DomainLook
from reconcile.association.words import WORDS
from reconcile.state import REFUSED_LAST, PackageState, State

#: The service's own words that a change of the domain is under way; the code alone says "busy" and "in use" alike.
BUSY = re.compile(r"in progress|already being|wait for it to complete", re.IGNORECASE)
#: Where only these words say so, or a new version may be under way, ask again so often (seconds).
ASK_AGAIN_AFTER = 15
#: Whatever explains a refusal, ask again so often: what explains it may go on for ever (seconds).
ASK_ANYWAY_AFTER = 180


def is_told_by_the_call(state: State, targets: Sequence[Target], look: DomainLook) -> bool:
    """Return whether the call itself will say what stands against it, so that the domain need not be read before.

    It does so until it was refused. Of what was there before, the domain may have made another by an upgrade.
    """
    known = [state.of(target.label) for target in targets]
    if state.conflicts or any(not kind.endswith(Unavailable.__name__) for kind in state.troubles):
        return False
    return not any(one.id in look.found or look.request.names(one.id) for one in known)


def check_domain(look: DomainLook) -> None:
    """Raise `Failed` if the domain takes no change any more: it is being deleted, or suspended."""
    if look.domain.deleting and look.place == look.request.domain and look.request.goal is Goal.PRESENT:
        raise Failed("the domain is being deleted. Name another, then deploy again.")
    if look.domain.suspended:
        raise Failed(
            "the service has suspended the domain (its status is Isolated). Look at the account's notifications, "
            "and try again once the domain is Active."
        )


def busy(look: DomainLook, known: Sequence[PackageState], *, renewed: bool = False) -> str:
    """Return what occupies the domain, in words; empty: nothing.

    Processing may be over minutes before the change is; after a refusal, more than DescribeDomain is asked.

    Args:
        renewed: a new version was asked for and may be on its way, behind the old one's ACTIVE.
    """
    refusal = next((one.refusal for one in known if one.refusal), "")
    since = min((look.now - one.since[REFUSED_LAST] for one in known if REFUSED_LAST in one.since), default=0.0)
    if since >= ASK_ANYWAY_AFTER:
        return ""
    if look.domain.changing:
        more = "" if BUSY.search(refusal) else refusal
        return " ".join(filter(None, ("the domain is being changed", more)))
    if not refusal:
        return ""
    if look.others_moving(one.id for one in known) or (look.change is not None and look.change.under_way):
        return f"the domain is being changed {refusal}"
    if since >= ASK_AGAIN_AFTER:
        return ""
    if renewed:
        return f"a new version may be on its way {refusal}"
    return f"the domain is being changed {refusal}" if BUSY.search(refusal) else ""


def may_be_renewed(look: DomainLook, slots: Sequence[Slot]) -> bool:
    """Return whether one of the packages may have a newer version under way, that was asked for."""
    asked = [slot.package for slot in slots if slot.renewed]
    packages = look.packages(asked) if asked else {}
    return any(one in look.found and packages[one].version != look.found[one].version for one in packages)


def check_packages(state: State, targets: Sequence[Target], look: DomainLook) -> tuple[State, str]:
    """Return the state with the versions that will be there, and which package is on its way; empty: all are ready.

    Raises:
        Failed: a package can never be associated.
    """
    look.packages(state.of(target.label).id for target in targets)  # all in one call
    trouble = ""
    for target in targets:
        with WORDS.about(look.request, target.label):
            known = state.of(target.label)
            package = described(known.id, look)
            if not is_available(package):
                trouble = trouble or f"the package is {package.status}"
                continue
            if target.name and not _is_for_it(package, look) and not look.domain.changing:
                known, trouble = replace(known, id=""), "the domain was upgraded"  # find out again which is meant
            else:
                _check_fit(package, look)
                _check_version(package, target, look)
                known = replace(known, aimed=True, target=package.version)
            state = state.with_package(target.label, known)
    return state, trouble


def described(package_id: str, look: DomainLook) -> Package:
    """Return the package itself.

    Raises:
        Unconfirmed: the service describes none.
    """
    package = look.packages([package_id]).get(package_id)
    if package is None:
        raise Unconfirmed(
            f"there is no package {package_id}, in this account and region. Correct PackageID, then deploy again."
        )
    return package


def is_available(package: Package) -> bool:
    """Return whether the package itself is AVAILABLE, or will be.

    Raises:
        Unconfirmed: it never will be.
    """
    if package.status not in (*COMING, "AVAILABLE"):
        words = ", ".join(filter(None, (package.status, package.error)))
        raise Unconfirmed(f"the package itself is {words}. Correct and update the package, then deploy again.")
    return package.status == "AVAILABLE"


def _is_for_it(package: Package, look: DomainLook) -> bool:
    """Return whether the package is for the domain's engine version; the domain is read for a plugin alone."""
    return package.type != PLUGIN or package.fits(look.domain)


def _check_fit(package: Package, look: DomainLook) -> None:
    """Raise `Failed` if the domain can't take the package: another engine version, or another of the same name."""
    if not _is_for_it(package, look):
        if look.domain.changing:
            return  # maybe to another engine version
        raise Failed(
            f"the plugin is for {package.engine_version}, but the domain runs {look.domain.engine_version}. "
            "Give the id of the plugin for that version, or its PackageName to follow the domain."
        )
    for other in look.found.values():
        if (
            other.name
            and other.name == package.name
            and other.package_id != package.package_id
            and not look.domain.changing
        ):
            where = "in two deploys" if look.request.names(other.package_id) else "first"
            raise Failed(
                f"the domain already has a package of the same name, {other.package_id} ({other.status}). "
                f"Give PackageName to mean that one, or dissociate it {where}."
            )


def _check_version(package: Package, target: Target, look: DomainLook) -> None:
    """Raise `Failed` if the version wanted is not the one that an association takes, which is always the newest."""
    if target.version in ("", package.version) or look.stack.course_of_update() is Course.BACK:
        return
    raise Failed(
        f"PackageVersion is {target.version}, but the package's version is {package.version}, and the service "
        "associates no other. Correct PackageVersion, or update the package, then deploy again."
    )
