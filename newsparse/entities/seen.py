"""What the trained recogniser sees, and what of it can be a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from newsparse.entities.scan import Scan
from newsparse.entities.values import Candidate, ModelSpan
from newsparse.rules import read_toml

__all__ = ["Scores", "is_wide", "scores", "seen"]

_QUOTED = re.compile("(?<=.)[“「][^“”「」]{1,12}[”」](?=..)")
_QUOTES = frozenset("“”‘’「」『』《》，。；！？、")
_DOTS = frozenset("·•・．‧")
_PREPOSITIONS = frozenset("唯惟依由经与和及在于按据从到被给向往")
"""What the model draws into a name from the left."""
_STORMS = ("台风“", "飓风“", "风暴“", "台风「")
"""What stands before the name of a storm."""
_LONGEST_NAME = 3
"""Characters in a Chinese name with a surname of one; only foreign ones and double surnames are longer."""
_NEAR = 400
"""Characters back to where a person was named already."""


@dataclass(frozen=True)
class Scores:
    """How sure the recogniser has to be; ``rules/entities/scores.toml`` says of what."""

    headed: float
    proper: dict[str, float]
    common: dict[str, float]
    wide: dict[str, float]
    nameless: float


@cache
def scores() -> Scores:
    """Give the scores of the rules."""
    return Scores(**read_toml("entities/scores.toml"))


def is_wide(scan: Scan, one: Candidate) -> bool:
    """Say whether a name that the model sees may take the place of shorter ones inside it."""
    return one.score >= scores().wide.get(one.label, 2.0) or _is_headed(scan, one.start, one.end, one.label)


def seen(scan: Scan, spans: Iterable[ModelSpan]) -> Iterator[Candidate]:
    """Yield the names that the model sees and that can be one.

    Parameters
    ----------
    scan:
        The text with what the gazetteer and the rules found in it.
    spans:
        What the recogniser found in it.
    """
    for span in spans:
        start, end, label = span.start_char, span.end_char, span.label
        if label == "PERSON":
            end = _without_verb(scan, start, end)
        elif scan.text[start] in _PREPOSITIONS and start + 1 in scan.index and end - start > 2:
            start += 1  # 唯|竹溪
        if end - start < 2 or scan.cuts_word(start, end) or {start, end - 1} <= scan.blocked:
            continue
        if label in ("ORG", "GPE") and scan.text.endswith(scan.lexicon.buildings, start, end):
            label = "FAC"  # 南门劳工育乐中心, 莱芊寮工业区
        if _QUOTES.isdisjoint(_QUOTED.sub("", scan.text[start:end])) and span.score >= _least(scan, start, end, label):
            yield Candidate(start, end, label, "model", score=span.score)  # type: ignore[arg-type]


def _without_verb(scan: Scan, start: int, end: int) -> int:
    """Leave off the verb or the home that the model draws into a name: 信春鹰|作, 徐海成|家 after 徐海成."""
    name, lexicon = scan.text[start:end], scan.lexicon
    longer = len(name) == _LONGEST_NAME + 1 and name[0] in lexicon.surnames and not _is_foreign(scan, name[:-1])
    drawn = longer and end - 1 in scan.index and name[-1] in lexicon.breaks
    home = name[-1] == "家" and len(name) > 2 and scan.text.find(name[:-1], max(0, start - _NEAR), start) >= 0
    return end - 1 if drawn or home else end


def _least(scan: Scan, start: int, end: int, label: str) -> float:
    """Give the score that a span needs; more than 1 if it can be no name."""
    name, lexicon, needed = scan.text[start:end], scan.lexicon, scores()
    ordinary = lexicon.is_ordinary(name) and name not in scan.forms
    if label == "PERSON":
        if name[1:] in lexicon.titles:
            return 2.0  # 黄|市长: a surname is not a name
        if scan.text[end : end + 1] in ("杯", "奖") or name[1:] == "方" or scan.text.endswith(_STORMS, 0, start):
            return 2.0  # 孟方, 台风“|玲玲
        if not ordinary and (_has_surname(scan, name) or _is_foreign(scan, name)):
            return needed.proper.get(label, needed.proper["other"])
        return needed.common[label] if ordinary else needed.nameless
    if label in ("GPE", "LOC") and (ordinary or scan.is_money(start, end)):
        return 2.0
    if label == "FAC" and (ordinary or name in lexicon.buildings):
        return 2.0  # 步行街, 焚化厂
    if label == "ORG" and (name.endswith((*lexicon.tails, *lexicon.weights)) or name in lexicon.bare):
        return 2.0
    if _is_headed(scan, start, end, label):
        return needed.headed
    rest = scan.text[scan.right.get(start, end) : end]
    if label == "ORG" and (len(rest) == 1 or rest in lexicon.crowds):
        return 2.0  # 新疆|社会, 中国|会
    by_label = needed.proper if scan.is_proper(start, end) else needed.common
    return by_label.get(label, by_label["other"])


def _has_surname(scan: Scan, name: str) -> bool:
    return name[0] in scan.lexicon.surnames or name[:2] in scan.lexicon.surnames


def _is_foreign(scan: Scan, name: str) -> bool:
    foreign = scan.lexicon.foreign
    return not _DOTS.isdisjoint(name) or all(c in foreign for c in name) or len(name) > _LONGEST_NAME


def _is_headed(scan: Scan, start: int, end: int, label: str) -> bool:
    """Say whether a place or a body stands at the head of a stretch and a word for a body at its end."""
    head = scan.right.get(start, end)
    if label != "ORG" or head >= end or not scan.text.endswith(scan.lexicon.bodies, head, end):
        return False
    words = scan.words[scan.word_number(head) : scan.word_number(end - 1) + 1]
    return not any(len(word) > 1 and word in scan.lexicon.breaks for word in words)
