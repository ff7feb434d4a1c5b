"""The picture of the demo: of what it prints today, and no wider than its frame."""

import ast
import re
from xml.etree import ElementTree

from tests.test_readme_troubleshooting import pattern
from tools.local import ROOT
from tools.picture import LEFT, STEPS, WIDTH


def texts(picture: str) -> list[str]:
    """Return the lines of a picture."""
    return ["".join(one.itertext()) for one in ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}text")]


def test_the_picture_of_the_readme_is_of_this_demo() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "tools").glob("*.py")]
    nodes = [node for source in sources for node in ast.walk(ast.parse(source))]
    said = [pattern(node) for node in nodes if isinstance(node, ast.JoinedStr | ast.Constant)]
    steps = [
        line for line in texts((ROOT / "docs" / "demo.svg").read_text(encoding="utf-8")) if re.match(r"\d+\. ", line)
    ]
    assert [step.partition(".")[0] for step in steps if not step.endswith(" …")] == list(STEPS)
    assert [int(step.partition(".")[0]) for step in steps] == list(range(1, len(steps) + 1))
    assert all(any(re.fullmatch(one, step.removesuffix(" …")) for one in said if len(one) > 20) for step in steps)


def test_each_line_of_the_picture_ends_inside_its_frame() -> None:
    """The widest of the fonts that browsers take has characters of 7.9 pixels."""
    lines = texts((ROOT / "docs" / "demo.svg").read_text(encoding="utf-8"))
    assert max(map(len, lines)) * 7.9 + 2 * LEFT <= WIDTH
