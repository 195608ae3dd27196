"""Statements made of names: who holds which post (``roles``), who said what (``quotes``).

Both are plain functions over the clean text and the names found in it; the words that they hang on are tables in
``rules/relations``.
"""

from newsparse.relations.quotes import read_quotes
from newsparse.relations.roles import read_roles
from newsparse.relations.values import PartValue, QuoteValue, RoleValue

__all__ = ["PartValue", "QuoteValue", "RoleValue", "read_quotes", "read_roles"]
