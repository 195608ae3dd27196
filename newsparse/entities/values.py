"""What the steps of this package hand to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, Protocol

from newsparse.records import EntityLabel

__all__ = ["LONGEST", "OWN_PRIORITY", "Candidate", "EntityValue", "ModelSpan", "Source"]

Source = Literal["gazetteer", "rule", "model"]

LONGEST: Final = 100
"""Characters in a name; a longer one is a chain of names that nobody wrote."""


OWN_PRIORITY: Final = 20
"""Priority of a name of the reader's own tables, and of the few that are certain; nothing else comes near."""


@dataclass(frozen=True, slots=True)
class EntityValue:
    """A name in a text; the fields mean what they mean in :class:`newsparse.records.Entity`."""

    start_char: int
    end_char: int
    label: EntityLabel
    canonical: str
    kind: str | None = None
    code: str | None = None
    title: str | None = None
    source: Source = "rule"


class ModelSpan(Protocol):
    """What a recogniser finds: offsets in the text, an OntoNotes label, and how sure it is (0 to 1)."""

    @property
    def start_char(self) -> int: ...
    @property
    def end_char(self) -> int: ...
    @property
    def label(self) -> str: ...
    @property
    def score(self) -> float: ...


@dataclass(slots=True)
class Candidate:
    """A stretch that may be a name, before the candidates are weighed against each other."""

    start: int
    end: int
    label: EntityLabel
    source: Source
    canonical: str = ""
    kind: str | None = None
    code: str | None = None
    title: str | None = None
    priority: int = 0
    guess: bool = False
    """Only the look of the name speaks for it."""
