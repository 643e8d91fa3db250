"""What a web server is to serve and under which addresses, whatever its program."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from mkdocs_study.publish.audience import edition_name
from mkdocs_study.publish.hosting.inline import NOTHING, Inline, read_inline
from mkdocs_study.text.reasons import reason

BASE = re.compile(r"/(?:[a-z0-9_-][a-z0-9._-]*/)*")
FOLDER = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
SERVER_NAME = re.compile(r"_|[A-Za-z0-9*][A-Za-z0-9.*-]*|\[[0-9a-fA-F:]+\]")
LISTEN = re.compile(r"(?:(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-fA-F:]+\]):)?\d{1,5}")
FORBIDDEN = re.compile(r"[\"'\\$`{};\x00-\x1f\x7f]")
"""Characters that end or change a string in a server's configuration."""


class HostingError(Exception):
    """What was asked for cannot be served; the message is Chinese and for the user."""


class Login(StrEnum):
    """How readers of an audience show who they are."""

    BASIC = "basic"
    LDAP = "ldap"
    CERTIFICATE = "cert"


@dataclass(frozen=True)
class Area:
    """Releases under one address."""

    root: str
    """ROOT of the releases, as the server sees it; posix."""

    base: str
    """Address, with a slash at both ends."""

    audience: str = ""
    """Name of the readers; empty if the area is for everyone."""

    @property
    def slug(self) -> str:
        """Name made of the address, for files and variables."""
        return re.sub(r"[^a-z0-9]+", "_", self.base).strip("_") or "root"


@dataclass(frozen=True)
class Server:
    """One server block."""

    areas: tuple[Area, ...]
    """The one for the base address first."""

    names: tuple[str, ...] = ("_",)
    listen: tuple[str, ...] = ("80",)
    certificate: tuple[str, str] | None = None
    """Paths of certificate and key, as the server sees them."""

    login: Login = Login.BASIC
    inline: Inline = NOTHING

    @property
    def base(self) -> str:
        """Address of the site."""
        return self.areas[0].base


def make_areas(root: str, base: str, audiences: dict[str, str], guarded: str) -> tuple[Area, ...]:
    """Place the releases of audiences below the address of the site.

    Args:
        root: ROOT of the site itself.
        base: its address.
        audiences: name of an audience → ROOT of its releases; the last folder of ROOT becomes
            part of the address.
        guarded: name of the audience that the site itself is for; empty for everyone.

    Raises:
        HostingError: an address or path cannot stand in a configuration, or two areas meet.
    """
    if not BASE.fullmatch(base):
        raise HostingError(
            f"--base 写法不对：{base}（以 / 开头和结尾，只用小写字母、数字和 - _ .，例如 /study/）"
        )
    areas = [Area(_checked(root), base, guarded)]
    for audience, place in audiences.items():
        folder = Path(place).name
        if not FOLDER.fullmatch(folder):
            raise HostingError(
                f"{place} 的最后一级文件夹会成为网址的一部分，只能用小写字母、数字、- 和 _"
            )
        areas.append(Area(_checked(place), f"{base}{folder}/", audience))
    for kind in ("root", "base"):
        values = [getattr(each, kind) for each in areas]
        if twice := [each for each in values if values.count(each) > 1]:
            raise HostingError(f"{twice[0]} 用了两次；每个读者范围要有自己的文件夹")
    return tuple(areas)


def check_words(server: Server) -> None:
    """Refuse words that would be read as something else in a configuration.

    Raises:
        HostingError: naming the first.
    """
    for name in server.names:
        if not SERVER_NAME.fullmatch(name):
            raise HostingError(f"--server-name 写法不对：{name}")
    for place in server.listen:
        if not LISTEN.fullmatch(place) or not 0 < int(place.rpartition(":")[2]) < 65_536:  # noqa: PLR2004
            raise HostingError(f"--listen 写法不对：{place}（例如 80 或 127.0.0.1:8080）")
    for path in server.certificate or ():
        _checked(path)
    for area in server.areas:
        if FORBIDDEN.search(area.audience):
            raise HostingError(f"读者范围的名称里有配置文件不能用的字符：{area.audience}")
    if server.login is Login.CERTIFICATE and server.certificate is None:
        raise HostingError("--login cert 要用加密连接：加上 --certificate 和 --certificate-key")


def _checked(path: str) -> str:
    if FORBIDDEN.search(path):
        raise HostingError(f"路径里有配置文件不能用的字符：{path}")
    if not path.startswith("/"):
        raise HostingError(f"要写以 / 开头的完整路径：{path}")
    return path.rstrip("/") or "/"


def released_inline(root: Path) -> Inline:
    """Read the pages of every kept release, so that a rollback needs no new configuration.

    Raises:
        HostingError: nothing is published there, or it cannot be read.
    """
    found = NOTHING
    try:
        if not (root / "current").is_dir():
            raise HostingError(
                f"{root} 里还没有发布过的网站；先运行 study publish --to {root}，"
                "或者用 --site 指明一个生成好的网站"
            )
        releases = sorted(each for each in (root / "releases").iterdir() if each.is_dir())
        live = (root / "current").resolve()
        for release in releases:
            inline = read_inline(release)
            refused = inline.refused if release.resolve() == live else ()
            found |= replace(inline, refused=refused)
    except OSError as error:
        raise HostingError(f"不能读取 {root}：{reason(error)}") from error
    return found


def live_audience(root: Path) -> str | None:
    """Return the audience of the live release; None for the public one or where none is named.

    Raises:
        HostingError: the manifest of the live release cannot be read.
    """
    try:
        name = (root / "current").resolve().name
        text = (root / "releases" / f"{name}.manifest.json").read_text(encoding="utf-8")
        audience = json.loads(text)["audience"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise HostingError(f"{root} 里正在使用的版本，清单读不出来") from error
    return audience if isinstance(audience, str) and audience else None


def check_audience(area: Area, root: Path) -> None:
    """Refuse to serve a release to others than those it is for.

    Raises:
        HostingError: the live release below the folder is for another audience.
    """
    live = live_audience(root)
    if live is not None and live != area.audience:
        raise HostingError(
            f"{root} 里是{edition_name(live)}，不是{edition_name(area.audience)}，没有写配置；"
            f"限定读者的版本用 --audience {live}={root} 写明"
        )
