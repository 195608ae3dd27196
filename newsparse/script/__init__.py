"""Traditional to simplified characters: tables from dictionaries and rules, conversion, and script detection."""

from __future__ import annotations

from newsparse.script.convert import simplify
from newsparse.script.detect import ScriptEvidence, detect_script

__all__ = ["ScriptEvidence", "detect_script", "simplify"]
