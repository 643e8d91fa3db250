"""The generated configuration in a real nginx: what is sent, what is refused, and the policy."""

import base64
import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from mkdocs_study.cli import main
from tests.hosting import HOST, Nginx, free_port, publish_release, run_nginx

OpenPage = Callable[..., Page]
SECURITY = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
CANARY = "只给支部书记的一句话"
CHINESE = "files/学习 计划（终稿）.ics"
OPENSSL = shutil.which("openssl") or "openssl"
USER, WORD = "reader", "open-sesame"
OLD_ASSET = "assets/study/tracks-0123abcd.js"


@dataclass(frozen=True)
class Hosted:
    """A public site and one for secretaries below /study/ of one nginx."""

    server: Nginx
    public: Path
    secretaries: Path


def configure(file: Path, *options: str) -> Path:
    assert main(["nginx", "-o", str(file), *options]) == 0
    return file


@pytest.fixture(scope="module")
def hosted(
    shipped_site: Path, nginx_program: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hosted]:
    folder = tmp_path_factory.mktemp("hosted")
    public, secretaries = folder / "srv" / "public", folder / "srv" / "secretaries"
    release = publish_release(public, shipped_site)
    (release / "files").mkdir()
    (release / CHINESE).write_text("BEGIN:VCALENDAR", encoding="utf-8")
    (release / "site.webmanifest").write_text("{}", encoding="utf-8")
    (release / "sitemap.xml.br").write_bytes(b"packed by brotli")
    (release / ".hidden").write_text("hidden", encoding="utf-8")
    old = public / "hashed" / OLD_ASSET
    old.write_text("// of the release before", encoding="utf-8")
    other = folder / "site"
    (other / "inner").mkdir(parents=True)
    for page in (other / "index.html", other / "inner" / "index.html", other / "404.html"):
        page.write_text(f"<!doctype html><p>{CANARY}</p>", encoding="utf-8")
    publish_release(secretaries, other, audience="支部书记")
    port = free_port()
    file = configure(
        folder / "study.conf",
        *("--root", str(public), "--base", "/study/", "--listen", f"{HOST}:{port}"),
        *("--audience", f"支部书记={secretaries}", "--brotli"),
    )
    command = [OPENSSL, "passwd", "-apr1", WORD]
    hashed = subprocess.run(command, capture_output=True, text=True, check=True)
    words = folder / "readers.htpasswd"
    words.write_text(f"{USER}:{hashed.stdout}", encoding="utf-8")
    text = file.read_text("utf-8")
    example = "/etc/nginx/study-study_secretaries.htpasswd"
    assert example in text
    file.write_text(text.replace(example, str(words)), encoding="utf-8")
    with run_nginx(nginx_program, [file], folder / "work", port) as server:
        yield Hosted(server, public, secretaries)


def credentials() -> str:
    return f"Basic {base64.b64encode(f'{USER}:{WORD}'.encode()).decode()}"


def hashed_script(hosted: Hosted) -> str:
    found = sorted((hosted.public / "current/assets/study").glob("tracks-*.js"))
    return f"/study/assets/study/{found[0].name}"


def test_every_answer_carries_the_security_headers(hosted: Hosted) -> None:
    ask = hosted.server.ask
    etag = ask("/study/").headers["etag"]
    script = hashed_script(hosted)
    plain = {
        200: ask("/study/"),
        206: ask("/study/", Range="bytes=0-9"),
        301: ask("/study/texts"),
        304: ask("/study/", If_None_Match=etag),
        401: ask("/study/secretaries/"),
        404: ask("/study/nothing/"),
        405: ask("/study/", "POST"),
    }
    answers = [
        *plain.items(),
        (200, ask(script)),
        (304, ask(script, If_None_Match=ask(script).headers["etag"])),
        (200, ask("/study/search/search_index.json")),
        (200, ask("/study/assets/favicon.svg")),
        (404, ask("/study/assets/study/none-0123abcd.js")),
        (400, ask("/study/%00")),
        (200, ask("/study/", "HEAD")),
        (200, ask("/study/secretaries/", Authorization=credentials())),
        (404, ask("/study/secretaries/none", Authorization=credentials())),
        (404, ask("/elsewhere")),
    ]
    for status, answer in answers:
        assert answer.status == status
        headers = answer.headers
        assert {name: headers.get(name) for name in SECURITY} == SECURITY, status
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["permissions-policy"].count("=()") == 10
        assert "|" not in headers["content-security-policy"], "a header came twice"
        assert headers["server"] == "nginx"
    beyond = ask("/study/", Range="bytes=99999999-")  # nginx itself says everything twice here
    assert beyond.status == 416
    assert set(beyond.headers["x-content-type-options"].split("|")) == {"nosniff"}


