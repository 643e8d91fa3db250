"""Measures what our nginx configuration costs and saves: answers a second, and bytes of each.

    python scripts/bench_hosting.py SITE        # a folder of a built site

wrk asks an nginx on this host, one worker, over loopback; both share the machine, so that the
ratios count. SITE is published as `study publish` does it, with .gz and .br beside each file.
"""

import argparse
import datetime as dt
import http.client
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from browser_program import BROTLI_MODULE, find_nginx
from mkdocs_study.publish.hosting.nginx import nginx_configuration
from mkdocs_study.publish.hosting.nginx_modules import Program
from mkdocs_study.publish.hosting.server import Server, make_areas, released_inline
from mkdocs_study.publish.release.transaction import publish_site
from nginx_server import HOST, free_port

SECONDS = 2
ROUNDS = 5
CONNECTIONS = 64
THREADS = 1

MAIN = """\
load_module {module};
worker_processes 1;
error_log stderr crit;
pid {work}/nginx.pid;
{user}
events {{ worker_connections 512; }}
http {{
  client_body_temp_path {work}/body;
  proxy_temp_path {work}/proxy;
  fastcgi_temp_path {work}/fastcgi;
  uwsgi_temp_path {work}/uwsgi;
  scgi_temp_path {work}/scgi;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000;
  include {work}/server.conf;
}}
"""

VARIANTS = ("plain", "packed on the fly", "packed, no headers", "packed and headers")
"""nginx's own defaults; the same with gzip; ours without headers; ours."""


@dataclass(frozen=True)
class Measured:
    """What wrk and one request found."""

    per_second: float
    p99_ms: float
    size: int
    """Bytes of one answer, headers included."""


