"""A release goes to an S3-compatible store in an order that keeps every page whole."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from mkdocs_study.cli import main
from mkdocs_study.publish.hosting.mirror import upload_live
from mkdocs_study.publish.hosting.s3 import Uploaded, _succeed, upload_release
from mkdocs_study.publish.hosting.s3_store import LOCK, STATE, Deployed, S3Target
from mkdocs_study.publish.release.errors import ReleaseError
from mkdocs_study.publish.release.layout import release_id
from mkdocs_study.publish.release.manifest import Manifest, list_files
from mkdocs_study.publish.release.transaction import publish_site

BUCKET = "study"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    started = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    started.start()
    host, port = started.get_host_and_port()
    yield f"http://{host}:{port}"
    started.stop()


@pytest.fixture
def target(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Target]:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "STUDY_S3_ENDPOINT": server,
    }.items():
        monkeypatch.setenv(name, value)
    client = connect(server)
    client.create_bucket(Bucket=BUCKET)
    yield S3Target.named(f"s3://{BUCKET}/公开/")
    found = client.list_objects_v2(Bucket=BUCKET).get("Contents", [])
    for each in found:
        client.delete_object(Bucket=BUCKET, Key=each["Key"])
    client.delete_bucket(Bucket=BUCKET)


def connect(endpoint: str | None) -> Any:  # noqa: ANN401 - boto3 has no types
    return boto3.client("s3", endpoint_url=endpoint)


class Spy:
    """A client that notes the keys of what it sends, and may break."""

    def __init__(self, client: Any, fail_at: int = -1) -> None:  # noqa: ANN401
        self._client = client
        self.calls: list[tuple[str, str]] = []
        self._left = fail_at

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        real = getattr(self._client, name)
        if name not in {"put_object", "delete_objects"}:
            return real

        def call(**options: Any) -> Any:  # noqa: ANN401
            if self._left == 0 and name == "put_object":
                raise OSError(104, "Connection reset by peer")
            self._left -= 1
            keys = (
                [options["Key"]]
                if "Key" in options
                else [each["Key"] for each in options["Delete"]["Objects"]]
            )
            self.calls += [(name, key.removeprefix("公开/")) for key in keys]
            return real(**options)

        return call


FIRST = {
    "index.html": "home 1",
    "texts/a/index.html": "a 1",
    "cases/b/index.html": "b 1",
    "404.html": "none",
    "assets/study/tracks-00000001.js": "one",
    "assets/study/tracks-00000001.js.gz": "packed",
    "search/m00000001.js": "index 1",
    "search/search_index.json": "1",
    "search/search_index.js": "1",
    "assets/site.css": "css",
    "files/学习 计划.ics": "BEGIN:VCALENDAR",
    "sitemap.xml": "<x/>",
    "sitemap.xml.gz": "packed",
}
SECOND = {
    **{path: text for path, text in FIRST.items() if "00000001" not in path},
    "index.html": "home 2",
    "texts/a/index.html": "a 2",
    "assets/study/tracks-00000002.js": "two",
    "search/m00000002.js": "index 2",
    "search/search_index.json": "2",
    "search/search_index.js": "2",
}
del SECOND["cases/b/index.html"]


def release(folder: Path, files: dict[str, str], serial: int, audience: str = "") -> Manifest:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    day = dt.date(2026, 1, 1)
    return Manifest(
        id=release_id(serial, day),
        serial=serial,
        built_at="2026-01-01T00:00:00+00:00",
        published_at="2026-01-01T00:00:00+00:00",
        audience=audience,
        files=list_files(folder),
    )


def objects(target: S3Target) -> dict[str, str]:
    client = connect(target.endpoint)
    found = client.list_objects_v2(Bucket=target.bucket, Prefix=target.prefix).get("Contents", [])
    return {
        each["Key"].removeprefix(target.prefix): client.get_object(
            Bucket=target.bucket, Key=each["Key"]
        )["Body"]
        .read()
        .decode()
        for each in found
    }


def test_content_first_pages_next_what_leads_to_them_last(target: S3Target, tmp_path: Path) -> None:
    spy = Spy(connect(target.endpoint))
    done = upload_release(tmp_path, release(tmp_path, FIRST, 1), target, client=spy)
    assert done == Uploaded(sent=11, unchanged=0, deleted=0, bytes=done.bytes)
    keys = [key for name, key in spy.calls if name == "put_object"]
    assert keys[0] == LOCK
    assert keys[1:3] == ["assets/study/tracks-00000001.js", "search/m00000001.js"]
    assert keys[3:6] == ["assets/site.css", "files/学习 计划.ics", "sitemap.xml"]
    assert keys[6:9] == ["404.html", "cases/b/index.html", "texts/a/index.html"]
    assert keys[9:] == ["search/search_index.js", "search/search_index.json", "index.html", STATE]
    found = objects(target)
    assert LOCK not in found
    assert "assets/study/tracks-00000001.js.gz" not in found
    assert found["files/学习 计划.ics"] == "BEGIN:VCALENDAR"


def test_types_and_caches(target: S3Target, tmp_path: Path) -> None:
    upload_release(tmp_path, release(tmp_path, FIRST, 1), target)
    client = connect(target.endpoint)

    def head(path: str) -> tuple[str, str]:
        answer = client.head_object(Bucket=target.bucket, Key=f"{target.prefix}{path}")
        return answer["ContentType"], answer["CacheControl"]

    assert head("index.html") == ("text/html; charset=utf-8", "no-cache")
    assert head("search/search_index.json") == ("application/json; charset=utf-8", "no-cache")
    assert head("search/m00000001.js") == (
        "application/javascript; charset=utf-8",
        "public, max-age=31536000, immutable",
    )
    assert head("files/学习 计划.ics")[0] == "text/calendar; charset=utf-8"


def test_the_next_release_sends_what_changed_and_deletes_last(
    target: S3Target, tmp_path: Path
) -> None:
    upload_release(tmp_path / "1", release(tmp_path / "1", FIRST, 1), target)
    connect(target.endpoint).put_object(Bucket=BUCKET, Key="公开/foreign.txt", Body=b"mine")
    spy = Spy(connect(target.endpoint))
    done = upload_release(tmp_path / "2", release(tmp_path / "2", SECOND, 2), target, client=spy)
    assert (done.sent, done.unchanged, done.deleted) == (6, 4, 1)
    assert spy.calls[-1] == ("delete_objects", "cases/b/index.html")
    assert spy.calls[-2] == ("put_object", STATE)
    found = objects(target)
    assert found["index.html"] == "home 2"
    assert found["foreign.txt"] == "mine"
    assert found["assets/study/tracks-00000001.js"] == "one", "open tabs still ask for it"
    upload_release(tmp_path / "2", release(tmp_path / "2", SECOND, 6), target)
    assert "assets/study/tracks-00000001.js" not in objects(target)


def test_cut_short_at_any_object_every_page_finds_what_it_needs(
    target: S3Target, tmp_path: Path
) -> None:
    one, two = release(tmp_path / "1", FIRST, 1), release(tmp_path / "2", SECOND, 2)
    upload_release(tmp_path / "1", one, target)
    for place in range(8):
        spy = Spy(connect(target.endpoint), fail_at=place)
        with pytest.raises(ReleaseError):
            upload_release(tmp_path / "2", two, target, client=spy)
        found = objects(target)
        assert LOCK not in found
        assert found["search/m00000001.js"] == "index 1"
        if found["search/search_index.json"] == "2":
            assert found["search/m00000002.js"] == "index 2"
        if found["index.html"] == "home 2" or found["texts/a/index.html"] == "a 2":
            assert found["assets/study/tracks-00000002.js"] == "two"
        assert "cases/b/index.html" in found
    upload_release(tmp_path / "2", two, target)
    assert objects(target)["index.html"] == "home 2"
    assert "cases/b/index.html" not in objects(target)


def test_older_releases_and_other_audiences_are_refused(target: S3Target, tmp_path: Path) -> None:
    upload_release(tmp_path / "2", release(tmp_path / "2", SECOND, 2), target)
    with pytest.raises(ReleaseError, match="比要上传的 r000001-20260101 新"):
        upload_release(tmp_path / "1", release(tmp_path / "1", FIRST, 1), target)
    with pytest.raises(ReleaseError, match="另一个读者范围"):
        upload_release(tmp_path / "3", release(tmp_path / "3", FIRST, 3, "支部书记"), target)
    assert objects(target)["index.html"] == "home 2"
    upload_release(tmp_path / "1", release(tmp_path / "1", FIRST, 1), target, older=True)
    assert objects(target)["index.html"] == "home 1"


def test_two_at_once_and_damaged_things_are_refused(target: S3Target, tmp_path: Path) -> None:
    manifest = release(tmp_path, FIRST, 1)
    client = connect(target.endpoint)
    client.put_object(Bucket=BUCKET, Key=f"公开/{LOCK}", Body=b"")
    with pytest.raises(ReleaseError, match="正有人在发布"):
        upload_release(tmp_path, manifest, target)
    client.delete_object(Bucket=BUCKET, Key=f"公开/{LOCK}")
    (tmp_path / "index.html").write_text("changed", encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"index\.html 与清单不一样"):
        upload_release(tmp_path, manifest, target)
    (tmp_path / "404.html").unlink()
    with pytest.raises(ReleaseError, match="读不出要上传的文件"):
        upload_release(tmp_path, manifest, target)
    client.put_object(Bucket=BUCKET, Key=f"公开/{STATE}", Body=b"{")
    with pytest.raises(ReleaseError, match="读不懂"):
        upload_release(tmp_path, manifest, target)


def test_a_store_that_is_not_there_is_one_line(target: S3Target, tmp_path: Path) -> None:
    manifest = release(tmp_path, FIRST, 1)
    for place in (
        S3Target("none", "", target.endpoint),
        S3Target(BUCKET, "", "http://127.0.0.1:9"),
    ):
        with pytest.raises(ReleaseError, match="没有写成") as error:
            upload_release(tmp_path, manifest, place)
        assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("written", "bucket", "prefix"),
    [
        ("s3://study", "study", ""),
        ("s3://study/", "study", ""),
        ("s3://study/a//b", "study", "a/b/"),
        ("s3://study/公开/", "study", "公开/"),
    ],
)
def test_places(written: str, bucket: str, prefix: str) -> None:
    found = S3Target.named(written, "http://x")
    assert (found.bucket, found.prefix, found.endpoint) == (bucket, prefix, "http://x")


@pytest.mark.parametrize(
    "written", ["s3:study", "s3://", "s3://A", "s3://study/../x", "s3://study/a?b", "s3://a b"]
)
def test_wrong_places(written: str) -> None:
    with pytest.raises(ReleaseError, match="写法不对"):
        S3Target.named(written)


def test_what_is_kept_counts_releases(tmp_path: Path) -> None:
    manifest = release(tmp_path, {"index.html": "x"}, 9)
    before = Deployed("r", 8, "", {"search/m00000008.js": "8"}, {"search/m00000004.js": 4})
    after, surplus = _succeed(before, manifest, ["index.html"], 5)
    assert after.kept == {"search/m00000008.js": 8}
    assert surplus == ["search/m00000004.js"]


def test_the_command_lets_a_store_follow_a_target(
    target: S3Target, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    release(tmp_path / "site", FIRST, 1)
    root = tmp_path / "root"
    publish_site(tmp_path / "site", root, now=dt.datetime.now(dt.UTC))
    place = target.label
    assert main(["publish", "--from", str(root), "--to", place]) == 0
    assert objects(target)["index.html"] == "home 1"
    assert main(["publish", "--from", str(tmp_path / "none"), "--to", place]) == 1
    assert main(["publish", "--to", place]) == 2
    report = capsys.readouterr()
    assert "放上了 r000001-" in report.out
    assert "没有发布过" in report.err
    assert "对象存储跟着一个发布位置走" in report.err


def test_the_live_release_of_a_target_is_uploaded(target: S3Target, tmp_path: Path) -> None:
    release(tmp_path / "site", FIRST, 1)
    root = tmp_path / "public"
    with pytest.raises(ReleaseError, match="没有发布过"):
        upload_live(root, target)
    publish_site(tmp_path / "site", root, now=dt.datetime.now(dt.UTC))
    manifest, done = upload_live(root, target)
    assert (manifest.serial, done.sent) == (1, 11)
    assert objects(target)["index.html"] == "home 1"
    assert upload_live(root, target)[1].sent == 0
