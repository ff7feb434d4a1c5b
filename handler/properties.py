"""The properties of a resource: strings made the types that schema.json names, and checked against it."""

import json
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from aws_lambda_powertools.utilities.validation import SchemaValidationError, validate

from errors import InvalidRequest

SCHEMA: dict[str, Any] = json.loads(Path(__file__).with_name("schema.json").read_text(encoding="utf-8"))

Properties = dict[str, Any]


def coerce(properties: Properties) -> Properties:
    """Return the properties with the numbers and booleans that CloudFormation sent as strings."""
    return {name: _coerce(value, SCHEMA["properties"].get(name, {}).get("type")) for name, value in properties.items()}


def _coerce(value: Any, type_: str | None) -> Any:
    if type_ == "boolean" and str(value).lower() in ("true", "false"):
        return str(value).lower() == "true"
    if type_ == "integer" and isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    return value


def check(properties: Properties) -> None:
    """Raise unless the (coerced) properties are valid.

    Raises:
        InvalidRequest: naming the first property that is unknown, missing or malformed, and what it should be.
    """
    known = SCHEMA["properties"]
    for name in properties:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"Known are {', '.join(sorted(known))}."
            raise InvalidRequest(f"{name} is not a property of {SCHEMA['title']}. {hint}")
    for name in SCHEMA["required"]:
        if name not in properties:
            raise InvalidRequest(f"{name} is missing: {known[name]['description']}.")
    try:
        validate(event=properties, schema=SCHEMA)
    except SchemaValidationError as error:
        name = str((error.path or ["", "the properties"])[1])
        should = known.get(name, {}).get("description", error.validation_message)
        raise InvalidRequest(f"{name} is {json.dumps(properties.get(name))}, but must be {should}.") from None
