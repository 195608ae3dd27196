"""Rules for organisations: a suffix, and how far the name goes to the left of it."""

from __future__ import annotations

from collections.abc import Iterator

from newsparse.entities.scan import Scan
from newsparse.entities.values import Candidate

__all__ = ["find_organizations"]

_LEVELS = frozenset("省市县区州旗乡镇盟")
_MOST_WORDS = 10
_LONGEST = 28


def find_organizations(scan: Scan) -> Iterator[Candidate]:
    """Yield organisations and buildings by their suffix, from left to right."""
    triggers = [t for role in ("department", "body", "office", "name", "building") for t in scan.triggers[role]]
    for start, end, trigger in sorted(triggers, key=lambda t: (t[1], t[0])):
        if end not in scan.index and not scan.fits(start, end):
            continue
        role = trigger.role
        if role == "department":
            left = _department(scan, start)
        elif role == "body":
            left = scan.left.get(start)
        else:
            left = _name(scan, start, anchored=role == "office")
        if left is not None and end - left <= 40:
            yield Candidate(left, end, trigger.label, "rule", kind=trigger.kind)


def _department(scan: Scan, start: int) -> int | None:
    """教育局 is a body by itself; a place or a level before it belongs to it."""
    if start in scan.left:
        return scan.left[start]
    if start and scan.text[start - 1] in _LEVELS and (start - 1) in scan.index:
        return start - 1
    if start in scan.index:
        return start
    return None


def _name(scan: Scan, start: int, *, anchored: bool) -> int | None:
    """Go left from a suffix while the words can be part of a name."""
    lexicon, words, bounds = scan.lexicon, scan.words, scan.bounds
    if start in scan.left:
        return scan.left[start]
    number = scan.word_number(start)
    at = bounds[number]
    pieces: list[str] = [scan.text[at:start]] if at < start else []
    found = False
    while number > 0 and len(pieces) < _MOST_WORDS and start - at < _LONGEST:
        if at in scan.left:
            at = scan.left[at]
            found = True
            break
        word = words[number - 1]
        if word in lexicon.breaks or not word.isalnum() or word.isdigit():
            break
        number -= 1
        at = bounds[number]
        pieces.append(word)
    if found:
        return at
    if anchored:
        return None
    while pieces and pieces[-1] in lexicon.generic:
        at += len(pieces.pop())
    if not pieces or all(p in lexicon.generic or p in lexicon.common for p in pieces):
        return None
    return at
