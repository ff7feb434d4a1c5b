"""The events of events/, in the order of a stack's life: what each is about, its stack's state, its answer."""

import json
import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.local import ROOT

EVENTS = ROOT / "events"
#: Where the events of events/ expect answers to go.
DEFAULT_URL = "http://host.docker.internal:5000"


@dataclass(frozen=True)
class Sample:
    """One event. Each has a StackId of its own, so that its stack can be where it must be at that event."""

    what: str
    #: StackStatus.
    stack: str
    #: ResourceStatus and PhysicalResourceId (empty: none yet) of the stack's resources.
    rows: dict[str, tuple[str, str]]
    #: Status and PhysicalResourceId of the answer.
    answer: tuple[str, str]

    @property
    def operation(self) -> str:
        """What was ordered of the stack: CREATE, UPDATE or DELETE."""
        word = self.stack.split("_")[0]
        return "CREATE" if word == "ROLLBACK" else word


SAMPLES = {
    "create": Sample(
        "a package is associated",
        "CREATE_IN_PROGRESS",
        {"Synonyms": ("CREATE_IN_PROGRESS", "")},
        ("SUCCESS", "movies|F111111111"),
    ),
    "update-nothing": Sample(
        "nothing to do",
        "UPDATE_IN_PROGRESS",
        {"Synonyms": ("UPDATE_IN_PROGRESS", "movies|F111111111")},
        ("SUCCESS", "movies|F111111111"),
    ),
    "update-replace": Sample(
        "another package: the new one is associated, and the old one stays",
        "UPDATE_IN_PROGRESS",
        {"Synonyms": ("UPDATE_IN_PROGRESS", "movies|F111111111")},
        ("SUCCESS", "movies|F222222222"),
    ),
    "delete": Sample(
        "the update's cleanup: the old one is dissociated",
        "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
        {"Synonyms": ("UPDATE_COMPLETE", "movies|F222222222")},
        ("SUCCESS", "movies|F111111111"),
    ),
    "create-invalid": Sample(
        "a misspelt property: FAILED",
        "CREATE_IN_PROGRESS",
        {"Synonyms": ("CREATE_IN_PROGRESS", "")},
        ("FAILED", "not-created|Synonyms"),
    ),
    "delete-not-created": Sample(
        "its rollback: nothing was created",
        "ROLLBACK_IN_PROGRESS",
        {"Synonyms": ("DELETE_IN_PROGRESS", "not-created|Synonyms")},
        ("SUCCESS", "not-created|Synonyms"),
    ),
    "create-set": Sample(
        "a set of two, of which Synonyms has one already",
        "UPDATE_IN_PROGRESS",
        {"Synonyms": ("UPDATE_COMPLETE", "movies|F222222222"), "Search": ("CREATE_IN_PROGRESS", "")},
        ("SUCCESS", "movies|F111111111,F222222222"),
    ),
    "update-set": Sample(
        "one of the two is no longer named, which is for the cleanup to dissociate",
        "UPDATE_IN_PROGRESS",
        {
            "Synonyms": ("DELETE_COMPLETE", "movies|F222222222"),
            "Search": ("UPDATE_IN_PROGRESS", "movies|F111111111,F222222222"),
        },
        ("SUCCESS", "movies|F111111111"),
    ),
    "delete-set": Sample(
        "the stack is deleted: the other one is dissociated",
        "DELETE_IN_PROGRESS",
        {"Search": ("DELETE_IN_PROGRESS", "movies|F111111111")},
        ("SUCCESS", "movies|F111111111"),
    ),
    "create-package": Sample(
        "a package is made from an object in S3",
        "CREATE_IN_PROGRESS",
        {"Films": ("CREATE_IN_PROGRESS", "")},
        ("SUCCESS", "F333333333"),
    ),
    "update-package": Sample(
        "another Revision: the object becomes version v2",
        "UPDATE_IN_PROGRESS",
        {"Films": ("UPDATE_IN_PROGRESS", "F333333333")},
        ("SUCCESS", "F333333333"),
    ),
    "delete-package": Sample(
        "the stack is deleted: the package too",
        "DELETE_IN_PROGRESS",
        {"Films": ("DELETE_IN_PROGRESS", "F333333333")},
        ("SUCCESS", "F333333333"),
    ),
}


def event(name: str) -> dict[str, Any]:
    """Return a sample event as events/ has it."""
    read: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return read


def write(folder: Path, url: str, at: float) -> None:
    """Write the events as CloudFormation would make them at that time (epoch seconds), to be answered at the URL."""
    folder.mkdir(parents=True, exist_ok=True)
    date = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(at))
    for name in SAMPLES:
        made = event(name)
        made["ResponseURL"] = made["ResponseURL"].replace(DEFAULT_URL, url)
        made["ResponseURL"] = re.sub(r"\b\d{8}T\d{6}Z", date, made["ResponseURL"]).replace(
            "20261101%2F", f"{date[:8]}%2F"
        )
        beside = folder / f"{name}.json.new"
        beside.write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")
        os.replace(beside, folder / f"{name}.json")  # whoever reads it just now reads the whole
