"""Words from elsewhere: what XML can't carry is written out, and what is too long is cut in the middle."""

import json
import re

import pytest

from words import CUT, LONGEST, brief, readable, shortened

#: XML 1.0, production 2.
CHARACTER = re.compile("[\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def test_every_character_can_be_carried_and_those_that_could_be_stay_but_for_controls() -> None:
    for point in range(0x110000):
        shown = readable(chr(point))
        assert CHARACTER.fullmatch(shown[0])
        stays = bool(CHARACTER.fullmatch(chr(point))) and not 0x7F <= point < 0xA0
        assert (shown == chr(point)) is stays


def test_names_and_values_of_mappings_and_lists_are_read_too() -> None:
    assert readable({"a\x00": ["\x01", {"b\x02": "\x03"}], "n": 1, "f": False, "none": None}) == {
        "a\\u0000": ["\\u0001", {"b\\u0002": "\\u0003"}],
        "n": 1,
        "f": False,
        "none": None,
    }


def test_what_fits_stays_and_what_does_not_keeps_its_beginning_and_its_end() -> None:
    text = f"begin {'x' * 500} end"
    assert shortened(text, lambda _: True) == text
    short = shortened(text, lambda one: len(one) <= 100)
    assert 80 <= len(short) <= 100
    assert short.startswith("begin x") and short.endswith("x end") and CUT in short
    assert shortened(text, lambda _: False) == CUT


@pytest.mark.parametrize("letter", ["x", "\\", "\x1b", "あ", "🎬"])
def test_what_a_service_says_is_bounded_as_a_hand_over_carries_it(letter: str) -> None:
    said = brief(f"Code: {letter * 5000}!")
    assert LONGEST * 0.9 < len(json.dumps(said)) <= LONGEST
    assert said.startswith("Code: ") and said.endswith("!")
    assert brief("Code: short") == "Code: short"
