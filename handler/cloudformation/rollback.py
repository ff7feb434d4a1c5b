"""Whether a stack is rolling back, by its own status, which CloudFormation may show as it was a while ago."""

from aws import Caller
from clock import Clock
from errors import ServiceError

#: A stack's status may be so old when it is read; and so long CloudFormation may not answer at all (seconds).
STALE_FOR, UNANSWERED_FOR, PAUSE = 15.0, 60.0, 3.0


def rolls_back(stack_id: str, caller: Caller, clock: Clock) -> bool:
    """Return whether the stack is rolling back; where its status never shows it, this takes 15 seconds.

    Without an answer for a minute, it is not.
    """
    began, answered = clock.now(), False
    while True:
        try:
            if "ROLLBACK" in caller.call("DescribeStacks", StackName=stack_id)["Stacks"][0]["StackStatus"]:
                return True
            answered = True
        except ServiceError:
            pass  # denied, throttled, or no such stack: it may answer the next time
        waited = clock.now() - began
        if waited >= (STALE_FOR if answered else UNANSWERED_FOR) or clock.left() <= PAUSE:
            return False
        clock.sleep(PAUSE)
