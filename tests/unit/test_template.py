"""Each parameter of the template changes what it is for and nothing else: the transformed template, set and unset."""

import json
import re
import subprocess
from functools import cache
from typing import Any

import pytest

from tests.runtime.sam import environments
from tools.local import ROOT, SAM

PLAIN = "import json; from tools.package import ROOT, plain; print(json.dumps(plain(ROOT, json.loads(input()))))"
NOTHING = object()
FUNCTIONS = ("Function", "Holdings", "LastResponder")
ROLES = tuple(f"{name}Role" for name in FUNCTIONS)
LOGS = tuple(f"{name}Logs" for name in FUNCTIONS)
BOUNDARY, KEY = "arn:aws:iam::123456789012:policy/developers", "arn:aws:kms:us-east-1:123456789012:key/0c1f2c34"
ROLE, TOPIC = "arn:aws:iam::123456789012:role/keys/store", "arn:aws:sns:us-east-1:123456789012:alarms"
ENDPOINT = "https://vpce-0c1f2c34-es.us-east-1.vpce.amazonaws.com"
ALARMS = (
    "LastResponderInvoked",
    "EventsDropped",
    "LastResponderNotReached",
    "LastResponderThrottled",
    "AnswerNotDelivered",
    "FunctionThrottled",
    "RequestsQueue",
    "DeadlineReached",
    "LedgerThrottled",
)
ARN = "arn:${AWS::Partition}:%s:${AWS::Region}:${AWS::AccountId}:%s"
STATEMENT = "Policies.0.PolicyDocument.Statement"
VARIABLES = "Function.Environment.Variables"
#: The first of the statements that only a parameter brings, of each role that has some.
OPTIONAL, OF_HOLDINGS = f"FunctionRole.{STATEMENT}.6", f"HoldingsRole.{STATEMENT}.5"


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
        case {"Fn::Sub": [str(text), dict(names)]}:
            named = {name: resolve(one, parameters) for name, one in names.items()}
            pseudo = {name: f"${{{one['Ref']}}}" if isinstance(one, dict) else one for name, one in named.items()}
            return evaluate({"Fn::Sub": text}, parameters | pseudo)
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


def statement(sid: str, action: Any, resource: Any, condition: Any = None) -> dict[str, Any]:
    """Return a statement that allows something."""
    more = {"Condition": {"StringEquals": condition}} if condition else {}
    return {"Sid": sid, "Effect": "Allow", "Action": action, "Resource": resource, **more}


