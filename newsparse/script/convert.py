"""Traditional to simplified characters, one for one."""

from __future__ import annotations

from typing import Literal

import numpy as np

from newsparse.script.tables import SIMPLIFIED, TRADITIONAL, Tables, load_contexts, load_tables

__all__ = ["simplify"]

_REACH = 20
"""How many characters on either side say whether the surroundings are simplified."""


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
    converted: str = tables.characters[codes].tobytes().decode("utf-32-le", "surrogatepass")
    places: list[int] = np.flatnonzero(tables.decided[codes]).tolist()
    pieces: list[str] = []
    done = 0
    for place in places:
        mainland = _decide(converted, place, tables)
        if mainland == converted[place]:
            continue
        if text[place] in tables.native and _simplified_around(codes, place, tables):
            continue
        pieces += converted[done:place], mainland
        done = place + 1
    return "".join([*pieces, converted[done:]])


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


def _simplified_around(codes: np.ndarray[tuple[int], np.dtype[np.uint32]], place: int, tables: Tables) -> bool:
    """Say whether the neighbours of a character are simplified and none of them is traditional."""
    evidence = tables.evidence[codes[max(0, place - _REACH) : place + 1 + _REACH]]
    evidence[min(place, _REACH)] = 0
    return bool((evidence == SIMPLIFIED).any() and not (evidence == TRADITIONAL).any())
