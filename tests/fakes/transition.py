"""A status on its way to the next: moto's managed state, by this service's clock."""

from moto.moto_api import state_manager
from moto.moto_api._internal.managed_state_model import ManagedState

from tests.fakes.clock import clock

#: What can be set with moto's state manager, in seconds or in looks; these are the defaults.
ASSOCIATION, DISSOCIATION, PACKAGE, DELETION, DOMAIN = (
    "opensearch::association",
    "opensearch::dissociation",
    "opensearch::package",
    "opensearch::deletion",
    "opensearch::domain",
)
DEFAULTS = {ASSOCIATION: 3, DISSOCIATION: 2, PACKAGE: 1, DELETION: 0, DOMAIN: 0}
for name, seconds in DEFAULTS.items():
    state_manager.register_default_transition(name, {"progression": "time", "seconds": seconds})


class Transition(ManagedState):
    """Began when it was made; `advance` counts a look."""

    def __init__(self, model_name: str) -> None:
        super().__init__(model_name, [("under way", "ended")])
        self.began = clock.now()
        self.reached: float | None = None

    def ended(self) -> float | None:
        """Return when it ended (epoch seconds), or None: it has not."""
        if self.reached is None:
            self.reached = self._end(state_manager.get_transition(self.model_name))
        return self.reached

    def halfway(self) -> float | None:
        """Return when half of it was over (epoch seconds), or None: it is not."""
        return self._part(state_manager.get_transition(self.model_name), 0.5)

    def _end(self, setting: dict[str, object]) -> float | None:
        return self._part(setting, 1.0)

    def _part(self, setting: dict[str, object], part: float) -> float | None:
        if setting["progression"] == "immediate":
            return self.began
        if setting["progression"] == "manual":
            return clock.now() if self._tick >= part * int(str(setting["times"])) else None
        due = self.began + part * float(str(setting["seconds"]))
        return due if clock.now() >= due else None
