"""A reader looks at 我的学习, saves, merges, changes the name, prints and carries away."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from tests.browser.axe import find_faults
from tests.browser.test_tracks import FULL, PHONE, REFUSED, build
from tests.builds import build_site, write_project
from tests.servers import serve_folder
from tests.track_site import TRACK_PAGES, track_config

NewContext = Callable[..., BrowserContext]
WIDE = {"width": 1440, "height": 900}
MESSAGE = "[data-mine=message]"
PREVIEW = "[data-mine=preview]"
KEYS = "Object.keys(localStorage).filter((key) => key.startsWith('study:')).sort()"


@pytest.fixture(scope="module", params=["", "navigation.instant"], ids=["plain", "instant"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of the small site."""
    with serve_folder(build(tmp_path_factory.mktemp("mine"), request.param)) as address:
        yield f"{address.rstrip('/')}/sub/"


def mark(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("[data-study-mark]:visible").click()
    expect(page.locator("[data-study-mark]:visible")).to_have_text("已学（点此撤销）")


def study_one_track(page: Page, url: str) -> None:
    for path in ("standards/check/", "cases/one/"):
        mark(page, f"{url}{path}?track=track-other")


def figures(page: Page) -> list[str]:
    expect(page.locator("[data-mine=figures] dd").first).to_be_visible()
    return page.locator("[data-mine=figures] dd").all_inner_texts()


def save(page: Page, scope: str = "all", name: str = "") -> dict[str, object]:
    if name:
        page.get_by_label("文件里的姓名").fill(name)
    page.locator(f"input[name=scope][value={scope}]").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="存成文件").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    expect(page.locator(MESSAGE)).to_contain_text(download.value.suggested_filename)
    saved: dict[str, object] = json.loads(text)
    return {**saved, "_name": download.value.suggested_filename, "_text": text}


def load(page: Page, text: object) -> None:
    payload: FilePayload = {
        "name": "学习记录.json",
        "mimeType": "application/json",
        "buffer": str(text).encode(),
    }
    page.locator("[data-mine=file]").set_input_files(payload)


PIXELS = """
(source) => new Promise((resolve) => {
  const picture = new Image();
  picture.onload = () => {
    const canvas = document.createElement("canvas");
    canvas.width = picture.width;
    canvas.height = picture.height;
    const context = canvas.getContext("2d");
    context.drawImage(picture, 0, 0);
    const data = context.getImageData(0, 0, picture.width, picture.height).data;
    const grey = Array.from({ length: data.length / 4 }, (_, index) => data[4 * index]);
    resolve([picture.height, picture.width, grey]);
  };
  picture.src = source;
})
"""


def pixels_of(png: bytes, page: Page) -> np.ndarray:
    """Decode a picture in black and white; the browser can."""
    source = f"data:image/png;base64,{b64encode(png).decode()}"
    height, width, grey = page.evaluate(PIXELS, source)
    return np.array(grey, dtype=np.uint8).reshape(height, width)


def test_a_finished_track_is_seen_at_a_glance(url: str, new_context: NewContext) -> None:
    page = new_context(viewport=WIDE).new_page()
    page.goto(f"{url}my/")
    assert figures(page) == ["0/4", "约 0 分钟", "0/2", "0 天"]
    expect(page.get_by_role("link", name="选一个学习专题")).to_be_visible()
    study_one_track(page, url)
    page.goto(f"{url}my/")
    assert figures(page) == ["2/4", "约 2 分钟", "1/2", "1 天"]
    done = page.locator("[data-mine=finished]")
    done.locator("summary").click()
    expect(done).to_contain_text("讲奉献")
    expect(done).to_contain_text("已学 2/2")
    active = page.locator("[data-mine=under-way]")
    expect(active).to_contain_text("守规矩")
    active.get_by_role("link", name="继续：第 1 单元").click()
    expect(page.locator(".study-bar:visible")).to_contain_text("第 1/4 单元")


