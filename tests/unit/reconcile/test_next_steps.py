"""What reasons say to do next is what the runbooks say, and what the function of who has what takes."""

import json
import shlex

import pytest

from reconcile.next_steps import MAPPINGS, SETTINGS, find_users, release, who_has
from tests.pages import PAGES

STACK = "arn:aws:cloudformation:us-east-1:123456789012:stack/movies-search/1c2d"


@pytest.mark.parametrize("request_", [SETTINGS, MAPPINGS])
def test_the_requests_are_those_of_the_runbook(request_: str) -> None:
    assert f"   {request_}" in PAGES["docs/runbooks.md"]


def test_a_dictionary_is_looked_for_by_its_path_and_a_plugin_by_what_it_brings() -> None:
    assert find_users("F111111111") == f"{SETTINGS} shows which: look for analyzers/F111111111."
    plugin = f"{SETTINGS} and {MAPPINGS} show which: look for the types that {{}} brings."
    assert find_users("G1") == plugin.format("G1")
    assert find_users("F1", "ZIP-PLUGIN") == plugin.format("F1")


@pytest.mark.parametrize(
    ("command", "event"),
    [
        (who_has("movies"), {"DomainName": "movies"}),
        (who_has(""), {"DomainName": "@packages"}),
        (release(STACK), {"Release": STACK}),
    ],
)
def test_the_command_asks_what_is_meant(command: str, event: dict[str, str]) -> None:
    words = shlex.split(command)
    assert words[:5] == ["aws", "lambda", "invoke", "--function-name", "opensearch-packages-Holdings"]
    assert json.loads(words[words.index("--payload") + 1]) == event


def test_the_functions_name_may_be_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLDINGS_FUNCTION", "search-Holdings")
    assert "--function-name search-Holdings " in who_has("movies")
