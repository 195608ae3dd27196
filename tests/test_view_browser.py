"""The page of ``newsparse view`` in a real browser: clicks, keys, filters, colours, sorting, accessibility.

Needs ``pip install '.[browser]'`` and a Chromium: one of the system (``apt-get install chromium``) or ``playwright
install chromium``. The accessibility check also needs axe-core: ``npm install axe-core`` in the repository's root, or
the path of its ``axe.min.js`` in ``NEWSPARSE_AXE``. What is not there is skipped.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newsparse.pipeline import parser
from newsparse.settings import Settings
from newsparse.view.page import archive_page, article_page
from tests.test_view import entity, hostile, record

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="pip install '.[browser]'")
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_api.sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=chromium)
        except sync_api.Error as error:
            pytest.skip(f"no Chromium (apt-get install chromium, or playwright install chromium): {error}")
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    samples = sorted((ROOT / "corpora" / "samples").glob("*.txt"))
    read = parser(Settings.default().changed({"entities": {"model": False}})).parse
    articles = [read(path.read_bytes(), with_raw=True) for path in samples]
    [shown] = [article for article, path in zip(articles, samples, strict=True) if path.stem == "cri-style"]
    made = {
        "article": article_page(shown),
        "overview": archive_page(articles, "samples"),
        "hostile": article_page(hostile()),
        "hostile-overview": archive_page([hostile(), hostile()], "</script><script>alert(9)</script>"),
        "astral": article_page(record("𠮷𠮷林省长𠮷田", entities=[entity("𠮷田", "PERSON")])),
    }
    for name, html in made.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in made}


class Opened:
    """A page in the browser, with what it asked for and complained about."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()))
        page.on("request", self._asked)
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready]", state="attached")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith(("file:", "data:")):
            self.complaints.append(request.url)

    def style(self, selector: str, name: str) -> str:
        """Give a computed style of the first element."""
        return str(
            self.page.eval_on_selector(selector, "(node, name) => getComputedStyle(node).getPropertyValue(name)", name)
        )

    @property
    def focused(self) -> str:
        """The id of the element that has the focus."""
        return str(self.page.evaluate("document.activeElement.id"))


@pytest.fixture
def opened(browser: Browser, pages: dict[str, Path]) -> Iterator[Any]:
    contexts, shown = [], []

    def open_page(name: str, **options: Any) -> Opened:
        context = browser.new_context(viewport={"width": 1400, "height": 900}, **options)
        contexts.append(context)
        shown.append(Opened(context.new_page(), pages[name]))
        return shown[-1]

    yield open_page
    for one in shown:
        assert one.complaints == []
    for context in contexts:
        context.close()


def test_a_click_goes_to_the_fact_and_back(opened: Any) -> None:
    view = opened("article")
    view.page.click("#a0-t-rol0")
    assert view.focused == "a0-f-rol0"
    assert view.page.locator("#a0-f-rol0.on").is_visible()
    view.page.keyboard.press("Enter")
    assert view.focused == "a0-t-rol0"
    assert view.page.locator("[data-text] .on").all_inner_texts() == ["邬敬文"]
    view.page.go_back()
    assert view.focused == "a0-f-rol0"


def test_a_click_inside_an_overlap_goes_to_the_innermost(opened: Any) -> None:
    view = opened("article")
    inside = view.page.locator("[data-text] span.quote:not(.date):not(.quantity)").first
    inside.click()
    assert view.focused.startswith("a0-f-quo")
    view.page.locator("[data-text] a.quote.date:not(.first-quote)").first.click()
    assert view.focused.startswith("a0-f-dat")


def test_a_closed_group_opens_for_its_fact(opened: Any) -> None:
    view = opened("article")
    entry = view.page.locator("#a0-f-dat0")
    assert not entry.is_visible()
    view.page.click('[data-text] a[data-begins~="dat0"]')
    assert entry.is_visible()
    assert view.focused == "a0-f-dat0"


def test_filters_hide_marks_facts_and_links(opened: Any) -> None:
    view = opened("article")
    date = "[data-text] a.date"
    assert "dashed" in view.style(date, "text-decoration-style")
    view.page.uncheck('[data-kind="date"]')
    assert view.style("[data-text] a.date:not(.quote)", "text-decoration-line") == "none"
    assert view.page.locator('[data-group="date"]').is_hidden()
    assert view.page.locator("[data-text] a.m[href*='-f-dat']").count() == 0
    view.page.click("[data-none]")
    assert view.page.locator(".article .m[href]").count() == 0
    view.page.click("[data-all]")
    assert view.page.locator("[data-text] a.m[href*='-f-dat']").count() > 0


def test_a_kind_below_a_hidden_one_is_reached(opened: Any) -> None:
    view = opened("article")
    view.page.uncheck('[data-kind="role"]')
    view.page.click("#a0-t-rol0")
    assert view.focused.startswith("a0-f-ent")


def test_keys_walk_through_the_marks(opened: Any) -> None:
    view = opened("article")
    links = view.page.locator("[data-text] a.m[href]")
    assert view.page.locator("[data-text] a.m[tabindex='0']").count() == 1, "one stop for tab"
    links.first.focus()
    for key, place in (("ArrowRight", 1), ("ArrowDown", 2), ("ArrowLeft", 1), ("Home", 0), ("End", -1)):
        view.page.keyboard.press(key)
        expected = links.nth(place if place >= 0 else links.count() - 1)
        assert view.focused == expected.get_attribute("id")
    view.page.keyboard.press("Home")
    fact = links.first.get_attribute("href")
    view.page.keyboard.press("Enter")
    assert f"#{view.focused}" == fact


