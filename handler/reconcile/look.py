"""One look: what there is, eagerly; all else is read when it is first asked for, and once."""

from collections.abc import Callable, Mapping

from cloudformation.rows import Row
from cloudformation.stack import StackView
from model import Association, Change, Package, Request


class Look:
    """What is observed in one look of an operation. Reading may raise `ServiceError`."""

    #: What there is, by package id.
    found: Mapping[str, Association | Package]
    #: The newest change of the domain; None: there is none to tell of.
    change: Change | None = None

    def __init__(self, request: Request, stack: StackView, time: Callable[[], float]) -> None:
        """Begin it.

        Args:
            time: tells the time (epoch seconds); by the end of a slow look it is later than `now`, when it began.
        """
        self.request, self.stack, self.time, self.now = request, stack, time, time()

    def mark(self, row: Row, package_id: str) -> bool | None:
        """Return whether a row or event holds the package as adopted; None: it does not hold it."""
        return row.mark(self.request.domain, package_id)
