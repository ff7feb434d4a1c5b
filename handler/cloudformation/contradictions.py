"""What is wrong with properties that are right one by one; what is no text is not known, and not looked at."""

from collections.abc import Iterator, Sequence
from typing import Any


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
