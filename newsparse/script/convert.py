"""Traditional to simplified characters, one for one."""

from __future__ import annotations

import numpy as np

from newsparse.script.tables import Tables, load_tables

__all__ = ["simplify"]

_REACH = 20
"""How many characters on either side say whether the surroundings are simplified."""


def simplify(text: str) -> str:
    """Write a text in the characters of the mainland standard.

    Parameters
    ----------
    text:
        Text in any mixture of traditional and simplified characters.

    Returns
    -------
    str
        A text of the same length: character ``i`` of the result stands for character ``i`` of ``text``.
    """
    tables = load_tables()
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    converted: str = tables.characters[codes].tobytes().decode("utf-32-le", "surrogatepass")
    places: list[int] = np.flatnonzero(tables.decided[codes]).tolist()
    pieces: list[str] = []
    done = 0
    for place in places:
        mainland = _decide(converted, place, tables)
        if mainland != converted[place] and not (
            text[place] in tables.native and _simplified_around(text, place, tables)
        ):
            pieces.append(converted[done:place])
            pieces.append(mainland)
            done = place + 1
    pieces.append(converted[done:])
    return "".join(pieces)


def _decide(text: str, place: int, tables: Tables) -> str:
    """Give the mainland form of a character from its contexts, else from the longest word around it."""
    character = text[place]
    for context in tables.first.get(character, ()):
        if context.holds(text, place):
            return context.mainland
    words = tables.words[character]
    for offset, length in tables.shapes[character]:
        start = place - offset
        if start >= 0 and (mainland := words.get(text[start : start + length])):
            return mainland[offset]
    for context in tables.last.get(character, ()):
        if context.holds(text, place):
            return context.mainland
    return tables.usual[character]


def _simplified_around(text: str, place: int, tables: Tables) -> bool:
    """Say whether the neighbours of a character are simplified and none of them is traditional."""
    around = text[max(0, place - _REACH) : place] + text[place + 1 : place + 1 + _REACH]
    return tables.traditional.isdisjoint(around) and not tables.simplified.isdisjoint(around)
