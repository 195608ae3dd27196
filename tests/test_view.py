"""The page of ``newsparse view``: its segments, its structure, and that no article text can act on it."""

from __future__ import annotations

import base64
import gzip
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from newsparse.pipeline import parser
from newsparse.records import Article
from newsparse.settings import Settings
from newsparse.view.marks import Mark, cut, kinds, marks_of
from newsparse.view.page import archive_page, article_page, bounded_originals, displacy_page, readable

HOSTILE = (
    "<script>alert(1)</script></script><!--<script> \" onmouseover='alert(2)' x=\" "
    "]]> {{ 7 * 7 }} {% raw %} &lt;b&gt; javascript:alert(3) \u202e反向\u202c"
)


def record(text: str, **fields: object) -> Article:
    """Make a record of one paragraph; mentions are given as fields, found in the text by what they say."""
    mentions = {}
    for name in ("entities", "dates", "money", "quantities", "indicators", "quotes", "roles"):
        mentions[name] = [place(text, **mention) for mention in fields.pop(name, ())]  # type: ignore[attr-defined]
    block = {"kind": "paragraph", "text": text, "start_char": 0, "end_char": len(text)}
    return Article.model_validate(
        {
            "id": "made",
            "input": {"characters": len(text)},
            "script": "hans",
            "metadata": {},
            "text": text,
            "blocks": [block | {"raw_start_char": 0, "raw_end_char": len(text)}],
            "removed": [],
            "problems": [],
            "raw": text,
        }
        | mentions
        | fields
    )


def place(where: str, **mention: object) -> dict[str, object]:
    """Give a mention its offsets."""
    text = str(mention["text"])
    start = where.index(text)
    ends = {"start_char": start, "end_char": start + len(text)}
    return mention | ends | {"raw_text": text} | {f"raw_{name}": value for name, value in ends.items()}


def entity(text: str, label: str, **more: object) -> dict[str, object]:
    return {"text": text, "label": label, "canonical": text, "source": "rule"} | more


@pytest.fixture(scope="module")
def article() -> Article:
    path = Path(__file__).parent.parent / "corpora" / "samples" / "cri-style.txt"
    return parser(Settings.default().changed({"entities": {"model": False}})).parse(path.read_bytes(), with_raw=True)


def test_every_label_and_list_has_a_kind() -> None:
    labels = {label for kind in kinds() for label in kind.labels}
    assert labels == set(
        Article.model_fields["entities"].annotation.__args__[0].model_fields["label"].annotation.__args__
    )  # type: ignore[union-attr]
    assert {kind.field for kind in kinds()} == {
        "entities", "dates", "money", "quantities", "indicators", "quotes", "roles",
    }  # fmt: skip
    assert len({kind.field[:3] for kind in kinds()}) == 7, "identifiers must not collide"


TEXT = "𠮷林省长𠮷田说“到2025年产值300亿元”。"


@given(st.lists(st.tuples(st.integers(-2, 30), st.integers(-2, 30)), max_size=12), st.lists(st.integers(-3, 40)))
def test_segments_give_the_text_back_and_know_their_marks(spans: list[tuple[int, int]], breaks: list[int]) -> None:
    class Span:
        def __init__(self, start: int, end: int) -> None:
            self.start_char, self.end_char = start, end

    marks = [Mark(f"ent{n}", kinds()[n % len(kinds())], Span(*span)) for n, span in enumerate(spans)]  # type: ignore[arg-type]
    segments = list(cut(TEXT, marks, breaks=breaks))
    assert "".join(segment.text for segment in segments) == TEXT
    for segment in segments:
        start, end = segment.start, segment.start + len(segment.text)
        expected = {
            mark.id
            for mark in marks
            if 0 <= mark.mention.start_char <= start and end <= mark.mention.end_char <= len(TEXT)
        }
        assert {mark.id for mark in segment.marks} == expected
        assert {mark.id for mark in segment.begins} == {
            mark.id for mark in segment.marks if mark.mention.start_char == start
        }
        lengths = [mark.mention.end_char - mark.mention.start_char for mark in segment.marks]
        assert lengths == sorted(lengths)


