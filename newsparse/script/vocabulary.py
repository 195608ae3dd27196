"""The optional view of a simplified text in the mainland's words for what Taiwan and Hong Kong name otherwise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from newsparse.alignment import Alignment
from newsparse.rules import read_tsv

__all__ = ["mainland_vocabulary"]


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
    pieces: list[str] = []
    runs: list[tuple[int, int, int]] = []
    view = done = 0
    for term, start, end in vocabulary.finder.find_matches_as_indexes(text):
        if not vocabulary.patterns[term].match(text, start):
            continue
        mainland = vocabulary.mainland[term]
        pieces += text[done:start], mainland
        runs.append((view, done, start - done))
        view += start - done
        # Character for character, and the last one of the shorter word for the rest of the longer one.
        paired = min(len(mainland), end - start) - 1
        runs.append((view, start, paired))
        runs.extend((view + offset, end - 1, 1) for offset in range(paired, len(mainland)))
        view += len(mainland)
        done = end
    pieces.append(text[done:])
    runs.append((view, done, len(text) - done))
    return "".join(pieces), Alignment(run for run in runs if run[2])
