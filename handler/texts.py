"""Words from elsewhere, made fit to leave: nothing that XML can't carry, and no longer than fits.

CloudFormation shows an answer in XML; one character that XML has not, and nobody's client can read the stack's events.
Standard library only: the last responder reads this too.
"""

import json
import re
from collections.abc import Callable
from typing import Any

#: What is no character of XML 1.0 (production 2), and the control characters that it has: a terminal obeys them.
UNREADABLE = re.compile("[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: What a service says is kept up to this, in JSON (bytes): hundreds of such words fit into one hand-over.
LONGEST = 1500
CUT = " […] "


def readable(value: Any) -> Any:
    """Return a text, or all texts of mappings and lists, with what XML can't carry written out, such as `\\u001b`."""
    if isinstance(value, str):
        return UNREADABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", value)
    if isinstance(value, dict):
        return {readable(name): readable(item) for name, item in value.items()}
    return [readable(item) for item in value] if isinstance(value, list) else value


def shortened(text: str, fits: Callable[[str], bool]) -> str:
    """Return a text that fits, cut in the middle, where the least is said; as short as it can be if none does."""
    short, keep = text, len(text)
    while keep > 0 and not fits(short):
        keep -= max(1, keep // 20)
        short = f"{text[: keep // 2]}{CUT}{text[len(text) - keep // 2 :]}"
    return short


def brief(text: str) -> str:
    """Return what a service says as it is remembered and told."""
    return shortened(text, lambda short: len(json.dumps(short)) <= LONGEST)
