"""Text to expressions: where the dates stand and what they are made of, not yet what they mean.

Two passes, both linear.  The first (``lexicon``, ``settle``) cuts the text into *atoms* (a year, a month, a word such
as 昨日), each with a one-letter code.  False friends are atoms too: they win their text and are dropped.  The second
pass is a grammar over the string of codes, in which atoms that do not touch are kept apart by a space and what may
stand between two atoms has a sign of its own (``~`` for 至).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from newsparse.dates.lexicon import Atom, atoms, context, gaps
from newsparse.dates.settle import settle
from newsparse.records import RegionCode

__all__ = ["Expression", "find"]

Kind = Literal["point", "set", "duration", "vague"]


@dataclass(slots=True)
class Expression:
    """A date in the text. ``right`` is the second end of a range, empty otherwise."""

    start: int
    end: int
    kind: str
    left: tuple[Atom, ...]
    right: tuple[Atom, ...] = ()
    modifier: str | None = None
    stated: tuple[Atom, ...] = ()
    """The date in brackets behind it: 今天（10月1日）."""


_YEAR = "[YyE]"
_PART = "(?:[HQNAkJ]|(?<=[YyE'])[qg])"  # of a year
_DAY = "(?:[Mm]'?[hfg]|(?<=[YyE'])f|(?:[Mm]'?)?[DB]|[Mm]|[diFLSWnw])"
_TIME = "(?:T'?[Cc]?|C|(?<=[dDwWST~])c)"
_SOME = "(?=[YyEHQNAkJoMmDBdiFLSWnwTC]|(?<=~)c)"  # an end of a range is not empty
_POINT = f"(?:{_SOME}(?:{_YEAR}(?:'(?!F))?)?(?:{_PART}'?)?o?(?:{_DAY}'?)?w?'?{_TIME}?|[ZGPKsa])"
_GRAMMAR = re.compile(
    rf"(?P<set>e(?:'?{_DAY})?'?{_TIME}?(?:~(?:{_TIME}|{_POINT}))?)"
    rf"|(?P<point>{_POINT}(?:[~+]{_POINT})?)"
    r"|(?P<duration>u(?:&?u)*)|(?P<vague>v)"
)
_STATED = re.compile(r"\((?:[YE]?MD|S|D)(?![~'])")


def find(text: str, region: RegionCode = "CN") -> Iterator[Expression]:
    """Give the expressions of time of a text from left to right, none inside another.

    Parameters
    ----------
    text:
        Simplified text; lines are separated by a line feed.
    region:
        Whose usage the text follows; in Taiwan a bare two- or three-digit year counts from 1911.
    """
    found = list(atoms(text))
    settle(found, text, region)
    signs, at = _signs(found, text)
    for match in _GRAMMAR.finditer(signs):
        left, right = _sides(signs, at, match)
        if match.lastgroup != "point":
            yield Expression(left[0].start, left[-1].end, match.lastgroup or "", left)
            continue
        if right and "+" in match[0] and not context("between_after").match(text, right[-1].end):
            yield _dressed(Expression(left[0].start, left[-1].end, "point", left), text, right[0].start)
            left, right = right, ()  # 3月和5月 are two dates, 3月和5月之间 is one
        bracket = _STATED.match(signs, match.end())
        stated = tuple(atom for atom in at[match.end() : bracket.end()] if atom) if bracket else ()
        following = next((atom.start for atom in at[match.end() : match.end() + 2] if atom), len(text))
        point = Expression(left[0].start, (right or left)[-1].end, "point", left, right, None, stated)
        yield _dressed(point, text, following)


def _signs(found: list[Atom], text: str) -> tuple[str, list[Atom | None]]:
    """Write the atoms as a string of codes and signs; the list gives the atom at each of its places."""
    known = gaps()
    codes: list[str] = []
    at: list[Atom | None] = []
    end = 0
    for atom in found:
        if atom.start != end:
            gap = known.get(text[end : atom.start], " ") if atom.start - end <= 4 else " "
            if gap:
                codes.append(gap)
                at.append(None)
        codes.append(atom.code)
        at.append(atom)
        end = atom.end
    return "".join(codes), at


def _sides(signs: str, at: list[Atom | None], match: re.Match[str]) -> tuple[tuple[Atom, ...], tuple[Atom, ...]]:
    """Give the atoms before and after the sign of a range."""
    start, end = match.span()
    if end - start == 1 and (atom := at[start]):
        return (atom,), ()
    cut = next((place for place in range(start, end) if signs[place] in "~+"), end)
    if match.lastgroup == "set":
        cut = end
    return tuple(a for a in at[start:cut] if a), tuple(a for a in at[cut:end] if a)


def _dressed(point: Expression, text: str, limit: int) -> Expression:
    """Take in the words around a date that restrict it, 截至 or 以来; ``limit`` is where the next piece starts."""
    match = context("behind").match(text, point.end)
    if match and match.end() <= limit:
        point.end = match.end()
        if match["about"]:
            point.modifier = "about"
        elif match["since"]:
            point.modifier = "since"
        elif match["side"]:
            point.modifier = "before" if match["side"] == "前" else "after"
    if text[point.start - 1 : point.start] in _BOUND_ENDS:
        bound = context("bound_before").search(text, max(0, point.start - 3), point.start)
        word = bound[0] if bound else ""
        begun = context("begun_behind").match(text, point.end, limit) if word in ("从", "自", "自从") else None
        modifier = "since" if word == "从" and (begun or point.modifier == "since") else _BOUNDS.get(word)
        if begun and not point.modifier:  # 从9月6日起调整
            point.end = begun.end()
        if modifier and point.modifier in (None, modifier):
            point.start, point.modifier = point.start - len(word), modifier
    return point


_BOUNDS = {
    "自": "since",
    "自从": "since",
    "截至": "until",
    "截止": "until",
    "截止到": "until",
    "约": "about",
    "大约": "about",
}
_BOUND_ENDS = frozenset("从至止到自约")
