"""How a kind of resource is declared: its types, and what its properties, ids and attributes say. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cloudformation.properties import DEFINITIONS, Properties
from model import Association, Named, Package, Target

#: Something that a resource brings: what kind of thing, and its name (policy.py).
Fact = tuple[str, ...]
DOMAIN, ASSOCIATION, NAME, SOURCE, ADOPTION = "domain", "association", "package", "source", "adoption"


@dataclass(frozen=True)
class Declaration:
    """The functions that get properties get them coerced, and of whatever form, where they do not say otherwise."""

    #: The resource types, of which schema.json has the properties.
    types: tuple[str, ...]
    #: The place that properties are about: a domain, else always the same, which begins with @; empty: they name none.
    place: Callable[[Properties], str]
    #: What valid properties want of each package, beside those until now; there are none before a Create.
    targets: Callable[[Properties, Properties], tuple[Target, ...]]
    #: The packages that properties name.
    declared: Callable[[Properties], tuple[Target, ...]]
    #: What a physical id of this form names; None: it has another. No other kind has ids of this form.
    read_id: Callable[[str], Named | None]
    #: The physical id of a resource that has these packages at a place.
    write_id: Callable[[str, tuple[str, ...]], str]
    #: What Fn::GetAtt yields of a type at a place, from what there is, by how the properties name it; in the order of
    #: what is to stay: an answer that is too long loses attributes from the end.
    attributes: Callable[[str, str, Mapping[str, Association | Package]], dict[str, str]]
    #: What properties bring.
    facts: Callable[[Properties], set[Fact]]
    #: The metrics of how long a Create or Update takes, and a Delete.
    times: tuple[str, str]


def valid(properties: Any, name: str) -> str:
    """Return the value of a property that names something, or empty: it has none of the right form."""
    value = properties.get(name)
    return value if isinstance(value, str) and re.fullmatch(DEFINITIONS[name]["pattern"], value) else ""
