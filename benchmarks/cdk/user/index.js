// What a CDK user writes in an afternoon: onEvent asks, isComplete looks. The Provider framework does the rest.
const {
  OpenSearchClient, AssociatePackageCommand, DissociatePackageCommand, paginateListPackagesForDomain,
} = require('@aws-sdk/client-opensearch');

const client = new OpenSearchClient({});

async function find(DomainName, PackageID) {
  try {
    for await (const page of paginateListPackagesForDomain({ client }, { DomainName })) {
      const found = page.DomainPackageDetailsList?.find((one) => one.PackageID === PackageID);
      if (found) return found;
    }
  } catch (e) {
    if (e.name !== 'ResourceNotFoundException') throw e; // the domain is gone, and the association with it
  }
}

exports.onEvent = async ({ RequestType, PhysicalResourceId, ResourceProperties: { DomainName, PackageID } }) => {
  if (RequestType === 'Delete') {
    const [domain, id] = PhysicalResourceId.split('|');
    if (id && (await find(domain, id))) await client.send(new DissociatePackageCommand({ DomainName: domain, PackageID: id }));
    return { PhysicalResourceId };
  }
  const wanted = `${DomainName}|${PackageID}`;
  const there = RequestType === 'Update' && (wanted === PhysicalResourceId || (await find(DomainName, PackageID)));
  if (!there) await client.send(new AssociatePackageCommand({ DomainName, PackageID }));
  return { PhysicalResourceId: wanted };
};

exports.isComplete = async ({ RequestType, PhysicalResourceId }) => {
  const [domain, id] = PhysicalResourceId.split('|');
  if (!id) return { IsComplete: true }; // an id that CloudFormation invented: nothing of ours
  const found = await find(domain, id);
  const status = found?.DomainPackageStatus;
  if (status?.endsWith('_FAILED')) throw new Error(`${status}: ${found.ErrorDetails?.ErrorMessage}`);
  if (RequestType === 'Delete') return { IsComplete: !found };
  return status === 'ACTIVE' ? { IsComplete: true, Data: { ReferencePath: found.ReferencePath } } : { IsComplete: false };
};
