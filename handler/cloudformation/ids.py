"""Physical resource ids: the ledger of what a resource holds. Pure.

Of associations, `domain|package,package+,…`; of a package itself, its id alone.
"""

import re
from collections.abc import Mapping

from model import Holding

#: CloudFormation takes no longer id (bytes).
LONGEST = 1024
#: As the property patterns of schema.json: what a property can name, an id can hold.
FORM = re.compile(r"[a-z][a-z0-9-]{2,27}\|[^|\s]+")
TOKEN = re.compile(r"((?:F|G|pkg-)[A-Za-z0-9-]+)(\+?)")
#: A package's id as the service gives it (its model); narrow, for CloudFormation invents ids for what it cancels.
PACKAGE = re.compile(r"([FG][0-9]+|pkg-[a-f0-9]+)(\+?)")
NOT_CREATED = "not-created|"
#: Of what may have been created without the service having told its id.
UNKNOWN = "unknown|"


def not_created(logical_id: str) -> str:
    """Return the id of a resource of which nothing was created; its Delete does nothing."""
    return f"{NOT_CREATED}{logical_id}"


def holding(physical_id: str, logical_id: str = "") -> Holding | None:
    """Return what an id says that its resource holds; None: it is not one of ours.

    Args:
        logical_id: of the resource; 0.1.0, which was never released, made ids of `domain|LogicalResourceId`. One that
            has the service's own form is a package: resources may be named after their packages.
    """
    domain, bar, rest = physical_id.rpartition("|")
    if bar and rest == logical_id and (f"{domain}|" in (NOT_CREATED, UNKNOWN) or not PACKAGE.fullmatch(rest)):
        return None
    form = TOKEN if bar else PACKAGE
    tokens = [form.fullmatch(token) for token in rest.split(",")]
    if not all(tokens) or (bar and not FORM.fullmatch(physical_id)):
        return None
    return Holding(domain, {token[1]: bool(token[2]) for token in tokens if token})


def physical_id(domain: str, packages: Mapping[str, bool]) -> str:
    """Return the id of a resource that holds these packages on a domain, or the packages themselves; True: adopted."""
    prefix = f"{domain}|" if domain else ""
    return f"{prefix}{','.join(f'{one}+' if packages[one] else one for one in sorted(packages))}"
