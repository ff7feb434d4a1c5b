"""Accounts: which one an ARN names, and whose a package is."""

import re

#: Emulators of CloudFormation put something else in its place, or only zeros.
ACCOUNT = re.compile("(?!0{12})[0-9]{12}")
#: AWS's own packages have ids of this form, or an owner of this name.
AWS_ID, AWS = "G", re.compile("aws|amazon", re.IGNORECASE)


def account_of(arn: str) -> str:
    """Return the account of an ARN, 12 digits; empty: it names none."""
    (part,) = arn.split(":")[4:5] or [""]
    return part if ACCOUNT.fullmatch(part) else ""


def is_anothers(package_id: str, owner: str, stack_id: str) -> bool:
    """Return whether AWS or another account has a package, and no stack here can make, change or delete it.

    Args:
        owner: its PackageOwner; the service's model does not say of which form, and one that names nobody is oneself.
    """
    named, ours = re.findall(r"(?<!\d)\d{12}(?!\d)", owner), account_of(stack_id)
    if named:
        return bool(ours) and ours not in named
    return package_id.startswith(AWS_ID) or bool(AWS.match(owner))
