"""PUTs an answer to CloudFormation, within the time left and without ever showing the URL."""

import os
import random
from typing import Any

import urllib3
from botocore.httpsession import ProxyConfiguration
from botocore.utils import get_environ_proxies

from clock import Clock
from cloudformation.response_url import safe_url
from errors import NotDelivered

#: Longer than this, an unreachable endpoint is left to Lambda's retry, a minute later (seconds).
TRY_FOR = 60.0
CONNECT, READ = 5.0, 10.0
#: The backoff between attempts doubles from the first to the last of these (seconds).
BACKOFF, LONGEST_BACKOFF = 0.25, 5.0


def deliver(url: str, body: bytes, clock: Clock) -> int:
    """PUT the body to the presigned URL; return how many attempts it took.

    Raises:
        NotDelivered: refused for good, or no success in time. Says what happened, never the URL.
    """
    checked = safe_url(url)
    if checked is None:
        raise NotDelivered("The ResponseURL is not one that an answer may go to.")
    until = clock.now() + min(TRY_FOR, clock.remaining() - 1)
    attempt, outcome = 0, "no time was left"
    while (left := until - clock.now()) > 0:
        attempt += 1
        timeout = urllib3.Timeout(connect=min(CONNECT, left), read=min(READ, left), total=min(CONNECT + READ, left))
        try:
            # CloudFormation signs for an empty content type: any other is answered 403.
            answer = _pool(checked).request(
                "PUT", checked, body=body, headers={"Content-Type": ""}, timeout=timeout, redirect=False, retries=False
            )
            if answer.status < 300:
                return attempt
            outcome = f"HTTP status {answer.status}"
            if answer.status < 500:
                break
        except Exception as error:  # whatever it is, Lambda would log its text, and that may hold the URL
            outcome = type(error).__name__
        backoff = min(BACKOFF * 2.0 ** (attempt - 1), LONGEST_BACKOFF) * random.uniform(0.5, 1)
        clock.sleep(max(0.0, min(backoff, until - clock.now())))
    raise NotDelivered(f"CloudFormation's endpoint did not take the answer in {attempt} attempts: {outcome}.")


def _pool(url: str) -> urllib3.PoolManager:
    """Return the way that boto3's calls to such a URL go, by HTTPS_PROXY, NO_PROXY and AWS_CA_BUNDLE.

    urllib3's own Retry writes the URL into logs and exceptions, so the loop is ours.
    """
    more: dict[str, Any] = {"ca_certs": bundle} if (bundle := os.environ.get("AWS_CA_BUNDLE")) else {}
    proxies = ProxyConfiguration(get_environ_proxies(url))
    if (proxy := proxies.proxy_url_for(url)) is None:
        return urllib3.PoolManager(retries=False, **more)
    headers = proxies.proxy_headers_for(proxy)
    return urllib3.ProxyManager(proxy, proxy_headers=headers, retries=False, **more)
