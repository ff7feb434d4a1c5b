"""What the ledger holds of a place, as JSON and back."""

import json
from dataclasses import replace
from typing import Any

import pytest

from ledger.records import LARGEST, REMEMBERED, SEEN_FOR, Item, Resource, Slot, decoded
from tests.unit.cells import cells
from tests.unit.ledger.places import NOW, OURS, SIBLING, STRANGER, call, claim, slot

TODAY = 1_790_000_000.0
#: Every field has a value of its own.
FULL = Item(
    rev=7,
    newest={OURS.key: 3.0, "0123456789abcdef": TODAY - 1},
    seen={"request": TODAY - 2},
    slots={
        "G1": Slot(
            package="G2",
            name="phonetic",
            was=("G0", "G1"),
            origin="made",
            call=call(until=TODAY + 60),
            renewed=4.0,
            claims=(claim(version="v1"), claim(STRANGER, id_="x", since=5.0)),
        )
    },
)


def again(item: Item, now: float = TODAY) -> Item:
    """Return an item as it is read after it was written."""
    return decoded(item.encoded(now), item.rev)


def test_an_item_is_read_as_it_was_written() -> None:
    assert again(FULL) == FULL
    assert again(Item()) == Item()


def test_its_form_is_the_one_that_was_laid_down() -> None:
    """Another version reads it, and people do."""
    assert json.loads(replace(FULL, newest={OURS.key: 3.0}).encoded(TODAY)) == {
        "newest": {OURS.key: 3.0},
        "seen": {"request": TODAY - 2},
        "slots": {
            "G1": {
                "package": "G2",
                "name": "phonetic",
                "was": ["G0", "G1"],
                "origin": "made",
                "renewed": 4.0,
                "call": {
                    "token": "token",
                    "request": "now",
                    "verb": "associate",
                    "at": 1000.0,
                    "until": TODAY + 60,
                },
                "claims": [
                    {
                        "stack": stack,
                        "name": "Synonyms",
                        "type": "Custom::OpenSearchPackageAssociation",
                        "id": id_,
                        "state": "held",
                        "clock": 900.0,
                        "request": "before",
                        "since": since,
                        "version": version,
                    }
                    for stack, id_, since, version in (("search", "movies|F1", 900.0, "v1"), ("shop", "x", 5.0, ""))
                ],
            }
        },
    }
    assert ": " not in FULL.encoded(TODAY)


def test_what_a_newer_version_wrote_besides_is_ignored() -> None:
    data = json.loads(FULL.encoded(TODAY)) | {"colour": "red"}
    (written,) = data["slots"].values()
    for one in (written, written["call"], *written["claims"]):
        one["smell"] = "sweet"
    assert decoded(json.dumps(data), 7) == FULL


def test_what_an_older_version_did_not_write_begins_as_ever() -> None:
    text = '{"newest": {}, "seen": {}, "slots": {"F1": {"origin": "found", "call": null, "claims": []}}}'
    assert decoded(text, 1) == Item(1, slots={"F1": Slot(origin="found")})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"newest": {"a": "soon"}, "seen": {}, "slots": {}}',
        '{"newest": {}, "seen": {}, "slots": {"F1": {"call": null, "claims": [{}]}}}',
        '{"newest": {}, "seen": {}, "slots": {"F1": []}}',
    ],
)
def test_what_is_none_of_ours_is_no_item(text: str) -> None:
    with pytest.raises((ValueError, TypeError, KeyError, AttributeError)):
        decoded(text, 1)


@pytest.mark.parametrize(
    "kept, given",
    cells(
        {
            "a slot with a claim": (True, {"slots": {"F1": slot(claim())}}),
            "a slot whose call may take effect": (True, {"slots": {"F1": slot(call=call(until=NOW + 1))}}),
            "a slot without a claim whose call's time is up": (False, {"slots": {"F1": slot(call=call(until=NOW))}}),
            "an empty slot": (False, {"slots": {"F1": slot()}}),
            "a request seen within two hours": (True, {"seen": {"one": NOW - SEEN_FOR + 1}}),
            "a request seen two hours ago": (False, {"seen": {"one": NOW - SEEN_FOR}}),
            "a clock of the last 90 days": (True, {"newest": {"one": NOW - REMEMBERED + 1}}),
            "a clock 90 days old": (False, {"newest": {"one": NOW - REMEMBERED}}),
            "an older one of a resource that has a claim": (
                True,
                {"newest": {OURS.key: NOW - REMEMBERED}, "slots": {"F1": slot(claim())}},
            ),
        }
    ),
)
def test_what_has_no_use_any_more_is_not_written(kept: bool, given: dict[str, Any]) -> None:
    assert (REMEMBERED, SEEN_FOR) == (90 * 24 * 3600, 2 * 3600)
    assert again(Item(**given), NOW) == (Item(**given) if kept else Item())


def test_a_large_item_forgets_the_oldest_clocks_of_resources_without_a_claim() -> None:
    many = {f"{number:016x}": TODAY - number for number in range(12_000)}
    item = Item(newest={OURS.key: 1.0, **many}, slots={"F1": slot(claim())})
    text = item.encoded(TODAY)
    left = decoded(text, 0).newest
    assert len(text) <= LARGEST == 300_000
    assert left == dict(list(item.newest.items())[: len(left)])
    assert len(left) == 6000


def test_and_what_has_a_claim_stays_however_large_it_is() -> None:
    item = Item(slots={"F1": slot(claim(version="v" * LARGEST))}, newest={OURS.key: 1.0, "other": TODAY})
    assert again(item).slots == item.slots
    assert again(item).newest == {OURS.key: 1.0}


def test_a_claim_takes_the_place_of_the_one_of_the_same_id_and_is_as_old() -> None:
    newer = claim(clock=5.0, state="leaving", since=NOW)
    assert slot(claim(), claim(SIBLING)).with_claim(newer).claims == (claim(SIBLING), replace(newer, since=900.0))
    other = claim(id_="x", since=NOW)
    assert slot(claim()).with_claim(other).claims == (claim(), other)


@pytest.mark.parametrize("change", [{"stack": "shop"}, {"name": "Stopwords"}, {"type": "Custom::OpenSearchPackage"}])
def test_a_resource_is_one_of_stack_name_and_type(change: dict[str, str]) -> None:
    other = replace(OURS, **change)
    assert other.key != OURS.key == Resource("search", "Synonyms", OURS.type).key
    assert len(OURS.key) == 16 and set(OURS.key) <= set("0123456789abcdef")
    assert slot(claim()).of(other) == [] and slot(claim()).of(OURS) == [claim()]
