"""Statistics: whose figure of what, for when, and how it moved.

A line is read sentence by sentence and clause by clause.  What a clause opens with is its subject, the words between
that and a figure are the measure; a date holds until another is named.  A clause without a subject, a measure or a date
takes them over from what stands before it.  A figure behind a verb of change is a change, of the measure that its own
clause names, else of the figure before it.  Figures in a row (分别增长5%、4%) are dealt out over the list that they
belong to.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Literal, NamedTuple

from newsparse.amounts import MoneyValue, QuantityValue
from newsparse.dates import DateValue
from newsparse.entities import EntityValue
from newsparse.records import Change, IndicatorKind, PartName, Period
from newsparse.relations.indicator_figures import Figure, find_figures
from newsparse.relations.indicator_words import Basis, IndicatorWords, indicator_words
from newsparse.relations.values import IndicatorValue, PartValue

__all__ = ["read_indicators"]

Direction = Literal["up", "down", "flat"]

_SENTENCE_END = re.compile("[。！？；!?;]")
_CLAUSE_END = re.compile("[，,：:（）()]")
_JOIN = re.compile(r"[ \xa0]?(?:[、和及与或]|以及)[ \xa0]?")
_HAN = re.compile("[\u4e00-\u9fff]")
_OBJECT = re.compile("[\u4e00-\u9fff“”‘’A-Za-z]{1,20}")
_CHINESE_NUMBER = re.compile("[一二两三四五六七八九十几数]")
_LONGEST_LEAD = 60
_LONGEST_MEASURE = 24
_LONGEST_TRAILING = 40
_LONGEST_HEADING = 40
_LONGEST_SUBJECT = 16
_PLACE = re.compile("[\u4e00-\u9fff]{2,7}?(?:省|自治区|市|县|区|州|盟|旗)")
_UNTIL = re.compile("到(20[0-9]{2})年")  # a plan, when it is later than the year that the text speaks of
_PAST_YEAR = re.compile("一年[间来]|过去一年|刚刚过去的一年")
_TELLING = re.compile("发稿")
_REPORT = re.compile("报告|公报")
_ADDRESS = re.compile("^各位(?:代表|委员)[：:，]", re.MULTILINE)  # how a government reports to its congress
_SECTION = re.compile(r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十]+部分|#")
_LIST_ITEM = re.compile(r"[（(][一二三四五六七八九十\d]+[）)]|\d+[.、．]")
_COMPARED_DATE = re.compile("[比较与同是]$")
_COMPARED_BEHIND = ("的", "同期", "增速", "相比", "增长水平")
_FOR = re.compile("[为向给]")
_PRONOUN = re.compile("[我你他她]")
_DOING = re.compile("(?:完成|实现)(?=.{2})")
_ATTRIBUTE = re.compile("(?:以上|以下|以内)的?[\u4e00-\u9fff“”]{1,12}(?<![到至为])$")
_NO_SUBJECT = re.compile("[的了把对为在，]")
_PAIR = re.compile("[前后]者")
_ONE = re.compile("一[辆艘架家座所列名位艘]")
_REACHES = re.compile("(?:高达|多达|达到|达|超过|突破|逾|共有|总数|增至|增加到|升至)(?:了|约|近)?$")
_AGAINST = re.compile("[比较](?:上一?个?月|上年|去年|上季度?|去年同期|上年同期)的?$")
_TURNED = re.compile("(?:由负转正|由降转升|止跌回升|企稳回升|转正)$")
_BEHIND = re.compile("(?:以上|左右|以下)?的")
_DONE = re.compile("(?:完成|达成|实现|取得)[^，]{0,12}$")
_SHARE = re.compile("占(?![地据领用比])")
_COMPLETION = re.compile("(?:完成|达到|实现)[^，]{0,12}(?:计划|任务|目标|预算)")
_LABELS = ("ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT")
_start = attrgetter("start_char")


class _Words(NamedTuple):
    """Words that stand in the text, or were put together from some that do (存贷款 -> 存款); offsets of those."""

    text: str
    start: int
    end: int

    def part(self, name: PartName) -> PartValue:
        return PartValue(name, self.start, self.end)


@dataclass(frozen=True, slots=True)
class _Period:
    value: Period
    part: PartValue


@dataclass(slots=True)
class _Sentence:
    """What is known while one sentence is read."""

    start: int
    end: int
    found: list[IndicatorValue] = field(default_factory=list)
    measure: _Words | None = None
    behind: list[tuple[int, int]] = field(default_factory=list)
    """Stretches behind it that may name another."""
    basis: Basis | None = None
    planned: bool = False
    later: bool = False
    """Whether another sentence stands before it on its line."""
    thing: _Words | None = None
    """What the figure before counted (引进项目176个): the next may be about it (到位资金317亿元)."""
    counted: _Words | None = None
    """The same, where it was counted and not paid for."""
    bare: bool = False
    """Whether the clause names no subject."""


def read_indicators(
    text: str,
    entities: Sequence[EntityValue],
    dates: Sequence[DateValue],
    money: Sequence[MoneyValue],
    quantities: Sequence[QuantityValue],
    *,
    start: int = 0,
) -> list[IndicatorValue]:
    """Find the statistics that a text states.

    Parameters
    ----------
    text:
        Clean text; a statistic never crosses a line end, though its subject and period may stand in a line above.
    entities, dates, money, quantities:
        What was found in it, each in order; ``parts`` of the result refer to them by their place in these lists.
    start:
        Where the article begins behind its title; what the title states is stated again below it.
    """
    reader = _Reader(text, entities, dates)
    figures = find_figures(text, dates, money, quantities)
    starts = [figure.start for figure in figures]
    found: list[IndicatorValue] = []
    at = first = 0
    for line in text.split("\n"):
        end = at + len(line)
        last = bisect_left(starts, end)
        if at >= start:
            if first < last or reader.moves(at, end):
                found += reader.line(at, end, figures[first:last])
            else:
                reader.pass_over(at, end)
        first, at = last, end + 1
    return sorted(found, key=_start)


class _Reader:
    """Reads the lines of one text in order."""

    def __init__(self, text: str, entities: Sequence[EntityValue], dates: Sequence[DateValue]) -> None:
        self.text = text
        self.words: IndicatorWords = indicator_words()
        self.names = [e for e in entities if e.label in _LABELS]
        self.name_starts = [e.start_char for e in self.names]
        self.dates = dates
        self.date_starts = [d.start_char for d in dates]
        self.topic = self._find_topic()
        self.heading: _Period | None = None
        self.planned = False  # whether the section is about what is to come
        self.period: _Period | None = None
        self.above: _Period | None = None  # of the last line that had one; the items of a list below it share it
        self.year = self._find_year()
        self.has_telling = _TELLING.search(text) is not None
        self.has_past_year = self.year is not None and _PAST_YEAR.search(text) is not None
        self.passed: list[tuple[int, int, Sequence[Figure], _Period | None] | None] = []
        self.subject: _Words | None = None
        self.subjects: list[_Words] = []  # of the line, for 前者 and 后者
        self.moved = [match.start() for match in self.words.moved.finditer(text)]

    def _find_topic(self) -> _Words | None:
        """Give the place that a report is about; its sentences speak of it unless they say otherwise."""
        end = self.text.find("\n", 0, 200)
        title = self.text[: end if end >= 0 else 200]
        if not _REPORT.search(title) and not _ADDRESS.search(self.text, 0, 400):
            return None
        for name in self.names:
            if name.start_char > 1000:
                break
            if place := _PLACE.match(self.text, name.start_char, name.end_char):
                return _Words(place[0], place.start(), place.end())
        for name in self.names:
            if name.label == "GPE":
                return _Words(self.text[name.start_char : name.end_char], name.start_char, name.end_char)
        return None

    def _find_year(self) -> str | None:
        """Give the year that most dates of the text are in: the one that 一年间 looks back on."""
        years = Counter(date.start[:4] for date in self.dates if date.start)
        return years.most_common(1)[0][0] if years else None

    # lines and sentences

    def line(self, start: int, end: int, figures: Sequence[Figure], *, whole: bool = False) -> Iterator[IndicatorValue]:
        """Yield the statistics of one line; what stands behind the last of them is put off unless it is asked for."""
        heading = not figures and self._is_heading(start, end)
        listed = not heading and _LIST_ITEM.match(self.text, start, end)
        if heading or listed:
            self._read_passed()
        whole = whole or heading or _LIST_ITEM.match(self.text, end + 1) is not None
        if heading:
            self._read_heading(start, end)
        else:
            self.period = (self.above if listed else None) or self.heading
        self.subject = self.topic
        self.subjects = []
        index = 0
        for first, last, _ in _pieces(self.text, start, end, _SENTENCE_END, self._whole_spans(start, end, figures)):
            begin = index
            while index < len(figures) and figures[index].start < last:
                index += 1
            if index == len(figures) and begin == index and not whole and not self.moves(first, end):
                self.passed.append((start, end, figures, self.heading))
                return
            yield from self._sentence(first, last, figures[begin:index])
        if self.period:
            self.above = self.period
            self.passed.clear()
        elif self.passed:
            self.passed.append(None)

    def moves(self, start: int, end: int) -> bool:
        """Say whether a line or a clause holds a movement without a size."""
        index = bisect_left(self.moved, start)
        return index < len(self.moved) and self.moved[index] < end

    def pass_over(self, start: int, end: int) -> None:
        """Put off a line that states nothing: only its date may be asked for, by the items of a list below it."""
        self.passed.append((start, end, (), self.heading))
        if self._is_heading(start, end):
            self._read_heading(start, end)

    def _read_passed(self) -> None:
        """Read the lines that were put off; None stands for one between them that left no date."""
        passed, self.passed = self.passed, []
        for line in passed:
            if line is None:
                self.period = None
                continue
            start, end, figures, self.heading = line
            for _ in self.line(start, end, figures, whole=True):
                pass

    def _is_heading(self, start: int, end: int) -> bool:
        return end - start <= _LONGEST_HEADING and not _SENTENCE_END.search(self.text, start, end)

    def _read_heading(self, start: int, end: int) -> None:
        if not (self.topic or _SECTION.match(self.text, start, end)):
            return
        words = self.text[start:end]
        for date in self._dates(start, end):
            if date.start is not None:
                self.heading = self.period = _Period(
                    Period(start=date.start, end=date.end, timex=date.timex),
                    PartValue("period", date.start_char, date.end_char),
                )
        if _SECTION.match(words):
            self.planned = bool(re.search("安排|部署|目标|任务|计划|展望", words)) and "回顾" not in words

    def _dates(self, start: int, end: int) -> Sequence[DateValue]:
        first = bisect_left(self.date_starts, start)
        if first == len(self.date_starts) or self.date_starts[first] >= end:
            return ()
        return self.dates[first : bisect_left(self.date_starts, end, first)]

    def _whole_spans(self, start: int, end: int, figures: Sequence[Figure]) -> list[tuple[int, int]]:
        """Give the stretches that no mark inside parts: figures and dates."""
        spans = [(figure.start, figure.end) for figure in figures]
        if dates := self._dates(start, end):
            spans += [(date.start_char, date.end_char) for date in dates]
            spans.sort()
        return spans

    def _names(self, start: int, end: int) -> Sequence[EntityValue]:
        first = bisect_left(self.name_starts, start)
        if first == len(self.name_starts) or self.name_starts[first] >= end:
            return ()
        return self.names[first : bisect_left(self.name_starts, end, first)]

    def _sentence(self, start: int, end: int, figures: Sequence[Figure]) -> Sequence[IndicatorValue]:
        sentence = _Sentence(start, end, planned=self.planned, later=self.text[start - 1 : start] not in ("", "\n"))
        before = self.subject
        speaker: _Words | None = None
        if self.topic and self.text[start - 1 : start] not in ("；", ";"):
            self.subject = self.topic
            self.period = self.heading or self.period
        states = bool(figures) or self.moves(start, end)
        index = 0
        named = False
        for first, last, mark in _pieces(self.text, start, end, _CLAUSE_END, self._whole_spans(start, end, figures)):
            begin = index
            while index < len(figures) and figures[index].start < last:
                index += 1
            inside = figures[begin:index]
            if not inside and mark and self._is_source(first, last):
                speaker = self._speaker(first, last)
                continue
            named = (
                self._clause(sentence, first, last, mark, inside, speaker if not named else None, states=states)
                or named
            )
        if not figures and not named and not self.topic:
            self.subject = None if before is self.subject else self.subject
        return sentence.found

    def _is_source(self, start: int, end: int) -> bool:
        """Say whether a clause only names who tells what follows."""
        return self.text.endswith(self.words.tellers, max(start, end - 4), end)

    def _speaker(self, start: int, end: int) -> _Words | None:
        """Give the body that says what it does: 某航空公司表示，将取消…."""
        if self.text.endswith(self.words.speakers, max(start, end - 4), end):
            for name in self._names(start, end):
                if name.label == "ORG":
                    return _Words(self.text[name.start_char : name.end_char], name.start_char, name.end_char)
        return None

    # clauses

    def _clause(
        self,
        sentence: _Sentence,
        start: int,
        end: int,
        mark: str,
        figures: Sequence[Figure],
        speaker: _Words | None,
        *,
        states: bool,
    ) -> bool:
        """Read one clause; say whether it names a subject."""
        text = self.text
        limit = figures[0].start if figures else end
        subject, at = self._subject(start, limit, whole=not figures)
        if subject is None and mark in "：:" and mark and not figures and end - start <= 2 * _LONGEST_SUBJECT:
            subject, at = _Words(text[start:end].strip(), start, end), end
            if sentence.later:
                self.period = self.heading
        sentence.bare = subject is None
        moves = self.moves(start, end)
        if subject and subject.text:
            self.subject = subject
            if not any(one.start >= subject.start or one == subject for one in self.subjects):
                self.subjects.append(subject)
        elif speaker:
            self.subject = speaker
        elif self.topic:
            self.subject = self.topic  # a report goes on to speak of its own place
        if states and not sentence.planned:
            aim = _UNTIL.search(text, start, limit)
            later = aim is not None and self.year is not None and aim[1] > self.year
            sentence.planned = later or self.words.planned.search(text, start, limit) is not None
        if not figures:
            self._take_period(start, end)
            if states:
                self._unsized(sentence, at, end, moves=moves)
            return subject is not None
        groups = [figures] if len(figures) == 1 else list(_groups(text, figures))
        since = start
        for number, group in enumerate(groups):
            self._take_period(since, group[0].start)
            last = number + 1 == len(groups)
            until = end if last else groups[number + 1][0].start
            if not last and _ATTRIBUTE.match(text, group[-1].end, until):
                continue  # 5000万元以上项目1828个: the first figure says which projects
            if not last and group[-1].unit in self.words.story_units:
                holder = self._holder(group[-1].end, until, alone=False)
                if holder > group[-1].end:  # 22个中央部门有存量资金1495亿元
                    self.subject = _Words(text[group[0].start : holder], group[0].start, holder)
                    since = at = holder
                    continue
            lead = max(at, group[0].start - _LONGEST_LEAD)
            self._group(sentence, max(since, lead - 8), lead, group, self._after(group[-1].end, until))
            since = at = group[-1].end
        self._take_period(since, end)
        self._unsized(sentence, at, end, moves=moves)
        if behind := _BEHIND.match(text, at, end):
            for name in self._names(behind.end(), end):
                if name.start_char == behind.end() and name.end_char == end:
                    self.subject = _Words(text[name.start_char : end], name.start_char, end)
        return subject is not None

    def _take_period(self, start: int, end: int) -> None:
        """Remember the last date of a stretch, unless something is only compared with it."""
        if self.has_telling and _TELLING.search(self.text, start, end):
            self.period = None
            return
        if self.has_past_year and (past := _PAST_YEAR.search(self.text, start, end)) and not self.heading:
            whole = Period(start=f"{self.year}-01-01", end=f"{self.year}-12-31", timex=self.year)
            self.period = _Period(whole, PartValue("period", past.start(), past.end()))
        last: DateValue | None = None
        for date in self._dates(start, end):
            words = self.text[date.start_char : date.end_char]
            if words == "现在":
                self.period = None
            elif words == "全年" and self.heading:
                self.period = self.heading
            if date.start is None or date.kind not in ("date", "range", "time") or words == "当日":
                continue
            before = self.text[max(start, date.start_char - 2) : date.start_char]
            after = self.text[date.end_char : date.end_char + 4]
            if _COMPARED_DATE.search(before) or after.startswith(_COMPARED_BEHIND):
                continue
            first = date
            if last and date.kind == "date" and self.text[last.end_char : date.start_char] in ("、", "和", "及"):
                first = last
            timex = date.timex if first is date else f"{first.timex}/{date.timex}"
            self.period = _Period(
                Period(start=first.start, end=date.end, timex=timex),
                PartValue("period", first.start_char, date.end_char),
            )
            last = date

    def _subject(self, start: int, end: int, *, whole: bool) -> tuple[_Words | None, int]:
        """Give the subject that a stretch opens with, and where what is behind it begins."""
        text = self.text
        at = self._skip(start, end)
        names = self._names(at, end)
        last = at
        if text.startswith("全", at, end) and names and names[0].start_char == at + 1:
            return _Words(text[at : names[0].end_char], at, names[0].end_char), names[0].end_char
        if names and names[0].start_char == at:
            last = names[0].end_char
            for name in names[1:]:
                if text[last : name.start_char] not in ("", "、", "和", "与", "及"):
                    break
                if last == names[0].end_char:
                    self.subjects.append(_Words(text[at:last], at, last))
                last = name.end_char
                self.subjects.append(_Words(text[name.start_char : last], name.start_char, last))
        elif found := self.words.subjects.match(text, at, end):
            last = found.end()
        if last == at and len(self.subjects) > 1 and (pair := _PAIR.match(text, at, end)):
            chosen = self.subjects[-2 if pair[0] == "前者" else -1]
            return chosen, at + 2
        if last > at and _ONE.match(text, last, end) and (thing := self.words.holder.search(text, last, end)):
            return _Words(thing[0], thing.start(), thing.end()), thing.end()
        extended = self._holder(last, end, alone=last == at)
        if extended > last:
            last = extended
        if last == at:
            return None, at
        if text[last : last + 1] == "的" and last < end:
            return _Words(text[at:last], at, last), last + 1
        return _Words(text[at:last], at, last), last

    def _skip(self, start: int, end: int) -> int:
        """Give where the words begin that belong to the subject or the measure: past dates and adverbs."""
        at = start
        dates = self._dates(start, end)
        moved = True
        while moved:
            moved = False
            for date in dates:
                if date.start_char <= at < date.end_char:
                    at, moved = date.end_char, True
            if self.text[at : at + 1] not in self.words.leading_characters:
                continue
            lead = self.words.leading.match(self.text, at, end)
            if lead and not self._inside_name(lead.end()):
                at, moved = lead.end(), True
        return min(at, end)

    def _inside_name(self, at: int) -> bool:
        index = bisect_left(self.name_starts, at) - 1
        return index >= 0 and self.names[index].start_char < at < self.names[index].end_char

    def _holder(self, start: int, end: int, *, alone: bool) -> int:
        """Give the end of a subject that is no name (农村居民, 省国资委|监管企业), ``start`` if there is none."""
        text, words = self.text, self.words
        limit = min(end, start + _LONGEST_SUBJECT)
        if not words.holder.search(text, start, limit):
            return start
        lead = words.leading.match(text, start, limit)
        if words.fixed.match(text, start, limit) or (lead and lead.end() - start > 1):
            return start
        names = self._names(start + 1, limit) if alone else ()
        for match in words.holder.finditer(text, start, limit):
            stop = match.end()
            before = text[start:stop]
            if names and names[0].start_char < stop:
                break
            if match[0] == "部分" and len(before) < 6:
                continue
            if any(words.head.search(item) for item in before.split("、")[:-1]):
                break
            if alone and stop - start < 2:
                continue
            if words.no_holder.search(before) or _NO_SUBJECT.search(before):
                continue
            if words.activity.match(before) or words.preposition.match(before) or words.effort.match(before):
                break
            following = words.holder.match(text, stop, limit)
            if following and following.end() < end:
                continue
            if stop == end and match[0].endswith("级"):
                return stop
            rest = words.trailing.sub("", text[stop:end])
            if len(rest) >= 2 and not rest.startswith(("群", "家", "化", "者", "级")):
                return stop
        return start

    # measures

    def _trim(self, start: int, end: int) -> _Words:
        """Give what a stretch names, without dates and the words around."""
        at = self._skip(start, end)
        for date in self._dates(at, end):
            if date.start_char - at < 2:
                at = self._skip(date.end_char, end)
        if _FOR.match(self.text, at, end) and (verb := self.words.activity.search(self.text, at + 2, end)):
            at = verb.start()  # 为企业|解决问题
        stop = end
        stop = self._before_trailing(at, stop)
        for date in self._dates(at, stop):
            if date.end_char == stop:
                stop = self._before_trailing(at, date.start_char)
        if stop - at > _LONGEST_MEASURE:
            at = self._shorter(at, stop)
        return _Words(self.text[at:stop].strip(" \xa0“”、"), at, stop)

    def _before_trailing(self, start: int, end: int) -> int:
        """Give where the words that lead to a figure begin (约达, spaces); they are looked for near it only."""
        trailing = self.words.trailing.search(self.text, max(start, end - _LONGEST_TRAILING), end)
        return trailing.start() if trailing else end

    def _shorter(self, start: int, end: int) -> int:
        """Give a later start for words that are too long to be a measure: the last verb of activity in reach."""
        cut = end - _LONGEST_MEASURE
        found = self.words.activity.search(self.text, cut, end - 2)
        return found.start() if found else cut

    def _after(self, start: int, end: int) -> _Words:
        """Give the words behind a figure that it counts: 322|项问题."""
        match = _OBJECT.match(self.text, start, end)
        if not match:
            return _Words("", start, start)
        return _Words(match[0].rstrip("“‘"), start, match.end())

    def _split(self, words: _Words, count: int) -> list[_Words]:
        """Give ``count`` measures that a list of names stands for, or none: 城乡居民收入 with two figures is two."""
        text = words.text
        if count == 1:
            return []
        for whole, parts in self.words.compounds:
            if whole in text and len(parts) == count:
                return [words._replace(text=text.replace(whole, part, 1)) for part in parts]
        for marks in ("、", "、|以及", "、|以及|[和及与]"):
            items = re.split(marks, text)
            if len(items) == count and all(items):
                break
        else:
            return []
        last = items[-1]
        tail = last.rpartition("的")[2] if "的" in last else ""
        if tail and "的" not in "".join(items[:-1]):
            items = [*(item + tail for item in items[:-1]), last]
        elif not any(self.words.head.search(item) for item in items[:-1]) and self.words.head.search(last):
            width = len(items[-2])
            items = [*(item + last[width:] for item in items[:-1]), last]
        return [words._replace(text=item) for item in items]

    # figures

    def _group(self, sentence: _Sentence, since: int, lead: int, group: Sequence[Figure], after: _Words) -> None:
        """Read figures in a row.

        Parameters
        ----------
        sentence:
            What is known.
        since:
            Where the words begin that may say how the figure moved.
        lead:
            Where those begin that may name what is measured.
        group:
            The figures.
        after:
            The words behind them.
        """
        text = self.text
        first = group[0]
        if group[-1].unit == "percentage_point":
            group = [one._replace(unit="percentage_point") if one.unit == "个" else one for one in group]
        join = _JOIN.match(text, lead, first.start)
        lead = join.end() if join else lead
        if text[since - 1 : since] not in "，,：:。；;（()\n" and "、" in text[lead : first.start] and since == lead:
            lead = text.rindex("、", lead, first.start) + 1
        before = text[since : first.start]
        change = self._change_of(before, first, sentence)
        if change:
            direction, stem = change
            self._changes(sentence, lead, max(lead, since + stem), direction, group, before)
            return
        moved, stem = self._moved_to(sentence, before, first)
        own = self._trim(lead, max(lead, since + stem))
        items = self._split(own, len(group)) if len(group) > 1 else []
        if not items and len(group) == 1 and first.proportional:
            items = self._shared(own)
        if len(group) == 1 and items:
            for item in items:
                self._level(sentence, first, item, after, before, moved)
            return
        for index, figure in enumerate(group):
            self._level(sentence, figure, items[index] if items else own, after, before, moved)

    def _moved_to(self, sentence: _Sentence, before: str, figure: Figure) -> tuple[Direction | None, int]:
        """Say which way something moved to a figure (提高到), and how much of the words before is its measure."""
        words = self.words
        movements = ((words.up_to, "up"), (words.down_to, "down")) if words.movement.search(before) else ()
        for pattern, direction in movements:
            if match := pattern.search(before):
                return direction, match.start()  # type: ignore[return-value]
        if match := words.adjusted.search(before):
            last = sentence.found[-1].value if sentence.found else None
            if last is None or figure.value is None or last == figure.value:
                return None, match.start()
            return ("up" if figure.value > last else "down"), match.start()
        return None, len(before)

    def _shared(self, own: _Words) -> list[_Words]:
        """Give the measures of a list that one figure holds for: 交易额、零售额增速超过30%."""
        items = own.text.split("、")
        if len(items) < 2 or not all(self.words.head.search(item) for item in items):
            return []
        return [own._replace(text=item) for item in items]

    def _change_of(self, before: str, figure: Figure, sentence: _Sentence) -> tuple[Direction, int] | None:
        """Say which way a figure says that something moved, and how much of the words before it is the measure."""
        words = self.words
        if figure.kind in ("rank", "duration"):
            return None
        moves = words.movement.search(before)
        if moves and (words.up_to.search(before) or words.down_to.search(before)):
            return None
        if (figure.unit == "倍" or figure.proportional) and (multiple := words.multiple_of.search(before)):
            return ("up" if (figure.value or 0) >= 1 and figure.unit == "倍" else "down"), multiple.start()
        if not moves:
            return None
        for pattern, direction in ((words.up, "up"), (words.down, "down")):
            match = pattern.search(before)
            if match:
                if words.compared.search(before) and self._basis(before) is None:
                    return None
                return direction, match.start()  # type: ignore[return-value]
        return None

    def _basis(self, before: str) -> Basis | None:
        return next((name for name, pattern in self.words.bases if pattern.search(before)), None)

    def _changes(
        self,
        sentence: _Sentence,
        lead: int,
        stem: int,
        direction: Direction,
        group: Sequence[Figure],
        before: str,
    ) -> None:
        """Read figures that say how something moved."""
        own = self._trim(lead, stem)
        basis = self._basis(before) or (
            sentence.basis if not own.text and group[0].unit != "percentage_point" else None
        )
        sentence.basis = basis
        multiple = self.words.multiple_of.search(before)
        count = len(group)
        items = self._split(own, count) if own.text else []
        if not items and not own.text and count > 1 and len(sentence.found) >= count:
            base = len(sentence.found) - count
            for index, figure in enumerate(group):
                self._attach(sentence, base + index, figure, self._size(figure, direction, basis, multiple))
            return
        for index, figure in enumerate(group):
            change = self._size(figure, direction, basis, multiple)
            measure = items[index] if items else own
            if not measure.text:
                if sentence.found:
                    self._attach(sentence, len(sentence.found) - 1, figure, change)
                elif named := self._measure(sentence):
                    self._add(sentence, figure, "change", named, change)
                continue
            generic = self.words.generic.fullmatch(measure.text)
            if generic and sentence.found and sentence.found[-1].change is None and sentence.found[-1].kind == "level":
                self._attach(sentence, len(sentence.found) - 1, figure, change)
                continue
            self._add(sentence, figure, "change", self._whole(sentence, measure), change)

    def _size(
        self, figure: Figure, direction: Direction, basis: Basis | None, multiple: re.Match[str] | None
    ) -> Change:
        value, unit = figure.value, figure.unit
        if multiple:
            if figure.unit == "倍" and value is not None:
                value, unit = (value - 1) * 100, "%"
            elif value is not None:
                value, unit = (1 - (value if figure.kind == "fraction" else value / 100)) * 100, "%"
            if value is not None and value < 0:
                direction, value = "down", -value
        return Change(
            direction=direction,
            value=value if value is not None else figure.min,
            max=figure.max if value is None else None,
            unit=unit,
            currency=figure.currency,
            basis=basis,
        )

    def _attach(self, sentence: _Sentence, at: int, figure: Figure, change: Change) -> None:
        """Give a change to a statistic that was found before."""
        one = sentence.found[at]
        name = _Words(one.measure, *self._place(one))
        if one.kind == "change" or one.kind == "completion":
            if change.unit == "percentage_point" and one.change and one.change.unit == "%":
                name = name._replace(text=f"{one.measure}增速")
            self._add(sentence, figure, "change", name, change, at=at)
            return
        part = PartValue("change", figure.start, figure.end)
        if one.change is None:
            sentence.found[at] = replace(one, change=change, parts=(*one.parts, part))
        elif change.unit == "%" and one.change.unit != "%":
            moved = next((p for p in one.parts if p.name == "change"), None)
            sentence.found[at] = replace(
                one, change=change, parts=(*(p for p in one.parts if p.name != "change"), part)
            )
            if moved is None:  # 从54亿元增加到82亿元 says which way and no figure of it
                return
            sentence.found.append(
                replace(
                    one,
                    start_char=moved.start_char,
                    end_char=moved.end_char,
                    kind="change",
                    value=None,
                    min=None,
                    max=None,
                    unit=None,
                    currency=None,
                    parts=tuple(p for p in one.parts if p.name != "value"),
                )
            )
        else:
            self._add(sentence, figure, "change", name, change, at=at)

    @staticmethod
    def _place(one: IndicatorValue) -> tuple[int, int]:
        part = next(p for p in one.parts if p.name == "measure")
        return part.start_char, part.end_char

    def _whole(self, sentence: _Sentence, measure: _Words) -> _Words:
        """Give the measure that 增速 and its kind stand for, with the one before them."""
        if self.words.generic.match(measure.text) and (named := self._measure(sentence)):
            return _Words(named.text + measure.text, measure.start, measure.end)
        return measure

    def _level(
        self,
        sentence: _Sentence,
        figure: Figure,
        own: _Words,
        after: _Words,
        before: str,
        moved: Direction | None,
    ) -> None:
        """Read a figure that says how much there is."""
        words = self.words
        if _PRONOUN.match(own.text):
            return
        if doing := _DOING.match(own.text):
            own = _Words(own.text[doing.end() :], own.start + doing.end(), own.end)
        kind: IndicatorKind = "level"
        measure = own
        subject: _Words | None = None
        if figure.kind == "rank":
            if not words.rank_verb.search(before):
                return
            kind = "rank"
            measure = self._whole(sentence, own)
        elif figure.kind == "duration":
            if not (moved or words.head.search(own.text) or before.endswith(("优", "良"))):
                return
        elif _SHARE.search(before) and figure.proportional:
            kind = "share"
            measure = own
            at = own.text.find("占")
            if at > 0 and not words.head.search(own.text[:at]) and not words.activity.search(own.text[:at]):
                self.subject = _Words(own.text[:at], own.start, own.start + at)
                measure = _Words(own.text[at:], own.start + at, own.end)
            elif at == 0 and sentence.thing:
                subject = sentence.thing
        elif figure.proportional and (_COMPLETION.search(before) or before.endswith("完成")):
            kind = "completion"
            if planned := _COMPLETION.search(before):
                at = figure.start - len(before) + planned.start()
                own = measure = _Words(planned[0], at, at + len(planned[0]))
            if sentence.thing and own.text.startswith("完成"):
                subject = sentence.thing
        elif compared := words.compared.search(own.text):
            head = own.text[: compared.start()]
            if not head and (named := self._measure(sentence)):
                measure = _Words(named.text + own.text, own.start, own.end)
            else:
                measure = self._whole(sentence, own)
        elif (
            figure.kind == "quantity" and not figure.proportional and not self._is_statistic(figure, own, after, before)
        ):
            return
        thing: _Words | None = None
        if kind == "level" and figure.kind in ("quantity", "fraction", "money"):
            measure = self._with_object(measure, figure, after)
            if not words.head.search(own.text):
                thing = after if after.text and figure.kind == "quantity" else own
                verb = words.activity.match(thing.text)
                if verb and thing is own and figure.kind == "quantity":
                    thing = _Words(thing.text[verb.end() :], thing.start + verb.end(), thing.end)
        if not measure.text:
            measure = self._measure(sentence) or measure
        if kind == "level" and sentence.counted and sentence.bare and words.of_counted.fullmatch(own.text):
            subject = sentence.counted
        elif self.topic and sentence.bare and words.activity.match(own.text) and not words.head.search(own.text):
            self.subject = self.topic
        if not _HAN.search(measure.text) and not re.search("[A-Za-z]", measure.text):
            return
        change = Change(direction=moved) if moved else None
        period = self.period
        if before.endswith(("从", "由")) and not words.revised.search(self.text, figure.end, figure.end + 12):
            period = None
        self._add(sentence, figure, kind, measure, change, period=period, subject=subject)
        sentence.thing = thing if thing and thing.text and not words.outcome.search(thing.text) else None
        sentence.counted = sentence.thing if figure.kind == "quantity" else None
        if _AGAINST.search(before) and len(sentence.found) > 1:
            sentence.found[-2:] = sentence.found[:-3:-1]  # a change that follows is of the figure before

    def _with_object(self, measure: _Words, figure: Figure, after: _Words) -> _Words:
        """Add what is counted, where it stands behind the figure: 解决|322项|问题."""
        if not after.text or (measure.text and self.words.head.search(measure.text)):
            return measure
        if figure.kind == "money" and measure.text:
            return measure
        text = self.words.trailing.sub("", re.split("[的等]?(?:，|、)", after.text.lstrip("的之"))[0])
        if not text:
            return measure
        if not measure.text:
            return _Words(text[:_LONGEST_MEASURE], after.start, after.end)
        return _Words((measure.text + text)[-_LONGEST_MEASURE:], measure.start, measure.end)

    def _is_statistic(self, figure: Figure, own: _Words, after: _Words, before: str) -> bool:
        """Say whether a count is a statistic rather than a number of things in a story."""
        if figure.unit not in self.words.story_units:
            return bool(own.text or after.text)
        words = self.words
        if _CHINESE_NUMBER.match(self.text, figure.start) and figure.value is not None and figure.value <= 10:
            return False
        if words.head.search(own.text) or (own.text and _REACHES.search(before)):
            return True
        if words.preposition.match(own.text) and not words.activity.search(own.text):
            return False
        return bool(words.activity.search(own.text) or words.outcome.search(after.text) or _DONE.search(before))

    def _add(
        self,
        sentence: _Sentence,
        figure: Figure,
        kind: IndicatorKind,
        measure: _Words,
        change: Change | None,
        *,
        period: _Period | Literal["carried"] | None = "carried",
        at: int | None = None,
        subject: _Words | None = None,
    ) -> None:
        """Write a statistic down; its subject is the running one unless another is given."""
        when = self.period if period == "carried" else period
        subject = subject or self.subject
        name = measure
        if at is None and (split := self._subject_in(measure)):
            subject, name = split
        if not name.text:
            return
        is_change = kind == "change"
        parts = [PartValue("change" if is_change else "value", figure.start, figure.end)]
        if subject:
            parts.append(subject.part("subject"))
        if name.end > name.start:
            parts.append(name.part("measure"))
        if when:
            parts.append(when.part)
        sentence.found.append(
            IndicatorValue(
                figure.start,
                figure.end,
                kind,
                subject.text if subject else None,
                name.text,
                when.value if when else None,
                None if is_change else figure.value,
                None if is_change else figure.min,
                None if is_change else figure.max,
                None if is_change else figure.unit,
                None if is_change else figure.currency,
                sentence.planned,
                change,
                tuple(parts),
            )
        )
        sentence.measure = name
        sentence.behind.clear()

    def _measure(self, sentence: _Sentence) -> _Words | None:
        """Give the last measure that a sentence named."""
        while sentence.behind:
            start, end = sentence.behind.pop()
            turned = _TURNED.search(self.text, start, end)
            own = self._trim(start, turned.start() if turned else end)
            if self.words.head.search(own.text):
                sentence.measure = own
                sentence.behind.clear()
        return sentence.measure

    def _subject_in(self, measure: _Words) -> tuple[_Words, _Words] | None:
        """Part words put together from a list into subject and measure: 城镇居民|人均可支配收入."""
        if measure.text == self.text[measure.start : measure.end]:
            return None
        words = self.words
        if words.fixed.match(measure.text):
            return None
        for match in words.holder.finditer(measure.text, 0, _LONGEST_SUBJECT):
            stop = match.end()
            if stop < 3 or words.no_holder.search(measure.text[:stop]) or len(measure.text) - stop < 2:
                continue
            return measure._replace(text=measure.text[:stop]), measure._replace(text=measure.text[stop:].lstrip("的"))
        return None

    def _unsized(self, sentence: _Sentence, start: int, end: int, *, moves: bool) -> None:
        """Read a movement without a size: 产量、产值实现正增长."""
        if not moves:
            sentence.behind.append((start, end))
            return
        words = self.words
        direction: Direction = "up"
        match = words.unsized.search(self.text, max(start, end - 20), end)
        if not match:
            direction, match = "down", words.unsized_down.search(self.text, max(start, end - 20), end)
        if not match:
            direction, match = "flat", words.flat.search(self.text, max(start, end - 4), end)
        if not match:
            sentence.behind.append((start, end))
            return
        basis = self._basis(self.text[start:end])
        figure = Figure(match.start(), match.end(), "quantity", None)
        change = Change(direction=direction, basis=basis)
        own = self._trim(start, match.start())
        name = re.sub("(?:等.{0,8}|连续.{0,6}|全面|都|均|被)$", "", own.text)
        if not name or (words.generic.match(name) and direction == "flat"):
            if sentence.found and sentence.found[-1].change is None and (direction == "flat" or basis):
                one = sentence.found[-1]
                part = PartValue("change", match.start(), match.end())
                sentence.found[-1] = replace(one, change=change, parts=(*one.parts, part))
            return
        items = [item for item in re.split("、|和", name) if item]
        if not all(words.head.search(item) for item in items):
            items = [name]
        if not words.head.search(items[-1]):
            return
        for item in items:
            self._add(sentence, figure, "change", own._replace(text=item), change)


def _groups(text: str, figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Yield figures in a row, with no more than 、 or 和 between them."""
    group: list[Figure] = []
    for figure in figures:
        if group and _same_kind(group[-1], figure) and _JOIN.fullmatch(text, group[-1].end, figure.start):
            group.append(figure)
            continue
        if group:
            yield group
        group = [figure]
    if group:
        yield group


def _same_kind(left: Figure, right: Figure) -> bool:
    return left.kind == right.kind


def _pieces(
    text: str, start: int, end: int, mark: re.Pattern[str], whole: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, str]]:
    """Yield the stretches between marks that do not stand inside a ``whole`` one, each with the mark that ends it."""
    at, index, count = start, 0, len(whole)
    for match in mark.finditer(text, start, end):
        stop = match.start()
        while index < count and whole[index][1] <= stop:
            index += 1
        if index < count and whole[index][0] < stop:
            continue
        if stop > at:
            yield at, stop, text[stop]
        at = stop + 1
    if end > at:
        yield at, end, ""
