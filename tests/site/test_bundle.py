"""`study bundle`: one zip file that any computer unpacks to a site without a server."""

import errno
import hashlib
import json
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from mkdocs_study.cli import main
from mkdocs_study.publish.hosting.bundle import FRONT, NOTE, START
from mkdocs_study.publish.hosting.bundle_check import bundle_manifest, verify_bundle
from mkdocs_study.publish.hosting.bundle_names import check_names
from mkdocs_study.publish.release.manifest import FileEntry, read_manifest, write_manifest
from mkdocs_study.publish.release.state import State, Withdrawal, write_state
from tests.builds import write_project

CONFIG = """\
site_name: 学习站 <一>
theme:
  name: material
  language: zh
  font: false
  features: [navigation.instant, navigation.instant.prefetch, navigation.tabs]
extra: {generator: false}
plugins:
  - search
  - zh-search
  - study:
      audiences: [支部书记]
"""
HIDDEN = "只给支部书记的清单"
PAGES = {
    "index.md": "---\ntype: page\ntitle: 首页\n---\n\n# 首页\n\n[甲规定](texts/a.md)\n",
    "texts/a.md": (
        "---\ntype: text\ntitle: 甲规定\nid: text-a\nreviewed_by: [王审核]\nstatus: approved\n---\n"
        "\n# 甲规定\n\n[计划](../files/学习%20计划.txt)\n\n## 第一条\n\n条文。\n"
    ),
    "standards/secret.md": (
        f"---\ntype: standard\ntitle: {HIDDEN}\nid: secret-list\naudience: [支部书记]\n---\n\n"
        f"# {HIDDEN}\n\n清单。\n"
    ),
    "cases/b.md": "---\ntype: standard\ntitle: 乙资料\nid: item-b\n---\n\n# 乙资料\n\n内容。\n",
    "files/学习 计划.txt": "计划",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_project(tmp_path_factory.mktemp("bundle"), CONFIG, PAGES)


def make(project: Path, target: Path, *options: str) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1767225600")
        assert main(["bundle", "-f", str(project / "mkdocs.yml"), "-o", str(target), *options]) == 0
    return target


@pytest.fixture(scope="module")
def bundled(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(project, tmp_path_factory.mktemp("out") / "资料.zip")


def test_a_bundle_holds_a_start_page_a_note_sums_and_the_site(bundled: Path) -> None:
    with zipfile.ZipFile(bundled) as bundle:
        names = bundle.namelist()
        files = {name: bundle.read(name) for name in names}
        infos = bundle.infolist()
    assert names[:4] == list(FRONT)
    assert names[4:] == sorted(names[4:])
    assert {"site/index.html", "site/texts/a.html", "site/files/学习 计划.txt"} <= set(names)
    assert "学习站 &lt;一&gt;" in files[START].decode()
    assert 'url=site/index.html"' in files[START].decode()
    note = files[NOTE].decode("utf-8-sig")
    assert "学习站 <一>（公开版）\r\n资料日期：2026-01-01\r\n" in note
    assert "\n" not in note.replace("\r\n", "")
    for line in files["SHA256SUMS"].decode().splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256(files.pop(name)).hexdigest() == digest
    assert list(files) == ["SHA256SUMS"]
    for info in infos:
        assert info.date_time == (2026, 1, 1, 0, 0, 0)
        assert info.external_attr >> 16 == 0o100644
        assert bool(info.flag_bits & 0x800) is not info.filename.isascii()


def test_links_name_files_and_nothing_is_loaded_by_script(bundled: Path) -> None:
    with zipfile.ZipFile(bundled) as bundle:
        page = bundle.read("site/index.html").decode()
    assert 'href="texts/a.html"' in page
    assert "navigation.instant" not in page
    assert "navigation.tabs" in page


def test_the_manifest_is_that_of_a_release_without_names_of_persons(bundled: Path) -> None:
    manifest = bundle_manifest(bundled)
    assert (manifest.id, manifest.serial, manifest.audience) == ("r000000-20260101", 0, "")
    assert manifest.published_at == manifest.built_at == "2026-01-01T00:00:00+00:00"
    assert [page.id for page in manifest.pages] == ["item-b", "", "text-a"]
    assert {"python", "mkdocs-study", "mkdocs", "mkdocs-material", "zlib"} <= set(manifest.versions)
    with zipfile.ZipFile(bundled) as bundle:
        for name in bundle.namelist():
            assert "王审核".encode() not in bundle.read(name), name


def test_a_whole_bundle_has_no_faults(bundled: Path) -> None:
    assert verify_bundle(bundled) == []


def test_the_same_sources_give_the_same_bytes(
    bundled: Path, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = make(project, tmp_path / "x.zip")
    assert other.read_bytes() == bundled.read_bytes()
    said = capsys.readouterr().out
    assert hashlib.sha256(other.read_bytes()).hexdigest() in said
    assert "MB" in said


def test_only_the_audience_gets_its_pages(bundled: Path, project: Path, tmp_path: Path) -> None:
    theirs = make(project, tmp_path / "s.zip", "--audience", "支部书记")
    with zipfile.ZipFile(bundled) as public, zipfile.ZipFile(theirs) as bundle:
        assert "site/standards/secret.html" in bundle.namelist()
        assert "这一份只给：支部书记" in bundle.read(NOTE).decode()
        for name in public.namelist():
            assert HIDDEN.encode() not in public.read(name), name
            assert "secret" not in name


def test_a_bundle_is_named_as_readers_can_open_it(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.txt"
    assert main(["bundle", "-f", str(project / "mkdocs.yml"), "-o", str(out)]) == 2
    assert "a.zip" in capsys.readouterr().err
    assert not out.exists()


def test_a_site_with_personal_data_is_not_bundled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = "11010519491231002X"  # of the standard GB 11643: nobody's
    extra = {"texts/c.md": f"---\ntype: text\ntitle: 丙\nid: text-c\n---\n\n# 丙\n\n{number}\n"}
    project = write_project(tmp_path / "project", CONFIG, PAGES | extra)
    out = tmp_path / "c.zip"
    assert main(["bundle", "-f", str(project / "mkdocs.yml"), "-o", str(out)]) == 1
    said = capsys.readouterr().err
    assert "没有通过检查，没有写离线包" in said
    assert "docs/texts/c.md:" in said
    assert not out.exists()


def test_what_was_withdrawn_stays_out(project: Path, tmp_path: Path) -> None:
    root = tmp_path / "public"
    root.mkdir()
    gone = Withdrawal(id="item-b", reason="有误", at="2026-01-01T00:00:00Z")
    (root / "state.json").write_bytes(write_state(State(withdrawn=(gone,))))
    found = make(project, tmp_path / "w.zip", "--root", str(root))
    with zipfile.ZipFile(found) as bundle:
        assert "site/cases/b.html" not in bundle.namelist()
        assert "乙资料".encode() not in bundle.read("site/index.html")
    assert verify_bundle(found) == []


@pytest.mark.parametrize("state", [State(audience="支部书记"), None])
def test_another_place_is_refused(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], state: State | None
) -> None:
    root = tmp_path / "root"
    root.mkdir()
    if state:
        (root / "state.json").write_bytes(write_state(state))
    out = tmp_path / "w.zip"
    command = ["bundle", "-f", str(project / "mkdocs.yml"), "-o", str(out), "--root", str(root)]
    assert main(command) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert not out.exists()


def test_a_file_is_never_written_over(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "x.zip"
    target.write_text("mine", encoding="utf-8")
    command = ["bundle", "-f", str(project / "mkdocs.yml"), "-o", str(target)]
    assert main(command) == 1
    assert "已经存在，没有改动" in capsys.readouterr().err
    assert target.read_text("utf-8") == "mine"
    assert main([*command, "--force"]) == 0
    assert verify_bundle(target) == []
    assert main(["bundle", "-f", str(project / "mkdocs.yml"), "-o", str(tmp_path)]) == 1
    assert main([*command[:-1], str(tmp_path / "none" / "x.zip")]) == 1
    assert "不能写入" in capsys.readouterr().err


def test_a_full_disk_leaves_nothing(
    project: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("mkdocs_study.publish.hosting.bundle.shutil.copyfileobj", full)
    target = tmp_path / "x.zip"
    assert main(["bundle", "-f", str(project / "mkdocs.yml"), "-o", str(target)]) == 1
    assert "磁盘满了" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_killed_run_leaves_no_half_file(project: Path, tmp_path: Path) -> None:
    script = (
        "import os, shutil, sys; from mkdocs_study.cli import main\n"
        "shutil.copyfileobj = lambda *_: os.kill(os.getpid(), 9)\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    target = tmp_path / "x.zip"
    command = ["bundle", "-f", str(project / "mkdocs.yml"), "-o", str(target)]
    done = subprocess.run([sys.executable, "-c", script, *command], check=False)
    assert done.returncode == -signal.SIGKILL
    assert not target.exists()
    assert main(command) == 0
    assert [each.name for each in tmp_path.iterdir()] == ["x.zip"], "what was left is cleared away"


Change = Callable[[dict[str, bytes]], None]


def flip(name: str) -> Change:
    def change(files: dict[str, bytes]) -> None:
        data = bytearray(files[name])
        data[len(data) // 2] ^= 1
        files[name] = bytes(data)

    return change


def add(name: str) -> Change:
    def change(files: dict[str, bytes]) -> None:
        files[name] = b"x"

    return change


def drop(name: str) -> Change:
    def change(files: dict[str, bytes]) -> None:
        del files[name]

    return change


def swap(name: str) -> Change:
    def change(files: dict[str, bytes]) -> None:
        manifest = read_manifest(files["manifest.json"], "x")
        files[f"site/{name}"] = b"other"
        digest = hashlib.sha256(b"other").hexdigest()
        entries = {**manifest.files, name: FileEntry(sha256=digest, size=5)}
        files["manifest.json"] = write_manifest(manifest.model_copy(update={"files": entries}))

    return change


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        (flip("site/index.html"), "site/index.html", "BND005"),
        (flip(START), "SHA256SUMS", "BND007"),
        (flip(NOTE), "SHA256SUMS", "BND007"),
        (flip("SHA256SUMS"), "SHA256SUMS", "BND007"),
        (swap("index.html"), "SHA256SUMS", "BND007"),
        (drop("site/index.html"), "site/index.html", "BND003"),
        (drop(START), START, "BND003"),
        (drop("manifest.json"), "manifest.json", "BND002"),
        (add("site/new.html"), "site/new.html", "BND004"),
        (add("../evil.html"), "../evil.html", "BND006"),
        (add("/etc/evil"), "/etc/evil", "BND006"),
        (add("C:/evil"), "C:/evil", "BND006"),
        (add("site/con.html"), "site/con.html", "BND006"),
        (add("site/INDEX.html"), "site/INDEX.html", "BND006"),
        (add("site/empty/"), "site/empty/", "BND006"),
    ],
)
def test_every_change_is_found(
    bundled: Path, tmp_path: Path, change: Change, path: str, code: str
) -> None:
    with zipfile.ZipFile(bundled) as bundle:
        files = {name: bundle.read(name) for name in bundle.namelist()}
    change(files)
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as bundle:
        for name, data in files.items():
            bundle.writestr(name, data)
    assert (path, code) in {(each.path, each.code) for each in verify_bundle(other)}


def test_one_changed_byte_anywhere_is_found_or_harmless(bundled: Path, tmp_path: Path) -> None:
    whole = bundled.read_bytes()
    other = tmp_path / "other.zip"
    for place in range(7, len(whole), len(whole) // 60):
        data = bytearray(whole)
        data[place] ^= 0x41
        other.write_bytes(data)
        if not verify_bundle(other):  # a time or another word that the zip file says twice
            with zipfile.ZipFile(bundled) as one, zipfile.ZipFile(other) as two:
                assert one.namelist() == two.namelist()
                assert all(one.read(name) == two.read(name) for name in one.namelist())


@pytest.mark.parametrize("part", [0, 10, 0.5, 0.999])
def test_a_cut_file_is_no_bundle(bundled: Path, tmp_path: Path, part: float) -> None:
    whole = bundled.read_bytes()
    other = tmp_path / "cut.zip"
    other.write_bytes(whole[: int(part * len(whole)) if part < 1 else int(part)])
    assert [each.code for each in verify_bundle(other)] == ["BND001"]
    assert [each.code for each in verify_bundle(tmp_path)] == ["BND001"]
    assert [each.code for each in verify_bundle(tmp_path / "none.zip")] == ["BND001"]


def test_a_file_that_unpacks_to_more_than_it_says_is_not_read_to_its_end(
    bundled: Path, tmp_path: Path
) -> None:
    other = tmp_path / "bomb.zip"
    shutil.copy(bundled, other)
    with zipfile.ZipFile(other, "a", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("site/bomb.html", b"0" * 200_000_000)
    assert [(each.path, each.code) for each in verify_bundle(other)] == [
        ("site/bomb.html", "BND004")
    ]


@pytest.mark.parametrize(
    ("names", "faulty"),
    [
        (["site/a.html", START, "site/files/学习 计划.txt"], []),
        (["site/nul.txt", "site/com1/a"], ["site/nul.txt", "site/com1/a"]),
        (["site/a.", "site/b /c", "site/a:b", "site/a\\b"], ["site/a.", "site/b /c"]),
        (["site/A", "site/a"], ["site/a"]),
        (["site/é", "site/e\u0301"], ["site/e\u0301"]),
        ([f"site/{'x' * 120}", f"site/{'y' * 121}"], [f"site/{'y' * 121}"]),
    ],
)
def test_names_that_windows_cannot_have(names: list[str], faulty: list[str]) -> None:
    found = {each.path for each in check_names(names)}
    assert set(faulty) <= found
    assert "site/a.html" not in found
    if not faulty:
        assert found == set()


def test_the_command_verifies_a_bundle(
    bundled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(bundled)]) == 0
    assert "没有发现问题：公开版，2026-01-01，" in capsys.readouterr().out
    other = tmp_path / "cut.zip"
    other.write_bytes(bundled.read_bytes()[:-100])
    assert main(["verify", str(other)]) == 1
    assert "BND001" in capsys.readouterr().out
    assert main(["verify", str(other), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["errors"] == 1
    assert main(["verify", str(bundled), "--public-key", "key.pem"]) == 2
