"""The HTML file: templates, style sheet, script, packed articles, and a policy that forbids the network.

Whatever comes from a record goes through jinja2's autoescape; characters that steer a terminal or the direction of
writing are shown by their code point, so that no text can rearrange the page around it. Articles of an archive are
stored as compressed HTML in base64, which cannot end a script element, and unpacked when somebody opens one.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from newsparse import __version__
from newsparse.records import Article
from newsparse.view.article import ArticleView, title_of
from newsparse.view.displacy import displacy_html
from newsparse.view.marks import kinds
from newsparse.view.overview import Overview, change_text, kind_text

__all__ = ["archive_page", "article_page", "bounded_originals", "displacy_page", "readable"]

_ORIGINALS = 8_000_000
"""Characters of originals that the page of an archive holds at most: about what its texts take."""

_PACK = 8
"""Articles in a pack: more compress better, fewer open faster."""

_UNSEEN = {
    **{code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n\r"},
    **{
        code: f"⟨U+{code:04X}⟩"
        for code in (0x7F, 0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    },
}
_CONTROL = re.compile("[" + "".join(map(re.escape, map(chr, _UNSEEN))) + "]")


def article_page(article: Article) -> str:
    """Give the page of one article.

    Parameters
    ----------
    article:
        The record; with ``raw`` it shows the original beside the text.
    """
    return _page("article.html", title_of(article), view=ArticleView(article, 0))


def archive_page(articles: Sequence[Article], name: str, more: bool = False) -> str:
    """Give the page of many articles: an overview, and each article when it is opened.

    Parameters
    ----------
    articles:
        The records.
    name:
        What the archive is called.
    more:
        Whether the archive holds more than these.

    Raises
    ------
    NewsparseError
        ``NE501`` if leather, which draws the charts, is not installed.
    """
    overview = Overview(articles)
    template = _environment().get_template("body.html")
    bodies = (
        template.render(view=ArticleView(article, number)) for number, article in enumerate(bounded_originals(articles))
    )
    packs = [_packed(chunk) for chunk in _chunks(bodies, _PACK)]
    rows = overview.tables()
    return _page(
        "overview.html",
        name,
        overview=overview,
        more=more,
        packs=packs,
        pack_size=_PACK,
        indicators=bool(rows["indicators"]),
        tables=_packed(rows),
    )


def bounded_originals(articles: Sequence[Article]) -> Iterator[Article]:
    """Leave the originals out from where they would make the page too large."""
    left = _ORIGINALS
    for article in articles:
        left -= len(article.raw or "")
        yield article if left >= 0 or article.raw is None else article.model_copy(update={"raw": None})


def displacy_page(articles: Sequence[Article]) -> str:
    """Give displaCy's pictures of articles, one below the other."""
    drawn = [(title_of(article), displacy_html(article)) for article in articles]
    template = _environment().get_template("displacy.html")
    return template.render(title=drawn[0][0] if len(drawn) == 1 else "newsparse", drawn=drawn)


def readable(value: Any) -> Any:
    """Write control characters of a text visibly; anything else is given back."""
    if isinstance(value, str):
        text = value.encode("utf-8", "replace").decode("utf-8")
        if _CONTROL.search(text):
            text = text.translate(_UNSEEN)
        return Markup(text) if isinstance(value, Markup) else text
    return value


def _page(template: str, title: str, **context: Any) -> str:
    style, script = _asset("page.css"), _asset("page.js")
    policy = (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    found = _environment().get_template(template)
    return found.render(title=title, style=Markup(style), script=Markup(script), policy=policy, **context)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(lambda name: _read("templates", name)),
        autoescape=True,
        finalize=readable,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.globals.update(kinds=kinds(), version=__version__, change_text=change_text, kind_text=kind_text)
    environment.filters.update(number=_number, link=_link)
    return environment


def _read(folder: str, name: str) -> str:
    return files(__package__).joinpath(f"{folder}/{name}").read_text(encoding="utf-8")


@cache
def _asset(name: str) -> str:
    return _read("assets", name)


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _number(value: Any) -> str:
    """Write a number with its thousands apart."""
    if value is None:
        return ""
    text = f"{value:,f}" if not isinstance(value, int) else f"{value:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _link(url: str | None) -> str | None:
    """Give an address that may be followed: of the web, nothing that runs in the page."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def _chunks(items: Iterator[str], size: int) -> Iterator[list[str]]:
    while chunk := list(islice(items, size)):
        yield chunk


def _packed(value: Any) -> str:
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(gzip.compress(readable(data).encode(), 6, mtime=0)).decode()
