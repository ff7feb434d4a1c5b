"""Every kind of error code, and some that exist nowhere, at every call of an operation for a while.

By what a code may be, which end follows; and whatever it is, no association is lost, and no Delete and no rollback
fails for what lasted less than half a minute.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest

from tests.simulation.direct import client_error
from tests.simulation.stack import Stack
from tests.stories.conftest import BROKEN, FIRST, SECOND, Movies, Template, synonyms
from tests.stories.films import films
from tests.stories.quick import SOURCE, quick

#: By service, a code at least of every kind that `codes` tells apart, of what no model has too; and its HTTP status.
CODES = {
    "opensearch": {
        "AccessDeniedException": 403,
        "BaseException": 400,
        "ConflictException": 409,
        "DisabledOperationException": 409,
        "InternalException": 500,
        "InvalidTypeException": 409,
        "LimitExceededException": 409,
        "ResourceAlreadyExistsException": 409,
        "ResourceNotFoundException": 409,
        "ThrottlingException": 400,
        "ValidationException": 400,
        "ExpiredTokenException": 403,
        "SignatureDoesNotMatch": 403,
        "ServiceUnavailable": 503,
        "Zażółć": 400,
        "": 400,
    },
    "cloudformation": {"AccessDenied": 403, "ExpiredToken": 400, "Throttling": 400, "HTTP 418": 400, "": 503},
    "dynamodb": {
        "AccessDeniedException": 403,
        "ConditionalCheckFailedException": 400,
        "InternalServerError": 500,
        "ProvisionedThroughputExceededException": 400,
        "ResourceNotFoundException": 400,
        "TransactionConflictException": 400,
        "UnrecognizedClientException": 400,
        "com.amazonaws.dynamodb#Perhaps": 400,
    },
    "lambda": {"ResourceNotFoundException": 404, "ServiceException": 500, "TooManyRequestsException": 429},
}
#: What nobody meets by asking again, by its service's model; all else may pass.
FINAL = {("opensearch", "DisabledOperationException"), ("opensearch", "InvalidTypeException")}
#: An answer: there is no such domain, so nothing is to be taken off.
NO_DOMAIN = ("opensearch", "ResourceNotFoundException")
OUTAGE = 25.0
#: Each of the operations meets it so often, at least.
MET = {"opensearch": 1, "lambda": 1}


@dataclass
class Outage:
    """The service answers every call so for a while, which begins with the first call in a status of the stack."""

    movies: Movies
    service: str
    code: str
    status: int
    lasts: float = OUTAGE
    during: str = ""
    stacks: list[Stack] = field(default_factory=list)
    began: float | None = None
    met: int = 0

    def __call__(self, service: str, _: str) -> None:
        now = self.movies.world.simulation.now
        if service != self.service or not any(self.during in stack.status for stack in self.stacks):
            return
        self.began = now if self.began is None else self.began
        if now - self.began < self.lasts:
            self.met += 1
            raise client_error(self.code, "THE WORDS", self.status)


@pytest.fixture
def stage() -> Iterator[Movies]:
    with quick() as movies:
        yield movies


def begun(stage: Movies, one: tuple[str, str, int], during: str = "", **more: Any) -> tuple[Stack, Outage]:
    """Return a stack, and what its service answers from now on while the stack is in such a status."""
    stack = stage.stack()
    if one[0] == "lambda":  # only a hand-over calls it
        stage.takes("association", 50)
        stage.takes("dissociation", 50)
        stage.world.function.timeout = 60
    outage = Outage(stage, *one, during=during, stacks=[stack], **more)
    return stack, outage


def existing(stage: Movies, stack: Stack, template: Template, outage: Outage) -> None:
    """Create the stack some time before the outage."""
    assert stage.do(lambda: stack.create(template))
    stage.passes(600)
    stage.world.fault = outage


def ends(stack: Stack, name: str = "Synonyms") -> list[str]:
    return [status for _, one, status, _ in stack.events if one == name]


def of(*services: str) -> pytest.MarkDecorator:
    """Return a mark for every code of the services."""
    each = [(service, code, status) for service in services for code, status in CODES[service].items()]
    return pytest.mark.parametrize("one", each, ids=lambda one: f"{one[0]}-{one[1] or 'none'}")


every = of(*CODES)


@every
def test_a_create(stage: Movies, one: tuple[str, str, int]) -> None:
    stack, outage = begun(stage, one)
    stage.world.fault = outage
    created = stage.do(lambda: stack.create(synonyms()))
    final = one[:2] in FINAL
    assert created is not final and outage.met >= MET.get(one[0], 0)
    assert stack.status == ("ROLLBACK_COMPLETE" if final else "CREATE_COMPLETE")
    assert stage.status() == ("absent" if final else "ACTIVE")


@every
def test_an_update(stage: Movies, one: tuple[str, str, int]) -> None:
    stack, outage = begun(stage, one)
    existing(stage, stack, synonyms(), outage)
    stage.client.update_package(PackageID=FIRST, PackageSource=SOURCE)
    stage.passes(60)
    assert stage.do(lambda: stack.update(synonyms(Revision="2")))
    assert (stack.status, stage.status()) == ("UPDATE_COMPLETE", "ACTIVE")
    assert outage.met >= MET.get(one[0], 0)


@every
def test_a_delete(stage: Movies, one: tuple[str, str, int]) -> None:
    stack, outage = begun(stage, one)
    existing(stage, stack, synonyms(), outage)
    assert stage.do(stack.delete)
    assert "DELETE_FAILED" not in ends(stack)
    assert stage.status() == ("ACTIVE" if one[:2] == NO_DOMAIN else "absent")
    assert outage.met >= MET.get(one[0], 0)


@every
def test_a_rollback(stage: Movies, one: tuple[str, str, int]) -> None:
    stack, outage = begun(stage, one, "ROLLBACK")
    existing(stage, stack, synonyms(), outage)
    assert not stage.do(lambda: stack.update(synonyms(SECOND) | BROKEN))
    assert "DELETE_FAILED" not in ends(stack)
    assert (stack.status, stage.status()) == ("UPDATE_ROLLBACK_COMPLETE", "ACTIVE")
    assert outage.met >= MET.get(one[0], 0)


@every
def test_a_cleanup(stage: Movies, one: tuple[str, str, int]) -> None:
    stack, outage = begun(stage, one, "CLEANUP")
    existing(stage, stack, synonyms(), outage)
    assert stage.do(lambda: stack.update(synonyms(SECOND)))
    assert "DELETE_FAILED" not in ends(stack)
    assert (stack.status, stage.status(SECOND)) == ("UPDATE_COMPLETE", "ACTIVE")
    assert stage.status(FIRST) == ("ACTIVE" if one[:2] == NO_DOMAIN else "absent")
    assert outage.met >= MET.get(one[0], 0)


@of("opensearch")
def test_a_package_itself(stage: Movies, one: tuple[str, str, int]) -> None:
    """Made, made anew, rolled back, and deleted, each of them in an outage of its own."""
    stack, stage.world.fault = begun(stage, one)
    final = one[:2] in FINAL
    assert stage.do(lambda: stack.create(films())) is not final
    if final:
        assert stack.status == "ROLLBACK_COMPLETE"
        return
    for template, goes in ((films(Revision="2"), True), (films(Revision="3") | BROKEN, False)):
        stage.passes(600)
        stage.world.fault = Outage(stage, *one, stacks=[stack])
        assert stage.do(partial(stack.update, template)) is goes
        assert stack.status == ("UPDATE_COMPLETE" if goes else "UPDATE_ROLLBACK_COMPLETE")
    stage.passes(600)
    stage.world.fault = Outage(stage, *one, stacks=[stack])
    assert stage.do(stack.delete)
    assert "DELETE_FAILED" not in ends(stack, "Films")


@pytest.mark.parametrize(
    "code, status", [("ExpiredTokenException", 403), ("InvalidMoonPhaseException", 400), ("", 400)]
)
def test_what_lasts_for_a_minute_is_told_with_its_words(stage: Movies, code: str, status: int) -> None:
    stack, outage = begun(stage, ("opensearch", code, status), lasts=120)
    stage.world.fault = outage
    assert not stage.do(lambda: stack.create(synonyms()))
    began, failed, reason = next(
        (stack.created, at, reason) for at, _, now, reason in stack.events if now == "CREATE_FAILED"
    )
    assert 60 <= failed - began < 70
    assert f"ListPackagesForDomain answered {code}: THE WORDS" in reason
    assert stack.status == "ROLLBACK_COMPLETE"


def test_what_is_final_is_told_at_once(stage: Movies) -> None:
    stack, outage = begun(stage, ("opensearch", "DisabledOperationException", 409))
    stage.world.fault = outage
    assert not stage.do(lambda: stack.create(synonyms()))
    assert next(at for at, _, now, _ in stack.events if now == "CREATE_FAILED") - stack.created < 1
