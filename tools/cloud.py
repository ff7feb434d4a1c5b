"""MiniStack behind the guard, run by its own Python; the domains that stacks make appear where packages are too.

Its variables are MiniStack's own, and OPENSEARCH: where OpenSearch Service's package operations are.
"""

import json
import os
import sys
import urllib.error
import urllib.request
from typing import Any

from ministack import app as ministack
from ministack.services import opensearch

from tools.guard import authorization, refusal, same

KEY, OPENSEARCH = os.environ["MINISTACK_ACCOUNT_ID"], os.environ.pop("OPENSEARCH")
del os.environ["PYTHONPATH"]  # which functions would inherit
#: Their paths hold a token, of a request that the function has been sent.
ANSWERS = "/_ministack/cfn-response/"
inner, create, delete = ministack.app, opensearch.create_domain_record, opensearch.delete_domain_record


def known(key: str) -> bool:
    """Return whether an access key is ours, or of a role that somebody with ours has assumed."""
    sts = sys.modules.get("ministack.services.sts")
    return same(KEY)(key) or (sts is not None and key in sts._sessions)


async def guarded(scope: Any, receive: Any, send: Any) -> None:
    """Pass on what is no web page's; refuse the rest, and all WebSockets."""
    if scope["type"] == "http":
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        answers = scope["method"] == "PUT" and scope["path"].startswith(ANSWERS)
        if why := refusal(headers, known, unsigned=answers):
            await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
            await send({"type": "http.response.body", "body": why.encode()})
            return
    elif scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    await inner(scope, receive, send)


def ask(method: str, path: str, body: Any = None) -> None:
    """Ask OpenSearch Service for a domain to be made or deleted; that it is there, or gone, already is as good."""
    url, data = f"{OPENSEARCH}/2021-01-01/opensearch/domain{path}", json.dumps(body).encode()
    headers = {"Authorization": authorization(KEY), "Content-Type": "application/json"}
    request = urllib.request.Request(url, data if body else None, headers, method=method)
    try:
        urllib.request.urlopen(request, timeout=30).close()
    except urllib.error.HTTPError as error:
        if error.code != 409:
            raise


def create_domain(payload: Any, *more: Any) -> Any:
    """Make a domain in both, for there is nothing between a stack's domain and its packages that could wait."""
    record = create(payload, *more)
    ask("POST", "", {name: record[name] for name in ("DomainName", "EngineVersion")})
    return record


def delete_domain(name: str, *more: Any, **options: Any) -> Any:
    """Delete a domain in both."""
    record = delete(name, *more, **options)
    ask("DELETE", f"/{name}")
    return record


if __name__ == "__main__":
    ministack.app, opensearch.create_domain_record, opensearch.delete_domain_record = (
        guarded,
        create_domain,
        delete_domain,
    )
    ministack.main()