def test_the_innermost_mark_comes_first_and_of_equals_the_fact() -> None:
    made = record(
        "省长吉田说到2025年。",
        entities=[entity("吉田", "PERSON")],
        roles=[{"text": "吉田", "person": "吉田", "title": "省长"}],
        dates=[{"text": "2025年", "kind": "date"}],
        quotes=[{"text": "到2025年", "speaker": "吉田", "cue": "说", "direct": False}],
    )
    found = {segment.text: [mark.id for mark in segment.marks] for segment in cut(made.text, marks_of(made))}
    assert found["吉田"] == ["rol0", "ent0"]
    assert found["2025年"] == ["dat0", "quo0"]
    assert found["到"] == ["quo0"]
    assert found["省长"] == []


def parsed(html: str) -> LexborHTMLParser:
    return LexborHTMLParser(html)


def test_marks_of_an_article_stand_where_the_record_says(article: Article) -> None:
    page = parsed(article_page(article))
    for mark in marks_of(article):
        for pane, said in (("h1, [data-text]", mark.mention.text), ("[data-original-pane]", mark.mention.raw_text)):
            pieces = [node for root in page.css(pane) for node in root.css(f'[data-m~="{mark.id}"]')]
            assert "".join(piece.text() for piece in pieces).replace("\n", "") == said.replace("\n", "")
        entry = page.css(f"#a0-f-{mark.id}")
        assert len(entry) == 1
        evidence = page.css((entry[0].attributes["href"] or "").replace("#", "#", 1))
        assert len(evidence) == 1
        assert mark.id in (evidence[0].attributes["data-m"] or "").split()


def test_text_and_original_are_whole(article: Article) -> None:
    page = parsed(article_page(article))
    title, *rest = article.blocks
    assert page.css_first("h1").text() == title.text
    lines = [node.text() for node in page.css("[data-text] > *")]
    assert lines == [block.text for block in rest]
    assert "".join(node.text() for node in page.css("[data-original-pane] .line")) == article.raw
    cut_away = [node.attributes["data-rule"] for node in page.css("[data-original-pane] .cut")]
    assert cut_away == [line.rule for line in article.removed if line.text]


def test_removed_lines_stand_folded_with_their_rule(article: Article) -> None:
    page = parsed(article_page(article))
    fold = page.css_first("details.removed")
    assert "open" not in fold.attributes
    rows = [[cell.text() for cell in row.css("td")] for row in fold.css("tbody tr")]
    assert [row[2] for row in rows] == [line.rule for line in article.removed]
    assert [row[0] for row in rows] == [line.text or "(empty)" for line in article.removed]


def test_offsets_beyond_the_basic_plane() -> None:
    made = record("𠮷𠮷林省长𠮷田", entities=[entity("𠮷田", "PERSON"), entity("𠮷林", "GPE")])
    page = parsed(article_page(made))
    assert [node.text() for node in page.css("[data-text] a")] == ["𠮷林", "𠮷田"]


def hostile() -> Article:
    line = {"kind": "navigation", "text": HOSTILE, "rule": HOSTILE, "raw_start_char": 0, "raw_end_char": 5}
    return record(
        HOSTILE,
        id=HOSTILE,
        path=HOSTILE,
        url="javascript:alert(4)",
        metadata={"title": HOSTILE, "source": HOSTILE, "author": '"><img src=x onerror=alert(5)>'},
        removed=[line],
        problems=[{"code": "NP101", "message": HOSTILE}],
        entities=[entity("<script>alert(1)</script>", "ORG", canonical=HOSTILE, kind=HOSTILE)],
        money=[{"text": "{{ 7 * 7 }}", "amount": 1, "currency": "CNY"}],
        quotes=[{"text": "onmouseover='alert(2)'", "speaker": HOSTILE, "cue": HOSTILE, "direct": True}],
        roles=[{"text": "反向", "person": HOSTILE, "title": HOSTILE, "organization": HOSTILE}],
        indicators=[
            {"kind": "level", "text": "]]>", "subject": HOSTILE, "measure": HOSTILE, "unit": HOSTILE, "value": 1}
        ],
    )


def unpacked(html: str) -> list[object]:
    """Give what the page holds packed."""
    nodes = parsed(html).css('script[type="application/octet-stream"]')
    return [json.loads(gzip.decompress(base64.b64decode(node.text()))) for node in nodes]


