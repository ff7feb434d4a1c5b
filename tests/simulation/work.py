"""What an engine does with the resources of a stack: one request each, all at once, cancelled or tried again."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from tests.simulation.cloudformation import NO_ANSWER, Event, Resource
from tests.simulation.record import Record
from tests.simulation.tasks import Signal
from tests.simulation.template import NESTED, Properties, references, resolved

#: How often a cleanup Delete is sent that fails; then what it was to delete is left.
TRIES = 3
RETAIN, RETAIN_LATER = "Retain", "RetainExceptOnCreate"
CANCELLED = {"CREATE": "creation", "UPDATE": "update"}


def said(resource: Resource) -> Properties:
    """Return a resource's properties as they were last sent."""
    return resource.sent if references(resource.properties) else resource.properties


class Work(Record):
    """A stack with its requests; `bring` of anything returns whether it was SUCCESS."""

    #: Set when the stack's own operation is cancelled, for it is nested in another.
    given_up = False
    _settled = Signal()
    #: What is brought at the same time, by logical id: set once it has been; and whether that went well.
    _round: Mapping[str, Signal] = MappingProxyType({})
    _went_well: Mapping[str, bool] = MappingProxyType({})
    #: A replacement is refused after its Update was answered, and the id of before kept.
    refuses_replacements = False
    #: Cleanups that are put off, for an operation failed with rollback off: resource, id, properties, type.
    owed: Sequence[tuple[Resource, str, Properties, str]] = ()

    def create_one(self, resource: Resource) -> bool:
        """Create a resource, or a stack that is nested in this one."""
        if not self._after(references(resource.properties)):
            return False
        if resource.type != NESTED:
            return self.bring(resource, "CREATE", "Create", ResourceProperties=resource.properties)
        resource.child = child = type(self)(self.cloudformation, f"{self.name}-{resource.logical_id}", self)
        resource.physical_id = child.id
        return self.follow(resource, "CREATE", lambda: child.create(resource.properties))  # type: ignore[attr-defined]

    def update_one(self, resource: Resource, properties: Properties) -> bool:
        if not self._after(references(properties)):
            return False
        resource.properties, old = properties, said(resource)
        same = references(properties) and resolved(properties, self._attribute) == old
        if same and resource.status.endswith("COMPLETE"):
            return True  # not even what others say of it has changed
        more = {"ResourceProperties": properties, "OldResourceProperties": old}
        return self.bring(resource, "UPDATE", "Update", PhysicalResourceId=resource.physical_id, **more)

    def complete(self, status: str) -> None:
        """Take the status of an operation that has gone forward to its end."""
        for resource in self.resources.values():
            resource.new = False
        self.become(status)

    def stop(self, status: str, what: str) -> None:
        """Stay as it is, for the rollback is off; what was cancelled before it had an id gets one."""
        for resource in self.resources.values():
            resource.physical_id = resource.physical_id or self.invented(resource)
        self.become(status, f"The following resource(s) failed to {what}: [{', '.join(self.failures())}].")

    def failures(self) -> list[str]:
        return [name for name, one in self.resources.items() if one.status.endswith("FAILED")]

    def settle_owed(self, resource: Resource) -> bool:
        """Delete what earlier operations have left behind of a resource; return whether all went well."""
        owed = [one for one in self.owed if one[0].logical_id == resource.logical_id]
        self.owed = [one for one in self.owed if one not in owed]
        known = (resource.physical_id, resource.type)
        return all([self.clean_up(*one) for one in owed if (one[1], one[3]) != known])

    def delete_one(self, resource: Resource, back: bool = False) -> bool:
        """Delete a resource, or a stack nested in this one; `back`: for the operation that made it is rolled back."""
        if not resource.status:
            return True  # its Create was never sent
        if not self._after(self._dependents(resource.logical_id)):
            return False
        if resource.deletion_policy == RETAIN or (resource.deletion_policy == RETAIN_LATER and not back):
            resource.status = "DELETE_SKIPPED"
            self.note(resource, resource.status)
            return True
        if (child := resource.child) is not None:
            while child.status.endswith("IN_PROGRESS"):
                self.cloudformation.simulation.sleep(1)
            return self.follow(resource, "DELETE", lambda: child.delete(""))
        resource.physical_id = resource.physical_id or self.invented(resource)
        more = {"PhysicalResourceId": resource.physical_id, "ResourceProperties": said(resource)}
        return self.bring(resource, "DELETE", "Delete", **more)

    def remove(self, resource: Resource, back: bool = False) -> bool:
        """Delete a resource that the template no longer has; what can't be deleted is left."""
        gone = any(self.delete_one(resource, back) for _ in range(TRIES))
        self.gone[resource.logical_id] = resource
        if self.resources.get(resource.logical_id) is resource:
            del self.resources[resource.logical_id]
        return gone

    def clean_up(self, resource: Resource, physical_id: str, properties: Properties, type_: str = "") -> bool:
        """Delete what a replacement has left behind; a failure is only reported."""
        if resource.update_replace_policy == RETAIN:
            self.note(resource, "DELETE_SKIPPED", physical_id=physical_id)
            return True
        self._after(self._dependents(resource.logical_id))
        physical_id = physical_id or self.invented(resource)
        old = Resource(resource.logical_id, properties, physical_id, type=type_ or resource.type)
        more = {"PhysicalResourceId": physical_id, "ResourceProperties": properties}
        return any(self.bring(old, "DELETE", "Delete", **more) for _ in range(TRIES))

    def invented(self, resource: Resource) -> str:
        """Return an id for what was cancelled before it had one."""
        return f"{self.name}-{resource.logical_id}-{uuid.uuid4().hex[:12].upper()}"

    def all(self, bring: Callable[[Resource], bool], resources: Iterable[Resource], cancel: bool = True) -> bool:
        """Bring all at the same time; at the first failure, cancel what is still under way."""
        simulation = self.cloudformation.simulation
        waiting, outcomes = list(resources), dict[int, bool]()
        count, self._settled = len(waiting), Signal()
        settled = self._settled
        self._round = signals = {resource.logical_id: Signal() for resource in waiting}
        self._went_well = went_well = dict[str, bool]()

        def one(resource: Resource) -> None:
            outcomes[id(resource)] = went_well[resource.logical_id] = bring(resource)
            simulation.set(signals[resource.logical_id])
            if len(outcomes) == count or (cancel and not all(outcomes.values())):
                simulation.set(settled)

        for resource in waiting:
            simulation.spawn(lambda resource=resource: one(resource))  # type: ignore[misc]
        if count:
            simulation.wait(settled, float("inf"))
        for resource in waiting:
            if id(resource) not in outcomes:
                self._cancel(resource)
        for signal in signals.values():
            simulation.set(signal)
        return len(outcomes) == count and all(outcomes.values())

    def _after(self, names: Iterable[str]) -> bool:
        """Wait for those of the resources that are brought at the same time; return whether all went well.

        Once the operation has failed, nothing more of it begins.
        """
        signals, went_well, settled = self._round, self._went_well, self._settled
        for name in sorted(set(names) & set(signals)):
            self.cloudformation.simulation.wait(signals[name], float("inf"))
        return not settled.is_set and all(went_well.get(name, False) for name in names if name in signals)

    def _dependents(self, name: str) -> set[str]:
        return {other for other, one in (self.gone | self.resources).items() if name in references(one.properties)}

    def _attribute(self, name: str, member: str) -> Any:
        return self.resources[name].data.get(member, "")

    def follow(self, resource: Resource, verb: str, operation: Callable[[], bool]) -> bool:
        """Let a nested stack do something, and show it in its row."""
        resource.status = f"{verb}_IN_PROGRESS"
        self.note(resource, resource.status)
        succeeded = operation()
        if resource.status == f"{verb}_IN_PROGRESS":
            resource.status = f"{verb}_COMPLETE" if succeeded else f"{verb}_FAILED"
            self.note(resource, resource.status)
        return succeeded

    def give_up(self) -> None:
        """Cancel what is under way; the stack that it is nested in has failed."""
        self.given_up = True
        self.cloudformation.simulation.set(self._settled)

    def _cancel(self, resource: Resource) -> None:
        if resource.status.endswith("IN_PROGRESS"):
            verb = resource.status.split("_")[0]
            resource.status = f"{verb}_FAILED"
            resource.reason = f"Resource {CANCELLED[verb]} cancelled"
            self.note(resource, resource.status, resource.reason)
            if resource.child is not None:
                resource.child.give_up()
            else:
                self.cloudformation.cancel(resource)

    def bring(self, resource: Resource, verb: str, type_: str, **fields: Any) -> bool:
        """Send one request and take its answer."""
        resource.status = f"{verb}_IN_PROGRESS"
        self.note(resource, resource.status)
        if "ResourceProperties" in fields:
            resource.sent = fields["ResourceProperties"] = resolved(fields["ResourceProperties"], self._attribute)
        event: Event = self.cloudformation.send(self.id, type_, resource, **fields)
        answer = self.cloudformation.wait(event)
        if resource.request_id != event["RequestId"]:
            return False  # cancelled meanwhile, and maybe asked for something else already
        succeeded, reason = answer is not None and answer["Status"] == "SUCCESS", NO_ANSWER
        if answer is not None:
            known, reason = answer["PhysicalResourceId"], answer.get("Reason", "")
            if verb == "UPDATE" and succeeded and self.refuses_replacements and known != resource.physical_id:
                succeeded, reason = False, "Replacement type updates not supported on stack with disable-rollback"
            else:
                resource.physical_id, resource.data = known, answer.get("Data") or resource.data
        resource.status, resource.reason = f"{verb}_COMPLETE" if succeeded else f"{verb}_FAILED", reason
        self.note(resource, resource.status, resource.reason)
        resource.request_id = ""
        return succeeded