def test_the_calendar_can_be_read_in_words(url: str, new_context: NewContext) -> None:
    page = new_context(viewport=PHONE).new_page()
    study_one_track(page, url)
    page.goto(f"{url}my/")
    days = page.locator("td.study-day--2")
    expect(days).to_have_count(1)
    expect(days).to_contain_text("2 个单元，约 2 分钟")
    frame = page.get_by_role("region", name="学习日历")
    assert frame.evaluate("each => each.scrollLeft + each.clientWidth >= each.scrollWidth - 1")
    page.get_by_text("按月列出").click()
    expect(page.locator("[data-mine=days] li")).to_contain_text("1 天，2 个单元，约 2 分钟")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_an_amended_unit_is_named_here_too(tmp_path: Path, new_context: NewContext) -> None:
    www = build(tmp_path)
    page = new_context().new_page()
    with serve_folder(www) as address:
        url = f"{address.rstrip('/')}/sub/"
        mark(page, f"{url}cases/one/?track=track-other")
        build(tmp_path, cases__one=TRACK_PAGES["cases/one.md"].replace("事实经过", "事实更正"))
        page.goto(f"{url}my/")
        assert figures(page)[0] == "0/4"
        expect(page.locator("[data-mine=under-way]").first).to_contain_text("有更新，要再学一遍")
        assert figures(page)[3] == "1 天", "history stays"


def test_saving_loading_and_merging_between_two_browsers(url: str, new_context: NewContext) -> None:
    first, second = new_context().new_page(), new_context().new_page()
    study_one_track(first, url)
    first.goto(f"{url}my/")
    saved = save(first, name="王敏")
    assert str(saved["_name"]).startswith("学习记录-王敏-2")
    assert saved["profile"] == "王敏"
    assert saved["titles"] == {"case-one": "一张旧发票", "check-list": "自查清单"}

    mark(second, f"{url}texts/rules/?track=track-discipline#art-2")
    second.goto(f"{url}my/")
    figures(second)
    before = second.evaluate(KEYS)
    load(second, saved["_text"])
    preview = second.locator(PREVIEW)
    expect(preview).to_contain_text("“王敏”")
    expect(preview).to_contain_text("新增 2 个已学单元：一张旧发票；自查清单")
    expect(preview.locator("p").first).to_be_focused()
    assert second.evaluate(KEYS) == before, "nothing is written before the reader says so"
    second.get_by_role("button", name="不合并").click()
    expect(preview).to_be_hidden()
    load(second, saved["_text"])
    second.get_by_role("button", name="合并", exact=True).click()
    expect(second.locator("[data-mine=figures] dd").first).to_have_text("3/4")
    expect(second.locator("[data-mine=figures] dd").nth(2)).to_have_text("1/2")

    second.locator(MESSAGE).get_by_role("button", name="撤销").click()
    expect(second.locator("[data-mine=figures] dd").first).to_have_text("1/4")
    assert second.evaluate(KEYS) == before
    load(second, saved["_text"])
    second.get_by_role("button", name="合并", exact=True).click()
    load(second, saved["_text"])
    expect(preview).to_contain_text("没有要合并的")


