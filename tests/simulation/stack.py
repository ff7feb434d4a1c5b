"""A stack of custom resources: created, updated, rolled back and deleted, in CloudFormation's order."""

import copy
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from tests.simulation.cloudformation import NO_ANSWER, CloudFormation, Event, Properties, Resource
from tests.simulation.tasks import Signal

#: What an engine needs to turn round: from a failure to the first request of the rollback (seconds).
TURN = 2.0


class Stack:
    """One stack. Its methods are to be called from a task of the simulation, and take as long as the stack does."""

    def __init__(self, cloudformation: CloudFormation, name: str) -> None:
        self.cloudformation, self.name = cloudformation, name
        self.id = f"arn:aws:cloudformation:us-east-1:123456789012:stack/{name}/{uuid.uuid4()}"
        self.resources: dict[str, Resource] = {}
        self.status = ""
        self.created = self.updated = 0.0
        #: (time, logical id, status, reason), as DescribeStackEvents.
        self.events: list[tuple[float, str, str, str]] = []
        cloudformation.stacks[self.id] = self
        #: Rolls a finished replacement back with a swapped Update, or (as some engines do) with a Delete alone.
        self.swapped_updates = True

    def create(self, template: dict[str, Properties]) -> bool:
        """Create the stack; return whether it is CREATE_COMPLETE, else it is rolled back."""
        self.created = self.now
        self._set("CREATE_IN_PROGRESS")
        self.resources = {name: Resource(name, copy.deepcopy(properties)) for name, properties in template.items()}
        if self._all(self._create, self.resources.values()):
            self._set("CREATE_COMPLETE")
            return True
        self._set("ROLLBACK_IN_PROGRESS")
        self.cloudformation.simulation.sleep(TURN)
        gone = self._all(self._delete, self.resources.values(), cancel=False)
        self._set("ROLLBACK_COMPLETE" if gone else "ROLLBACK_FAILED")
        return False

    def update(self, template: dict[str, Properties]) -> bool:
        """Update the stack; return whether it is UPDATE_COMPLETE, else it is rolled back."""
        self.updated = self.now
        self._set("UPDATE_IN_PROGRESS")
        before = {name: (one.physical_id, one.properties) for name, one in self.resources.items()}
        added = [Resource(name, copy.deepcopy(template[name])) for name in template if name not in before]
        changed = [one for name, one in self.resources.items() if template.get(name, one.properties) != one.properties]
        self.resources |= {one.logical_id: one for one in added}

        def bring(resource: Resource) -> bool:
            if resource in added:
                return self._create(resource)
            return self._update(resource, template[resource.logical_id])

        if self._all(bring, [*changed, *added]):
            self._set("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
            for resource in changed:
                self._clean_up(resource, *before[resource.logical_id])
            self._remove([one for name, one in self.resources.items() if name not in template])
            self._set("UPDATE_COMPLETE")
            return True
        self._roll_back_update(before, changed, added)
        return False

    def delete(self) -> bool:
        """Delete the stack; return whether it is DELETE_COMPLETE."""
        self._set("DELETE_IN_PROGRESS")
        present = [one for one in self.resources.values() if one.status != "DELETE_COMPLETE"]
        gone = self._all(self._delete, present, cancel=False)
        self._set("DELETE_COMPLETE" if gone else "DELETE_FAILED")
        return gone

    @property
    def now(self) -> float:
        return self.cloudformation.simulation.now

    def _roll_back_update(
        self, before: dict[str, tuple[str, Properties]], changed: list[Resource], added: list[Resource]
    ) -> None:
        self._set("UPDATE_ROLLBACK_IN_PROGRESS")
        self.cloudformation.simulation.sleep(TURN)
        failed = False
        for resource in changed:
            old_id, old_properties = before[resource.logical_id]
            new_id, new_properties = resource.physical_id, resource.properties
            if new_properties is old_properties:
                continue  # its Update was never sent
            if self.swapped_updates or new_id == old_id:
                failed |= not self._update(resource, old_properties)
            resource.properties = old_properties
            if self.swapped_updates:
                self._clean_up(resource, new_id, new_properties)
            elif new_id != old_id:
                resource.physical_id = old_id
                self._clean_up(resource, new_id, new_properties)
        self._remove(added)
        self._set("UPDATE_ROLLBACK_FAILED" if failed else "UPDATE_ROLLBACK_COMPLETE")

    def _create(self, resource: Resource) -> bool:
        return self._bring(resource, "CREATE", "Create", ResourceProperties=resource.properties)

    def _update(self, resource: Resource, properties: Properties) -> bool:
        old, resource.properties = resource.properties, properties
        more = {"ResourceProperties": properties, "OldResourceProperties": old}
        return self._bring(resource, "UPDATE", "Update", PhysicalResourceId=resource.physical_id, **more)

    def _delete(self, resource: Resource) -> bool:
        if not resource.status:
            return True  # its Create was never sent
        known = resource.physical_id or f"{self.name}-{resource.logical_id}-{uuid.uuid4().hex[:12].upper()}"
        more = {"PhysicalResourceId": known, "ResourceProperties": resource.properties}
        return self._bring(resource, "DELETE", "Delete", **more)

    def _clean_up(self, resource: Resource, physical_id: str, properties: Properties) -> None:
        """Delete what a replacement has left behind; a failure is only reported."""
        if physical_id != resource.physical_id:
            more = {"PhysicalResourceId": physical_id, "ResourceProperties": properties}
            event = self.cloudformation.send(self.id, "Delete", resource, **more)
            answer = self.cloudformation.wait(event)
            status = "DELETE_COMPLETE" if answer and answer["Status"] == "SUCCESS" else "DELETE_FAILED"
            self._note(resource.logical_id, status, answer["Reason"] if answer else NO_ANSWER)

    def _remove(self, resources: Iterable[Resource]) -> None:
        for resource in list(resources):
            self._delete(resource)
            del self.resources[resource.logical_id]

    def _bring(self, resource: Resource, verb: str, type_: str, **more: Any) -> bool:
        """Send one request and take its answer; return whether it was SUCCESS."""
        resource.become(f"{verb}_IN_PROGRESS", self.now)
        event: Event = self.cloudformation.send(self.id, type_, resource, **more)
        answer = self.cloudformation.wait(event)
        if resource.request_id != event["RequestId"]:
            return False  # cancelled meanwhile, and maybe asked for something else already
        if answer is not None:
            resource.physical_id, resource.data = answer["PhysicalResourceId"], answer.get("Data", {})
        succeeded = answer is not None and answer["Status"] == "SUCCESS"
        resource.become(f"{verb}_COMPLETE" if succeeded else f"{verb}_FAILED", self.now)
        resource.reason = answer.get("Reason", "") if answer is not None else NO_ANSWER
        self._note(resource.logical_id, resource.status, resource.reason)
        return succeeded

    def _all(self, bring: Callable[[Resource], bool], resources: Iterable[Resource], cancel: bool = True) -> bool:
        """Bring all at the same time; at the first failure, cancel what is still under way."""
        simulation = self.cloudformation.simulation
        waiting, outcomes, settled = list(resources), {}, Signal()
        count = len(waiting)

        def one(resource: Resource) -> None:
            outcomes[resource.logical_id] = bring(resource)
            if len(outcomes) == count or (cancel and not all(outcomes.values())):
                simulation.set(settled)

        for resource in waiting:
            simulation.spawn(lambda resource=resource: one(resource))  # type: ignore[misc]
        if count:
            simulation.wait(settled, float("inf"))
        for resource in waiting:
            if resource.logical_id not in outcomes and resource.request_id:
                verb = resource.status.split("_")[0]
                resource.become(f"{verb}_FAILED", self.now)
                resource.reason = f"Resource {verb.lower()} cancelled"
                self._note(resource.logical_id, resource.status, resource.reason)
                self.cloudformation.cancel(resource)
        return len(outcomes) == count and all(outcomes.values())

    def _set(self, status: str) -> None:
        self.status = status
        self._note(self.name, status, "")

    def _note(self, name: str, status: str, reason: str) -> None:
        self.events.append((self.now, name, status, reason))
