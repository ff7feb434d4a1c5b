"""How packages themselves are declared: by name, with a source. Pure."""

import re
from collections.abc import Mapping, Sequence

from cloudformation.properties import Properties
from cloudformation.types import PACKAGE
from model import Association, Named, Package, Target
from reconcile.declaration import ADOPTION, NAME, SOURCE, Declaration, Fact, valid

#: The ledger's place of all packages.
PLACE = "@packages"
#: A package's id as the service gives it (its model); narrow, for CloudFormation invents ids for what it cancels.
ID = re.compile(r"[FG][0-9]+|pkg-[a-f0-9]+")
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


def targets(properties: Properties, before: Properties) -> tuple[Target, ...]:
    target = Target(
        name=properties["PackageName"],
        options={name: properties[name] for name in (*CREATING, "CommitMessage") if name in properties},
        renewed=any(properties.get(name) != before.get(name) for name in (*UPDATING, "Revision")),
        replaced=tuple(name for name in FIXED if properties.get(name) != before.get(name)),
        first=not before,
    )
    return (target,)


def declared(properties: Properties) -> tuple[Target, ...]:
    options = {name: text for name in ("PackageType", "EngineVersion") if (text := valid(properties, name))}
    name = valid(properties, "PackageName")
    return (Target(name=name, options=options),) if name else ()


def read_id(physical_id: str) -> Named | None:
    return Named(PLACE, (physical_id,)) if ID.fullmatch(physical_id) else None


def write_id(_: str, packages: Sequence[str]) -> str:
    return packages[0]


def attributes(_type: str, _place: str, found: Mapping[str, Association | Package]) -> dict[str, str]:
    (one,) = (one for one in found.values() if isinstance(one, Package))
    about = {"PackageID": one.package_id, "PackageName": one.name, "PackageType": one.type}
    return about | {"PackageVersion": one.version, "EngineVersion": one.engine_version}


def facts(properties: Properties) -> set[Fact]:
    source = properties.get("PackageSource")
    names = ("S3BucketName", "S3Key")
    bucket, key = (str(source.get(name)) for name in names) if isinstance(source, dict) else ("", "")
    plugin = [str(properties.get(name, "")) for name in ("PackageName", "EngineVersion", "PackageType")]
    adoption = {(ADOPTION, "")} if properties.get("AdoptExisting") is True else set()
    return {(NAME, *plugin), (SOURCE, key, bucket), *adoption}


DECLARATION = Declaration(
    types=(PACKAGE,),
    place=lambda _: PLACE,
    targets=targets,
    declared=declared,
    read_id=read_id,
    write_id=write_id,
    attributes=attributes,
    facts=facts,
    times=("SecondsToMakePackage", "SecondsToDeletePackage"),
)