def test_what_the_branch_gets_holds_no_notes(url: str, new_context: NewContext) -> None:
    page = new_context().new_page()
    study_one_track(page, url)
    page.goto(f"{url}cases/one/?track=track-other")
    page.get_by_role("button", name="记笔记").click()
    page.get_by_label("笔记").fill("只给自己看")
    page.keyboard.press("Escape")
    page.goto(f"{url}my/")
    figures(page)
    assert "只给自己看" in str(save(page)["_text"])
    handed_in = save(page, scope="units")
    assert handed_in["scope"] == "units"
    kept = handed_in["records"]
    assert isinstance(kept, dict)
    assert {key for key in kept if not key.startswith("@day/")} == {"case-one", "check-list"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text[:-40], "没有存完整"),
        (lambda text: text.replace("王敏", "李敏"), "校验码对不上"),
        (lambda text: text.replace('"version": 1', '"version": 2'), "更新版的网站"),
        (lambda text: text.replace("study-records", "something"), "不是学习记录"),
    ],
)
def test_a_bad_file_changes_nothing(
    url: str, new_context: NewContext, change: Callable[[str], str], words: str
) -> None:
    page = new_context().new_page()
    mark(page, f"{url}cases/one/?track=track-other")
    page.goto(f"{url}my/")
    figures(page)
    text = str(save(page, name="王敏")["_text"])
    before = page.evaluate("JSON.stringify(localStorage)")
    load(page, change(text))
    expect(page.locator(MESSAGE)).to_contain_text(words)
    expect(page.locator(PREVIEW)).to_be_hidden()
    assert page.evaluate("JSON.stringify(localStorage)") == before


def test_people_at_one_computer_keep_their_records_apart(url: str, new_context: NewContext) -> None:
    page = new_context().new_page()
    mark(page, f"{url}cases/one/?track=track-other")
    page.goto(f"{url}my/")
    assert figures(page)[0] == "1/4"
    page.get_by_role("button", name="换人").click()
    page.get_by_label("新名字").fill(" 王:敏 ")
    page.get_by_role("button", name="新建并换成它").click()
    expect(page.locator("[data-mine=name]")).to_have_text("王:敏")
    expect(page.locator("[data-mine=figures] dd").first).to_have_text("0/4")
    page.goto(f"{url}standards/check/?track=track-other")
    expect(page.locator("[data-study-profile]:visible")).to_have_text("王:敏")
    mark(page, f"{url}standards/check/?track=track-other")
    mark(page, f"{url}cases/one/?track=track-other")

    page.goto(f"{url}my/")
    assert figures(page)[0] == "2/4"
    page.get_by_role("button", name="换人").click()
    page.get_by_label("改名为").fill("王敏")
    page.get_by_role("button", name="改名", exact=True).click()
    expect(page.locator("[data-mine=name]")).to_have_text("王敏")
    expect(page.locator("[data-mine=figures] dd").first).to_have_text("2/4")
    page.get_by_role("button", name="换人").click()
    page.get_by_role("button", name="换成 本机读者").click()
    expect(page.locator("[data-mine=figures] dd").first).to_have_text("1/4")


def test_clearing_asks_twice_and_spares_the_others(url: str, new_context: NewContext) -> None:
    page = new_context().new_page()
    mark(page, f"{url}cases/one/?track=track-other")
    page.evaluate("localStorage.setItem('study:elsewhere:default:x', '1')")
    page.goto(f"{url}my/")
    figures(page)
    page.get_by_role("button", name="换人").click()
    page.get_by_label("新名字").fill("王敏")
    page.get_by_role("button", name="新建并换成它").click()
    mark(page, f"{url}standards/check/?track=track-other")
    page.goto(f"{url}my/")
    figures(page)
    page.get_by_role("button", name="清除“王敏”的记录").click()
    page.get_by_label("文件里的姓名").focus()
    expect(page.get_by_role("button", name="清除“王敏”的记录")).to_be_visible()
    assert figures(page)[0] == "1/4"
    page.get_by_role("button", name="清除“王敏”的记录").click()
    page.get_by_role("button", name="再按一次：清除“王敏”的全部记录").click()
    expect(page.locator("[data-mine=name]")).to_have_text("本机读者")
    expect(page.locator("[data-mine=figures] dd").first).to_have_text("1/4")
    page.get_by_role("button", name="清除本站在本机的全部记录").click()
    page.get_by_role("button", name="再按一次：清除所有人的记录").click()
    expect(page.locator("[data-mine=figures] dd").first).to_have_text("0/4")
    assert page.evaluate(KEYS) == ["study:elsewhere:default:x"]


