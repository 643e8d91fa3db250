"""Turns a built site into an address below which nginx serves it, compressed, on this host."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

HOST = "127.0.0.1"
EMPTY_PAGE = "__empty__"
"""Name beside the site's own pages under which an empty page is served."""

NGINX_CONFIG = """\
worker_processes 1;
error_log stderr warn;
pid {work}/nginx.pid;
events {{ worker_connections 256; }}
http {{
  include /etc/nginx/mime.types;
  log_format sent '$status $bytes_sent $uri';
  access_log {work}/access.log sent;
  client_body_temp_path {work}/body;
  proxy_temp_path {work}/proxy;
  fastcgi_temp_path {work}/fastcgi;
  uwsgi_temp_path {work}/uwsgi;
  scgi_temp_path {work}/scgi;
  gzip on;
  gzip_comp_level {gzip_level};
  gzip_min_length 512;
  gzip_types text/css application/javascript application/json image/svg+xml;
  server {{
    listen {host}:{port};
    absolute_redirect off;
    location = {base}/{empty} {{
      default_type text/html;
      return 200 '<!doctype html><html lang="zh"><meta charset="utf-8"><title>empty</title>';
    }}
    {redirect}
    {older}
    location {base}/ {{
      alias "{site}/";
      index index.html;
      error_page 404 {base}/404.html;
    }}
  }}
}}
"""


OLDER = """\
    root "{current}";
    location ~ "^/(?:search/|assets/.*[-.][0-9a-f]{{8,}}\\.)" {{ try_files $uri @older; }}
    location @older {{ root "{root}/hashed"; }}
"""
"""Of docs/dev/releases.md: a tab of an older release finds its files."""


@contextmanager
def serve_with_nginx(
    nginx: str,
    site: Path,
    work: Path,
    base: str,
    *,
    gzip_level: int = 1,
    published: Path | None = None,
) -> Iterator[str]:
    """Serve the site by nginx below a path; yield the address, ending in a slash.

    Args:
        nginx: the program.
        site: the folder to serve.
        work: an empty folder for the configuration, logs and temporary files.
        base: the path, such as "/study"; empty for the root.
        gzip_level: 1 (nginx's own choice) to 9.
        published: ROOT of a release target that the site belongs to; the base must be empty.

    Raises:
        RuntimeError: nginx rejects the configuration or does not answer.
    """
    port = free_port()
    config = work / "nginx.conf"
    text = NGINX_CONFIG.format(
        work=work,
        site=site,
        host=HOST,
        port=port,
        base=base,
        empty=EMPTY_PAGE,
        redirect=f"location = {base} {{ return 301 {base}/; }}" if base else "",
        gzip_level=gzip_level,
        older=OLDER.format(current=site, root=published) if published else "",
    )
    config.write_text(text, encoding="utf-8")
    command = [nginx, "-p", str(work), "-e", "stderr", "-c", str(config)]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    if tested.returncode != 0:
        raise RuntimeError(tested.stderr)
    process = subprocess.Popen(
        [*command, "-g", "daemon off; user root;"]
        if _is_root()
        else [*command, "-g", "daemon off;"],
        stderr=subprocess.DEVNULL,
    )
    address = f"http://{HOST}:{port}{base}/"
    try:
        _wait_for(address)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)


def free_port() -> int:
    """Return a port of this host that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _is_root() -> bool:
    # nginx started by root drops to a user who cannot read the temporary folders of root
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _wait_for(address: str) -> None:
    for _ in range(100):
        try:
            with urlopen(address, timeout=1):  # noqa: S310 - an address of this host
                return
        except (URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"no answer from {address}")
