"""Time, in the situations that were met in the field: every length of wait, timeout and hang leads to the right end."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

from tests.simulation.direct import client_error
from tests.simulation.stack import Stack
from tests.stories.conftest import BROKEN, FIRST, SECOND, Movies, synonyms


def failure(stack: Stack, status: str = "CREATE_FAILED") -> tuple[float, str]:
    """Return when the resource failed after the stack began (seconds), and why."""
    began = stack.events[0][0]
    at, _, _, reason = next(event for event in stack.events if event[2] == status and event[1] == "Synonyms")
    return at - began, reason


def each_call(movies: Movies, seconds: float, *, error: Exception | None = None, service: str = "opensearch") -> None:
    """Let each call of a service take so long, and meet the error."""

    def slow(called: str, _: str) -> None:
        if called == service:
            movies.world.function.invocations[-1].sleep(seconds)
            if error is not None:
                raise error

    movies.world.fault = slow


@pytest.mark.parametrize("function, association", [(60, 1200), (240, 3400)])
def test_the_deadline_alone_bounds_the_hand_overs(movies: Movies, function: float, association: float) -> None:
    """B 1."""
    movies.world.function.timeout = function
    movies.takes("association", association)
    movies.created()


@pytest.mark.parametrize("function", [60, 900])
def test_what_counts_time_is_carried_by_the_hand_over(movies: Movies, function: float) -> None:
    """B 1: no such domain; a missing permission; a cancelled Create of which nothing came."""
    movies.world.function.timeout = function
    stack = movies.stack()
    assert not movies.do(lambda: stack.create({"Synonyms": {"DomainName": "music", "PackageID": FIRST}}))
    after, reason = failure(stack)
    assert after < 60 and "there is no such domain" in reason
    deliver = movies.world.function.invoke
    movies.world.cloudformation.invoke = lambda event: deliver(
        event, 5 if (event["RequestType"], event["LogicalResourceId"]) == ("Create", "Synonyms") else 0
    )
    other = movies.stack("other")
    began = movies.world.simulation.now
    assert not movies.do(lambda: other.create(synonyms() | BROKEN))
    assert other.status == "ROLLBACK_COMPLETE"
    assert movies.world.simulation.now - began < 30


@pytest.mark.parametrize("timeout, queue", [(30, 0), (30, 5), (33, 0), (36, 5), (60, 0)])
def test_a_cancelled_request_with_a_short_service_timeout_goes_back(movies: Movies, timeout: int, queue: float) -> None:
    """B 2: a Create of which nothing came; and an Update to a package that does not exist."""
    deliver = movies.world.function.invoke
    movies.world.cloudformation.invoke = lambda event: deliver(
        event, queue if event["LogicalResourceId"] == "Synonyms" else 0
    )
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(synonyms(ServiceTimeout=timeout) | BROKEN))
    movies.passes(300)
    assert (stack.status, movies.status()) == ("ROLLBACK_COMPLETE", "absent")
    other = movies.stack("other")
    assert movies.do(lambda: other.create(synonyms(ServiceTimeout=timeout)))
    assert not movies.do(lambda: other.update(synonyms("F999999999", ServiceTimeout=timeout)))
    assert other.status == "UPDATE_ROLLBACK_COMPLETE"


@pytest.mark.parametrize("association, dissociation", [(100, 2), (3, 300)])
def test_a_last_look_that_alone_misses_it_is_no_end_of_a_cancelled_create(
    movies: Movies, association: float, dissociation: float
) -> None:
    """The list lags at the deadline, and what is there, or still going, would be left and nobody told."""
    movies.takes("association", association)
    movies.takes("dissociation", dissociation)
    stack, missed = movies.stack(), list[float]()

    def misses(operation: str, answer: Any) -> Any:
        now, ours = movies.world.simulation.now, ("Synonyms", "DELETE_IN_PROGRESS")
        began = [at for at, name, status, _ in stack.events if (name, status) == ours]
        if operation != "ListPackagesForDomain" or missed or not began or now < began[0] + 54:
            return answer
        missed.append(now)
        return answer | {"DomainPackageDetailsList": []}

    movies.world.distort = misses
    assert not movies.do(lambda: stack.create(synonyms(ServiceTimeout=60) | BROKEN))
    assert missed
    assert stack.status == "ROLLBACK_FAILED"
    assert FIRST in stack.resources["Synonyms"].reason


@pytest.mark.parametrize("timeout, hang", [(60, 10), (60, 30), (60, 0), (120, 30), (900, 10), (3600, 30), (3600, 0)])
def test_a_service_that_hangs_costs_no_answer(movies: Movies, timeout: int, hang: float) -> None:
    """B 3: each call hangs, or never connects; FAILED with a reason arrives before CloudFormation gives up."""
    error = ReadTimeoutError(endpoint_url="https://es") if hang else EndpointConnectionError(endpoint_url="https://es")
    each_call(movies, min(hang, timeout / 3), error=error)
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(synonyms(ServiceTimeout=timeout)))
    after, reason = failure(stack)
    assert after < timeout
    assert "no answer from https://es" in reason


@pytest.mark.parametrize("timeout, seconds", [(60, 3), (300, 8), (3600, 14)])
def test_slow_calls_cost_no_answer_either(movies: Movies, timeout: int, seconds: float) -> None:
    """B 3: a domain that stays busy, behind an API whose every call takes its time."""
    movies.service.busy("movies", 5000)
    each_call(movies, seconds)
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(synonyms(ServiceTimeout=timeout)))
    after, reason = failure(stack)
    assert after < timeout and "the domain is being changed" in reason


def test_service_timeout_may_stand_beside_the_properties(movies: Movies) -> None:
    """B 5."""
    movies.world.cloudformation.timeout_at_top = True
    movies.takes("association", 3000)
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(synonyms(ServiceTimeout=300)))
    after, reason = failure(stack)
    assert 260 < after < 300 and "no final status after 2" in reason


@pytest.mark.parametrize("seconds", [50, 90, 250])
def test_a_dissociation_that_stays_listed_as_active_is_waited_for(movies: Movies, seconds: float) -> None:
    """B 6: also one whose domain changes for longer than the five minutes of patience."""
    stack = movies.created()
    movies.takes("dissociation", seconds + 60)
    asked: list[float] = []

    def still_active(operation: str, answer: Any) -> Any:
        now = movies.world.simulation.now
        asked.extend([now] if operation == "DissociatePackage" else [])
        if operation == "ListPackagesForDomain" and asked and now - asked[0] < seconds:
            for one in answer["DomainPackageDetailsList"]:
                one["DomainPackageStatus"] = "ACTIVE"
        return answer

    movies.world.distort = still_active
    assert movies.do(stack.delete)
    assert movies.status() == "absent"


def test_an_accepted_call_of_which_nothing_is_listed_while_the_domain_changes_is_waited_for(movies: Movies) -> None:
    """B 6: never listed, for ten minutes."""
    movies.service.set(one_change_at_a_time=True)
    movies.takes("association", 700)

    def unlisted(operation: str, answer: Any) -> Any:
        if operation == "ListPackagesForDomain":
            items = [one for one in answer["DomainPackageDetailsList"] if one["DomainPackageStatus"] == "ACTIVE"]
            return answer | {"DomainPackageDetailsList": items}
        return answer

    movies.world.distort = unlisted
    movies.created()


@pytest.mark.parametrize("seconds, succeeds", [(25, True), (55, True), (70, False)])
def test_a_permission_that_arrives_late_is_waited_for(movies: Movies, seconds: float, succeeds: bool) -> None:
    """B 7."""
    began = movies.world.simulation.now

    def denied(service: str, _: str) -> None:
        if service == "opensearch" and movies.world.simulation.now - began < seconds:
            raise client_error("AccessDeniedException", "no identity-based policy allows it", 403)

    movies.world.fault = denied
    stack = movies.stack()
    assert movies.do(lambda: stack.create(synonyms())) == succeeds


def test_an_endpoint_that_never_answers_is_named_within_minutes(movies: Movies) -> None:
    """B 8."""
    each_call(movies, 0, error=EndpointConnectionError(endpoint_url="https://vpce-typo.example/2021-01-01/domain/x"))
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(synonyms()))
    after, reason = failure(stack)
    assert 600 <= after < 700
    assert "no answer from https://vpce-typo.example (EndpointConnectionError)" in reason
    assert "OpenSearchEndpointUrl" in reason


def test_a_service_that_is_slow_and_not_dead_is_waited_for(movies: Movies) -> None:
    """B 9: each call answers after 12 s; the real client's own wait is in tests/unit/test_aws.py."""
    each_call(movies, 12)
    movies.created()