def test_two_tabs_agree_also_on_the_name(url: str, new_context: NewContext) -> None:
    context = new_context()
    mine, unit = context.new_page(), context.new_page()
    mine.goto(f"{url}my/")
    figures(mine)
    mark(unit, f"{url}cases/one/?track=track-other")
    expect(mine.locator("[data-mine=figures] dd").first).to_have_text("1/4")
    mine.get_by_role("button", name="换人").click()
    mine.get_by_label("新名字").fill("王敏")
    mine.get_by_role("button", name="新建并换成它").click()
    expect(unit.locator("[data-study-profile]:visible")).to_have_text("王敏")
    expect(unit.locator("[data-study-mark]:visible")).to_have_text("标记为已学")
    unit.locator("[data-study-mark]:visible").click()
    expect(mine.locator("[data-mine=figures] dd").first).to_have_text("1/4")
    assert unit.evaluate("localStorage.getItem('study:demo:%E7%8E%8B%E6%95%8F:case-one')")


def test_damage_is_named_and_never_lost(url: str, new_context: NewContext) -> None:
    page = new_context().new_page()
    page.goto(url)
    page.evaluate("localStorage.setItem('study:demo:default:case-one', '{')")
    page.goto(f"{url}my/")
    expect(page.locator("[data-mine=problem]")).to_contain_text("1 条学习记录已损坏")
    mark(page, f"{url}cases/one/?track=track-other")
    assert page.evaluate("localStorage.getItem('study:demo:default:@damaged/case-one')") == "{"
    page.goto(f"{url}my/")
    assert figures(page)[0] == "1/4"
    expect(page.locator("[data-mine=problem]")).to_be_hidden()


def test_refused_storage_leaves_a_page_that_says_so(url: str, new_context: NewContext) -> None:
    context = new_context()
    context.add_init_script(REFUSED)
    page = context.new_page()
    page.goto(f"{url}my/")
    expect(page.locator("[data-mine=problem]")).to_contain_text("不允许保存")
    page.get_by_role("button", name="换人").click()
    expect(page.locator("[data-mine=people]")).to_contain_text("不允许保存")
    expect(page.locator("[data-mine=clear]")).to_contain_text("不允许保存")
    page.get_by_role("button", name="带到手机上").click()
    expect(page.locator("[data-mine=code]")).to_contain_text("没有要带走的进度")


def test_a_full_storage_keeps_what_it_had(url: str, new_context: NewContext) -> None:
    first = new_context().new_page()
    study_one_track(first, url)
    first.goto(f"{url}my/")
    figures(first)
    text = save(first)["_text"]
    context = new_context()
    context.add_init_script(FULL)
    page = context.new_page()
    page.goto(f"{url}my/")
    figures(page)
    load(page, text)
    page.get_by_role("button", name="合并", exact=True).click()
    expect(page.locator(MESSAGE)).to_contain_text("没有合并")
    assert figures(page)[0] == "0/4"
    assert page.evaluate(KEYS) == []


def test_the_code_on_the_screen_carries_progress_to_a_phone(
    url: str, new_context: NewContext
) -> None:
    page = new_context(viewport=WIDE).new_page()
    study_one_track(page, url)
    page.goto(f"{url}my/")
    figures(page)
    page.get_by_role("button", name="带到手机上").click()
    picture = page.locator(".study-qr").screenshot()
    found = zxingcpp.read_barcodes(pixels_of(picture, new_context().new_page()))
    assert len(found) == 1
    assert found[0].text.startswith(f"{url}my/#p=")

    phone = new_context(viewport=PHONE).new_page()
    phone.goto(found[0].text)
    expect(phone.locator(PREVIEW)).to_contain_text("新增 2 个已学单元")
    assert phone.url == f"{url}my/"
    phone.get_by_role("button", name="合并", exact=True).click()
    expect(phone.locator("[data-mine=figures] dd").first).to_have_text("2/4")
    expect(phone.locator("[data-mine=figures] dd").nth(3)).to_have_text("1 天")
    phone.goto(f"{url}my/#p=AAAA")
    expect(phone.locator(MESSAGE)).to_contain_text("二维码里的内容不完整")


