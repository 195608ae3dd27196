"""What the relations step gives; the fields are those of the records of the same name."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["QuoteValue", "RoleValue"]


@dataclass(frozen=True, slots=True)
class RoleValue:
    """A person and a post; the offsets are those of the name."""

    start_char: int
    end_char: int
    person: str
    title: str
    organization: str | None


@dataclass(frozen=True, slots=True)
class QuoteValue:
    """Reported speech; the offsets are those of the words, without quotation marks."""

    start_char: int
    end_char: int
    speaker: str
    cue: str
    direct: bool
