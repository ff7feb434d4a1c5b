"""What sam local invoke prints, for a person to follow."""

import json

from tools.readable import readable

LOGGED = {"level": "INFO", "location": "app:1", "message": "status", "timestamp": "2026-11-25 10:48:13,273+0000"}
METRICS = {"_aws": {"Timestamp": 1}, "Succeeded": [1.0]}
ANSWER = {"Status": "FAILED", "PhysicalResourceId": "not-created|Synonyms", "Reason": "Mövies"}


def test_log_lines_are_short_and_the_answer_comes_last() -> None:
    """Whatever came in between, and in which order: SAM writes to two streams."""
    lines = [
        "Mounting /x as /var/task\n",
        json.dumps(
            LOGGED | {"stack_id": "arn:aws:…", "function_arn": "arn:aws:…", "domain": "movies", "status": "ACTIVE"}
        ),
        json.dumps(ANSWER),
        json.dumps(METRICS),
        "REPORT RequestId: 1\n",
    ]
    *said, answer = readable(lines)
    assert said == [
        "Mounting /x as /var/task",
        "10:48:13,273  status  domain=movies status=ACTIVE",
        "REPORT RequestId: 1",
    ]
    assert answer == f"\nThe answer:\n{json.dumps(ANSWER, indent=2, ensure_ascii=False)}"


def test_an_error_of_the_function_stands_out_too() -> None:
    (answer,) = readable(['{"errorMessage": "No module named x", "errorType": "Runtime.ImportModuleError"}'])
    assert "No module named x" in answer


def test_that_there_is_no_answer_is_said() -> None:
    assert list(readable(["Error: Running AWS SAM projects locally requires a container runtime.\n"]))[-1] == (
        "\nThere is no answer: the function ended without one, or was not invoked."
    )
