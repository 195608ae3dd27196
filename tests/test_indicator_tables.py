"""Statistics in tables: cases are data, names are given."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsparse
from newsparse.settings import Settings
from tests.test_indicators import find, show
from tests.test_relations import unmark

CASES = Path(__file__).parent / "cases" / "tables.tsv"
FAST = Settings.default().changed({"entities": {"model": False}})
PAGE = """<html><body><h1>2023年长春市国民经济和社会发展统计公报</h1><p>来源：长春市统计局 2024-03-28</p>
<p>初步核算，全年全市实现地区生产总值7002.1亿元，按可比价格计算，比上年增长6.5%，经济运行总体平稳。</p>
<p>表1 主要产品产量</p><table><tr><th>产品名称</th><th>单位</th><th>产量</th><th>比上年增长（%）</th></tr>
<tr><td>汽车</td><td>万辆</td><td>154.4</td><td>8.3</td></tr><tr><td>发电量</td><td>亿千瓦时</td><td></td><td>5</td></tr>
</table><p>年末全市户籍人口850.4万人，城镇常住居民人均可支配收入45213元，增长5.6%，生活水平继续提高。</p></body></html>"""


def rows() -> list[tuple[str, str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return [(row[0].replace("\\n", "\n").replace("⇥", "\t"), row[1]) for row in cells]


@pytest.mark.parametrize(("marked", "expected"), rows(), ids=[text[:30] for text, _ in rows()])
def test_tables(marked: str, expected: str) -> None:
    text, names = unmark(marked)
    assert ";".join(show(text, fact) for fact in find(text, names)) == expected


def test_a_table_of_a_page_keeps_its_cells_and_its_empty_ones() -> None:
    article = newsparse.parse(PAGE, settings=FAST)
    assert [block.text for block in article.blocks if block.kind == "table_row"] == [
        "产品名称\t单位\t产量\t比上年增长（%）",
        "汽车\t万辆\t154.4\t8.3",
        "发电量\t亿千瓦时\t\t5",
    ]
    cars, power = (one for one in article.indicators if one.subject in ("汽车", "发电量"))
    assert (cars.measure, cars.value, cars.unit, cars.period and cars.period.timex) == ("产量", 1_544_000, "辆", "2023")
    assert (power.kind, power.value, power.change and power.change.value) == ("change", None, 5)
    assert (cars.text, cars.raw_text) == ("154.4", "154.4")
    people = next(one for one in article.indicators if one.measure == "户籍人口")
    assert people.period is not None
    assert people.period.timex == "2023-12-31"  # of the year that a communiqué is about


CELLS = st.sampled_from(
    ["", "指标", "单位", "亿元", "2023年", "增速（%）", "产量（万吨）", "-5", "1,200.5", "3%", "排名", "—"]
)


@given(st.lists(st.lists(CELLS, max_size=5).map("\t".join), max_size=8).map("\n".join))
@settings(max_examples=150, deadline=None)
def test_figures_of_any_table_stand_in_order_and_in_its_cells(text: str) -> None:
    found = find(text, [])
    assert found == sorted(found, key=lambda one: one.start_char)
    for one in found:
        assert one.measure
        for part in one.parts:
            assert 0 <= part.start_char < part.end_char <= len(text)


@pytest.mark.parametrize("row", ["指标\t亿元\n", "甲\t1\t2\t3\t4\n", "\t" * 20 + "\n", "| a | 1 |\n"])
def test_time_is_linear(row: str) -> None:
    def seconds(count: int) -> float:
        text = "单位：亿元\n指标\t2022年\t2023年\t增长\t占比\n" + row * count
        start = time.process_time()
        find(text, [])
        return time.process_time() - start

    seconds(10)
    small, large = (min(seconds(count) for _ in range(3)) for count in (200, 1600))
    assert large < 30 * small + 0.5