def test_the_printed_record_says_what_it_is(url: str, new_context: NewContext) -> None:
    page = new_context().new_page()
    study_one_track(page, url)
    page.goto(f"{url}my/")
    figures(page)
    saved = save(page, scope="units", name="王敏")
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="打印学习记录").click()
    page.emulate_media(media="print")
    paper = page.locator(".study-paper")
    expect(paper).to_be_visible()
    sum_ = str(saved["records_sha256"])[:16]
    for words in (
        "王敏", "学习站", "自行记录", "讲奉献：已学 2/2", "一张旧发票", "自己标记",
        " ".join(sum_[index : index + 4] for index in range(0, 16, 4)),
    ):  # fmt: skip
        expect(paper).to_contain_text(words)
    expect(page.locator("[data-mine=save]")).to_be_hidden()
    assert page.pdf()[:4] == b"%PDF"


def test_opened_from_a_folder_it_warns_and_offers_no_code(
    tmp_path: Path, new_context: NewContext
) -> None:
    config = track_config() + "use_directory_urls: false\n"
    built = build_site(write_project(tmp_path, config, TRACK_PAGES), tmp_path / "site")
    assert built.exit_code == 0, built.output
    page = new_context().new_page()
    home = built.site.as_uri()
    mark(page, f"{home}/cases/one.html?track=track-other")
    page.goto(f"{home}/my.html")
    assert figures(page)[0] == "1/4"
    expect(page.locator("[data-mine=folder]")).to_contain_text("别的本地网页也可能读到")
    page.get_by_role("button", name="带到手机上").click()
    expect(page.locator("[data-mine=code]")).to_contain_text("不能用二维码")
    saved = save(page)
    load(page, saved["_text"])
    expect(page.locator(PREVIEW)).to_contain_text("没有要合并的")


def test_without_scripts_the_page_says_why_it_is_empty(url: str, new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{url}my/")
    expect(page.locator("[data-mine=plain]")).to_contain_text("允许网页运行脚本")
    expect(page.locator("[data-mine=save]")).to_be_hidden()


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["390", "1440"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_in_the_way_of_anyone(
    site_url: str, new_context: NewContext, viewport: dict[str, int], scheme: str
) -> None:
    page = new_context(viewport=viewport, color_scheme=scheme).new_page()
    mark(page, f"{site_url}texts/sample-discipline/?track=track-discipline#art-3")
    page.get_by_role("button", name="记笔记").click()
    page.get_by_label("笔记").fill("一句话")
    assert find_faults(page) == []
    page.keyboard.press("Escape")
    page.goto(f"{site_url}my/")
    figures(page)
    page.get_by_role("button", name="换人").click()
    page.get_by_role("button", name="带到手机上").click()
    for summary in page.locator(".study-mine summary:visible").all():
        summary.click()
    assert find_faults(page, ".study-mine") == []


def test_the_keyboard_alone_is_enough(url: str, new_context: NewContext) -> None:
    page = new_context().new_page()
    page.goto(f"{url}cases/one/?track=track-other")
    expect(page.get_by_role("button", name="记笔记")).to_be_visible()
    page.get_by_role("button", name="记笔记").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".study-pad textarea")).to_be_focused()
    page.keyboard.type("键盘写的话")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="笔记（1）")).to_be_focused()
    page.goto(f"{url}my/")
    figures(page)
    page.get_by_role("button", name="换人").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("新名字")).to_be_focused()
    page.keyboard.type("王敏")
    page.keyboard.press("Enter")
    expect(page.locator("[data-mine=name]")).to_have_text("王敏")
    expect(page.get_by_role("button", name="换人")).to_be_focused()
    page.locator("[data-mine=file]").focus()
    expect(page.locator(".study-file")).to_have_css("outline-style", "solid")
