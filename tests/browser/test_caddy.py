"""The generated Caddyfile in a real Caddy gives the same answers as nginx does."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from browser_program import find_caddy
from mkdocs_study.cli import main
from tests.hosting import HOST, Nginx, free_port, publish_release

EXAMPLE = "换成姓名 换成口令的散列"
USER = "reader $2a$14$aiKzoMvyOOdBy/v.SIb0fuWxotOWHebk8Oi09B8n1NnKWSK74.gbC"


@pytest.fixture(scope="module")
def caddy(shipped_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    program = find_caddy()
    if program is None:
        pytest.fail("no Caddy on PATH: apt-get install caddy")
    folder = tmp_path_factory.mktemp("caddy")
    public, secretaries = folder / "public", folder / "secretaries"
    release = publish_release(public, shipped_site)
    (release / ".hidden").write_text("hidden", encoding="utf-8")
    publish_release(secretaries, shipped_site, audience="支部书记")
    port, file = free_port(), folder / "Caddyfile"
    options = ["--base", "/study/", "--listen", f"{HOST}:{port}", "--caddy", "-o", str(file)]
    areas = ["--root", str(public), "--audience", f"支部书记={secretaries}"]
    assert main(["nginx", *options, *areas]) == 0
    text = file.read_text("utf-8")
    assert EXAMPLE in text
    file.write_text(text.replace(EXAMPLE, USER), encoding="utf-8")
    surroundings = {**os.environ, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    command = [program, "run", "--adapter", "caddyfile", "--config", str(file)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=surroundings, stdout=log, stderr=log)
    server = Nginx(port, folder)
    try:
        for _ in range(200):
            try:
                server.ask("/")
                break
            except OSError:
                assert process.poll() is None, (folder / "log").read_text("utf-8")
                time.sleep(0.05)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/study/", 200),
        ("/study/texts/", 200),
        ("/study/search/search_index.json", 200),
        ("/study/texts", 308),
        ("/study", 302),
        ("/study/none/", 404),
        ("/study/.hidden", 404),
        ("/study/state.json", 404),
        ("/study/%2e%2e/state.json", 404),
        ("/study/releases/", 404),
        ("/elsewhere", 404),
        ("/study/secretaries/", 401),
        ("/study/%73ecretaries/", 401),
        ("/study/texts/../secretaries/", 401),
    ],
)
def test_answers(caddy: Nginx, target: str, status: int) -> None:
    answer = caddy.ask(target)
    assert answer.status == status
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers.get("cache-control", "no-cache") == "no-cache"
    assert "server" not in answer.headers


def test_caches_and_packing(caddy: Nginx) -> None:
    found = caddy.ask("/study/").body.decode()
    script = found.split("assets/javascripts/bundle.")[1].split('"')[0]
    answer = caddy.ask(f"/study/assets/javascripts/bundle.{script}", Accept_Encoding="gzip")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    etag = caddy.ask("/study/").headers["etag"]
    assert caddy.ask("/study/", If_None_Match=etag).status == 304
