"""The constructs of examples/cdk/, synthesized by the real CDK: what they make is what the function takes."""

from pathlib import Path
from typing import Any

from cloudformation.properties import SCHEMAS
from cloudformation.types import ONE, PACKAGE, SEVERAL
from opensearch_packages_lint._references import ATTRIBUTES
from tests.cdk.conftest import PYTHON, run, template
from tests.lint.running import matches

TOKEN = {"Fn::ImportValue": "opensearch-packages-ServiceToken"}
DOMAIN = ("AWS::OpenSearchService::Domain", "Custom::OpenSearchAccessPolicy")


def of(app: Path, *types: str) -> dict[str, Any]:
    """Return the resources of some types, by their logical id."""
    return {name: one for name, one in template(app)["Resources"].items() if one["Type"] in types}


def test_both_languages_make_the_same_template(typescript: Path, python: Path) -> None:
    assert template(typescript) == template(python)


def test_cfn_lint_has_nothing_to_say_of_them(typescript: Path) -> None:
    lines = (typescript / "cdk.out" / "Search.template.json").read_text(encoding="utf-8").splitlines()
    ours = of(typescript, *SCHEMAS)
    found = matches(typescript / "cdk.out" / "Search.template.json")
    assert [one for one in found if one["Rule"]["Id"] == "E9801"] == []
    at = [lines[one["Location"]["Start"]["LineNumber"] - 1] for one in found]
    # What is left is of the function that the CDK makes for its own access policy.
    assert {one["Type"] for one in ours.values()} == set(SCHEMAS)
    assert all(one["Location"]["Path"][1] not in ours for one in found), at


def test_the_properties_are_those_of_the_app(typescript: Path) -> None:
    (films, plugin) = of(typescript, PACKAGE).values()
    assert len(films["Properties"].pop("Revision")) >= 32, "the file's fingerprint"
    assert films["Properties"].pop("PackageSource") == {"S3BucketName": "my-dictionaries", "S3Key": "films.txt"}
    assert films["Properties"] == {"ServiceToken": TOKEN, "PackageName": "films", "PackageType": "TXT-DICTIONARY"}
    assert (plugin["DeletionPolicy"], films["DeletionPolicy"]) == ("Retain", "Delete")
    made = {type_: one["Properties"] for type_ in (PACKAGE, SEVERAL) for one in of(typescript, type_).values()}
    assert made[PACKAGE]["PackageSource"] == {"S3BucketName": "archive", "S3Key": "my-plugin.zip"}
    (first, second, license_) = made[SEVERAL]["Packages"]
    (id_,) = (name for name, one in of(typescript, PACKAGE).items() if one is not films and "Plugin" in name)
    get = {name: {"Fn::GetAtt": [id_, name]} for name in ("PackageID", "PackageVersion")}
    assert (first, second) == (
        {"PackageID": "F111111111"},
        {"PackageID": get["PackageID"], "Revision": get["PackageVersion"]},
    )
    access = license_.pop("AssociationConfiguration")["KeyStoreAccessOption"]
    assert access["KeyStoreAccessEnabled"] is True and "Fn::Join" in access["KeyAccessRoleArn"]
    assert license_ == {
        "PackageName": "my-license",
        "PackageVersion": "v2",
        "PrerequisitePackageIDList": [get["PackageID"]],
    }
    assert (made[SEVERAL]["AdoptExisting"], made[SEVERAL]["ServiceTimeout"]) == (True, "3000")


def test_associations_are_made_after_all_of_the_domain(typescript: Path) -> None:
    (domain, policy) = sorted(of(typescript, *DOMAIN), key=len)
    associations = of(typescript, ONE, SEVERAL)
    after = {name: set(one.get("DependsOn", ())) for name, one in associations.items()}
    assert {name: {domain, policy} <= names for name, names in after.items()} == {
        name: not name.startswith("OnMusic")
        for name in associations  # whose domain is of no stack of the app
    }


def test_every_attribute_is_a_property(typescript: Path) -> None:
    types = {name: one["Type"] for name, one in of(typescript, *SCHEMAS).items()}
    named = [one["Value"]["Fn::GetAtt"] for one in template(typescript)["Outputs"].values()]
    used = [(types[name], attribute) for name, attribute in named] + [
        (PACKAGE, "PackageID"),
        (PACKAGE, "PackageVersion"),
    ]
    for type_ in (ONE, PACKAGE):
        assert {attribute for one, attribute in used if one == type_} == set(ATTRIBUTES[type_].pattern.split("|"))
    of_the_set = {attribute for one, attribute in used if one == SEVERAL}
    assert of_the_set == {"PackageIDs", "F111111111.ReferencePath", "my-license.PackageVersion"}


REFUSED = "Write the id or the name out"
JAVASCRIPT = """
const { Stack, Lazy } = require('aws-cdk-lib');
const { Domain } = require('aws-cdk-lib/aws-opensearchservice');
const { OpenSearchPackageAssociations } = require('./opensearch-packages');
const stack = new Stack();
const domain = Domain.fromDomainEndpoint(stack, 'Movies', 'https://search-movies-0a1b.us-east-1.es.amazonaws.com');
const several = new OpenSearchPackageAssociations(stack, 'Several', { domain, packages: [{ packageId: 'F1' }] });
try {
  several.referencePath(Lazy.string({ produce: () => 'F1' }));
} catch (error) {
  process.exit(error.message.startsWith('SAID') ? 0 : 1);
}
process.exit(2);
""".replace("SAID", REFUSED)
IN_PYTHON = f"""
from aws_cdk import Lazy, Stack
from aws_cdk.aws_opensearchservice import Domain
from opensearch_packages import OpenSearchPackageAssociations, PackageOnDomain

stack = Stack()
domain = Domain.from_domain_endpoint(stack, "Movies", "https://search-movies-0a1b.us-east-1.es.amazonaws.com")
several = OpenSearchPackageAssociations(stack, "Several", domain=domain, packages=[PackageOnDomain(package_id="F1")])
try:
    several.reference_path(stack.region)
except ValueError as error:
    assert str(error).startswith({REFUSED!r})
else:
    raise AssertionError
"""


def test_an_attribute_is_not_called_after_what_is_not_known_yet(typescript: Path, python: Path) -> None:
    (typescript / "token.js").write_text(JAVASCRIPT, encoding="utf-8")
    run(["node", "token.js"], typescript)
    (python / "token_.py").write_text(IN_PYTHON, encoding="utf-8")
    run([str(PYTHON), "token_.py"], python)
