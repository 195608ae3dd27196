"""Whose: the body, place or thing that a statistic is about.

What may be the subject is collected while the text is read: what a clause opens with, other names in it, who tells it,
what the figure before counted, the place that a report is about, and the first words of the measure itself
(小微企业|融资成本).  A statistic takes the candidate with the highest score; the score of a candidate is the sum of the
weights of what holds for it, and the weights are rows of ``rules/relations/subjects.tsv``.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from newsparse.records import IndicatorKind
from newsparse.relations.indicators.page import GLOSS, JOIN, Page, Phrase
from newsparse.relations.indicators.report import Report, whole_place
from newsparse.relations.indicators.words import subject_weights

__all__ = ["Aspect", "Subjects"]

_COMPARED = re.compile("占(?![地据领用比])|[高低快慢多少]于|高出|领先|比(?!例|重|率|较)")
_KINDS = {"全": "whole", "我": "own", "本": "own", "该": "this", "这": "this"}
_ONE = re.compile("一[家座个所名辆艘架列]?[\u4e00-\u9fff]{0,4}?(?:矿|车|船|机|厂|店|院|校|公司|村|桥)")
_PAIR = re.compile("[前后]者")
_BEHIND = re.compile("(?:以上|左右|以下)?的")
_QUOTED = re.compile("[“「《]([^“”「」《》]{2,20})[”」》]")
_LONGEST_SUBJECT, _LONGEST_TITLE = 16, 12
_MENTIONS = 16
_ABOVE = ("topic", "whole", "dominant")
_FAR = 4
_NAMES = ("ORG", "FAC", "PRODUCT", "EVENT", "LAW")
_COMPANY = ("公司", "企业", "集团")
_SHORT_PART = 6  # 部分企业 goes on, 社会支持部分 ends
_SUMMED = ("累计", "合计", "共计")  # 人民币贷款|累计新增
_REGIONS = "和地区"  # 82个国家|和地区
_JOINT = re.compile(r"\d{1,2}个省[^，。]{0,14}和$")  # 31个省（自治区、直辖市）和|新疆生产建设兵团
_LONGEST_JOINT = 24
_AND = ("、", "和", "与", "及")
_PREPOSITIONS = "在于由向为对从到与和给把被据经同按以就让使比较"


class Mention(NamedTuple):
    """Something that the text names."""

    words: Phrase
    role: str
    """``opening`` of its clause, ``inside`` it, its ``object`` or ``end``, ``speaker``, ``counted`` by a figure,
    ``behind`` one, a ``measure``, ``split`` off one; ``topic`` of a report, ``whole`` (全省), ``dominant``;
    ``none``."""
    label: str
    """That of the name; ``whole`` (全县), ``noun`` (a subject without a name), ``colon`` (in front of a colon)."""
    line: int
    sentence: int
    clause: int


class Aspect(NamedTuple):
    """What a statistic is like, as far as its subject depends on it."""

    kind: IndicatorKind
    own: Phrase
    """The words before its figure."""
    measure: Phrase
    """What names its measure; begins with those, or with a measure before them."""
    start: int
    """Where its figure stands."""


class Shape(NamedTuple):
    """What a candidate is to a statistic, without its words; what does not hold is empty."""

    role: str
    label: str
    where: str
    """How far above the statistic it stands."""
    asked: str
    """What kind of measure asks for a subject."""
    near: str
    """How far the nearest opening is."""
    about: str
    """``topic``: a report of a place; ``report``: one of an unknown place; ``story``."""
    clauses: str
    """How many clauses lie between."""
    used: str
    """Where it stands, if it was the subject of a statistic of the line."""
    last: str
    """How far above that statistic is, if it was the subject of the one before."""
    shared: str
    """What it has in common with the words before the figure."""


class Subjects:
    """Follows what a text speaks of."""

    def __init__(self, page: Page, report: Report) -> None:
        self.page = page
        self.report = report.is_report
        self.topic = report.place
        self.whole = whole_place(page)
        self.title = self._find_title()
        self.dominant = self._find_dominant()
        self._always = list(self._above())
        self._about = "topic" if self.topic else "report" if self.report else "story"
        self._weights = subject_weights()
        self._mentions: deque[Mention] = deque(maxlen=_MENTIONS)
        self._named: list[Phrase] = []  # of the line, for 前者 and 后者
        self._last: Mention | None = None  # of the statistic before
        self._outside: tuple[list[Mention], Mention | None] | None = None  # what was said before a bracket
        self._used: set[str] = set()  # subjects of the line
        self.other: str | None = None
        """Whose the item before in a list is: 外资企业、国有企业|出口."""
        self._near = "none"  # how far the nearest opening is
        self._asked = "other"  # what kind of measure asks for a subject
        self._name_scores: dict[Mention, float] = {}
        self._own_scores: dict[str, float] = {}  # by role, for the statistic at hand
        self._listed_stops: set[int] = set()  # where its words may end a subject without a name
        self._line = self._sentence = self._clause = 0

    # what the text is about

    @property
    def about(self) -> Phrase | None:
        """What it speaks of unless it says otherwise."""
        return self.topic or self.title or self.whole

    def _find_dominant(self) -> tuple[Phrase, str] | None:
        """Give what the text names most often, and the label of it."""
        if (most := self.page.most_named(lambda name: name.label in ("ORG", "GPE", "PRODUCT", "FAC", "EVENT"))) is None:
            return None
        return most, next(name.label for name in self.page.all_names if name.start_char == most.start)

    def _find_title(self) -> Phrase | None:
        """Give what the title names first."""
        page = self.page
        end = page.text.find("\n", 0, 100)
        end = end if end >= 0 else 100
        whole = page.words.subjects.search(page.text, 0, end)
        names = page.names(0, end)
        if whole and not (names and names[0].start_char <= whole.start()):
            return page.at(whole.start(), whole.end())
        return page.at(names[0].start_char, names[0].end_char) if names else None

    def _above(self) -> Iterator[Mention]:
        """Yield what may be the subject anywhere in the text, and nothing at last."""
        if self.topic:
            yield Mention(self.topic, "topic", "GPE", 0, 0, 0)
        if self.whole:
            yield Mention(self.whole, "whole", _KINDS[self.whole.text[0]] + self.whole.text[1], 0, 0, 0)
        if self.dominant:
            yield Mention(self.dominant[0], "dominant", self.dominant[1], 0, 0, 0)
        yield Mention(Phrase("", 0, 0), "none", "none", 0, 0, 0)

    # reading on

    def begin_line(self) -> None:
        """Go on to the next line."""
        self._line += 1
        self._sentence += 1
        self._clause += 1
        self._named = []
        self._used = set()
        self._outside = None

    def enter_bracket(self) -> None:
        """Begin what stands in brackets: who is named there is not spoken of behind them."""
        self._outside = list(self._mentions), self._last

    def leave_bracket(self) -> None:
        """End what stands in brackets: 新增52例（其中湖北52例）；累计治愈|29745例."""
        if self._outside:
            mentions, self._last = self._outside
            self._mentions = deque(mentions, maxlen=_MENTIONS)
            self._outside = None

    def begin_sentence(self) -> None:
        """Go on to the next sentence."""
        self._sentence += 1

    def read_source(self, start: int, end: int) -> None:
        """Read a clause that only says who tells what follows."""
        self._clause += 1
        for name in self.page.names(start, end):
            if name.label in ("ORG", "GPE"):
                self._note(self.page.at(name.start_char, name.end_char), "speaker", name.label)
                return

    def read_clause(self, start: int, limit: int, end: int, mark: str) -> int:
        """Read a clause whose first figure stands at ``limit``; give where the words begin that may name a measure."""
        self._clause += 1
        page, text = self.page, self.page.text
        at = first = page.skip(start, limit)
        figured = limit < end
        if len(self._named) > 1 and (pair := _PAIR.match(text, at, limit)):
            self._note(self._named[-2 if pair[0] == "前者" else -1], "opening", "whole")
            return at + 2
        opening, label = self._opening(at, limit)
        if opening:
            self._note(self._meant(opening) if label == "this" else opening, "opening", label)
            if len(self._named) < 2 or self._named[-1].end != opening.end:
                self._named.append(opening)
            at = opening.end + (text[opening.end : opening.end + 1] == "的" and opening.end < limit)
        elif not figured and mark in ("：", ":") and end - start <= 2 * _LONGEST_SUBJECT and not self._is_act(at, end):
            self._note(Phrase(text[start:end].strip(), start, end), "opening", "colon")
            return end
        elif not figured:
            stop, label = self._noun(at, end)
            if stop > at:
                self._note(page.at(at, stop), "opening", label)
        role, last = "", at
        for name in page.names(at, end):
            led = text[name.start_char - 1] in _PREPOSITIONS or (
                role == "object" and text[last : name.start_char] in _AND
            )
            role = "object" if led and name.start_char > first else "inside"
            last = name.end_char
            self._note(page.at(name.start_char, name.end_char), role, name.label)
        if not figured:
            if at == first and (listed := self._listed(at, end)):
                self._note(listed, "inside", "noun")
            if (last := text.rfind("的", max(at, end - _LONGEST_SUBJECT), end)) > 0 and end - last > 2:
                self._note(page.at(last + 1, self._stop(last + 1, end)), "end", "noun")
        return at

    def read_behind(self, at: int, end: int) -> None:
        """Read what stands behind the last figure of a clause: 规模为100亿元的|新旧动能转换基金."""
        if (behind := _BEHIND.match(self.page.text, at, end)) and end - behind.end() <= _LONGEST_SUBJECT:
            self._note(self.page.at(behind.end(), end), "behind", "noun")

    def count(self, thing: Phrase) -> None:
        """Remember what a figure counted: 引进项目176个; the next may be about it (到位资金317亿元)."""
        self._note(thing, "counted", "noun")

    def opened_behind(self, at: int) -> bool:
        """Say whether a clause that begins behind a place has named who it speaks of."""
        one = next((one for one in reversed(self._mentions) if one.role == "opening"), None)
        if one is None or one.label in ("phrase", "noun", "colon"):
            return False
        return one.clause == self._clause and one.words.start > at

    def holder(self, start: int, at: int, end: int) -> int:
        """Give where the one ends who is counted and has what follows (22个中央部门有存量资金), ``at`` if nobody is."""
        opened = any(one.clause == self._clause and one.role == "opening" for one in self._mentions)
        if opened or self.page.text.find("、", at, end) >= 0:
            return at  # 新增床位2.5万张、家庭床位1万张; 长春市在全国169个重点城市空气质量评估中
        stop = at + next((stop for stop, _ in self._stops(self.page.text[at : min(end, at + _LONGEST_SUBJECT)])), 0)
        if stop > at:
            stop += len(_REGIONS) if self.page.text.startswith(_REGIONS, stop) else 0
            self._note(self.page.at(start, stop), "opening", "noun")
        return stop

    def listed(self, count: int) -> list[Phrase]:
        """Give the names of the list that the sentence opens with, if there are so many: 甲、乙|分别发送3万和4万人."""
        one = next((one for one in reversed(self._mentions) if one.role == "opening"), None)
        if one is None or one.sentence != self._sentence:
            return []
        words, at, names = one.words, 0, []
        for join in [*JOIN.finditer(words.text), None]:
            end = join.start() if join else len(words.text)
            names.append(Phrase(words.text[at:end], words.start + at, words.start + end))
            at = join.end() if join else end
        return names if len(names) == count and all(name.text for name in names) else []

    def _note(self, words: Phrase, role: str, label: str) -> None:
        text, start = self.page.text, words.start
        if text[start - 1 : start] == "和" and (joint := _JOINT.search(text, max(0, start - _LONGEST_JOINT), start)):
            words = self.page.at(joint.start(), words.end)
        self._mentions.append(Mention(words, role, label, self._line, self._sentence, self._clause))

    def _opening(self, at: int, end: int) -> tuple[Phrase | None, str]:
        """Give the names that a stretch opens with, and what they are."""
        page = self.page
        names = page.names(at, end)
        if page.text.startswith("全", at, end) and names and names[0].start_char == at + 1:
            return page.at(at, names[0].end_char), "whole"
        if names and names[0].start_char == at:
            last = names[0].end_char
            for name in names[1:]:
                if page.text[last : name.start_char] not in ("", *_AND):
                    if name.label == "PERSON" and name.start_char - last <= _LONGEST_TITLE:
                        return page.at(at, last), "affiliation"
                    break
                if last == names[0].end_char:
                    self._named.append(page.at(at, last))
                last = name.end_char
                self._named.append(page.at(name.start_char, last))
            if one := _ONE.match(page.text, last, end):  # 湖南涟源|一煤矿
                return page.at(at, one.end()), "noun"
            return page.at(at, last), names[0].label
        if quoted := _QUOTED.match(page.text, max(at - 1, 0), end):
            return page.at(quoted.start(1), quoted.end(1)), "quoted"
        found = page.words.subjects.match(page.text, at, end)
        listed = found and page.text[found.end() : found.end() + 1] in _AND  # 外资企业|、国有企业
        if found and not listed and not page.words.fixed.match(page.text, at, end):
            return page.at(at, found.end()), _KINDS.get(page.text[at], "body")
        return None, ""

    def _meant(self, words: Phrase) -> Phrase:
        """Give the name that 该公司 or 该项目 stands for, if one was read; else the words themselves."""
        noun = words.text[1 if words.text.startswith("该") else 2 :]  # 该|项目, 这家|企业
        for one in reversed(self._mentions):
            if one.label in _NAMES and (one.words.text.endswith(noun) or (one.label == "ORG" and noun in _COMPANY)):
                return one.words
        return words

    def _noun(self, start: int, end: int) -> tuple[int, str]:
        """Give where the noun ends that a stretch opens with, ``start`` if it opens with none, and how sure it is."""
        text, limit = self.page.text, min(end, start + _LONGEST_SUBJECT)
        if stop := next((stop for stop, _ in self._stops(text[start:limit], rest=1)), 0):
            return start + stop, "noun"
        if self._is_act(start, limit):
            return start, ""
        stop = self._stop(start, limit)
        whole = stop - start > 1 and stop < limit and text[stop] not in "及与和、"  # 单位|与居民物品
        return (stop, "phrase") if whole else (start, "")

    def _is_act(self, start: int, end: int) -> bool:
        """Say whether a stretch begins with a verb: 提出严正声明."""
        return self._is_stop(start, end) or self.page.words.activity.match(self.page.text, start, end) is not None

    def _is_stop(self, start: int, end: int) -> bool:
        """Say whether a stretch begins with a word that ends a subject: 自|… but not 自贸试验区."""
        stopper = self.page.words.stopper.match(self.page.text, start, end)
        return stopper is not None and (stopper.end() == end or self.page.is_edge(stopper.end()))

    def _stop(self, start: int, end: int) -> int:
        """Give where the first words of a stretch end: before a verb, an adverb or a date."""
        page = self.page
        for stop in page.edges(start + 1, end):
            if self._is_stop(stop, end) or page.dates(stop, stop + 1):
                return stop
        return end

    def _listed(self, start: int, end: int) -> Phrase | None:
        """Give a noun inside a stretch that may be a subject: 减税降费使|市场主体|活力明显增强."""
        page = self.page
        found = page.words.holder.search(page.text, start, min(end, start + 2 * _LONGEST_SUBJECT))
        if not found or page.words.no_holder.search(page.text, start, found.end()):
            return None
        edges = [start, *page.edges(start, found.end())]
        begin = edges[max(0, len(edges) - 2)]
        if self._is_stop(begin, found.end()):  # 从企业规模看
            return None
        return page.at(begin, found.end())

    def _stops(self, text: str, *, rest: int = 2) -> Iterator[tuple[int, str]]:
        """Yield where a subject without a name may end in the words before a figure, with what ends there."""
        words = self.page.words
        if words.fixed.match(text):
            return
        for match in words.holder.finditer(text, 0, _LONGEST_SUBJECT):
            stop = match.end()
            before = text[:stop]
            if match[0] == "部分" and stop < _SHORT_PART:
                continue
            if stop < 2 or len(text) - stop < rest or words.no_holder.search(before):
                continue
            if words.activity.match(before) or words.preposition.match(before) or words.effort.match(before):
                return
            yield stop, match[0]

    # choosing

    def choose(self, aspect: Aspect) -> tuple[Phrase | None, Phrase]:
        """Give the subject of a statistic, and the words that are left for its measure."""
        self._near = self._nearest()
        self._asked = self._kind(aspect)
        self._own_scores = {}
        self._listed_stops = {
            stop for stop, end in self._stops(aspect.own.text) if len(end) > 1 or self._is_edge(aspect.own, stop)
        }
        chosen = max(self.candidates(aspect), key=lambda one: self.score(one, aspect))
        if chosen.role == "none":
            self._note(aspect.measure, "measure", "noun")
            return None, aspect.measure
        self._last = chosen._replace(line=self._line, sentence=self._sentence, clause=self._clause)
        self._used.add(chosen.words.text)
        rest = aspect.measure
        if chosen.role == "split":
            self._note(chosen.words, "opening", "noun")
            stop = self._overlap(chosen.words.text, rest.text)
            stands = len(rest.text) == rest.end - rest.start
            words = self._without_adverb(rest.text[stop:].lstrip("的之"))
            if stands:
                words = self._without_date(rest.end - len(words), rest.end)
            rest = Phrase(words, rest.end - len(words) if stands else rest.start, rest.end)
        self._note(rest, "measure", "noun")
        return chosen.words, rest

    def _without_date(self, start: int, end: int) -> str:
        """Give the words of a stretch without the date that it begins with: “十三五”期间|累计开行."""
        dated = next((date.end_char for date in self.page.dates(start, start + 2) if date.start), start)
        return self.page.text[dated if dated < end else start : end]

    def _without_adverb(self, text: str) -> str:
        """Leave out when something is, where words begin with it: 扶贫车间|目前|复工."""
        return next((text[len(word) :] for word in self.page.words.adverbs if text.startswith(word)), text)

    @staticmethod
    def _overlap(subject: str, measure: str) -> int:
        """Give how much of a measure the subject holds that was split off it."""
        longest = min(len(subject), len(measure))
        return next((size for size in range(longest, 0, -1) if subject.endswith(measure[:size])), 0)

    def score(self, candidate: Mention, aspect: Aspect) -> float:
        """Add up the weights of what holds for a candidate."""
        get = self._weights.get
        total = _shape_score(self._shape(candidate, aspect))
        if candidate.role == "split":
            return total + sum(get(feature, 0.0) for feature in self._split_features(candidate, aspect))
        name = self._name_scores.get(candidate)
        if name is None:
            name = sum(get(feature, 0.0) for feature in self._name_features(candidate))
            self._name_scores[candidate] = name
        own = self._own_scores.get(candidate.role)
        if own is None:
            own = sum(get(feature, 0.0) for feature in _own_features(candidate.role, aspect.own.text))
            self._own_scores[candidate.role] = own
        return total + name + own

    def features(self, candidate: Mention, aspect: Aspect) -> Iterator[str]:
        """Yield what holds for a candidate."""
        yield from _shape_features(self._shape(candidate, aspect))
        if candidate.role == "split":
            yield from self._split_features(candidate, aspect)
        else:
            yield from self._name_features(candidate)
            yield from _own_features(candidate.role, aspect.own.text)

    def candidates(self, aspect: Aspect) -> Iterator[Mention]:
        """Yield what may be the subject of a statistic, nearest first."""
        here = self._line, self._sentence, self._clause
        own = aspect.own
        opening = next((one for one in reversed(self._mentions) if one.role == "opening"), None)
        for stop in [*self._parts(own), *self._all(own, aspect.measure)]:
            words = own._replace(text=own.text[:stop])
            if opening and opening.words.end == own.start and opening.clause == self._clause:
                words = Phrase(opening.words.text + words.text, opening.words.start, own.start + stop)
            if words.text not in self.page.words.nobody:
                yield Mention(words, "split", "noun", *here)
        for one in reversed(self._mentions):
            name = one.words.text
            if name == self.other:
                continue
            if name in self.page.words.nobody or name == aspect.measure.text:
                continue
            if name.endswith(self.page.words.counters):
                continue
            if one.role == "measure" and name[-2:] == aspect.measure.text[-2:]:
                continue  # 食品价格|上涨1%，非食品价格|上涨2%
            if one.line == self._line or one.role == "opening":
                yield one
        yield from self._always

    def _parts(self, own: Phrase) -> list[int]:
        """Give where words before a figure may fall into subject and measure."""
        words, text = self.page.words, own.text
        if self._is_led(own):
            return []
        whole = words.whole.match(text)
        least = whole.end() if whole else 2  # 地区生产总值 is no 生产总值 of a 地区
        joined = {at for found in words.whole.finditer(text) for at in range(found.start() + 1, found.end())}
        joined.update(at for gloss in GLOSS.finditer(text) for at in range(gloss.start(), gloss.end()))
        compared = _COMPARED.search(text)
        limit = compared.start() if compared else min(len(text) - 2, self.page.tail(own) or len(text))
        stops = set(self._listed_stops)
        if text.startswith(self.page.text[own.start : own.end]):  # what it stands for may go on: 存款|余额
            stops.update(edge - own.start for edge in self.page.edges(own.start + 1, own.end - 1))
            stops.add(own.end - own.start)  # 高技术制造业、装备制造业|增加值
        if compared:
            stops.add(compared.start())
        return sorted(
            stop
            for stop in stops
            if least <= stop <= min(limit, _LONGEST_SUBJECT)
            and text[stop - 1] not in "的了把对为在、和与及或占净总已也仍"
            and text[0] not in "的之、和与及"
            and stop not in joined
            and text.count("“", 0, stop) == text.count("”", 0, stop)
            and not text.startswith(("以上", "以下", "以内"), stop)
            and not words.suffix.match(text, stop)
            and text[stop : stop + 1] not in tuple("、和与及或")
            and not text.endswith((*words.adverbs, *_SUMMED), 0, stop)
            and not self._is_thing(text[stop:].lstrip("的之"))
        )

    def _all(self, own: Phrase, measure: Phrase) -> list[int]:
        """Give where all the words before a figure end, if they may be whose it is: 自贸试验区|160项|试点任务."""
        text = own.text
        goes_on = measure.text.startswith(text) and len(measure.text) > len(text) + 1
        if not goes_on or not 2 <= len(text) <= _LONGEST_SUBJECT or self._is_led(own):
            return []
        return [] if self.page.words.activity.search(text, len(text) - 2) else [len(text)]

    def _is_led(self, own: Phrase) -> bool:
        """Say whether words begin with a verb or a preposition, as whole words: 经|…, but not 经营主体."""
        words = self.page.words
        for leading in (words.effort, words.preposition, words.stopper):
            if (led := leading.match(own.text)) and self._is_edge(own, led.end()):
                return True
        return False

    def _is_thing(self, rest: str) -> bool:
        """Say whether words name what is counted, no measure of it: 清洁排放改造|项目."""
        words = self.page.words
        return words.holder_end.search(rest) is not None and not (
            words.activity.match(rest) or words.stopper.match(rest)
        )

    def _is_edge(self, words: Phrase, at: int) -> bool:
        """Say whether a word ends inside others: 快递|业务量 and not 快递业|务量; where they stand as they are."""
        stands = self.page.text.startswith(words.text, words.start)
        return not stands or self.page.is_edge(words.start + at)

    def _shape(self, candidate: Mention, aspect: Aspect) -> Shape:
        """Give what a candidate is to a statistic, without its words."""
        role, text, own = candidate.role, candidate.words.text, aspect.own.text
        where = clauses = used = last = shared = ""
        if role not in ("none", "split"):
            where = role
            if role not in _ABOVE:
                where = "behind" if candidate.words.start >= aspect.start else self._where(candidate)
                if where in ("clause", "sentence"):
                    clauses = str(min(self._clause - candidate.clause, _FAR))
            used = where if text in self._used else ""
            if self._last and self._last.words.text == text:
                last = self._where(self._last)
            if text in own:
                shared = "in own"
            elif own and text.endswith(own[:2]):
                shared = "runs into own"
        return Shape(role, candidate.label, where, self._asked, self._near, self._about, clauses, used, last, shared)

    def _name_features(self, candidate: Mention) -> Iterator[str]:
        """Yield what holds for the words of a candidate, and those around them."""
        role, words = candidate.role, candidate.words
        if role == "none":
            return
        if role == "measure" and self.page.words.activity.match(words.text):
            yield "measure of an act"
        yield f"ends {words.text[-1:]}"
        yield f"ends {words.text[-2:]}"
        yield f"followed {role} {self._character(words.end)}"
        yield f"led {role} {self._character(words.start - 1)}"

    def _character(self, at: int) -> str:
        """Give a character of the text as a feature has it: one of Chinese script, or a sign of what it is."""
        character = self.page.text[at : at + 1] if at >= 0 else ""
        if character.isdecimal():
            return "0"
        return character if character and not character.isspace() and character not in "\"'" else "edge"

    def _split_features(self, candidate: Mention, aspect: Aspect) -> Iterator[str]:
        """Yield what holds for the first words of a measure."""
        words, own = self.page.words, aspect.own.text
        stop = self._overlap(candidate.words.text, own)
        if stop == len(own):
            yield "split at figure"
            own = aspect.measure.text
        before, rest = own[:stop], own[stop:].lstrip("的之")
        if words.activity.match(own):
            yield "split act"
        yield f"split ends {before[-1:]}"
        yield f"split ends {before[-2:]}"
        yield f"split begins {before[:2]}"
        yield f"rest begins {rest[:1]}"
        yield f"rest begins {rest[:2]}"
        yield f"rest {rest}"
        yield f"split length {len(before)}"
        yield f"rest length {min(len(rest), 8)}"
        if words.head.fullmatch(rest):
            yield "rest head"
        if stop in self._listed_stops:
            yield "split listed"
        if words.head.search(before):
            yield "split measure"
        if before.startswith(("每", "单", "平均", "人均")):
            yield "split each"
        if words.fixed.match(own):
            yield "split fixed"
        if words.no_holder.search(before):
            yield "split industry"
        elif words.holder_end.search(before):
            yield "split holder"
            yield f"split holder | {self._asked}"
        if own[stop:].startswith("的"):
            yield "split 的"
        if words.of_counted.fullmatch(rest):
            yield "split dimension"
        if words.qualifier.match(rest):
            yield "split qualifier"
        if words.activity.match(rest):
            yield "rest verb"
        if aspect.kind == "share" and rest.startswith("占"):
            yield "split share"

    def _nearest(self) -> str:
        """Say how near the nearest thing is that a clause opens with."""
        one = next((one for one in reversed(self._mentions) if one.role == "opening"), None)
        return self._where(one) if one else "none"

    def _where(self, mention: Mention) -> str:
        if mention.clause == self._clause:
            return "clause"
        if mention.sentence == self._sentence:
            return "sentence"
        return "line" if mention.line == self._line else "above"

    def _kind(self, aspect: Aspect) -> str:
        words, own = self.page.words, aspect.own.text
        if aspect.kind in ("share", "rank", "completion"):
            return aspect.kind
        if not own:
            return "bare"
        if aspect.own.start > aspect.start:
            return "counted"
        if words.of_counted.fullmatch(own):
            return "dimension"
        if words.activity.match(own) and not words.head.search(own):
            return "activity"
        return "measure" if words.head.search(own) else "other"


@cache
def _shape_score(shape: Shape) -> float:
    """Add up the weights of a shape; there are some thousands of such, so sums are kept."""
    weights = subject_weights()
    return sum(weights.get(feature, 0.0) for feature in _shape_features(shape))


def _shape_features(shape: Shape) -> Iterator[str]:
    """Yield what holds for a candidate, whatever its words."""
    role, label, where, asked = shape.role, shape.label, shape.where, shape.asked
    yield role
    yield f"{role} | {asked}"
    yield f"{role} | near {shape.near}"
    yield f"{role} | {shape.about}"
    if role in ("none", "split"):
        return
    yield f"label {label}"
    yield f"{label} | {asked}"
    yield f"{where} | {asked}"
    yield f"{role} {where}"
    yield f"{role} {where} {label}"
    yield f"{role} {where} | {shape.about}"
    if shape.clauses:
        yield f"{role} {shape.clauses} clauses"
        yield f"{label} {shape.clauses} clauses"
    if shape.used:
        yield f"used {shape.used}"
    if shape.last:
        yield f"last {shape.last}"
        yield f"last {shape.last} | {asked}"
    if shape.shared:
        yield shape.shared


def _own_features(role: str, own: str) -> Iterator[str]:
    """Yield what the words before a figure say about the kind of subject that it has."""
    yield f"{role} | own {own[:2]}"
    yield f"{role} | own end {own[-2:]}"
