"""One look at a domain: its list, eagerly; all else is read when it is first asked for, and once."""

from collections.abc import Callable, Iterable
from functools import cached_property

from cloudformation.rows import Row
from cloudformation.stack import StackView
from errors import ServiceError
from model import PLUGIN, Association, Change, Domain, Package, Request
from opensearch.client import OpenSearch
from reconcile.look import Look

#: In these, something is on its way on the domain (DomainPackageStatus in the service's model).
MOVING = ("ASSOCIATING", "DISSOCIATING")


class DomainLook(Look):
    """A look at a domain."""

    def __init__(self, request: Request, opensearch: OpenSearch, stack: StackView, time: Callable[[], float]) -> None:
        """Look at the domain's list."""
        super().__init__(request, stack, time)
        self._opensearch = opensearch
        self._packages: dict[str, Package | None] = {}
        self._ahead = 0
        self.found: dict[str, Association] = opensearch.find(request.domain)

    @cached_property
    def domain(self) -> Domain:
        """The state of the domain."""
        return self._opensearch.domain(self.request.domain)

    @cached_property
    def change(self) -> Change | None:  # type: ignore[override]
        """The newest change of the domain; None: the service does not tell. It only explains, and may fail."""
        try:
            return self._opensearch.change(self.request.domain)
        except ServiceError:
            return None

    def mark(self, row: Row, package_id: str) -> bool | None:
        """Return as `Look.mark`: ids name the plugin of before an engine upgrade until their resource's next Update."""
        mark, holding = super().mark(row, package_id), row.holding
        one = self.found.get(package_id)
        if mark is not None or holding is None or holding.domain != self.request.domain:
            return mark
        if one is None or one.type != PLUGIN:
            return None
        self._read_ahead()
        return next((mark for old, mark in holding.packages.items() if self.in_its_place(old) == package_id), None)

    def _read_ahead(self) -> None:
        """Read, in one call, what rows and the events read since name, and the domain lists no more."""
        records = [*self.stack.rows.values(), *self.stack.read]
        new, self._ahead = records[self._ahead :], len(records)
        held = [row.holding for row in new]
        named = {package for one in held if one and one.domain == self.request.domain for package in one.packages}
        self.packages(sorted(named - self.found.keys()))

    def in_its_place(self, package_id: str, name: str = "") -> str:
        """Return the id that an engine upgrade has put in the place of a plugin that is not listed any more, or empty.

        It is of the same name, and made for another engine version.

        Args:
            name: the plugin's name, where that is known; it serves where the package itself is gone.
        """
        plugins = [one for one in self.found.values() if one.type == PLUGIN]
        if package_id in self.found or not plugins:
            return ""
        packages = self.packages([package_id, *(one.package_id for one in plugins)])
        old = packages.get(package_id)
        if old is None:
            return next((one.package_id for one in plugins if name and one.name == name), "")
        if old.type != PLUGIN:
            return ""
        same = [one.package_id for one in plugins if one.name == old.name and one.package_id in packages]
        return next((one for one in same if packages[one].engine_version != old.engine_version), "")

    def changing(self) -> bool:
        """Return whether the domain is being changed."""
        return self.domain.changing

    def packages(self, ids: Iterable[str]) -> dict[str, Package]:
        """Return the packages themselves, by id; one that does not exist is not in it."""
        wanted = list(dict.fromkeys(ids))
        if unknown := [one for one in wanted if one not in self._packages]:
            read = self._opensearch.packages(unknown)
            self._packages |= {one: read.get(one) for one in unknown}
        return {one: package for one in wanted if (package := self._packages[one]) is not None}

    def named(self, name: str) -> list[Package]:
        """Return every package of that name."""
        packages = self._opensearch.packages_named(name)
        self._packages |= {package.package_id: package for package in packages}
        return packages

    def others_moving(self, ids: Iterable[str]) -> bool:
        """Return whether another package of the domain is on its way."""
        return any(one.status in MOVING for one in self.found.values() if one.package_id not in set(ids))
