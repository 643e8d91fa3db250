"""No word of a restricted page is in the output for others; if one were, it would be found."""

import base64
import gzip
import json
import shutil
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import quote

import brotli
import pytest

from mkdocs_study.library.diagnostics import Diagnostic, Severity, format_diagnostic
from mkdocs_study.publish.audit.audit import AuditOptions, audit_site
from mkdocs_study.publish.checks import check_project
from mkdocs_study.publish.project import read_project
from tests.attachments import make_docx, make_pdf, make_png, make_pptx, make_xlsx, make_zip
from tests.canaries import CANARIES, CONFIG, PUBLIC, PUBLIC_ALONE, PUBLIC_CONFIG, RESTRICTED
from tests.library_sites import mkdocs_build

EPOCH = "1767225600"


def write(folder: Path, config: str, files: dict[str, str | bytes]) -> Path:
    folder.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    for path, content in files.items():
        target = folder / "docs" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def build(project: Path, audience: str, name: str) -> Path:
    site = project / name
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STUDY_AUDIENCE", audience)
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        run = mkdocs_build(project, "-d", str(site))
    assert run.exit_code == 0, run.output
    return site


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("canaries") / "项目"
    return write(folder, CONFIG, PUBLIC | RESTRICTED)


@pytest.fixture(scope="module")
def public(project: Path) -> Path:
    return build(project, "", "public")


@pytest.fixture(scope="module")
def restricted(project: Path) -> Path:
    return build(project, "画眉小组", "restricted")


def found_in(project: Path, site: Path, audience: str | None = None) -> list[Diagnostic]:
    read, faults = read_project(project / "mkdocs.yml")
    assert read is not None, faults
    options = AuditOptions(project=read, checked=check_project(read), audience=audience)
    return audit_site(site, options)


def leaks(found: list[Diagnostic]) -> list[str]:
    return [format_diagnostic(each) for each in found if each.code.startswith("LEAK")]


def test_the_public_output_has_no_canary(project: Path, public: Path) -> None:
    assert leaks(found_in(project, public)) == []


@pytest.mark.parametrize("name", sorted(CANARIES))
def test_no_byte_of_the_public_output_spells_a_canary(name: str, public: Path) -> None:
    """The same without our own search: plain, percent-encoded, JSON, HTML."""
    canary = CANARIES[name]
    escaped = canary.encode("unicode_escape")
    spelled = [
        canary.encode(),
        quote(canary).encode(),
        quote(canary, safe="").encode(),
        escaped,
        escaped.replace(b"\\", b"\\\\"),
        "".join(f"&#{ord(each)};" for each in canary).encode(),
    ]
    files = [file for file in public.rglob("*") if file.is_file()]
    assert len(files) > 40
    for file in files:
        data = file.read_bytes()
        data = gzip.decompress(data) if file.suffix == ".gz" else data
        assert not any(each in data or each in str(file).encode() for each in spelled), file


def test_the_public_output_is_that_of_a_site_without_the_restricted_pages(
    public: Path, tmp_path: Path
) -> None:
    """Counts, numbers of shards, lists, suggestions: everything, byte for byte."""
    alone = build(write(tmp_path / "项目", PUBLIC_CONFIG, PUBLIC_ALONE), "", "public")
    theirs, ours = (
        {each.relative_to(site).as_posix(): each.read_bytes() for each in site.rglob("*.*")
         if each.is_file()}
        for site in (alone, public)
    )  # fmt: skip
    assert sorted(ours) == sorted(theirs)
    assert [name for name in ours if ours[name] != theirs[name]] == []


def test_the_output_for_the_group_is_no_leak_for_it(project: Path, restricted: Path) -> None:
    found = found_in(project, restricted, "画眉小组")
    assert leaks(found) == []


def test_the_output_for_a_group_published_as_the_public_one_is_found(
    project: Path, restricted: Path
) -> None:
    found = leaks(found_in(project, restricted))
    for code in ("LEAK001", "LEAK002", "LEAK003", "LEAK004", "LEAK006"):
        assert any(f" {code} " in line for line in found), code
    assert any("inner/prepare-secret/index.html:1 LEAK006" in line for line in found)


def test_what_the_public_pages_say_too_is_no_leak(project: Path, public: Path) -> None:
    home = (public / "index.html").read_text(encoding="utf-8")
    assert "这一句两边都有" in home
    assert leaks(found_in(project, public)) == []


