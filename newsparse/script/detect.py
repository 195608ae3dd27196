"""Which script a text is written in, with the counts that say so."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from newsparse.script.tables import load_tables

__all__ = ["ScriptEvidence", "detect_script"]

_NOISE = 0.02
"""A share of the other script below this is a quotation or a name, not a mixed text."""


@dataclass(frozen=True, slots=True)
class ScriptEvidence:
    """What the characters of a text say about its script.

    Parameters
    ----------
    script:
        ``hant`` (traditional), ``hans`` (simplified), ``mixed``, or ``none`` when no character tells.
    traditional:
        Count of characters that only traditional text has.
    simplified:
        Count of characters that only simplified text has.
    """

    script: Literal["hant", "hans", "mixed", "none"]
    traditional: int
    simplified: int


def detect_script(text: str) -> ScriptEvidence:
    """Tell the script of a text from the characters that only one script has.

    Parameters
    ----------
    text:
        Any text.
    """
    tables = load_tables()
    counts = Counter(text)
    traditional = sum(count for character, count in counts.items() if character in tables.traditional)
    simplified = sum(count for character, count in counts.items() if character in tables.simplified)
    total = traditional + simplified
    script: Literal["hant", "hans", "mixed", "none"]
    if not total:
        script = "none"
    elif simplified <= total * _NOISE:
        script = "hant"
    elif traditional <= total * _NOISE:
        script = "hans"
    else:
        script = "mixed"
    return ScriptEvidence(script, traditional, simplified)
