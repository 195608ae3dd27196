"""Which of the candidates that overlap is the name."""

from __future__ import annotations

from collections.abc import Iterable

from newsparse.entities.values import Candidate

__all__ = ["fill", "longest_first"]


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


def _place(candidates: Iterable[Candidate], taken: bytearray) -> list[Candidate]:
    chosen = []
    for one in sorted(candidates, key=lambda c: (c.start - c.end, c.start, -c.priority)):
        # Every longer name is placed already, so an overlap shows at one of the two ends.
        if not taken[one.start] and not taken[one.end - 1]:
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            chosen.append(one)
    return sorted(chosen, key=lambda c: c.start)
