"""A request that waits says so, once in each five minutes, whoever else waits and however often it is handed over."""

import logging
from collections import Counter
from typing import Any

import pytest
from aws_lambda_powertools import Logger

from metrics import emit_waiting
from reconcile import heartbeat, operation
from tests.stories.conftest import FIRST, SECOND, Movies, synonyms

ROLE = "arn:aws:iam::123456789012:role/kms-of-the-store"
CONFIGURATION = {"KeyStoreAccessOption": {"KeyStoreAccessEnabled": "true", "KeyAccessRoleArn": ROLE}}


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [(600, 601, False), (600, 899.9, False), (600, 900, True), (899, 900, True), (899, 1500, True), (900, 900, False)],
)
def test_it_is_due_when_another_of_cloudwatchs_periods_has_begun(last: float, now: float, due: bool) -> None:
    assert heartbeat.due(last, now) is due


def beats(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [one for one in caplog.records if one.message == "still waiting"]


@pytest.fixture
def waits(movies: Movies, monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, float]]:
    """Return the list that each emission is added to: when it was, and for how long the request had waited."""
    emitted: list[tuple[float, float]] = []

    def emit(waited: float) -> None:
        emitted.append((movies.world.simulation.now, waited))
        emit_waiting(waited)

    monkeypatch.setattr(operation, "emit_waiting", emit)
    return emitted


def test_each_that_waits_is_counted_once_in_each_period_across_hand_overs(
    movies: Movies, waits: list[tuple[float, float]], caplog: pytest.LogCaptureFixture
) -> None:
    movies.service.busy("movies", 3000)
    began = movies.world.simulation.now
    stacks = [movies.stack("search"), movies.stack("other")]
    movies.do(lambda: stacks[0].create(synonyms(FIRST)), lambda: stacks[1].create(synonyms(SECOND)))
    counted = Counter(now // heartbeat.EVERY for now, _ in waits)
    periods = range(int(began // heartbeat.EVERY) + 1, int((began + 3000) // heartbeat.EVERY) + 1)
    assert {period: counted[period] for period in periods} == dict.fromkeys(periods, 2)
    assert sum("handed over" in one.message for one in caplog.records) >= 6
    assert 2700 < max(waited for _, waited in waits) < 3600


def test_the_line_says_what_one_asks_first(movies: Movies, caplog: pytest.LogCaptureFixture) -> None:
    movies.takes("association", 1200)
    movies.created()
    lines = [vars(one) for one in beats(caplog)]
    assert len(lines) == 4
    last = lines[-1]
    said = {"domain": "movies", "goal": "present", "packages": {FIRST: "ASSOCIATING"}, "asked": True}
    assert said.items() <= last.items()
    assert 900 <= last["waited"] < 1200
    assert last["since"] < last["deadline"] and last["deadline"].endswith("Z")


def test_neither_a_url_nor_a_property_that_is_no_name_is_ever_in_it(
    movies: Movies, caplog: pytest.LogCaptureFixture
) -> None:
    movies.service.busy("movies", 1500)
    stack = movies.stack()
    movies.do(lambda: stack.create(synonyms(AssociationConfiguration=CONFIGURATION, Revision="hush-hush")))
    written = [Logger().registered_formatter.format(one) for one in beats(caplog)]
    assert len(written) >= 4
    for secret in ("X-Amz-", "http", ROLE, "hush-hush"):
        assert secret not in "".join(written)


def test_an_hour_of_waiting_costs_24_lines_at_most_and_14_kilobytes(
    movies: Movies, caplog: pytest.LogCaptureFixture, capfd: Any
) -> None:
    movies.service.busy("movies", 4000)
    stack = movies.stack()
    capfd.readouterr()
    movies.do(lambda: stack.create(synonyms()))
    lines = [Logger().registered_formatter.format(one) for one in beats(caplog)]
    metrics = [line for line in capfd.readouterr().out.splitlines() if '"LongestWait"' in line]
    assert len(lines) == len(metrics) in (11, 12)
    assert sum(len(line.encode()) + 1 for line in lines + metrics) < 14_000
