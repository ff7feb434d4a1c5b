"""The packages of the Python contenders, and what importing them costs."""

import shutil
import subprocess
import sys
from pathlib import Path

from tools.local import ROOT

#: What the textbook function needs of our packages: all but these.
OURS_ALONE = ("aws_lambda_powertools*", "typing_extensions*")
TEXTBOOK = "from textbook import function\nlambda_handler = function()\n"
IMPORTS = ("app", "boto3", "s3transfer", "botocore.client", "aws_lambda_powertools", "urllib3", "crhelper")


def packages(folder: Path) -> dict[str, Path]:
    """Make the package of each contender, and ours as pip alone would make it."""
    plain, textbook, built = folder / "pip's package", folder / "textbook", folder / "ours"
    install = ["-m", "pip", "install", "-q", "--no-compile", "--require-hashes", "--no-deps"]
    requirements = ROOT / "handler" / "requirements.txt"
    run([sys.executable, *install, "--target", str(plain), "-r", str(requirements)])
    shutil.rmtree(plain / "bin", ignore_errors=True)
    shutil.copytree(plain, textbook)
    for pattern in OURS_ALONE:
        for path in textbook.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copy(ROOT / "benchmarks" / "textbook.py", textbook)
    (textbook / "app.py").write_text(TEXTBOOK, encoding="utf-8")
    left_out = shutil.ignore_patterns("Makefile", "requirements.txt", "__pycache__")
    shutil.copytree(ROOT / "handler", plain, dirs_exist_ok=True, ignore=left_out)
    built.mkdir()
    make = ["make", "-C", str(ROOT / "handler"), "build-Function", f"ARTIFACTS_DIR={built}", f"PYTHON={sys.executable}"]
    run(make)
    return {"textbook": textbook, "ours, as pip alone packs it": plain, "ours": built}


def run(command: list[str]) -> str:
    """Run a command; return what it printed, both ways."""
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout + done.stderr


def imports(code: Path) -> dict[str, int]:
    """Return what the largest imports cost (milliseconds), by `python -X importtime`."""
    script = f"import sys; sys.path.insert(0, {str(code)!r}); import app"
    costs: dict[str, int] = {}
    for line in run([sys.executable, "-I", "-B", "-X", "importtime", "-c", script]).splitlines():
        parts = line.removeprefix("import time:").split("|")
        if len(parts) == 3 and parts[2].strip() in IMPORTS:
            costs[parts[2].strip()] = round(int(parts[1]) / 1000)
    return dict(sorted(costs.items(), key=lambda item: -item[1]))
