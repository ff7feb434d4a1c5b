"""What a test or a person may order: failures, a busy domain, a package in use. Over HTTP as moto's own controls."""

import json
from typing import Any

from moto.opensearch.models import OpenSearchServiceBackend, opensearch_backends

from tests.fakes.clock import clock
from tests.fakes.models import Packages, packages_of
from tests.fakes.package import Failure, Package
from tests.fakes.settings import Settings

ACCOUNT, REGION = "123456789012", "us-east-1"


class Controls:
    """Each method is a control; over HTTP its arguments are the JSON body of a POST."""

    def __init__(self, account: str = ACCOUNT, region: str = REGION) -> None:
        self._account, self._region = account, region

    @property
    def packages(self) -> Packages:
        service: OpenSearchServiceBackend = opensearch_backends[self._account][self._region]
        return packages_of(service)

    def fail(self, package: str, status: str, type: str = "ServiceError", message: str = "it failed") -> None:
        """Let the next transition of that kind end so: of an association, or of the package itself.

        A package that is to be made can be named by its PackageName.
        """
        self.packages.known_packages()  # what has ended before the order, though nobody has looked, is not its next
        self.packages.orders.setdefault(package, []).append(Failure(status, type, message))

    def put_object(self, bucket: str, key: str, content: str = "", region: str = REGION, readable: bool = True) -> str:
        """Write an object in S3; return its VersionId. The region is that of a bucket that is not there yet."""
        objects = self.packages.objects
        (objects.unreadable.discard if readable else objects.unreadable.add)((bucket, key))
        return objects.put(bucket, key, content.encode(), region)

    def delete_object(self, bucket: str, key: str) -> None:
        """Delete an object in S3; its bucket stays."""
        self.packages.objects.delete(bucket, key)

    def content(self, package: str, version: str = "") -> str:
        """Return what a version of a package was made from, by default the newest available."""
        versions = {one.name: one for one in self.packages.package(package).versions}
        known = versions[version] if version else list(versions.values())[-1]
        return (known.upload.content or b"").decode()

    def busy(self, domain: str, seconds: float) -> None:
        """Let the domain be changed by something else for so long."""
        self.packages.domain(domain).busy_until = clock.now() + seconds

    def use(self, domain: str, package: str, how: str = "conflict") -> None:
        """Let an index use the package: a dissociation is a "conflict" at once, "fails" later, or "" nothing."""
        self.packages.domain(domain).used[package] = how

    def domain_status(self, domain: str, status: str) -> None:
        """Set DomainProcessingStatus by hand; empty: as it is."""
        self.packages.domain(domain).forced = status

    def association_status(self, domain: str, package: str, status: str) -> None:
        """Set DomainPackageStatus by hand; empty: take the association away."""
        known = self.packages.domain(domain).associations
        if status:
            known[package].status, known[package].transition = status, None
            known[package].last_updated = clock.now()
        else:
            known.pop(package, None)

    def package_status(self, package: str, status: str) -> None:
        """Set PackageStatus by hand; empty: as it is."""
        self.packages.packages[package].force(status)

    def publish(
        self, package: str, name: str, engine_version: str, type: str = "ZIP-PLUGIN", owner: str = "AWS"
    ) -> None:
        """Offer a package of the service's own, as the optional plugins with `G…` ids are, or another account's."""
        new = Package(package, name, type, engine_version, owner=owner)
        new.publish(clock.now())
        self.packages.packages[package] = new

    def upgrade(self, domain: str, engine_version: str) -> None:
        """Upgrade the engine: plugins are replaced by those of the same name for the new version."""
        packages = self.packages
        state = packages.domain(domain)
        packages.service.domains[domain].engine_version.options = engine_version
        for old, one in list(state.associations.items()):
            for package in packages.packages.values():
                if package.name == one.package.name and package.engine_version == engine_version and package.id != old:
                    del state.associations[old]
                    one.package, one.version, one.last_updated = package, package.version, clock.now()
                    state.associations[package.id] = one

    def invalidate(self, domain: str, code: str, message: str) -> None:
        """Let the newest change of the domain have failed its validation."""
        failure = {"Code": code, "Message": message, "Severity": "Critical"}
        self.packages.domain(domain).invalid.append(failure)

    def set(self, **settings: bool) -> None:
        """Set what `Settings` has, such as one_change_at_a_time."""
        for name, value in settings.items():
            if name not in vars(Settings) or not isinstance(value, bool):
                raise ValueError(f"{name} can't be set to {value}")
            setattr(self.packages, name, value)

    def changes(self, domain: str) -> int:
        """Return how many changes of the domain there have been."""
        return self.packages.domain(domain).changes


def respond(request: Any, full_url: str, _headers: Any) -> tuple[int, dict[str, str], str]:
    """Take a control over HTTP."""
    name = full_url.rstrip("/").rsplit("/", 1)[-1]
    control = None if name.startswith("_") else getattr(Controls(), name, None)
    if not callable(control):
        return 404, {}, json.dumps({"message": f"There is no control {name}"})
    try:
        result = control(**json.loads(request.data or "{}"))
    except (LookupError, TypeError, ValueError) as error:
        return 400, {}, json.dumps({"message": f"{name}: {error}. Send the arguments as application/json."})
    return 200, {"Content-Type": "application/json"}, json.dumps({"result": result})
