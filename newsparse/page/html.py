"""HTML to lines: the text that a reader of the page sees, and what the markup says of it.

The text taken from the page is the *raw* text of the record: one line per block element or line break, white space
collapsed as browsers do, non-breaking and ideographic spaces kept.  Nothing is fetched and no entity is expanded beyond
the HTML standard's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsparse.rules import read_tsv

__all__ = ["Element", "HtmlPage", "is_html", "read_html"]

_SNIFF = 65_536  # characters in which a page shows that it is HTML
_DOCUMENT = re.compile(
    r"[\s\ufeff]*(?:<!--.{0,4000}?-->\s*|<\?xml[^<>]{0,200}>\s*){0,5}<(?:!doctype\s+html|html|head|body)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_CLOSING = re.compile(r"</(?:div|p|span|td|li|ul|table|a|h[1-6]|article|section)\s*>", re.IGNORECASE)
_CLOSINGS = 3  # closing tags of a piece of HTML without a head
_WHITE = re.compile("[ \t\n\r\f]+")
_SPACES = re.compile(" {2,}")
_CELLS = re.compile(" *\t *")
# What a reader does not see: by style, by attribute, and by the class names that style sheets share for text that is
# read aloud only. `aria-hidden` is the opposite: seen, and not read aloud.
_HIDDEN_STYLE = re.compile(r"(?P<none>display\s*:\s*none)|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASSES = frozenset({"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "element-invisible"})
_REVEALED_FROM = 200  # characters of a text that a script makes visible when the page is ready, as WeChat does
_REVEALED_TRIES = 20  # elements of a page of which that is looked at
_SITE_SUFFIX = re.compile(r"\s*(?:[-_|–—｜\\]|--+|>>|»)\s*(?P<name>[^-_|–—｜]{2,30})$")
_HEADLINES = 4  # <h1> elements that are looked at
_HEADLINE_FROM = 6  # characters of a headline in <title> that are left when columns and site are taken off
_COLUMNS = 4
_LONGEST_SCRIPT = 200_000  # characters of a JSON-LD block that is read
_LONGEST_ROW = 600  # characters of a row that is kept as one line; longer ones lay out a page
_MOST_NODES = 400  # nodes of a row that are looked at
_WIDEST = 40  # columns that one cell may go over
_LAYOUT = frozenset({"table", "ul", "ol", "h1", "h2", "h3"})  # what a row of data does not hold
_DEEPEST = 2000  # open elements; browsers stop at 512, and the parser's time grows with the square of the depth
_COUNT_FROM = 20_000  # tags from which on the depth of a page is looked at before it is parsed
_MOST_ATTRIBUTES = 4_000  # signs of attributes in a tag
_LONG_TAG = re.compile(r"<(?P<name>[a-zA-Z][a-zA-Z0-9]{0,30})[\s/][^<>]{8000,}")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]{0,2000}>")
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "tr",
        "th",
        "option",
    ]
)
_UNSEEN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_HINTS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "li", "figcaption", "tr", "caption", "nav", "footer", "header"})


@dataclass(frozen=True, slots=True)
class Element:
    """What the markup says of one line: its element and the share of its characters that are links."""

    tag: str = ""
    links: float = 0.0


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """The text of a page, one element for each of its lines, and what it states beside the text."""

    text: str
    elements: tuple[Element, ...]
    titles: tuple[str, ...]
    stated: Mapping[str, str]
    reduced: bool = False
    """Whether the markup was out of all proportion, so that a part of it was taken out before it was parsed."""


def is_html(text: str) -> bool:
    """Say whether a text is an HTML page or a piece of one."""
    sample = text[:_SNIFF]
    if _DOCUMENT.match(sample):
        return True
    return sample.lstrip("\ufeff \t\r\n").startswith("<") and len(_CLOSING.findall(sample)) >= _CLOSINGS


def read_html(text: str) -> HtmlPage:
    """Take the visible text and the stated metadata from an HTML page.

    Parameters
    ----------
    text:
        The decoded page.
    """
    given = text
    text = _LONG_TAG.sub(_without_attributes, text)
    if text.count("<") > _COUNT_FROM and _is_too_deep(text):
        text = _TAG.sub("\n", _UNSEEN.sub("", text)).replace("\n", "<br>")
    tree = LexborHTMLParser(text)
    root = tree.root
    if root is None:
        return HtmlPage("", (), (), {})
    writer = _Writer()
    for event, node, role in _walk(root):
        writer.take(event, node, role)
    writer.end_line()
    stated = _stated(tree)
    titles = [stated["title"]] if "title" in stated else []
    titles += [words for node in tree.css("h1")[:_HEADLINES] if (words := _WHITE.sub(" ", node.text()).strip())]
    for node in tree.css("title")[:1]:
        headline, site = _without_site(_WHITE.sub(" ", node.text()).strip())
        titles += [headline] if headline else []
        if site:
            stated.setdefault("site", site)
    return HtmlPage(
        "\n".join(writer.lines), tuple(writer.elements), tuple(dict.fromkeys(titles)), stated, text != given
    )


def _without_attributes(tag: re.Match[str]) -> str:
    """Keep the name of a tag with thousands of attributes: the parser's time grows with their square."""
    return f"<{tag['name']} " if tag[0].count("=") + tag[0].count(" ") > _MOST_ATTRIBUTES else tag[0]


