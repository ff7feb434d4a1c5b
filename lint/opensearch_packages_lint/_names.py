"""Packages that a template names twice, or before they are there."""

from collections.abc import Iterator, Mapping
from typing import Any

import networkx

from cloudformation.properties import UNKNOWN, is_empty
from cloudformation.types import PACKAGE
from opensearch_packages_lint._known import Mistake, Path, known
from opensearch_packages_lint._references import same


def entries(given: Any) -> list[tuple[Path, Any]]:
    """Return what properties say of each package, with the path to it."""
    packages = given.get("Packages") if isinstance(given, dict) else None
    return [(("Packages", i), one) for i, one in enumerate(packages)] if isinstance(packages, list) else [((), given)]


def labels(given: Any) -> set[str] | None:
    """Return how a list of packages names them; None: not all of that is known."""
    found = set()
    for _, entry in entries(given):
        entry = known(entry)
        if not isinstance(entry, dict):
            return None
        one = next((entry[name] for name in ("PackageID", "PackageName") if not is_empty(entry.get(name))), UNKNOWN)
        if not isinstance(one, str):
            return None
        found.add(one)
    return found


def twice(given: Any, path: Path) -> Iterator[Mistake]:
    """Yield each package that is named by the same function as another of the list, or as its own prerequisite."""
    seen = set()
    for where, entry in entries(given):
        if isinstance(entry, dict):
            name = same(entry.get("PackageID")) or same(entry.get("PackageName"))
            if name and name in seen:
                yield (*path, *where), "Packages names the same package twice: keep one of them"
            seen.add(name)
            before = entry.get("PrerequisitePackageIDList")
            for index, one in enumerate(before if isinstance(before, list) else ()):
                if same(one) and same(one) == same(entry.get("PackageID")):
                    where = (*path, *where, "PrerequisitePackageIDList", index)
                    yield where, "A package is its own prerequisite: remove it there"


def early(cfn: Any, ours: Mapping[str, tuple[str, Any]]) -> Iterator[Mistake]:
    """Yield each association with a package, by name, that the template makes and that need not be there by then.

    Args:
        ours: type and properties of our resources.
    """
    made: dict[Any, list[str]] = {}  # plugins of one name are for different engine versions
    for name, (type_, given) in ours.items():
        if type_ == PACKAGE:
            made.setdefault(_name(given.get("PackageName")), []).append(name)
    graph = cfn.graph.graph if cfn.graph else networkx.MultiDiGraph()
    for name, (type_, given) in ours.items():
        for where, entry in entries(given) if type_ != PACKAGE else ():
            named = _name(entry.get("PackageName")) if isinstance(entry, dict) else UNKNOWN
            packages = [one for one in made.get(named, ()) if named is not UNKNOWN and one in graph]
            if packages and not any(networkx.has_path(graph, name, one) for one in packages):
                package = packages[0]
                words = f"{package} makes this package, and nothing says that it comes first"
                path = ("Resources", name, "Properties", *where, "PackageName")
                yield path, f"{words}: write PackageID: !GetAtt {package}.PackageID, or DependsOn: {package}"


def _name(value: Any) -> Any:
    return same(value) or (value if isinstance(value, str) and value else UNKNOWN)
