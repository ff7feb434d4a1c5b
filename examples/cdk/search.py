"""An app: a domain with an access policy, packages made of files, and packages on domains."""

from pathlib import Path

from aws_cdk import App, CfnOutput, Duration, FileSystem, RemovalPolicy, Stack
from aws_cdk.aws_iam import AnyPrincipal, PolicyStatement, Role
from aws_cdk.aws_opensearchservice import Domain, EngineVersion
from aws_cdk.aws_s3 import Bucket

from opensearch_packages import (
    OpenSearchPackage,
    OpenSearchPackageAssociation,
    OpenSearchPackageAssociations,
    PackageOnDomain,
)

app = App()
stack = Stack(app, "Search")
policies = [PolicyStatement(actions=["es:ESHttpGet"], principals=[AnyPrincipal()], resources=["*"])]
domain = Domain(stack, "Movies", version=EngineVersion.OPENSEARCH_2_19, access_policies=policies)

films = OpenSearchPackage(
    stack,
    "Films",
    package_name="films",
    package_type="TXT-DICTIONARY",
    # Before the deploy: aws s3 cp films.txt s3://my-dictionaries/
    source=(Bucket.from_bucket_name(stack, "Dictionaries", "my-dictionaries"), "films.txt"),
    revision=FileSystem.fingerprint(str(Path(__file__).with_name("films.txt"))),
)
on_movies = OpenSearchPackageAssociation(stack, "FilmsOnMovies", domain=domain, package=PackageOnDomain(package=films))
plugin = OpenSearchPackage(
    stack,
    "Plugin",
    package_name="my-plugin",
    package_type="ZIP-PLUGIN",
    engine_version="OpenSearch_2.19",
    source=(Bucket.from_bucket_name(stack, "Archive", "archive"), "my-plugin.zip"),
    revision="1",
    package_configuration={"LicenseRequirement": "NONE", "ConfigurationRequirement": "OPTIONAL"},
    removal_policy=RemovalPolicy.RETAIN,
)
license_ = PackageOnDomain(
    package_name="my-license",
    package_version="v2",
    prerequisites=[plugin.package_id],
    key_access_role=Role.from_role_name(stack, "Role", "keystore"),
)
several = OpenSearchPackageAssociations(
    stack,
    "Several",
    domain=domain,
    packages=[PackageOnDomain(package_id="F111111111"), PackageOnDomain(package=plugin), license_],
    adopt_existing=True,
    service_timeout=Duration.minutes(50),
)
music = Domain.from_domain_attributes(
    stack,
    "Music",
    domain_arn=f"arn:aws:es:{stack.region}:{stack.account}:domain/music",
    domain_endpoint="search-music.example.com",
)
imported = OpenSearchPackageAssociation(
    stack, "OnMusic", domain=music, package=PackageOnDomain(package_name="synonyms")
)

outputs = {
    "Path": on_movies.reference_path,
    "Version": on_movies.package_version,
    "Status": on_movies.domain_package_status,
    "Domain": on_movies.domain_name,
    "Name": on_movies.package_name,
    "Kind": on_movies.package_type,
    "Synonyms": imported.package_id,
    "Ids": several.package_ids,
    "First": several.reference_path("F111111111"),
    "License": several.package_version("my-license"),
    "Film": films.package_name,
    "FilmKind": films.package_type,
    "Engine": plugin.engine_version,
}
for name, value in outputs.items():
    CfnOutput(stack, name, value=value)
app.synth()
