"""Ordinary words, by the parts of speech and counts in the dictionary that jieba installs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from newsparse.entities.gazetteer import known_names
from newsparse.rules import read_toml

__all__ = ["OrdinaryWords", "ordinary_words"]

_LONGEST = 4  # characters of a word that is kept
_SOME = "3"
"""The least count of one digit that tells something, of an idiom or of what else is taken for a person's name."""
_IDIOMS = ("i", "l")


@dataclass(frozen=True, slots=True)
class OrdinaryWords:
    """Words of up to four characters that are no names."""

    breaks: frozenset[str]
    """Verbs, adverbs, prepositions, pronouns, numbers and times: a name does not go on to the left over them."""
    common: frozenset[str]
    """The other words of the general language."""


@cache
def ordinary_words() -> OrdinaryWords:
    """Read jieba's dictionary (once a process).

    jieba calls many ordinary words names (城市 ns, 师傅 nr, 普通 nz): frequent ones of two characters that no gazetteer
    has are taken as ordinary.

    Raises
    ------
    FileNotFoundError
        If jieba is not installed.
    """
    told = {key: frozenset(value.split()) for key, value in read_toml("entities/dictionary.toml").items()}
    verbs, nouns, names = told["breaks"], told["ordinary"], told["names"]
    text = files("newsparse.rules").joinpath("entities/surnames.txt").read_text(encoding="utf-8")
    surnames = {name for name in text.split() if len(name) == 1}
    breaks: list[str] = []
    common: list[str] = []
    cells = _dictionary().read_bytes().decode("utf-8").split()  # word, count, part of speech, 349,046 times
    for word, count, tag in zip(cells[0::3], cells[1::3], cells[2::3], strict=True):
        if len(count) == 1 and (count < _SOME or not (word[0] in surnames or tag in _IDIOMS)):
            continue
        if len(word) > _LONGEST:
            continue
        if tag in verbs:
            breaks.append(word)
        elif len(word) > 1 and (tag in nouns or (tag in names and len(word) == 2 and len(count) > 2)):
            common.append(word)
    return OrdinaryWords(frozenset(breaks), frozenset(common) - known_names() - told["real_names"])


def _dictionary() -> Path:
    """Give the place of the dictionary; importing jieba would cost more than reading it."""
    spec = find_spec("jieba")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("jieba is not installed")
    return Path(spec.submodule_search_locations[0]) / "dict.txt"
