"""The commands of the README and of docs/: each service, operation, option and file that they name exists."""

import re
import shlex
import subprocess
from functools import cache
from itertools import pairwise

import jmespath
import pytest
from botocore import xform_name
from botocore.session import get_session

from tests.pages import PAGES, section, snippets
from tools.local import ROOT, SAM
from tools.sam_local import SamLocal
from tools.server import LocalEndpoint

#: What a command line of the pages may begin with.
PROGRAMS = {".", "aws", "cfn-lint", "export", "git", "make", "sam"}
#: Options of every command of the AWS CLI, and those of its commands that are no operations of a service.
EVERYWHERE = {"--output", "--query"}
OF_ITS_OWN = {
    ("cloudformation", "deploy"): {"--stack-name", "--template-file", "--parameter-overrides", "--capabilities"},
    ("s3", "cp"): {"--recursive", "--exclude", "--include", "--content-type"},
}


def commands() -> list[tuple[str, list[str]]]:
    """Return each command of the pages, with its page."""
    found = []
    for page, text in PAGES.items():
        lines = "".join(snippets(text, "sh"))
        lines = re.sub(r"\\\n *|(?<=\|)\n *", " ", lines)
        lines += "".join(f"{one}\n" for one in re.findall(r"`((?:aws|sam|cfn-lint) [a-z-][^`\n]*)`", text))
        for line in lines.splitlines():
            for part in split(shlex.split(line, comments=True)):
                found.append((page, part))
    return found


def split(words: list[str]) -> list[list[str]]:
    """Return the commands of a pipe."""
    parts: list[list[str]] = [[]]
    for word in words:
        if word == "|":
            parts.append([])
        else:
            parts[-1].append(word)
    return [part for part in parts if part]


COMMANDS = commands()


def of(*programs: str) -> list[tuple[str, list[str]]]:
    return [(page, words) for page, words in COMMANDS if words[0] in programs]


def test_nothing_is_run_that_no_test_looks_at() -> None:
    assert len(COMMANDS) >= 20
    others = {words[0] for _, words in COMMANDS} - PROGRAMS
    assert others <= {".venv/sam/bin/sam", ".venv/dev/bin/python", ".venv/bench/bin/python", "npm", "sha256sum", "gh"}


@pytest.mark.parametrize(("page", "words"), of("aws"))
def test_the_aws_cli_takes_it(page: str, words: list[str]) -> None:
    _, service, operation, *rest = words
    options = {word for word in rest if word.startswith("--")}
    if (service, operation) in OF_ITS_OWN:
        known = OF_ITS_OWN[service, operation]
    else:
        model = get_session().get_service_model(service)
        (one,) = (name for name in model.operation_names if xform_name(name, "-") == operation)
        shape = model.operation_model(one).input_shape
        known = {f"--{xform_name(name, '-')}" for name in shape.members}
        assert {f"--{xform_name(name, '-')}" for name in shape.required_members} <= options or service == "opensearch"
    assert options <= known | EVERYWHERE
    for option, value in pairwise(rest):
        if option == "--query":
            jmespath.compile(value)
        if option == "--template-file" and not value.startswith("dist/"):
            assert (ROOT / value).exists()


@cache
def help_of(command: str) -> str:
    return subprocess.run([str(SAM), *command.split(), "--help"], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(("page", "words"), of("sam", ".venv/sam/bin/sam"))
def test_the_sam_cli_takes_it(page: str, words: list[str]) -> None:
    arguments = [word for word in words[1:] if "=" not in word and ">" not in word]
    first = next((i for i, word in enumerate(arguments) if word.startswith("-")), len(arguments))
    command = " ".join(word for word in arguments[:first] if word.islower())
    assert command in {"build", "deploy", "delete", "local invoke", "validate"}, command
    for option in arguments[first:]:
        if option.startswith("-"):
            assert re.search(rf"(?<![\w-]){option}(?![\w-])", help_of(command)), option


def test_every_module_that_is_run_exists() -> None:
    for page, words in COMMANDS:
        if words[1:2] == ["-m"]:
            path = ROOT / words[2].replace(".", "/")
            assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), f"{page}: {words}"


def test_sam_local_invoke_is_what_make_local_prints() -> None:
    (shown,) = snippets(section("sam local invoke", "README.md"), "sh")
    said = SamLocal(5000, ROOT / ".local" / "5000", LocalEndpoint("a key"))
    lines = re.sub(r"(?<=\|)\n *", " ", shown).splitlines()
    assert lines == ["make local PORT=5000", said.variables(), said.command("create")]
