"""Dates: cases of our own with a fixed reference date, and laws that hold for any text."""

from __future__ import annotations

import calendar
import json
import pickle
import re
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsparse.dates import Anchor, DateValue, read, read_dates
from newsparse.dates.calendars import holiday
from newsparse.dates.lexicon import atoms
from newsparse.records import DateMention
from newsparse.rules import read_tsv
from newsparse.script import simplify

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "dates.jsonl").read_text(encoding="utf-8").splitlines()
]
POSITIVE = [case for case in CASES if "none" not in case]
NEGATIVE = [case for case in CASES if "none" in case]
ANCHOR = Anchor(date(2020, 1, 13), "published_at")


def read_case(case: dict[str, Any]) -> list[DateValue]:
    anchor = Anchor(date.fromisoformat(case["anchor"]), "dateline") if "anchor" in case else None
    return read_dates(case["text"], anchor=anchor, region=case.get("region", "CN"))


def bounds(value: str | None) -> tuple[str | None, str | None]:
    """Spell out 2019-11 as its first and last day; ``..`` is an open end."""
    if value is None:
        return None, None
    first, _, last = value.partition("/")

    def day(text: str, end: bool) -> str | None:
        if text == ".." or "T" in text or len(text) == 10:
            return None if text == ".." else text
        year, month = int(text[:4]), int(text[5:7] or (12 if end else 1))
        return date(year, month, calendar.monthrange(year, month)[1] if end else 1).isoformat()

    return day(first, False), day(last or first, True)


@pytest.mark.parametrize("case", POSITIVE, ids=lambda case: f"{case['expression']}@{case.get('anchor', '-')}")
def test_reads(case: dict[str, Any]) -> None:
    at, length = case["at"], len(case["expression"])
    found = [value for value in read_case(case) if value.start_char < at + length and at < value.end_char]
    assert found, "not found"
    value = found[0]
    first, last = bounds(case["value"])
    assert (value.start, value.end) == (first, last) or (last is None and first and value.start == first)
    if case["value"] and case["value"].endswith(".."):
        assert (value.end, value.modifier) == (None, "since")
    for key in {"kind", "timex", "grain", "modifier"} & case.keys():
        assert getattr(value, key) == case[key], key
    if "from" in case:
        assert value.anchor == case["from"]


@pytest.mark.parametrize("case", NEGATIVE, ids=lambda case: case["text"])
def test_gives_no_date_to(case: dict[str, Any]) -> None:
    assert [case["text"][v.start_char : v.end_char] for v in read_case(case) if v.start or v.end] == []


def test_a_third_of_the_cases_is_negative() -> None:
    unresolved = [case for case in POSITIVE if case["value"] is None]
    assert len(CASES) >= 400
    assert 3 * (len(NEGATIVE) + len(unresolved)) >= len(CASES)


# tables


@pytest.mark.parametrize("row", list(read_tsv("dates/atoms.tsv")), ids=lambda row: f"{row['code']} {row['example']}")
def test_every_row_finds_its_example(row: dict[str, str]) -> None:
    codes = [atom.code for atom in atoms(row["example"])]
    assert row["code"] in codes or row["code"] == "*", codes


@pytest.mark.parametrize("row", list(read_tsv("dates/false_friends.tsv")), ids=lambda row: row["example"])
def test_every_false_friend_is_dropped(row: dict[str, str]) -> None:
    dropped = [atom for atom in atoms(row["example"]) if atom.code == "X"]
    assert dropped
    for value in read_dates(row["example"], anchor=ANCHOR):
        assert not any(value.start_char < atom.end and atom.start < value.end_char for atom in dropped)


@pytest.mark.parametrize("row", list(read_tsv("dates/holidays.tsv")), ids=lambda row: row["word"])
def test_every_holiday_has_a_day_every_year(row: dict[str, str]) -> None:
    days = [holiday(row, year) for year in (2015, 2020, 2024, 2026)]
    assert [day.year for day in days] == [2015, 2020, 2024, 2026]


