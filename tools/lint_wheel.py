"""Makes the wheel of the rule for cfn-lint, with as much of the function's code in it as the rule asks."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: What the rule imports of handler/, and what those import in turn.
ASKED = (
    *(f"cloudformation/{name}.py" for name in ("__init__", "mistakes", "properties", "types")),
    "cloudformation/schema.json",
)
#: The oldest that a zip can say, for every file: the same files make the same wheel.
DATE = "315532800"


def build(root: Path, target: Path) -> Path:
    """Build the wheel of one folder into another, without the network, and return its path; it needs setuptools.

    Raises:
        subprocess.CalledProcessError: pip could not build it.
    """
    with tempfile.TemporaryDirectory() as folder:
        # Beside its sources, setuptools would leave its own files among them.
        source = Path(folder) / "lint"
        shutil.copytree(root / "lint", source, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(root / "LICENSE", source)
        for name in ASKED:
            path = source / "opensearch_packages_lint" / "handler" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / "handler" / name, path)
        for path in source.rglob("*"):  # setuptools writes down the modes, which are the umask's of whoever checked out
            path.chmod(0o755 if path.is_dir() else 0o644)
        options = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", str(target)]
        command = [sys.executable, "-m", "pip", "wheel", *options, str(source)]
        subprocess.run(command, check=True, env=os.environ | {"SOURCE_DATE_EPOCH": DATE})
    (wheel,) = target.glob("opensearch_packages_lint-*.whl")
    return wheel


def main() -> None:
    """Make it into dist/, beside what is there."""
    target = ROOT / "dist"
    target.mkdir(exist_ok=True)
    for path in target.glob("opensearch_packages_lint-*.whl"):
        path.unlink()
    print(build(ROOT, target).relative_to(ROOT))


if __name__ == "__main__":
    main()
