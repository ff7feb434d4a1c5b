"""The way out of an answer is that of boto3's calls: a proxy where one is set, and the certificates that they trust."""

import datetime
import ipaddress
import socket
import ssl
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

import last_responder
from cloudformation.delivery import deliver
from errors import NotDelivered
from tests.unit.cloudformation.test_delivery import Clock

URL = "https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com/x?X-Amz-Signature=5ec2e7"


def by_the_function(url: str) -> None:
    deliver(url, b"{}", Clock(remaining=3))


def by_the_last_responder(url: str) -> None:
    last_responder.deliver(url, b"{}")


def by_boto3(_: str) -> None:
    """What the answer's way is to be the same as."""
    config = Config(connect_timeout=1, read_timeout=1, retries={"total_max_attempts": 1})
    boto3.client("opensearch", config=config).list_domain_names()


WAYS = [by_the_function, by_the_last_responder, by_boto3]
FAILED = (NotDelivered, RuntimeError, BotoCoreError)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing else say where to go, and no attempt wait."""
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setattr(last_responder, "PAUSE", 0)
    monkeypatch.setattr(last_responder, "ATTEMPTS", 1)


@pytest.fixture
def asked() -> Iterator[tuple[str, list[bytes]]]:
    """Return the address of a proxy that refuses all, and what it was asked."""
    requests: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    requests.append(connection.recv(4096))
                    connection.sendall(b"HTTP/1.1 403 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

        threading.Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{server.getsockname()[1]}", requests
        server.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("prefix", ["http://", ""])
def test_it_asks_the_proxy_for_a_tunnel(
    asked: tuple[str, list[bytes]], monkeypatch: pytest.MonkeyPatch, way: Callable[[str], None], prefix: str
) -> None:
    """The proxy learns the host, and nothing of the URL."""
    monkeypatch.setenv("HTTPS_PROXY", f"{prefix}{asked[0]}")
    with pytest.raises(FAILED) as error:
        way(URL)
    assert asked[1] and asked[1][0].startswith(b"CONNECT ")
    assert b"5ec2e7" not in b"".join(asked[1]) and "5ec2e7" not in str(error.value)


@pytest.mark.parametrize("way", [by_the_function, by_the_last_responder])
def test_it_says_who_it_is(
    asked: tuple[str, list[bytes]], monkeypatch: pytest.MonkeyPatch, way: Callable[[str], None]
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://provider:s3cret@{asked[0]}")
    with pytest.raises(FAILED) as error:
        way(URL)
    assert b64encode(b"provider:s3cret") in asked[1][0]
    assert "s3cret" not in str(error.value)


@pytest.fixture
def bundle(tmp_path: Path) -> x509.Certificate:
    """Write a certificate for this machine, and its key, that nobody else trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (tmp_path / "bundle.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    (tmp_path / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
    return certificate


@pytest.fixture
def endpoint(bundle: x509.Certificate, tmp_path: Path) -> Iterator[tuple[str, list[bytes]]]:
    """Return the URL of an endpoint with that certificate, and what it has taken."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "bundle.pem", tmp_path / "key.pem")
    taken: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with suppress(OSError), connection, context.wrap_socket(connection, server_side=True) as tls:
                    request = b""  # it is all read, for what is left unread resets the connection
                    while not request.endswith(b"{}") and (more := tls.recv(4096)):
                        request += more
                    taken.append(request)
                    tls.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

        threading.Thread(target=serve, daemon=True).start()
        yield f"https://127.0.0.1:{server.getsockname()[1]}/?X-Amz-Signature=5ec2e7", taken
        server.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("way", [by_the_function, by_the_last_responder])
def test_it_trusts_the_bundle_that_is_given_and_not_everybody(
    endpoint: tuple[str, list[bytes]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, way: Callable[[str], None]
) -> None:
    with pytest.raises(FAILED):
        way(endpoint[0])
    assert endpoint[1] == []
    monkeypatch.setenv("AWS_CA_BUNDLE", str(tmp_path / "bundle.pem"))
    way(endpoint[0])
    assert endpoint[1][0].startswith(b"PUT /")


@pytest.mark.parametrize("way", [by_the_function, by_the_last_responder])
@pytest.mark.parametrize("direct", ["127.0.0.1", "*"])
def test_where_no_proxy_is_to_be_used_none_is_asked(
    endpoint: tuple[str, list[bytes]],
    asked: tuple[str, list[bytes]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    way: Callable[[str], None],
    direct: str,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://{asked[0]}")
    monkeypatch.setenv("NO_PROXY", f"example.com,{direct}" if direct != "*" else "*")
    monkeypatch.setenv("AWS_CA_BUNDLE", str(tmp_path / "bundle.pem"))
    way(endpoint[0])
    assert (len(endpoint[1]), asked[1]) == (1, [])


@pytest.mark.parametrize("proxy", ["http://user:pä5ec2e7@127.0.0.1:1", "gopher://5ec2e7", "http://[5ec2e7"])
@pytest.mark.parametrize("way", [by_the_function, by_the_last_responder])
def test_a_proxy_that_nobody_can_use_is_named_by_the_error_alone(
    monkeypatch: pytest.MonkeyPatch, way: Callable[[str], None], proxy: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(FAILED) as error:
        way(URL)
    assert "5ec2e7" not in str(error.value)
    assert error.value.__cause__ is error.value.__context__ is None
