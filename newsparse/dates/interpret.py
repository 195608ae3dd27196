"""Expressions to values: what a date means, given the article's own date and the dates that the text gave before."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache

from ..records import DateKind
from ..rules import read_tsv
from .find import Expression
from .lexicon import Atom, context
from .values import (
    Anchor,
    AnchorSource,
    DateReading,
    DateValue,
    Impossible,
    Span,
    add_months,
    add_years,
    month_end,
    nth_weekday,
    number,
)

__all__ = ["interpret"]

_WEEKDAYS = {name: index for index, name in enumerate("一二三四五六")} | {"日": 6, "天": 6, "末": 5}
_SEASONS = {"暑": (7, 8, "SU"), "春": (3, 5, "SP"), "夏": (6, 8, "SU"), "秋": (9, 11, "FA"), "冬": (12, 2, "WI")}
_UNITS = {
    "年": "Y", "载": "Y", "季度": "Q", "季": "Q", "月": "M", "周": "W", "星期": "W", "礼拜": "W", "天": "D", "日": "D",
    "工作日": "D", "昼夜": "D", "小时": "TH", "钟头": "TH", "分钟": "TM", "秒": "TS", "秒钟": "TS", "世纪": "C",
    "交易日": "D", "刻钟": "T15M", "分": "TM", "晚": "D", "早": "D", "夜": "D", "晨": "D", "学期": "X",
}  # fmt: skip

class ImpossibleDate(ValueError):
    """A date that the calendar does not have."""


class Unknown(Exception):
    """What the expression leaves out cannot be known; carries the partial TIMEX3 value."""


class _Frame:
    """What is known of the calendar at a place in the text: the article's date and the dates read before it."""

    def __init__(self, text: str, anchor: Anchor | None) -> None:
        self.text = text
        moment = anchor.moment if anchor else None
        self.today: date | None = moment.date() if isinstance(moment, datetime) else moment
        self.source: AnchorSource | None = anchor.source if anchor else None
        self.at = 0
        # Of the whole text:
        self.day: Span | None = None
        """The last day, for 同日 and 次日."""
        self.day_end = -1
        """Where it ends in the text, for a clock time right behind it."""
        self.year: int | None = None
        """The last year, for 上年."""
        self.period: Span | None = None
        """The last month, quarter or longer stretch, for 同期."""
        # Of this paragraph:
        self.month_day: Span | None = None
        """The same in this paragraph."""
        self.month: Span | None = None
        """The last month, for 当月."""
        self.dated_year: int | None = None
        """The last year that was written with a month, for a bare 5月."""
        self.written_year: int | None = None
        """The last year that was written, for 当年."""
        # Of this sentence:
        self.bare_year: int | None = None
        """The last year that was written without a month, for a bare 5月."""
        self.sentence_month: Span | None = None
        """The last month, for 上个月."""
        self.sentence_day: Span | None = None
        """The last day with its month, for a bare 9日."""

    def move(self, start: int) -> None:
        """Go on to an offset and forget what does not reach over the end of a line or of a sentence."""
        between = self.text[self.at : start]
        self.at = start
        if "\n" in between:
            self.month_day = self.month = self.dated_year = self.written_year = None
        if context("sentence_end").search(between):
            self.bare_year = self.sentence_month = self.sentence_day = None

    def remember(self, point: _Point, span: Span) -> None:
        """Keep what a date says for the ones behind it."""
        codes, expression = point.atoms.keys(), point.expression
        background = bool(context("background_before").search(self.text, max(0, expression.start - 2), expression.start))
        if span.grain in ("century", "decade", "plan"):
            return
        if span.grain == "day" and span.first == span.last and codes & set("DdSwWFL"):
            if not background:
                self.day, self.day_end = span, expression.end
            if codes & set("MS"):
                self.month_day = self.sentence_day = span
            if self.source in (None, "context") and point.source == "explicit":
                self.today, self.source = span.first, "context"
        if codes & set("MSmA"):
            self.month = self.sentence_month = Span.month(span.last.year, span.last.month)
        if background or (expression.modifier == "since" and "Y" in codes and not codes & set("MS")):
            return
        if span.grain not in ("day", "week") or codes & set("MS") or expression.modifier in ("until", "since"):
            self.period = span
        if not (codes & set("do") or ("E" in codes and point.atoms["E"].fields.get("basis") == "text")):
            self.year = span.last.year
        if point.year_written:
            self.written_year = year = span.last.year
            if codes & set("MS"):
                self.dated_year, self.bare_year = year, None
            elif "Z" not in codes and expression.modifier != "before" and (not self.today or year <= self.today.year):
                self.bare_year = year

    def expects_future(self, start: int, end: int) -> bool:
        """Whether the words around say that the date is still to come."""
        before = self.text[max(0, start - 12) : start]
        cut = max(before.rfind(mark) for mark in "。！？；\n")
        after = self.text[end : end + 8]
        future = context("future_near")
        return bool(future.search(before[cut + 1 :]) or future.search(re.split(r"[。！？；，\n]", after, maxsplit=1)[0]))


