"""Who may call the function, by the policies of docs/organisations.md; and what its role may do, by the template."""

import json
from typing import Any

import pytest

from tests.pages import PAGES, snippets
from tests.policies import allowed
from tests.unit.test_template import deployed

POLICIES = {one["Sid"]: one for one in map(json.loads, snippets(PAGES["docs/organisations.md"], "json"))}
FUNCTION = "arn:aws:lambda:REGION:ACCOUNT:function:opensearch-packages-Function"
LAST_RESPONDER = "arn:aws:lambda:REGION:ACCOUNT:function:opensearch-packages-LastResponder-1A2B"
INVOKE = "lambda:InvokeFunction"
STACK = {"aws__CalledVia": ["cloudformation.amazonaws.com"]}
ANYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}
PEOPLE = {"aws__PrincipalArn": "arn:aws:iam::123456789012:role/developers"}
OWN = {"aws__PrincipalArn": "arn:aws:iam::123456789012:role/opensearch-packages-FunctionRole-1A2B"}
SERVICE_ROLE = {
    "aws__PrincipalArn": "arn:aws:iam::123456789012:role/cdk-hnb659fds-cfn-exec-role-123456789012-us-east-1"
}


@pytest.mark.parametrize(
    "sid, context, may",
    [
        ("ForTheServiceRole", {}, True),
        ("ForPeople", STACK, True),
        ("ForPeople", {"aws__CalledVia": ["servicecatalog.amazonaws.com", "cloudformation.amazonaws.com"]}, True),
        ("ForPeople", {}, False),
        ("ForPeople", {"aws__CalledVia": ["athena.amazonaws.com"]}, False),
    ],
)
def test_people_call_it_through_cloudformation_only(sid: str, context: dict[str, Any], may: bool) -> None:
    assert allowed([POLICIES[sid]], INVOKE, FUNCTION, **context) is may
    assert not allowed([POLICIES[sid]], INVOKE, LAST_RESPONDER, **context)
    assert not allowed([POLICIES[sid]], "lambda:UpdateFunctionCode", FUNCTION, **context)


@pytest.mark.parametrize("function", [FUNCTION, FUNCTION + ":live", LAST_RESPONDER])
@pytest.mark.parametrize("action", [INVOKE, "lambda:InvokeAsync", "lambda:InvokeFunctionUrl"])
@pytest.mark.parametrize(
    "context, may",
    [
        (PEOPLE, False),
        (PEOPLE | {"aws__CalledVia": ["athena.amazonaws.com"]}, False),
        (PEOPLE | STACK, True),
        (OWN, True),
        (SERVICE_ROLE, True),
        ({"aws__PrincipalArn": "arn:aws:iam::123456789012:role/another-FunctionRole-1A2B"}, False),
    ],
)
def test_who_may_do_anything_may_not_call_it_directly(
    function: str, action: str, context: dict[str, Any], may: bool
) -> None:
    both = [ANYTHING, POLICIES["ForEverybodyElse"]]
    assert allowed(both, action, function, **context) is may
    assert allowed(both, INVOKE, "arn:aws:lambda:REGION:ACCOUNT:function:another", **context)


def role(**parameters: str) -> list[dict[str, Any]]:
    """Return the statements of the function's role in account ACCOUNT, with these parameters."""
    pseudo = {"Partition": "aws", "Region": "REGION", "AccountId": "ACCOUNT", "URLSuffix": "amazonaws.com"}
    text = json.dumps(deployed(**parameters)["FunctionRole"]["Policies"][0]["PolicyDocument"]["Statement"])
    for name, value in pseudo.items():
        text = text.replace(f"${{AWS::{name}}}", value).replace(f'{{"Ref": "AWS::{name}"}}', f'"{value}"')
    for name in ("Ledger", "LastResponder", "FunctionLogs"):
        text = text.replace(f'{{"Fn::GetAtt": ["{name}", "Arn"]}}', f'"{name}"')
    statements: list[dict[str, Any]] = json.loads(text)
    return statements


