"""Packages that come up under the name while a request begins: its own earlier attempt's, or a rival's.

A rival is another stack that makes the same name; or another delivery of the very same request, which answers first.
"""

from model import COMING, SKEW, Package, Request
from reconcile.state import PackageState

#: Lambda tries a crashed invocation again after a minute: what is found earlier is of no attempt before (seconds).
RETRIED_AFTER = 50
#: So long after it was made, a look may miss a package (seconds).
LISTED_AFTER = 6
#: Another delivery of the same request has answered by then, once the status was final: also one that Lambda had to try
#: again twice, after one and two minutes (seconds).
ANSWERED_AFTER = 200


def is_rival(request: Request, before: PackageState, package: Package, now: float) -> bool:
    """Return whether a package was made by somebody else, or by another delivery of the request.

    Args:
        before: what was known before this look: also since when the package was missed, which may be a look's mistake.
    """
    if request.adopt or request.held(package.package_id) or before.tried or before.taken:
        return False
    sudden = package.made >= request.made - SKEW
    missed = before.absent is not None and package.made >= before.absent - LISTED_AFTER
    return before.rival or (sudden and (missed or now - request.made < RETRIED_AFTER))


def is_over(package: Package, now: float) -> bool:
    """Return whether another delivery would have answered by now, so that a rival that nobody holds is another's."""
    return package.status not in COMING and now - package.last_updated >= ANSWERED_AFTER
