"""`study nginx`: the configuration of a web server for published releases."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from mkdocs_study.cli.chinese import ChineseCommand
from mkdocs_study.cli.reporting import fail, wrong_use
from mkdocs_study.library.diagnostics import format_report
from mkdocs_study.publish.hosting.caddy import caddy_configuration
from mkdocs_study.publish.hosting.headers import missing_hashes
from mkdocs_study.publish.hosting.inline import NOTHING, Inline, read_inline
from mkdocs_study.publish.hosting.nginx import nginx_configuration
from mkdocs_study.publish.hosting.nginx_modules import OLDEST, ask_nginx
from mkdocs_study.publish.hosting.server import (
    HostingError,
    Login,
    Server,
    check_audience,
    check_words,
    make_areas,
    released_inline,
)
from mkdocs_study.publish.hosting.writing import new_file


@click.command(
    cls=ChineseCommand,
    options_metavar="[选项]",
    help="给发布好的网站写一份 nginx 配置：压缩、缓存、安全头、子路径、限定读者的部分。"
    "也能写 Caddy 的配置，或者检查一份配置是否还跟得上网页。",
    short_help="写网站服务器（nginx、Caddy）的配置。",
)
@click.option(
    "--root", required=True, metavar="文件夹", help="study publish --to 的那个文件夹，完整路径。"
)
@click.option(
    "-o", "--output", metavar="文件", type=click.Path(path_type=Path), help="配置写到哪里。"
)
@click.option("--server-name", "names", multiple=True, metavar="域名", help="可以写几次。")
@click.option("--listen", multiple=True, metavar="端口", help="端口或者 地址:端口，可以写几次。")
@click.option("--base", default="/", metavar="路径", help="网站在域名下的路径，例如 /study/。")
@click.option(
    "--audience",
    "audiences",
    multiple=True,
    metavar="名称=文件夹",
    help="限定读者的版本和它的文件夹，可以写几次；只写名称，是说整个网站都限定这些读者。",
)
@click.option(
    "--login",
    default=Login.BASIC.value,
    type=click.Choice([each.value for each in Login]),
    metavar="方式",
    help="限定读者的部分怎样登录：basic 口令文件，ldap 目录服务，cert 读者证书。",
)
@click.option("--certificate", metavar="文件", help="服务器证书；写了就用 https。")
@click.option("--certificate-key", metavar="文件", help="服务器证书的私钥。")
@click.option("--brotli/--no-brotli", default=None, help="是否用 .br；不写就看本机的 nginx。")
@click.option("--nginx", "program", default="nginx", metavar="程序", help="本机 nginx 的路径。")
@click.option(
    "--site",
    metavar="文件夹",
    type=click.Path(path_type=Path),
    help="网站发布在别的机器上时，指明本机上生成好的同一个网站。",
)
@click.option("--caddy", is_flag=True, help="写 Caddy 的配置（Caddyfile）。")
@click.option(
    "--check",
    "checked",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="不写文件，只检查这份配置是否允许网页里的全部脚本和样式。",
)
@click.option("--force", is_flag=True, help="换掉已有的文件。")
def nginx(  # noqa: PLR0913 - one argument for each option
    *,
    root: str,
    output: Path | None,
    names: tuple[str, ...],
    listen: tuple[str, ...],
    base: str,
    audiences: tuple[str, ...],
    login: str,
    certificate: str | None,
    certificate_key: str | None,
    brotli: bool | None,
    program: str,
    site: Path | None,
    caddy: bool,
    checked: Path | None,
    force: bool,
) -> None:
    """Write or check the configuration of a web server."""
    if (output is None) == (checked is None):
        wrong_use("写明 -o 文件（写到哪里），或者 --check 文件（检查哪一份）")
    if (certificate is None) != (certificate_key is None):
        wrong_use("--certificate 和 --certificate-key 要一起写")
    places, guarded = _audiences(audiences)
    encrypted = (certificate, certificate_key) if certificate and certificate_key else None
    server = Server(
        areas=(),
        names=names or ("_",),
        listen=listen or ("443" if encrypted else "80",),
        certificate=encrypted,
        login=Login(login),
    )
    try:
        server = replace(server, areas=make_areas(root, base, places, guarded))
        check_words(server)
    except HostingError as error:
        wrong_use(str(error))
    try:
        server = replace(server, inline=_inline(server, site))
        if server.inline.refused:
            click.echo(format_report(server.inline.refused), err=True)
        if checked is not None:
            _check(checked, server.inline)
            return
        if caddy:
            text = caddy_configuration(server)
        else:
            able = ask_nginx(program) or OLDEST
            able = able if brotli is None else replace(able, brotli=brotli)
            text = nginx_configuration(server, able)
        assert output is not None  # noqa: S101 - told apart above
        with new_file(output, force=force) as file:
            file.write(text.encode("utf-8"))
    except HostingError as error:
        fail(f"{error}。")
    click.echo(f"已写好 {output}。")
    if caddy:
        click.echo(f"检查：caddy validate --adapter caddyfile --config {output}")
    else:
        click.echo("检查：nginx -t；生效：nginx -s reload。")


def _audiences(words: tuple[str, ...]) -> tuple[dict[str, str], str]:
    """Tell audiences with a folder of their own from the one that the site itself is for."""
    places: dict[str, str] = {}
    guarded = ""
    for word in words:
        name, given, place = word.partition("=")
        if not name or (given and not place) or (not given and guarded):
            wrong_use(f"--audience 写法不对：{word}（例如 支部书记=/srv/study/secretaries）")
        if name in places or name == guarded:
            wrong_use(f"--audience 把 {name} 写了两次")
        if given:
            places[name] = place
        else:
            guarded = name
    return places, guarded


def _inline(server: Server, site: Path | None) -> Inline:
    if site is not None:
        if not (site / "index.html").is_file():
            raise HostingError(f"{site} 里没有 index.html，不是生成好的网站")
        return read_inline(site)
    found = NOTHING
    for area in server.areas:
        root = Path(area.root)
        inline = released_inline(root)
        check_audience(area, root)
        found |= inline
    return found


def _check(file: Path, inline: Inline) -> None:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise HostingError(f"不能读取 {file}") from error
    if missing := missing_hashes(text, inline):
        raise HostingError(
            f"{file} 不允许网页里的 {len(missing)} 段脚本或样式，网页会缺少功能；"
            "用 study nginx -o 重新生成，再 nginx -s reload"
        )
    click.echo(f"{file} 允许网页里的全部脚本和样式。")


COMMANDS: tuple[click.Command, ...] = (nginx,)
