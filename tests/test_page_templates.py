"""Pages as the templates of governments and media make them, as HTML and as text that simple tools take from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsparse.page import read_page
from newsparse.page.scoring import fold
from newsparse.script import simplify
from newsparse.settings import Settings

PAGES = sorted((Path(__file__).parent / "cases" / "page_templates").glob("*.html"))
DEFAULT = Settings.default()
UNSEEN = {"script", "style", "head", "template"}
INLINE = {"a", "span", "b", "i", "em", "strong", "font"}
FIELDS = ("title", "published_at", "source", "author", "editor", "duty_editor", "original_title", "dateline", "region")
SHORTEST_DROPPED = 4  # letters of a piece outside the text that is looked for in it
# What of the pages below the readings of a line cannot tell yet, as (dropped pieces, fields of metadata) wrong.
SHORT_OF = {"html": (0, 0), "lines": (4, 0), "pieces": (2, 1), "joined": (2, 4), "glued": (19, 10)}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of visible text: its mark (+ text, = either, - furniture), and where it stands."""

    text: str
    mark: str
    begins_line: bool
    in_article: bool


@cache
def pieces_of(path: Path) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    fresh = True

    def walk(node: LexborNode, mark: str, inside: bool) -> None:
        nonlocal fresh
        tag = node.tag or ""
        if tag == "-text":
            text = re.sub(r"[ \t\n]+", " ", node.text_content or "").strip(" ")
            if text:
                pieces.append(Piece(text, mark, fresh, inside))
                fresh = False
            return
        if tag in UNSEEN or tag.startswith("-"):
            return
        attributes = node.attributes
        mark = "+" if "data-body" in attributes else "=" if "data-either" in attributes else mark
        fresh = fresh or tag not in INLINE
        child = node.first_child
        while child is not None:
            walk(child, mark, inside or "data-article" in attributes)
            child = child.next
        fresh = fresh or tag not in INLINE

    body = LexborHTMLParser(path.read_text(encoding="utf-8")).body
    assert body is not None
    walk(body, "-", False)
    return tuple(pieces)


def reading(path: Path, how: str) -> str:
    """Give a page as a crawler saves it: the HTML, a line a block, a line a piece, or the article in one line."""
    pieces = pieces_of(path)
    if how == "html":
        return path.read_text(encoding="utf-8")
    if how == "lines":
        return "".join(("\n" if piece.begins_line else " ") + piece.text for piece in pieces)
    if how == "pieces":
        return "\n".join(piece.text for piece in pieces)
    return (" " if how == "joined" else "").join(piece.text for piece in pieces if piece.in_article)


def words(text: str | None) -> str:
    return fold(simplify(text or ""))


def check(path: Path, how: str) -> tuple[list[str], list[str], list[str]]:
    """Give pieces of the text that are missing, pieces of furniture that are there, and fields that are wrong."""
    source = path.read_text(encoding="utf-8")
    page = read_page(reading(path, how), settings=DEFAULT)
    got, in_line = words(page.text), how in ("joined", "glued")
    pieces = [piece for piece in pieces_of(path) if piece.in_article or not in_line]
    shown = words("".join(piece.text for piece in pieces if piece.mark != "-"))
    missing = [piece.text for piece in pieces if piece.mark == "+" and words(piece.text) not in got]
    left = [
        piece.text
        for piece in pieces
        if piece.mark == "-"
        and len(words(piece.text)) >= SHORTEST_DROPPED
        and words(piece.text) not in shown
        and words(piece.text) in got
    ]
    stated = dict(line.split(" ", 1) for line in source[len("<!--\n") : source.index("\n-->")].split("\n"))
    dateline = page.metadata.dateline
    found = page.metadata.model_dump() | {"region": page.region, "dateline": dateline.date if dateline else None}
    told = words("".join(piece.text for piece in pieces))
    wrong = []
    for name in FIELDS:
        want, have = words(stated.get(name)), words(found[name])
        if in_line and name == "published_at" and not re.search(r"\d{4}\D{0,3}\d", "".join(p.text for p in pieces[:9])):
            continue  # the line holds the text alone
        if in_line and name == "source" and want not in told:
            continue
        if have != want and not (in_line and name == "title" and want in have):
            wrong.append(f"{name}: {found[name]} for {stated.get(name)}")
    return missing, left, wrong


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_html(path: Path) -> None:
    assert check(path, "html") == ([], [], [])


@pytest.mark.parametrize("how", ["lines", "pieces", "joined", "glued"])
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_paragraph_is_lost(path: Path, how: str) -> None:
    assert check(path, how)[0] == []


@pytest.mark.parametrize("how", ["lines", "pieces", "joined", "glued"])
def test_furniture_and_metadata_of_plain_text(how: str) -> None:
    """The floors of what cannot all be told: none may get worse."""
    results = [check(path, how) for path in PAGES]
    left, wrong = ([item for result in results for item in result[place]] for place in (1, 2))
    assert (len(left) <= SHORT_OF[how][0], len(wrong) <= SHORT_OF[how][1]) == (True, True), (left, wrong)


@pytest.mark.parametrize("how", ["html", "lines", "pieces", "joined", "glued"])
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_offsets_are_true(path: Path, how: str) -> None:
    page = read_page(reading(path, how), settings=DEFAULT)
    for block in page.blocks:
        assert simplify(page.raw[block.raw_start_char : block.raw_end_char]).split() == block.text.split()
