"""The stretch of the calendar that each kind of date means, one function for each leading piece.

The functions are given the :class:`point.Point` that they read; what it leaves out they ask of its ``memory``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from newsparse.dates.calendars import holiday, lunar
from newsparse.dates.lexicon import context
from newsparse.dates.values import (
    ImpossibleDate,
    Span,
    Unknown,
    add_months,
    add_years,
    day_of,
    month_end,
    nth_weekday,
    number,
)

if TYPE_CHECKING:
    from newsparse.dates.point import Point

__all__ = ["READINGS", "WEEKDAYS"]

WEEKDAYS = {name: index for index, name in enumerate("一二三四五六")} | {"日": 6, "天": 6, "末": 5}
_SEASONS = {"暑": (7, 8, "SU"), "春": (3, 5, "SP"), "夏": (6, 8, "SU"), "秋": (9, 11, "FA"), "冬": (12, 2, "WI")}


def _full_date(point: Point) -> Span:
    fields = point.atoms["S"].fields
    if "year" not in fields:  # 11/17
        month, day = int(fields["month"]), int(fields["day"])
        if day > 31:
            raise ImpossibleDate
        return Span.day(day_of(point.year_of(month, day), month, day))
    point.year_written = True
    return Span.day(day_of(int(fields["year"]), int(fields["month"]), int(fields["day"])))


def _year_month(point: Point) -> Span:
    fields = point.atoms["s"].fields
    point.year_written = True
    return Span.month(int(fields["year"]), int(fields["month"]))


def _year_range(point: Point) -> Span:
    fields = point.atoms["Z"].fields
    point.year_written = True
    first, last = int(fields["year"]), int(fields["year2"])
    if last < 100:
        last += first - first % 100
    if last < first:
        raise Unknown
    return Span.years(first, last)


def _plan(point: Point) -> Span:
    fields = point.atoms["P"].fields
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
        point.modifier = "since"
    elif part[0] in "初中":
        point.modifier = "start" if part[0] == "初" else "mid"
    return Span.years(first, first + 4, "plan")


def _age(point: Point) -> Span:
    """A century, a decade or two of them."""
    fields = point.atoms["G"].fields
    if "century" in fields:
        century = number(fields["century"])
    elif "which" in fields:
        century = (point.today("XX").year - 1) // 100 + 1 - (fields["which"][0] == "上")
    else:
        century = 0
    part = fields.get("part", "")
    if part:
        point.modifier = "start" if part[0] in "初早" or part[:2] == "前期" else "mid" if part[0] == "中" else "end"
    if "decade" not in fields:
        if not 1 <= century <= 30:
            raise Unknown
        return Span.years(max(100 * century - 100, 1), 100 * century - 1, "century", f"{century - 1:02d}")
    last = number(fields["decade"])
    if last < 100:
        last += 100 * (century - 1) if century else (2000 if last <= 10 else 1900)
    if "first" not in fields:
        return Span.years(last, last + 9, "decade", f"{last // 10}")
    first = last // 100 * 100 + 10 * number(fields["first"].strip("十0"))  # 五|六十年代, 五十|至六十年代
    if first >= last:
        raise Unknown
    return Span.years(first, last + 9, "decade", f"{first // 10}/{last // 10}")


def _turning_year(point: Point) -> Span:
    """新的一年, 过去的一年: the year on this or that side of the turn of the year that the article stands at."""
    today = point.today("XXXX")
    shift = int(point.atoms["K"].fields["shift"])
    turn = today.year + (today.month >= 11)
    if not (today.month <= 3 or today.month >= 11):
        raise Unknown
    return Span.year(turn if shift > 0 else turn - 1)


def _relative_quarter(point: Point) -> Span:
    period = point.memory.period if point.compared() else None  # 一季度 …, 比上季末 …
    if period:
        point.lean("context")
    today = period.last if period else point.today("XXXX-QX")
    year, month = add_months(today.year, today.month, 3 * int(point.atoms["J"].fields["shift"]))
    return Span.quarter(year, (month + 2) // 3)


def _same_period(point: Point) -> Span:
    """去年同期: the period that the sentence speaks of, in that year."""
    period = point.memory.running_period()
    year = point.year()
    if period is not None and point.atoms["o"].fields["word"] == "同季":
        period = point.memory.quarter or Span.quarter(period.last.year, (period.last.month + 2) // 3)
    if period is None or year is None:
        raise Unknown
    point.lean("context")
    shift = year - period.last.year
    first, last = add_years(period.first, shift), add_years(period.last, shift)
    if period.grain == "month" and period.last == month_end(period.last.year, period.last.month):
        last = month_end(last.year, last.month)
    timex = re.sub(r"\d{4}(?!\d)", lambda m: f"{int(m[0]) + shift:04d}", period.timex)
    return Span(first, last, period.grain, timex)


def _half_year(point: Point) -> Span:
    half = int(point.atoms["H"].fields["shift"])
    return Span.half(point.year_of_part(6 * half - 5, 6 * half, finished=False), half)


def _quarters(point: Point) -> Span:
    fields = (point.atoms.get("Q") or point.atoms["q"]).fields
    if "first" in fields:
        first, last = 1, number(fields.get("count", "一"))
    else:
        first = number(fields["quarter"])
        last = number(fields.get("quarter2", fields["quarter"]))
    if first > last:
        raise ImpossibleDate
    year = point.year_of_part(3 * first - 2, 3 * last, finished=last > first)
    if "first" not in fields and first == last:
        return Span.quarter(year, first)
    return Span.months(year, 3 * first - 2, 3 * last)


def _first_months(point: Point) -> Span:
    count = point.atoms["N"].fields["count"]
    if count == "几":
        raise Unknown
    last = number(count)
    if not 1 <= last <= 12:
        raise Unknown
    return Span.months(point.year_of_part(1, last, finished=True), 1, last)


def _month_range(point: Point) -> Span:
    fields = point.atoms["A"].fields
    first, last = number(fields["month"]), number(fields["month2"])
    if not (1 <= first <= 12 and 1 <= last <= 12):
        raise ImpossibleDate
    year = point.year_of_part(first, last, finished=first < last)
    return Span.months(year, first, last)


def _school_year(point: Point) -> Span:
    """A school year or one of its terms: from August to January, from February to July."""
    fields = point.atoms["a"].fields
    year = int(fields["year"])
    point.year_written = True
    if "term" not in fields:
        return Span.months(year, 8, 7)
    return Span.months(year, 8, 1) if fields["term"] in "一1上" else Span.months(year + 1, 2, 7)


def _season(point: Point) -> Span:
    first, last, code = _SEASONS[point.atoms["k"].fields["season"]]
    year = point.year()
    assert year is not None
    return Span.months(year, first, last, "quarter", f"{year:04d}-{code}")


def _year(point: Point) -> Span:
    year = point.year()
    if year is None:
        raise Unknown
    return _counted(point, year, None) if "f" in point.atoms or "g" in point.atoms else Span.year(year)


def _month(point: Point) -> Span:
    """A month, and what of it is written: a day, some days, a half, the third week."""
    atoms = point.atoms
    year = point.year()
    days = atoms.get("D") or atoms.get("B")
    first = number(days.fields["day"]) if days else 1
    if "m" in atoms:
        year, month = point.relative_month(atoms["m"].fields, year)
    else:
        month = number(atoms["M"].fields["month"])
        if not 1 <= month <= 12 or not 1 <= first <= month_end(2000, month).day:
            raise ImpossibleDate
        if year is None:
            year = point.year_of(month, first)
    if days:
        return _days(year, month, days.fields)
    if "f" in atoms or "g" in atoms:
        return _counted(point, year, month)
    if "h" in atoms:
        middle = day_of(year, month, 15)
        if atoms["h"].fields["shift"] == "1":
            return Span.days(middle.replace(day=1), middle)
        return Span.days(middle.replace(day=16), month_end(year, month))
    return Span.month(year, month)


def _day(point: Point) -> Span:
    """A day, or some days, without a month."""
    if point.atoms.keys() & set("YyE"):
        raise Unknown
    fields = (point.atoms.get("D") or point.atoms["B"]).fields
    return _days(*point.month_of(number(fields["day"])), fields)


def _days(year: int, month: int, fields: dict[str, str]) -> Span:
    first = day_of(year, month, number(fields["day"]))
    last = day_of(year, month, number(fields["day2"])) if "day2" in fields else first
    if last < first:
        raise ImpossibleDate
    return Span.day(first) if last == first else Span.days(first, last)


def _counted(point: Point, year: int, month: int | None) -> Span:
    """Count inside a year or a month: 5月的第二个星期日, 3月第三周, 2021年的最后3个月."""
    fields = (point.atoms.get("f") or point.atoms["g"]).fields
    whole = Span.year(year) if month is None else Span.month(year, month)
    nth = number(fields.get("nth", fields.get("count", "1")).strip(" \u00a0\u3000"))
    side = fields.get("side", "")
    if "weekday" in fields:
        weekday = WEEKDAYS[fields["weekday"]]
        if fields["which"] == "最后":
            return Span.day(whole.last - timedelta(days=(whole.last.weekday() - weekday) % 7))
        return _inside(whole, Span.day(nth_weekday(year, month or 1, nth, weekday)))
    if fields["unit"] == "月":
        if month is not None or not 1 <= nth <= 12:
            raise Unknown
        return Span.month(year, nth) if not side else Span.months(year, *((1, nth) if side == "前" else (13 - nth, 12)))
    if fields["unit"] in "天日":
        first, last, length = whole.first, whole.last, timedelta(days=1)
    else:  # the first week of a month is that of its first Monday, of a year that of 4 January
        first = nth_weekday(year, month, 1, 0) if month else Span.week(day_of(year, 1, 4)).first
        last, length = Span.week(whole.last - timedelta(days=6)).last, timedelta(days=7)
    if side == "前":
        return Span.days(first, first + nth * length - timedelta(days=1))
    if side:
        return Span.days(last - nth * length + timedelta(days=1), last)
    first += (nth - 1) * length
    return _inside(whole, Span.day(first) if length.days == 1 else Span.week(first))


def _inside(whole: Span, span: Span) -> Span:
    if span.first > whole.last:
        raise ImpossibleDate
    return span


def _relative_day(point: Point) -> Span:
    fields = point.atoms["d"].fields
    if "number" in fields:  # 今(3)日
        day = int(fields["number"])
        today = point.today(f"XXXX-XX-{day:02d}")
        near = [add_months(today.year, today.month, shift) for shift in (-1, 0, 1)]
        days = [day_of(y, m, day) for y, m in near if 1 <= day <= month_end(y, m).day]
        if not days:
            raise ImpossibleDate
        return Span.day(min(days, key=lambda other: abs(other - today)))
    shift = timedelta(days=int(fields["shift"]))
    if fields["basis"] == "text":
        if point.memory.day is not None:
            point.lean("context")
            return Span.day(point.memory.day.last + shift)
        if shift:
            raise Unknown
    return (None if shift else point.stated()) or Span.day(point.today("XXXX-XX-XX") + shift)


def _span_of_words(point: Point) -> Span:
    fields = point.atoms["i"].fields
    first, last = int(fields["first"]), int(fields["last"])
    today = point.today("XXXX" if fields["unit"] == "year" else "XXXX-XX-XX")
    if fields["unit"] == "year":
        return Span.years(today.year + first, today.year + last)
    return Span.days(today + timedelta(days=first), today + timedelta(days=last))


def _from_today(point: Point) -> Span:
    point.modifier = "since"
    return Span.day(point.today("XXXX-XX-XX"))


def _week(point: Point) -> Span:
    fields = point.atoms["W"].fields
    shift = {"上上": -2, "上": -1, "下": 1, "下下": 2}.get(fields["which"], 0)
    week = Span.week(point.today("XXXX-WXX") + timedelta(days=7 * shift))
    weekday = fields.get("weekday") or (point.atoms["w"].fields["weekday"] if "w" in point.atoms else None)
    return _day_of_week(week, weekday) if weekday else week


def _day_of_week(week: Span, weekday: str) -> Span:
    day = week.first + timedelta(days=WEEKDAYS[weekday])
    return Span.days(day, week.last, "day", f"{week.timex}-WE") if weekday == "末" else Span.day(day)


def _weekday(point: Point) -> Span:
    """周四: the last one that was, or the next when the words look ahead or another end of a range stands before."""
    name = point.atoms["w"].fields["weekday"]
    left = point.left()
    today = left.first if left else point.today(f"XXXX-WXX-{'WE' if name == '末' else WEEKDAYS[name] + 1}")
    ahead = left is not None or point.expects_future()
    week = Span.week(today)
    day = _day_of_week(week, name)
    if ahead and day.last < today:
        return _day_of_week(Span.week(week.last + timedelta(days=1)), name)
    if not ahead and day.first > today:
        return _day_of_week(Span.week(week.first - timedelta(days=1)), name)
    return day


def _holiday(point: Point) -> Span:
    fields = point.atoms["F"].fields
    year, days = point.year(), int(fields["days"])
    candidates = point.years_around() if year is None else [year]
    first = point.nearest([Span.day(holiday(fields, each)) for each in candidates]).first
    named = point.memory.text[point.atoms["F"].start : point.atoms["F"].end + 3]
    if days > 1 and context("during_after").search(named):
        return Span.days(first, first + timedelta(days=days - 1))
    return Span.day(first)


def _lunar_day(point: Point) -> Span:
    fields = point.atoms["L"].fields
    year = number(fields["year"]) if "year" in fields else point.year()
    month = 1 if fields["month"] == "大年" else number(fields["month"])
    day = number(fields["day"]) if "day" in fields else None
    leap = "leap" in fields
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 30):
        raise ImpossibleDate
    if fields["month"] == "大年" and day == 30:
        month, day = 12, -1
    candidates = [year] if year is not None else point.years_around()
    spans = []
    for each in candidates:
        try:
            first = lunar(each, month, day or 1, leap)
        except ImpossibleDate:
            continue
        if day is None:
            after = lunar(each + (month == 12), month % 12 + 1, 1)
            spans.append(Span.days(first, after - timedelta(days=1)))
        else:
            spans.append(Span.day(first))
    if not spans:
        raise ImpossibleDate
    return point.nearest(spans)


def _clock_only(point: Point) -> Span:
    """A clock time alone is of the day of the other end of a range or of the day right before it, else unknown."""
    left = point.left()
    if left is not None:
        return left
    memory = point.memory
    if memory.day is not None and memory.text[memory.day_end : point.expression.start].strip() in ("", ")", "）"):
        point.lean("context")
        return memory.day
    raise Unknown(f"XXXX-XX-XXT{point.clock or point.part}")


READINGS: dict[str, Callable[[Point], Span]] = {
    "S": _full_date, "Z": _year_range, "P": _plan, "G": _age, "K": _turning_year, "J": _relative_quarter,
    "a": _school_year, "s": _year_month, "i": _span_of_words, "n": _from_today, "F": _holiday, "L": _lunar_day,
    "H": _half_year, "Q": _quarters, "q": _quarters, "N": _first_months, "A": _month_range, "k": _season,
    "M": _month, "m": _month, "D": _day, "B": _day, "d": _relative_day, "W": _week, "w": _weekday, "o": _same_period,
    "Y": _year, "y": _year, "E": _year, "C": _clock_only, "c": _clock_only, "T": _clock_only,
}  # fmt: skip
"""The reading of each leading piece; of an expression with several, the first in this order."""
