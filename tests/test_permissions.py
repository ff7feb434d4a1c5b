"""The role in the template allows what the code calls, and nothing else: by the calls of the tests so far."""

from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from cfnlint.decode import cfn_yaml
from moto import mock_aws

from tests.fakes.clock import clock
from tests.fakes.responses import install
from tests.fuzz.__main__ import lifecycles
from tests.simulation.world import EVER_CALLED, World
from tools.local import ROOT

PREFIXES = {"opensearch": "es", "cloudformation": "cloudformation", "dynamodb": "dynamodb", "lambda": "lambda"}
NAMES = {"lambda:Invoke": "lambda:InvokeFunction"}
#: What Lambda does in a VPC (opt-in); denied to our code.
NETWORK = {
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
}
#: What DynamoDB does with a key of one's own (opt-in), as whoever reads or writes the table.
KEY = {"kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"}
#: Allowed for others than our code: Lambda writes the log; OpenSearch Service takes the role that is passed, and reads
#: the object that a package is made from (both opt-in).
NOT_CALLED = {"logs:CreateLogStream", "logs:PutLogEvents", "iam:PassRole", "s3:GetObject", *NETWORK, *KEY}
#: What AWS offers no narrower resource for.
OF_PACKAGES = {"es:CreatePackage", "es:DeletePackage", "es:ListDomainsForPackage", "es:UpdatePackage"}
ON_EVERYTHING = ({"es:DescribePackages"}, OF_PACKAGES, NETWORK)


def template(path: Path = ROOT / "template.yaml") -> dict[str, Any]:
    loaded: dict[str, Any] = cfn_yaml.load(str(path))
    return loaded


def statements() -> list[dict[str, Any]]:
    """Return the statements of the function's role, the optional one too."""
    policies = template()["Resources"]["FunctionRole"]["Properties"]["Policies"]
    given = [statement for policy in policies for statement in policy["PolicyDocument"]["Statement"]]
    return [one["Fn::If"][1] if "Fn::If" in one else one for one in given]


def allowed() -> set[str]:
    """Return the actions that the role allows."""
    actions = [statement["Action"] for statement in statements() if statement["Effect"] == "Allow"]
    return {one for action in actions for one in ([action] if isinstance(action, str) else action)}


def a_package_lives() -> None:
    """Let a package be made and renewed, and deleted once a domain that has it lets it go."""
    install()
    source = {"S3BucketName": "dictionaries", "S3Key": "films.txt"}
    films = {"PackageName": "films", "PackageType": "TXT-DICTIONARY", "PackageSource": source}
    with mock_aws():
        client = boto3.client("opensearch")
        world = World(client)
        with patch.object(clock, "now", lambda: world.simulation.now), world.entered():
            client.create_domain(DomainName="movies", EngineVersion="OpenSearch_2.19")
            stack = world.stack()

            def live() -> bool:
                done = stack.create({"Films": films}) and stack.update({"Films": films | {"Revision": "2"}})
                package = stack.resources["Films"].physical_id
                client.associate_package(DomainName="movies", PackageID=package)
                world.simulation.sleep(10)
                client.dissociate_package(DomainName="movies", PackageID=package)
                return done and stack.delete()

            assert world.do(live) == [True]


@cache
def called() -> set[str]:
    """Return the actions called by the tests so far, in a package's life, and in some lifecycles with faults."""
    a_package_lives()
    lifecycles(20, 1)
    actions = {f"{PREFIXES[service]}:{operation}" for service, operation in EVER_CALLED if service in PREFIXES}
    return {NAMES.get(action, action) for action in actions}


def differences(allowed: set[str], called: set[str]) -> tuple[set[str], set[str]]:
    """Return what is called but not allowed, and what is allowed but not called."""
    return called - allowed, allowed - called - NOT_CALLED


def test_the_role_allows_what_is_called_and_nothing_else() -> None:
    assert differences(allowed(), called()) == (set(), set())


@pytest.mark.parametrize("statement", statements(), ids=lambda statement: str(statement["Sid"]))
def test_each_action_is_limited_to_what_a_parameter_names_and_only_what_has_no_narrower_resource_is_on_everything(
    statement: Any,
) -> None:
    actions = {statement["Action"]} if isinstance(statement["Action"], str) else set(statement["Action"])
    if any(action.startswith("es:") for action in actions) and actions not in ON_EVERYTHING:
        former = "Former" * (statement["Sid"] == "FormerDomains")
        assert statement["Resource"]["Fn::Sub"].endswith(f":domain/${{{former}DomainNamePattern}}")
        assert bool(former) == (not actions & {"es:AssociatePackage", "es:AssociatePackages"})
    if any(action.startswith("cloudformation:") for action in actions):
        # Its own account's, and to read only: StackNamePattern is held by the code, for what it covers no more.
        assert actions == {"cloudformation:DescribeStacks"}
        assert statement["Resource"]["Fn::Sub"].endswith(":${AWS::AccountId}:stack/*")
    if any(action.startswith("dynamodb:") for action in actions):
        assert statement["Resource"]["Fn::If"][1:] == [
            {"Fn::GetAtt": ["Ledger", "Arn"]},
            {"Fn::Sub": "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${LedgerTable}"},
        ]
    if any(action.startswith("kms:") for action in actions):
        assert statement["Resource"] == {"Ref": "LedgerKmsKeyArn"}
        assert list(statement["Condition"]["StringEquals"]) == ["kms:ViaService"]
    if any(action.startswith("s3:") for action in actions):
        assert statement["Resource"]["Fn::Sub"].endswith(":s3:::${SourceBucket}/${SourcePrefix}*")
        assert list(statement["Condition"]["StringEquals"]) == ["aws:ResourceAccount"]
    if any(action.startswith("iam:") for action in actions):
        assert statement["Resource"] == {"Ref": "KeyAccessRoleArn"}
        assert list(statement["Condition"]["StringEquals"]) == ["iam:PassedToService"]
    if statement["Resource"] == "*":
        assert actions in ON_EVERYTHING


def test_what_lambda_needs_in_a_vpc_is_denied_to_our_code() -> None:
    (allow,) = (one for one in statements() if one["Sid"] == "NetworkInterfaces")
    (deny,) = (one for one in statements() if one["Effect"] == "Deny")
    assert set(allow["Action"]) == set(deny["Action"]) == NETWORK
    assert list(deny["Condition"]["ArnLike"]) == ["lambda:SourceFunctionArn"]
