"""The sample events as make local writes them."""

import json
from pathlib import Path

from cloudformation.response_url import signed_at
from tools.samples import DEFAULT_URL, SAMPLES, event, write

AT = 1_790_000_000.0


def test_they_are_those_of_the_folder_but_for_where_and_when(tmp_path: Path) -> None:
    write(tmp_path, "http://host.docker.internal:5055", AT)
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}.json" for name in SAMPLES}
    for name in SAMPLES:
        written = json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8"))
        url = written.pop("ResponseURL")
        before = event(name)
        assert before.pop("ResponseURL").startswith(f"{DEFAULT_URL}/")
        assert written == before
        assert url.startswith("http://host.docker.internal:5055/cloudformation-custom-resource-response-")
        assert signed_at(url, AT) == AT and "20261101" not in url
