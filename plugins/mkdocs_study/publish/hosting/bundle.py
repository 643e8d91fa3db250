"""Turns a site that works from a folder into one zip file, the same bytes each time.

A bundle holds a start page, a note for people who unzip, the manifest of docs/dev/releases.md, the
sums of all files, and the site below `site/`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from mkdocs_study.library.diagnostics import Diagnostic
from mkdocs_study.publish.audience import edition_name
from mkdocs_study.publish.hosting.bundle_names import SITE, check_names
from mkdocs_study.publish.hosting.writing import new_file
from mkdocs_study.publish.release.layout import release_id
from mkdocs_study.publish.release.manifest import Manifest, list_files, write_manifest
from mkdocs_study.publish.release.transaction import Made

FOR_FOLDERS = "STUDY_FOR_FOLDERS"
"""Environment variable: the build is for readers without a server."""

START = "打开学习资料.html"
NOTE = "说明.txt"
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
FRONT = (START, NOTE, MANIFEST, SUMS)
"""What stands beside the site, in the order in which a bundle lists it."""

EARLIEST = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
"""A zip file knows no time before."""

FILE_MODE = 0o100644 << 16
UNIX = 3
LEVEL = 9
BLOCK = 1 << 20

START_PAGE = """\
<!doctype html>
<html lang="zh">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width,initial-scale=1">
  <meta http-equiv="refresh" content="0; url=site/index.html">
  <title>{title}</title>
  <style>
    body {{ margin: 0; color: #222; font: 18px/1.85 "PingFang SC", "Microsoft YaHei", sans-serif; }}
    header {{ padding: 0.6em 1.5em; background: #8c1c1f; color: #fff; }}
    main {{ max-width: 38em; padding: 1.5em; }}
    a {{ color: #8c1c1f; }}
  </style>
</head>
<body>
  <header>{title}</header>
  <main>
    <p><a href="site/index.html">打开首页</a></p>
    <p>没有自动打开，就点上面的链接。打不开，请先把压缩包整个解压到一个文件夹，再双击这个文件。</p>
  </main>
</body>
</html>
"""

NOTE_TEXT = """\
{title}（{edition}）
资料日期：{date}

怎样打开
1. 在压缩包上点右键，选“全部解压缩”，解压到一个文件夹。不要在压缩包里直接双击网页。
2. 双击文件夹里的“打开学习资料.html”。文件名显示成乱码的，打开 site 文件夹，双击 index.html。
3. 不用联网，不用安装软件；检索、学习专题、下载都能用。请用 Edge、Chrome 或者 Firefox 打开。

要知道的事
- 学习进度记在这台电脑的浏览器里。换了文件夹、换了电脑，进度不会跟着走。
- 要换成新的一份，删去整个旧文件夹再解压，不要覆盖解压：旧文件会混在里面。
- 复制到 U 盘时，复制整个文件夹，或者只复制压缩包。
{restricted}
怎样核对文件没有被改动
- SHA256SUMS 里是每个文件的校验和。Linux：在文件夹里运行 sha256sum -c SHA256SUMS。
- 有本工具的电脑：study verify 压缩包。
"""
RESTRICTED = "- 这一份只给：{audience}。不要转发给其他人，不要放在公用的电脑上。\n"


@dataclass(frozen=True)
class Bundle:
    """A finished bundle."""

    size: int
    """Bytes of the zip file."""

    unpacked: int
    files: int
    sha256: str


def manifest_of(site: Path, made: Made, audience: str) -> Manifest:
    """Describe the site of a bundle, which is no release and has the serial number 0.

    Who approved a page is for the administrator; a bundle is for readers.

    Raises:
        ReleaseError: something in it is neither a file nor a folder.
        OSError: a file cannot be read.
    """
    built = dt.datetime.fromisoformat(made.built_at)
    return Manifest(
        id=release_id(0, built.date()),
        serial=0,
        built_at=made.built_at,
        published_at=made.built_at,
        audience=audience,
        minimum_status=made.minimum_status,
        versions={**made.versions, "zlib": zlib.ZLIB_RUNTIME_VERSION},
        config_sha256=made.config_sha256,
        pages=tuple(each.model_copy(update={"reviewed_by": ()}) for each in made.pages),
        files=list_files(site),
    )


def name_faults(manifest: Manifest) -> list[Diagnostic]:
    """Report what could not be unpacked everywhere."""
    return list(check_names([*FRONT, *(f"{SITE}{path}" for path in sorted(manifest.files))]))


def write_bundle(
    site: Path, manifest: Manifest, title: str, target: Path, *, force: bool
) -> Bundle:
    """Write the zip file, whole or not at all.

    Args:
        site: folder of a site that works without a server.
        manifest: its description.
        title: name of the site, for the start page.
        target: the zip file.
        force: whether another file may be replaced.

    Raises:
        HostingError: it cannot be written, or something stands there already.
        OSError: a file of the site cannot be read.
    """
    built = max(EARLIEST, dt.datetime.fromisoformat(manifest.built_at))
    front = _front(manifest, title)
    with new_file(target, force=force) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as bundle:
            for name, data in front.items():
                bundle.writestr(_info(name, built), data, compresslevel=LEVEL)
            for path in sorted(manifest.files):
                info = _info(f"{SITE}{path}", built)
                info.file_size = manifest.files[path].size
                with (site / path).open("rb") as source, bundle.open(info, "w") as goal:
                    shutil.copyfileobj(source, goal, BLOCK)
        file.seek(0)
        digest = hashlib.sha256()
        while block := file.read(BLOCK):
            digest.update(block)
        size = file.tell()
    unpacked = manifest.size + sum(map(len, front.values()))
    return Bundle(size, unpacked, len(manifest.files) + len(front), digest.hexdigest())


def _info(name: str, built: dt.datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, built.astimezone(dt.UTC).timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = UNIX
    info.external_attr = FILE_MODE
    return info


def _front(manifest: Manifest, title: str) -> dict[str, bytes]:
    """Return what stands beside the site."""
    audience = manifest.audience
    note = NOTE_TEXT.format(
        title=title,
        edition=edition_name(audience),
        date=manifest.built_at[:10],
        restricted=RESTRICTED.format(audience=audience) if audience else "",
    )
    files = {
        START: START_PAGE.format(title=escape(title)).encode(),
        # Notepad of Windows 7 takes text without a mark for GBK, and knows only its own line ends.
        NOTE: ("\ufeff" + note.replace("\n", "\r\n")).encode(),
        MANIFEST: write_manifest(manifest),
    }
    return {**files, SUMS: "".join(sum_lines(manifest, files)).encode()}


def sum_lines(manifest: Manifest, front: dict[str, bytes]) -> Iterator[str]:
    """Yield the lines of SHA256SUMS, as sha256sum reads them."""
    for name, data in front.items():
        yield f"{hashlib.sha256(data).hexdigest()}  {name}\n"
    for path in sorted(manifest.files):
        yield f"{manifest.files[path].sha256}  {SITE}{path}\n"
