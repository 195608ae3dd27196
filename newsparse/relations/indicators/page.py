"""A text with its names and dates at hand, and the stretches that it falls into."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from newsparse.dates import DateValue
from newsparse.entities import EntityValue
from newsparse.language.words import Words
from newsparse.records import PartName
from newsparse.relations.indicators.figures import Figure
from newsparse.relations.indicators.words import IndicatorWords, indicator_words
from newsparse.relations.values import PartValue

__all__ = ["CLAUSE_END", "GLOSS", "JOIN", "SENTENCE_END", "Page", "Phrase"]

SENTENCE_END = re.compile("[。！？；!?;]")
JOIN = re.compile(r"[ \xa0]?(?:[、和及与或]|以及)[ \xa0]?")
"""What stands between figures or names in a row."""
CLAUSE_END = re.compile(
    r"[，,：:（）()\[\]【】 \u3000](?:(?<![ \u3000])|(?<=[\u4e00-\u9fff]{4}.)(?=[\u4e00-\u9fff“]{4}))"
)
"""A space between long words parts clauses of headlines: 整治银行保险市场乱象 去年罚没超22亿元."""
GLOSS = re.compile(
    r"(?<=[\u4e00-\u9fffA-Za-z\d])"
    r"[（(](?:[A-Za-z][A-Za-z\d.+-]{0,11}|[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z“”]{0,15}|[市区县旗、]{1,7}|\d{4}年=100)[）)]"
)
"""What only explains a word: 采购经理指数|（PMI）|为49.5%."""
_INSIDE = re.compile("里|内|间|的?时间")  # 40天|里
_DURING = re.compile("[\u4e00-\u9fff“”]{2,8}(?:期间|期内)")
_LABELS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "LAW")
_LONGEST_HEADING = 40
_BEFORE_DATE = frozenset("从由到至为达比较")
_OFTEN = 2


class Phrase(NamedTuple):
    """Words that stand in the text, or were put together from some that do (存贷款 -> 存款); offsets of those."""

    text: str
    start: int
    end: int

    def part(self, name: PartName) -> PartValue:
        """Give where they stand, as a part of a fact."""
        return PartValue(name, self.start, self.end)


class Page:
    """A text with its words, names, dates and movements in order."""

    def __init__(
        self, text: str, words: Sequence[str], entities: Sequence[EntityValue], dates: Sequence[DateValue]
    ) -> None:
        self.text = text
        self.words: IndicatorWords = indicator_words()
        self.all_names = [e for e in entities if e.label in _LABELS]
        self.all_dates = dates
        self._edges = Words.of(words).bounds
        self._name_starts = [e.start_char for e in self.all_names]
        self._date_starts = [d.start_char for d in dates]
        self._moved = [match.start() for match in self.words.moved.finditer(text)]

    def at(self, start: int, end: int) -> Phrase:
        """Give the words of a stretch."""
        return Phrase(self.text[start:end], start, end)

    def edges(self, start: int, end: int) -> Sequence[int]:
        """Give where words end inside a stretch."""
        first = bisect_right(self._edges, start)
        return self._edges[first : bisect_left(self._edges, end, first)]

    def is_edge(self, at: int) -> bool:
        """Say whether a word ends at a place."""
        index = bisect_left(self._edges, at)
        return index < len(self._edges) and self._edges[index] == at

    def tail(self, measure: Phrase) -> int:
        """Give where the words begin in a measure that say what is measured of it: 优质花生|种植面积."""
        text, start = measure.text, measure.start
        head = self.words.head.search(text)
        if not head or not self.text.startswith(text, start):
            return head.start() if head else 0
        edges = [0, *(edge - start for edge in self.edges(start, start + head.start() + 1))]
        cut = edges.pop()
        joined = text[cut : head.start()]
        if joined and len(head[0]) > 1 and joined not in self.words.measuring:
            return head.start()  # 汽车|产量, one word to the segmenter
        while edges and text[edges[-1] : cut] in self.words.measuring:
            cut = edges.pop()
        return cut

    def names(self, start: int, end: int) -> Sequence[EntityValue]:
        """Give the names that begin in a stretch."""
        first = bisect_left(self._name_starts, start)
        if first == len(self._name_starts) or self._name_starts[first] >= end:
            return ()
        return self.all_names[first : bisect_left(self._name_starts, end, first)]

    def most_named(self, is_wanted: Callable[[EntityValue], bool]) -> Phrase | None:
        """Give the first mention of what the text names most often, at least twice."""
        names = [name for name in self.all_names if is_wanted(name)]
        counts = Counter(name.canonical for name in names)
        if not counts or (most := counts.most_common(1)[0])[1] < _OFTEN:
            return None
        first = next(name for name in names if name.canonical == most[0])
        return self.at(first.start_char, first.end_char)

    def dates(self, start: int, end: int) -> Sequence[DateValue]:
        """Give the dates that begin in a stretch."""
        first = bisect_left(self._date_starts, start)
        if first == len(self._date_starts) or self._date_starts[first] >= end:
            return ()
        return self.all_dates[first : bisect_left(self._date_starts, end, first)]

    def is_dated(self, date: DateValue, at: int) -> bool:
        """Say whether a date says when what stands at a place was so: 从|2012年的|54万亿元增加到|2021年|114万亿元."""
        return self.text[date.start_char - 1 : date.start_char] in _BEFORE_DATE and self.text[date.end_char : at] in (
            "",
            "的",
        )

    def last_item(self, start: int, end: int) -> int:
        """Give where the last item of a list begins; what is in brackets parts none: 县（市、区）."""
        glosses = [gloss.span() for gloss in GLOSS.finditer(self.text, start, end)]
        at = self.text.rfind("、", start, end)
        while at >= 0 and any(first < at < last for first, last in glosses):
            at = self.text.rfind("、", start, at)
        return at + 1 if at >= 0 else start

    def moves(self, start: int, end: int) -> bool:
        """Say whether a stretch holds a movement without a size."""
        index = bisect_left(self._moved, start)
        return index < len(self._moved) and self._moved[index] < end

    def inside_name(self, at: int) -> bool:
        """Say whether a name goes on at a place."""
        index = bisect_left(self._name_starts, at) - 1
        return index >= 0 and self.all_names[index].start_char < at < self.all_names[index].end_char

    def is_heading(self, start: int, end: int) -> bool:
        """Say whether a line is short and no sentence."""
        return end - start <= _LONGEST_HEADING and not SENTENCE_END.search(self.text, start, end)

    def skip(self, start: int, end: int) -> int:
        """Give where the words begin that belong to a subject or a measure: past dates and adverbs."""
        at = start
        dates = self.dates(start, end)
        during = _DURING.match(self.text, start, end)
        if during and not self.names(start, during.end()):
            at = during.end()  # 春运期间
        moved = True
        while moved:
            moved = False
            for date in dates:
                if date.start_char <= at < date.end_char:
                    inside = _INSIDE.match(self.text, date.end_char)
                    at, moved = inside.end() if inside else date.end_char, True
            if gloss := GLOSS.match(self.text, at, end):
                at, moved = gloss.end(), True
            if self.text[at : at + 1] not in self.words.leading_characters:
                continue
            lead = self.words.leading.match(self.text, at, end)
            if lead and not self.inside_name(lead.end()) and self.is_edge(lead.end()):
                at, moved = lead.end(), True
        return min(at, end)

    def sentences(self, start: int, end: int, figures: Sequence[Figure]) -> Iterator[tuple[int, int, str]]:
        """Yield the sentences of a line, each with the mark that ends it."""
        return self._pieces(start, end, SENTENCE_END, figures)

    def clauses(self, start: int, end: int, figures: Sequence[Figure]) -> Iterator[tuple[int, int, str]]:
        """Yield the clauses of a sentence, each with the mark that ends it."""
        return self._pieces(start, end, CLAUSE_END, figures)

    def _goes_on(self, start: int, end: int, figures: Sequence[Figure]) -> bool:
        """Say whether a clause goes on behind a bracket in which nothing is counted."""
        return self.text[end : end + 1].isalnum() and not any(start < figure.start < end for figure in figures)

    def _pieces(
        self, start: int, end: int, mark: re.Pattern[str], figures: Sequence[Figure]
    ) -> Iterator[tuple[int, int, str]]:
        """Yield the stretches between marks; a mark inside a figure or a date parts nothing."""
        whole = [(figure.start, figure.end) for figure in figures]
        if mark is CLAUSE_END:
            glosses = (
                gloss.span() for gloss in GLOSS.finditer(self.text, start, end) if self._goes_on(*gloss.span(), figures)
            )
            whole += [(first - 1, last) for first, last in glosses]
        if dates := self.dates(start, end):
            whole += [(date.start_char, date.end_char) for date in dates]
        whole.sort()
        at, index, count = start, 0, len(whole)
        for match in mark.finditer(self.text, start, end):
            stop = match.start()
            while index < count and whole[index][1] <= stop:
                index += 1
            if index < count and whole[index][0] < stop:
                continue
            if stop > at:
                yield at, stop, self.text[stop]
            at = stop + 1
        if end > at:
            yield at, end, ""