def hexadecimal(text: str) -> str:
    return "".join(f"&#x{ord(each):x};" for each in text)


def runs(text: str) -> str:
    """Cut a text into inline elements, as a theme that marks words does."""
    return "".join(f"<b>{each}</b>" for each in text)


def _script(form: str, numbers: Iterable[int]) -> bytes:
    """Write a string of escapes."""
    return f'var a="{"".join(form % each for each in numbers)}"'.encode()


Plant = Callable[[str], tuple[str, bytes]]
"""Makes the name and the bytes of a file of the output of a canary."""

PLANTS: dict[str, Plant] = {
    "html": lambda text: ("x.html", f"<p>前面的话{text}后面的话</p>".encode()),
    "attribute": lambda text: ("x.html", f'<img alt="{text}" src="">'.encode()),
    "inline elements": lambda text: ("x.html", f"<p>前{runs(text)}后</p>".encode()),
    "decimal entities": lambda text: (
        "x.html",
        "".join(f"&#{ord(each)};" for each in text).encode(),
    ),
    "entities in an attribute": lambda text: (
        "x.html",
        f'<meta content="{hexadecimal(text)}">'.encode(),
    ),
    "json": lambda text: ("x.json", json.dumps({"a": [text]}).encode()),
    "json in json": lambda text: ("x.json", json.dumps(json.dumps({"a": text})).encode()),
    "javascript": lambda text: (
        "x.js",
        _script("\\u{%x}", map(ord, text)),
    ),
    "javascript bytes": lambda text: (
        "x.js",
        _script("\\x%02x", text.encode()),
    ),
    "css": lambda text: (
        "x.css",
        _script("\\%04x ", map(ord, text)),
    ),
    "percent": lambda text: ("x.html", f'<a href="{quote(text, safe="")}">a</a>'.encode()),
    "percent twice": lambda text: ("x.js", f'u="{quote(quote(text, safe=""))}"'.encode()),
    "percent in json": lambda text: ("x.json", json.dumps({"u": quote(text, safe="")}).encode()),
    "base64": lambda text: ("x.json", json.dumps(
        {"b": base64.b64encode(f"甲乙丙丁{text}戊己庚辛".encode()).decode()}
    ).encode()),
    "base64url": lambda text: ("x.txt", base64.urlsafe_b64encode(f"话：{text}。尾巴".encode())),
    "base64 of gzip": lambda text: (
        "x.js", b'a="' + base64.b64encode(gzip.compress(f"话：{text}".encode())) + b'"',
    ),
    "utf-16": lambda text: ("x.txt", f"前{text}后".encode("utf-16")),
    "gb18030": lambda text: ("x.txt", f"前{text}后".encode("gb18030")),
    "gzip": lambda text: ("x.html.gz", gzip.compress(f"<p>{text}</p>".encode())),
    "brotli": lambda text: ("x.html.br", brotli.compress(f"<p>{text}</p>".encode())),
    "zip": lambda text: ("x.zip", make_zip({"a/b.txt": text})),
    "name in a zip": lambda text: ("x.zip", make_zip({f"a/{text.replace('/', '-')}.txt": "a"})
                                   if "/" not in text else make_zip({f"{text}.txt": "a"})),
    "zip in a zip in gzip": lambda text: (
        "x.bin", gzip.compress(make_zip({"a.zip": make_zip({"b.txt": f"话{text}"})}))
    ),
    "docx": lambda text: ("x.docx", make_docx([f"前面{text}后面"])),
    "deleted words of a docx": lambda text: ("x.docx", make_docx(["甲"], deleted=text)),
    "comment of a docx": lambda text: ("x.docx", make_docx(["甲"], comment=text)),
    "author of a docx": lambda text: ("x.docx", make_docx(["甲"], author=text)),
    "pptx": lambda text: ("x.pptx", make_pptx([text])),
    "notes of a pptx": lambda text: ("x.pptx", make_pptx(["甲"], notes=text)),
    "xlsx": lambda text: ("x.xlsx", make_xlsx([text])),
    "pdf": lambda text: ("x.pdf", make_pdf([text])),
    "author of a pdf": lambda text: ("x.pdf", make_pdf(["甲"], author=text)),
    "png": lambda text: ("x.png", make_png({"Comment": text})),
    "file name": lambda text: (f"f/{text}.txt", b"a"),
    "full width": lambda text: ("x.txt", "".join(
        chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text).encode()),
    "spaces between": lambda text: (
        "x.html", (" ".join(text) if not text.isascii() else text).encode()
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def planted(
    project: Path, public: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[str]]:
    """Plant every canary in every way and return what is found, by the planted file's folder."""
    site = tmp_path_factory.mktemp("planted") / "site"
    shutil.copytree(public, site)
    for number, plant in enumerate(PLANTS.values()):
        for place, canary in enumerate(CANARIES.values()):
            name, data = plant(canary)
            target = site / f"p{number}" / f"c{place}" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    found: dict[str, list[str]] = {}
    for each in found_in(project, site):
        if each.code.startswith("LEAK"):
            parts = each.path.split("/")
            found.setdefault("/".join(parts[1:3]), []).append(format_diagnostic(each))
    return found


@pytest.mark.parametrize("way", sorted(PLANTS))
def test_every_canary_is_found_when_it_is_planted(way: str, planted: dict[str, list[str]]) -> None:
    number = list(PLANTS).index(way)
    missed = [name for place, name in enumerate(CANARIES) if f"p{number}/c{place}" not in planted]
    assert missed == []


def test_what_is_found_names_its_document(project: Path, public: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(public, site)
    (site / "x.json").write_text(json.dumps({"t": CANARIES["sentence"]}), encoding="utf-8")
    line = (
        "site/x.json:1 LEAK002 有 docs/inner/prepare-secret.md 的句子“三位画眉同志先分别谈话再"
        "碰头”，它不在这一版里 — 不要发布；重新生成这一版，还有的话找出是哪里写进去的"
    )
    assert leaks(found_in(project, site)) == [line]


def test_packed_files_beside_their_plain_ones_are_read_when_they_differ(
    project: Path, public: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    shutil.copytree(public, site)
    page = site / "index.html"
    (site / "index.html.gz").write_bytes(gzip.compress(page.read_bytes()))
    (site / "index.html.br").write_bytes(brotli.compress(page.read_bytes()))
    assert leaks(found_in(project, site)) == []
    (site / "index.html.gz").write_bytes(
        gzip.compress(page.read_bytes() + CANARIES["sentence"].encode())
    )
    assert len(leaks(found_in(project, site))) == 1


HOSTILE: dict[str, bytes] = {
    "bomb.gz": gzip.compress(bytes(400_000_000), 9),
    "cut.gz": gzip.compress(b"a" * 5000)[:40],
    "cut.zip": make_zip({"a": "b" * 9000})[:90],
    "cut.docx": make_docx(["甲"])[:200],
    "deep.zip": make_zip({"a.zip": make_zip({"a.zip": make_zip({"a.zip": make_zip({
        "a.zip": make_zip({"a.zip": make_zip({"a": "b"})})})})})}),
    "cut.pdf": make_pdf(["甲"])[:300],
    "noise.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 200,
    "noise.br": bytes(range(256)) * 9,
    "noise.jpg": b"\xff\xd8\xff\xe1\xff\xff" + bytes(range(256)),
    "noise.png": b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffiTXt" + zlib.compress(b"a"),
    "noise.html": bytes(range(256)) * 50,
    "many.zip": make_zip({f"{number}": "" for number in range(6000)}),
    "laughs.docx": make_zip({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "'
                             + "&b;" * 9 + '">]><w:p>&d;</w:p>'}),
}  # fmt: skip


def test_hostile_files_are_named_and_stop_nothing(
    project: Path, public: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    shutil.copytree(public, site)
    for name, data in HOSTILE.items():
        (site / name).write_bytes(data)
    (site / "x.txt").write_text(CANARIES["sentence"], encoding="utf-8")
    found = found_in(project, site)
    unread = {each.path.removeprefix("site/") for each in found if each.code == "LEAK005"}
    assert unread >= {"bomb.gz", "cut.gz", "deep.zip", "many.zip", "cut.zip", "noise.pdf"}
    assert [each.path for each in found if each.code == "LEAK002"] == ["site/x.txt"]
    assert all(each.severity is Severity.ERROR for each in found if each.code == "LEAK005")
