"""What every operation answers is held to the service's model; boto3 alone drops what the model does not name."""

from typing import Any

import pytest
from moto.opensearch.models import OpenSearchServiceBackend

from tests.conftest import Time
from tests.fakes.models import Packages
from tests.fakes.objects import Objects
from tests.fakes.shapes import input_shape, misfit, output_shape
from tests.simulation.direct import Direct, create_domain

SOURCE = {"S3BucketName": "dictionaries", "S3Key": "synonyms.txt"}
ID = {"PackageID": "F111111111"}
CONFIGURATION = {"LicenseRequirement": "NONE", "ConfigurationRequirement": "NONE"}
CALLS: list[tuple[str, dict[str, Any]]] = [
    (
        "CreatePackage",
        {
            "PackageName": "synonyms",
            "PackageType": "TXT-DICTIONARY",
            "PackageSource": SOURCE,
            "PackageDescription": "words",
            "PackageConfiguration": CONFIGURATION,
            "PackageVendingOptions": {"VendingEnabled": False},
            "PackageEncryptionOptions": {"EncryptionEnabled": False},
        },
    ),
    ("DescribePackages", {}),
    ("AssociatePackage", {**ID, "DomainName": "movies"}),
    ("ListDomainsForPackage", ID),
    ("ListPackagesForDomain", {"DomainName": "movies"}),
    ("DescribeDomainChangeProgress", {"DomainName": "movies"}),
    ("DissociatePackage", {**ID, "DomainName": "movies"}),
    ("AssociatePackages", {"DomainName": "movies", "PackageList": [ID]}),
    ("DissociatePackages", {"DomainName": "movies", "PackageList": ["F111111111"]}),
    ("UpdatePackage", {**ID, "PackageSource": SOURCE, "CommitMessage": "more"}),
    ("GetPackageVersionHistory", ID),
    ("DescribePackages", {}),
    ("DeletePackage", ID),
]


def method(operation: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in operation)[1:]


def test_every_answer_is_as_the_model_has_it(time: Time, service: Any) -> None:
    backend = OpenSearchServiceBackend("us-east-1", "123456789012")
    create_domain(backend, "movies")
    Objects(backend).put("dictionaries", "synonyms.txt", b"film, movie", "us-east-1")
    direct, answered = Direct(Packages(backend)), {}
    for operation, given in CALLS:
        answered[operation] = answer = getattr(direct, method(operation))(**given)
        assert not misfit(input_shape(operation), given)
        assert not misfit(output_shape(operation), answer), operation
        time.passes(5)
    (package,) = answered["DescribePackages"]["PackageDetailsList"]
    assert {"AvailablePackageConfiguration", "PackageVendingOptions", "PackageEncryptionOptions"} <= package.keys()


@pytest.mark.parametrize(
    "given, wrong",
    [
        ({**ID}, "PackageSource is required"),
        ({**ID, "PackageSource": "s3://dictionaries"}, "PackageSource is no structure"),
        ({**ID, "PackageSource": SOURCE, "Package": "F1"}, "Package is unknown"),
        ({**ID, "PackageSource": {"S3Key": 1}}, "PackageSource.S3Key is no string"),
        ({**ID, "PackageSource": {"S3Key": ""}}, "PackageSource.S3Key is of 0 characters"),
        ({**ID, "PackageSource": SOURCE, "PackageEncryptionOptions": {"EncryptionEnabled": "true"}},
         "PackageEncryptionOptions.EncryptionEnabled is no boolean"),
    ],
)  # fmt: skip
def test_a_misfit_is_named(given: Any, wrong: str) -> None:
    assert misfit(input_shape("UpdatePackage"), given) == wrong