def test_only_names_with_a_hash_are_kept_for_ever(hosted: Hosted) -> None:
    ask = hosted.server.ask
    bundle = next((hosted.public / "current/assets/javascripts").glob("bundle.*.min.js")).name
    forever = "public, max-age=31536000, immutable"
    shards = sorted((hosted.public / "current/search").glob("[a-z]????????.js"))
    assert shards
    for path in (hashed_script(hosted), f"/study/assets/javascripts/{bundle}"):
        assert ask(path).headers["cache-control"] == forever
    for shard in shards:
        assert ask(f"/study/search/{shard.name}").headers["cache-control"] == forever
    for path in (
        "/study/",
        "/study/texts/",
        "/study/search/search_index.json",
        "/study/search/search_index.js",
        "/study/assets/site.css",
        "/study/sitemap.xml",
        "/study/assets/study/none-0123abcd.js",
        "/study/none/",
    ):
        assert ask(path).headers["cache-control"] == "no-cache", path


def test_a_tab_of_the_release_before_finds_its_files(hosted: Hosted) -> None:
    answer = hosted.server.ask(f"/study/{OLD_ASSET}")
    assert (answer.status, answer.body) == (200, b"// of the release before")
    assert "immutable" in answer.headers["cache-control"]


def test_packed_files_are_sent_as_they_lie_there(hosted: Hosted) -> None:
    page = hosted.server.ask("/study/", Accept_Encoding="gzip")
    assert page.headers["content-encoding"] == "gzip"
    assert page.headers["vary"] == "Accept-Encoding"
    assert page.body == (hosted.public / "current/index.html.gz").read_bytes()
    plain = hosted.server.ask("/study/")
    assert plain.body == (hosted.public / "current/index.html").read_bytes()
    brotli = hosted.server.ask("/study/sitemap.xml", Accept_Encoding="gzip, br")
    assert (brotli.headers["content-encoding"], brotli.body) == ("br", b"packed by brotli")
    script = hosted.server.ask(hashed_script(hosted), Accept_Encoding="gzip")
    assert script.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        ("search/search_index.json", "application/json; charset=utf-8"),
        ("search/search_index.js", "application/javascript; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("assets/favicon.svg", "image/svg+xml; charset=utf-8"),
        ("assets/images/favicon.png", "image/png"),
        ("assets/site.css", "text/css; charset=utf-8"),
        ("site.webmanifest", "application/manifest+json; charset=utf-8"),
        (CHINESE, "text/calendar; charset=utf-8"),
    ],
)
def test_types(hosted: Hosted, path: str, kind: str) -> None:
    answer = hosted.server.ask(f"/study/{quote(path)}")
    assert (answer.status, answer.headers["content-type"]) == (200, kind)


def test_addresses_without_the_last_slash(hosted: Hosted) -> None:
    ask = hosted.server.ask
    assert ask("/study").headers["location"] == "/study/"
    assert ask("/study/texts?q=%E5%85%9A").headers["location"] == "/study/texts/?q=%E5%85%9A"
    for odd in ("//study/texts", "//study//texts", "/study//texts", "/study/texts%0d%0aX:y"):
        answer = ask(odd)
        assert (answer.status, answer.headers.get("location")) == (404, None), odd