def _is_too_deep(text: str) -> bool:
    depth = 0
    for match in _TAG.finditer(text):
        if match[2].lower() not in _VOID:
            depth += -1 if match[1] else 1
            if depth > _DEEPEST:
                return True
    return False


@cache
def _roles() -> dict[str, str]:
    return {row["element"]: row["role"] for row in read_tsv("page/html.tsv")}


def _walk(root: LexborNode) -> Iterator[tuple[str, LexborNode, str]]:
    """Yield ``(enter|leave|text, node, role)`` in document order, without recursion and without hidden elements."""
    roles = _roles()
    node: LexborNode | None = root
    depth = 0
    tries = 0
    while node is not None:
        tag = node.tag or ""
        down: LexborNode | None = None
        if tag == "-text":
            yield "text", node, ""
        elif not tag.startswith("-"):
            role = roles.get(tag, "")
            hidden = None if role == "skip" else _hidden_by(node)
            if hidden == "visibility" and tries < _REVEALED_TRIES:
                tries += 1
                hidden = None if _is_revealed(node) else hidden
            if role != "skip" and hidden is None:
                yield "enter", node, role
                down = node.first_child
                if down is None:
                    yield "leave", node, role
        elif tag == "-document":
            down = node.first_child
        if down is not None:
            node = down
            depth += 1
            continue
        while node is not None and node.next is None:
            if depth == 0:
                return
            node = node.parent
            depth -= 1
            if node is not None and not (node.tag or "").startswith("-"):
                yield "leave", node, roles.get(node.tag or "", "")
        node = node.next if node is not None else None


def _hidden_by(node: LexborNode) -> str | None:
    """Say what hides an element: ``visibility``, which scripts take away, or ``other``."""
    attributes = node.attributes
    if not attributes:
        return None
    if "hidden" in attributes or (node.tag == "dialog" and "open" not in attributes):
        return "other"
    names = attributes.get("class")
    if names and not _HIDDEN_CLASSES.isdisjoint(names.split()):
        return "other"
    style = attributes.get("style")
    match = _HIDDEN_STYLE.search(style) if style else None
    return ("other" if match["none"] else "visibility") if match else None


def _is_revealed(node: LexborNode) -> bool:
    """Say whether an invisible element holds a text rather than an entry of a menu."""
    text = node.text()
    return len(text) >= _REVEALED_FROM and "。" in text


