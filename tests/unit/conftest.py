"""DynamoDB with the ledger's table, for what does not need the whole service."""

import os
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from aws import client


@pytest.fixture
def dynamodb() -> Iterator[Any]:
    """Return a client of a DynamoDB that has the table."""
    client.cache_clear()
    with mock_aws():
        made = boto3.client("dynamodb")
        made.create_table(
            TableName=os.environ["LEDGER_TABLE"],
            KeySchema=[{"AttributeName": "Place", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "Place", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        yield made
    client.cache_clear()
