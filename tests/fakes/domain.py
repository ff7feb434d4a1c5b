"""What packages do to a domain: who is associated, what is in use, and when it is busy."""

from dataclasses import dataclass, field
from typing import Any

from tests.fakes.association import Association
from tests.fakes.clock import as_date, clock
from tests.fakes.transition import DOMAIN, Transition


@dataclass
class PackagesOfDomain:
    """Of one domain."""

    associations: dict[str, Association] = field(default_factory=dict)
    #: Busy with another change until then (epoch seconds).
    busy_until: float = 0.0
    creation: Transition | None = field(default_factory=lambda: Transition(DOMAIN))
    #: The packages that an index uses, and how a dissociation is refused: "conflict" at once, "fails" later, "hangs".
    used: dict[str, str] = field(default_factory=dict)
    #: DomainProcessingStatus set by hand, such as Isolated or Deleting.
    forced: str = ""
    #: How many changes of the domain there have been, and when the newest began.
    changes: int = 0
    changed: float = 0.0
    #: ValidationFailures of the newest change.
    invalid: list[dict[str, str]] = field(default_factory=list)

    def settle(self) -> None:
        """Let go of the associations that are gone by now."""
        self.associations = {key: one for key, one in self.associations.items() if one.settle()}

    def processing_status(self, one_change_at_a_time: bool) -> str:
        """Return DomainProcessingStatus. A plugin comes and goes by a change of the whole domain."""
        self.settle()
        if self.forced:
            return self.forced
        if self.creation and self.creation.ended() is None:
            return "Creating"
        self.creation = None
        moving = [one for one in self.associations.values() if one.transition]
        plugin = any(one.package.type == "ZIP-PLUGIN" for one in moving)
        changing = plugin or (one_change_at_a_time and moving) or clock.now() < self.busy_until
        return "Modifying" if changing else "Active"

    def begin_change(self) -> None:
        """Begin a change of the domain."""
        self.changes += 1
        self.changed, self.invalid = clock.now(), []

    def change(self, one_change_at_a_time: bool) -> dict[str, Any]:
        """Return ChangeProgressStatus of the newest change; empty when there has been none."""
        if not self.changes:
            return {}
        statuses = ("PROCESSING", "ApplyingChanges")
        if self.invalid:
            statuses = ("FAILED", "ValidationFailed")
        elif self.processing_status(one_change_at_a_time) == "Active":
            statuses = ("COMPLETED", "Completed")
        return {
            "ChangeId": f"00000000-0000-0000-0000-{self.changes:012}",
            "StartTime": as_date(self.changed),
            "Status": statuses[0],
            "ConfigChangeStatus": statuses[1],
            "ValidationFailures": self.invalid,
        }

    def look(self) -> None:
        """Count a look, for transitions that are set in looks."""
        for one in self.associations.values():
            if one.transition:
                one.transition.advance()
        if self.creation:
            self.creation.advance()
