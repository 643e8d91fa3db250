"""Configurations for web servers: what they say, and what they are refused for."""

import json
from pathlib import Path

import pytest

from mkdocs_study.cli import main
from mkdocs_study.publish.hosting.hashed import is_hashed
from mkdocs_study.publish.hosting.headers import content_policy, missing_hashes
from mkdocs_study.publish.hosting.inline import MAX_DEPTH, fingerprint, inline_of
from mkdocs_study.publish.hosting.nginx_modules import ask_nginx
from tests.hosting import publish_release


@pytest.mark.parametrize(
    ("path", "hashed"),
    [
        ("assets/javascripts/bundle.a5f9d56c.min.js", True),
        ("assets/javascripts/bundle.a5f9d56c.min.js.map", False),
        ("assets/javascripts/workers/search.a7633da7.min.js", True),
        ("assets/stylesheets/main.57a0d79d.min.css", True),
        ("assets/study/tracks-c1244fe3.js", True),
        ("search/dac927ea70.js", True),
        ("search/m433d63b5.js", True),
        ("search/iframe-worker-shim-376ecf68.js", True),
        ("search/search-4ef1d55f.css", True),
        ("search/search_index.json", False),
        ("search/search_index.js", False),
        ("search/index.html", False),
        ("assets/javascripts/lunr/wordcut.js", False),
        ("assets/site.css", False),
        ("assets/plan-20260318.docx", False),
        ("files/plan-20260318.js", False),
        ("assets/study/tracks-C1244FE3.js", False),
        ("x/assets/study/tracks-c1244fe3.js", False),
        ("", False),
    ],
)
def test_names_that_change_with_their_content(path: str, hashed: bool) -> None:  # noqa: FBT001
    assert is_hashed(path) is hashed


def test_every_file_of_the_index_has_such_a_name(shipped_site: Path) -> None:
    names = sorted(each.name for each in (shipped_site / "search").iterdir())
    plain = [name for name in names if not is_hashed(f"search/{name}")]
    assert plain == ["search_index.js", "search_index.json"]


def test_inline_scripts_and_styles_are_named_by_hash() -> None:
    page = (
        "<script>a < b && c</script><script type='application/json'>{}</script>"
        "<script src='x.js'></script><style>p{}\r\n</style>"
        "<script type=module>m</script><template><script>t</script></template>"
    )
    found = inline_of(page, "index.html")
    assert fingerprint("a < b && c") in found.scripts
    assert fingerprint("m") in found.scripts
    assert fingerprint("{}") not in found.scripts
    assert found.styles == {fingerprint("p{}\n")}
    assert found.refused == ()
    assert fingerprint("alert(1)") == "sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI="


def test_a_page_deeper_tomorrow_needs_no_new_hash() -> None:
    script = '<script>__md_scope=new URL("%s",location),x=1</script>'
    here = inline_of(script % "..", "a/index.html").scripts
    for depth in range(MAX_DEPTH + 1):
        root = "/".join([".."] * depth) or "."
        assert inline_of(script % root, "x").scripts <= here
    assert len(here) == MAX_DEPTH + 1


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<p onclick='x()' onload=y>", "onclick、onload 不会执行"),
        ("<p style='color:red'>", "style 属性"),
        ("<a href=' JavaScript:alert(1)'>", "javascript:"),
        ("<img src='//cdn.example/x.png'>", "别的网站"),
        ("<link rel=stylesheet href='https://cdn.example/x.css'>", "别的网站"),
    ],
)
def test_what_the_policy_will_stop_is_told(page: str, said: str) -> None:
    (found,) = inline_of(page, "a/index.html").refused
    assert (found.path, found.code, found.severity.value) == ("a/index.html", "CSP001", "warning")
    assert said in found.message


def test_links_to_other_hosts_are_no_fault() -> None:
    page = "<a href='https://example.cn/'>x</a><a href='javascript:void(0)'>分享</a>"
    assert inline_of(page, "x").refused == ()


def test_the_policy_names_every_hash_once() -> None:
    inline = inline_of("<script>1</script><script>1</script><style>2</style>", "x")
    policy = content_policy(inline)
    assert policy.count(fingerprint("1")) == 1
    assert f"style-src 'self' '{fingerprint('2')}';" in policy
    assert "unsafe" not in policy
    assert missing_hashes(policy, inline) == ()
    assert missing_hashes("", inline) == tuple(sorted((fingerprint("1"), fingerprint("2"))))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("<!doctype html><script>1</script>", "utf-8")
    root = tmp_path / "srv 单位" / "public"
    publish_release(root, site)
    return root


