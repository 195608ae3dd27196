"""Lines that repeat across the pages of one site: evidence that they are furniture.

Pages are looked at twice. The first time the lines of each site are counted, on how many pages that differ each
stands (a page whose sentences were all met before is a copy and counts once). The second time a line that stood on
enough of them, half of the site's pages or a tenth, is evidence; where it counts, :mod:`newsparse.page.layout` says.
Two passes give a page the same record wherever it stands in the inputs, which learning on the way would not.

The counts are kept in bounded memory by lossy counting (Manku and Motwani, 2002): when there are too many, the rarest
are forgotten, so a count is never too high and the lines of a site's frame, which are the frequent ones, survive.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from newsparse.page.lines import Line

__all__ = ["SiteCounts", "SiteFurniture", "SitePage", "host_of", "page_of"]

_MOST_LINES = 600_000  # counts that are kept, at about 130 bytes each
_LINES_OF_A_PAGE = 2_000  # lines that are counted of a page, half of them from its end
_AROUND_PAGES, _AROUND_SHARE = 3, 0.1  # pages that a line must stand on to be taken for a headline of another page …
_ANYWHERE_PAGES, _ANYWHERE_SHARE = 5, 0.5  # … and for a line that the site repeats on all of its pages
_WORD = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class SitePage:
    """What is counted of a page: digests of eight bytes."""

    site: str
    copy: int
    """What copies of the page have in common."""
    lines: frozenset[int]


def host_of(url: str | None) -> str | None:
    """Give the host of an address."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def page_of(site: str, lines: Sequence[Line]) -> SitePage:
    """Take from the lines of a page what is counted."""
    texts = [line.text for line in lines]
    prose = [text for text in texts if "。" in text]
    half = _LINES_OF_A_PAGE // 2
    counted = texts if len(texts) <= _LINES_OF_A_PAGE else texts[:half] + texts[-half:]
    keys = frozenset(_key(site, text) for text in counted if _WORD.search(text))
    return SitePage(site, _key(site, "\n".join(prose or texts)), keys)


def _key(site: str, text: str) -> int:
    digest = hashlib.blake2b(f"{site}\0{text}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big")


@dataclass(slots=True)
class _Site:
    pages: int = 0
    lines: dict[int, int] = field(default_factory=dict)


class SiteCounts:
    """Counts of the lines of sites, in bounded memory."""

    def __init__(self, most: int = _MOST_LINES) -> None:
        self._most = most
        self._sites: dict[str, _Site] = {}
        self._size = 0
        self._forgotten = 0  # lines that stood on so many pages may have been forgotten

    def add(self, page: SitePage) -> None:
        """Count a page; the same pages in the same order give the same counts."""
        site = self._sites.setdefault(page.site, _Site())
        if page.copy in site.lines:
            return
        site.pages += 1
        before = len(site.lines)
        for key in (page.copy, *page.lines):
            site.lines[key] = site.lines.get(key, 0) + 1
        self._size += len(site.lines) - before
        while self._size > self._most:
            self._forget()

    def _forget(self) -> None:
        self._forgotten += 1
        for name, site in list(self._sites.items()):
            site.lines = {key: count for key, count in site.lines.items() if count > self._forgotten}
            if not site.lines:
                del self._sites[name]
        self._size = sum(len(site.lines) for site in self._sites.values())

    def furniture(self) -> SiteFurniture:
        """Give the lines that repeat."""
        around, anywhere = [], []
        for site in self._sites.values():
            for key, count in site.lines.items():
                if count >= max(_ANYWHERE_PAGES, _ANYWHERE_SHARE * site.pages):
                    anywhere.append(key)
                elif count >= max(_AROUND_PAGES, _AROUND_SHARE * site.pages):
                    around.append(key)
        return SiteFurniture(frozenset(around), frozenset(anywhere))


@dataclass(frozen=True, slots=True)
class SiteFurniture:
    """The lines that repeat across the pages of their sites, as digests."""

    around: frozenset[int]
    anywhere: frozenset[int]

    def where(self, site: str, text: str) -> Literal["any", "edge"] | None:
        """Say where a line of a page of a site is furniture."""
        key = _key(site, text)
        return "any" if key in self.anywhere else "edge" if key in self.around else None

    def to_json(self) -> str:
        """Write it as JSON."""
        return json.dumps({"around": sorted(self.around), "anywhere": sorted(self.anywhere)})

    @classmethod
    def from_json(cls, text: str | bytes) -> SiteFurniture:
        """Read what :meth:`to_json` wrote.

        Raises
        ------
        ValueError
            If it is something else.
        """
        table = json.loads(text)
        if not isinstance(table, dict) or table.keys() != {"around", "anywhere"}:
            raise ValueError("no lines of sites")
        return cls(*(frozenset(_numbers(table[name])) for name in ("around", "anywhere")))


def _numbers(values: Iterable[object]) -> list[int]:
    return [value for value in values if isinstance(value, int)]
