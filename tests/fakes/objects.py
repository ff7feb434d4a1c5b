"""The objects that packages are made from: those of moto's S3, in the same process or server."""

from typing import Any

from moto.opensearch.models import OpenSearchServiceBackend
from moto.s3.models import FakeKey, S3Backend, s3_backends
from moto.utilities.utils import get_partition

from tests.fakes.package import Failure


class Objects:
    """As OpenSearch Service reads them, for one account and region."""

    def __init__(self, service: OpenSearchServiceBackend) -> None:
        self._account, self._region = service.account_id, service.region_name
        #: (bucket, key) of the objects that it may not read.
        self.unreadable: set[tuple[str, str]] = set()

    @property
    def _s3(self) -> S3Backend:
        return s3_backends[self._account][get_partition(self._region)]

    def read(self, bucket: str, key: str) -> bytes | Failure | None:
        """Return an object's bytes as they are now, None when there is no such bucket, or why it can't be read."""
        known = self._s3.buckets.get(bucket)
        if known is None:
            return None
        if known.region_name != self._region:
            where = f"The S3 bucket is in {known.region_name}, not in {self._region}"
            return unreadable("WrongRegion", where, bucket, key)
        if (bucket, key) in self.unreadable:
            return unreadable("AccessDenied", "Access denied to S3 object", bucket, key)
        # What was deleted in a versioned bucket leaves a marker that is no FakeKey.
        one = known.keys.get(key)
        if not isinstance(one, FakeKey):
            return unreadable("NoSuchKey", "The S3 object does not exist", bucket, key)
        content: bytes = one.value
        return content

    def put(self, bucket: str, key: str, content: bytes, region: str) -> str:
        """Write an object, in a bucket that is made when there is none; return its VersionId."""
        if bucket not in self._s3.buckets:
            self._s3.create_bucket(bucket, region)
            self._s3.put_bucket_versioning(bucket, "Enabled")
        made: Any = self._s3.put_object(bucket, key, content)
        return str(made.version_id)

    def delete(self, bucket: str, key: str) -> None:
        """Delete an object; its bucket stays."""
        self._s3.delete_object(bucket, key)


def unreadable(type_: str, message: str, bucket: str, key: str) -> Failure:
    """Return how the copying of such an object ends."""
    return Failure("COPY_FAILED", type_, f"{message}: s3://{bucket}/{key}")
