"""Turns a server into the configuration of nginx: one file for the folder of its sites.

Three traps shape the text. A location that adds one header drops all headers of the server: so no
location adds any, and what differs comes from a map. `if` and `set` are not inherited by nested
locations, but logins are: so each area is one location that asks for the login, with locations for
kinds of files inside. And an index file is found by a second look-up, which would run into other
locations: so folders are mapped to their page by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mkdocs_study.publish.hosting.hashed import PATTERN
from mkdocs_study.publish.hosting.headers import ASK_AGAIN, FOREVER, security_headers
from mkdocs_study.publish.hosting.nginx_modules import Program
from mkdocs_study.publish.hosting.server import Area, Login, Server

LDAP_SERVICE = "http://127.0.0.1:8888"
"""Where the service listens that asks the directory, as its own documentation has it."""

TYPES = """\
text/html                                  html htm
text/css                                   css
application/javascript                     js
application/json                           json map
application/manifest+json                  webmanifest
application/xml                            xml
application/rss+xml                        rss
application/atom+xml                       atom
text/calendar                              ics
text/plain                                 txt
text/markdown                              md
text/csv                                   csv
image/svg+xml                              svg
image/png                                  png
image/jpeg                                 jpg jpeg
image/gif                                  gif
image/webp                                 webp
image/avif                                 avif
image/x-icon                               ico
font/woff                                  woff
font/woff2                                 woff2
audio/mpeg                                 mp3
video/mp4                                  mp4
application/pdf                            pdf
application/zip                            zip
application/gzip                           gz
application/msword                         doc
application/vnd.ms-excel                   xls
application/vnd.ms-powerpoint              ppt
application/vnd.openxmlformats-officedocument.wordprocessingml.document    docx
application/vnd.openxmlformats-officedocument.spreadsheetml.sheet          xlsx
application/vnd.openxmlformats-officedocument.presentationml.presentation  pptx
"""
"""All types that the server knows; the system's own list differs from one system to the next."""

WORDY = (
    "text/css text/plain text/markdown text/csv text/calendar application/javascript"
    " application/json application/manifest+json application/xml application/rss+xml"
    " application/atom+xml image/svg+xml"
)
"""Types that are text, beside HTML: told to be UTF-8, and packed where no packed file stands by."""

HEAD = """\
# 由 study nginx 生成。网站的内容换新版本不用重写这个文件；升级程序、换主题之后要重新生成。
# 放进 /etc/nginx/conf.d/（文件名以 .conf 结尾），先 nginx -t 检查，再 nginx -s reload 生效。
# 不要加 open_file_cache：它会记住旧版本的文件，换版本就不再是一瞬间的事。
"""


def nginx_configuration(server: Server, program: Program) -> str:
    """Return the whole file.

    Args:
        server: what is served, checked by `check_words`.
        program: what the nginx that will read the file can do.
    """
    areas, prefix = server.areas, f"study_{server.areas[0].slug}"
    lines = [
        f'map "$status $document_root$uri" ${prefix}_cache {{',
        f'    default "{ASK_AGAIN}";',
        *(f'    "~^(?:200|206|304) {_kept(area)}$" "{_for(area)}, {FOREVER}";' for area in areas),
        "}",
        "",
        "# 地址的原样写法，给文件夹补斜杠时用；带有 // 的不补。",
        f"map $request_uri ${prefix}_asked {{",
        '    default "";',
        rf'    "~^(?<{prefix}_clean>(?:/[^/?\x5c]+)+)(?:\?|$)" ${prefix}_clean;',
        "}",
        "",
        "server {",
        *_indented(_server(server, program, prefix)),
        "}",
    ]
    if server.certificate:
        lines += ["", *_to_encrypted(server)]
    return HEAD + "\n".join(lines) + "\n"


def _kept(area: Area) -> str:
    """Return the pattern of the files, in the area's folder, that may be kept for ever."""
    return f"{re.escape(area.root)}/(?:hashed|current)/{PATTERN}"


def _for(area: Area) -> str:
    return "private" if area.audience else "public"


def _server(server: Server, program: Program, prefix: str) -> Iterator[str]:
    yield from _listening(server, program)
    yield f"server_name {' '.join(server.names)};"
    yield "server_tokens off;"
    yield "absolute_redirect off;"
    yield "# 不记访问日志：谁读了什么、查了什么，都不登记。要记就改这一行。"
    yield "access_log off;"
    yield ""
    yield "charset utf-8;"
    yield f"charset_types {WORDY};"
    yield "default_type application/octet-stream;"
    yield "types {"
    for line in TYPES.splitlines():
        kind, *suffixes = line.split()
        yield f"    {kind} {' '.join(suffixes)};"
    yield "}"
    yield ""
    yield "# 发布时已经压缩好的 .gz 和 .br 直接发出；没有的当场压缩。"
    yield from _packing(program)
    yield ""
    yield "# 这些头每个回答都有。不要在 location 里写 add_header：写了一个，这里的就全部失效。"
    yield f"add_header Cache-Control ${prefix}_cache always;"
    for name, value in security_headers(server.inline, encrypted=bool(server.certificate)):
        yield f'add_header {name} "{value}" always;'
    yield ""
    yield f"error_page 404 {server.base}404.html;"
    if server.base != "/":
        yield "location / { return 404; }"
        yield f"location = {server.base.rstrip('/')} {{ return 301 {server.base}; }}"
    for area in server.areas[1:]:
        yield f"location = {area.base.rstrip('/')} {{ return 301 {area.base}; }}"
    for area in server.areas:
        yield ""
        yield from _area(area, server, prefix)


