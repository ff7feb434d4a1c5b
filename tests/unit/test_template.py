"""Each parameter of the template changes what it is for and nothing else: the transformed template, set and unset."""

import json
import re
import subprocess
from functools import cache
from typing import Any

import pytest

from tools.local import ROOT, SAM

PLAIN = "import json; from tools.package import ROOT, plain; print(json.dumps(plain(ROOT, json.loads(input()))))"
NOTHING = object()
FUNCTIONS = ("Function", "Holdings", "LastResponder")
ROLES = tuple(f"{name}Role" for name in FUNCTIONS)
LOGS = tuple(f"{name}Logs" for name in FUNCTIONS)
BOUNDARY, KEY = "arn:aws:iam::123456789012:policy/developers", "arn:aws:kms:us-east-1:123456789012:key/0c1f2c34"
ROLE, TOPIC = "arn:aws:iam::123456789012:role/keys/store", "arn:aws:sns:us-east-1:123456789012:alarms"
ENDPOINT = "https://vpce-0c1f2c34-es.us-east-1.vpce.amazonaws.com"
ALARMS = ("LastResponderInvoked", "AnswerNotDelivered", "FunctionThrottled", "DeadlineReached")
ARN = "arn:${AWS::Partition}:%s:${AWS::Region}:${AWS::AccountId}:%s"
STATEMENT = "Policies.0.PolicyDocument.Statement"


@cache
def template() -> dict[str, Any]:
    """Return the template as SAM transforms it."""
    command = [str(SAM.with_name("python")), "-c", PLAIN]
    keys = json.dumps({name: f"{name}.zip" for name in FUNCTIONS})
    done = subprocess.run(command, input=keys, cwd=ROOT, check=True, capture_output=True, text=True)
    transformed: dict[str, Any] = json.loads(done.stdout)
    return transformed


def resolve(value: Any, parameters: dict[str, Any]) -> Any:
    """Return a value as CloudFormation resolves it, as far as it depends on parameters."""
    if isinstance(value, list):
        return [one for one in (resolve(item, parameters) for item in value) if one is not NOTHING]
    if not isinstance(value, dict):
        return value
    if len(value) == 1 and (resolved := evaluate(value, parameters)) is not None:
        return resolved
    items = {key: resolve(item, parameters) for key, item in value.items()}
    return {key: item for key, item in items.items() if item is not NOTHING}


def evaluate(function: dict[str, Any], parameters: dict[str, Any]) -> Any:
    """Return what an intrinsic function yields; None if it is none, or none of parameters alone."""
    match function:
        case {"Ref": "AWS::NoValue"}:
            return NOTHING
        case {"Ref": name}:
            return parameters.get(name)
        case {"Fn::If": [condition, then, otherwise]}:
            return resolve(then if resolve(template()["Conditions"][condition], parameters) else otherwise, parameters)
        case {"Fn::Equals": [left, right]}:
            return resolve(left, parameters) == resolve(right, parameters)
        case {"Fn::Not": [condition]}:
            return not resolve(condition, parameters)
        case {"Fn::Select": [index, items]}:
            return resolve(items, parameters)[index]
        case {"Fn::Split": [delimiter, text]}:
            return resolve(text, parameters).split(delimiter)
        case {"Fn::Sub": str(text)}:
            return re.sub(r"\$\{(\w+)\}", lambda found: str(parameters.get(found[1], found[0])), text)
    return None


def deployed(**given: str) -> dict[str, Any]:
    """Return the properties of each resource that a deployment with these parameters has."""
    parameters = {name: given.get(name, one.get("Default", "")) for name, one in template()["Parameters"].items()}
    for name, one in template()["Parameters"].items():
        if one["Type"] == "CommaDelimitedList":
            parameters[name] = parameters[name].split(",")
    return {
        name: resolve(one["Properties"], parameters)
        for name, one in template()["Resources"].items()
        if "Condition" not in one or resolve(template()["Conditions"][one["Condition"]], parameters)
    }


def differences(before: Any, after: Any, path: str = "") -> dict[str, Any]:
    """Return what is other or new in one of two trees, by its path; `NOTHING` for what is gone."""
    if isinstance(before, list) and isinstance(after, list):
        before, after = dict(enumerate(before)), dict(enumerate(after))
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return {} if before == after else {path: after}
    found: dict[str, Any] = {}
    for key in before.keys() | after.keys():
        found |= differences(before.get(key, NOTHING), after.get(key, NOTHING), f"{path}.{key}" if path else str(key))
    return found


def both(resources: tuple[str, ...], path: str, value: Any) -> dict[str, Any]:
    """Return the same change for several resources."""
    return {f"{resource}.{path}": value for resource in resources}