def everything(html: str) -> list[str]:
    """Give the page and the articles packed in it."""
    return [html, *(body for pack in unpacked(html) if isinstance(pack, list) for body in pack)]


@pytest.mark.parametrize("make", [article_page, lambda made: archive_page([made, made], HOSTILE)])
def test_no_text_of_an_article_acts_on_the_page(make) -> None:  # type: ignore[no-untyped-def]
    for html in everything(make(hostile())):
        page = parsed(html)
        scripts = [node for node in page.css("script") if "octet-stream" not in (node.attributes.get("type") or "")]
        assert len(scripts) == (1 if "<head>" in html else 0)
        assert all("alert(1)" not in node.text() for node in scripts)
        assert not page.css("img, iframe, object, embed, base, form, b")
        for node in page.css("*"):
            for name, value in node.attributes.items():
                assert not name.startswith("on")
                assert name != "style"
                assert not (name == "href" and (value or "").lower().startswith("javascript"))
        assert "49" not in page.css_first("body").text().replace("U+2049", "").split()
        assert "\u202e" not in html


def test_bidi_and_control_characters_are_written_out() -> None:
    assert readable("a\u202eb\x1b[0m\u2066c\t\n") == "a⟨U+202E⟩b␛[0m⟨U+2066⟩c\t\n"
    assert readable("\ud800") == "?"
    assert readable(3) == 3


EXTERNAL = re.compile(r"""(?:src|href|action|data|poster|srcset)\s*=\s*["']?\s*(?:https?:)?//|url\(|@import""", re.I)


@pytest.mark.parametrize("make", [article_page, lambda made: archive_page([made], "archive")])
def test_the_page_names_nothing_outside_itself(make, article: Article) -> None:  # type: ignore[no-untyped-def]
    for html in everything(make(article)):
        assert not EXTERNAL.search(html)
        if "<head>" not in html:
            continue
        policy = parsed(html).css_first('meta[http-equiv="Content-Security-Policy"]').attributes["content"] or ""
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "connect-src" not in policy


def test_only_addresses_of_the_web_are_links() -> None:
    for url, linked in (("https://example.org/a?b=1&c", True), ("javascript:alert(1)", False), ("//[x", False)):
        page = parsed(article_page(record("正文。", url=url)))
        found = [node for node in page.css(".meta a") if node.attributes["href"] == url]
        assert bool(found) == linked
        assert url in page.css_first(".meta").text()


def test_the_parts_of_a_fact_are_named_where_they_stand() -> None:
    made = record(
        "某县县长吉田说,到2025年完成。",
        quotes=[
            {
                "text": "到2025年完成",
                "speaker": "吉田",
                "cue": "说",
                "direct": False,
                "parts": [
                    {"name": "speaker", "start_char": 4, "end_char": 6},
                    {"name": "cue", "start_char": 6, "end_char": 7},
                ],
            }
        ],
        dates=[{"text": "2025年", "kind": "date"}],
    )
    page = parsed(article_page(made))
    assert [node.text() for node in page.css('[data-text] [data-p~="quo0"]')] == ["吉田", "说"]
    assert [node.text() for node in page.css('[data-text] [data-m~="quo0"]')] == ["到", "2025年", "完成"]
    assert page.css_first("[data-text] p").text() == made.text


def test_fields_that_a_row_brought_are_shown() -> None:
    page = parsed(article_page(record("正文。", extra={"channel": HOSTILE, "tags": ["<b>", 1]})))
    shown = page.css_first("details.extra")
    assert readable(HOSTILE) in shown.text()
    assert not shown.css("b, script")


