"""The optional view of a simplified text in the mainland's words for what Taiwan and Hong Kong name otherwise."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from newsparse.alignment import Alignment
from newsparse.rules import read_tsv

__all__ = ["mainland_vocabulary"]

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The terms, a finder of all of them at once, and for each its guarded pattern."""

    finder: AhoCorasick
    patterns: list[re.Pattern[str]]
    mainland: list[str]


@cache
def _load_vocabulary() -> _Vocabulary:
    rows = list(read_tsv("script/vocabulary.tsv"))
    return _Vocabulary(
        finder=AhoCorasick([row["term"] for row in rows], matchkind=MatchKind.LeftmostLongest),
        patterns=[re.compile(row["before"] + re.escape(row["term"]) + row["after"]) for row in rows],
        mainland=[row["mainland"] for row in rows],
    )


class _WordAlignment(Alignment):
    """An alignment in which a replaced word is whole: a span that touches it takes all of it.

    Parameters
    ----------
    pieces:
        ``(view_start, source_start, source_length, replaced)`` of the pieces of the view, in order and without gaps.
    """

    __slots__ = ("_pieces",)

    def __init__(self, pieces: Iterable[tuple[int, int, int, bool]]) -> None:
        self._pieces = list(pieces)
        super().__init__(())

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        if start >= end:
            raise ValueError(f"empty span {start}:{end}")
        return self._ends(start)[0], self._ends(end - 1)[1]

    def _ends(self, position: int) -> tuple[int, int]:
        """Give the span in the source of one character of the view, or of the replaced word that it is part of."""
        index = bisect_right(self._pieces, position, key=lambda piece: piece[0]) - 1
        view, source, length, replaced = self._pieces[index]
        if replaced:
            return source, source + length
        return source + position - view, source + position - view + 1


def mainland_vocabulary(text: str) -> tuple[str, Alignment]:
    """Write a text in the mainland's words: 軟體 as 软件, 義大利 as 意大利.

    This changes words, and so lengths: it is a view beside the text, never the text of a record.

    Parameters
    ----------
    text:
        Simplified text, as :func:`~newsparse.script.simplify` gives it.

    Returns
    -------
    tuple of str and Alignment
        The view and its offsets: the span of a replaced word in the view is the span of the whole word in ``text``.
    """
    vocabulary = _load_vocabulary()
    readable = _SURROGATE.sub("\ufffd", text)  # the finder reads UTF-8
    words: list[str] = []
    pieces: list[tuple[int, int, int, bool]] = []
    view = done = 0
    for term, start, end in vocabulary.finder.find_matches_as_indexes(readable):
        if not vocabulary.patterns[term].match(text, start):
            continue
        if start > done:
            words.append(text[done:start])
            pieces.append((view, done, start - done, False))
            view += start - done
        words.append(vocabulary.mainland[term])
        pieces.append((view, start, end - start, True))
        view += len(words[-1])
        done = end
    if done < len(text):
        words.append(text[done:])
        pieces.append((view, done, len(text) - done, False))
    return "".join(words), _WordAlignment(pieces)
