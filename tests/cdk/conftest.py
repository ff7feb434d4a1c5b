"""Apps of the real AWS CDK, in TypeScript and in Python."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cdk.around import IN_TYPESCRIPT
from tools.local import ROOT

NODE_MODULES = ROOT / "benchmarks" / "cdk" / "node_modules"
PYTHON = ROOT / ".venv" / "cdk" / "bin" / "python"
EXAMPLES = ROOT / "examples" / "cdk"
SETTINGS = {
    "compilerOptions": {
        "target": "ES2022",
        "module": "commonjs",
        "strict": True,
        "noUnusedParameters": True,
        "noImplicitReturns": True,
        "skipLibCheck": True,  # of aws-cdk-lib, which is large
        "types": ["node"],
    }
}


def run(command: list[str], folder: Path, out: str = "cdk.out") -> None:
    """Run a command of the CDK in a folder; its templates go to another one there."""
    variables = os.environ | {"CDK_OUTDIR": out, "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1"}
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def copied(folder: Path) -> Path:
    """Return a copy of the examples in a folder."""
    return Path(shutil.copytree(EXAMPLES, folder / "app"))


@pytest.fixture(scope="session")
def typescript(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the examples and the pages' snippets, all compiled in strict mode, and their template."""
    if not shutil.which("node") or not NODE_MODULES.joinpath("typescript").exists():
        pytest.skip("npm's aws-cdk-lib is not installed: make benchmarks/cdk/node_modules/.made, with Node.js and npm.")
    app = copied(tmp_path_factory.mktemp("typescript"))
    app.joinpath("node_modules").symlink_to(NODE_MODULES)
    names = ["search.ts"]
    for page, text in IN_TYPESCRIPT.items():
        names.append(compiled(page).replace(".js", ".ts"))
        app.joinpath(names[-1]).write_text(text, encoding="utf-8")
    app.joinpath("tsconfig.json").write_text(json.dumps(SETTINGS | {"files": names}), encoding="utf-8")
    run(["node", str(NODE_MODULES / "typescript" / "lib" / "tsc.js")], app)
    run(["node", "search.js"], app)
    return app


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the examples, and with their template."""
    if not shutil.which("node") or not PYTHON.exists():
        pytest.skip("PyPI's aws-cdk-lib is not installed: make .venv/cdk/.made, with Node.js.")
    app = copied(tmp_path_factory.mktemp("python"))
    run([str(PYTHON), "search.py"], app)
    return app


def compiled(page: str) -> str:
    """Return the name of the file that the snippet of a page has become."""
    return f"{page.replace('/', '-').removesuffix('.md')}.js"


def template(app: Path, out: str = "cdk.out") -> dict[str, Any]:
    """Return the template that an app has made."""
    found: dict[str, Any] = json.loads(app.joinpath(out, "Search.template.json").read_text(encoding="utf-8"))
    return found
