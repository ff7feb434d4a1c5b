"""The ResponseURL: its date, where it may lead, and what may be shown of it."""

import pytest

from cloudformation.response_url import may_be_sent_to, signed_at, signing_date, without_secrets

DATED = "https://bucket.s3.amazonaws.com/key?X-Amz-Date=20261101T120000Z&X-Amz-Signature=5ec2e7"


def test_the_date_of_a_url_is_when_it_was_signed() -> None:
    assert signing_date(DATED) == "20261101T120000Z"
    assert signed_at(DATED) == 1_793_534_400


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/",
        "https://example.com/?X-Amz-Date=",
        "https://example.com/?X-Amz-Date=soon",
        "https://example.com/?X-Amz-Date=20261301T120000Z",
        "http://[broken/?X-Amz-Date=20261101T120000Z",
        "",
    ],
)
def test_a_url_may_say_nothing_of_when(url: str) -> None:
    assert signed_at(url) is None
    assert without_secrets(url) == "https://redacted.invalid/"


def test_nothing_but_the_date_may_be_shown() -> None:
    assert without_secrets(DATED) == "https://redacted.invalid/?X-Amz-Date=20261101T120000Z"
    assert signed_at(without_secrets(DATED)) == signed_at(DATED)


@pytest.mark.parametrize(
    "url, allowed",
    [
        (DATED, True),
        ("http://localhost:4566/", True),
        ("http://127.0.0.1:4566/", True),
        ("http://127.1.2.3/", True),
        ("http://[::1]:4566/", True),
        ("http://host.docker.internal:4566/", True),
        ("http://10.0.0.1/", False),
        ("http://example.com/", False),
        ("http://localhost.example.com/", False),
        ("https:///path", False),
        ("http:///path", False),
        ("http://[broken/", False),
        ("ftp://localhost/", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_an_answer_travels_with_tls_or_not_at_all(url: str, allowed: bool) -> None:
    assert may_be_sent_to(url) is allowed
