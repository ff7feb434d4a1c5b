"""The sentences that a stack shows."""

import pytest

from errors import AlreadyExists, Denied, Failed, NotFound, Rejected, ServiceError, TimedOut, Unavailable
from model import SKEW, Association, Change, Goal, Request, Target
from reconcile import messages
from reconcile.failure import answered_with
from reconcile.messages import (
    about,
    changed,
    each,
    left_behind,
    not_swept,
    of_success,
    service_error,
    statuses,
    timed_out,
)
from reconcile.state import PackageState, State
from tests.unit.looks import cells, request

CREATE, DELETE = request(), request("Delete", "movies|F1,F2")
KNOWN = State(since=0, packages={"F1": PackageState(id="F1"), "F2": PackageState(id="F2", stays=True)})


def test_a_failure_says_once_which_package_and_domain_it_is_about() -> None:
    with pytest.raises(AlreadyExists) as error, about(CREATE, "F2"), about(CREATE, "F1"):
        raise AlreadyExists("it is there.")
    assert str(error.value) == "Package F1 could not be associated with domain movies: it is there."
    with (
        pytest.raises(Failed, match="Package F1 could not be dissociated from domain movies: no"),
        about(DELETE, "F1"),
    ):
        raise Failed("no.")
    with pytest.raises(Denied), about(CREATE, "F1"):
        raise Denied("es", "x", "no")
    with about(CREATE, "F1"):
        pass


@pytest.mark.parametrize("goal", Goal)
def test_at_the_deadline_the_last_status_and_the_last_trouble_are_said(goal: Goal) -> None:
    asked = CREATE if goal is Goal.PRESENT else DELETE
    for trouble, last in (("", "ASSOCIATING. "), ("es:X: slow", "ASSOCIATING; es:X: slow. ")):
        said = timed_out(asked, "F1", "ASSOCIATING", trouble, 3570.4)
        assert f": no final status after 3570 seconds, last seen: {last}{messages.ADVICE[goal]}" in said
        assert said.startswith("Package F1 could not be")


def test_the_status_of_each_package_is_said_where_there_are_several() -> None:
    found = {"F1": Association("F1", "ACTIVE")}
    seen = statuses(DELETE, KNOWN, found)
    assert seen == {"F1": "ACTIVE", "F2": "not associated"}
    assert each(request(), seen) == " Now on the domain: F1 ACTIVE, F2 not associated."
    assert each(request(), {"F1": "ACTIVE"}) == each(request(), {}) == ""
    assert statuses(CREATE, KNOWN, None) == {"F1": "nothing, for no look succeeded"}


@pytest.mark.parametrize(
    "change, said",
    cells(
        {
            "it can't be read": (None, ""),
            "it is older than the request": (Change(CREATE.made - SKEW - 1, "FAILED", ("C: m",)), ""),
            "it is over": (Change(CREATE.made, "COMPLETED"), ""),
            "it goes on": (Change(CREATE.made - SKEW, "PENDING, X"), " The domain's change is PENDING, X."),
            "it is not valid": (
                Change(CREATE.made, "FAILED", ("C: m", "n")),
                " The domain's change is not valid: C: m; n.",
            ),
        }
    ),
)
def test_what_the_change_of_the_domain_tells(change: Change | None, said: str) -> None:
    assert changed(CREATE, change) == said


