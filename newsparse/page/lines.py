"""The page as lines: what each says, the mark in front of it, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from newsparse.page.html import Element
from newsparse.page.view import SPACES, pieces, strip_span, visible
from newsparse.rules import read_toml

__all__ = ["Line", "clean", "kind_pattern", "split_lines"]

_LINE = re.compile("[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_MARK = re.compile(
    r"(?P<heading>#{1,6}[ \u3000]+)|(?P<quote>>[ \u3000]+)"
    r"|(?P<bullet>[*+\-–][ \u3000\u00a0]+|[•·●○■□▪▫◆◇◎►▶▷▸※★☆➤✦✓√][ \u3000\u00a0]*)"
)
_ONLY_MARKS = re.compile(r"[-=*_—~#>+•·●■◆|　 ]{0,400}")
_CREDIT_WITHIN = 120  # characters at the end of a line in which a credit stands


@cache
def kind_pattern(name: str) -> re.Pattern[str]:
    """Compile a pattern of ``kinds.toml``."""
    return re.compile(read_toml("page/kinds.toml")[name], re.VERBOSE)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page, or the credit behind its last sentence.

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


def clean(text: str, start: int, end: int, *, markup: bool) -> str:
    """Give the clean text of a stretch: its kept characters, every space a plain one."""
    return "".join(text[a:b] for a, b in pieces(text, start, end, markup=markup)).translate(SPACES)


def split_lines(text: str, elements: Sequence[Element] | None = None) -> list[Line]:
    """Cut a page into its visible lines.

    Parameters
    ----------
    text:
        The decoded page, simplified.
    elements:
        What the markup said of each line, if the text was taken from HTML; else the marks of Markdown are read.
    """
    lines: list[Line] = []
    markup = elements is None
    number, counted = 0, 0
    for match in _LINE.finditer(text):
        start, end = strip_span(text, match.start(), match.end())
        if start == end:
            continue
        number += text.count("\n", counted, start)
        counted = start
        element = elements[number] if elements else None
        credit = kind_pattern("credit").search(text, max(start, end - _CREDIT_WITHIN), end)
        if credit and credit.start("credit") > start:
            cut = credit.start("credit")
            lines.append(_line(text, *strip_span(text, start, cut), element, markup=markup))
            lines.append(_line(text, cut, end, element, markup=markup))
        else:
            lines.append(_line(text, start, end, element, markup=markup))
    return lines


def _line(text: str, start: int, end: int, element: Element | None, *, markup: bool) -> Line:
    if _ONLY_MARKS.fullmatch(text, start, end):
        return Line(start, end, end, "")
    match = _MARK.match(text, start, end)
    mark, content = "", start
    if match and visible(text[match.end() : min(end, match.end() + 200)]) and (markup or match.lastgroup == "bullet"):
        mark, content = match.lastgroup or "", match.end()
        if mark == "heading":
            mark += str(text.count("#", start, match.end()))
    words = clean(text, content, end, markup=markup).strip()
    if element is None:
        return Line(start, end, content, words, mark)
    return Line(
        start, end, content, words, mark or ("bullet" if element.tag == "li" else ""), element.tag, element.links
    )
