"""Turns the source of the site into pages on a port of this machine, again after each change."""

import argparse
import errno
import os
import signal
import socket
import sys
import tempfile
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from environment import ROOT, prepare
from live_pages import LivePages, PageHandler
from progress import Progress
from rebuild import Builder, follow_changes, take_snapshot
from setup_stamp import SITE, SetupError

DEFAULT_PORT = 8000
WATCHED = ("docs", "plugins/mkdocs_study", "mkdocs.yml")


class AddressError(Exception):
    """The address cannot be served on; the message is for the user."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # On Windows the option would let two servers share a port, and hide that it is in use.
    allow_reuse_address = os.name != "nt"

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay silent when a browser drops a connection, as it does when a page is left."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    options = parse(arguments)
    progress = Progress()
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        return run(options.host, options.port, progress)
    except (SetupError, AddressError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        progress.line("\n已停止。")
        return 0


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options of the command line: host and port."""
    parser = argparse.ArgumentParser(
        prog="serve.py", description="准备环境，严格构建网站，在本机提供浏览，文件改动后自动重建。"
    )
    parser.add_argument("--host", default="127.0.0.1", help="监听地址（默认 127.0.0.1，仅本机）")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="端口（默认 8000）")
    return parser.parse_args(arguments)


def run(host: str, port: int, progress: Progress) -> int:
    """Serve until interrupted; return 1 if the site does not build in the first place.

    Raises:
        AddressError: the port is in use or may not be used.
        SetupError: the environment cannot be made.
    """
    pages = LivePages()
    # The port is taken before the long work, so that a port in use is told at once.
    with bind(host, port, pages) as server, tempfile.TemporaryDirectory(prefix="study-") as work:
        python = prepare(SITE, progress).python
        builder = Builder(python, ROOT, Path(work), progress)
        try:
            return _build_and_serve(builder, server, pages)
        finally:
            builder.stop()


def _build_and_serve(builder: Builder, server: _Server, pages: LivePages) -> int:
    watched = [ROOT / name for name in WATCHED]
    before = take_snapshot(watched)
    first = builder.build("构建网站")
    if first is None:
        builder.progress.line("网站没有构建成功：请按上面的提示修改后重新运行。")
        return 1
    pages.show(first)
    server.server_activate()
    builder.progress.line(
        f"学习资料库已就绪：{address_of(server)} （修改文件后自动更新，Ctrl+C 结束）"
    )
    with follow_changes(builder, watched, before, pages.show):
        server.serve_forever()
    return 0


def address_of(server: _Server) -> str:
    """Return the address to type into a browser of this machine."""
    host, port = server.server_address[:2]
    shown = "127.0.0.1" if host == "0.0.0.0" else str(host)  # noqa: S104 - only compared
    return f"http://{shown}:{port}/"


def bind(host: str, port: int, pages: LivePages) -> _Server:
    """Return a server that owns the port but does not answer yet.

    Raises:
        AddressError: the port is in use, may not be used, or the host is not of this machine.
    """
    server = _Server((host, port), partial(PageHandler, pages=pages), bind_and_activate=False)
    try:
        server.server_bind()
    except OverflowError as error:
        server.server_close()
        raise AddressError(f"端口 {port} 不在 0–65535 之内。") from error
    except OSError as error:
        server.server_close()
        raise AddressError(explain(error, host, port)) from error
    return server


def explain(error: OSError, host: str, port: int) -> str:
    """Return what the failed binding means, in one Chinese line."""
    if error.errno == errno.EADDRINUSE:
        return f"端口 {port} 已被占用：请关闭占用它的程序，或换一个端口，例如 --port {port + 1}。"
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"没有权限使用端口 {port}：请换一个 1024 以上的端口，例如 --port {DEFAULT_PORT}。"
    if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
        return f"本机没有地址 {host}：请改用 --host 127.0.0.1。"
    return f"不能在 {host}:{port} 提供浏览：{error}"


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt
