"""Cold starts under the real runtime: from the event to the service's first call, peak memory, package size."""

import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any

from tests.runtime.emulator import emulated
from tests.simulation.cloudformation import sample
from tools.local import ROOT

RUNS = 7
#: What the textbook function needs of our packages: all but these.
OURS_ALONE = ("aws_lambda_powertools*", "fastjsonschema*", "typing_extensions*")
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
    for path in [*(ROOT / "handler").glob("*.py"), ROOT / "handler" / "schema.json"]:
        shutil.copy(path, plain)
    built.mkdir()
    make = ["make", "-C", str(ROOT / "handler"), "build-Function", f"ARTIFACTS_DIR={built}", f"PYTHON={sys.executable}"]
    run(make)
    return {"textbook": textbook, "ours, as pip alone packs it": plain, "ours": built}


def run(command: list[str]) -> str:
    """Run a command; return what it printed, both ways."""
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout + done.stderr


@contextmanager
def first_call() -> Iterator[tuple[str, threading.Event]]:
    """Return an endpoint for every service, and what is set when OpenSearch Service is called."""
    called = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            called.set()
            time.sleep(30)

        do_POST = do_GET

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", called
    finally:
        server.shutdown()


def cold_start(folder: Path, code: Path) -> tuple[float, float]:
    """Return seconds from the event to the first call, and the peak memory until then (MB)."""
    event = sample("create")
    with first_call() as (url, called):
        keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}
        more: dict[str, Any] = {
            "AWS_ENDPOINT_URL_OPENSEARCH": url,
            "AWS_REGION": "us-east-1",
            "PYTHONDONTWRITEBYTECODE": "1",
            **keys,
        }
        with emulated(folder, code, **more) as function:
            began = time.monotonic()

            def invoke() -> None:
                with suppress(OSError, urllib.error.URLError):
                    function.invoke(event)

            threading.Thread(target=invoke, daemon=True).start()
            if not called.wait(20):
                raise RuntimeError(f"no call came:\n{function.printed()[-2000:]}")
            return time.monotonic() - began, peak_memory(code)


def peak_memory(code: Path) -> float:
    """Return the peak resident memory of the process that runs the code (MB)."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (process / "cmdline").read_bytes().split(b"\0")
            if b"awslambdaric" in words and not words[0].endswith(b"/rie") and (process / "cwd").resolve() == code:
                lines = (process / "status").read_text(encoding="utf-8").splitlines()
                return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    raise RuntimeError("the runtime's process is not there")


def imports(code: Path) -> dict[str, int]:
    """Return what the largest imports cost (milliseconds), by `python -X importtime`."""
    script = f"import sys; sys.path.insert(0, {str(code)!r}); import app"
    costs: dict[str, int] = {}
    for line in run([sys.executable, "-I", "-B", "-X", "importtime", "-c", script]).splitlines():
        parts = line.removeprefix("import time:").split("|")
        if len(parts) == 3 and parts[2].strip() in IMPORTS:
            costs[parts[2].strip()] = round(int(parts[1]) / 1000)
    return dict(sorted(costs.items(), key=lambda item: -item[1]))


def cold_starts() -> dict[str, Any]:
    """Return the figures of each package."""
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        for contender, code in packages(folder).items():
            runs = [cold_start(folder, code) for _ in range(RUNS)]
            archive = Path(shutil.make_archive(str(folder / "package"), "zip", code))
            figures[contender] = {
                "to the first call (s)": round(median(seconds for seconds, _ in runs), 2),
                "peak memory (MB)": round(median(memory for _, memory in runs)),
                "package (MB)": round(archive.stat().st_size / 1e6, 1),
                "imports (ms)": imports(code),
            }
    return figures
