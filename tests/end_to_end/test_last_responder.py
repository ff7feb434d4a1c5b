"""A function that can't be imported, deployed and invoked as CloudFormation does: asynchronously."""

import shutil

import pytest

from tests.end_to_end.conftest import TEMPLATE, Cloud
from tools.deploy import deploy

pytestmark = pytest.mark.end_to_end

#: MiniStack calls functions directly; this one passes each request on, as Lambda's queue does.
QUEUE = """
import json, os, boto3
def lambda_handler(event, context):
    boto3.client("lambda").invoke(
        FunctionName=os.environ["FUNCTION"], InvocationType="Event", Payload=json.dumps(event).encode()
    )
"""


def test_a_function_that_can_not_be_imported_fails_the_stack_with_the_import_error(cloud: Cloud) -> None:
    broken = cloud.aws.folder / "broken"
    shutil.copytree(cloud.built, broken)
    shutil.rmtree(broken / "Function" / "__pycache__")  # its bytecode goes before the source
    (broken / "Function" / "app.py").write_text("import no_such_module\n", encoding="utf-8")
    deploy(cloud.aws, broken, stack="broken")
    queue = cloud.function("queue", QUEUE, FUNCTION="broken-Function")
    template = TEMPLATE.replace('Fn::ImportValue: !Sub "${ProviderStack}-ServiceToken"', queue).replace(
        "ServiceToken:\n        arn", "ServiceToken: arn"
    )
    events = list(cloud.stacks.create("hopeless", template, DomainName="movies", PackageID="F111111111"))
    reasons = [event.reason for event in events if event.resource == "Synonyms" and event.status == "CREATE_FAILED"]
    assert "No module named 'no_such_module'" in reasons[0]
    assert cloud.stacks.status("hopeless") == "ROLLBACK_COMPLETE"
