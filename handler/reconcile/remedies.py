"""What the reader of a reason does next: advice by the service's words, and the commands that find and release."""

import os

from model import PLUGIN, Goal

#: Of the indexes that use a dictionary or a plugin; closed and hidden ones too.
SETTINGS = "GET _all/_settings?expand_wildcards=all&filter_path=*.settings.index.analysis"
MAPPINGS = "GET _all/_mapping?expand_wildcards=all"
#: Where the package's type is not known, its id tells.
PLUGIN_IDS = "G"


def find_users(package_id: str, package_type: str = "") -> str:
    """Say which request to the domain finds the indexes that use a package.

    Args:
        package_type: PackageType, where it is known.
    """
    if package_type == PLUGIN or package_id.startswith(PLUGIN_IDS):
        return f"{SETTINGS} and {MAPPINGS} show which: look for the types that {package_id} brings."
    return f"{SETTINGS} shows which: look for analyzers/{package_id}."


def advice(goal: Goal, words: str) -> str:
    """Return what to do about a failure, by the service's own words."""
    if "kms" in words.lower():
        return "Look at the KMS key of the package: its state, its policy and its grants; then deploy again."
    if words.startswith("LimitExceeded"):
        return "The quota is fixed: remove what is not needed (to change places takes two deploys), then deploy again."
    if goal is Goal.ABSENT:
        return "Remove the package from every index that uses it, then try again."
    return "Correct the package or the domain, then deploy again."


def release(stack_id: str) -> str:
    """Say which command releases what a stack has left, once it is no more (template.yaml, Holdings)."""
    function = os.environ.get("HOLDINGS_FUNCTION") or f"{os.environ.get('POWERTOOLS_SERVICE_NAME', '')}-Holdings"
    options = f'--cli-binary-format raw-in-base64-out --payload \'{{"Release": "{stack_id}"}}\' /dev/stdout'
    return f"aws lambda invoke --function-name {function} {options}"