SET: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "PythonRuntime": ({"PythonRuntime": "python3.14"}, both(FUNCTIONS, "Runtime", "python3.14")),
    "Architecture": ({"Architecture": "arm64"}, both(FUNCTIONS, "Architectures.0", "arm64")),
    "FunctionTimeout": ({"FunctionTimeout": "600"}, {"Function.Timeout": "600"}),
    "ReservedConcurrency": ({"ReservedConcurrency": "40"}, {"Function.ReservedConcurrentExecutions": "40"}),
    "LogRetentionDays": (
        {"LogRetentionDays": "90"},
        both(LOGS, "RetentionInDays", "90"),
    ),
    "LogKmsKeyArn": ({"LogKmsKeyArn": KEY}, both(LOGS, "KmsKeyId", KEY)),
    "DomainNamePattern": (
        {"DomainNamePattern": "movies-*"},
        {
            f"FunctionRole.{STATEMENT}.0.Resource": ARN % ("es", "domain/movies-*"),
            f"HoldingsRole.{STATEMENT}.1.Resource": ARN % ("es", "domain/movies-*"),
        },
    ),
    "StackNamePattern": (
        {"StackNamePattern": "search-*"},
        {
            f"FunctionRole.{STATEMENT}.2.Resource": ARN % ("cloudformation", "stack/search-*/*"),
            f"HoldingsRole.{STATEMENT}.3.Resource": ARN % ("cloudformation", "stack/search-*/*"),
        },
    ),
    "KeyAccessRoleArn": (
        {"KeyAccessRoleArn": ROLE},
        {
            "Function.Environment.Variables.KEY_ACCESS_ROLE_ARN": ROLE,
            f"FunctionRole.{STATEMENT}.5": {
                "Sid": "KeyAccessRole",
                "Effect": "Allow",
                "Action": "iam:PassRole",
                "Resource": ROLE,
            },
        },
    ),
    "SourceBucket": (
        {"SourceBucket": "dictionaries"},
        {
            "Function.Environment.Variables.SOURCE_BUCKET": "dictionaries",
            f"FunctionRole.{STATEMENT}.5": {
                "Sid": "OwnPackages",
                "Effect": "Allow",
                "Action": ["es:CreatePackage", "es:DeletePackage", "es:ListDomainsForPackage", "es:UpdatePackage"],
                "Resource": "*",
            },
            f"FunctionRole.{STATEMENT}.6": {
                "Sid": "SourceObjects",
                "Effect": "Allow",
                "Action": "s3:GetObject",
                "Resource": "arn:${AWS::Partition}:s3:::dictionaries/*",
            },
        },
    ),
    "OpenSearchEndpointUrl": (
        {"OpenSearchEndpointUrl": ENDPOINT},
        both(("Function", "Holdings"), "Environment.Variables.AWS_ENDPOINT_URL_OPENSEARCH", ENDPOINT)
        | both(FUNCTIONS, "Environment.Variables.ENDPOINT_SCHEME", "https"),
    ),
    "PermissionsBoundaryArn": ({"PermissionsBoundaryArn": BOUNDARY}, both(ROLES, "PermissionsBoundary", BOUNDARY)),
    "RolePath": ({"RolePath": "/shared/"}, both(ROLES, "Path", "/shared/")),
    "ServiceTokenParameterName": (
        {"ServiceTokenParameterName": "/packages/ServiceToken"},
        {"ServiceTokenParameter.Name": "/packages/ServiceToken"},
    ),
    "AlarmTopicArn": ({"AlarmTopicArn": TOPIC}, both(ALARMS, "AlarmActions.0", TOPIC)),
    "CodeBucket": ({"CodeBucket": "code"}, both(FUNCTIONS, "Code.S3Bucket", "code")),
    "CodeBucketPerRegion": (
        {"CodeBucket": "code", "CodeBucketPerRegion": "true"},
        both(FUNCTIONS, "Code.S3Bucket", "code-${AWS::Region}"),
    ),
    "CodeKeyPrefix": (
        {"CodeKeyPrefix": "tools/"},
        {f"{name}.Code.S3Key": f"tools/{name}.zip" for name in FUNCTIONS},
    ),
}


@pytest.mark.parametrize("name", SET)
def test_a_parameter_changes_what_it_is_for_and_nothing_else(name: str) -> None:
    given, expected = SET[name]
    assert differences(deployed(), deployed(**given)) == expected


def test_in_a_vpc_the_functions_have_its_subnets_and_their_roles_what_lambda_needs_there() -> None:
    found = differences(deployed(), deployed(SubnetIds="subnet-1,subnet-2", SecurityGroupIds="sg-1"))
    vpc = {"SubnetIds": ["subnet-1", "subnet-2"], "SecurityGroupIds": ["sg-1"]}
    assert {path: found.pop(path) for path in both(FUNCTIONS, "VpcConfig", vpc)} == both(FUNCTIONS, "VpcConfig", vpc)
    assert {(path.split(".")[0], one["Sid"], one["Effect"]) for path, one in found.items()} == {
        (role, *statement) for role in ROLES for statement in (("NetworkInterfaces", "Allow"), ("NotByTheCode", "Deny"))
    }


