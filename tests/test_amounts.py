"""Money and quantities: cases of our own, and laws that hold for any text."""

from __future__ import annotations

import pickle
import re
import time
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsparse.amounts import MoneyValue, QuantityValue, read_amounts
from newsparse.amounts.lexicon import lexicon
from newsparse.records import MoneyMention, QuantityMention, RegionCode
from newsparse.rules import read_tsv
from newsparse.script import simplify

FOLDER = Path(__file__).parent / "cases"


def cases(name: str) -> list[tuple[str, RegionCode, str]]:
    rows = []
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith(("#", "text\t")):
            text, region, found = line.split("\t")
            rows.append((text.replace("\\n", "\n").replace("\\t", "\t"), region, found))
    return rows  # type: ignore[return-value]


MONEY = cases("money.tsv")
QUANTITIES = cases("quantities.tsv")


def number(value: Decimal) -> str:
    return format(value.normalize(), "f")


def show_money(text: str, money: MoneyValue) -> str:
    """Write a value as the case files do."""
    if money.amount is not None:
        value = number(money.amount)
    else:
        assert money.min is not None
        assert money.max is not None
        value = f"{number(money.min)}..{number(money.max)}"
    parts = [text[money.start_char : money.end_char], "=", money.currency or "?", value, money.currency_rule or "?"]
    return " ".join([*parts, *([money.modifier] if money.modifier else [])])


def show_quantity(text: str, quantity: QuantityValue) -> str:
    if quantity.value is not None:
        value = number(quantity.value)
    else:
        assert quantity.min is not None
        assert quantity.max is not None
        value = f"{number(quantity.min)}..{number(quantity.max)}"
    parts = [text[quantity.start_char : quantity.end_char], "=", value, quantity.unit]
    return " ".join([*parts, *(word for word in (quantity.modifier, quantity.direction) if word)])


def test_there_are_enough_cases() -> None:
    for rows, least in ((MONEY, 150), (QUANTITIES, 100)):
        assert len(rows) >= least
        assert sum(not found for _, _, found in rows) * 3 >= len(rows)
        assert len({row[:2] for row in rows}) == len(rows)


@pytest.mark.parametrize(("text", "region", "found"), MONEY, ids=[f"{row[0]} {row[1]}" for row in MONEY])
def test_money(text: str, region: RegionCode, found: str) -> None:
    assert " | ".join(show_money(text, money) for money in read_amounts(text, region=region).money) == found


@pytest.mark.parametrize(("text", "region", "found"), QUANTITIES, ids=[row[0] for row in QUANTITIES])
def test_quantities(text: str, region: RegionCode, found: str) -> None:
    values = read_amounts(text, region=region).quantities
    assert " | ".join(show_quantity(text, quantity) for quantity in values) == found


@pytest.mark.parametrize(
    ("traditional", "region"),
    [
        ("總投資額約新臺幣3億5千萬元，補助8萬至12萬元", "TW"),
        ("產值達1.2萬億元，增長百分之五，銷量41萬輛", "CN"),
        ("單日淨投放1796億元，利率維持1.5厘", "HK"),
        ("罰鍰參拾萬元整，約300餘件", "TW"),
        ("十幾億港幣、數千萬歐元、兩百億韓圓", "HK"),
    ],
)
def test_both_scripts_give_the_same_values(traditional: str, region: RegionCode) -> None:
    simplified = simplify(traditional)
    assert simplified != traditional
    amounts = read_amounts(simplified, region=region)
    assert amounts.money or amounts.quantities
    assert amounts == read_amounts(simplify(simplified), region=region)
    for value in (*amounts.money, *amounts.quantities):
        assert simplify(traditional[value.start_char : value.end_char]) == simplified[value.start_char : value.end_char]


def test_the_currency_that_a_sentence_names_holds_to_its_end() -> None:
    text = "开展2亿元人民币逆回购，净投放1亿元。另拨款3亿元。"
    found = [(money.currency, money.currency_rule) for money in read_amounts(text, region="HK").money]
    assert found == [("CNY", "written"), ("CNY", "context"), ("HKD", "region")]


def test_same_below_holds_for_the_rest_of_the_text() -> None:
    text = "总额5亿元（港币，下同）。\n其中首期1亿元。\n二期2亿美元。"
    found = [(money.currency, money.currency_rule) for money in read_amounts(text).money]
    assert found == [("HKD", "written"), ("HKD", "context"), ("USD", "written")]


def test_a_table_takes_its_unit_from_the_nearest_head() -> None:
    text = "\n".join(
        [
            "单位：万元",
            "项目\t2023年预算\t增长（%）",
            "教育\t1,234.5\t3.2",
            "从业人数（人）\t50\t1",
            "出口（亿美元）\t2.5\t6",
            "这一段文字不再是表格，它说明上面的数字是怎么来的，也说明了口径和范围，所以足够长，读者可以放心。",
            "名次\t得分",
            "1\t98",
        ]
    )
    found = [(text[m.start_char : m.end_char], m.amount, m.currency, m.currency_rule) for m in read_amounts(text).money]
    assert found == [
        ("1,234.5", Decimal(12345000), "CNY", "table"),
        ("2.5", Decimal(250000000), "USD", "table"),
    ]


@pytest.mark.parametrize(("region", "currency"), [("CN", "CNY"), ("TW", "TWD"), ("HK", "HKD"), ("MO", "MOP")])
def test_bare_yuan_is_the_money_of_the_region(region: RegionCode, currency: str) -> None:
    (money,) = read_amounts("拨款5000元。", region=region).money
    assert (money.currency, money.currency_rule) == (currency, "region")