@cache
def _holidays() -> dict[str, tuple[str, int, int, int]]:
    return {r["word"]: (r["calendar"], int(r["month"]), int(r["day"]), int(r["days"])) for r in read_tsv("dates/holidays.tsv")}


@cache
def _day_parts() -> dict[str, tuple[str, str]]:
    return {row["word"]: (row["timex"], row["afternoon"]) for row in read_tsv("dates/day_parts.tsv")}


@cache
def _lunar(year: int, month: int, day: int, leap: bool = False) -> date:
    from borax.calendars.lunardate import LunarDate

    try:
        if day < 0:  # counted from the end of the year, -1 is its last day
            return LunarDate(year + 1, 1, 1).to_solar_date() + timedelta(days=day)
        return LunarDate(year, month, day, int(leap)).to_solar_date()
    except (ValueError, IndexError) as error:
        raise ImpossibleDate from error


@cache
def _term(year: int, index: int) -> date:
    from borax.calendars.lunardate import TermUtils

    return TermUtils.nth_term_day(year, index)


def interpret(text: str, expressions: Iterable[Expression], anchor: Anchor | None) -> DateReading:
    """Give the values of the expressions of a text.

    Parameters
    ----------
    text:
        The text that the expressions were found in.
    expressions:
        What :func:`find.find` gave for it, in order.
    anchor:
        The article's own date. Without it the last day that the text itself gives is taken.
    """
    frame = _Frame(text, anchor)
    values: list[DateValue] = []
    impossible: list[Impossible] = []
    pending = list(expressions)
    for index, expression in enumerate(pending):
        try:
            values.append(_value(expression, frame, pending, index))
        except (ImpossibleDate, OverflowError):
            impossible.append(Impossible(expression.start, expression.end))
    return DateReading(values, impossible)


def _value(expression: Expression, frame: _Frame, all_of_them: list[Expression], index: int) -> DateValue:
    start, end = expression.start, expression.end
    if expression.kind == "duration":
        timex, modifier = _duration(expression.left)
        return DateValue(start, end, "duration", timex, modifier=modifier)
    if expression.kind == "vague":
        return DateValue(start, end, "vague", expression.left[0].fields["timex"])
    if expression.kind == "set":
        return DateValue(start, end, "set", _set(expression.left))
    frame.move(start)
    point = _Point(expression.left, frame, expression)
    try:
        point.resolve()
        if expression.right:
            other = _Point(expression.right, frame, expression, after=point)
            other.resolve()
            return _range(expression, point, other, frame)
    except Unknown as unknown:
        timex = str(unknown) or None
        if timex and point.clock and expression.right:  # 9时至11时 of an unknown day
            other = _Point(expression.right, frame, expression, after=point)
            other.read_clock()
            timex += f"/T{other.clock or other.part}"
        kind: DateKind = "vague" if timex is None else "time" if point.clock or point.part else "date"
        return DateValue(start, end, kind, timex, modifier=expression.modifier)
    return _single(expression, point, frame)


def _duration(atoms: tuple[Atom, ...]) -> tuple[str, str | None]:
    """Write a length of time as TIMEX3: 11个月 P11M, 一年半 P1.5Y, 10余年 P10Y with ``about``."""
    amounts: dict[str, str] = {}
    modifier = None
    for atom in atoms:
        fields = atom.fields
        unit, written = _UNITS[fields["unit"]], fields["number"]
        half = "half" in fields or fields.get("more") == "半"
        if written == "半":
            count = "0.5"
        elif any(sign in written for sign in "几数"):
            count = "X"
        else:
            count = _count(written) + (".5" if half else "")
        if unit == "T15M":
            unit, count = "TM", str(15 * int(count)) if count.isdigit() else "X"
        amounts[unit] = count
        if fields.get("vague") or fields.get("more") in ("多", "余"):
            modifier = "about"
        side = fields.get("side", "")
        if side[-1:] == "前":
            modifier = "before"
        elif side[-1:] == "后":
            modifier = "after"
    days = "".join(amounts[unit] + unit for unit in "CYQMWDX" if unit in amounts)
    clock = "".join(amounts[unit] + unit[1] for unit in ("TH", "TM", "TS") if unit in amounts)
    return f"P{days}" + (f"T{clock}" if clock else ""), modifier


def _count(written: str) -> str:
    from ..numerals import read

    numeral = read(written)
    return format(numeral.low.normalize(), "f") if numeral else "X"


