"""docs/runbooks.md: every alarm has a runbook, and every command, query and request of the page is run or parsed.

The AWS CLI's commands are parsed into the calls that they make, and checked as boto3 checks those; the queries are run
over lines that the function writes; the requests to indexes are applied to settings as an index has them.
"""

import fnmatch
import json
import re
import shutil
import subprocess
from typing import Any

import pytest
from botocore import xform_name
from botocore.model import Shape
from botocore.session import get_session
from botocore.validate import ParamValidator

from holdings.drift import KINDS
from last_responder import MEANING
from tests.pages import PAGES, rows, section, snippets
from tests.test_readme import TEMPLATE, anchors
from tests.test_readme_commands import COMMANDS, EVERYWHERE

PAGE = "docs/runbooks.md"
TEXT = PAGES[PAGE]
#: Other pages, alarms and reasons lead to these.
ANCHORS = {
    "who-has-what", "alarms", "waiting", "delete-failed", "rollback-failed", "throttled", "last-responder",
    "not-delivered", "table", "drift", "upgrade", "uninstall",
}  # fmt: skip
RUNBOOKS = (
    "Waiting",
    "Delete failed",
    "Rollback failed",
    "Throttled",
    "Last responder",
    "Not delivered",
    "Table",
    "Drift",
)


def test_what_others_lead_to_is_there() -> None:
    assert anchors(PAGE) >= ANCHORS
    assert "](runbooks.md)" in PAGES["docs/troubleshooting.md"].split("\n## ")[0]


@pytest.mark.parametrize("title", RUNBOOKS)
def test_each_runbook_says_what_one_sees_and_when_it_is_mended(title: str) -> None:
    text = section(title, PAGE)
    assert text.startswith("\n**You see**: ")
    assert re.search(r"^\*\*Mended when\*\* ", text, re.M)


ALARMS = {name: one["Properties"] for name, one in TEMPLATE["Resources"].items() if one["Type"].endswith("::Alarm")}


@pytest.mark.parametrize("name", ALARMS)
def test_every_alarm_names_its_runbook(name: str) -> None:
    said = re.search(r"Runbook: docs/runbooks\.md#([a-z-]+)$", ALARMS[name]["AlarmDescription"])
    assert said and said[1] in ANCHORS
    (row,) = (row for row in rows(section("Alarms", PAGE)) if row[0] == name)
    assert f"](#{said[1]})" in row[2]


# The AWS CLI


HERE = [words for page, words in COMMANDS if page == PAGE]
AWS = [words for words in HERE if words[0] == "aws"]


def parsed(words: list[str]) -> tuple[Shape, dict[str, Any]]:
    """Return the shape of a command's call and its parameters, as the AWS CLI reads them."""
    _, service, command, *rest = words
    model = get_session().get_service_model(service)
    (name,) = (one for one in model.operation_names if xform_name(one, "-") == command)
    shape = model.operation_model(name).input_shape
    members = {f"--{xform_name(member, '-')}": member for member in shape.members}
    parameters: dict[str, Any] = {}
    options: list[tuple[str, list[str]]] = []
    for word in rest:
        if word.startswith("--"):
            options.append((word, []))
        elif options:
            options[-1][1].append(word)
    for option, values in options:
        if option not in EVERYWHERE:
            parameters[members[option]] = value_of(shape.members[members[option]], values)
    return shape, parameters


def value_of(shape: Shape, words: list[str]) -> Any:
    """Return an option's value: a flag, JSON, the AWS CLI's short form of a structure, or a word."""
    if shape.type_name == "boolean":
        assert words == []
        return True
    if words[0][:1] in "[{" and shape.type_name in ("list", "structure", "map"):
        return json.loads(words[0])
    if shape.type_name == "list":
        return [value_of(shape.member, [word]) for word in words]
    if shape.type_name == "structure":
        return dict(pair.split("=", 1) for pair in words[0].split(","))
    if words[0].startswith("$(date "):  # the shell's: seconds, or the time in full
        return 1_790_000_000 if shape.type_name == "long" else "2026-11-30T06:00:00Z"
    if shape.type_name in ("integer", "long"):
        return int(words[0])
    if shape.type_name in ("double", "float"):
        return float(words[0])
    return words[0]


