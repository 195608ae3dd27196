"""HTML pages: visible text, what the markup says, real pages with what must and must not come out."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from newsparse.page import read_page
from newsparse.page.html import is_html, read_html
from newsparse.settings import Settings

DEFAULT = Settings.default()
CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "page_html.jsonl").read_text(encoding="utf-8").splitlines()
]
PARAGRAPH = "7月8日，全市重点项目集中开工，总投资120亿元，涉及交通、水利、能源等领域。"
SECOND = "市发改委负责人表示，项目建成后每年可新增产值45亿元，带动就业3000人。"


def page_of(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["page"])
def test_real_page(case: dict[str, Any]) -> None:
    """Nine pages as their sites served them; they are their publishers' and not part of the project."""
    folder = os.environ.get("NEWSPARSE_PAGES")
    if not folder:
        pytest.skip("NEWSPARSE_PAGES does not name the folder of the saved pages")
    page = read_page((Path(folder) / f"{case['page']}.html").read_bytes(), settings=DEFAULT)
    shown = "".join(page.text.split())  # the strings were taken from the source, where white space means little
    assert [text for text in case["with"] if "".join(text.split()) not in shown] == []
    assert [text for text in case["without"] if "".join(text.split()) in shown] == []
    got = page.metadata.model_dump()
    got["dateline"] = page.metadata.dateline.date if page.metadata.dateline else None
    assert {name: got[name] for name in case["metadata"]} == case["metadata"]


def test_page_with_everything_around_the_text() -> None:
    html = page_of(
        "<nav><a href=/>首页</a><a href=/n>新闻</a><a href=/z>政务</a></nav>"
        "<h1>全市重点项目集中开工</h1>"
        "<div class=info><span>2021-07-08 09:30</span>&nbsp;&nbsp;<span>来源：江畔日报</span></div>"
        f"<p>　　{PARAGRAPH}</p><p>　　{SECOND}</p>"
        "<figure><img src=a.jpg><figcaption>开工现场。</figcaption></figure>"
        "<p>编辑：李思源</p>"
        "<div><h3>相关阅读</h3><ul><li><a href=1>一季度经济开门红</a></li>"
        "<li><a href=2>春耕备耕有序推进</a></li></ul></div>"
        "<footer>版权所有：江畔日报社</footer>",
        "<title>全市重点项目集中开工_要闻_江畔新闻网</title>",
    )
    page = read_page(html, settings=DEFAULT)
    assert page.input.media_type == "text/html"
    assert [(block.kind, block.text) for block in page.blocks] == [
        ("title", "全市重点项目集中开工"),
        ("paragraph", PARAGRAPH),
        ("paragraph", SECOND),
        ("caption", "开工现场。"),
    ]
    assert page.metadata.model_dump(exclude_none=True) == {
        "title": "全市重点项目集中开工",
        "published_at": "2021-07-08T09:30+08:00",
        "source": "江畔日报",
        "site": "江畔新闻网",
        "editor": "李思源",
    }
    for block in page.blocks:
        assert page.raw[block.raw_start_char : block.raw_end_char] == block.text


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var title = '隐藏的文字';</script>",
        "<style>.a:before { content: '隐藏的文字' }</style>",
        "<noscript>隐藏的文字</noscript>",
        "<template><p>隐藏的文字</p></template>",
        "<p hidden>隐藏的文字</p>",
        '<p style="display: none">隐藏的文字</p>',
        '<div style="visibility:hidden"><p>隐藏的文字</p></div>',
        "<!-- 隐藏的文字 -->",
        "<select><option>隐藏的文字</option></select>",
        "<iframe>隐藏的文字</iframe>",
        '<a class="skip sr-only" href="#c">隐藏的文字</a>',
        "<dialog class=d><p>隐藏的文字</p></dialog>",
        '<span style="color:red;DISPLAY : NONE">隐藏的文字</span>',
        '<ul style="visibility: hidden"><li>隐藏的文字</li><li>另一条隐藏的文字</li></ul>',
    ],
)
def test_only_visible_text_is_taken(hidden: str) -> None:
    text = read_html(page_of(f"<p>看得见</p>{hidden}<p>也看得见</p>")).text
    assert text == "看得见\n也看得见"


@pytest.mark.parametrize(
    "shown",
    [
        '<p aria-hidden="true">看得见的文字</p>',
        '<p class="hidden-xs">看得见的文字</p>',
        "<details><summary>看得见的文字</summary></details>",
        "<dialog open>看得见的文字</dialog>",
        '<p style="display:block">看得见的文字</p>',
    ],
)
def test_what_a_reader_sees_is_taken(shown: str) -> None:
    assert "看得见的文字" in read_html(page_of(f"<p>前文</p>{shown}<p>后文</p>")).text


