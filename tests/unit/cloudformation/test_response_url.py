"""A ResponseURL: when it was made, and where an answer may go, read alike by whoever reads it."""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
import botocore
import pytest
import urllib3
from botocore.config import Config
from hypothesis import given
from hypothesis import strategies as st

from cloudformation.response_url import BUCKET, CLOCK_SKEW, S3, SUFFIXES, safe_url, signed_at, without_secrets

DATED = f"https://{BUCKET}useast1.s3.amazonaws.com/key?X-Amz-Date=20261101T120000Z&X-Amz-Signature=5ec2e7"
KEY = "arn:aws:cloudformation:us-east-1:123456789012:stack/search/5b6e|Synonyms|0c1f"
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


@cache
def partitions() -> dict[str, Any]:
    """Return AWS's partitions, by id, as botocore knows them."""
    data = json.loads((Path(botocore.__file__).parent / "data" / "partitions.json").read_text(encoding="utf-8"))
    return {one["id"]: one for one in data["partitions"]}


REGIONS = [region for one in partitions().values() for region in one["regions"] if not region.endswith("-global")]


def presigned(region: str, bucket: str, **s3: Any) -> str:
    """Return the URL that boto3 signs for an answer in this bucket."""
    config = Config(s3=s3 or None, signature_version="s3v4")
    client = boto3.client("s3", region, config=config, aws_access_key_id="AKIA", aws_secret_access_key="secret")
    return str(client.generate_presigned_url("put_object", {"Bucket": bucket, "Key": KEY}))


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("style", ["virtual", "path"])
def test_an_answer_goes_to_cloudformations_bucket_in_every_region_of_every_partition(region: str, style: str) -> None:
    url = presigned(region, BUCKET + region.replace("-", ""), addressing_style=style)
    assert safe_url(url) == url
    assert safe_url(presigned(region, f"somebodys-{region}", addressing_style=style)) is None


def test_no_partition_is_left_out() -> None:
    assert {one["outputs"]["dnsSuffix"] for one in partitions().values()} == set(SUFFIXES)
    assert len(REGIONS) > 40


@pytest.mark.parametrize(
    "host",
    [
        "s3.dualstack.eu-west-1.amazonaws.com",
        "s3-fips.us-gov-west-1.amazonaws.com",
        "s3-fips-us-gov-west-1.amazonaws.com",
        "s3-fips.dualstack.us-iso-east-1.c2s.ic.gov",
        "s3-eu-west-1.amazonaws.com",
        "s3.amazonaws.com",
    ],
)
def test_the_hosts_that_s3_had_and_has_besides_are_known(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    parts = S3.fullmatch(host)
    assert parts
    region = parts["region"] or "us-east-1"
    bucket = BUCKET + region.replace("-", "")
    for url in (f"https://{bucket}.{host}/key?a=%2F", f"https://{host}/{bucket}/key", f"https://{bucket}.{host}:443/k"):
        assert safe_url(url) == url
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    assert (safe_url(f"https://{bucket}.{host}/key") is None) == (parts["region"] is None)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:4566/",
        "https://localhost:4566/",
        "http://127.0.0.1:4566/_ministack/cfn-response/token",
        "http://[::1]:4566/",
        "http://host.docker.internal:4566/",
    ],
)
def test_a_function_that_runs_on_this_machine_answers_there(url: str) -> None:
    assert safe_url(url) == url


@pytest.mark.parametrize("url", ["http://localhost:4566/", "https://127.0.0.1/", "http://host.docker.internal:5000/"])
def test_this_machine_is_only_for_a_function_that_is_told_that_it_runs_locally(
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
        f"http://{BUCKET}useast1.s3.us-east-1.amazonaws.com/",
        f"https://{BUCKET}useast1.s3.us-east-1.amazonaws.com:8443/",
        f"https://{BUCKET}useast1.s3.us-east-1.amazonaws.com./",
        f"https://{BUCKET}useast1.s3.us-west-2.amazonaws.com/",
        f"https://{BUCKET}useast1.s3.cn-north-1.amazonaws.com.cn/",
        f"https://{BUCKET}useast1.s3.amazonaws.com.cn/",
        f"https://{BUCKET}mine.s3.amazonaws.com/",
        f"https://{BUCKET}useast1.s3-website.us-east-1.amazonaws.com/",
        f"https://{BUCKET}useast1.s3-accesspoint.us-east-1.amazonaws.com/",
        f"https://{BUCKET}useast1.evil.test/s3.us-east-1.amazonaws.com/",
        f"https://a.{BUCKET}useast1.s3.us-east-1.amazonaws.com/",
        f"https://{BUCKET}useast1.s3.us-east-1.amazonaws.com.evil.test/",
        f"https://s3.us-east-1.amazonaws.com/{BUCKET}useast1/../mine/key",
        f"https://s3.us-east-1.amazonaws.com/mine/{BUCKET}useast1/key",
        f"https://s3.us-east-1.amazonaws.com//{BUCKET}useast1/key",
        f"https://s3.us-east-1.amazonaws.com/?{BUCKET}useast1/key",
        "https://s3.us-east-1.amazonaws.com/",
        "https://bucket.s3.amazonaws.com/key",
        "https://vpce-0c1f2c34-es.us-east-1.vpce.amazonaws.com/",
        "https://169.254.169.254/",
        "https://10.0.0.1/",
        "https://example.com/",
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
    | st.sampled_from([f"{BUCKET}useast1", "s3.us-east-1.amazonaws.com", "/..", "/."])
    | st.sampled_from(["evil.test", "%5C", "%40", ".", ";", ":80", "\t", " ", "ⓛ", "\u2100", "&", "="])
    | st.text(max_size=2),
    max_size=9,
)


@given(PIECES, st.sampled_from(["", "http://", "https://", "http://localhost", "https://s3.us-east-1.amazonaws.com"]))
def test_the_parser_that_calls_reads_what_was_checked(pieces: list[str], start: str) -> None:
    checked = safe_url(start + "".join(pieces))
    if checked is None:
        return
    called, read = urllib3.util.parse_url(checked), urlsplit(checked)
    assert (called.scheme, called.port, called.auth) == (read.scheme, read.port, None)
    assert (called.host or "").strip("[]") == read.hostname
    here = read.hostname in ("localhost", "127.0.0.1", "::1")
    assert here or (called.scheme == "https" and f"{called.host}{called.path}".find(f"{BUCKET}useast1") in (0, 27))
    assert safe_url(checked) == checked
