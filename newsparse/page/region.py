"""Whose official usage an article follows: it decides what a bare 元 and a bare 108年 mean.

Evidence adds up per region; the rows are in ``rules/page/regions.tsv``.  Script alone says little: mainland media
publish in traditional script too.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import cast

from ahocorasick_rs import AhoCorasick, Implementation

from newsparse.records import RegionCode, Script
from newsparse.rules import read_tsv

__all__ = ["find_region"]

_SAMPLE = 20_000  # characters of the article that are looked at
_MOST_OFTEN = 3  # how often the same kind of evidence counts


@dataclass(frozen=True, slots=True)
class _Row:
    region: RegionCode
    where: str
    weight: float
    patterns: tuple[re.Pattern[str], ...]  # of text rows, those that are more than words


@dataclass(frozen=True, slots=True)
class _Rules:
    rows: tuple[_Row, ...]
    words: AhoCorasick
    word_rows: tuple[int, ...]  # the row of each word


@cache
def _rules() -> _Rules:
    rows, words, word_rows = [], [], []
    for number, row in enumerate(read_tsv("page/regions.tsv")):
        patterns = row["pattern"].split("|") if row["where"] == "text" else [row["pattern"]]
        plain = [pattern for pattern in patterns if row["where"] == "text" and pattern.isalpha()]
        words += plain
        word_rows += [number] * len(plain)
        others = tuple(re.compile(pattern) for pattern in patterns if pattern not in plain)
        rows.append(_Row(cast(RegionCode, row["region"]), row["where"], float(row["weight"]), others))
    return _Rules(tuple(rows), AhoCorasick(words, implementation=Implementation.DFA), tuple(word_rows))


def find_region(text: str, *, script: Script, urls: tuple[str, ...] = ()) -> RegionCode:
    """Weigh the evidence for a region.

    Parameters
    ----------
    text:
        The page, simplified.
    script:
        Script of the page before conversion.
    urls:
        Addresses that belong to the page.
    """
    rules = _rules()
    sample = text[:_SAMPLE]
    counts = Counter(
        rules.word_rows[word] for word, _, _ in rules.words.find_matches_as_indexes(sample, overlapping=True)
    )
    points: dict[RegionCode, float] = {}
    for number, row in enumerate(rules.rows):
        if row.where == "url":
            times = int(bool(urls) and row.patterns[0].search(urls[0]) is not None)
        elif row.where == "script":
            times = int(row.patterns[0].fullmatch(script) is not None)
        else:
            others = sum(1 for pattern in row.patterns for _ in pattern.finditer(sample))
            times = min(_MOST_OFTEN, counts[number] + others)
        points[row.region] = points.get(row.region, 0.0) + row.weight * times
    best = max(points.values())
    return "CN" if points.get("CN") == best else max(points, key=lambda region: points[region])
