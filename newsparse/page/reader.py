"""The page step from end to end: bytes -> text -> blocks and metadata."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from newsparse.alignment import Alignment
from newsparse.errors import PROBLEMS, InputError, SettingsError
from newsparse.page.decode import Decoded, decode
from newsparse.page.furniture import families
from newsparse.page.html import HtmlPage, is_html, read_html
from newsparse.page.layout import Placed, lay_out
from newsparse.page.lines import Line, split_lines
from newsparse.page.metadata import CHINA, address_in, read_metadata
from newsparse.page.region import find_region
from newsparse.page.site import SiteFurniture, SitePage, host_of, page_of
from newsparse.page.view import View, unescape, visible
from newsparse.records import Block, Input, Metadata, Problem, RegionCode, RemovedBlock, Script
from newsparse.script import detect_script, simplify
from newsparse.settings import Settings

__all__ = ["Page", "count_page", "read_page"]

_REMOVED_FIELDS = set(RemovedBlock.model_fields)
_BARE_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Page:
    """A page, read.  Offsets are code points, half open."""

    raw: str
    """The decoded input, or the text taken from an HTML page. Raw offsets refer to it."""
    simplified: str
    """The same, simplified, with the quotation marks that the settings ask for; as long as `raw`."""
    input: Input
    script: Script
    region: RegionCode
    metadata: Metadata
    text: str
    """The clean article, simplified, blocks joined by a line feed."""
    blocks: list[Block]
    removed: list[RemovedBlock]
    alignment: Alignment
    """From `text` to `raw`."""
    problems: list[Problem]


def read_page(
    source: str | bytes,
    *,
    settings: Settings,
    url: str | None = None,
    published_at: str | None = None,
    title: str | None = None,
    html: bool | None = None,
    encoding: str | None = None,
    folder: str = "",
    repeated: SiteFurniture | None = None,
) -> Page:
    """Read a scraped page: decode it, find the article and what the page says of itself.

    Parameters
    ----------
    source:
        The page; a str is taken as decoded.
    settings:
        `input.max_size`, `layout.keep` and `script.quotation_marks` are used.
    url, published_at, title:
        What the caller knows of the page; they win over what the page says. `published_at` is ISO 8601.
    html:
        Whether the page is HTML; told by its text when not given.
    encoding:
        What the sender of the bytes declared, as in a header of HTTP.
    folder, repeated:
        What stands for the site of a page without an address, and the lines that repeat across the pages of sites.

    Raises
    ------
    InputError
        ``NE101`` nothing visible, ``NE102`` binary, ``NE104`` too large, ``NE105`` neither str nor bytes,
        ``NE201`` `published_at` is not an ISO 8601 date.
    SettingsError
        ``NE301`` `layout.keep` names a family that there is not.
    """
    if published_at is not None:
        published_at = _iso(published_at)
    unknown = set(settings.layout.keep) - families().keys()
    if unknown:
        raise SettingsError("NE301", f"layout.keep: no such family: {', '.join(sorted(unknown))}")
    opened = _open(source, settings, html, encoding)
    decoded, markup, simplified, view, lines = opened
    raw = decoded.text
    script = detect_script(raw).script
    stated = {name: simplify(value) for name, value in markup.stated.items()} if markup else {}
    titles = ((title,) if title else ()) + (markup.titles if markup else ())
    layout = lay_out(
        lines,
        titles=[simplify(each) for each in titles],
        keep=settings.layout.keep,
        repeated=partial(repeated.where, opened.site(url, folder)) if repeated else None,
    )
    addresses = tuple(filter(None, (url, stated.get("url"), address_in(layout))))
    region = find_region(simplified, script=script, urls=addresses)
    metadata = read_metadata(layout, region=region, stated=stated, url=url, published_at=published_at)
    if title:
        metadata = metadata.model_copy(update={"title": simplify(title)})
    text, blocks, alignment = _article(view, layout.placed)
    problems = list(decoded.problems)
    if markup and markup.reduced:
        problems.append(Problem(code="NP206", message=PROBLEMS["NP206"]))
    if not blocks:
        problems.append(Problem(code="NP301", message="every line looks like page furniture"))
    if metadata.title is None:
        problems.append(Problem(code="NP302", message="no line was taken for a headline"))
    return Page(
        raw=raw,
        simplified=simplified,
        input=Input(
            media_type="text/html" if markup else "text/plain",
            encoding=decoded.encoding,
            encoding_evidence=decoded.evidence,
            characters=len(raw),
        ),
        script=script,
        region=region,
        metadata=metadata,
        text=text,
        blocks=blocks,
        removed=_removed(view, layout.placed),
        alignment=alignment,
        problems=problems,
    )


def count_page(
    source: str | bytes,
    *,
    settings: Settings,
    url: str | None = None,
    html: bool | None = None,
    encoding: str | None = None,
    folder: str = "",
) -> SitePage:
    """Give what is counted of a page to learn the furniture of its site; parameters and errors as of `read_page`."""
    opened = _open(source, settings, html, encoding)
    return page_of(opened.site(url, folder), opened.lines)


class _Opened(NamedTuple):
    """A page as lines."""

    decoded: Decoded
    """Its text is the one taken from the page, if that is HTML: the markup, often many times as long, is let go."""
    markup: HtmlPage | None
    simplified: str
    view: View
    lines: list[Line]

    def site(self, url: str | None, folder: str) -> str:
        """Give the site: the host of the address that the caller or the markup states, else the folder."""
        stated = self.markup.stated.get("url") if self.markup else None
        return host_of(url) or host_of(stated) or folder


def _open(source: str | bytes, settings: Settings, html: bool | None, encoding: str | None) -> _Opened:
    decoded = decode(source, max_size=settings.input.max_size, declared=encoding)
    markup = read_html(decoded.text) if (is_html(decoded.text) if html is None else html) else None
    if markup:
        decoded = replace(decoded, text=markup.text)
    if not visible(decoded.text):
        raise InputError("NE101")
    text = decoded.text if markup else unescape(decoded.text)
    simplified = simplify(text, quotes=settings.script.quotation_marks)
    view = View(simplified, markup=markup is None)
    lines = split_lines(simplified, view, markup.elements if markup else None)
    return _Opened(decoded, markup, simplified, view, lines)


def _iso(value: str) -> str:
    """Write a date that the caller gave as the record does; a time without an offset is China's."""
    try:
        if _BARE_DATE.fullmatch(value):
            return datetime.date.fromisoformat(value).isoformat()
        moment = datetime.datetime.fromisoformat(value.replace("Z", "+00:00")).replace(microsecond=0)
    except ValueError:
        raise InputError("NE201", value) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=CHINA)).isoformat()


