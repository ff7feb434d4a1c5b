"""A fourth resource type touches its own folder, schema.json and one line of kinds.py: CONTRIBUTING.md's recipe."""

from collections.abc import Iterator
from typing import Any

import pytest

from cloudformation.properties import SCHEMAS
from reconcile import kinds
from tests.stories.conftest import Movies, movies, opensearch
from tests.toy.tag import SCHEMA, TAGS, TYPE

__all__ = ["movies"]


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch, movies: Movies) -> Iterator[None]:
    """Do what the recipe says: the schema, and the line."""
    monkeypatch.setitem(SCHEMAS, TYPE, SCHEMA)
    monkeypatch.setattr(kinds, "KINDS", (*kinds.KINDS, TAGS))
    movies.world.ours = False  # its calls need permissions of their own
    yield


def tag(value: str, key: str = "team", **more: Any) -> dict[str, Any]:
    return {"Type": TYPE, "Properties": {"DomainName": "movies", "Key": key, "Value": value, **more}}


def arn() -> str:
    return str(opensearch().describe_domain(DomainName="movies")["DomainStatus"]["ARN"])


def there() -> dict[str, str]:
    return {one["Key"]: one["Value"] for one in opensearch().list_tags(ARN=arn())["TagList"]}


def test_it_is_made_changed_in_place_replaced_and_taken_away(movies: Movies) -> None:
    stack = movies.stack()
    assert movies.do(lambda: stack.create({"Team": tag("films")}))
    assert there() == {"team": "films"}
    assert movies.do(lambda: stack.update({"Team": tag("music")}))
    assert there() == {"team": "music"}
    assert movies.do(lambda: stack.update({"Team": tag("music", "owner")}))
    assert there() == {"owner": "music"}
    assert movies.do(stack.delete)
    assert there() == {}


def test_what_takes_its_time_is_asked_for_once(movies: Movies) -> None:
    def list_late(operation: str, answer: Any) -> Any:
        late = operation == "ListTags" and movies.world.simulation.now < since + 120
        return {"TagList": before} if late else answer

    movies.world.distort = list_late
    stack, calls = movies.stack(), movies.world.calls
    since, before = movies.world.simulation.now, list[Any]()
    assert movies.do(lambda: stack.create({"Team": tag("films")}))
    since, before = movies.world.simulation.now, [{"Key": "team", "Value": "films"}]
    assert movies.do(stack.delete)
    assert (calls["AddTags"], calls["RemoveTags"]) == (1, 1)


def test_what_was_there_is_no_stacks_and_stays(movies: Movies) -> None:
    opensearch().add_tags(ARN=arn(), TagList=[{"Key": "team", "Value": "films"}])
    stack = movies.stack()
    assert not movies.do(lambda: stack.create({"Team": tag("films")}))
    assert "Package movies/team could not be set: it is already set, and not by this resource" in str(stack.events)
    assert there() == {"team": "films"}
    adopting = movies.stack("adopting")
    assert movies.do(lambda: adopting.create({"Team": tag("films", AdoptExisting=True)}))
    assert movies.do(adopting.delete)
    assert there() == {"team": "films"}


def test_a_bad_property_is_named(movies: Movies) -> None:
    stack = movies.stack()
    assert not movies.do(
        lambda: stack.create({"Team": tag("films") | {"Properties": {"DomainName": "movies", "Kye": "x"}}})
    )
    assert "Kye is not a property of Custom::OpenSearchDomainTag. Did you mean Key?" in str(stack.events)
