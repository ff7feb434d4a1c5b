"""Draws what `make demo` prints, for the README, in the reader's light or dark.

Run as `make demo | .venv/dev/bin/python -m tools.picture > docs/demo.svg`.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from html import escape

from tools.statuses import WORD

#: The steps that are drawn, which fit a screen: a package is associated, another one fails. Of the others, the titles.
STEPS = ("3", "6")
#: What CloudFormation says of each change that somebody asks for.
NEEDLESS = "User Initiated"
WIDTH, LINE, LEFT, TOP = 980, 18, 16, 30
STEP = re.compile(r"(\d+)\. ")
STYLE = """
  text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: pre; fill: #1f2328 }
  rect { fill: #f6f8fa; stroke: #d1d9e0 }
  .step { font-weight: bold } .good { fill: #1a7f37 } .bad { fill: #cf222e; font-weight: bold } .busy { fill: #9a6700 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } rect { fill: #0d1117; stroke: #3d444d }
    .good { fill: #3fb950 } .bad { fill: #ff7b72 } .busy { fill: #d29922 }
  }
"""


def chosen(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines of the steps that are drawn, the titles of the others, and the last line."""
    yield "$ make demo"
    step, last = "", ""
    for line in lines:
        last = line.rstrip() or last
        if started := STEP.match(line):
            if started[1] in STEPS or step in STEPS:
                yield ""
            step = started[1]
            if step not in ("0", *STEPS):  # what is only started is no step of the story
                yield f"{line.rstrip()} …"
        if step in STEPS and line.strip() not in ("", NEEDLESS):
            yield line.rstrip()
    yield from ("", last)


def drawn(lines: Iterable[str]) -> str:
    """Return the picture of some lines."""
    shown = list(lines)
    height = TOP + LINE * len(shown)
    size = f'width="{WIDTH}" height="{height}"'
    names = 'xmlns="http://www.w3.org/2000/svg" xml:space="preserve" role="img"'
    head = f'<svg {names} viewBox="0 0 {WIDTH} {height}" {size}>'
    texts = [text(line, TOP + LINE * number) for number, line in enumerate(shown) if line]
    frame = '<rect x="0.5" y="0.5" width="99.9%" height="99.8%" rx="6"/>'
    title = "<title>What make demo prints</title>"
    return "\n".join([head, title, f"<style>{STYLE}</style>", frame, *texts, "</svg>", ""])


def text(line: str, y: int) -> str:
    """Return a line as markup, with each status in its colour."""
    words = WORD.sub(lambda word: f'<tspan class="{word.lastgroup}">{word[0]}</tspan>', escape(line, quote=False))
    kind = ' class="step"' if STEP.match(line) else ""
    return f'<text x="{LEFT}" y="{y}"{kind}>{words}</text>'


def main() -> None:
    """Draw what comes in."""
    sys.stdout.write(drawn(chosen(sys.stdin)))


if __name__ == "__main__":
    main()
