"""The conversion tables: dictionaries of opencc-python-reimplemented with our own rows laid over them.

Three layers decide what a character becomes.  ``characters.tsv`` (over the dictionaries) gives the usual form;
``words.tsv`` (over the dictionaries) names the words in which the form is another one; ``contexts.toml`` says what
neighbours decide where no list of words can.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import files

import numpy as np
from numpy.typing import NDArray

from newsparse.errors import SettingsError
from newsparse.rules import read_toml, read_tsv

__all__ = ["SIMPLIFIED", "TRADITIONAL", "Context", "Tables", "load_contexts", "load_tables"]

TRADITIONAL, SIMPLIFIED = 1, 2
"""Values of :attr:`Tables.evidence`."""

_DISTRIBUTION = "opencc-python-reimplemented"
_UNICODE = 0x110000
_HEAD = 8
_COMPATIBILITY = (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything that a conversion looks up.

    Parameters
    ----------
    characters:
        Code point -> code point of the mainland form, for all of Unicode.  A character that its surroundings decide
        stays, or becomes the one character that stands for all its variants (畫 becomes 画).
    decided:
        Code point -> True where the surroundings decide.
    evidence:
        Code point -> :data:`TRADITIONAL` for characters of traditional text only, :data:`SIMPLIFIED` for those of
        simplified text only, else 0.
    usual:
        Character that the surroundings decide -> its mainland form outside of all its words and contexts.
    words:
        The same -> the words that decide it, ``{written: mainland}``.
    shapes:
        The same -> ``(offset of the character, length)`` of those words, longest first, then leftmost.
    contexts:
        Characters that have contexts (:func:`load_contexts`).
    native:
        Characters that stay in simplified surroundings: a mainland text may hold them.
    """

    characters: NDArray[np.uint32]
    decided: NDArray[np.bool_]
    evidence: NDArray[np.uint8]
    usual: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    shapes: Mapping[str, list[tuple[int, int]]]
    contexts: frozenset[str]
    native: frozenset[str]


@cache
def load_tables() -> Tables:
    """Read the dictionaries and the rules (once a process).

    Raises
    ------
    SettingsError
        If a row of ours is not valid or the dictionaries cannot be found (``NE303``).
    """
    rules = read_toml("script/contexts.toml")
    dictionaries = _dictionaries()
    single = _characters(dictionaries)
    phrases = [(source, forms[0]) for source, forms in _rows(dictionaries["TSPhrases.txt"])]
    phrases += [(row["written"], row["mainland"]) for row in read_tsv("script/words.tsv")]
    contexts = frozenset(row["character"] for row in rules["context"])
    rare = {a for a, b in single.items() if a <= "\uffff" < b}  # most fonts have no glyph for the mainland form

    changes = {change for written, mainland in phrases for change in _changes(written, mainland)}
    usual = {a: single.get(a, a) for a, b in changes if single.get(a, a) != b}
    usual |= {a: single.get(a, a) for a in (*rare, *contexts, *rules["native"])}
    # What words say of 画 holds for its variant 畫 too (規畫 and 规画 are 规划): variants are looked up as one.
    usual = {a: b for a, b in usual.items() if a == b or b not in usual}
    plain = {ord(a): b for a, b in single.items() if a not in usual}
    native = {a for a, b in usual.items() if a == b and _in_gb2312(a)} | rare | set(rules["native"])
    native -= set(rules["everywhere"])

    words: dict[str, dict[str, str]] = {a: {} for a in usual}
    for source, mainland in phrases:
        written = source.translate(plain)
        for a in usual.keys() & set(written):
            words[a][written] = mainland

    characters = np.arange(_UNICODE, dtype=np.uint32)
    characters[list(plain)] = _codes(plain.values())
    decided = np.zeros(_UNICODE, dtype=np.bool_)
    decided[_codes(usual)] = True
    both = native.union(rules["everywhere"], *(mainland for _, mainland in phrases))
    evidence = np.zeros(_UNICODE, dtype=np.uint8)
    evidence[_codes(single.keys() - both)] = TRADITIONAL
    evidence[_codes(_simplified_only(dictionaries) - usual.keys() - single.keys())] = SIMPLIFIED
    return Tables(
        characters=characters,
        decided=decided[characters],
        evidence=evidence,
        usual=usual,
        words=words,
        shapes={a: _shapes(a, row) for a, row in words.items()},
        contexts=contexts,
        native=frozenset(native),
    )


