"""crhelper made safe: it dispatches and keeps the books; what it would lose, leak or send twice is replaced."""

import json
import logging
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger
from crhelper import FAILED, SUCCESS, CfnResource

from cloudformation.event import Event
from cloudformation.ids import not_created
from cloudformation.response_url import without_secrets
from errors import ProviderError
from texts import readable, shortened

#: CloudFormation takes no longer answer (bytes); its documentation, "Custom resource response objects".
LONGEST_BODY = 4096

#: Returned by a lifecycle function instead of an id: there is no answer yet.
PENDING = "PENDING"

logger = Logger()

for name in ("urllib3", "botocore", "crhelper"):
    # Below INFO they log URLs and whole events.
    logging.getLogger(name).setLevel(max(logging.INFO, logging.getLogger(name).level))


class CustomResource(CfnResource):
    """Calls the lifecycle function for a request and returns the answer, unsent.

    Nothing is sent from inside crhelper: it answers FAILED to whatever is raised there, also after a SUCCESS.
    """

    _event: Event
    _context: Any

    def __init__(self) -> None:
        """Replaced: crhelper's builds three clients and sets up the root logger, at import, with its level DEBUG."""
        self._sam_local = True  # makes crhelper's own code build no clients and poll nothing
        self._timer = self._init_failed = None
        self._sleep_on_delete = 0
        self._poll_create_func = self._poll_update_func = self._poll_delete_func = None
        self._create_func = self._update_func = self._delete_func = None
        self.NoEcho = False

    def answer(self, event: Event, context: Any) -> dict[str, Any] | None:
        """Return the answer to the event, or None when the operation must be handed over.

        The lifecycle function gets the event with nothing left of its ResponseURL but the date.

        Args:
            event: a checked event: a malformed one, crhelper would answer to the previous request's URL.
        """
        self._answer: dict[str, Any] | None = None
        self._default_id = event.get("PhysicalResourceId") or not_created(event["LogicalResourceId"])
        self(event | {"ResponseURL": without_secrets(event["ResponseURL"])}, context)
        return self._answer

    def _log_setup(self, event: Event, context: Any) -> None:
        """Replaced: crhelper's sets the root logger's level and formatter at every request."""

    def _set_timeout(self) -> None:
        """Replaced: FAILED half a second before Lambda's end would forbid the retry that heals."""

    def _wrap_function(self, func: Callable[[Event, Any], str]) -> None:
        """Replaced: crhelper forgets the id that the function set before it raised, and logs to its own logger."""
        self.PhysicalResourceId = self._default_id
        try:
            self.PhysicalResourceId = func(self._event, self._context)
        except Exception as error:
            logger.warning("failed", exc_info=not isinstance(error, ProviderError))
            self.Status, self.Reason = FAILED, str(error) or type(error).__name__

    def _cfn_response(self, event: Event) -> None:
        """Replaced: crhelper's makes up a random id, and answers while the operation goes on."""
        if self.PhysicalResourceId != PENDING:
            self._send()

    def _send(self, status: str | None = None, reason: str = "", **_: Any) -> None:
        """Replaced: keeps the answer, whole and as CloudFormation can show it; crhelper's sends it for ever."""
        answer: dict[str, Any] = {
            "Status": status or self.Status,
            "PhysicalResourceId": str(self.PhysicalResourceId or self._default_id),
            "StackId": self.StackId,
            "RequestId": self.RequestId,
            "LogicalResourceId": self.LogicalResourceId,
            "Reason": str(reason or self.Reason),
        }
        if answer["Status"] == SUCCESS:
            answer |= {"Data": self.Data, "NoEcho": self.NoEcho}
        self._answer = fitted(readable(answer))


def encoded(answer: dict[str, Any]) -> bytes:
    """Return the answer as the body of a PUT."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()


def fitted(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the answer within CloudFormation's limit: its reason is cut in the middle, where the least is said.

    Of attributes, the package versions go first, then the list of ids, which the physical id holds too; then the
    others from the end.
    """
    reason = shortened(answer["Reason"], lambda text: len(encoded(answer | {"Reason": text})) <= LONGEST_BODY)
    answer = answer | {"Reason": reason}
    order = sorted(answer.get("Data", ()), key=lambda name: (name.endswith(".PackageVersion"), name == "PackageIDs"))
    while len(encoded(answer)) > LONGEST_BODY and order:
        gone = order.pop()
        answer = answer | {"Data": {name: value for name, value in answer["Data"].items() if name != gone}}
    return answer
