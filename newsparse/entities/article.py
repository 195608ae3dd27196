"""What the names of one article have to do with each other: short forms, repeated names, one canonical name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from newsparse.entities.scan import Scan, find_words
from newsparse.entities.values import Candidate, EntityValue

__all__ = ["find_again", "in_full", "link", "trim_persons"]

_INTRODUCED = re.compile(
    r"[（(](?:以下|下)?(?:统)?(?:简称|统称|称)(?:为|作|：|:)?[“「『‘\"]?([^“”「」『』‘’\"（）()，。；\n]{2,16})[”」』’\"]?[）)]"
)
_ABBREVIATION = re.compile(r"[（(]([A-Z][A-Za-z]{1,9})[）)]")
_TRADES = re.compile(
    r"(?:科技|技术|网络|信息|汽车|零部件|电子|实业|投资|控股|发展|国际|贸易|制造|工业|能源|医药|生物|股份|集团|有限|责任|公司|（.*?）|\(.*?\))+$"
)
_BODIES = frozenset(("government", "company", "hospital", "university", "institute", "association"))


def find_again(scan: Scan, chosen: Collection[Candidate]) -> Iterator[Candidate]:
    """Yield further mentions of names that the article has introduced.

    A name in full gives the short name that is introduced in brackets after it; a company its brand (博世汽车零部件
    长春有限公司 -> 博世); a person who was named with a title is the same person without it.
    """
    forms: dict[str, Candidate] = {}
    for one in chosen:
        for form in _forms(scan, one):
            forms.setdefault(form, one)
    if not forms:
        return
    taken = {(one.start, one.end) for one in chosen}
    for start, end in find_words(scan.text, forms):
        if (start, end) in taken:
            continue
        if (start in scan.index and end in scan.index) or (end - start > 2 and scan.fits(start, end)):
            full = forms[scan.text[start:end]]
            yield replace(
                full, start=start, end=end, canonical=full.canonical or scan.text[full.start : full.end], title=None
            )


def in_full(chosen: Iterable[Candidate], again: Iterable[Candidate]) -> list[Candidate]:
    """Bring names that the recogniser cut to the form that the article has elsewhere: 从|江东电|驱到我们这里.

    Parameters
    ----------
    chosen:
        Names that do not overlap, in order.
    again:
        Further mentions of names that the article has introduced; they may overlap those.
    """
    chosen, longer = list(chosen), {one.start: one for one in again}
    for number, one in enumerate(chosen):
        full = longer.get(one.start)
        if full is None or one.source != "model" or full.label != one.label or full.end <= one.end:
            continue
        if number + 1 == len(chosen) or full.end <= chosen[number + 1].start:
            chosen[number] = replace(one, end=full.end, canonical=full.canonical)
    return chosen


def trim_persons(scan: Scan, chosen: Iterable[Candidate]) -> list[Candidate]:
    """Leave off what a name took from the next word: 王晨|作的说明; where the article has it without, 王锋|舍身救人."""
    text, chosen = scan.text, list(chosen)
    named = Counter(text[one.start : one.end] for one in chosen if one.label == "PERSON")
    for number, one in enumerate(chosen):
        name, end = text[one.start : one.end], one.end
        if one.label == "PERSON" and len(name) > 2 and name[-1] == "作" and text.startswith("的", end):
            chosen[number] = replace(one, end=end - 1)
            continue
        if one.label != "PERSON" or one.source == "gazetteer" or len(name) != 3 or name[:2] not in named:
            continue
        drawn = scan.lexicon.is_ordinary(text[end - 1 : end + 1]) and named[name[:2]] == named[name]
        if drawn or named[name[:2]] > named[name]:
            chosen[number] = replace(one, end=end - 1)
    return chosen


def _forms(scan: Scan, one: Candidate) -> Iterator[str]:
    """Give the forms in which a name may come again."""
    text, name = scan.text, scan.text[one.start : one.end]
    if text[one.end : one.end + 1] in ("（", "(") and one.label in ("ORG", "LAW", "EVENT", "GPE", "FAC"):
        for pattern in (_INTRODUCED, _ABBREVIATION):
            found = pattern.match(text, one.end)
            if found:
                yield found[1].strip()
    if one.source != "rule":
        return
    if (one.label == "PERSON" and len(name) > 2) or (one.label == "ORG" and one.kind in _BODIES and len(name) > 3):
        yield name
    if one.label in ("PRODUCT", "FAC") and len(name) > 2:
        yield name
    if one.label == "PERSON" and "·" in name and len(name.rpartition("·")[2]) > 1:
        yield name.rpartition("·")[2]
    if one.label == "ORG" and one.kind == "company" and name.endswith(("公司", "集团")):
        brand = _brand(scan, one)
        if brand:
            yield brand


def _brand(scan: Scan, one: Candidate) -> str:
    """Give the word that a company goes by, if its name has one: no place, no word of the general language."""
    at = one.start
    while at in scan.right and scan.right[at] < one.end:
        at = scan.right[at]
    if at not in scan.index:
        return ""
    number = scan.index[at]
    word = scan.words[number]
    if len(word) == 2 and (scan.lexicon.is_ordinary(word) or word in scan.forms):
        word += scan.words[number + 1]  # 江东|电驱|科技|有限公司
        if len(word) != 4 or scan.lexicon.is_ordinary(word[2:]):
            return ""
    rest = scan.text[at + len(word) : one.end]
    if len(word) < 2 or scan.lexicon.is_ordinary(word) or not word.isalpha() or not _TRADES.search(rest):
        return ""
    return word


def link(text: str, chosen: Iterable[Candidate]) -> list[EntityValue]:
    """Give the names their canonical form.

    教育局 after 长春市教育局 is that one, if the article names no other.
    """
    chosen = list(chosen)
    full: dict[str, list[str]] = defaultdict(list)
    """Name of a body -> the longer ones that end with it."""
    bodies = {text[c.start : c.end] for c in chosen if c.label == "ORG" and c.kind == "government"}
    for body in bodies:
        for at in range(1, len(body)):
            if body[at:] in bodies:
                full[body[at:]].append(body)
    values = []
    for one in chosen:
        name = text[one.start : one.end]
        canonical = one.canonical or name
        if name in full and one.source == "rule" and not one.canonical:
            longest = max(full[name], key=len)
            if all(longest.endswith(other) for other in full[name]):
                canonical = longest
        values.append(EntityValue(one.start, one.end, one.label, canonical, one.kind, one.code, one.title, one.source))
    return values
