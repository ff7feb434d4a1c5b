"""What a page in the developer's browser could send is refused; what tools send is not."""

import re

import pytest

from tools.guard import authorization, new_key, refusal, same, signature

KEY = new_key()
HOST = {"host": "localhost:5000"}
OURS = HOST | {"authorization": authorization(KEY)}

#: What a page can make a browser send; a header of its own only after a preflight that is refused, too.
PAGES = {
    "a form or fetch": HOST | {"origin": "https://evil.example", "content-type": "text/plain"},
    "a preflight": HOST | {"origin": "https://evil.example", "access-control-request-method": "PUT"},
    "a sandboxed frame": HOST | {"origin": "null"},
    "an image": HOST | {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"},
    "another name of this machine": OURS | {"host": "evil.example:5000"},
    "a name that only begins so": OURS | {"host": "localhost.evil.example"},
    "no host": {"authorization": authorization(KEY)},
    "no port": OURS | {"host": "localhost:x[", "origin": "null"},
    "our key, in a page": OURS | {"origin": "https://evil.example"},
    "our key, and no Origin": OURS | {"sec-fetch-site": "same-origin"},
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_refused_signed_or_not(page: str) -> None:
    for unsigned in (False, True):
        assert refusal(PAGES[page], same(KEY), unsigned)


@pytest.mark.parametrize(
    "authorized", ["", "Basic x", "AWS4-HMAC-SHA256 Credential=test/20261125/us-east-1/es/aws4_request"]
)
def test_who_has_not_the_key_is_refused(authorized: str) -> None:
    assert "not signed with the access key" in refusal(HOST | {"authorization": authorized}, same(KEY))


@pytest.mark.parametrize(
    "host", ["localhost:5000", "127.0.0.1", "[::1]:80", "host.docker.internal:5000", "bucket.localhost"]
)
def test_who_has_it_is_served_by_each_name_of_this_machine(host: str) -> None:
    assert refusal(OURS | {"host": host}, same(KEY)) == ""
    assert refusal({"host": host}, same(KEY), unsigned=True) == ""


def test_a_key_is_an_account_too_and_never_the_same() -> None:
    assert signature(OURS) == (KEY, "es")
    assert all(re.fullmatch(r"[1-9]\d{11}", new_key()) for _ in range(100)) and new_key() != new_key()