def _dictionaries() -> dict[str, str]:
    """Give name -> contents of the dictionary files.

    They are found through the distribution: the module name ``opencc`` may belong to another package.
    """
    dictionaries = {
        path.name: path.read_text(encoding="utf-8")
        for path in files(_DISTRIBUTION) or ()
        if path.parent.name == "dictionary" and not path.name.startswith(("STPhrases", "TWPhrases"))
    }
    if not dictionaries:
        raise SettingsError("NE303", f"{_DISTRIBUTION} is installed without a list of its files")
    return dictionaries


def _rows(dictionary: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the rows of a dictionary: what is written and the forms that it may take, the usual one first."""
    for line in dictionary.splitlines():
        source, _, forms = line.partition("\t")
        yield source, forms.split(" ")


def _characters(dictionaries: Mapping[str, str]) -> dict[str, str]:
    """Give character -> usual mainland form.

    Forms of Taiwan, Hong Kong and Japan go through the standard form; radicals and compatibility ideographs, which
    PDF text and old encodings have for ordinary characters, through Unicode's own equivalence.
    """
    single = {source: forms[0] for source, forms in _rows(dictionaries["TSCharacters.txt"])}
    own = {variant: row["mainland"] for row in read_tsv("script/characters.tsv") for variant in row["variants"]}
    for name in ("HKVariantsRev.txt", "TWVariantsRev.txt"):
        for variant, standard in _rows(dictionaries[name]):
            if standard[0] in single:
                single.setdefault(variant, single[standard[0]])
    for standard_form, variants in _rows(dictionaries["JPVariants.txt"]):
        for variant in variants:
            if not _in_gb2312(variant):
                single.setdefault(variant, single.get(standard_form, standard_form))
    single |= own
    for code in _COMPATIBILITY:
        standard_form = unicodedata.normalize("NFKC", chr(code))
        if len(standard_form) == 1 and standard_form != chr(code):
            single.setdefault(chr(code), single.get(standard_form, standard_form))
    return {character: mainland for character, mainland in single.items() if character != mainland}


def _changes(written: str, mainland: str) -> Iterator[tuple[str, str]]:
    """Pair the characters of a word with what they become."""
    if len(written) != len(mainland):
        raise SettingsError("NE303", f"script/words.tsv: {written} and {mainland} differ in length")
    return zip(written, mainland, strict=True)


def _shapes(character: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Give where a character may stand in its words: ``(offset, length)``, longest first, then leftmost."""
    found = {(offset, len(word)) for word in words for offset, c in enumerate(word) if c == character}
    return sorted(found, key=lambda shape: (-shape[1], -shape[0]))


def _simplified_only(dictionaries: Mapping[str, str]) -> set[str]:
    """Give the characters of simplified text only; 峰 is not one, for Taiwan writes it too."""
    region = {form for name in ("TWVariants.txt", "HKVariants.txt") for _, f in _rows(dictionaries[name]) for form in f}
    forms = _rows(dictionaries["STCharacters.txt"])
    return {simplified for simplified, standard in forms if simplified not in standard} - region


def _codes(characters: Iterable[str]) -> list[int]:
    return [ord(character) for character in characters]


def _in_gb2312(character: str) -> bool:
    """Say whether the mainland's first character set (1980) has a character."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Context:
    """One row of ``contexts.toml``: what a character becomes between certain neighbours."""

    first: bool
    before: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    after: re.Pattern[str] | None
    mainland: str

    def holds(self, text: str, place: int) -> bool:
        """Say whether the character at ``place`` stands between these neighbours."""
        if self.after and not self.after.match(text, place + 1):
            return False
        head = text[place - _HEAD : place] if place >= _HEAD else "\n" + text[:place]
        if self.before and not self.before.search(head):
            return False
        return not (self.unless and self.unless.search(head))


@cache
def load_contexts(character: str) -> tuple[Context, ...]:
    """Compile the contexts of a character, in the order in which they are tried."""
    rules = read_toml("script/contexts.toml")
    classes: dict[str, str] = {}
    for name, members in rules["classes"].items():
        for other, included in classes.items():
            members = members.replace(f"{{{other}}}", included)
        classes[name] = members

    def expand(row: Mapping[str, str], key: str, end: str) -> re.Pattern[str] | None:
        pattern = row.get(key, "")
        for name, members in classes.items():
            pattern = pattern.replace(f"{{{name}}}", f"[{members}]")
        return re.compile(f"(?:{pattern}){end}") if pattern else None

    return tuple(
        Context(
            first=row["when"] == "first",
            before=expand(row, "before", r"\Z"),
            unless=expand(row, "unless", r"\Z"),
            after=expand(row, "after", ""),
            mainland=row["mainland"],
        )
        for row in rules["context"]
        if row["character"] == character
    )
