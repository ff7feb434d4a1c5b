"""The wheel of the rule, installed where neither this project nor its environment is."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.lint.test_first_mistakes import MISTAKES, template
from tools.local import ROOT, SAM

BUILD = "import sys; from pathlib import Path; from tools.lint_wheel import build; build(*map(Path, sys.argv[1:]))"
MISTAKE, SAID = MISTAKES["capital letters in a name"]
Done = subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an environment with the wheel; it borrows cfn-lint from this one, for the network is not needed."""
    folder = tmp_path_factory.mktemp("environment")
    built = subprocess.run([str(SAM.with_name("python")), "-c", BUILD, str(ROOT), str(folder)], cwd=ROOT)
    assert built.returncode == 0
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-index", "--no-deps"]
    subprocess.run([*pip, str(wheel)], check=True)
    (site,) = (folder / "venv").glob("lib/python*/site-packages")
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "venv" / "bin"


def run(command: list[str], folder: Path) -> Done:
    """Run a command in a folder, in an environment without this project's paths."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, stdin=subprocess.DEVNULL)


def test_it_finds_nothing_in_the_examples(environment: Path, tmp_path: Path) -> None:
    examples = map(str, sorted((ROOT / "examples").glob("*.yaml")))
    done = run([str(environment / "opensearch-packages-lint"), *examples], tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    "command",
    [
        ["opensearch-packages-lint", "mistake.yaml"],
        ["opensearch-packages-lint", "--format", "json", "mistake.yaml"],
        ["python", "-m", "opensearch_packages_lint", "mistake.yaml"],
        ["python", "-m", "cfnlint.runner.cli", "--append-rules", "opensearch_packages_lint", "--", "mistake.yaml"],
    ],
)
def test_it_finds_a_mistake_from_any_folder(environment: Path, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "mistake.yaml").write_text(template(MISTAKE), encoding="utf-8")
    for name in ("model.py", "errors.py", "cloudformation.py"):  # names of modules that the rule has, too
        (tmp_path / name).write_text("raise ImportError('not this one')\n", encoding="utf-8")
    done = run([str(environment / command[0]), *command[1:]], tmp_path)
    assert done.returncode == 2, done.stderr
    assert "E9801" in done.stdout and SAID.replace('"', "") in done.stdout.replace("\\", "").replace('"', "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Which template?"),
        (["nowhere.yaml"], "nowhere.yaml"),
        (["."], "a directory, not a file"),
        (["--no-such-option", "right.yaml"], "unrecognized arguments"),
        (["--append-rules", "no_such_rule", "--", "right.yaml"], "no_such_rule"),
        (["empty.yaml"], "empty.yaml"),
        (["binary.yaml"], "binary.yaml"),
    ],
)
def test_a_wrong_call_ends_with_a_sentence(environment: Path, tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "right.yaml").write_text(template(MISTAKE).replace("Movies", "movies"), encoding="utf-8")
    (tmp_path / "empty.yaml").write_bytes(b"")
    (tmp_path / "binary.yaml").write_bytes(bytes(range(256)))
    done = run([str(environment / "opensearch-packages-lint"), *arguments], tmp_path)
    assert done.returncode != 0
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
