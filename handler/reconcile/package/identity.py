"""Which package a declaration is about: names are unique, but for plugins, which have one for each engine version."""

from dataclasses import replace

from errors import Failed
from ledger.records import Item
from model import PLUGIN, Package, Target
from reconcile.package.look import GOING, PackageLook
from reconcile.state import PackageState


def is_same(target: Target, package: Package) -> bool:
    """Return whether a package is the one that is declared, by what can never change of it."""
    type_ = target.options.get("PackageType", package.type)
    return clashes(target, package) and type_ == package.type


def clashes(target: Target, package: Package) -> bool:
    """Return whether no other package can have the name that is declared while this one has it."""
    plugins = target.options.get("PackageType", PLUGIN) == package.type == PLUGIN
    engine = target.options.get("EngineVersion")
    return target.name == package.name and not (plugins and engine and engine != package.engine_version)


def slot_of(name: str, type_: str, engine_version: str) -> str:
    """Return the slot of a package: its name, and of a plugin the engine version, for it has one for each."""
    return f"{name} {engine_version}" if type_ == PLUGIN and engine_version else name


def identified(target: Target, known: PackageState, look: PackageLook, _: Item) -> PackageState:
    """Return what is known of the package that is meant, with its id; without one, there is none yet, or no more.

    Raises:
        Failed: the declared package can't be made while another has its name.
    """
    named = [one for one in look.found.values() if clashes(target, one)]
    if known.asked is not None or not named:
        return known
    package, request = named[0], look.request
    if package.status != GOING and not is_same(target, package) and not request.names(package.package_id):
        raise Failed(
            f"there is another package of that name, {package.package_id} ({package.type}). Give another PackageName."
        )
    return replace(known, id=package.package_id)


def check_fixed(target: Target, package: Package) -> None:
    """Raise `Failed` if the request changes what the service can't change of the resource's package.

    What was adopted may differ from the start; and vending that is no longer declared is to be off.
    """
    there = _fixed(package)
    wanted = there | {"PackageVendingOptions": {"VendingEnabled": False}} | target.options
    changed = [name for name, now in there.items() if name in target.replaced and wanted[name] != now]
    if changed:
        raise Failed(
            f"{' and '.join(changed)} can't be changed on {package.package_id}, and the package that would take its "
            "place needs a name of its own. PackageName must change too."
        )


def _fixed(package: Package) -> dict[str, object]:
    """Return what the service can't change of a package, as the properties would say it."""
    vending = {} if package.vending is None else {"PackageVendingOptions": {"VendingEnabled": package.vending}}
    engine = {"EngineVersion": package.engine_version} if package.engine_version else {}
    return {"PackageType": package.type, **engine, **vending}
