"""make up, as a process: what it prints is run."""

import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.test_local import PATIENCE, process_of, processes_of, until
from tools.local import ROOT, without_aws

pytestmark = pytest.mark.end_to_end


def test_what_it_prints_reaches_it_and_ctrl_c_leaves_nothing(tmp_path: Path) -> None:
    folder, log = tmp_path / "folder", tmp_path / "log"
    folder.mkdir()
    with process_of("tools.up", log=log, TMPDIR=str(folder)) as process:
        until(lambda: "Ctrl-C stops it" in log.read_text(), process)
        printed = log.read_text()
        (exports,) = re.findall(r"^export .+$", printed, re.M)
        commands = re.findall(r"^aws .+?(?:\\\n.+)?$", printed, re.M)
        assert len(commands) == 3
        said = [run(f"{exports}\n{command}") for command in commands] if shutil.which("aws") else []
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(PATIENCE) == 1
    assert log.read_text().endswith("Stopped, and everything that was started with it.\n")
    assert processes_of(folder) == [] and list(folder.iterdir()) == []
    if not said:
        pytest.skip("it starts and stops as it should; the AWS CLI, which the printed commands are for, isn't here")
    assert "Successfully created/updated stack" in said[0] and '"DomainPackageStatus": "ACTIVE"' in said[1]


def run(command: str) -> str:
    """Return what a command prints that is given to a shell as it stands there."""
    ran = subprocess.run(
        ["sh", "-c", command], cwd=ROOT, env=without_aws(os.environ), capture_output=True, text=True, timeout=PATIENCE
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout
