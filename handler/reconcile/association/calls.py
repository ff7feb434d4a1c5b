"""The calls that associate and dissociate: all packages in one change where the service offers it, else one by one."""

import os
from collections.abc import Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from aws_lambda_powertools import Logger

from cloudformation.properties import echo
from errors import Disabled, InvalidRequest, NotFound
from model import Goal, Request, Target
from opensearch.client import OpenSearch
from reconcile.association.look import DomainLook
from reconcile.calls import Called, attempted
from reconcile.state import State

logger = Logger()


def check_key_role(target: Target) -> None:
    """Raise `InvalidRequest` if a package names another role than the one that the provider may pass."""
    allowed = os.environ.get("KEY_ACCESS_ROLE_ARN")
    access = target.options.get("AssociationConfiguration", {}).get("KeyStoreAccessOption", {})
    if allowed and access.get("KeyAccessRoleArn", allowed) != allowed:
        raise InvalidRequest(
            f"KeyAccessRoleArn is {echo(access['KeyAccessRoleArn'])}, but the provider's KeyAccessRoleArn allows "
            f"{allowed} only."
        )


def make(
    state: State, labels: Sequence[str], goal: Goal, look: DomainLook, opensearch: OpenSearch, now: float
) -> Called:
    """Ask for packages, all in one change if possible.

    What the service answers decides nothing; the next look does.
    """
    if len(labels) > 1 and not state.one_by_one:
        state, error = _in_one(state, labels, goal, look, opensearch, now)
        if not isinstance(error, Disabled | NotFound):
            return state, error
        logger.info("one by one", domain=look.request.domain, words=error.words)
        state = replace(state, one_by_one=True)
    for label in _in_order(state, labels, look.request):
        state, error = _in_one(state, [label], goal, look, opensearch, now)
        if error is not None or state.of(label).refusal:
            return state, error  # most likely the domain is busy with the one before
    return state, None


def _in_one(
    state: State, labels: Sequence[str], goal: Goal, look: DomainLook, opensearch: OpenSearch, now: float
) -> Called:
    request, ids = look.request, [state.of(label).id for label in labels]
    options = {target.label: target.options for target in request.targets}

    def ask() -> None:
        if goal is Goal.PRESENT:
            opensearch.associate(request.domain, [(state.of(label).id, options[label]) for label in labels])
        else:
            opensearch.dissociate(request.domain, ids)

    return attempted(state, labels, goal, look, ask, now)


def _in_order(state: State, labels: Sequence[str], request: Request) -> list[str]:
    """Return the packages in an order in which each comes after its prerequisites."""
    by_id = {state.of(label).id: label for label in labels}
    needs = {target.label: target.options.get("PrerequisitePackageIDList", ()) for target in request.targets}
    before = {label: [by_id[one] for one in needs[label] if one in by_id] for label in labels}
    try:
        return list(TopologicalSorter(before).static_order())
    except CycleError:
        return list(labels)
