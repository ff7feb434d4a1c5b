"""A template of somebody's own is read, and its parameters checked, before anything is started."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools.change import Change, WrongCall
from tools.local import ROOT

YAML = """
Parameters:
  Domain: {Type: String, Description: its name, AllowedPattern: "[a-z]+"}
  Size: {Type: String, Default: small, AllowedValues: [small, large]}
Resources:
  Synonyms: {Type: Custom::OpenSearchPackageAssociation, Properties: {DomainName: !Ref Domain}}
"""
#: As the CDK writes it.
JSON = json.dumps(
    {
        "Parameters": {"BootstrapVersion": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/cdk/version"}},
        "Resources": {"Synonyms": {"Type": "Custom::OpenSearchPackageAssociation", "Properties": {}}},
    }
)


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(YAML, encoding="utf-8")
    return path


def test_yaml_and_the_cdks_json_are_taken(template: Path, tmp_path: Path) -> None:
    assert Change.read(template, ["Domain=movies"]).parameters == {"Domain": "movies"}
    synthesized = tmp_path / "Stack.template.json"
    synthesized.write_text(JSON, encoding="utf-8")
    assert Change.read(synthesized, []).parameters == {}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ([], r"needs a value for Domain \(its name\): PARAMETERS='Domain=…'"),
        (["Domain"], "Domain is not of the form Name=value"),
        (["Domian=movies"], "Domian is no parameter of .*mine.yaml: it has Domain, Size"),
        (["Domain=Movies"], r"Domain is 'Movies', but must match \[a-z\]\+"),
        (["Domain=movies", "Size=huge"], "Size is 'huge', but must be one of small, large"),
    ],
)
def test_a_parameter_that_can_not_be_is_refused_by_name(template: Path, given: list[str], why: str) -> None:
    with pytest.raises(WrongCall, match=why):
        Change.read(template, given)


@pytest.mark.parametrize("text", ["[", "just text", "Parameters: {}", "{", ""])
def test_what_is_no_template_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WrongCall, match=r"other\.yaml is no template"):
        Change.read(path, [])
    with pytest.raises(WrongCall, match="there is no file"):
        Change.read(tmp_path / "missing.yaml", [])


def test_an_update_keeps_the_values_that_its_template_still_has(template: Path, tmp_path: Path) -> None:
    first = Change.read(template, ["Domain=movies", "Size=large"])
    assert first.then(template, ["Size=small"]).parameters == {"Domain": "movies", "Size": "small"}
    second = tmp_path / "second.yaml"
    second.write_text(YAML.replace("  Size: {Type: String, Default: small, AllowedValues: [small, large]}\n", ""))
    assert first.then(second, []).parameters == {"Domain": "movies"}
    with pytest.raises(WrongCall, match="Size is no parameter"):
        first.then(second, ["Size=small"])


def test_a_wrong_call_of_the_demo_is_a_sentence_and_starts_nothing(template: Path) -> None:
    for options in (["--template", str(template)], ["--then", str(template)]):
        command = [sys.executable, "-m", "tools.demo", *options]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert (ran.returncode, ran.stdout) == (2, "")
        assert ran.stderr.startswith("make demo: ") and ran.stderr.count("\n") == 1
