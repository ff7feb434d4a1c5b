"""What the README says is so."""

import re
from typing import Any

from cloudformation.properties import SCHEMAS
from tools.local import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
SCHEMA: dict[str, Any] = SCHEMAS["Custom::OpenSearchPackageAssociation"]


def section(title: str) -> str:
    """Return the text under a heading."""
    return README.split(f"\n## {title}\n")[1].split("\n## ")[0]


def rows(text: str) -> list[list[str]]:
    """Return the cells of a table, without its head."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_the_property_table_is_the_schema() -> None:
    table = {row[0]: row for row in rows(section("Properties"))}
    assert set(table) == set(SCHEMA["properties"])
    for name, (_, type_, required, *_) in table.items():
        assert type_ == SCHEMA["properties"][name]["type"]
        assert required.startswith("yes") == (name in SCHEMA["required"])
        assert (required == "one of these two") == ({"required": [name]} in SCHEMA["oneOf"])


def test_the_property_table_of_several_packages_is_their_schema() -> None:
    schema = SCHEMAS["Custom::OpenSearchPackageAssociations"]
    (shared, *_), (packages, type_, required, *_, meaning) = rows(section("Several packages"))
    assert [*shared.split(", "), packages] == sorted(schema["properties"], key=[*shared.split(", "), packages].index)
    assert (type_, required) == (schema["properties"]["Packages"]["type"], "yes")
    assert all(name in meaning for name in schema["properties"]["Packages"]["items"]["properties"])


def test_every_row_of_what_happens_when_is_a_test() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    known = set(re.findall(r"def (test_\w+)", sources))
    table = rows(section("What happens when…"))
    assert len(table) >= 20
    for row in table:
        named = set(re.findall(r"`(test_\w+)`", row[-1]))
        assert named and named <= known, row


def test_every_file_and_make_target_that_it_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"make (bench|check|demo|format|fuzz|lock|[a-z]+\b(?=`))", README):
        assert f"\n{target}:" in makefile
    for path in re.findall(r"\(((?:handler|examples|benchmarks)/[\w.-]+)\)", README):
        assert (ROOT / path).exists()


def test_every_parameter_of_the_template_is_explained() -> None:
    parameters = re.findall(
        r"^  (\w+):\n    Type: (?:String|Number|CommaDelimitedList)", (ROOT / "template.yaml").read_text(), re.M
    )
    assert len(parameters) == 18
    assert all(name in section("Deploy") for name in parameters)


def test_the_version_is_the_same_everywhere() -> None:
    files = ("pyproject.toml", "template.yaml", "CHANGELOG.md")
    pyproject, template, changelog = ((ROOT / name).read_text(encoding="utf-8") for name in files)
    (version,) = re.findall(r'^version = "(.+)"$', pyproject, re.M)
    assert f"SemanticVersion: {version}\n" in template
    assert f"## [{version}] - " in changelog
