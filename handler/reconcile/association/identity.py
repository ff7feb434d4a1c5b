"""Which package is meant: by its id, or by its name as the domain and its engine version have it."""

from collections.abc import Iterable
from dataclasses import replace

from account import is_anothers
from cloudformation.ids import LONGEST
from errors import Failed, Unconfirmed
from ledger.records import Item
from model import Package, Request, Target
from reconcile.association.declaration import write_id
from reconcile.association.look import DomainLook
from reconcile.state import PackageState, State

#: Statuses of a package that is no longer there (PackageStatus in the service's model).
GONE = ("DELETING", "DELETED")


def identified(target: Target, known: PackageState, look: DomainLook, item: Item) -> PackageState | None:
    """Return what is known of the package, with its id; None: that can't be told while the domain changes.

    What the domain lists comes first: an upgrade of its engine puts another id behind a plugin's name.

    Raises:
        Failed: no package has the name, or several have.
    """
    if known.asked is not None:
        return known
    if target.package_id:
        heir = "" if target.package_id in look.found else _heir(target.package_id, look, item)
        return replace(known, id=heir or target.package_id, stands_for=target.package_id if heir else "")
    if known.id in look.found:
        return known
    # What failed for another engine version is not what is meant.
    meant = [one for one in look.found.values() if one.name == target.name and one.status != "ASSOCIATION_FAILED"]
    if meant:
        return replace(known, id=meant[0].package_id, stands_for=_before(meant[0].package_id, look, item))
    if known.id:
        return known
    found = _by_name(target.name, look)
    return replace(known, id=found) if found else None


def check_ids(request: Request, state: State) -> None:
    """Raise `Failed` if two of the targets have turned out to be the same package, or if an id can't name them all."""
    labels: dict[str, str] = {}
    for label in [target.label for target in request.targets]:
        if other := labels.get(state.of(label).id):
            raise Failed(f"{label} is the same package as {other}. Name it once, then deploy again.")
        labels |= {state.of(label).id: label} if state.of(label).id else {}
    if (size := len(write_id(request.place, [*labels]))) > LONGEST:
        raise Failed(
            f"The ids of Packages take {size} letters, and CloudFormation has room for {LONGEST} in a resource's id. "
            "Give some of them to another resource, then deploy again."
        )


def _heir(package_id: str, look: DomainLook, item: Item) -> str:
    """Return what an engine upgrade has put in the place of a plugin that the stack has, or empty: only an Update
    accepts it, so that a rollback finds what it needs."""
    stack = look.request.stack_id
    if look.request.type != "Update":
        return ""
    slots = [slot for slot in item.slots.values() if package_id in slot.was and slot.package in look.found]
    return next((slot.package for slot in slots if any(claim.stack == stack for claim in slot.claims)), "")


def _before(package_id: str, look: DomainLook, item: Item) -> str:
    """Return the plugin of the request's id in whose place an engine upgrade has put this one, or empty."""
    was = next((slot.was for slot in item.slots.values() if slot.package == package_id), ())
    return next((one for one in was if look.request.names(one)), "")


def _by_name(name: str, look: DomainLook) -> str:
    """Return the id of the one package of that name that fits the domain, one's own first; empty: not known yet."""
    if look.domain.deleting:
        raise Failed("the domain is being deleted. Name another, then deploy again.")
    if look.domain.changing:
        return ""  # maybe to another engine version
    packages = [one for one in look.packages_named(name) if one.status not in GONE]
    fitting = [one for one in packages if one.fits(look.domain)]
    if not fitting:
        others = f"; there are {_listed(packages)}" if packages else ""
        raise Unconfirmed(
            f"no package has that name, in this account and region, for {look.domain.engine_version}{others}. "
            "Correct PackageName, or create the package, then deploy again."
        )
    own = [one for one in fitting if not is_anothers(one.package_id, one.owner, look.request.stack_id)]
    if len(own or fitting) > 1:
        raise Failed(f"several packages have that name: {_listed(fitting)}. Give the PackageID of one of them.")
    return (own or fitting)[0].package_id


def _listed(packages: Iterable[Package]) -> str:
    """Return packages as candidates to choose from."""
    return ", ".join(
        f"{one.package_id} ({', '.join(filter(None, (one.type, one.engine_version, one.owner and f'of {one.owner}')))})"
        for one in packages
    )
