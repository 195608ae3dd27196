"""What a piece of a date is where only its neighbours tell: 18年 is a year before 10月, else a length of time."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from newsparse.dates.lexicon import Atom, context, eras, gaps
from newsparse.dates.values import number
from newsparse.records import RegionCode

__all__ = ["settle"]

ROC_ZERO = 1911
"""Year zero of the calendar of the Republic of China: 民国114年 is 2025."""
ROC_BARE = range(80, 140)
"""Years of that calendar which a Taiwan text may write without 民国 and without a month: 1991 to 2050."""


@dataclass(slots=True)
class _Place:
    """An atom where it stands."""

    atom: Atom
    before: Atom | None
    """The atom that touches it, or that only 的 or a sign such as 至 parts from it (``joined``)."""
    after: Atom | None
    joined: str
    """The sign between ``before`` and it, empty when they touch."""
    text: str
    region: RegionCode

    def follows(self, codes: str) -> bool:
        """Whether an atom with one of these codes touches it from the left."""
        return self.before is not None and self.joined == "" and self.before.code in codes

    def a_length(self) -> bool:
        """Whether the words around say that this is a length of time."""
        text, atom = self.text, self.atom
        return bool(context("length_before").search(text, max(0, atom.start - 10), atom.start))


_WHOLE = re.compile(r"\d{1,6}|[一二三四五六七八九十百零〇]+")


def settle(atoms: list[Atom], text: str, region: RegionCode) -> None:
    """Give every atom its final code; ``X`` is dropped later."""
    previous: Atom | None = None
    between = gaps()
    for index, atom in enumerate(atoms):
        rule = _RULES.get(atom.code)
        if rule is not None:
            sign = between.get(text[previous.end : atom.start], " ") if previous and atom.start > previous.end else ""
            after = atoms[index + 1] if index + 1 < len(atoms) and atoms[index + 1].start == atom.end else None
            rule(_Place(atom, previous if sign != " " else None, after, sign, text, region))
        previous = atom


def _become(atom: Atom, code: str, **fields: str) -> None:
    atom.code, atom.fields = code, fields


def _repeated(place: _Place) -> bool:
    """Make what comes back (每逢月末) a time without a place on the calendar."""
    atom = place.atom
    if context("repeated_before").search(place.text, max(0, atom.start - 2), atom.start):
        _become(atom, "v", timex="XXXX")
        return True
    return False


def _years(place: _Place) -> None:
    """Read a number of years as a year of the century, or of the Republic in a Taiwan text, where that is meant."""
    atom, text, fields = place.atom, place.text, place.atom.fields
    written, last = fields["number"], fields.get("upto")
    if fields["unit"] != "年" or len(fields) != (3 if last else 2) or not _WHOLE.fullmatch(written + (last or "")):
        return
    year = number(written)
    if last and place.region == "TW" and year in ROC_BARE and year < number(last) < ROC_BARE.stop:  # 106-108年
        _become(atom, "Z", year=str(year + ROC_ZERO), year2=str(number(last) + ROC_ZERO))
    if last or (place.region != "TW" and not written.isdigit()) or written[0] in "0０":
        return
    dated = place.after is not None and place.after.code in "MHQNofFL"
    ending = context("ending_after_year").match(text, atom.end)
    if place.region == "TW" and 10 <= year < ROC_BARE.stop:
        length = place.a_length() and not context("example_after").match(text, atom.end)
        bare = year in ROC_BARE and not context("years_after").match(text, atom.end) and not length
        if not (dated or ending or (bare and written != "百")):  # 百年: a hundred years
            return
        _become(atom, "Y", year=str(year + ROC_ZERO))
    elif len(written) == 2 and (dated or ending):
        _become(atom, "y", year=written)
    else:
        return
    if ending:
        atom.end = ending.end()
        if ending[0] != "度":
            atom.fields["ending"] = ending[0]


def _era(place: _Place) -> None:
    fields = place.atom.fields
    fields["year"] = str(number(fields["year"]) + eras()[fields["era"]])
    place.atom.code = "Y"


def _school_year(place: _Place) -> None:
    """108学年度 counts from 1911 in a Taiwan text; a mainland one writes all of 2019学年."""
    fields = place.atom.fields
    if place.region == "TW" and int(fields["year"]) in ROC_BARE:
        fields["year"] = str(int(fields["year"]) + ROC_ZERO)
    elif len(fields["year"]) < 4:
        _become(place.atom, "X")


def _slashed_day(place: _Place) -> None:
    """11/17 is a day in brackets, and in a Taiwan text in a list or a range; else a fraction."""
    atom, text = place.atom, place.text
    before = context("slash_before").search(text, max(0, atom.start - 1), atom.start)
    listed = place.region == "TW" and (before or context("slash_after").match(text, atom.end))
    atom.code = "S" if listed or (before and before[0] in "(（") else "X"


def _dotted_roc(place: _Place) -> None:
    """104.11.26 is a day in a Taiwan text, else the number of a version or of a section."""
    year = int(place.atom.fields["year"])
    place.atom.code = "S" if place.region == "TW" and year in ROC_BARE else "X"
    place.atom.fields["year"] = str(year + ROC_ZERO)


def _month(place: _Place) -> None:
    """连续下滑11月 and 18月 are lengths of time."""
    if _repeated(place):
        return
    atom = place.atom
    days = place.after is not None and place.after.code in "DB"
    months = max(number(atom.fields["month"]), number(atom.fields.get("month2", "1")))
    if not place.follows("YyE") and not days and (months > 12 or place.a_length()):
        _become(atom, "u", number=atom.fields["month"], unit="月")


def _day(place: _Place) -> None:
    """30日内 and 一日 are lengths of time, 十二号 without a month is the name of a thing."""
    if _repeated(place):
        return
    atom, written = place.atom, place.atom.fields["day"]
    if place.follows("Mm") or (place.joined == "~" and place.before is not None):
        return
    text = place.text
    numbered = text[atom.end - 1] == "号"
    last = number(atom.fields.get("day2", written))
    quoted = context("quoted_before").search(text, max(0, atom.start - 8), atom.start)
    spelled = not written.isdigit()
    variety = context("crop_before").search(text, max(0, atom.start - 1), atom.start)
    if (numbered and (spelled or quoted or variety or last < number(written))) or (
        quoted and text[atom.end : atom.end + 1] in "”」》"
    ):
        _become(atom, "X")
    elif (
        last > 31
        or number(written) == 0
        or (spelled and len(written) == 1)
        or context("length_after").match(text, atom.end)
        or place.a_length()
    ):
        _become(atom, "X" if numbered else "u", number=written, unit="日")


def _counted(place: _Place) -> None:
    """最后三天 belongs to the month or year before it, else it is a length of time."""
    atom = place.atom
    if (place.before is None or place.joined == "~" or place.before.code not in "YyEMm") and "count" in atom.fields:
        atom.start += len(atom.fields["side"])
        _become(atom, "u", number=atom.fields["count"].strip(), unit=atom.fields["unit"])


def _clock(place: _Place) -> None:
    """9点 alone is a time of the day only where no number of points can stand."""
    atom, text = place.atom, place.text
    alone = context("clock_before").search(text, max(0, atom.start - 1), atom.start)
    if alone and context("clock_after").match(text, atom.end) and number(atom.fields["hour"]) <= 24:
        atom.code = "C"


_SEASONS = {"暑": "SU", "春": "SP", "夏": "SU", "秋": "FA", "冬": "WI"}


def _season(place: _Place) -> None:
    """A season is a date only behind a year."""
    if not place.follows("YyE"):
        _become(place.atom, "v", timex="XXXX-" + _SEASONS[place.atom.fields["season"]])


def _quarter(place: _Place) -> None:
    """第三季 alone is a quarter outside the mainland, where it is not the season of a programme."""
    atom, text = place.atom, place.text
    if place.region == "CN" or text[atom.start] != "第":
        return
    if not (
        context("season_of_show_before").search(text, max(0, atom.start - 1), atom.start)
        or context("season_of_show_after").match(text, atom.end)
    ):
        atom.code = "Q"


def _holiday(place: _Place) -> None:
    """国庆 is another day in a Taiwan text."""
    fields = place.atom.fields
    if not _repeated(place) and place.region == "TW" and fields["taiwan"]:
        month, day = fields["taiwan"].split("-")
        _become(place.atom, "F", **{**fields, "calendar": "solar", "month": month, "day": day, "days": "1"})


def _maybe_repeated(place: _Place) -> None:
    _repeated(place)


_RULES: dict[str, Callable[[_Place], None]] = {
    "u": _years, "O": _era, "a": _school_year, "b": _slashed_day, "R": _dotted_roc, "M": _month, "A": _month,
    "D": _day, "B": _day, "g": _counted, "q": _quarter, "c": _clock, "k": _season, "F": _holiday,
    **dict.fromkeys("EmwdTL", _maybe_repeated),
}  # fmt: skip
