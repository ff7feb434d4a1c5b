"""The calls that associate and dissociate: all packages in one change where the service offers it, else one by one."""

import os
from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter

from cloudformation.properties import echo
from errors import InvalidRequest
from ledger.law import DISSOCIATE
from model import Target
from opensearch.client import OpenSearch
from reconcile.association.look import DomainLook
from reconcile.kind import Ask


def check_key_role(target: Target) -> None:
    """Raise `InvalidRequest` if a package names another role than the one that the provider may pass."""
    allowed = os.environ.get("KEY_ACCESS_ROLE_ARN")
    access = target.options.get("AssociationConfiguration", {}).get("KeyStoreAccessOption", {})
    if allowed and access.get("KeyAccessRoleArn", allowed) != allowed:
        raise InvalidRequest(
            f"KeyAccessRoleArn is {echo(access['KeyAccessRoleArn'])}, but the provider's KeyAccessRoleArn allows "
            f"{allowed} only."
        )


def ask(asks: Sequence[Ask], look: DomainLook, opensearch: OpenSearch) -> None:
    """Make one call. What the service answers decides nothing; the next look does."""
    if asks[0].verb == DISSOCIATE:
        opensearch.dissociate(look.place, [one.package for one in asks])
    else:
        opensearch.associate(look.place, [(one.package, one.target.options if one.target else {}) for one in asks])


def in_order(asks: Sequence[Ask]) -> list[Ask]:
    """Return what is asked for in an order in which each package comes after its prerequisites."""
    by_id = {one.package: one for one in asks}
    needs = {one.package: one.target.options.get("PrerequisitePackageIDList", ()) if one.target else () for one in asks}
    before = {package: [one for one in needs[package] if one in by_id] for package in by_id}
    try:
        return [by_id[package] for package in TopologicalSorter(before).static_order()]
    except CycleError:
        return list(asks)
