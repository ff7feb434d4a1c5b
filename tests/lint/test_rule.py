"""The rule for cfn-lint, on a template full of mistakes and on the examples."""

from pathlib import Path

import pytest

from cloudformation.types import ONE, PACKAGE
from model import Association, Package
from opensearch_packages_lint._references import ATTRIBUTES
from reconcile.kinds import kind_of
from tests.lint.running import matches

BAD = Path(__file__).with_name("bad.yaml")


def lint(*templates: Path) -> dict[int, str]:
    """Return cfn-lint's messages of our rule by line."""
    found = [match for match in matches(*templates) if match["Rule"]["Id"] == "E9801"]
    assert len({match["Location"]["Start"]["LineNumber"] for match in found}) == len(found)
    return {match["Location"]["Start"]["LineNumber"]: match["Message"] for match in found}


def test_each_planted_mistake_is_found_on_its_line() -> None:
    lines = BAD.read_text(encoding="utf-8").splitlines()
    planted = {number: line.split(" # ")[1] for number, line in enumerate(lines, 1) if " # " in line}
    found = lint(BAD)
    assert found.keys() == planted.keys()
    assert all(found[number].startswith(words) for number, words in planted.items()), found
    assert len(planted) == 18


@pytest.mark.parametrize(
    ("type_", "one"),
    [(ONE, Association("F1", "ACTIVE")), (PACKAGE, Package("F1", "AVAILABLE"))],
)
def test_it_knows_the_attributes_that_the_function_returns(type_: str, one: Association | Package) -> None:
    assert set(ATTRIBUTES[type_].pattern.split("|")) == set(
        kind_of(type_).declaration.attributes(type_, "movies", {"F1": one})
    )
