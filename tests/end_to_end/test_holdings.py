"""Who has what, asked of the deployed function: what it says, the drift that its log tells, and a release."""

import json
import time
from typing import Any

import pytest

from tests.end_to_end.conftest import Cloud
from tests.end_to_end.test_operating import ask
from tests.pages import section, snippets
from tests.unit.holdings.conftest import TEMPLATE, claim, slot
from tools.deploy import PROVIDER

pytestmark = pytest.mark.end_to_end

FUNCTION = f"{PROVIDER}-Holdings"
(FOUND,) = snippets(section("Drift", "docs/runbooks.md"))


def invoke(cloud: Cloud, **event: Any) -> Any:
    """Invoke the function; return what it answers."""
    answer = cloud.aws.client("lambda").invoke(FunctionName=FUNCTION, Payload=json.dumps(event).encode())
    assert "FunctionError" not in answer
    return json.loads(answer["Payload"].read())


def test_a_stack_that_was_forced_away_is_found_and_released(cloud: Cloud) -> None:
    domain, package = cloud.domain("shelves"), cloud.package("shelf-words")
    cloudformation = cloud.aws.client("cloudformation")
    stack = cloudformation.create_stack(StackName="forced-away", TemplateBody=TEMPLATE)["StackId"]
    time.sleep(3)  # until the package is available
    cloud.opensearch.associate_package(DomainName=domain, PackageID=package)
    described = cloudformation.describe_stack_resource(StackName=PROVIDER, LogicalResourceId="Ledger")
    table = described["StackResourceDetail"]["PhysicalResourceId"]
    text = json.dumps({"newest": {}, "seen": {}, "slots": {package: slot(package, claim(stack))}})
    item = {"Place": {"S": domain}, "Rev": {"N": "1"}, "Ledger": {"S": text}}
    cloud.aws.client("dynamodb").put_item(TableName=table, Item=item)
    time.sleep(3)
    assert f"{domain}  {package} shelf-words  forced-away  Synonyms  held" in invoke(cloud, DomainName=domain)
    assert invoke(cloud, Release=stack).startswith("Nothing is released: the stack is there, ")
    cloudformation.delete_stack(StackName="forced-away")
    time.sleep(3)
    drift = [row["Drift"] for row in invoke(cloud, Drift=True, Format="json")["Holdings"] if row["Place"] == domain]
    assert drift == ["stack-gone"]
    assert any(f'"domain":"{domain}"' in line for line in ask(cloud, FOUND, "Holdings"))
    assert invoke(cloud, Release=stack).startswith(f"Released: {package} of domain {domain}, which is not touched.")
    assert "nobody's" in invoke(cloud, DomainName=domain)
    assert cloud.associations(domain) == {package: "ACTIVE"}
