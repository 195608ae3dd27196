"""Traditional to simplified: the conversion tables, the conversion, the script of a text, the mainland's vocabulary."""

from __future__ import annotations

from newsparse.script.convert import simplify
from newsparse.script.detect import ScriptEvidence, detect_script
from newsparse.script.vocabulary import mainland_vocabulary

__all__ = ["ScriptEvidence", "detect_script", "mainland_vocabulary", "simplify"]
