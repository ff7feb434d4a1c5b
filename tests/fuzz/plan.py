"""What happens to stacks, to the service, and what goes wrong: the plan of one lifecycle. Times in seconds."""

from dataclasses import dataclass
from typing import Any

from tests.fuzz.made import Made
from tests.simulation.template import CUSTOM, ONE, SET

PACKAGES = ("F111111111", "F222222222", "F333333333", "F444444444")
FIRST, SECOND, THIRD, FOURTH = PACKAGES
NAMES = dict(zip(PACKAGES, ("synonyms", "stopwords", "stemming", "units"), strict=True))
#: How long a life waits before its first operation, and before any, at least; see `limits.LIMITS`.
BEFORE, PAUSE = 5000.0, 10.0
TYPES = {"one": ONE, "set": SET, "custom": CUSTOM}


@dataclass(frozen=True)
class Entry:
    """A package as a resource names it."""

    package: str
    named: bool = False
    version: str = ""
    revision: int = 0

    def properties(self) -> dict[str, Any]:
        name = {"PackageName": NAMES[self.package]} if self.named else {"PackageID": self.package}
        version = {"PackageVersion": self.version} if self.version else {}
        return name | version | ({"Revision": self.revision} if self.revision else {})


@dataclass(frozen=True)
class Declaration:
    """A resource as a template declares it."""

    name: str
    entries: tuple[Entry, ...]
    #: "one", "set", or "custom" for the type that takes either form.
    type: str = "one"
    adopt: bool = False
    timeout: int = 3600
    retain: bool = False

    @property
    def packages(self) -> frozenset[str]:
        return frozenset(entry.package for entry in self.entries)

    def template(self) -> dict[str, Any]:
        """Return its entry in the template."""
        shared = {"DomainName": "movies", "ServiceTimeout": self.timeout}
        shared |= {"AdoptExisting": True} if self.adopt else {}
        if self.type == "set" or len(self.entries) > 1:
            shared["Packages"] = [entry.properties() for entry in self.entries]
        else:
            shared |= self.entries[0].properties()
        policy = {"DeletionPolicy": "Retain"} if self.retain else {}
        type_ = "set" if self.type == "one" and len(self.entries) > 1 else self.type
        return {"Type": TYPES[type_], "Properties": shared, **policy}


@dataclass(frozen=True)
class Step:
    """One operation: the stack is created or updated to this template."""

    resources: tuple[Declaration, ...]
    #: When a sibling fails, and so cancels what is still under way; None: it doesn't.
    broken: float | None = None
    #: Packages that get a new version before it begins.
    published: frozenset[str] = frozenset()
    #: How long nothing happens before it begins.
    pause: float = 0
    #: Packages that the stack makes, and those that someone else makes before it begins.
    made: tuple[Made, ...] = ()
    foreign: tuple[Made, ...] = ()
    #: (key, what) that is written to S3 before it begins; see `made.Shelf`.
    puts: tuple[tuple[str, str], ...] = ()

    @property
    def packages(self) -> frozenset[str]:
        return frozenset[str]().union(*(one.packages for one in self.resources))

    def declaring(self, package: str) -> list[Declaration]:
        return [one for one in self.resources if package in one.packages]


@dataclass(frozen=True)
class Life:
    """One stack's."""

    steps: tuple[Step, ...]
    #: Its name may be a resource's too.
    stack: str = "search"
    #: When it begins.
    begins: float = 0
    #: "deleted", "stays", "forced" (it is gone without any Delete), or "released" (and its claims edited out by hand).
    ends: str = "deleted"
    change_set: bool = False
    shows_execution: bool = True
    on_failure: str = "ROLLBACK"
    swapped: bool = True
    #: From a failure to the first request of the rollback.
    turn: float = 2
    #: Express mode: a failed operation stops where it is; and what CloudFormation does with what was never created.
    rolls_back: bool = True
    recreates: bool = False
    refuses_replacements: bool = False
    #: After a failed rollback of an update: continue it without what failed.
    skip: bool = False

    @property
    def packages(self) -> frozenset[str]:
        """All packages that it ever declares."""
        return frozenset[str]().union(*(step.packages for step in self.steps))


@dataclass(frozen=True)
class Plan:
    """The whole of it; times without a life's are from the beginning of all."""

    lives: tuple[Life, ...]
    #: (when, package) that someone else associates, if it is not there.
    strangers: tuple[tuple[float, str], ...] = ()
    #: (when, for how long, kind) the ledger's table fails; see `table.Fault`.
    table: tuple[tuple[float, float, str], ...] = ()
    #: (when, package) that somebody edits out of the ledger by hand; of no package: all of the table is lost.
    lost: tuple[tuple[float, str], ...] = ()
    #: How far the clocks that sign requests are ahead of the one that is behind.
    skew: float = 0
    association: float = 3
    dissociation: float = 2
    function_timeout: int = 900
    visible_after: float = 0
    one_change_at_a_time: bool = False
    keeps_active: bool = False
    busy: float = 0
    plural_disabled: bool = False
    #: The packages whose first association fails, and whose first dissociation does.
    failing: frozenset[str] = frozenset()
    stuck: frozenset[str] = frozenset()
    timeout_at_top: bool = False
    #: How old half of CloudFormation's answers are.
    lag: float = 0
    #: When CloudFormation's API is throttled, from the beginning of the life on, and for how long.
    throttled: tuple[tuple[float, float], ...] = ()
    #: (which request, in their order; how much later it comes once more)
    late: tuple[tuple[int, float], ...] = ()
    #: The hand-overs to a function that has been deployed meanwhile.
    deployed: bool = False
    faults: tuple[tuple[int, str], ...] = ()
    #: How long it takes to make a package itself, and to delete it.
    making: float = 1
    deletion: float = 0
    #: The names of packages whose first validation fails, and whose first deletion does.
    spoiled: frozenset[str] = frozenset()
    clinging: frozenset[str] = frozenset()
    fails_while_copying: bool = False
    moving_is_in_use: bool = False
    describes_deleted: bool = False

    @property
    def made(self) -> tuple[Made, ...]:
        """All packages that are ever declared."""
        return tuple(one for step in self.steps for one in step.made)

    @property
    def steps(self) -> tuple[Step, ...]:
        """All operations of all stacks."""
        return tuple(step for life in self.lives for step in life.steps)