def _set(atoms: tuple[Atom, ...]) -> str:
    fields = atoms[0].fields
    weekday = fields.get("weekday")
    if weekday:
        return f"XXXX-WXX-{'WE' if weekday == '末' else _WEEKDAYS[weekday] + 1}"
    unit = _UNITS[fields["unit"]]
    count = fields.get("count", "")
    amount = "0.5" if count == "半" else _count(count) if count else "1"
    return f"PT{amount}{unit[1]}" if unit[0] == "T" else f"P{amount}{unit}"


class _Point:
    """One end of an expression: the pieces that are written, then the span they mean."""

    def __init__(self, atoms: tuple[Atom, ...], frame: _Frame, expression: Expression, after: _Point | None = None) -> None:
        self.atoms = {atom.code: atom for atom in atoms}
        self.frame = frame
        self.expression = expression
        self.after = after
        self.source: AnchorSource = "explicit"
        self.modifier: str | None = None
        self.clock: str = ""
        self.part: str = ""
        self.span: Span | None = None
        self.year_written = False

    # -- years ---------------------------------------------------------------------------------------------------

    def today(self, hole: str) -> date:
        """Give the article's day; without one nothing relative can be known beyond the partial value ``hole``."""
        if self.frame.today is None:
            raise Unknown(hole)
        self.lean(self.frame.source or "context")
        return self.frame.today

    def lean(self, source: AnchorSource) -> None:
        """Note what the value leans on; the text counts before the article's date."""
        if self.source == "explicit" or source == "context":
            self.source = source

    def year(self) -> int | None:
        """Give the year that is written, or None."""
        if "Y" in self.atoms:
            self.year_written = True
            return number(self.atoms["Y"].fields["year"])
        if "y" in self.atoms:
            short = number(self.atoms["y"].fields["year"])
            latest = (self.frame.today.year if self.frame.today else 2025) + 10
            self.year_written = True
            return latest - (latest - short) % 100  # the last such year up to a little ahead
        if "E" in self.atoms:
            return self.relative_year(self.atoms["E"].fields)
        return None

    def relative_year(self, fields: dict[str, str]) -> int:
        if "year" in fields:  # 今(108)年, 明(2020)年
            written = int(fields["year"])
            self.year_written = True
            return written + (1911 if written < 1000 else 0)
        shift = int(fields["shift"])
        if fields["basis"] == "text":
            base = self.frame.year if shift else self.frame.written_year
            if base is not None:
                self.lean("context")
                return base + shift
            if shift == 0:
                raise Unknown
        return self.today(self.hole()).year + shift

    # -- the whole ------------------------------------------------------------------------------------------------

    def resolve(self) -> None:
        self.read_clock()
        self.span = self.find_span()
        frame = self.frame
        for code in "YyEMmQq":
            if code in self.atoms and "ending" in self.atoms[code].fields:
                self.span = self.ending(self.span, self.atoms[code].fields["ending"])
        frame.remember(self, self.span)

    def find_span(self) -> Span:
        atoms = self.atoms
        for code, method in _METHODS:
            if code in atoms:
                return method(self)
        raise Unknown

    # -- one method for each leading piece ---------------------------------------------------------------------------

    def full_date(self) -> Span:
        fields = self.atoms["S"].fields
        if "year" not in fields:  # 11/17
            month, day = int(fields["month"]), int(fields["day"])
            if day > 31:
                raise ImpossibleDate
            return Span.day(_date(self.year_of(month, day), month, day))
        self.year_written = True
        return Span.day(_date(int(fields["year"]), int(fields["month"]), int(fields["day"])))

    def year_month(self) -> Span:
        fields = self.atoms["s"].fields
        self.year_written = True
        return Span.month(int(fields["year"]), int(fields["month"]))

    def year_range(self) -> Span:
        fields = self.atoms["Z"].fields
        self.year_written = True
        first, last = int(fields["year"]), int(fields["year2"])
        if last < 100:
            last += first - first % 100
        if last < first:
            raise Unknown
        return Span.years(first, last)

    def plan(self) -> Span:
        fields = self.atoms["P"].fields
        part = fields["part"]
        first = 1951 + 5 * number(fields["plan"]) if number(fields["plan"]) > 2 else 1948 + 5 * number(fields["plan"])
        which = next((i for i, c in enumerate("一二三四五") if c in part or (i == 1 and "两" in part)), None)
        if part[0] in "末收":
            return Span.year(first + 4)
        if part[0] in "开起":
            return Span.year(first)
        if which is not None:
            if part[0] == "第":
                return Span.year(first + which)
            return Span.years(first, first + which) if part[0] in "头前" else Span.years(first + 4 - which, first + 4)
        if part == "以来":
            self.modifier = "since"
        elif part[0] in "初中":
            self.modifier = "start" if part[0] == "初" else "mid"
        return Span.years(first, first + 4, "plan")

    def age(self) -> Span:
        """A century or a decade."""
        fields = self.atoms["G"].fields
        if "century" in fields:
            century = number(fields["century"])
        elif "which" in fields:
            century = (self.today("XX").year - 1) // 100 + 1 - (fields["which"][0] == "上")
        else:
            century = 0
        part = fields.get("part", "")
        if part:
            self.modifier = "start" if part[0] in "初早" or part[:2] == "前期" else "mid" if part[0] == "中" else "end"
        if "decade" not in fields:
            if not 1 <= century <= 30:
                raise Unknown
            return Span.years(100 * century - 100, 100 * century - 1, "century", f"{century - 1:02d}")
        decade = number(fields["decade"])
        if decade < 100:
            decade += 100 * (century - 1) if century else (2000 if decade <= 10 else 1900)
        return Span.years(decade, decade + 9, "decade", f"{decade // 10}")

    def turning_year(self) -> Span:
        """新的一年, 过去的一年: the year on this or that side of the turn of the year that the article stands at."""
        today = self.today("XXXX")
        shift = int(self.atoms["K"].fields["shift"])
        turn = today.year + (today.month >= 11)
        if not (today.month <= 3 or today.month >= 11):
            raise Unknown
        return Span.year(turn if shift > 0 else turn - 1)

    def relative_quarter(self) -> Span:
        today = self.today("XXXX-QX")
        year, month = add_months(today.year, today.month, 3 * int(self.atoms["J"].fields["shift"]))
        return Span.quarter(year, (month + 2) // 3)

    def same_period(self) -> Span:
        """去年同期: the period that the sentence speaks of, in that year."""
        period = self.frame.period
        year = self.year()
        if period is None or year is None:
            raise Unknown
        self.lean("context")
        shift = year - period.last.year
        first, last = add_years(period.first, shift), add_years(period.last, shift)
        if period.grain == "month" and period.last == month_end(period.last.year, period.last.month):
            last = month_end(last.year, last.month)
        timex = re.sub(r"\d{4}(?!\d)", lambda m: f"{int(m[0]) + shift:04d}", period.timex)
        return Span(first, last, period.grain, timex)

    def context_year(self) -> int | None:
        """Give the year that the sentence or the paragraph wrote before, for a month that stands without one."""
        near = self.frame.bare_year if self.frame.bare_year is not None else self.frame.dated_year
        if near is None or (self.frame.today is not None and near == self.frame.today.year):
            return None  # the article's own date says more
        self.lean("context")
        return near

    def bounded_year(self, first_month: int, last_month: int, *, finished: bool) -> int:
        """Give the year of a part of a year (上半年, 前11个月) whose year is not written."""
        year = self.year()
        if year is not None:
            return year
        if self.after is not None and self.after.span is not None:
            self.source = self.after.source
            return self.after.span.last.year
        near = self.context_year()
        if near is not None:
            return near
        today = self.today(self.hole())
        reach = month_end(today.year, last_month) if finished else date(today.year, first_month, 1)
        if reach <= today + timedelta(days=10):
            return today.year
        if self.frame.expects_future(self.expression.start, self.expression.end):
            return today.year
        if not finished and (reach - today).days <= 120:
            return today.year
        return today.year - 1

    def hole(self) -> str:
        """Write what is known of a date without its year: XXXX-01-11, XXXX-Q1."""
        fields = {code: atom.fields for code, atom in self.atoms.items()}
        if "H" in fields:
            return f"XXXX-H{fields['H']['shift']}"
        if "Q" in fields and "quarter" in fields["Q"] and "quarter2" not in fields["Q"]:
            return f"XXXX-Q{number(fields['Q']['quarter'])}"
        months = next((f for code, f in fields.items() if code in "MAN"), {})
        if "count" in months:
            return f"XXXX-01/XXXX-{number(months['count']):02d}"
        month = f"-{number(months['month']):02d}" if "month" in months else "-XX" if "D" in fields else ""
        if "month2" in months:
            return f"XXXX{month}/XXXX-{number(months['month2']):02d}"
        return f"XXXX{month}" + (f"-{number(fields['D']['day']):02d}" if "D" in fields else "")

    def half_year(self) -> Span:
        half = int(self.atoms["H"].fields["shift"])
        return Span.half(self.bounded_year(6 * half - 5, 6 * half, finished=False), half)

    def quarters(self) -> Span:
        fields = (self.atoms.get("Q") or self.atoms["q"]).fields
        if "first" in fields:
            first, last = 1, number(fields.get("count", "一"))
        else:
            first = number(fields["quarter"])
            last = number(fields.get("quarter2", fields["quarter"]))
        if first > last:
            raise ImpossibleDate
        year = self.bounded_year(3 * first - 2, 3 * last, finished=last > first)
        if "first" not in fields and first == last:
            return Span.quarter(year, first)
        return Span.months(year, 3 * first - 2, 3 * last)

    def first_months(self) -> Span:
        count = self.atoms["N"].fields["count"]
        if count == "几":
            raise Unknown
        last = number(count)
        if not 1 <= last <= 12:
            raise Unknown
        return Span.months(self.bounded_year(1, last, finished=True), 1, last)

    def month_range(self) -> Span:
        fields = self.atoms["A"].fields
        first, last = number(fields["month"]), number(fields["month2"])
        if not (1 <= first <= 12 and 1 <= last <= 12):
            raise ImpossibleDate
        year = self.bounded_year(first, last, finished=first < last)
        return Span.months(year, first, last)

    def season(self) -> Span:
        first, last, code = _SEASONS[self.atoms["k"].fields["season"]]
        year = self.year()
        assert year is not None
        return Span.months(year, first, last, "quarter", f"{year:04d}-{code}")

    # -- months and days ----------------------------------------------------------------------------------------------

    def month_or_day(self) -> Span:
        atoms = self.atoms
        year = self.year()
        if "f" in atoms or "g" in atoms:
            return self.counted(year)
        if "m" in atoms:
            year, month = self.relative_month(atoms["m"].fields, year)
        elif "M" in atoms:
            month = number(atoms["M"].fields["month"])
            if not 1 <= month <= 12:
                raise ImpossibleDate
            first = 1
            if "D" in atoms or "B" in atoms:
                first = number((atoms.get("D") or atoms["B"]).fields["day"])
                if not 1 <= first <= (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31):
                    raise ImpossibleDate
            if year is None:
                year = self.year_of(month, first)
        elif "D" in atoms or "B" in atoms:
            fields = (atoms.get("D") or atoms["B"]).fields
            if year is not None:
                raise Unknown
            year, month = self.month_of(number(fields["day"]))
        else:
            assert year is not None
            return Span.year(year)
        if "D" in atoms:
            return Span.day(_date(year, month, number(atoms["D"].fields["day"])))
        if "B" in atoms:
            fields = atoms["B"].fields
            first_day, last_day = _date(year, month, number(fields["day"])), _date(year, month, number(fields["day2"]))
            if last_day < first_day:
                raise ImpossibleDate
            return Span.days(first_day, last_day)
        if "h" in atoms:
            half = int(atoms["h"].fields["shift"])
            last = month_end(year, month)
            first_day = date(year, month, 1 if half == 1 else 16)
            return Span.days(first_day, last if half == 2 else date(year, month, 15))
        return Span.month(year, month)

    def counted(self, year: int | None) -> Span:
        """Count inside a month or a year: 3月第三周, 5月的第二个星期日, 2021年的最后3个月."""
        atom = self.atoms.get("f") or self.atoms["g"]
        fields = atom.fields
        month = None
        if "m" in self.atoms:
            year, month = self.relative_month(self.atoms["m"].fields, year)
        elif "M" in self.atoms:
            month = number(self.atoms["M"].fields["month"])
            year = self.year_of(month, 1) if year is None else year
        if year is None:
            raise Unknown
        whole = Span.year(year) if month is None else Span.month(year, month)
        nth = number(fields.get("nth", fields.get("count", "1")).strip(" \u00a0\u3000"))
        if "weekday" in fields:
            weekday = _WEEKDAYS[fields["weekday"]]
            if fields["which"] == "最后":
                return Span.day(whole.last - timedelta(days=(whole.last.weekday() - weekday) % 7))
            return Span.day(nth_weekday(year, month or 1, nth, weekday))
        unit = fields["unit"]
        week = timedelta(days=7)
        if month is None and unit == "月":
            if fields.get("side", "前") != "前":
                return Span.months(year, 13 - nth, 12)
            if "side" in fields:
                return Span.months(year, 1, nth)
            return Span.month(year, nth)
        monday = nth_weekday(year, month, 1, 0) if month else Span.week(date(year, 1, 4)).first
        length = timedelta(days=1) if unit in "天日" else week
        start = whole.first if unit in "天日" else monday
        if fields.get("side") in ("后", "最后"):
            stop = whole.last if unit in "天日" else Span.week(whole.last - timedelta(days=6)).last
            return Span.days(stop - nth * length + timedelta(days=1), stop)
        if "side" in fields:
            return Span.days(start, start + nth * length - timedelta(days=1))
        start += (nth - 1) * length
        return Span.day(start) if unit in "天日" else Span.week(start)

    def relative_month(self, fields: dict[str, str], year: int | None) -> tuple[int, int]:
        if "month" in fields:  # 本(10)月
            month = number(fields["month"])
            return self.year_of(month, 1), month
        shift = int(fields["shift"])
        if fields["basis"] == "text":
            base = self.frame.month or self.frame.day
            if base is None:
                raise Unknown
            self.lean("context")
            return add_months(base.last.year, base.last.month, shift)
        base = self.frame.sentence_month
        if base is not None and shift and "D" not in self.atoms:  # 1月 …, 比上个月 …
            self.lean("context")
            return add_months(base.last.year, base.last.month, shift)
        today = self.today("XXXX-XX")
        if year is not None:  # 去年本月
            return year, add_months(today.year, today.month, shift)[1]
        return add_months(today.year, today.month, shift)

    def year_of(self, month: int, day: int) -> int:
        """Give the year of a month and day written without one."""
        if self.after is not None and self.after.span is not None:
            self.source = self.after.source
            left = self.after.span.first
            return left.year + ((month, day) < (left.month, left.day if day > 1 or "D" in self.atoms else 0))
        frame = self.frame
        near = self.context_year()
        if near is not None:
            return near
        today = self.today(self.hole())
        future = frame.expects_future(self.expression.start, self.expression.end)
        if (month, day) == (2, 29):
            return next(year for year in range(today.year + future, 0, -1) if month_end(year, 2).day == 29)
        if "D" not in self.atoms and month > today.month and frame.year == today.year - 1 and not future:
            return frame.year  # a look back at last year
        return _nearest_year(today, month, day, future)

    def month_of(self, day: int) -> tuple[int, int]:
        """Give the year and month of a day written without them."""
        if not 1 <= day <= 31:
            raise ImpossibleDate
        if self.after is not None and self.after.span is not None:
            self.source = self.after.source
            left = self.after.span.last
            return (left.year, left.month) if day >= left.day else add_months(left.year, left.month, 1)
        frame = self.frame
        recent = frame.today is not None and 0 <= frame.today.day - day <= 3 and frame.sentence_day is None
        if frame.month_day is not None and not recent:
            base = frame.month_day.last
            self.lean("context")
            return add_months(base.year, base.month, 1) if base.day - day > 20 else (base.year, base.month)
        today = self.today(f"XXXX-XX-{day:02d}")
        here = today.year, today.month
        future = frame.expects_future(self.expression.start, self.expression.end)
        ahead = day - today.day
        if day > month_end(*here).day:
            return add_months(*here, 1 if future else -1)
        if ahead > (25 if future else 10):
            return add_months(*here, -1)
        if future and ahead < -20:
            return add_months(*here, 1)
        return here

    def relative_day(self) -> Span:
        fields = self.atoms["d"].fields
        if "number" in fields:  # 今(3)日
            day = int(fields["number"])
            today = self.today(f"XXXX-XX-{day:02d}")
            near = [add_months(today.year, today.month, shift) for shift in (-1, 0, 1)]
            days = [date(y, m, day) for y, m in near if 1 <= day <= month_end(y, m).day]
            if not days:
                raise ImpossibleDate
            return Span.day(min(days, key=lambda other: abs(other - today)))
        shift = timedelta(days=int(fields["shift"]))
        if fields["basis"] == "text":
            if self.frame.day is not None:
                self.lean("context")
                return Span.day(self.frame.day.last + shift)
            if shift:
                raise Unknown
        stated = self.expression.stated
        if stated and not shift:  # 今天（10月1日）
            other = _Point(stated, self.frame, self.expression)
            self.lean("context")
            return other.find_span()
        return Span.day(self.today("XXXX-XX-XX") + shift)

    def span_of_words(self) -> Span:
        fields = self.atoms["i"].fields
        first, last = int(fields["first"]), int(fields["last"])
        today = self.today("XXXX" if fields["unit"] == "year" else "XXXX-XX-XX")
        if fields["unit"] == "year":
            return Span.years(today.year + first, today.year + last)
        return Span.days(today + timedelta(days=first), today + timedelta(days=last))

    def from_today(self) -> Span:
        self.modifier = "since"
        return Span.day(self.today("XXXX-XX-XX"))

    def week(self) -> Span:
        fields = self.atoms["W"].fields
        shift = {"上上": -2, "上": -1, "下": 1, "下下": 2}.get(fields["which"], 0)
        week = Span.week(self.today("XXXX-WXX") + timedelta(days=7 * shift))
        weekday = fields.get("weekday") or (self.atoms["w"].fields["weekday"] if "w" in self.atoms else None)
        return self.day_of_week(week, weekday) if weekday else week

    def day_of_week(self, week: Span, weekday: str) -> Span:
        day = week.first + timedelta(days=_WEEKDAYS[weekday])
        if weekday == "末":
            return Span.days(day, week.last, "day", f"{week.timex}-WE")
        return Span.day(day)

    def weekday(self) -> Span:
        """周四: the last one that was, or the next when the words look ahead."""
        name = self.atoms["w"].fields["weekday"]
        today = self.today(f"XXXX-WXX-{'WE' if name == '末' else _WEEKDAYS[name] + 1}")
        week = Span.week(today)
        day = self.day_of_week(week, name)
        future = self.frame.expects_future(self.expression.start, self.expression.end)
        if self.after is not None and self.after.span is not None:
            week = Span.week(self.after.span.first)
            day = self.day_of_week(week, name)
            return day if day.first >= self.after.span.first else self.day_of_week(Span.week(week.last + timedelta(1)), name)
        if future and day.last < today:
            return self.day_of_week(Span.week(week.last + timedelta(days=1)), name)
        if not future and day.first > today:
            return self.day_of_week(Span.week(week.first - timedelta(days=1)), name)
        return day

    def holiday(self) -> Span:
        calendar_name, month, day, days = _holidays()[self.atoms["F"].fields["word"]]
        year = self.year()
        candidates = self.candidate_years() if year is None else [year]
        if calendar_name == "lunar" and month == 12 and len(candidates) == 1:
            candidates = [candidates[0] - 1]  # 2020年除夕 is the last day before the Spring Festival of 2020
        found = [_holiday(calendar_name, each, month, day) for each in candidates]
        first = self.nearest([Span.day(each) for each in found]).first
        named = self.frame.text[self.atoms["F"].start : self.atoms["F"].end + 3]
        if days > 1 and context("during_after").search(named):
            return Span.days(first, first + timedelta(days=days - 1))
        return Span.day(first)

    def nearest(self, spans: list[Span]) -> Span:
        """Give the one nearest to the article's day, or the first one behind the other end of a range."""
        if self.after is not None and self.after.span is not None:
            left = self.after.span.first
            return next((span for span in sorted(spans, key=lambda span: span.first) if span.first >= left), spans[0])
        today = self.frame.today
        return spans[0] if today is None else min(spans, key=lambda span: abs(span.first - today))

    def candidate_years(self) -> list[int]:
        if self.after is not None and self.after.span is not None:
            self.source = self.after.source
            return [self.after.span.first.year, self.after.span.first.year + 1]
        near = self.context_year()
        if near is not None:
            return [near]
        today = self.today("XXXX")
        return [today.year - 1, today.year, today.year + 1]

    def lunar_day(self) -> Span:
        fields = self.atoms["L"].fields
        year = number(fields["year"]) if "year" in fields else self.year()
        month = 1 if fields["month"] == "大年" else number(fields["month"])
        day = number(fields["day"]) if "day" in fields else None
        leap = "leap" in fields
        if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 30):
            raise ImpossibleDate
        if fields["month"] == "大年" and day == 30:
            month, day = 12, -1
        candidates = [year] if year is not None else self.candidate_years()
        spans = []
        for each in candidates:
            try:
                first = _lunar(each, month, day or 1, leap)
            except ImpossibleDate:
                continue
            if day is None:
                after = _lunar(each + (month == 12), month % 12 + 1, 1)
                spans.append(Span.days(first, after - timedelta(days=1)))
            else:
                spans.append(Span.day(first))
        if not spans:
            raise ImpossibleDate
        return self.nearest(spans)

    def clock_only(self) -> Span:
        """A clock time alone belongs to the day of the other end of a range, else its day is unknown."""
        if self.after is not None and self.after.span is not None:
            self.source = self.after.source
            return self.after.span
        between = self.frame.text[self.frame.day_end : self.expression.start]
        if self.frame.day is not None and between in ("", ")", "）", " ", ") ", "） "):
            self.lean("context")
            return self.frame.day
        raise Unknown(f"XXXX-XX-XXT{self.clock or self.part}")

    # -- endings and clock times ---------------------------------------------------------------------------------------

    def ending(self, span: Span, word: str) -> Span:
        """Narrow a span to the part that its ending names: 2019年底, 5月中旬."""
        word = word.removeprefix("年") if word != "年中" else word
        month = span.grain == "month"
        if word in ("底", "末"):
            self.modifier = "end"
            return Span.day(span.last)
        if word == "初" and month:
            self.modifier = "start"
            return Span.days(span.first, span.first.replace(day=10), "dekad")
        if word in ("上旬", "中旬", "下旬"):
            first = {"上旬": 1, "中旬": 11, "下旬": 21}[word]
            last = span.last if word == "下旬" else span.first.replace(day=first + 9)
            return Span.days(span.first.replace(day=first), last, "dekad")
        if word in ("初", "伊始"):
            self.modifier = "start"
            return Span.month(span.first.year, span.first.month)
        self.modifier = "mid"
        if month:
            return Span.days(span.first.replace(day=11), span.first.replace(day=20), "dekad")
        return span

    def read_clock(self) -> None:
        afternoon = ""
        if "T" in self.atoms:
            part = self.atoms["T"].fields["word"]
        else:  # 今晚, 11日晚
            part = next((a.fields["part"] for code, a in self.atoms.items() if code in "dD" and "part" in a.fields), None)
        if part is not None:
            self.part, afternoon = _day_parts()[part]
        elif self.after is not None and self.after.part and not self.atoms.keys() & set("MDdSBWw"):
            afternoon = "12" if self.after.part in ("AF", "EV") else ""
        clock = self.atoms.get("C") or self.atoms.get("c")
        if clock is None:
            return
        fields = clock.fields
        hour = number(fields["hour"])
        minute = number(fields["minute"]) if "minute" in fields else 30 if "half" in fields else None
        if "quarter" in fields:
            minute = 15 * number(fields["quarter"])
        second = number(fields["second"]) if "second" in fields else None
        if hour > 24 or (minute or 0) > 59 or (hour == 24 and minute):
            raise ImpossibleDate
        if hour == 12 and self.part in ("EV", "NI"):
            hour = 24
        elif hour < 12 and (afternoon == "12" or (afternoon == "noon" and hour < 3) or (afternoon == "midnight" and hour > 8)):
            hour += 12
        self.clock = f"{hour:02d}" + (f":{minute:02d}" if minute is not None else "")
        if second is not None and minute is not None:
            self.clock += f":{second:02d}"

    def iso(self, day: date, *, last: bool = False) -> str:
        """Write a day with the clock time, if there is one."""
        if not self.clock:
            return day.isoformat()
        if self.clock[:2] == "24":
            day, clock = day + timedelta(days=1), "00" + self.clock[2:]
        else:
            clock = self.clock
        return f"{day.isoformat()}T{clock if ':' in clock else clock + ':00'}"

    def timex(self) -> str:
        assert self.span is not None
        if self.clock:
            return f"{self.span.first.isoformat()}T{self.clock}"
        if self.part and self.span.grain == "day":
            return f"{self.span.timex}T{self.part}"
        return self.span.timex

    def grain(self) -> str:
        assert self.span is not None
        if self.clock:
            return ("hour", "minute", "second")[self.clock.count(":")]
        return "part_of_day" if self.part else self.span.grain


