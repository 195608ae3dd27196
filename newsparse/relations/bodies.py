"""Bodies and places around an offset: named ones, and those that are only described (市政府, 物流科)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import attrgetter

from newsparse.entities import EntityValue
from newsparse.entities.lexicon import lexicon
from newsparse.relations.words import relation_words

__all__ = ["Bodies", "Span", "is_break"]

Span = tuple[int, int]

_LABELS = frozenset(("ORG", "GPE", "FAC", "PRODUCT"))
_PLACES = frozenset(("GPE", "LOC", "FAC"))
_LONGEST_DESCRIPTION = 10
_MOST_LOOKED_AT = 30
_start = attrgetter("start_char")


def is_break(word: str) -> bool:
    """Say whether a description of a body cannot hold a word: verbs, prepositions, pronouns."""
    return word in lexicon().breaks or word in relation_words().not_in_bodies


class Bodies:
    """The bodies and places of one text.

    Parameters
    ----------
    text:
        Clean text.
    words:
        Its words; together they give the text.
    entities:
        The names in it, in order.
    """

    def __init__(self, text: str, words: Sequence[str], entities: Sequence[EntityValue]) -> None:
        self.text = text
        self.entities = entities
        self._named = {e.end_char: e for e in entities if e.label in _LABELS}
        self._bounds = [0, *accumulate(map(len, words))]

    def is_word_end(self, at: int) -> bool:
        """Say whether a word ends at an offset."""
        return self._bounds[bisect_left(self._bounds, at)] == at

    def word_before(self, at: int) -> str:
        """Give the word that ends at an offset, or the part of one before it: 物流|科|长, where 科长 is one word."""
        return self.text[self._bounds[bisect_left(self._bounds, at) - 1] : at] if at else ""

    def named_at(self, end: int) -> EntityValue | None:
        """Give the named body or place that ends at an offset."""
        return self._named.get(end)

    def is_organization(self, end: int) -> bool:
        """Say whether what ends at an offset is more than a place."""
        named = self._named.get(end)
        return named is None or named.label not in _PLACES

    def ending_at(self, end: int) -> Span | None:
        """Give the stretch that names or describes a body and ends at an offset.

        It begins with what belongs to it: 南县|南洲镇|长胜村, 商水县农业农村局|种植业股.
        """
        start, described = end, False
        while start not in self._named:
            word = self.word_before(start)
            level = start == end and word in relation_words().body_ends  # 种植业|股: the last word may be a level
            if not word.isalnum() or (is_break(word) and not level):
                break
            described = True
            start -= len(word)
            if end - start > _LONGEST_DESCRIPTION:
                return None
        if described and not self.text.endswith(relation_words().body_ends, start, end):
            return None
        if described and end - start < 2:
            return None
        return (self.joined(start), end) if start in self._named or described else None

    def joined(self, start: int) -> int:
        """Give where the places begin that stand right before a body, or before each other."""
        entity = self._named.get(start)
        if entity is None:
            return start
        start = entity.start_char
        while (before := self._named.get(start)) and (before.label in _PLACES):
            start = before.start_char
        return start

    def before(self, at: int, stop: int) -> Iterator[EntityValue]:
        """Yield the named bodies that begin between ``stop`` and an offset, the nearest first."""
        index = bisect_left(self.entities, at, key=_start)
        for entity in reversed(self.entities[max(0, index - _MOST_LOOKED_AT) : index]):
            if entity.start_char < stop:
                return
            if entity.label in _LABELS:
                yield entity
