"""What is data is data: every word list, pattern row and gazetteer that newsparse reads, one folder a topic.

A rule is a row in a file here plus a case in ``tests/cases``.  Files are UTF-8.  ``.tsv``: ``#`` starts a comment
line, the first other line names the columns.  ``.toml``: tables with a comment that says why.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["read_toml", "read_tsv"]


def read_tsv(path: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a rule table.

    Parameters
    ----------
    path:
        Path inside this folder, as ``amounts/currencies.tsv``.

    Raises
    ------
    ValueError
        If a row has more cells than there are columns.
    """
    columns: list[str] = []
    for number, line in enumerate(files(__name__).joinpath(path).read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not columns:
            columns = cells
            continue
        if len(cells) != len(columns):
            if len(cells) > len(columns):
                raise ValueError(f"{path}:{number}: {len(cells)} cells for {len(columns)} columns")
            cells += [""] * (len(columns) - len(cells))
        yield dict(zip(columns, cells, strict=True))


@cache
def read_toml(path: str) -> dict[str, Any]:
    """Give the contents of a TOML rule file; the caller must not change them.

    Parameters
    ----------
    path:
        Path inside this folder, as ``dates/words.toml``.
    """
    return tomllib.loads(files(__name__).joinpath(path).read_text(encoding="utf-8"))
