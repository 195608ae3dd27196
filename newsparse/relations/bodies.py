"""Bodies and places around an offset: named ones, and those that are only described (市政府, 物流科)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter

from newsparse.entities import EntityValue
from newsparse.entities.lexicon import lexicon
from newsparse.language.words import Words
from newsparse.relations.words import relation_words

__all__ = ["Bodies", "Span", "is_break"]

Span = tuple[int, int]

_LABELS = frozenset(("ORG", "GPE", "FAC", "PRODUCT", "EVENT"))
_PLACES = frozenset(("GPE", "LOC", "FAC"))
_LONGEST_DESCRIPTION = 16
_LONGEST_UNKNOWN = 8
_LONGEST_PART = 6
_BEFORE_BODIES = "据由与及"
"""What the segmenter draws into an unknown word from before it: 据璨扬|企业."""
_MOST_LOOKED_AT = 30
_start = attrgetter("start_char")


def is_break(word: str) -> bool:
    """Say whether a description of a body cannot hold a word: verbs, prepositions, pronouns."""
    return word in lexicon().breaks or word in relation_words().not_in_bodies


def _is_limit(word: str) -> bool:
    """Say whether not even the name of a department holds a word: 的, 邀请; it may hold verbs such as 退休."""
    words = relation_words()
    if len(word) == 1:
        return word in words.particles or not word.isalnum()
    return word in lexicon().functions or word in words.not_in_bodies or word[0].isdigit()


def _is_short_name(word: str) -> bool:
    """Say whether a word looks like initials: NASA."""
    return word.isascii() and word.isupper() and len(word) > 1


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
        self._persons = {e.end_char for e in entities if e.label == "PERSON"}
        self._bounds = Words.of(words).bounds

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

        It begins with what belongs to it: 南县|南洲镇|长胜村, 商水县农业农村局|种植业股. Behind a name, and where
        only a level is left without them, the description may hold verbs: 劳动部|劳动福祉退休司, 家扶中心.
        """
        ends = relation_words().body_ends
        if end in self._named:
            return self.joined(end), end
        level = self.word_before(end)
        if not level.isalnum() or not (level.endswith(ends) or _is_short_name(level)):
            return None
        start = end - len(level)
        if is_break(level) and level not in ends and (start not in self._named or _is_limit(level)):
            return None
        plain = None
        while start not in self._named:
            word = self.word_before(start)
            if not word or start in self._persons or _is_limit(word) or end - start + len(word) > _LONGEST_DESCRIPTION:
                break
            if plain is None and is_break(word):
                plain = start
            start -= len(word)
        else:
            return self.joined(start), end
        if plain is not None and (self.text[plain:end] not in ends or self._is_act(plain, level)):
            start = plain
        start += self.text[start] in _BEFORE_BODIES
        return (start, end) if end - start > 1 else None

    def _is_act(self, at: int, level: str) -> bool:
        """Say whether a verb rather than a part of the name stands before an offset: 获|公司, but 家扶|中心."""
        return level in relation_words().same_body and len(self.word_before(at)) == 1

    def unknown_at(self, end: int) -> Span | None:
        """Give the words before an offset that may be a name which nobody knows: 、|合库金控|董事长."""
        start = end
        while end - start <= _LONGEST_UNKNOWN:
            word = self.word_before(start)
            if start in self._named or start in self._persons or not word or _is_limit(word):
                known = start in self._named or self.text[start:end] in relation_words().same_body
                return None if known or end - start < 2 else (start, end)
            start -= len(word)
        return None

    def beyond(self, end: int) -> Span | None:
        """Give the named body behind a few words that say what part of it is meant: 国际红十字会|全球运营|负责人."""
        start = end
        while end - start <= _LONGEST_PART:
            if start in self._named:
                return (self.joined(start), start) if self.is_organization(start) else None
            word = self.word_before(start)
            if not word or not word.isalnum() or start in self._persons or is_break(word):
                return None
            start -= len(word)
        return None

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
