"""What the page shows of one article: its lines in segments, its facts in groups, its original."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from newsparse.records import Article, Block, Entity, RemovedBlock
from newsparse.view.marks import Kind, Mark, Segment, cut, kinds, marks_of

__all__ = ["ArticleView", "Line", "RawLine", "title_of"]

_TITLE = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A block of the clean text."""

    block: Block
    segments: Sequence[Segment]


@dataclass(frozen=True, slots=True)
class RawLine:
    """A stretch of the original: a removed line or what lies between two of them."""

    removed: RemovedBlock | None
    segments: Sequence[Segment]


@dataclass(frozen=True, slots=True)
class Name:
    """All mentions of one entity."""

    canonical: str
    kind: str | None
    code: str | None
    mentions: list[Mark] = field(default_factory=list)

    @property
    def alias(self) -> bool:
        """Whether the text names it otherwise than by its canonical name."""
        return any(mark.mention.text != self.canonical for mark in self.mentions)


class ArticleView:
    """An article made ready for its template.

    Parameters
    ----------
    article:
        The record.
    number:
        Its place on the page; the ids of its elements begin with it, so that a link may name a fact of any article.
    """

    def __init__(self, article: Article, number: int) -> None:
        self.article = article
        self.prefix = f"a{number}"
        self.title = title_of(article)
        self._marks = marks_of(article)
        self.lines = self._lines()
        self.anchors = {
            mark.id: segment.begins[0].id for line in self.lines for segment in line.segments for mark in segment.begins
        }
        """The segment that a mark begins with: the mark by which its element is named."""

    def names(self, marks: list[Mark]) -> list[Name]:
        """Group marks of entities by what they name, the most mentioned first, then in the order of the text."""
        found: dict[str, Name] = {}
        for mark in marks:
            entity = cast("Entity", mark.mention)
            found.setdefault(entity.canonical, Name(entity.canonical, entity.kind, entity.code)).mentions.append(mark)
        return sorted(found.values(), key=lambda name: -len(name.mentions))

    def groups(self) -> list[tuple[Kind, list[Mark]]]:
        """Give the kinds that the article has, facts before mentions, with their marks."""
        found: dict[Kind, list[Mark]] = {kind: [] for kind in sorted(kinds(), key=lambda kind: not kind.fact)}
        for mark in self._marks:
            found[mark.kind].append(mark)
        return [(kind, marks) for kind, marks in found.items() if marks]

    def _lines(self) -> list[Line]:
        blocks = self.article.blocks
        breaks = [at for block in blocks for at in (block.start_char, block.end_char)]
        segments = list(cut(self.article.text, self._marks, breaks=breaks))
        starts = [segment.start for segment in segments]
        return [
            Line(block, segments[bisect_left(starts, block.start_char) : bisect_left(starts, block.end_char)])
            for block in blocks
        ]

    def raw_lines(self) -> list[RawLine]:
        """Give the original in stretches, the removed lines apart; nothing when the record does not hold it."""
        raw = self.article.raw
        if not raw:
            return []
        removed = sorted(
            (line for line in self.article.removed if line.raw_start_char < line.raw_end_char <= len(raw)),
            key=lambda line: line.raw_start_char,
        )
        breaks = [at for line in removed for at in (line.raw_start_char, line.raw_end_char)]
        segments = list(cut(raw, self._marks, raw=True, breaks=breaks))
        starts = [segment.start for segment in segments]
        lines: list[RawLine] = []
        done = 0
        for line in removed:
            first, last = bisect_left(starts, line.raw_start_char), bisect_left(starts, line.raw_end_char)
            if first < done:
                continue  # inside the line before
            if first > done:
                lines.append(RawLine(None, segments[done:first]))
            lines.append(RawLine(line, segments[first:last]))
            done = last
        if done < len(segments):
            lines.append(RawLine(None, segments[done:]))
        return lines


def title_of(article: Article) -> str:
    """Give the name by which a reader knows the article: its title, else the beginning of its text, else its id."""
    title = article.metadata.title or article.text[: _TITLE * 2].replace("\n", " ").strip() or article.id
    return title if len(title) <= _TITLE else title[: _TITLE - 1] + "…"
