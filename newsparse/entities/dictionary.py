"""Ordinary words, by the parts of speech and counts in the dictionary that jieba installs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from newsparse.rules import read_toml, read_tsv

__all__ = ["OrdinaryWords", "ordinary_words"]

_ROW = re.compile(r"^([\u4e00-\u9fff]{1,4}) (\d+) (\w+)$", re.MULTILINE)


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
    surnames = frozenset(files("newsparse.rules").joinpath("entities/surnames.txt").read_text(encoding="utf-8").split())
    real = _known_names() | told["real_names"]
    breaks: list[str] = []
    common: list[str] = []
    for word, digits, tag in _ROW.findall(_dictionary().read_text(encoding="utf-8")):
        count = int(digits)
        rare = 3 if word[0] in surnames or tag in ("i", "l") else 10
        if tag in verbs:
            if count >= rare:
                breaks.append(word)
        elif len(word) == 1 or word in real:
            continue
        elif (tag in nouns and count >= rare) or (count >= 100 and len(word) == 2 and tag in names):
            common.append(word)
    return OrdinaryWords(frozenset(breaks), frozenset(common))


def _dictionary() -> Path:
    """Give the place of the dictionary; importing jieba would cost more than reading it."""
    spec = find_spec("jieba")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("jieba is not installed")
    return Path(spec.submodule_search_locations[0]) / "dict.txt"


def _known_names() -> frozenset[str]:
    """Give the forms of the built-in gazetteers that stand for themselves."""
    tables = (t.name for t in files("newsparse.rules").joinpath("gazetteers").iterdir() if t.name.endswith(".tsv"))
    rows = (row for table in tables for row in read_tsv(f"gazetteers/{table}"))
    forms = (form for row in rows for form in (row["name"], *row.get("aliases", "").split()))
    return frozenset(form for form in forms if not form.endswith("?"))
