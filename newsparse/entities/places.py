"""Rules for places: names that a suffix gives away (泉交河镇, 珲春海洋经济发展示范区)."""

from __future__ import annotations

from collections.abc import Iterator

from newsparse.entities.scan import Scan
from newsparse.entities.values import Candidate

__all__ = ["find_places"]

_MOST_WORDS = 6


def find_places(scan: Scan) -> Iterator[Candidate]:
    """Yield places that are named by their suffix; from left to right, so that a chain can build on itself."""
    for start, end, trigger in scan.triggers["place"]:
        if end not in scan.index or end - start == 0:
            continue
        left = _zone(scan, start) if trigger.kind in ("development_zone",) else _stem(scan, start, end)
        if left is not None and left < start:
            yield Candidate(left, end, trigger.label, "rule", kind=trigger.kind)


def _zone(scan: Scan, start: int) -> int | None:
    """A zone needs a place at its head: 长春|汽车|经济技术开发区."""
    if start in scan.left:
        return scan.left_name(start)
    number = scan.word_number(start)
    for _ in range(_MOST_WORDS):
        at = scan.bounds[number]
        if at in scan.left:
            return scan.left_name(at)
        number -= 1
        if number < 0 or scan.words[number] in scan.lexicon.breaks or not scan.words[number].isalpha():
            return None
    return None


def _stem(scan: Scan, start: int, end: int) -> int | None:
    lexicon = scan.lexicon
    number = scan.word_number(start)
    at = scan.bounds[number]
    if at == start:  # the suffix is a word by itself: 泉交河|镇
        number -= 1
        if number < 0:
            return None
        at = scan.bounds[number]
    stem = scan.text[at:start]
    if not stem.isalpha() or not stem or scan.text[at:end] in lexicon.common or scan.text[at:end] in lexicon.breaks:
        return None
    if len(stem) == 1 and at not in scan.left and number > 0 and len(scan.words[number - 1]) == 1:
        at = scan.bounds[number - 1]
        stem = scan.text[at:start]
        if not stem.isalpha() or stem[0] in lexicon.breaks:
            return None
    if stem in lexicon.breaks or stem in lexicon.generic or len(stem) > 6:
        return None
    if at in scan.left:
        return at
    if len(stem) < 2 or stem in lexicon.common:
        return None
    return at
