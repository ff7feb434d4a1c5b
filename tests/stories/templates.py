"""What the stacks of these stories declare: one association, or a set of them."""

from typing import Any

from tests.simulation.lambda_service import Event
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


def failed(movies: Movies, stack: Stack, template: Template) -> None:
    """Update the stack with its rollback off, which fails; some time ago."""
    stack.rolls_back = False
    assert not movies.do(lambda: stack.update(template))
    stack.rolls_back = True
    movies.passes(600)


def delayed(movies: Movies, seconds: dict[tuple[str, str], float]) -> None:
    """Have the first of these requests (its type and resource) wait so long in the function's queue."""
    deliver = movies.world.function.invoke

    def invoke(event: Event) -> None:
        deliver(event, seconds.pop((event["RequestType"], event["LogicalResourceId"]), 0))

    movies.world.cloudformation.invoke = invoke