@pytest.mark.parametrize("timeout", [30, 900, 3600])
def test_a_delete_with_nothing_to_remove_ends_soon(movies: Movies, timeout: int) -> None:
    stack = movies.created(ServiceTimeout=timeout)
    movies.service.association_status("movies", FIRST, "")
    began = movies.world.simulation.now
    assert movies.do(stack.delete)
    assert movies.world.simulation.now - began < 5


def test_a_crash_in_the_middle_of_a_short_timeout_is_answered(movies: Movies) -> None:
    """Lambda's retry comes a minute later, and knows by the clock how late it is."""
    from tests.simulation.lambda_service import Killed

    crashes: list[Callable[[], None]] = []

    def crash() -> None:
        if not crashes:
            crashes.append(crash)
            raise Killed("out of memory")

    movies.world.function.fault = crash
    movies.takes("association", 100)
    stack = movies.stack()
    assert movies.do(lambda: stack.create(synonyms(ServiceTimeout=240)))
    assert movies.do(lambda: stack.update(synonyms(SECOND, ServiceTimeout=240)))


def test_refusals_with_calls_between_them_that_nobody_answers_go_on(movies: Movies) -> None:
    """Of a failed association nothing is installed: what the service goes on refusing to take off is gone."""
    stack, asks = movies.created(), list[float]()
    movies.passes(600)
    movies.service.association_status("movies", FIRST, "ASSOCIATION_FAILED")

    def fault(_: str, operation: str) -> None:
        if operation != "DissociatePackage":
            return
        asks.append(movies.world.simulation.now)
        if len(asks) % 2 == 0:
            movies.world.simulation.sleep(movies.world.patience)
            raise ReadTimeoutError(endpoint_url="https://es")
        raise client_error("ConflictException", "nothing is installed", 409)

    movies.world.fault = fault
    assert movies.do(stack.delete)
    assert asks[-1] - asks[0] < 120
