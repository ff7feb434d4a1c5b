"""How associations are declared: one package, or a set of them, on a domain. Pure."""

import re
from collections.abc import Mapping, Sequence

from cloudformation.properties import Properties
from cloudformation.types import ONE, SEVERAL, entries
from model import OPTIONS, Association, Named, Package, Target
from reconcile.declaration import ASSOCIATION, DOMAIN, Declaration, Fact, valid

#: A new value of one of these asks for the package's newest version.
VERSIONS = ("PackageVersion", "Revision")
#: Of ids: as the property patterns of schema.json, so what a property can name, an id can hold.
FORM = re.compile(r"[a-z][a-z0-9-]{2,27}\|[^|\s]+")
TOKEN = re.compile(r"(?:F|G|pkg-)[A-Za-z0-9-]+")


def place(properties: Properties) -> str:
    return valid(properties, "DomainName")


def targets(properties: Properties, before: Properties) -> tuple[Target, ...]:
    same = before.get("DomainName") == properties["DomainName"]
    found: dict[str, Target] = {}
    wanted, until_now = entries(properties), entries(before) if same else []
    old = {label: one for one in until_now if isinstance(label := one.get("PackageID") or one.get("PackageName"), str)}
    for entry in wanted:
        label = entry.get("PackageID") or entry["PackageName"]
        found[label] = _target(entry, old.get(label) or _by_another_name(entry, until_now, wanted))
    return tuple(found.values())


def declared(properties: Properties) -> tuple[Target, ...]:
    found: dict[str, Target] = {}
    for entry in entries(properties):
        one = Target(package_id=valid(entry, "PackageID"))
        one = one if one.package_id else Target(name=valid(entry, "PackageName"))
        found |= {one.label: one} if one.label else {}
    return tuple(found.values())


def read_id(physical_id: str) -> Named | None:
    domain, _, rest = physical_id.rpartition("|")
    packages = tuple(rest.split(","))
    ours = FORM.fullmatch(physical_id) and all(TOKEN.fullmatch(one) for one in packages)
    return Named(domain, packages) if ours else None


def write_id(domain: str, packages: Sequence[str]) -> str:
    return f"{domain}|{','.join(sorted(packages))}"


def attributes(type_: str, domain: str, found: Mapping[str, Association | Package]) -> dict[str, str]:
    associations = {label: one for label, one in found.items() if isinstance(one, Association)}
    if type_ == SEVERAL:
        paths = {f"{label}.ReferencePath": one.reference_path for label, one in associations.items()}
        ids = {"PackageIDs": ",".join(one.package_id for one in associations.values())}
        return paths | ids | {f"{label}.PackageVersion": one.version for label, one in associations.items()}
    (one,) = associations.values()
    about = {"PackageID": one.package_id, "PackageName": one.name, "PackageType": one.type}
    about |= {"PackageVersion": one.version, "DomainName": domain, "ReferencePath": one.reference_path}
    return about | {"DomainPackageStatus": one.status}


def facts(properties: Properties) -> set[Fact]:
    domain = str(properties.get("DomainName", ""))
    names = [str(one.get("PackageID") or one.get("PackageName", "")) for one in entries(properties)]
    return {(DOMAIN, domain), *((ASSOCIATION, domain, name) for name in names)}


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


DECLARATION = Declaration(
    types=(ONE, SEVERAL),
    place=place,
    targets=targets,
    declared=declared,
    read_id=read_id,
    write_id=write_id,
    attributes=attributes,
    facts=facts,
    times=("SecondsToAssociate", "SecondsToDissociate"),
)
