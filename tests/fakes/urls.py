"""The paths of the operations, as the service's model has them."""

PATHS = (
    "packages",
    "packages/update",
    "packages/describe",
    "packages/(?P<PackageID>[^/]+)",
    "packages/(?P<PackageID>[^/]+)/history",
    "packages/(?P<PackageID>[^/]+)/domains",
    "packages/associate/(?P<PackageID>[^/]+)/(?P<DomainName>[^/]+)",
    "packages/dissociate/(?P<PackageID>[^/]+)/(?P<DomainName>[^/]+)",
    "packages/associateMultiple",
    "packages/dissociateMultiple",
    "domain/(?P<DomainName>[^/]+)/packages",
    "opensearch/domain/(?P<DomainName>[^/]+)/progress",
)
CONTROLS = "{0}/moto-api/opensearch/packages/(?P<control>[^/]+)$"
