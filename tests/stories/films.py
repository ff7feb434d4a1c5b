"""The words of the stories about packages themselves: a dictionary of films, made from an object in S3."""

from typing import Any

from tests.simulation.stack import Stack
from tests.stories.conftest import Movies, Template

Properties = dict[str, Any]

BUCKET = "dictionaries"
PICTURES = {"PackageName": "pictures"}
#: A resource that fails at once, and so takes the stack back.


def source(key: str = "films.txt", bucket: str = BUCKET) -> dict[str, str]:
    return {"S3BucketName": bucket, "S3Key": key}


def films(**more: Any) -> Template:
    """Return a template with one package."""
    return {"Films": {"PackageName": "films", "PackageType": "TXT-DICTIONARY", "PackageSource": source(), **more}}


def plugin(**more: Any) -> Template:
    """Return a template with a plugin."""
    known = {"PackageName": "films", "PackageType": "ZIP-PLUGIN", "EngineVersion": "OpenSearch_2.19"}
    return {"Films": {**known, "PackageSource": source("films.zip"), **more}}


def packages(movies: Movies, name: str = "films") -> list[Properties]:
    """Return what the service says of each package of the name that there is."""
    listed = movies.client.describe_packages(Filters=[{"Name": "PackageName", "Value": [name]}])
    return [one for one in listed["PackageDetailsList"] if one["PackageStatus"] != "DELETED"]


def package(movies: Movies, name: str = "films") -> Properties:
    """Return what the service says of the package; empty: there is none."""
    return next(iter(packages(movies, name)), {})


def version(movies: Movies, name: str = "films") -> tuple[str, str]:
    """Return the package's status and version."""
    one = package(movies, name)
    return one.get("PackageStatus", "absent"), one.get("AvailablePackageVersion", "")


def content(movies: Movies, name: str = "films") -> str:
    """Return what the package's newest version was made from."""
    return movies.service.content(package(movies, name)["PackageID"])


def made(movies: Movies, **more: Any) -> Stack:
    """Return a stack that has made the package."""
    stack = movies.stack()
    assert movies.do(lambda: stack.create(films(**more)))
    return stack


def made_by_hand(movies: Movies, name: str = "films", **more: Any) -> str:
    """Make a package behind the stacks' back, long ago; return its id."""
    given = {"PackageName": name, "PackageType": "TXT-DICTIONARY", "PackageSource": source()} | more
    package_id: str = movies.client.create_package(**given)["PackageDetails"]["PackageID"]
    movies.passes(600)
    return package_id


def reason(stack: Stack, name: str = "Films", status: str = "FAILED") -> str:
    """Return the reason of the resource's first event in such a status."""
    return next(words for _, one, state, words in stack.events if one == name and state.endswith(status) and words)
