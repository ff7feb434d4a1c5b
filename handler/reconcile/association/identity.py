"""Which package is meant: by its id, or by its name as the domain and its engine version have it."""

from collections.abc import Iterable
from dataclasses import replace

from account import is_anothers
from cloudformation.ids import LONGEST, physical_id
from errors import Failed, Unconfirmed
from model import PLUGIN, Association, Domain, Goal, Package, Request, Target
from reconcile.association.look import DomainLook
from reconcile.state import PackageState, State

#: Statuses of a package that is no longer there (PackageStatus in the service's model).
GONE = ("DELETING", "DELETED")


def identified(target: Target, known: PackageState, look: DomainLook) -> PackageState | None:
    """Return what is known of the package, with its id; None: that can't be told while the domain changes.

    What the domain lists comes first: an upgrade of its engine puts another id behind a plugin's name.

    Raises:
        Failed: no package has the name, or several have.
    """
    if known.asked is not None:
        return known
    if target.package_id in look.found:
        return replace(known, id=target.package_id, stands_for="")
    if target.package_id:
        other = _another(target, look)
        return replace(known, id=other or target.package_id, stands_for=target.package_id if other else "")
    if known.id in look.found:
        return known
    goal = look.request.goal
    # What failed for another engine version is not what is meant; but it is what a cancelled request may have left.
    listed = [one for one in look.found.values() if one.name == target.name]
    meant = [one for one in listed if goal is Goal.ABSENT or one.status != "ASSOCIATION_FAILED"]
    if meant:
        return replace(known, id=meant[0].package_id)
    if known.id or goal is Goal.ABSENT:
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
    known = [state.of(target.label) for target in request.targets if request.goal is Goal.PRESENT]
    marks = {one.id: one.mark or (request.adopt and not one.taken) for one in known if one.id}
    if (size := len(physical_id(request.domain, marks))) > LONGEST:
        raise Failed(
            f"The ids of Packages take {size} letters, and CloudFormation has room for {LONGEST} in a resource's id. "
            "Give some of them to another resource, then deploy again."
        )


def fits(package: Package, domain: Domain) -> bool:
    """Return whether a package may be put on a domain of this engine version; only plugins are made for one."""
    return package.type != PLUGIN or package.engine_version in ("", domain.engine_version)


def predecessor(request: Request, one: Association, look: DomainLook) -> str:
    """Return the plugin of the request's id in whose place an engine upgrade has put this one, or empty."""
    if one.type != PLUGIN or request.held(one.package_id) or request.known is None:
        return ""
    names = {target.name for target in request.targets if not target.first}
    heirs = look.heirs(request.known.packages, lambda: names)
    return next((old for old, new in heirs.items() if new == one.package_id and request.held(old)), "")


def _another(target: Target, look: DomainLook) -> str:
    """Return what an engine upgrade has put in the place of a plugin that is named by its id, or empty.

    The stack must have had that: it dissociates it; its id names it, or names what is in its place, which an Update
    before has accepted; or it rolls back to it.
    """
    request, one = look.request, target.package_id
    if request.goal is Goal.ABSENT:
        known = request.known.packages if request.known is not None and not request.cancelled else ()
        return look.heirs(known, lambda: request.names).get(one, "")
    if request.type != "Update":
        return ""
    other = look.heirs([one], frozenset).get(one, "")
    had = request.held(one) or (request.held(other) and not target.first)
    return other if other and (had or look.stack.rolling_back) else ""


def _by_name(name: str, look: DomainLook) -> str:
    """Return the id of the one package of that name that fits the domain, one's own first; empty: not known yet."""
    if look.domain.deleting:
        raise Failed("the domain is being deleted. Name another, then deploy again.")
    if look.domain.changing:
        return ""  # maybe to another engine version
    packages = [one for one in look.named(name) if one.status not in GONE]
    fitting = [one for one in packages if fits(one, look.domain)]
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
