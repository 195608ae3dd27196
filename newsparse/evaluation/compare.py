"""What all scores share: counts, stretches of a page, texts and periods that mean the same."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

__all__ = ["Scores", "Span", "Tally", "folded", "inside", "same_period", "touches"]

Span = tuple[int, int]


@dataclass(slots=True)
class Tally:
    """Counts of one measure."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def hit(self) -> None:
        self.right += 1

    def miss(self, message: str) -> None:
        self.missed += 1
        self.errors.append(message)

    def false(self, message: str) -> None:
        self.wrong += 1
        self.errors.append(message)


Scores = defaultdict[str, Tally]


def same_period(value: str, start: str | None, end: str | None) -> bool:
    """Whether a period has the first and last day (or moment) of a gold value; of ``since`` periods the first alone."""
    first, slash, last = value.partition("/")
    begins = _bound(first, last=False)
    ends = None if last == ".." else _bound(last if slash else first, last=True)
    return (start or "").startswith(begins) and (ends is None or (end or "").startswith(ends))


def _bound(moment: str, *, last: bool) -> str:
    """``2019-02`` -> ``2019-02-01``, or ``2019-02-28`` as the last day."""
    day, _, time = moment.partition("T")
    parts = [int(part) for part in day.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12 if last else 1
    number = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1] if last else 1
    return f"{year:04}-{month:02}-{number:02}" + (f"T{time}" if time else "")


def folded(text: str) -> str:
    """Leave only what does not depend on width, spaces and punctuation."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))


def inside(span: Span, regions: Iterable[Span]) -> bool:
    """Say whether a stretch lies in one of some regions."""
    return any(start <= span[0] and span[1] <= end for start, end in regions)


def touches(span: Span, regions: Iterable[Span]) -> bool:
    """Say whether a stretch overlaps one of some regions."""
    return any(start < span[1] and span[0] < end for start, end in regions)
