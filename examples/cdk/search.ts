/** An app: a domain with an access policy, packages made of files, and packages on domains. */
import * as path from 'path';
import { App, CfnOutput, Duration, FileSystem, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AnyPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Domain, EngineVersion } from 'aws-cdk-lib/aws-opensearchservice';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  OpenSearchPackage, OpenSearchPackageAssociation, OpenSearchPackageAssociations,
} from './opensearch-packages';

const app = new App();
const stack = new Stack(app, 'Search');
const accessPolicies = [new PolicyStatement({
  actions: ['es:ESHttpGet'], principals: [new AnyPrincipal()], resources: ['*'],
})];
const domain = new Domain(stack, 'Movies', { version: EngineVersion.OPENSEARCH_2_19, accessPolicies });

const films = new OpenSearchPackage(stack, 'Films', {
  packageName: 'films',
  packageType: 'TXT-DICTIONARY',
  // Before the deploy: aws s3 cp films.txt s3://my-dictionaries/
  source: { bucket: Bucket.fromBucketName(stack, 'Dictionaries', 'my-dictionaries'), key: 'films.txt' },
  revision: FileSystem.fingerprint(path.join(__dirname, 'films.txt')),
});
const onMovies = new OpenSearchPackageAssociation(stack, 'FilmsOnMovies', { domain, package: films });
const plugin = new OpenSearchPackage(stack, 'Plugin', {
  packageName: 'my-plugin',
  packageType: 'ZIP-PLUGIN',
  engineVersion: 'OpenSearch_2.19',
  source: { bucket: Bucket.fromBucketName(stack, 'Archive', 'archive'), key: 'my-plugin.zip' },
  revision: '1',
  packageConfiguration: { LicenseRequirement: 'NONE', ConfigurationRequirement: 'OPTIONAL' },
  removalPolicy: RemovalPolicy.RETAIN,
});
const several = new OpenSearchPackageAssociations(stack, 'Several', {
  domain,
  packages: [
    { packageId: 'F111111111' },
    { package: plugin },
    {
      packageName: 'my-license',
      packageVersion: 'v2',
      prerequisites: [plugin.packageId],
      keyAccessRole: Role.fromRoleName(stack, 'Role', 'keystore'),
    },
  ],
  adoptExisting: true,
  serviceTimeout: Duration.minutes(50),
});
const imported = new OpenSearchPackageAssociation(stack, 'OnMusic', {
  domain: Domain.fromDomainAttributes(stack, 'Music', {
    domainArn: `arn:aws:es:${stack.region}:${stack.account}:domain/music`,
    domainEndpoint: 'search-music.example.com',
  }),
  packageName: 'synonyms',
});

const outputs = {
  Path: onMovies.referencePath,
  Version: onMovies.packageVersion,
  Status: onMovies.domainPackageStatus,
  Domain: onMovies.domainName,
  Name: onMovies.packageName,
  Kind: onMovies.packageType,
  Synonyms: imported.packageId,
  Ids: several.packageIds,
  First: several.referencePath('F111111111'),
  License: several.packageVersion('my-license'),
  Film: films.packageName,
  FilmKind: films.packageType,
  Engine: plugin.engineVersion,
};
Object.entries(outputs).forEach(([name, value]) => new CfnOutput(stack, name, { value }));
app.synth();
