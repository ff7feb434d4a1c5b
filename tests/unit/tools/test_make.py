"""What make says of its targets, and of a wrong call."""

import os
import re
import subprocess
from pathlib import Path

from tools.local import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
#: Without what a make that runs these tests tells its children.
ALONE = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))}


def make(*arguments: str, cwd: Path = ROOT) -> str:
    """Return what make prints, as if nobody else had run it."""
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=cwd,
        env=ALONE,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_help_lists_every_target_with_what_it_needs_and_how_long_it_takes() -> None:
    (targets,) = re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.M)
    said = dict(re.findall(r"^make ([a-z-]+) +(.+)$", make("help"), re.M))
    assert list(said) == targets.split()
    assert all(re.search(r" \(.+\)$", words) for words in said.values())
    assert all(len(line) <= 125 for line in make("help").splitlines())
    assert make() == make("help")


def test_lint_takes_the_rule_and_a_wrong_call_is_a_sentence() -> None:
    """Without installing anything, for what the environment was made of does not matter here."""

    def lint(*arguments: str) -> tuple[int, str]:
        command = ["make", "--no-print-directory", "-o", ".venv/dev/.made", "lint", *arguments]
        ran = subprocess.run(command, cwd=ROOT, env=ALONE, capture_output=True, text=True)
        return ran.returncode, ran.stdout + ran.stderr

    assert lint("TEMPLATE=examples/synonyms.yaml examples/new-version.yaml") == (0, "")
    for wrong, said in (("", "Which template? make lint TEMPLATE="), ("no.yaml", "no.yaml")):
        status, printed = lint(f"TEMPLATE={wrong}")
        assert status and said in printed and "Traceback" not in printed, printed
