"""Who said what: words between quotation marks with a speaker, and what follows 表示, 指出 and their kind."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, compress
from operator import attrgetter

from newsparse.entities import EntityValue
from newsparse.relations.values import PartValue, QuoteValue
from newsparse.rules import read_toml, read_tsv

__all__ = ["read_quotes"]

_MARKS = {"“": "”", "「": "」"}
_MARK = re.compile("[“”「」]")
_END = re.compile("[。！？；!?;]")
_CLAUSE = re.compile("[，。！？；：,!?;:]")
_AFTER_CUE = re.compile(r"[，,：:]?\s?")
_SPEECH = re.compile("[，。！？；……,!?]")
_AFTER_SPEECH = frozenset(("", "，", "。", "！", "？", "；", ",", "“", "「", "…"))
_LEAST_SPEECH = 8
_LEAST_CONTENT = 4
_SHORT_CLAUSE = 4
_LONGEST_SUBJECT = 30
_LONGEST_CLAUSE = 120
_LONGEST_REACH = 200
"""How far before a cue its subject is looked for: longer stretches without a stop are no sentences."""
_CLAUSE_ENDS = "，。！？；：,!?;:”」"
_start = attrgetter("start_char")


@dataclass(frozen=True, slots=True)
class _Words:
    cues: dict[str, str]
    spaced_cues: frozenset[str]
    leading: re.Pattern[str]
    trailing: re.Pattern[str]
    roles: re.Pattern[str]
    pronouns: re.Pattern[str]
    titles: frozenset[str]


@cache
def _words() -> _Words:
    table = read_toml("relations/speakers.toml")
    either = {
        name: "|".join(map(re.escape, sorted(words.split(), key=len, reverse=True))) for name, words in table.items()
    }
    cues = {row["cue"]: row["strength"] for row in read_tsv("relations/cues.tsv")}
    return _Words(
        cues=cues,
        spaced_cues=frozenset(cue + space for cue in cues for space in ("", " ")),
        leading=re.compile(f"^(?:{either['leading']}|[ \u3000]|、)+"),
        trailing=re.compile(f"(?:{either['trailing']})(?:{either['after_trailing']})?.*$"),
        roles=re.compile(f"(?:{either['roles']})$"),
        pronouns=re.compile(f"^(?:{either['pronouns']})"),
        titles=frozenset(read_toml("entities/words.toml")["titles"].split()),
    )


def read_quotes(text: str, words: Sequence[str], entities: Sequence[EntityValue]) -> list[QuoteValue]:
    """Find reported speech and its speakers.

    Parameters
    ----------
    text:
        Clean text; a quotation never crosses a line end.
    words:
        Its words; together they give the text.
    entities:
        The names in it, in order.
    """
    cues = list(_cues(words))
    persons = (text[e.start_char : e.end_char] for e in entities if e.label == "PERSON")
    surnames = {name[0]: name for name in persons if name[1:] not in _words().titles}
    found: list[QuoteValue] = []
    speaker: str | None = None
    first = 0
    while first < len(cues):  # a line without a cue says nothing
        begin = cues[first][0]
        start, end = text.rfind("\n", 0, begin) + 1, text.find("\n", begin)
        end = end if end >= 0 else len(text)
        last = bisect_left(cues, (end, 0), first)
        block = _Block(text, start, end, cues[first:last], entities, speaker, surnames)
        found += block.quotes()
        speaker = block.speaker
        first = last
    return sorted(found, key=lambda quote: quote.start_char)


def _cues(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Give the places of the words that report speech; a word may have the space behind it."""
    known = _words().spaced_cues
    bounds = list(accumulate(map(len, words), initial=0))
    for number in compress(range(len(words)), map(known.__contains__, words)):
        yield bounds[number], bounds[number] + len(words[number].rstrip())


