"""The colours of statuses: only in a terminal that wants them, and a failure is never drawn like a success."""

import time
from io import StringIO

import pytest

from tools import screen
from tools.statuses import CODES, WORD, coloured, wants_colour


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def kind(status: str) -> str:
    (word,) = WORD.finditer(status)
    assert word[0] == status
    return str(word.lastgroup)


@pytest.mark.parametrize(
    ("stream", "environment", "wants"),
    [
        (Terminal(), {"TERM": "xterm"}, True),
        (Terminal(), {"TERM": "xterm", "NO_COLOR": ""}, True),
        (Terminal(), {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (Terminal(), {"TERM": "dumb"}, False),
        (Terminal(), {}, False),
        (StringIO(), {"TERM": "xterm"}, False),
    ],
)
def test_colours_are_for_terminals_that_want_them(stream: StringIO, environment: dict[str, str], wants: bool) -> None:
    assert wants_colour(stream, environment) is wants


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


def printed(monkeypatch: pytest.MonkeyPatch, stream: StringIO, **environment: str) -> str:
    """Return what a screen prints of a step and an event."""
    monkeypatch.setattr("sys.stdout", stream)
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    shown = screen.Screen()
    shown.say("1. A step.")
    shown.show("Synonyms", "UPDATE_FAILED", "It could not be associated: ASSOCIATION_FAILED.")
    return stream.getvalue()


def test_a_pipe_and_no_color_give_no_escape_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\033[1;31mUPDATE_FAILED\033[0m" in printed(monkeypatch, Terminal(), TERM="xterm")
    plain = printed(monkeypatch, StringIO(), TERM="xterm")
    assert "\033" not in plain and "\n1. A step.\n" in plain and "\n" + " " * screen.LEFT + "It could" in plain
    assert "\033" not in printed(monkeypatch, Terminal(), TERM="xterm", NO_COLOR="1")


def test_what_takes_long_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(screen, "SILENCE", 0)
    shown = screen.Screen()
    with shown.during("sam build", "begins"):
        time.sleep(0.5)
    first, *between, last = capsys.readouterr().out.splitlines()
    assert first.endswith("begins") and last.endswith("done")
    assert between and all(line.endswith("sam build              still at work …") for line in between)


def test_silence_is_broken_only_after_a_while(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = screen.Screen()
    shown.still("sam build")
    assert capsys.readouterr().out == ""
    monkeypatch.setattr(shown, "last", shown.last - screen.SILENCE - 1)
    shown.still("sam build")
    assert "sam build              still at work" in capsys.readouterr().out
