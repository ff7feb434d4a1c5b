"""What a request wants of one package, and how its properties name it."""

import re
from dataclasses import dataclass, field
from typing import Any

from properties import SCHEMA, Properties
from shapes import OPTIONS
from situation import Goal

#: A new value of one of these asks for the package's newest version.
VERSIONS = ("PackageVersion", "Revision")
NAMES = {name: re.compile(SCHEMA["properties"][name]["pattern"]) for name in ("DomainName", "PackageID", "PackageName")}

#: The id of a single association: what it names.
PHYSICAL_ID = re.compile(f"({NAMES['DomainName'].pattern[1:-1]})[|]({NAMES['PackageID'].pattern[1:-1]})")


@dataclass(frozen=True)
class Wanted:
    """What is wanted of one package. It is named by its id, by its name, or (in a Delete) by both."""

    goal: Goal
    package_id: str = ""
    name: str = ""
    #: PackageVersion: the version that must be active, or empty.
    version: str = ""
    #: PackageVersion or Revision is new with this request, or the package is.
    renewed: bool = False
    #: PrerequisitePackageIDList and AssociationConfiguration, as AssociatePackage takes them.
    options: dict[str, Any] = field(default_factory=dict)
    #: They are new with this request.
    reconfigured: bool = False
    #: Its association may have been asked for by a request that CloudFormation cancelled, with an id that it invented.
    uncertain: bool = False

    @property
    def label(self) -> str:
        """How the properties name the package."""
        return self.package_id or self.name


def valid(properties: Properties, name: str) -> str:
    """Return the value of a property that names something, or empty: it has none of the right form."""
    value = properties.get(name)
    return value if isinstance(value, str) and NAMES[name].fullmatch(value) else ""


def associated(properties: Properties, before: Properties | None) -> Wanted:
    """Return what checked properties want.

    Args:
        before: the properties that named the package until now; None when none did.
    """

    def new(names: tuple[str, ...]) -> bool:
        return before is not None and any(properties.get(name) != before.get(name) for name in names)

    options = {name: properties[name] for name in OPTIONS if name in properties}
    return Wanted(
        Goal.ASSOCIATED,
        package_id=properties.get("PackageID", ""),
        name=properties.get("PackageName", ""),
        version=properties.get("PackageVersion", ""),
        renewed=before is None or new(VERSIONS),
        options=options,
        reconfigured=bool(options) if before is None else new(OPTIONS),
    )


def dissociated(properties: Properties, package_id: str = "", *, uncertain: bool = False) -> Wanted | None:
    """Return that the package is to be dissociated which the properties, of whatever form, name; None: they name none.

    Args:
        package_id: the id that it had, if that is known.
    """
    wanted = Wanted(
        Goal.DISSOCIATED,
        package_id=package_id or valid(properties, "PackageID"),
        name=valid(properties, "PackageName"),
        uncertain=uncertain,
    )
    return wanted if wanted.label else None
