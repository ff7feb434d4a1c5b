"""One look at a domain: its list, eagerly; all else is read when it is first asked for, and once."""

from collections.abc import Callable, Collection, Iterable
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
        heirs = self.heirs(holding.packages, lambda: self._names(row))
        return next((mark for old, mark in holding.packages.items() if heirs.get(old) == package_id), None)

    def _names(self, row: Row) -> frozenset[str]:
        """Return the PackageNames of the properties that a row or event came from; rows have none of their own."""
        same = (e for e in self.stack.events() if (e.logical_id, e.physical_id) == (row.logical_id, row.physical_id))
        return row.names or next((event.names for event in same if event.names), frozenset())

    def _read_ahead(self) -> None:
        """Read, in one call, what rows and the events read since name, and the domain lists no more."""
        records = [*self.stack.rows.values(), *self.stack.read]
        new, self._ahead = records[self._ahead :], len(records)
        held = [row.holding for row in new]
        named = {package for one in held if one and one.domain == self.request.domain for package in one.packages}
        self.packages(sorted(named - self.found.keys()))

    def heirs(self, held: Collection[str], names: Callable[[], Collection[str]]) -> dict[str, str]:
        """Return what an engine upgrade has put in the place of plugins that are not listed any more, by their ids.

        It is of the same name, and made for another engine version.

        Args:
            held: the ids that name the plugins, and maybe other packages.
            names: the PackageNames that they were declared by; they serve where a package itself is gone.
        """
        plugins = {one.package_id: one for one in self.found.values() if one.type == PLUGIN}
        away = [one for one in held if one not in self.found]
        if not away or not plugins:
            return {}
        packages = self.packages([*away, *plugins])
        heirs = dict[str, str]()
        for old in [packages[one] for one in away if one in packages and packages[one].type == PLUGIN]:
            same = [one for one, plugin in plugins.items() if plugin.name == old.name and one in packages]
            newer = [one for one in same if packages[one].engine_version != old.engine_version]
            heirs |= {old.package_id: newer[0]} if newer else {}
        if gone := sorted(one for one in away if one not in packages):
            named, taken = names(), {*held, *heirs.values()}
            left = sorted(one for one, plugin in plugins.items() if plugin.name in named and one not in taken)
            heirs |= dict(zip(gone, left, strict=False))  # which of several is whose makes no difference
        return heirs

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
