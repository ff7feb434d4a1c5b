"""Refuses what a web page in the developer's browser could send to a server on this machine.

A page may send requests to loopback, and under a name of its own that leads there (DNS rebinding). But a browser adds
Origin or Sec-Fetch headers, names the page's host, and sets no Authorization header without asking first. So a request
must name this machine, must not come from a browser, and must be signed with a key that was made up at the start.
Whoever has the key is on this machine: whether the signature itself is right is not looked at.
"""

import hmac
import re
from collections.abc import Callable, Mapping
from secrets import randbelow
from urllib.parse import urlsplit

#: What this machine is called, in a container too. A browser leads localhost's subdomains nowhere else.
HERE = re.compile(r"(.+\.)?localhost|127\.0\.0\.1|::1|host\.docker\.internal")
SIGNED = re.compile(r"AWS4-HMAC-SHA256 Credential=([^/,\s]+)/\d{8}/[^/,\s]+/([^/,\s]+)/aws4_request")


def new_key() -> str:
    """Return an access key: twelve digits, which MiniStack takes for the account too, and gives its functions."""
    return str(randbelow(9 * 10**11) + 10**11)


def authorization(key: str, service: str = "es") -> str:
    """Return the header of a request of our own, for what looks at the key only."""
    return (
        f"AWS4-HMAC-SHA256 Credential={key}/20261101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=0"
    )


def signature(headers: Mapping[str, str]) -> tuple[str, str]:
    """Return the access key that a request is signed with, and the service that it is signed for."""
    found = SIGNED.match(headers.get("authorization", ""))
    return (found[1], found[2]) if found else ("", "")


def refusal(headers: Mapping[str, str], known: Callable[[str], bool], unsigned: bool = False) -> str:
    """Return why a request is refused, or nothing.

    Args:
        headers: by name, in lower case.
        known: whether an access key is one of ours.
        unsigned: whether it need not be signed, for its path itself can't be guessed, or does no harm.
    """
    try:
        host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
    except ValueError:
        host = ""
    if not HERE.fullmatch(host):
        return f"This is no server of {host[:64]!r}."
    if "origin" in headers or any(name.startswith("sec-fetch-") for name in headers):
        return "No web page is served."
    if not unsigned and not known(signature(headers)[0]):
        return "The request is not signed with the access key that was printed or given at the start."
    return ""


def same(key: str) -> Callable[[str], bool]:
    """Return whether an access key is this one."""
    return lambda given: hmac.compare_digest(given.encode(), key.encode())
