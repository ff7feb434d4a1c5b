"""The colours of statuses, in a terminal and in the picture of the demo: a failure never looks like a success."""

import os
import re
from collections.abc import Mapping
from typing import TextIO

#: How each word of a status is drawn; the first that fits. A cleanup after a rollback is just work.
CLASSES = {
    "bad": r"\w*(?:FAILED|ROLLBACK|ROLLBACK_IN_PROGRESS|ROLLBACK_COMPLETE)",
    "good": r"\w+_COMPLETE|ACTIVE|AVAILABLE",
    "busy": r"\w+_IN_PROGRESS|ASSOCIATING|DISSOCIATING|COPYING|VALIDATING",
}
WORD = re.compile("|".join(rf"\b(?P<{name}>{words})\b" for name, words in CLASSES.items()))
#: Bold too where it is bad: red and green look alike to some.
CODES = {"bad": "1;31", "good": "32", "busy": "33", "step": "1"}


def wants_colour(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether a stream is a terminal that shows colours, and whose reader has not refused them."""
    refused = environment.get("NO_COLOR") or environment.get("TERM", "dumb") == "dumb"
    return stream.isatty() and not refused


def painted(text: str, kind: str) -> str:
    """Return a text in the colour of its kind."""
    return f"\033[{CODES[kind]}m{text}\033[0m"


def coloured(text: str) -> str:
    """Return a text with each status in its colour."""
    return WORD.sub(lambda word: painted(word[0], str(word.lastgroup)), text)
