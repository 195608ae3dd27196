"""Statistics: cases are data, names are given, so that only the reading of figures is tested."""

from __future__ import annotations

import re
import time
from collections import Counter
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsparse
from newsparse.amounts import read_amounts
from newsparse.dates import Anchor, read_dates
from newsparse.entities import EntityValue
from newsparse.relations import IndicatorValue, read_indicators
from newsparse.relations.indicators.words import subject_weights
from newsparse.settings import Settings
from tests.test_relations import unmark, words_of

CASES = Path(__file__).parent / "cases" / "indicators.tsv"
ANCHOR = Anchor(date(2024, 3, 5), "published_at")
FAST = Settings.default().changed({"entities": {"model": False}})

PIECES = (
    *"全市，。、；：（）的占比从到 \n",
    *"投资 同比 分别 增长 下降 持平 第1位 居 3亿元 5% 4%、 20个 2023年 其中 前者 企业 提高到 是上年的 2倍".split(),  # noqa: SIM905
    *"四分之一 一年间 （一） 完成 全年计划 一辆 大巴车 压缩到 8个工作日 上修至 实现正增长 合计".split(),  # noqa: SIM905
)


def rows() -> list[tuple[str, str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return [(row[0].replace("\\n", "\n"), row[1]) for row in cells]


def find(text: str, names: list[EntityValue], headline: str = "", start: int = 0, **known: str) -> list[IndicatorValue]:
    amounts = read_amounts(text, region="CN")
    dates = read_dates(text, anchor=ANCHOR)
    words = words_of(text, names)
    money, quantities = amounts.money, amounts.quantities
    return read_indicators(text, words, names, dates, money, quantities, start=start, headline=headline, **known)


def show(text: str, fact: IndicatorValue) -> str:
    """Write a statistic as the case file does."""
    change = "-"
    if fact.change:
        size = "-" if fact.change.value is None else format(fact.change.value, "f")
        change = f"{fact.change.direction} {size} {fact.change.basis or '-'}"
    figure = "-" if fact.kind == "change" else text[fact.start_char : fact.end_char]
    period = fact.period.timex if fact.period else "-"
    return f"{fact.subject or '-'}|{fact.measure}|{period}|{figure}|{change}"


def test_there_are_enough_cases() -> None:
    cases = rows()
    assert len(cases) >= 80
    assert sum(not expected for _, expected in cases) * 3 >= len(cases)
    assert max(Counter(text for text, _ in cases).values()) == 1


@pytest.mark.parametrize(("marked", "expected"), rows(), ids=[text[:30] for text, _ in rows()])
def test_indicators(marked: str, expected: str) -> None:
    text, names = unmark(marked)
    found = ";".join(show(text, fact) for fact in find(text, names))
    assert _joined(found) == _joined(expected)


def _joined(facts: str) -> list[str]:
    """Join subject and measure: where 全省|养老机构|床位使用率 is parted is learned, and either way is right."""
    return [fact.replace("|", "", 1) for fact in facts.split(";")]


def test_plans_are_told_from_facts() -> None:
    planned = [fact.planned for fact in find("2024年，全市力争投资增长5%。2023年，全市投资增长4%。", [])]
    assert planned == [True, False]
    years = "2023年，全市投资增长4%。2023年，全市进口增长5%。到2027年，全市投资增长6%。到2021年，全市出口增长7%。"
    assert [fact.planned for fact in find(years, [])] == [False, False, True, False]


def test_the_title_of_a_report_gives_its_place_and_year() -> None:
    text = "新建农村公路1590公里。"
    for headline, expected in (
        ("2019年湖南省政府工作报告", "湖南省|新建农村公路|2019|1590公里|-"),
        ("政府工作报告（2023年）", "-|新建农村公路|2023|1590公里|-"),
        ("湖南省2019年农村公路建设见闻", "-|新建农村公路|-|1590公里|-"),
    ):
        (fact,) = find(text, [], headline)
        assert show(text, fact) == expected
        assert {part.name for part in fact.parts} == {"value", "measure"}


def test_every_weight_of_a_subject_says_something() -> None:
    table = files("newsparse.rules").joinpath("relations/subjects.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in table if not line.startswith("#")][1:]
    assert len(rows) == len(subject_weights())
    assert all(len(row) == 2 and float(row[1]) for row in rows)


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("过去五年，我们取得新的成绩。\n成绩来之不易，顺利新增铁路3000公里。", ["2018/2022"]),
        ("这五年，我们取得了成绩。\n成绩来之不易，森林覆盖率提高到35%，里程居全国第3位。", ["2022", "2022"]),
        ("过去五年，我们取得新的成绩。\n一年来，我们取得成绩，顺利新增铁路300公里。", ["2022"]),
        ("成绩来之不易，顺利新增铁路3000公里。", ["2022"]),
        ("“十四五”时期，成绩来之不易。\n成绩来之不易，顺利新增铁路3000公里。", ["2022"]),
    ],
)
def test_a_report_that_looks_back_on_five_years(text: str, periods: list[str]) -> None:
    found = find(text, [], "2023年湖南省政府工作报告")
    assert [fact.period and fact.period.timex for fact in found] == periods


def test_a_report_behind_a_plan_looks_back_on_it() -> None:
    (fact,) = find("“十四五”时期，成绩来之不易。\n成绩来之不易，顺利新增铁路3000公里。", [], "2026年湖南省政府工作报告")
    assert fact.period is not None
    assert fact.period.timex == "2021/2025"


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("2023年前三季度全省经济运行情况\n2023年二季度，投资增长3.5%。出口增长4%。", ["2023-Q2", "2023-01/2023-09"]),
        ("2023年前三季度全省经济运行情况\n2023年3月末，贷款余额5亿元。存款余额6亿元。", ["2023-03-31", "2023-03-31"]),
        ("2023年前三季度全省经济运行情况\n社会消费品零售总额增长3%。", ["2023-01/2023-09"]),
        ("2023年一件民生实事\n投资增长3.5%。", [None]),
        ("3月5日工业运行情况\n投资增长3.5%。", [None]),
    ],
)
def test_a_bulletin_is_about_the_time_in_its_title(text: str, periods: list[str | None]) -> None:
    assert [fact.period and fact.period.timex for fact in find(text, [])] == periods


