"""The words of ``rules/amounts`` in the shape that finding needs: what begins or ends at an offset, longest first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Generic, TypeVar, cast

from newsparse.amounts.values import Direction, Modifier
from newsparse.rules import read_tsv

__all__ = ["Bound", "Lexicon", "Unit", "WordsBefore", "WordsBehind", "lexicon"]

T = TypeVar("T")


class WordsBehind(Generic[T]):
    """Words looked for from an offset onwards."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._by_char: dict[str, list[tuple[str, T]]] = {}
        for word, value in sorted(entries, key=lambda entry: -len(entry[0])):
            self._by_char.setdefault(word[0], []).append((word, value))

    def like(self, text: str, start: int) -> Iterable[tuple[str, T]]:
        """Give the words that share the character at an offset, the longest first."""
        return self._by_char.get(text[start : start + 1], ())

    def longest(self, text: str, start: int) -> tuple[str, T] | None:
        """Give the longest word that begins at an offset."""
        for entry in self._by_char.get(text[start : start + 1], ()):
            if text.startswith(entry[0], start):
                return entry
        return None


class WordsBefore(Generic[T]):
    """Words looked for that end at an offset."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._by_char: dict[str, list[tuple[str, T]]] = {}
        for word, value in sorted(entries, key=lambda entry: -len(entry[0])):
            self._by_char.setdefault(word[-1], []).append((word, value))

    def longest(self, text: str, end: int) -> tuple[str, T] | None:
        """Give the longest word that ends at an offset."""
        if end > 0:
            for entry in self._by_char.get(text[end - 1], ()):
                if text.endswith(entry[0], 0, end):
                    return entry
        return None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit, a measure word or a currency behind a number.

    ``kind`` is that of ``units.tsv``, or ``money``; ``currency`` is the code of ``currencies.tsv``, ``*``, ``$`` and
    ``?`` included, and ``factor`` what one of it is worth in that currency.
    """

    name: str
    kind: str
    numerals: str = "any"
    not_before: re.Pattern[str] | None = None
    currency: str = ""
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Bound:
    """A word such as 约 or 以上; ``modifier`` is None for one that only looks like it (节约, 最近)."""

    modifier: Modifier | None
    scale_only: bool
    not_before: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All word lists of ``rules/amounts``."""

    units: WordsBehind[Unit]
    currencies_before: WordsBefore[str]
    bounds_before: WordsBefore[Bound]
    bounds_inside: WordsBehind[Bound]
    bounds_after: WordsBehind[Bound]
    directions_before: WordsBefore[Direction | None]
    directions_after: WordsBehind[Direction]
    contexts_before: WordsBefore[bool]
    contexts_after: WordsBehind[None]
    prices: re.Pattern[str]
    not_amounts: re.Pattern[str]


@cache
def lexicon() -> Lexicon:
    """Read the word lists, once."""
    currencies = list(read_tsv("amounts/currencies.tsv"))
    bounds = [(row["side"], row["word"], _bound(row)) for row in read_tsv("amounts/bounds.tsv")]
    directions = list(read_tsv("amounts/directions.tsv"))
    contexts = list(read_tsv("amounts/contexts.tsv"))
    units = [
        Unit(row["unit"], row["kind"], row["numerals"], _pattern(row["not_before"]))
        for row in read_tsv("amounts/units.tsv")
    ]
    units += [
        Unit(
            row["name"],
            "coin" if row["side"] == "coin" else "money",
            row["numerals"] or "any",
            _pattern(row["not_before"]),
            row["code"],
            Decimal(row["factor"]),
        )
        for row in currencies
        if row["side"] != "before"
    ]
    return Lexicon(
        units=WordsBehind((unit.name, unit) for unit in units),
        currencies_before=WordsBefore(
            (row["name"], row["code"]) for row in currencies if row["side"] in ("before", "both")
        ),
        bounds_before=WordsBefore((word, bound) for side, word, bound in bounds if side == "before"),
        bounds_inside=WordsBehind((word, bound) for side, word, bound in bounds if side == "inside"),
        bounds_after=WordsBehind((word, bound) for side, word, bound in bounds if side == "after"),
        directions_before=WordsBefore(
            (row["word"], _direction(row["direction"])) for row in directions if row["side"] == "before"
        ),
        directions_after=WordsBehind(
            (row["word"], cast(Direction, row["direction"])) for row in directions if row["side"] == "after"
        ),
        contexts_before=WordsBefore(
            (row["word"], row["side"] == "verb") for row in contexts if row["side"] in ("before", "verb")
        ),
        contexts_after=WordsBehind((row["word"], None) for row in contexts if row["side"] == "after"),
        prices=re.compile("|".join(row["word"] for row in contexts if row["side"] == "near")),
        not_amounts=re.compile("|".join(row["pattern"] for row in read_tsv("amounts/not_amounts.tsv"))),
    )


def _pattern(source: str) -> re.Pattern[str] | None:
    return re.compile(source) if source else None


def _bound(row: dict[str, str]) -> Bound:
    modifier = None if row["modifier"] == "none" else cast(Modifier, row["modifier"])
    return Bound(modifier, row["on"] == "scale", _pattern(row["not_before"]))


def _direction(word: str) -> Direction | None:
    return None if word == "filler" else cast(Direction, word)
