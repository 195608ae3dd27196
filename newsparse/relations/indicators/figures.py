"""The figures that a statistic may be made of: amounts, and places in an order, fractions and lengths of time."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Literal, NamedTuple

from newsparse import numerals
from newsparse.amounts import MoneyValue, QuantityValue
from newsparse.dates import DateValue
from newsparse.relations.values import IndicatorValue

__all__ = ["Figure", "find_figures"]

_RANK = re.compile(
    r"第[一二三四五六七八九十\d]{1,4}(?:[位名](?!次)|大(?=[\u4e00-\u9fff]{2,10}(?:[，。；、\s]|$))|(?=[，。；、！）)\s]|$))"
    r"|前[一二三四五六七八九十\d]{1,3}[位名列]|首位|榜首"
)
_DURATION = re.compile(r"([\d.,]+|[一二两三四五六七八九十百]+)(?:余|多)?(个?(?:工作日|小时|分钟|天|日|个月|年|秒))")
_NUMBER = re.compile(r"[一二三四五六七八九十\d]+")
_BARE = re.compile(
    r"(?<![\d.,第])\d[\d,]{0,9}(?:\.\d{1,4})?(?:[万亿][多余]?|[多余][万亿])(?=[\u4e00-\u9fff，。；、）\s]|$)"
    r"|(?<=[过破到达近超逾])[一二两三四五六七八九十]{1,3}(?:万亿|亿|万)(?=[，。；、）]|大关|台阶)"
)  # 惠及|78万|农牧民, 突破|两万亿
_RATIO = re.compile(  # 三次产业比重
    r"(?<=[由为从比是至到])(?!0\d)\d{1,3}(?:\.\d+)?(?:[:：∶]\d{1,3}(?:\.\d+)?){2}(?![\d:：])"
)
_FIRST = ("首位", "榜首")
_NAMED = re.compile("[“「][一二两三四五六七八九十百千万][\u4e00-\u9fff]{1,12}[”」]")  # “两项补贴”, “一核两副三带”
_EACH = re.compile("(?:[/／]|每)(秒|分钟|小时|时|日|天|月|年)(?![\u4e00-\u9fff])")
_UNITLESS = re.compile("(?:比值|得分|评分|系数|中间价)(?![0-9])")
_DECIMAL = re.compile(r"(?<![\d.,])\d{1,5}\.\d{1,4}(?=[，。；、）)\s]|(?:缩小|扩大|提高|下降|上升|降低|降|升)|$)")
_LONGEST_WAY = 30
_start = attrgetter("start")


class Figure(NamedTuple):
    """A number with a unit."""

    start: int
    end: int
    kind: Literal["money", "quantity", "rank", "fraction", "duration", "ratio"]
    value: Decimal | None
    min: Decimal | None = None
    max: Decimal | None = None
    unit: str | None = None
    currency: str | None = None

    @property
    def proportional(self) -> bool:
        """Whether it is a share of something: 5%, 四分之一, 3成."""
        return self.kind == "fraction" or self.unit in ("%", "percentage_point", "成", "‰")

    def is_like(self, one: IndicatorValue) -> bool:
        """Say whether it has the unit or currency of a statistic."""
        return (self.unit, self.currency) == (one.unit, one.currency)


def find_figures(
    text: str, dates: Sequence[DateValue], money: Sequence[MoneyValue], quantities: Sequence[QuantityValue]
) -> list[Figure]:
    """Give the figures of a text in order, none inside another.

    Parameters
    ----------
    text:
        Clean text.
    dates, money, quantities:
        What was found in it, each in order.
    """
    named: set[int] = set()  # offsets inside quotations that only begin with a number
    for quoted in _NAMED.finditer(text) if "“" in text or "「" in text else ():
        named.update(range(quoted.start(), quoted.end()))
    figures = [Figure(m.start_char, m.end_char, "money", m.amount, m.min, m.max, None, m.currency) for m in money]
    figures += [
        Figure(q.start_char, q.end_char, "fraction", q.value, q.min, q.max)
        if q.unit == "fraction"
        else _quantity(text, q)
        for q in quantities
        if q.start_char not in named
    ]
    figures.sort(key=_start)
    more = [_rank(match) for match in _RANK.finditer(text)]
    if ":" in text or "：" in text or "∶" in text:
        more += [Figure(match.start(), match.end(), "ratio", None) for match in _RATIO.finditer(text)]
    if "万" in text or "亿" in text:
        more += [
            Figure(match.start(), match.end(), "quantity", number.low)
            for match in _BARE.finditer(text)
            if (number := numerals.read(match[0].replace("多", "").replace("余", "")))
        ]
    for date in dates:
        if date.kind != "duration" or text.endswith("连续", 0, date.start_char):  # 连续|五年|保持在50%以上
            continue
        match = _DURATION.match(text, date.start_char, date.end_char)
        if match and (number := numerals.read(match[1])):
            more.append(
                Figure(
                    date.start_char,
                    date.end_char,
                    "duration",
                    number.low,
                    unit=match[2],
                )
            )
    more += _numbers(text)
    starts = [figure.start for figure in figures]
    ends = [figure.end for figure in figures]
    taken: list[Figure] = []
    for figure in sorted(more, key=_start):
        index = bisect_left(ends, figure.start + 1)
        inside = index < len(figures) and starts[index] < figure.end
        # 第1位 beats the quantity 1位 in it
        if inside and figure.kind == "rank" and figures[index].end <= figure.end:
            figures[index] = figure
        elif not inside and (not taken or taken[-1].end <= figure.start):
            taken.append(figure)
    return sorted((*figures, *taken), key=_start)


def _quantity(text: str, one: QuantityValue) -> Figure:
    """Give a quantity, with the time in which there is so much: 5600吨|/日."""
    end, unit = one.end_char, one.unit
    if unit and (each := _EACH.match(text, end)):
        end, unit = each.end(), f"{unit}/{each[1]}"
    return Figure(one.start_char, end, "quantity", one.value, one.min, one.max, unit)


def _numbers(text: str) -> Iterator[Figure]:
    """Yield the numbers without a unit behind what has none: 比值由2.52缩小至2.46."""
    for head in _UNITLESS.finditer(text):
        for number in _DECIMAL.finditer(text, head.end(), head.end() + _LONGEST_WAY):
            yield Figure(number.start(), number.end(), "quantity", Decimal(number[0]))


def _rank(match: re.Match[str]) -> Figure:
    place = match[0]
    value = Decimal(1)
    if place not in _FIRST and (found := _NUMBER.search(place)) and (number := numerals.read(found[0])):
        value = number.low
    bound = {"min": Decimal(1), "max": value, "value": None} if place.startswith("前") else {"value": value}
    return Figure(match.start(), match.end(), "rank", unit="位", **bound)
