"""What every test has: no way to a real account, and the fake at its defaults."""

import os
import random
from collections.abc import Iterator

import pytest

for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ |= {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "POWERTOOLS_SERVICE_NAME": "opensearch-packages",
    "SOURCE_BUCKET": "dictionaries",
    "LEDGER_TABLE": "ledger",
    "ADOPT_PACKAGES": "true",
    "ENDPOINT_SCHEME": "http",  # answers go to endpoints on this machine
}

from hypothesis import HealthCheck, settings  # noqa: E402
from moto import mock_aws  # noqa: E402
from moto.moto_api import state_manager  # noqa: E402

from tests.fakes.clock import clock  # noqa: E402
from tests.fakes.controls import Controls  # noqa: E402
from tests.fakes.responses import install  # noqa: E402
from tests.fakes.transition import DEFAULTS  # noqa: E402

# The same verdict on a busy machine, and in every run.
settings.register_profile("gate", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gate")


class Time:
    """The service's time, at a standstill until it is told to pass (epoch seconds)."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def passes(self, seconds: float) -> None:
        """Let so much time pass."""
        self.now += seconds


@pytest.fixture(autouse=True)
def jitter() -> None:
    """Let the pauses between looks be the same in every run, so that the verdict is."""
    random.seed(0)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    """Return the service's time."""
    stopped = Time()
    monkeypatch.setattr(clock, "now", lambda: stopped.now)
    return stopped


@pytest.fixture
def service() -> Iterator[Controls]:
    """Return the controls of OpenSearch Service, empty and at its defaults."""
    install()
    with mock_aws():
        yield Controls()
    for model in DEFAULTS:
        state_manager.unset_transition(model)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the test of the permissions come last: it goes by the calls of all others."""
    items.sort(key=lambda item: "test_permissions" in item.nodeid)
