"""The presigned URL of a request: when it was made, where it may lead, and what may be shown of it."""

import ipaddress
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

SIGNING_FORMAT = "%Y%m%dT%H%M%SZ"
#: The hosts besides loopback addresses that may be reached without TLS: emulators on the machine at hand.
LOCAL_HOSTS = ("localhost", "host.docker.internal")


def signing_date(url: str) -> str | None:
    """Return the X-Amz-Date of a presigned URL, or None: it has none, or not a date."""
    try:
        date = parse_qs(urlsplit(url).query)["X-Amz-Date"][0]
        datetime.strptime(date, SIGNING_FORMAT)
    except (KeyError, ValueError):
        return None
    return date


def signed_at(url: str) -> float | None:
    """Return when a presigned URL was made (epoch seconds), or None: it does not say."""
    date = signing_date(url)
    return datetime.strptime(date, SIGNING_FORMAT).replace(tzinfo=UTC).timestamp() if date else None


def without_secrets(url: str) -> str:
    """Return a URL that says when the given one was made, and nothing else of it."""
    date = signing_date(url)
    return f"https://redacted.invalid/?X-Amz-Date={date}" if date else "https://redacted.invalid/"


def may_be_sent_to(url: str) -> bool:
    """Return whether an answer may go there: anywhere with TLS, without it only to the machine at hand."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    host = parts.hostname or ""
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and _is_local(host)))


def _is_local(host: str) -> bool:
    try:
        return host in LOCAL_HOSTS or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