OPTIONAL = {
    "FunctionDashboard": {"Dashboard": "true"},
    **{
        name: {"DriftSchedule": "rate(1 day)"}
        for name in ("DriftRule", "DriftRulePermission", "DriftFound", "DriftUnseen")
    },
}


@pytest.mark.parametrize("name", OPTIONAL)
def test_what_is_optional_is_only_there_when_asked_for(name: str) -> None:
    given = OPTIONAL[name]
    assert deployed(**given).keys() - deployed().keys() == {other for other in OPTIONAL if OPTIONAL[other] == given}
    assert {name for name, one in template()["Resources"].items() if "Condition" in one} == set(OPTIONAL)


def test_the_schedule_asks_for_drift_and_its_alarms_notify() -> None:
    rule = deployed(DriftSchedule="rate(1 day)")["DriftRule"]
    assert rule["ScheduleExpression"] == "rate(1 day)"
    assert [json.loads(one["Input"]) for one in rule["Targets"]] == [{"Drift": True, "Format": "json"}]
    alarms = deployed(DriftSchedule="rate(1 day)", AlarmTopicArn=TOPIC)
    assert [alarms[name]["AlarmActions"] for name in ("DriftFound", "DriftUnseen")] == [[TOPIC], [TOPIC]]


def test_every_parameter_is_tested() -> None:
    assert {*SET, "SubnetIds", "SecurityGroupIds", "Dashboard", "DriftSchedule"} == set(template()["Parameters"])


def test_the_transformed_template_needs_nothing_but_cloudformation() -> None:
    assert set(template()) == {
        "AWSTemplateFormatVersion", "Description", "Parameters", "Conditions", "Resources", "Outputs"
    }  # fmt: skip
    assert not [one["Type"] for one in template()["Resources"].values() if "Serverless" in one["Type"]]


def test_no_environment_variable_may_be_no_value() -> None:
    # SAM's own resolver, for sam local invoke, would pass an empty string in its place, or fail.
    variables = [template()["Resources"][name]["Properties"]["Environment"] for name in FUNCTIONS]
    assert "AWS::NoValue" not in json.dumps(variables)


def test_a_request_that_waits_too_long_is_answered_before_cloudformation_has_gone() -> None:
    config = deployed()["FunctionEventInvokeConfig"]
    assert (config["MaximumEventAgeInSeconds"], config["MaximumRetryAttempts"]) == (3300, 2)
    assert deployed()["Function"]["RecursiveLoop"] == "Allow"


def test_the_ssm_parameter_holds_what_is_exported() -> None:
    parameter = deployed()["ServiceTokenParameter"]
    assert parameter["Name"] == "/opensearch-packages/${AWS::StackName}/ServiceToken"
    assert parameter["Value"] == template()["Outputs"]["ServiceToken"]["Value"] == {"Fn::GetAtt": ["Function", "Arn"]}


@pytest.mark.parametrize(
    "name, valid, invalid",
    [
        (
            "KeyAccessRoleArn",
            ["", ROLE],
            ["arn:aws:iam::123456789012:role/*", "arn:aws:iam::*:role/a", "*", ROLE + "?"],
        ),
        (
            "OpenSearchEndpointUrl",
            ["", ENDPOINT, "http://localhost:5000", "http://127.0.0.1:5000/", "http://host.docker.internal:5000"],
            ["http://example.com", "http://localhost.example.com", "http://localhost@example.com", "http://10.0.0.1"],
        ),
        (
            "SourceBucket",
            ["", "*", "dictionaries", "cdk-hnb659fds-assets-123456789012-us-east-1", "a.b"],
            ["dictionaries/*", "dict*", "**", "Dictionaries", "arn:aws:s3:::dictionaries", "s3://dictionaries", "-a-"],
        ),
        ("PermissionsBoundaryArn", ["", BOUNDARY, "arn:aws-cn:iam::aws:policy/PowerUserAccess"], ["developers"]),
        ("RolePath", ["/", "/shared/", "/a/b/"], ["", "shared", "/shared", "//a b/"]),
        ("LogKmsKeyArn", ["", KEY], ["alias/logs", "arn:aws:iam::123456789012:role/a"]),
        ("ReservedConcurrency", ["", "1", "40"], ["0", "-1", "many"]),
        ("StackNamePattern", ["*", "search-*"], ["", "a/b", "a b"]),
        ("DriftSchedule", ["", "rate(1 day)", "cron(0 6 * * ? *)"], ["1 day", "at(2026-11-30T00:00:00)", "rate()"]),
    ],
)
def test_a_parameter_takes_what_it_is_for(name: str, valid: list[str], invalid: list[str]) -> None:
    pattern = template()["Parameters"][name]["AllowedPattern"]
    assert [value for value in valid + invalid if re.fullmatch(pattern, value)] == valid


def test_an_invocation_is_no_shorter_than_a_minute() -> None:
    assert template()["Parameters"]["FunctionTimeout"]["MinValue"] == 60
