"""Tables of statistics: a head that says what the columns are, rows of a name and its figures.

A row is a line of the text whose cells are parted by tabs, or by the bars of Markdown. The unit of a figure stands in
its cell, in a column of units, in brackets behind the head or the name of the row, or in the caption (单位：亿元); a
column of figures without a unit is not read. What the words of a head mean is in ``rules/relations/tables.toml``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from newsparse.amounts import read_amounts
from newsparse.records import Change, IndicatorKind
from newsparse.relations.indicators.changes import basis_of
from newsparse.relations.indicators.figures import Figure
from newsparse.relations.indicators.page import Page, Phrase
from newsparse.relations.indicators.periods import When
from newsparse.relations.indicators.state import state
from newsparse.relations.values import IndicatorValue, PartValue
from newsparse.rules import read_toml

__all__ = ["Table", "find_tables"]

_NUMBER = re.compile(r"([-−－﹣+＋]?)(\d{1,3}(?:[,，]\d{3})+|\d+)(\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_BRACKETS = re.compile(r"[（(【\[]([^（）()【】\[\]]{1,16})[）)】\]]")
_DIGIT = re.compile(r"\d")
_PERCENT = re.compile("[%％]|百分点")
_UNIT_SEPARATOR = re.compile("[、,，;；/和]")
_MINUS = frozenset("-−－﹣")
_ROWS_OF_HEAD, _WIDEST, _CAPTION_LINES = 3, 40, 3
_LONGEST_CELL, _LONGEST_UNIT = 60, 16
_HELD = ("GPE", "LOC", "ORG", "FAC", "PRODUCT")

Role = Literal["level", "change", "share", "rank", "completion", "unit", "none"]
Line = tuple[int, int]


class _Unit(NamedTuple):
    """What one of a unit is: 1 亿元 is 100,000,000 CNY."""

    size: Decimal
    unit: str | None
    currency: str | None


@dataclass(frozen=True, slots=True)
class _Column:
    """What its head says of a column."""

    role: Role
    head: Phrase
    """Without its unit; empty where the rows name the measure."""
    unit: str
    """As written; may be empty."""
    when: When | None
    planned: bool


class _Patterns(NamedTuple):
    label: re.Pattern[str]
    unit_column: re.Pattern[str]
    no_figures: re.Pattern[str]
    moved: re.Pattern[str]
    share: re.Pattern[str]
    rank: re.Pattern[str]
    completion: re.Pattern[str]
    generic: re.Pattern[str]
    planned: re.Pattern[str]
    holders: re.Pattern[str]
    caption: re.Pattern[str]
    caption_unit: re.Pattern[str]
    row_lead: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    table = read_toml("relations/tables.toml")
    return _Patterns(*(re.compile(table[name]) for name in _Patterns._fields))


@lru_cache(maxsize=1024)  # what stands in a cell may be anything
def _unit(written: str) -> _Unit | None:
    """Read a unit by what one of it is."""
    if len(written) > _LONGEST_UNIT:
        return None
    if written == "百分点":
        return _Unit(Decimal(1), "percentage_point", None)
    text = f"1{written}"
    found = read_amounts(text, region="CN")
    for money in found.money:
        if money.end_char == len(text) and money.amount:
            return _Unit(money.amount, None, money.currency)
    for quantity in found.quantities:
        if quantity.end_char == len(text) and quantity.value:
            return _Unit(quantity.value, quantity.unit, None)
    return None


@dataclass(frozen=True, slots=True)
class Table:
    """A table that states statistics; offsets are those of the text.

    Attributes
    ----------
    start, end
        From its caption or its first row to the end of its last row.
    found
        Its statistics, in order.
    """

    start: int
    end: int
    found: Sequence[IndicatorValue]


def find_tables(page: Page, subject: Phrase | None) -> list[Table]:
    """Read the tables of a text; a table in which nothing is stated is none.

    Parameters
    ----------
    page
        The text; the date in its first line holds for tables that state none.
    subject
        What it is about, for tables that do not say.
    """
    if "\t" not in page.text and "|" not in page.text:
        return []
    dates = [date for date in page.dates(0, max(page.text.find("\n"), 0)) if date.start]
    known = When.of(dates[-1]) if dates else None
    patterns = _patterns()
    tables: list[Table] = []
    above: list[Line] = []  # lines that are no rows, just above
    rows: list[list[Phrase]] = []
    at = begin = 0
    for line in [*page.text.split("\n"), ""]:
        end = at + len(line)
        cells = _cells(page, at, end)
        if cells:
            begin = begin if rows else at
            rows.append(cells)
        else:
            if found := list(_Reader(page, rows, above, subject, known).read()) if len(rows) > 1 else []:
                caption = next((start for start, stop in above if patterns.caption.match(page.text, start, stop)), None)
                tables.append(Table(begin if caption is None else caption, at - 1, found))
            above = [] if rows else above[1 - _CAPTION_LINES :]
            above.append((at, end))
            rows = []
        at = end + 1
    return tables


def _cells(page: Page, start: int, end: int) -> list[Phrase]:
    """Give the cells of a row, without the spaces around them; none if the line is no row."""
    text = page.text
    mark = "\t"
    if text.startswith("|", start) and text.count("|", start, end) > 2:
        mark = "|"
        start, end = start + 1, end - text.endswith("|", start, end)
    elif text.find(mark, start, end) < 0:
        return []
    cells = []
    for piece in text[start:end].split(mark):
        begin = start + len(piece) - len(piece.lstrip())
        cells.append(page.at(begin, max(begin, start + len(piece.rstrip()))))
        start += len(piece) + 1
    return cells


class _Reader:
    """Reads the rows of one table."""

    def __init__(
        self, page: Page, rows: list[list[Phrase]], above: list[Line], subject: Phrase | None, known: When | None
    ) -> None:
        self.page = page
        self.words = _patterns()
        self.above = above
        size = next((number for number, row in enumerate(rows) if self._has_figures(row)), len(rows))
        widths = Counter(len(row) for row in rows[size:] or rows)
        self.width = max(widths, key=lambda width: (widths[width], width))
        self.head = rows[:size] if 0 < size <= _ROWS_OF_HEAD and self.width <= _WIDEST else []
        self.rows = [row for row in rows[size:] if len(row) == self.width]
        self.subject = self._named_above() or subject
        self.when = self._when_above() or known

    def read(self) -> Iterator[IndicatorValue]:
        """Yield what the table states."""
        if not self.head or not self.rows:
            return
        units = self._caption_units()
        columns = self._columns()
        if len(columns) != self.width:
            return
        unit_column = next((number for number, one in enumerate(columns) if one.role == "unit"), None)
        are_holders = self._are_holders()
        for row in self.rows:
            name, in_name = self._without_unit(row[0])
            lead = self.words.row_lead.match(name.text)
            if lead:
                name = Phrase(name.text[lead.end() :], name.start + lead.end(), name.end)
            if not name.text or len(name.text) > _LONGEST_CELL:
                continue
            in_column = row[unit_column].text if unit_column is not None else ""
            waiting: IndicatorValue | None = None  # for how it moved, which the next column may say
            level: _Column | None = None  # the last
            stated: _Column | None = None  # that of `waiting`
            for cell, column in zip(row[1:], columns[1:], strict=True):
                level = column if column.role == "level" else level
                if column.role in ("unit", "none") or not (number := _NUMBER.match(cell.text)):
                    continue
                written = cell.text[number.end() :].strip()
                proportional = column.role in ("change", "share", "completion")
                unit = self._unit_of(written, column, in_name, in_column, units, proportional)
                if unit is None:
                    continue
                value = Decimal(number[2].replace(",", "").replace("，", "") + (number[3] or "")) * unit.size
                if column.role == "change":
                    change = self._change(value, unit, column, down=number[1] in _MINUS)
                    part = PartValue("change", cell.start, cell.end)
                    if waiting and stated is level:
                        yield replace(waiting, change=change, parts=(*waiting.parts, part))
                    else:
                        if waiting:
                            yield waiting
                        yield self._statement(cell, level or column, name, change, None, unit, holders=are_holders)
                    waiting = None
                    continue
                if waiting:
                    yield waiting
                value = -value if number[1] in _MINUS else value
                waiting, stated = self._statement(cell, column, name, None, value, unit, holders=are_holders), column
            if waiting:
                yield waiting

    # the head

    def _has_figures(self, row: list[Phrase]) -> bool:
        """Say whether a row states figures: years alone are a head."""
        numbers = [cell.text for cell in row[1:] if _NUMBER.match(cell.text)]
        return any(not _YEAR.fullmatch(text) and not self._is_head(text) for text in numbers)

    def _is_head(self, text: str) -> bool:
        """Say whether words that begin with a number are the head of a column: 1-11月, 2023年增长（%）."""
        return "月" in text or "年" in text or "季度" in text

    def _columns(self) -> list[_Column]:
        """Give what the head says, its rows one below another.

        The empty cells at both ends of a row are lost; a cell above others, such as a year, goes on over empty ones.
        """
        columns: list[list[Phrase]] = [[] for _ in range(self.width)]
        for row in self.head:
            lacks = self.width - len(row)
            if lacks < 0:
                continue
            shift = min(lacks, 1) if not self.words.label.search(row[0].text) else 0
            above = row is not self.head[-1]
            for number in range(shift, self.width if above else shift + len(row)):
                cell = row[number - shift] if number - shift < len(row) else None
                if cell is None or not cell.text:
                    cell = columns[number - 1][-1] if above and number > 1 and columns[number - 1] else None
                if cell:
                    columns[number].append(cell)
        if sum(map(bool, columns[1:])) < self.width - 1:
            return []
        return [self._column(cells) for cells in columns]

    def _column(self, cells: list[Phrase]) -> _Column:
        words, unit = self.words, ""
        text = ""
        for cell in cells:
            bare, found = self._without_unit(cell)
            text, unit = text + bare.text, found or unit
        start, end = (cells[0].start, cells[-1].end) if cells else (0, 0)
        role: Role = "level"
        if words.unit_column.fullmatch(text):
            role = "unit"
        elif words.no_figures.search(text):
            role = "none"
        elif words.completion.search("".join(cell.text for cell in cells)):
            role = "completion"
        elif words.moved.search(text):
            role = "change"
        elif words.rank.search(text):
            role = "rank"
        elif words.share.search(text):
            role = "share"
        whole = "".join(cell.text for cell in cells)
        dates = [date for cell in cells for date in self.page.dates(cell.start, cell.end) if date.start]
        named = [date for date in dates if _DIGIT.search(self.page.text, date.start_char, date.end_char)]  # not 本月
        when = When.of(named[-1]) if named and role != "change" else None
        own = text
        if role == "level":
            for date in dates:
                text = text.replace(self.page.text[date.start_char : date.end_char], "")
            own = words.generic.sub("", text)
        head = Phrase(text if own else "", start, end)
        return _Column(role, head, unit, when, words.planned.search(whole) is not None)

    def _without_unit(self, cell: Phrase) -> tuple[Phrase, str]:
        """Give a head or a name without the unit in brackets behind it, and the unit."""
        for found in _BRACKETS.finditer(cell.text):
            if _unit(found[1]) is not None or _PERCENT.search(found[1]):
                text = cell.text[: found.start()] + cell.text[found.end() :]
                end = cell.end if found.end() < len(cell.text) else cell.start + found.start()
                return Phrase(text, cell.start, end), found[1]
        return cell, ""

    # what holds for the whole table

    def _caption_units(self) -> list[str]:
        """Give the units that the caption names: 单位：亿元、%."""
        places = [*self.above, *((cell.start, cell.end) for row in self.head for cell in row)]
        for start, end in reversed(places):
            if found := self.words.caption_unit.search(self.page.text, start, end):
                return _UNIT_SEPARATOR.split(found[1])
        return []

    def _named_above(self) -> Phrase | None:
        """Give the place or body that the caption names."""
        for start, end in reversed(self.above):
            if self.page.is_heading(start, end):
                for name in self.page.names(start, end):
                    if name.label in ("GPE", "ORG"):
                        return self.page.at(name.start_char, name.end_char)
        return None

    def _when_above(self) -> When | None:
        """Give the time that the caption names."""
        for start, end in reversed(self.above):
            if self.page.is_heading(start, end):
                dates = [date for date in self.page.dates(start, end) if date.start]
                if dates:
                    return When.of(dates[-1])
        return None

    def _are_holders(self) -> bool:
        """Say whether the figures are of what the rows name, rather than the rows being what is measured."""
        first = self.head[0][0].text if len(self.head[0]) == self.width else ""
        if self.words.holders.search(first):
            return True
        named = sum(
            any(
                name.label in _HELD and name.end_char >= row[0].end
                for name in self.page.names(row[0].start, row[0].end)
            )
            for row in self.rows
        )
        return 2 * named > len(self.rows)

    # the figures

    def _unit_of(
        self, written: str, column: _Column, in_name: str, in_column: str, caption: list[str], proportional: bool
    ) -> _Unit | None:
        """Give the unit of a figure: that beside it, of its column, of its row or of the table."""
        if column.role == "rank":
            return _Unit(Decimal(1), "位", None) if not written or written in "位名" else None
        if written:
            return _unit(written)
        if column.unit:
            return _unit("百分点" if "百分点" in column.unit else "%" if _PERCENT.search(column.unit) else column.unit)
        if proportional:
            return _unit("%")
        amounts = [unit for unit in caption if not _PERCENT.search(unit)]
        return next((found for unit in (in_column, in_name, *amounts) if unit and (found := _unit(unit))), None)

    def _change(self, value: Decimal, unit: _Unit, column: _Column, *, down: bool) -> Change:
        basis = basis_of(self.page.words, column.head.text)
        return Change(
            direction="flat" if not value else "down" if down else "up",
            value=value,
            unit=unit.unit,
            currency=unit.currency,
            basis=basis,
        )

    def _statement(
        self,
        cell: Phrase,
        column: _Column,
        name: Phrase,
        change: Change | None,
        value: Decimal | None,
        unit: _Unit,
        *,
        holders: bool,
    ) -> IndicatorValue:
        """Put a statistic together."""
        own = column.role in ("share", "completion", "rank")
        head = column.head if column.role != "change" else Phrase("", 0, 0)  # 同比增长 is no measure
        if (holders or own) and head.text:
            subject, measure = (name, head) if holders else (self.subject, head._replace(text=name.text + head.text))
        elif head.text:
            subject, measure = name, head
        else:
            subject, measure = self.subject, name
        when = column.when or self.when
        kind: IndicatorKind = "level"
        if change:
            kind = "change"
        elif column.role in ("share", "rank", "completion"):
            kind = column.role
        figure = Figure(cell.start, cell.end, "quantity", value, unit=unit.unit, currency=unit.currency)
        return state(figure, kind, subject, measure, when, change, planned=column.planned)