#: What a parameter is set to, and what is other then.
SET: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "PythonRuntime": ({"PythonRuntime": "python3.14"}, both(FUNCTIONS, "Runtime", "python3.14")),
    "Architecture": ({"Architecture": "arm64"}, both(FUNCTIONS, "Architectures.0", "arm64")),
    "FunctionTimeout": ({"FunctionTimeout": "600"}, {"Function.Timeout": "600"}),
    "ReservedConcurrency": ({"ReservedConcurrency": "0"}, {"Function.ReservedConcurrentExecutions": "0"}),
    "LastResponderConcurrency": (
        {"LastResponderConcurrency": "5"},
        {"LastResponder.ReservedConcurrentExecutions": "5"},
    ),
    "RecursiveLoop": ({"RecursiveLoop": ""}, {"Function.RecursiveLoop": NOTHING}),
    "LogRetentionDays": (
        {"LogRetentionDays": "90"},
        both(LOGS, "RetentionInDays", "90"),
    ),
    "LogKmsKeyArn": ({"LogKmsKeyArn": KEY}, both(LOGS, "KmsKeyId", KEY)),
    "StackNamePattern": (
        {"StackNamePattern": "search-*"},
        {
            f"{VARIABLES}.STACK_NAME_PATTERN": "search-*",
            f"HoldingsRole.{STATEMENT}.3.Resource": ARN % ("cloudformation", "stack/search-*/*"),
        },
    ),
    "DomainNamePattern": (
        {"DomainNamePattern": "movies-*"},
        {
            f"{VARIABLES}.DOMAIN_NAME_PATTERN": "movies-*",
            f"FunctionRole.{STATEMENT}.0.Resource": ARN % ("es", "domain/movies-*"),
            f"HoldingsRole.{STATEMENT}.1.Resource": ARN % ("es", "domain/movies-*"),
        },
    ),
    "FormerDomainNamePattern": (
        {"FormerDomainNamePattern": "*"},
        {
            OPTIONAL: statement(
                "FormerDomains",
                [
                    "es:DescribeDomain",
                    "es:DescribeDomainChangeProgress",
                    "es:DissociatePackage",
                    "es:DissociatePackages",
                    "es:ListPackagesForDomain",
                ],
                ARN % ("es", "domain/*"),
            ),
            OF_HOLDINGS: statement("FormerDomains", "es:ListPackagesForDomain", ARN % ("es", "domain/*")),
        },
    ),
    "KeyAccessRoleArn": (
        {"KeyAccessRoleArn": ROLE},
        {
            f"{VARIABLES}.KEY_ACCESS_ROLE_ARN": ROLE,
            OPTIONAL: statement(
                "KeyAccessRole",
                "iam:PassRole",
                ROLE,
                {"iam:PassedToService": ["es.amazonaws.com", "opensearchservice.amazonaws.com"]},
            ),
        },
    ),
    "SourceBucket": (
        {"SourceBucket": "dictionaries"},
        {
            f"{VARIABLES}.SOURCE_BUCKET": "dictionaries",
            OPTIONAL: statement(
                "OwnPackages",
                ["es:CreatePackage", "es:DeletePackage", "es:ListDomainsForPackage", "es:UpdatePackage"],
                "*",
            ),
            f"FunctionRole.{STATEMENT}.7": statement(
                "SourceObjects",
                "s3:GetObject",
                "arn:${AWS::Partition}:s3:::dictionaries/*",
                {"aws:ResourceAccount": {"Ref": "AWS::AccountId"}},
            ),
        },
    ),
    "SourceBucketAccount": (
        {"SourceBucketAccount": "210987654321", "SourceBucket": "b"},
        {f"FunctionRole.{STATEMENT}.7.Condition.StringEquals.aws:ResourceAccount": "210987654321"},
    ),
    "SourcePrefix": (
        {"SourcePrefix": "search/", "SourceBucket": "b"},
        {
            f"{VARIABLES}.SOURCE_PREFIX": "search/",
            f"FunctionRole.{STATEMENT}.7.Resource": "arn:${AWS::Partition}:s3:::b/search/*",
        },
    ),
    "PackageNamePattern": ({"PackageNamePattern": "team-*"}, {f"{VARIABLES}.PACKAGE_NAME_PATTERN": "team-*"}),
    "AdoptPackages": ({"AdoptPackages": "true"}, {f"{VARIABLES}.ADOPT_PACKAGES": "true"}),
    "LedgerTable": (
        {"LedgerTable": "who-has-what"},
        {
            "Ledger": NOTHING,
            f"{VARIABLES}.LEDGER_TABLE": "who-has-what",
            "Holdings.Environment.Variables.LEDGER_TABLE": "who-has-what",
            f"FunctionRole.{STATEMENT}.3.Resource": ARN % ("dynamodb", "table/who-has-what"),
            f"HoldingsRole.{STATEMENT}.0.Resource": ARN % ("dynamodb", "table/who-has-what"),
            "LedgerThrottled.Dimensions.0.Value": "who-has-what",
        },
    ),
    "LedgerKmsKeyArn": (
        {"LedgerKmsKeyArn": KEY},
        {
            "Ledger.SSESpecification": {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY},
            **{
                optional: statement(
                    "LedgerKey",
                    ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
                    KEY,
                    {"kms:ViaService": "dynamodb.${AWS::Region}.${AWS::URLSuffix}"},
                )
                for optional in (OPTIONAL, OF_HOLDINGS)
            },
        },
    ),
    "LedgerPointInTimeRecovery": (
        {"LedgerPointInTimeRecovery": "false"},
        {"Ledger.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled": False},
    ),
    "FunctionName": (
        {"FunctionName": "packages"},
        {
            "Function.FunctionName": "packages",
            "FunctionLogs.LogGroupName": "/aws/lambda/packages",
            "LastResponderLogs.LogGroupName": "/aws/lambda/packages-LastResponder",
            "Holdings.FunctionName": "packages-Holdings",
            "HoldingsLogs.LogGroupName": "/aws/lambda/packages-Holdings",
            f"{VARIABLES}.HOLDINGS_FUNCTION": "packages-Holdings",
            f"FunctionRole.{STATEMENT}.4.Resource.0": ARN % ("lambda", "function:packages"),
            f"FunctionRole.{STATEMENT}.4.Resource.1": ARN % ("lambda", "function:packages:*"),
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
#: What must be set besides, before a parameter is set.
BESIDES = {"SourceBucketAccount": {"SourceBucket": "b"}, "SourcePrefix": {"SourceBucket": "b"}}


@pytest.mark.parametrize("name", SET)
def test_a_parameter_changes_what_it_is_for_and_nothing_else(name: str) -> None:
    given, expected = SET[name]
    assert differences(deployed(**BESIDES.get(name, {})), deployed(**given)) == expected


def test_with_every_parameter_set_sams_own_resolver_and_ours_give_the_function_the_same_variables() -> None:
    given: dict[str, Any] = {name: one[0][name] for name, one in SET.items() if not name.startswith("Code")}
    ours = deployed(CodeBucket="code", **given)["Function"]["Environment"]["Variables"]
    sams = environments(**given)["Function"]["resolved"]
    named = {name: value for name, value in ours.items() if isinstance(value, str)}
    assert len(named) >= 14 and named == {name: sams[name] for name in named}


def test_names_are_those_of_the_stack_unless_the_function_is_given_one() -> None:
    assert deployed()["Function"]["FunctionName"] == "${AWS::StackName}-Function"
    assert deployed()["Holdings"]["FunctionName"] == "${AWS::StackName}-Holdings"
    groups = [deployed()[log]["LogGroupName"] for log in LOGS]
    assert groups == [f"/aws/lambda/${{AWS::StackName}}-{function}" for function in FUNCTIONS]
    assert "FunctionName" not in deployed()["LastResponder"]


def test_logs_are_kept_or_lost_as_chosen_and_their_groups_are_otherwise_the_same() -> None:
    lost, kept = deployed(), deployed(KeepLogs="true")
    for function, role in zip(FUNCTIONS, ROLES, strict=True):
        group = f"{function}Logs"
        assert lost[group] == kept[f"{group}Kept"]
        assert lost[function]["LoggingConfig"] == {"LogGroup": {"Ref": group}}
        assert kept[function]["LoggingConfig"] == {"LogGroup": {"Ref": f"{group}Kept"}}
        assert f'"{group}Kept", "Arn"' in json.dumps(kept[role]) and f'"{group}", "Arn"' in json.dumps(lost[role])
        policies = [template()["Resources"][name]["DeletionPolicy"] for name in (group, f"{group}Kept")]
        assert policies == ["Delete", "Retain"]
    assert {*lost} ^ {*kept} == {f"{name}Logs{kept}" for name in FUNCTIONS for kept in ("", "Kept")}


def test_the_table_is_made_with_one_key_on_demand_and_goes_with_the_stack() -> None:
    table = template()["Resources"]["Ledger"]
    assert (table["DeletionPolicy"], table["Condition"]) == ("Delete", "MakesLedger")
    assert deployed()["Ledger"] == {
        "AttributeDefinitions": [{"AttributeName": "Place", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "Place", "KeyType": "HASH"}],
        "BillingMode": "PAY_PER_REQUEST",
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
    }
    assert template()["Outputs"]["LedgerTable"]["Value"] == variables()["LEDGER_TABLE"]


def variables() -> dict[str, Any]:
    """Return the function's variables as the template has them."""
    of_function: dict[str, Any] = template()["Resources"]["Function"]["Properties"]["Environment"]["Variables"]
    return of_function


def test_only_lambda_of_this_account_may_take_the_roles() -> None:
    for role in ROLES:
        (trust,) = deployed()[role]["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Principal"] == {"Service": "lambda.amazonaws.com"}
        assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def test_in_a_vpc_the_functions_have_its_subnets_and_their_roles_what_lambda_needs_there() -> None:
    found = differences(deployed(), deployed(SubnetIds="subnet-1,subnet-2", SecurityGroupIds="sg-1"))
    vpc = {"SubnetIds": ["subnet-1", "subnet-2"], "SecurityGroupIds": ["sg-1"]}
    assert {path: found.pop(path) for path in both(FUNCTIONS, "VpcConfig", vpc)} == both(FUNCTIONS, "VpcConfig", vpc)
    assert {(path.split(".")[0], one["Sid"], one["Effect"]) for path, one in found.items()} == {
        (role, *statement) for role in ROLES for statement in (("NetworkInterfaces", "Allow"), ("NotByTheCode", "Deny"))
    }


def test_the_dashboard_is_the_one_resource_that_is_only_there_when_asked_for() -> None:
    assert deployed(Dashboard="true").keys() - deployed().keys() == {"FunctionDashboard"}


def test_every_parameter_is_tested_and_in_one_group() -> None:
    assert {*SET, "SubnetIds", "SecurityGroupIds", "Dashboard", "KeepLogs", "DriftSchedule"} == set(
        template()["Parameters"]
    )
    groups = template()["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    assert sorted(one for group in groups for one in group["Parameters"]) == sorted(template()["Parameters"])


def test_the_schedule_asks_for_drift_and_its_alarms_notify() -> None:
    rule = deployed(DriftSchedule="rate(1 day)")["DriftRule"]
    assert rule["ScheduleExpression"] == "rate(1 day)"
    assert [json.loads(one["Input"]) for one in rule["Targets"]] == [{"Drift": True, "Format": "json"}]
    alarms = deployed(DriftSchedule="rate(1 day)", AlarmTopicArn=TOPIC)
    assert [alarms[name]["AlarmActions"] for name in ("DriftFound", "DriftUnseen")] == [[TOPIC], [TOPIC]]


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
            ["", "*", "dictionaries", "search-dictionaries-123456789012-us-east-1", "a.b"],
            ["dictionaries/*", "dict*", "**", "Dictionaries", "arn:aws:s3:::dictionaries", "s3://dictionaries", "-a-"],
        ),
        ("PermissionsBoundaryArn", ["", BOUNDARY, "arn:aws-cn:iam::aws:policy/PowerUserAccess"], ["developers"]),
        ("RolePath", ["/", "/shared/", "/a/b/"], ["", "shared", "/shared", "//a b/"]),
        ("LogKmsKeyArn", ["", KEY], ["alias/logs", "arn:aws:iam::123456789012:role/a"]),
        ("ReservedConcurrency", ["", "0", "1", "40"], ["00", "-1", "many"]),
        ("LastResponderConcurrency", ["", "1", "40"], ["0", "-1", "many"]),
        ("StackNamePattern", ["*", "search-*"], ["", "a/b", "a b", "${AWS::StackName}", "[ab]"]),
        ("DomainNamePattern", ["*", "movies-?"], ["", "a/b", "Movies", "${aws:username}"]),
        ("FormerDomainNamePattern", ["", "*", "movies-?"], ["a/b", "Movies"]),
        ("PackageNamePattern", ["*", "team-*"], ["", "Team", "${aws:username}"]),
        ("SourcePrefix", ["", "search/", "search/2?/"], ["${aws:username}/", 'a"b', "a b", "a\\b"]),
        ("SourceBucketAccount", ["", "123456789012"], ["12345678901", "*"]),
        ("LedgerTable", ["", "who-has-what"], ["a", "table/a", "arn:aws:dynamodb:us-east-1:1:table/a", "*"]),
        ("LedgerKmsKeyArn", ["", KEY], ["alias/logs"]),
        ("FunctionName", ["", "a" * 64], ["a" * 65, "a.b", "arn:a"]),
        ("DriftSchedule", ["", "rate(1 day)", "cron(0 6 * * ? *)"], ["1 day", "at(2026-11-30T00:00:00)", "rate()"]),
    ],
)
def test_a_parameter_takes_what_it_is_for(name: str, valid: list[str], invalid: list[str]) -> None:
    pattern = template()["Parameters"][name]["AllowedPattern"]
    assert [value for value in valid + invalid if re.fullmatch(pattern, value)] == valid


def test_an_invocation_is_no_shorter_than_a_minute() -> None:
    assert template()["Parameters"]["FunctionTimeout"]["MinValue"] == 60
