"""One look at packages themselves: by id where the id is known, else by name."""

from collections.abc import Callable, Iterable

from account import is_anothers
from cloudformation.stack import StackView
from model import Package, Request
from opensearch.client import OpenSearch
from reconcile.look import Look
from reconcile.package.identity import GONE, is_same
from reconcile.state import State


class PackageLook(Look):
    """What there is of the packages that a request is about. Reading may raise `ServiceError`."""

    found: dict[str, Package]

    def __init__(
        self, request: Request, state: State, opensearch: OpenSearch, stack: StackView, time: Callable[[], float]
    ) -> None:
        """Look at the packages."""
        super().__init__(request, stack, time)
        self._opensearch = opensearch
        known = [state.of(target.label).id or target.package_id for target in request.targets]
        ids = dict.fromkeys([*known, *(request.known.packages if request.known else ())])
        found = self._own(opensearch.packages([one for one in ids if one]).values() if any(ids) else ())
        for target in request.targets:
            asked = state.of(target.label).asked is not None and not request.cancelled
            by_name = target.name and not target.package_id and not asked
            if by_name and not any(is_same(target, one) for one in found.values()):
                found |= self._own(opensearch.packages_named(target.name))
        self.found = found

    def domains(self, package_id: str) -> dict[str, str]:
        """Return the domains that have the package, each with its status there."""
        return self._opensearch.domains(package_id)

    def _own(self, packages: Iterable[Package]) -> dict[str, Package]:
        """Return those that are there, by id; AWS's, and those that other accounts share, are nobody's to have here."""
        there = [one for one in packages if one.status != GONE]
        return {
            one.package_id: one for one in there if not is_anothers(one.package_id, one.owner, self.request.stack_id)
        }
