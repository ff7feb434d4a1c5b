"""What the stacks of these stories declare: one association, or a set of them."""

from typing import Any

from tests.simulation.stack import Stack
from tests.stories.conftest import Movies, Template


def set_of(*packages: str, **more: Any) -> dict[str, Any]:
    return {"DomainName": "movies", "Packages": [{"PackageID": one} for one in packages], **more}


def one(package: str, **more: Any) -> dict[str, Any]:
    return {"DomainName": "movies", "PackageID": package, **more}


def made(movies: Movies, template: Template, name: str = "search") -> Stack:
    """Return a stack that was created with the template, some time ago."""
    stack = movies.stack(name)
    assert movies.do(lambda: stack.create(template))
    movies.passes(600)
    return stack
