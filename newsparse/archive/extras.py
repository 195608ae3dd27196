"""Packages that only some outputs need: imported when they are needed, with a coded error when they are not there."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from newsparse.errors import NewsparseError

__all__ = ["require"]

_EXTRA = {
    "duckdb": "archives",
    "zstandard": "archives",
    "rensa": "archives",
    "warcio.archiveiterator": "warc",
    "pyspark": "spark",
    "pyarrow": "spark",
    "pandas": "spark",
    "leather": "view",
}


def require(package: str) -> Any:
    """Import an optional package.

    Raises
    ------
    NewsparseError
        ``NE501``, with the command that installs it.
    """
    try:
        return import_module(package)
    except ImportError as error:
        hint = f"{package}; install it with: pip install 'newsparse[{_EXTRA[package]}]'"
        raise NewsparseError("NE501", hint) from error
