"""The CDK snippets of the README and of docs/: they are synthesized, and make what the function takes."""

import ast
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cloudformation.properties import SCHEMAS
from cloudformation.types import ONE
from tests.lint.test_one_verdict import of_the_rule
from tests.pages import PAGES, README, snippets
from tools.local import ROOT

MODULES = ROOT / "benchmarks" / "cdk" / "node_modules"
(TYPESCRIPT,), (PYTHON,) = (snippets(README, language) for language in ("ts", "python"))
#: What stands around the snippet: a domain whose access policy the CDK sets with a resource of its own.
STACK = """
%sconst { App, Stack, assertions } = require('aws-cdk-lib');
const { AnyPrincipal, PolicyStatement } = require('aws-cdk-lib/aws-iam');
const { Domain, EngineVersion } = require('aws-cdk-lib/aws-opensearchservice');
class Search extends Stack {
  constructor(scope, id) {
    super(scope, id);
    const accessPolicies = [new PolicyStatement({
      actions: ['es:ESHttpGet'], principals: [new AnyPrincipal()], resources: ['*'],
    })];
    const domain = new Domain(this, 'Domain', { version: EngineVersion.OPENSEARCH_2_19, accessPolicies });
    %s
  }
}
const stack = new Search(new App({ outdir: process.argv[2] }), 'Search');
console.log(JSON.stringify(assertions.Template.fromStack(stack).toJSON()));
"""


@pytest.mark.parametrize("page", [page for page in PAGES if snippets(PAGES[page], "ts")])
def test_the_cdk_makes_what_the_function_takes(tmp_path: Path, page: str) -> None:
    (snippet,) = snippets(PAGES[page], "ts")
    ours = {name: one for name, one in synthesized(tmp_path, snippet).items() if one["Type"] in SCHEMAS}
    assert len(ours) == snippet.count("new cdk.CustomResource(")
    assert [of_the_rule(one["Properties"], one["Type"]) for one in ours.values()] == [[]] * len(ours)


def test_the_cdk_makes_the_association_after_all_of_the_domain(tmp_path: Path) -> None:
    resources = synthesized(tmp_path, TYPESCRIPT)
    (made,) = (one for one in resources.values() if one["Type"] == ONE)
    domain = {
        name for name, one in resources.items() if one["Type"].startswith(("AWS::OpenS", "Custom::OpenSearchAcc"))
    }
    assert len(domain) == 2 and domain <= set(made["DependsOn"])


def synthesized(folder: Path, snippet: str) -> dict[str, Any]:
    """Return the resources of a stack with a domain and the snippet in it."""
    if not shutil.which("node") or not MODULES.joinpath("aws-cdk-lib").exists():
        pytest.skip(
            "aws-cdk-lib is not installed: make benchmarks/cdk/node_modules/.made does that, with Node and npm."
        )
    imports = r"^import (?:\* as )?(.+) from ('[\w/-]+');$"
    snippet = snippet if snippet.startswith("import") else f"import * as cdk from 'aws-cdk-lib';\n{snippet}"
    required = "".join(f"const {what} = require({module});\n" for what, module in re.findall(imports, snippet, re.M))
    script = folder / "stack.js"
    script.write_text(STACK % (required, re.sub(imports, "", snippet, flags=re.M)), encoding="utf-8")
    (folder / "films.txt").write_text("film, movie\n", encoding="utf-8")
    environment = os.environ | {"NODE_PATH": str(MODULES)}
    command = ["node", str(script), str(folder / "out")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    resources: dict[str, Any] = json.loads(done.stdout)["Resources"]
    return resources


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