_METHODS = (
    ("S", _Point.full_date), ("Z", _Point.year_range), ("P", _Point.plan), ("G", _Point.age), ("K", _Point.turning_year),
    ("J", _Point.relative_quarter), ("s", _Point.year_month), ("i", _Point.span_of_words), ("n", _Point.from_today),
    ("F", _Point.holiday), ("L", _Point.lunar_day), ("H", _Point.half_year), ("Q", _Point.quarters), ("q", _Point.quarters),
    ("N", _Point.first_months), ("A", _Point.month_range), ("k", _Point.season), ("M", _Point.month_or_day),
    ("m", _Point.month_or_day), ("D", _Point.month_or_day), ("B", _Point.month_or_day), ("d", _Point.relative_day),
    ("W", _Point.week), ("w", _Point.weekday), ("o", _Point.same_period), ("Y", _Point.month_or_day),
    ("y", _Point.month_or_day), ("E", _Point.month_or_day), ("C", _Point.clock_only), ("c", _Point.clock_only),
    ("T", _Point.clock_only),
)  # fmt: skip


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ImpossibleDate from error


def _nearest_year(today: date, month: int, day: int, future: bool) -> int:
    """Give the year of a bare month and day: the last one that was, or one shortly ahead."""
    ahead = (month - today.month) * 30 + day - today.day
    if future:
        return today.year + (ahead < -200)
    if ahead > 150:
        return today.year - 1
    if ahead < -345:
        return today.year + 1
    return today.year


