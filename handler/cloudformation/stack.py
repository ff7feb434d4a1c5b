"""The stack that a request belongs to: where its own status says that it is going."""

from functools import cached_property
from typing import Any

from aws import Caller
from errors import Rejected
from model import Course, Request

#: CloudFormation's own records may be as old as this when they are read (seconds).
STALE = 6.0
#: A Delete whose stack seems to go forward looks again for so long, for it may be on its way back (seconds).
LOOKED_AGAIN_FOR = 15.0
#: The status of a stack that is no more.
GONE = "DELETE_COMPLETE"


def described(caller: Caller, stack_id: str) -> dict[str, Any]:
    """Return a stack's entry in DescribeStacks, or one that says that it is no more. May raise `ServiceError`."""
    try:
        answer = caller.call("DescribeStacks", StackName=stack_id)
    except Rejected as error:
        if "does not exist" in error.words:  # the code alone, ValidationError, says many things
            return {"StackStatus": GONE}
        raise
    stack: dict[str, Any] = next(iter(answer.get("Stacks") or []), {})
    return stack


class StackView:
    """One look at the stack; its status is asked for when it is first needed, and once. May raise `ServiceError`."""

    def __init__(self, request: Request, now: float, caller: Caller) -> None:
        self._request, self._now, self._caller = request, now, caller

    @cached_property
    def _shown(self) -> dict[str, Any]:
        return described(self._caller, self._request.stack_id)

    @property
    def _status(self) -> str:
        return str(self._shown.get("StackStatus", GONE))

    def is_gone(self, stack_id: str) -> bool:
        """Return whether another stack is no more."""
        return bool(described(self._caller, stack_id).get("StackStatus", GONE) == GONE)

    @property
    def began(self) -> float:
        """When its operation began, or the one before it (epoch seconds)."""
        names = ("CreationTime", "LastUpdatedTime", "DeletionTime")
        return max((self._shown[name].timestamp() for name in names if self._shown.get(name)), default=0.0)

    def course(self) -> tuple[Course, float]:
        """Return where the stack of a Delete is going, and since when."""
        status = self._status
        if status.startswith(("DELETE", "ROLLBACK")):
            return Course.AWAY, self.began
        if status.startswith("UPDATE_ROLLBACK"):
            return Course.BACK, self.began
        unsure = "CLEANUP" not in status and self._now < self._request.made + LOOKED_AGAIN_FOR
        return Course.UNSURE if unsure else Course.ON, self.began

    def course_of_update(self, *, surely: bool = False) -> Course:
        """Return whether an Update is a rollback's; that it is, is believed once the status can't be an old one.

        Args:
            surely: nor is it believed before that it goes forward.
        """
        if self._request.type != "Update":
            return Course.ON
        back, old = "ROLLBACK" in self._status, self._now < self._request.made + STALE
        if old and (back or surely):
            return Course.UNSURE
        return Course.BACK if back else Course.ON
