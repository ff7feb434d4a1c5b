"""Adds the operations to moto: a path and a method for each."""

from collections.abc import Callable
from typing import Any

from moto.core.responses import ActionResult
from moto.es.urls import url_paths
from moto.moto_api._internal.urls import url_paths as control_paths
from moto.opensearch.responses import OpenSearchServiceResponse

from tests.fakes.controls import respond
from tests.fakes.models import packages_of
from tests.fakes.operations import Operations
from tests.fakes.shapes import input_shape
from tests.fakes.urls import CONTROLS, PATHS

NAMES = [name for name in vars(Operations) if not name.startswith("_")]


def install() -> None:
    """Add every operation, once."""
    for path in PATHS:
        url_paths[f"{{0}}/2021-01-01/{path}$"] = OpenSearchServiceResponse.dispatch
    control_paths[CONTROLS] = respond  # type: ignore[assignment]
    for name in NAMES:
        setattr(OpenSearchServiceResponse, name, _method(name))


def _method(name: str) -> Callable[[OpenSearchServiceResponse], ActionResult]:
    members = _members(name)

    def respond_to(self: OpenSearchServiceResponse) -> ActionResult:
        given: dict[str, Any] = {member: self._get_param(sent) for member, sent in members.items()}
        operation = getattr(Operations(packages_of(self.opensearch_backend)), name)
        return ActionResult(operation(**{key: value for key, value in given.items() if value is not None}))

    return respond_to


def _members(name: str) -> dict[str, str]:
    """Return the parameters of an operation and how they are sent, by the service's model."""
    operation = "".join(part.title() for part in name.split("_"))
    members = input_shape(operation).members
    return {member: shape.serialization.get("name", member) for member, shape in members.items()}
