"""One update of a stack: forward, and then the cleanup; or back, as often as the rollback is continued."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.simulation.cloudformation import Resource, resource_of
from tests.simulation.record import USER
from tests.simulation.template import Properties, declared, references
from tests.simulation.work import said

if TYPE_CHECKING:
    from tests.simulation.stack import Stack, Template

#: What an engine needs to turn round: from a failure to the first request of the rollback (seconds).
TURN = 2.0


@dataclass
class Before:
    """What a resource was before the update."""

    physical_id: str
    properties: Properties
    type: str
    #: The properties as they were last sent.
    sent: Properties
    data: dict[str, Any]


class Update:
    """Knows of each resource what it was, what it has become, and what is left behind of it."""

    def __init__(self, stack: "Stack", template: "Template") -> None:
        self.stack, self.template = stack, template
        known = stack.resources
        self.before = {
            name: Before(one.physical_id, one.properties, one.type, said(one), one.data) for name, one in known.items()
        }
        self.wanted = {name: declared(entry) for name, entry in template.items()}
        in_place = stack.types_change_in_place
        #: Of another type: what is created in the place of what.
        self.replaced = {
            name: known[name]
            for name, one in self.wanted.items()
            if name in known and not in_place and one.type != known[name].type
        }
        #: What an earlier operation has left uncreated, where that is created anew.
        uncreated = {name for name, one in known.items() if stack.recreates and one.status == "CREATE_FAILED"}
        self.added = [
            resource_of(name, entry)
            for name, entry in template.items()
            if name not in known or name in self.replaced or name in uncreated
        ]
        self.changed = [
            known[name]
            for name, one in self.wanted.items()
            if name in known
            and name not in self.replaced
            and name not in uncreated
            and (
                references(one.properties)
                or (one.type, one.properties) != (known[name].type, known[name].properties)
                or known[name].status.endswith("FAILED")
            )
        ]
        #: What the rollback has brought back by now.
        self.restored: list[Resource] = []
        #: Ids that the rollback has left behind, with their properties and type.
        self.left: list[tuple[Resource, Before]] = []
        #: Of another type, as long as the rollback is stuck: their Deletes come with the stack's.
        self.unrestored: list[Resource] = []

    def go_forward(self) -> bool:
        """Bring what is new and changed; return whether all went well."""
        stack = self.stack
        stack.updated = stack.now
        stack.become("UPDATE_IN_PROGRESS", USER)
        stack.resources = stack.resources | {one.logical_id: one for one in self.added}
        for name, one in self.wanted.items():
            stack.resources[name].deletion_policy = one.deletion_policy
            stack.resources[name].update_replace_policy = one.update_replace_policy
        if not stack.all(self._bring, [*self.changed, *self.added]):
            return False
        stack.become("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
        return True

    def clean_up(self) -> None:
        """Delete what was replaced or removed; failures are only reported."""
        stack = self.stack
        removed = [one for name, one in stack.resources.items() if name not in self.wanted]
        known = [*self.changed, *(one for one in self.added if one.logical_id in self.before)]
        by_id = [one for one in known if self.before[one.logical_id].physical_id != one.physical_id]
        by_type = [stack.resources[name] for name in self.replaced if stack.resources[name] not in by_id]

        def leave(resource: Resource) -> bool:
            if resource in removed:
                return all([stack.remove(resource), stack.settle_owed(resource)])
            old = self.before[resource.logical_id]
            gone = resource not in [*by_id, *by_type] or stack.clean_up(resource, old.physical_id, old.sent, old.type)
            return stack.settle_owed(resource) and gone

        for resource in self.changed:
            if resource.child is not None:
                resource.child.last_update.clean_up()
        owing = {one.logical_id for one, *_ in stack.owed}
        more = [
            one for name, one in stack.resources.items() if name in owing and one not in [*by_id, *by_type, *removed]
        ]
        stack.all(leave, [*by_id, *by_type, *removed, *more], cancel=False)
        stack.owed = []
        stack.complete("UPDATE_COMPLETE")

    def stop(self) -> None:
        """Stay as it is; what has failed is as it was declared before, and what was replaced is deleted later."""
        stack, owed = self.stack, list(self.stack.owed)
        for resource in self.changed:
            old = self.before[resource.logical_id]
            if resource.status != "UPDATE_COMPLETE":
                resource.properties, resource.type, resource.sent = old.properties, old.type, old.sent
            if resource.physical_id != old.physical_id:
                owed.append((resource, old.physical_id, old.sent, old.type))
        for one in self.replaced.values():
            owed.append((one, one.physical_id, said(one), one.type))
        stack.owed = owed
        stack.stop("UPDATE_FAILED", "update")

    def roll_back(self, skip: Collection[str] = (), reason: str | None = None) -> bool:
        """Bring back what was there; return whether all of it could be."""
        stack = self.stack
        stack.become("UPDATE_ROLLBACK_IN_PROGRESS", stack.failed("update", "Rollback") if reason is None else reason)
        stack.cloudformation.simulation.sleep(stack.turn)
        for resource in self.changed:
            if resource.logical_id in skip:
                before = self.before[resource.logical_id]
                resource.properties, resource.type = before.properties, before.type
                resource.status = "UPDATE_COMPLETE"
                stack.note(resource, resource.status, "Resource update skipped")
                self.restored.append(resource)
        back = [one for one in self.changed if one not in self.restored]
        if not stack.all(self._bring_back, back, cancel=False):
            stack.become("UPDATE_ROLLBACK_FAILED", stack.failed("update", "Rollback"))
            self.unrestored = list(self.replaced.values())
            return False
        self.unrestored = []
        stack.become("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
        for name, one in self.replaced.items():
            new, stack.resources[name] = stack.resources[name], one
            self.left.append((one, Before(new.physical_id, new.properties, new.type, said(new), new.data)))
        added = [one for one in self.added if one.logical_id not in self.replaced]
        stack.all(self._leave, [*added, *{id(one): one for one, _ in self.left}.values()], cancel=False)
        stack.become("UPDATE_ROLLBACK_COMPLETE")
        return True

    def _bring(self, resource: Resource) -> bool:
        stack = self.stack
        if resource in self.added:
            return stack.create_one(resource)
        wanted = self.wanted[resource.logical_id]
        if (child := resource.child) is not None:
            child.last_update = Update(child, wanted.properties)
            resource.properties = wanted.properties
            return stack.follow(resource, "UPDATE", child.last_update.go_forward)
        resource.type = wanted.type
        return stack.update_one(resource, wanted.properties)

    def _bring_back(self, resource: Resource) -> bool:
        before = self.before[resource.logical_id]
        now = Before(resource.physical_id, resource.properties, resource.type, said(resource), resource.data)
        if resource.child is not None:
            resource.properties = before.properties
            return self.stack.follow(resource, "UPDATE", resource.child.last_update.roll_back)
        resource.type = before.type
        if self.stack.swapped_updates or now.physical_id == before.physical_id:
            if not self.stack.update_one(resource, before.properties):
                resource.properties, resource.type = now.properties, now.type
                return False
        else:
            resource.physical_id, resource.properties = before.physical_id, before.properties
            resource.sent, resource.data = before.sent, before.data
        self.restored.append(resource)
        if now.physical_id != resource.physical_id:
            self.left.append((resource, now))
        return True

    def _leave(self, resource: Resource) -> bool:
        left = [old for one, old in self.left if one is resource]
        if not left:
            return self.stack.remove(resource, back=True)
        return all([self.stack.clean_up(resource, old.physical_id, old.sent, old.type) for old in left])