def _listening(server: Server, program: Program) -> Iterator[str]:
    together = " ssl" if program.http2_is_directive else " ssl http2"
    for place in server.listen:
        yield f"listen {place}{together if server.certificate else ''};"
        if place.isdecimal():
            yield f"listen [::]:{place}{together if server.certificate else ''};"
    if server.certificate:
        if program.http2_is_directive:
            yield "http2 on;"
        yield f'ssl_certificate "{server.certificate[0]}";'
        yield f'ssl_certificate_key "{server.certificate[1]}";'
        yield "ssl_protocols TLSv1.2 TLSv1.3;"
        yield "ssl_session_tickets off;"
        if server.login is Login.CERTIFICATE:
            yield "# 签发读者证书的机构；没有证书的人仍能看公开的部分。"
            yield "ssl_client_certificate /etc/nginx/study-readers-ca.pem;"
            yield "ssl_verify_client optional;"


def _packing(program: Program) -> Iterator[str]:
    yield "gzip_static on;"
    yield "gzip on;"
    yield "gzip_vary on;"
    yield "gzip_min_length 1024;"
    yield f"gzip_types {WORDY};"
    if program.brotli:
        yield "brotli_static on;"


def _area(area: Area, server: Server, prefix: str) -> Iterator[str]:
    start = re.escape(area.base)
    path, braced = f"${prefix}_path", f"${{{prefix}_path}}"
    folder = f"@{prefix}_folder_{area.slug}"
    caught = f"(?<{prefix}_path>"
    error_page = f"error_page 404 {area.base}404.html;"
    yield f"# {f'只给：{area.audience}' if area.audience else '公开的部分'}"
    yield from _login_service(area, server)
    yield f"location ^~ {area.base} {{"
    yield f'    root "{area.root}";'
    yield f"    {error_page}"
    yield from _indented(_login(area, server))
    yield "    # 以句点开头的文件从不发出。"
    yield r'    location ~ "/\." { return 404; }'
    yield "    # 名称随内容变化的文件：已经打开的旧网页还会来取旧版本的。"
    yield f'    location ~ "^{start}{caught}{PATTERN})$" {{'
    yield f"        try_files /hashed/{path} /current/{path} =404;"
    yield "    }"
    yield f'    location ~ "^{start}{caught}(?:.*/)?)$" {{'
    yield f"        try_files /current/{braced}index.html =404;"
    yield "    }"
    yield f'    location ~ "^{start}{caught}.+)$" {{'
    yield f"        try_files /current/{path} {folder};"
    yield "    }"
    yield "    return 404;"
    yield "}"
    yield f"location {folder} {{"
    yield f'    root "{area.root}";'
    yield f"    {error_page}"
    yield f'    if (${prefix}_asked = "") {{ return 404; }}'
    yield f'    if (-f "{area.root}/current/{path}/index.html") {{'
    yield f"        return 301 ${prefix}_asked/$is_args$args;"
    yield "    }"
    yield "    return 404;"
    yield "}"


def _login(area: Area, server: Server) -> Iterator[str]:
    """Yield what asks for the login, the other ways as comments."""
    if not area.audience:
        return
    basic = [
        f"# 口令文件：htpasswd -c -B /etc/nginx/study-{area.slug}.htpasswd 姓名",
        'auth_basic "study";',
        f"auth_basic_user_file /etc/nginx/study-{area.slug}.htpasswd;",
    ]
    asked = [f"auth_request /_study_login_{area.slug};"]
    if server.login is Login.BASIC:
        yield from basic
        yield "# 单位有 LDAP 或者读者证书的：用 study nginx --login ldap 或 --login cert 重新生成。"
    else:
        yield from asked
        yield "# 改用口令文件：study nginx --login basic。"
    if not server.certificate:
        yield "# 口令会在网络上原样传送：请加上 --certificate，用 https。"


def _login_service(area: Area, server: Server) -> Iterator[str]:
    """Yield the location that answers whether a reader may pass."""
    if not area.audience or server.login is Login.BASIC:
        return
    yield f"location = /_study_login_{area.slug} {{"
    yield "    internal;"
    if server.login is Login.LDAP:
        yield "    # nginx-ldap-auth 之类的服务：回答 200 放行，401 要求登录。"
        yield "    # 组的名称和目录服务器的地址在那个服务里配置，每个读者范围对应一个组。"
        yield f"    proxy_pass {LDAP_SERVICE};"
        yield "    proxy_pass_request_body off;"
        yield '    proxy_set_header Content-Length "";'
        yield f'    proxy_set_header X-Study-Area "{area.slug}";'
        yield "    proxy_set_header X-Original-URI $request_uri;"
    else:
        yield "    # 只放行一部分证书：再比较 $ssl_client_s_dn，例如 OU= 后面的部门。"
        yield "    if ($ssl_client_verify != SUCCESS) { return 403; }"
        yield "    return 204;"
    yield "}"


def _to_encrypted(server: Server) -> Iterator[str]:
    yield "server {"
    yield "    listen 80;"
    yield "    listen [::]:80;"
    yield f"    server_name {' '.join(server.names)};"
    yield "    server_tokens off;"
    yield "    access_log off;"
    yield "    return 301 https://$host$request_uri;"
    yield "}"


def _indented(lines: Iterator[str] | list[str]) -> Iterator[str]:
    for line in lines:
        yield f"    {line}" if line else ""