def _holiday(calendar_name: str, year: int, month: int, day: int) -> date:
    if calendar_name == "solar":
        return date(year, month, day)
    if calendar_name == "lunar":
        return _lunar(year, month, day)
    if calendar_name == "term":
        return _term(year, day)
    return nth_weekday(year, month, day % 10, day // 10 - 1)


def _single(expression: Expression, point: _Point, frame: _Frame) -> DateValue:
    span = point.span
    assert span is not None
    modifier = expression.modifier or point.modifier
    begin, end = point.iso(span.first), point.iso(span.last, last=True)
    kind: DateKind = "date" if span.grain != "day" and "/" not in span.timex or span.first == span.last else "range"
    timex = point.timex()
    if point.clock:
        kind = "time"
    if modifier == "since":
        return DateValue(expression.start, expression.end, "range", f"{timex.partition('/')[0]}/..", begin, None,
                         point.grain(), modifier, point.source)  # fmt: skip
    return DateValue(expression.start, expression.end, kind, timex, begin, end, point.grain(), modifier, point.source)


def _range(expression: Expression, left: _Point, right: _Point, frame: _Frame) -> DateValue:
    first, last = left.span, right.span
    assert first is not None
    assert last is not None
    if last.last < first.first:
        raise ImpossibleDate
    begin, end = left.iso(first.first), right.iso(last.last, last=True)
    timex = f"{left.timex().partition('/')[0]}/{right.timex().rpartition('/')[2]}"
    whole = Span.days(first.first, last.last, last.grain, timex)
    frame.day = Span.day(last.last) if last.grain == "day" else frame.day
    if last.grain != "day":
        frame.period = whole
    modifier = None if expression.modifier == "since" else expression.modifier
    return DateValue(expression.start, expression.end, "range", timex, begin, end, right.grain(), modifier, left.source)
