"""What an article has said of the calendar up to a place in its text."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from newsparse.dates.lexicon import context
from newsparse.dates.values import Anchor, AnchorSource, Span

if TYPE_CHECKING:
    from newsparse.dates.find import Expression
    from newsparse.dates.point import Point

__all__ = ["Memory"]


TOPIC_WITHIN = 6
"""How far from the beginning of a sentence a period may stand that the sentences behind it speak of."""


class Memory:
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
        self.part = ""
        """The last part of a day, and where it ends: 今晚（2月3日）9点半."""
        self.part_end = -1
        self.year: int | None = None
        """The last year, for 上年."""
        self.period: Span | None = None
        """The last month, quarter or longer stretch, for 比上季末."""
        self.topic: Span | None = None
        """The last of these that opened a sentence, for 同期 in one that has none."""
        self.opening: Span | None = None
        """The last of these that opened a paragraph."""
        self.quarter: Span | None = None
        """The last quarter, for 同季."""
        # Of this paragraph:
        self.month_day: Span | None = None
        """The same in this paragraph."""
        self.month: Span | None = None
        """The last month, for 当月."""
        self.dated_year: int | None = None
        """The last year that was written with a month, for a bare 5月."""
        self.written_year: int | None = None
        """The last year that was written, for 当年."""
        self.told_year: int | None = None
        """The last year that a date had, written or not, for a look back."""
        # Of this sentence:
        self.sentence_start = 0
        self.sentence_year: int | None = None
        """The last year that was written, for a bare 5月."""
        self.sentence_period: Span | None = None
        """The last month, quarter or longer stretch, for 同期."""
        self.sentence_month: Span | None = None
        """The last month, for 上个月."""
        self.sentence_day: Span | None = None
        """The last day with its month, for a bare 9日."""

    def move(self, start: int) -> None:
        """Go on to an offset and forget what does not reach over the end of a line or of a sentence."""
        between = self.text[self.at : start]
        self.at = start
        if "\n" in between:
            self.month_day = self.month = self.dated_year = self.written_year = self.told_year = None
            self.topic = self.opening
        if context("sentence_end").search(between):
            self.sentence_start = start - len(context("sentence_end").split(between)[-1])
            self.sentence_year = self.sentence_month = self.sentence_day = self.sentence_period = None
            if self.dated_year and self.today and self.dated_year > self.today.year:
                self.dated_year = None  # what is planned is told for itself

    def remember(self, point: Point, span: Span) -> None:
        """Keep what a date says for the ones behind it."""
        codes, expression = point.atoms.keys(), point.expression
        background = bool(
            context("background_before").search(self.text, max(0, expression.start - 2), expression.start)
        )
        if span.grain in ("century", "decade", "plan"):
            return
        if span.grain == "day" and span.first == span.last and codes & set("DdSwWFL"):
            if not background:
                self.day, self.day_end = span, expression.end
            if codes & set("MS"):
                self.month_day = self.sentence_day = span
            if self.source in (None, "context") and point.source == "explicit":
                self.today, self.source = span.first, "context"
        if point.part:
            self.part, self.part_end = point.part, expression.end
        if codes & set("MSmA"):
            self.month = self.sentence_month = Span.month(span.last.year, span.last.month)
        if background or (expression.modifier == "since" and "Y" in codes and not codes & set("MS")):
            return
        if span.grain not in ("day", "week") or codes & set("MS") or expression.modifier in ("until", "since"):
            self._keep_period(span, expression)
        if not (codes & set("do") or ("E" in codes and point.atoms["E"].fields.get("basis") == "text")):
            self.year = self.told_year = span.last.year
        if point.year_written:
            self.written_year = year = span.last.year
            if codes & set("MS"):
                if expression.modifier != "since" or (
                    self.today and span.first > self.today
                ):  # 自2019年1月推动以来 reaches to this day
                    self.dated_year = self.sentence_year = year
            elif "Z" not in codes and expression.modifier != "before" and (not self.today or year <= self.today.year):
                self.sentence_year = year

    def _keep_period(self, span: Span, expression: Expression) -> None:
        self.period = span
        if span.grain == "quarter":
            self.quarter = span
        if not context("period_alone").match(self.text, expression.end):  # 前三季度 …, 9月当月 …
            self.sentence_period = span
            if expression.start - self.sentence_start <= TOPIC_WITHIN:
                self.topic = span
                if self.text[self.sentence_start - 1 : self.sentence_start] in ("", "\n"):
                    self.opening = span

    def running_period(self) -> Span | None:
        """Give the period that the text speaks of: that of the sentence, else the last one that opened a sentence."""
        return self.sentence_period or self.topic or self.period

    def part_before(self, start: int) -> str:
        """Give the part of the day that only a date in brackets parts from an offset."""
        between = self.text[self.part_end : start] if 0 <= self.part_end <= start <= self.part_end + 14 else ""
        return self.part if between[:1] in ("（", "(") and between[-1:] in ("）", ")") else ""

    def expects_future(self, start: int, end: int) -> bool:
        """Whether the words around say that the date is still to come."""
        before = self.text[max(0, start - 12) : start]
        cut = max(before.rfind(mark) for mark in "。！？；\n")
        due = self.text[end - 1] == "前"  # 9月1日前投用
        after = self.text[end - due : end + 8]
        future = context("future_near")
        return bool(
            future.search(before[cut + 1 :]) or future.search(re.split(r"[。！？；，\n]", after, maxsplit=1)[0])
        )
