"""What a template's values are, as far as that is known before the deploy."""

from collections.abc import Iterator, Mapping
from typing import Any

from cloudformation.properties import UNKNOWN, coerce, is_empty, problems

NO_VALUE = {"Ref": "AWS::NoValue"}
#: What begins a reference that CloudFormation resolves when it deploys.
DYNAMIC = "{{resolve:"
#: Functions that stand beside properties, and may add or change any of them.
REWRITING = ("Fn::Transform", "Fn::ForEach")
Path = tuple[Any, ...]
Mistake = tuple[Path, str]


def function(value: Any) -> str:
    """Return the name of the intrinsic function that a value is a call of, or empty."""
    if isinstance(value, dict) and len(value) == 1:
        name = str(next(iter(value)))
        return name if name.startswith("Fn::") or name == "Ref" else ""
    return ""


def known(value: Any) -> Any:
    """Return a value as the function will get it; UNKNOWN is what only the deploy knows.

    CloudFormation removes what is AWS::NoValue.
    """
    if isinstance(value, dict):
        if function(value) or any(str(name).startswith(REWRITING) for name in value):
            return UNKNOWN
        return {str(name): known(item) for name, item in value.items() if item != NO_VALUE}
    if isinstance(value, list):
        return [known(item) for item in value if item != NO_VALUE]
    return UNKNOWN if isinstance(value, str) and DYNAMIC in value else value


def located(value: Any, path: Path) -> Path:
    """Return the path in the template to what is at a path of the known value, which lacks what is empty."""
    found: Path = ()
    for part in path:
        if isinstance(value, list):
            kept = [index for index, item in enumerate(value) if item != NO_VALUE and not is_empty(known(item))]
            part = kept[part]
        found = (*found, part)
        value = value[part] if isinstance(value, list) or part in value else None
    return found


def properties(value: Any, schema: Mapping[str, Any], path: Path = ()) -> Iterator[tuple[Path, Any, Mapping[str, Any]]]:
    """Yield each value within a resource's properties that a schema is for, with its path and the schema."""
    yield path, value, schema
    if isinstance(value, dict) and not function(value):
        for name, inner in schema.get("properties", {}).items():
            if name in value:
                yield from properties(value[name], inner, (*path, name))
    if isinstance(value, list) and "items" in schema:
        for index, item in enumerate(value):
            yield from properties(item, schema["items"], (*path, index))


def possible(value: Any, parameters: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, Any, str]]:
    """Yield what an `Fn::If` or a parameter may yield, as far as it is known: where that stands, it, and what it is."""
    name, given = function(value), next(iter(value.values())) if function(value) else None
    if name == "Fn::If" and isinstance(given, list) and len(given) == 3:
        for index in (1, 2):
            branch = given[index]
            if function(branch):
                yield from possible(branch, parameters, (*path, name, index))
            elif branch != NO_VALUE:
                yield (*path, name, index), branch, ""
    if name == "Ref" and isinstance(given, str) and isinstance(parameter := parameters.get(given), dict):
        type_, default = str(parameter.get("Type")), parameter.get("Default")
        if not type_.startswith("AWS::SSM::"):  # its default is the name of what holds the value
            several = type_ == "CommaDelimitedList" or type_.startswith("List<")
            value = [one.strip() for one in str(default or "").split(",")] if several else default
            yield ("Parameters", given, "Default"), value, f"The default of parameter {given} does not fit. "


def unfit(value: Any, schema: Mapping[str, Any], parameters: Mapping[str, Any], path: Path) -> Iterator[Mistake]:
    """Yield what is wrong with the branches of each `Fn::If`, and with the default of each parameter."""
    for inner, found, its in properties(value, schema):
        for where, one, what in possible(found, parameters, (*path, *inner)) if inner else ():
            if not is_empty(one):
                its_name = next(part for part in reversed(inner) if isinstance(part, str))
                for deeper, message in problems(coerce(known(one), dict(its)), dict(its), its_name, inner):
                    yield (*where, *deeper[len(inner) :]), what + message
