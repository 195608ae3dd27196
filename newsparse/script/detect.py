"""Which script a text is written in, with the counts that say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from newsparse.script.tables import SIMPLIFIED, TRADITIONAL, load_tables

__all__ = ["ScriptEvidence", "detect_script"]

_NOISE = 0.02
"""A share of the other script up to this is a quotation, a name or a slip, not a mixed text."""


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

    Characters that both scripts have (后, 里, 于, 余) say nothing, so a traditional page made by machine, which leaves
    them in, is still traditional.

    Parameters
    ----------
    text:
        Any text.
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    counts = np.bincount(load_tables().evidence[codes], minlength=SIMPLIFIED + 1).tolist()
    traditional, simplified = counts[TRADITIONAL], counts[SIMPLIFIED]
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
