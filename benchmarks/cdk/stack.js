// The stack around user/index.js, with one association; its template goes to standard output.
const cdk = require('aws-cdk-lib');
const { Code, Function, Runtime } = require('aws-cdk-lib/aws-lambda');
const { PolicyStatement } = require('aws-cdk-lib/aws-iam');
const { Provider } = require('aws-cdk-lib/custom-resources');

const stack = new cdk.Stack(new cdk.App({ outdir: process.argv[2] }), 'Search');
const domain = stack.formatArn({ service: 'es', resource: 'domain', resourceName: 'movies' });
const make = (handler, actions) => {
  const made = new Function(stack, handler, {
    code: Code.fromAsset(`${__dirname}/user`),
    runtime: Runtime.NODEJS_22_X,
    handler: `index.${handler}`,
    timeout: cdk.Duration.minutes(1),
  });
  made.addToRolePolicy(new PolicyStatement({ actions: actions.map((name) => `es:${name}`), resources: [domain] }));
  return made;
};
const provider = new Provider(stack, 'Provider', {
  onEventHandler: make('onEvent', ['AssociatePackage', 'DissociatePackage', 'ListPackagesForDomain']),
  isCompleteHandler: make('isComplete', ['ListPackagesForDomain']),
});
new cdk.CustomResource(stack, 'Synonyms', {
  serviceToken: provider.serviceToken,
  resourceType: 'Custom::Package',
  properties: { DomainName: 'movies', PackageID: 'F111111111' },
});
console.log(JSON.stringify(cdk.assertions.Template.fromStack(stack).toJSON()));