def test_doublings_beyond_reason_stay_as_written() -> None:
    (fact,) = find("2023年，全县粮食产量翻999999999番。", [])
    assert fact.change is not None
    assert (fact.change.value, fact.change.unit) == (999_999_999, "番")


def test_a_communique_is_about_the_year_in_its_title() -> None:
    (fact,) = find("全市粮食产量达到775万吨。", [], "2022年国民经济和社会发展统计公报", published="2023-04-01")
    assert fact.period is not None
    assert fact.period.timex == "2022"


def test_a_report_is_about_the_place_of_its_site_and_turns_to_plans() -> None:
    text = (
        "各位代表：\n过去一年，我们取得了新的成绩，粮食产量达到775亿斤，连续3年居全国前列。\n"
        "吉林的发展质量明显提升，新增就业37万人，取得了有力成效。\n"
        "今年要继续确保就业稳定，力争新增就业30万人。\n"
    )
    found = find(text, [], "政府工作报告", url="https://www.jl.gov.cn/gzbg/t1.html", published="2024-01-20")
    assert [(fact.subject, fact.period.timex, fact.planned) for fact in found if fact.period] == [
        ("吉林", "2023", False),
        ("吉林", "2023", False),
        ("吉林", "2024", True),
    ]


def test_a_moved_report_is_of_the_year_that_it_names() -> None:
    text = "各位代表：\n2018年，全市粮食产量增长2%。\n新增企业300家。"
    moved = find(text, [], "政府工作报告", published="2023-08-15")
    new = find(text, [], "政府工作报告", published="2019-01-20")
    years = [[fact.period.timex for fact in found if fact.period] for found in (moved, new)]
    assert years[0] == years[1] == ["2018", "2019"]


def test_until_now_is_the_day_of_the_article() -> None:
    (until,) = find("截至目前，全市签约项目17个。", [], published="2024-03-01")
    assert until.period is not None
    assert until.period.timex == "2024-03-01"
    compared = find("2023年，全市救护量从10年前的6万件到现在的9.6万件。", [], published="2024-03-01")
    assert not any(one.period and one.period.timex == "2024-03-01" for one in compared)
    (unknown,) = find("2019年竣工。截至目前，全市签约项目17个。", [])
    assert unknown.period is None


def test_kinds() -> None:
    text = "2023年，全市出口额88亿元，占总额的41%，居全省第2位，完成年度计划的91%，同比增长5%。"
    assert [fact.kind for fact in find(text, [])] == ["level", "share", "rank", "completion", "change"]


def test_parts_point_at_mentions() -> None:
    article = newsparse.parse("2023年，长春市出口额88亿元，同比增长5%。", settings=FAST)
    (fact,) = article.indicators
    said = {part.name: article.text[part.start_char : part.end_char] for part in fact.parts}
    assert said == {"value": "88亿元", "subject": "长春市", "measure": "出口额", "period": "2023年", "change": "5%"}
    mentions = {part.name: [article.mention(one).text for one in part.mentions] for part in fact.parts}
    assert mentions["value"] == ["88亿元"]
    assert mentions["period"] == ["2023年"]
    assert mentions["change"] == ["5%"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.data())
def test_any_text_gives_facts_inside_it(pieces: list[str], data: st.DataObject) -> None:
    text = "".join(pieces)
    edges = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    names = [EntityValue(a, b, "ORG", text[a:b]) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    for fact in find(text, names):
        assert 0 <= fact.start_char < fact.end_char <= len(text)
        assert fact.measure
        assert fact.kind == "change" or fact.value is not None or fact.min is not None or fact.max is not None
        for part in fact.parts:
            assert 0 <= part.start_char < part.end_char <= len(text)


@pytest.mark.parametrize(
    "piece",
    ["达到", "投资增长5%、", "全市", "占", "（", "第1位居全国", "2023年", "企业、", "分别增长", "10个项目、", "的"],
)
def test_time_is_linear(piece: str) -> None:
    spent = []
    for count in (1_000, 4_000):
        text = re.sub(" ", "", piece) * count
        amounts = read_amounts(text, region="CN")
        dates = read_dates(text, anchor=ANCHOR)
        words = words_of(text, [])
        runs = []
        for _ in range(3):
            start = time.process_time()
            read_indicators(text, words, [], dates, amounts.money, amounts.quantities)
            runs.append(time.process_time() - start)
        spent.append(min(runs))
    assert spent[1] < 12 * max(spent[0], 0.01)  # four times the text; sixteen times the time would be quadratic


def test_report_on_a_budget_turns_where_it_names_the_next_year() -> None:
    text = (
        "关于临川县2022年预算执行情况和2023年预算草案的报告\n全县一般公共预算收入5亿元。\n教育支出2亿元。\n"
        "2023年，收入预算安排6亿元。\n乡村振兴支出1亿元。"
    )
    periods = [fact.period.timex if fact.period else "-" for fact in find(text, [], start=text.index("\n") + 1)]
    assert periods == ["2022", "2022", "2023", "2023"]
