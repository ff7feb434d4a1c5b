"""The framework is what CDK users get: its own code, its waiter as defined, its answers over TLS."""

import json
import subprocess
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks import samples
from benchmarks.framework import CDK, INTERVAL, MAX_ATTEMPTS, RUNTIME, Framework, missing
from benchmarks.host import FunctionError
from benchmarks.live import live
from benchmarks.worlds import prepare, template_of

needs_the_framework = pytest.mark.skipif(bool(missing()), reason=missing())


@pytest.mark.parametrize("contender", ["ours", pytest.param("framework", marks=needs_the_framework)])
def test_both_live_on_the_same_service_in_real_time(contender: str) -> None:
    with live(contender, seconds=0.0, latency=0.0) as (world, service):
        package, stack = prepare(world, service, "movies"), world.stack()
        assert world.do(lambda: stack.create(template_of("movies", package))) == [True]
        assert service.packages.domain("movies").associations[package].status == "ACTIVE"
        assert world.about["movies"] >= 2
        assert world.do(stack.delete) == [True]
        assert not service.packages.domain("movies").associations
        urls = [pending.event["ResponseURL"] for pending in world.endpoint.requests.values()]
        assert all(url.startswith("https://127." if contender == "framework" else "http://127.") for url in urls)


@pytest.mark.parametrize("contender", ["ours", pytest.param("framework", marks=needs_the_framework)])
def test_a_sample_is_measured_of_each_goal_in_real_time(contender: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "BEGINNING", 0.0)
    monkeypatch.setattr("benchmarks.framework.INTERVAL", 0.1)
    with live(contender, latency=0.0) as (world, service):
        both = samples.together(world, service, (0,), 1)
    assert [one.goal for one in both] == ["association", "dissociation"]
    assert all(one.lag is not None and 0 <= one.lag < 10 and one.calls >= 2 for one in both)


@needs_the_framework
def test_the_framework_answers_over_tls_and_to_nobody_with_another_certificate(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NODE_TLS_REJECT_UNAUTHORIZED", "1")
    with live("framework", seconds=0.0, latency=0.0, environment={"NODE_EXTRA_CA_CERTS": ""}) as (world, service):
        package, stack = prepare(world, service, "movies"), world.stack()
        world.do(lambda: stack.create(template_of("movies", package)), until=world.simulation.now + 1)
        (pending,) = world.endpoint.requests.values()
        assert service.packages.domain("movies").associations[package].status == "ACTIVE"
        assert not pending.answers


def test_the_waiter_looks_every_5_seconds_360_times_more_and_then_times_out(monkeypatch: pytest.MonkeyPatch) -> None:
    waiter = Framework.__new__(Framework)
    waiter.closed = False
    invoked, slept = list[tuple[str, Any]](), list[float]()

    def invoke(_role: str, function: str, event: Any) -> None:
        invoked.append((function, event))
        if function == "isComplete":
            raise FunctionError({"errorType": "Retry", "errorMessage": json.dumps(event)})

    monkeypatch.setattr(waiter, "_invoke", invoke)
    monkeypatch.setattr("benchmarks.framework.time", SimpleNamespace(sleep=slept.append))
    waiter.wait({"RequestId": "1"})
    assert slept == [5.0] * 360
    assert [function for function, _ in invoked] == ["isComplete"] * 361 + ["onTimeout"]
    cause = invoked[-1][1]
    assert cause["Error"] == "Retry"
    assert json.loads(json.loads(cause["Cause"])["errorMessage"]) == {"RequestId": "1"}


@needs_the_framework
def test_the_waiters_numbers_are_cdks_defaults() -> None:
    util = json.dumps(str(RUNTIME.parent / "util.js"))
    script = f"const p = require({util}).calculateRetryPolicy(undefined, {{}}); p.interval = p.interval.toSeconds();"
    done = subprocess.run(["node", "-p", f"{script} JSON.stringify(p)"], check=True, capture_output=True, text=True)
    assert json.loads(done.stdout) == {"maxAttempts": MAX_ATTEMPTS, "interval": INTERVAL, "backoffRate": 1}


@needs_the_framework
def test_the_framework_is_that_of_the_package_unmodified() -> None:
    pinned = json.loads((CDK / "package.json").read_text(encoding="utf-8"))["dependencies"]["aws-cdk-lib"]
    installed = json.loads((CDK / "node_modules" / "aws-cdk-lib" / "package.json").read_text(encoding="utf-8"))
    assert installed["version"] == pinned
    assert (RUNTIME / "framework.js").is_file()


def test_the_lock_pins_every_package_by_its_content_and_names_no_registry() -> None:
    text = (CDK / "package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in text
    packages = {name: one for name, one in json.loads(text)["packages"].items() if name and not one.get("inBundle")}
    assert len(packages) > 20
    assert all(one["integrity"].startswith("sha512-") for one in packages.values())
