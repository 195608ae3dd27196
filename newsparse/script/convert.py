"""Traditional to simplified characters, one for one."""

from __future__ import annotations

import numpy as np

from newsparse.script.tables import Tables, load_tables

__all__ = ["simplify"]


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
    if not places:
        return converted
    out: list[str] = []
    done = 0
    for place in places:
        out.append(converted[done:place])
        out.append(_decide(converted, place, tables))
        done = place + 1
    out.append(converted[done:])
    return "".join(out)


def _decide(text: str, place: int, tables: Tables) -> str:
    """Give the mainland form of the character at ``place`` from the longest word around it."""
    character = text[place]
    words = tables.words[character]
    for offset, length in tables.shapes[character]:
        start = place - offset
        if start >= 0 and (mainland := words.get(text[start : start + length])):
            return mainland[offset]
    return tables.usual[character]