def _quoted(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
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


class _Block:
    """One line of the article."""

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        cues: Sequence[tuple[int, int]],
        entities: Sequence[EntityValue],
        speaker: str | None,
        surnames: dict[str, str],
    ) -> None:
        self.text, self.start, self.end = text, start, end
        self.words = _words()
        self.pieces = list(_quoted(text, start, end))
        self.cues = [cue for cue in cues if not self._inside(cue[0])]
        first, last = (bisect_left(entities, at, key=_start) for at in (start, end))
        self.entities = [e for e in entities[first:last] if not self._inside(e.start_char)]
        ends = (stop.start() for stop in _END.finditer(text, start, end))
        self.stops = [at for at in ends if not self._inside(at)]
        self.speaker = speaker
        """Who spoke last; 他说 means that one."""
        self.surnames = surnames

    def _inside(self, at: int) -> bool:
        index = bisect_right(self.pieces, (at, self.end)) - 1
        return index >= 0 and self.pieces[index][0] <= at < self.pieces[index][1]

    def quotes(self) -> Iterator[QuoteValue]:
        used: set[int] = set()
        for begin, end in self.cues:
            cue = self.text[begin:end]
            strength = self.words.cues[cue]
            after = _AFTER_CUE.match(self.text, end, self.end)
            content = after.end() if after else end
            closed = content > end
            if strength == "stop" and not closed:
                continue
            direct = self._piece_at(content)
            before = self._pieces_before(begin) if strength in ("strong", "direct") else []
            if strength == "direct" and not (direct or before):
                continue
            speaker = self._speaker(begin, far=strength == "strong", quoted=bool(direct or before))
            if speaker is None:
                continue
            self.speaker = speaker
            for index in [*before, *direct]:
                if index not in used:
                    used.add(index)
                    start, stop = self.pieces[index]
                    yield QuoteValue(start, stop, speaker, cue, True, (PartValue("cue", begin, end),))
            if not direct and strength != "direct":
                stop = self._sentence(content)[1]
                if stop - content >= _LEAST_CONTENT and (closed or not before):
                    yield QuoteValue(content, stop, speaker, cue, False, (PartValue("cue", begin, end),))

    def _piece_at(self, at: int) -> list[int]:
        """Give the piece of speech that opens at an offset, and those that follow without a word between: “甲”“乙”."""
        index = bisect_left(self.pieces, (at + 1, 0))
        if index == len(self.pieces) or self.pieces[index][0] != at + 1:
            return []
        start, end = self.pieces[index]
        if not _is_speech(self.text[start:end]) and self.text[end + 1 : end + 2] not in _AFTER_SPEECH:
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
        clause = self.text[end + 1 : cue].lstrip("，,")
        if (
            _CLAUSE.search(clause)
            or not _is_speech(self.text[start:end])
            or self._subject(cue - len(clause), cue) is None
        ):
            return []
        return [index]

    def _sentence(self, at: int) -> tuple[int, int]:
        """Give start and end of the sentence around an offset."""
        index = bisect_left(self.stops, at)
        start = self.stops[index - 1] + 1 if index else self.start
        return start, self.stops[index] if index < len(self.stops) else self.end

    def _names(self, begin: int, end: int) -> Sequence[EntityValue]:
        """Give the names that begin between two offsets."""
        first, last = (bisect_left(self.entities, at, key=_start) for at in (begin, end))
        return self.entities[first:last]

    # speakers

    def _speaker(self, cue: int, *, far: bool, quoted: bool) -> str | None:
        """Give who speaks: the subject of the clause before a cue or, where that may be ``far``, of the sentence."""
        begin, least = cue, max(self.start, cue - _LONGEST_CLAUSE)
        while begin > least and (self.text[begin - 1] not in _CLAUSE_ENDS or self._inside(begin - 1)):
            begin -= 1
        subject = self._subject(begin, cue)
        if subject or not far:
            return subject
        for entity in reversed(self._names(max(self._sentence(begin)[0], begin - _LONGEST_REACH), begin)):
            if entity.label == "PERSON":
                return self._whole(self.text[entity.start_char : entity.end_char])
        return self.speaker if quoted or cue - begin <= _SHORT_CLAUSE else None

    def _whole(self, name: str) -> str:
        """Give the whole name that the text has elsewhere for 黄市长, any other name as it is."""
        return self.surnames.get(name[0], name) if name[1:] in self.words.titles else name

    def _subject(self, begin: int, cue: int) -> str | None:
        """Give the subject of the clause that begins at an offset and ends at a cue."""
        lead = self.words.leading.match(self.text[begin:cue])
        begin += lead.end() if lead else 0
        clause = self.text[begin:cue]
        if self.words.pronouns.match(clause):
            return self.speaker
        names = self._names(begin, cue)
        for entity in names:
            if entity.label == "PERSON":
                return self._whole(self.text[entity.start_char : entity.end_char])
        subject = self.words.trailing.sub("", clause).rstrip(" 　（(")
        ends = {entity.end_char for entity in names if entity.label in ("ORG", "GPE")}
        named = begin + len(subject) in ends or self.words.roles.search(subject)
        return self._whole(subject) if subject and named and len(subject) <= _LONGEST_SUBJECT else None


def _is_speech(words: str) -> bool:
    """Say whether quoted words are a sentence rather than a name or a slogan."""
    return len(words) >= _LEAST_SPEECH or bool(_SPEECH.search(words))
