"""Makes the site of a release from a project, in a process of its own, and checks it."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import platform
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote

from mkdocs_study.library.diagnostics import Diagnostic, Severity, format_report, has_errors
from mkdocs_study.publish.child import run_child
from mkdocs_study.publish.inventory import VARIABLE, PageEntry, read_inventory
from mkdocs_study.publish.project import Project
from mkdocs_study.publish.release.errors import ReleaseError
from mkdocs_study.publish.release.state import State
from mkdocs_study.publish.release.transaction import Made, Make
from mkdocs_study.publish.selection import Selection

DISTRIBUTION = "mkdocs-study"
EPOCH = "SOURCE_DATE_EPOCH"

Tell = Callable[[str], None]
"""Shows the administrator what a build prints."""

Audit = Callable[[Path, Selection], Sequence[Diagnostic]]
"""Checks a finished site, knowing what it leaves out."""


def site_maker(
    project: Project,
    audience: str,
    tell: Tell,
    audit: Audit | None = None,
    environment: Mapping[str, str] = MappingProxyType({}),
    kept: str = "线上的没有改动",
) -> Make:
    """Return what makes a site from the project for publishing.

    Args:
        project: where the sources are.
        audience: group that the site is for; empty for everyone.
        tell: takes the lines that a build prints.
        audit: checks the finished site; an error stops the release.
        environment: further variables for the build.
        kept: what has not been touched, for the message when it fails.
    """

    def make(site: Path, state: State) -> Made:
        built = source_date(project.root)
        selection = Selection(project.minimum_status, state.withdrawn_ids)
        inventory = site.with_name("inventory.json")
        finished = run_child(
            [*_MKDOCS, "-f", str(project.config), "-d", str(site)],
            project.root,
            {
                **os.environ,
                **environment,
                **selection.as_environment(),
                VARIABLE: str(inventory),
                EPOCH: str(int(built.timestamp())),
                "STUDY_AUDIENCE": audience,
                "NO_MKDOCS_2_WARNING": "1",
                "PYTHONIOENCODING": "utf-8",
            },
        )
        tell(finished.output)
        if finished.exit_code:
            raise ReleaseError(f"没有生成网站，{kept}")
        pages = _pages(inventory)
        found = [*missing_pages(site, pages), *(audit(site, selection) if audit else ())]
        if found:
            tell(format_report(found))
        if has_errors(found):
            raise ReleaseError(f"生成的网站没有通过检查，{kept}")
        return Made(
            pages=pages,
            built_at=built.isoformat(timespec="seconds"),
            minimum_status=project.minimum_status,
            versions=versions(),
            config_sha256=hashlib.sha256(project.config.read_bytes()).hexdigest(),
        )

    return make


_MKDOCS = (sys.executable, "-m", "mkdocs", "build", "--strict")


def _pages(inventory: Path) -> tuple[PageEntry, ...]:
    try:
        pages = read_inventory(inventory)
    except ValueError as error:
        raise ReleaseError("生成网站时没有写好页面清单，没有发布") from error
    if not pages:
        raise ReleaseError("生成网站时没有写出页面清单，没有发布；mkdocs.yml 里要启用 study 插件")
    inventory.unlink()
    return pages


def missing_pages(site: Path, pages: Sequence[PageEntry]) -> Iterator[Diagnostic]:
    """Report pages of the inventory that the site does not have."""
    for page in pages:
        url = f"{page.url}index.html" if page.url.endswith("/") or not page.url else page.url
        if not (site / unquote(url)).is_file():
            message, hint = (
                f"网站里没有这一页：{page.title}",
                "再发布一次；仍然这样，请报告这个问题",
            )
            yield Diagnostic(f"docs/{page.path}", 1, "REL001", message, hint, Severity.ERROR)


def source_date(root: Path, environment: Mapping[str, str] = os.environ) -> dt.datetime:
    """Return the date of the sources: SOURCE_DATE_EPOCH, else the last commit, else today.

    It goes into the site, so that the same sources give the same bytes.
    """
    written = environment.get(EPOCH, "")
    if not written.isdecimal():
        written = _last_commit(root)
    if written.isdecimal():
        return dt.datetime.fromtimestamp(int(written), dt.UTC)
    return dt.datetime.now(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _last_commit(root: Path) -> str:
    try:
        done = subprocess.run(
            ["git", "log", "-1", "--format=%ct"],  # noqa: S607 (the git that the user works with)
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def versions() -> dict[str, str]:
    """Return the version of Python, of this program and of everything that it asks for."""
    found = {"python": platform.python_version()}
    try:
        found[DISTRIBUTION] = metadata.version(DISTRIBUTION)
        wanted = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return found
    for requirement in wanted:
        match = re.match(r"[A-Za-z0-9._-]+", requirement)
        if match:
            try:
                found[match[0].lower()] = metadata.version(match[0])
            except metadata.PackageNotFoundError:
                continue  # of an extra that is not installed
    return found
