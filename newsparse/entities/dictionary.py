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

# Rows (word, count, part of speech) that are frequent enough to tell something: 10 times, or 3 times for an idiom or a
# word that could else be taken for a person's name. Filtering here, in C, halves the time that a cold start spends on
# the 349,046 rows.
_ROWS = r"^(?:[{surnames}][\u4e00-\u9fff]{{0,3}} (?:[3-9]|\d\d+) \w+|[\u4e00-\u9fff]{{1,4}} (?:\d\d+ \w+|[3-9] [il]))$"


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
    surnames = files("newsparse.rules").joinpath("entities/surnames.txt").read_text(encoding="utf-8").split()
    rows = _ROWS.format(surnames="".join(name for name in surnames if len(name) == 1))
    real = _known_names() | told["real_names"]
    breaks: list[str] = []
    common: list[str] = []
    for row in re.findall(rows, _dictionary().read_text(encoding="utf-8"), re.MULTILINE):
        word, count, tag = row.split(" ")
        if tag in verbs:
            breaks.append(word)
        elif len(word) == 1 or word in real:
            continue
        elif tag in nouns or (tag in names and len(word) == 2 and len(count) > 2):
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
