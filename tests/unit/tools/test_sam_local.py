"""How containers reach make local: on the bridge, where there is one."""

import pytest

from tools import sam_local
from tools.sam_local import listening


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
