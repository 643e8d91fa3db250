"""Tiny finished sites of numbered versions, and publishers of them that can be killed."""

import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from mkdocs_study.publish.inventory import PageEntry
from mkdocs_study.publish.release.local import LocalTarget
from mkdocs_study.publish.release.manifest import differences
from mkdocs_study.publish.release.opening import manifest
from mkdocs_study.publish.release.state import State
from mkdocs_study.publish.release.transaction import (
    Made,
    Published,
    Terms,
    publish,
    publish_site,
)
from mkdocs_study.publish.release.verify import Verdict, verify_target
from mkdocs_study.publish.release.withdrawal import withdraw

NOW = dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC)
PAGES = ("index.html", "texts/a/index.html", "cases/b/index.html", "cases/c/index.html")
SCRIPT_BODY = "'use strict';\n" + "var words = '党章';\n" * 40


def page(version: int, path: str) -> str:
    """Return the page of a version; nothing else has these bytes."""
    filler = f"<p>{path} 第 {version} 版，条文若干。</p>\n" * 40
    return f"<!doctype html><title>{version}</title>\n<!-- {version} -->\n{filler}<!-- end -->\n"


def script(version: int) -> tuple[str, str]:
    """Return name and content of the hashed script of a version."""
    content = f"{SCRIPT_BODY}var version = {version};\n"
    return f"assets/study/tracks-{hashlib.sha256(content.encode()).hexdigest()[:8]}.js", content


def site_files(version: int) -> dict[str, str]:
    """Return every file of a version."""
    name, content = script(version)
    files = {path: page(version, path) for path in PAGES}
    index = f"search/{version:08x}00.js"
    return {
        **files,
        name: content,
        index: f'__zh(["{version:08x}00", {version}])\n',
        "search/search_index.json": f'{{"docs": ["{version:08x}00"]}}',
        "sitemap.xml": "<urlset></urlset>\n",
    }


def write_site(folder: Path, version: int) -> Path:
    """Write a version into a folder and return the folder."""
    for path, content in site_files(version).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8", newline="")
    return folder


def entries(*ids: str, **more: Any) -> tuple[PageEntry, ...]:  # noqa: ANN401 (any field)
    """Return pages with these ids, and with fields that all of them share."""
    return tuple(
        PageEntry(
            path=f"{each}.md", url=f"{each}/", id=each, title=f"题目 {each}", type="page"
        ).model_copy(update=more)
        for each in ids
    )


def maker(version: int, pages: tuple[PageEntry, ...] = ()) -> Callable[[Path, State], Made]:
    """Return what makes a version, without the withdrawn among the pages."""

    def make(folder: Path, state: State) -> Made:
        write_site(folder, version)
        return Made(tuple(each for each in pages if each.key not in state.withdrawn_ids))

    return make


def put_up(root: Path, version: int, *ids: str, keep: int = 5, now: dt.datetime = NOW) -> Published:
    """Publish a version with pages of these ids."""
    return publish(LocalTarget(root), maker(version, entries(*ids)), Terms(keep=keep), now)


def live_version(root: Path) -> int:
    """Return the version that is live, after checking that its release is whole."""
    target = LocalTarget(root)
    live = target.live()
    assert differences(manifest(target, live), root / "releases" / live) == []
    text = (root / "current/index.html").read_text(encoding="utf-8")
    return int(text.partition("<title>")[2].partition("<")[0])


def verify(root: Path) -> Verdict:
    """Check the whole target."""
    return verify_target(LocalTarget(root))


