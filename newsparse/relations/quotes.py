"""Who said what: words between quotation marks with a speaker, and what follows 表示, 指出 and their kind."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from newsparse.entities import EntityValue
from newsparse.language.words import Words
from newsparse.relations.values import PartValue, QuoteValue
from newsparse.rules import read_toml, read_tsv

__all__ = ["read_quotes"]

Span = tuple[int, int]

_MARKS = {"“": "”", "「": "」"}
_MARK = re.compile("[“”「」]")
_OPENING = re.compile("[“「]")
_END = re.compile("[。！？；!?;]")
_STOPS = "，。！？；：,!?;:"
_OFFERED = re.compile(
    "(?:提出|作出|做出|给予|发出|进行|有高度|有着|寄予|充满)[^，。；：]{0,4}$|的(?:重要|重大|科学|总体|具体|明确|殷切)?(?:指示|讲话|批示)?$"
)
"""提出相关|建议，…, 市民的|希望，… and 对全省工作的重要指示|要求，…: the noun."""
_COUNTED = re.compile(r"\d[\d,]*[多余]?[件条项]")
"""人大代表建议|921件: the noun."""
_DATELINE = re.compile(r"[^，。：:\n]{2,24}(?:消息|讯|电)(?:[（(][^（()）\n]{1,16}[)）])?[：:]")
_COPULA = re.compile("(?:这|那)?[正就也]?是")
"""“……”这|是总书记提出…."""
_STOP = re.compile(f"[{_STOPS}]")
_AFTER_CUE = re.compile(r"[，,：:]?\s?")
_LISTENER = re.compile("[^，。：,:“「]{0,8}?(?:记者|我们|大家|笔者|》)[，,：:]?")
"""Who is told, between 告诉 and the words."""
_AROUND_SPEECH = frozenset(
    ("", "，", "。", "！", "？", "；", "：", ",", ":", "“", "”", "「", "」", "…", "\n", " ", "\u3000")
)
_SENTENCE = re.compile("[。！？…!?]$")
_SPEECH = re.compile("[，。！？；…,!?]|我|咱|俺")
_TALK = re.compile("[，。！？…,!?我咱俺了也没还]")
"""What speech has and names and slogans do not."""
_LEAST_SPEECH = 8
_LEAST_PIECE = 6
_LEAST_CONTENT = 4
_SHORT_CLAUSE = 4
_LONGEST_ACT = 12
_NEAR = 15
_LONGEST_SUBJECT = 40
_LONGEST_CLAUSE = 120
_LONGEST_POST = 20
_JOINS = "和与"
_LONGEST_REACH = 200
"""How far before a cue its subject is looked for: longer stretches without a stop are no sentences."""
_LONGEST_HEADING = 45
_LONGEST_ORDER = 32
_LEAST_QUOTED = 12
_CLAUSE_ENDS = _STOPS + "”」\n"
_DRAWN = (*"时后也还又并笑评论言文明地却中就", "纷纷", "普遍", "明确", "特别")
"""What the segmenter draws into a cue from before it: 时说, 笑说, 纷纷表示, 声|明说, 高兴|地说."""
_TITLED = re.compile("(?:这[份部个]|该|新版|新修订的?|修订后的|上述)?《[^《》]+》")
"""A document that speaks: 《意见》指出, but not 按照《意见》要求."""
_AFTER_SUBJECT = frozenset("0123456789在")
"""No subject holds a word that begins like this: 中方代表|在发言中, 乌方|7日."""
_start = attrgetter("start_char")


@dataclass(frozen=True, slots=True)
class _Words:
    cues: dict[str, str]
    forms: AhoCorasick
    """Words that hold a cue."""
    inside: tuple[Span, ...]
    """Where in each of them the cue begins, and how long it is."""
    leading: re.Pattern[str]
    trailing: frozenset[str]
    objects: tuple[str, ...]
    before_posts: frozenset[str]
    roles: re.Pattern[str]
    pronouns: re.Pattern[str]
    nouns: frozenset[str]
    behind_nouns: frozenset[str]
    announced: frozenset[str]
    documents: tuple[str, ...]
    papers: tuple[str, ...]
    publishing: frozenset[str]
    by_order: re.Pattern[str]
    carried_out: re.Pattern[str]
    nominal: frozenset[str]
    no_subjects: frozenset[str]
    no_roles: tuple[str, ...]
    orders: frozenset[str]
    acts: re.Pattern[str]
    feelings: re.Pattern[str]
    agencies: re.Pattern[str]
    titles: frozenset[str]
    headed: re.Pattern[str]


@cache
def _words() -> _Words:
    table = {name: words.split() for name, words in read_toml("relations/speakers.toml").items()}
    either = {name: "|".join(map(re.escape, sorted(words, key=len, reverse=True))) for name, words in table.items()}
    titles = read_toml("entities/words.toml")["titles"].split()
    cues = {row["cue"]: row["strength"] for row in read_tsv("relations/cues.tsv")}
    forms = {
        before + cue + behind: (len(before), len(cue))
        for before in (*_DRAWN, "")
        for cue in cues
        for behind in ("", " ")
    }
    return _Words(
        cues=cues,
        forms=AhoCorasick(forms, implementation=Implementation.DFA),
        inside=tuple(forms.values()),
        leading=re.compile(f"(?:{either['leading']}|[ \u3000、])+"),
        trailing=frozenset(table["trailing"]),
        objects=tuple(table["objects"]),
        before_posts=frozenset(table["before_posts"]),
        roles=re.compile(f"(?:{either['roles']}|{either['papers']}|{'|'.join(map(re.escape, titles))})们?[”」]?$"),
        pronouns=re.compile(f"(?:{either['pronouns']})"),
        nouns=frozenset(table["before_nouns"]),
        announced=frozenset(table["announced"]),
        documents=(*table["documents"], *table["papers"], "》"),
        papers=tuple(table["papers"]),
        publishing=frozenset(table["publishing"]),
        behind_nouns=frozenset((*table["behind_nouns"], "")),
        by_order=re.compile(f"(?:{either['by_order']})[^，。；：]{{1,10}}$"),
        carried_out=re.compile(f"(?:{either['carried_out']})[^，。；：时后并]{{1,28}}$"),
        nominal=frozenset(table["nominal"]),
        no_subjects=frozenset(table["no_subjects"]),
        no_roles=tuple(table["no_roles"]),
        orders=frozenset(table["orders"]),
        feelings=re.compile(either["feelings"]),
        acts=re.compile(f"(?:{either['acts']})$"),
        agencies=re.compile(f"(?:{either['agencies']})$"),
        titles=frozenset(titles),
        headed=re.compile(f"^[^，。：、\\s]{{0,8}}(?:{either['headed']})[：:]", re.MULTILINE),
    )


class _Speaker(NamedTuple):
    """Who speaks: the name to give, and where it stands."""

    name: str
    start: int
    end: int


def read_quotes(
    text: str, words: Sequence[str], entities: Sequence[EntityValue], *, start: int = 0
) -> list[QuoteValue]:
    """Find reported speech and its speakers.

    Parameters
    ----------
    text:
        Clean text; a quotation never crosses a line end.
    words:
        Its words; together they give the text.
    entities:
        The names in it, in order.
    start:
        Offset at which the article begins: a headline before it only says again what the article says.
    """
    bounds = Words.of(words).bounds
    cues = list(_cues(text, bounds))
    opening = [mark.start() for mark in _OPENING.finditer(text, start)]
    headed = [e.start_char for e in entities if text[e.end_char : e.end_char + 1] in ("：", ":")]
    headed += [phrase.start() for phrase in _words().headed.finditer(text, start)]
    surnames: dict[str, _Speaker] = {}
    for entity in entities:
        name = text[entity.start_char : entity.end_char]
        if entity.label == "PERSON" and name[1:] not in _words().titles:
            surnames.setdefault(name[0], _Speaker(name, entity.start_char, entity.end_char))
    found: list[QuoteValue] = []
    speaker: _Speaker | None = None
    end = start - 1
    for at in sorted({cue[0] for cue in cues} | set(opening) | set(headed)):
        if at <= end:
            continue
        begin, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        end = end if end >= 0 else len(text)
        first, last = (bisect_left(cues, (edge, 0)) for edge in (begin, end))
        line = _Line(text, (begin, end), cues[first:last], entities, bounds, speaker, surnames)
        found += line.quotes()
        speaker = line.speaker
    return sorted(found, key=lambda quote: quote.start_char)


def _cues(text: str, bounds: Sequence[int]) -> Iterator[Span]:
    """Give the places of the words that report speech; a word may have more around them: 时说, 说 and a space."""
    words = _words()
    for form, start, end in words.forms.find_matches_as_indexes(text, overlapping=True):
        number = bisect_left(bounds, start)
        if bounds[number] == start and bounds[number + 1] == end:
            offset, length = words.inside[form]
            yield start + offset, start + offset + length


def _quoted(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the stretches between outermost quotation marks, without the marks."""
    closing, depth, begin = "", 0, 0
    for mark in _MARK.finditer(text, start, end):
        at, character = mark.start(), mark[0]
        if not depth:
            if character in _MARKS:
                closing, depth, begin = _MARKS[character], 1, at + 1
        elif character == closing:
            depth -= 1
            if not depth and at > begin:
                yield begin, at
        elif character in _MARKS and _MARKS[character] == closing:
            depth += 1


