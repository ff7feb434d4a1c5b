"""Each end of a request has its metric, by the type and what was wanted; and the dashboard shows them all."""

from typing import Any

import pytest

import app
from cloudformation.types import ONE, PACKAGE, SEVERAL
from metrics import DRIFT, ENDS, EVENTS, WAITING, emit_waiting
from reconcile.state import Outcome, State
from tools.stage import metric_names

NAMES = {
    (ONE, "Create"): "SecondsToAssociate",
    (SEVERAL, "Update"): "SecondsToAssociate",
    (ONE, "Delete"): "SecondsToDissociate",
    (PACKAGE, "Create"): "SecondsToMakePackage",
    (PACKAGE, "Update"): "SecondsToMakePackage",
    (PACKAGE, "Delete"): "SecondsToDeletePackage",
}


def reported(monkeypatch: pytest.MonkeyPatch, type_: str, request_type: str, status: str) -> dict[str, float]:
    """Return the metrics of an answer that came after seven seconds, at the second attempt."""
    emitted: dict[str, float] = {}
    monkeypatch.setattr(app, "emit", emitted.update)
    event: dict[str, Any] = {"ResourceType": type_, "RequestType": request_type, "ResourceProperties": {}}
    app.report(event, Outcome(State(since=0.0)), status, 2, 7.0)
    return emitted


@pytest.mark.parametrize(("type_", "request_type"), NAMES)
def test_the_time_is_named_for_what_was_done(monkeypatch: pytest.MonkeyPatch, type_: str, request_type: str) -> None:
    name = NAMES[type_, request_type]
    assert reported(monkeypatch, type_, request_type, "SUCCESS") == {
        "Succeeded": 1, "Conflicts": 0, "DeliveryRetries": 1, name: 7.0
    }  # fmt: skip
    failed = reported(monkeypatch, type_, request_type, "FAILED")
    assert failed == {"Failed": 1, "Conflicts": 0, "DeliveryRetries": 1, "SecondsToFail": 7.0}


def test_dashboard_and_alarms_name_every_metric() -> None:
    assert metric_names() == {*ENDS, *NAMES.values(), "SecondsToFail", *EVENTS, *WAITING, DRIFT}


def test_metrics_that_can_not_be_written_stop_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise ValueError

    monkeypatch.setattr("metrics.EphemeralMetrics.add_metric", fail)
    emit_waiting(1.0)
