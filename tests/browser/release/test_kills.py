"""Publishers are killed again and again while nginx serves what they publish."""

import contextlib
import http.client
import os
import random
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import pytest

from tests.release_site import (
    PAGES,
    Forks,
    live_version,
    page,
    publish_prebuilt,
    put_up,
    verify,
    write_site,
)
from tests.servers import serve_with_nginx

KILLS = 100
FULL_RUNS = 4
"""Versions that are published without a kill, to find out how long it takes."""


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    """Give processes that start in milliseconds."""
    with Forks() as forks:
        yield forks


class Readers:
    """Read every page again and again, and keep what was wrong."""

    def __init__(self, address: str) -> None:
        self.address = urlsplit(address)
        self.wrong: list[str] = []
        self.requests = 0
        self.versions: set[int] = set()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._read) for _ in range(2)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _read(self) -> None:
        connection = http.client.HTTPConnection(self.address.netloc, timeout=10)
        newest = 0
        while not self._stop.is_set():
            for path in PAGES:
                connection.request("GET", f"{self.address.path}{path}")
                answer = connection.getresponse()
                body = answer.read().decode("utf-8", "replace")
                self.requests += 1
                title = body.partition("<title>")[2].partition("<")[0]
                version = int(title) if title.isdecimal() else -1
                if answer.status != 200 or body != page(version, path):
                    self.wrong.append(f"{path}: {answer.status} {body[:60]}")
                elif version < newest:
                    self.wrong.append(f"{path}: {version} after {newest}")
                newest = max(newest, version)
                self.versions.add(version)
        connection.close()


def test_a_hundred_kills_under_load_and_no_request_is_wrong(
    tmp_path: Path, forks: Forks, nginx_program: str
) -> None:
    root, work = tmp_path / "root", tmp_path / "nginx"
    work.mkdir()
    put_up(root, 1)
    choose = random.Random(5)  # noqa: S311 (any moments will do)
    version, killed, seen = 1, 0, set[str]()
    longest = 0.05
    with (
        serve_with_nginx(nginx_program, root / "current", work, "/study") as address,
        Readers(address) as readers,
    ):
        while killed < KILLS:
            version += 1
            site = write_site(tmp_path / f"site-{version}", version)
            started = time.monotonic()
            process = forks.start(publish_prebuilt, site, root)
            if version > FULL_RUNS:
                time.sleep(choose.uniform(0, longest))
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            code = forks.join()
            if version <= FULL_RUNS:
                longest = time.monotonic() - started
            killed += code == -signal.SIGKILL
            assert live_version(root) <= version
            seen |= {path.name.partition("-")[0] for path in root.glob(".*")}
            shutil.rmtree(site)
    assert readers.wrong == []
    assert readers.requests > 1000
    assert len(readers.versions) > 2, "no kill came after a switch"
    assert ".staging" in seen, "no kill came while a release was being made"
    last = put_up(root, version + 1)
    assert live_version(root) == version + 1
    assert verify(root).faults == verify(root).notes == ()
    assert [path.name for path in root.glob(".*")] == [".lock"]
    assert last.notes or killed
