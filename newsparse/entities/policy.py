"""Which of the candidates that overlap is the name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from newsparse.entities.values import Candidate

__all__ = ["fill", "longest_first", "outside_titles", "widen"]

# A title or a short phrase in quotes is a name of its own: what is named in a part of it is not meant (《感恩母亲河，
# 共护|长江|水》, “云上|贵州”). Quotes may hold a sentence, so only places give way in them, and only in short ones.
_TITLE = re.compile("《([^《》\n]{1,80})》|[“「]([^“”「」，。；：！？、\n]{2,8})[”」]")


def longest_first(candidates: Iterable[Candidate], length: int) -> list[Candidate]:
    """Choose names that do not overlap: the longest, then the leftmost, then the one of higher priority.

    Parameters
    ----------
    candidates:
        What was found, in any order.
    length:
        Length of the text.
    """
    return _place(candidates, bytearray(length))


def fill(chosen: Iterable[Candidate], others: Iterable[Candidate], length: int) -> list[Candidate]:
    """Add to names that are chosen already what fits between them.

    Parameters
    ----------
    chosen:
        Names that do not overlap.
    others:
        Candidates that give way to them.
    length:
        Length of the text.
    """
    chosen, others = list(chosen), list(others)
    if not others:
        return chosen
    taken = bytearray(length)
    for one in chosen:
        taken[one.start : one.end] = b"\1" * (one.end - one.start)
    return sorted(chosen + _place(others, taken), key=lambda c: c.start)


def widen(chosen: Iterable[Candidate], others: Iterable[Candidate]) -> list[Candidate]:
    """Give way to longer names that hold places and bodies whole: 蒙古 to 蒙古人民革命党.

    Parameters
    ----------
    chosen:
        Names that do not overlap, in order.
    others:
        Longer candidates, sorted and apart from each other.
    """
    chosen = list(chosen)
    result: list[Candidate] = []
    at = 0
    for one in others:
        while at < len(chosen) and chosen[at].end <= one.start:
            result.append(chosen[at])
            at += 1
        stop = at
        while stop < len(chosen) and chosen[stop].start < one.end:
            stop += 1
        inside = chosen[at:stop]
        # one character more than a place is a slip of the recogniser (河南|达), a person's name has one more (安永|禄)
        more = one.end - one.start - sum(c.end - c.start for c in inside)
        # unless a place stands at the head and words between the two (德国|联邦|统计局)
        headed = len(inside) > 1 and inside[0].start == one.start and inside[0].label == "GPE"
        longer = bool(inside) and more > (one.label != "PERSON")
        if longer and all(
            c.label in _PARTS
            and one.start <= c.start
            and c.end <= one.end
            and (c.end < one.end or not _is_cut_right(c) or headed)
            for c in inside
        ):
            result.append(one)
            at = stop
    return result + chosen[at:]


def outside_titles(text: str, chosen: Iterable[Candidate]) -> Iterator[Candidate]:
    """Leave out names that are only a part of a title or of a short phrase in quotes.

    Parameters
    ----------
    text:
        The text.
    chosen:
        Names that do not overlap, in order.
    """
    chosen = list(chosen)
    at = 0
    for title in _TITLE.finditer(text):
        book = title[1] is not None
        start, end = title.span(1 if book else 2)
        while at < len(chosen) and chosen[at].start < start:
            yield chosen[at]
            at += 1
        inside = at
        while inside < len(chosen) and chosen[inside].end <= end:
            inside += 1
        whole = sum(one.end - one.start for one in chosen[at:inside]) == end - start
        yield from (one for one in chosen[at:inside] if whole or not (book or one.label in ("GPE", "LOC")))
        at = inside
    yield from chosen[at:]


def _is_cut_right(one: Candidate) -> bool:
    """Say whether the left edge of a name is sure: a body whose rule drew it, a person who is known or has a title."""
    return one.label == "ORG" or (one.label == "PERSON" and (one.source == "gazetteer" or bool(one.title)))


_PARTS = frozenset(("GPE", "LOC", "ORG", "PERSON"))


def _place(candidates: Iterable[Candidate], taken: bytearray) -> list[Candidate]:
    chosen = []
    for one in sorted(candidates, key=lambda c: (c.start - c.end, c.start, -c.priority)):
        if taken.find(b"\1", one.start, one.end) < 0:
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            chosen.append(one)
    return sorted(chosen, key=lambda c: c.start)
