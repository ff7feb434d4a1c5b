"""The properties of a resource: strings made the types that schema.json names, and checked against it.

The rule for cfn-lint reads the same code, so that both say the same of a template.
"""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from cloudformation.mistakes import hinted, own_prerequisite, repeated

Properties = dict[str, Any]
Schema = dict[str, Any]
Problem = tuple[tuple[str | int, ...], str]

#: A value that only the deploy will know (an intrinsic function's, for the lint rule): given or not, of whatever form.
UNKNOWN = object()
#: No value is echoed longer: it goes into stack events and logs.
LONGEST_ECHO = 64
#: No number of ours has more digits; Python refuses to read thousands.
MOST_DIGITS = 9


def _resolved(value: Any, definitions: Schema) -> Any:
    if isinstance(value, dict):
        if "$ref" in value:
            return _resolved(definitions[value["$ref"].rpartition("/")[2]], definitions)
        return {name: _resolved(item, definitions) for name, item in value.items()}
    return value


_DOCUMENT = json.loads(Path(__file__).with_name("schema.json").read_text(encoding="utf-8"))

#: By resource type, with every reference resolved.
SCHEMAS: dict[str, Schema] = _resolved(_DOCUMENT["types"], _DOCUMENT["$defs"])
DEFINITIONS: dict[str, Schema] = _DOCUMENT["$defs"]
#: What some resource type of ours has as a property.
NAMES = frozenset(name for schema in SCHEMAS.values() for name in schema["properties"])


def coerce(value: Any, schema: Schema) -> Any:
    """Return a value with the numbers and booleans that CloudFormation sent as strings, and without what is empty.

    An empty string, or a list of empty strings, is a property that is not given, also where another of our types has
    it: `!If`, parameters and CommaDelimitedList yield them.
    """
    type_ = schema.get("type")
    if isinstance(value, dict):
        if type_ != "object":
            return value
        known = schema["properties"]
        names = NAMES | known.keys()
        return {
            name: coerce(item, known.get(name, {}))
            for name, item in value.items()
            if not is_empty(item) or name not in names
        }
    if isinstance(value, list):
        return [coerce(item, schema["items"]) for item in value if not is_empty(item)] if type_ == "array" else value
    return value if value is UNKNOWN else _scalar(value, type_)


def is_empty(value: Any) -> bool:
    """Return whether a property has a value that says that it is not given."""
    empty = (None, "")
    return value in empty or (isinstance(value, list) and bool(value) and all(item in empty for item in value))


def _scalar(value: Any, type_: str | None) -> Any:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if type_ == "boolean" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if type_ == "integer" and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS:
        return int(text)
    return text


def problems(value: Any, schema: Schema, where: str, path: tuple[str | int, ...] = ()) -> Iterator[Problem]:
    """Yield what is wrong with a coerced value, each with the path to it; what is unknown comes before what is missing.

    Args:
        where: how to call it: the resource type, or the property's name.
    """
    if value is UNKNOWN:
        return
    if schema["type"] == "object" and isinstance(value, dict):
        yield from _problems_of_object(value, schema, where, path)
    elif schema["type"] == "array" and isinstance(value, list) and len(value) >= schema.get("minItems", 0):
        for index, item in enumerate(value):
            yield from problems(item, schema["items"], where, (*path, index))
        for index, label in repeated(value):
            yield (*path, index), f"Packages names {label[:LONGEST_ECHO]} twice: keep one of them."
    elif not _fits(value, schema):
        yield path, f"{'.'.join(map(str, path))} is {echo(value)}, but must be {schema['description']}."


def _problems_of_object(
    value: Properties, schema: Schema, where: str, path: tuple[str | int, ...]
) -> Iterator[Problem]:
    known, meant = schema["properties"], set[str]()
    within = "".join(f"{part}." for part in path)
    for name in value:
        if name not in known:
            hint, instead = hinted(name, known, SCHEMAS)
            meant.update(instead)
            yield (*path, name), f"{name[:LONGEST_ECHO]} is not a property of {where}. {hint}"
    for name in _required(value, schema):
        if name not in value and name not in meant:
            yield path, f"{within}{name} is missing: {known[name]['description']}."
    names = [group["required"][0] for group in schema.get("oneOf", ())]
    given = [name for name in names if value.get(name, UNKNOWN) is not UNKNOWN]
    if len(given) > 1:
        yield (*path, given[1]), f"{' and '.join(given)} are both given: keep one of them."
    if names and not meant & set(names) and not any(name in value for name in names):
        ways = ", or ".join(f"{name}: {known[name]['description']}" for name in names)
        yield path, f"{within}{names[0]} is missing. Give {ways}."
    for name, item in value.items():
        if name in known:
            yield from problems(item, known[name], name, (*path, name))
    if found := own_prerequisite(value):
        what = f"PrerequisitePackageIDList names {found[1][:LONGEST_ECHO]} itself"
        yield (*path, "PrerequisitePackageIDList", found[0]), f"{what}: no package is its own prerequisite. Remove it."


def _required(value: Properties, schema: Schema) -> Iterator[str]:
    yield from schema.get("required", ())
    for name, rule in schema.get("if", {}).get("properties", {}).items():
        if value.get(name) == rule["const"]:
            yield from schema["then"]["required"]


def _fits(value: Any, schema: Schema) -> bool:
    if schema["type"] == "string":
        pattern, least = schema.get("pattern", r"(?s:.*)"), schema.get("minLength", 0)
        return isinstance(value, str) and len(value) >= least and bool(re.fullmatch(pattern, value))
    if schema["type"] == "integer":
        return type(value) is int and bool(schema["minimum"] <= value <= schema["maximum"])
    return schema["type"] == "boolean" and isinstance(value, bool)


def echo(value: Any) -> str:
    """Return a value as it may be shown: cut, and of an object or a list no more than that it is one."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "a list" if value else "an empty list"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_ECHO else f"{text[:LONGEST_ECHO]}…"
