"""A ResponseURL: when it was made, and where an answer may go, read alike by whoever reads it."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
import urllib3
from hypothesis import given
from hypothesis import strategies as st

from cloudformation.response_url import CLOCK_SKEW, safe_url, signed_at, without_secrets

DATED = "https://bucket.s3.amazonaws.com/key?X-Amz-Date=20261101T120000Z&X-Amz-Signature=5ec2e7"
MADE = datetime(2026, 11, 1, 12, tzinfo=UTC).timestamp()


def test_the_date_of_a_url_is_when_it_was_signed() -> None:
    assert signed_at(DATED, MADE + 60) == MADE
    assert "5ec2e7" not in without_secrets(DATED)
    assert signed_at(without_secrets(DATED), MADE) == MADE


@pytest.mark.parametrize("ahead, counts", [(0, True), (CLOCK_SKEW, True), (CLOCK_SKEW + 1, False), (2e9, False)])
def test_a_date_in_the_future_does_not_count(ahead: float, counts: bool) -> None:
    assert signed_at(DATED, MADE - ahead) == (MADE if counts else None)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?X-Amz-Date=",
        "?X-Amz-Date=soon",
        "?X-Amz-Date=2026111T120000Z",
        "?X-Amz-Date=20261301T120000Z",
        "?X-Amz-Date=20261101T120000",
        "?X-Amz-Date=20261101T120000Z%0A",
        "?X-Amz-Date=20261101T120000Z&X-Amz-Date=20261101T120001Z",
        "?X-Amz-Date=%D9%A2%D9%A0261101T120000Z",
    ],
)
def test_what_is_not_one_date_in_its_form_does_not_count(query: str) -> None:
    assert signed_at(f"https://example.com/{query}", MADE) is None
    assert without_secrets(f"https://example.com/{query}") == "https://redacted.invalid/"


def test_a_url_that_can_not_be_read_has_no_date() -> None:
    assert signed_at("http://[broken/?X-Amz-Date=20261101T120000Z", MADE) is None


@pytest.mark.parametrize(
    "url",
    [
        DATED,
        "https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com/arn%3Aaws%3A/x%7CSynonyms%7C0c?a=%2F",
        "http://localhost:4566/",
        "http://127.0.0.1:4566/_ministack/cfn-response/token",
        "http://[::1]:4566/",
        "http://host.docker.internal:4566/",
        "https://10.0.0.1/",
    ],
)
def test_an_answer_goes_anywhere_with_tls_and_without_it_to_this_machine(url: str) -> None:
    assert safe_url(url) == url


@pytest.mark.parametrize("url", ["http://localhost:4566/", "http://127.0.0.1/", "http://host.docker.internal:5000/"])
def test_clear_text_is_only_for_a_function_that_is_told_that_it_runs_locally(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("AWS_EXECUTION_ENV", "AWS_Lambda_python3.13")
    for scheme in ("", "https"):
        monkeypatch.setenv("ENDPOINT_SCHEME", scheme)
        assert safe_url(url) is None
    assert safe_url(DATED) == DATED
    for name, value in (("AWS_SAM_LOCAL", "true"), ("AWS_ENDPOINT_URL_OPENSEARCH", "http://localhost:5000")):
        with monkeypatch.context() as told:
            told.setenv(name, value)
            assert safe_url(url) == url
    assert safe_url(url) is None
    monkeypatch.delenv("AWS_EXECUTION_ENV")
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1/",
        "http://example.com/",
        "http://localhost.example.com/",
        "http://localhost./",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://evil.test\\@localhost/",
        "https://evil.test\\@example.com/",
        "http://localhost@evil.test/",
        "http://evil.test@localhost/",
        "https://user:word@example.com/",
        "https://@example.com/",
        "https://example.com/a b",
        " https://example.com/",
        "https://example.com/\n",
        "https://exa\tmple.com/",
        "https://example.com/\x00",
        "https://exämple.com/",
        "http://ⓛocalhost/",
        "https://example.com:port/",
        "https://example.com:99999/",
        "https://exam%70le.com/",
        "https://[broken/",
        "https://[::1%25eth0]/",
        "https:///path",
        "https:example.com",
        "//localhost/",
        "ftp://localhost/",
        "file:///etc/passwd",
        "not a url",
        "",
    ],
)
def test_no_answer_goes_anywhere_else(url: str) -> None:
    assert safe_url(url) is None


PIECES = st.lists(
    st.sampled_from(["http", "https", ":", "//", "/", "@", "\\", "?", "#", "[", "]", "localhost", "127.0.0.1", "::1"])
    | st.sampled_from(["evil.test", "%5C", "%40", ".", ";", ":80", "\t", " ", "ⓛ", "\u2100", "&", "="])
    | st.text(max_size=2),
    max_size=9,
)


@given(PIECES, st.sampled_from(["", "http://", "https://", "http://localhost", "https://evil.test"]))
def test_the_parser_that_calls_reads_what_was_checked(pieces: list[str], start: str) -> None:
    checked = safe_url(start + "".join(pieces))
    if checked is None:
        return
    called, read = urllib3.util.parse_url(checked), urlsplit(checked)
    assert (called.scheme, called.port, called.auth) == (read.scheme, read.port, None)
    assert (called.host or "").strip("[]") == read.hostname
    assert called.scheme == "https" or read.hostname in ("localhost", "127.0.0.1", "::1")
    assert safe_url(checked) == checked