@pytest.mark.parametrize("words", AWS, ids=lambda words: " ".join(words[1:3]))
def test_boto3_would_send_what_the_command_asks_for(words: list[str]) -> None:
    shape, parameters = parsed(words)
    report = ParamValidator().validate(parameters, shape)
    assert not report.has_errors(), report.generate_report()


def test_what_the_function_is_asked_is_what_it_knows() -> None:
    asked = [json.loads(parsed(words)[1]["Payload"]) for words in AWS if "--payload" in words]
    assert {key for event in asked for key in event} == {"DomainName", "Format", "Drift", "Release"}


# OpenSearch

#: An index that uses a dictionary, and one that does not; a template and a mapping.
SETTINGS = {
    "films": {"settings": {"index": {"number_of_shards": "1", "analysis": {"filter": {"my_synonyms": {
        "type": "synonym_graph", "synonyms_path": "analyzers/F111111111", "updateable": "true"}}}}}},
    "music": {"settings": {"index": {"number_of_shards": "1"}}},
}  # fmt: skip
ANALYSIS = {"analysis": {"tokenizer": {"words": {"type": "kuromoji", "user_dictionary": "analyzers/F111111111"}}}}
ANSWERS: dict[str, Any] = {
    "_all/_settings": SETTINGS,
    "_index_template": {
        "index_templates": [{"name": "all", "index_template": {"template": {"settings": {"index": ANALYSIS}}}}]
    },
    "_component_template": {
        "component_templates": [{"name": "one", "component_template": {"template": {"settings": {"index": ANALYSIS}}}}]
    },
    "_all/_mapping": {"films": {"mappings": {"properties": {"title": {"type": "text", "analyzer": "my_analyzer"}}}}},
}  # fmt: skip
OTHERS = {"_cat/plugins?v", "_ingest/pipeline", "_search/pipeline", "films/_close", "films/_settings", "films/_open"}


def filtered(value: Any, paths: list[list[str]]) -> Any:
    """Return what filter_path leaves of an answer: a name may have *, and lists are gone through."""
    if any(path == [] for path in paths):
        return value
    if isinstance(value, list):
        return [one for one in (filtered(item, paths) for item in value) if one]
    if not isinstance(value, dict):
        return None
    left = {}
    for key, item in value.items():
        further = [path[1:] for path in paths if fnmatch.fnmatchcase(key, path[0])]
        if further and (kept := filtered(item, further)):
            left[key] = kept
    return left


REQUESTS = [line for text in snippets(TEXT, "http") for line in text.splitlines()]


@pytest.mark.parametrize("request_", [one for one in REQUESTS if "filter_path" in one])
def test_a_request_shows_what_uses_a_package_and_little_else(request_: str) -> None:
    method, _, target = request_.partition(" ")
    path, _, query = target.partition("?")
    given = dict(pair.split("=") for pair in query.split("&"))
    paths = [one.split(".") for one in given["filter_path"].split(",")]
    shown = json.dumps(filtered(ANSWERS[path], paths))
    assert method == "GET" and given.keys() <= {"filter_path", "expand_wildcards"}
    assert "analyzers/F111111111" in shown or "my_analyzer" in shown
    assert "music" not in shown and "number_of_shards" not in shown


def test_every_other_request_is_known_and_its_body_is_json() -> None:
    targets = [line.split()[1] for line in REQUESTS if not line.startswith("{") and "filter_path" not in line]
    assert set(targets) == OTHERS
    assert [line.split()[0] for line in REQUESTS if "films/" in line] == ["POST", "PUT", "POST"]
    (body,) = (json.loads(line) for line in REQUESTS if line.startswith("{"))
    assert body["index.analysis.filter.my_synonyms.synonyms_path"] is None


def test_the_command_that_finds_the_indexes_asks_the_same_and_finds_the_one() -> None:
    (curl,) = (words for words in HERE if words[0] == "curl")
    assert curl[-1].startswith("https://$ENDPOINT/") and f"GET {curl[-1].split('$ENDPOINT/')[1]}" in REQUESTS
    (jq,) = (words for words in HERE if words[0] == "jq" and "to_entries" in words[-1])
    if not shutil.which("jq"):
        pytest.skip("jq is not here to run it")
    ran = subprocess.run(jq, input=json.dumps(SETTINGS), capture_output=True, text=True, check=True)
    assert ran.stdout == "films\n"


