"""The patterns of ``rules/entities/works.tsv``: names that their own look gives away, and pieces of other rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, cast

from newsparse.entities.scan import Scan
from newsparse.entities.values import Candidate
from newsparse.records import EntityLabel
from newsparse.rules import read_toml, read_tsv

__all__ = ["find_by_pattern", "is_alone", "is_clause", "pattern"]

_PIECE = re.compile(r"\{([a-z_]+)\}")
_OPENERS = frozenset(("全国", "全省", "全市", "全球", "中", "环", "跨"))
"""Words that a name can open with after the ordinal: 第51届|全国|药材药品交易会, 第16次|中|韩经济部长会议."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the table."""

    name: str
    label: EntityLabel | None
    kind: str
    priority: int
    where: tuple[str, ...]
    cue: str


def find_by_pattern(scan: Scan) -> Iterator[Candidate]:
    """Yield what the rows with a label find where their conditions hold."""
    for row in _rows():
        if row.label is None or row.cue not in scan.text or ("taiwan" in row.where and not scan.taiwan):
            continue
        conditions = [_CONDITIONS[where] for where in row.where if where != "taiwan"]
        for found in pattern(row.name).finditer(scan.text):
            if all(holds(scan, found) for holds in conditions):
                yield Candidate(*_span(found, "name"), row.label, "rule", kind=row.kind, priority=row.priority)


def is_clause(scan: Scan, start: int, end: int) -> bool:
    """Say whether an ordinal opens a clause and not a name: 首次|参加|奥运会, 第二届|会议|何时|举行."""
    lexicon = scan.lexicon
    words = scan.words[scan.word_number(start) : scan.word_number(end - 1) + 1]
    if words[0] in lexicon.breaks and words[0] not in _OPENERS:
        return True
    return any(word in lexicon.clause or (word in lexicon.clitics and word not in lexicon.links) for word in words)


def is_alone(scan: Scan, start: int, end: int) -> bool:
    """Say whether a short name stands alone: 哈洽会, and not 接|洽会."""
    cut = start > 0 and scan.lexicon.is_ordinary(scan.text[start - 1 : start + 1])
    return end in scan.index and not cut and start not in scan.persons


def _span(found: re.Match[str], group: str) -> tuple[int, int]:
    """Give where a group stands; where the whole match stands if the pattern has no such group."""
    return found.span(group if group in found.re.groupindex else 0)


def _has_no_clause(scan: Scan, found: re.Match[str]) -> bool:
    return not is_clause(scan, *_span(found, "inside" if "inside" in found.re.groupindex else "name"))


_CONDITIONS: Final[dict[str, Callable[[Scan, re.Match[str]], bool]]] = {
    "starts": lambda scan, found: found.start() in scan.index,
    "ends": lambda scan, found: found.end() in scan.index,
    "edge": lambda scan, found: found.start() in scan.index or found.end() in scan.index,
    "no_clause": _has_no_clause,
    "alone": lambda scan, found: is_alone(scan, *_span(found, "name")),
    "proper": lambda scan, found: scan.is_proper(*_span(found, "name")),
}
"""What the column ``where`` may ask for, beside ``taiwan``."""


@cache
def _rows() -> tuple[_Row, ...]:
    return tuple(
        _Row(
            row["name"],
            cast(EntityLabel, row["label"]) or None,
            row["kind"],
            int(row["priority"] or 0),
            tuple(row["where"].split()),
            row["cue"],
        )
        for row in read_tsv("entities/works.tsv")
    )


@cache
def _sources() -> dict[str, str]:
    """Give the patterns as they are written, and the word lists as one pattern each: the longest word wins."""
    lists = read_toml("entities/works.toml")
    words = {
        key: "|".join(sorted(map(re.escape, value.split()), key=len, reverse=True)) for key, value in lists.items()
    }
    return words | {row["name"]: row["pattern"] for row in read_tsv("entities/works.tsv")}


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Give a pattern of the table by its name."""
    sources = _sources()
    return re.compile(_PIECE.sub(lambda piece: sources[piece[1]], sources[name]))
