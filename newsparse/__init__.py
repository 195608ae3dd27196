"""newsparse reads scraped Chinese government-news pages into validated records.

>>> import newsparse
>>> article = newsparse.parse(page, published_at="2020-01-13")   # page: str or bytes
>>> article.money[0].amount, article.money[0].currency
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsparse.errors import NewsparseError
    from newsparse.item import Item
    from newsparse.pipeline import Parser, items, load, parse, pipe
    from newsparse.records import Article
    from newsparse.script import simplify
    from newsparse.settings import Settings

__version__ = "0.1.0"
__all__ = ["Article", "Item", "NewsparseError", "Parser", "Settings", "items", "load", "parse", "pipe", "simplify"]

# Importing newsparse costs nothing: a public name is looked up where it lives when it is first used.
_HOME = {
    "Article": "newsparse.records",
    "Item": "newsparse.item",
    "NewsparseError": "newsparse.errors",
    "Parser": "newsparse.pipeline",
    "Settings": "newsparse.settings",
    "items": "newsparse.pipeline",
    "load": "newsparse.pipeline",
    "parse": "newsparse.pipeline",
    "pipe": "newsparse.pipeline",
    "simplify": "newsparse.script",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'newsparse' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
