"""What an operation has seen of its packages, for the log and for the reason of a failure."""

from collections.abc import Mapping

from aws_lambda_powertools import Logger

from situation import Details

logger = Logger()


class Seen:
    """The status of each package of a domain, by its id."""

    def __init__(self, domain: str) -> None:
        self._domain = domain
        self._statuses: dict[str, str] = {}

    def note(self, package: str, found: Mapping[str, Details]) -> bool:
        """Remember and log the status of a package; return whether it has moved since the look before."""
        status, before = found[package].status if package in found else "not associated", self._statuses.get(package)
        if status != before:
            logger.info("status", domain=self._domain, package=package, status=status)
            self._statuses[package] = status
        return before not in (None, status)

    def status(self, package: str) -> str:
        """Return the status that a package was last seen in."""
        return self._statuses.get(package, "nothing, for no look succeeded")
