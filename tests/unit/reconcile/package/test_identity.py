"""Which package a declaration is about."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from cloudformation.types import PACKAGE
from errors import Failed
from ledger.records import Item
from model import Package, Target
from reconcile.package.declaration import FIXED, PLACE
from reconcile.package.identity import check_fixed, clashes, identified, is_same, slot_of
from reconcile.package.look import PackageLook
from reconcile.state import PackageState
from tests.unit.requests import request

OPTIONS = {"PackageName": "films", "PackageType": "TXT-DICTIONARY"}
PLUGIN = {**OPTIONS, "PackageType": "ZIP-PLUGIN", "EngineVersion": "OpenSearch_2.19"}


def package(package_id: str = "F1", status: str = "AVAILABLE", **more: Any) -> Package:
    return Package(package_id, status, **{"name": "films", "type": "TXT-DICTIONARY", "version": "v1"} | more)


def target(**more: Any) -> Target:
    return replace(Target(name="films", options=OPTIONS), **more)


def plugin(package_id: str = "F1", engine: str = "OpenSearch_2.19", **more: Any) -> Package:
    return package(package_id, type="ZIP-PLUGIN", engine_version=engine, **more)


def meant(*found: Package, wanted: Target | None = None, type_: str = "Create", id_: str = "", **known: Any) -> str:
    """Return the id that is identified, or the words of the failure."""
    asked = request(type_, id_, place=PLACE, targets=(wanted or target(),), resource_type=PACKAGE)
    try:
        seen = SimpleNamespace(request=asked, found={one.package_id: one for one in found})
        return identified(asked.targets[0], PackageState(**known), cast(PackageLook, seen), Item()).id
    except Failed as failure:
        return str(failure)


@pytest.mark.parametrize(
    "options, one, same, clash",
    [
        (OPTIONS, package(), True, True),
        (OPTIONS, package(name="pictures"), False, False),
        (OPTIONS, package(type="PACKAGE-LICENSE"), False, True),
        (OPTIONS, plugin(), False, True),
        (PLUGIN, plugin(), True, True),
        (PLUGIN, plugin(engine="OpenSearch_3.1"), False, False),
        (PLUGIN, package(), False, True),
        ({}, plugin(), True, True),
        ({"EngineVersion": "OpenSearch_3.1"}, plugin(), False, False),
        (OPTIONS | {"EngineVersion": "OpenSearch_3.1"}, plugin(), False, True),
        ({}, package(), True, True),
    ],
)
def test_names_are_unique_but_for_plugins_of_another_engine(
    options: dict[str, Any], one: Package, same: bool, clash: bool
) -> None:
    wanted = target(options=options)
    assert (is_same(wanted, one), clashes(wanted, one)) == (same, clash)


def test_an_id_that_was_asked_for_counts_and_no_name() -> None:
    assert meant(package("F2"), id="F1", asked=1.0) == "F1"
    assert meant(package("F2"), id="F1") == "F2"  # only seen, and no longer there


@pytest.mark.parametrize("type_, id_", [("Create", ""), ("Update", "F2")])
def test_anothers_of_another_type_is_named(type_: str, id_: str) -> None:
    words = "there is another package of that name, F1 (PACKAGE-LICENSE). Give another PackageName."
    assert meant(package(type="PACKAGE-LICENSE"), type_=type_, id_=id_) == words


@pytest.mark.parametrize(
    "one, options, named",
    [
        (package(type="PACKAGE-LICENSE"), OPTIONS, "PackageType"),
        (plugin(), OPTIONS, "PackageType"),
        (
            package(vending=False),
            OPTIONS | {"PackageVendingOptions": {"VendingEnabled": True}},
            "PackageVendingOptions",
        ),
        (
            package(type="PACKAGE-LICENSE", vending=True),
            OPTIONS | {"PackageVendingOptions": {"VendingEnabled": False}},
            "PackageType and PackageVendingOptions",
        ),
        (package(engine_version="OpenSearch_2.19"), OPTIONS | {"EngineVersion": "OpenSearch_3.1"}, "EngineVersion"),
    ],
)
def test_what_can_not_be_changed_needs_another_name(one: Package, options: dict[str, Any], named: str) -> None:
    wanted = target(options=options, replaced=FIXED)
    assert meant(one, wanted=wanted, type_="Update", id_="F1") == "F1"
    words = rf"^{named} can't be changed on F1, .* PackageName must change too\.$"
    with pytest.raises(Failed, match=words):
        check_fixed(wanted, one)
    check_fixed(target(options=options), one)  # no change of this request's: it was adopted so


@pytest.mark.parametrize("vending, replaced, changed", [(True, FIXED, True), (False, FIXED, False), (True, (), False)])
def test_vending_that_is_no_longer_declared_is_to_be_off(
    vending: bool, replaced: tuple[str, ...], changed: bool
) -> None:
    there, wanted = package(vending=vending), target(replaced=replaced)
    if not changed:
        return check_fixed(wanted, there)
    with pytest.raises(Failed, match=r"^PackageVendingOptions can't be changed on F1"):
        check_fixed(wanted, there)


def test_what_the_service_does_not_tell_and_the_properties_do_not_say_is_no_change() -> None:
    vending = OPTIONS | {"PackageVendingOptions": {"VendingEnabled": True}}
    check_fixed(target(options=vending, replaced=FIXED), package())
    check_fixed(target(replaced=FIXED), package(engine_version="OpenSearch_2.19"))


@pytest.mark.parametrize(
    "type_, engine, slot",
    [
        ("ZIP-PLUGIN", "OpenSearch_2.19", "films OpenSearch_2.19"),
        ("ZIP-PLUGIN", "", "films"),
        ("TXT-DICTIONARY", "OpenSearch_2.19", "films"),
    ],
)
def test_a_plugin_has_a_slot_for_each_engine(type_: str, engine: str, slot: str) -> None:
    assert slot_of("films", type_, engine) == slot
