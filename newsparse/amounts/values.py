"""What the reader of amounts gives back: plain values, fields as in the record."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

__all__ = ["Amounts", "CurrencyRule", "Direction", "Modifier", "MoneyValue", "QuantityValue"]

Modifier = Literal["about", "at_least", "at_most", "less_than", "more_than"]
Direction = Literal["up", "down", "flat"]
CurrencyRule = Literal["written", "region", "table", "context"]


@dataclass(frozen=True, slots=True)
class MoneyValue:
    """An amount of money at ``text[start_char:end_char]``: either ``amount``, or ``min`` and ``max``.

    Amounts are in whole units of the currency (ISO 4217; None where the text does not tell which of several).
    ``currency_rule`` says what the currency was read from; it is None with the currency.
    """

    start_char: int
    end_char: int
    amount: Decimal | None
    min: Decimal | None
    max: Decimal | None
    currency: str | None
    currency_rule: CurrencyRule | None
    modifier: Modifier | None = None


@dataclass(frozen=True, slots=True)
class QuantityValue:
    """A percentage or a count at ``text[start_char:end_char]``: either ``value``, or ``min`` and ``max``.

    ``unit`` is ``%``, ``percentage_point``, ``fraction``, else the unit or measure word as written.
    """

    start_char: int
    end_char: int
    value: Decimal | None
    min: Decimal | None
    max: Decimal | None
    unit: str
    modifier: Modifier | None = None
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class Amounts:
    """The amounts of a text, each list in text order."""

    money: list[MoneyValue]
    quantities: list[QuantityValue]
