"""Traditional to simplified characters, one for one."""

from __future__ import annotations

from typing import Literal

import numpy as np

from newsparse.script.tables import SIMPLIFIED, TRADITIONAL, Tables, load_contexts, load_tables

__all__ = ["simplify"]

_REACH = 20
"""How many characters on either side say whether the surroundings are simplified."""

_WORD = 16
"""No word of the rules is longer, and no context sees farther, in characters."""

_ROUNDS = 4
"""How often places beside a change are decided again; no word or context needs more than two."""

_MAINLAND_QUOTES = str.maketrans("「」『』﹁﹂﹃﹄", "“”‘’“”‘’")


def simplify(text: str, *, quotes: Literal["keep", "mainland"] = "keep") -> str:
    """Write a text in the characters of the mainland standard.

    Any mixture of standards comes in: traditional as OpenCC, Taiwan, Hong Kong or a machine writes it, and simplified,
    which stays as it is.  Words stay the words they were; only their characters change.

    Parameters
    ----------
    text:
        Any text; unpaired surrogates and control characters stay.
    quotes:
        ``keep`` leaves quotation marks as the text has them; ``mainland`` writes 「」 as “” and 『』 as ‘’.

    Returns
    -------
    str
        A text of the same length: character ``i`` of the result stands for character ``i`` of ``text``.
        Simplifying it again changes nothing.
    """
    if quotes == "mainland":
        text = text.translate(_MAINLAND_QUOTES)
    tables = load_tables()
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    decided: list[int] = np.flatnonzero(tables.decided[codes]).tolist()
    result: str = tables.characters[codes].tobytes().decode("utf-32-le", "surrogatepass")
    source, places = text, decided
    for _ in range(_ROUNDS):
        result, changed = _rewrite(source, result, places, tables)
        settled = set(changed)
        decided = [place for place in decided if place not in settled]
        source, places = result, _near(decided, changed)
        if not places:
            break
    return result


def _rewrite(source: str, text: str, places: list[int], tables: Tables) -> tuple[str, list[int]]:
    """Decide the characters at ``places``; give the new text and the places that changed."""
    pieces: list[str] = []
    changed: list[int] = []
    done = 0
    for place in places:
        mainland = _decide(text, place, tables)
        if mainland == text[place]:
            continue
        if source[place] in tables.native and _simplified_around(source, place, tables):
            continue
        pieces += text[done:place], mainland
        changed.append(place)
        done = place + 1
    return "".join([*pieces, text[done:]]), changed


def _near(decided: list[int], changed: list[int]) -> list[int]:
    """Give the unchanged places whose words or contexts may hold a changed place: they are to be decided again."""
    near: list[int] = []
    first = 0
    for place in decided:
        while first < len(changed) and changed[first] < place - _WORD:
            first += 1
        if first == len(changed):
            break
        if changed[first] <= place + _WORD:
            near.append(place)
    return near


def _decide(text: str, place: int, tables: Tables) -> str:
    """Give the mainland form of a character from its first contexts, the longest word, its last contexts."""
    character = text[place]
    contexts = load_contexts(character) if character in tables.contexts else ()
    for context in contexts:
        if context.first and context.holds(text, place):
            return context.mainland
    words = tables.words[character]
    for offset, length in tables.shapes[character]:
        start = place - offset
        if start >= 0 and (mainland := words.get(text[start : start + length])):
            return mainland[offset]
    for context in contexts:
        if not context.first and context.holds(text, place):
            return context.mainland
    return tables.usual[character]


def _simplified_around(text: str, place: int, tables: Tables) -> bool:
    """Say whether the neighbours of a character are simplified and none of them is traditional."""
    around = text[max(0, place - _REACH) : place] + text[place + 1 : place + 1 + _REACH]
    evidence = tables.evidence[np.frombuffer(around.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)]
    return bool((evidence == SIMPLIFIED).any() and not (evidence == TRADITIONAL).any())
