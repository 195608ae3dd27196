"""Reads a text line by line, sentence by sentence, clause by clause."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from newsparse.amounts import MoneyValue, QuantityValue
from newsparse.dates import DateValue
from newsparse.entities import EntityValue
from newsparse.relations.indicators.figures import Figure, find_figures
from newsparse.relations.indicators.measures import Measures
from newsparse.relations.indicators.page import JOIN, Page, Phrase
from newsparse.relations.indicators.periods import Periods, When
from newsparse.relations.indicators.report import Report
from newsparse.relations.indicators.statements import Statements
from newsparse.relations.indicators.subjects import Subjects
from newsparse.relations.indicators.tables import find_tables
from newsparse.relations.values import IndicatorValue

__all__ = ["read_indicators"]

_LONGEST_LEAD = 60
_OPENING, _CLOSING = ("（", "("), ("）", ")")
_SECTION = re.compile(r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十]+部分|#")
_LIST_ITEM = re.compile(r"[（(][一二三四五六七八九十\d]+[）)]|\d+[.、．]")
_MARKER = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|\d{1,2}(?:[.．](?!\d)|、)|[（(][一二三四五六七八九十\d]{1,3}[）)])\s?"
)
_MOVED_TOO = re.compile("(?:[、和及]|以及)(?:同比|环比)?(?:增长|下降|上涨|下跌|增加|减少|提高|上升|回落|提升)")
"""分别|增长5%|和下降|3%."""
_MOVED = re.compile("[增降涨跌升减提落]")
_EQUALS = ("相当于", "相等于")
_MOVE_ALONE = re.compile("(?:[升跌涨降增减占+＋-]|上升|下跌|上涨|下降|增长|增加|减少)?")
_NAME_BEFORE = re.compile("[\u4e00-\u9fff“”「」A-Za-z]{2,20}$")
_LONGEST_NAME = 24
_NAMED_WITH = re.compile("^(?:其次为|其次是|尤其是|特别是|包括|以及|及|和|与|有)")
_UNTIL = re.compile("到(20[0-9]{2})年")  # a plan, when it is later than the year that the text speaks of
_ATTRIBUTE = re.compile(
    "[及或]?(?:以上|以下|以内)(?:的[\u4e00-\u9fff“”]{3,16}|的?[\u4e00-\u9fff“”]{1,12}(?<![到至为]))$"
)
_SIZED = re.compile("(?:超过?|过|逾|突破|不足|低于|高于)$")
_THINGS = re.compile(
    "(?:的[\u4e00-\u9fff“”]{1,12}?(?:（[市区县旗、]{1,7}）)?(?:已?达到?|共?有)|的?[\u4e00-\u9fff“”]{2,12}(?<![到至为长少计]))$"
)
_PLANNING = re.compile("安排|部署|目标|任务|计划|展望")
_start = attrgetter("start_char")


def read_indicators(
    text: str,
    words: Sequence[str],
    entities: Sequence[EntityValue],
    dates: Sequence[DateValue],
    money: Sequence[MoneyValue],
    quantities: Sequence[QuantityValue],
    *,
    start: int = 0,
    headline: str = "",
    url: str = "",
    published: str = "",
) -> list[IndicatorValue]:
    """Find the statistics that a text states.

    Parameters
    ----------
    text:
        Clean text; a statistic never crosses a line end, though its subject and period may stand in a line above, and
        the period of one in a headline in the line below. The cells of the rows of tables are parted by tabs or bars.
    words:
        The words of it, in order; joined, they are the text.
    entities, dates, money, quantities:
        What was found in it, each in order; ``parts`` of the result refer to them by their place in these lists.
    start:
        Where the article begins behind its title; what the title states is stated again below it.
    headline:
        Its title, where it is known: the place and the year that a report is about.
    url:
        Its address, where it is known: the place, if the title names none.
    published:
        The day of its publication, ISO 8601, where it is known: the year of a report whose title names none, and the
        time of what holds until now (截至目前).
    """
    page = Page(text, words, entities, dates)
    reader = _Reader(page, Report(page, headline, url, published), published)
    figures = [one for one in find_figures(text, dates, money, quantities) if not page.inside_name(one.start)]
    starts = [figure.start for figure in figures]
    tables = find_tables(page, reader.subjects.about)
    found = [one for table in tables for one in table.found]
    ends = [table.end for table in tables]
    headed: list[IndicatorValue] = []  # by the line before, if that is a headline
    at = first = begun = 0
    for line in text.split("\n"):
        end = at + len(line)
        last = bisect_left(starts, end)
        table = bisect_left(ends, end)
        if at >= start and not (table < len(tables) and tables[table].start <= end):
            stated = list(reader.line(at, end, figures[first:last]))
            found += [_dated(one, stated, begun) for one in headed]
            if page.is_heading(at, end):
                headed, begun = stated, at
            else:
                found, headed = found + stated, []
        first, at = last, end + 1
    return sorted([*found, *headed], key=_start)


def _dated(headed: IndicatorValue, below: Sequence[IndicatorValue], begun: int) -> IndicatorValue:
    """Give a statistic of a headline the period that it has where the line below states it with one.

    ``begun`` is where the headline begins: a time that it names itself holds.
    """
    if any(part.name == "period" and part.start_char >= begun for part in headed.parts):
        return headed
    for one in below:
        if _figure(one) == _figure(headed) and one.period:
            parts = tuple(part for part in headed.parts if part.name != "period")
            dated = tuple(part for part in one.parts if part.name == "period")
            return replace(headed, period=one.period, parts=parts + dated)
    return headed


def _figure(one: IndicatorValue) -> tuple[object, ...]:
    size = one.change and (one.change.direction, one.change.value, one.change.unit)
    return one.value, one.min, one.max, one.unit, one.currency, size if one.kind == "change" else None


class _Reader:
    """Reads the lines of one text in order."""

    def __init__(self, page: Page, report: Report, published: str) -> None:
        self.page = page
        self.text = page.text
        self.words = page.words
        self.report = report
        self.subjects = Subjects(page, report)
        self.periods = Periods(page, report.year, published)
        self.measures = Measures(self.page, report=report.is_report)
        self._statements: Statements | None = None  # of the sentence before
        self.planned = False  # whether the section is about what is to come

    # lines and sentences

    def line(self, start: int, end: int, figures: Sequence[Figure]) -> Iterator[IndicatorValue]:
        """Yield the statistics of one line."""
        if self.report.year:
            self.planned = start >= self.report.outlook
            self.periods.expect(self.report.year if self.planned else self.report.year - 1)
        if not figures and self.page.is_heading(start, end):
            self._read_heading(start, end)
        else:
            if not self.words.parted.match(self.text, start, end):  # 分行业看 goes on with what the line above measured
                self._statements = None
            self.periods.begin_line(listed=_LIST_ITEM.match(self.text, start, end) is not None)
        self.subjects.begin_line()
        index = 0
        if (marker := _MARKER.match(self.text, start, end)) and not (
            any(one.start < marker.end() for one in figures[:1]) or self.page.dates(start, marker.end())
        ):  # but 7、8两月 is no seventh point
            start = marker.end()
        for first, last, _ in self.page.sentences(start, end, figures):
            begin = index
            while index < len(figures) and figures[index].start < last:
                index += 1
            if begin == index == len(figures) and not self.page.moves(first, end):
                self.periods.take(first, end)  # nothing more is stated
                break
            yield from self._sentence(first, last, figures[begin:index])
        self.periods.end_line()

    def _read_heading(self, start: int, end: int) -> None:
        section = _SECTION.match(self.text, start, end) is not None
        if section and not self.report.year:
            words = self.text[start:end]
            self.planned = _PLANNING.search(words) is not None and "回顾" not in words
        if self.subjects.topic or section:
            self.periods.read_heading(start, end)

    def _sentence(self, start: int, end: int, figures: Sequence[Figure]) -> Sequence[IndicatorValue]:
        before = self.text[start - 1 : start]
        if self.subjects.topic and before not in ("；", ";"):
            self.periods.now = self.periods.heading or self.periods.expected or self.periods.now
        self.periods.begin_sentence(start)
        self.subjects.begin_sentence()
        statements = Statements(
            self.page,
            self.subjects,
            self.periods,
            self.measures,
            planned=self.planned,
            before=self._statements
            if before in ("；", ";") or self.words.parted.match(self.text, start, end)
            else None,
            previous=self._statements,
        )
        self._statements = statements
        states = bool(figures) or self.page.moves(start, end)
        told: tuple[When | None, When | None] | None = None
        since = self.periods.now
        index = 0
        for first, last, mark in self.page.clauses(start, end, figures):
            begin = index
            while index < len(figures) and figures[index].start < last:
                index += 1
            inside = figures[begin:index]
            if self.text[first - 1 : first] in _OPENING:
                self.subjects.enter_bracket()
            if first == start and mark in ("：", ":") and self._is_body(first, last):  # 运达股份：中标价7亿元。
                self.periods.begin_item()
            if not inside and mark and self.text.endswith(self.words.tellers, max(first, last - 4), last):
                self.subjects.read_source(first, last)
                known = self.periods.now
                if not self.text.endswith(self.words.only_told, max(first, last - 4), last):
                    self.periods.take(first, last)
                    told = known, self.periods.now
                elif known and known.is_day:  # 记者今天（8日）|从研究所获悉; but 前三季度，|据海关介绍
                    self.periods.now = since
            else:
                self._clause(statements, first, last, mark, inside, states=states)
            if mark and mark in _CLOSING:
                self.subjects.leave_bracket()
        if told and self.periods.now is told[1]:  # the day of the telling holds for this sentence only
            self.periods.now = told[0]
        return statements.found

    def _is_body(self, start: int, end: int) -> bool:
        """Say whether a stretch is the name of a body and no more."""
        return any(name.label == "ORG" and name.end_char == end for name in self.page.names(start, start + 1))

    # clauses

    def _clause(
        self, statements: Statements, start: int, end: int, mark: str, figures: Sequence[Figure], *, states: bool
    ) -> None:
        """Read one clause."""
        limit = figures[0].start if figures else end
        name = self._bracketed(start, limit) if mark in ("）", ")") and len(figures) == 1 else None
        if name and figures[0].end == end and statements.read_bracket(name, start, figures[0]):
            return
        at = self.subjects.read_clause(start, limit, end, mark)
        if states and not statements.planned:
            until = _UNTIL.search(self.text, start, limit)
            later = until is not None and self.periods.year is not None and until[1] > self.periods.year
            statements.planned = later or self.words.planned.search(self.text, start, limit) is not None
        since = start
        if figures:
            self.subjects.read_behind(figures[-1].end, end)
            since = at = self._figures(statements, start, at, end, figures)
        self.periods.take(since, end)
        if not states:
            return
        if self.page.moves(start, end):
            statements.read_unsized(since, at, end)
        else:
            statements.pass_over(at, end)

    def _bracketed(self, start: int, limit: int) -> Phrase | None:
        """Give the name before a bracket that says only a figure of it, or how it moved: 食品|（下跌10%）."""
        if self.text[start - 1] not in "（(" or not _MOVE_ALONE.fullmatch(self.text, start, limit):
            return None
        name = _NAME_BEFORE.search(self.text, max(start - _LONGEST_NAME, 0), start - 1)
        if not name:
            return None
        words = _NAMED_WITH.sub("", name[0])
        return Phrase(words, name.end() - len(words), name.end())

    def _figures(self, statements: Statements, since: int, at: int, end: int, figures: Sequence[Figure]) -> int:
        """Read the figures of a clause; give where the last of them ends."""
        groups = [figures] if len(figures) == 1 else list(_groups(self.text, figures))
        for number, group in enumerate(groups):
            self.periods.take(since, group[0].start)
            last = number + 1 == len(groups)
            if not last and self.text.endswith(_EQUALS, 0, group[0].start):
                continue  # 相当于|3900万头|正常保有量的103.6%
            until = end if last else groups[number + 1][0].start
            if not last and self._is_attribute(group, groups[number + 1][0], until):
                continue  # 5000万元以上项目1828个, 超百亿元企业40家: the first figure says which projects
            if not last and group[-1].unit in self.words.story_units:
                holder = self.subjects.holder(group[0].start, group[-1].end, until)
                if holder > group[-1].end:  # 22个中央部门有存量资金1495亿元
                    since = at = holder
                    continue
            lead = max(at, group[0].start - _LONGEST_LEAD)
            statements.read(max(since, lead - 8), lead, group, self.measures.after(group[-1].end, until))
            since = at = group[-1].end
        return at

    def _is_attribute(self, group: Sequence[Figure], behind: Figure, until: int) -> bool:
        """Say whether figures only say which things the next one counts."""
        end = group[-1].end
        if _ATTRIBUTE.match(self.text, end, until):
            return True
        counts = behind.kind == "quantity" and not behind.proportional
        return (
            counts
            and _SIZED.search(self.text, max(group[0].start - 2, 0), group[0].start) is not None
            and _THINGS.match(self.text, end, until) is not None
        )


def _groups(text: str, figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Yield figures in a row, with no more than 、 or 和 between them."""
    group: list[Figure] = []
    for figure in figures:
        between = text[group[-1].end : figure.start] if group else ""
        moved_too = (
            bool(group)
            and _MOVED.search(text, max(group[0].start - 6, 0), group[0].start) is not None
            and group[-1].unit == figure.unit
            and _MOVED_TOO.fullmatch(between)
        )
        if group and group[-1].kind == figure.kind and (JOIN.fullmatch(between) or moved_too):
            group.append(figure)
            continue
        if group:
            yield group
        group = [figure]
    if group:
        yield group