class _Line:
    """One line of the article."""

    def __init__(
        self,
        text: str,
        line: Span,
        cues: Sequence[Span],
        entities: Sequence[EntityValue],
        bounds: Sequence[int],
        speaker: _Speaker | None,
        surnames: dict[str, _Speaker],
    ) -> None:
        self.text, (self.start, self.end) = text, line
        self.words = _words()
        self.bounds = bounds
        self.pieces = list(_quoted(text, *line))
        self.cues = [cue for cue in cues if not self._inside(cue[0])]
        first, last = (bisect_left(entities, at, key=_start) for at in line)
        self.entities = [e for e in entities[first:last] if not self._inside(e.start_char)]
        ends = (stop.start() for stop in _END.finditer(text, *line))
        self.stops = [at for at in ends if not self._inside(at)]
        if dateline := _DATELINE.match(text, *line):  # 央视网消息（新闻联播）：
            self.stops.append(dateline.end() - 1)
        # 某地遭袭 军方称…: in a headline a space parts the clauses
        self.clause_ends = (
            _CLAUSE_ENDS if self.stops or line[1] - line[0] > _LONGEST_HEADING else _CLAUSE_ENDS + " \u3000"
        )
        # “……。”他说: a sentence ends inside the marks
        self.stops += [end for start, end in self.pieces if _SENTENCE.search(text, start, end)]
        self.stops.sort()
        self.speaker = speaker
        """Who spoke last; 他说 means that one."""
        self.surnames = surnames
        self.spoken: dict[int, _Speaker] = {}
        """Sentence, by its start -> who speaks in it."""

    def _inside(self, at: int) -> bool:
        index = bisect_right(self.pieces, (at, self.end)) - 1
        return index >= 0 and self.pieces[index][0] <= at < self.pieces[index][1]

    def quotes(self) -> Iterator[QuoteValue]:
        """Give the speech that cues report, then the pieces that their place alone gives a speaker to."""
        used: set[int] = set()
        yield from self._heading()
        for begin, end in self.cues:
            yield from self._reported(begin, end, used)
        for index, (start, end) in enumerate(self.pieces):
            if index not in used and (speaker := self._beside(start, end)):
                yield self._quote((start, end), speaker, None, direct=True)

    def _quote(self, said: Span, speaker: _Speaker, cue: Span | None, *, direct: bool) -> QuoteValue:
        parts = [PartValue("speaker", speaker.start, speaker.end)]
        if cue:
            parts.append(PartValue("cue", *cue))
        return QuoteValue(*said, speaker.name, self.text[slice(*cue)] if cue else None, direct, tuple(parts))

    def _heading(self) -> Iterator[QuoteValue]:
        """Give a heading that names who says it: 水利部：强降雨得到有效应对, 国际人士：…"""
        if self.end - self.start > _LONGEST_HEADING or self.text[self.end - 1] in "。！”」：:":
            return
        if self.cues or self.pieces:
            return
        speaker, content = self._headed()
        if speaker and self.end - content >= _LEAST_CONTENT:
            yield self._quote((content, self.end), speaker, None, direct=False)

    def _headed(self) -> tuple[_Speaker | None, int]:
        """Give who is named before the colon that a line begins with, and what follows it."""
        if self.entities and self.entities[0].start_char == self.start:
            first = self.entities[0]
            name, content = self.text[first.start_char : first.end_char], first.end_char + 1
            fits = first.label == "PERSON" or (first.label == "ORG" and self.words.agencies.search(name))
            if fits and not name.isascii() and self.text[first.end_char : content] in ("：", ":"):
                return self._whole(first), content
        if phrase := self.words.headed.match(self.text, self.start, self.end):
            end = phrase.end() - 1
            return _Speaker(self.text[self.start : end], self.start, end), phrase.end()
        return None, self.start

    # speech that a cue reports

    def _reported(self, begin: int, end: int, used: set[int]) -> Iterator[QuoteValue]:
        cue = self.text[begin:end]
        strength = self.words.cues[cue]
        content = self._content(cue, end)
        closed = content > end
        direct = self._piece_at(content)
        if strength != "strong" and self._is_noun(begin, content):
            return
        ordinary = strength in ("subject", "own", "name", "near")
        before = [] if ordinary else self._pieces_before(begin)
        if before and closed and not direct and self._is_spoken(self.pieces[before[0]][0]):
            before = []  # 甲认为，……，“……。”乙指出，……
        if not before and self._is_no_speech(begin, end, content):
            return
        if not (direct or before) and (strength == "direct" or (strength in ("stop", "near") and not closed)):
            return
        quoted, order = bool(direct or before), cue in self.words.orders
        if order and not quoted and self._clause(begin) == begin and self._sentence(begin)[0] in self.spoken:
            return  # 黄伟哲指出，……，呼吁…: still what he pointed out
        if strength == "own" and self._only_adverbs(self._clause(begin), begin):
            return  # 黄伟哲说，……，也期许…: still what he said
        speaker = self._speaker(begin, far=strength == "strong", quoted=quoted, order=order)
        far_off = speaker is not None and self._clause(begin) <= speaker.start and begin - speaker.end > _NEAR
        if speaker is not None and ordinary and speaker.name == "大家":
            return  # 大家希望…: a wish of everybody's, not said by anybody
        if speaker is None or (ordinary and far_off):  # 某某敦促各国履行承诺: a noun
            return
        if cue in self.words.publishing and not (direct or before) and speaker.name.endswith(self.words.documents):
            return  # 评估报告今天|发布，…: it is not the report that speaks
        if not (closed or direct or before) and self._is_part(speaker, begin):
            return
        if strength == "name" and not any(name.end_char == speaker.end for name in self._names(speaker.start, begin)):
            return
        self.speaker = speaker
        self.spoken[self._sentence(begin)[0]] = speaker
        for index in [*before, *direct]:
            if index not in used:
                used.add(index)
                yield self._quote(self.pieces[index], speaker, (begin, end), direct=True)
        if not direct and strength != "direct":
            stop = self._sentence(content)[1]
            if stop - content >= _LEAST_CONTENT and (closed or not before):
                yield self._quote((content, stop), speaker, (begin, end), direct=False)

    def _is_spoken(self, piece: int) -> bool:
        """Say whether the sentence that a piece of speech stands in has a speaker in front of it."""
        sentence = self._sentence(piece - 2)[0]
        return sentence < piece - 1 and sentence in self.spoken

    def _is_part(self, speaker: _Speaker, cue: int) -> bool:
        """Say whether a document is only told about, as no stop follows: 结合本地|规划|要求, 《办法》强调以…为主."""
        return (
            speaker.end == cue
            and speaker.name.endswith((*self.words.papers, "》"))
            and speaker.name not in self.words.papers
        )

    def _content(self, cue: str, end: int) -> int:
        """Give where the words begin behind a cue and who is told."""
        after = _LISTENER.match(self.text, end, self.end) if cue in ("告诉", "告知", "提醒") else None
        after = after or _AFTER_CUE.match(self.text, end, self.end)
        return after.end() if after else end

    def _is_no_speech(self, begin: int, end: int, content: int) -> bool:
        """Say whether a cue reports nothing: a thing is meant (提出建议), a cue follows (警告说), an act (表示欢迎)."""
        if self.text.endswith(("被", "通过", "提出", "重要", "『", "‘", "《", "〈"), 0, begin):  # 建构『|希望家园』
            return True
        if self.words.by_order.search(self.text, max(self.start, begin - _LONGEST_ORDER), begin):
            return True
        if self._word(self._clause(begin)) in self.words.nouns:
            return True
        if self.text[begin - 1 : begin] == "的" and self.text[begin:end] in self.words.nominal:
            return True
        if content > end:
            return False
        if _COUNTED.match(self.text, content) or self.words.feelings.match(self.text, content):
            return True
        following = bisect_left(self.cues, (begin + 1, 0))
        if following < len(self.cues) and self.text[content : self.cues[following][0]] in ("", "还", "也", "并"):
            return True
        if self._word(content).strip() in self.words.behind_nouns:
            return True
        if self.text[begin:end] == "宣布" and not self._is_announced(content):
            return True
        stop = _STOP.search(self.text, content, content + _LONGEST_ACT)
        return bool(stop and self.words.acts.search(self.text, content, stop.start()))

    def _is_noun(self, begin: int, content: int) -> bool:
        """Say whether a cue that may be a noun is one: 贯彻党中央|要求, 提出相关|建议，…"""
        if self.words.carried_out.search(self.text, max(self.start, begin - _LONGEST_ORDER), begin):
            return True
        comma = self.text[content - 1 : content] in ("，", ",")
        return comma and bool(_OFFERED.search(self.text, max(self.start, begin - 8), begin))

    def _is_announced(self, content: int) -> bool:
        """Say whether what follows 宣布 is said rather than a thing: 宣布|将再次冻结资金, not 宣布|改革方案."""
        word = self._word(content)
        return word in self.words.announced or self._word(content + len(word)) in self.words.announced

    def _piece_at(self, at: int) -> list[int]:
        """Give the piece of speech that opens at an offset, and those that follow without a word between: “甲”“乙”."""
        index = bisect_left(self.pieces, (at + 1, 0))
        if index == len(self.pieces) or self.pieces[index][0] != at + 1:
            return []
        start, end = self.pieces[index]
        after = self.text[end + 1 : end + 2]
        whole = _SENTENCE.search(self.text, start, end)
        if not whole and (after not in _AROUND_SPEECH or (not _is_speech(self.text[start:end]) and after == "、")):
            return []  # 表示，“十四五”期间…: the words go on behind the marks
        run = [index]
        while index + 1 < len(self.pieces) and self.pieces[index + 1][0] - self.pieces[index][1] <= 2:
            index += 1
            run.append(index)
        return run

    def _pieces_before(self, cue: int) -> list[int]:
        """Give the pieces of speech that end right before the clause of a cue: “……。”他说."""
        index = bisect_right(self.pieces, (cue, 0)) - 1
        if index < 0:
            return []
        start, end = self.pieces[index]
        lead = len(self.text[end + 1 : cue]) - len(self.text[end + 1 : cue].lstrip("，,"))
        clause = end + 1 + lead
        if (
            _STOP.search(self.text, clause, cue)
            or not _is_speech(self.text[start:end])
            or self.text[max(self.start, start - 2) : start - 1] not in _AROUND_SPEECH  # 该法明定「……。」局长表示，…
            or self._subject(clause, cue) is None
        ):
            return []
        return [index]

    # speech that stands beside its speaker

    def _beside(self, start: int, end: int) -> _Speaker | None:
        """Give who speaks a piece that no cue reports, if it stands as a clause of its own and reads like speech."""
        said = self.text[start:end]
        before, after = self.text[max(self.start, start - 2) : start - 1], self.text[end + 1 : end + 2]
        whole = bool(_SENTENCE.search(said))
        if before not in _AROUND_SPEECH or not (whole or (after in _AROUND_SPEECH and len(said) >= _LEAST_PIECE)):
            return None
        sentence = self._sentence(start - 2)[0] if before not in ("", "。", "”") else start - 1
        if sentence < start - 1:
            if before in ("：", ":"):
                return self._person_or_pronoun(self._clause(start - 2), start - 2)
            if sentence in self.spoken:
                return self.spoken[sentence]
            if before in ("，", ",") and after in ("", "。", "！", "\n") and _TALK.search(said):
                return self._person_or_pronoun(sentence, start - 1)
            return None
        if not whole:  # “…………”，习近平主席的话…
            named = self._names(end + 2, end + 3) if after in ("，", "。") and len(said) >= _LEAST_QUOTED else ()
            return self._whole(named[0]) if named and named[0].label == "PERSON" else None
        stop = _STOP.search(self.text, end + 1, self.end)
        following = self._person_or_pronoun(end + 1, min(stop.start() if stop else self.end, end + _LONGEST_SUBJECT))
        if following:
            return following
        previous = self._sentence(start - 3)[0] if start - 3 >= self.start else None
        return self.spoken.get(previous) if previous is not None else None

    def _person_or_pronoun(self, begin: int, end: int) -> _Speaker | None:
        if self.words.pronouns.match(self.text, begin, end):
            return self._meant(begin)
        return self._topic(begin, end)

    # speakers

    def _sentence(self, at: int) -> Span:
        """Give start and end of the sentence around an offset."""
        index = bisect_left(self.stops, at)
        start = self.stops[index - 1] + 1 if index else self.start
        while start < at and self.text[start] in "”」 \u3000":
            start += 1
        return start, self.stops[index] if index < len(self.stops) else self.end

    def _clause(self, at: int) -> int:
        """Give the start of the clause before an offset."""
        least = max(self.start, at - _LONGEST_CLAUSE)
        while at > least:
            last = self.text[at - 1]
            if (
                last in self.clause_ends
                and not self._inside(at - 1)
                and (last not in "”」" or self.text[at - 2] in _STOPS)
            ):
                break
            at -= 1
        return at

    def _names(self, begin: int, end: int) -> Sequence[EntityValue]:
        """Give the names that begin between two offsets."""
        first, last = (bisect_left(self.entities, at, key=_start) for at in (begin, end))
        return self.entities[first:last]

    def _topic(self, begin: int, end: int) -> _Speaker | None:
        """Give the first person in a stretch who is its subject, not the object of 对, 向, 代表 …"""
        for entity in self._names(begin, end):
            if entity.label == "PERSON" and not self._is_object(begin, entity.start_char):
                return self._whole(entity)
        return None

    def _is_object(self, begin: int, at: int) -> bool:
        """Say whether a preposition stands before a name, or before its post: 对|裴仲谋, 会见|美国总统|特朗普."""
        if any(self.text.startswith(word, at - len(word)) and at - len(word) >= begin for word in self.words.objects):
            return True
        least = max(begin, at - _LONGEST_POST)
        if not self.words.roles.search(self.text, least, at):
            return False
        index = bisect_left(self.bounds, at)
        while index and (start := self.bounds[index - 1]) >= least and self.text[start] not in _CLAUSE_ENDS + "的":
            index -= 1
            if self.text[start : self.bounds[index + 1]] in self.words.before_posts:
                # 和 and 与 also join the words of a name: 经济和财政部长
                named = any(entity.label == "PERSON" for entity in self._names(begin, start))
                return named or self.text[start] not in _JOINS
        return False

    def _meant(self, at: int) -> _Speaker | None:
        """Give whom 他 or 该负责人 means: who spoke or was the subject in the sentence before, else who spoke last."""
        index = bisect_left(self.stops, at)
        end = at
        for number in range(index, max(index - 3, -1), -1):
            start = self.stops[number - 1] + 1 if number else self.start
            while start < end and self.text[start] in "”」 \u3000":
                start += 1
            if start < at:
                speaker = self.spoken.get(start) or self._topic(start, min(end, start + _LONGEST_REACH))
                if speaker:
                    return speaker
            end = start
        return self.speaker

    def _speaker(self, cue: int, *, far: bool, quoted: bool, order: bool) -> _Speaker | None:
        """Give who speaks: the subject of the clause before a cue or, where that may be ``far``, of the sentence."""
        begin = self._clause(cue)
        subject = self._subject(begin, cue)
        if subject or not self._lacks_subject(begin, cue):
            return subject
        sentence = max(self._sentence(begin)[0], begin - _LONGEST_REACH)
        if not far:
            if not self._only_adverbs(begin, cue):
                return None
            if self.spoken and begin < cue:  # 教育局表示，……，同时也|要求各校…
                return self.speaker
            return self._opener(sentence, begin) if order and sentence not in self.spoken else None
        if sentence in self.spoken:
            return self.spoken[sentence]
        for entity in reversed(self._names(sentence, begin)):
            if entity.label == "PERSON" and not self._is_object(sentence, entity.start_char):
                return self._whole(entity)
        for entity in self._names(sentence, begin)[:1]:  # 安理会通过决议，呼吁…: the body that the sentence begins with
            if entity.label == "ORG" and entity.start_char == sentence:
                return _Speaker(self.text[sentence : entity.end_char], sentence, entity.end_char)
        if not quoted and cue - begin > _SHORT_CLAUSE:
            return None
        stop = _STOP.search(self.text, sentence, begin)
        opening = self._subject(sentence, stop.start()) if stop else None  # 上百名民众|5日举行集会，呼吁…
        return opening if stop and opening and opening.end < stop.start() else self.speaker

    def _opener(self, sentence: int, end: int) -> _Speaker | None:
        """Give the subject that a sentence begins with: 习近平到某省考察，|要求…; 报告介绍了成效，|建议…"""
        for entity in self._names(sentence, min(end, sentence + _LONGEST_SUBJECT)):
            if entity.label == "PERSON":
                return None if self._is_object(sentence, entity.start_char) else self._whole(entity)
        word = self._word(sentence)
        if word in self.words.documents or word == "会议":
            return _Speaker(word, sentence, sentence + len(word))
        return None

    def _lacks_subject(self, begin: int, cue: int) -> bool:
        """Say whether a clause begins with its verb or an adverb: 接受采访时表示, 并强调; not 有抗议者说."""
        lead = self.words.leading.match(self.text, begin, cue)
        at = lead.end() if lead else begin
        if at >= cue:
            return True
        return self._word(at) in self.words.trailing or cue - at > _SHORT_CLAUSE

    def _only_adverbs(self, begin: int, cue: int) -> bool:
        while begin < cue:
            lead = self.words.leading.match(self.text, begin, cue)
            word = self._word(begin)
            if lead is None and word not in self.words.trailing:
                return False
            begin = lead.end() if lead else begin + len(word)
        return True

    def _word(self, at: int) -> str:
        index = bisect_right(self.bounds, at)
        return self.text[at : self.bounds[index]] if index < len(self.bounds) else ""

    def _whole(self, entity: EntityValue) -> _Speaker:
        """Give the whole name that the text has elsewhere for 黄市长, any other name as it is."""
        name = self.text[entity.start_char : entity.end_char]
        if name[1:] in self.words.titles and name[0] in self.surnames:
            return self.surnames[name[0]]
        return _Speaker(name, entity.start_char, entity.end_char)

    def _subject(self, begin: int, cue: int) -> _Speaker | None:
        """Give the subject of the clause that begins at an offset and ends at a cue."""
        for opening in (_COPULA, self.words.leading):
            lead = opening.match(self.text, begin, cue)
            begin = lead.end() if lead else begin
        if self.words.pronouns.match(self.text, begin, cue):
            return self._meant(begin)
        names = self._names(begin, cue)
        person = self._topic(begin, cue)
        if person and not (
            self.text[person.end : person.end + 1] == "的" and self.words.roles.search(self.text, begin, cue)
        ):
            return person
        end = self._subject_end(begin, cue, {entity.end_char for entity in names})
        subject = self.text[begin:end]
        if not subject or end - begin > _LONGEST_SUBJECT or "\t" in subject:
            return None
        if any(subject.count(opening) != subject.count(closing) for opening, closing in _MARKS.items()):
            return None
        if subject[1:] in self.words.titles and subject[0] in self.surnames:
            return self.surnames[subject[0]]
        if subject.endswith("》"):
            return _Speaker(subject, begin, end) if _TITLED.fullmatch(subject) else None
        # 确保决策部署|要求落实, but 参加会议的代表
        if "的" not in subject and self._word(begin) in self.words.no_subjects:
            return None
        if subject.endswith(self.words.no_roles):
            return None
        named = any(entity.end_char == end and entity.label in ("ORG", "GPE") for entity in names)
        return _Speaker(subject, begin, end) if named or self.words.roles.search(subject) else None

    def _subject_end(self, begin: int, cue: int, name_ends: Iterable[int]) -> int:
        """Give the end of the subject: the first word after a name or a noun that only a verb can have before it."""
        at, ends = begin, sorted(name_ends)
        while at < cue:
            inside = bisect_right(ends, at)
            word = self._word(at)[: cue - at]
            in_name = inside < len(ends) and any(e.start_char <= at < e.end_char for e in self._names(begin, cue)[:8])
            if at > begin and not in_name and (word.rstrip() in self.words.trailing or word[0] in _AFTER_SUBJECT):
                break
            at += max(len(word), 1)
        at = min(at, cue)
        while at > begin and self.text[at - 1] in " \u3000（(":
            at -= 1
        return at


def _is_speech(words: str) -> bool:
    """Say whether quoted words are a sentence rather than a name or a slogan."""
    return len(words) >= _LEAST_SPEECH or bool(_SPEECH.search(words))
