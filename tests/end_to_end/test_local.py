"""make local and make local-check, as processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from sam_local import ENDPOINTS
from tests.end_to_end.conftest import Cloud
from tests.runtime.sam import environments
from tools.local import ROOT, free_port

pytestmark = pytest.mark.end_to_end

#: How long to wait for what a process does, on however busy a machine: it ends only a test that would hang (seconds).
PATIENCE = 600


@contextmanager
def process_of(module: str, *options: str, log: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run it as make does in a terminal, also where nohup runs the tests: what it ignores, its children would too."""
    command = [sys.executable, "-m", module, *options]
    variables = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"} | environment
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=variables, stdout=output, stderr=output, start_new_session=True
        )
    signal.signal(signal.SIGHUP, before)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def make_local(port: int, log: Path) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """Run make local."""
    return process_of("tools.local_invoke", "--port", str(port), log=log)


def until(condition: Callable[[], bool], *processes: subprocess.Popen[bytes]) -> None:
    """Wait until it is so, while the processes run."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        assert [process.poll() for process in processes] == [None for _ in processes]
        time.sleep(0.05)


def processes_of(folder: Path) -> list[str]:
    """Return the processes that name the folder, in their command lines or in their environments."""
    listed = subprocess.run(["ps", "axeww"], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if str(folder) in line]


@pytest.mark.parametrize(("stage", "one"), [("building", signal.SIGTERM), ("serving", signal.SIGINT)])
def test_whatever_stops_it_nothing_is_left(tmp_path: Path, stage: str, one: signal.Signals) -> None:
    port, log = free_port(), tmp_path / "log"
    folder = ROOT / ".local" / str(port)
    with make_local(port, log) as process:
        reached = {
            "building": lambda: bool(processes_of(folder)),
            "serving": lambda: "Ctrl-C stops it" in log.read_text(),
        }
        until(reached[stage], process)
        os.kill(process.pid, one)
        assert process.wait(PATIENCE) == 0
    assert log.read_text().endswith("Stopped; nothing is left running.\n")
    assert processes_of(folder) == [] and not folder.exists()
    with socket.create_server(("127.0.0.1", port)):
        """The port is free again."""


def test_a_demo_that_is_stopped_leaves_nothing_either(tmp_path: Path) -> None:
    """Its servers run, and SAM builds."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}  # names both
    environment |= {"TMPDIR": str(tmp_path)}
    demo = subprocess.Popen(
        [sys.executable, "-m", "tools.demo"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    until(lambda: any("pip install" in line for line in processes_of(tmp_path)), demo)
    demo.terminate()
    _, error = demo.communicate(timeout=PATIENCE)
    assert error.endswith(b"Stopped, and everything that was started with it.\n")
    assert processes_of(tmp_path) == [] and list(tmp_path.iterdir()) == []


def event_of(port: str) -> str:
    """Return the event that the printed command gives to sam local invoke, with the variables that it prints."""
    command = f". .local/{port}/variables; {sys.executable} -m tools.event http://localhost:{port} create"
    return subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_two_at_once_use_a_port_and_a_folder_each(tmp_path: Path) -> None:
    with make_local(0, tmp_path / "one") as one, make_local(0, tmp_path / "other") as other:
        logs = [tmp_path / "one", tmp_path / "other"]
        until(lambda: all("Ctrl-C stops it" in log.read_text() for log in logs), one, other)
        ports = {log.read_text().partition("tools.event http://localhost:")[2].split()[0] for log in logs}
        assert len(ports) == 2
        for port in ports:
            assert f'"http://host.docker.internal:{port}/' in event_of(port)
        for process in (one, other):
            process.terminate()
            assert process.wait(PATIENCE) == 0
    assert not [port for port in ports if (ROOT / ".local" / port).exists()]


def test_a_port_that_is_taken_is_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with make_local(port, tmp_path / "log") as process:
            assert process.wait(PATIENCE) == 1
    said = (tmp_path / "log").read_text().splitlines()
    assert len(said) == 1 and said[0].startswith(f"Port {port} can't be used (Address already in use).")


def test_the_check_says_so_where_no_engine_answers(tmp_path: Path) -> None:
    environment = os.environ | {"DOCKER_HOST": f"unix://{tmp_path}/no.sock"}
    command = [sys.executable, "-m", "tools.local_check"]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("No Docker engine answers here, so sam local invoke was not run")


def test_the_built_template_gives_the_function_strings_too(cloud: Cloud) -> None:
    """It is the one that sam local invoke reads."""
    template, url = cloud.built / "template.yaml", "http://host.docker.internal:5000"
    for functions in (environments(template), environments(template, url=url)):
        for function in functions.values():
            assert all(isinstance(value, str) for value in function["resolved"].values())
    container = functions["Function"]["container"]
    assert {name: container[name] for name in ENDPOINTS} == dict.fromkeys(ENDPOINTS, url)
