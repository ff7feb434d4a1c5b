"""The workflows: what runs our code can not write, releases follow checks, what is used is pinned and renewed."""

import re
from typing import Any

import pytest
import yaml

from tools.local import ROOT

FOLDER = ROOT / ".github"
WORKFLOWS: dict[str, dict[str, Any]] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((FOLDER / "workflows").glob("*.yml"))
}
JOBS = [(workflow, name) for workflow, one in WORKFLOWS.items() for name in one["jobs"]]


def job(workflow: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = WORKFLOWS[workflow]["jobs"][name]
    return found


def writes(workflow: str, name: str) -> bool:
    """Return whether a job has a right to write."""
    given = job(workflow, name).get("permissions", WORKFLOWS[workflow]["permissions"])
    return "write" in given.values()


def runs(workflow: str, name: str) -> str:
    """Return the commands of a job."""
    return "\n".join(step.get("run", "") for step in job(workflow, name).get("steps", ()))


def test_one_job_alone_may_write() -> None:
    assert [one for one in JOBS if writes(*one)] == [("release", "publish")]


def test_that_job_runs_nothing_of_the_repository() -> None:
    steps = job("release", "publish")["steps"]
    assert not any("checkout" in step.get("uses", "") for step in steps)
    commands = runs("release", "publish").splitlines()
    assert [command.split()[:2] for command in commands if command] == [["cd", "dist"], ["gh", "release"]]


def test_a_release_is_checked_then_built_then_compared_with_its_sums_and_signed() -> None:
    assert job("release", "check")["uses"] == "./.github/workflows/check.yml"
    assert (job("release", "build")["needs"], job("release", "publish")["needs"]) == ("check", "build")
    used = [step.get("uses", step.get("run", "")) for step in job("release", "publish")["steps"]]
    order = ["download-artifact", "sha256sum --strict -c SHA256SUMS", "attest-build-provenance", "gh release create"]
    assert all(part in step for part, step in zip(order, used, strict=True))


@pytest.mark.parametrize(("workflow", "name"), JOBS)
def test_every_action_is_pinned_to_a_commit_and_keeps_no_credentials(workflow: str, name: str) -> None:
    for step in job(workflow, name).get("steps", ()):
        if "uses" in step:
            assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"])
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize(("workflow", "name"), JOBS)
def test_no_command_is_put_together_of_what_others_write(workflow: str, name: str) -> None:
    assert "${{" not in runs(workflow, name)


def test_every_lock_file_is_renewed() -> None:
    updates = yaml.safe_load((FOLDER / "dependabot.yml").read_text(encoding="utf-8"))["updates"]
    watched = {one["package-ecosystem"]: one.get("directories", [one.get("directory")]) for one in updates}
    assert watched == {"pip": ["/requirements", "/handler"], "npm": ["/benchmarks/cdk"], "github-actions": ["/"]}
    for ecosystem, name in (("pip", "*.txt"), ("npm", "package-lock.json")):
        for folder in watched[ecosystem]:
            assert list((ROOT / folder.strip("/")).glob(name)), folder
    assert all(one["cooldown"] == {"default-days": 7} for one in updates)
