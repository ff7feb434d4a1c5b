"""The stage of the stories without HTTP: fast enough for hundreds of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from moto.moto_api import state_manager
from moto.opensearch.models import OpenSearchServiceBackend

from tests.fakes.clock import clock
from tests.fakes.controls import Controls
from tests.fakes.models import Packages
from tests.simulation.direct import Direct, create_domain
from tests.simulation.world import World
from tests.stories.conftest import Movies

SOURCE = {"S3BucketName": "dictionaries", "S3Key": "synonyms.txt"}


class QuickControls(Controls):
    """The service's controls, of packages of its own."""

    def __init__(self, packages: Packages) -> None:
        self._packages = packages

    @property
    def packages(self) -> Packages:
        return self._packages


@contextmanager
def quick() -> Iterator[Movies]:
    """Enter a stage with the domain movies and two dictionaries."""
    backend = OpenSearchServiceBackend("us-east-1", "123456789012")
    packages = Packages(backend)
    direct = Direct(packages)
    world = World(direct)
    create_domain(backend, "movies")
    try:
        with patch.object(clock, "now", lambda: world.simulation.now), world.entered():
            for name in ("synonyms", "stopwords"):
                direct.create_package(PackageName=name, PackageType="TXT-DICTIONARY", PackageSource=SOURCE)
            movies = Movies(world, QuickControls(packages), direct)
            movies.passes(60)
            yield movies
    finally:
        for kind in ("association", "dissociation", "package", "deletion"):
            state_manager.unset_transition(f"opensearch::{kind}")
