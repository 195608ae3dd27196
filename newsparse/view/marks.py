"""What is marked in an article, and the text cut into the segments that marks cover.

Mentions overlap: a date stands in a quote, a person's name is the evidence of a role as well. The text is cut wherever
a mark begins or ends, and each segment knows the marks that cover it, so that nothing has to nest. Offsets are code
points, and the cutting is done here rather than in the browser, whose strings count in UTF-16.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from newsparse.records import Article, Mention
from newsparse.rules import read_tsv

__all__ = ["Kind", "Mark", "Segment", "cut", "kinds", "marks_of"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of thing that the page marks and that can be switched off: a row of ``rules/view/kinds.tsv``."""

    key: str
    """Name in classes of the page: ``person``."""
    title: str
    """What the reader sees: People."""
    glyph: str
    """One character that stands for it beside the colour."""
    fact: bool
    """Whether it is a fact, made of mentions: an indicator, a quote or a role."""
    field: str
    """List of the record that it comes from: ``entities``."""
    labels: frozenset[str]
    """Labels of entities; empty for every other field."""
    order: int
    """Its place among the kinds; of marks with the same ends, the later kind says more."""


@cache
def kinds() -> tuple[Kind, ...]:
    """Give the kinds in the order in which the page shows them."""
    return tuple(
        Kind(
            key=row["kind"],
            title=row["title"],
            glyph=row["glyph"],
            fact=row["what"] == "fact",
            field=row["field"],
            labels=frozenset(row["labels"].split()),
            order=order,
        )
        for order, row in enumerate(read_tsv("view/kinds.tsv"))
    )


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention or a fact of an article under the name that links use for it."""

    id: str
    """First letters of the list and place in it: ``ent3`` is ``entities[3]``."""
    kind: Kind
    mention: Mention


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text that the same marks cover from end to end."""

    start: int
    """Offset of its first character."""
    text: str
    marks: tuple[Mark, ...]
    """The marks that cover it, the shortest first."""
    begins: tuple[Mark, ...]
    """Those of them whose first character is the segment's first."""


def marks_of(article: Article) -> list[Mark]:
    """Give all mentions and facts of an article, kind by kind.

    A label that no kind lists has no mark; every label of the record has a kind, which a test holds.
    """
    return [
        Mark(f"{kind.field[:3]}{number}", kind, mention)
        for kind in kinds()
        for number, mention in enumerate(getattr(article, kind.field))
        if not kind.labels or mention.label in kind.labels
    ]


def cut(text: str, marks: Iterable[Mark], *, raw: bool = False, breaks: Iterable[int] = ()) -> Iterator[Segment]:
    """Cut a text into segments, in order and without a gap.

    Parameters
    ----------
    text:
        The clean text or, with ``raw``, the decoded input.
    marks:
        What covers it; a mark without a character, or beyond the text, is left out.
    raw:
        Whether the raw offsets of the mentions count.
    breaks:
        Offsets at which to cut besides: where blocks begin and end.
    """
    points = {0, len(text), *(at for at in breaks if 0 < at < len(text))}
    beginning: dict[int, list[tuple[int, Mark]]] = defaultdict(list)
    for mark in marks:
        mention = mark.mention
        start, end = (mention.raw_start_char, mention.raw_end_char) if raw else (mention.start_char, mention.end_char)
        if 0 <= start < end <= len(text):
            beginning[start].append((end, mark))
            points.update((start, end))
    open_marks: list[tuple[int, int, int, Mark]] = []  # length, then the later kind first
    for start, end in pairwise(sorted(points)):
        begins = beginning.get(start, ())
        open_marks = [entry for entry in open_marks if entry[0] > start]
        open_marks.extend((last, last - start, -mark.kind.order, mark) for last, mark in begins)
        open_marks.sort(key=lambda entry: entry[1:3])
        here = {mark.id for _, mark in begins}
        covering = tuple(mark for *_, mark in open_marks)
        yield Segment(start, text[start:end], covering, tuple(mark for mark in covering if mark.id in here))
