"""What the README and the pages of docs/ say is so: their sizes, their links, and what they name."""

import re
from typing import Any

import pytest
import yaml
from cfnlint.decode.cfn_yaml import loads

from tests.pages import OPERATING, PAGES, README, named, rows, section
from tools.local import ROOT
from tools.samples import SAMPLES
from tools.stage import metric_names

TEMPLATE: dict[str, Any] = loads((ROOT / "template.yaml").read_text(encoding="utf-8"))


def test_the_readme_is_short() -> None:
    assert README.count("\n") < 200
    assert len(README.encode()) < 12_000


@pytest.mark.parametrize("page", PAGES)
def test_no_row_of_a_table_is_wider_than_a_screen(page: str) -> None:
    written = re.sub(r"<!-- (\w+) -->.*?<!-- /\1 -->", "", PAGES[page], flags=re.S)  # by make bench
    assert [line for line in written.splitlines() if line.startswith("|") and len(line) > 160] == []


def anchors(page: str) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    without = re.sub(r"^```.*?^```$", "", PAGES[page], flags=re.M | re.S)
    titles = re.findall(r"^#+ (.+)$", without, re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES)
def test_every_relative_link_leads_somewhere(page: str) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", PAGES[page]):
        if link.startswith(("https://", "http://")):
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        name = target.resolve().relative_to(ROOT).as_posix()
        assert target.exists(), link
        assert not anchor or anchor in anchors(name), link


@pytest.mark.parametrize("page", PAGES)
def test_the_words_are_the_fields_and_of_today(page: str) -> None:
    strange = r"disassociat|\battach|thrice|\banew\b|by and by|for want of|keeps the books"
    assert re.findall(strange, PAGES[page], re.I) == []


def test_the_open_requests_are_linked() -> None:
    roadmap = "https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues"
    for link in (f"{roadmap}/1570", f"{roadmap}/1996", "https://github.com/aws/aws-cdk/issues/29710"):
        assert f"]({link})" in README


def test_every_page_of_docs_can_be_found_from_the_readme() -> None:
    linked = "".join(PAGES[page] for page in ("README.md", "CONTRIBUTING.md", "docs/design.md"))
    for page in PAGES:
        assert not page.startswith("docs/") or page in linked, page


def test_every_make_target_and_file_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for page, text in PAGES.items():
        spans = " \n".join(re.findall(r"`([^`\n]+)`", text)) + "\n".join(re.findall(r"^make .*$", text, re.M))
        assert set(re.findall(r"\bmake ([a-z][a-z-]+)", spans)) <= targets, page
        for path in re.findall(r"`((?:handler|tests|tools|examples|benchmarks|requirements)/[\w./-]+)`", text):
            assert (ROOT / path).exists(), f"{page}: {path}"


def test_every_parameter_of_the_template_is_explained_with_its_default() -> None:
    table = {name: row[1].strip("`") for row in rows(section("Parameters", OPERATING)) for name in row[0].split(", ")}
    for name, parameter in TEMPLATE["Parameters"].items():
        default = str(parameter["Default"])
        if name != "ServiceTokenParameterName":
            assert table[name] == (default or "none"), name
        assert name in table


def test_every_metric_alarm_permission_and_event_is_explained() -> None:
    assert metric_names() <= named(section("Metrics", OPERATING))
    alarms = {name for name, one in TEMPLATE["Resources"].items() if one["Type"] == "AWS::CloudWatch::Alarm"}
    assert alarms == {row[0] for row in rows(section("Alarms", OPERATING))}
    allowed = re.findall(
        r"\b(?:es|s3|iam|logs|lambda|cloudformation|dynamodb|kms):[A-Z]\w+\*?", yaml.dump(TEMPLATE["Resources"])
    )
    assert set(allowed) - {"lambda:SourceFunctionArn", "iam:PassedToService", "kms:ViaService"} <= named(
        section("Permissions", OPERATING)
    )
    assert set(SAMPLES) <= named(section("sam local invoke", OPERATING))


def test_every_promise_of_what_happens_is_a_test() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    known = set(re.findall(r"def (test_\w+)", sources))
    promises = re.split(r"^- ", section("What happens when…", "docs/failures.md"), flags=re.M)[1:]
    assert len(promises) >= 21
    for promise in promises:
        tests = set(re.findall(r"`(test_\w+)`", promise))
        assert tests and tests <= known, promise


def test_so_many_lifecycles_are_run_as_is_said() -> None:
    every = re.findall(r"^LIFECYCLES \?= ([\d_]+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    gate = re.findall(r"^LIFECYCLES = ([\d_]+)$", (ROOT / "tests/fuzz/test_lifecycles.py").read_text("utf-8"), re.M)
    said = re.findall(r"runs ([\d,]+) ", PAGES["docs/failures.md"])
    assert [int(one.replace(",", "")) for one in said] == [int(one) for one in (*every, *gate)]


def test_the_versions_are_the_same_everywhere() -> None:
    files = ("pyproject.toml", "template.yaml", "CHANGELOG.md", "requirements/sam.txt")
    pyproject, template, changelog, sam = ((ROOT / name).read_text(encoding="utf-8") for name in files)
    (version,) = re.findall(r'^version = "(.+)"$', pyproject, re.M)
    assert f"SemanticVersion: {version}\n" in template
    headings = re.findall(r"^## \[(\d+)\.(\d+)\.(\d+)\] - (\d{4}-\d\d-\d\d)$", changelog, re.M)
    assert headings == sorted(headings, key=lambda one: tuple(map(int, one[:3])), reverse=True)
    assert headings == sorted(headings, key=lambda one: one[3], reverse=True)
    assert ".".join(headings[0][:3]) == version
    lint = (ROOT / "lint" / "pyproject.toml").read_text(encoding="utf-8")
    assert f'\nversion = "{version}"\n' in lint
    assert f"opensearch_packages_lint-{version}-py3-none-any.whl" in (ROOT / "lint" / "README.md").read_text("utf-8")
    assert f"\nVersion {version}." in README
    (tested,) = re.findall(r"^aws-sam-cli==([\d.]+)", sam, re.M)
    assert f"(tested with {tested})" in README
