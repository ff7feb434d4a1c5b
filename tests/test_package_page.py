"""What docs/package.md says is so: its tables are the schema's, and each sentence is what a stack shows."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from cloudformation.properties import SCHEMAS
from cloudformation.types import PACKAGE
from model import Package
from reconcile.package.declaration import UPDATING, attributes
from tests.pages import rows
from tests.simulation.direct import client_error
from tests.simulation.stack import Stack
from tests.stories.conftest import FIRST, Movies, Template, movies
from tools.local import ROOT

__all__ = ["movies"]

PAGE = (ROOT / "docs" / "package.md").read_text(encoding="utf-8")
SCHEMA: dict[str, Any] = SCHEMAS[PACKAGE]
BROKEN = "film, movie\nactor, star\ncinema => movies => theatre\n"
ANOTHER = {"S3BucketName": "dictionaries", "S3Key": "films-2.txt"}
Change = Callable[[Movies, pytest.MonkeyPatch], Any]


def section(title: str) -> str:
    """Return the text under a heading."""
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def sentences(title: str) -> dict[str, str]:
    """Return what a list says that the stack shows, by when it does."""
    return dict(re.findall(r"^- (.+):\n  `(.+)`$", section(title), re.M))


def as_table(title: str) -> dict[str, list[str]]:
    return {name.strip("`"): cells for name, *cells in rows(section(title))}


def test_the_property_table_is_the_schema() -> None:
    table = as_table("Properties")
    assert list(table) == list(SCHEMA["properties"])
    in_place = {*UPDATING, "Revision", "AdoptExisting", "ServiceTimeout"}
    for name, (type_, required, update, *_) in table.items():
        assert type_ == SCHEMA["properties"][name]["type"]
        assert required.startswith("yes") == (name in SCHEMA["required"])
        assert (required == "of a ZIP-PLUGIN") == (name in SCHEMA["then"]["required"])
        assert (update == "in place") == (name in in_place)


def test_what_is_within_a_property_is_the_schemas_too() -> None:
    within = {name: list(schema.get("properties", ())) for name, schema in SCHEMA["properties"].items()}
    assert all(f"`{member}`" in section("Properties") for members in within.values() for member in members)
    syntax: dict[str, list[str]] = {}
    for depth, name in re.findall(r"^( {4}| {6})(\w+):", section("Syntax"), re.M):
        if len(depth) == 4:
            syntax[name] = []
        else:
            list(syntax.values())[-1].append(name)
    assert list(syntax.items()) == list(within.items())


def test_the_attributes_are_those_of_the_function() -> None:
    assert set(as_table("Return values")) == set(attributes(PACKAGE, "", {"films": Package("F1", "AVAILABLE")}))


def films(**more: Any) -> Template:
    """Return a template with one package; what is None is not given."""
    source = {"S3BucketName": "dictionaries", "S3Key": "films.txt"}
    given = {"PackageName": "films", "PackageType": "TXT-DICTIONARY", "PackageSource": source} | more
    return {"Films": {name: value for name, value in given.items() if value is not None}}


def put(content: str, key: str = "films.txt") -> Change:
    return lambda movies, _: movies.service.put_object("dictionaries", key, content)


def switched_off(_: Movies, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_BUCKET", "")


def allowing(variable: str, value: str) -> Change:
    return lambda _, monkeypatch: monkeypatch.setenv(variable, value)


def another_bucket(_: Movies, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_BUCKET", "archive")


def no_object(movies: Movies, _: pytest.MonkeyPatch) -> None:
    movies.service.put_object("dictionaries", "other.txt", "film, movie")


def denied(movies: Movies, _: pytest.MonkeyPatch) -> None:
    def refuse(_: str, operation: str) -> None:
        if operation == "CreatePackage":
            raise client_error("AccessDeniedException", "not authorized", 403)

    movies.world.fault = refuse


def slow(movies: Movies, _: pytest.MonkeyPatch) -> None:
    movies.takes("package", 400)


def nothing(_movies: Movies, _: pytest.MonkeyPatch) -> None:
    """Leave the stage as it is."""


def on_a_domain(movies: Movies, _: pytest.MonkeyPatch) -> None:
    movies.associate(package_id(movies))
    movies.passes(60)


def package_id(movies: Movies) -> str:
    """Return the id of the package that the stack has made."""
    filters = [{"Name": "PackageName", "Value": ["films"]}]
    return str(movies.client.describe_packages(Filters=filters)["PackageDetailsList"][0]["PackageID"])


def gone_later(movies: Movies, _: pytest.MonkeyPatch) -> None:
    movies.world.simulation.spawn(lambda: movies.service.delete_object("dictionaries", "films.txt"), 30)


def reason(stack: Stack, status: str) -> str:
    return next(text for _, resource, of, text in stack.events if of == status and resource == "Films")


#: What is arranged before the stack is created with these properties.
CREATE: dict[str, tuple[dict[str, Any], Change]] = {
    "the type is switched off": ({}, switched_off),
    "the provider does not let stacks make packages of that name": ({}, allowing("PACKAGE_NAME_PATTERN", "team-*")),
    "the file's key does not begin as it must": ({}, allowing("SOURCE_PREFIX", "search/")),
    "packages may not be taken over": ({"AdoptExisting": True}, allowing("ADOPT_PACKAGES", "false")),
    "the provider may read another bucket only": ({}, another_bucket),
    "a plugin without its engine version": ({"PackageType": "ZIP-PLUGIN"}, nothing),
    "the object is not there, or may not be read": ({}, no_object),
    "the file is not valid": ({}, put(BROKEN)),
    "a permission is missing": ({}, denied),
    "a package of that name and type is there": ({"PackageName": "synonyms"}, nothing),
    "a package of that name and another type is there": (
        {"PackageName": "synonyms", "PackageType": "PACKAGE-LICENSE"},
        nothing,
    ),
    "it takes longer than ServiceTimeout": ({"ServiceTimeout": 300}, slow),
}
#: What is arranged before it is updated with these properties.
UPDATE: dict[str, tuple[dict[str, Any], Change]] = {
    "the new file is not valid": ({"Revision": "2"}, put(BROKEN)),
    "what can't be changed is changed, and the name is not": ({"PackageType": "PACKAGE-LICENSE"}, nothing),
}
#: What is arranged before it is deleted.
DELETE: dict[str, Change] = {"a domain outside the stack has it": on_a_domain}


#: With what it is updated, before another resource of the stack fails; and what has happened by then.
ROLLBACK: dict[str, tuple[dict[str, Any], Change]] = {
    "a new version came up since the update began, whatever its key": ({"PackageSource": ANOTHER}, gone_later),
    "the new version failed; the version before goes on serving, on the domain too": ({"Revision": "2"}, put(BROKEN)),
}


def test_every_sentence_has_its_test() -> None:
    assert list(sentences("What can be wrong")) == [*CREATE, *UPDATE, *DELETE]
    assert list(sentences("Rollback")) == [*ROLLBACK]


@pytest.mark.parametrize("what", CREATE)
def test_what_is_wrong_with_a_create(movies: Movies, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    properties, arrange = CREATE[what]
    arrange(movies, monkeypatch)
    stack = movies.stack()
    assert not movies.do(lambda: stack.create(films(**properties)))
    assert reason(stack, "CREATE_FAILED") == sentences("What can be wrong")[what]
    assert stack.status == "ROLLBACK_COMPLETE"


@pytest.mark.parametrize("what", UPDATE)
def test_what_is_wrong_with_an_update(movies: Movies, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    stack = movies.stack()
    assert movies.do(lambda: stack.create(films()))
    properties, arrange = UPDATE[what]
    arrange(movies, monkeypatch)
    assert not movies.do(lambda: stack.update(films(**properties)))
    assert reason(stack, "UPDATE_FAILED") == sentences("What can be wrong")[what]
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"


@pytest.mark.parametrize("what", DELETE)
def test_what_is_wrong_with_a_delete(movies: Movies, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    stack = movies.stack()
    assert movies.do(lambda: stack.create(films()))
    DELETE[what](movies, monkeypatch)
    assert not movies.do(stack.delete)
    assert stack.resources["Films"].reason == sentences("What can be wrong")[what]


@pytest.mark.parametrize("what", ROLLBACK)
def test_what_a_rollback_says_of_a_new_version(movies: Movies, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    properties, arrange = ROLLBACK[what]
    for key in ("films.txt", "films-2.txt"):
        put("film, movie", key)(movies, monkeypatch)
    stack = movies.stack()
    assert movies.do(lambda: stack.create(films()))
    arrange(movies, monkeypatch)
    movies.takes("association", 60)
    movies.service.fail(FIRST, "ASSOCIATION_FAILED")
    broken = {"Broken": {"DomainName": "movies", "PackageID": FIRST}}
    assert not movies.do(lambda: stack.update(films(**properties) | broken))
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    answers = [one for one in movies.answers() if one["LogicalResourceId"] == "Films"]
    assert answers[-1]["Reason"] == sentences("Rollback")[what]
