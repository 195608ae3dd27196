"""What stands in a clean text: words, names, dates, amounts and what they have to do with each other, step by step.

These are the functions that spaCy's components wrap (:mod:`newsparse.language.components`), in the same order and with
the same results, called one after another on plain lists: making a spaCy Doc, its spans and their attributes, and
reading them back, takes longer than finding everything that goes into them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, pairwise
from typing import Protocol

from newsparse import dates
from newsparse.amounts import MoneyValue, QuantityValue, read_amounts
from newsparse.dates import Anchor, DateValue, Impossible
from newsparse.entities import EntityValue, read_entities
from newsparse.language import resources
from newsparse.language.words import Words
from newsparse.records import RegionCode
from newsparse.relations import IndicatorValue, QuoteValue, RoleValue, read_indicators, read_quotes, read_roles
from newsparse.settings import Settings

__all__ = ["Analysis", "Analyzer", "part"]


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything found in a text, each list in text order; offsets are code points of it, spans are half open."""

    entities: Sequence[EntityValue]
    dates: Sequence[DateValue]
    impossible_dates: Sequence[Impossible]
    money: Sequence[MoneyValue]
    quantities: Sequence[QuantityValue]
    indicators: Sequence[IndicatorValue]
    quotes: Sequence[QuoteValue]
    roles: Sequence[RoleValue]


class Analyzer:
    """Reads clean texts; dictionaries and weights are loaded once a process and shared.

    Parameters
    ----------
    settings:
        ``entities`` and ``segmentation`` are used.

    Raises
    ------
    SettingsError
        ``NE302`` if a gazetteer cannot be read.
    """

    def __init__(self, settings: Settings) -> None:
        paths = tuple(str(path) for path in settings.entities.gazetteers)
        self._gazetteer = resources.gazetteer(paths)
        self._segmenter = resources.segmenter(paths, settings.segmentation.engine)
        self._recognizer = resources.recognizer(None) if settings.entities.model and resources.has_weights() else None

    @property
    def has_model(self) -> bool:
        """Whether a trained recogniser takes part."""
        return self._recognizer is not None

    def read(
        self,
        text: str,
        *,
        anchor: Anchor | None = None,
        region: RegionCode = "CN",
        start: int = 0,
        headline: str = "",
        url: str = "",
    ) -> Analysis:
        r"""Read a text.

        Parameters
        ----------
        text:
            Clean simplified text, lines separated by ``\n``.
        anchor:
            The day that relative dates count from.
        region:
            Whose official usage the text follows.
        start:
            Where the article begins behind its headline: facts are read from here on.
        headline:
            The title of the page, where it is known.
        url:
            Its address, where it is known: a report of a government is about the place that the site is of.
        """
        seen = self._recognizer.recognize(text) if self._recognizer else None
        words = part(text, self._segmenter.cut(text), seen or ())
        names = read_entities(text, words, self._gazetteer, seen)
        reading = dates.read(text, anchor=anchor, region=region)
        amounts = read_amounts(text, region=region)
        found: Iterable[_Found] = chain(names, reading.values, reading.impossible, amounts.money, amounts.quantities)
        words = part(text, words, found)
        roles = read_roles(text, words, names, start=start)
        quotes = read_quotes(text, words, names, start=start)
        indicators = read_indicators(
            text,
            words,
            names,
            reading.values,
            amounts.money,
            amounts.quantities,
            start=start,
            headline=headline,
            url=url,
            published=anchor.moment.isoformat() if anchor else "",
        )
        return Analysis(
            names, reading.values, reading.impossible, amounts.money, amounts.quantities, indicators, quotes, roles
        )


class _Found(Protocol):
    """Anything with a place in the text."""

    @property
    def start_char(self) -> int: ...
    @property
    def end_char(self) -> int: ...


def part(text: str, words: Iterable[str], found: Iterable[_Found]) -> Words:
    """Part the words of a text where something found in it begins or ends, as spaCy's tokens are parted for spans."""
    words = Words.of(words)
    edges = {at for one in found for at in (one.start_char, one.end_char)}
    bounds = words.bounds
    inside = sorted(at for at in edges if bounds[bisect_left(bounds, at)] != at)
    if not inside:
        return words
    parts = Words()
    begins: list[int] = []
    done = 0
    for number, cuts in groupby(inside, key=lambda at: bisect_left(bounds, at) - 1):
        ends = [bounds[number], *cuts, bounds[number + 1]]
        parts += words[done:number]
        begins += bounds[done:number]
        parts += (text[start:end] for start, end in pairwise(ends))
        begins += ends[:-1]
        done = number + 1
    parts += words[done:]
    parts.bounds = begins + bounds[done:]
    return parts
