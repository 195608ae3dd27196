"""The clean text of a stretch of the page: which characters it keeps, and where they stand in the source.

Nothing is edited: a view is a list of stretches of the source, one output character for one source character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["SPACES", "pieces", "strip_span", "visible"]

# Characters without width or without meaning in a text; they are left out of a view.
_INVISIBLE = (
    "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\x00-\x08\x0b-\x1f\x7f-\x9f"
)
_DROPPED = re.compile(f"[{_INVISIBLE}]+")
# Marks of lightweight markup: bold, images, and the address of a link behind its text.
_MARKUP = re.compile(
    rf"[{_INVISIBLE}]+|\*\*|!\[[^\[\]\n]{{0,200}}\]\([^()\s]{{0,500}}\)"
    r"|\[(?=[^\[\]\n]{1,200}\]\(https?://[^()\s]{1,500}\))|\]\(https?://[^()\s]{1,500}\)"
)
_SPACE = "\t\n \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2028\u2029"
_EDGE = re.compile(f"[{_SPACE}{_INVISIBLE}]*")
_VISIBLE = re.compile(f"[^{_SPACE}{_INVISIBLE}]")
SPACES = str.maketrans(
    dict.fromkeys("\t\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))), " ")
)
"""Every kind of space becomes the plain one."""


def visible(text: str) -> bool:
    """Say whether the text holds a character that a reader could see."""
    return _VISIBLE.search(text) is not None


def strip_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Shrink a span by the spaces and invisible characters at its edges."""
    match = _EDGE.match(text, start, end)
    start = match.end() if match else start
    while end > start and not _VISIBLE.match(text, end - 1):
        end -= 1
    return start, end


def pieces(text: str, start: int, end: int, *, markup: bool) -> Iterator[tuple[int, int]]:
    """Yield the spans of the source that a view of ``text[start:end]`` keeps.

    Parameters
    ----------
    text, start, end:
        A stretch of the source.
    markup:
        Also leave out the marks of Markdown (``**``, addresses of links, images).
    """
    at = start
    for match in (_MARKUP if markup else _DROPPED).finditer(text, start, end):
        if match.start() > at:
            yield at, match.start()
        at = match.end()
    if at < end:
        yield at, end