def test_every_currency_is_read_behind_a_number() -> None:
    for row in read_tsv("amounts/currencies.tsv"):
        if row["side"] in ("after", "both"):
            (money,) = read_amounts(f"合计30{row['name']}。").money
            written = {"*": "CNY", "?": None, "$": "USD"}.get(row["code"], row["code"])
            assert (money.currency, money.amount) == (written, 30 * Decimal(row["factor"])), row["name"]


def test_every_currency_sign_is_read_before_a_number() -> None:
    for row in read_tsv("amounts/currencies.tsv"):
        if row["side"] in ("before", "both"):
            (money,) = read_amounts(f"合计，{row['name']}30万。").money
            assert money.currency == {"$": "USD"}.get(row["code"], row["code"]), row["name"]


def test_every_unit_is_read_behind_a_number() -> None:
    for row in read_tsv("amounts/units.tsv"):
        number = {"many": "3万", "hour": "300", "decimal": "3.5"}.get(
            row["numerals"], "两" if row["kind"] == "times" else "3"
        )
        text = f"翻{number}{row['unit']}。"
        (quantity,) = read_amounts(text).quantities
        assert quantity.unit == {"percent": "%", "point": "percentage_point"}.get(row["kind"], row["unit"])


def test_no_word_is_in_a_table_twice() -> None:
    for table, keys in (
        ("currencies", ("name", "side")),
        ("units", ("unit",)),
        ("bounds", ("word", "side")),
        ("directions", ("word", "side")),
        ("contexts", ("word", "side")),
        ("not_amounts", ("pattern",)),
    ):
        words = [tuple(row[key] for key in keys) for row in read_tsv(f"amounts/{table}.tsv")]
        assert len(words) == len(set(words)), table


AMOUNT = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "新台币", "人民币", "HK$", "百分之"]),
        st.sampled_from(
            ["3", "1,200.5", "10多", "300余", "数千", "三百五十", "5—8", "50亿至80", "-2.3", "两三", "2、3"]
        ),
        st.sampled_from(["", "万", "亿", "万亿"]),
        st.sampled_from(["", "元", "美元", "%", "个百分点", "成", "人次", "平方米", "块", "元5角", "至", "、"]),
        st.sampled_from(["", "以上", "左右", "多", "。", "，", "\n", "（人民币，下同）", "\t"]),
    ),
)
TEXT = st.lists(
    st.one_of(
        AMOUNT, st.sampled_from(["约", "增长", "下降了", "其中", "第", "三元食品", "单位：万元\n", "预算", "a", " "])
    )
).map("".join)


@given(TEXT, st.sampled_from(["CN", "TW", "HK", "MO"]))
def test_laws(text: str, region: RegionCode) -> None:
    amounts = read_amounts(text, region=region)
    taken: list[tuple[int, int]] = []
    for money in amounts.money:
        taken.append((money.start_char, money.end_char))
        assert (money.amount is None) == (money.min is not None and money.max is not None)
        assert money.min is None or money.max is None or money.min < money.max
        assert (money.currency is None) == (money.currency_rule is None)
        assert money.currency is None or re.fullmatch("[A-Z]{3}", money.currency)
    for quantity in amounts.quantities:
        taken.append((quantity.start_char, quantity.end_char))
        assert (quantity.value is None) == (quantity.min is not None and quantity.max is not None)
        assert quantity.min is None or quantity.max is None or quantity.min < quantity.max
    taken.sort()
    assert all(0 <= start < end <= len(text) for start, end in taken)
    assert all(left[1] <= right[0] for left, right in pairwise(taken))
    assert read_amounts(text, region=region) == amounts


@given(AMOUNT, st.sampled_from(["CN", "TW"]))
def test_a_span_alone_has_the_same_value(text: str, region: RegionCode) -> None:
    for money in read_amounts(text, region=region).money:
        span = text[money.start_char : money.end_char]
        # 2 in 2、3万元 is money by its neighbour alone
        if money.currency_rule != "context" and "、" not in text and re.search(r"[元角块]|[币$]\D*\d", span):
            (alone,) = read_amounts(span, region=region).money
            assert (alone.amount, alone.min, alone.max) == (money.amount, money.min, money.max)
            assert alone.currency == money.currency or "人民币" in text


@given(st.text(max_size=80))
def test_any_text_is_read_without_error(text: str) -> None:
    read_amounts(text)


def test_values_fit_the_record() -> None:
    text = "经费约10多亿元，增长3%至5%。"
    amounts = read_amounts(text)
    for value, mention in ((amounts.money[0], MoneyMention), (amounts.quantities[0], QuantityMention)):
        fields = {name: getattr(value, name) for name in value.__slots__}
        span = text[value.start_char : value.end_char]
        mention(
            text=span,
            raw_text=span,
            raw_start_char=value.start_char,
            raw_end_char=value.end_char,
            **fields,
        )


def test_values_pickle() -> None:
    amounts = read_amounts("投入3亿元，增长5%")
    assert pickle.loads(pickle.dumps(amounts)) == amounts
    assert lexicon() is lexicon()


@pytest.mark.parametrize(
    "unit",
    ["1", "1,", "一", "1元", "1至", "1、", "三块五", "（下同", "约", "1\t", "百分之", "翻番", "新台币(下同)", "1|"],
)
def test_cost_is_linear(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        start = time.process_time()
        read_amounts(text)
        return time.process_time() - start

    assert seconds(40_000) < 10 * seconds(10_000) + 0.2
