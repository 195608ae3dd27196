"""Which of the candidates that overlap is the name."""

from __future__ import annotations

from collections.abc import Iterable

from newsparse.entities.values import Candidate

__all__ = ["longest_first"]


def longest_first(candidates: Iterable[Candidate], length: int) -> list[Candidate]:
    """Choose names that do not overlap: the longest, then the leftmost, then the one of higher priority.

    Parameters
    ----------
    candidates:
        What was found, in any order.
    length:
        Length of the text.
    """
    taken = bytearray(length)
    chosen = []
    for one in sorted(candidates, key=lambda c: (c.start - c.end, c.start, -c.priority)):
        # Every longer name is placed already, so an overlap shows at one of the two ends.
        if not taken[one.start] and not taken[one.end - 1]:
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            chosen.append(one)
    return sorted(chosen, key=lambda c: c.start)