# CloudWatch Logs Insights

STACK = "arn:aws:cloudformation:us-east-1:123456789012:stack/movies-search/1"


def logged(message: str, at: float, **fields: Any) -> dict[str, Any]:
    """Return a line as Powertools writes it, with its time."""
    line = {"level": "INFO", "message": message, "stack_id": STACK, "logical_resource_id": "Synonyms"} | fields
    return {"@timestamp": at, "@message": json.dumps(line, separators=(",", ":"))}


def asked(query: str, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Run a query; fail where it is none: fields, filter by a pattern, sort by time, limit, and counts by bins."""
    found, fields = list(lines), ["@timestamp", "@message"]
    for stage in re.split(r"\n\| ", query.strip()):
        command, _, rest = stage.partition(" ")
        if command == "fields":
            fields = rest.split(", ")
        elif command == "filter":
            pattern = re.fullmatch(r"@message like /(.+)/", rest)
            assert pattern, stage
            found = [line for line in found if re.search(pattern[1].replace(r"\/", "/"), line["@message"])]
        elif command == "sort":
            assert rest == "@timestamp desc"
            found.sort(key=lambda line: -line["@timestamp"])
        elif command == "limit":
            found = found[: int(rest)]
        else:
            assert rest == "count(*) as waiting, max(waited) as longest by bin(5m)", stage
            bins: dict[float, list[Any]] = {}
            for line in found:
                bins.setdefault(line["@timestamp"] // 300 * 300, []).append(json.loads(line["@message"])["waited"])
            return [{"waiting": len(waits), "longest": max(waits)} for waits in bins.values()]
    return [
        {name: line[name] if name[0] == "@" else json.loads(line["@message"])[name] for name in fields}
        for line in found
    ]


LINES: list[dict[str, Any]] = [
    logged("still waiting", 900, domain="movies", waited=610, deadline="…"),
    logged("still waiting", 905, stack_id=STACK.replace("movies", "music"), domain="music", waited=30, deadline="…"),
    logged("still waiting", 1200, domain="movies", waited=910, deadline="…"),
    logged("status", 1000, status="ASSOCIATING"),
    logged("answered for the function", 1300, level="ERROR"),
    logged("drift", 1400, kind="missing", domain="movies"),
    {"@timestamp": 1500, "@message": "[ERROR] Runtime.ExitError: exit"},
]
QUERIES = snippets(TEXT)
EXPECTED: dict[str, list[list[float]]] = {
    "Waiting": [[1200, 900], [1000], [], [1200, 905, 900]],
    "Last responder": [[1300], [1500, 1300]],
    "Not delivered": [[1500]],
    "Drift": [[1400]],
}


@pytest.mark.parametrize("title", EXPECTED)
def test_each_query_finds_its_lines(title: str) -> None:
    queries = snippets(section(title, PAGE))
    found = [[line["@timestamp"] for line in asked(query, LINES) if "@timestamp" in line] for query in queries]
    assert found == EXPECTED[title]


def test_one_query_tells_how_many_wait_and_how_long_the_longest_has() -> None:
    assert asked(snippets(section("Waiting", PAGE))[2], LINES) == [
        {"waiting": 2, "longest": 610},
        {"waiting": 1, "longest": 910},
    ]


def test_there_is_no_query_and_no_language_that_no_test_looks_at() -> None:
    table = snippets(section("Who has what", PAGE))
    assert len(QUERIES) == sum(map(len, EXPECTED.values())) + len(table)
    languages = set(re.findall(r"^ *```(\w*)$", TEXT, re.M))
    assert languages == {"", "sh", "http"}


def test_the_reasons_of_the_last_responder_are_the_ones_in_the_table() -> None:
    text = section("Last responder", PAGE)
    assert all(meaning in text for meaning in MEANING.values())


def test_the_kinds_of_drift_are_the_ones_in_the_table() -> None:
    assert {row[0].strip("`") for row in rows(section("Drift", PAGE)) if row[0].startswith("`")} == set(KINDS)