def test_a_text_that_a_script_makes_visible_is_taken() -> None:
    text = "".join(f"<p>{PARAGRAPH}</p><p>{SECOND}</p>" for _ in range(3))
    page = read_page(
        page_of(f'<div id=js_content style="visibility: hidden; opacity: 0;">{text}</div>'), settings=DEFAULT
    )
    assert PARAGRAPH in page.text
    nested = '<div style="visibility:hidden">' * 1_000 + text
    assert PARAGRAPH not in read_html(page_of(nested)).text


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("第一行<br>第二行<br/>第三行", ["第一行", "第二行", "第三行"]),
        ("<p>一段\n  文字 <b>加粗</b>。</p>", ["一段 文字 加粗。"]),
        ("<p>&nbsp;&nbsp;&nbsp;&nbsp;缩进</p>", ["\u00a0\u00a0\u00a0\u00a0缩进"]),
        ("<a>首页</a><a>新闻</a>", ["首页 新闻"]),
        ("<p>见<a>甲</a>、<a>乙</a></p>", ["见甲、乙"]),
        (
            "<table><tr><th>指标</th><th>亿元</th></tr><tr><td>产值</td><td>45.6</td></tr></table>",
            ["指标\t亿元", "产值\t45.6"],
        ),
        ("<table><tr><td><p>产值</p></td><td><p>45.6</p></td></tr></table>", ["产值\t45.6"]),
        ("<table><tr><td>产值</td><td></td><td>5</td></tr></table>", ["产值\t\t5"]),
        ("<table><tr><td>指标</td><td colspan=2>5月</td><td>6月</td></tr></table>", ["指标\t5月\t\t6月"]),
        ("<table><tr><td colspan='99999999'>指标</td><td>5月</td></tr></table>", ["指标" + "\t" * 40 + "5月"]),
        (f"<table><tr><td><table><tr><td>{SECOND}</td></tr></table></td></tr></table>", [SECOND]),
        ("<div>甲<div>乙</div>丙</div>", ["甲", "乙", "丙"]),
        ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
        ("&lt;b&gt; &amp;copy; &#20013;&#x56fd; &nosuch;", ["<b> &copy; 中国 &nosuch;"]),
        ("<pre>甲\n乙</pre>", ["甲 乙"]),
    ],
)
def test_lines(body: str, lines: list[str]) -> None:
    assert read_html(page_of(body)).text.split("\n") == lines


META = (
    '<meta name="ArticleTitle" content="全市重点项目集中开工"><meta name="PubDate" content="2021-07-08 09:30">'
    '<meta name="ContentSource" content="江畔日报"><meta name="SiteName" content="江畔市人民政府">'
    '<meta name="Author" content="周文博"><meta name="Url" content="https://www.example.gov.cn/1.html">'
)
OPEN_GRAPH = (
    '<meta property="og:title" content="全市重点项目集中开工"><meta property="og:site_name" content="江畔市人民政府">'
    '<meta property="article:published_time" content="2021-07-08T01:30:00Z">'
    '<meta property="og:url" content="https://www.example.gov.cn/1.html">'
)
JSON_LD = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle",'
    '"headline": "全市重点项目集中开工", "datePublished": "2021-07-08T09:30:00+08:00", "author": [{"name": "周文博"}],'
    '"publisher": {"name": "江畔市人民政府"}, "url": "https://www.example.gov.cn/1.html"}]}</script>'
)


@pytest.mark.parametrize(
    ("head", "published"),
    [
        (META, "2021-07-08T09:30+08:00"),
        (OPEN_GRAPH, "2021-07-08T09:30:00+08:00"),
        (JSON_LD, "2021-07-08T09:30:00+08:00"),
    ],
    ids=["meta", "open_graph", "json_ld"],
)
def test_what_the_markup_states(head: str, published: str) -> None:
    metadata = read_page(page_of(f"<p>{PARAGRAPH}</p><p>{SECOND}</p>", head), settings=DEFAULT).metadata
    assert metadata.title == "全市重点项目集中开工"
    assert metadata.published_at is not None
    assert metadata.published_at[:16] == published[:16]
    assert metadata.published_at.endswith("+08:00")
    assert metadata.site == "江畔市人民政府"
    assert metadata.url == "https://www.example.gov.cn/1.html"


