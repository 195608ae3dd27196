"""Rules for persons: a surname and a title or a verb of saying beside it, foreign names, lists of names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsparse.entities.lexicon import lexicon
from newsparse.entities.scan import Scan
from newsparse.entities.values import Candidate

__all__ = ["find_persons"]

_SPACE = " 　\u00a0"
_JOIN = "、和及与兼"
_DOT = "·•・"


def find_persons(scan: Scan) -> Iterator[Candidate]:
    """Yield persons: beside a title, before a verb of saying, in a list, or by the look of the name alone."""
    befores, afters = _titles(scan)
    for end, start in befores.items():
        yield from _after_title(scan, start, end, befores)
    for start, (end, kind) in afters.items():
        if kind == "titles":
            found = _ending_at(scan, start)
            if found is not None:
                yield Candidate(found, start, "PERSON", "rule", title=scan.text[start:end], priority=2)
    reports = scan.lexicon.reports
    for number, word in enumerate(scan.words):
        size = len(word)
        if word in reports:
            start = scan.bounds[number]
            found = _ending_at(scan, start)
            if found is not None and (start - found > 2 or scan.bounds[number - 1] == found):
                yield Candidate(found, start, "PERSON", "rule", priority=1)
        elif size == 3 and _is_whole_name(scan, word):
            yield Candidate(scan.bounds[number], scan.bounds[number] + 3, "PERSON", "rule")
        elif word in _DOT and size == 1:
            span = _dotted(scan, scan.bounds[number])
            if span:
                yield Candidate(*span, "PERSON", "rule", priority=1)


def _titles(scan: Scan) -> tuple[dict[int, int], dict[int, tuple[int, str | None]]]:
    """Give the titles by their end (end -> start) and by their start (start -> end, kind); the longest of each."""
    befores: dict[int, int] = {}
    afters: dict[int, tuple[int, str | None]] = {}
    for start, end, trigger in scan.triggers["title"]:
        if end in scan.index:
            befores[end] = min(befores.get(end, start), start)
        if start in scan.index and end > afters.get(start, (0, None))[0]:
            afters[start] = end, trigger.kind
    return befores, afters


def _after_title(scan: Scan, start: int, end: int, befores: dict[int, int]) -> Iterator[Candidate]:
    """Yield the person or the list of persons that stands after a title."""
    text = scan.text
    at = end
    if text[at : at + 1] in ("：", ":"):
        at += 1
    while at < len(text) and text[at] in _SPACE:
        at += 1
    stop = name_at(scan, at)
    if not stop:
        return
    # 创始合伙人、副董事长黄丽陆: the titles before this one belong to the same person
    while start and text[start - 1] in "、兼" and (start - 1) in befores:
        start = befores[start - 1]
    title = text[start:end]
    while stop:
        yield Candidate(at, stop, "PERSON", "rule", title=title, priority=3)
        if stop < len(text) and text[stop] in _JOIN:
            at = stop + 1
        elif stop < len(text) and text[stop] in _SPACE:
            at = stop + 1
            while at < len(text) and text[at] in _SPACE:
                at += 1
        else:
            return
        stop = name_at(scan, at, careful=True)


def name_at(scan: Scan, at: int, *, careful: bool = False) -> int:
    """Give the end of the person's name that begins at an offset, 0 if none does.

    Parameters
    ----------
    scan:
        The text.
    at:
        Where the name would begin.
    careful:
        Nothing but the look of the name speaks for it.
    """
    if at not in scan.index or at + 1 >= len(scan.text):
        return 0
    return max(_chinese(scan, at, careful=careful), _foreign(scan, at, careful=careful))


def _chinese(scan: Scan, at: int, *, careful: bool) -> int:
    text, lex, index = scan.text, scan.lexicon, scan.index
    size = 2 if text[at : at + 2] in lex.surnames else 1
    whole = scan.words[index[at]]
    if text[at] in lex.rare_surnames and not (size == 2 or 2 <= len(whole) <= 3):
        return 0
    if size == 1 and text[at] not in lex.surnames and text[at] not in lex.rare_surnames:
        return 0
    if len(whole) > size and lex.is_ordinary(whole):
        return 0
    for length in (size + 2, size + 1):
        end = at + length
        if end not in index or not all(c in lex.given for c in text[at + size : end]):
            continue
        if text[at:end] == whole:
            return 0 if lex.is_ordinary(whole) else end
        # the segmenter cut the name into pieces: none of them may be an ordinary word
        given = text[at + size : end]
        if len(given) == 2 and scan.words[index.get(at + size, 0)] == given and lex.is_ordinary(given) and careful:
            continue
        if len(given) == 2 and text[end - 1] in lex.breaks and (end - 1) in index:
            continue
        if len(given) == 1 and careful:
            continue
        if given in lex.titles:
            continue
        return end
    return 0


def _foreign(scan: Scan, at: int, *, careful: bool) -> int:
    found = _foreign_pattern().match(scan.text, at)
    if not found:
        return 0
    end = found.end()
    while end > at + 1 and end not in scan.index:
        end -= 1
    # words of the general language at the end are not part of the name: 布克尔 | 来
    while end > at + 1:
        word = scan.words[scan.index[end] - 1] if end in scan.index else ""
        if not word or not scan.lexicon.is_ordinary(word):
            break
        end -= len(word)
    name = scan.text[at:end]
    dotted = any(c in _DOT for c in name)
    if len(name) < (2 if not careful else 3) or (scan.lexicon.is_ordinary(name) and not dotted):
        return 0
    if at in scan.right:  # 美国 …: a place that is written with the same characters
        return 0
    return end


def _ending_at(scan: Scan, end: int) -> int | None:
    """Give the start of the person's name that ends at an offset."""
    if end not in scan.index:
        return None
    number = scan.index[end]
    for count in (1, 2, 3):
        if count > number:
            return None
        at = scan.bounds[number - count]
        if end - at > 8 or at in scan.right:
            return None
        if end - at >= 2 and name_at(scan, at, careful=count > 1 and end - at == 2) == end:
            before = scan.words[number - count - 1] if number > count else ""
            if count > 1 and len(before) == 1 and before in scan.lexicon.surnames and end - at == 2:
                continue
            return at
    return None


