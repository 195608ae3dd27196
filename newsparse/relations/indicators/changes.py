"""How it moved: which way, by how much, against what."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from newsparse.records import Change
from newsparse.relations.indicators.figures import Figure
from newsparse.relations.indicators.words import Basis, IndicatorWords

__all__ = ["Direction", "basis_of", "change_of", "moved_to", "size_of"]

_MOST_DOUBLINGS = 20  # beyond, it is no statistic, and the number would be as long as it likes
Direction = Literal["up", "down", "flat"]


def basis_of(words: IndicatorWords, before: str) -> Basis | None:
    """Say what a change is measured against."""
    return next((name for name, pattern in words.bases if pattern.search(before)), None)


def change_of(words: IndicatorWords, before: str, figure: Figure) -> tuple[Direction, int] | None:
    """Say which way a figure says that something moved, and how much of the words before it is the measure."""
    if figure.kind == "rank":
        return None
    if figure.proportional and before.endswith("新增"):
        return "up", len(before) - len("新增")
    if against := words.against.search(before):  # 进度快于去年同期|4.6个百分点
        return ("up" if against["up"] or against["higher"] else "down"), against.start()
    moves = words.movement.search(before)
    if moves and (words.up_to.search(before) or words.down_to.search(before)):
        return None
    if (figure.unit == "倍" or figure.proportional) and (multiple := words.multiple_of.search(before)):
        return ("up" if (figure.value or 0) >= 1 and figure.unit == "倍" else "down"), multiple.start()
    if not moves:
        return None
    directions: tuple[tuple[re.Pattern[str], Direction], ...] = ((words.up, "up"), (words.down, "down"))
    for pattern, direction in directions:
        match = pattern.search(before)
        if match:
            if words.compared.search(before) and basis_of(words, before) is None:
                return None
            return direction, match.start()
    return None


def moved_to(words: IndicatorWords, before: str, figure: Figure, last: Decimal | None) -> tuple[Direction | None, int]:
    """Say which way something moved to a figure (提高到), and how much of the words before is its measure.

    ``last`` is the value before: 从880亿元调整至930亿元 is up.
    """
    if words.movement.search(before):
        directions: tuple[tuple[re.Pattern[str], Direction], ...] = ((words.up_to, "up"), (words.down_to, "down"))
        for pattern, direction in directions:
            if match := pattern.search(before):
                return direction, match.start()
    if match := words.adjusted.search(before):
        if last is None or figure.value is None or last == figure.value:
            return None, match.start()
        return ("up" if figure.value > last else "down"), match.start()
    return None, len(before)


def size_of(words: IndicatorWords, figure: Figure, direction: Direction, basis: Basis | None, before: str) -> Change:
    """Give the change that a figure states: 是上年的3倍 is 200 % more, as 增长2倍 is; 翻一番 is 100 %, 六成 60 %."""
    value, unit = figure.value, figure.unit
    if unit == "成":
        figure = figure._replace(
            min=None if figure.min is None else figure.min * 10, max=None if figure.max is None else figure.max * 10
        )
        value, unit = None if value is None else value * 10, "%"
    if unit == "番" and value is not None and value <= _MOST_DOUBLINGS:
        value, unit = (2**value - 1) * 100, "%"
    if words.multiple_of.search(before):
        if figure.unit == "倍" and value is not None:
            value, unit = (value - 1) * 100, "%"
        elif value is not None:
            value, unit = (1 - (value if figure.kind == "fraction" else value / 100)) * 100, "%"
        if value is not None and value < 0:
            direction, value = "down", -value
    elif unit == "倍" and value is not None:
        value, unit = value * 100, "%"
    return Change(
        direction=direction,
        value=value if value is not None else figure.min,
        max=figure.max if value is None else None,
        unit=unit,
        currency=figure.currency,
        basis=basis,
    )
