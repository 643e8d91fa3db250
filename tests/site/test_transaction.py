"""`mkdocs build` never leaves half a site: killed, failed or stopped by strict mode."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.builds import write_project
from tests.library_sites import STUDY_CONFIG, STUDY_PAGES, mkdocs_build

HOOK_CONFIG = STUDY_CONFIG + "hooks: [hook.py]\n"
WAIT = """\
import time
from pathlib import Path


def on_post_page(output, page, config):
    Path(config.config_file_path).with_name("writing").touch()
    time.sleep(30)
"""
FAIL = "def on_post_page(output, page, config):\n    raise OSError(28, 'No space left on device')\n"
WARN = """\
import logging


def on_post_build(config):
    logging.getLogger("mkdocs.hook").warning("something is odd")
"""


def project_with_hook(folder: Path, hook: str) -> Path:
    project = write_project(folder, HOOK_CONFIG, STUDY_PAGES)
    (project / "hook.py").write_text(hook, encoding="utf-8")
    (project / "site").mkdir()
    (project / "site" / "index.html").write_text("old", encoding="utf-8")
    return project


def assert_old_site(project: Path) -> None:
    assert [path.name for path in (project / "site").rglob("*")] == ["index.html"]
    assert (project / "site" / "index.html").read_text(encoding="utf-8") == "old"


def test_a_killed_build_leaves_the_old_site_and_the_next_one_cleans_up(tmp_path: Path) -> None:
    project = project_with_hook(tmp_path, WAIT)
    command = [sys.executable, "-m", "mkdocs", "build", "-f", str(project / "mkdocs.yml")]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ)
    ) as process:
        deadline = time.monotonic() + 60
        while not (project / "writing").exists() and time.monotonic() < deadline:
            assert process.poll() is None
            time.sleep(0.05)
        second = mkdocs_build(project)
        process.send_signal(signal.SIGKILL)
    assert second.exit_code == 1
    assert "另一次构建正在写同一个网站" in second.output
    assert_old_site(project)
    assert (project / ".site.staging").exists()
    (project / "mkdocs.yml").write_text(STUDY_CONFIG, encoding="utf-8")
    run = mkdocs_build(project)
    assert run.exit_code == 0, run.output
    assert "首页" in (project / "site/index.html").read_text(encoding="utf-8")
    assert not list(project.glob(".site*"))


def test_a_failing_build_leaves_the_old_site(tmp_path: Path) -> None:
    project = project_with_hook(tmp_path, FAIL)
    with pytest.raises(OSError, match="No space left"):
        mkdocs_build(project)
    assert_old_site(project)
    assert not list(project.glob(".site*"))


def test_strict_mode_leaves_the_old_site(tmp_path: Path) -> None:
    project = project_with_hook(tmp_path, WARN)
    run = mkdocs_build(project)
    assert run.exit_code == 1
    assert "something is odd" in run.output
    assert_old_site(project)
    assert not list(project.glob(".site*"))


def test_without_strict_mode_a_warning_does_not_stop_the_build(tmp_path: Path) -> None:
    project = project_with_hook(tmp_path, WARN)
    run = mkdocs_build(project, "--no-strict")
    assert run.exit_code == 0
    assert "首页" in (project / "site/index.html").read_text(encoding="utf-8")


def test_two_builds_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    project = write_project(tmp_path, STUDY_CONFIG, STUDY_PAGES)
    sites = [project / "one", project / "two"]
    for site in sites:
        assert mkdocs_build(project, "-d", str(site)).exit_code == 0
    contents = [
        {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
        for site in sites
    ]
    assert contents[0] == contents[1]