def test_the_page_for_unknown_addresses(hosted: Hosted) -> None:
    own = (hosted.public / "current/404.html").read_bytes()
    for path in ("/study/nothing", "/study/a/b/c/", "/study/.hidden", "/elsewhere"):
        answer = hosted.server.ask(path)
        assert (answer.status, answer.body) == (404, own), path


BESIDE = (
    "state.json", ".lock", ".hidden", "releases/", "releases/r000001-20260101/index.html",
    "releases/r000001-20260101.manifest.json", ".staging-r000009-20260101/index.html",
    "current/index.html", "hashed/assets/", "next", "..%2fstate.json", "../state.json",
    "%2e%2e/state.json", "texts/..%2f..%2f..%2fstate.json", "..;/state.json",
    "%c0%ae%c0%ae/state.json", "..%5cstate.json", "..%252fstate.json", "%2ehidden",
    "x%00/../state.json", ".git/config", "texts/.hidden",
)  # fmt: skip


@pytest.mark.parametrize("path", BESIDE)
def test_nothing_beside_the_pages_is_served(hosted: Hosted, path: str) -> None:
    answer = hosted.server.ask(f"/study/{path}")
    assert answer.status in {400, 404}
    assert b"hidden" not in answer.body
    assert answer.body != b"{}"


RESTRICTED = (
    "/study/secretaries/", "/study/secretaries/inner/", "/study/secretaries/inner/index.html",
    "/study/secretaries/index.html.gz", "//study//secretaries//inner//",
    "/study/%73ecretaries/inner/", "/study/secretaries%2finner/", "/study/./secretaries/inner/",
    "/study/texts/../secretaries/inner/", "/study/texts/%2e%2e/secretaries/inner/",
    "/study/texts/..%2fsecretaries/inner/", "/study/Secretaries/inner/",
    "/STUDY/secretaries/inner/", "/study/secretaries;/inner/", "/study/secretaries/;/inner/",
    "/study/secretaries./inner/", "/study/secretaries/inner./", "/study/secretaries/inner/%00",
    "/study/secretaries/inner/index.html%00.js", "/study/secretaries/inner/%0aindex.html",
    "/study/%c0%afsecretaries/inner/", "/study/%c1%b3ecretaries/inner/",
    "/study/texts/..%c0%afsecretaries/inner/", "/study/..%5csecretaries/inner/",
    "/study/%2573ecretaries/inner/", "/study/secretaries/inner/?x=/study/texts/",
    "/study/secretaries/inner/#x", "/study/../secretaries/inner/",
    "/secretaries/inner/", "/study/current/../../secretaries/current/inner/index.html",
)  # fmt: skip


@pytest.mark.parametrize("target", RESTRICTED)
def test_no_spelling_leads_past_the_login(hosted: Hosted, target: str) -> None:
    for method in ("GET", "HEAD", "POST", "OPTIONS"):
        answer = hosted.server.ask(target, method)
        assert answer.status in {301, 400, 401, 404, 405}, (method, answer.status)
        assert CANARY.encode() not in answer.body
        assert "location" not in answer.headers


def test_with_the_login_the_restricted_part_is_served(hosted: Hosted) -> None:
    answer = hosted.server.ask("/study/secretaries/inner/", Authorization=credentials())
    assert answer.status == 200
    assert CANARY in answer.body.decode()
    wrong = f"Basic {base64.b64encode(b'reader:wrong').decode()}"
    assert hosted.server.ask("/study/secretaries/inner/", Authorization=wrong).status == 401


def test_nginx_complains_about_nothing_else(hosted: Hosted) -> None:
    for path in ("/study/", "/study/none", hashed_script(hosted), "/study/texts", "/elsewhere"):
        hosted.server.ask(path)
    for line in hosted.server.errors().splitlines():
        assert "user" in line, line  # a wrong login is worth a line


