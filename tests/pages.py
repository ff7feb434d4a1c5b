"""The README and the pages of docs/ as tests read them: their sections, tables and snippets."""

import re
from textwrap import dedent

from tools.local import ROOT

#: Each page's text, by its path in the repository.
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md")))
}
README = PAGES["README.md"]
OPERATING, TROUBLESHOOTING = "docs/operating.md", "docs/troubleshooting.md"


def section(title: str, page: str, level: int = 2) -> str:
    """Return the text under a heading."""
    mark = "#" * level
    _, heading, text = PAGES[page].partition(f"\n{mark} {title}\n")
    assert heading, f"{page} has no section {title}"
    return re.split(rf"\n#{{1,{level}}} ", text)[0]


def headings(text: str, level: int) -> dict[str, str]:
    """Return the text under each heading of a level, by the heading without its backticks."""
    parts = re.split(rf"^#{{{level}}} (.+)\n", text, flags=re.M)
    return {
        title.strip("`"): re.split(r"^#", body, flags=re.M)[0]
        for title, body in zip(parts[1::2], parts[2::2], strict=True)
    }


def rows(text: str) -> list[list[str]]:
    """Return the cells of a table, without its head."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def snippets(text: str, language: str = "") -> list[str]:
    """Return the snippets of a language."""
    found = re.findall(r"^( *)```(\w*)\n(.*?)^ *```$", text, re.M | re.S)
    return [dedent(snippet) for _, said, snippet in found if said == language]


def named(text: str) -> set[str]:
    """Return what stands between backticks, and what the first cells of a table hold."""
    cells = {name.strip(" `") for row in rows(text) for name in row[0].split(",")}
    return cells | set(re.findall(r"`([^`\n]+)`", text))
