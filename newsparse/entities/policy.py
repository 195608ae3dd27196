"""Which of the candidates that overlap is the name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from newsparse.entities.values import Candidate

__all__ = ["fill", "longest_first", "outside_titles"]

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


def _place(candidates: Iterable[Candidate], taken: bytearray) -> list[Candidate]:
    chosen = []
    for one in sorted(candidates, key=lambda c: (c.start - c.end, c.start, -c.priority)):
        if taken.find(b"\1", one.start, one.end) < 0:
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            chosen.append(one)
    return sorted(chosen, key=lambda c: c.start)
