"""The snippets of the README and of docs/: templates are linted, CDK code is synthesized, Terraform is validated."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from cloudformation.properties import SCHEMAS, coerce, problems
from cloudformation.types import ONE
from tests.pages import PAGES, README, snippets
from tools.local import ROOT

MODULES = ROOT / "benchmarks" / "cdk" / "node_modules"
TEMPLATES = {
    f"{page}, snippet {number}": text
    for page in PAGES
    for number, text in enumerate(snippets(PAGES[page], "yaml"), 1)
    if re.search(r"^Resources:", text, re.M)
}
(TYPESCRIPT,), (PYTHON,), (TERRAFORM,) = (snippets(README, language) for language in ("ts", "python", "hcl"))
#: What stands around the snippet: a domain whose access policy the CDK sets with a resource of its own.
STACK = """
const cdk = require('aws-cdk-lib');
const { AnyPrincipal, PolicyStatement } = require('aws-cdk-lib/aws-iam');
const { Domain, EngineVersion } = require('aws-cdk-lib/aws-opensearchservice');
class Search extends cdk.Stack {
  constructor(scope, id) {
    super(scope, id);
    const accessPolicies = [new PolicyStatement({
      actions: ['es:ESHttpGet'], principals: [new AnyPrincipal()], resources: ['*'],
    })];
    const domain = new Domain(this, 'Domain', { version: EngineVersion.OPENSEARCH_2_19, accessPolicies });
    %s
  }
}
const stack = new Search(new cdk.App({ outdir: process.argv[2] }), 'Search');
console.log(JSON.stringify(cdk.assertions.Template.fromStack(stack).toJSON()));
"""


def test_every_type_has_a_template_in_the_readme() -> None:
    assert set(re.findall(r"Type: (Custom::\w+)", "".join(snippets(README, "yaml")))) == set(SCHEMAS)
    assert len(TEMPLATES) >= 10


def test_every_template_passes_cfn_lint(tmp_path: Path) -> None:
    names = {}
    for number, (name, text) in enumerate(TEMPLATES.items()):
        path = tmp_path / f"{number}.yaml"
        path.write_text(text, encoding="utf-8")
        names[str(path)] = name
    command = [
        str(Path(sys.executable).with_name("cfn-lint")),
        "--append-rules",
        str(ROOT / "lint"),
        "--format",
        "json",
    ]
    done = subprocess.run([*command, "--", *names], capture_output=True, text=True)
    assert done.stdout, done.stderr
    found = [(names[one["Filename"]], one["Rule"]["Id"], one["Message"]) for one in json.loads(done.stdout)]
    assert found == []


def test_every_policy_of_the_pages_is_json() -> None:
    policies = [text for page in PAGES.values() for text in snippets(page, "json")]
    assert policies and all(json.loads(text)["Effect"] == "Allow" for text in policies)


def test_the_cdk_makes_the_association_after_all_of_the_domain(tmp_path: Path) -> None:
    if not shutil.which("node") or not MODULES.joinpath("aws-cdk-lib").exists():
        pytest.skip(
            "aws-cdk-lib is not installed: make benchmarks/cdk/node_modules/.made does that, with Node and npm."
        )
    script = tmp_path / "stack.js"
    script.write_text(STACK % TYPESCRIPT, encoding="utf-8")
    environment = os.environ | {"NODE_PATH": str(MODULES)}
    command = ["node", str(script), str(tmp_path / "out")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    resources: dict[str, Any] = json.loads(done.stdout)["Resources"]
    (made,) = (one for one in resources.values() if one["Type"] == ONE)
    domain = {
        name for name, one in resources.items() if one["Type"].startswith(("AWS::OpenS", "Custom::OpenSearchAcc"))
    }
    assert len(domain) == 2 and domain <= set(made["DependsOn"])
    properties = made["Properties"] | {"DomainName": "movies", "ServiceToken": "arn"}  # what the functions yield
    assert not list(problems(coerce(properties, SCHEMAS[ONE]), SCHEMAS[ONE], ONE))


def test_the_cdk_in_python_says_the_same_as_in_typescript() -> None:
    names = {
        target.id: node.value
        for node in ast.walk(ast.parse(PYTHON))
        if isinstance(node, ast.Assign) and isinstance(target := node.targets[0], ast.Name)
    }
    made = names["synonyms"]
    assert isinstance(made, ast.Call)
    given = {word.arg: word.value for word in made.keywords}
    ours = [
        re.sub("[A-Z]", lambda one: f"_{one[0].lower()}", name) for name in re.findall(r"^  (\w+):", TYPESCRIPT, re.M)
    ]
    assert list(given) == ours
    values = {name: names[one.id] if isinstance(one, ast.Name) else one for name, one in given.items()}
    assert ast.literal_eval(values["resource_type"]) == ONE
    assert ast.unparse(values["service_token"]) == "Fn.import_value('opensearch-packages-ServiceToken')"
    assert ast.unparse(values["properties"]) == "{'DomainName': domain.domain_name, 'PackageID': 'F111111111'}"
    assert ".node.add_dependency(domain)" in PYTHON and ".node.addDependency(domain)" in TYPESCRIPT


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
