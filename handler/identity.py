"""Which package is meant: by its id, or by its name as the domain and its engine version have it."""

from collections.abc import Iterable, Mapping

from association import OpenSearch
from errors import Failed
from progress import PackageProgress, Progress
from request import Request
from shapes import Domain, Package
from situation import Details, Goal
from wanted import Wanted

#: Statuses of a package that is no longer there (PackageStatus in the service's model).
GONE = ("DELETING", "DELETED")


class Identity:
    """Tells ids from names, for the packages of one operation."""

    def __init__(self, request: Request, progress: Progress, service: OpenSearch) -> None:
        self.request, self.progress, self.service = request, progress, service

    def find(self, wanted: Wanted, known: PackageProgress, found: Mapping[str, Details]) -> bool:
        """Learn the package's id, and whether the resource had it before; return whether it is known by now.

        What the domain lists comes first: an upgrade of its engine puts another id behind a plugin's name.

        Raises:
            Failed: no package has the name, or several have; or another one of the request is the same.
        """
        if package_id := self._listed(wanted, known, found) or known.id or wanted.package_id:
            known.id = package_id
        elif wanted.goal is Goal.DISSOCIATED:
            return True  # absent
        else:
            known.id = self._by_name(wanted.name)
        if known.id and known.first is None and wanted.goal is Goal.ASSOCIATED:
            name = found[known.id].name if known.id in found else wanted.name
            known.first = not {wanted.label, known.id, name} & self.request.known_as
            if not self.progress.physical_id:
                self.progress.physical_id = self._physical_id(known)
            self._check_only(wanted, known)
        return bool(known.id)

    def _check_only(self, wanted: Wanted, known: PackageProgress) -> None:
        for label, other in self.request.wanted.items():
            same = label != wanted.label and self.progress.of(label).id == known.id
            if same and other.goal is Goal.ASSOCIATED:
                raise Failed(f"{label} is the same package. Name it once, then deploy again.")

    def _listed(self, wanted: Wanted, known: PackageProgress, found: Mapping[str, Details]) -> str:
        """Return the id that the domain lists, or empty."""
        if wanted.package_id in found or not wanted.name or known.id in found:
            return wanted.package_id if wanted.package_id in found else known.id
        if wanted.goal is Goal.ASSOCIATED:  # what failed for another engine version is not what is meant
            named = [one for one in found.values() if one.name == wanted.name and one.status != "ASSOCIATION_FAILED"]
        else:  # only of plugins does the service change the id
            plugin = "ZIP-PLUGIN" if wanted.package_id else ""
            named = [one for one in found.values() if one.name == wanted.name and one.type == (plugin or one.type)]
        return named[0].package_id if named else ""

    def _by_name(self, name: str) -> str:
        """Return the id of the one package of that name that fits the domain; empty while that can't be told."""
        domain = self.service.domain(self.request.domain)
        if domain.deleting:
            raise Failed("the domain is being deleted. Name another, then deploy again.")
        if domain.changing:
            return ""  # maybe to another engine version
        packages = [one for one in self.service.packages_named(name) if one.status not in GONE]
        fitting = [one for one in packages if fits(one, domain)]
        if not fitting:
            others = f"; there are {listed(packages)}" if packages else ""
            raise Failed(
                f"no package has that name, in this account and region, for {domain.engine_version}{others}. "
                "Correct PackageName, or create the package, then deploy again."
            )
        if len(fitting) > 1:
            raise Failed(f"several packages have that name: {listed(fitting)}. Give the PackageID of one of them.")
        return fitting[0].id

    def _physical_id(self, known: PackageProgress) -> str:
        """Return the id that a success answers: the one before, as long as it is the same package."""
        own = self.request.kind.named_by(self.request.previous_id, self.request.logical_id)
        kept = own and own[0] == self.request.domain and not known.first
        return self.request.previous_id if kept else f"{self.request.domain}|{known.id}"


def fits(package: Package, domain: Domain) -> bool:
    """Return whether a package may be put on a domain of this engine version; only plugins are made for one."""
    return package.type != "ZIP-PLUGIN" or package.engine_version in ("", domain.engine_version)


def listed(packages: Iterable[Package]) -> str:
    """Return packages as candidates to choose from."""
    return ", ".join(f"{one.id} ({', '.join(filter(None, (one.type, one.engine_version)))})" for one in packages)
