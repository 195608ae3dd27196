"""Rules for documents, plans, events and products."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from newsparse.entities.scan import Scan
from newsparse.entities.values import Candidate
from newsparse.rules import read_toml

__all__ = ["find_works"]


def find_works(scan: Scan) -> Iterator[Candidate]:
    """Yield documents and plans, events, and members of a numbered series."""
    patterns = _patterns()
    for found in patterns["document"].finditer(scan.text):
        yield Candidate(found.start(), found.end(), "LAW", "rule", kind="document", priority=5)
    for found in patterns["quoted"].finditer(scan.text):
        yield Candidate(*found.span(1), "LAW", "rule", kind="document", priority=5)
    for found in patterns["series"].finditer(scan.text):
        yield Candidate(found.start(), found.end(), "PRODUCT", "rule", kind="spacecraft", priority=5)
    for start, end, trigger in scan.triggers["event"]:
        left = _event(scan, start)
        if left is not None and end in scan.index:
            yield Candidate(left, end, "EVENT", "rule", kind=trigger.kind)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    rules = read_toml("entities/works.toml")
    endings = "|".join(rules["documents"].split())
    plans = "|".join(rules["plans"].split())
    series = "|".join(rules["series"].split())
    return {
        "document": re.compile(rf"《[^《》\n]{{1,60}}?(?:{endings})(?:[（(][^（）()\n]{{1,20}}[）)])?》"),
        "quoted": re.compile(rf"[「“｢]([^「」“”｢｣\n，。、！？]{{3,60}}?(?:{plans}))[」”｣]"),
        "series": re.compile(rf"(?:{series})[一二三四五六七八九十百零〇0-9]{{1,4}}号?[A-Z甲乙丙丁]?(?:遥[一二三四五六七八九十百]{{1,4}}|Y[0-9]{{1,3}})?"),
    }


_ORDINAL = re.compile(r"(?:第[一二三四五六七八九十百零〇0-9]{1,4}|首|本)[届次]$")


def _event(scan: Scan, start: int) -> int | None:
    """第51届|全国|药材|药品|交易会: an ordinal opens the name; 北京|冬奥会: or a place."""
    words, bounds, lexicon, text = scan.words, scan.bounds, scan.lexicon, scan.text
    number = scan.word_number(start)
    at, anchored, length = bounds[number], False, 0
    while number > 0 and length < 9:
        found = _ORDINAL.search(text, max(0, at - 6), at)
        if found and not text[found.start() : at].startswith("本"):
            return found.start()
        if at in scan.left and not anchored:
            left = scan.left[at]
            found = _ORDINAL.search(text, max(0, left - 6), left)
            return found.start() if found else left
        word = words[number - 1]
        if word not in lexicon.links and (word in lexicon.breaks or not word.isalnum()):
            return None
        number -= 1
        at = bounds[number]
        length += 1
    return None
