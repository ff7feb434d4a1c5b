"""What must be true of the domain and the package before the first call that changes anything."""

from collections.abc import Mapping

from errors import Failed
from identity import fits
from shapes import Domain, Package
from situation import Details, Goal

#: Statuses of the package itself that lead to AVAILABLE (PackageStatus in the service's model).
COMING = ("COPYING", "VALIDATING")


def check_domain(domain: Domain, goal: Goal) -> bool:
    """Return whether the domain may be changed for the goal; not so, with nothing to do, while it is being deleted.

    Raises:
        Failed: it is being deleted, or suspended.
    """
    if domain.deleting and goal is Goal.ASSOCIATED:
        raise Failed("the domain is being deleted. Name another, then deploy again.")
    if domain.suspended:
        raise Failed(
            "the service has suspended the domain (its status is Isolated). Look at the account's notifications, "
            "and try again once the domain is Active."
        )
    return not domain.deleting


def check_available(package: Package) -> bool:
    """Return whether the package itself is AVAILABLE, or will be.

    Raises:
        Failed: it never will be.
    """
    if package.status not in (*COMING, "AVAILABLE"):
        words = ", ".join(filter(None, (package.status, package.error)))
        raise Failed(f"the package itself is {words}. Correct and update the package, then deploy again.")
    return package.status == "AVAILABLE"


def check_fit(package: Package, domain: Domain, found: Mapping[str, Details]) -> None:
    """Raise `Failed` if the domain can't take the package: another engine version, or another of the same name."""
    if not fits(package, domain):
        raise Failed(
            f"the plugin is for {package.engine_version}, but the domain runs {domain.engine_version}. "
            "Give the id of the plugin for that version, or its PackageName to follow the domain."
        )
    for other in found.values():
        if other.name and other.name == package.name and other.package_id != package.id:
            raise Failed(
                f"the domain already has a package of the same name, {other.package_id} ({other.status}). "
                "Give PackageName to mean that one, or dissociate it first."
            )


def check_version(package: Package, version: str) -> None:
    """Raise `Failed` if the version wanted is not the one that an association takes, which is always the newest."""
    if version and version != package.version:
        raise Failed(
            f"PackageVersion is {version}, but the package's version is {package.version}, and the service associates "
            "no other. Correct PackageVersion, or update the package, then deploy again."
        )
