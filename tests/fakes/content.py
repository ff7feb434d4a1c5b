"""What this service takes for a valid package: a rule of the fake's own, much less than the service's.

No package is empty. A dictionary is UTF-8, and none of its lines has `=>` twice.
"""

from tests.fakes.package import Failure


def invalid(type_: str, content: bytes) -> Failure | None:
    """Return what is wrong with a package's content."""
    if type_ == "TXT-DICTIONARY":
        wrong = _in_dictionary(content)
        return Failure("VALIDATION_FAILED", "InvalidDictionary", wrong) if wrong else None
    return None if content else Failure("VALIDATION_FAILED", "InvalidPackage", "the file is empty")


def _in_dictionary(content: bytes) -> str:
    if not content:
        return "the file is empty"
    try:
        lines = content.decode().splitlines()
    except UnicodeDecodeError:
        return "the file is not UTF-8"
    for number, line in enumerate(lines, 1):
        if line.count("=>") > 1:
            return f"line {number}: a synonym rule has one => at most"
    return ""
