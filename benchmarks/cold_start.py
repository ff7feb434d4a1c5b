"""Cold starts under the real runtime: from the event to the first call and the first change, memory, package size."""

import shutil
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import product
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.framework import Framework
from benchmarks.live import Live
from benchmarks.packages import imports, packages
from benchmarks.service import Service
from benchmarks.worlds import prepare, template_of
from tests.runtime.emulator import emulated

RUNS = 7
#: What each call of an API takes (seconds).
LATENCIES = (0.0, 0.05)


def cold_start(folder: Path, contender: str, code: Path | None, latency: float) -> tuple[float, float, float]:
    """Return seconds from the event to the first call and to the first change, and the peak memory until then (MB)."""
    world = Live(service := Service(latency=latency))
    package = prepare(world, service, "movies")
    seen: dict[str, float] = {}
    changed = threading.Event()

    def note(api: str, operation: str) -> None:
        if api == "opensearch":
            seen.setdefault("call", time.monotonic())
        if operation == "AssociatePackage":
            seen.setdefault("change", time.monotonic())
            changed.set()
        service.limit_stacks(api, operation)

    def handle(event: Any, *_: Any, **__: Any) -> Any:
        seen["event"] = time.monotonic()
        with suppress(OSError):  # it is stopped while it works
            return invoke(event)

    world.fault, world.function.handler = note, handle
    try:
        with cold(contender, folder, code, world) as invoke:
            world.simulation.spawn(lambda: world.stack().create(template_of("movies", package)))
            if not changed.wait(20):
                raise RuntimeError(f"{contender} makes no call within 20 s")
            memory = peak_memory(code) if code else 0.0
        return seen["call"] - seen["event"], seen["change"] - seen["event"], memory
    finally:
        world.gateway.close()


@contextmanager
def cold(contender: str, folder: Path, code: Path | None, world: Live) -> Iterator[Callable[[Any], Any]]:
    """Return what invokes a function of which nothing runs yet: by Lambda's emulator, the framework by Node alone."""
    if code is None:
        world.answers_go_to(world.gateway.over_tls(folder))
        framework = Framework(world.gateway.url, folder, {}, cold=True)
        try:
            yield lambda event: framework.handle(event, None)
        finally:
            framework.close()
        return
    world.answers_go_to(world.gateway.url)
    environment: dict[str, Any] = {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
    }
    environment |= {"AWS_DEFAULT_REGION": "us-east-1", "AWS_ENDPOINT_URL": world.gateway.url}
    with emulated(folder, code, PYTHONDONTWRITEBYTECODE="1", **environment) as function:
        yield function.invoke


def peak_memory(code: Path) -> float:
    """Return the peak resident memory of the process that runs the code (MB)."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (process / "cmdline").read_bytes().split(b"\0")
            if b"awslambdaric" in words and not words[0].endswith(b"/rie") and (process / "cwd").resolve() == code:
                lines = (process / "status").read_text(encoding="utf-8").splitlines()
                return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    raise RuntimeError("the runtime's process is not there")


def cold_starts(contenders: list[str]) -> dict[str, Any]:
    """Return the figures of each package, and of the framework."""
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        codes: dict[str, Path | None] = {**packages(folder), "framework": None}
        codes = {who: code for who, code in codes.items() if who.split(",")[0] in contenders}
        runs: dict[tuple[str, float], list[tuple[float, float, float]]] = defaultdict(list)
        for _, latency, who in product(range(RUNS), LATENCIES, codes):  # in turn: what else the machine does meets all
            runs[who, latency].append(cold_start(folder, who, codes[who], latency))
        for who, code in codes.items():
            figures[who] = {}
            for latency in LATENCIES:
                call, change, memory = (median(column) for column in zip(*runs[who, latency], strict=True))
                figures[who][f"{latency * 1000:.0f} ms"] = {
                    "first call": round(call, 2),
                    "first change": round(change, 2),
                }
            if code:
                archive = Path(shutil.make_archive(str(folder / "package"), "zip", code))
                size = {"memory": round(memory), "package": round(archive.stat().st_size / 1e6, 1)}
                figures[who] |= size | {"imports": imports(code)}
    return figures
