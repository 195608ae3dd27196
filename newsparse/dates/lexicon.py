"""The pieces that dates are made of: the tables of ``rules/dates`` made ready, and the first pass over a text.

The patterns are many and most of a text is no date.  So a cheap look at two characters (``candidate``) finds the places
where a piece may begin, and there only the rows that can begin with that character are tried.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from newsparse.rules import read_tsv

__all__ = ["Atom", "Fields", "atoms", "context", "eras", "gaps", "trie"]

Fields = dict[str, str]

_NUMERALS = "〇零○一二三四五六七八九十百千万两俩半几数廿"
_AFTER_DIGITS = (
    r",年月日号时点学载至到\-—－–―~～〜∼、和./．／:：·・周天小星礼分秒季工昼世\]］〕）)热专岁个钟刻交自和及与两"
)
# A number in 万, and one with 多 or 余, is mostly an amount: only before a unit of time can it be a length of time.
_LARGE = r"[万亿多余来几]{1,3}[ \u00a0\u3000]?[年月周星礼天日小钟分秒季工交自昼世刻个至到\-—－–―~～〜∼]"
_AFTER_NUMERALS = (
    r"年月日号时点载至到\-—－–―~～〜∼、和·・多余来周天小星礼分秒季工昼世岁个钟刻交”\"」"
    r"期规计纲末初中开收起0０OＯ头前后第以事运精大地抗讲购晚纪指发经建国路宾电广奖"
)
_AFTER_WORDS = r"\d一二三四五六七八九十两（()周星个季月世天日号历年规第半正大闰晚晨早夜小隔分秒学工钟拜后最假期四"
"""What may follow the first number, numeral or character of a date, or of what only looks like one."""
_WORDS = "{*}"


@dataclass(slots=True)
class Atom:
    """A piece of a date: ``code`` as in ``rules/dates/atoms.tsv``, ``fields`` what its pattern or its row gives."""

    code: str
    start: int
    end: int
    fields: Fields


@dataclass(frozen=True, slots=True)
class _Row:
    """A pattern, its code (``*``: that of the word; ``X``: a false friend) and the names of its groups.

    A pattern that begins with a word of a list has ``_WORDS`` in the place of the list.
    """

    code: str
    names: tuple[str, ...]
    pattern: str
    words: tuple[str, ...]


_Choice = tuple[re.Pattern[str], dict[int, tuple[str, tuple[tuple[int, str], ...]]]]
"""The rows that may begin with a character as one pattern; for each outer group its code, and number and name of the
groups inside."""


class _Choices(dict[str, _Choice]):
    """First character -> what to try there; compiled when a text first has it, for no text has them all.

    Digits and numerals share one choice: their rows are nearly the same and the longest to compile.

    Parameters
    ----------
    rows:
        First character (``0`` for any digit) -> the rows that may begin with it.
    """

    def __init__(self, rows: dict[str, tuple[_Row, ...]]) -> None:
        self._rows = rows

    def __missing__(self, start: str) -> _Choice:
        if start == "0":
            choice = _choice(self._rows[start], start + _NUMERALS)
        elif start in _NUMERALS or start not in self._rows:
            choice = self["0"]
        else:
            choice = _choice(self._rows[start], start)
        self[start] = choice
        return choice


def _choice(rows: tuple[_Row, ...], starts: str) -> _Choice:
    patterns: list[str] = []
    outer: dict[int, tuple[str, tuple[tuple[int, str], ...]]] = {}
    group = 1
    for row in rows:
        words = trie(word for word in row.words if word[0] in starts)
        patterns.append(f"({row.pattern.replace(_WORDS, words)})")
        outer[group] = row.code, tuple(enumerate(row.names, group + 1))
        group += 1 + len(row.names)
    return re.compile("|".join(patterns)), outer


@dataclass(frozen=True, slots=True)
class _Lexicon:
    candidate: re.Pattern[str]
    choices: _Choices


@cache
def context(name: str) -> re.Pattern[str]:
    """Give a pattern of ``rules/dates/contexts.tsv``."""
    return next(re.compile(row["pattern"]) for row in read_tsv("dates/contexts.tsv") if row["name"] == name)


@cache
def gaps() -> dict[str, str]:
    """Give what may stand between two atoms of one expression, with its sign; a space on either side is allowed."""
    signs = {row["text"]: row["sign"] for row in read_tsv("dates/gaps.tsv")}
    for text, sign in list(signs.items()):
        signs |= dict.fromkeys((f" {text}", f"{text} ", f" {text} "), sign)
    return signs | {" ": "", "\u00a0": "", "\u3000": ""}


@cache
def eras() -> dict[str, int]:
    """Give the eras and the year that is their year zero: 民国 -> 1911."""
    return {row["word"]: int(row["zero"]) for row in read_tsv("dates/eras.tsv")}


@cache
def _words() -> dict[str, tuple[str, Fields]]:
    """Give the code and the fields of every word that the tables list."""
    words: dict[str, tuple[str, Fields]] = {}
    for row in read_tsv("dates/words.tsv"):
        words[row["word"]] = row["code"], {key: value for key, value in row.items() if value}
    for table, code in ("vague", "v"), ("spans", "i"), ("holidays", "F"), ("day_parts", "T"):
        for row in read_tsv(f"dates/{table}.tsv"):
            words[row["word"]] = code, row
    return words


def trie(words: Iterable[str]) -> str:
    """Give a regular expression for a list of words, longest first, that shares their common beginnings."""
    tails: dict[str, list[str]] = defaultdict(list)
    for word in words:
        tails[word[:1]].append(word[1:])
    branches = [re.escape(head) + (trie(rest) if any(rest) else "") for head, rest in tails.items() if head]
    body = branches[0] if len(branches) == 1 and "" not in tails else f"(?:{'|'.join(branches)})"
    return body + "?" if "" in tails else body


def _word_lists() -> dict[str, list[str]]:
    """Give the lists of words that ``atoms.tsv`` names."""
    lists: dict[str, list[str]] = defaultdict(list)
    for word, (code, _) in sorted(_words().items()):
        if len(word) == 1:
            lists[f"words_short_{code}"].append(word)
        else:
            lists[f"words_{code}" if code in "Em" else "words"].append(word)
    lists["eras"] = sorted(eras())
    return lists


def _rows(lists: dict[str, list[str]]) -> Iterator[tuple[_Row, str]]:
    """Give every row with its pieces put in, and the characters that it may begin with."""
    parts = {row["name"]: row["pattern"] for row in read_tsv("dates/parts.tsv")}
    parts |= {name: trie(listed) for name, listed in lists.items()}
    name = re.compile(r"\{([a-z]\w*)\}")
    for row in (*read_tsv("dates/false_friends.tsv"), *read_tsv("dates/atoms.tsv")):
        pattern, starts = row["pattern"], row["starts"]
        words = tuple(lists.get(starts, ()))
        if words:
            pattern = pattern.replace(f"{{{starts}}}", _WORDS)
        while name.search(pattern):
            pattern = name.sub(lambda match: parts[match[1]], pattern)
        if words:
            starts = "".join({word[0] for word in words})
        yield _Row(row.get("code", "X"), tuple(row.get("groups", "").split()), pattern, words), starts


@cache
def _lexicon() -> _Lexicon:
    lists = _word_lists()
    rows: list[_Row] = []
    by_start: dict[str, list[int]] = defaultdict(list)
    for row, starts in _rows(lists):
        for start in starts:
            by_start[start].append(len(rows))
        rows.append(row)
    by_start["0"] = sorted({number for start in ("0", *_NUMERALS) for number in by_start[start]})

    choices = _Choices({start: tuple(rows[number] for number in numbers) for start, numbers in by_start.items()})
    spelled = [word for listed in lists.values() for word in listed if len(word) > 1]
    numeral_words = trie(word for word in spelled if word[0] in _NUMERALS)
    first = re.escape("".join(sorted(by_start.keys() - {"0", *_NUMERALS})))
    second = re.escape("".join(sorted({word[1] for word in spelled})))
    candidate = (
        rf"[\d{_NUMERALS}{first}]"
        rf"(?:(?<=\d)(?:\d{{0,7}}(?=[ \u00a0\u3000]?(?:[{_AFTER_DIGITS}]|{_LARGE}))|\d{{7}}(?!\d))"
        rf"|(?<=[{_NUMERALS}])(?:[{_NUMERALS}]{{0,9}}(?=[{_AFTER_NUMERALS}])|(?<=(?={numeral_words})[{_NUMERALS}]))"
        rf"|(?<=[{first}])(?=[{second}{_AFTER_WORDS}]))"
    )
    return _Lexicon(re.compile(candidate), choices)


def atoms(text: str) -> Iterator[Atom]:
    """Give the pieces of dates of a text from left to right, and the false friends among them with code ``X``."""
    lexicon, words = _lexicon(), _words()
    search, choices = lexicon.candidate.search, lexicon.choices
    candidate = search(text)
    while candidate:
        start = candidate.start()
        pattern, outer = choices[text[start]]
        match = pattern.match(text, start)
        if match is None:
            candidate = search(text, max(candidate.end(), start + 1))
            continue
        code, names = outer[match.lastindex or 0]
        fields = {}
        for group, name in names:
            value = match[group]
            if value:
                fields[name] = value
        if "word" in fields:
            own, meaning = words[fields["word"]]
            code, fields = own if code == "*" else code, {**meaning, **fields} if len(fields) > 1 else meaning
        end = match.end()
        yield Atom(code, start, end, fields)
        candidate = search(text, end)
