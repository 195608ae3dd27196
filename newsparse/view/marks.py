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

from newsparse.records import Article, Fact, Mention
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
    parts: tuple[Mark, ...] = ()
    """The facts that were read from it, though it is not their own place: of a quote, who said it."""


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
        Whether the raw offsets of the mentions count; parts of facts have none.
    breaks:
        Offsets at which to cut besides: where blocks begin and end.
    """
    points = {0, len(text), *(at for at in breaks if 0 < at < len(text))}
    beginning: dict[int, list[_Span]] = defaultdict(list)
    for span in _spans(marks, raw):
        if 0 <= span.start < span.end <= len(text):
            beginning[span.start].append(span)
            points.update((span.start, span.end))
    here: list[_Span] = []
    for start, end in pairwise(sorted(points)):
        here = [span for span in here if span.end > start] + beginning.get(start, [])
        here.sort(key=lambda span: (span.end - span.start, -span.mark.kind.order))
        own = [span for span in here if not span.part]
        yield Segment(
            start,
            text[start:end],
            marks=tuple(span.mark for span in own),
            begins=tuple(span.mark for span in own if span.start == start),
            parts=tuple({span.mark.id: span.mark for span in here if span.part}.values()),
        )


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    mark: Mark
    part: bool = False


def _spans(marks: Iterable[Mark], raw: bool) -> Iterator[_Span]:
    for mark in marks:
        mention = mark.mention
        if raw:
            yield _Span(mention.raw_start_char, mention.raw_end_char, mark)
            continue
        yield _Span(mention.start_char, mention.end_char, mark)
        if isinstance(mention, Fact):
            for part in mention.parts:
                if not mention.start_char <= part.start_char <= part.end_char <= mention.end_char:
                    yield _Span(part.start_char, part.end_char, mark, part=True)
