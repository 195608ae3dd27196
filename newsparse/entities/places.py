"""Rules for places: names that a suffix gives away (泉交河镇, 珲春海洋经济发展示范区)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsparse.entities.scan import Scan
from newsparse.entities.values import Candidate

__all__ = ["find_places"]

_MOST_WORDS = 6
_LONGEST_STEM = 5
# Two levels below the county in a row, whatever the segmenter made of them: 南县|南洲镇|长胜村.
_ADDRESS = re.compile(r"([一-鿿]{1,4}?(?:镇|乡|街道|苏木))([一-鿿]{1,5}?(?:村|社区|嘎查))(?![委民])")


def find_places(scan: Scan) -> Iterator[Candidate]:
    """Yield places that are named by their suffix; from left to right, so that a chain can build on itself."""
    for start, end, trigger in scan.triggers["place"]:
        if (end in scan.left and scan.left[end] <= start) or end in scan.nature:
            continue
        if trigger.kind == "development_zone":
            left = _zone(scan, start) if end in scan.index else None
        else:
            left = _stem(scan, start, end, trigger.kind)
        if left is not None:
            yield Candidate(left, end, trigger.label, "rule", kind=trigger.kind)
    for end in list(scan.left):
        found = _ADDRESS.match(scan.text, end)
        if found and not any(scan.lexicon.is_ordinary(g) for g in found.groups()):
            for group in (1, 2):
                yield Candidate(*found.span(group), "GPE", "rule", kind="township", priority=3)


def _zone(scan: Scan, start: int) -> int | None:
    """Give the start of a zone's name: 长春|汽车|经济技术开发区, 中国（珲春）跨境电商综合试验区, 净月|高新区."""
    text, words, lexicon = scan.text, scan.words, scan.lexicon
    at, proper = start, False
    number = scan.word_number(start)
    if scan.bounds[number] < start:
        at = scan.bounds[number]
        proper = not lexicon.is_ordinary(text[at:start])
    for _ in range(_MOST_WORDS):
        if at in scan.left:
            return scan.left[at]
        if at in scan.nature:
            return scan.nature[at]
        if text[at - 1 : at] in ("）", ")") and (at - 1) in scan.left and text[scan.left[at - 1] - 1] in ("（", "("):
            at = scan.left[at - 1] - 1
            number = scan.word_number(at)
            if at in scan.left:
                return scan.left[at]
            proper = True
        word = words[number - 1] if number else "\n"
        if word in lexicon.breaks or not word.isalpha():
            break
        number -= 1
        at = scan.bounds[number]
        proper = proper or not (word in lexicon.common or word in lexicon.generic)
    while at < start and scan.words[scan.index[at]] in lexicon.activities:
        at += len(scan.words[scan.index[at]])
    return at if proper and 0 < start - at <= 10 and text[at] not in lexicon.clitics else None


def _stem(scan: Scan, start: int, end: int, kind: str | None) -> int | None:
    """Give the start of a name that ends with a suffix for places."""
    lexicon, text = scan.lexicon, scan.text
    if end not in scan.index or text[end - 1 : end + 1] in lexicon.level_words:
        return None
    number = scan.word_number(start)
    at = scan.bounds[number]
    if at == start:  # the suffix is a word by itself: 泉交河|镇
        if number == 0 or at in scan.left:
            return None
        number -= 1
        at = scan.bounds[number]
    if start - at == 1 and at not in scan.left and number and len(scan.words[number - 1]) == 1:
        number -= 1  # two characters that the segmenter did not join: 大|禾|村, 池|北区
        at = scan.bounds[number]
        if scan.words[number] in lexicon.breaks:
            return None
    stem = text[at:start]
    if not stem.isalpha() or len(stem) > _LONGEST_STEM or lexicon.is_ordinary(text[at:end]):
        return None
    if stem in lexicon.breaks or stem in lexicon.generic or stem[0] in lexicon.clitics or stem[-1] in lexicon.clitics:
        return None
    while kind == "township" and at not in scan.left and number and len(scan.words[number - 1]) == 1 and start - at < 4:
        if scan.bounds[number - 1] not in scan.left or scan.words[number - 1] in lexicon.breaks:
            break
        number -= 1  # 赫山区|泉|交河|镇: the rest of the name reaches back to the place before it
        at = scan.bounds[number]
    ordinary = stem in lexicon.common
    after_place = at in scan.left
    if kind == "township":
        return at if after_place or (len(stem) > 1 and not ordinary) else None
    if kind == "community":
        return at if after_place and len(stem) > 1 else None
    if len(stem) < 2 or ordinary:
        return None
    if kind == "division":
        return at if after_place or all(c in lexicon.foreign for c in stem) else None
    return None if after_place or stem[0] in lexicon.surnames else at
