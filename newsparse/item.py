"""One input of a batch, with what is known of it before it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from newsparse.records import Problem

__all__ = ["Item"]


@dataclass(frozen=True, slots=True)
class Item:
    """One input for :meth:`newsparse.Parser.read` and :func:`newsparse.pipe`, with what the caller knows of it.

    Either ``source`` is given or ``path``, which is then read (and decompressed: ``.gz``, ``.zst``).
    """

    source: str | bytes | None = None
    path: str | None = None
    id: str | None = None
    url: str | None = None
    published_at: str | None = None
    title: str | None = None
    html: bool | None = None
    """Whether it is HTML, where that is known."""
    encoding: str | None = None
    """The encoding that whoever sent the bytes declared, as in a header of HTTP."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """What else the row had that it came from."""
    problems: tuple[Problem, ...] = ()
    """What was met on the way here; one with a code ``NE…`` makes an empty record."""