def _article(view: View, placed: tuple[Placed, ...]) -> tuple[str, list[Block], Alignment]:
    """Join the kept lines into the clean text -> (text, blocks, alignment from it to the source)."""
    parts: list[str] = []
    runs: list[tuple[int, int, int]] = []
    blocks: list[Block] = []
    at = 0
    for line, kind, furniture, _ in placed:
        if furniture is not None:
            continue
        spans = view.trimmed(line.content, line.end)
        if not spans:
            continue
        begin = at
        for start, end in spans:
            runs.append((at, start, end - start))
            at += end - start
        words = view.row_of(spans) if kind == "table_row" else view.text_of(spans)
        parts.append(words)
        blocks.append(
            Block(
                kind=kind,
                text=words,
                start_char=begin,
                end_char=at,
                raw_start_char=spans[0][0],
                raw_end_char=spans[-1][1],
            )
        )
        at += 1
    return "\n".join(parts), blocks, Alignment(runs)


def _removed(view: View, placed: tuple[Placed, ...]) -> list[RemovedBlock]:
    out = []
    for line, kind, furniture, _ in placed:
        if furniture is not None:
            block = RemovedBlock(
                kind=kind,
                text=line.text or view.text[line.start : line.end],
                rule=furniture.name,
                raw_start_char=line.start,
                raw_end_char=line.end,
            )
            # All state the same fields; a set of its own would be most of what a block of a hundred thousand takes.
            object.__setattr__(block, "__pydantic_fields_set__", _REMOVED_FIELDS)
            out.append(block)
    return out
