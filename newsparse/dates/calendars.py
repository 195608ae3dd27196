"""Holidays and the Chinese calendar: words to days of a given year.

The Chinese calendar and the solar terms come from ``borax`` (MIT), which knows the years 1900 to 2100; it is imported
when the first such day is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from newsparse.dates.values import ImpossibleDate, day_of, nth_weekday

__all__ = ["holiday", "lunar"]


def holiday(row: Mapping[str, str], year: int) -> date:
    """Give the day of a holiday that falls into a year of the common calendar.

    Parameters
    ----------
    row:
        Its row of ``rules/dates/holidays.tsv``.
    year:
        The year.

    Raises
    ------
    ImpossibleDate
        If the tables of the Chinese calendar do not reach that year.
    """
    calendar, month, day = row["calendar"], int(row["month"]), int(row["day"])
    if calendar == "solar":
        return day_of(year, month, day)
    if calendar == "lunar":  # 2020年除夕 is the day before the Spring Festival of 2020
        return lunar(year - 1 if month == 12 else year, month, day)
    if calendar == "term":
        return _term(year, day)
    return nth_weekday(year, month, day % 10, day // 10 - 1)


@cache
def lunar(year: int, month: int, day: int, leap: bool = False) -> date:
    """Give a day of the Chinese calendar; ``day`` -1 is the last day of the year.

    Raises
    ------
    ImpossibleDate
        If there is no such day.
    """
    from borax.calendars.lunardate import LunarDate  # type: ignore[import-untyped]

    try:
        if day < 0:
            first: date = LunarDate(year + 1, 1, 1).to_solar_date()
            return first + timedelta(days=day)
        found: date = LunarDate(year, month, day, int(leap)).to_solar_date()
    except (ValueError, IndexError) as error:
        raise ImpossibleDate from error
    return found


@cache
def _term(year: int, index: int) -> date:
    from borax.calendars.lunardate import TermUtils

    try:
        found: date = TermUtils.nth_term_day(year, index)
    except (ValueError, IndexError) as error:
        raise ImpossibleDate from error
    return found
