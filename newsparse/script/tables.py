"""The conversion tables: dictionaries of opencc-python-reimplemented, with our own rows laid over them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import files

import numpy as np
from numpy.typing import NDArray

from newsparse.rules import read_tsv

__all__ = ["Tables", "load_evidence", "load_tables"]

_DISTRIBUTION = "opencc-python-reimplemented"
_UNICODE = 0x110000


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything that a conversion looks up.

    Parameters
    ----------
    characters:
        Code point -> code point of the mainland form, for all of Unicode; a character that words decide stays.
    decided:
        Code point -> True where the mainland form depends on the word the character stands in.
    usual:
        Character that words decide -> its mainland form outside of all those words.
    words:
        Character -> the words that decide it, ``{written: mainland}``.
    shapes:
        Character -> ``(offset of the character, length)`` of those words, longest first.
    """

    characters: NDArray[np.uint32]
    decided: NDArray[np.bool_]
    usual: dict[str, str]
    words: dict[str, dict[str, str]]
    shapes: dict[str, list[tuple[int, int]]]


def _dictionary(name: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the rows of one dictionary file; the module name ``opencc`` may belong to another package."""
    for path in files(_DISTRIBUTION) or ():
        if path.name == name:
            for line in path.read_text(encoding="utf-8").splitlines():
                source, _, targets = line.partition("\t")
                yield source, targets.split(" ")
            return
    raise FileNotFoundError(f"{_DISTRIBUTION} has no dictionary {name}")


@cache
def load_tables() -> Tables:
    """Read the dictionaries and the rules (once a process)."""
    single = {source: targets[0] for source, targets in _dictionary("TSCharacters.txt")}
    for name in ("HKVariantsRev.txt", "TWVariantsRev.txt"):
        for source, targets in _dictionary(name):
            if source not in single and targets[0] in single:
                single[source] = single[targets[0]]
    single |= {c: row["mainland"] for row in read_tsv("script/characters.tsv") for c in row["variants"]}
    phrases = {source: targets[0] for source, targets in _dictionary("TSPhrases.txt")}
    phrases |= {row["written"]: row["mainland"] for row in read_tsv("script/words.tsv")}

    pairs = [(a, b) for written, mainland in phrases.items() for a, b in zip(written, mainland, strict=True)]
    usual = {a: single.get(a, a) for a, b in pairs if single.get(a, a) != b}
    plain = {ord(a): b for a, b in single.items() if a not in usual}
    words: dict[str, dict[str, str]] = {a: {} for a in usual}
    for source, mainland in phrases.items():
        written = source.translate(plain)
        for a in usual.keys() & set(written):
            words[a][written] = mainland
    shapes = {
        a: sorted({(i, len(word)) for word in row for i, c in enumerate(word) if c == a}, key=lambda s: (-s[1], s))
        for a, row in words.items()
    }
    characters = np.arange(_UNICODE, dtype=np.uint32)
    characters[list(plain)] = [ord(b) for b in plain.values()]
    decided = np.zeros(_UNICODE, dtype=np.bool_)
    decided[[ord(a) for a in usual]] = True
    return Tables(characters, decided, usual, words, shapes)


@cache
def load_evidence() -> NDArray[np.uint8]:
    """Give code point -> 1 for characters of traditional text only, 2 for simplified text only, else 0."""
    tables = load_tables()
    kinds: NDArray[np.uint8] = (tables.characters != np.arange(_UNICODE, dtype=np.uint32)).astype(np.uint8)
    region = {form for name in ("TWVariants.txt", "HKVariants.txt") for _, forms in _dictionary(name) for form in forms}
    for simplified, forms in _dictionary("STCharacters.txt"):
        if simplified not in forms and simplified not in region:
            kinds[ord(simplified)] = 2
    return kinds
