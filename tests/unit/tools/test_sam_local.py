"""Ports of make local, and the options that it writes."""

import json
import socket
import tomllib
from pathlib import Path

import pytest

from tools import sam_local
from tools.sam_local import configure, listening


@pytest.fixture(autouse=True)
def without_docker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask no engine."""
    monkeypatch.setattr(sam_local, "bridge", lambda: "")
    monkeypatch.setattr(sam_local, "has_image", lambda: True)


def test_two_at_once_find_a_port_each_on_loopback() -> None:
    with listening(0) as (one,), listening(0) as (other,):
        (host, port), (_, second) = one.getsockname(), other.getsockname()
    assert host == "127.0.0.1" and port != second


def test_a_port_that_is_taken_is_said_and_nothing_else_is_taken_instead() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(RuntimeError, match=f"Port {port} can't be used .*make local PORT=…"), listening(port):
            pass


def test_containers_reach_it_on_the_bridge_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sam_local, "bridge", lambda: "127.0.0.2")
    with listening(0) as listeners:
        (host, port), (bridge, same) = (one.getsockname() for one in listeners)
    assert (host, bridge, same) == ("127.0.0.1", "127.0.0.2", port)


def test_a_bridge_that_is_not_on_this_machine_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Docker Desktop's is in its virtual machine."""
    monkeypatch.setattr(sam_local, "bridge", lambda: "192.0.2.1")
    with listening(0) as listeners:
        assert len(listeners) == 1


def test_the_options_name_the_build_and_an_endpoint_for_each_service(tmp_path: Path) -> None:
    configure(tmp_path, "http://host.docker.internal:5055")
    options = tomllib.loads((tmp_path / "samconfig.toml").read_text())["default"]["local_invoke"]["parameters"]
    assert options["template_file"] == str(tmp_path / "build" / "template.yaml")
    assert options["add_host"] == ["host.docker.internal:host-gateway"] and options["skip_pull_image"] is True
    variables = json.loads(Path(options["env_vars"]).read_text())["Parameters"]
    assert (variables.pop("SOURCE_BUCKET"), variables.pop("LEDGER_TABLE")) == ("dictionaries", "ledger")
    assert len(variables) == 4 and set(variables.values()) == {"http://host.docker.internal:5055"}
