"""The container recipe fetches nothing, runs nothing, and serves what the guide says it serves."""

import re
import shlex
from pathlib import Path

from mkdocs_study.cli import main
from tests.builds import ROOT
from tests.hosting import publish_release

RECIPE = ROOT / "deploy" / "Containerfile"
ALLOWED = {"ARG", "FROM", "COPY", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT"}


def instructions() -> list[tuple[str, str]]:
    """Return name and arguments of each instruction, continued lines joined."""
    text = re.sub(r"\\\n\s*", " ", RECIPE.read_text("utf-8"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines)]


def test_nothing_is_fetched_or_run() -> None:
    found = instructions()
    assert {name for name, _ in found} <= ALLOWED, "no RUN, no ADD, no second way to start"
    assert all("://" not in rest for _, rest in found)
    assert [name for name, _ in found[:2]] == ["ARG", "FROM"]


def test_the_base_is_named_by_whoever_builds_by_digest() -> None:
    assert instructions()[:2] == [("ARG", "BASE"), ("FROM", "${BASE}")]
    assert re.search(r"--build-arg BASE=\S+@sha256:<64 digits>", RECIPE.read_text("utf-8"))
    assert "docker build --network=none" in RECIPE.read_text("utf-8")


def ignored(path: str) -> bool:
    """Tell whether the file stays out of the image: the last rule that matches decides."""
    out = False
    for line in Path(f"{RECIPE}.dockerignore").read_text("utf-8").splitlines():
        rule = line.strip()
        if not rule or rule.startswith("#"):
            continue
        pattern = rule.removeprefix("!")
        parents = ["/".join(path.split("/")[:end]) for end in range(1, path.count("/") + 2)]
        one_step = re.compile(re.escape(pattern).replace(r"\*", "[^/]*"))
        if any(one_step.fullmatch(each) for each in parents):
            out = not rule.startswith("!")
    return out


def test_only_what_is_served_comes_into_the_image(shipped_site: Path, tmp_path: Path) -> None:
    root = tmp_path / "public"
    publish_release(root, shipped_site)
    inside = {
        each.relative_to(tmp_path).as_posix()
        for each in root.rglob("*")
        if each.is_file() and not ignored(each.relative_to(tmp_path).as_posix())
    }
    assert "public/releases/r000001-20260101/index.html" in inside
    assert any(each.startswith("public/hashed/") for each in inside)
    assert not ignored("public/current")
    assert not ignored("study.conf")
    for name in ("state.json", ".lock", ".staging-r000009-20260101/index.html"):
        assert ignored(f"public/{name}"), name
    assert ignored("public/releases/r000001-20260101.manifest.json")
    assert not ignored("public/releases/r000001-20260101/search/search_index.json")


def test_the_configuration_of_the_recipe_names_the_folders_of_the_image(
    shipped_site: Path, tmp_path: Path
) -> None:
    command = re.search(r"#\s+study (nginx .*)", RECIPE.read_text("utf-8"))
    assert command is not None
    publish_release(tmp_path / "public", shipped_site)
    arguments = shlex.split(command[1])
    root = arguments.index("--root") + 1
    goals = dict(rest.split() for name, rest in instructions() if name == "COPY")
    assert goals == {
        "public/": f"{arguments[root]}/",
        "study.conf": "/etc/nginx/conf.d/default.conf",
    }
    out = tmp_path / "study.conf"
    arguments[root], arguments[-1] = str(tmp_path / "public"), str(out)
    assert main(arguments) == 0
    text = out.read_text("utf-8").replace(str(tmp_path / "public"), goals["public/"].rstrip("/"))
    assert 'root "/srv/study/public";' in text
    assert "brotli" not in text.replace(".br", "")
