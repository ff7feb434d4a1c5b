"""Constructs for packages of Amazon OpenSearch Service: copy this file into your app.

The provider must be deployed in the account and region of the stack.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from aws_cdk import CfnResource, CustomResource, Duration, Fn, RemovalPolicy, Token
from aws_cdk.aws_iam import IRole
from aws_cdk.aws_opensearchservice import IDomain
from aws_cdk.aws_s3 import IBucket
from constructs import Construct

PackageType = Literal["TXT-DICTIONARY", "ZIP-PLUGIN", "PACKAGE-LICENSE", "PACKAGE-CONFIG"]


class _Resource(CustomResource):
    """What every resource of the provider takes.

    Args:
        service_token: the ARN of the provider's function; by default what the stack opensearch-packages exports.
        adopt_existing: take over what is there already, and this stack did not make.
        service_timeout: how long CloudFormation waits, from 30 seconds to the default of an hour.
        removal_policy: RETAIN leaves it there when the resource goes; by default, DESTROY.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        type_: str,
        properties: Mapping[str, Any],
        *,
        service_token: str | None = None,
        adopt_existing: bool | None = None,
        service_timeout: Duration | None = None,
        removal_policy: RemovalPolicy | None = None,
    ) -> None:
        super().__init__(
            scope,
            id,
            resource_type=f"Custom::{type_}",
            service_token=service_token or Fn.import_value("opensearch-packages-ServiceToken"),
            service_timeout=service_timeout,
            removal_policy=removal_policy,
            properties=_given(**properties, AdoptExisting=adopt_existing),
        )

    def _after(self, domain: IDomain) -> None:
        """Make it after all of the domain, its access policy too, which the CDK sets with a resource of its own."""
        self.node.add_dependency(domain)
        # The template then names the domain twice, by Ref and in DependsOn, which cfn-lint takes for a slip.
        made = cast(CfnResource, self.node.default_child)
        made.add_metadata("cfn-lint", {"config": {"ignore_checks": ["W3005"]}})


