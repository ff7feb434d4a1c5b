"""The function's role allows what it calls, and nothing else; it can't change a domain."""

from typing import Any

import pytest

from aws import Caller
from tests.test_permissions import NETWORK, NOT_CALLED, template
from tests.unit.holdings.conftest import FORGOTTEN, Account, claim, slot

PREFIXES = {"opensearch": "es"}
#: AWS offers no narrower resource for these.
ON_EVERYTHING = ({"es:DescribePackages"}, NETWORK)


def statements() -> list[dict[str, Any]]:
    (policy,) = template()["Resources"]["HoldingsRole"]["Properties"]["Policies"]
    return [one["Fn::If"][1] if "Fn::If" in one else one for one in policy["PolicyDocument"]["Statement"]]


def actions(statement: dict[str, Any]) -> set[str]:
    return {statement["Action"]} if isinstance(statement["Action"], str) else set(statement["Action"])


def test_the_role_allows_what_is_called_and_nothing_else(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    called, once = set[str](), Caller._once

    def record(self: Caller, action: str, parameters: dict[str, Any]) -> dict[str, Any]:
        called.add(f"{PREFIXES.get(self._service, self._service)}:{action}")
        return once(self, action, parameters)

    monkeypatch.setattr(Caller, "_once", record)
    account.write("movies", slot("F1", claim(FORGOTTEN)))
    account.write("@packages", slot("F1", claim(account.stack("search"))))
    account.drift()
    account.ask(Release=FORGOTTEN)
    allowed = {action for one in statements() if one["Effect"] == "Allow" for action in actions(one)}
    assert allowed - NOT_CALLED == called


def test_only_what_has_no_narrower_resource_is_on_everything() -> None:
    assert [one["Sid"] for one in statements() if one["Resource"] == "*" and actions(one) not in ON_EVERYTHING] == []
