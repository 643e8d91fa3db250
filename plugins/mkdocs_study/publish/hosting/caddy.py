"""Turns a server into a Caddyfile that serves the same addresses with the same headers."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_study.publish.hosting.hashed import PATTERN
from mkdocs_study.publish.hosting.headers import ASK_AGAIN, FOREVER, security_headers
from mkdocs_study.publish.hosting.server import Area, Server

HEAD = """\
# 由 study nginx --caddy 生成。检查：caddy validate --adapter caddyfile --config 这个文件
# 升级程序、换主题之后要重新生成；只换内容不用。
"""
GLOBAL = "{\n\tadmin off\n\tauto_https disable_certs\n}\n"


def caddy_configuration(server: Server) -> str:
    """Return the whole file."""
    headers = security_headers(server.inline, encrypted=bool(server.certificate))
    lines = [
        "# 回答出错时 Caddy 会丢掉先前写的头，所以两处都要引入。",
        "(study_headers) {",
        "\theader {",
        *(f'\t\t{name} "{value}"' for name, value in headers),
        "\t\t-Server",
        "\t}",
        "}",
        "",
        f"{_addresses(server)} {{",
        *_indented(_site(server)),
        "}",
    ]
    return f"{HEAD}{'' if server.certificate else GLOBAL}" + "\n".join(lines) + "\n"


def _addresses(server: Server) -> str:
    scheme = "https" if server.certificate else "http"
    names = [name for name in server.names if name != "_"] or [""]
    ports = dict.fromkeys(place.rpartition(":")[2] for place in server.listen)
    return ", ".join(f"{scheme}://{name}:{port}" for port in ports for name in names)


def _site(server: Server) -> Iterator[str]:
    if server.certificate:
        yield f'tls "{server.certificate[0]}" "{server.certificate[1]}"'
    hosts = dict.fromkeys(place.rpartition(":")[0] for place in server.listen)
    if "" not in hosts:
        yield f"bind {' '.join(hosts)}"
    yield "import study_headers"
    for number, area in reversed(list(enumerate(server.areas))):
        yield from _area(area, number)
    if server.base != "/":
        yield "handle {"
        yield f"\tredir {server.base.rstrip('/')} {server.base}"
        yield "\terror 404"
        yield "}"
    yield "handle_errors {"
    yield "\timport study_headers"
    yield f"\theader Cache-Control {ASK_AGAIN}"
    yield "\t@missing expression {err.status_code} == 404"
    yield "\thandle @missing {"
    yield f'\t\troot * "{server.areas[0].root}"'
    yield "\t\trewrite * /current/404.html"
    yield "\t\tfile_server"
    yield "\t}"
    yield "}"


def _area(area: Area, number: int) -> Iterator[str]:
    who = "private" if area.audience else "public"
    yield f"# {f'只给：{area.audience}' if area.audience else '公开的部分'}"
    yield f"handle_path {area.base}* {{"
    if area.audience:
        yield "\t# 口令用 caddy hash-password 生成，换掉下面一行里的两项。"
        yield "\tbasicauth {"
        yield "\t\t换成姓名 换成口令的散列"
        yield "\t}"
    yield f'\troot * "{area.root}"'
    yield f"\t@dot{number} path_regexp /\\."
    yield f"\thandle @dot{number} {{"
    yield "\t\terror 404"
    yield "\t}"
    yield f"\t@hashed{number} path_regexp ^/{PATTERN}$"
    yield f"\thandle @hashed{number} {{"
    yield f'\t\theader Cache-Control "{who}, {FOREVER}"'
    yield "\t\ttry_files /hashed{path} /current{path}"
    yield "\t\tfile_server {"
    yield "\t\t\tprecompressed br gzip"
    yield "\t\t}"
    yield "\t}"
    yield "\thandle {"
    yield f"\t\theader Cache-Control {ASK_AGAIN}"
    yield "\t\trewrite * /current{path}"
    yield "\t\tfile_server {"
    yield "\t\t\tprecompressed br gzip"
    yield "\t\t}"
    yield "\t}"
    yield "}"


def _indented(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield f"\t{line}"
