"""Rules for documents, plans, events and products."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from newsparse.entities.scan import Scan
from newsparse.entities.values import Candidate
from newsparse.rules import read_toml

__all__ = ["find_works"]

_MOST_WORDS = 4


def find_works(scan: Scan) -> Iterator[Candidate]:
    """Yield documents and plans, events, and members of a numbered series."""
    patterns = _patterns()
    for found in patterns["document"].finditer(scan.text):
        yield Candidate(found.start(), found.end(), "LAW", "rule", kind="document", priority=5)
    for found in patterns["quoted"].finditer(scan.text):
        yield Candidate(*found.span(1), "LAW", "rule", kind="document", priority=5)
    for found in patterns["quoted_event"].finditer(scan.text):
        yield Candidate(*found.span(1), "EVENT", "rule", kind="event", priority=5)
    for found in patterns["series"].finditer(scan.text):
        yield Candidate(found.start(), found.end(), "PRODUCT", "rule", kind="spacecraft", priority=5)
    for found in patterns["ordinal"].finditer(scan.text):
        if found.end() in scan.index and not _is_clause(scan, *found.span(1)):
            yield Candidate(found.start(), found.end(), "EVENT", "rule", kind="event", priority=5)
    for start, end, names in scan.names:
        if names[0].label == "EVENT":
            opening = patterns["opening"].search(scan.text, max(0, start - 7), start)
            if opening:
                yield Candidate(opening.start(), end, "EVENT", "rule", names[0].canonical, names[0].kind, priority=5)
    for start, end, trigger in scan.triggers["event"]:
        left = _event(scan, start) if end in scan.index and start in scan.index else None
        if left is not None:
            yield Candidate(left, end, "EVENT", "rule", kind=trigger.kind)


def _is_clause(scan: Scan, start: int, end: int) -> bool:
    """Say whether an ordinal opens a clause and not a name: 首次|参加|奥运会, 第二届|会议|何时|举行."""
    lexicon = scan.lexicon
    words = scan.words[scan.word_number(start) : scan.word_number(end - 1) + 1]
    if words[0] in lexicon.breaks and words[0] not in _OPENERS:
        return True
    return any(word in lexicon.clause or (word in lexicon.clitics and word not in lexicon.links) for word in words)


_OPENERS = frozenset(("全国", "全省", "全市", "全球", "中"))
"""Words that a name can open with after the ordinal: 第51届|全国|药材药品交易会, 第16次|中|韩经济部长会议."""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    rules = read_toml("entities/works.toml")
    endings, plans, series, meetings = (
        "|".join(sorted(rules[key].split(), key=len, reverse=True))
        for key in ("documents", "plans", "series", "meetings")
    )
    number = "[一二三四五六七八九十百零〇0-9]{1,4}"
    return {
        "document": re.compile(rf"《[^《》\n]{{1,60}}?(?:{endings})(?:[（(][^（）()\n]{{1,20}}[）)])?》"),
        "quoted": re.compile(rf"[「“｢]([^「」“”｢｣\n，。、！？]{{3,60}}?(?:{plans}))[」”｣]"),
        "quoted_event": re.compile(
            rf"[「“｢]([^「」“”｢｣\n，。、！？]{{3,24}}?(?:{meetings}|发表会|音乐会|成果展))[」”｣]"
        ),
        "series": re.compile(rf"(?:{series}){number}号?[A-Z甲乙丙丁]?(?:遥{number}|Y[0-9]{{1,3}})?"),
        "opening": re.compile(rf"(?:第{number}|首)(?:届|次)$"),
        "ordinal": re.compile(
            rf"(?:第{number}|首)(?:届|次)((?:[^，。、；：！？,;!?\s「」“”《》]|（[^）\n]{{1,6}}）){{1,24}}?(?:{meetings}))"
            r"(?![\u4e00-\u9fff]?(?:展|会|组委会|筹委会))"
        ),
    }


def _event(scan: Scan, start: int) -> int | None:
    """北京|冬奥会: a place or an organisation opens the name; or 举办|智慧|乡村|互联网|大会: a verb before it."""
    words, bounds, lexicon = scan.words, scan.bounds, scan.lexicon
    number = scan.index[start]
    for step in range(_MOST_WORDS + 1):
        at = bounds[number]
        if at in scan.left or at in scan.nature:
            return scan.left.get(at, scan.nature.get(at))
        word = words[number - 1] if number else "\n"
        if word in lexicon.breaks or not word.isalnum():
            return at if step > 1 and start - at > 3 and word in lexicon.holding else None
        number -= 1
    return None
