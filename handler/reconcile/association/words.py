"""What a stack is told of associations."""

from errors import ServiceError
from model import Goal, Request
from reconcile.remedies import find_users
from reconcile.words import Words


def _done(request: Request) -> str:
    if request.goal is Goal.PRESENT:
        return f"associated with domain {request.domain}"
    domain = request.named.place if request.named is not None else request.place
    return f"dissociated from domain {domain}"


def _command(domain: str, package: str) -> str:
    return f"aws opensearch dissociate-package --domain-name {domain} --package-id {package}"


def _look_at(_: Request, error: ServiceError) -> str:
    if error.action == "DescribePackages":
        return "Look at the role of the provider's function."
    return "Look at the provider's DomainNamePattern and at the role of its function."


WORDS = Words(
    done=_done,
    absent="not associated",
    where=" on the domain",
    advice={
        Goal.PRESENT: "Wait until domain and package are ready, give ServiceTimeout up to 3600 seconds, deploy again.",
        Goal.ABSENT: "An index may still use the package, and a plugin in use keeps the domain processing: "
        "remove it from every index, then try again.",
    },
    command=_command,
    look_at=_look_at,
    present="associated",
    exists="Set AdoptExisting to true to take it over, or dissociate it first.",
    taken="",
    at=lambda domain: f" on domain {domain}",
    users=find_users,
)
