"""Giving found amounts their value, currency, bounds and direction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from newsparse.amounts.find import Part, Span
from newsparse.amounts.lexicon import Bound, Lexicon, Unit
from newsparse.amounts.values import CurrencyRule, Direction, Modifier, MoneyValue, QuantityValue

if TYPE_CHECKING:
    from newsparse.records import RegionCode

__all__ = ["REGION_CURRENCY", "Interpreter", "read_words"]

REGION_CURRENCY: dict[RegionCode, str] = {"CN": "CNY", "TW": "TWD", "HK": "HKD", "MO": "MOP"}
"""What bare 元 means in the official usage of each region."""
REGION_DOLLAR: dict[RegionCode, str] = {"CN": "USD", "TW": "TWD", "HK": "HKD", "MO": "MOP"}
"""What a bare dollar sign means."""

_UNIT_NAME = {"percent": "%", "point": "percentage_point"}
_WORD_AMOUNTS: dict[str, tuple[Decimal, str, Direction | None]] = {
    "翻番": (Decimal(1), "番", "up"),
    "半数": (Decimal("0.5"), "fraction", None),
}
_WORDS = re.compile("|".join(_WORD_AMOUNTS))
_PLACES = 6
"""Digits behind the point of a fraction that has no end."""
_PER_SCALE = {"百分之": 100, "千分之": 1000, "万分之": 10000}
_END_OF_NUMBER = re.compile(r"[\s，。；、,.;！？!?）)」”》：:]|$")
_SUM = re.compile(r"\d[\d,]*亿\d[\d,千百]*万余?")
_TRILLIONS = re.compile(r"[\d.]+万亿")
_AFTER_TRILLIONS = re.compile(r"[\s，。；、！？）)”的增到至降提升以左和与跃]|$")
_MAY_FOLLOW_PRICE = re.compile(r"[\s，。；、,.;！？!?）)」”》：:的一每左以多起到涨]|$")
_IN_BRACKETS = re.compile(r"[（(][^（）()]{0,3}")
_SENTENCE_END = re.compile(r"[。！？\n]")
_Bounds = tuple[Decimal, Decimal]


class Interpreter:
    """Interprets the spans of one text, in text order: what was read before can settle what bare 元 means.

    Parameters
    ----------
    text:
        Simplified text.
    words:
        The word lists.
    region:
        Whose usage the text follows.
    """

    def __init__(self, text: str, words: Lexicon, region: RegionCode) -> None:
        self.text, self.words, self.region = text, words, region
        self.same_below = text.find("下同")
        self.named: str | None = None  # the currency that this sentence has named beside 元
        self.named_at = 0
        self.below: str | None = None  # the currency that the text says holds from here on (下同)
        self.last: QuantityValue | None = None

    def read(self, span: Span) -> MoneyValue | QuantityValue | None:
        """Give the value of a span; None where it is no amount."""
        self._forget(span.start)
        unit = span.last.unit or span.first.unit
        currency = span.first.currency or span.last.currency
        if unit is None and not currency:
            return self._money_by_context(span)
        if unit is None or unit.kind == "money" or (unit.name == "块" and self._is_price(span)):
            return self._money(span, unit, currency)
        return self._quantity(span, unit)

    # money

    def _money(self, span: Span, unit: Unit | None, before: str) -> MoneyValue | None:
        low, high = _bounds(self.text, span)
        modifier = self._modifier(span)
        if self._is_bare_scale(span, modifier, least=9 if self.text.startswith("级", span.end) else 1):  # 万亿元级产业
            return None
        if unit is not None:
            low, high = low * unit.factor, high * unit.factor
        for coin in span.coins:
            factor = coin.unit.factor if coin.unit else Decimal("0.1")
            low, high = low + coin.numeral.low * factor, high + coin.numeral.high * factor
        currency, rule = self._currency(span, (unit and unit.currency) or "*", before)
        return MoneyValue(span.start, span.end, *_exact(low, high), currency, rule, modifier)

    def _money_by_context(self, span: Span) -> MoneyValue | None:
        """编列600万预算: a number in 万 or 亿 that words around it make money."""
        modifier = self._modifier(span)
        if self.text[span.last.numeral.end - 1] not in "万亿兆" or self._is_bare_scale(span, modifier, least=9):
            return None
        if not self._is_sum(span) and self.words.contexts_after.longest(self.text, span.end) is None:
            context = self.words.contexts_before.longest(self.text, self._skip_before(span.start))
            if context is None:
                return None
            bound = self._bound_after(span.end)
            end = span.end + (len(bound[0]) if bound else 0)
            if not context[1] and not _END_OF_NUMBER.match(self.text, end):
                return None
        low, high = _bounds(self.text, span)
        currency = self.below or REGION_CURRENCY[self.region]
        return MoneyValue(span.start, span.end, *_exact(low, high), currency, "context", modifier)

    def _is_sum(self, span: Span) -> bool:
        """Tell whether a number is a sum of money by its form: 3万亿, which counts nothing else without a unit.

        In a Taiwan text 2亿7,400万 is one too.
        """
        number = self.text[span.last.numeral.start : span.end]
        if _TRILLIONS.fullmatch(number):
            return _AFTER_TRILLIONS.match(self.text, span.end) is not None
        ends = _END_OF_NUMBER.match(self.text, span.end)
        return self.region == "TW" and ends is not None and _SUM.fullmatch(number) is not None

    def _is_price(self, span: Span) -> bool:
        """Tell whether 块 is 元, as in 三块五 and 花了40多块, and does not count pieces."""
        if span.coins:
            return True
        price = self.words.prices.search(self.text, max(0, span.start - 6), span.start)
        return price is not None and _MAY_FOLLOW_PRICE.match(self.text, span.end) is not None

    def _currency(self, span: Span, behind: str, before: str) -> tuple[str | None, CurrencyRule | None]:
        code = before if behind in ("*", "") and before else behind
        if code == "*" and (named := self._in_brackets(span.end)):
            code = named
        if code == "?":
            return None, None
        if code == "$":
            return REGION_DOLLAR[self.region], "region"
        if code != "*":
            if span.last.unit and span.last.unit.name[0] in "元圆块":
                self.named = code
            return code, "written"
        if self.named or self.below:
            return self.named or self.below, "context"
        return REGION_CURRENCY[self.region], "region"

    def _in_brackets(self, at: int) -> str | None:
        """亿元（人民币，下同）."""
        opening = _IN_BRACKETS.match(self.text, at)
        if opening is None:
            return None
        found = self.words.units.longest(self.text, at + 1)
        return found[1].currency if found and found[1].kind == "money" and found[1].currency.isalpha() else None

    def _forget(self, at: int) -> None:
        """Leave the sentence behind; take up what 下同 said."""
        if self.named and _SENTENCE_END.search(self.text, self.named_at, at):
            self.named = None
        self.named_at = at
        while 0 <= self.same_below < at:
            around = self.text[max(0, self.same_below - 8) : self.same_below]
            for offset in range(len(around)):
                found = self.words.units.longest(around, offset)
                if found and found[1].currency.isalpha():
                    self.below = found[1].currency
                    break
            self.same_below = self.text.find("下同", self.same_below + 2)

    # quantities

    def _quantity(self, span: Span, unit: Unit) -> QuantityValue | None:
        modifier = self._modifier(span)
        number = span.first.numeral
        if self._is_bare_scale(span, modifier, least=9 if unit.kind == "counter" else 1):
            return None
        if unit.kind == "counter" and span.first is span.last and self.text[number.start : number.end] in ("一", "半"):
            return None
        low, high = _bounds(self.text, span)
        if unit.kind == "fraction":
            low, high = round(low, _PLACES), round(high, _PLACES)
        for coin in span.coins:
            low, high = low + coin.numeral.low / 10, high + coin.numeral.high / 10
        name = _UNIT_NAME.get(unit.kind, unit.name)
        direction = self._direction(span, name)
        if high < 0 and direction == "up":  # 增速为-2.3%
            direction = "down"
        value = QuantityValue(span.start, span.end, *_exact(low, high), name, modifier, direction)
        self.last = value
        return value

    def _direction(self, span: Span, unit: str) -> Direction | None:
        bound_after = self._bound_after(span.end)
        end = span.end + (len(bound_after[0]) if bound_after else 0)
        after = self.words.directions_after.longest(self.text, end)
        if after:
            return after[1]
        at = span.start
        for _ in range(4):
            bound = self.words.bounds_before.longest(self.text, at)
            found = self.words.directions_before.longest(self.text, at)
            if found and (bound is None or len(found[0]) >= len(bound[0])):
                if found[1]:
                    return found[1]
                at -= len(found[0])
            elif bound:
                at -= len(bound[0])
            else:
                break
        return self.last.direction if span.listed and self.last and self.last.unit == unit else None

    # bounds words

    def _modifier(self, span: Span) -> Modifier | None:
        """Read 约, 逾, 以上 … beside a span, or beside the number when a currency stands before it."""
        after = self._bound_after(span.end)
        if after:
            return after[1].modifier
        if span.last.inside:
            return span.last.inside.modifier
        for at in (span.start, span.first.numeral.start):
            before = self.words.bounds_before.longest(self.text, at)
            if before and (not before[1].scale_only or span.first.numeral.form == "scale"):
                return before[1].modifier
        return None

    def _bound_after(self, at: int) -> tuple[str, Bound] | None:
        found = self.words.bounds_after.longest(self.text, at)
        if found and (stop := found[1].not_before) and stop.match(self.text, at + len(found[0])):
            return None
        return found

    def _skip_before(self, at: int) -> int:
        """Go left over bounds words, words of direction, fillers and a colon: 贷款增加约 | 5万亿."""
        for _ in range(4):
            bound = self.words.bounds_before.longest(self.text, at)
            other = self.words.directions_before.longest(self.text, at)
            if found := (bound if bound and bound[1].modifier else other):
                at -= len(found[0])
            elif at and self.text[at - 1] in ":：共计":
                at -= 1
            else:
                break
        return at

    def _is_bare_scale(self, span: Span, modifier: Modifier | None, least: int = 1) -> bool:
        """万元 or 百家 without a number or a bounds word names a class (万元户), not an amount.

        Scales of more characters than ``least`` count even so: 百亿元, 千万千瓦.
        """
        number = span.first.numeral
        bare = span.first is span.last and number.form == "scale" and number.exact and modifier is None
        return bare and number.end - number.start <= least


def read_words(text: str) -> Iterator[QuantityValue]:
    """Give the amounts that are words without a number: 翻番 (翻两番 has one and is found as such), 半数."""
    for match in _WORDS.finditer(text):
        value, unit, direction = _WORD_AMOUNTS[match[0]]
        yield QuantityValue(match.start(), match.end(), value, None, None, unit, direction=direction)


def _bounds(text: str, span: Span) -> _Bounds:
    """Give least and greatest value in the written unit."""
    low, high = _value(text, span.first)
    if span.last is not span.first:
        high = _value(text, span.last)[1]
    return low, high


def _value(text: str, part: Part) -> _Bounds:
    numeral = part.numeral
    factor = part.scale
    if numeral.form == "fraction":
        factor = _PER_SCALE.get(text[numeral.start : numeral.start + 3], 1)
    half = Decimal("0.5") if part.half else Decimal(0)
    return numeral.low * factor + half, numeral.high * factor + half


def _exact(low: Decimal, high: Decimal) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Give value, min and max as the record wants them."""
    return (low, None, None) if low == high else (None, min(low, high), max(low, high))
