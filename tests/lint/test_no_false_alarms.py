"""What only the deploy knows is not the rule's to judge."""

from pathlib import Path

import pytest

from cloudformation.properties import SCHEMAS
from tests.lint.running import matches
from tests.lint.test_first_mistakes import ONE, template

RIGHT = sorted(Path(__file__).with_name("right").glob("*.yaml"))


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
def test_a_template_that_may_be_right_is_left_alone(path: Path) -> None:
    assert any(type_ in path.read_text(encoding="utf-8") for type_ in SCHEMAS)
    assert [one for one in matches(path) if one["Rule"]["Id"] == "E9801"] == []


@pytest.mark.parametrize(
    "broken",
    [
        "Resources: []",
        "Resources: {One: {Type: [Custom::OpenSearchPackage], Properties: {ServiceToken: x}}}",
        "Resources: {One: {Type: Custom::OpenSearchPackage, Properties: []}}",
        "Resources: {One: {Type: Custom::OpenSearchPackageAssociation, Properties: {1: {2: 3}}}}",
        "Resources: {One: {Type: Custom::OpenSearchPackageAssociations, Properties: {Packages: [x, [y], {Ref: [z]}]}}}",
        "Resources: {One: {Type: Custom::X, Properties: {ServiceToken: {'Fn::ImportValue': [1]}}}}",
        "Parameters: {P: x}\n" + template(ONE).replace("movies", "!Ref P"),
        template(ONE) + "Outputs: {A: {Value: !GetAtt [One]}, B: {Value: !GetAtt {One: 1}}, C: {Value: !Sub []}}\n",
        template(ONE).replace("F111111111", "!If [A]")
        + "      PrerequisitePackageIDList: [!Ref AWS::NoValue, '', x]\n",
    ],
)
def test_a_template_that_is_none_ends_with_no_traceback(broken: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(broken + "\n", encoding="utf-8")
    found = matches(path)
    assert found, "cfn-lint's own rules find something"
    assert not [one for one in found if one["Rule"]["Id"] == "E0002" and "E9801" in one["Message"]], (
        "our rule has failed"
    )
