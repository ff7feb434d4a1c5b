"""A stack of custom resources: created, updated, rolled back and deleted, in CloudFormation's order."""

from collections.abc import Collection

from tests.simulation.cloudformation import Resource, resource_of
from tests.simulation.record import USER
from tests.simulation.template import Properties
from tests.simulation.update import TURN, Update
from tests.simulation.work import Work

Template = dict[str, Properties]


class Stack(Work):
    """One stack. Its methods are to be called from a task of the simulation, and take as long as the stack does."""

    #: Rolls a finished replacement back with a swapped Update, or (as some engines do) with a Delete alone.
    swapped_updates = True
    #: A resource of another type is updated in its place, and not created before the old one is deleted.
    types_change_in_place = False
    #: Off: an operation that fails stops where it is, as in express mode.
    rolls_back = True
    #: Rollback off: what was never created is created by the next update, and not updated.
    recreates = False
    #: From a failure to the first request of the rollback (seconds).
    turn = TURN
    last_update: Update | None = None

    def review(self) -> None:
        """Make a change set that is to make the stack; `create` executes it."""
        self.created = self.now
        self.become("REVIEW_IN_PROGRESS", USER)

    def create(self, template: Template, on_failure: str = "ROLLBACK") -> bool:
        """Create the stack; return whether it is CREATE_COMPLETE, else it is rolled back, or deleted."""
        if self.status == "REVIEW_IN_PROGRESS":
            self.updated = self.now if self.shows_execution else 0.0
        else:
            self.created = self.now
        self.become("CREATE_IN_PROGRESS", USER)
        self.resources = {name: resource_of(name, entry) for name, entry in template.items()}
        if self.all(self.create_one, self.resources.values()):
            self.complete("CREATE_COMPLETE")
            return True
        if self.given_up:
            self.become("CREATE_FAILED", "Resource creation cancelled")
            return False
        if not self.rolls_back:
            self.stop("CREATE_FAILED", "create")
            return False
        verb = "Delete" if on_failure == "DELETE" else "Rollback"
        status = "DELETE" if on_failure == "DELETE" else "ROLLBACK"
        self.deleted = self.now if on_failure == "DELETE" else 0.0
        self.become(f"{status}_IN_PROGRESS", self.failed("create", verb))
        self.cloudformation.simulation.sleep(self.turn)
        self._delete_all(status)
        return False

    def update(self, template: Template) -> bool:
        """Update the stack; return whether it is UPDATE_COMPLETE, else it is rolled back."""
        update = self.last_update = Update(self, template)
        if not update.go_forward():
            if self.rolls_back:
                update.roll_back()
            else:
                update.stop()
            return False
        update.clean_up()
        return True

    def continue_rollback(self, skip: Collection[str] = ()) -> bool:
        """Continue an update's rollback that failed, without the resources to skip; return whether it went well."""
        assert self.last_update is not None and self.status == "UPDATE_ROLLBACK_FAILED"
        return self.last_update.roll_back(skip, USER)

    def delete(self, reason: str = USER) -> bool:
        """Delete the stack; return whether it is DELETE_COMPLETE."""
        self.deleted = self.now
        self.become("DELETE_IN_PROGRESS", reason)
        return self._delete_all("DELETE")

    def force_away(self) -> None:
        """Be gone without any request; CloudFormation knows it no more."""
        self.status, self.resources, self.owed = "", {}, []
        del self.cloudformation.stacks[self.id]

    def refactor(self, names: dict[str, str]) -> None:
        """Give resources new logical ids; the function is not told."""
        self.resources = {names.get(name, name): one for name, one in self.resources.items()}
        for name, one in self.resources.items():
            one.logical_id = name

    def failed(self, what: str, then: str) -> str:
        """Return CloudFormation's sentence on what failed."""
        return f"The following resource(s) failed to {what}: [{', '.join(self.failures())}]. {then} requested by user."

    def _delete_all(self, verb: str) -> bool:
        ended = ("DELETE_COMPLETE", "DELETE_SKIPPED")
        known = [*self.resources.values(), *(self.last_update.unrestored if self.last_update else [])]
        present = [one for one in known if one.status not in ended]

        def leave(resource: Resource) -> bool:
            gone = self.delete_one(resource, back=verb == "ROLLBACK" or resource.new)
            return self.settle_owed(resource) and gone

        gone = self.all(leave, present, cancel=False)
        self.become(f"{verb}_COMPLETE" if gone else f"{verb}_FAILED")
        return gone
