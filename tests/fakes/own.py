"""The packages of one account and region themselves: made from an object in S3, updated and deleted."""

from typing import Any

from moto.opensearch.models import OpenSearchServiceBackend

from tests.fakes import exceptions
from tests.fakes.content import invalid
from tests.fakes.objects import Objects
from tests.fakes.package import OWN, Failure, Package, Upload
from tests.fakes.settings import Settings

#: Members of PackageDetails that are named as the parameters are.
SHOWN = ("PackageDescription", "PackageVendingOptions", "PackageEncryptionOptions")
MOVING = ("COPYING", "VALIDATING", "DELETING")


class OwnPackages(Settings):
    """Parameters are the API's own."""

    def __init__(self, service: OpenSearchServiceBackend) -> None:
        self.service, self.objects = service, Objects(service)
        self.packages: dict[str, Package] = {}
        #: Ordered: how the next transitions end, by package id; those of a package that is to be made also by name.
        self.orders: dict[str, list[Failure]] = {}
        self.made = 0

    def known_packages(self) -> list[Package]:
        """Return the packages that are described, settled; the others are gone."""
        gone = [one.id for one in self.packages.values() if one.status() == "DELETED" == one.reached]
        for package_id in gone if not self.describes_deleted else []:
            del self.packages[package_id]
        return list(self.packages.values())

    def package(self, package_id: str) -> Package:
        """Return a package, settled; raise ResourceNotFoundException when there is none, or none any more."""
        package = self.packages.get(package_id)
        if package is None or package.status() == "DELETED":
            raise exceptions.ResourceNotFoundException(f"Package not found: {package_id}")
        return package

    def create(self, given: dict[str, Any]) -> Package:
        """Begin to make a package."""
        name, type_, engine = given["PackageName"], given["PackageType"], given.get("EngineVersion", "")
        if type_ == "ZIP-PLUGIN" and not engine:
            raise exceptions.ValidationException(
                "Operation not allowed. EngineVersion is a required parameter for this operation."
            )
        self._check_name(name, type_, engine)
        upload = self._upload(type_, given, {})
        self.made += 1
        package_id = f"F{111111111 * self.made}"
        orders = self.orders.setdefault(package_id, [])
        orders += self.orders.pop(name, [])
        shown = {member: given[member] for member in SHOWN if member in given}
        package = Package(package_id, name, type_, engine, orders=orders, shown=shown, upload=upload)
        self.packages[package_id] = package
        return package

    def update(self, given: dict[str, Any]) -> Package:
        """Begin to make the next version of a package; what is not given stays as it is."""
        package = self._changeable(given["PackageID"])
        if package.status() in MOVING:  # the model has no ConflictException here
            raise exceptions.ValidationException(f"Package {package.id} is {package.status()}")
        before = package.versions[-1].upload.configuration if package.versions else {}
        package.update(self._upload(package.type, given, before))
        package.shown |= {member: given[member] for member in SHOWN if member in given}
        return package

    def delete(self, package_id: str) -> Package:
        """Begin to delete a package that no domain has."""
        package = self._changeable(package_id)
        status = package.status()
        if status == "DELETING" or (self.moving_is_in_use and status in MOVING):
            raise exceptions.ConflictException(f"Package {package_id} is {status}")
        package.delete()
        return package

    def _changeable(self, package_id: str) -> Package:
        package = self.package(package_id)
        if package.owner != OWN:
            raise exceptions.AccessDeniedException(f"Package {package_id} is of {package.owner}")
        return package

    def _check_name(self, name: str, type_: str, engine: str) -> None:
        for one in self.known_packages():
            other = one.type == type_ == "ZIP-PLUGIN" and one.engine_version != engine
            if one.name == name and one.status() != "DELETED" and one.owner in (OWN, "AWS") and not other:
                raise exceptions.ResourceAlreadyExistsException(f"Package {name} already exists")

    def _upload(self, type_: str, given: dict[str, Any], configuration: dict[str, Any]) -> Upload:
        """Read the source as it is now."""
        source = given["PackageSource"]
        if not (source.get("S3BucketName") and source.get("S3Key")):
            raise exceptions.ValidationException("PackageSource needs S3BucketName and S3Key")
        read = self.objects.read(source["S3BucketName"], source["S3Key"])
        if isinstance(read, Failure) and not self.fails_while_copying:
            raise exceptions.ValidationException(read.message)
        commit, configuration = given.get("CommitMessage", ""), given.get("PackageConfiguration", configuration)
        if read is None or isinstance(read, Failure):
            return Upload(commit, None, configuration, read)
        return Upload(commit, read, configuration, invalid(type_, read))
