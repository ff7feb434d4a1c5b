"""The presigned URL of a request: when it was made, where it may lead, and what may be shown of it."""

import ipaddress
import os
import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit, urlunsplit

SIGNING_FORMAT = "%Y%m%dT%H%M%SZ"
#: So far a clock may be ahead of ours (seconds); a request made later than that is made up.
CLOCK_SKEW = 300.0
#: The hosts besides loopback addresses that are this machine: emulators are there, with TLS or without.
LOCAL_HOSTS = ("localhost", "host.docker.internal")
#: What ends the names of S3's hosts, in every partition of AWS's.
SUFFIXES = (
    "amazonaws.com",
    "amazonaws.com.cn",
    "amazonaws.eu",
    "c2s.ic.gov",
    "sc2s.sgov.gov",
    "cloud.adc-e.uk",
    "csp.hci.ic.gov",
)
#: CloudFormation's own bucket for answers has its region's name without hyphens at its end.
BUCKET = "cloudformation-custom-resource-response-"

#: Every printable letter of ASCII but the backslash: parsers read others each in their own way.
PLAIN = re.compile(r"[!-\[\]-~]+")
HOST = re.compile(r"[a-z0-9][a-z0-9.-]*|[0-9a-f:.]+")
#: S3's hosts, today's and older ones: the bucket stands before them, or first in the path; the oldest name no region.
S3 = re.compile(
    r"(?:(?P<bucket>[a-z0-9-]+)\.)?s3(?:-fips)?(?:\.dualstack)?(?:[.-](?P<region>[a-z]+(?:-[a-z]+)+-[0-9]+))?"
    rf"\.(?P<suffix>{'|'.join(map(re.escape, SUFFIXES))})"
)
DATE = re.compile(r"[0-9]{8}T[0-9]{6}Z")


def signing_date(url: str) -> str | None:
    """Return the X-Amz-Date of a presigned URL, or None: it has none, or not a date."""
    try:
        (date,) = parse_qs(urlsplit(url).query)["X-Amz-Date"]
        datetime.strptime(date, SIGNING_FORMAT)
    except (KeyError, ValueError):
        return None
    return date if DATE.fullmatch(date) else None


def signed_at(url: str, seen: float) -> float | None:
    """Return when a URL first seen then was made (both epoch seconds), or None: it does not say, or says the future."""
    date = signing_date(url)
    signed = datetime.strptime(date, SIGNING_FORMAT).replace(tzinfo=UTC).timestamp() if date else None
    return signed if signed is not None and signed <= seen + CLOCK_SKEW else None


def without_secrets(url: str) -> str:
    """Return a URL that says when the given one was made, and nothing else of it."""
    date = signing_date(url)
    return f"https://redacted.invalid/?X-Amz-Date={date}" if date else "https://redacted.invalid/"


def safe_url(url: object) -> str | None:
    """Return the URL that an answer may be PUT to, or None: it is not CloudFormation's.

    Answers go to CloudFormation's own buckets, with TLS; and to this machine, where the function runs on it. So a made
    up event can have nothing else called, of the network that the function is in, say.

    It is put together from the parts that were checked, for the call parses it again, and another parser may read
    another host: of `http://evil.test\\@localhost/`, urllib.parse finds localhost and urllib3 evil.test.
    """
    if not isinstance(url, str) or not PLAIN.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if "@" in parts.netloc or not HOST.fullmatch(host):
        return None
    here = parts.scheme in ("http", "https") and is_local(host) and runs_locally()
    there = parts.scheme == "https" and port in (None, 443) and is_cloudformation(host, parts.path)
    if not here and not there:
        return None
    netloc = (f"[{host}]" if ":" in host else host) + (f":{port}" if port is not None else "")
    return urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, ""))


def is_cloudformation(host: str, path: str) -> bool:
    """Return whether host and path lead to one of CloudFormation's own buckets.

    Anybody may take the name of a bucket that nobody has, with a region in it that does not exist, or in another
    partition. So the bucket's region must be the host's and, where the host names none, the function's own.
    """
    parts = S3.fullmatch(host)
    if parts is None:
        return False
    region = parts["region"]
    if region is None and parts["suffix"] == SUFFIXES[0]:
        region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    steps = path.split("/")  # parsers go up where a path says so: of one bucket's, they call another's
    bucket = parts["bucket"] or path[1:].partition("/")[0]
    return bool(region) and bucket == BUCKET + str(region).replace("-", "") and not {".", ".."} & set(steps)


def runs_locally() -> bool:
    """Return whether the environment says that the function runs on this machine.

    So it is under sam local invoke, with an endpoint of AWS's in clear text, and outside of any Lambda runtime.
    """
    told = os.environ.get("AWS_SAM_LOCAL") or os.environ.get("ENDPOINT_SCHEME") == "http"
    redirected = any(
        name.startswith("AWS_ENDPOINT_URL") and url.startswith("http:") for name, url in os.environ.items()
    )
    return bool(told) or redirected or not os.environ.get("AWS_EXECUTION_ENV", "").startswith("AWS_Lambda_")


def is_local(host: str) -> bool:
    """Return whether a host is this machine."""
    try:
        return host in LOCAL_HOSTS or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