def test_the_visible_byline_is_preferred_to_the_markup() -> None:
    body = f"<h1>全市重点项目集中开工</h1><p>2021-07-08 10:00 来源：江畔晚报</p><p>{PARAGRAPH}</p>"
    metadata = read_page(page_of(body, META), settings=DEFAULT).metadata
    assert (metadata.published_at, metadata.source) == ("2021-07-08T10:00+08:00", "江畔晚报")


def test_the_first_date_of_the_page_is_not_the_publication() -> None:
    body = (
        f"<div>今天是2024年3月1日 星期五</div><h1>全市重点项目集中开工</h1><p>{PARAGRAPH}</p><p>1998-01-01建的厂房</p>"
    )
    assert read_page(page_of(body), settings=DEFAULT).metadata.published_at is None


def test_a_list_in_the_body_stays() -> None:
    items = "".join(f"<li>{text}</li>" for text in ("发放购车补贴", "支持以旧换新", "延长开放时间"))
    page = read_page(page_of(f"<h1>三项措施促消费</h1><p>{PARAGRAPH}措施包括：</p><ul>{items}</ul>"), settings=DEFAULT)
    assert [block.text for block in page.blocks if block.kind == "list_item"] == [
        "发放购车补贴",
        "支持以旧换新",
        "延长开放时间",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!doctype html><p>文</p>", True),
        ("<html lang=zh><body>文", True),
        ("  <div><p>文</p><p>文</p></div>", True),
        ("<https://news.example.hk/1.htm>\n全文", False),
        ("他说：a < b，且 c > d。", False),
        ("---\ntitle: 报告\n---\n<!-- 图 -->\n正文", False),
        ("《条例》第<12>条", False),
        ("网页以<html>标签开头，以</html>结尾。", False),
        ("<!-- http://www.example.cn/1.html -->\n<!DOCTYPE HTML><p>文</p>", True),
        ('<?xml version="1.0"?>\n<html xmlns="x"><p>文</p>', True),
        ("", False),
    ],
)
def test_html_is_told_from_text(text: str, expected: bool) -> None:
    assert is_html(text) is expected


@pytest.mark.parametrize(
    "html",
    [
        "<html>" + "<div>" * 50_000 + PARAGRAPH,
        "<html><body>" + "<a href=x>首页</a>" * 50_000,
        "<html><body>" + "<table><tr><td>" * 10_000 + PARAGRAPH,
        "<html><body><table>" + "<tr><td>甲</td><td>1</td></tr>" * 5_000,
        "<html><script>" + 'var a = "文";' * 100_000 + f"</script><p>{PARAGRAPH}</p>",
        "<html><body>" + "&#x4e2d;&broken" * 50_000,
        "<html><body>" + "<" * 300_000 + PARAGRAPH,
        '<html><script type="application/ld+json">' + "[" * 150_000 + f"</script><p>{PARAGRAPH}</p>",
        f"<html><body><p>{PARAGRAPH}</p>" + "<p" * 100_000,
    ],
    ids=["nested", "links", "tables", "rows", "script", "entities", "brackets", "json", "open tags"],
)
def test_hostile_pages_take_linear_time(html: str) -> None:
    started = time.process_time()
    page = read_page(html, settings=DEFAULT)
    assert page.text
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("html", "codes"),
    [
        ("<html><body>" + "<div>" * 100_000 + PARAGRAPH, ["NP206"]),
        ("<html><body><p " + " ".join(f"a{n}=1" for n in range(100_000)) + f">{PARAGRAPH}</p>", ["NP206"]),
        (f"<html><body><img src='data:image/png;base64,{'A' * 500_000}'><p>{PARAGRAPH}</p>", []),
        ("<html><body>" + "<a href=x>首页</a>" * 200_000 + f"<p>{PARAGRAPH}</p>", []),
        ("<html><body>" + "&#x4e2d;&broken&#99999999;&amp" * 50_000 + f"<p>{PARAGRAPH}</p>", []),
        ("<html><body>" + f"<p>{PARAGRAPH}</p>" * 50_000, []),
    ],
    ids=["depth", "attributes", "data address", "links", "entities", "paragraphs"],
)
def test_markup_out_of_proportion_is_read_and_reported(html: str, codes: list[str]) -> None:
    page = read_page(html, settings=DEFAULT)
    assert PARAGRAPH in page.text
    assert [problem.code for problem in page.problems if problem.code.startswith("NP2")] == codes


def test_entities_of_a_document_are_not_expanded() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "甲甲甲甲"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    page = read_page(f"{bomb}<html><body><p>{PARAGRAPH}&b;&f;</p></body></html>", settings=DEFAULT)
    assert "甲甲甲甲甲甲甲甲" not in page.raw
    assert "root:" not in page.raw
