"""Changes the pure modules bit by bit, and tells which changes no unit test notices: the score, and who survived."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
RECONCILE = (
    *("pacing", "state"),
    *("situation", "rules", "association/declaration", "association/rules"),
    *("package/declaration", "package/rules", "package/identity"),
)
PURE = (
    *("ledger/law", "ledger/records", "cloudformation/properties"),
    *(f"reconcile/{name}" for name in RECONCILE),
)
#: The tests of these; what talks to a socket or a service would only be slower.
TESTS = (
    *(f"tests/unit/ledger/test_{name}.py" for name in ("law", "records")),
    "tests/unit/cloudformation/test_properties.py",
    *(f"tests/unit/reconcile/test_{name}.py" for name in ("pacing", "state", "request")),
    *("tests/unit/reconcile/association", "tests/unit/reconcile/package"),
)
#: Of a hundred changes so many must be noticed.
LEAST = 94
#: mutmut knows modules by their path without src/, so that is what handler/ is called there.
SETTINGS = f"""
[tool.mutmut]
source_paths = ["src"]
only_mutate = {json.dumps([f"src/{name}.py" for name in PURE])}
also_copy = ["events"]
pytest_add_cli_args_test_selection = {json.dumps(TESTS)}

[tool.pytest.ini_options]
pythonpath = ["src", "."]
"""


def prepare(workspace: Path) -> None:
    """Lay out what the unit tests need, as mutmut wants it."""
    caches = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "handler", workspace / "src", ignore=caches)
    shutil.copytree(ROOT / "events", workspace / "events")
    for name in ("unit", "fakes", "simulation"):
        shutil.copytree(ROOT / "tests" / name, workspace / "tests" / name, ignore=caches)
    for name in ("__init__.py", "conftest.py"):
        shutil.copy(ROOT / "tests" / name, workspace / "tests")
    (workspace / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")


def mutmut(workspace: Path, *arguments: str) -> str:
    """Run mutmut there and return what it prints; end with that if it fails."""
    command = [str(Path(sys.executable).with_name("mutmut")), *arguments]
    done = subprocess.run(command, cwd=workspace, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return done.stdout


def change(workspace: Path, name: str) -> list[str]:
    """Return the lines of a change, before and after."""
    lines = mutmut(workspace, "show", name).splitlines()
    return [line for line in lines if line[:1] in "-+" and line[:3] not in ("---", "+++")]


def main() -> int:
    """Print each change that survives, and then the score; return 1 if it is too low."""
    print("Every change of the pure modules meets the unit tests: about seven minutes on two idle cores.", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder)
        prepare(workspace)
        mutmut(workspace, "run")
        mutmut(workspace, "export-cicd-stats")
        told = json.loads((workspace / "mutants" / "mutmut-cicd-stats.json").read_text(encoding="utf-8"))
        for line in mutmut(workspace, "results").splitlines():
            name, _, fate = line.strip().partition(": ")
            print(f"{name} {fate}", *(change(workspace, name) if fate == "survived" else ()), sep="\n    ")
    noticed = told["killed"] + told["timeout"]
    score = 100 * noticed / told["total"]
    print(f"{noticed} of {told['total']} changes were noticed: {score:.1f} %. Those left: docs/mutants.md.")
    return int(score < LEAST)


if __name__ == "__main__":
    sys.exit(main())