class OpenSearchPackage(_Resource):
    """A package, made from an object in S3.

    Args:
        package_name: 3 to 256 of a-z, 0-9 and -, first a letter.
        engine_version: the engine version that a plugin is for, such as OpenSearch_2.19.
        source: a bucket, which the provider's SourceBucket must allow, and the key of an object in it.
        revision: any text; another one makes a new version of the same key. FileSystem.fingerprint of the file is one.
        package_configuration: of a plugin, as in CreatePackage: what it needs besides.
        more: as of every resource of the provider, such as adopt_existing.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        package_name: str,
        package_type: PackageType,
        source: tuple[IBucket, str],
        engine_version: str | None = None,
        revision: str | None = None,
        package_description: str | None = None,
        commit_message: str | None = None,
        package_configuration: Mapping[str, str | bool] | None = None,
        **more: Any,
    ) -> None:
        bucket, key = source
        properties = {
            "PackageName": package_name,
            "PackageType": package_type,
            "EngineVersion": engine_version,
            "PackageSource": {"S3BucketName": bucket.bucket_name, "S3Key": key},
            "Revision": revision,
            "PackageDescription": package_description,
            "CommitMessage": commit_message,
            "PackageConfiguration": package_configuration,
        }
        super().__init__(scope, id, "OpenSearchPackage", properties, **more)

    @property
    def package_id(self) -> str:
        return self.get_att_string("PackageID")

    @property
    def package_name(self) -> str:
        return self.get_att_string("PackageName")

    @property
    def package_type(self) -> str:
        return self.get_att_string("PackageType")

    @property
    def package_version(self) -> str:
        return self.get_att_string("PackageVersion")

    @property
    def engine_version(self) -> str:
        return self.get_att_string("EngineVersion")


@dataclass(frozen=True, kw_only=True)
class PackageOnDomain:
    """A package as one domain gets it. Give one of package, package_id and package_name."""

    #: A package of this app: each new version of it reaches the domain in the same deploy.
    package: OpenSearchPackage | None = None
    #: The id that OpenSearch Service gave the package: F…, G… or pkg-….
    package_id: str | None = None
    #: The package's name, which an engine upgrade does not change.
    package_name: str | None = None
    #: The version that must be active afterwards, such as v2.
    package_version: str | None = None
    #: Any text; another one brings the package's newest version. By default, of a package of this app, its version.
    revision: str | None = None
    #: Ids of packages that must be on the domain before.
    prerequisites: Sequence[str] | None = None
    #: The role that lets the domain read the plugin's keystore.
    key_access_role: IRole | None = None

    def properties(self) -> dict[str, Any]:
        """Return the properties of the resource."""
        role = self.key_access_role
        access = {"KeyStoreAccessEnabled": True, "KeyAccessRoleArn": role.role_arn} if role else None
        return _given(
            PackageID=self.package_id or (self.package.package_id if self.package else None),
            PackageName=self.package_name,
            PackageVersion=self.package_version,
            Revision=self.revision or (self.package.package_version if self.package else None),
            PrerequisitePackageIDList=self.prerequisites,
            AssociationConfiguration={"KeyStoreAccessOption": access} if access else None,
        )


class OpenSearchPackageAssociation(_Resource):
    """One package on one domain.

    Args:
        package: the package, and how the domain gets it.
        more: as of every resource of the provider, such as adopt_existing.
    """

    def __init__(self, scope: Construct, id: str, *, domain: IDomain, package: PackageOnDomain, **more: Any) -> None:
        properties = {"DomainName": domain.domain_name, **package.properties()}
        super().__init__(scope, id, "OpenSearchPackageAssociation", properties, **more)
        self._after(domain)

    @property
    def domain_name(self) -> str:
        return self.get_att_string("DomainName")

    @property
    def package_id(self) -> str:
        return self.get_att_string("PackageID")

    @property
    def package_name(self) -> str:
        return self.get_att_string("PackageName")

    @property
    def package_type(self) -> str:
        return self.get_att_string("PackageType")

    @property
    def package_version(self) -> str:
        return self.get_att_string("PackageVersion")

    @property
    def reference_path(self) -> str:
        """What an index names as synonyms_path, such as analyzers/F111111111."""
        return self.get_att_string("ReferencePath")

    @property
    def domain_package_status(self) -> str:
        return self.get_att_string("DomainPackageStatus")


class OpenSearchPackageAssociations(_Resource):
    """Several packages on one domain, in one change of the domain.

    Args:
        more: as of every resource of the provider, such as adopt_existing.
    """

    def __init__(
        self, scope: Construct, id: str, *, domain: IDomain, packages: Sequence[PackageOnDomain], **more: Any
    ) -> None:
        properties = {"DomainName": domain.domain_name, "Packages": [one.properties() for one in packages]}
        super().__init__(scope, id, "OpenSearchPackageAssociations", properties, **more)
        self._after(domain)

    @property
    def package_ids(self) -> str:
        """The ids of all, with commas between them."""
        return self.get_att_string("PackageIDs")

    def reference_path(self, package_id_or_name: str) -> str:
        """Return what an index names as synonyms_path; the package is named as it is in packages."""
        return self.get_att_string(f"{_written(package_id_or_name)}.ReferencePath")

    def package_version(self, package_id_or_name: str) -> str:
        """Return the version that is active; the package is named as it is in packages."""
        return self.get_att_string(f"{_written(package_id_or_name)}.PackageVersion")


def _given(**properties: Any) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value is not None}


def _written(package_id_or_name: str) -> str:
    if Token.is_unresolved(package_id_or_name):
        raise ValueError(
            "Write the id or the name out, for the attribute is called after it. For a package of this app, give "
            "package_name and revision=its package_version in packages, and that name here."
        )
    return package_id_or_name
