"""Answers FAILED when the function itself could not. Standard library only, so that nothing can keep it from it.

Lambda's OnFailure destination calls it with the record of an asynchronous invocation that failed for good:
https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
"""

import json
import os
import ssl
import time
import urllib.error
import urllib.request
from typing import Any

from cloudformation.response_url import safe_url
from texts import readable, shortened

#: CloudFormation takes an answer of 4096 bytes; what Lambda says is cut so that it fits, whatever ids and letters.
LONGEST_REASON = 600
ATTEMPTS, TIMEOUT, PAUSE = 5, 10.0, 2.0

MEANING = {
    "EventAgeExceeded": "it waited too long in Lambda's queue",
    "RetriesExhausted": "it failed at every attempt",
    "ZeroReservedConcurrency": "its reserved concurrency is 0",
    "RecursiveInvocation": "Lambda took its hand-overs for a loop",
}


def lambda_handler(record: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Answer the request in the record; return the answer.

    Raises:
        RuntimeError: CloudFormation's endpoint did not take it. Its text holds no URL.
    """
    request = record["requestPayload"]
    known = {
        "Status": "FAILED",
        "Reason": reason(record),
        "PhysicalResourceId": physical_id(request),
        "StackId": request["StackId"],
        "RequestId": request["RequestId"],
        "LogicalResourceId": request["LogicalResourceId"],
    }
    answer: dict[str, Any] = readable(known)
    deliver(request["ResponseURL"], json.dumps(answer, ensure_ascii=False).encode())
    print(json.dumps({"level": "ERROR", "message": "answered for the function", **answer}))
    return answer


def reason(record: dict[str, Any]) -> str:
    """Say that the function failed, in what way, and with what error, as Lambda has it."""
    condition = str(mapping(record.get("requestContext")).get("condition", "unknown"))
    error = mapping(record.get("responsePayload"))
    words = ": ".join(str(error[key]) for key in ("errorType", "errorMessage") if error.get(key)) or "no details"
    words = shortened(readable(words), lambda text: len(text) <= LONGEST_REASON)
    properties = mapping(mapping(record.get("requestPayload")).get("ResourceProperties"))
    left = "the package may be left" if "PackageSource" in properties else "an association may be left on the domain"
    return (
        f"The provider's function could not answer: {MEANING.get(condition, condition)} ({words}). "
        f"Look at the log of the function; {left}. Then try again."
    )


def physical_id(request: dict[str, Any]) -> str:
    """Return the id that the request knows; without one, the id of what was not created."""
    return str(request.get("PhysicalResourceId") or f"not-created|{request['LogicalResourceId']}")


def mapping(value: Any) -> dict[str, Any]:
    """Return a mapping as it is and anything else as an empty one: a malformed record must not stop the answer."""
    return value if isinstance(value, dict) else {}


def deliver(url: Any, body: bytes) -> None:
    """PUT the body, with a bounded number of attempts.

    Raises:
        RuntimeError: none succeeded. Its text holds no URL.
    """
    checked = safe_url(url)
    if checked is None:
        raise RuntimeError("The ResponseURL is not one that an answer may go to.")
    outcome = ""
    for attempt in range(ATTEMPTS):
        time.sleep(PAUSE * attempt)
        try:
            # CloudFormation signs for an empty content type.
            put = urllib.request.Request(checked, data=body, method="PUT", headers={"Content-Type": ""})
            # HTTPS_PROXY and NO_PROXY are urllib's own; the certificates are those that boto3 trusts.
            trusted = ssl.create_default_context(cafile=os.environ.get("AWS_CA_BUNDLE") or None)
            with urllib.request.urlopen(put, timeout=TIMEOUT, context=trusted):
                return
        except urllib.error.HTTPError as error:
            outcome = f"HTTP status {error.code}"
            if error.code < 500:
                break
        except Exception as error:  # whatever it is, Lambda would log its text, and that may hold the URL
            outcome = type(error).__name__
    raise RuntimeError(f"CloudFormation's endpoint did not take the answer: {outcome}.")
