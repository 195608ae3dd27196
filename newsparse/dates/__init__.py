"""Dates and times: what an article says about when.

``find`` gives the expressions of a text, ``interpret`` their values against the article's own date, ``values`` holds
what goes in and comes out.  The words and patterns are tables in ``rules/dates``.  Nothing here reads a clock.
"""

from __future__ import annotations

from newsparse.dates.find import find
from newsparse.dates.interpret import interpret
from newsparse.dates.values import Anchor, DateReading, DateValue, Impossible
from newsparse.records import RegionCode

__all__ = ["Anchor", "DateReading", "DateValue", "Impossible", "read", "read_dates"]


def read(text: str, *, anchor: Anchor | None = None, region: RegionCode = "CN") -> DateReading:
    """Find the expressions of time of a text and what they mean, and the dates that cannot be.

    Parameters
    ----------
    text:
        Simplified text; lines are separated by a line feed. Offsets are code points of it, spans are half open.
    anchor:
        The article's own date. Without it the last day that the text itself names is taken (anchor ``context``); what
        neither gives stays partial (``XXXX-01-11``), with ``start`` and ``end`` null.
    region:
        Whose usage the text follows. In ``TW`` bare years such as 108年 count from 1911.

    Returns
    -------
    DateReading
        ``values`` from left to right, none inside another, and ``impossible`` (2月30日), which are no dates.
    """
    return interpret(text, find(text, region), anchor)


def read_dates(text: str, *, anchor: Anchor | None = None, region: RegionCode = "CN") -> list[DateValue]:
    """Give the ``values`` of :func:`read`."""
    return read(text, anchor=anchor, region=region).values
