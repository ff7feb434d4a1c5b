"""What the properties want of each package, compared with what they wanted until now."""

import re
from typing import Any

from cloudformation.properties import DEFINITIONS, Properties
from cloudformation.types import PACKAGE, entries
from model import OPTIONS, Target

#: A new value of one of these asks for the package's newest version.
VERSIONS = ("PackageVersion", "Revision")
#: What CreatePackage takes, and what UpdatePackage does to make the next version.
CREATING = (
    "PackageName",
    "PackageType",
    "EngineVersion",
    "PackageSource",
    "PackageDescription",
    "PackageConfiguration",
    "PackageEncryptionOptions",
    "PackageVendingOptions",
)
#: What the service can't change of a package.
FIXED = ("PackageType", "EngineVersion", "PackageVendingOptions")
UPDATING = (
    "PackageSource",
    "PackageDescription",
    "PackageConfiguration",
    "PackageEncryptionOptions",
    "CommitMessage",
)


def targets(type_: str, properties: Properties, before: Properties) -> tuple[Target, ...]:
    """Return what a Create or Update wants of each package; there is nothing before a Create."""
    if type_ == PACKAGE:
        return (_package(properties, before),)
    return _associations(properties, entries(before) if before.get("DomainName") == properties["DomainName"] else [])


def declared(type_: str, properties: Properties) -> tuple[Target, ...]:
    """Return the packages that properties name, of whatever form they are."""
    found: dict[str, Target] = {}
    for entry in entries(properties):
        one = Target(package_id=valid(entry, "PackageID"))
        if type_ == PACKAGE or not one.package_id:
            options = {name: text for name in ("PackageType", "EngineVersion") if (text := valid(entry, name))}
            one = Target(name=valid(entry, "PackageName"), options=options if type_ == PACKAGE else {})
        found |= {one.label: one} if one.label else {}
    return tuple(found.values())


def adopting(properties: Properties) -> bool:
    """Return whether properties, of whatever form they are, say AdoptExisting."""
    return str(properties.get("AdoptExisting", "")).lower() == "true"


def valid(properties: Any, name: str) -> str:
    """Return the value of a property that names something, or empty: it has none of the right form."""
    value = properties.get(name)
    return value if isinstance(value, str) and re.fullmatch(DEFINITIONS[name]["pattern"], value) else ""


def _package(properties: Properties, before: Properties) -> Target:
    changed = [name for name in (*UPDATING, "Revision") if properties.get(name) != before.get(name)]
    return Target(
        name=properties["PackageName"],
        options={name: properties[name] for name in (*CREATING, "CommitMessage") if name in properties},
        renewed=bool(changed),
        moved="PackageSource" in changed,
        replaced=tuple(name for name in FIXED if properties.get(name) != before.get(name)),
        first=not before,
    )


def _associations(properties: Properties, before: list[Properties]) -> tuple[Target, ...]:
    found: dict[str, Target] = {}
    wanted = entries(properties)
    old = {label: one for one in before if isinstance(label := one.get("PackageID") or one.get("PackageName"), str)}
    for entry in wanted:
        label = entry.get("PackageID") or entry["PackageName"]
        found[label] = _target(entry, old.get(label) or _by_another_name(entry, before, wanted))
    return tuple(found.values())


def _by_another_name(entry: Properties, before: list[Properties], wanted: list[Properties]) -> Properties | None:
    """Return what may have named the package by its id that is named by its name now, or the other way round.

    Which it was is not known yet: of several, one that wanted the same version of it.
    """
    left = [one for one in before if ("PackageID" in one) != ("PackageID" in entry) and one not in wanted]
    same = [one for one in left if all(one.get(name) == entry.get(name) for name in VERSIONS)]
    return next(iter(same or left), None)


def _target(entry: Properties, before: Properties | None) -> Target:
    options = {name: entry[name] for name in OPTIONS if name in entry}

    def new(names: tuple[str, ...]) -> bool:
        return before is not None and any(entry.get(name) != before.get(name) for name in names)

    return Target(
        package_id=entry.get("PackageID", ""),
        name=entry.get("PackageName", ""),
        version=entry.get("PackageVersion", ""),
        renewed=before is None or new(VERSIONS),
        first=before is None,
        options=options,
        reconfigured=bool(options) if before is None else new(OPTIONS),
    )
