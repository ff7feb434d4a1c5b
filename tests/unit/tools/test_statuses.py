"""The colours of statuses: a failure is never drawn like a success."""

import pytest

from tools.statuses import CODES, WORD, coloured


def kind(status: str) -> str:
    (word,) = WORD.finditer(status)
    assert word[0] == status
    return str(word.lastgroup)


@pytest.mark.parametrize(
    ("status", "drawn"),
    {
        **dict.fromkeys(("CREATE_FAILED", "UPDATE_FAILED", "ASSOCIATION_FAILED", "VALIDATION_FAILED"), "bad"),
        **dict.fromkeys(("ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED"), "bad"),
        **dict.fromkeys(("CREATE_COMPLETE", "UPDATE_COMPLETE", "DELETE_COMPLETE", "ACTIVE", "AVAILABLE"), "good"),
        **dict.fromkeys(("CREATE_IN_PROGRESS", "DISSOCIATING", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"), "busy"),
        "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS": "busy",
    }.items(),
)
def test_each_status_has_its_colour(status: str, drawn: str) -> None:
    assert kind(status) == drawn
    assert coloured(status) == f"\033[{CODES[drawn]}m{status}\033[0m"


def test_a_failure_looks_like_no_success() -> None:
    assert len({CODES[kind] for kind in ("bad", "good", "busy")}) == 3
    assert coloured("UPDATE_FAILED").partition("U")[0] != coloured("UPDATE_COMPLETE").partition("U")[0]
