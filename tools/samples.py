"""The events of events/, in the order of a stack's life, as CloudFormation would send them now."""

import json
import re
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from tools.local import ROOT

EVENTS = ROOT / "events"
#: Where the events of events/ expect answers to go.
DEFAULT_URL = "http://host.docker.internal:5000"
#: How far two events are apart at least (seconds): what a clock of whole seconds can't tell apart isn't older or newer.
APART = 2
#: The id of the package that a stack makes, in `Sample`; the service gives another to each that is made.
FILMS = "F333333333"


@dataclass(frozen=True)
class Sample:
    """One event, and what is answered to it, whichever events came before."""

    what: str
    #: StackStatus.
    stack: str
    #: Status and PhysicalResourceId of the answer.
    answer: tuple[str, str]
    #: What must be among its Data.
    data: dict[str, str] = field(default_factory=dict)


def association(package: str) -> dict[str, str]:
    """Return what the answers have of an association."""
    return {"PackageID": package, "PackageVersion": "v1", "ReferencePath": f"analyzers/{package}"}


SAMPLES = {
    "create": Sample(
        "a package is associated",
        "CREATE_IN_PROGRESS",
        ("SUCCESS", "movies|F111111111"),
        association("F111111111"),
    ),
    "update-nothing": Sample(
        "nothing to do",
        "UPDATE_IN_PROGRESS",
        ("SUCCESS", "movies|F111111111"),
        association("F111111111"),
    ),
    "update-replace": Sample(
        "another package: the new one is associated, and the old one stays",
        "UPDATE_IN_PROGRESS",
        ("SUCCESS", "movies|F222222222"),
        association("F222222222"),
    ),
    "delete": Sample(
        "the update's cleanup: the old one is dissociated",
        "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
        ("SUCCESS", "movies|F111111111"),
    ),
    "create-invalid": Sample(
        "another stack, with a misspelt property: FAILED",
        "CREATE_IN_PROGRESS",
        ("FAILED", "not-created|Synonyms"),
    ),
    "delete-not-created": Sample(
        "its rollback: nothing was created",
        "ROLLBACK_IN_PROGRESS",
        ("SUCCESS", "not-created|Synonyms"),
    ),
    "create-set": Sample(
        "a set of two, of which Synonyms has one already",
        "UPDATE_IN_PROGRESS",
        ("SUCCESS", "movies|F111111111,F222222222"),
        {"PackageIDs": "F111111111,F222222222", "F111111111.PackageVersion": "v1", "stopwords.PackageVersion": "v1"},
    ),
    "update-set": Sample(
        "one of the two is no longer named, which is for the cleanup to dissociate",
        "UPDATE_IN_PROGRESS",
        ("SUCCESS", "movies|F111111111"),
        {"PackageIDs": "F111111111", "F111111111.PackageVersion": "v1"},
    ),
    "delete-set": Sample(
        "the stack is deleted: the other one is dissociated",
        "DELETE_IN_PROGRESS",
        ("SUCCESS", "movies|F111111111"),
    ),
    "create-package": Sample(
        "a package is made from an object in S3",
        "CREATE_IN_PROGRESS",
        ("SUCCESS", FILMS),
        {"PackageID": FILMS, "PackageVersion": "v1"},
    ),
    "update-package": Sample(
        "another Revision: the object becomes version v2",
        "UPDATE_IN_PROGRESS",
        ("SUCCESS", FILMS),
        {"PackageID": FILMS, "PackageVersion": "v2"},
    ),
    "delete-package": Sample(
        "the stack is deleted: the package too",
        "DELETE_IN_PROGRESS",
        ("SUCCESS", FILMS),
    ),
}


def event(name: str) -> dict[str, Any]:
    """Return a sample event as events/ has it."""
    read: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return read


class Invocations:
    """Makes the events, one after the other, and knows each one's stack as it is then."""

    def __init__(self) -> None:
        #: The sample of each request, by RequestId, and when the last one was made (epoch seconds).
        self.names: dict[str, str] = {}
        self.last = 0.0
        #: By StackId: the sample that it is at, and when that began.
        self.stacks: dict[str, tuple[Sample, float]] = {
            event(name)["StackId"]: (one, 0) for name, one in SAMPLES.items()
        }
        #: The package that the last answer named.
        self.films = FILMS

    def made(self, name: str) -> dict[str, Any]:
        """Return an event as CloudFormation would make it now: with a date and a RequestId of its own.

        Raises:
            KeyError: there is no such sample.
        """
        sample, made = SAMPLES[name], event(name)
        self.last = max(time.time(), self.last + APART)
        self.stacks[made["StackId"]] = (sample, self.last)
        date = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(self.last))
        request = str(uuid.uuid4())
        self.names[request] = name
        url = made["ResponseURL"].replace(made["RequestId"], request).replace("20261101%2F", f"{date[:8]}%2F")
        made |= {"RequestId": request, "ResponseURL": re.sub(r"\b\d{8}T\d{6}Z", date, url)}
        if made.get("PhysicalResourceId") == FILMS:
            made["PhysicalResourceId"] = self.films
        return made

    def answered(self, answer: dict[str, Any]) -> str:
        """Take note of an answer; return the name of its sample, or nothing."""
        name = self.names.get(str(answer.get("RequestId")), "")
        if name and SAMPLES[name].answer[1] == FILMS:
            self.films = answer["PhysicalResourceId"]
        return name
