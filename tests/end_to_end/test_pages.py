"""A web page in the developer's browser, played against each server of the local AWS: refused, and nothing is done."""

import http.client
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from tests.end_to_end.conftest import Cloud

pytestmark = pytest.mark.end_to_end

EVIL = {"Origin": "https://evil.example", "Content-Type": "text/plain"}
REBOUND = {"Host": "evil.example"}
FRAME = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
#: What would run code, or show what is there, on one server or the other.
PATHS = ["/2015-03-31/functions", "/_ministack/reset", "/_ministack/config", "/_ministack/health", "/"]
PATHS += ["/?" + urlencode({"Action": "DeleteStack", "StackName": "opensearch-packages"})]
PATHS += ["/_ministack/cfn-response/guess", "/moto-api/reset", "/2021-01-01/packages", "/events/create"]


def asked(url: str, method: str, path: str, headers: dict[str, str]) -> Any:
    """Return the answer to a request that has these headers, and no others but Host."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    connection.request(method, path, b"{}" if method in ("POST", "PUT") else None, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


@pytest.mark.parametrize("server", ["cloud", "opensearch"])
def test_a_page_is_refused_whatever_it_sends(cloud: Cloud, server: str) -> None:
    url = getattr(cloud.aws, server)
    preflight = EVIL | {"Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "authorization"}
    sent = [(method, headers) for method in ("GET", "POST", "PUT", "DELETE") for headers in (EVIL, REBOUND, FRAME)]
    for path in PATHS:
        for method, headers in [*sent, ("OPTIONS", preflight), ("GET", {}), ("POST", {"Content-Type": "text/plain"})]:
            answer = asked(url, method, path, headers)
            assert answer.status == 403, (method, path, headers)
            assert not [name for name, _ in answer.getheaders() if name.lower().startswith("access-control-")]
    assert cloud.stacks.status("opensearch-packages") == "CREATE_COMPLETE"


@pytest.mark.parametrize("server", ["cloud", "opensearch"])
def test_nor_does_a_web_socket_open(cloud: Cloud, server: str) -> None:
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    upgrade |= {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Origin": "https://evil.example"}
    assert asked(getattr(cloud.aws, server), "GET", "/", upgrade).status == 403
