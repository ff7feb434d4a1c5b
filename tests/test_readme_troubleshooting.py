"""docs/troubleshooting.md has every sentence of handler/, word for word.

What the stories can bring about, tests/stories/test_reasons.py compares with what a stack really shows.
"""

import ast
import re
from collections.abc import Iterator

import pytest

from cloudformation.properties import DEFINITIONS, SCHEMAS
from tests.pages import PAGES, README, TROUBLESHOOTING, headings, section, snippets
from tools.local import ROOT

#: The message of each heading, and by its cause.
ENTRIES = headings(PAGES[TROUBLESHOOTING], 3)
MESSAGES: dict[str, str] = {}
for _text in ENTRIES.values():
    (_cause,), (_message,) = re.findall(r"^\*\*(.+?)\.\*\*", _text, re.M), snippets(_text, "text")
    MESSAGES[_cause[0].lower() + _cause[1:]] = _message.rstrip("\n")
#: These raise what ends as the reason of a stack.
RAISING = {"Failed", "InvalidRequest", "AlreadyExists", "NoLocalEndpoint"}
#: A raised string with fewer letters is put together of others; a string of any kind with fewer says nothing.
SHORTEST_SENTENCE, SHORTEST = 12, 5
#: What stands in the examples for a value: names, versions, and what Lambda or the service says.
VALUES = re.compile(
    r"\band\b|KeyStoreAccessEnabled|movies|music|lyrics|synonyms|films|dictionaries|analysis-plugin|OpenSearch_|DomainNam\b|Asociation|Timestamp|Movies|maybe|"
    r"arn:aws:iam\S+|Runtime\.ExitError.*|https://vpce.example|EndpointConnectionError|KeyError|"
    r"[A-Z]{4}[A-Z_]+|ZIP-PLUGIN|InvalidDictionary: line 3: no comma|ServiceError: the change failed|"
    r"ThrottlingException|\bAWS\b|RedCluster: an index is red|PackageInUse: an index uses the package|"
    r": (?:KMS key is not accessible|at most 20 packages|Domain not found: music|not authorized|A change/update is in "
    r"progress|Prerequisite package F222222222 is not associated|Package F111111111 is in use by an index|"
    r"Rate exceeded|not found|Package is associated)"
)


def pattern(node: ast.expr) -> str:
    """Return a string of the source as a pattern, in which each value may be anything."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(pattern(value) if isinstance(value, ast.Constant) else ".*?" for value in node.values)
    return ".*?"


def strings() -> Iterator[tuple[str, bool]]:
    """Yield the strings of handler/ as patterns, and whether each is one of those that a stack shows."""
    for path in sorted((ROOT / "handler").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        shown, documents = set[int](), set[int]()
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISING:
                shown |= {id(argument) for argument in node.args}
            if isinstance(node, ast.Expr):
                documents.add(id(node.value))
            if isinstance(node, ast.JoinedStr):
                documents |= {id(value) for value in node.values}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr | ast.Constant) and id(node) not in documents:
                yield pattern(node), id(node) in shown or (path.name == "messages.py" and " " in pattern(node))


def letters(text: str) -> int:
    return len(re.sub(r"\.\*\?|\W", "", text))


STRINGS = [one for one in strings() if letters(one[0]) >= SHORTEST]
STRINGS += [(re.escape(one["description"]), False) for one in DEFINITIONS.values()]
STRINGS += [(name, False) for schema in SCHEMAS.values() for name in schema["properties"]]
RAISED = [text for text, raised in STRINGS if raised and letters(text) >= SHORTEST_SENTENCE]


def unsaid(message: str) -> list[str]:
    """Return the words of a message that are in no string of the handler, and are no values."""
    said = set[int]()
    for text, _ in STRINGS:
        constants = ".*?".join(f"({part})" if part else "" for part in text.split(".*?"))
        for match in re.finditer(constants, message):
            for group in range(1, match.re.groups + 1):
                said.update(range(*match.span(group)))
    for match in VALUES.finditer(message):
        said.update(range(*match.span()))
    left = "".join(" " if index in said else letter for index, letter in enumerate(message))
    return re.findall(r"[A-Za-z]{3,}", left)


@pytest.mark.parametrize("title", ENTRIES)
def test_each_heading_is_a_part_of_its_message(title: str) -> None:
    (message,) = snippets(ENTRIES[title], "text")
    assert title in message
    assert re.search(r"^\*\*.+?\.\*\* \w+", ENTRIES[title], re.M), "the cause, and what to do"


@pytest.mark.parametrize("cause", MESSAGES)
def test_each_message_is_what_the_handler_says(cause: str) -> None:
    assert unsaid(MESSAGES[cause]) == []


@pytest.mark.parametrize("sentence", RAISED)
def test_each_sentence_that_a_stack_may_show_is_on_the_page(sentence: str) -> None:
    pages = PAGES[TROUBLESHOOTING] + PAGES.get("docs/package.md", "")
    assert any(re.search(sentence, line) for line in pages.splitlines())


def test_what_a_success_may_say_is_what_the_handler_says() -> None:
    said = re.findall(r"`([A-Z…][^`]+ [^`]+)`", section("What a success may say", TROUBLESHOOTING))
    assert len(said) >= 10
    whole = [one.replace("Search of", "of").replace("… stays", "Package F111111111 stays") for one in said]
    assert [unsaid(one) for one in whole] == [[]] * len(said)


def test_the_commonest_errors_of_the_readme_are_parts_of_messages() -> None:
    quoted = re.findall(r"^\d\. `([^`]+)`", section("The five commonest errors", "README.md"), re.M)
    assert len(quoted) == 5
    assert all(any(one in message for message in MESSAGES.values()) for one in quoted)
    assert "](docs/troubleshooting.md)" in README