class Forks:
    """Runs functions of this module in processes of their own that start in milliseconds.

    multiprocessing's server of forks does not find modules of this checkout to load beforehand.
    """

    def __enter__(self) -> Self:
        self._server = subprocess.Popen(
            [sys.executable, "-c", "from tests.release_site import serve; serve()"],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _pipe(self._server.stdin).close()
        self._server.wait(timeout=30)
        _pipe(self._server.stdout).close()

    def start(self, function: Callable[..., None], *arguments: Any) -> int:  # noqa: ANN401
        """Start a function of this module; return the number of its process."""
        stdin, stdout = _pipe(self._server.stdin), _pipe(self._server.stdout)
        stdin.write(json.dumps([function.__name__, *map(_plain, arguments)]) + "\n")
        stdin.flush()
        return int(stdout.readline())

    def join(self) -> int:
        """Wait for it; return its exit code, or minus the signal that ended it."""
        return int(_pipe(self._server.stdout).readline())

    def run(self, function: Callable[..., None], *arguments: Any) -> int:  # noqa: ANN401
        """Run a function of this module to its end."""
        self.start(function, *arguments)
        return self.join()


def _pipe(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Path) else value


def serve() -> None:
    """Fork for every line on standard input; print the process, and then how it ended."""
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        process = os.fork()
        if not process:
            code = 1
            try:
                globals()[name](*arguments)
                code = 0
            finally:
                os._exit(code)
        print(process, flush=True)  # noqa: T201
        _, status = os.waitpid(process, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


def publish_prebuilt(site: str, root: str) -> None:
    """Publish a site; runs in a process that is killed."""
    publish_site(Path(site), Path(root), now=NOW)


class CrashingTarget(LocalTarget):
    """Ends the process, as a power cut would, before or after its nth change of the target."""

    STEPS = (
        "write", "receive", "rename", "remove", "link_hashed", "drop_hashed", "switch",
    )  # fmt: skip

    def __init__(self, root: Path, crash_at: int, *, after: bool) -> None:
        super().__init__(root)
        self.count = 0
        for name in self.STEPS:
            setattr(self, name, self._counted(getattr(self, name), crash_at, after=after))

    def _counted(
        self, step: Callable[..., Any], crash_at: int, *, after: bool
    ) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:  # noqa: ANN401 (whatever the step takes and gives)
            self.count += 1
            crash = self.count == crash_at
            if crash and not after:
                os._exit(9)
            result = step(*arguments)
            if crash:
                os._exit(9)
            return result

        return run


def publish_and_crash(root: str, version: int, crash_at: int, after: bool) -> None:  # noqa: FBT001
    """Publish and crash at a step; runs in a process of its own."""
    target = CrashingTarget(Path(root), crash_at, after=after)
    publish(target, maker(version), Terms(keep=2), NOW)


def withdraw_and_crash(root: str, key: str, crash_at: int, after: bool) -> None:  # noqa: FBT001
    """Withdraw a page and crash at a step; runs in a process of its own."""
    target = CrashingTarget(Path(root), crash_at, after=after)
    make = maker(3, entries("good", key))
    withdraw(target, key, "有误", make=make, terms=Terms(), now=NOW)


def limited(size: int, root: str, version: int, goal: str) -> None:
    """Publish where no file may be larger than so many bytes, and write the message to `goal`."""
    import resource  # noqa: PLC0415 (not on Windows)
    import signal  # noqa: PLC0415

    from mkdocs_study.publish.release.errors import ReleaseError  # noqa: PLC0415

    handle = Path(goal).open("w", encoding="utf-8")  # noqa: SIM115
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        publish(LocalTarget(Path(root)), maker(version), Terms(), NOW)
    except ReleaseError as error:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        with handle:
            handle.write(str(error))


def as_nobody(root: str, goal: str) -> None:
    """Publish as a user who may read the target and not write it."""
    from mkdocs_study.publish.release.errors import ReleaseError  # noqa: PLC0415

    handle = Path(goal).open("w", encoding="utf-8")  # noqa: SIM115 (opened while we still may)
    if os.geteuid() == 0:
        os.setuid(65534)
    with handle:
        try:
            publish(LocalTarget(Path(root)), maker(9), Terms(), NOW)
        except ReleaseError as error:
            handle.write(str(error))
