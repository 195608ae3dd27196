"""Statements made of mentions: who holds which post, who said what, which figure moved how.

``roles``, ``quotes`` and ``indicators`` are plain functions over the clean text and the mentions found in it; the words
that they hang on are tables in ``rules/relations``.
"""

from newsparse.relations.indicators import read_indicators
from newsparse.relations.quotes import read_quotes
from newsparse.relations.roles import read_roles
from newsparse.relations.values import IndicatorValue, PartValue, QuoteValue, RoleValue

__all__ = [
    "IndicatorValue",
    "PartValue",
    "QuoteValue",
    "RoleValue",
    "read_indicators",
    "read_quotes",
    "read_roles",
]