def test_readers_with_a_certificate_pass(
    shipped_site: Path, nginx_program: str, tmp_path: Path
) -> None:
    run = subprocess.run
    key, crt = tmp_path / "key.pem", tmp_path / "crt.pem"
    command = [OPENSSL, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    extra = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=IP:{HOST}"]
    run([*command, "-keyout", key, "-out", crt, *extra], capture_output=True, check=True)
    public, secretaries = tmp_path / "public", tmp_path / "secretaries"
    publish_release(public, shipped_site)
    publish_release(secretaries, shipped_site, audience="支部书记")
    port = free_port()
    file = configure(
        tmp_path / "study.conf",
        *("--root", str(public), "--listen", f"{HOST}:{port}", "--login", "cert"),
        *("--certificate", str(crt), "--certificate-key", str(key)),
        *("--audience", f"支部书记={secretaries}", "--server-name", "study.example.cn"),
    )
    text = file.read_text("utf-8")
    text = text.replace("/etc/nginx/study-readers-ca.pem", str(crt))
    plain = free_port()
    text = text.replace("listen 80;", f"listen {HOST}:{plain};").replace("listen [::]:80;", "")
    file.write_text(text, encoding="utf-8")

    def ask(path: str, *, known: bool) -> tuple[int, dict[str, str]]:
        import http.client  # noqa: PLC0415

        context = ssl.create_default_context(cafile=str(crt))
        if known:
            context.load_cert_chain(crt, key)
        connection = http.client.HTTPSConnection(HOST, port, context=context, timeout=10)
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        connection.close()
        return response.status, {name.lower(): value for name, value in response.getheaders()}

    with run_nginx(nginx_program, [file], tmp_path / "work", plain) as server:
        status, headers = ask("/", known=False)
        assert status == 200
        assert headers["strict-transport-security"] == "max-age=31536000"
        status, headers = ask("/secretaries/", known=False)
        assert status == 403
        assert {name: headers.get(name) for name in SECURITY} == SECURITY
        status, headers = ask("/secretaries/", known=True)
        assert status == 200
        script = next((secretaries / "current/assets/study").glob("tracks-*.js")).name
        address = f"/secretaries/assets/study/{script}"
        assert ask(address, known=False)[0] == 403
        assert "private, max-age" in ask(address, known=True)[1]["cache-control"]
        assert server.ask("/texts/").headers["location"] == "https://localhost/texts/"


def test_the_policy_stops_nothing_of_ours(
    hosted: Hosted, open_page: OpenPage, shipped_site: Path
) -> None:
    page = open_page("about:blank")
    said: list[str] = []

    def note(refused: str) -> None:
        said.append(refused)

    page.expose_function("studyRefused", note)
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation', (event) => "
        "studyRefused(`${location.pathname} ${event.violatedDirective} ${event.blockedURI}`))"
    )
    page.on("console", lambda each: said.append(each.text) if "Content Sec" in each.text else None)
    root = f"http://{HOST}:{hosted.server.port}/study/"
    paths = sorted(
        each.relative_to(shipped_site).as_posix() for each in shipped_site.rglob("*.html")
    )
    assert len(paths) > 50
    for path in paths:
        page.goto(root + path.removesuffix("index.html"))
        page.wait_for_timeout(60)
    page.goto(f"{root}?q=纪律")
    hits = page.locator(".md-search-result__link")
    expect(hits.first).to_be_visible()
    page.locator("[data-md-component=search-share]").click()
    page.wait_for_timeout(100)
    page.goto(f"{root}?q=纪律")
    hits.first.click()
    page.wait_for_load_state()
    expect(page.locator("mark").first).to_be_attached()
    page.goto(f"{root}tracks/political/")
    page.locator("article a").nth(2).click()
    page.wait_for_load_state()
    page.locator("label[for^=__palette]:visible").first.click()
    page.wait_for_timeout(100)
    assert said == []
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")
    page.wait_for_timeout(100)
    assert any("style-src" in each for each in said), "the policy is not at work"
