"""Faults across stacks: two that want one pair, a stranger, late messages; what each contender makes of them."""

from collections.abc import Callable
from functools import partial

from benchmarks.accidents import busy, credentials_refused, dies_once_asked, failing, overtaken
from benchmarks.live import live
from benchmarks.scenes import CREATED, DELETED, LATE, ROLLED_BACK, UPDATED, Scene, Wrong
from benchmarks.service import Service
from benchmarks.worlds import arena, prepare, settle
from tests.simulation.world import World

#: What an association and a dissociation take; how long to wait for the last answer, in real and in simulated time (s).
SECONDS, LIVE, SIMULATED = 10.0, 300.0, 6 * 3600.0
Figures = dict[str, dict[str, str]]


def together(scene: Scene, seconds: float) -> None:
    """One gets it, the other is told, and it goes with the one that got it."""
    if seconds:
        scene.world.simulation.spawn(partial(busy, scene, SECONDS - seconds), seconds)
    holder, other = scene.one_after_the_other(seconds)
    scene.expect({holder: CREATED, other: ROLLED_BACK})
    holder.delete()
    scene.expect({holder: DELETED})


def shared(scene: Scene, first_to_go: int) -> None:
    """It stays with the one that is left, and goes with the last."""
    stacks = [scene.created("first"), scene.created("second", AdoptExisting=True)]
    scene.expect(dict.fromkeys(stacks, CREATED))
    gone, left = stacks[first_to_go], stacks[1 - first_to_go]
    gone.delete()
    scene.expect({gone: DELETED, left: CREATED})
    left.delete()
    scene.expect({left: DELETED})


def one_stack(scene: Scene, accident: Callable[[Scene], None], status: str, strangers: bool = False) -> None:
    """A stack is created, whatever befalls it; what a stranger has in the end stays."""
    accident(scene)
    stack = scene.created()
    scene.sleep(LATE)
    scene.expect({stack: status}, strangers)


def cancelled(scene: Scene, on_its_way: float) -> None:
    """Another resource fails, while a call is so long on its way, or the domain busy; what a stranger has stays."""
    if on_its_way:
        overtaken(scene, on_its_way)
    else:
        busy(scene, SECONDS)
        scene.world.simulation.spawn(scene.stranger, 5.0)
    stack = scene.stack()
    stack.create(scene.template() | failing(scene, 3.0 if on_its_way else 8.0))
    scene.sleep(LATE)
    scene.expect({stack: ROLLED_BACK}, strangers=True)


def late_create(scene: Scene) -> None:
    """What comes after the stack's Delete asks for nothing."""
    stack = scene.created()
    stack.delete()
    scene.expect({stack: DELETED})
    scene.again("Create")
    scene.expect({stack: DELETED})


def late_delete(scene: Scene) -> None:
    """What was made since is not the earlier Delete's to take away."""
    stack = scene.created()
    stack.update({})
    stack.update(scene.template())
    scene.expect({stack: UPDATED})
    scene.again("Delete")
    scene.expect({stack: UPDATED})


def lost_item(scene: Scene) -> None:
    """What the stack made goes with it all the same."""
    stack = scene.created()
    scene.world.table.lose()
    stack.delete()
    scene.expect({stack: DELETED})


SCENES: dict[str, Callable[[Scene], None]] = {
    "both Create at once": partial(together, seconds=0.0),
    "the second while the domain is busy with the first": partial(together, seconds=3.0),
    "shared with AdoptExisting, the first goes first": partial(shared, first_to_go=0),
    "shared with AdoptExisting, the second goes first": partial(shared, first_to_go=1),
    "a stranger is faster than the call": partial(one_stack, accident=overtaken, status=ROLLED_BACK, strangers=True),
    "a stranger is faster, the domain is busy, the Create is cancelled": partial(cancelled, on_its_way=0.0),
    "a stranger is faster than a call of 6 s, the Create is cancelled": partial(cancelled, on_its_way=6.0),
    "an attempt is lost, the association fails before the next": partial(
        one_stack, accident=dies_once_asked, status=ROLLED_BACK
    ),
    "a Create comes again after its stack's Delete": late_create,
    "a Delete comes again after the resource was made again": late_delete,
    "credentials refused for 20 s": partial(one_stack, accident=credentials_refused, status=CREATED),
    "the ledger's item lost before the Delete": lost_item,
}
#: What befalls a table that the others don't have.
OURS_ALONE = {"the ledger's item lost before the Delete"}


def stacks(contenders: list[str]) -> Figures:
    """Return, for each scene, what each contender makes of it: the framework in real time, the others in simulated."""
    figures: Figures = {name: {} for name in SCENES}
    # One after the other, for the fake has one clock.
    for who in sorted(contenders, key=lambda who: who != "framework"):
        names = [name for name in SCENES if who == "ours" or name not in OURS_ALONE]
        ends = in_real_time(names) if who == "framework" else [alone(who, name) for name in names]
        for name, end in zip(names, ends, strict=True):
            figures[name][who] = end
    return {name: {who: figures[name].get(who, "–") for who in contenders} for name in SCENES}


def in_real_time(names: list[str]) -> list[str]:
    """Return what the framework makes of the scenes, all at the same time and on a domain each."""
    with live("framework", seconds=SECONDS) as (world, service):
        return played(world, service, names, LIVE)


def alone(contender: str, name: str) -> str:
    """Return what comes of one scene in simulated time."""
    with arena(contender, 1, seconds=SECONDS) as (world, service):
        return played(world, service, [name], SIMULATED)[0]


def played(world: World, service: Service, names: list[str], patience: float) -> list[str]:
    """Return what comes of the scenes."""
    domains = [f"domain-{number}" for number in range(len(names))]
    prepare(world, service, *domains)
    scenes = [Scene(world, service, domain, service.package(f"for-{domain}")) for domain in domains]
    settle(world, service)

    def play(scene: Scene, name: str) -> str:
        try:
            SCENES[name](scene)
        except Wrong as wrong:
            return str(wrong)
        return "right"

    until = world.simulation.now + patience
    ends = world.do(*(partial(play, *each) for each in zip(scenes, names, strict=True)), until=until)
    return [end or "no answer" for end in ends]
