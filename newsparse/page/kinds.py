"""The forms of lines, as patterns of ``rules/page/kinds.toml``."""

from __future__ import annotations

import re
from functools import cache

from newsparse.rules import read_toml

__all__ = ["is_caption", "kind_pattern"]

_CAPTION = "摄图发照"
"""Every caption has one of these, and nearly no other short line does."""


@cache
def kind_pattern(name: str) -> re.Pattern[str]:
    """Compile a pattern of ``kinds.toml``."""
    return re.compile(read_toml("page/kinds.toml")[name], re.VERBOSE)


def is_caption(text: str) -> bool:
    """Say whether a line says who took or gave a picture."""
    return any(mark in text for mark in _CAPTION) and kind_pattern("caption").search(text) is not None