@pytest.mark.parametrize(
    "error, said",
    cells(
        {
            "no answer": (
                Unavailable("es", "ListPackagesForDomain", "no answer from https://es.test", unreached=True),
                "es:ListPackagesForDomain got no answer from https://es.test, for all of this operation. "
                "Look at the network of the provider's function, and at OpenSearchEndpointUrl.",
            ),
            "no answer of CloudFormation's": (
                Unavailable("cloudformation", "DescribeStacks", "no answer from https://cf.test", unreached=True),
                "cloudformation:DescribeStacks got no answer from https://cf.test, for all of this operation. "
                "Look at the network of the provider's function.",
            ),
            "no permission on the stack": (
                Denied("cloudformation", "DescribeStacks", "no"),
                "cloudformation:DescribeStacks was denied: no. The provider must see its stack",
            ),
            "no permission on the domain": (
                Denied("es", "AssociatePackage", "no"),
                "es:AssociatePackage was denied for domain movies: no. Look at the provider's DomainNamePattern",
            ),
            "no permission on packages": (
                Denied("es", "DescribePackages", "no"),
                "es:DescribePackages was denied: no. Look at the role of the provider's function.",
            ),
            "no permission on the key": (
                Denied("es", "AssociatePackage", "KMS grant"),
                "es:AssociatePackage was denied for domain movies: KMS grant. Look at the KMS key of the package",
            ),
            "no such domain": (
                NotFound("es", "ListPackagesForDomain", "no"),
                "there is no such domain, in this account and region (no). Correct DomainName, deploy again.",
            ),
            "no such package, or domain": (
                NotFound("es", "AssociatePackage", "no"),
                "AssociatePackage found no such domain or package: no. Correct the properties, deploy again.",
            ),
            "anything else": (Rejected("es", "AssociatePackage", "E: m"), "AssociatePackage answered E: m."),
        }
    ),
)
def test_what_a_service_answered_is_said_in_its_own_words(error: ServiceError, said: str) -> None:
    assert service_error(CREATE, error).startswith(said)


def test_a_success_says_what_else_is_to_be_said() -> None:
    target = Target("G1", version="v1")
    asked = request("Update", "movies|G1", targets=(target,))
    known = PackageState(id="G2", stands_for="G1")
    state = State(since=0, packages={"G1": known}, notes=("One.", "Two."))
    assert of_success(asked, state, {"G1": Association("G2", "ACTIVE", version="v2")}) == (
        "PackageVersion of G1 is v1, which the service offers no more: v2 is active, and stays. "
        "An upgrade of the domain's engine has put G2 in the place of G1, which is accepted. One. Two."
    )
    assert of_success(asked, State(since=0), {"G1": Association("G1", "ACTIVE", version="v1")}) == ""
    assert of_success(DELETE, State(since=0, notes=("One.",)), {}) == "One."


def test_what_stays_is_said_with_its_reason_and_how_to_take_it_away() -> None:
    assert messages.stays("F1", "movies", "why") == "Package F1 stays on domain movies: why."
    assert not_swept("why") == "What the failed update may have left: why"
    assert left_behind("movies", ["F1"]) == (
        " If no resource names it any more: aws opensearch dissociate-package --domain-name movies --package-id F1"
    )
    assert left_behind("", ["F1", "F2"]).endswith(
        "delete-package --package-id F1; aws opensearch delete-package --package-id F2"
    )


@pytest.mark.parametrize(
    "known, answered, lost",
    [
        ("movies|F1", "movies|F1,F2", ""),
        ("movies|F1,F2", "films|F1", "F1 F2"),
        ("movies|F1,F2", "movies|F3", "F1 F2"),
        ("movies|F1", "not-created|Synonyms", ""),
        ("", "movies|F1", ""),
        ("F1", "F1", ""),
    ],
)
def test_a_failure_tells_what_the_id_that_it_answers_names_no_more(known: str, answered: str, lost: str) -> None:
    told = answered_with(TimedOut("It failed."), request("Update", known), answered)
    assert isinstance(told, TimedOut)
    assert str(told) == "It failed." + (left_behind("movies", lost.split()) if lost else "")


@pytest.mark.parametrize("asked", [CREATE, DELETE])
def test_every_reason_ends_with_a_full_stop(asked: Request) -> None:
    for kind in (Denied, NotFound, Rejected):
        assert service_error(asked, kind("es", "X", "E: m")).endswith(".")
    assert timed_out(asked, "F1", "x", "", 1).endswith(".")