def test_everything_is_reached_by_tab(opened: Any) -> None:
    view = opened("article")
    view.page.keyboard.press("Tab")
    assert view.page.evaluate("document.activeElement.className") == "skip"
    stops = set()
    for _ in range(60):
        view.page.keyboard.press("Tab")
        stops.add(
            view.page.evaluate("document.activeElement.closest('.filters, .choices, [data-text], .facts')?.className")
        )
    assert {"filters", "choices", "text", "facts"} <= stops


def test_the_original_stands_beside_the_text(opened: Any) -> None:
    view = opened("article")
    pane = view.page.locator("[data-original-pane]")
    assert pane.is_hidden()
    view.page.click("[data-original]")
    assert pane.is_visible()
    left, right = view.page.locator("[data-text]").bounding_box(), pane.bounding_box()
    assert left["x"] + left["width"] <= right["x"]
    view.page.click("#a0-f-rol0")
    assert view.page.locator("[data-original-pane] .on").all_inner_texts() == ["鄔敬文"]
    assert view.page.locator("[data-original-pane] .on").evaluate(
        "node => { const [a, b] = [node, node.closest('section')].map(n => n.getBoundingClientRect());"
        " return a.top >= b.top && a.bottom <= b.bottom; }"
    ), "scrolled to"


def test_light_and_dark(opened: Any) -> None:
    def lightness(view: Opened) -> int:
        return sum(int(part) for part in view.style("body", "background-color")[4:-1].split(","))

    light, dark = opened("article", color_scheme="light"), opened("article", color_scheme="dark")
    assert lightness(light) > 600 > 200 > lightness(dark)
    dark.page.select_option("[data-theme-choice]", "light")
    assert lightness(dark) == lightness(light)


def test_an_overview_sorts_searches_and_opens(opened: Any) -> None:
    view = opened("overview")
    rows = view.page.locator('[data-table="articles"] tbody tr')
    count = rows.count()
    assert count == len(list((ROOT / "corpora" / "samples").glob("*.txt")))
    sizes = view.page.locator('[data-table="articles"] tbody td:nth-child(4)')
    head = view.page.locator('[data-table="articles"] th:nth-child(4)')
    for direction in ("descending", "ascending"):
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == direction
        found = [int(text.replace(",", "")) for text in sizes.all_inner_texts()]
        assert found == sorted(found, reverse=direction == "descending")
    view.page.fill('[data-search="articles"]', "芜湖经开区")
    assert 0 < rows.count() < count
    rows.first.locator("a").click()
    view.page.wait_for_selector(".article h1")
    assert "芜湖经开区" in view.page.inner_text("h1 >> visible=true")
    assert view.page.locator("[data-overview]").is_hidden()
    assert view.page.title() == view.page.inner_text(".article h1")
    view.page.go_back()
    view.page.wait_for_selector("[data-overview]")
    assert rows.first.is_visible()


def test_an_amount_of_the_overview_leads_to_its_evidence(opened: Any) -> None:
    view = opened("overview")
    link = view.page.locator(".amounts a").first
    said = link.inner_text()
    link.click()
    view.page.wait_for_selector("[data-text] .on, h1 .on")
    assert view.page.evaluate("document.activeElement.textContent") in said
    assert "".join(view.page.locator("[data-text] .on, h1 .on").all_inner_texts()) == said


def test_a_name_of_the_ranking_chooses_articles(opened: Any) -> None:
    view = opened("overview")
    rows = view.page.locator('[data-table="articles"] tbody tr')
    first = view.page.locator(".ranking tbody tr").first
    first.locator("button").click()
    assert rows.count() == int(first.locator("td").first.inner_text())
    view.page.click('[data-clear="articles"]')
    assert rows.count() > int(first.locator("td").first.inner_text())


@pytest.mark.parametrize("name", ["hostile", "hostile-overview"])
def test_hostile_text_does_nothing(opened: Any, name: str) -> None:
    view = opened(name)
    if name == "hostile-overview":
        view.page.locator('[data-table="articles"] a').first.click()
        view.page.wait_for_selector(".article")
    view.page.click("[data-original]")
    assert "<script>alert(1)</script>" in view.page.inner_text("[data-text]")
    view.page.wait_for_timeout(100)  # `opened` finds whatever ran or was refused


def test_characters_beyond_the_basic_plane(opened: Any) -> None:
    view = opened("astral")
    view.page.click("#a0-t-ent0")
    assert view.page.inner_text("[data-text] .on") == "𠮷田"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["article", "overview", "hostile"])
def test_axe_finds_nothing(opened: Any, name: str, scheme: str) -> None:
    axe = Path(os.environ.get("NEWSPARSE_AXE", ROOT / "node_modules" / "axe-core" / "axe.min.js"))
    if not axe.exists():
        pytest.skip("no axe-core: npm install axe-core, or give its axe.min.js in NEWSPARSE_AXE")
    view = opened(name, color_scheme=scheme)
    view.page.evaluate(axe.read_text(encoding="utf-8"))
    if name != "overview":
        view.page.click("[data-original]")
        view.page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        view.page.evaluate("location.hash = document.querySelector('[data-text] a.m').id")
    found = view.page.evaluate("axe.run(document)")["violations"]
    assert [(rule["id"], rule["impact"], [node["html"][:200] for node in rule["nodes"][:3]]) for rule in found] == []
