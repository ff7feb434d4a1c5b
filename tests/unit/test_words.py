"""Words from elsewhere: what XML can't carry is written out, and nothing else is."""

import re

from texts import readable

#: XML 1.0, production 2.
CHARACTER = re.compile("[\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def test_every_character_can_be_carried_and_those_that_could_be_stay_but_for_controls() -> None:
    for point in range(0x110000):
        shown = readable(chr(point))
        assert CHARACTER.fullmatch(shown[0])
        stays = bool(CHARACTER.fullmatch(chr(point))) and not 0x7F <= point < 0xA0
        assert (shown == chr(point)) is stays
