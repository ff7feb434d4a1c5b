"""The properties of a resource: strings made the types that schema.json names, and checked against it."""

import json
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from errors import InvalidRequest

Properties = dict[str, Any]
Schema = dict[str, Any]

SCHEMA: Schema = json.loads(Path(__file__).with_name("schema.json").read_text(encoding="utf-8"))


def coerce(value: Any, schema: Schema = SCHEMA) -> Any:
    """Return the properties with the numbers and booleans that CloudFormation sent as strings."""
    type_ = schema.get("type")
    if isinstance(value, dict):
        return {name: coerce(item, schema.get("properties", {}).get(name, {})) for name, item in value.items()}
    if isinstance(value, list):
        return [coerce(item, schema.get("items", {})) for item in value]
    if type_ == "boolean" and str(value).lower() in ("true", "false"):
        return str(value).lower() == "true"
    if type_ == "integer" and isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    return value


def check(properties: Properties, schema: Schema = SCHEMA) -> None:
    """Raise unless the (coerced) properties are valid.

    Raises:
        InvalidRequest: naming the first property that is unknown, missing or malformed, and what it should be.
    """
    # Not at the top: a Delete needs none of it.
    from aws_lambda_powertools.utilities.validation import SchemaValidationError, validate

    _check_names(properties, schema, schema["title"])
    try:
        validate(event=properties, schema=schema)
    except SchemaValidationError as error:
        path = [str(part) for part in (error.path or ["data"])[1:]]
        value, should = _at(path, properties, schema)
        words = should.get("description", error.validation_message)
        raise InvalidRequest(f"{'.'.join(path)} is {json.dumps(value)}, but must be {words}.") from None


def _check_names(value: Any, schema: Schema, where: str) -> None:
    """Check the names of an object's properties, and of what is in it; a wrong type is found later."""
    if isinstance(value, list):
        for item in value:
            _check_names(item, schema.get("items", {}), where)
    if not isinstance(value, dict) or "properties" not in schema:
        return
    known = schema["properties"]
    for name in value:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"Known are {', '.join(sorted(known))}."
            raise InvalidRequest(f"{name} is not a property of {where}. {hint}")
    for name in schema.get("required", ()):
        if name not in value:
            raise InvalidRequest(f"{name} is missing: {known[name]['description']}.")
    _check_one_of(value, schema)
    for name, item in value.items():
        _check_names(item, known[name], name)


def _check_one_of(value: Properties, schema: Schema) -> None:
    """Check that one of the properties is there of which exactly one must be."""
    names = [group["required"][0] for group in schema.get("oneOf", ())]
    given = [name for name in names if name in value]
    if len(given) > 1:
        raise InvalidRequest(f"{' and '.join(given)} are both given: keep one of them.")
    if names and not given:
        ways = ", or ".join(f"{name}: {schema['properties'][name]['description']}" for name in names)
        raise InvalidRequest(f"{names[0]} is missing. Give {ways}.")


def _at(path: Sequence[str], value: Any, schema: Schema) -> tuple[Any, Schema]:
    """Return the value at the path, and its schema."""
    for part in path:
        if isinstance(value, list):
            value, schema = value[int(part)], schema.get("items", {})
        else:
            value, schema = value.get(part), schema.get("properties", {}).get(part, {})
    return value, schema