def _is_whole_name(scan: Scan, word: str) -> bool:
    """Say whether a word of three characters looks like a name and like nothing else."""
    lex = scan.lexicon
    return (
        word[0] in lex.surnames and word[1] in lex.given and word[2] in lex.given and not lex.is_ordinary(word)
    )  # fmt: skip


def _dotted(scan: Scan, dot: int) -> tuple[int, int] | None:
    """Give the name around a middle dot: 艾力更·依明巴海, 乔·拜登."""
    text = scan.text
    start, end = dot, dot + 1
    while start and dot - start < 8 and _is_han(text[start - 1]):
        start -= 1
    while end < len(text) and end - dot < 10 and _is_han(text[end]):
        end += 1
    foreign = scan.lexicon.foreign
    while start < dot and text[start] not in foreign:
        start += 1
    begin = next((p for p in range(start, dot) if p in scan.index), None)
    if begin is None:
        return None
    stop = dot + 1
    while stop < end and text[stop] in foreign:
        stop += 1
    while stop > dot + 1 and stop not in scan.index:
        stop -= 1
    if stop - dot < 2:
        return None
    return begin, stop


def _is_han(character: str) -> bool:
    return "一" <= character <= "鿿"


_patterns: list[re.Pattern[str]] = []


def _foreign_pattern() -> re.Pattern[str]:
    if not _patterns:
        characters = "".join(sorted(lexicon().foreign))
        _patterns.append(re.compile(f"[{characters}]+(?:[{_DOT}-][{characters}]+)*"))
    return _patterns[0]
