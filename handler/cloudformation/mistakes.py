"""Mistakes that a schema does not tell: contradictions, and what is meant by a property that is not known."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

#: What people add to force an update.
FORCING = re.compile("time|stamp|nonce|trigger|hash|force|token|build|sum|etag|change", re.IGNORECASE)
#: What names a package, of the one type and of the other.
NAMING = ("PackageID", "Packages")


def repeated(entries: Sequence[Any]) -> Iterator[tuple[int, str]]:
    """Yield each entry of a list of packages that names the package of an entry before: its index, and the name."""
    seen = set[str]()
    for index, entry in enumerate(entries):
        if isinstance(entry, dict):
            label = entry.get("PackageID") or entry.get("PackageName")
            if isinstance(label, str) and label in seen:
                yield index, label
            elif isinstance(label, str):
                seen.add(label)


def own_prerequisite(package: dict[str, Any]) -> tuple[int, str] | None:
    """Return where PrerequisitePackageIDList names the very package that it belongs to, and its id."""
    own, ids = package.get("PackageID"), package.get("PrerequisitePackageIDList")
    if isinstance(own, str) and isinstance(ids, list) and own in ids:
        return ids.index(own), own
    return None


def hinted(name: str, known: Mapping[str, Any], schemas: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Return what to do about a property that is not known, and the properties that are meant by it.

    Args:
        known: the properties that are, with their schemas: of a resource, or of an object within.
        schemas: the schemas of our resource types.
    """
    owners = [type_ for type_, schema in schemas.items() if name in schema["properties"]]
    if "ServiceToken" in known and name in known.get("Packages", {}).get("items", {}).get("properties", ()):
        return "Give it in each entry of Packages.", NAMING
    if "ServiceToken" in known and owners:
        return f"{' and '.join(owners)} {'has' if len(owners) == 1 else 'have'} it.", NAMING
    if near := get_close_matches(name, known, n=1):
        return f"Did you mean {near[0]}?", (near[0],)
    if "Revision" in known and FORCING.search(name):
        return "Change Revision, any text, to bring the package's newest version.", ()
    return f"Known are {', '.join(sorted(known))}.", ()