DOMAIN = "arn:aws:es:REGION:ACCOUNT:domain/{}"
NARROW = {"DomainNamePattern": "movies-*"}
BUCKET = {"SourceBucket": "dictionaries", "SourcePrefix": "search/"}
KEY = "arn:aws:kms:REGION:ACCOUNT:key/1"
STORE = "arn:aws:iam::123456789012:role/store"


@pytest.mark.parametrize(
    "parameters, action, resource, context, may",
    [
        (NARROW, "es:AssociatePackage", DOMAIN.format("movies-1"), {}, True),
        (NARROW, "es:AssociatePackage", DOMAIN.format("music"), {}, False),
        (NARROW, "es:DissociatePackage", DOMAIN.format("music"), {}, False),
        (NARROW | {"FormerDomainNamePattern": "*"}, "es:DissociatePackage", DOMAIN.format("music"), {}, True),
        (NARROW | {"FormerDomainNamePattern": "*"}, "es:AssociatePackages", DOMAIN.format("music"), {}, False),
        ({}, "es:DeleteDomain", DOMAIN.format("movies"), {}, False),
        ({}, "es:CreatePackage", "*", {}, False),
        (BUCKET, "es:CreatePackage", "*", {}, True),
        (
            BUCKET,
            "s3:GetObject",
            "arn:aws:s3:::dictionaries/search/films.txt",
            {"aws__ResourceAccount": "ACCOUNT"},
            True,
        ),
        (BUCKET, "s3:GetObject", "arn:aws:s3:::dictionaries/search/films.txt", {"aws__ResourceAccount": "2"}, False),
        (BUCKET, "s3:GetObject", "arn:aws:s3:::dictionaries/films.txt", {"aws__ResourceAccount": "ACCOUNT"}, False),
        (BUCKET, "s3:GetObject", "arn:aws:s3:::another/search/films.txt", {"aws__ResourceAccount": "ACCOUNT"}, False),
        ({"SourceBucket": "*"}, "s3:GetObject", "arn:aws:s3:::any/films.txt", {"aws__ResourceAccount": "2"}, False),
        ({}, "dynamodb:PutItem", "Ledger", {}, True),
        ({}, "dynamodb:Scan", "Ledger", {}, False),
        ({}, "dynamodb:DeleteItem", "Ledger", {}, False),
        ({}, "dynamodb:GetItem", "arn:aws:dynamodb:REGION:ACCOUNT:table/another", {}, False),
        ({"LedgerKmsKeyArn": KEY}, "kms:Decrypt", KEY, {"kms__ViaService": "dynamodb.REGION.amazonaws.com"}, True),
        ({"LedgerKmsKeyArn": KEY}, "kms:Decrypt", KEY, {"kms__ViaService": "s3.REGION.amazonaws.com"}, False),
        ({"LedgerKmsKeyArn": KEY}, "kms:Decrypt", KEY, {}, False),
        ({"KeyAccessRoleArn": STORE}, "iam:PassRole", STORE, {"iam__PassedToService": "es.amazonaws.com"}, True),
        ({"KeyAccessRoleArn": STORE}, "iam:PassRole", STORE, {"iam__PassedToService": "lambda.amazonaws.com"}, False),
        ({}, INVOKE, FUNCTION.replace("opensearch-packages", "${AWS::StackName}"), {}, True),
        ({}, INVOKE, FUNCTION, {}, False),
        ({}, "cloudformation:DescribeStacks", "arn:aws:cloudformation:REGION:ACCOUNT:stack/any/1", {}, True),
        ({}, "cloudformation:DescribeStackEvents", "arn:aws:cloudformation:REGION:ACCOUNT:stack/any/1", {}, False),
        ({}, "cloudformation:DescribeStacks", "arn:aws:cloudformation:REGION:ANOTHER:stack/any/1", {}, False),
    ],
)
def test_what_a_forged_event_can_make_the_role_do_ends_at_the_parameters(
    parameters: dict[str, str], action: str, resource: str, context: dict[str, Any], may: bool
) -> None:
    assert allowed(role(**parameters), action, resource, **context) is may
