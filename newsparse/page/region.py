"""Whose official usage an article follows: it decides what a bare 元 and a bare 108年 mean.

Evidence adds up per region; the rows are in ``rules/page/regions.tsv``.  Script alone says little: mainland media
publish in traditional script too.
"""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from newsparse.records import RegionCode, Script
from newsparse.rules import read_tsv

__all__ = ["find_region"]

_SAMPLE = 20_000  # characters of the article that are looked at
_MOST_OFTEN = 3  # how often the same kind of evidence counts


@cache
def _rules() -> tuple[tuple[RegionCode, str, float, re.Pattern[str]], ...]:
    return tuple(
        (cast(RegionCode, row["region"]), row["where"], float(row["weight"]), re.compile(row["pattern"]))
        for row in read_tsv("page/regions.tsv")
    )


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
    sample = text[:_SAMPLE]
    points: dict[RegionCode, float] = {}
    for region, where, weight, pattern in _rules():
        if where == "url":
            times = int(bool(urls) and pattern.search(urls[0]) is not None)
        elif where == "script":
            times = int(pattern.fullmatch(script) is not None)
        else:
            times = min(_MOST_OFTEN, sum(1 for _ in pattern.finditer(sample)))
        points[region] = points.get(region, 0.0) + weight * times
    best = max(points.values())
    return "CN" if points.get("CN") == best else max(points, key=lambda region: points[region])
