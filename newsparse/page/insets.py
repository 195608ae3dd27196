"""Lists of other pages that stand between the paragraphs of an article: 相关阅读, and the text goes on below it.

Most such lists stand below an article, at times with a summary under each headline, and all of that is other pages'.
A text goes on only right behind headlines: where paragraphs follow each other, or one and then the article's credit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Literal

from newsparse.page.furniture import Furniture
from newsparse.page.kinds import is_caption, kind_pattern
from newsparse.page.lines import Line
from newsparse.page.scoring import LINKED, ends_as_sentence, fold

__all__ = ["mark_insets"]

_LONGEST = 15  # headlines of a list that interrupts a text
_AHEAD = 8  # lines behind it that are looked at
_LONG = 40  # characters from which on a line that asks or exclaims is no headline
_INSIDE = frozenset({"markup", "media", "menu", "pagination", "related", "hot_list"})  # what a list may hold
_BETWEEN = frozenset({"markup", "media"})  # what may stand between a paragraph and the list
_CREDITS = frozenset({"byline", "editor"})

_Style = tuple[str, str, bool, bool, str]
_Role = Literal["paragraph", "headline", "credit", "other"]


def mark_insets(
    lines: Sequence[Line], found: Sequence[Furniture | None], wanted: Collection[str]
) -> list[Furniture | None]:
    """Mark the lists of other pages that interrupt a text, so that they are no sign of its end.

    Parameters
    ----------
    lines, found:
        The lines, and what furniture each is.
    wanted:
        Headlines of the page, folded; a list that holds one stands above the article.
    """
    out = list(found)
    for start, end in _insets(lines, found, wanted):
        what = found[start]
        if what and what.where == "edge":  # the text goes on: a heading of its own
            out[start] = None
        else:
            out[start] = Furniture("inset", "heading")
            out[start + 1 : end] = [Furniture("inset", "item")] * (end - start - 1)
    return out


def _insets(
    lines: Sequence[Line], found: Sequence[Furniture | None], wanted: Collection[str]
) -> Iterator[tuple[int, int]]:
    """Yield the lists: the line of the heading and the line behind the last item."""
    above: Line | None = None  # the last paragraph so far
    touches = False  # nothing of the site stands below it yet
    number = 0
    while number < len(lines):
        line, what = lines[number], found[number]
        if what is None:
            if _is_paragraph(line):
                above, touches = line, True
        elif above and _opens_list(what):
            items, end = _items(lines, found, number + (1 if what.section else 0))
            known = any(fold(lines[item].text) in wanted for item in items)
            if known or not touches or not _goes_on(lines, found, above, items, end):
                return  # here the article ends
            end = _without_headings(lines, found, items, end)
            yield number, end
            number = end
            continue
        elif what.family not in _BETWEEN:
            touches = False
        number += 1


def _opens_list(what: Furniture) -> bool:
    """Say whether a list of other pages begins in a line, below its heading or beside it: 相关阅读：…"""
    return what.section or (what.family == "related" and what.where == "tail")


def _items(lines: Sequence[Line], found: Sequence[Furniture | None], start: int) -> tuple[list[int], int]:
    """Give the headlines below the heading of a list, and the line behind the list."""
    items: list[int] = []
    for number in range(start, len(lines)):
        what = found[number]
        if what is None:
            if _is_paragraph(lines[number]) or len(items) == _LONGEST:
                return items, number
            items.append(number)
        elif what.family == "link" or (number == start and not what.section):
            items.append(number)
        elif what.family not in _INSIDE and what.name != "byline.date":
            return items, number
    return items, len(lines)


def _without_headings(lines: Sequence[Line], found: Sequence[Furniture | None], items: Sequence[int], end: int) -> int:
    """Give the line behind a list, without the headings or the rows of the text below it: they have another form."""
    for item in reversed(items[1:]):
        if found[item] or lines[item].links >= LINKED or _style(lines[item]) == _style(lines[items[0]]):
            break
        end = item
    return end


def _goes_on(
    lines: Sequence[Line], found: Sequence[Furniture | None], above: Line, items: Sequence[int], end: int
) -> bool:
    """Say whether the text goes on behind a list."""
    style = _style(lines[items[0]]) if items else None
    ahead = [role for n in range(end, min(len(lines), end + _AHEAD)) if (role := _role(lines[n], found[n], style))]
    if ahead[:1] != ["paragraph"]:
        return False
    follows = ahead[1] if len(ahead) > 1 else "other"
    if follows in ("paragraph", "credit"):
        return True
    if follows == "headline":  # a heading of the text, or that of the next page with its summary
        beside = len(items) == 1 and found[items[0]] is not None  # the list is one line
        return beside or (len(items) > 1 and ahead.count("paragraph") > ahead.count("headline"))
    if len(items) == 1:  # its summary speaks of the same
        headline = _pairs(lines[items[0]].text)
        return len(headline & _pairs(lines[end].text)) <= len(headline & _pairs(above.text))
    return len(items) > 1


def _role(line: Line, what: Furniture | None, style: _Style | None) -> _Role | None:
    """Say what a line behind a list may be; None of what says nothing, as a heading that is none of its headlines."""
    if what is not None:
        if what.family in _CREDITS and what.name != "byline.date":
            return "credit"
        return None if what.family in _BETWEEN else "other"
    if _is_paragraph(line):
        return "paragraph"
    if kind_pattern("publisher").fullmatch(line.text):
        return "credit"  # who signs
    return None if is_caption(line.text) or (style and line.links < LINKED and style != _style(line)) else "headline"


def _is_paragraph(line: Line) -> bool:
    """Say whether a line is made of sentences, or of words said; headlines have no full stop, but ask and exclaim."""
    text = line.text
    if line.links >= LINKED or (line.mark == "bullet" and len(text) < _LONG):
        return False
    said = text.startswith(("“", "「")) and text.endswith(("”", "」"))
    return "。" in text or text.endswith("：") or ((said or len(text) >= _LONG) and ends_as_sentence(text))


def _style(line: Line) -> _Style:
    """Give what the items of a list have in common, the form of their numbers among it: 1. is none of 三、"""
    number = kind_pattern("numbered").match(line.text)
    form = number[0] if number else ""
    return line.mark, line.tag, line.links >= LINKED, form[:1].isdecimal(), form[-1:]


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
