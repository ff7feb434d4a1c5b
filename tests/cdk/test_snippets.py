"""The CDK snippets of the README and of docs/, in a stack with a domain: the real CDK takes them, types and all."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from cloudformation.properties import SCHEMAS
from opensearch_packages_lint._rule import check
from tests.cdk.conftest import NODE_MODULES, PYTHON, SETTINGS, run, template
from tests.pages import PAGES, README, snippets

#: What stands around a snippet: a domain whose access policy the CDK sets with a resource of its own.
TYPESCRIPT = """
import {{ App, Stack }} from 'aws-cdk-lib';
import {{ AnyPrincipal, PolicyStatement }} from 'aws-cdk-lib/aws-iam';
import {{ Domain, EngineVersion }} from 'aws-cdk-lib/aws-opensearchservice';
import {{ Construct }} from 'constructs';
{imports}
class Search extends Stack {{
  constructor(scope: Construct, id: string) {{
    super(scope, id);
    const accessPolicies = [new PolicyStatement({{
      actions: ['es:ESHttpGet'], principals: [new AnyPrincipal()], resources: ['*'],
    }})];
    const domain = new Domain(this, 'Domain', {{ version: EngineVersion.OPENSEARCH_2_19, accessPolicies }});
    {body}
  }}
}}
const app = new App();
new Search(app, 'Search');
app.synth();
"""
IN_PYTHON = """
from aws_cdk import App, Stack
from aws_cdk.aws_iam import AnyPrincipal, PolicyStatement
from aws_cdk.aws_opensearchservice import Domain, EngineVersion
{imports}
class Search(Stack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        policies = [PolicyStatement(actions=["es:ESHttpGet"], principals=[AnyPrincipal()], resources=["*"])]
        domain = Domain(self, "Domain", version=EngineVersion.OPENSEARCH_2_19, access_policies=policies)
        {body}
app = App()
Search(app, "Search")
app.synth()
"""


def put(snippet: str, around: str, separator: str) -> str:
    """Return a snippet within what stands around it: its imports first."""
    lines = snippet.splitlines()
    imports = [line for line in lines if line.startswith(("import ", "from "))]
    body = separator.join(line for line in lines if line not in imports)
    return around.format(imports="\n".join(imports), body=body)


def in_typescript(examples: Path, folder: Path, snippet: str) -> dict[str, Any]:
    """Return the resources of a snippet, compiled in strict mode beside the examples."""
    app = Path(shutil.copytree(examples, folder / "app", symlinks=True))
    (app / "readme.ts").write_text(put(snippet, TYPESCRIPT, "\n    "), encoding="utf-8")
    settings = SETTINGS["compilerOptions"] | {"noUnusedLocals": False}  # a snippet may end with a name
    (app / "tsconfig.json").write_text(json.dumps({"compilerOptions": settings, "files": ["readme.ts"]}))
    run(["node", str(NODE_MODULES / "typescript" / "lib" / "tsc.js")], app)
    run(["node", "readme.js"], app)
    resources: dict[str, Any] = template(app)["Resources"]
    return resources


@pytest.mark.parametrize("page", [page for page in PAGES if snippets(PAGES[page], "ts")])
def test_the_cdk_makes_what_the_function_takes(typescript: Path, tmp_path: Path, page: str) -> None:
    (snippet,) = snippets(PAGES[page], "ts")
    resources = in_typescript(typescript, tmp_path, snippet)
    ours = {name: one for name, one in resources.items() if one["Type"] in SCHEMAS}
    assert len(ours) == snippet.count("new OpenSearchPackage")
    assert [list(check(one["Properties"], one["Type"])) for one in ours.values()] == [[]] * len(ours)
    domain = {
        name for name, one in resources.items() if one["Type"].startswith(("AWS::OpenS", "Custom::OpenSearchAcc"))
    }
    on_it = [one for one in ours.values() if "DomainName" in one["Properties"]]
    assert len(domain) == 2 and on_it and all(domain <= set(one["DependsOn"]) for one in on_it)


def test_python_makes_the_same_as_typescript(typescript: Path, python: Path, tmp_path: Path) -> None:
    (snippet,), (other,) = snippets(README, "python"), snippets(README, "ts")
    app = Path(shutil.copytree(python, tmp_path / "python"))
    (app / "readme.py").write_text(put(snippet, IN_PYTHON, "\n        "), encoding="utf-8")
    run([str(PYTHON), "readme.py"], app)
    assert template(app)["Resources"] == in_typescript(typescript, tmp_path, other)