# impossible dates


@pytest.mark.parametrize(
    "text",
    ["2月30日", "2019年2月29日", "2019年13月5日", "4月31日", "10月32日", "2019-02-30", "10月5日25时", "2019年0月3日"],
)
def test_impossible_dates_are_reported(text: str) -> None:
    reading = read(f"会议于{text}召开。", anchor=ANCHOR)
    assert [(p.start_char, p.end_char) for p in reading.impossible] == [(3, 3 + len(text))]
    assert [v for v in reading.values if v.start] == []


# anchors


def test_the_anchor_is_named() -> None:
    for source in ("dateline", "published_at"):
        (value,) = read_dates("昨天开工。", anchor=Anchor(date(2020, 1, 13), source))
        assert (value.start, value.anchor) == ("2020-01-12", source)
    explicit, relative = read_dates("2020年1月13日签约，昨天开工。")
    assert (explicit.anchor, relative.anchor, relative.start) == ("explicit", "context", "2020-01-12")


def test_the_moment_of_an_anchor_may_have_a_time() -> None:
    (value,) = read_dates("昨天开工。", anchor=Anchor(datetime(2020, 1, 13, 14, 25), "published_at"))
    assert value.start == "2020-01-12"


def test_without_an_anchor_nothing_relative_is_dated() -> None:
    text = (
        "今天，1月11日，9日，去年，上周五，前11个月，春节，14时，上半年，今明两天，即日起，下月，新的一年，正月初五。"
    )
    assert [v.start or v.end for v in read_dates(text)] == [None] * len(read_dates(text))


def test_bare_roc_years_only_in_taiwan() -> None:
    text = "于104年6月签准，自101年起进行。"
    assert [v.start for v in read_dates(text, anchor=ANCHOR, region="TW")] == ["2015-06-01", "2012-01-01"]
    assert not [v for v in read_dates(text, anchor=ANCHOR) if v.timex and v.timex.startswith("2015")]


# laws

EXAMPLES = [row["example"] for table in ("atoms", "false_friends") for row in read_tsv(f"dates/{table}.tsv")]
GLUE = [*"年月日号点时周底末初起前自至到-—、和的（）。\n09十廿", "以来", "左右", "截至", "公司", "同期"]
ODD = ["99月", "0日", "25时", "9999年", "1世纪", "每学年", "2月30日", "24:00", "一十日"]
PIECES = st.sampled_from([*EXAMPLES, *GLUE, *ODD])
ANYTHING = st.one_of(
    st.lists(PIECES, max_size=12).map("".join),
    st.text(alphabet="年月日号时点至到初底前后上下本今昨当一二三十百〇0123456789.-/:：（）“”的 \n", max_size=40),
)
ANCHORS = st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2090, 1, 1)).map(lambda day: Anchor(day, "dateline")))


@settings(max_examples=1500, deadline=None)
@given(ANYTHING, ANCHORS, st.sampled_from(["CN", "TW"]))
def test_laws(text: str, anchor: Anchor | None, region: Any) -> None:
    end = 0
    for value in read_dates(text, anchor=anchor, region=region):
        assert end <= value.start_char < value.end_char <= len(text)
        end = value.end_char
        fields = {name: getattr(value, name) for name in DateValue.__slots__}
        mention = DateMention(
            text=text[value.start_char : value.end_char], raw_text="", raw_start_char=0, raw_end_char=0, **fields
        )
        if value.start and value.end:
            assert value.start[:10] <= value.end[:10]
        if value.kind in ("duration", "set", "vague"):
            assert (value.start, value.end, value.anchor) == (None, None, None)
        if value.start:
            assert value.anchor is not None
            assert value.grain is not None
        assert mention.timex != ""


