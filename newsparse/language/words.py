"""The words of a text with the places where they begin, which many ask for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate

__all__ = ["Words"]


class Words(list[str]):
    """Words that together give a text."""

    @classmethod
    def of(cls, words: Iterable[str]) -> Words:
        """Give words as they are where they are ``Words`` already: what is known of them is kept."""
        return words if isinstance(words, cls) else cls(words)

    @cached_property
    def bounds(self) -> list[int]:
        """Offsets at which the words begin, and the end of the last."""
        return list(accumulate(map(len, self), initial=0))