def test_a_file_is_never_written_over(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "study.conf"
    command = ["nginx", "--root", str(root), "-o", str(file)]
    assert main(command) == 0
    file.write_text("mine", "utf-8")
    assert main(command) == 1
    assert file.read_text("utf-8") == "mine"
    assert main([*command, "--force"]) == 0
    assert f'root "{root}";' in file.read_text("utf-8")
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


def test_a_configuration_that_fell_behind_is_found(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "study.conf"
    assert main(["nginx", "--root", str(root), "-o", str(file)]) == 0
    check = ["nginx", "--root", str(root), "--check", str(file)]
    assert main(check) == 0
    new = tmp_path / "new"
    new.mkdir()
    (new / "index.html").write_text("<!doctype html><script>2</script>", "utf-8")
    publish_release(root, new, serial=2)
    assert main(check) == 1
    assert "不允许网页里的 1 段脚本或样式" in capsys.readouterr().err


def test_the_hashes_of_kept_releases_stay(root: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.mkdir()
    (new / "index.html").write_text("<!doctype html><script>2</script>", "utf-8")
    publish_release(root, new, serial=2)
    assert main(["nginx", "--root", str(root), "-o", str(tmp_path / "c")]) == 0
    text = (tmp_path / "c").read_text("utf-8")
    assert fingerprint("1") in text
    assert fingerprint("2") in text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--base", "study"], "--base 写法不对"),
        (["--base", "/a b/"], "--base 写法不对"),
        (["--base", "/a;}/"], "--base 写法不对"),
        (["--listen", "http"], "--listen 写法不对"),
        (["--listen", "70000"], "--listen 写法不对"),
        (["--server-name", "a;b"], "--server-name 写法不对"),
        (["--audience", "=/srv/x"], "--audience 写法不对"),
        (["--audience", "甲=/srv/党"], "最后一级文件夹"),
        (["--audience", "甲=/srv/x", "--audience", "甲=/srv/y"], "写了两次"),
        (["--audience", "甲=/srv/x", "--audience", "乙=/srv/x"], "用了两次"),
        (["--audience", "甲=srv/x"], "以 / 开头的完整路径"),
        (["--audience", '甲"=/srv/x'], "不能用的字符"),
        (["--login", "cert"], "要用加密连接"),
        (["--login", "other"], "--login 的值不对：other（可以写 "),
        (["--certificate", "/etc/a.pem"], "要一起写"),
        (["--check", "x"], "写明 -o 文件"),
    ],
)
def test_wrong_use(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    file = tmp_path / "study.conf"
    assert main(["nginx", "--root", str(root), "-o", str(file), *options]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not file.exists()


def test_faults_in_one_line(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "study.conf"
    empty = tmp_path / "empty"
    empty.mkdir()
    cases = [
        (["--root", str(empty)], "还没有发布过"),
        (["--root", str(empty), "--site", str(empty)], "不是生成好的网站"),
        (["--root", str(root), "--audience", "支部书记"], ""),
    ]
    for options, said in cases[:2]:
        assert main(["nginx", "-o", str(file), *options]) == 1
        error = capsys.readouterr().err
        assert said in error
        assert error.count("\n") == 1
    assert main(["nginx", "-o", str(tmp_path), *cases[2][0]]) == 1
    assert "是文件夹" in capsys.readouterr().err
    assert main(["nginx", "-o", str(tmp_path / "no" / "x"), *cases[2][0]]) == 1
    assert "不能写入" in capsys.readouterr().err


def test_a_restricted_release_is_not_served_to_everyone(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = next((root / "releases").glob("*.manifest.json"))
    file = tmp_path / "study.conf"
    command = ["nginx", "--root", str(root), "-o", str(file)]
    manifest.write_text(json.dumps({"audience": "支部书记"}), "utf-8")
    assert main(command) == 1
    assert "里是“支部书记”版，不是公开版" in capsys.readouterr().err
    assert main([*command, "--audience", "党组中心组"]) == 1
    assert not file.exists()
    assert main([*command, "--audience", "支部书记"]) == 0
    assert "auth_basic " in file.read_text("utf-8")
    manifest.write_text("{", "utf-8")
    assert main([*command, "--force"]) == 1
    assert "清单读不出来" in capsys.readouterr().err


def test_ways_to_log_in(root: Path, tmp_path: Path) -> None:
    manifest = next((root / "releases").glob("*.manifest.json"))
    manifest.write_text(json.dumps({"audience": "甲"}), "utf-8")
    texts = {}
    for way in ("basic", "ldap", "cert"):
        file = tmp_path / way
        options = ["--audience", "甲", "--login", way]
        keys = ["--certificate", "/etc/c.pem", "--certificate-key", "/etc/k.pem"]
        assert main(["nginx", "--root", str(root), "-o", str(file), *options, *keys]) == 0
        texts[way] = file.read_text("utf-8")
    assert "auth_basic_user_file" in texts["basic"]
    assert "proxy_pass http://127.0.0.1:8888;" in texts["ldap"]
    assert "ssl_verify_client optional;" in texts["cert"]
    for text in texts.values():
        assert text.count("Strict-Transport-Security") == 1
        assert "return 301 https://$host$request_uri;" in text


def fake_nginx(folder: Path, said: str) -> str:
    program = folder / "nginx"
    program.write_text(f"#!/bin/sh\ncat >&2 <<'END'\n{said}\nEND\n", "utf-8")
    program.chmod(0o755)
    return str(program)


def test_what_an_nginx_can_do_is_asked(tmp_path: Path) -> None:
    configuration = tmp_path / "etc" / "nginx.conf"
    configuration.parent.mkdir()
    configuration.write_text("", "utf-8")
    plain = f"nginx version: nginx/1.22.1\nconfigure arguments: --conf-path={configuration}"
    found = ask_nginx(fake_nginx(tmp_path, plain))
    assert found is not None
    assert (found.brotli, found.http2_is_directive) == (False, False)
    built_in = plain.replace("1.22.1", "1.25.1") + " --add-module=/x/ngx_brotli"
    found = ask_nginx(fake_nginx(tmp_path, built_in))
    assert found is not None
    assert (found.brotli, found.http2_is_directive) == (True, True)
    loaded = configuration.parent / "modules-enabled" / "50-brotli.conf"
    loaded.parent.mkdir()
    loaded.write_text("load_module modules/ngx_http_brotli_static_module.so;\n", "utf-8")
    found = ask_nginx(fake_nginx(tmp_path, plain))
    assert found is not None
    assert found.brotli
    assert ask_nginx(fake_nginx(tmp_path, "something else")) is None
    assert ask_nginx(str(tmp_path / "none")) is None
