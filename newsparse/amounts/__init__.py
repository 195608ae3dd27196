"""Amounts of money, percentages and counts.

``lexicon.py`` holds the words of ``rules/amounts``, ``find.py`` says where amounts stand, ``interpret.py`` what they
are worth, ``table.py`` reads cells under a unit header, ``values.py`` is what comes out.  All of them read numbers
through :mod:`newsparse.numerals`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsparse.amounts.find import find_spans
from newsparse.amounts.interpret import REGION_CURRENCY, Interpreter, read_words
from newsparse.amounts.lexicon import lexicon
from newsparse.amounts.table import read_tables
from newsparse.amounts.values import Amounts, MoneyValue, QuantityValue

if TYPE_CHECKING:
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
    money = list(read_tables(text, words, REGION_CURRENCY[region]))
    quantities = list(read_words(text))
    for span in find_spans(text, words):
        value = interpreter.read(span)
        if isinstance(value, MoneyValue):
            money.append(value)
        elif value is not None:
            quantities.append(value)
    return Amounts(sorted(money, key=_start), sorted(quantities, key=_start))


def _start(value: MoneyValue | QuantityValue) -> int:
    return value.start_char
