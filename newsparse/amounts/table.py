"""Amounts in the cells of a table, whose unit stands in a header: 单位：万元, 金额（亿元）.

A table is a run of lines with tabs or bars between cells.  A unit counts for the rows below it when a short line of its
own states it (单位：万元), for a column when the column's head does, and for a row when its first cell does.  A head or
first cell that names another measure (增速（%）, 人数, 序号) takes its column or row out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from newsparse import numerals
from newsparse.amounts.lexicon import Lexicon
from newsparse.amounts.values import MoneyValue

__all__ = ["read_tables"]

_LINE = re.compile(r"[^\n]+")
_SEPARATOR = re.compile(r"[\t|｜]")
_STATED = re.compile(r"(?:(?:货币)?单位|计量单位)[:：为][ \u3000]*|[（(]")
_OTHER_MEASURE = re.compile(
    r"[%％‰]|增速|增幅|增长|同比|环比|占比|比重|比例|序号|编号|代码|电话|邮编|年份|年度|日期|人数|户数|个数|数量|面积|次数|件数|吨|亩"
)
_NUMBER = re.compile(r"-?[0-9]{1,3}(?:[,，][0-9]{3})+(?:\.[0-9]+)?|-?[0-9]+(?:\.[0-9]+)?")
_LONGEST_HEADER = 40


@dataclass(frozen=True, slots=True)
class _Unit:
    """What one of a column's numbers is worth; without currency it is no money."""

    factor: Decimal
    currency: str | None


_NO_MONEY = _Unit(Decimal(0), None)


def read_tables(text: str, words: Lexicon, currency: str) -> Iterator[MoneyValue]:
    """Give the amounts in table cells that hold a bare number.

    Parameters
    ----------
    text:
        Simplified text.
    words:
        The word lists.
    currency:
        What bare 元 means in this text.
    """
    if "\t" not in text and "|" not in text and "｜" not in text:
        return
    table: _Unit | None = None
    columns: dict[int, _Unit] = {}
    for line in _LINE.finditer(text):
        cells = list(_cells(text, line.start(), line.end()))
        if len(cells) < 2:
            columns = {}
            if line.end() - line.start() <= _LONGEST_HEADER:
                table = _stated_unit(line.group(), words, currency) or table
            else:
                table = None
            continue
        numbers = [index for index, (start, end) in enumerate(cells) if _NUMBER.fullmatch(text, start, end)]
        if not numbers:
            columns = {
                index: unit
                for index, (start, end) in enumerate(cells)
                if (unit := _stated_unit(text[start:end], words, currency))
            }
            continue
        row = _stated_unit(text[slice(*cells[0])], words, currency)
        for index in numbers:
            unit = columns.get(index)
            if unit is not _NO_MONEY:
                unit = row or unit or table
            if unit and unit.currency and index:
                start, end = cells[index]
                amount = Decimal(text[start:end].replace(",", "").replace("，", "")) * unit.factor
                yield MoneyValue(start, end, amount, None, None, unit.currency, "table")


def _cells(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the cells of a line without the blanks around them; a bar at either end of the line is a frame."""
    edges = [start - 1, *(match.start() for match in _SEPARATOR.finditer(text, start, end)), end]
    for left, right in pairwise(edges):
        cell = text[left + 1 : right]
        begin = left + 1 + len(cell) - len(cell.lstrip())
        if cell.strip() or (left >= start and right < end):
            yield begin, begin + len(cell.strip())


def _stated_unit(head: str, words: Lexicon, currency: str) -> _Unit | None:
    """Read the unit that a head states; None where it states nothing."""
    for stated in _STATED.finditer(head):
        scale = numerals.read(head, stated.end())
        at = scale.end if scale and scale.form == "scale" else stated.end()
        found = words.units.longest(head, at)
        if found and found[1].kind != "money":
            return _NO_MONEY
        if found:
            code = currency if found[1].currency == "*" else found[1].currency
            factor = (scale.low if scale else Decimal(1)) * found[1].factor
            return _Unit(factor, code) if code.isalpha() else _NO_MONEY
    return _NO_MONEY if _OTHER_MEASURE.search(head) else None
