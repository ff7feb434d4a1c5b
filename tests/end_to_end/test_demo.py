"""What a newcomer runs first."""

import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from tools.local import ROOT

pytestmark = pytest.mark.end_to_end


def test_the_demo_shows_the_whole_life_of_a_stack() -> None:
    demo = subprocess.run(
        [sys.executable, "-m", "tools.demo"], cwd=ROOT, env=dict(os.environ), capture_output=True, text=True
    )
    assert demo.returncode == 0, demo.stdout + demo.stderr
    steps = [
        "sam build done",
        "CREATE_COMPLETE",
        "PackageVersion = v1",
        "UPDATE_COMPLETE",
        "PackageVersion = v2",
        "its cleanup: it deletes movies|F111111111",
        "InvalidDictionary: line 3",
        "UPDATE_ROLLBACK_COMPLETE",
        "DELETE_COMPLETE",
        "films.txt",
        "CREATE_COMPLETE",
        " v1 ACTIVE",
        "UPDATE_COMPLETE",
        " v2 ACTIVE",
        "one UpdatePackage and one AssociatePackage",
        "VALIDATION_FAILED, InvalidDictionary: line 3",
        "UPDATE_ROLLBACK_COMPLETE",
        " v2 ACTIVE",
        "DELETE_COMPLETE",
        "nothing is left",
        "Shown, and checked:",
        "in place, never dissociated",
        "no gap",
        "nothing is left",
        "no ResponseURL",
        "Done in ",
    ]
    rest = " ".join(demo.stdout.split())  # wherever a line was wrapped
    for step in steps:
        assert step in rest, f"{step}, in this order:\n{demo.stdout}"
        rest = rest.partition(step)[2]
    assert "\033" not in demo.stdout, "a pipe has no colours"
    seconds = [float(one) for one in re.findall(r"^ +([\d.]+) s  ", demo.stdout, re.M)]
    assert all(later - earlier < 20 for earlier, later in pairwise(seconds)), "no step is silent for long"
    assert "X-Amz-Signature" not in demo.stdout + demo.stderr


#: A domain of its own, as the CDK synthesizes it, with the package of a name that is a parameter.
OWN = """
{"Parameters": {"Name": {"Type": "String"}, "BootstrapVersion": {"Type": "AWS::SSM::Parameter::Value<String>",
                                     "Default": "/cdk-bootstrap/hnb659fds/version"}},
 "Resources": {
  "Domain": {"Type": "AWS::OpenSearchService::Domain", "Properties": {"EngineVersion": "OpenSearch_2.19"}},
  "Words": {"Type": "Custom::OpenSearchPackageAssociation", "Properties": {
   "ServiceToken": {"Fn::ImportValue": "opensearch-packages-ServiceToken"},
   "DomainName": {"Ref": "Domain"}, "PackageName": {"Ref": "Name"}}}},
 "Outputs": {"PackageID": {"Value": {"Fn::GetAtt": ["Words", "PackageID"]}}}}
"""


def test_an_update_that_fails_is_shown_and_fails_the_demo(tmp_path: Path) -> None:
    """The domain that the stack makes is where packages are too; the waiting names what is waited for."""
    template = tmp_path / "Own.template.json"
    template.write_text(OWN, encoding="utf-8")
    command = ["make", "--no-print-directory", "demo", f"TEMPLATE={template}", f"THEN={template}"]
    command += ["PARAMETERS=Name=synonyms-2026", "THEN_PARAMETERS=Name=synonyms-broken"]
    demo = subprocess.run(command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True)
    rest = " ".join(demo.stdout.split())
    for step in ("CREATE_COMPLETE", "PackageID = F111111111", "UPDATE_ROLLBACK_COMPLETE", "DELETE_COMPLETE", "Done in"):
        assert step in rest, f"{step}, in this order:\n{demo.stdout}{demo.stderr}"
        rest = rest.partition(step)[2]
    assert demo.returncode == 2  # make's, for the demo's 1
    assert "The stack is UPDATE_ROLLBACK_COMPLETE. Words: " in demo.stderr and "InvalidDictionary" in demo.stderr
