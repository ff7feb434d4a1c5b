"""The CDK snippets of the README and of docs/, in a stack with a domain: the real CDK takes them, types and all."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from cloudformation.properties import SCHEMAS
from opensearch_packages_lint._rule import check
from tests.cdk.around import IN_PYTHON, IN_TYPESCRIPT, put
from tests.cdk.conftest import PYTHON, compiled, run, template
from tests.pages import README, snippets


def resources(typescript: Path, page: str) -> dict[str, Any]:
    """Return the resources that the snippet of a page makes."""
    out = f"{compiled(page)}.out"
    run(["node", compiled(page)], typescript, out)
    made: dict[str, Any] = template(typescript, out)["Resources"]
    return made


@pytest.mark.parametrize("page", IN_TYPESCRIPT)
def test_the_cdk_makes_what_the_function_takes(typescript: Path, page: str) -> None:
    made = resources(typescript, page)
    ours = {name: one for name, one in made.items() if one["Type"] in SCHEMAS}
    assert len(ours) == IN_TYPESCRIPT[page].count("new OpenSearchPackage")
    assert [list(check(one["Properties"], one["Type"])) for one in ours.values()] == [[]] * len(ours)
    domain = {name for name, one in made.items() if one["Type"].startswith(("AWS::OpenS", "Custom::OpenSearchAcc"))}
    on_it = [one for one in ours.values() if "DomainName" in one["Properties"]]
    assert len(domain) == 2 and on_it and all(domain <= set(one["DependsOn"]) for one in on_it)


def test_python_makes_the_same_as_typescript(typescript: Path, python: Path, tmp_path: Path) -> None:
    (snippet,) = snippets(README, "python")
    app = Path(shutil.copytree(python, tmp_path / "python"))
    (app / "readme.py").write_text(put(snippet, IN_PYTHON, "\n        "), encoding="utf-8")
    run([str(PYTHON), "readme.py"], app)
    assert template(app)["Resources"] == resources(typescript, "README.md")
