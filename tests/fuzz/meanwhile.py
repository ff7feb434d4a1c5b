"""What others do meanwhile: strangers who associate, and hands that touch the ledger."""

import json
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from moto.core.exceptions import JsonRESTError

from tests.fakes.models import Packages
from tests.fuzz.domain import Domain
from tests.simulation.world import World


@dataclass
class Meanwhile:
    """As the plan has it; what has happened is counted."""

    world: World
    domain: Domain
    packages: Packages
    happened: Counter[str]

    def begin(self) -> None:
        """Let it come in its time, from now on."""
        for at, package in self.domain.plan.strangers:
            self.world.simulation.spawn(partial(self._associate, package), at)
        for at, package in self.domain.plan.lost:
            self.world.simulation.spawn(partial(self._lose, package), at)

    def _associate(self, package: str) -> None:
        """Somebody else does, unless it is there or the domain is busy; see `limits.LIMITS`."""
        pending = [one.event for one in self.world.endpoint.requests.values() if not one.answers]
        there = self.packages.domain("movies").associations.keys()
        if package in there | self.domain.told | self.domain.plan.failing:
            return
        with suppress(JsonRESTError):
            self.packages.associate("movies", [{"PackageID": package}])
            self.domain.associated_by_hand(package, pending)
            self.happened["strangers' associations"] += 1

    def _lose(self, package: str) -> None:
        self.domain.lost(package)
        if package:
            self._edit("movies", lambda slots: slots.pop(package, None))
        else:
            self.world.table.lose()
        self.happened["claims edited out" if package else "tables lost"] += 1

    def release(self, stack: str) -> None:
        """Edit a stack's claims out of the ledger by hand."""

        def released(slots: dict[str, Any]) -> None:
            for slot in slots.values():
                slot["claims"] = [claim for claim in slot["claims"] if claim["stack"] != stack]

        for place in self.world.table.items:
            self._edit(place, released)

    def _edit(self, place: str, change: Callable[[dict[str, Any]], Any]) -> None:
        with suppress(KeyError, json.JSONDecodeError):  # nothing is written there
            self.world.table.edit(place, lambda ledger: change(ledger["slots"]))
