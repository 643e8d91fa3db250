"""The dialog between reader and engine: typing, facets, more hits, failures, the way back.

Where the engine's answers matter, a stand-in replaces it: what is typed says what it answers.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Watch
from tests.browser.dialog import INPUT, LINKS, META, search
from tests.builds import build_site, write_project
from tests.servers import serve_folder
from tests.sites import SEARCH_CONFIG, SEARCH_PAGES

OpenPage = Callable[..., Page]

FACETS = ".zh-search__facets button"
SUGGESTIONS = "[aria-label=建议] button"
NEAREST = "[aria-label=相近的词] button"
MORE = ".zh-search__more"
LIVE = ".zh-search__live"
RETRY = ".zh-search__retry"
FEATURES = "features: [search.highlight, search.share]"
CONFIG = SEARCH_CONFIG.replace(FEATURES, "features: [search.suggest, search.share]")

STAND_IN = Path(__file__).with_name("stand_in_engine.js").read_text("utf-8")


def build(
    folder: Path,
    config: str = CONFIG,
    more: str = STAND_IN,
    pages: dict[str, str] = SEARCH_PAGES,
) -> Path:
    built = build_site(write_project(folder / "project", config, pages), folder / "site")
    assert built.exit_code == 0, built.output
    worker = next((built.site / "search").glob("worker-*.js"))
    engine, start, session = worker.read_text("utf-8").rpartition("(function () {")
    worker.write_text(engine + more + start + session, encoding="utf-8")
    return built.site


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve_folder(build(tmp_path_factory.mktemp("dialog"))) as url:
        yield url


@pytest.fixture(scope="module")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("real"), more="")


@pytest.fixture
def own_site(real_site: Path, tmp_path: Path) -> Path:
    """Give a copy of the site with the real engine, to be damaged."""
    return Path(shutil.copytree(real_site, tmp_path / "own"))


@pytest.fixture
def own_address(own_site: Path) -> Iterator[str]:
    with serve_folder(own_site) as url:
        yield url


def files_of(site: Path, pattern: str) -> list[Path]:
    """Return files of the index or, by a pattern with a hyphen, of the client."""
    found = sorted((site / "search").glob(pattern))
    return [path for path in found if ("-" in path.name) == ("-" in pattern)]


def compose(page: Page, value: str) -> None:
    """Let an input method change the text of the box on its way to a word."""
    page.evaluate(
        """([selector, value]) => {
          const input = document.querySelector(selector);
          input.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
          input.value = value;
          input.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true }));
          input.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true, isComposing: true }));
        }""",
        [INPUT, value],
    )


def finish_composing(page: Page, value: str) -> None:
    page.evaluate(
        """([selector, value]) => {
          const input = document.querySelector(selector);
          input.value = value;
          input.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
        }""",
        [INPUT, value],
    )


class TestTyping:
    def test_letters_of_an_input_method_are_searched_as_they_stand(
        self, open_page: OpenPage, address: str
    ) -> None:
        page = open_page(address)
        page.locator(INPUT).click()
        compose(page, "党dang'zhang")
        expect(page.locator(f"{LINKS} mark").first).to_have_text("党dang'zhang")
        finish_composing(page, "党党章")
        expect(page.locator(f"{LINKS} mark").first).to_have_text("党党章")
        expect(page.locator(LINKS).last).to_contain_text("第2次")

    def test_nothing_found_does_not_flash_while_composing(
        self, open_page: OpenPage, address: str
    ) -> None:
        page = open_page(address)
        search(page, "党")
        expect(page.locator(META)).to_have_text("共 4 处写有这几个字")
        compose(page, "无wu")
        page.wait_for_timeout(600)
        expect(page.locator(META)).to_have_text("共 4 处写有这几个字")
        finish_composing(page, "无wu")
        expect(page.locator(META)).to_contain_text("没有找到“无wu”")

    def test_an_overtaken_answer_is_not_shown(self, open_page: OpenPage, address: str) -> None:
        page = open_page(address)
        search(page, "慢")
        page.wait_for_timeout(200)
        page.locator(INPUT).fill("快")
        expect(page.locator(f"{LINKS} mark").first).to_have_text("快")
        page.wait_for_timeout(900)
        expect(page.locator(f"{LINKS} mark").first).to_have_text("快")

    def test_enter_waits_for_the_hits_of_what_is_typed(
        self, open_page: OpenPage, address: str
    ) -> None:
        page = open_page(address)
        search(page, "快")
        expect(page.locator(LINKS).first).to_be_visible()
        page.locator(INPUT).press_sequentially("慢")
        page.keyboard.press("Enter")
        page.wait_for_timeout(300)
        assert page.url == address
        page.wait_for_url("**/p0/#s0")

    def test_the_text_of_an_empty_box_tells_what_can_be_typed(
        self, open_page: OpenPage, address: str
    ) -> None:
        page = open_page(address)
        search(page, "党")
        expect(page.locator(LINKS).first).to_be_visible()
        page.locator("button[type=reset]").click()
        expect(page.locator(META)).to_contain_text("输入字词")
        expect(page.locator(LINKS)).to_have_count(0)
        expect(page.locator(INPUT)).to_be_focused()


class TestHits:
    def test_more_hits_come_without_moving_the_first(
        self, open_page: OpenPage, address: str
    ) -> None:
        page = open_page(address)
        search(page, "多")
        expect(page.locator(".md-search-result__item")).to_have_count(4)
        page.evaluate("window.first = document.querySelector('.md-search-result__item')")
        page.locator(MORE).focus()
        page.keyboard.press("Enter")
        expect(page.locator(".md-search-result__item")).to_have_count(10)
        expect(page.locator(MORE)).to_be_focused()
        expect(page.locator(LIVE)).to_have_text("已显示 30 条")
        assert page.evaluate("window.first === document.querySelector('.md-search-result__item')")
        page.locator(INPUT).focus()
        wrap = ".md-search__scrollwrap"
        top = page.eval_on_selector(
            wrap, "e => { e.scrollTop = e.scrollHeight; return e.scrollTop; }"
        )
        expect(page.locator(".md-search-result__item")).to_have_count(20)
        assert page.eval_on_selector(wrap, "e => e.scrollTop") == top
        page.locator(MORE).dispatch_event("click")
        expect(page.locator(".md-search-result__item")).to_have_count(25)
        expect(page.locator(MORE)).to_be_hidden()

    def test_a_page_that_gains_hits_keeps_its_place_and_focus(
        self, open_page: OpenPage, address: str
    ) -> None:
        page = open_page(address)
        search(page, "多")
        last = page.locator(".md-search-result__item").nth(3)
        expect(last.locator(LINKS)).to_have_count(2)
        last.locator(LINKS).nth(1).focus()
        page.locator(MORE).dispatch_event("click")
        expect(last.locator(LINKS)).to_have_count(4)
        expect(last.locator(LINKS).nth(1)).to_be_focused()

    def test_a_hit_shows_where_it_stands_and_what_it_is(
        self, open_page: OpenPage, address: str
    ) -> None:
        page = open_page(address)
        search(page, "音")
        expect(page.locator(".zh-search__type").first).to_have_text("案例")
        expect(page.locator(".zh-search__path").first).to_have_text("第一章")
        expect(page.locator(".zh-search__label").first).to_have_text("谐音")

    def test_other_words_are_told_and_switched_off(self, open_page: OpenPage, address: str) -> None:
        page = open_page(address)
        search(page, "音 类型:案例")
        expect(page.locator(".zh-search__also")).to_contain_text("也搜索了：“党章”（谐音）")
        page.get_by_role("button", name="只搜原词").click()
        expect(page.locator(INPUT)).to_have_value("“音” 类型:案例")

    def test_counts_are_read_out_once_when_typing_has_stopped(
        self, open_page: OpenPage, address: str
    ) -> None:
        page = open_page(address)
        page.locator(INPUT).click()
        expect(page.locator(LIVE)).to_be_attached()
        page.evaluate(
            """selector => {
              window.told = [];
              const live = document.querySelector(selector);
              new MutationObserver(() => window.told.push(live.textContent))
                .observe(live, { childList: true, characterData: true, subtree: true });
            }""",
            LIVE,
        )
        page.locator(INPUT).press_sequentially("多少字", delay=150)
        expect(page.locator(LIVE)).to_have_text("共 75 处写有这几个字")
        assert page.evaluate("window.told") == ["共 75 处写有这几个字"]
        assert page.locator(LIVE).get_attribute("aria-live") == "polite"
        assert page.locator(META).get_attribute("aria-live") is None


class TestWords:
    def test_facets_are_written_into_the_query_and_taken_out(
        self, open_page: OpenPage, address: str
    ) -> None:
        page = open_page(address)
        search(page, "礼品")
        expect(page.locator(FACETS)).to_have_text(["案例4", "教学 法规1"])
        chip = page.get_by_role("button", name="类型：案例，4 处")
        page.keyboard.press("Tab")
        expect(chip).to_be_focused()
        page.keyboard.press("Space")
        expect(page.locator(INPUT)).to_have_value("礼品 类型:案例")
        expect(page.locator(FACETS).first).to_have_attribute("aria-pressed", "true")
        expect(page.locator(FACETS)).to_have_count(1)
        expect(page.locator(FACETS).first).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(INPUT)).to_have_value("礼品")
        expect(page.locator(FACETS).first).to_have_attribute("aria-pressed", "false")

    def test_tab_leaves_the_dialog_only_at_its_end(self, open_page: OpenPage, address: str) -> None:
        page = open_page(address)
        search(page, "很多")
        expect(page.locator(FACETS)).to_have_count(2)
        for _ in range(3):
            page.keyboard.press("Tab")
        expect(page.locator(MORE)).to_be_focused()
        page.keyboard.press("ArrowUp")
        expect(page.locator(f"{LINKS}:focus")).to_have_count(1)
        expect(page.locator(".md-search-result__item")).not_to_have_count(4)  # the end was near
        expect(page.locator(f"{LINKS}:focus")).to_have_count(1)
        page.keyboard.press("Tab")
        expect(page.locator(MORE)).to_be_focused()
        page.keyboard.press("Tab")
        assert page.locator("#__search").is_checked() is False

    def test_suggestions_come_after_the_hits(self, open_page: OpenPage, address: str) -> None:
        page = open_page(address)
        search(page, "建")
        expect(page.locator(SUGGESTIONS)).to_have_text(["建议", "建设", "<b>", "丁", "戊"])
        expect(page.locator("[data-md-component=search-suggest]")).to_have_text("建议")
        expect(page.locator(LINKS).first).to_be_visible()
        page.locator(INPUT).press("ArrowRight")
        expect(page.locator(INPUT)).to_have_value("建议")
        page.locator(INPUT).fill("建 年份:2026")
        expect(page.locator(SUGGESTIONS).first).to_have_text("建 年份:2026议")
        page.locator(SUGGESTIONS).filter(has_text="戊").click()
        expect(page.locator(INPUT)).to_have_value("戊 年份:2026")
        expect(page.locator(SUGGESTIONS)).to_have_count(0)

    def test_nothing_found_says_what_was_tried_and_what_there_is(
        self, open_page: OpenPage, address: str
    ) -> None:
        page = open_page(address)
        search(page, "无，类型:案例")
        page.locator(INPUT).fill("无， 类型:案例")
        expect(page.locator(".zh-search__help")).to_contain_text("去掉标点、同义词和简称")
        expect(page.locator(NEAREST)).to_have_text(["党章", "党课"])
        page.get_by_role("button", name="去掉筛选条件再搜").click()
        expect(page.locator(INPUT)).to_have_value("无，")
        page.locator(NEAREST).first.click()
        expect(page.locator(INPUT)).to_have_value("党章")
        expect(page.locator(LINKS).first).to_be_visible()
        expect(page.locator(".zh-search__help")).to_be_hidden()


class TestWayBack:
    @pytest.mark.parametrize("scheme", ["http", "file"])
    def test_back_from_a_hit_brings_query_and_hits(
        self, open_page: OpenPage, tmp_path: Path, scheme: str
    ) -> None:
        config = CONFIG + "use_directory_urls: false\n"
        site = build(tmp_path / "学习 资料", config, more="")
        with serve_folder(site) as url:
            page = open_page(url if scheme == "http" else (site / "index.html").as_uri())
            search(page, "国人民的 类型:x")
            page.locator(INPUT).fill("“国人民的”")
            page.locator(LINKS).filter(has_text="第一条").click()
            page.wait_for_url("**/rules.html**#a1")
            page.go_back()
            expect(page.locator(INPUT)).to_have_value("“国人民的”")
            expect(page.locator(LINKS).filter(has_text="第一条")).to_be_visible()
            page.keyboard.press("Escape")
            assert "q=" not in page.url
            page.go_forward()
            page.wait_for_url("**/rules.html**#a1")

    def test_back_with_instant_loading(self, open_page: OpenPage, tmp_path: Path) -> None:
        config = "site_url: http://study.example/\n" + CONFIG.replace(
            "[search.suggest", "[navigation.instant, search.suggest"
        )
        site = build(tmp_path, config, more="")
        with serve_folder(site) as url:
            sitemap = (site / "sitemap.xml").read_text("utf-8")
            sitemap = sitemap.replace("http://study.example/", url)
            page = open_page("about:blank")
            page.route("**/sitemap.xml", lambda route: route.fulfill(body=sitemap))
            page.goto(url, wait_until="networkidle")
            page.evaluate("window.same = true")
            search(page, "国人民的")
            page.locator(f'{LINKS}[href$="#a1"]').click()
            page.wait_for_url("**/rules/**#a1")
            expect(page.locator(".md-content mark")).to_have_text("国人民的")
            assert page.evaluate("window.same")
            expect(page.locator("link[href*='/search/search-']").first).to_be_attached()
            page.go_back()
            expect(page.locator(META)).to_have_text("共 1 处写有这几个字")
            # Material closes its dialog an eighth of a second after every change of the address
            page.wait_for_timeout(400)
            expect(page.locator(f'{LINKS}[href$="#a1"]')).to_be_visible()
            # and later than that where the machine is busy; only the reader's own keys close it
            page.evaluate("document.querySelector('#__search').click()")
            expect(page.locator(f'{LINKS}[href$="#a1"]')).to_be_visible()
            assert "q=" in page.url
            page.keyboard.press("Escape")
            expect(page.locator(f'{LINKS}[href$="#a1"]')).to_be_hidden()
            assert page.evaluate("window.same")

    def test_a_hit_on_the_same_page_is_reached_and_left_again(
        self, open_page: OpenPage, own_address: str
    ) -> None:
        page = open_page(f"{own_address}rules/#a54")
        search(page, "示例法第一条")
        expect(page.locator(META)).to_contain_text("已找到")
        page.locator(f'{LINKS}[href$="#a1"]').click()
        page.wait_for_url("**/rules/#a1")
        page.go_back()
        expect(page.locator(INPUT)).to_have_value("示例法第一条")
        expect(page.locator(META)).to_contain_text("已找到")

    def test_the_shared_address_is_that_of_the_query_on_the_screen(
        self, open_page: OpenPage, own_address: str
    ) -> None:
        page = open_page(f"{own_address}rules/#a54")
        search(page, "C++ 50% 类型:案例")
        expect(page.locator(META)).to_contain_text("C++")
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.locator("[data-md-component=search-share]").click()
        text = page.evaluate("navigator.clipboard.readText()")
        assert parse_qs(urlsplit(text).query)["q"] == ["C++ 50% 类型:案例"]
        assert urlsplit(text).fragment == ""
        assert page.locator("#__search").is_checked(), "sharing closes nothing"
        expect(page.locator(INPUT)).to_have_value("C++ 50% 类型:案例")


class TestFailures:
    """Every failure is told, and the button really tries again with the same query."""

    @pytest.mark.parametrize(
        ("pattern", "told"),
        [
            ("m*.js", "缺少文件"),
            ("t*.js", "缺少文件"),
            ("worker-*.js", "检索程序暂时读不到"),
            ("dialog-*.js", "检索程序读不到"),
        ],
    )
    def test_a_missing_file(
        self, open_page: OpenPage, own_site: Path, own_address: str, pattern: str, told: str
    ) -> None:
        page = open_page(own_address)
        moved = files_of(own_site, pattern)
        assert moved
        for path in moved:
            path.rename(path.with_suffix(".away"))
        search(page, "党章")
        expect(page.locator(META)).to_contain_text(told)
        for path in moved:
            path.with_suffix(".away").rename(path)
        page.get_by_role("button", name="重试").click()
        expect(page.locator(META)).to_have_text("共 1 处写有这几个字")
        expect(page.locator(INPUT)).to_have_value("党章")

    @pytest.mark.parametrize("content", ['__zh(["t', "<html>404</html>", ""])
    def test_a_damaged_shard(
        self, open_page: OpenPage, own_site: Path, own_address: str, content: str
    ) -> None:
        page = open_page(own_address)
        whole = {path: path.read_bytes() for path in files_of(own_site, "t*.js")}
        for path in whole:
            path.write_text(content, encoding="utf-8")
        search(page, "党章")
        expect(page.locator(META)).to_contain_text("有文件损坏")
        for path, data in whole.items():
            path.write_bytes(data)
        page.get_by_role("button", name="重试").click()
        expect(page.locator(META)).to_have_text("共 1 处写有这几个字")

    def test_offline(self, open_page: OpenPage, own_address: str) -> None:
        page = open_page(own_address)
        page.locator(INPUT).click()
        expect(page.locator(META)).to_contain_text("输入字词")
        page.wait_for_load_state("networkidle")
        page.context.set_offline(True)
        page.locator(INPUT).press_sequentially("党章")
        expect(page.locator(META)).to_contain_text("现在没有网络")
        page.context.set_offline(False)
        page.locator(RETRY).click()
        expect(page.locator(META)).to_have_text("共 1 处写有这几个字")

    def test_a_missing_stub_of_the_index(
        self, open_page: OpenPage, own_site: Path, own_address: str, watch: Watch
    ) -> None:
        stub = own_site / "search" / "search_index.json"
        stub.rename(stub.with_suffix(".away"))
        page = open_page(own_address)
        search(page, "党章")
        expect(page.locator(META)).to_contain_text("检索索引的目录读不到")
        stub.with_suffix(".away").rename(stub)
        page.locator(RETRY).click()
        expect(page.locator(META)).to_have_text("共 1 处写有这几个字")
        assert all("File not found" in error for error in watch.errors)  # Material's own request
        watch.errors.clear()

    def test_an_unanswered_stub_of_the_index(self, open_page: OpenPage, own_address: str) -> None:
        page = open_page("about:blank")
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route("**/search_index.json", hold)
        page.goto(own_address, wait_until="commit")
        search(page, "党章")
        expect(page.locator(META)).to_have_text("正在检索…")
        expect(page.locator(META)).to_contain_text("检索还没有回应", timeout=12_000)
        page.unroute("**/search_index.json")
        page.locator(RETRY).click()
        expect(page.locator(META)).to_have_text("共 1 处写有这几个字")
        assert held

    def test_another_version_of_the_format(
        self, open_page: OpenPage, own_site: Path, own_address: str
    ) -> None:
        manifest = files_of(own_site, "m*.js")[0]
        whole = manifest.read_bytes()
        changed = re.sub(rb'"v":\s*\d+', b'"v":99', whole)
        assert changed != whole
        manifest.write_bytes(changed)
        page = open_page(own_address)
        search(page, "党章")
        expect(page.locator(META)).to_contain_text("版本不一致")
        manifest.write_bytes(whole)
        page.locator(RETRY).click()
        expect(page.locator(META)).to_have_text("共 1 处写有这几个字")
        expect(page.locator(INPUT)).to_have_value("党章")

    def test_a_newer_release_takes_over_without_a_word(
        self, open_page: OpenPage, own_site: Path, own_address: str, tmp_path: Path
    ) -> None:
        page = open_page(own_address)
        search(page, "党章")
        expect(page.locator(META)).to_have_text("共 1 处写有这几个字")
        newer = {**SEARCH_PAGES, "rules.md": SEARCH_PAGES["rules.md"] + "\nGB18030 的新条文。\n"}
        shutil.rmtree(own_site / "search")
        shutil.copytree(build(tmp_path, CONFIG, "", newer) / "search", own_site / "search")
        # letters have a shard of their own, which is not loaded yet and not there any more
        page.locator(INPUT).fill("gb18030")
        expect(page.locator(META)).to_have_text("共 2 处写有这几个字")

    @pytest.mark.parametrize("pattern", ["m*.js", "t*.js", "engine-*.js"])
    def test_a_missing_file_of_a_folder(
        self, open_page: OpenPage, own_site: Path, pattern: str
    ) -> None:
        moved = files_of(own_site, pattern)
        for path in moved:
            path.rename(path.with_suffix(".away"))
        page = open_page((own_site / "index.html").as_uri())
        page.locator(INPUT).fill("党章")
        expect(page.locator(RETRY)).to_be_visible()
        page.wait_for_timeout(400)  # the index is opened ahead as well, and fails as well
        for path in moved:
            path.with_suffix(".away").rename(path)
        page.locator(RETRY).click()
        expect(page.locator(META)).to_have_text("共 1 处写有这几个字")


def test_markup_in_a_shared_query_stays_text(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}?q={quote('<img src=x onerror=alert(1)> 建 类型:<i>')}")
    expect(page.locator(SUGGESTIONS).first).to_be_visible()
    expect(page.locator(".md-search-result :is(img, i)")).to_have_count(0)
