"""The services' APIs and CloudFormation's endpoint for answers on loopback sockets, plain and with TLS on port 443."""

import ssl
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from benchmarks.protocol import Protocol, Reply

PROTOCOLS = {name: Protocol(name) for name in ("opensearch", "cloudformation", "dynamodb")}
#: Answers a call: service, operation, parameters.
Api = Callable[[str, str, dict[str, Any]], Any]
#: Takes an answer of a path and returns the HTTP status, or raises where the connection is to break.
Put = Callable[[str, bytes, str], int]


class Server(ThreadingHTTPServer):
    """One that takes a crowd, and says nothing of clients that went away."""

    daemon_threads, request_queue_size = True, 512

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing."""

    def start(self) -> None:
        """Serve in the background."""
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()


class Handler(BaseHTTPRequestHandler):
    """Reads a request, and sends what `reply` returns of it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm, wbufsize = True, -1

    def reply(self, body: bytes) -> Reply:
        """Return status, headers and body."""
        raise NotImplementedError

    def respond(self) -> None:
        status, headers, body = self.reply(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, str(value))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = respond

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Gateway:
    """Serves from the start; `url` is where."""

    def __init__(self, api: Api, put: Put) -> None:
        class Doors(Handler):
            def reply(self, body: bytes) -> Reply:
                if self.command == "PUT":
                    return put(self.path, body, self.headers.get("Content-Type", "")), {}, b""
                for service, protocol in PROTOCOLS.items():
                    if known := protocol.read(self.command, self.path, dict(self.headers), body):
                        try:
                            return protocol.write(known[0], api(service, *known))
                        except ClientError as error:
                            return protocol.write_error(error)
                return 404, {}, b""

        self._doors = Doors
        self._servers = [Server(("127.0.0.1", 0), Doors)]
        self._servers[0].start()
        self.port = self._servers[0].server_port
        self.url = f"http://127.0.0.1:{self.port}"

    def over_tls(self, folder: Path) -> str:
        """Serve over TLS on port 443 of an address of its own too; return it. The folder gets its certificate.pem.

        Raises:
            OSError: no right to that port, or no such address.
        """
        address = f"127.{self.port >> 8}.{self.port & 255}.1"
        server = Server((address, 443), self._doors)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certify(address, folder))
        # The handshake is the connection's own thread's.
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        server.start()
        self._servers.append(server)
        return f"https://{address}"

    def close(self) -> None:
        """Stop serving."""
        for server in self._servers:
            server.shutdown()
            server.server_close()


def certify(address: str, folder: Path) -> Path:
    """Make a certificate for an address that signs itself; return its file, which holds the key too."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, address)]),
    )
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=True)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    certificate = builder.sign(key, hashes.SHA256())
    path = folder / "certificate.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(certificate.public_bytes(Encoding.PEM) + private)
    return path


def may_serve_tls() -> bool:
    """Return whether this process may bind port 443 of the addresses that are needed."""
    with tempfile.TemporaryDirectory() as folder, suppress(OSError):
        gateway = Gateway(lambda *_: None, lambda *_: 403)
        try:
            gateway.over_tls(Path(folder))
            return True
        finally:
            gateway.close()
    return False
