"""Turns a built site into an address: a small server of our own, or nginx below a sub-path."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from nginx_server import HOST, serve_with_nginx

__all__ = ["HOST", "serve_folder", "serve_with_nginx"]


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - fixed by the base
        """Keep requests out of the test output."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay silent when the browser drops a connection: it may at any time."""


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """Serve the folder at the root of a free port; yield the address, ending in a slash."""
    server = _Server((HOST, 0), partial(_QuietHandler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
