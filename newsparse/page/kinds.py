"""The forms of lines, as patterns of ``rules/page/kinds.toml``."""

from __future__ import annotations

import re
from functools import cache

from newsparse.rules import read_toml

__all__ = ["kind_pattern"]


@cache
def kind_pattern(name: str) -> re.Pattern[str]:
    """Compile a pattern of ``kinds.toml``."""
    return re.compile(read_toml("page/kinds.toml")[name], re.VERBOSE)
