"""A toy kind of resource, by CONTRIBUTING.md's recipe: one tag of a domain. Its slot is named domain/key."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cloudformation.properties import DEFINITIONS, Properties
from ledger.law import DISSOCIATE, Presence
from ledger.records import Call, Item
from model import Association, Goal, Named, Package, Target
from opensearch.client import OpenSearch
from reconcile.declaration import DOMAIN, Declaration, Fact, valid
from reconcile.kind import Ask, Kind, Plan
from reconcile.look import Look, Scene
from reconcile.rules import Step
from reconcile.state import PackageState, State
from reconcile.words import Words

TYPE, PLACE = "Custom::OpenSearchDomainTag", "@tags"
TEXT = {"description": "a text", "type": "string", "minLength": 1}
NAMES = ("ServiceToken", "DomainName", "AdoptExisting", "ServiceTimeout")
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["ServiceToken", "DomainName", "Key", "Value"],
    "properties": {name: DEFINITIONS[name] for name in NAMES} | {"Key": TEXT, "Value": TEXT},
}


#: Every tag that is listed is there.
PRESENCES: dict[str, Presence] = {}


class TagLook(Look):
    """The tags of the domains that a request is about."""

    presences = PRESENCES

    def __init__(self, scene: Scene, names: Collection[str]) -> None:
        super().__init__(scene)
        self.found = tags(names, scene.opensearch)


def targets(properties: Properties, before: Properties) -> tuple[Target, ...]:
    (target,) = declared(properties)
    return (replace(target, options={"Value": properties["Value"]}, renewed=properties != before),)


def declared(properties: Properties) -> tuple[Target, ...]:
    domain, key = valid(properties, "DomainName"), properties.get("Key")
    return (Target(name=f"{domain}/{key}"),) if domain and isinstance(key, str) else ()


def read_id(physical_id: str) -> Named | None:
    domain, slash, _ = physical_id.partition("/")
    return Named(PLACE, (physical_id,)) if slash and domain else None


def attributes(_type: str, _place: str, found: Mapping[str, Association | Package]) -> dict[str, str]:
    (one,) = found.values()
    return {"Value": one.version}


def facts(properties: Properties) -> set[Fact]:
    return {(DOMAIN, str(properties.get("DomainName", "")))}


def arn(domain: str, opensearch: OpenSearch) -> str:
    return str(opensearch.call("DescribeDomain", DomainName=domain)["DomainStatus"]["ARN"])


def tags(names: Collection[str], opensearch: OpenSearch) -> dict[str, Package]:
    """Return the tags of the domains that names begin with, by name."""
    found: dict[str, Package] = {}
    for domain in {name.partition("/")[0] for name in names}:
        for tag in opensearch.call("ListTags", ARN=arn(domain, opensearch))["TagList"]:
            name = f"{domain}/{tag['Key']}"
            found[name] = Package(name, "THERE", name, version=tag["Value"])
    return found


def look(scene: Scene, slots: Sequence[str], _state: State, _item: Item) -> TagLook:
    own = [target.name for target in scene.request.targets] if scene.request.place == PLACE else []
    return TagLook(scene, [*slots, *own])


def known_slots(scene: Scene, _: Item) -> Mapping[str, str] | None:
    known = scene.request.named
    return None if known is None else {name: name for name in known.packages if known.place == PLACE}


def identified(target: Target, known: PackageState, _look: TagLook, _: Item) -> PackageState:
    return replace(known, id=target.name)


def recalled(known: PackageState, call: Call, _: TagLook) -> PackageState:
    return replace(known, asked=call.at)


def planned(state: State, look: TagLook, _: Item, free: Collection[str], _unsure: Collection[str]) -> Plan:
    steps: dict[str, Step] = {}
    for target in look.request.targets:
        there, asked = look.found.get(target.name), state.of(target.label).asked is not None
        done = there is not None and there.version == target.options["Value"]
        waits = asked or (there is None and target.label not in free)
        steps[target.label] = Step.DONE if done else Step.WAIT if waits else Step.REQUEST
    return Plan(state, steps)


def step_away(known: PackageState, _: TagLook) -> tuple[PackageState, Step, str]:
    return known, Step.REQUEST if known.asked is None else Step.WAIT, ""


def ask(asks: Sequence[Ask], _: TagLook, opensearch: OpenSearch) -> None:
    (one,) = asks
    domain, key = one.package.split("/", 1)
    if one.verb == DISSOCIATE:
        opensearch.call("RemoveTags", ARN=arn(domain, opensearch), TagKeys=[key])
    else:
        assert one.target is not None
        tag = {"Key": key, "Value": one.target.options["Value"]}
        opensearch.call("AddTags", ARN=arn(domain, opensearch), TagList=[tag])


TAGS = Kind(
    declaration=Declaration(
        types=(TYPE,),
        place=lambda _: PLACE,
        targets=targets,
        declared=declared,
        read_id=read_id,
        write_id=lambda _, names: names[0],
        attributes=attributes,
        facts=facts,
        times=("SecondsToTag", "SecondsToUntag"),
    ),
    words=Words(
        done=lambda request: "set" if request.goal is Goal.PRESENT else "removed",
        absent="not set",
        where="",
        advice=dict.fromkeys(Goal, "Try again."),
        command=lambda _, name: f"aws opensearch remove-tags --tag-keys {name.partition('/')[2]}",
        look_at=lambda _request, _error: "Look at the role of the provider's function.",
        present="set",
        exists="Set AdoptExisting to true to take it over, or remove it first.",
        taken="",
        at=lambda _: "",
    ),
    listed=lambda _, item, opensearch: tags(item.slots, opensearch),
    named=known_slots,
    slot=lambda target, _package, _item: target.name,
    look=look,
    identified=identified,
    recalled=recalled,
    planned=planned,
    step_away=step_away,
    ask=ask,
)
