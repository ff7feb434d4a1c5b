"""What befalls a scene from outside: an invocation that dies, credentials that are refused, a resource that fails."""

import time
from collections.abc import Callable
from typing import Any

from benchmarks.framework import Framework
from benchmarks.live import Live
from benchmarks.scenes import Scene
from benchmarks.spoils import error_for
from tests.fakes.package import Failure
from tests.simulation.cloudformation import Event
from tests.simulation.lambda_service import Killed

#: When an invocation of the framework's is found dead, and how long its process is left without a word (seconds).
DEAD, SILENT = 5.0, 3600.0


def busy(scene: Scene, seconds: float) -> None:
    """Let the domain be busy with something else for so long."""
    scene.service.packages.domain(scene.domain).busy_until = scene.world.simulation.now + seconds


def overtaken(scene: Scene, on_its_way: float = 0.0) -> None:
    """Let a stranger be faster than the first AssociatePackage, which is so long on its way."""

    def overtake(proceed: Callable[[], Any]) -> Any:
        scene.stranger()
        scene.sleep(on_its_way)
        return proceed()

    scene.at_first_associate(overtake)


def dies_once_asked(scene: Scene) -> None:
    """Let the invocation die whose AssociatePackage is the first, and each association fail.

    Lambda invokes it again a minute later.
    """
    scene.service.packages.orders[scene.package] = [Failure("ASSOCIATION_FAILED", "Bad", "line 3") for _ in range(5)]
    if isinstance(scene.world, Live):
        dies_in_node(scene, scene.world.contender)
        return

    def die(proceed: Callable[[], Any]) -> Any:
        proceed()
        raise Killed

    scene.at_first_associate(die)


def dies_in_node(scene: Scene, framework: Any) -> None:
    """Let the framework's first invocation never hear that its user's function has asked, and be dead."""
    assert isinstance(framework, Framework)
    invoke, handle, asked = framework._invoke, scene.world.function.handler, iter([True])
    deaths = iter([True])

    def user(role: str, function: str, event: Any) -> Any:
        result = invoke(role, function, event)
        if role == "user" and event["ResourceProperties"]["DomainName"] == scene.domain and next(asked, False):
            time.sleep(SILENT)
        return result

    def first(event: Event, *more: Any, **named: Any) -> Any:
        if event["ResourceProperties"].get("DomainName") == scene.domain and next(deaths, False):
            return framework._host("framework").invoke("onEvent", event, DEAD)
        return handle(event, *more, **named)

    framework._invoke, scene.world.function.handler = user, first  # type: ignore[method-assign]


def credentials_refused(scene: Scene, seconds: float = 20.0) -> None:
    """Let every call be refused for so long, of whatever service; of the framework, those of OpenSearch Service."""
    spoil = error_for(seconds, "ExpiredTokenException", 403)(scene.world)
    scene.service.spoils[scene.domain] = spoil
    if not isinstance(scene.world, Live):
        limit = scene.world.fault

        def refuse(service: str, operation: str) -> None:
            limit(service, operation)
            if service != "opensearch":
                spoil(operation, lambda: None)

        scene.world.fault = refuse


def failing(scene: Scene, seconds: float) -> dict[str, Any]:
    """Return a resource of another provider, which fails after so long and cancels the others."""
    deliver, requests = scene.world.cloudformation.invoke, scene.world.endpoint.requests

    def answer(event: Event) -> None:
        pending = requests[event["RequestId"]]
        status = "FAILED" if event["RequestType"] == "Create" else "SUCCESS"
        pending.answers.append({"Status": status, "PhysicalResourceId": "failing"})
        scene.world.simulation.set(pending.answered)

    def invoke(event: Event) -> None:
        if event["ResourceProperties"].get("Of") == scene.domain:
            scene.world.simulation.spawn(lambda: answer(event), seconds)
        else:
            deliver(event)

    scene.world.cloudformation.invoke = invoke
    return {"Failing": {"Of": scene.domain}}
