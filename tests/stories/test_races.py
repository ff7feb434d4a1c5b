"""Several at the same moment: one wins, the other gets a clear answer, nothing is lost."""

import pytest

from tests.simulation.cloudformation import sample
from tests.stories.conftest import BROKEN, Movies, synonyms

pytestmark = pytest.mark.parametrize("movies", ["one", "several"], indirect=True)


def test_two_deliveries_of_a_delete_at_the_same_moment(movies: Movies) -> None:
    stack = movies.created()
    deliver = movies.world.cloudformation.invoke
    movies.world.cloudformation.invoke = lambda event: (deliver(event), deliver(event))[0]
    assert movies.do(stack.delete)
    movies.passes(300)
    assert movies.status() == "absent"
    assert [answer["Status"] for answer in movies.answers()[-2:]] == ["SUCCESS", "SUCCESS"]


def test_two_deliveries_of_a_create_at_the_same_moment(movies: Movies) -> None:
    deliver = movies.world.cloudformation.invoke
    movies.world.cloudformation.invoke = lambda event: (deliver(event), deliver(event))[0]
    movies.created()
    movies.passes(300)
    assert movies.status() == "ACTIVE"
    assert [answer["Status"] for answer in movies.answers()] == ["SUCCESS", "SUCCESS"]


@pytest.mark.parametrize("fails_after", [0, 0.5, 1])
def test_a_create_that_comes_twice_and_is_cancelled_leaves_nothing(movies: Movies, fails_after: float) -> None:
    """The second delivery misses what the Delete has just taken away, and asks once more, for it is young."""
    movies.fails_after(fails_after)
    movies.delivers_twice(0)
    movies.takes("association", 1)
    movies.takes("dissociation", 0)
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(synonyms() | BROKEN))
    movies.passes(600)
    assert (stack.status, movies.status()) == ("ROLLBACK_COMPLETE", "absent")


def test_a_stack_deletes_what_another_creates_at_the_same_moment(movies: Movies) -> None:
    old = movies.created()
    new = movies.stack("new")
    results = movies.world.do(old.delete, movies.later(0.5, lambda: new.create(synonyms())))
    assert results[0]
    movies.passes(300)
    assert movies.status() == ("ACTIVE" if results[1] else "absent")


def test_ten_associations_share_a_domain_that_takes_one_change_at_a_time(
    movies: Movies, capfd: pytest.CaptureFixture[str]
) -> None:
    """Each as soon as the domain is free, with no call storm."""
    movies.service.set(one_change_at_a_time=True)
    ids = movies.dictionaries(10)
    stack, began = movies.stack(), movies.world.simulation.now
    template = {f"Dictionary{n}": {"DomainName": "movies", "PackageID": id_} for n, id_ in enumerate(ids)}
    assert movies.do(lambda: stack.create(template))
    seconds = movies.world.simulation.now - began
    calls = sum(movies.world.calls.values()) / 10
    with capfd.disabled():
        print(f"\nTen associations of 3 s, one change at a time: {seconds:.0f} s, {calls:.0f} API calls each.", end=" ")
    assert seconds <= 60
    assert calls <= 60
    assert movies.world.calls["AssociatePackage"] <= 20


@pytest.mark.parametrize("refusals", [1, 5, 400])
def test_a_domain_that_refuses_without_being_busy_is_asked_again(movies: Movies, refusals: int) -> None:
    """A fresh domain may refuse for two minutes after it says that it is ready."""
    from tests.simulation.direct import client_error

    left = [refusals]

    def refuse(_: str, operation: str) -> None:
        if operation == "AssociatePackage" and left[0]:
            left[0] -= 1
            raise client_error("ValidationException", "The domain is not ready", 400)

    movies.world.fault = refuse
    stack = movies.stack()
    began = movies.world.simulation.now
    succeeded = movies.do(lambda: stack.create(synonyms()))
    if succeeded:
        assert movies.status() == "ACTIVE"
    else:
        assert movies.world.simulation.now - began >= 180
        failed = [reason for _, _, status, reason in stack.events if status == "CREATE_FAILED"]
        assert "ValidationException: The domain is not ready" in failed[0]
    assert succeeded == (refusals < 400)


def test_every_sample_event_gets_an_answer(movies: Movies) -> None:
    names = ("create", "update-nothing", "update-replace", "delete", "create-invalid", "delete-not-created")
    for name in (*names, "create-set", "update-set", "delete-set"):
        assert movies.answer(sample(name))["Status"] == ("FAILED" if name == "create-invalid" else "SUCCESS")
