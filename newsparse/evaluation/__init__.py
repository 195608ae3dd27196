"""Measures newsparse against gold made by hand: whole pages, and the facts that they state."""

from newsparse.evaluation.compare import Tally
from newsparse.evaluation.pages import (
    MEASURES,
    Floors,
    Gold,
    Mark,
    Report,
    check_floors,
    check_gold,
    corpus_digest,
    evaluate,
    read_floors,
    read_gold,
    score,
)

__all__ = [
    "MEASURES",
    "Floors",
    "Gold",
    "Mark",
    "Report",
    "Tally",
    "check_floors",
    "check_gold",
    "corpus_digest",
    "evaluate",
    "read_floors",
    "read_gold",
    "score",
]
