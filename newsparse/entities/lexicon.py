"""What is known of ordinary words: which end a name on its left, which are common, which are surnames, titles …"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from newsparse.rules import read_toml

__all__ = ["Lexicon", "lexicon"]


@dataclass(frozen=True)
class Lexicon:
    """Word lists; all frozen."""

    breaks: frozenset[str]
    """A name cannot go on to the left over one of these: verbs, adverbs, prepositions, pronouns, numbers, times."""
    common: frozenset[str]
    """Other words of the general language: a name needs more than these."""
    generic: frozenset[str]
    """Words that describe a body but do not name it: 有关 部门, 国有 企业."""
    surnames: frozenset[str]
    titles: frozenset[str]
    reports: frozenset[str]
    """Verbs of saying."""
    foreign: frozenset[str]
    """Characters that write foreign names."""


def _words(name: str) -> frozenset[str]:
    text = files("newsparse.rules").joinpath(f"entities/{name}").read_text(encoding="utf-8")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())


@cache
def lexicon() -> Lexicon:
    """Give the word lists of ``rules/entities``."""
    words = read_toml("entities/words.toml")
    group = {key: frozenset(value.split()) for key, value in words.items()}
    return Lexicon(
        breaks=(_words("breaks.txt") | group["more_breaks"]) - group["no_breaks"],
        common=_words("common.txt"),
        generic=group["generic"],
        surnames=_words("surnames.txt"),
        titles=group["titles"],
        reports=group["reports"],
        foreign=frozenset("".join(group["foreign"])),
    )
