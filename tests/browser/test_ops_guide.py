"""Every command of the operations guide, run as it stands there, page by page.

A page's blocks run in one shell, in a small project of its own. Places of the system are folders of
the test; `sudo` does nothing, and `nginx` is the real one, told of its folders.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import wheelhouse_install
from browser_program import BROTLI_MODULE, find_nginx
from mkdocs_study.cli import main
from tests.builds import ROOT, write_project
from tests.hosting import HOST, Nginx, free_port

GUIDE = ROOT / "docs" / "help" / "ops"
PAGES = sorted(each.name for each in GUIDE.glob("*.md"))
BLOCK = re.compile(r"^```bash\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PLACES = ("/srv/study-new", "/srv/study", "/etc/nginx", "/opt/study", "/backup")
BOTH = ("public", "secretaries")
PUBLISHED = {
    "serve.md": BOTH,
    "bundle.md": BOTH,
    "rollback.md": ("public", "public"),
    "backup.md": ("public",),
    "move.md": ("public", "secretaries"),
    "upgrade.md": ("public",),
    "trouble.md": ("public",),
}
"""Page → what has been published before one comes to it; twice if there are two releases."""

CONFIG = """\
site_name: 学习站
theme: {name: material, language: zh, font: false}
extra: {generator: false}
plugins:
  - search
  - zh-search
  - study:
      audiences: [支部书记]
