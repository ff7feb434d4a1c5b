"""The calls that make, renew and delete a package: the service has no plural ones."""

import os
from collections.abc import Sequence

from errors import InvalidRequest
from ledger.law import ASSOCIATE, DISSOCIATE
from model import Target
from opensearch.client import OpenSearch
from reconcile.kind import Ask
from reconcile.look import Look
from reconcile.package.declaration import CREATING, UPDATING


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


def ask(asks: Sequence[Ask], _: Look, opensearch: OpenSearch) -> str | None:
    """Make one call, for one package; return the id of a package that it has made."""
    (one,) = asks
    options = one.target.options if one.target is not None else {}
    if one.verb == DISSOCIATE:
        opensearch.delete(one.package)
        return None
    if one.verb == ASSOCIATE:
        return opensearch.create({name: value for name, value in options.items() if name in CREATING})
    opensearch.update(one.package, {name: value for name, value in options.items() if name in UPDATING})
    return None
