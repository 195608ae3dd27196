"""Offsets between a cleaned text and the text that it was made from.

A cleaned text is a *view*: stretches of the source, one output character for one source character, with some
source characters left out and some characters (line ends between blocks) put in.  The view is kept as runs,
so a page of a million characters costs a few thousand integers, and looking an offset up is a bisection.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

__all__ = ["Alignment"]


class Alignment:
    """Maps offsets in a view to offsets in its source.

    Parameters
    ----------
    runs:
        ``(view_start, source_start, length)`` triples in the order of the view, not overlapping in the view.
        View characters outside all runs have no source character of their own.

    Offsets are Unicode code points; spans are half open.
    """

    __slots__ = ("_lengths", "_source", "_view")

    def __init__(self, runs: Iterable[tuple[int, int, int]]) -> None:
        self._view: list[int] = []
        self._source: list[int] = []
        self._lengths: list[int] = []
        for view, source, length in runs:
            self._view.append(view)
            self._source.append(source)
            self._lengths.append(length)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Give the smallest source span that holds the characters of the view span ``[start, end)``.

        Raises
        ------
        ValueError
            If the span is empty or begins or ends on a character that has no source.
        """
        if start >= end:
            raise ValueError(f"empty span {start}:{end}")
        first = self._run(start)
        begin = self._source[first] + start - self._view[first]
        if end - self._view[first] <= self._lengths[first]:  # nearly every span lies in one run
            return begin, begin + end - start
        last = self._run(end - 1)
        return begin, self._source[last] + end - self._view[last]

    def _run(self, position: int) -> int:
        index = bisect_right(self._view, position) - 1
        if index < 0 or position - self._view[index] >= self._lengths[index]:
            raise ValueError(f"view character {position} has no source")
        return index
