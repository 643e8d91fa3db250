"""`mkdocs build` never leaves half a site: killed, failed or stopped by strict mode."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mkdocs_study.cli import main
from tests.builds import write_project
from tests.library_sites import STUDY_CONFIG, STUDY_PAGES, mkdocs_build

HOOK_CONFIG = STUDY_CONFIG + "hooks: [hook.py]\n"
WAIT = """\
import os
import time
from pathlib import Path


def on_post_page(output, page, config):
    Path(config.config_file_path).with_name("writing").write_text(str(os.getpid()))
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
    (project / "site" / "sitemap.xml").touch()
    return project


def assert_old_site(project: Path) -> None:
    left = sorted(path.name for path in (project / "site").rglob("*"))
    assert left == ["index.html", "sitemap.xml"]
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


def test_a_terminated_command_ends_its_build(tmp_path: Path) -> None:
    project = project_with_hook(tmp_path, WAIT)
    # A shell may start us with interrupts turned off, which every child would inherit.
    script = (
        "import signal; from mkdocs_study.cli import main; "
        "signal.signal(signal.SIGINT, signal.default_int_handler); raise SystemExit(main())"
    )
    command = [sys.executable, "-c", script, "build", "-f", str(project / "mkdocs.yml")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    ) as process:
        deadline = time.monotonic() + 60
        while not (project / "writing").exists() and time.monotonic() < deadline:
            assert process.poll() is None
            time.sleep(0.05)
        process.terminate()
        output, _ = process.communicate(timeout=20)
    assert process.returncode == 1
    assert output.endswith("已中断。\n")
    with pytest.raises(ProcessLookupError):
        os.kill(int((project / "writing").read_text()), 0)
    assert_old_site(project)
    assert not list(project.glob(".site*"))


HIDE = """\
from pathlib import Path

replace = Path.replace


def on_startup(command, dirty):
    def fail(path, target):
        if path.name == ".git":
            raise OSError(13, "Permission denied")
        return replace(path, target)

    Path.replace = fail
"""


def test_a_new_site_without_hidden_files_is_not_called_the_old_one(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    project = project_with_hook(tmp_path, HIDE)
    (project / "site" / ".git").mkdir()
    assert main(["build", "-f", str(project / "mkdocs.yml")]) == 1
    error = capfd.readouterr().err
    assert "新网站已经换上" in error
    assert "没有改动" not in error
    assert "首页" in (project / "site/index.html").read_text(encoding="utf-8")


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
