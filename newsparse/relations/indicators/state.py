"""Puts a statistic together of what the text and its tables say."""

from __future__ import annotations

from newsparse.records import Change, IndicatorKind
from newsparse.relations.indicators.figures import Figure
from newsparse.relations.indicators.page import Phrase
from newsparse.relations.indicators.periods import When
from newsparse.relations.values import IndicatorValue, PartValue

__all__ = ["state"]


def state(
    figure: Figure,
    kind: IndicatorKind,
    subject: Phrase | None,
    measure: Phrase,
    when: When | None,
    change: Change | None,
    *,
    planned: bool,
) -> IndicatorValue:
    """Give a statistic.

    Parameters
    ----------
    figure:
        Its figure; of a ``change`` that of the movement, which ``change`` holds then.
    kind:
        What it states.
    subject, measure:
        Whose it is, and what; words that stand nowhere in the text have an empty stretch and are no part.
    when:
        Its period.
    change:
        How it moved.
    planned:
        Whether it is a target.
    """
    is_change = kind == "change"
    parts = [PartValue("change" if is_change else "value", figure.start, figure.end)]
    if subject and subject.end > subject.start:
        parts.append(subject.part("subject"))
    if measure.end > measure.start:
        parts.append(measure.part("measure"))
    if when and when.part:
        parts.append(when.part)
    return IndicatorValue(
        figure.start,
        figure.end,
        kind,
        subject.text if subject else None,
        measure.text,
        when.value if when else None,
        None if is_change else figure.value,
        None if is_change else figure.min,
        None if is_change else figure.max,
        None if is_change else figure.unit,
        None if is_change else figure.currency,
        planned,
        change,
        tuple(parts),
    )
