"""Templates of the reader's own, on the demo's stage: a stack is created, perhaps updated, and deleted."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.change import Change
from tools.demo_association import prepare
from tools.local import REGION, LocalAws
from tools.stacks import Event
from tools.stage import DOMAIN, Stage

STACK = "own"


def try_out(stage: Stage, changes: list[Change]) -> str:
    """Create a stack from the first template, update it to the second if there is one, and delete it.

    Returns:
        What failed, or nothing.
    """
    stage.say(f"2. What is there: the domain {DOMAIN}, three dictionaries, and any object in any bucket.")
    prepare(stage)
    verbs, failed = {"Create a stack from": stage.stacks.create, "Update it to": stage.stacks.update}, ""
    number = 2
    for number, (change, (verb, do)) in enumerate(zip(changes, verbs.items(), strict=False), 3):
        stage.say(f"{number}. {verb} {change.path}.")
        upload(stage.aws, change.path)
        failed = watch(stage, do(STACK, change.body, **change.parameters))
        for name, value in stage.stacks.outputs(STACK).items():
            stage.show("output", f"{name} = {value}")
        if failed:
            break
    stage.say(f"{number + 1}. Delete it.")
    return watch(stage, stage.stacks.delete(STACK)) or failed


def watch(stage: Stage, events: Iterator[Event]) -> str:
    """Show what becomes of a stack; return what failed, or nothing."""
    seen = stage.show_all(events)
    bad = [one for one in seen if one.status.endswith("_FAILED") and one.resource != STACK and one.reason]
    status = stage.stacks.status(STACK)
    if status in ("CREATE_COMPLETE", "UPDATE_COMPLETE", "DELETE_COMPLETE") and not bad:
        return ""
    why = f" {bad[0].resource}: {bad[0].reason}" if bad else ""
    return f"The stack is {status}.{why}"


def upload(aws: LocalAws, template: Path) -> None:
    """Put the files of a synthesized CDK template where it expects them; their manifest lies beside it."""
    manifest = template.with_name(template.name.replace(".template.json", ".assets.json"))
    if manifest == template or not manifest.is_file():
        return
    s3 = aws.client("s3")
    for file in json.loads(manifest.read_text(encoding="utf-8")).get("files", {}).values():
        path = manifest.parent / file["source"]["path"]
        if file["source"].get("packaging") == "zip" and path.is_dir():
            path = Path(shutil.make_archive(str(aws.folder / path.name), "zip", path))
        for place in file["destinations"].values():
            bucket, key = (filled(place[name], aws) for name in ("bucketName", "objectKey"))
            if bucket not in [one["Name"] for one in s3.list_buckets()["Buckets"]]:
                s3.create_bucket(Bucket=bucket)
            s3.upload_file(str(path), bucket, key)


def filled(text: Any, aws: LocalAws) -> str:
    """Return a name of the manifest with the account and region in their places."""
    values = {"AccountId": aws.key, "Region": REGION, "Partition": "aws"}
    for name, value in values.items():
        text = text.replace(f"${{AWS::{name}}}", value)
    return str(text)