"""
DOCUMENTS = {
    "index.md": "---\ntype: page\ntitle: 首页\n---\n\n# 首页\n\n欢迎。\n",
    "cases/b.md": "---\ntype: standard\ntitle: 乙资料\nid: case-b\n---\n\n# 乙资料\n\n内容。\n",
    "cases/c.md": (
        "---\ntype: standard\ntitle: 丙资料\nid: case-c\naudience: [支部书记]\n---\n\n"
        "# 丙资料\n\n内容。\n"
    ),
}
MAIN = """\
load_module {module};
worker_processes 1;
error_log stderr warn;
pid {work}/nginx.pid;
{user}
events {{}}
http {{
  client_body_temp_path {work}/body;
  proxy_temp_path {work}/proxy;
  fastcgi_temp_path {work}/fastcgi;
  uwsgi_temp_path {work}/uwsgi;
  scgi_temp_path {work}/scgi;
  include {work}/conf.d/*.conf;
}}
"""


class Sandbox:
    """A machine of the guide's, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        self.project = write_project(folder / "project", CONFIG, DOCUMENTS)
        (self.project / "scripts").symlink_to(ROOT / "scripts")
        self.port = free_port()
        programs = folder / "bin"
        programs.mkdir()
        etc = Path(self.place("/etc/nginx"))
        (etc / "conf.d").mkdir(parents=True)
        Path(self.place("/backup")).mkdir()
        user = "user root;" if os.geteuid() == 0 else ""
        text = MAIN.format(module=BROTLI_MODULE, work=etc, user=user)
        (etc / "nginx.conf").write_text(text, encoding="utf-8")
        nginx = f"exec {find_nginx()} -e stderr -p {etc} -c {etc}/nginx.conf"
        # The guide's readers have an nginx that runs, on port 80; ours starts when first asked.
        wrapped = (
            f"sed -i 's/listen 80;/listen {HOST}:{self.port};/' {etc}/conf.d/*\n"
            f"sed -i '/listen \\[::\\]:80;/d' {etc}/conf.d/*\n"
            f'if [ "$1" = -s ] && [ ! -s {etc}/nginx.pid ]; then {nginx} >{etc}/log 2>&1; fi\n'
            f'{nginx} "$@"\n'
        )
        for name, body in {
            "sudo": 'exec "$@"\n',
            "nginx": wrapped,
            "study": f'exec {sys.executable} -m tests.study_command "$@"\n',
            "python3": f'exec {sys.executable} "$@"\n',
        }.items():
            program = programs / name
            program.write_text(f"#!/bin/sh\n{body}", encoding="utf-8")
            program.chmod(0o755)

    def place(self, path: str) -> str:
        """Return the folder of the test that stands for one of the system."""
        return str(self.root / "machine" / path.lstrip("/"))

    def run(self, script: str) -> str:
        """Run commands of the guide; return what they print."""
        for place in PLACES:
            script = re.sub(rf"(?<![\w/.-]){place}(?![\w-])", self.place(place), script)
        done = subprocess.run(
            ["/bin/bash", "-euo", "pipefail", "-c", script],
            cwd=self.project,
            env={
                **os.environ,
                "PATH": f"{self.root / 'bin'}:{os.environ['PATH']}",
                "PYTHONPATH": str(ROOT),
                "SOURCE_DATE_EPOCH": "1767225600",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
            timeout=600,
        )
        assert done.returncode == 0, f"{script}\n{done.stdout}"
        return done.stdout

    def stop(self) -> None:
        """End the nginx that a page has started."""
        pid = Path(self.place("/etc/nginx")) / "nginx.pid"
        if pid.exists() and (number := pid.read_text().strip()):
            os.kill(int(number), signal.SIGTERM)
            for _ in range(100):
                if not pid.exists():
                    break
                time.sleep(0.05)


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    box = Sandbox(tmp_path)
    yield box
    box.stop()


def commands(page: str) -> str:
    """Return the page's blocks as one script; servers that run on and on are stopped."""
    text = "".join(BLOCK.findall((GUIDE / page).read_text("utf-8")))
    platform, version = wheelhouse_install.target().rsplit("-cp", 1)
    text = text.replace("--platform linux-x86_64", f"--platform {platform}")
    text = text.replace("--python 3.11", f"--python {version[0]}.{version[1:]}")
    served = re.compile(r"^(python3 -m http\.server.*) 8000$", re.MULTILINE)
    ask = "curl -fsS --retry 9 --retry-connrefused http://127.0.0.1:PORT/ >page.html"
    return served.sub(rf"\1 PORT & pid=$!\n{ask}\nkill $pid", text)


def publish(box: Sandbox, name: str) -> None:
    readers = ["--audience", "支部书记"] if name == "secretaries" else []
    options = ["--to", box.place(f"/srv/study/{name}"), "--yes", *readers]
    assert main(["publish", "-f", str(box.project / "mkdocs.yml"), *options]) == 0


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_the_page_work(sandbox: Sandbox, page: str) -> None:
    for name in PUBLISHED.get(page, ()):
        publish(sandbox, name)
    script = commands(page).replace("PORT", str(free_port()))
    assert script or page == "index.md"
    if not script:
        return
    said = sandbox.run(script)
    assert "Traceback" not in said
    if "nginx -s reload" in script:
        answer = Nginx(sandbox.port, sandbox.root).ask("/")
        assert answer.status == 200
        assert "content-security-policy" in answer.headers
    check = {
        "publish.md": "/srv/study/secretaries/current/cases/c/index.html",
        "install.md": "/opt/study/bin/study",
        "move.md": "/srv/study-new/secretaries/current/cases/c/index.html",
        "backup.md": "/backup/releases/public/current/cases/b/index.html",
        "rollback.md": "/srv/study/public/current/cases/b/index.html",
    }
    if page in check:
        assert Path(sandbox.place(check[page])).exists()


def test_every_place_of_the_guide_is_one_of_the_test() -> None:
    absolute = re.compile(r"(?<![\w/.:-])/[a-z][\w./-]*")
    for page in PAGES:
        for path in absolute.findall(commands(page)):
            known = any(path == place or path.startswith(f"{place}/") for place in PLACES)
            assert known or path.startswith("/bin"), f"{page}: {path}"


def test_nothing_of_this_machine_was_touched() -> None:
    assert shutil.which("study", path="/opt/study/bin") is None
    for place in ("/srv/study", "/srv/study-new", "/backup"):
        assert not Path(place).exists()