def test_an_overview_counts_ranks_and_sorts() -> None:
    pytest.importorskip("leather", reason="pip install '.[view]'")
    made = [
        record(
            f"某局{number}月完成投资{number}00亿元。",
            id=str(number),
            metadata={"published_at": f"2024-0{number}-01", "title": f"第{number}篇"},
            entities=[entity("某局", "ORG")],
            money=[{"text": f"{number}00亿元", "amount": number * 10**10, "currency": "CNY"}],
            duplicate_of="1" if number == 3 else None,
        )
        for number in (1, 2, 3, 4)
    ]
    html = archive_page(made, "四篇.jsonl", more=True)
    page = parsed(html)
    assert "first 4 articles" in page.css_first(".overview header").text()
    counts = {node.css_first("dt").text(): node.css_first("dd").text() for node in page.css(".counts div")}
    assert counts["Articles"] == "4"
    assert counts["Repeated"] == "1"
    assert [cell.text() for cell in page.css(".ranking tbody tr")[0].css("td, th")] == ["某局", " 3", "3"]
    assert [row.css_first("a").text() for row in page.css(".amounts tbody tr")] == ["400亿元", "200亿元", "100亿元"]
    assert len(page.css("figure svg .series rect")) == 4, "a column a month; the month of the repeat is empty"
    [tables] = [pack for pack in unpacked(html) if isinstance(pack, dict)]
    assert [row[0][2] for row in tables["articles"]] == ["a0", "a1", "a2", "a3"]


def test_figures_of_periods_of_one_length_make_a_series() -> None:
    pytest.importorskip("leather", reason="pip install '.[view]'")

    def said(period: str, figure: int, number: int) -> Article:
        fact = {
            "kind": "level",
            "text": f"{figure}亿元",
            "subject": "某县",
            "measure": "产值",
            "period": {"timex": period},
        }
        fact |= {"value": figure * 10**8, "currency": "CNY", "change": {"direction": "up", "value": 8.1, "unit": "%"}}
        return record(f"某县产值{figure}亿元。", id=str(number), indicators=[fact])

    figures = [("2021", 3), ("2019", 1), ("2020", 2), ("2020-05", 9), ("P1Y", 7), ("PAST_REF", 8)]
    html = archive_page([said(*figure, number) for number, figure in enumerate(figures)], "figures")
    page = parsed(html)
    [chart] = page.css(".charts figure")
    assert chart.css_first("figcaption").text() == "某县 产值 (CNY)"
    rows = [[cell.text() for cell in row.css("th, td")] for row in chart.css("tbody tr")]
    assert rows == [["2019", "100,000,000"], ["2020", "200,000,000"], ["2021", "300,000,000"]]
    [tables] = [pack for pack in unpacked(html) if isinstance(pack, dict)]
    row = tables["indicators"][0]
    assert row[:3] == ["某县", "产值", "2021"]
    assert row[3] == ["3亿元", 300000000.0, "a0-t-ind0"]
    assert row[6] == ["▲ up 8.1 %", 8.1]


@pytest.mark.parametrize(
    ("days", "unit", "columns"),
    [
        (["2024-02-28", "2024-03-01"], "day", 3),
        (["2024-01-31", "2024-05-01"], "month", 5),
        (["2010-01-01", "2019-12-31"], "quarter", 40),
        (["1950-01-01", "2020-01-01"], "year", 71),
        (["2024-01-01", "2024-01-01"], None, 0),
        ([None, "2024-01-01"], None, 0),
    ],
)
def test_a_chart_of_time_has_a_column_for_every_step(days: list[str | None], unit: str | None, columns: int) -> None:
    pytest.importorskip("leather", reason="pip install '.[view]'")
    made = [record("正文。", id=str(n), metadata={"published_at": day}) for n, day in enumerate(days)]
    page = parsed(archive_page(made, "days"))
    captions = [node.text() for node in page.css("figcaption")]
    assert captions == ([f"Articles by {unit}"] if unit else [])
    assert len(page.css("figure svg .series rect")) == columns


def test_displacy_draws_mentions_without_overlap(article: Article) -> None:
    made = record(
        "到2025年<b>产值</b>",
        metadata={"title": HOSTILE},
        entities=[entity("2025", "LAW")],
        dates=[{"text": "2025年", "kind": "date"}],
    )
    page = parsed(displacy_page([made]))
    assert [" ".join(node.text().split()) for node in page.css("mark")] == ["2025年 DATE"]
    assert not page.css("b, script")
    assert not EXTERNAL.search(displacy_page([article]))


def test_an_archive_shows_originals_as_far_as_they_fit(article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(article.raw or "")
    monkeypatch.setattr("newsparse.view.page._ORIGINALS", 2 * size + 1)
    assert [bool(each.raw) for each in bounded_originals([article] * 4)] == [True, True, False, False]
