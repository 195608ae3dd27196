"""The conversion tables: dictionaries of opencc-python-reimplemented with our own rows laid over them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import files

import numpy as np
from numpy.typing import NDArray

from newsparse.rules import read_toml, read_tsv

__all__ = ["Context", "Tables", "load_tables"]

_DISTRIBUTION = "opencc-python-reimplemented"
_UNICODE = 0x110000
_CONTEXT = 8
_COMPATIBILITY = (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))
"""Radicals and compatibility ideographs that PDF text and old encodings have for ordinary characters."""


@dataclass(frozen=True, slots=True)
class Context:
    """One row of ``contexts.toml``: what a character becomes between certain neighbours."""

    before: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    after: re.Pattern[str] | None
    mainland: str

    def holds(self, text: str, place: int) -> bool:
        """Say whether the character at ``place`` stands between these neighbours."""
        if self.after and not self.after.match(text, place + 1):
            return False
        head = text[place - _CONTEXT : place] if place >= _CONTEXT else "\n" + text[:place]
        if self.before and not self.before.search(head):
            return False
        return not (self.unless and self.unless.search(head))


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything that a conversion looks up.

    Parameters
    ----------
    characters:
        Code point -> code point of the mainland form, for all of Unicode; a character that words decide stays.
    decided:
        Code point -> True where the mainland form depends on what stands around the character.
    usual:
        Character that words decide -> its mainland form outside of all those words.
    words:
        Character -> the words that decide it, ``{written: mainland}``.
    shapes:
        Character -> ``(offset of the character, length)`` of those words, longest first, then leftmost.
    first, last:
        Character -> contexts to try before and after its words.
    native:
        Characters that stay in simplified surroundings: a mainland text may hold them.
    traditional, simplified:
        Characters that only traditional and only simplified text has.
    """

    characters: NDArray[np.uint32]
    decided: NDArray[np.bool_]
    usual: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    shapes: Mapping[str, list[tuple[int, int]]]
    first: Mapping[str, list[Context]]
    last: Mapping[str, list[Context]]
    native: frozenset[str]
    traditional: frozenset[str]
    simplified: frozenset[str]


@cache
def load_tables() -> Tables:
    """Read the dictionaries and the rules (once a process)."""
    rules = read_toml("script/contexts.toml")
    single = _characters()
    phrases = {source: targets[0] for source, targets in _dictionary("TSPhrases.txt")}
    phrases |= {row["written"]: row["mainland"] for row in read_tsv("script/words.tsv")}
    contexts = {row["character"] for row in rules["context"]}

    pairs = {pair for written, mainland in phrases.items() for pair in zip(written, mainland, strict=True)}
    usual = {a: single.get(a, a) for a, b in pairs if single.get(a, a) != b}
    rare = {a for a, b in single.items() if a < "\U00010000" <= b}
    usual |= {a: single.get(a, a) for a in (*rare, *rules["native"], *contexts)}
    # 畫 and 画 are decided by the same words (規畫 is 规划): what words say of the usual form holds for its variants.
    usual = {a: b for a, b in usual.items() if a == b or b not in usual}
    native = {a for a, b in usual.items() if a == b and _in_gb2312(a)} | rare | set(rules["native"])
    native -= set(rules["everywhere"])
    native |= {a for a in usual if _in_gb2312(a)}
    native -= set(rules["everywhere"])

    plain = {ord(a): b for a, b in single.items() if a not in usual}
    words: dict[str, dict[str, str]] = {a: {} for a in usual}
    for source, mainland in phrases.items():
        written = source.translate(plain)
        for a in usual.keys() & set(written):
            words[a][written] = mainland
    shapes = {
        a: sorted({(i, len(word)) for word in row for i, c in enumerate(word) if c == a}, key=lambda s: (-s[1], -s[0]))
        for a, row in words.items()
    }
    characters = np.arange(_UNICODE, dtype=np.uint32)
    characters[list(plain)] = [ord(b) for b in plain.values()]
    decided = np.zeros(_UNICODE, dtype=np.bool_)
    decided[[ord(a) for a in usual]] = True
    decided = decided[characters]

    region = {form for name in ("TWVariants.txt", "HKVariants.txt") for _, forms in _dictionary(name) for form in forms}
    return Tables(
        characters=characters,
        decided=decided,
        usual=usual,
        words=words,
        shapes=shapes,
        first=_contexts(rules, "first"),
        last=_contexts(rules, "last"),
        native=frozenset(native),
        traditional=frozenset(single.keys() - native - set(rules["everywhere"])),
        simplified=frozenset(s for s, forms in _dictionary("STCharacters.txt") if s not in forms and s not in region),
    )


def _dictionary(name: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the rows of one dictionary file; the module name ``opencc`` may belong to another package."""
    for path in files(_DISTRIBUTION) or ():
        if path.name == name:
            for line in path.read_text(encoding="utf-8").splitlines():
                source, _, targets = line.partition("\t")
                yield source, targets.split(" ")
            return
    raise FileNotFoundError(f"{_DISTRIBUTION} has no dictionary {name}")


def _characters() -> dict[str, str]:
    """Give character -> usual mainland form: the dictionaries, the forms of Taiwan, Hong Kong and Japan, our rows."""
    single = {source: targets[0] for source, targets in _dictionary("TSCharacters.txt")}
    own = {c: row["mainland"] for row in read_tsv("script/characters.tsv") for c in row["variants"]}
    for name in ("HKVariantsRev.txt", "TWVariantsRev.txt"):
        for form, standard in _dictionary(name):
            if standard[0] in single:
                single.setdefault(form, single[standard[0]])
    for standard_form, forms in _dictionary("JPVariants.txt"):
        for form in forms:
            if not _in_gb2312(form):
                single.setdefault(form, single.get(standard_form, standard_form))
    for code in _COMPATIBILITY:
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            single.setdefault(chr(code), own.get(plain, single.get(plain, plain)))
    return single | own


def _contexts(rules: Mapping[str, list[dict[str, str]]], when: str) -> dict[str, list[Context]]:
    """Compile the contexts that are tried ``first`` or ``last``."""
    classes: dict[str, str] = {}
    for name, characters in dict(rules["classes"]).items():
        for other, members in classes.items():
            characters = characters.replace(f"{{{other}}}", members)
        classes[name] = characters

    def expand(row: dict[str, str], key: str, end: str) -> re.Pattern[str] | None:
        pattern = row.get(key, "")
        for name, characters in classes.items():
            pattern = pattern.replace(f"{{{name}}}", f"[{characters}]")
        return re.compile(f"(?:{pattern}){end}") if pattern else None

    contexts: dict[str, list[Context]] = {}
    for row in rules["context"]:
        if row["when"] == when:
            context = Context(
                before=expand(row, "before", r"\Z"),
                unless=expand(row, "unless", r"\Z"),
                after=expand(row, "after", ""),
                mainland=row["mainland"],
            )
            contexts.setdefault(row["character"], []).append(context)
    return contexts


def _in_gb2312(character: str) -> bool:
    """Say whether the mainland's first character set (1980) has a character."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
