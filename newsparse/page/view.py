"""The clean text of a stretch of the page: which characters it keeps, and where they stand in the source.

Nothing is edited: a view is a list of stretches of the source, one output character for one source character.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right

__all__ = ["View", "unescape", "visible"]

# Characters without width or without meaning in a text; they are left out of a view.
_INVISIBLE = (
    "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\x00-\x08\x0b-\x1f\x7f-\x9f"
)
_DROPPED = re.compile(f"[{_INVISIBLE}]+")
# Marks of lightweight markup: bold, images, and the address of a link behind its text.
# The first set is what each of them begins with: it makes the search fast.
_MARKUP = re.compile(
    rf"[{_INVISIBLE}*!\[\]](?:(?<=[{_INVISIBLE}])[{_INVISIBLE}]*|(?<=\*)\*"
    r"|(?<=!)\[[^\[\]\n]{0,200}\]\([^()\s]{0,500}\)"
    r"|(?<=\[)(?=[^\[\]\n]{1,200}\]\(https?://[^()\s]{1,500}\))|(?<=\])\(https?://[^()\s]{1,500}\))"
)
_REFERENCE = re.compile("&(?:[A-Za-z]{2,8}|#[0-9]{2,6}|#[xX][0-9A-Fa-f]{2,5});")
_FILLER = "\u2060"  # a view leaves it out
_OPENING = frozenset("“‘「『（《〈【〔([<")
_SPACE = "\t\n \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2028\u2029"
_ODD_SPACES = "\t\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_EDGE = re.compile(f"[{_SPACE}{_INVISIBLE}]*")
_VISIBLE = re.compile(f"[^{_SPACE}{_INVISIBLE}]")
_ROW_SPACES = str.maketrans(dict.fromkeys(_ODD_SPACES.replace("\t", ""), " "))


def visible(text: str) -> bool:
    """Say whether the text holds a character that a reader could see."""
    return _VISIBLE.search(text) is not None


def unescape(text: str) -> str:
    """Write the character that a reference of HTML stands for (&nbsp; &ldquo; &#8226;), and keep every offset.

    What a view leaves out fills the place: before the character, so that a span that ends with it takes in the whole
    reference, but behind a mark that opens, which spans begin with.
    """
    return _REFERENCE.sub(_referred, text) if "&" in text else text


def _referred(match: re.Match[str]) -> str:
    character = html.unescape(match[0])
    if len(character) != 1 or character in "\n\r":
        return match[0]
    if _DROPPED.fullmatch(character):  # &shy;
        character = _FILLER
    fill = str.ljust if character in _OPENING else str.rjust
    return fill(character, len(match[0]), _FILLER)


class View:
    """Clean views of the stretches of one source.

    Parameters
    ----------
    text:
        The source.
    markup:
        Also leave out the marks of Markdown (``**``, addresses of links, images).
    """

    def __init__(self, text: str, *, markup: bool) -> None:
        self.text = text
        self._left_out = _MARKUP if markup else _DROPPED
        self._spaced = text  # every space a plain one; most texts have one or two other kinds, if any
        for space in _ODD_SPACES:
            self._spaced = self._spaced.replace(space, " ")
        # Most stretches have nothing to leave out.
        marks = [match.span() for match in self._left_out.finditer(text)]
        self._mark_starts = [start for start, _ in marks]
        self._mark_ends = [end for _, end in marks]

    def _is_whole(self, start: int, end: int) -> bool:
        """Say whether nothing in a stretch is left out."""
        index = bisect_right(self._mark_ends, start)
        return index == len(self._mark_ends) or self._mark_starts[index] >= end

    def pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        """Give the spans of the source that a view of a stretch keeps."""
        if self._is_whole(start, end):
            return [(start, end)] if start < end else []
        spans = []
        at = start
        for match in self._left_out.finditer(self.text, start, end):
            if match.start() > at:
                spans.append((at, match.start()))
            at = match.end()
        if at < end:
            spans.append((at, end))
        return spans

    def trimmed(self, start: int, end: int) -> list[tuple[int, int]]:
        """Give :meth:`pieces` without the spaces that leaving out marks has left at the edges."""
        spans = self.pieces(start, end)
        while spans:
            begin, stop = self.strip(*spans[0])
            if begin < stop:
                spans[0] = (begin, spans[0][1])
                break
            del spans[0]
        while spans:
            begin, stop = self.strip(*spans[-1])
            if begin < stop:
                spans[-1] = (spans[-1][0], stop)
                break
            del spans[-1]
        return spans

    def row_of(self, spans: list[tuple[int, int]]) -> str:
        """Give the characters of spans, every space a plain one but the tabs, which part the cells of a row."""
        return "".join([self.text[a:b] for a, b in spans]).translate(_ROW_SPACES)

    def text_of(self, spans: list[tuple[int, int]]) -> str:
        """Give the characters of spans, every space a plain one."""
        text = self._spaced
        return text[spans[0][0] : spans[0][1]] if len(spans) == 1 else "".join([text[a:b] for a, b in spans])

    def clean(self, start: int, end: int) -> str:
        """Give the clean text of a stretch."""
        return self.text_of(self.pieces(start, end))

    def strip(self, start: int, end: int) -> tuple[int, int]:
        """Shrink a span by the spaces and invisible characters at its edges."""
        text = self.text
        if start < end and not _may_go(text[start]) and not _may_go(text[end - 1]):
            return start, end
        match = _EDGE.match(text, start, end)
        start = match.end() if match else start
        while end > start and not _VISIBLE.match(text, end - 1):
            end -= 1
        return start, end


def _may_go(character: str) -> bool:
    """Say whether a character may be one that the edge of a line loses: letters and common marks never are."""
    return not ("\u3001" <= character <= "\u9fff" or "!" <= character <= "~")
