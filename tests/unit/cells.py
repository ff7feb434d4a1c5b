"""Tables of cells, each known by a sentence."""

from typing import Any

import pytest


def cells(table: dict[str, Any]) -> list[Any]:
    """Return the cells of a table for `parametrize`, by what is so in each of them, in words."""
    return [pytest.param(*(cell if isinstance(cell, tuple) else (cell,)), id=words) for words, cell in table.items()]
