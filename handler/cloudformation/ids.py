"""Physical resource ids: what CloudFormation knows a resource by; each kind of resource has its own form of them."""

#: CloudFormation takes no longer id (bytes).
LONGEST = 1024
#: What the id of nothing begins with; a domain may have this name.
NOTHING = "not-created"


def not_created(logical_id: str) -> str:
    """Return the id of a resource of which nothing was created."""
    return f"{NOTHING}|{logical_id}"
