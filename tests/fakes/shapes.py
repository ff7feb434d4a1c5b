"""Values held to the service's API model, as botocore has it: the types, names and limits of its shapes."""

import re
from functools import cache
from typing import Any

import boto3


@cache
def model() -> Any:
    """Return the service's model."""
    client = boto3.client("opensearch", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    return client.meta.service_model


def input_shape(operation: str) -> Any:
    """Return the shape of what an operation is given."""
    return model().operation_model(operation).input_shape


def output_shape(operation: str) -> Any:
    """Return the shape of what an operation answers."""
    return model().operation_model(operation).output_shape


def misfit(shape: Any, value: Any, name: str = "") -> str:
    """Return what the model does not allow about a value; empty: nothing."""
    if shape.type_name == "structure":
        return _in_structure(shape, value, name)
    if shape.type_name == "list":
        return next(filter(None, (misfit(shape.member, one, f"{name}[]") for one in value)), "")
    if shape.type_name == "string":
        return _in_string(shape, value, name)
    if shape.type_name == "boolean" and not isinstance(value, bool):
        return f"{name} is no boolean"
    return ""


def _in_structure(shape: Any, value: Any, name: str) -> str:
    if not isinstance(value, dict):
        return f"{name} is no structure"
    for member in shape.required_members:
        if member not in value:
            return f"{name}.{member} is required".lstrip(".")
    for member, given in value.items():
        if member not in shape.members:
            return f"{name}.{member} is unknown".lstrip(".")
        if wrong := misfit(shape.members[member], given, f"{name}.{member}".lstrip(".")):
            return wrong
    return ""


def _in_string(shape: Any, value: Any, name: str) -> str:
    limits = shape.metadata
    if not isinstance(value, str):
        return f"{name} is no string"
    if not limits.get("min", 0) <= len(value) <= limits.get("max", len(value)):
        return f"{name} is of {len(value)} characters"
    # \p{…} is Java's; Python has no such classes.
    pattern = limits.get("pattern", r"\p{")
    if r"\p{" not in pattern and not re.fullmatch(pattern, value):
        return f"{name} does not fit {pattern}"
    if shape.enum and value not in shape.enum:
        return f"{name} must be one of {', '.join(shape.enum)}"
    return ""
