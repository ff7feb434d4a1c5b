"""What OpenSearch Service answers, as far as it matters here: its API's shapes, made values of the model."""

from typing import Any

from model import OPTIONS, Association, Change, Domain, Package
from texts import brief

CHANGING = {"Creating", "Modifying", "UpgradingEngineVersion", "UpdatingServiceSoftware"}


def domain(status: dict[str, Any]) -> Domain:
    """Return a DomainStatus."""
    processing = status.get("DomainProcessingStatus")
    return Domain(
        changing=bool(status.get("Processing") or status.get("UpgradeProcessing") or processing in CHANGING),
        deleting=bool(status.get("Deleted") or processing == "Deleting"),
        suspended=processing == "Isolated",
        engine_version=status.get("EngineVersion", ""),
    )


def association(item: dict[str, Any]) -> Association:
    """Return a DomainPackageDetails."""
    return Association(
        package_id=item["PackageID"],
        status=item.get("DomainPackageStatus", "missing"),
        last_updated=_instant(item.get("LastUpdated")),
        name=item.get("PackageName", ""),
        type=item.get("PackageType", ""),
        version=item.get("PackageVersion", ""),
        reference_path=item.get("ReferencePath", ""),
        options={name: item[name] for name in OPTIONS if item.get(name)},
        error=_error(item),
    )


def package(item: dict[str, Any]) -> Package:
    """Return a PackageDetails."""
    return Package(
        package_id=item["PackageID"],
        status=item.get("PackageStatus", "missing"),
        name=item.get("PackageName", ""),
        type=item.get("PackageType", ""),
        version=item.get("AvailablePackageVersion", ""),
        engine_version=item.get("EngineVersion", ""),
        error=_error(item),
        made=_instant(item.get("CreatedAt")),
        last_updated=_instant(item.get("LastUpdatedAt")),
        vending=(item.get("PackageVendingOptions") or {}).get("VendingEnabled"),
        owner=item.get("PackageOwner", ""),
    )


def change(progress: dict[str, Any]) -> Change:
    """Return a ChangeProgressStatus."""
    failures = progress.get("ValidationFailures") or []
    return Change(
        began=_instant(progress.get("StartTime")),
        status=", ".join(filter(None, (progress.get("Status"), progress.get("ConfigChangeStatus")))),
        failures=tuple(_joined(failure.get("Code"), failure.get("Message")) for failure in failures),
    )


def _error(item: dict[str, Any]) -> str:
    error = item.get("ErrorDetails") or {}
    return _joined(error.get("ErrorType"), error.get("ErrorMessage"))


def _joined(code: str | None, message: str | None) -> str:
    return brief(": ".join(filter(None, (code, message))))


def _instant(time: Any) -> float:
    return float(time.timestamp()) if time else 0.0
