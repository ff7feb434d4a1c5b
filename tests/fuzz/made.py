"""A package as a template declares it, the association that follows it, and the objects that it is made from."""

from dataclasses import dataclass
from typing import Any

from tests.fakes.objects import unreadable
from tests.fakes.package import Failure
from tests.simulation.template import ONE, PACKAGE

BUCKET = "dictionaries"
DICTIONARY, PLUGIN = "TXT-DICTIONARY", "ZIP-PLUGIN"
#: The first is the domain's.
ENGINES = ("OpenSearch_2.19", "OpenSearch_2.17")
#: Of a package: what no other may have at the same time.
Identity = tuple[str, str]


@dataclass(frozen=True)
class Made:
    """One resource, or a package that someone else makes."""

    name: str
    package: str
    type: str = DICTIONARY
    engine: str = ENGINES[0]
    key: str = "k1"
    revision: int = 0
    adopt: bool = False
    timeout: int = 3600
    retain: bool = False
    #: An association names it by its "id" or its "name"; empty: there is none.
    followed: str = ""

    @property
    def identity(self) -> Identity:
        return self.package, self.engine if self.type == PLUGIN else ""

    @property
    def source(self) -> tuple[str, int]:
        """What makes a new version when it changes."""
        return self.key, self.revision

    @property
    def follower(self) -> str:
        return f"On{self.name}"

    @property
    def parameters(self) -> dict[str, Any]:
        """What CreatePackage takes."""
        engine = {"EngineVersion": self.engine} if self.type == PLUGIN else {}
        source = {"S3BucketName": BUCKET, "S3Key": self.key}
        return {"PackageName": self.package, "PackageType": self.type, "PackageSource": source, **engine}

    def template(self) -> dict[str, Any]:
        """Return its entries in the template."""
        shared = {"ServiceTimeout": self.timeout}
        properties = self.parameters | shared | ({"Revision": self.revision} if self.revision else {})
        properties |= {"AdoptExisting": True} if self.adopt else {}
        policy = {"DeletionPolicy": "Retain"} if self.retain else {}
        entries = {self.name: {"Type": PACKAGE, "Properties": properties, **policy}}
        if self.followed:
            by_id = {"PackageID": {"GetAtt": f"{self.name}.PackageID"}}
            package = by_id if self.followed == "id" else {"PackageName": self.package}
            follows = {
                "DomainName": "movies",
                "Revision": {"GetAtt": f"{self.name}.PackageVersion"},
                **package,
                **shared,
            }
            entries[self.follower] = {"Type": ONE, "Properties": follows}
        return entries


class Shelf:
    """The objects of one bucket: by key, all that each has been, the newest last."""

    def __init__(self) -> None:
        self.objects: dict[str, list[bytes | Failure]] = {}

    def put(self, key: str, what: str) -> None:
        """Write an object: "new" bytes, "bad" ones that no package can be made from, or one that is "unreadable"."""
        known = self.objects.setdefault(key, [])
        denied = unreadable("AccessDenied", "Access denied to S3 object", BUCKET, key)
        known.append(denied if what == "unreadable" else b"" if what == "bad" else f"{key} {len(known)}".encode())

    def read(self, bucket: str, key: str) -> bytes | Failure | None:
        """Return an object as it is now; None: nobody has told of it, and it will do for any package."""
        return self.objects[key][-1] if key in self.objects else None

    def is_good(self, key: str) -> bool:
        """Return whether a package can be made from the object."""
        return bool(self.objects[key][-1]) and not isinstance(self.objects[key][-1], Failure)
