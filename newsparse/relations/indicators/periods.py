"""When: the date that holds for a statistic, until another is named."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from newsparse.dates import DateValue
from newsparse.numerals import read
from newsparse.records import Period
from newsparse.relations.indicators.page import SENTENCE_END, Page
from newsparse.relations.indicators.words import Basis
from newsparse.relations.values import PartValue

__all__ = ["Compared", "Periods", "When"]

_PAST_YEAR = re.compile("一年[间来]|过去一年|刚刚过去的一年")
_PAST_FIVE = re.compile("(?:过去|这|近)[五5]年(?!计划|规划)|[五5]年[来间]")
_PLAN = re.compile("“?十[一二三四五六]五”?时期")  # the five years of a plan, in the report that is made behind them
_ONE_YEAR = re.compile(
    "(?:刚刚)?(?:过去的?|这)一年|去年|一年来|20[0-9]{2}年[，,是]"
)  # opens a line that goes on to the last year
_YEARS = re.compile("[0-9]{4}(?:/[0-9]{4})?")
_LONGEST_TITLE, _LONGEST_REACH = 100, 400
_STATED = re.compile(r"\d(?:%|[万亿]|[^年月日\s\d]{0,2}(?:元|吨|人|辆|户|家|斤|亩|度|时))|(?:增长|下降|增|降|涨|跌)\d")
"""A statistic in a title: 前三季度进出口30.8万亿元."""
_NOTICE = re.compile("关于[^\n]{2,80}的(?:通知|意见|通告|公告|批复|函)$", re.MULTILINE)
"""A title that says what is to be done, and counts nothing."""
_MEASURED = re.compile("同比|环比|按年|年增|年减|[比较](?:上年|去年)?同期|(?:增长|下降|上涨|下跌)\\d")
_LEAST_MEASURED = 6
_BEGUN = re.compile("起|将|开始|上路")  # 8月|起补助2500元
_SPANS = ("year", "half", "quarter", "month")
_YEAR_END = ("年末", "年底")  # in a report that of the year that it speaks of
_UNTIL_NOW = re.compile("(?:截[至止]|到|至)(?:目前|现在)(?:为止)?$")  # the day of the article
_DAY = re.compile("^XXXX-[0-9]")
_THIS_SENTENCE = re.compile("(?:目前|现在|同期)$")
"""Until the next sentence: 截至目前, 去年同期为增长5%."""
_SUMMED_TO = ("截至", "截止", "至", "到")
_CLOSED = re.compile(r"止的?(?:(?P<months>\d{1,2}|[一二三四五六七八九十]{1,2})个月|(?:财政)?年度|全年|财年)")
_TELLING = re.compile("发稿")
_COMPARED_DATE = re.compile("[比较与同是]$|[高低快慢多少大小优好]于$")
_SHARE_OF = re.compile("占[^，。；、]{0,8}$")  # 占|去年|就业总数的86%
_COMPARED_WITH = re.compile("[比较与](?:前一?)?$")
_NAMED_TIME = re.compile(r"[\d〇○零一二三四五六七八九十](?:年|月|季)|[末底初]$")
"""No 上年, 去年同期: they are words of a basis themselves."""
_YEAR_OF_MONTHS = 12
_DISTANCES: dict[tuple[int, int], Basis] = {(1, 0): "mom", (3, 2): "qoq"}
"""Months between two times and inside them -> what the later is measured against."""
_SPEED, _THAN = "增速", ("于", "比", "较", "过", "出")  # 快于|上月|增速
_COMPARED_BEHIND = ("的", "同期", "相比", "增长水平")


def _month(day: str) -> int:
    """Give the number of a month since the year 0."""
    return int(day[:4]) * 12 + int(day[5:7])


def _months_closed(text: str, date: DateValue) -> str | None:
    """Give the first day of the months that end with a date: 截至6月底|止六个月, 截至3月31日|止年度."""
    found = _CLOSED.match(text, date.end_char)
    if not found or not date.end:
        return None
    months = read(found["months"]) if found["months"] else None
    count = int(months.low) if months else _YEAR_OF_MONTHS
    if not count:
        return None
    year, month = divmod(_month(date.end) - count, 12)
    return f"{year:04}-{month + 1:02}-01"


@dataclass(frozen=True, slots=True)
class When:
    """A period and where it stands."""

    value: Period
    part: PartValue | None
    """None where it stands above the text."""

    @property
    def is_span(self) -> bool:
        """Whether it is longer than a day."""
        return self.value.start != self.value.end

    @property
    def is_day(self) -> bool:
        """Whether it is a day."""
        start, end = self.value.start, self.value.end
        return start is not None and end is not None and start[:10] == end[:10]

    @property
    def is_long(self) -> bool:
        """Whether it is longer than a month."""
        start, end = self.value.start, self.value.end
        return start is None or end is None or _month(start) < _month(end)

    def inside(self, other: When) -> bool:
        """Say whether another time holds this one and more."""
        own, others = (self.value.start, self.value.end), (other.value.start, other.value.end)
        if own == others or None in own or None in others:
            return False
        return str(others[0]) <= str(own[0]) and str(own[1]) <= str(others[1])

    @classmethod
    def of(cls, date: DateValue) -> When:
        """Give the time of a date."""
        period = Period(start=date.start, end=date.end, timex=date.timex)
        return cls(period, PartValue("period", date.start_char, date.end_char))


class Compared(NamedTuple):
    """Another time that a figure is compared with: 较6月|扩大0.1个百分点."""

    basis: Basis | None
    """None where it is no year, month or quarter before."""


class Periods:
    """Follows the dates of a text."""

    def __init__(self, page: Page, made: int | None = None, published: str = "") -> None:
        self.page = page
        self.published = published[:10]
        """The day of the article, ISO 8601; empty where it is not known."""
        self.made = made
        """The year that a report is made in."""
        self.expected: When | None = None
        """The year of a report, of which it speaks where it names no other; or the five that it looks back on."""
        self._reviewed: When | None = None  # these five
        self._titled = self._in_title()  # what a bulletin is about: 2023年前三季度经济运行情况
        self.expected = self._titled
        self.now: When | None = None
        self.heading: When | None = None
        """Of the section."""
        self.above: When | None = None
        """Of the last line that had one; the items of a list below it share it."""
        self.year = self._find_year()
        self._is_statistical = not made and _MEASURED.findall(page.text)[_LEAST_MEASURED:] != []
        """Whether it reports statistics throughout: then lines that name no time go on with that of the line above."""
        self._until: tuple[int, When | None] | None = None
        """How far what holds now does, and what holds then."""
        self._has_telling = _TELLING.search(page.text) is not None
        self._has_past_year = self.year is not None and _PAST_YEAR.search(page.text) is not None

    @staticmethod
    def _years(first: str, last: str, part: PartValue | None = None) -> When:
        timex = first if first == last else f"{first}/{last}"
        return When(Period(start=f"{first}-01-01", end=f"{last}-12-31", timex=timex), part)

    @property
    def last_year(self) -> When | None:
        """What holds now for a state that was reached: of the five years that a report looks back on the last."""
        if self.made and self.now and self.now is self._reviewed:
            return self._years(str(self.made - 1), str(self.made - 1), self.now.part)
        return self.now

    def _published(self, part: PartValue) -> When | None:
        day = self.published
        return When(Period(start=day, end=day, timex=day), part) if day else None

    @staticmethod
    def _end_of(years: When, part: PartValue) -> When:
        end = years.value.end
        return When(Period(start=end, end=end, timex=end), part)

    def _find_year(self) -> str | None:
        """Give the year that most dates of the text are in: the one that 一年间 looks back on."""
        years = Counter(date.start[:4] for date in self.page.all_dates if date.start)
        return years.most_common(1)[0][0] if years else None

    def _find(self, years: re.Pattern[str], start: int, end: int) -> re.Match[str] | None:
        """Find words for years in a stretch; it may end before them, or begin behind, if they are a figure."""
        found = years.search(self.page.text, max(start - 3, 0), end + 2)
        return found if found and found.start() < end else None

    def _find_past_five(self, start: int, end: int) -> re.Match[str] | None:
        past = self._find(_PAST_FIVE, start, end)
        if past is None and self.made and self.made % 5 == 1:
            past = _PLAN.search(self.page.text, start, end)
        return past

    def _past_five(self, made: int, words: re.Match[str]) -> When:
        return self._years(str(made - 5), str(made - 1), PartValue("period", words.start(), words.end()))

    def _in_title(self) -> When | None:
        """Give the months, quarters or year in the title."""
        end = self.page.text.find("\n", 0, _LONGEST_TITLE)
        if self.made or end < 0:
            return None
        stated = _STATED.search(self.page.text, 0, end) and not SENTENCE_END.search(self.page.text, 0, end)
        if _NOTICE.search(self.page.text, 0, end) or not (
            stated or self.page.words.bulletin.search(self.page.text, 0, end)
        ):
            return None
        dates = [
            date
            for date in self.page.dates(0, end)
            if date.start and date.grain in _SPANS and not _BEGUN.match(self.page.text, date.end_char)
        ]
        return When.of(dates[0]) if dates else None

    def begin_sentence(self, start: int) -> None:
        """Begin a sentence: after a part of the time of a bulletin, such as 二季度, it is about all of it again."""
        self._expire(start)
        if self._titled and self.now and self.now.inside(self._titled) and self.now.value.start != self.now.value.end:
            self.now = self._titled

    @property
    def _section(self) -> When | None:
        """The time of the section, or of the report."""
        return self.heading or self.expected

    def _expire(self, at: int) -> None:
        """Go back to the time before one that holds no further than here."""
        if self._until and at >= self._until[0]:
            self.now = self._until[1]
            self._until = None

    def _reach(self, date: DateValue) -> int | None:
        """Give how far a date holds that does not hold on: to the end of a quotation, or of its sentence."""
        text, start = self.page.text, date.start_char
        first, last = max(start - _LONGEST_REACH, 0), start + _LONGEST_REACH
        first = max(first, text.rfind("\n", first, start))
        if text.rfind("“", first, start) > text.rfind("”", first, start):
            return text.find("”", start, last) + 1 or None
        if _THIS_SENTENCE.search(text, start, date.end_char):
            end = SENTENCE_END.search(text, start, last)
            return end.end() if end else None
        return None

    def _hold(self, date: DateValue, known: When | None) -> None:
        """Remember how far a date holds, and what was known before it."""
        reach = self._reach(date)
        self._until = (reach, self._until[1] if self._until else known) if reach else None

    @property
    def is_day_of_story(self) -> bool:
        """Whether what holds now is a day of the story: nothing is summed up to it (截至8月15日), nothing begins."""
        now = self.now
        if now is None or now.part is None or not now.is_day:
            return False
        sums_up = self.page.text.startswith(_SUMMED_TO, now.part.start_char)
        return not sums_up and not self.page.text.startswith("起", now.part.end_char)

    def expect(self, year: int) -> None:
        """Say which year the lines of a report are about that name none; five, once it looks back on as many."""
        if self.made is None or year >= self.made:
            self._reviewed = None
        self.expected = self._reviewed or self._years(str(year), str(year))

    def begin_line(self, *, listed: bool) -> None:
        """Begin a line: an item of a list has the time of the line that leads to the list, if it is no day or month."""
        self._until = None
        carried = self.above if self._is_statistical and self.above and self.above.is_span else None
        self.now = (self.above if listed and self.above and self.above.is_long else None) or self._section or carried

    def begin_item(self) -> None:
        """Begin news of another body in the same line: the day of the last is not its own."""
        if self.now and self.now.is_day:
            self.now = self._section

    def end_line(self) -> None:
        """End a line."""
        self.above = self.now or self.above

    def read_heading(self, start: int, end: int) -> None:
        """Remember the date of a heading for its section: in a report its year, or else its years."""
        dates = [date for date in self.page.dates(start, end) if date.start is not None]
        if self.made:
            years = [date for date in dates if _YEARS.fullmatch(date.timex or "")]
            dates = sorted(years, key=lambda date: -len(date.timex or ""))
        if self.made and (past := _PAST_FIVE.search(self.page.text, start, end)) and not dates:
            self.heading = self.now = self._past_five(self.made, past)
        elif dates:
            self.heading = self.now = When.of(dates[-1])

    def compared(self, start: int, end: int) -> Compared | None:
        """Say how long before the time that holds now the one lies that a stretch compares with, if it names any."""
        now = self.now.value if self.now else None
        for date in self.page.dates(start, end):
            if not date.start or not _NAMED_TIME.search(self.page.text, date.start_char, date.end_char):
                continue
            if not _COMPARED_WITH.search(self.page.text, max(start, date.start_char - 2), date.start_char):
                continue
            if not now or not now.start or not now.end or not date.end:
                return None
            months = _month(now.end) - _month(date.end)
            span = 0 if date.start == date.end else _month(date.end) - _month(date.start)  # 上年末 is a day
            if date.start != date.end and _month(now.end) - _month(now.start) != span:
                return Compared(None)
            return Compared("yoy" if months == _YEAR_OF_MONTHS else _DISTANCES.get((months, span)))
        return None

    def take(self, start: int, end: int) -> None:
        """Remember the last date of a stretch, unless something is only compared with it."""
        self._expire(start)
        if self._has_telling and _TELLING.search(self.page.text, start, end):
            self.now = None
            return
        self._take_years(start, end)
        last: DateValue | None = None
        for date in self.page.dates(start, end):
            words = self.page.text[date.start_char : date.end_char]
            if self._take_word(words, date, start):
                continue
            if date.start is None or date.kind not in ("date", "range", "time") or words == "当日":
                continue
            if self._is_of_another(date, start, end):
                continue
            if self._is_of_works(date, end):
                self.now = self._section
                continue
            first = last if last and self._joins(last, date) else date
            self._hold(date, self.now)
            self.now = self._from(first, date)
            last = date

    def _take_years(self, start: int, end: int) -> None:
        """Remember a year or years that are named by no number: 过去一年, 五年来, 报告期."""
        text = self.page.text
        if self._has_past_year and self.year and not self.heading and (past := self._find(_PAST_YEAR, start, end)):
            self.now = self._years(self.year, self.year, PartValue("period", past.start(), past.end()))
        elif self.made and (past := self._find_past_five(start, end)):
            self.now = self.expected = self._reviewed = self._past_five(self.made, past)
        elif self.made and self._reviewed and text[start - 1 : start] in ("", "\n") and _ONE_YEAR.match(text, start):
            self._reviewed = None
            self.now = self.expected = self._years(str(self.made - 1), str(self.made - 1))
        if self._titled and "报告期" in text[start:end]:
            self.now = self._titled

    def _take_word(self, words: str, date: DateValue, start: int) -> bool:
        """Remember what a word means for the text: 目前, 年末, 全年, 10月末 of an unknown year; say if that is all."""
        text, now = self.page.text, self.now
        until = _UNTIL_NOW.search(text, max(start, date.start_char - 2), date.end_char)
        if until and text[date.end_char : date.end_char + 1] != "的":  # 从6万件到|现在|的9.6万件
            self._hold(date, now)
            self.now = self._published(PartValue("period", until.start(), until.end()))
        elif words in self.page.words.now:
            self.now = None
        elif words in _YEAR_END and self.made and self.expected:
            self.now = self._end_of(self.expected, PartValue("period", date.start_char, date.end_char))
            return True
        elif words == "全年" and self.heading:
            self.now = self.heading
        if date.start is None and date.kind in ("date", "range") and _DAY.search(date.timex or ""):
            self.now = None
        return False

    def _is_of_another(self, date: DateValue, start: int, end: int) -> bool:
        """Say whether a date is that of a figure which others are compared with, or of what they are a share of."""
        text = self.page.text
        before = text[max(start, date.start_char - 2) : date.start_char]
        after = text[date.end_char : date.end_char + 4]
        if _COMPARED_DATE.search(before) or _SHARE_OF.search(text, max(start, date.start_char - 9), date.start_char):
            return True
        if self.page.is_dated(date, end):
            return before.endswith(("从", "由"))  # holds for that figure only
        if after.startswith(_SPEED):  # but 其中7、8月份|增速居全国第2位
            return before.endswith(_THAN)
        # but 2024年7月的|总销货价值
        return after.startswith(_COMPARED_BEHIND) and not (after[0] == "的" and date.start_char <= start + 1)

    def _is_of_works(self, date: DateValue, end: int) -> bool:
        """Say whether works begin or end on a date, of which figures follow: 2020年8月|动工，投资4380万元."""
        text = self.page.text
        ends = not text[end : end + 1].isalnum()
        return ends and self.page.words.begun.fullmatch(text, date.end_char, end) is not None

    def _joins(self, last: DateValue, date: DateValue) -> bool:
        """Say whether a date goes on with the one before: 7月、8月."""
        dates = last.kind == date.kind == "date" and str(last.start) <= str(date.start)
        return dates and self.page.text[last.end_char : date.start_char] in ("、", "和", "及")

    def _from(self, first: DateValue, last: DateValue) -> When:
        """Give the time from one date to another, or that of one; or the months that end with it."""
        start, timex = first.start, last.timex if first is last else f"{first.timex}/{last.timex}"
        if opened := _months_closed(self.page.text, last):  # 截至6月底|止六个月
            start, timex = opened, f"{opened[:7]}/{str(last.end)[:7]}"
        part = PartValue("period", first.start_char, last.end_char)
        return When(Period(start=start, end=last.end, timex=timex), part)
