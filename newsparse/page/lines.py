"""The page as lines: what each says, the mark in front of it, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from newsparse.page.cuts import cuts
from newsparse.page.html import Element
from newsparse.page.view import View, visible

__all__ = ["Line", "split_lines"]

_LINE = re.compile("[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_MARK = re.compile(
    r"(?P<heading>#{1,6}[ \u3000]+)|(?P<quote>>[ \u3000]+)"
    r"|(?P<bullet>[*+\-–][ \u3000\u00a0]+|[•·●○■□▪▫◆◇◎►▶▷▸※★☆➤✦✓√][ \u3000\u00a0]*)"
)
_ROW = re.compile(r"[^\t。！？\n]+(?:\t[^\t。！？\n]*)+")  # cells parted by tabs
_ONLY_MARKS = re.compile(r"[-=*＊_—~#>+•·●■◆|　 ]{0,400}")


class Line(NamedTuple):
    """One line of the page, or a piece of one in which several were run together (:mod:`newsparse.page.cuts`).

    Offsets are those of the source; ``[start, end)`` is the line without the spaces around it, ``content`` is where
    its words begin, behind a bullet or a heading mark.
    """

    start: int
    end: int
    content: int
    text: str
    """Its clean text; empty when the line holds marks alone."""
    mark: str = ""
    """What stands in front: ``bullet``, ``quote``, ``heading1`` … ``heading6``, or nothing."""
    tag: str = ""
    """The element that the line comes from, if the page is HTML and the element says something."""
    links: float = 0.0
    """Share of its characters that are links, if the page is HTML."""


def split_lines(text: str, view: View, elements: Sequence[Element] | None = None) -> list[Line]:
    """Cut a page into its visible lines.

    Parameters
    ----------
    text, view:
        The decoded page, simplified, and the views of it.
    elements:
        What the markup said of each line, if the text was taken from HTML; else the marks of Markdown are read.
    """
    lines: list[Line] = []
    number, counted = 0, 0
    element: Element | None = None
    for match in _LINE.finditer(text):
        start, end = view.strip(match.start(), match.end())
        if start == end:
            continue
        if elements is not None:
            number += text.count("\n", counted, start)
            counted = start
            element = elements[number]
        for place in cuts(text, start, end, first=not lines):
            lines.append(_line(text, view, *view.strip(start, place), element))
            start = view.strip(place, end)[0]
        lines.append(_line(text, view, start, end, element))
    return lines


def _line(text: str, view: View, start: int, end: int, element: Element | None) -> Line:
    mark, content = "", start
    if not "\u4e00" <= text[start] <= "\u9fff":  # the others may be marks
        if _ONLY_MARKS.fullmatch(text, start, end):
            return Line(start, end, end, "")
        match = _MARK.match(text, start, end)
        if match and visible(text[match.end() : min(end, match.end() + 200)]):
            if element is None or match.lastgroup == "bullet":
                mark, content = match.lastgroup or "", match.end()
            if mark == "heading":
                mark += str(text.count("#", start, match.end()))
    words = view.clean(content, end).strip()
    if element is None:
        is_row = text.find("\t", content, end) >= 0 and _ROW.fullmatch(text, content, end)
        return Line(start, end, content, words, mark, "tr" if is_row else "")
    return Line(
        start, end, content, words, mark or ("bullet" if element.tag == "li" else ""), element.tag, element.links
    )
