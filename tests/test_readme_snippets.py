"""The snippets of the README and of docs/: templates are linted, Terraform is validated."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from cloudformation.properties import SCHEMAS
from tests.lint.running import matches
from tests.pages import PAGES, README, snippets
from tools.local import ROOT

TEMPLATES = {
    f"{page}, snippet {number}": text
    for page in PAGES
    for number, text in enumerate(snippets(PAGES[page], "yaml"), 1)
    if re.search(r"^Resources:", text, re.M)
}
(TERRAFORM,) = snippets(README, "hcl")


def test_every_type_has_a_template_in_the_readme() -> None:
    assert set(re.findall(r"Type: (Custom::\w+)", "".join(snippets(README, "yaml")))) == set(SCHEMAS)
    assert len(TEMPLATES) >= 10


def test_every_template_passes_cfn_lint(tmp_path: Path) -> None:
    names = {}
    for number, (name, text) in enumerate(TEMPLATES.items()):
        path = tmp_path / f"{number}.yaml"
        path.write_text(text, encoding="utf-8")
        names[str(path)] = name
    found = [(names[one["Filename"]], one["Rule"]["Id"], one["Message"]) for one in matches(*map(Path, names))]
    assert found == []


def test_every_policy_of_the_pages_is_json() -> None:
    policies = [text for page in PAGES.values() for text in snippets(page, "json")]
    assert policies and all(json.loads(text)["Effect"] in ("Allow", "Deny") for text in policies)


def test_terraform_waits_longer_than_the_stack_and_gives_what_its_template_takes() -> None:
    (example,) = re.findall(r"# (examples/[\w.-]+)", TERRAFORM)
    text = (ROOT / example).read_text(encoding="utf-8")
    parameters = yaml.safe_load(text[: text.index("\nConditions:")])["Parameters"]
    given = set(re.findall(r"^    (\w+) += aws_", TERRAFORM, re.M))
    assert {name for name, one in parameters.items() if "Default" not in one} <= given <= set(parameters)
    waits = {name: int(minutes) for name, minutes in re.findall(r'(create|update|delete) = "(\d+)m"', TERRAFORM)}
    # Each step may take CloudFormation's hour: a create may roll back, and an update also clean up.
    assert waits["create"] > 120 and waits["update"] > 180 and waits["delete"] > 60


def test_terraform_takes_it(tmp_path: Path) -> None:
    """TERRAFORM_PLUGINS is a folder of providers, as `terraform providers mirror` makes it."""
    if not shutil.which("terraform"):
        pytest.skip("terraform is not installed.")
    (tmp_path / "main.tf").write_text(TERRAFORM, encoding="utf-8")
    (tmp_path / "synonyms.yaml").write_text("", encoding="utf-8")
    run(tmp_path, "fmt", "-check", "-diff")
    if not (plugins := os.environ.get("TERRAFORM_PLUGINS")):
        pytest.skip(
            "formatted as it should be; TERRAFORM_PLUGINS names no folder with the AWS provider to validate it."
        )
    more = """
variable "domain" { default = "movies" }
resource "aws_opensearch_domain" "movies" { domain_name = var.domain }
resource "aws_opensearch_package" "synonyms" {
  package_name = "synonyms"
  package_type = "TXT-DICTIONARY"
  package_source {
    s3_bucket_name = "dictionaries"
    s3_key         = "synonyms.txt"
  }
}
"""
    (tmp_path / "more.tf").write_text(more, encoding="utf-8")
    run(tmp_path, "init", "-backend=false", f"-plugin-dir={plugins}")
    run(tmp_path, "validate")


def run(folder: Path, *arguments: str) -> None:
    """Run terraform there."""
    done = subprocess.run(["terraform", *arguments], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
