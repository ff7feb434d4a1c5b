"""What the stack thinks of a request: still wanted? rolling back? since when? who else holds the id?

Every look is optional: what gets no answer for a while, for want of a permission say, yields None, and the operation
goes on.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, cast

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from clock import Clock
from errors import Unavailable

#: These looks are optional: better none than a late one (seconds).
CONFIG = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 2})

#: For how long to look again: a role made just now may lack its permissions, and a missed answer costs a stranger's
#: association (seconds).
LOOK_AGAIN_FOR = 20

#: A resource in these has no use for what its physical id names.
LEAVING = ("DELETE_IN_PROGRESS", "DELETE_COMPLETE", "DELETE_SKIPPED")


class Stack:
    """The stack that a request belongs to, as CloudFormation sees it now.

    Every look raises `Unavailable` while it is worth looking again.
    """

    def __init__(self, stack_id: str, logical_id: str, clock: Clock, client: Any = None) -> None:
        self._stack_id, self._logical_id, self._clock, self._client = stack_id, logical_id, clock, client
        self._unanswered: float | None = None
        self._answers: dict[str, dict[str, Any] | None] = {}

    def look_anew(self) -> None:
        """Forget the answers of the look before; within one, each question is asked once."""
        self._answers.clear()

    def resource_status(self) -> str | None:
        """Return the ResourceStatus of the request's own resource."""
        resource = self._describe_resource()
        return resource["ResourceStatus"] if resource else None

    def resource_changed(self) -> float | None:
        """Return when that status began (epoch seconds)."""
        resource = self._describe_resource()
        changed: datetime | None = resource.get("LastUpdatedTimestamp") if resource else None
        return changed.timestamp() if changed else None

    def status(self) -> str | None:
        """Return the StackStatus."""
        stack = self._describe()
        return stack["StackStatus"] if stack else None

    def rolling_back(self) -> bool | None:
        """Return whether the stack is on its way back."""
        status = self.status()
        return None if status is None else "ROLLBACK" in status

    def operation_began(self) -> float | None:
        """Return when the create or update that is under way, or rolled back, began (epoch seconds)."""
        stack = self._describe()
        if stack is None:
            return None
        # LastUpdatedTime is only there once a stack was updated; a rolled-back creation counts from the creation.
        created = stack["StackStatus"].startswith(("CREATE_", "ROLLBACK_"))
        began: datetime = stack["CreationTime"] if created else stack.get("LastUpdatedTime", stack["CreationTime"])
        return began.timestamp()

    def held_by_another(self, physical_ids: Collection[str]) -> bool:
        """Return whether another resource of the stack has one of these physical ids."""
        token: dict[str, str] = {}
        while page := self._look("list_stack_resources", **token):
            for resource in page["StackResourceSummaries"]:
                if (
                    resource.get("PhysicalResourceId") in physical_ids
                    and resource["LogicalResourceId"] != self._logical_id
                    and resource["ResourceStatus"] not in LEAVING
                ):
                    return True
            if not page.get("NextToken"):
                break
            token = {"NextToken": page["NextToken"]}
        return False

    def _describe_resource(self) -> dict[str, Any] | None:
        answer = self._look("describe_stack_resource", LogicalResourceId=self._logical_id)
        return cast(dict[str, Any], answer["StackResourceDetail"]) if answer else None

    def _describe(self) -> dict[str, Any] | None:
        answer = self._look("describe_stacks")
        return answer["Stacks"][0] if answer and answer["Stacks"] else None

    def _look(self, operation: str, **parameters: str) -> dict[str, Any] | None:
        question = f"{operation} {parameters}"
        if question not in self._answers:
            self._answers[question] = self._ask(operation, **parameters)
        return self._answers[question]

    def _ask(self, operation: str, **parameters: str) -> dict[str, Any] | None:
        try:
            self._client = self._client or boto3.client("cloudformation", config=CONFIG)
            call: Callable[..., dict[str, Any]] = getattr(self._client, operation)
            answer = call(StackName=self._stack_id, **parameters)
        except (ClientError, BotoCoreError) as error:
            now = self._clock.now()
            self._unanswered = now if self._unanswered is None else self._unanswered
            if now - self._unanswered < LOOK_AGAIN_FOR:
                raise Unavailable(operation, f"no answer ({type(error).__name__})") from None
            return None
        self._unanswered = None
        return answer
