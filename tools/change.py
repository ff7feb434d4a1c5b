"""A template of somebody's own and its parameters, checked before anything is started."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cfnlint.decode import decode


class WrongCall(Exception):
    """What was asked for can't be done; says why."""


@dataclass(frozen=True)
class Change:
    """What a stack is created from, or updated to."""

    path: Path
    parameters: Mapping[str, str]

    @classmethod
    def read(cls, path: Path, assignments: Iterable[str], before: Mapping[str, str] | None = None) -> "Change":
        """Read a template.

        Args:
            path: of the template, in YAML or JSON.
            assignments: its parameters, each as Name=value.
            before: values that hold on, for those that the template still has.

        Raises:
            WrongCall: there is no such template, or its parameters are others, or may not be so.
        """
        if not path.is_file():
            raise WrongCall(f"there is no file {path}")
        template, errors = decode(str(path))
        if errors or not isinstance(template, dict) or not isinstance(template.get("Resources"), dict):
            raise WrongCall(f"{path} is no template: {errors[0].message if errors else 'it has no Resources'}")
        declared: dict[str, Any] = template.get("Parameters") or {}
        values = {name: value for name, value in (before or {}).items() if name in declared}
        for one in assignments:
            name, equals, value = one.partition("=")
            if not equals:
                raise WrongCall(f"{one} is not of the form Name=value")
            if name not in declared:
                known = f"it has {', '.join(declared)}" if declared else "it has none"
                raise WrongCall(f"{name} is no parameter of {path}: {known}")
            values[name] = value
        for name, parameter in declared.items():
            if name in values:
                check(name, values[name], parameter)
            elif "Default" not in parameter:
                about = f" ({parameter['Description']})" if "Description" in parameter else ""
                raise WrongCall(f"{path} needs a value for {name}{about}: PARAMETERS='{name}=…'")
        return cls(path, values)

    def then(self, path: Path, assignments: Iterable[str]) -> "Change":
        """Return the change after this one; raise WrongCall as `read` does."""
        return Change.read(path, assignments, self.parameters)

    @property
    def body(self) -> str:
        """Return the template's text."""
        return self.path.read_text(encoding="utf-8")


def check(name: str, value: str, parameter: Mapping[str, Any]) -> None:
    """Raise WrongCall if a parameter's own rules don't allow the value."""
    allowed = [str(one) for one in parameter.get("AllowedValues", [])]
    if allowed and value not in allowed:
        raise WrongCall(f"{name} is {value!r}, but must be one of {', '.join(allowed)}")
    pattern = parameter.get("AllowedPattern")
    if pattern and not re.fullmatch(pattern, value):
        raise WrongCall(f"{name} is {value!r}, but must match {pattern}")
