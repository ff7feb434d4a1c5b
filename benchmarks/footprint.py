"""What each contender deploys, by its template."""

import json
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cfnlint.decode import cfn_yaml

from benchmarks.framework import CDK
from tools.local import ROOT

FUNCTIONS = ("AWS::Lambda::Function", "AWS::Serverless::Function")


def footprints(contenders: list[str]) -> dict[str, Any]:
    """Return the counts of our template, with all that is optional, and of the stack that CDK makes."""
    figures = {"ours": footprint(cfn_yaml.load(str(ROOT / "template.yaml")))} if "ours" in contenders else {}
    return figures | ({"framework": footprint(synthesized())} if "framework" in contenders else {})


def synthesized() -> Any:
    """Return the template of the CDK stack around the user's functions."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["node", str(CDK / "stack.js"), str(Path(folder) / "out")]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return json.loads(done.stdout)


def footprint(template: Any) -> dict[str, Any]:
    """Return how many functions, roles and state machines a template has, and the actions that its roles allow."""
    kinds = Counter(resource["Type"] for resource in template["Resources"].values())
    allowed = sorted(set(actions(template["Resources"])))
    return {
        "functions": sum(kinds[kind] for kind in FUNCTIONS),
        "roles": kinds["AWS::IAM::Role"],
        "state machines": kinds["AWS::StepFunctions::StateMachine"],
        "actions": dict(sorted(Counter(action.split(":")[0] for action in allowed).items())),
        "managed policies": len(set(managed(template["Resources"]))),
    }


def actions(tree: Any) -> Iterator[str]:
    """Yield every action that is allowed anywhere in it."""
    if isinstance(tree, dict):
        if tree.get("Effect") == "Allow" and tree.get("Action") != "sts:AssumeRole":
            action = tree["Action"]
            yield from [action] if isinstance(action, str) else action
        for branch in tree.values():
            yield from actions(branch)
    elif isinstance(tree, list):
        for branch in tree:
            yield from actions(branch)


def managed(resources: dict[str, Any]) -> Iterator[str]:
    """Yield the managed policies that roles have."""
    for resource in resources.values():
        for arn in resource.get("Properties", {}).get("ManagedPolicyArns", []):
            yield json.dumps(arn)
