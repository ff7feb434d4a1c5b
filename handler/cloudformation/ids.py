"""Physical resource ids: `domain|package,package,…`; of a package itself, its id alone. Pure."""

import re
from collections.abc import Iterable

from model import Named

#: CloudFormation takes no longer id (bytes).
LONGEST = 1024
#: As the property patterns of schema.json: what a property can name, an id can hold.
FORM = re.compile(r"[a-z][a-z0-9-]{2,27}\|[^|\s]+")
TOKEN = re.compile(r"(?:F|G|pkg-)[A-Za-z0-9-]+")
#: A package's id as the service gives it (its model); narrow, for CloudFormation invents ids for what it cancels.
PACKAGE = re.compile(r"[FG][0-9]+|pkg-[a-f0-9]+")


def not_created(logical_id: str) -> str:
    """Return the id of a resource of which nothing was created."""
    return f"not-created|{logical_id}"


def named(physical_id: str, logical_id: str) -> Named | None:
    """Return what an id names; None: it is not one of ours."""
    domain, bar, rest = physical_id.rpartition("|")
    packages = rest.split(",")
    if physical_id == not_created(logical_id) or not all(
        (TOKEN if bar else PACKAGE).fullmatch(one) for one in packages
    ):
        return None
    return Named(domain, tuple(packages)) if not bar or FORM.fullmatch(physical_id) else None


def physical_id(domain: str, packages: Iterable[str]) -> str:
    """Return the id of a resource that has these packages on a domain; without one, that is a package itself."""
    return f"{domain}|{','.join(sorted(packages))}" if domain else ",".join(packages)