@settings(max_examples=300, deadline=None)
@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)), st.sampled_from(range(9)))
def test_a_day_is_read_in_every_writing(day: date, form: int) -> None:
    y, m, d = day.year, day.month, day.day
    digits = "".join("〇一二三四五六七八九"[int(c)] for c in str(y))
    written = [
        f"{y}年{m}月{d}日", f"{y} 年 {m} 月 {d} 日", f"{y}-{m:02d}-{d:02d}", f"{y}/{m}/{d}", f"{y}.{m:02d}.{d:02d}",
        f"{y}年{m:02d}月{d:02d}日", f"{y}年{m}月{d}号", f"{digits}年{spell(m)}月{spell(d)}日",
        f"{y}年{m}月{d}日".translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    ][form]  # fmt: skip
    values = read_dates(f"记者于{written}采访。")
    assert [(v.start_char, v.end_char, v.start, v.end) for v in values] == [
        (3, 3 + len(written), day.isoformat(), day.isoformat())
    ]


def spell(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else "一二三四五六七八九"[tens - 1] + "十") + "零一二三四五六七八九"[
        ones
    ] * (ones > 0)


@pytest.mark.parametrize("case", POSITIVE, ids=lambda case: case["expression"])
def test_an_explicit_date_means_the_same_alone(case: dict[str, Any]) -> None:
    for value in read_case(case):
        if value.anchor == "explicit" and "region" not in case:
            span = case["text"][value.start_char : value.end_char]
            if span.isdigit():  # 2018 in 2018、2019年 is a year by its neighbour
                continue
            alone = read_dates(span)
            assert [(v.timex, v.start, v.end) for v in alone] == [(value.timex, value.start, value.end)], span


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("2019年前11個月，比去年同期增長9%。", "2019年前11个月，比去年同期增长9%。"),
        ("後天下午3點，週四，禮拜一。", "后天下午3点，周四，礼拜一。"),
        ("農曆臘月二十三，除夕夜，國慶黃金週。", "农历腊月二十三，除夕夜，国庆黄金周。"),
        ("截至2019年12月31日，連續下滑11個月。", "截至2019年12月31日，连续下滑11个月。"),
        ("“十四五”開局之年，20世紀90年代。", "“十四五”开局之年，20世纪90年代。"),
        ("今(26)日，明(105)年元月底。", "今(26)日，明(105)年元月底。"),
    ],
)
def test_traditional_characters_mean_the_same(traditional: str, simplified: str) -> None:
    values = read_dates(simplify(traditional), anchor=ANCHOR, region="TW")
    assert values == read_dates(simplified, anchor=ANCHOR, region="TW")
    assert any(value.start for value in values)


# hostile input and cost

HOSTILE = ("1", "年", "2019年", "（", "一", "1.", "1:", "1至", "今", "1月至", "1-", "1年", "十", "1 ", "第", "“", "每")


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_lines_cost_no_more_than_their_length(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    read_dates(text[:1000], anchor=ANCHOR)
    started = time.process_time()
    read_dates(text, anchor=ANCHOR)
    assert time.process_time() - started < 5


def test_cost_is_linear() -> None:
    line = (
        "2019年10月22日，记者从1月至11月的数据看到，前11个月比去年同期增长33%，1.2万人次参加，联系电话0431-81126178。\n"
    )

    def cost(times: int) -> float:
        started = time.process_time()
        read_dates(line * times, anchor=ANCHOR)
        return time.process_time() - started

    cost(10)
    assert min(cost(4000) for _ in range(3)) < 20 * max(min(cost(400) for _ in range(3)), 0.005)


def test_every_group_of_a_rule_has_a_name() -> None:
    for table in ("atoms", "false_friends", "parts"):
        for row in read_tsv(f"dates/{table}.tsv"):
            pattern = re.sub(r"\{[a-z]\w*\}", "", row["pattern"])  # a piece
            assert re.compile(pattern).groups == len(row.get("groups", "").split()), row["pattern"]


def test_values_are_picklable() -> None:
    values = read_dates("2019年10月22日", anchor=ANCHOR)
    assert pickle.loads(pickle.dumps((values, ANCHOR))) == (values, ANCHOR)
