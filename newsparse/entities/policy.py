"""Which of the candidates that overlap is the name."""

from __future__ import annotations

from collections.abc import Iterable

from newsparse.entities.values import Candidate

__all__ = ["fill", "longest_first", "widen"]


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
    taken = bytearray(length)
    chosen = list(chosen)
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
        # a body that ends where the longer name ends had its left edge drawn by a rule already
        # one character more than a place is a slip of the recogniser (河南|达), a person's name has one more (安永|禄)
        more = one.end - one.start - sum(c.end - c.start for c in inside)
        # unless a place stands at the head and words between the two (德国|联邦|统计局)
        headed = len(inside) > 1 and inside[0].start == one.start and inside[0].label == "GPE"
        longer = bool(inside) and more > (one.label != "PERSON")
        if longer and all(
            c.label in _PARTS
            and one.start <= c.start
            and c.end <= one.end
            and (c.end < one.end or c.label != "ORG" or headed)
            for c in inside
        ):
            result.append(one)
            at = stop
    return result + chosen[at:]


_PARTS = frozenset(("GPE", "LOC", "ORG", "PERSON"))


def _place(candidates: Iterable[Candidate], taken: bytearray) -> list[Candidate]:
    chosen = []
    for one in sorted(candidates, key=lambda c: (c.start - c.end, c.start, -c.priority)):
        if taken.find(b"\1", one.start, one.end) < 0:
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            chosen.append(one)
    return sorted(chosen, key=lambda c: c.start)
