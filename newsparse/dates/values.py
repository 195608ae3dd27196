"""What the reader of dates takes and gives, and the calendar arithmetic in between."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Literal

from newsparse.records import DateKind, Grain

__all__ = ["Anchor", "DateReading", "DateValue", "Impossible", "ImpossibleDate", "Span", "Unknown"]

AnchorSource = Literal["explicit", "dateline", "published_at", "context"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day that relative dates of an article count from.

    Parameters
    ----------
    moment:
        The day, or the moment, of the dateline or of the publication.
    source:
        Which of the two it is.
    """

    moment: date | datetime
    source: Literal["dateline", "published_at"]

    @classmethod
    def parse(cls, moment: str, source: Literal["dateline", "published_at"]) -> Anchor:
        """Read the day, or with a ``T`` the moment, from ISO 8601."""
        parsed = datetime.fromisoformat(moment)
        return cls(parsed if "T" in moment else parsed.date(), source)


@dataclass(frozen=True, slots=True)
class DateValue:
    """An expression of time in a text and what it means; the fields are those of :class:`records.DateMention`."""

    start_char: int
    end_char: int
    kind: DateKind
    timex: str | None = None
    start: str | None = None
    end: str | None = None
    grain: Grain | None = None
    modifier: str | None = None
    anchor: AnchorSource | None = None


@dataclass(frozen=True, slots=True)
class Impossible:
    """A date that is not on the calendar: 2月30日, 25时 (problem NP102)."""

    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class DateReading:
    """Everything that :func:`read` found."""

    values: list[DateValue]
    impossible: list[Impossible]


class ImpossibleDate(ValueError):
    """A date that the calendar does not have."""


class Unknown(Exception):
    """What the expression leaves out cannot be known; carries the partial TIMEX3 value."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, both ends included; ``timex`` names it where it has a name of its own (2019-Q3)."""

    first: date
    last: date
    grain: Grain
    timex: str

    @classmethod
    def day(cls, day: date) -> Span:
        return cls(day, day, "day", day.isoformat())

    @classmethod
    def days(cls, first: date, last: date, grain: Grain = "day", timex: str = "") -> Span:
        return cls(first, last, grain, timex or f"{first.isoformat()}/{last.isoformat()}")

    @classmethod
    def month(cls, year: int, month: int) -> Span:
        return cls(day_of(year, month, 1), month_end(year, month), "month", f"{year:04d}-{month:02d}")

    @classmethod
    def months(cls, year: int, first: int, last: int, grain: Grain = "month", timex: str = "") -> Span:
        """The months from ``first`` to ``last``; they may run into the next year."""
        until = year + (last < first)
        timex = timex or f"{year:04d}-{first:02d}/{until:04d}-{last:02d}"
        return cls(day_of(year, first, 1), month_end(until, last), grain, timex)

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Span:
        return cls.months(year, 3 * quarter - 2, 3 * quarter, "quarter", f"{year:04d}-Q{quarter}")

    @classmethod
    def half(cls, year: int, half: int) -> Span:
        return cls.months(year, 6 * half - 5, 6 * half, "half", f"{year:04d}-H{half}")

    @classmethod
    def year(cls, year: int) -> Span:
        return cls.years(year, year, "year", f"{year:04d}")

    @classmethod
    def years(cls, first: int, last: int, grain: Grain = "year", timex: str = "") -> Span:
        return cls(day_of(first, 1, 1), day_of(last, 12, 31), grain, timex or f"{first:04d}/{last:04d}")

    @classmethod
    def week(cls, day: date) -> Span:
        """The week from Monday to Sunday that a day is in."""
        monday = day - timedelta(days=day.weekday())
        year, week, _ = day.isocalendar()
        return cls(monday, monday + timedelta(days=6), "week", f"{year:04d}-W{week:02d}")


def day_of(year: int, month: int, day: int) -> date:
    """Give a day.

    Raises
    ------
    ImpossibleDate
        If the calendar does not have it.
    """
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ImpossibleDate from error


def month_end(year: int, month: int) -> date:
    """Give the last day of a month."""
    return day_of(year, month, calendar.monthrange(year, month)[1])


def add_months(year: int, month: int, count: int) -> tuple[int, int]:
    """Give the year and month that lie ``count`` months later."""
    months = year * 12 + month - 1 + count
    return months // 12, months % 12 + 1


def add_years(day: date, count: int) -> date:
    """Give the same day of another year; 29 February becomes the 28th where there is none."""
    year = day.year + count
    return day_of(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    """Give the ``nth`` Monday (0) … Sunday (6) of a month."""
    first = day_of(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


_ONES = "零一二三四五六七八九"


@cache
def _small_numbers() -> dict[str, int]:
    """Give 0 to 99 in the writings that dates use: 9, 09, ９, 九, 二十, 二十九, 廿九, 初九."""
    table = {}
    for number in range(100):
        tens, ones = divmod(number, 10)
        written = (
            _ONES[ones] if number < 10 else (_ONES[tens] if tens > 1 else "") + "十" + (_ONES[ones] if ones else "")
        )
        for form in (str(number), f"{number:02d}", written):
            table[form] = number
        if 1 <= number <= 10:
            table["初" + written] = number
        if 20 <= number < 30:
            table["廿" + written[2:]] = number
    for zero in "〇零":
        table |= {zero + one: value for value, one in enumerate(_ONES)}
    return table | {"元": 1, "正": 1, "冬": 11, "腊": 12, "两": 2, "〇": 0, "首": 1}


_DIGITS = str.maketrans("〇零○OＯ０一二三四五六七八九", "000000123456789")


@lru_cache(maxsize=4096)
def number(text: str) -> int:
    """Give the value of a whole number as dates write it, digit by digit (二〇一九) or with 十 and 百 (二十九).

    Raises
    ------
    ValueError
        If it holds anything else.
    """
    small = _small_numbers().get(text)
    if small is not None:
        return small
    hundreds, hundred, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    parts = (hundreds or "1" if hundred else "0"), (tens or "1" if ten else "0"), ones or "0"
    return sum(unit * _positional(part) for unit, part in zip((100, 10, 1), parts, strict=True))


def _positional(text: str) -> int:
    return int(re.sub("[十百]", "", text).translate(_DIGITS) or "0")
