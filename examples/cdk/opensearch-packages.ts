/**
 * Constructs for packages of Amazon OpenSearch Service: copy this file into your app. The provider must be deployed in the
 * account and region of the stack.
 */
import { CfnResource, CustomResource, Duration, Fn, RemovalPolicy, Token } from 'aws-cdk-lib';
import { IRole } from 'aws-cdk-lib/aws-iam';
import { IDomain } from 'aws-cdk-lib/aws-opensearchservice';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** What every resource of the provider takes. */
export interface ProviderProps {
  /** The ARN of the provider's function; by default what the stack opensearch-packages exports. */
  readonly serviceToken?: string;
  /** Whether to take over what is there already, and this stack did not make. Default: false. */
  readonly adoptExisting?: boolean;
  /** How long CloudFormation waits, from 30 seconds to the default of an hour. */
  readonly serviceTimeout?: Duration;
  /** RETAIN leaves it there when the resource goes. Default: DESTROY. */
  readonly removalPolicy?: RemovalPolicy;
}

/** A package as one domain gets it. Give one of package, packageId and packageName. */
export interface PackageOnDomain {
  /** A package of this app: each new version of it reaches the domain in the same deploy. */
  readonly package?: OpenSearchPackage;
  /** The id that OpenSearch Service gave the package: F…, G… or pkg-…. */
  readonly packageId?: string;
  /** The package's name, which an engine upgrade does not change. */
  readonly packageName?: string;
  /** The version that must be active afterwards, such as v2. */
  readonly packageVersion?: string;
  /** Any text; another one brings the package's newest version. Default: of a package of this app, its version. */
  readonly revision?: string;
  /** Ids of packages that must be on the domain before. */
  readonly prerequisites?: string[];
  /** The role that lets the domain read the plugin's keystore. */
  readonly keyAccessRole?: IRole;
}

export interface OpenSearchPackageProps extends ProviderProps {
  /** 3 to 256 of a-z, 0-9 and -, first a letter. */
  readonly packageName: string;
  readonly packageType: 'TXT-DICTIONARY' | 'ZIP-PLUGIN' | 'PACKAGE-LICENSE' | 'PACKAGE-CONFIG';
  /** The engine version that a plugin is for, such as OpenSearch_2.19. */
  readonly engineVersion?: string;
  /** The object that it is made from. The provider's SourceBucket must allow its bucket. */
  readonly source: { readonly bucket: IBucket; readonly key: string };
  /** Any text; another one makes a new version of the same key. FileSystem.fingerprint of the file is one. */
  readonly revision?: string;
  readonly packageDescription?: string;
  readonly commitMessage?: string;
  /** Of a plugin, as in CreatePackage: what it needs besides. */
  readonly packageConfiguration?: { readonly [name: string]: string | boolean };
}

export interface OpenSearchPackageAssociationProps extends ProviderProps, PackageOnDomain {
  readonly domain: IDomain;
}

export interface OpenSearchPackageAssociationsProps extends ProviderProps {
  readonly domain: IDomain;
  readonly packages: PackageOnDomain[];
}

const given = (props: ProviderProps, type: string, properties: { [name: string]: unknown }) => ({
  resourceType: `Custom::${type}`,
  serviceToken: props.serviceToken ?? Fn.importValue('opensearch-packages-ServiceToken'),
  serviceTimeout: props.serviceTimeout,
  removalPolicy: props.removalPolicy,
  properties: { ...properties, AdoptExisting: props.adoptExisting },
});

const entry = (one: PackageOnDomain) => ({
  PackageID: one.packageId ?? one.package?.packageId,
  PackageName: one.packageName,
  PackageVersion: one.packageVersion,
  Revision: one.revision ?? one.package?.packageVersion,
  PrerequisitePackageIDList: one.prerequisites,
  AssociationConfiguration: one.keyAccessRole && {
    KeyStoreAccessOption: { KeyStoreAccessEnabled: true, KeyAccessRoleArn: one.keyAccessRole.roleArn },
  },
});

/** Make it after all of the domain, its access policy too, which the CDK sets with a resource of its own. */
const after = (resource: CustomResource, domain: IDomain) => {
  resource.node.addDependency(domain);
  // The template then names the domain twice, by Ref and in DependsOn, which cfn-lint takes for a slip.
  const made = resource.node.defaultChild as CfnResource;
  made.addMetadata('cfn-lint', { config: { ignore_checks: ['W3005'] } });
};

/** A package, made from an object in S3. */
export class OpenSearchPackage extends CustomResource {
  constructor(scope: Construct, id: string, props: OpenSearchPackageProps) {
    super(scope, id, given(props, 'OpenSearchPackage', {
      PackageName: props.packageName,
      PackageType: props.packageType,
      EngineVersion: props.engineVersion,
      PackageSource: { S3BucketName: props.source.bucket.bucketName, S3Key: props.source.key },
      Revision: props.revision,
      PackageDescription: props.packageDescription,
      CommitMessage: props.commitMessage,
      PackageConfiguration: props.packageConfiguration,
    }));
  }

  get packageId() { return this.getAttString('PackageID'); }
  get packageName() { return this.getAttString('PackageName'); }
  get packageType() { return this.getAttString('PackageType'); }
  get packageVersion() { return this.getAttString('PackageVersion'); }
  get engineVersion() { return this.getAttString('EngineVersion'); }
}

/** One package on one domain. */
export class OpenSearchPackageAssociation extends CustomResource {
  constructor(scope: Construct, id: string, props: OpenSearchPackageAssociationProps) {
    const properties = { DomainName: props.domain.domainName, ...entry(props) };
    super(scope, id, given(props, 'OpenSearchPackageAssociation', properties));
    after(this, props.domain);
  }

  get domainName() { return this.getAttString('DomainName'); }
  get packageId() { return this.getAttString('PackageID'); }
  get packageName() { return this.getAttString('PackageName'); }
  get packageType() { return this.getAttString('PackageType'); }
  get packageVersion() { return this.getAttString('PackageVersion'); }
  /** What an index names as synonyms_path, such as analyzers/F111111111. */
  get referencePath() { return this.getAttString('ReferencePath'); }
  get domainPackageStatus() { return this.getAttString('DomainPackageStatus'); }
}

/** Several packages on one domain, in one change of the domain. */
export class OpenSearchPackageAssociations extends CustomResource {
  constructor(scope: Construct, id: string, props: OpenSearchPackageAssociationsProps) {
    const properties = { DomainName: props.domain.domainName, Packages: props.packages.map(entry) };
    super(scope, id, given(props, 'OpenSearchPackageAssociations', properties));
    after(this, props.domain);
  }

  /** The ids of all, with commas between them. */
  get packageIds() { return this.getAttString('PackageIDs'); }

  /** What an index names as synonyms_path; the package is named as it is in packages, by its id or its name. */
  referencePath(packageIdOrName: string) { return this.getAttString(`${named(packageIdOrName)}.ReferencePath`); }
  packageVersion(packageIdOrName: string) { return this.getAttString(`${named(packageIdOrName)}.PackageVersion`); }
}

const named = (packageIdOrName: string) => {
  if (Token.isUnresolved(packageIdOrName)) {
    throw new Error('Write the id or the name out, for the attribute is called after it. For a package of this app, give '
      + 'packageName and revision: its packageVersion in packages, and that name here.');
  }
  return packageIdOrName;
};
