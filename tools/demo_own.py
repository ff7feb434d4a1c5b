"""A template of the reader's own, on the demo's stage: its stack is created, and deleted."""

from pathlib import Path

from tools.demo_association import prepare
from tools.screen import beside
from tools.stage import DOMAIN, Stage

STACK = "own"


def try_out(stage: Stage, template: Path, parameters: dict[str, str]) -> None:
    """Create a stack from the template, show what becomes of it, and delete it."""
    stage.say(f"2. What is there: the domain {DOMAIN}, three dictionaries, and any object in any bucket.")
    prepare(stage)
    stage.say(f"3. Create a stack from {template}.")
    with beside(stage.look, last=0.5):
        for event in stage.stacks.create(STACK, template.read_text(encoding="utf-8"), **parameters):
            stage.show(event.resource, event.status, event.reason)
    if stage.stacks.status(STACK) == "DELETE_COMPLETE":
        return
    for name, value in stage.stacks.outputs(STACK).items():
        stage.show("output", f"{name} = {value}")
    stage.say("4. Delete it.")
    with beside(stage.look, last=0.5):
        for event in stage.stacks.delete(STACK):
            stage.show(event.resource, event.status, event.reason)