@dataclass(slots=True)
class _Writer:
    """Collects text into lines as elements begin and end."""

    lines: list[str] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _tags: list[str] = field(default_factory=list)
    _links: int = 0
    _anchors: int = 0
    _after_link: bool = False
    _row: int = 0
    """Number of data rows that are open; inside one, blocks and line breaks do not end the line."""
    _span: int = 1
    """Columns that the last cell of the row goes over."""

    def take(self, event: str, node: LexborNode, role: str) -> None:
        """Take one step of the walk."""
        tag = node.tag or ""
        if event == "text":
            self._text(node.text_content or "")
        elif event == "enter":
            self._begin(node, role)
            if tag in _HINTS and (tag != "tr" or self._row):
                self._tags.append(tag)
            if tag == "a":
                self._anchors += 1
                if self._after_link and self._parts:
                    self._parts.append(" ")  # links that touch are neighbours in a menu
        else:
            if tag == "a":
                self._anchors = max(0, self._anchors - 1)
                self._after_link = True
            if role == "row" and self._row:
                self._row -= 1
            if role in ("block", "row"):
                self._break()
            if tag in _HINTS and self._tags and self._tags[-1] == tag:
                self._tags.pop()

    def _begin(self, node: LexborNode, role: str) -> None:
        if role == "cell" and self._row:
            if self._parts:
                self._parts.append("\t" * self._span)
            span = node.attributes.get("colspan") or ""
            self._span = min(int(span), _WIDEST) if span.isdecimal() and span.isascii() and int(span) else 1
        elif role:
            self._break()
        if role == "row" and (self._row or _is_data_row(node)):
            self._row += 1

    def _break(self) -> None:
        if self._row:
            self._parts.append(" ")
        else:
            self.end_line()

    def _text(self, text: str) -> None:
        words = _WHITE.sub(" ", text)
        if words != " ":
            self._after_link = False
        if words:
            self._parts.append(words)
            if self._anchors:
                self._links += len(words.strip())

    def end_line(self) -> None:
        """End the line, if it holds anything."""
        line = "".join(self._parts)
        if "  " in line:
            line = _SPACES.sub(" ", line)
        if "\t" in line:
            line = _CELLS.sub("\t", line)
        line = line.strip(" \t")
        if line:
            tag = next((tag for tag in reversed(self._tags)), "")
            self.lines.append(line)
            self.elements.append(Element(tag, min(1.0, self._links / len(line))))
        self._parts.clear()
        self._links = 0
        self._after_link = False


def _is_data_row(row: LexborNode) -> bool:
    """Say whether a table row holds data rather than the layout of the page; looks at so many nodes at most."""
    roles = _roles()
    cells = characters = 0
    pending = [row.first_child]
    for _ in range(_MOST_NODES):
        node = pending.pop() if pending else None
        if node is None:
            return cells > 1
        tag = node.tag or ""
        if tag in _LAYOUT:
            return False
        if tag == "-text":
            characters += len(node.text_content or "")
        cells += roles.get(tag) == "cell"
        if characters > _LONGEST_ROW:
            return False
        pending.extend(other for other in (node.next, node.first_child) if other is not None)
    return False


# What the page states beside its text


def _stated(tree: LexborHTMLParser) -> dict[str, str]:
    """Read meta elements and JSON-LD by the table of names."""
    metas: dict[str, str] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        content = (attributes.get("content") or "").strip()
        if name and content:
            metas.setdefault(name.lower(), _WHITE.sub(" ", content))
    article = _json_ld(tree)
    stated: dict[str, str] = {}
    for row in read_tsv("page/meta.tsv"):
        value = metas.get(row["name"].lower()) if row["place"] == "meta" else _step(article, row["name"])
        if value:
            stated.setdefault(row["field"], value)
    return stated


def _json_ld(tree: LexborHTMLParser) -> dict[str, Any]:
    """Give the first JSON-LD object that describes an article."""
    for node in tree.css('script[type="application/ld+json"]'):
        text = node.text_content or node.text()
        if not text or len(text) > _LONGEST_SCRIPT:
            continue
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            continue
        graph = data.get("@graph", data) if isinstance(data, dict) else data
        for item in graph if isinstance(graph, list) else [graph]:
            if isinstance(item, dict) and ("headline" in item or "datePublished" in item):
                return item
    return {}


def _step(data: Any, path: str) -> str | None:
    for key in path.split("."):
        data = data[0] if isinstance(data, list) and data else data
        data = data.get(key) if isinstance(data, dict) else None
    return data.strip() if isinstance(data, str) else None


def _without_site(title: str) -> tuple[str, str]:
    """Take column and site from the end of a ``<title>``: 标题_新闻中心_长江网 -> (标题, 长江网)."""
    site = ""
    for _ in range(_COLUMNS):
        match = _SITE_SUFFIX.search(title)
        if not match or match.start() < _HEADLINE_FROM:
            break
        title, name = title[: match.start()], match["name"].strip()
        site = site or ("" if name.isascii() else name)
    return title, site
