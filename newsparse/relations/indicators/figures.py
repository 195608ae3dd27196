"""The figures that a statistic may be made of: amounts, and places in an order, fractions and lengths of time."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
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
    r"(?<![\d.,第])\d[\d,]{0,9}(?:\.\d{1,4})?(?:[万亿][多余]?|[多余][万亿])(?=[\u4e00-\u9fff，。；、）])"
    r"|(?<=[过破到达近超逾])[一二两三四五六七八九十]{1,3}(?:万亿|亿|万)(?=[，。；、）]|大关|台阶)"
)  # 惠及|78万|农牧民, 突破|两万亿
_RATIO = re.compile(  # 三次产业比重
    r"(?<=[由为从比是至到])(?!0\d)\d{1,3}(?:\.\d+)?(?:[:：∶]\d{1,3}(?:\.\d+)?){2}(?![\d:：])"
)
_FIRST = ("首位", "榜首")
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
    figures = [Figure(m.start_char, m.end_char, "money", m.amount, m.min, m.max, None, m.currency) for m in money]
    figures += [
        Figure(q.start_char, q.end_char, "fraction", q.value, q.min, q.max)
        if q.unit == "fraction"
        else Figure(q.start_char, q.end_char, "quantity", q.value, q.min, q.max, q.unit)
        for q in quantities
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
        match = _DURATION.match(text, date.start_char, date.end_char) if date.kind == "duration" else None
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


def _rank(match: re.Match[str]) -> Figure:
    place = match[0]
    value = Decimal(1)
    if place not in _FIRST and (found := _NUMBER.search(place)) and (number := numerals.read(found[0])):
        value = number.low
    bound = {"min": Decimal(1), "max": value, "value": None} if place.startswith("前") else {"value": value}
    return Figure(match.start(), match.end(), "rank", unit="位", **bound)
