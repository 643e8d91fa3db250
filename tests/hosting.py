"""Releases as a publish leaves them, and a real nginx that reads a generated configuration."""

import gzip
import http.client
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from browser_program import BROTLI_MODULE
from mkdocs_study.publish.hosting.hashed import is_hashed
from nginx_server import HOST, free_port

MAIN = """\
worker_processes 1;
error_log {work}/error.log warn;
pid {work}/nginx.pid;
{modules}
events {{ worker_connections 256; }}
http {{
  client_body_temp_path {work}/body;
  proxy_temp_path {work}/proxy;
  fastcgi_temp_path {work}/fastcgi;
  uwsgi_temp_path {work}/uwsgi;
  scgi_temp_path {work}/scgi;
  {includes}
}}
"""
PACKED = (".html", ".css", ".js", ".json", ".svg", ".xml")


def publish_release(root: Path, site: Path, serial: int = 1, audience: str | None = None) -> Path:
    """Lay the files of a built site out as a release, and switch to it; return its folder."""
    name = f"r{serial:06d}-20260101"
    release = root / "releases" / name
    shutil.copytree(site, release)
    for file in sorted(release.rglob("*")):
        if file.suffix in PACKED:
            packed = gzip.compress(file.read_bytes(), 9, mtime=0)
            file.with_name(f"{file.name}.gz").write_bytes(packed)
    for file in sorted(release.rglob("*")):
        path = file.relative_to(release).as_posix()
        if is_hashed(path.removesuffix(".gz")):
            target = root / "hashed" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                os.link(file, target)
    manifest = {"id": name, "audience": audience}
    (root / "releases" / f"{name}.manifest.json").write_text(json.dumps(manifest), "utf-8")
    (root / "state.json").write_text("{}", "utf-8")
    (root / ".lock").touch()
    staging = root / ".staging-r000009-20260101"
    staging.mkdir(exist_ok=True)
    (staging / "index.html").write_text("half", "utf-8")
    (root / "next").unlink(missing_ok=True)
    (root / "next").symlink_to(f"releases/{name}")
    (root / "next").replace(root / "current")
    return release


@dataclass(frozen=True)
class Answer:
    """What a server said to one request."""

    status: int
    headers: dict[str, str]
    """Names in lower case; one that came twice is joined by a bar."""

    body: bytes


@dataclass(frozen=True)
class Nginx:
    """A running nginx."""

    port: int
    work: Path
    context: object = None
    """TLS settings of the client, if the server speaks it."""

    def ask(self, target: str, method: str = "GET", **headers: str) -> Answer:
        """Send the target as it is, with whatever is in it; header names with _ for -."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=10)
        try:
            connection.putrequest(method, "/", skip_host=True, skip_accept_encoding=True)
            # http.client refuses odd targets, which are what some tests are about
            buffer = connection._buffer  # type: ignore[attr-defined]
            buffer[0] = f"{method} ".encode() + target.encode() + b" HTTP/1.1"
            connection.putheader("Host", "localhost")
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            response = connection.getresponse()
            found: dict[str, str] = {}
            for name, value in response.getheaders():
                key = name.lower()
                found[key] = f"{found[key]}|{value}" if key in found else value
            return Answer(response.status, found, response.read())
        finally:
            connection.close()

    def errors(self) -> str:
        """Return what nginx complained about."""
        return (self.work / "error.log").read_text("utf-8")


@contextmanager
def run_nginx(program: str, configurations: list[Path], work: Path, port: int) -> Iterator[Nginx]:
    """Let nginx check the files, and serve them until the block ends."""
    work.mkdir(parents=True, exist_ok=True)
    main = work / "nginx.conf"
    includes = "\n  ".join(f'include "{each}";' for each in configurations)
    main.write_text(
        MAIN.format(work=work, modules=f"load_module {BROTLI_MODULE};", includes=includes), "utf-8"
    )
    command = [program, "-p", str(work), "-e", "stderr", "-c", str(main)]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    assert "[warn]" not in tested.stderr, tested.stderr
    as_root = " user root;" if os.geteuid() == 0 else ""
    process = subprocess.Popen([*command, "-g", f"daemon off;{as_root}"], stderr=subprocess.DEVNULL)
    try:
        server = Nginx(port, work)
        for _ in range(100):
            try:
                server.ask("/")
                break
            except OSError:
                time.sleep(0.05)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=10)


__all__ = ["HOST", "Answer", "Nginx", "free_port", "publish_release", "run_nginx"]