def hosting_report(site: Path) -> str:
    """Measure a built site and return the table."""
    nginx, wrk = find_nginx(), shutil.which("wrk")
    if nginx is None or wrk is None or not BROTLI_MODULE.is_file():
        message = "apt-get install nginx-light libnginx-mod-http-brotli-static wrk"
        raise RuntimeError(message)
    with tempfile.TemporaryDirectory(prefix="bench-hosting-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        root = folder / "public"
        publish_site(site, root, now=dt.datetime.now(dt.UTC))
        targets = choose_targets(root / "current")
        with ExitStack() as stack:
            ports = {}
            for variant in VARIANTS:
                port = ports[variant] = free_port()
                text = configuration(variant, root, port)
                work = folder / variant.replace(" ", "-")
                stack.enter_context(running(nginx, text, work, port))
            # in turns, so that a busy moment of the machine falls on all of them
            found: dict[tuple[str, str], list[Measured]] = defaultdict(list)
            for _ in range(ROUNDS):
                for title, (path, headers) in targets.items():
                    for variant, port in ports.items():
                        found[variant, title].append(measure(wrk, port, path, headers))
        rows = {
            variant: {title: middle(found[variant, title]) for title in targets}
            for variant in VARIANTS
        }
    return format_table(rows)


def middle(found: Sequence[Measured]) -> Measured:
    """Return the run whose rate is the median."""
    return sorted(found, key=lambda each: each.per_second)[len(found) // 2]


def choose_targets(site: Path) -> dict[str, tuple[str, Mapping[str, str]]]:
    """Return what is asked for: title → path and headers."""
    packed = {"Accept-Encoding": "gzip, br"}
    pages = sorted(site.rglob("index.html"), key=lambda page: page.stat().st_size)
    page = pages[-1].relative_to(site).as_posix().removesuffix("index.html")
    script = next((site / "assets" / "javascripts").glob("bundle.*.min.js"))
    shards = sorted(
        (site / "search").glob("[a-z]????????*.js"), key=lambda each: each.stat().st_size
    )
    shard = shards[len(shards) // 2]
    return {
        "home page": ("/", packed),
        "largest page": (f"/{page}", packed),
        "script": (f"/{script.relative_to(site).as_posix()}", packed),
        "part of the index": (f"/{shard.relative_to(site).as_posix()}", packed),
        "home page, not changed (304)": ("/", {**packed, "If-None-Match": "?"}),
        "no such page (404)": ("/none/", packed),
    }


def configuration(variant: str, root: Path, port: int) -> str:
    """Return the server block of a variant."""
    if variant.startswith(("plain", "packed on the fly")):
        gzip = "gzip on; gzip_types text/css application/javascript application/json;"
        return (
            f"include /etc/nginx/mime.types;\nserver {{ listen {HOST}:{port}; access_log off;\n"
            f'{gzip if variant != "plain" else ""}\nroot "{root}/current"; index index.html;\n'
            "error_page 404 /404.html; }\n"
        )
    areas = make_areas(str(root), "/", {}, "")
    server = Server(areas, listen=(f"{HOST}:{port}",), inline=released_inline(root))
    text = nginx_configuration(server, Program(brotli=True))
    if variant == "packed, no headers":
        text = re.sub(r"^ *add_header .*\n", "", text, flags=re.MULTILINE)
    return text


@contextmanager
def running(nginx: str, text: str, work: Path, port: int) -> Iterator[None]:
    """Let nginx serve until the block ends."""
    work.mkdir()
    (work / "server.conf").write_text(text, encoding="utf-8")
    user = "user root;" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
    main = MAIN.format(module=BROTLI_MODULE, work=work, user=user)
    (work / "nginx.conf").write_text(main, encoding="utf-8")
    process = subprocess.Popen(
        [
            nginx,
            "-p",
            str(work),
            "-e",
            "stderr",
            "-c",
            str(work / "nginx.conf"),
            "-g",
            "daemon off;",
        ]
    )
    try:
        for _ in range(100):
            try:
                ask(port, "/", {})
                break
            except OSError:
                time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


def ask(port: int, path: str, headers: Mapping[str, str]) -> tuple[int, str]:
    """Return bytes of one answer, headers included, and its ETag."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    connection.request("GET", path, headers=dict(headers))
    response = connection.getresponse()
    body = response.read()
    head = sum(len(name) + len(value) + 4 for name, value in response.getheaders())
    connection.close()
    return len(body) + head + len(f"HTTP/1.1 {response.status} {response.reason}\r\n\r\n"), (
        response.getheader("ETag") or ""
    )


def measure(wrk: str, port: int, path: str, headers: Mapping[str, str]) -> Measured:
    """Let wrk ask one address for some seconds."""
    if "If-None-Match" in headers:
        plain = {name: value for name, value in headers.items() if name != "If-None-Match"}
        headers = {**plain, "If-None-Match": ask(port, path, plain)[1]}
    size, _ = ask(port, path, headers)
    command = [wrk, f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    done = subprocess.run(
        [*command, f"http://{HOST}:{port}{path}"], capture_output=True, text=True, check=True
    )
    per_second, p99 = read_wrk(done.stdout)
    return Measured(per_second, p99, size)


def read_wrk(text: str) -> tuple[float, float]:
    """Return answers a second, and the time in ms within which 99 of 100 came.

    Raises:
        ValueError: wrk has printed something else.
    """
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    late = re.search(r"99%\s+([\d.]+)(us|ms|s)\b", text)
    if rate is None or late is None:
        raise ValueError(text)
    unit = {"us": 0.001, "ms": 1.0, "s": 1000.0}[late[2]]
    return float(rate[1]), float(late[1]) * unit


def format_table(rows: Mapping[str, Mapping[str, Measured]]) -> str:
    """Return one row for each address and variant in a column: answers, and bytes of one."""
    lines = [
        f"wrk beside one nginx worker; {CONNECTIONS} connections, {ROUNDS} rounds of {SECONDS} s.",
        "",
        f"| answers a second (bytes of one) | {' | '.join(rows)} |",
        f"|---|{'--:|' * len(rows)}",
    ]
    for title in next(iter(rows.values())):
        cells = [
            f"{found[title].per_second:,.0f} ({found[title].size:,})" for found in rows.values()
        ]
        lines.append(f"| {title} | {' | '.join(cells)} |")
    slow = max(each.p99_ms for each in rows[VARIANTS[-1]].values())
    lines += [
        "",
        f"With headers, 99 of 100 answers came within {slow:.1f} ms, whatever was asked for.",
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("site", type=Path)
    print(hosting_report(parser.parse_args(arguments).site.resolve()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
