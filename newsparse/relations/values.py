"""What the relations step gives; the fields are those of the records of the same name."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from newsparse.records import Change, IndicatorKind, PartName, Period, RoleStatus

__all__ = ["IndicatorValue", "PartValue", "QuoteValue", "RoleValue"]


class PartValue(NamedTuple):
    """Where a part of a fact stands, in offsets of the clean text; the mentions are linked to it later, by offset."""

    name: PartName
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class RoleValue:
    """A person and a post; the offsets are those of the name."""

    start_char: int
    end_char: int
    person: str
    title: str
    organization: str | None
    status: RoleStatus | None = None
    parts: tuple[PartValue, ...] = ()


@dataclass(frozen=True, slots=True)
class QuoteValue:
    """Reported speech; the offsets are those of the words, without quotation marks."""

    start_char: int
    end_char: int
    speaker: str
    cue: str | None
    direct: bool
    parts: tuple[PartValue, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """A statistic; the offsets are those of the figure, or of the change where only a change is stated."""

    start_char: int
    end_char: int
    kind: IndicatorKind
    subject: str | None
    measure: str
    period: Period | None
    value: Decimal | None
    min: Decimal | None
    max: Decimal | None
    unit: str | None
    currency: str | None
    planned: bool
    change: Change | None
    parts: tuple[PartValue, ...]
