"""What the figures rest on: contenders that meet the same, and a textbook that is played fairly."""

import logging
from collections.abc import Iterator

import pytest

from benchmarks import stacks
from benchmarks.crowds import crowd
from benchmarks.named_faults import alone
from benchmarks.samples import LONGEST, computed, drawn, simulated
from benchmarks.service import Limit
from benchmarks.spoils import FAULTS
from benchmarks.textbook_world import Textbook
from benchmarks.worlds import CONTENDERS, arena, prepare, template_of
from tests.fakes.package import Failure


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """crhelper sets up the root logger, and logs everything."""
    root = logging.getLogger()
    before = root.level, list(root.handlers)
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
    root.setLevel(before[0])
    root.handlers[:] = before[1]


@pytest.mark.parametrize("contender", CONTENDERS)
def test_both_contenders_bring_a_stack_up_and_down(contender: str) -> None:
    with arena(contender, 1) as (world, service):
        package, stack = prepare(world, service, "movies"), world.stack()
        assert world.do(lambda: stack.create(template_of("movies", package)))[0]
        assert service.packages.domain("movies").associations[package].status == "ACTIVE"
        assert world.do(stack.delete)[0]
        assert not service.packages.domain("movies").associations
        assert not isinstance(world, Textbook) or world.events.leftovers() == 0


@pytest.mark.parametrize("contender", CONTENDERS)
def test_both_contenders_tell_a_failure(contender: str) -> None:
    with arena(contender, 1) as (world, service):
        package, stack = prepare(world, service, "movies"), world.stack()
        service.packages.orders[package] = [Failure("ASSOCIATION_FAILED", "Bad", "line 3")]
        assert not world.do(lambda: stack.create(template_of("movies", package)))[0]
        assert stack.status == "ROLLBACK_COMPLETE"


def test_an_association_lasts_as_long_as_was_drawn() -> None:
    with arena("ours", 1) as (world, service):
        package, stack = prepare(world, service, "movies"), world.stack()
        service.lasts["movies"] = 1000.0
        assert world.do(lambda: stack.create(template_of("movies", package)))[0]
        (pending,) = world.endpoint.requests.values()
        assert service.ends["movies"] == service.packages.domain("movies").associations[package].last_updated
        assert 1000 < service.ends["movies"] - pending.made < 1010
        assert pending.times[0] >= service.ends["movies"]


def test_above_a_limit_calls_are_refused_and_not_charged() -> None:
    limit = Limit(10)
    assert sum(limit.takes(100.0) for _ in range(30)) == 10
    assert sum(limit.takes(101.0) for _ in range(30)) == 10
    assert sum(limit.takes(101.25) for _ in range(30)) == 2
    assert all(Limit(None).takes(100.0) for _ in range(30))


def test_a_crowd_does_not_wait_for_one_of_its_own() -> None:
    with arena("ours", 1, rate=10.0) as (world, service):
        figures = crowd(world, service, 5, 3600)
    assert figures["answered rightly"] == 5


def test_a_crowd_meets_a_limit_of_both_apis() -> None:
    with arena("ours", 1, rate=1.0) as (world, service):
        prepare(world, service, "movies")
        refused = {"opensearch": 0, "cloudformation": 0}

        def crowd(api: str) -> None:
            for _ in range(40):
                try:
                    if api == "opensearch":
                        service.list_packages_for_domain(DomainName="movies")
                    else:
                        service.limit_stacks(api, "DescribeStacks")
                except Exception as error:
                    assert "ThrottlingException" in str(error)
                    refused[api] += 1

        world.do(*(lambda api=api: crowd(api) for api in refused))
        assert refused == {"opensearch": 27, "cloudformation": 27}


def test_every_contender_gets_the_same_durations_evenly_spread() -> None:
    for length in (5, 180, 2400):
        each = drawn(length, 20)
        assert each == drawn(length, 20) != sorted(each)
        assert all(length * 0.5 <= one <= min(length * 1.5, LONGEST) for one in each)
        assert sum(one < length for one in each) == 10


@pytest.mark.parametrize("contender", CONTENDERS)
def test_a_sample_is_measured_of_each_goal(contender: str) -> None:
    both = simulated(contender, 180, 2)
    assert [one.goal for one in both] == ["association", "dissociation"] * 2
    assert all(one.lag is not None and 0 <= one.lag < 250 and one.calls >= 2 and one.seconds > 0 for one in both)
    assert all(bool(one.table.calls) == (contender == "ours") for one in both)


def test_what_is_computed_is_what_the_waiters_definition_says() -> None:
    samples = [one for one in computed(720, 20, look=0.1, attempts=360) if one.goal == "association"]
    lags = [one.lag for one in samples if one.lag is not None]
    assert len(lags) == 20
    assert all(0.1 <= lag <= 5.2 for lag in lags)
    for seconds, sample in zip(drawn(720, 20), samples, strict=True):
        assert sample.calls == 2 + -(-(seconds - 0.1) // 5.1)  # AssociatePackage, and a list at each look
    by_default = [one.lag for one in computed(2400, 20, look=0.1, attempts=360)]
    assert {
        seconds > 360 * 5.1 for seconds, lag in zip(drawn(2400, 20), by_default[::2], strict=True) if lag is None
    } == {True}


@pytest.mark.parametrize("name", FAULTS)
def test_ours_comes_right_at_every_named_fault(name: str) -> None:
    assert alone("ours", name) == "right"


@pytest.mark.parametrize("name", stacks.SCENES)
def test_ours_comes_right_across_stacks_unless_a_delete_can_not_tell_whose_it_sees(name: str) -> None:
    unsure = name == "a stranger is faster than a call of 6 s, the Create is cancelled"
    assert stacks.alone("ours", name) == ("association removed" if unsure else "right")


def test_the_textbook_does_not_and_that_is_seen() -> None:
    assert alone("textbook", "domain busy for 30 s") == "failed for nothing"
    assert "left behind" in alone("textbook", "AssociatePackage done, but answered 500")
