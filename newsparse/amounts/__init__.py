"""Amounts of money, percentages and counts.

``lexicon.py`` holds the words of ``rules/amounts``, ``find.py`` says where amounts stand, ``interpret.py`` what they
are worth, ``values.py`` is what comes out.  All of them read numbers through :mod:`newsparse.numerals`.
"""

from __future__ import annotations

from newsparse.amounts.find import find_spans
from newsparse.amounts.interpret import Interpreter
from newsparse.amounts.lexicon import lexicon
from newsparse.amounts.values import Amounts, MoneyValue, QuantityValue
from newsparse.records import RegionCode

__all__ = ["Amounts", "MoneyValue", "QuantityValue", "read_amounts"]


def read_amounts(text: str, *, region: RegionCode = "CN") -> Amounts:
    """Read the amounts of money, the percentages and the counts in a text.

    Parameters
    ----------
    text:
        Simplified text. Offsets of what is found are code points in it, spans are half open.
    region:
        Whose official usage the text follows; decides what bare 元 and a bare dollar sign mean.

    Returns
    -------
    Amounts
        Money and quantities, each in text order; no two of them overlap. Dates and durations are neither.
    """
    words = lexicon()
    interpreter = Interpreter(text, words, region)
    amounts = Amounts([], [])
    for span in find_spans(text, words):
        value = interpreter.read(span)
        if isinstance(value, MoneyValue):
            amounts.money.append(value)
        elif value is not None:
            amounts.quantities.append(value)
    return amounts
