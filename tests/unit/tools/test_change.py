"""A template of somebody's own is read, and its parameters checked, before anything is started."""

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


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(YAML, encoding="utf-8")
    return path


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


def test_a_wrong_call_of_the_demo_is_a_sentence_and_starts_nothing(template: Path) -> None:
    for options in (["--template", str(template)], ["--then", str(template)]):
        command = [sys.executable, "-m", "tools.demo", *options]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert (ran.returncode, ran.stdout) == (2, "")
        assert ran.stderr.startswith("make demo: ") and ran.stderr.count("\n") == 1
