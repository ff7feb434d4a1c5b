"""The tables of docs/benchmarks.md are what was measured, and what the templates hold."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.__main__ import PAGE
from benchmarks.footprint import footprints
from benchmarks.report import NAMES, tables, write
from tools.local import ROOT

RESULTS: dict[str, Any] = json.loads((ROOT / "benchmarks" / "results.json").read_text(encoding="utf-8"))


def test_the_page_shows_what_was_measured() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name, text in tables(RESULTS).items():
        assert f"<!-- {name} -->\n\n{text}\n\n<!-- /{name} -->" in page


def test_tables_are_written_between_their_marks(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text("before\n<!-- crowds -->\nold \\1\n<!-- /crowds -->\nafter\n", encoding="utf-8")
    write({"crowds": "| new \\1 |"}, page)
    assert page.read_text(encoding="utf-8") == "before\n<!-- crowds -->\n\n| new \\1 |\n\n<!-- /crowds -->\nafter\n"
    with pytest.raises(AssertionError, match="no place for lags"):
        write({"lags": ""}, page)


def test_without_the_framework_its_column_is_left_out_and_said_so() -> None:
    lags = {who: figures for who, figures in RESULTS["lags"].items() if who != "framework"}
    about = RESULTS["about"] | {"left out": "there is no Node"}
    shown = tables({"lags": lags, "about": about})
    assert NAMES["framework"] not in shown["lags"]
    assert shown["about"].endswith("The framework's column is left out: there is no Node.")


def test_the_footprint_is_what_the_template_has() -> None:
    figures = footprints(["ours"])["ours"]
    assert (figures["functions"], figures["roles"], figures["state machines"]) == (3, 3, 0)
    assert set(figures["actions"]) >= {"cloudformation", "es", "lambda", "logs"}
