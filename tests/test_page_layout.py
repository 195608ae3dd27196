"""What of a page is the article: pages of our own writing, single lines, and laws that hold for any text."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsparse.errors import SettingsError
from newsparse.page import Page, read_page
from newsparse.page.furniture import families, recognise
from newsparse.page.scoring import fold
from newsparse.page.view import visible
from newsparse.script import simplify
from newsparse.settings import Settings

CASES = Path(__file__).parent / "cases"
PAGES = sorted((CASES / "page").glob("*.txt"))
DEFAULT = Settings.default()


def read_case(path: Path) -> tuple[dict[str, str | None], list[tuple[str, str]]]:
    """Give what the metadata must be, and the lines of the page with their marks."""
    wanted: dict[str, str | None] = {}
    lines: list[tuple[str, str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") and not lines:
            name, _, value = line[1:].partition(" ")
            wanted[name] = None if value == "-" else simplify(value)
        else:
            lines.append((line[:1], line[2:]))
    return wanted, lines


def words(line: str) -> str:
    return fold(re.sub(r"^\s*[#*•-] ", "", simplify(line)))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page(path: Path) -> None:
    wanted, lines = read_case(path)
    page = read_page("\n".join(line for _, line in lines), settings=DEFAULT)
    blocks = [fold(block.text) for block in page.blocks]
    kept = {words(line) for mark, line in lines if mark == "+" and words(line)}
    dropped = {words(line) for mark, line in lines if mark == "-" and words(line)} - kept
    assert [line for line in kept if not any(line in block for block in blocks)] == []
    assert [line for line in dropped if line in blocks] == []
    for name, value in wanted.items():
        if name == "region":
            got: str | None = page.region
        elif name == "dateline":
            got = page.metadata.dateline.date if page.metadata.dateline else None
        else:
            got = getattr(page.metadata, name)
        if name in ("title", "source"):
            assert fold(got or "") == fold(value or ""), name
        else:
            assert got == value, name


def read_table(name: str) -> list[list[str]]:
    rows = [line.split("\t") for line in (CASES / name).read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    return [row + [""] * (len(rows[0]) - len(row)) for row in rows[1:] if row != [""]]


@pytest.mark.parametrize(("line", "rule", "fields"), [row[:3] for row in read_table("page_furniture.tsv")])
def test_line(line: str, rule: str, fields: str) -> None:
    found = recognise(re.sub(r"\s", " ", line))
    assert (found.name if found else "-") == rule
    if found:
        assert found.fields == tuple(tuple(pair.split("=", 1)) for pair in fields.split(";") if pair)


def test_every_family_has_a_line_and_one_that_is_none_of_it() -> None:
    rows = read_table("page_furniture.tsv")
    by_lines = families().keys() - {"inset", "repeated", "repeated_title"}  # these are seen on whole pages alone
    assert {rule.partition(".")[0] for _, rule, *_ in rows} - {"-"} == by_lines
    assert {near for _, rule, _, near in rows if rule == "-"} - {""} == by_lines


@pytest.mark.parametrize(("text", "published", "agency", "place", "date", "author"), read_table("page_openings.tsv"))
def test_opening(text: str, published: str, agency: str, place: str, date: str, author: str) -> None:
    page = read_page(f"一个标题在这里\n{text}\n第二段有两句话。这是第二句。", settings=DEFAULT, published_at=published)
    dateline = page.metadata.dateline
    got = (dateline.agency, dateline.place, dateline.date) if dateline else (None, None, None)
    assert tuple(value or "-" for value in (*got, page.metadata.author)) == (agency, place, date, author)


def test_families_can_be_kept() -> None:
    text = "招聘启事公布\n2021-03-16 来源：江畔日报\n今天，市里公布了招聘启事，共招录60人。\n责任编辑：李思源"
    assert "责任编辑" not in read_page(text, settings=DEFAULT).text
    kept = read_page(text, settings=DEFAULT.changed({"layout": {"keep": ["editor"]}}))
    assert "责任编辑：李思源" in kept.text
    assert kept.metadata.editor == "李思源"
    assert "来源" not in kept.text


def test_every_rule_belongs_to_a_family() -> None:
    from newsparse.rules import read_tsv

    named = {row["family"] for name in ("fields", "furniture") for row in read_tsv(f"page/{name}.tsv")}
    assert named <= families().keys()


def test_block_kinds() -> None:
    lines = [
        "三项措施促消费",
        "2022-12-01 来源：消费观察",
        "近日，三部门印发促进消费的若干措施，从三个方面促进消费恢复。",
        "一、总体要求",
        "坚持市场主导，政府引导，让群众得到更多实惠，让企业增强信心。",
        "1.发放补贴",
        "2.以旧换新",
        "市民在选购家电。（资料图片）",
    ]
    page = read_page("\n".join(lines), settings=DEFAULT)
    kinds = [block.kind for block in page.blocks]
    assert kinds == ["title", "paragraph", "heading", "paragraph", "list_item", "list_item", "caption"]


def test_lists_of_links_between_the_paragraphs_of_html() -> None:
    links = "".join(f"<li><a href='/{title}'>{title}</a></li>" for title in ("江畔大桥下月合龙", "市民广场开放"))
    paragraphs = ["滨河大道改造工程昨天提前完工。", "工程全长6.2公里。", "市民出行请注意新的标志标线。"]
    for below in range(1, 3):
        parts = [f"<p>{paragraph}</p>" for paragraph in paragraphs]
        parts.insert(below, f"<div><h3>相关新闻</h3><ul>{links}</ul></div>")
        page = read_page(f"<html><body><h1>滨河大道完工</h1>{''.join(parts)}</body></html>", settings=DEFAULT)
        assert [block.text for block in page.blocks[1:]] == paragraphs
        assert [block.rule for block in page.removed] == ["inset.heading", "inset.item", "inset.item"]


def test_a_text_without_a_site_around_it_is_kept_whole() -> None:
    cells = [f"第{number}格" for number in range(3000)]
    page = read_page("\n".join(cells), settings=DEFAULT)
    assert [block.text for block in page.blocks] == cells


def test_quotation_marks_of_the_mainland() -> None:
    text = "「小標題」『內層』說了一句話，大家都同意。"
    assert read_page(text, settings=DEFAULT).text.startswith("「小标题」『")
    changed = read_page(text, settings=DEFAULT.changed({"script": {"quotation_marks": "mainland"}}))
    assert changed.text.startswith("“小标题”‘内层’")
    assert changed.raw == text


def test_what_the_caller_states_wins() -> None:
    text = "标题在这里说明\n2020-01-02 10:00 来源：新华网\n今天，会议召开，通过了三项决定。"
    page = read_page(text, settings=DEFAULT, url="https://www.example.tw/n/1", published_at="2019-12-31")
    assert page.metadata.published_at == "2019-12-31"
    assert page.metadata.url == "https://www.example.tw/n/1"


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("2020-01-13", "2020-01-13"),
        ("2020-01-13T14:25:37+08:00", "2020-01-13T14:25:37+08:00"),
        ("2020-01-13 14:25", "2020-01-13T14:25:00+08:00"),
        ("2020-01-13T06:25:37.500Z", "2020-01-13T06:25:37+00:00"),
    ],
)
def test_a_given_date_is_written_in_one_way(given: str, written: str) -> None:
    assert read_page("今天下雨。", settings=DEFAULT, published_at=given).metadata.published_at == written


def test_a_family_that_there_is_not_cannot_be_kept() -> None:
    with pytest.raises(SettingsError, match="NE301"):
        read_page("今天下雨。", settings=DEFAULT.changed({"layout": {"keep": ["advertising"]}}))


# Laws

LINES = st.one_of(
    st.sampled_from(
        [line for path in PAGES for _, line in read_case(path)[1]]
        + ["---", "**", "* ", "\ufeff", "来源：", "编辑：", "<p>", "![a](b)", "[文](https://a.cn/b)", "\u200b", "| |"]
    ),
    st.text(max_size=40),
)
TEXTS = st.builds(
    "".join,
    st.lists(st.tuples(LINES, st.sampled_from(["\n", "\r\n", "\n\n", "\r", "\u2028", ""])).map("".join), max_size=12),
)


def check(page: Page) -> None:
    text, raw = page.text, page.raw
    assert text == "\n".join(block.text for block in page.blocks)
    for block in page.blocks:
        assert text[block.start_char : block.end_char] == block.text
        assert page.alignment.source_span(block.start_char, block.end_char) == (
            block.raw_start_char,
            block.raw_end_char,
        )
        assert block.text == block.text.strip()
    for at, character in enumerate(text):
        if character == "\n":
            continue
        start, end = page.alignment.source_span(at, at + 1)
        assert end == start + 1
        source = page.simplified[start]
        assert character == (" " if source.isspace() and character != "\t" else source)
    covered = [False] * len(raw)
    spans = [(b.raw_start_char, b.raw_end_char) for b in (*page.blocks, *page.removed)]
    for start, end in spans:
        assert not any(covered[start:end])
        covered[start:end] = [True] * (end - start)
    left = "".join(character for character, taken in zip(raw, covered, strict=True) if not taken)
    left = re.sub(r"\]\(https?://[^()\s]+\)", "", left)  # the address of a Markdown link is markup
    assert not re.search(r"[\w。，：；！？]", left), left


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_nothing_is_lost_and_offsets_are_true(text: str) -> None:
    if visible(text) and "<" not in text and not re.search("[\x00-\x08\x0e-\x1f\x7f]", text):
        check(read_page(text, settings=DEFAULT))


@pytest.mark.parametrize(
    "text",
    [
        "中国政府网站版权所有" * 20_000,
        "首页\n" * 10_000,
        "* 新闻\n" * 10_000,
        "[" * 200_000,
        "（记者" * 50_000,
        "编辑：" * 50_000,
        "来源：\n" * 5_000,
        "1" * 200_000,
        "年" * 200_000,
        "中\u200b" * 100_000,
        "![a](" * 40_000,
        ("1" * 150 + "\n") * 1_000,
        "本网声明：\n" * 5_000,
        "* 本网声明：\n" * 10_000,
        "今天下雨。\n" + "相关阅读\n" * 20_000,
        "今天下雨，明天也有雨。\n相关阅读\n标题在这里\n" * 5_000,
        "一个标题在这里\n2020-01-01 来源：新华网\n"
        + "短行\n" * 10_000
        + "今天，会议通过了三项决定，并提出了明确的要求。",
        ("2020-01-01 12:12 " * 8 + "\n") * 1_000,
    ],
    ids=lambda text: text[:6].strip(),
)
def test_hostile_input_takes_linear_time(text: str) -> None:
    started = time.process_time()
    read_page(text, settings=DEFAULT)
    assert time.process_time() - started < 5


def test_references_of_html_are_read_in_plain_text() -> None:
    raw = "&ldquo;十四五&rdquo;规划&nbsp;王&middot;小明：A&lt;B，AT&amp;T&hellip;&shy;R&D，x&y;。\n"
    raw += "这一行&#8226;是正文，写得长一些，它说明前面的一行是标题。"
    page = read_page(raw, settings=Settings.default())
    line = page.text.split("\n")[0]
    assert line == "“十四五”规划 王·小明：A<B，AT&T…R&D，x&y;。"
    assert "这一行•是正文" in page.text
    for clean, written in ("“十四五”", "&ldquo;十四五&rdquo;"), ("王·小明", "王&middot;小明"), ("T…", "T&hellip;"):
        at = line.index(clean)
        start, end = page.alignment.source_span(at, at + len(clean))
        assert raw[start:end] == written
