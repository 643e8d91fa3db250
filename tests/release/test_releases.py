"""Publishing, listing, rolling back, verifying and withdrawing, in a folder of this machine."""

import datetime as dt
import gzip
import json
import os
from pathlib import Path

import brotli
import pytest

from mkdocs_study.publish.release.errors import ReleaseError
from mkdocs_study.publish.release.history import read_history, roll_back
from mkdocs_study.publish.release.incoming import bring_in
from mkdocs_study.publish.release.layout import is_hashed, is_release, release_id, serial_of
from mkdocs_study.publish.release.local import LocalTarget
from mkdocs_study.publish.release.transaction import Made, Terms, publish
from mkdocs_study.publish.release.verify import verify_release
from mkdocs_study.publish.release.withdrawal import undo, withdraw
from tests.release_site import (
    NOW,
    entries,
    live_version,
    maker,
    put_up,
    script,
    site_files,
    verify,
    write_site,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "root"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def back(root: Path, release: str | None = None) -> str:
    return roll_back(LocalTarget(root), release, now=NOW)[1]


def take_back(root: Path, key: str, version: int, *ids: str) -> tuple[str, ...]:
    make = maker(version, entries(*ids))
    target = LocalTarget(root)
    return withdraw(target, key, "内容有误", make=make, terms=Terms(), now=NOW).purged


class TestPublishing:
    def test_the_target_holds_what_the_contract_says(self, root: Path) -> None:
        done = put_up(root, 1, "a", "b")
        assert done.release == "r000001-20261124"
        assert names(root) == [".lock", "current", "hashed", "releases", "state.json"]
        assert (root / "current").readlink() == Path("releases/r000001-20261124")
        assert names(root / "releases") == [done.release, f"{done.release}.manifest.json"]
        data = json.loads((root / f"releases/{done.release}.manifest.json").read_bytes())
        assert data["format"] == "mkdocs-study-release"
        assert (data["version"], data["serial"], data["audience"]) == (1, 1, "")
        assert [page["id"] for page in data["pages"]] == ["a", "b"]
        served = {
            path.relative_to(root / "current").as_posix()
            for path in (root / "current/").rglob("*")
            if path.is_file()
        }
        assert served == set(data["files"])
        assert served >= set(site_files(1))
        state = json.loads((root / "state.json").read_bytes())
        assert (state["highest"], state["pending"], state["withdrawn"]) == (1, "", [])

    def test_what_compresses_is_compressed_the_same_way_each_time(self, root: Path) -> None:
        put_up(root, 1)
        live = root / "current"
        plain = (live / "index.html").read_bytes()
        packed = (live / "index.html.gz").read_bytes()
        assert gzip.decompress(packed) == plain
        assert packed[4:8] == bytes(4), "no time"
        assert brotli.decompress((live / "index.html.br").read_bytes()) == plain
        assert not (live / "sitemap.xml.gz").exists(), "too small"
        again = root.with_name("again")
        put_up(again, 1)
        assert (again / "current/index.html.gz").read_bytes() == packed
        files = [
            json.loads((each / "releases/r000001-20261124.manifest.json").read_bytes())["files"]
            for each in (root, again)
        ]
        assert files[0] == files[1]

    def test_a_web_server_may_read_what_a_tight_umask_wrote(self, root: Path) -> None:
        before = os.umask(0o077)
        try:
            put_up(root, 1)
        finally:
            os.umask(before)
        for folder in (root / "releases/r000001-20261124", root / "hashed"):
            for path in (folder, *folder.rglob("*")):
                assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path

    def test_numbers_count_up_whatever_the_clock_says(self, root: Path) -> None:
        put_up(root, 1)
        done = put_up(root, 2, now=NOW - dt.timedelta(days=400))
        assert done.release == "r000002-20251020"
        assert any("时钟比上一版的发布时间" in note for note in done.notes)
        assert live_version(root) == 2
        assert back(root) == "r000001-20261124"
        assert put_up(root, 3).release == "r000003-20261124"

    def test_old_releases_go_after_the_switch_and_the_live_one_never(self, root: Path) -> None:
        for version in (1, 2, 3):
            put_up(root, version)
        back(root, "r000001-20261124")
        done = put_up(root, 4, keep=2)
        assert done.before == "r000001-20261124"
        assert done.pruned == ("r000001-20261124", "r000002-20261124")
        assert [each for each in names(root / "releases") if is_release(each)] == [
            "r000003-20261124",
            "r000004-20261124",
        ]
        put_up(root, 5, keep=1)
        assert live_version(root) == 5
        assert len(names(root / "releases")) == 2

    def test_a_tab_of_an_older_release_finds_its_files(self, root: Path) -> None:
        for version in (1, 2):
            put_up(root, version)
        name, content = script(1)
        assert not (root / "current" / name).exists()
        assert (root / "hashed" / name).read_text(encoding="utf-8") == content
        assert (root / "hashed" / f"{name}.gz").exists()
        assert (root / "hashed/search/0000000100.js").exists()
        assert (root / "hashed" / name).stat().st_nlink > 1, "a link, not a copy"
        assert not (root / "hashed/search/search_index.json").exists()
        put_up(root, 3, keep=2)
        assert not (root / "hashed" / name).exists()
        assert (root / "hashed" / script(2)[0]).exists()

    def test_copies_stand_in_where_links_fail(
        self, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object) -> None:
            raise OSError(1, "Operation not permitted")

        monkeypatch.setattr(Path, "hardlink_to", refuse)
        put_up(root, 1)
        assert (root / "hashed" / script(1)[0]).stat().st_nlink == 1
        assert verify(root).faults == ()

    @pytest.mark.parametrize(
        ("path", "expected"),
        [
            ("assets/study/tracks-c1244fe3.js", True),
            ("assets/javascripts/bundle.a5f9d56c.min.js", True),
            ("assets/javascripts/bundle.a5f9d56c.min.js.map.gz", True),
            ("search/da8196baa0.js.br", True),
            ("search/search_index.json", False),
            ("search/search_index.js.gz", False),
            ("search/index.html", False),
            ("assets/site.css", False),
            ("assets/javascripts/lunr/tinyseg.js", False),
            ("texts/a-12345678.html", False),
            ("index.html", False),
        ],
    )
    def test_which_files_change_their_name_with_their_content(
        self, path: str, *, expected: bool
    ) -> None:
        assert is_hashed(path) is expected

    def test_ids_are_read_back(self) -> None:
        assert serial_of(release_id(1234567, NOW.date())) == 1234567
        assert serial_of(".staging-r000012-20261124") == 12
        assert serial_of("r000012-20261124.manifest.json") == 12
        assert [serial_of(each) for each in ("r12-20261124", "r000012", "R000012-20261124")] == [
            0
        ] * 3

    def test_a_site_without_a_home_page_or_with_a_link_is_refused(self, root: Path) -> None:
        def without_home(folder: Path, _: object) -> Made:
            (write_site(folder, 2) / "index.html").unlink()
            return Made()

        def with_link(folder: Path, _: object) -> Made:
            (write_site(folder, 2) / "passwd").symlink_to("/etc/passwd")
            return Made()

        put_up(root, 1)
        for make, message in (
            (without_home, "没有首页"),
            (with_link, "有链接或者特殊文件：passwd"),
        ):
            with pytest.raises(ReleaseError, match=message):
                publish(LocalTarget(root), make, Terms(), NOW)
        assert live_version(root) == 1


class TestForeignFolders:
    def test_a_folder_with_other_files_is_left_alone(self, root: Path) -> None:
        root.mkdir()
        (root / "报告.docx").write_text("重要", encoding="utf-8")
        with pytest.raises(ReleaseError, match=r"里有别的文件（报告\.docx）.*没有改动"):
            put_up(root, 1)
        assert names(root) == ["报告.docx"]

    def test_foreign_files_within_a_target_stay(self, root: Path) -> None:
        put_up(root, 1)
        foreign = [
            root / "note.txt",
            root / ".hidden",
            root / "releases/mine",
            root / "hashed/assets/mine.js",
        ]
        for path in foreign:
            path.write_text("mine", encoding="utf-8")
        for version in (2, 3):
            put_up(root, version, keep=1)
        assert all(path.read_text(encoding="utf-8") == "mine" for path in foreign)

    def test_a_file_in_the_place_of_the_folder(self, root: Path) -> None:
        root.write_text("", encoding="utf-8")
        with pytest.raises(ReleaseError, match="是一个文件，不是文件夹"):
            put_up(root, 1)

    def test_a_target_within_a_target_is_refused(self, root: Path) -> None:
        put_up(root, 1)
        for inner in ("current/x", "releases/x", "x"):
            with pytest.raises(ReleaseError, match="在另一个发布位置"):
                put_up(root / inner, 1)

    @pytest.mark.parametrize("goal", ["", "/srv", "../elsewhere"])
    def test_something_else_by_the_name_of_current(self, root: Path, goal: str) -> None:
        put_up(root, 1)
        (root / "current").unlink()
        if goal:
            (root / "current").symlink_to(goal)
        else:
            (root / "current").mkdir()
        with pytest.raises(ReleaseError, match="current"):
            put_up(root, 2)
        assert not list(root.glob(".staging*"))

    def test_a_damaged_state_stops_everything(self, root: Path) -> None:
        put_up(root, 1)
        (root / "state.json").write_text('{"format": ', encoding="utf-8")
        with pytest.raises(ReleaseError, match=r"state\.json 读不懂"):
            put_up(root, 2)
        assert live_version(root) == 1

    def test_one_folder_for_one_audience(self, root: Path) -> None:
        put_up(root, 1)
        with pytest.raises(ReleaseError, match="是公开版的位置，不能放“支部书记”版"):
            publish(LocalTarget(root), maker(2), Terms("支部书记"), NOW)
        assert live_version(root) == 1


class TestRollingBack:
    def test_the_one_before_and_one_by_name(self, root: Path) -> None:
        for version in (1, 2, 3):
            put_up(root, version)
        assert back(root) == "r000002-20261124"
        assert live_version(root) == 2
        assert back(root) == "r000001-20261124"
        assert back(root, "r000003-20261124") == "r000003-20261124"
        assert live_version(root) == 3
        assert verify(root).faults == ()

    def test_what_cannot_be_gone_back_to(self, root: Path) -> None:
        with pytest.raises(ReleaseError, match="没有发布过"):
            back(root)
        put_up(root, 1)
        with pytest.raises(ReleaseError, match="只有一个版本"):
            back(root)
        put_up(root, 2)
        put_up(root, 3, keep=2)
        for release, message in (
            ("r000001-20261124", "已经清理掉了.*留着的有：r000002-20261124"),
            ("r000009-20261124", "没有这个版本"),
            ("../../etc", "没有这个版本"),
            ("r000003-20261124", "线上已经是"),
        ):
            with pytest.raises(ReleaseError, match=message):
                back(root, release)
        back(root)
        with pytest.raises(ReleaseError, match="留着的最早的版本"):
            back(root)
        assert live_version(root) == 2

    @pytest.mark.parametrize("harm", ["changed", "missing", "extra", "manifest", "no manifest"])
    def test_a_harmed_release_is_not_shown(self, root: Path, harm: str) -> None:
        for version in (1, 2):
            put_up(root, version)
        old = root / "releases/r000001-20261124"
        manifest = old.with_name(f"{old.name}.manifest.json")
        page = old / "texts/a/index.html"
        match harm:
            case "changed":
                data = bytearray(page.read_bytes())
                data[100] ^= 1
                page.write_bytes(data)
            case "missing":
                page.unlink()
            case "extra":
                (old / "extra.html").write_text("x", encoding="utf-8")
            case "manifest":
                manifest.write_bytes(manifest.read_bytes()[:-40])
            case "no manifest":
                manifest.unlink()
        with pytest.raises(ReleaseError):
            back(root, old.name)
        assert live_version(root) == 2


class TestVerifying:
    def test_one_byte_is_found_wherever_it_is(self, root: Path) -> None:
        for version in (1, 2):
            put_up(root, version)
        assert verify(root).faults == ()
        files = [path for path in root.rglob("*") if path.is_file() and path.name != ".lock"]
        files = [path for path in files if path.name != "state.json" and path.stat().st_size]
        assert len(files) > 40
        for path in files:
            before = path.read_bytes()
            for place in (0, len(before) // 3, len(before) // 2, len(before) - 1):
                after = bytearray(before)
                after[place] ^= 0x20
                path.write_bytes(after)
                assert verify(root).faults, (path, place)
            path.write_bytes(before)
        assert verify(root).faults == ()

    def test_what_is_missing_extra_or_left_over_is_told_apart(self, root: Path) -> None:
        for version in (1, 2):
            put_up(root, version)
        live = root / "releases/r000002-20261124"
        (live / "index.html.gz").unlink()
        (live / "extra.txt").write_text("x", encoding="utf-8")
        (root / "hashed/search/ffffffff00.js").write_text("x", encoding="utf-8")
        (root / ".staging-r000003-20261124").mkdir()
        (root / "releases/r000004-20261124").mkdir()
        (root / "releases/mine").mkdir()
        found = verify(root)
        assert found.faults == (
            "版本 r000002-20261124：多出文件：extra.txt",
            "版本 r000002-20261124：缺少文件：index.html.gz",
            "hashed 多出文件：search/ffffffff00.js",
        )
        assert found.notes == (
            ".staging-r000003-20261124 是没有做完的，不算数；下次发布时清理",
            "releases/mine 不是本工具写的",
            "releases/r000004-20261124 是没有做完的，不算数；下次发布时清理",
        )

    def test_a_live_release_that_is_gone(self, root: Path) -> None:
        put_up(root, 1)
        (root / "releases/r000001-20261124.manifest.json").unlink()
        assert "线上的版本 r000001-20261124 不在，或者清单读不出来" in verify(root).faults
        done = put_up(root, 2)
        assert any("清单读不出来" in note for note in done.notes)
        assert live_version(root) == 2

    def test_a_list_shows_what_is_live(self, root: Path) -> None:
        for version in (1, 2):
            put_up(root, version, "a")
        back(root)
        history = read_history(LocalTarget(root))
        assert [(each.id, each.live) for each in history.entries] == [
            ("r000002-20261124", False),
            ("r000001-20261124", True),
        ]


class TestWithdrawing:
    def test_the_page_goes_from_everywhere_and_does_not_come_back(self, root: Path) -> None:
        put_up(root, 1, "a")
        put_up(root, 2, "a", "bad")
        put_up(root, 3, "a", "bad")
        deleted = take_back(root, "bad", 4, "a", "bad")
        assert deleted == ("r000002-20261124", "r000003-20261124")
        assert live_version(root) == 4
        for version in (2, 3):
            assert not (root / "hashed" / script(version)[0]).exists()
        with pytest.raises(ReleaseError, match="已经清理掉了"):
            back(root, "r000003-20261124")
        assert back(root) == "r000001-20261124"
        done = put_up(root, 5, "a", "bad")
        assert [page.id for page in done.manifest.pages] == ["a"]
        assert done.manifest.withdrawn == ("bad",)
        assert verify(root).faults == ()

    def test_a_copied_release_with_the_page_is_refused(self, root: Path, tmp_path: Path) -> None:
        put_up(root, 1, "bad")
        other = tmp_path / "other"
        for version in (1, 2, 3):
            done = put_up(other, version, "bad")
        take_back(root, "bad", 2, "bad")
        with pytest.raises(ReleaseError, match="里有已撤下的资料（bad）"):
            bring_in(LocalTarget(root), other / "releases" / done.release, Terms(), NOW)
        assert live_version(root) == 2

    def test_a_release_put_back_by_hand_is_refused_and_removed(self, root: Path) -> None:
        put_up(root, 1, "bad")
        kept = {
            path.relative_to(root): path.read_bytes()
            for path in (root / "releases").rglob("*")
            if path.is_file()
        }
        take_back(root, "bad", 2, "bad")
        for path, data in kept.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        assert any("里有已撤下的资料" in fault for fault in verify(root).faults)
        with pytest.raises(ReleaseError):
            back(root, "r000001-20261124")
        assert live_version(root) == 2
        assert not (root / "releases/r000001-20261124").exists()

    def test_what_cannot_be_built_stays_withdrawn_and_the_message_says_what_is_live(
        self, root: Path
    ) -> None:
        def stubborn(folder: Path, _: object) -> Made:
            write_site(folder, 2)
            return Made(entries("bad"))

        put_up(root, 1, "a")
        put_up(root, 2, "a", "bad")
        with pytest.raises(ReleaseError) as caught:
            withdraw(LocalTarget(root), "bad", "有误", make=stubborn, terms=Terms(), now=NOW)
        message = str(caught.value)
        assert "生成的网站里有已撤下的资料：bad" in message
        assert "线上的版本 r000002-20261124 里还有" in message
        assert "study rollback 换回没有它的 r000001-20261124" in message
        assert back(root) == "r000001-20261124"
        assert put_up(root, 3, "a", "bad").manifest.withdrawn == ("bad",)
        assert not (root / "releases/r000002-20261124").exists()

    def test_what_is_not_there_cannot_be_withdrawn_twice(self, root: Path) -> None:
        put_up(root, 1, "a")
        with pytest.raises(ReleaseError, match="不在任何留着的版本里"):
            take_back(root, "nope", 2, "a")
        put_up(root, 2, "a", "bad")
        take_back(root, "bad", 3, "a", "bad")
        with pytest.raises(ReleaseError, match="已经撤下"):
            take_back(root, "bad", 4, "a", "bad")
        undo(LocalTarget(root), "bad", NOW)
        with pytest.raises(ReleaseError, match="没有撤下过"):
            undo(LocalTarget(root), "bad", NOW)
        assert [page.id for page in put_up(root, 5, "a", "bad").manifest.pages] == ["a", "bad"]


class TestBringingIn:
    def made(self, folder: Path, version: int) -> Path:
        for each in range(1, version + 1):
            done = put_up(folder, each, "a")
        return folder / "releases" / done.release

    def test_a_copy_is_shown_with_its_own_number(self, root: Path, tmp_path: Path) -> None:
        release = self.made(tmp_path / "other", 3)
        done = bring_in(LocalTarget(root), release, Terms(), NOW)
        assert done.release == release.name
        assert live_version(root) == 3
        assert verify(root).faults == verify(root).notes == ()
        assert verify_release(root / "releases" / release.name).faults == ()

    def test_an_older_or_harmed_copy_is_refused(self, root: Path, tmp_path: Path) -> None:
        release = self.made(tmp_path / "other", 2)
        for version in (1, 2, 3):
            put_up(root, version, "a")
        with pytest.raises(ReleaseError, match="不比这里有过的版本新（最高序号 3）"):
            bring_in(LocalTarget(root), release, Terms(), NOW)
        release = self.made(tmp_path / "third", 5)
        page = release / "index.html"
        whole = page.read_bytes()
        for harm in (lambda: page.write_bytes(whole[:-1] + b"?"), page.unlink):
            harm()
            with pytest.raises(ReleaseError, match="与它的清单不符"):
                bring_in(LocalTarget(root), release, Terms(), NOW)
            page.write_bytes(whole)
        extra = release / "extra.html"
        extra.write_text("x", encoding="utf-8")
        with pytest.raises(ReleaseError, match=r"多出文件：extra\.html"):
            bring_in(LocalTarget(root), release, Terms(), NOW)
        extra.unlink()
        assert live_version(root) == 3
        bring_in(LocalTarget(root), release, Terms(), NOW)
        assert live_version(root) == 5

    @pytest.mark.parametrize("path", ["../x", "/etc/x", "a/../../x", "a\\b", "a//b", "C:x"])
    def test_a_manifest_that_leads_out_is_refused(
        self, root: Path, tmp_path: Path, path: str
    ) -> None:
        release = self.made(tmp_path / "other", 1)
        file = release.with_name(f"{release.name}.manifest.json")
        data = json.loads(file.read_bytes())
        data["files"][path] = {"sha256": "0" * 64, "size": 1}
        file.write_text(json.dumps(data), encoding="utf-8")
        with pytest.raises(ReleaseError, match="清单读不懂"):
            bring_in(LocalTarget(root), release, Terms(), NOW)
