"""The calls that make, renew and delete a package: the service has no plural ones."""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace

from cloudformation.targets import CREATING, UPDATING
from errors import Denied, InvalidRequest, Rejected
from model import Goal, Package, Target
from opensearch.client import OpenSearch
from reconcile.calls import Called, attempted
from reconcile.ownership import rolls_back
from reconcile.package.look import PackageLook
from reconcile.state import State


def check_source(target: Target) -> None:
    """Raise `InvalidRequest` if the provider may not read the object."""
    allowed, bucket = os.environ.get("SOURCE_BUCKET", ""), target.options["PackageSource"]["S3BucketName"]
    if not allowed:
        raise InvalidRequest(
            "Custom::OpenSearchPackage is switched off in this provider. Deploy it with the parameter SourceBucket, "
            "the bucket that it may read."
        )
    if allowed not in ("*", bucket):
        raise InvalidRequest(f"S3BucketName is {bucket}, but the provider's SourceBucket allows {allowed} only.")


def make(
    state: State, labels: Sequence[str], goal: Goal, look: PackageLook, opensearch: OpenSearch, now: float
) -> Called:
    """Create, update or delete packages, one by one."""
    targets = {target.label: target for target in look.request.targets}
    for label in labels:
        package = look.found.get(state.of(label).id)
        state = state.with_package(label, replace(state.of(label), before=package.version if package else ""))
        ask = _call(goal, targets[label], package, opensearch)
        state, error = attempted(state, [label], goal, look, ask, now)
        vain = goal is Goal.PRESENT and package is not None and isinstance(error, Denied | Rejected)
        if vain and rolls_back(look.request, look):
            # As a refusal: what can't be brought back does not keep the stack from rolling back.
            state = state.with_package(label, state.of(label).refused_again(now, str(error)))
        elif error is not None:
            return state, error
    return state, None


def _call(goal: Goal, target: Target, package: Package | None, opensearch: OpenSearch) -> Callable[[], str | None]:
    if package is None:
        creating = {name: value for name, value in target.options.items() if name in CREATING}
        return lambda: opensearch.create(creating)
    if goal is Goal.ABSENT:
        return lambda: opensearch.delete(package.package_id)
    updating = {name: value for name, value in target.options.items() if name in UPDATING}
    return lambda: opensearch.update(package.package_id, updating)
