"""The law as a table, article by article (docs/design.md).

Of article 1, and of what follows from a deadline, a crash or two writers, stories and the explorer tell; article 11 is
in the ids (test_ids.py).
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ledger.law import (
    ASSOCIATE,
    BEFORE_OPERATION,
    DISSOCIATE,
    RENEW,
    Presence,
    Stays,
    answered,
    have,
    held,
    is_late,
    is_under_way,
    let_go,
    loose,
    newest_by_id,
    opened,
    taken_back,
    upgraded,
    with_call,
)
from ledger.records import ASKING, FOUND, KEPT, LEAVING, MADE, Claim, Item, Slot
from model import Course
from tests.unit.cells import cells
from tests.unit.ledger.places import (
    CLOCK,
    EARLIER,
    KNOWN,
    LATER,
    NEW,
    NOW,
    OURS,
    SIBLING,
    STRANGER,
    asking,
    call,
    claim,
    item,
    slot,
    wish,
)

#: The resource of the request, before its type was changed in place.
OF_BEFORE = replace(OURS, type="Custom::Synonyms")


def sees(presence: Presence) -> Callable[[str], Presence]:
    """Return a look that sees the same of every slot."""
    return lambda _: presence


# (2) The newest request wins.


@pytest.mark.parametrize(
    "type_, newest, late",
    cells(
        {
            "a Create after which something newer came": ("Create", LATER, True),
            "an Update after which something newer came": ("Update", LATER, True),
            "an Update that came in the same second": ("Update", CLOCK, False),
            "the newest Update": ("Update", EARLIER, False),
            "the first that is heard of the resource": ("Create", None, False),
            "a Delete": ("Delete", LATER, False),
        }
    ),
)
def test_2_who_is_late_asks_for_nothing(type_: str, newest: float | None, late: bool) -> None:
    assert is_late(item(newest=newest), wish(type_)) is late


@pytest.mark.parametrize("newest, then", [(None, CLOCK), (EARLIER, CLOCK), (LATER, LATER)])
def test_2_a_request_raises_the_newest_clock_of_its_resource(newest: float | None, then: float) -> None:
    assert opened(item(newest=newest), wish(), NOW)[0].newest == {OURS.key: then}


# (3) One call at a time for a slot.


@pytest.mark.parametrize(
    "verb, unseen",
    [
        (ASSOCIATE, {Presence.ABSENT, Presence.UNSURE, Presence.LEFT_OVER}),
        (RENEW, {Presence.THERE}),
        (DISSOCIATE, {Presence.THERE, Presence.FAILED, Presence.LEFT_OVER}),
    ],
)
def test_3_a_call_is_under_way_until_its_effect_is_seen_or_its_time_is_up(verb: str, unseen: set[Presence]) -> None:
    waited_for = {there for there in Presence if is_under_way(slot(call=call(verb)), there, NOW)}
    assert waited_for == unseen
    assert not any(is_under_way(slot(call=call(verb, until=NOW)), there, NOW) for there in Presence)
    assert not any(is_under_way(slot(), there, NOW) for there in Presence)


@pytest.mark.parametrize("verb", [RENEW, DISSOCIATE])
def test_3_a_call_about_what_is_there_changes_no_claim(verb: str) -> None:
    before = slot(claim(STRANGER), origin=FOUND)
    made = with_call(item(F1=before), wish(), ["F1"], call(verb))
    assert made.slots["F1"] == replace(before, call=call(verb), renewed=CLOCK if verb == RENEW else 0.0)


def test_3_since_when_a_version_is_asked_for_is_kept_until_it_is_seen() -> None:
    before = item(F1=slot(claim(), renewed=EARLIER))
    again = with_call(before, wish(), ["F1"], call(RENEW))
    assert again.slots["F1"].renewed == EARLIER
    assert taken_back(again, wish(), call(RENEW).token) == before


@pytest.mark.parametrize(
    "verb, before, after",
    cells(
        {
            "nothing was there": (ASSOCIATE, slot(), slot(package="F1")),
            "its older claim had gone from the domain": (
                ASSOCIATE,
                slot(claim()),
                slot(claim(), origin=FOUND),
            ),
            "a new version": (RENEW, slot(claim()), slot(claim())),
            "it was to go": (DISSOCIATE, slot(claim(state=LEAVING)), slot(claim(state=LEAVING))),
        }
    ),
)
def test_3_a_refusal_takes_back_what_was_written_before_the_call(verb: str, before: Slot, after: Slot) -> None:
    made = with_call(item(F1=before), wish(), ["F1"], call(verb))
    assert taken_back(made, wish(), call(verb).token).slots == {"F1": after}


def test_3_and_nothing_of_another_call() -> None:
    made = with_call(item(F0=slot(call=call(token="theirs")), F1=slot()), wish(), ["F1"], call())
    assert taken_back(made, wish(), call(token="older").token) == made
    back = taken_back(made, wish(), call().token)
    assert back.slots == {"F0": made.slots["F0"], "F1": slot(package="F1")}


def test_3_an_answered_call_may_take_effect_no_longer_than_said_and_never_longer_than_before() -> None:
    before = item(F0=slot(call=call(token="theirs")), F1=slot(call=call()), F2=slot())
    for until, then in ((NOW + 30, NOW + 30), (NOW + 90, NOW + 60)):
        slots = answered(before, call().token, until).slots
        assert slots == {**before.slots, "F1": slot(call=call(until=then))}


# (4) What is there is yours if your stack has a claim on it; what is absent you may ask for.


@pytest.mark.parametrize(
    "claims, adopt, whose",
    cells(
        {
            "nobody": ((), False, "others"),
            "nobody, and it may be adopted": ((), True, "mine"),
            "another stack": ((claim(STRANGER),), False, "others"),
            "another stack, and it may be adopted": ((claim(STRANGER),), True, "mine"),
            "the resource": ((claim(),), False, "mine"),
            "a resource of the stack": ((claim(SIBLING),), False, "mine"),
            "a resource of the stack, which lets go of it": ((claim(SIBLING, LEAVING),), False, "mine"),
            "a resource of the stack, which retained it": ((claim(SIBLING, KEPT),), False, "mine"),
            "a resource of the stack, beside another stack's": ((claim(STRANGER), claim(SIBLING)), False, "mine"),
        }
    ),
)
def test_4_what_is_there_is_the_requests_where_this_has_it(claims: tuple[Claim, ...], adopt: bool, whose: str) -> None:
    before = item(*claims)
    having = have(before, wish("Create", adopt=adopt), sees(Presence.THERE), NOW)
    ours = whose == "mine"
    assert (having.ask, having.waits, having.others) == ((), (), () if ours else ("F1",))
    origin = MADE if claims else FOUND
    expected = item(F1=slot(*claims, replace(asking(), since=NOW), origin=origin)) if ours else before
    assert having.item == expected


@pytest.mark.parametrize(
    "there, last, result",
    cells(
        {
            "it is absent": (Presence.ABSENT, None, "ask"),
            "it failed": (Presence.FAILED, None, "ask"),
            "a failure is left over": (Presence.LEFT_OVER, None, "ask"),
            "one look missed it": (Presence.UNSURE, None, "wait"),
            "it is going": (Presence.GOING, None, "wait"),
            "it is coming": (Presence.COMING, None, "wait"),
            "it is absent, but was asked for": (Presence.ABSENT, call(), "wait"),
            "it was asked for long ago": (Presence.ABSENT, call(until=NOW), "ask"),
            "it failed since it was asked for": (Presence.FAILED, call(), "ask"),
            "the failure is older than the call": (Presence.LEFT_OVER, call(), "wait"),
            "it is there, but was asked to go": (Presence.THERE, call(DISSOCIATE), "wait"),
            "it is there, and a version was asked for": (Presence.THERE, call(RENEW), "wait"),
            "it is there, and was asked for": (Presence.THERE, call(), "done"),
        }
    ),
)
def test_4_what_follows_for_what_is_wanted(there: Presence, last: Any, result: str) -> None:
    having = have(item(F1=slot(claim(SIBLING), call=last)), wish("Create"), sees(there), NOW)
    assert (having.ask, having.waits) == ({"ask": ("F1",)}.get(result, ()), {"wait": ("F1",)}.get(result, ()))


@pytest.mark.parametrize("own", [asking(), claim(request="now")])
def test_4_a_request_claims_once(own: Claim) -> None:
    before = item(own)
    assert have(before, wish("Create"), sees(Presence.THERE), NOW).item == before


def test_4_each_of_a_set_is_looked_at_by_itself() -> None:
    seen = {"F1": Presence.THERE, "F2": Presence.ABSENT, "F3": Presence.GOING}
    before = item(F1=slot(claim(SIBLING), package="F0"))
    having = have(before, wish("Create", "F1", "F2", "F3"), seen.__getitem__, NOW)
    assert (having.ask, having.waits) == (("F2",), ("F3",))
    assert {name: one.package for name, one in having.item.slots.items()} == {"F1": "F1"}


def test_4_a_set_gets_nothing_where_one_of_it_is_anothers() -> None:
    before = item(F1=slot(claim()), F2=slot(claim(STRANGER)))
    having = have(before, wish("Create", "F1", "F2"), sees(Presence.THERE), NOW)
    assert (having.item, having.others) == (before, ("F2",))


def test_4_when_all_is_there_the_claims_are_held_under_the_new_id() -> None:
    one = slot(claim(), replace(asking(), since=EARLIER), call=call(), renewed=0.0)
    then = held(item(F1=one), wish("Update", "F1", "F2"), NEW, {"F1": "v1"}, NOW)
    new = claim(id_=NEW, clock=CLOCK, request="now", since=NOW)
    assert then.slots["F1"] == slot(claim(), replace(new, version="v1"))
    assert then.slots["F2"] == Slot(claims=(new,))


@pytest.mark.parametrize(
    "verb, request_, renewed",
    [(RENEW, "now", 0.0), (RENEW, "before", EARLIER), (ASSOCIATE, "now", EARLIER)],
)
def test_4_a_version_counts_as_seen_by_who_has_asked_for_it(verb: str, request_: str, renewed: float) -> None:
    one = slot(claim(), call=call(verb, request=request_), renewed=EARLIER)
    then = held(item(F1=one), wish(), KNOWN, {}, NOW).slots["F1"]
    assert (then.call, then.renewed) == (None, renewed)


@pytest.mark.parametrize(
    "type_, before, vanishes",
    cells(
        {
            "what it asked for": ("Update", asking(), True),
            "what an older request asked for": ("Update", asking(request="before", clock=EARLIER), True),
            "what it was letting go of": ("Update", claim(state=LEAVING, id_="x"), True),
            "what is held by an id of before": ("Update", claim(id_="x", clock=EARLIER), False),
            "what is held by an id since": ("Update", claim(id_="x", clock=EARLIER + 1), True),
            "what is held by the known id": ("Update", claim(request="since"), False),
            "what is held by another id, at a Create": ("Create", claim(id_="x"), False),
            "what another resource asks for": ("Update", asking(SIBLING), False),
            "what another resource lets go of": ("Update", claim(SIBLING, LEAVING), False),
            "what was retained": ("Update", claim(state=KEPT, id_="x"), False),
        }
    ),
)
def test_4_and_the_resources_claims_that_are_to_go_vanish(type_: str, before: Claim, vanishes: bool) -> None:
    known = [claim()] if type_ == "Update" and before.key != claim().key else []
    then = held(item(before, *known), wish(type_), NEW, {}, NOW)
    assert (before not in then.slots["F1"].claims) is vanishes
    assert all(one in then.slots["F1"].claims for one in known)


def test_4_who_holds_nothing_by_the_known_id_takes_nothing_for_newer() -> None:
    other = claim(id_="x")
    then = held(item(other), wish(known_id="y", named={}), NEW, {}, NOW)
    assert other in then.slots["F1"].claims


@pytest.mark.parametrize(
    "new_id, before, beside, vanishes",
    cells(
        {
            "it is of the type of before": (KNOWN, claim(OF_BEFORE), (), True),
            "it is of the type of before, and the id changes": (NEW, claim(OF_BEFORE), (), False),
            "it is of the type of before, by another id": (KNOWN, claim(OF_BEFORE, id_="x"), (), False),
            "it is of the type of before, and both were held": (KNOWN, claim(OF_BEFORE), (claim(),), False),
            "it is of the type of before, and was retained": (KNOWN, claim(OF_BEFORE, KEPT), (), False),
            "it is a sibling's of the same id": (KNOWN, claim(SIBLING), (), False),
            "it is another stack's of the same id": (KNOWN, claim(STRANGER), (), False),
            "its id names the plugin of before an upgrade": (KNOWN, claim(id_="movies|F0"), (), True),
            "its id names that plugin, of a set": (KNOWN, claim(id_="movies|F0,F9"), (), True),
            "its id names what only begins so": (KNOWN, claim(id_="movies|F01"), (), False),
            "its id names that plugin, and the id changes": (NEW, claim(id_="movies|F0"), (claim(),), False),
            "the known id names that plugin": ("movies|F0", claim(id_="movies|F0", request="now"), (), False),
        }
    ),
)
def test_4_where_an_update_keeps_its_id_also_what_no_delete_will_name(
    new_id: str, before: Claim, beside: tuple[Claim, ...], vanishes: bool
) -> None:
    known = new_id if new_id != NEW else KNOWN
    one = item(F1=slot(before, *beside, was=("F0",)))
    claims = held(one, wish(known_id=known), new_id, {}, NOW).slots["F1"].claims
    assert (before.key not in [one.key for one in claims]) is vanishes
    assert claims[-1].key == (OURS, new_id)


# (5) Origin belongs to what is in the slot.


def test_5_what_a_call_brings_into_absence_is_made_and_what_others_left_asking_there_falls_away() -> None:
    left = slot(asking(STRANGER), claim(SIBLING), asking(request="before"), origin=FOUND, package="F0")
    made = with_call(item(F1=left), wish(), ["F1"], call())
    assert made.slots["F1"] == slot(
        claim(SIBLING), asking(request="before"), replace(asking(), since=CLOCK), origin=MADE, call=call()
    )


# (6) To let go.


@pytest.mark.parametrize(
    "rest, origin, holder",
    cells(
        {
            "another holds it": ((claim(STRANGER),), MADE, claim(STRANGER)),
            "another asks for it": ((asking(SIBLING),), MADE, asking(SIBLING)),
            "another has retained it": ((claim(SIBLING), claim(STRANGER, KEPT)), MADE, claim(STRANGER, KEPT)),
            "the resource holds it by another id": ((claim(id_=NEW),), MADE, claim(id_=NEW)),
            "it was found": ((), FOUND, None),
            "it was found, and another lets go of it": ((claim(SIBLING, LEAVING),), FOUND, None),
        }
    ),
)
def test_6_the_claim_goes_and_the_thing_stays_where(rest: Any, origin: str, holder: Claim | None) -> None:
    one = item(F1=slot(claim(), *rest, origin=origin, call=call()))
    letting = let_go(one, wish("Delete"), {"F1": {claim().key}}, sees(Presence.THERE), NOW)
    assert (letting.take, letting.waits, letting.stays) == ((), (), (Stays("F1", "F1", holder),))
    assert letting.item.slots["F1"] == slot(*rest, origin=origin if rest else "", call=call())


@pytest.mark.parametrize(
    "there, last, result",
    cells(
        {
            "it is there": (Presence.THERE, None, "take"),
            "it failed": (Presence.FAILED, None, "take"),
            "a failure is left over": (Presence.LEFT_OVER, None, "take"),
            "it is coming": (Presence.COMING, None, "wait"),
            "it is going": (Presence.GOING, None, "wait"),
            "one look missed it": (Presence.UNSURE, None, "wait"),
            "it is absent": (Presence.ABSENT, None, "gone"),
            "it is absent, but was asked for": (Presence.ABSENT, call(), "wait"),
            "it was asked for, and its time is up": (Presence.ABSENT, call(until=NOW), "gone"),
            "it was asked to go": (Presence.THERE, call(DISSOCIATE), "wait"),
            "a new version was asked for": (Presence.THERE, call(RENEW), "wait"),
            "it was asked for, and is there": (Presence.THERE, call(), "take"),
        }
    ),
)
def test_6_else_it_is_taken_away_as_soon_as_nothing_is_under_way(there: Presence, last: Any, result: str) -> None:
    gone = claim(SIBLING, LEAVING)
    letting = let_go(item(F1=slot(claim(), gone, call=last)), wish("Delete"), {"F1": {claim().key}}, sees(there), NOW)
    assert (letting.take, letting.waits) == (("F1",) * (result == "take"), ("F1",) * (result == "wait"))
    leaving = claim(state=LEAVING, clock=CLOCK, request="now")
    expected = slot(gone) if result == "gone" else slot(gone, leaving, call=last)
    assert letting.item.slots["F1"] == expected


def test_6_each_of_a_set_is_let_go_of_by_itself() -> None:
    seen = {"F1": Presence.THERE, "F2": Presence.ABSENT, "F3": Presence.THERE, "F4": Presence.GOING}
    slots = {name: slot(claim(), package=name) for name in seen} | {"F1": slot(claim(), claim(STRANGER))}
    keys = {name: {claim().key} for name in seen}
    letting = let_go(item(**slots), wish("Delete"), keys, seen.__getitem__, NOW)  # type: ignore[arg-type]
    assert (letting.take, letting.waits) == (("F3",), ("F4",))
    assert letting.stays == (Stays("F1", "F1", claim(STRANGER)),)


# (7) A Delete lets go of its resource's claims.


def course(where: Course, began: float = CLOCK) -> Callable[[], tuple[Course, float]]:
    return lambda: (where, began)


def never() -> tuple[Course, float]:
    raise AssertionError("the stack is asked only where it matters")


HOUR_BEFORE = CLOCK - BEFORE_OPERATION
NEWER = claim(id_="x", clock=EARLIER + 1)
AWAY, BACK, ON, UNSURE = ({"course": course(one)} for one in (Course.AWAY, Course.BACK, Course.ON, Course.UNSURE))
NAMELESS: dict[str, Any] = {"named": None, "known_id": "invented"}


@pytest.mark.parametrize(
    "before, more, goes",
    cells(
        {
            "what its id has": (claim(), {"course": never}, True),
            "what is asked for": (asking(request="before"), {"course": never}, True),
            "what is being let go of": (claim(state=LEAVING, id_="x"), {"course": never}, True),
            "what was retained": (claim(state=KEPT), {"course": never}, False),
            "a sibling's": (claim(SIBLING), {"course": never}, False),
            "newer than its id's, the stack goes away": (NEWER, AWAY, True),
            "as old as its id's, the stack goes away": (claim(id_="x"), AWAY, False),
            "newer than its id's, the stack rolls an update back": (NEWER, BACK, False),
            "newer than its id's, the stack goes forward": (NEWER, ON, False),
            "newer than its id's, and the course is not known": (NEWER, UNSURE, None),
            "its id names nothing, made in an operation that is rolled back": (
                claim(id_="x", clock=HOUR_BEFORE),
                NAMELESS | BACK,
                True,
            ),
            "its id names nothing, made in a stack that goes away": (
                claim(id_="x", clock=HOUR_BEFORE),
                NAMELESS | AWAY,
                True,
            ),
            "its id names nothing, made before the operation": (
                claim(id_="x", clock=HOUR_BEFORE - 1),
                NAMELESS | BACK,
                False,
            ),
            "its id names nothing, the stack goes forward": (claim(id_="x"), NAMELESS | ON, False),
            "its id names nothing, and the course is not known": (claim(id_="x"), NAMELESS | UNSURE, None),
        }
    ),
)
def test_7_a_delete_lets_go_of(before: Claim, more: dict[str, Any], goes: bool | None) -> None:
    known = [claim()] if before.id == "x" and "named" not in more else []
    keys, unsure = loose(item(*known, before), wish("Delete", **more))
    assert (before.key in keys.get("F1", set()), unsure) == (bool(goes), goes is None)


def test_7_each_claim_is_judged_by_itself() -> None:
    newer = claim(id_="x", clock=EARLIER + 1)
    claims = (claim(SIBLING), claim(state=KEPT, id_="y"), newer, claim())
    keys, unsure = loose(item(*claims), wish("Delete", course=course(Course.UNSURE)))
    assert (keys, unsure) == ({"F1": {claim().key}}, True)


@pytest.mark.parametrize(
    "claims, newest, named, elsewhere, expected",
    cells(
        {
            "the newest of what it holds": (
                (claim(clock=1), claim(SIBLING, clock=9), claim(id_="x", clock=8)),
                1,
                {"F1": "F1"},
                None,
                1.0,
            ),
            "not what it asks for": ((claim(state=ASKING),), 1, {"F1": "F1"}, None, None),
            "newer at another place": ((claim(clock=1),), 1, {"F1": "F1"}, 5.0, 5.0),
            "older at another place": ((claim(clock=1),), 1, {"F1": "F1"}, 0.5, 1.0),
            "what its id is believed to have": ((), None, {"F1": "F1"}, None, 0.0),
            "an id that names nothing here": ((), None, {}, None, None),
            "an id of what has gone": ((), 1, {"F1": "F1"}, None, None),
        }
    ),
)
def test_7_the_newest_clock_of_what_the_known_id_has(
    claims: Any, newest: float | None, named: Any, elsewhere: float | None, expected: float | None
) -> None:
    assert newest_by_id(item(*claims, newest=newest), wish(named=named, since=elsewhere)) == expected


# (8) An Update first lets go of what older requests of its resource left.


@pytest.mark.parametrize(
    "type_, before, goes",
    cells(
        {
            "an Update: what an older request asked for": ("Update", asking(request="before", clock=EARLIER), True),
            "an Update: what it asks for itself": ("Update", asking(), False),
            "an Update: what is being let go of": ("Update", claim(state=LEAVING, id_="x"), True),
            "an Update: what it was letting go of itself": ("Update", claim(state=LEAVING, request="now"), True),
            "an Update: what its known id has": ("Update", claim(clock=EARLIER + 1), False),
            "an Update: what a newer id has": ("Update", claim(id_="x", clock=EARLIER + 1), True),
            "an Update: what an older id has": ("Update", claim(id_="x", clock=EARLIER), False),
            "an Update: what was retained": ("Update", claim(state=KEPT, id_="x"), False),
            "an Update: what a sibling asks for": ("Update", asking(SIBLING), False),
            "a Create: what an older request asked for": ("Create", asking(request="before", clock=EARLIER), True),
            "a Create: what is being let go of": ("Create", claim(state=LEAVING, id_="x"), True),
            "a Create: what another id has": ("Create", claim(id_="x", clock=EARLIER + 1), False),
        }
    ),
)
def test_8_of_what_it_does_not_want_goes_with(type_: str, before: Claim, goes: bool) -> None:
    held = slot(claim(), package="F2") if type_ == "Update" else slot()
    one = item(F1=slot(before), F2=held)
    assert loose(one, wish(type_, "F2", named={"F2": "F2"})) == ({"F1": {before.key}} if goes else {}, False)
    assert loose(one, wish(type_, "F1", "F2", named={"F2": "F2"})) == ({}, False)


# (9) Kept: CloudFormation has retained it.


@pytest.mark.parametrize(
    "type_, more, kept",
    cells(
        {
            "a Create": ("Create", {}, True),
            "an Update whose id names nothing": ("Update", {"named": None, "known_id": "invented"}, True),
            "an Update": ("Update", {}, False),
            "a Delete whose id names nothing": ("Delete", {"named": None, "known_id": "invented"}, False),
        }
    ),
)
def test_9_what_is_still_held_is_kept_from_then_on(type_: str, more: dict[str, Any], kept: bool) -> None:
    others = (claim(SIBLING), claim(id_="x", state=LEAVING), claim(id_="y", request="now"))
    then, stays = opened(item(claim(), *others), wish(type_, **more), NOW)
    retained = claim(id_=f"kept {KNOWN}", state=KEPT)
    assert then.slots["F1"].claims == (retained if kept else claim(), *others)
    assert stays == ((Stays("F1", "F1", retained),) if kept else ())


# (10) The id is believed where nothing was ever heard of the resource.


@pytest.mark.parametrize(
    "before, adopt, origin",
    cells(
        {
            "nobody claims it": (slot(package=""), False, MADE),
            "nobody claims it, and it may have been adopted": (slot(package=""), True, FOUND),
            "another found it": (slot(claim(STRANGER), origin=FOUND), False, FOUND),
            "another made it": (slot(claim(STRANGER)), True, MADE),
        }
    ),
)
def test_10_what_the_id_names_is_held(before: Slot, adopt: bool, origin: str) -> None:
    then, kept = opened(item(F1=before, newest=None), wish(adopt=adopt), NOW)
    believed = claim(clock=0.0, request="", since=NOW)
    assert then.slots == {"F1": replace(before, package="F1", origin=origin, claims=(*before.claims, believed))}
    assert (then.newest, kept) == ({OURS.key: CLOCK}, ())


# An upgrade of the engine puts another plugin behind a name.


@pytest.mark.parametrize(
    "slots, plugins, then",
    cells(
        {
            "another of its name is listed": (
                {"G1": slot(claim(), package="G1", name="phonetic", was=("G0",))},
                {"G2": "phonetic"},
                {"G2": slot(claim(), package="G2", name="phonetic", was=("G0", "G1"))},
            ),
            "it is still listed": (
                {"G1": slot(claim(), package="G1", name="phonetic")},
                {"G1": "phonetic", "G2": "phonetic"},
                None,
            ),
            "one of another name is listed": (
                {"G1": slot(claim(), package="G1", name="phonetic")},
                {"G2": "icu"},
                None,
            ),
            "what is listed has claims of its own": (
                {"G1": slot(claim(), package="G1", name="phonetic"), "G2": slot(claim(SIBLING), package="G2")},
                {"G2": "phonetic"},
                None,
            ),
            "what has no name is no plugin": ({"F1": slot(claim())}, {"G2": ""}, None),
        }
    ),
)
def test_a_slot_goes_over_to_the_plugin_that_an_upgrade_has_put_in_its_place(
    slots: dict[str, Slot], plugins: dict[str, str], then: dict[str, Slot] | None
) -> None:
    assert upgraded(Item(slots=slots), plugins) == Item(slots=slots if then is None else then)
