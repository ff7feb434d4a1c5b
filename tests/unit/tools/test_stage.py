"""What the demo says at the end is what it checked, and it stops at what isn't so."""

from typing import Any

import pytest

from tools.demo_association import kept_in_place
from tools.screen import beside
from tools.stage import Stage


class NoAws:
    def client(self, _: str) -> Any:
        return None


@pytest.fixture
def stage() -> Stage:
    aws: Any = NoAws()
    return Stage(aws)


def test_only_what_was_so_is_said_at_the_end(stage: Stage) -> None:
    stage.check("it is so", True, "it isn't so")
    with pytest.raises(SystemExit, match="The demo failed: it isn't so"):
        stage.check("it is so too", False, "it isn't so")
    assert stage.checked == ["it is so"]


def test_a_dissociation_in_between_is_seen(stage: Stage) -> None:
    stage.looks = [{"F1": "ACTIVE"}, {"F1": "ASSOCIATING"}, {"F1": "ACTIVE"}]
    kept_in_place(stage, "F1", "in place")
    assert stage.checked == ["in place"]
    for between in ({}, {"F2": "ACTIVE"}, {"F1": "DISSOCIATING"}):
        stage.looks = [{"F1": "ACTIVE"}, between, {"F1": "ACTIVE"}]
        with pytest.raises(SystemExit, match="the association was"):
            kept_in_place(stage, "F1", "in place")


def test_looks_that_fail_are_no_good_sign() -> None:
    def look() -> None:
        raise OSError("no answer")

    with pytest.raises(RuntimeError, match="no answer"), beside(look, last=0.5):
        pass
