"""CloudFormation's endpoint on a real socket: takes, refuses, resets or hangs as it is told."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Endpoint:
    """Behaves as `behaviour` says for one PUT after the other: a status, "reset" or "hang"; then 200."""

    def __init__(self, *behaviour: int | str, says: str = "") -> None:
        self.behaviour, self.says = list(behaviour), says.encode()
        self.bodies: list[bytes] = []
        self.content_types: list[str | None] = []
        self.paths: list[str] = []
        self.release = threading.Event()
        self.url = ""

    def take(self, handler: BaseHTTPRequestHandler) -> None:
        self.bodies.append(handler.rfile.read(int(handler.headers["Content-Length"])))
        self.content_types.append(handler.headers.get("Content-Type"))
        self.paths.append(handler.path)
        status = self.behaviour.pop(0) if self.behaviour else 200
        if status == "hang":
            self.release.wait(5)
        elif status == "reset":
            linger = struct.pack("ii", 1, 0)
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            handler.connection.close()
            handler.close_connection = True
        else:
            handler.send_response(int(status))
            if int(status) == 307:
                handler.send_header("Location", f"{self.url}&elsewhere")
            handler.send_header("X-Says", self.says.decode())
            handler.send_header("Content-Length", str(len(self.says)))
            handler.end_headers()
            handler.wfile.write(self.says)


@contextmanager
def endpoint(*behaviour: int | str, says: str = "") -> Iterator[Endpoint]:
    """Serve it on a free loopback port; what it says is in the header and body of each answer."""
    told = Endpoint(*behaviour, says=says)

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            told.take(self)

        do_POST = do_PUT

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def finish(self) -> None:
            try:
                super().finish()
            except OSError:
                return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    told.url = f"http://127.0.0.1:{server.server_port}/answer?X-Amz-Date=20261101T120000Z&X-Amz-Signature=5ec2e7"
    try:
        yield told
    finally:
        told.release.set()
        server.shutdown()
        server.server_close()
