"""The live server answers with the newest good build and tells pages when to reload."""

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.client import HTTPConnection, HTTPResponse
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from live_pages import NEWS_PATH, LivePages, PageHandler


@pytest.fixture
def pages(tmp_path: Path) -> LivePages:
    folder = tmp_path / "one"
    (folder / "texts").mkdir(parents=True)
    (folder / "assets").mkdir()
    (folder / "index.html").write_text("<h1>首页</h1>", encoding="utf-8")
    (folder / "404.html").write_text("<h1>没有这一页</h1>", encoding="utf-8")
    (folder / "texts" / "index.html").write_text("<h1>原文</h1>", encoding="utf-8")
    (folder / "assets" / "a.js").write_text("1", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    shown = LivePages()
    shown.show(folder)
    return shown


@pytest.fixture
def port(pages: LivePages) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(PageHandler, pages=pages))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def _get(port: int, path: str) -> tuple[HTTPResponse, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer, body


@pytest.mark.parametrize("path", ["/", "/index.html", "/?q=%E5%85%9A"])
def test_a_page_comes_with_the_reloader(port: int, path: str) -> None:
    answer, body = _get(port, path)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert body.startswith("<h1>首页</h1>")
    assert "ask(1)" in body


@pytest.mark.parametrize("path", ["/nothing/", "/assets/", "/../secret.txt", "/%2e%2e/secret.txt"])
def test_what_is_not_there_gives_the_page_that_says_so(port: int, path: str) -> None:
    answer, body = _get(port, path)
    assert answer.status == 404
    assert "没有这一页" in body
    assert "secret" not in body


def test_a_folder_without_slash_is_sent_on(port: int) -> None:
    answer, _ = _get(port, "/texts")
    assert answer.status == 301
    assert answer.headers["Location"] == "/texts/"


def test_a_script_comes_as_it_is(port: int) -> None:
    answer, body = _get(port, "/assets/a.js")
    assert body == "1"
    assert answer.headers["Content-Type"] == "text/javascript"


def test_news_come_when_another_build_is_shown(port: int, pages: LivePages, tmp_path: Path) -> None:
    _, known = _get(port, NEWS_PATH + "0")
    assert json.loads(known) == 1
    other = tmp_path / "two"
    other.mkdir()
    (other / "index.html").write_text("<h1>新首页</h1>", encoding="utf-8")
    timer = threading.Timer(0.1, pages.show, [other])
    timer.start()
    _, news = _get(port, NEWS_PATH + "1")
    assert json.loads(news) == 2
    _, body = _get(port, "/")
    assert body.startswith("<h1>新首页</h1>")


def test_nonsense_in_place_of_a_version_is_answered(port: int) -> None:
    _, body = _get(port, NEWS_PATH + "x")
    assert json.loads(body) == 1
