"""One end of a date: the pieces that are written, what the text leaves out, and the day or moment that they make."""

from __future__ import annotations

from datetime import date
from functools import cache

from newsparse.dates.find import Expression
from newsparse.dates.lexicon import Atom, context
from newsparse.dates.memory import Memory
from newsparse.dates.readings import READINGS
from newsparse.dates.settle import ROC_ZERO
from newsparse.dates.values import AnchorSource, ImpossibleDate, Span, Unknown, add_months, day_of, month_end, number
from newsparse.records import Grain
from newsparse.rules import read_tsv

__all__ = ["Point"]

SHORT_YEARS_AHEAD = 10
"""A year of two digits is the last such year up to this many years after the article."""
DAYS_AHEAD_OF_YEAR, DAYS_AHEAD_SINCE = 150, 270
"""A bare month and day up to this many days ahead is still to come, later ones were last year; from 9月6日起 on more is
(measured on 110 such dates in broadcast news)."""
DAYS_AHEAD = 10
"""A bare day up to this many days ahead is still to come, later ones were last month."""


@cache
def _day_parts() -> dict[str, tuple[str, str]]:
    return {row["word"]: (row["timex"], row["afternoon"]) for row in read_tsv("dates/day_parts.tsv")}


class Point:
    """One end of an expression.

    Parameters
    ----------
    atoms:
        Its pieces.
    memory:
        What the article has said of the calendar before it.
    expression:
        The expression that it is an end of.
    after:
        The first end, if this is the second one of a range.
    """

    def __init__(
        self, atoms: tuple[Atom, ...], memory: Memory, expression: Expression, after: Point | None = None
    ) -> None:
        self.atoms = {atom.code: atom for atom in atoms}
        self.memory = memory
        self.expression = expression
        self.after = after
        self.source: AnchorSource = "explicit"
        """What the value leans on."""
        self.modifier: str | None = None
        self.clock = ""
        """The clock time: 14:25."""
        self.part = ""
        """The part of the day as TIMEX3 names it: MO."""
        self.span: Span | None = None
        self.year_written = False

    def resolve(self) -> Span:
        """Find the span and let the text remember it.

        Raises
        ------
        ImpossibleDate
            If there is no such day.
        Unknown
            If something is missing that neither the article's date nor the text gives; carries the partial value.
        """
        self.read_clock()
        span = self._read()
        for code in "YyEMmQqJ":
            if code in self.atoms and "ending" in self.atoms[code].fields:
                span = self._ending(span, self.atoms[code].fields["ending"])
        self.span = span
        self.memory.remember(self, span)
        return span

    def _read(self) -> Span:
        for code, reading in READINGS.items():
            if code in self.atoms:
                return reading(self)
        raise Unknown

    def stated(self) -> Span | None:
        """Give the day in the brackets behind 今天（10月1日）."""
        if not self.expression.stated:
            return None
        self.lean("context")
        return Point(self.expression.stated, self.memory, self.expression)._read()

    # -- what the text leaves out --------------------------------------------------------------------------------

    def lean(self, source: AnchorSource) -> None:
        """Note what the value leans on; the text counts before the article's date."""
        if self.source == "explicit" or source == "context":
            self.source = source

    def today(self, hole: str = "") -> date:
        """Give the article's day; without one nothing relative can be known beyond the partial value ``hole``."""
        if self.memory.today is None:
            raise Unknown(hole or self.hole())
        self.lean(self.memory.source or "context")
        return self.memory.today

    def left(self) -> Span | None:
        """Give the span of the first end of a range to its second end, which then leans on the same."""
        if self.after is None or self.after.span is None:
            return None
        self.source = self.after.source
        return self.after.span

    def expects_future(self) -> bool:
        """Whether the words around say that the date is still to come."""
        return self.memory.expects_future(self.expression.start, self.expression.end)

    def compared(self) -> bool:
        """Whether it is what the period that the text speaks of is compared with: 比上月."""
        start = self.expression.start
        return bool(context("compared_before").search(self.memory.text, max(0, start - 2), start))

    def year(self) -> int | None:
        """Give the year that is written, in figures or as 去年, or None."""
        if "Y" in self.atoms:
            self.year_written = True
            return number(self.atoms["Y"].fields["year"])
        if "y" in self.atoms:
            self.year_written = True
            latest = (self.memory.today or date(2025, 1, 1)).year + SHORT_YEARS_AHEAD
            return latest - (latest - number(self.atoms["y"].fields["year"])) % 100
        return self._relative_year(self.atoms["E"].fields) if "E" in self.atoms else None

    def _relative_year(self, fields: dict[str, str]) -> int:
        if "year" in fields:  # 今(108)年, 明(2020)年
            written = int(fields["year"])
            self.year_written = True
            return written + (ROC_ZERO if written < 1000 else 0)
        shift = int(fields["shift"])
        if fields["basis"] == "text":
            base = self.memory.year if shift else self.memory.written_year
            if base is not None:
                self.lean("context")
                return base + shift
            if shift == 0:
                raise Unknown
        return self.today().year + shift

    def hole(self) -> str:
        """Write what is known of a date without its year: XXXX-01-11, XXXX-Q1."""
        fields = {code: atom.fields for code, atom in self.atoms.items()}
        if "H" in fields:
            return f"XXXX-H{fields['H']['shift']}"
        if "quarter" in fields.get("Q", {}) and "quarter2" not in fields["Q"]:
            return f"XXXX-Q{number(fields['Q']['quarter'])}"
        months = next((each for code, each in fields.items() if code in "MAN"), {})
        if "count" in months:
            return f"XXXX-01/XXXX-{number(months['count']):02d}"
        month = f"-{number(months['month']):02d}" if "month" in months else "-XX" if "D" in fields else ""
        if "month2" in months:
            return f"XXXX{month}/XXXX-{number(months['month2']):02d}"
        return f"XXXX{month}" + (f"-{number(fields['D']['day']):02d}" if "D" in fields else "")

    def context_year(self, month: int = 0) -> int | None:
        """Give the year that the sentence or the paragraph wrote before, for a month that stands without one."""
        near = self.memory.sentence_year
        if near is None:
            near = self.memory.dated_year
            last = self.memory.month
            lately = near is not None and self.memory.today is not None and near == self.memory.today.year - 1
            if month and last and (month < last.first.month or (lately and self.expects_future())):
                return None  # what a new sentence tells does not go back behind the one before
        if near is None or (self.memory.today is not None and near == self.memory.today.year):
            return None  # the article's own date says more
        self.lean("context")
        return near

    def year_of_part(self, first_month: int, last_month: int, *, finished: bool) -> int:
        """Give the year of a part of a year (上半年, 前11个月).

        Parameters
        ----------
        first_month, last_month:
            The part.
        finished:
            Whether the words only suit a part that is over, as 前11个月 does.
        """
        year = self.year()
        if year is None and (left := self.left()) is not None:
            year = left.last.year
        if year is None:
            year = self.context_year()
        if year is not None:
            return year
        today = self.today()
        reach = month_end(today.year, last_month) if finished else day_of(today.year, first_month, 1)
        ahead = (reach - today).days
        if ahead <= DAYS_AHEAD or (not finished and ahead <= 120) or self.expects_future():
            return today.year
        return today.year - 1

    def year_of(self, month: int, day: int) -> int:
        """Give the year of a month and day that stand without one: the nearest before, or one shortly ahead."""
        left = self.left()
        if left is not None:
            earlier = (
                (month, day) < (left.first.month, left.first.day) if "D" in self.atoms else month < left.first.month
            )
            return left.first.year + earlier
        near = self.context_year(month)
        today = self.memory.today
        if near is not None and not (today and near > today.year and (month, day) == (today.month, today.day)):
            return near  # but 今天（12月30日） is no day of the next year
        today = self.today()
        future = self.expects_future()
        if (month, day) == (2, 29):
            return next(year for year in range(today.year + future, 0, -1) if month_end(year, 2).day == 29)
        if "D" not in self.atoms and month > today.month and self.memory.told_year == today.year - 1 and not future:
            return today.year - 1  # a look back at last year
        ahead = 30 * (month - today.month) + day - today.day
        if future:
            return today.year + (ahead < -200)
        if ahead > (
            DAYS_AHEAD_SINCE if "D" in self.atoms and self.expression.modifier == "since" else DAYS_AHEAD_OF_YEAR
        ):
            return today.year - 1
        return today.year + (ahead < -345)

    def month_of(self, day: int) -> tuple[int, int]:
        """Give the year and month of a day that stands without them."""
        if not 1 <= day <= 31:
            raise ImpossibleDate
        left = self.left()
        if left is not None:
            here = left.last.year, left.last.month
            return here if day >= left.last.day else add_months(*here, 1)
        memory = self.memory
        recent = memory.today is not None and 0 <= memory.today.day - day <= 3 and memory.sentence_day is None
        if memory.month_day is not None and not recent:
            self.lean("context")
            base = memory.month_day.last
            shift = int(base.day - day > 20)
        else:
            base = self.today(f"XXXX-XX-{day:02d}")
            future = self.expects_future()
            ahead = day - base.day
            end = self.expression.end
            since = self.expression.modifier == "since" or context("begun_behind").match(memory.text, end)
            shift = -1 if ahead > (25 if future or since else DAYS_AHEAD) else int(future and ahead < -20)
        step = 1 if shift > 0 else -1
        while day > month_end(*add_months(base.year, base.month, shift)).day:
            shift += step
        return add_months(base.year, base.month, shift)

    def relative_month(self, fields: dict[str, str], year: int | None) -> tuple[int, int]:
        """Give the year and month of 上月, 当月, 本(10)月, 去年本月."""
        if "month" in fields:
            month = number(fields["month"])
            if not 1 <= month <= 12:
                raise ImpossibleDate
            return self.year_of(month, 1), month
        shift = int(fields["shift"])
        base = self.memory.sentence_month if self.compared() else None  # 1月 …, 比上个月 …
        if fields["basis"] == "text":
            base = self.memory.month or self.memory.day
            if base is None:
                raise Unknown
        if base is not None:
            self.lean("context")
            there = add_months(base.last.year, base.last.month, shift)
            return there if year is None else (year, there[1])
        today = self.today("XXXX-XX")
        here = add_months(today.year, today.month, shift)
        return here if year is None else (year, here[1])

    def nearest(self, spans: list[Span]) -> Span:
        """Give the one nearest to the article's day, or the first one behind the other end of a range."""
        left = self.left()
        if left is not None:
            return next(
                (span for span in sorted(spans, key=lambda each: each.first) if span.first >= left.first), spans[0]
            )
        today = self.memory.today
        return spans[0] if today is None else min(spans, key=lambda span: abs(span.first - today))

    def years_around(self) -> list[int]:
        """Give the years in which a holiday that stands without one may be meant."""
        left = self.left()
        if left is not None:
            return [left.first.year, left.first.year + 1]
        near = self.context_year()
        if near is not None:
            return [near]
        today = self.today("XXXX")
        return [today.year - 1, today.year, today.year + 1]

    # -- endings and clock times -----------------------------------------------------------------------------------

    def _ending(self, span: Span, word: str) -> Span:
        """Narrow a span to the part that its ending names: 2019年底, 5月中旬."""
        word = word if word == "年中" else word.removeprefix("年")
        first = span.first
        if word in ("底", "末"):
            self.modifier = "end"
            return Span.day(span.last)
        if span.grain == "month":
            self.modifier = {"初": "start", "中": "mid"}.get(word)
            day = {"初": 1, "上旬": 1, "下旬": 21}.get(word, 11)
            last = span.last if day == 21 else first.replace(day=day + 9)
            return Span.days(first.replace(day=day), last, "dekad")
        if word in ("初", "伊始"):
            self.modifier = "start"
            return Span.month(first.year, first.month)
        self.modifier = "mid"
        return span

    def read_clock(self) -> None:
        """Read the part of the day and the clock time; a second end of a range is of the afternoon if the first is."""
        afternoon = ""
        clock = self.atoms.get("C") or self.atoms.get("c")
        if "T" in self.atoms:
            word = self.atoms["T"].fields["word"]
        else:  # 今晚, 11日晚
            day = self.atoms.get("d") or self.atoms.get("D")
            word = day.fields.get("part", "") if day else ""
        if word:
            self.part, afternoon = _day_parts()[word]
        elif clock and not self.atoms.keys() & set("MDdSBWw"):
            part = self.after.part if self.after else self.memory.part_before(self.expression.start)
            afternoon = "12" if part in ("AF", "EV") else ""
        if clock is None:
            return
        names = "hour", "minute", "second", "quarter"
        read = {name: number(clock.fields[name]) for name in names if name in clock.fields}
        hour, minute = read["hour"], read.get("minute")
        if "half" in clock.fields:
            minute = 30
        elif "quarter" in read:
            minute = 15 * read["quarter"]
        if hour > 24 or (minute or 0) > 59 or read.get("second", 0) > 59 or (hour == 24 and minute):
            raise ImpossibleDate
        if hour == 12 and self.part in ("EV", "NI"):
            hour = 24
        elif (hour < 12 and hour >= {"12": 0, "noon": 13, "midnight": 9}.get(afternoon, 12)) or (
            afternoon == "noon" and hour < 3
        ):
            hour += 12
        self.clock = ":".join(f"{part:02d}" for part in (hour, minute, read.get("second")) if part is not None)

    # -- writing it down -------------------------------------------------------------------------------------------

    def iso(self, day: date) -> str:
        """Write a day with the clock time, if there is one.

        24:00 is the last moment of the day that it closes; few readers of ISO 8601 take T24:00.
        """
        if not self.clock:
            return day.isoformat()
        if self.clock.startswith("24"):
            return f"{day.isoformat()}T23:59:59"
        clock = self.clock if ":" in self.clock else self.clock + ":00"
        return f"{day.isoformat()}T{clock}"

    def timex(self, span: Span) -> str:
        """Write the TIMEX3 value."""
        if self.clock:
            return f"{span.first.isoformat()}T{self.clock}"
        return f"{span.timex}T{self.part}" if self.part and span.grain == "day" else span.timex

    def grain(self, span: Span) -> Grain:
        """Give the unit that the expression is exact to."""
        if self.clock:
            grains: tuple[Grain, ...] = ("hour", "minute", "second")
            return grains[self.clock.count(":")]
        return "part_of_day" if self.part else span.grain
