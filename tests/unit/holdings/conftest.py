"""A provider's account: its table, a domain with three dictionaries, stacks, and the function that is asked."""

import json
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from moto.moto_api import state_manager

import aws
from holdings.function import lambda_handler
from tests.conftest import Time
from tests.fakes.controls import Controls

TABLE = "opensearch-packages-Ledger"
ARN = "arn:aws:lambda:us-east-1:123456789012:function:opensearch-packages-Holdings"
TEMPLATE = json.dumps({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})
#: What CloudFormation has forgotten: it keeps a deleted stack for 90 days.
FORGOTTEN = "arn:aws:cloudformation:us-east-1:123456789012:stack/old/00000000-0000-0000-0000-000000000000"
#: When everything has been claimed (epoch seconds), long before a look.
SINCE = 1_780_000_000.0


def claim(stack: str, state: str = "held", **more: Any) -> dict[str, Any]:
    """Return a claim as the table has it."""
    one = {"stack": stack, "name": "Synonyms", "type": "Custom::OpenSearchPackageAssociation", "id": "movies|F1"}
    return one | {"state": state, "clock": SINCE, "request": "r-1", "since": SINCE, "version": "v1"} | more


def slot(package: str, *claims: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a slot as the table has it."""
    return {"origin": "made", "package": package, "name": "", "call": None, "claims": list(claims)} | more


class Account:
    """What a test sets up, and how it asks."""

    def __init__(self, service: Controls, time: Time) -> None:
        self.service, self.time = service, time
        self.opensearch, self.dynamodb = boto3.client("opensearch"), boto3.client("dynamodb")
        self.cloudformation = boto3.client("cloudformation")
        #: Called whenever the function sleeps: what happens meanwhile.
        self.meanwhile: Callable[[], None] = lambda: None
        self.slept = list[float]()
        self.dynamodb.create_table(
            TableName=TABLE,
            KeySchema=[{"AttributeName": "Place", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "Place", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        self.opensearch.create_domain(DomainName="movies", EngineVersion="OpenSearch_2.19")
        source = {"S3BucketName": "dictionaries", "S3Key": "synonyms.txt"}
        self.packages = [
            self.opensearch.create_package(PackageName=name, PackageType="TXT-DICTIONARY", PackageSource=source)[
                "PackageDetails"
            ]["PackageID"]
            for name in ("synonyms", "stopwords", "stemming")
        ]
        time.passes(60)

    def stack(self, name: str) -> str:
        """Make a stack; return its StackId."""
        return str(self.cloudformation.create_stack(StackName=name, TemplateBody=TEMPLATE)["StackId"])

    def associate(self, package: str) -> None:
        """Associate a package with the domain, to the end."""
        self.opensearch.associate_package(DomainName="movies", PackageID=package)
        self.time.passes(60)

    def write(self, place: str, *slots: dict[str, Any], rev: int = 1) -> None:
        """Write an item of the ledger."""
        text = json.dumps({"newest": {}, "seen": {}, "slots": {one["package"]: one for one in slots}})
        item = {"Place": {"S": place}, "Rev": {"N": str(rev)}, "Ledger": {"S": text}}
        self.dynamodb.put_item(TableName=TABLE, Item=item)

    def written(self, place: str) -> tuple[int, dict[str, Any]]:
        """Return an item's Rev, and the claims of each of its slots."""
        item = self.dynamodb.get_item(TableName=TABLE, Key={"Place": {"S": place}})["Item"]
        slots = json.loads(item["Ledger"]["S"])["slots"]
        return int(item["Rev"]["N"]), {name: one["claims"] for name, one in slots.items()}

    def ask(self, **event: Any) -> Any:
        """Invoke the function by hand."""
        context = SimpleNamespace(
            function_name="opensearch-packages-Holdings",
            memory_limit_in_mb=256,
            invoked_function_arn=ARN,
            aws_request_id="1",
        )
        return lambda_handler(event, context, self)

    def drift(self) -> list[tuple[str, str]]:
        """Run as the schedule does; return each kind that is found, and the place."""
        rows = self.ask(Drift=True, Format="json")["Holdings"]
        return [(row["Drift"], row["Place"]) for row in rows if row["Drift"]]

    # The clock that the function is given.

    def now(self) -> float:
        return self.time.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time.passes(seconds)
        self.meanwhile()

    def remaining(self) -> float:
        return 900.0

    left = remaining


@pytest.fixture
def account(service: Controls, time: Time, monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    """Return the account; whatever passes in it takes a second."""
    monkeypatch.setenv("LEDGER_TABLE", TABLE)
    for kind in ("association", "dissociation"):
        state_manager.set_transition(f"opensearch::{kind}", {"progression": "time", "seconds": 1})
    aws.client.cache_clear()
    yield Account(service, time)
    aws.client.cache_clear()
