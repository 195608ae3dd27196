"""Rules for documents, products and works; plain patterns and events have modules of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsparse.entities.events import find_events
from newsparse.entities.patterns import find_by_pattern, pattern
from newsparse.entities.scan import Scan
from newsparse.entities.values import Candidate
from newsparse.records import EntityLabel

__all__ = ["find_works"]

_LONGEST_ORDINANCE = 20
_PAPERS = ("白皮书", "蓝皮书", "绿皮书")
"""Behind a title they say that it is a document."""
_KINDS = {"EVENT": "event", "FAC": "building", "GPE": "development_zone"}


def find_works(scan: Scan) -> Iterator[Candidate]:
    """Yield documents and plans, products in quotes or by their code, members of a numbered series, events."""
    events = {end for _, end, names in scan.names if names[0].label == "EVENT"}
    """Offsets where a name of an event ends."""
    for find in (_titles, find_by_pattern, _ordinances, _spacecraft, _ships, _bracketed, _longer):
        for one in find(scan):
            if one.label == "EVENT":
                events.add(one.end)
            yield one
    yield from find_events(scan, events)


def _titles(scan: Scan) -> Iterator[Candidate]:
    """Yield what stands in 《》: a document, a newspaper, any other work."""
    text = scan.text
    for found in pattern("titled").finditer(text):
        if text.startswith(_PAPERS, found.end()) or pattern("document").match(text, found.start(), found.end()):
            yield Candidate(*found.span(), "LAW", "rule", kind="document", priority=5)
        elif pattern("newspaper").search(text, found.start(), found.end()):
            yield Candidate(found.start() + 1, found.end() - 1, "ORG", "rule", kind="media", priority=5)
        else:
            yield Candidate(*found.span(), "PRODUCT", "rule", kind="work", priority=5)


def _ordinances(scan: Scan) -> Iterator[Candidate]:
    """Yield rules of a place without a title's marks: 江西省|农村饮水管理条例, 台南市|骨灰抛洒植存实施办法."""
    text, lexicon = scan.text, scan.lexicon
    for found in pattern("ordinance").finditer(text):
        number, start = scan.word_number(found.start()), found.start()
        at = scan.bounds[number]
        while number and start - at <= _LONGEST_ORDINANCE and at not in scan.left:
            word = scan.words[number - 1]
            if not word.isalnum() or word in lexicon.clause or word in lexicon.clitics - lexicon.links:
                break
            number -= 1
            at = scan.bounds[number]
        if at in scan.left and at < start and scan.text[at - 1] in "省市县区州":
            yield Candidate(scan.left[at], found.end(), "LAW", "rule", kind="document", priority=4)


def _spacecraft(scan: Scan) -> Iterator[Candidate]:
    """Yield members of a numbered series, and satellites by their number: 长征五号B遥二, 吉星一号|卫星."""
    text, lexicon = scan.text, scan.lexicon
    for found in pattern("member").finditer(text):
        if found["series"] not in lexicon.series_words or "号" in found[0]:  # not 资源|8
            yield Candidate(*found.span(), "PRODUCT", "rule", kind="spacecraft", priority=5)
    for found in pattern("satellite").finditer(text) if "卫星" in text else ():
        start = found.start() - 2
        name = text[start : start + 2]
        if start in scan.index and name.isalpha() and not lexicon.is_ordinary(name):
            yield Candidate(start, found.end(), "PRODUCT", "rule", kind="spacecraft", priority=5)


def _ships(scan: Scan) -> Iterator[Candidate]:
    """Yield ships that a place names: 岳阳舰."""
    for found in pattern("ship").finditer(scan.text) if "舰" in scan.text else ():
        end = found.start()
        start = min(scan.last.get(end, end), scan.nature.get(end, end))
        if end - 6 <= start < end and start not in scan.lands and end not in scan.provinces:
            yield Candidate(start, found.end(), "PRODUCT", "rule", kind="product", priority=5)


def _bracketed(scan: Scan) -> Iterator[Candidate]:
    """Yield fairs, parks and zones with their place in brackets: 中国（泰州）|国际医药博览会, 中韩（盐城）|产业园."""
    text = scan.text
    for bracket in re.finditer("[（(]", text):
        inside = bracket.end()
        stop, head = scan.right.get(inside), scan.left.get(bracket.start())
        if stop is None or text[stop : stop + 1] not in ("）", ")"):
            continue
        if head is None and text[inside - 3 : inside - 2] == "中" and text[inside - 2] in scan.lexicon.countries:
            head = inside - 3
        found = pattern("tail").match(text, stop + 1)
        if head is not None and found and found.lastgroup:
            label: EntityLabel = found.lastgroup  # type: ignore[assignment]
            yield Candidate(head, found.end(), label, "rule", kind=_KINDS[label], priority=6)


def _longer(scan: Scan) -> Iterator[Candidate]:
    """Yield a known law with its draft, a known product with its model: 矿产资源法|修订草案, F-35|B, 问界|M7."""
    for start, end, names in scan.names:
        if names[0].label == "LAW" and (draft := pattern("draft").match(scan.text, end)):
            yield Candidate(start, draft.end(), "LAW", "rule", kind="law", priority=5)
        digit = names[0].label == "PRODUCT" and scan.text[end - 1].isdigit()
        brand = names[0].label == "PRODUCT" and names[0].kind in ("brand", "vehicle")
        variant = pattern("variant").match(scan.text, end) if digit else None
        if variant is None and brand:
            variant = pattern("model").match(scan.text, end)
        if variant:
            yield Candidate(start, variant.end(), "PRODUCT", "rule", kind=names[0].kind, priority=5)
