"""The sample events as CloudFormation would send them now."""

import uuid
from itertools import pairwise

from cloudformation.response_url import signed_at
from tools.samples import APART, DEFAULT_URL, EVENTS, FILMS, SAMPLES, Invocations, event


def test_the_table_is_the_folder_and_the_events_of_one_life_are_of_one_stack() -> None:
    assert {path.stem for path in EVENTS.glob("*.json")} == set(SAMPLES)
    stacks: dict[str, set[str]] = {}
    for name in SAMPLES:
        stacks.setdefault(event(name)["StackId"], set()).add(name)
    assert sorted(map(sorted, stacks.values())) == [
        ["create", "create-set", "delete", "delete-set", "update-nothing", "update-replace", "update-set"],
        ["create-invalid", "delete-not-created"],
        ["create-package", "delete-package", "update-package"],
    ]


def test_each_is_the_one_of_the_folder_but_for_when_and_its_number() -> None:
    invocations, times = Invocations(), []
    for name in [*SAMPLES, *SAMPLES]:
        made, before = invocations.made(name), event(name)
        request, url = made.pop("RequestId"), made.pop("ResponseURL")
        assert uuid.UUID(request) and before.pop("RequestId") not in url
        assert request in url and url.startswith(f"{DEFAULT_URL}/cloudformation-custom-resource-response-")
        assert before.pop("ResponseURL").partition("%7C")[0] == url.partition("%7C")[0]
        assert made == before
        times.append(signed_at(url, invocations.last))
        assert (
            "20261101" not in url
            and invocations.answered({"RequestId": request} | {"PhysicalResourceId": FILMS}) == name
        )
    assert len(invocations.names) == 2 * len(SAMPLES)
    assert all(one is not None and other is not None and other - one >= APART for one, other in pairwise(times))


def test_the_package_is_the_one_that_was_answered_last() -> None:
    """For a deleted one's id never comes again."""
    invocations = Invocations()
    invocations.answered({"RequestId": invocations.made("create-package")["RequestId"], "PhysicalResourceId": "F4"})
    assert invocations.made("update-package")["PhysicalResourceId"] == "F4"
    assert invocations.made("delete-package")["PhysicalResourceId"] == "F4"
    assert invocations.made("delete")["PhysicalResourceId"] == "movies|F111111111"
    assert invocations.answered({"RequestId": "another"}) == ""
