"""What a stack is told of packages themselves."""

from model import Goal, Request
from reconcile.words import Words

DONE = {"Create": "created", "Update": "updated", "Delete": "deleted"}


def _done(request: Request) -> str:
    return DONE[request.type]


WORDS = Words(
    done=_done,
    absent="not there",
    where="",
    advice={
        Goal.PRESENT: "Give ServiceTimeout up to 3600 seconds, then deploy again.",
        Goal.ABSENT: "A domain may still have it: dissociate it there first, then try again.",
    },
    command=lambda _, package: f"aws opensearch delete-package --package-id {package}",
    look_at=lambda _request, _error: "Look at the provider's SourceBucket and at the role of its function.",
    present="there",
    exists="Set AdoptExisting to true to take it over, or give another name.",
    taken="What another stack has can't be taken over: give another name; or where that stack retained it, release its "
    "claim first.",
    at=lambda _: "",
)
