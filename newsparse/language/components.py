"""The components of the pipeline, each registered as a spaCy factory.

Each one *matches* (a plain function over the text) and *annotates* (spans in the Doc); the two are methods of
their own, as in spaCy's SpanRuler.  What a component found stands in ``doc.spans["newsparse_…"]``: the label is
OntoNotes', ``kb_id_`` the canonical name, TIMEX3 value or ISO 4217 code, and ``attrs["values"]`` has every field.
Names are ``doc.ents`` too.

What the page says about the text is read from ``doc.user_data["newsparse"]``, a dict with the keys ``anchor``
(ISO date), ``anchor_source`` ("dateline" or "published_at"), ``region`` ("CN", "TW", "HK", "MO"), ``start`` (the
offset at which the article begins behind its headline: facts are read from there), ``headline`` (the title of the
page) and ``text`` (that of the Doc, to save joining it again); the configuration of a component gives what holds when
it is not there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Generic, TypeVar

from spacy.language import Language
from spacy.tokens import Doc

from newsparse import dates
from newsparse.amounts import MoneyValue, QuantityValue, read_amounts
from newsparse.dates import Anchor, DateReading, DateValue
from newsparse.entities import EntityValue, read_entities
from newsparse.entities.recognizer import ModelSpan
from newsparse.language.resources import gazetteer, recognizer
from newsparse.language.spans import LabelledSpan, make_spans, read_values, tiling_words, write_values
from newsparse.relations import IndicatorValue, QuoteValue, RoleValue, read_indicators, read_quotes, read_roles

__all__ = [
    "AmountFinder",
    "DateFinder",
    "EntityFinder",
    "IndicatorFinder",
    "NameRecognizer",
    "QuoteFinder",
    "RoleFinder",
]

Found = TypeVar("Found")


class _Component(Generic[Found]):
    """What all components share: call = match, then annotate; serialised as their settings."""

    def __init__(self, name: str, **settings: Any) -> None:
        self.name = name
        self.settings = settings

    def __call__(self, doc: Doc) -> Doc:
        self.annotate(doc, self.match(doc))
        return doc

    def match(self, doc: Doc) -> Found:
        raise NotImplementedError

    def annotate(self, doc: Doc, found: Found) -> None:
        raise NotImplementedError

    def context(self, doc: Doc, key: str) -> Any:
        """Give what the Doc says under a key, else the setting."""
        return doc.user_data.get("newsparse", {}).get(key) or self.settings.get(key)

    def text(self, doc: Doc) -> str:
        """Give the text of the Doc; joining it from the tokens costs as much as finding its dates does."""
        return self.context(doc, "text") or doc.text

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        return json.dumps(self.settings).encode()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> _Component[Found]:
        self.settings = json.loads(data)
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> _Component[Found]:
        return self.from_bytes(Path(path).read_bytes())


class NameRecognizer(_Component[Sequence[ModelSpan]]):
    """Finds names by the trained recogniser; sets ``doc.spans["newsparse_recognizer"]`` for ``newsparse_entities``."""

    def match(self, doc: Doc) -> Sequence[ModelSpan]:
        """Give the names that the model sees, with their probabilities."""
        return recognizer(self.settings["path"]).recognize(self.text(doc))

    def annotate(self, doc: Doc, found: Sequence[ModelSpan]) -> None:
        """Write them; they are candidates, not yet entities."""
        spans = make_spans(doc, [LabelledSpan(m.start_char, m.end_char, m.label, "") for m in found])
        write_values(doc, "newsparse_recognizer", found, spans)


class EntityFinder(_Component[Sequence[EntityValue]]):
    """Joins gazetteers, rules and the recogniser's finds; sets ``doc.ents`` and ``doc.spans["newsparse_entities"]``."""

    def match(self, doc: Doc) -> Sequence[EntityValue]:
        """Give the names in the Doc."""
        text = self.text(doc)
        spans = read_values(doc, "newsparse_recognizer")
        seen = [ModelSpan(**span) for span in spans] if "newsparse_recognizer" in doc.spans else None
        return read_entities(text, tiling_words(doc, text), gazetteer(tuple(self.settings["gazetteers"])), seen)

    def annotate(self, doc: Doc, found: Sequence[EntityValue]) -> None:
        """Write them; entities that another component set before give way where they overlap."""
        spans = make_spans(doc, [LabelledSpan(e.start_char, e.end_char, e.label, e.canonical) for e in found])
        write_values(doc, "newsparse_entities", found, spans)
        doc.set_ents(spans, default="unmodified")


class DateFinder(_Component[DateReading]):
    """Finds expressions of time and puts them on the calendar; sets ``doc.spans["newsparse_dates"]``.

    Dates that cannot be, such as 2月30日, stand in ``doc.spans["newsparse_impossible_dates"]``.
    """

    def match(self, doc: Doc) -> DateReading:
        """Give the expressions of time in the Doc."""
        moment = self.context(doc, "anchor")
        anchor = Anchor.parse(moment, self.context(doc, "anchor_source") or "published_at") if moment else None
        return dates.read(self.text(doc), anchor=anchor, region=self.context(doc, "region"))

    def annotate(self, doc: Doc, found: DateReading) -> None:
        """Write them with OntoNotes' labels DATE and TIME."""
        labels = [
            LabelledSpan(d.start_char, d.end_char, "TIME" if d.kind == "time" else "DATE", d.timex or "")
            for d in found.values
        ]
        write_values(doc, "newsparse_dates", found.values, make_spans(doc, labels))
        labels = [LabelledSpan(d.start_char, d.end_char, "DATE", "") for d in found.impossible]
        write_values(doc, "newsparse_impossible_dates", found.impossible, make_spans(doc, labels))


class AmountFinder(_Component[tuple[Sequence[MoneyValue], Sequence[QuantityValue]]]):
    """Finds money, percentages and counts; sets ``doc.spans["newsparse_money"]`` and ``["newsparse_quantities"]``."""

    def match(self, doc: Doc) -> tuple[Sequence[MoneyValue], Sequence[QuantityValue]]:
        """Give the amounts of money and the quantities in the Doc."""
        amounts = read_amounts(self.text(doc), region=self.context(doc, "region"))
        return amounts.money, amounts.quantities

    def annotate(self, doc: Doc, found: tuple[Sequence[MoneyValue], Sequence[QuantityValue]]) -> None:
        """Write them with OntoNotes' labels MONEY, PERCENT and QUANTITY."""
        money, quantities = found
        labels = [LabelledSpan(m.start_char, m.end_char, "MONEY", m.currency or "") for m in money]
        write_values(doc, "newsparse_money", money, make_spans(doc, labels))
        labels = [
            LabelledSpan(q.start_char, q.end_char, "PERCENT" if q.unit == "%" else "QUANTITY", q.unit)
            for q in quantities
        ]
        write_values(doc, "newsparse_quantities", quantities, make_spans(doc, labels))


class _Relations(_Component[Found]):
    """What components share that read the names found before them."""

    def names(self, doc: Doc) -> list[EntityValue]:
        """Give the names that ``newsparse_entities`` found."""
        return [EntityValue(**value) for value in read_values(doc, "newsparse_entities")]


class RoleFinder(_Relations[Sequence[RoleValue]]):
    """Finds who holds which post; sets ``doc.spans["newsparse_roles"]``. Needs ``newsparse_entities``."""

    def match(self, doc: Doc) -> Sequence[RoleValue]:
        """Give the posts that the Doc gives to persons."""
        text = self.text(doc)
        return read_roles(text, tiling_words(doc, text), self.names(doc), start=self.context(doc, "start") or 0)

    def annotate(self, doc: Doc, found: Sequence[RoleValue]) -> None:
        """Write them on the names, with the post as ``kb_id_``."""
        spans = make_spans(doc, [LabelledSpan(r.start_char, r.end_char, "ROLE", r.title) for r in found])
        write_values(doc, "newsparse_roles", found, spans)


class QuoteFinder(_Relations[Sequence[QuoteValue]]):
    """Finds who said what; sets ``doc.spans["newsparse_quotes"]``. Needs ``newsparse_entities``."""

    def match(self, doc: Doc) -> Sequence[QuoteValue]:
        """Give the reported speech in the Doc."""
        text = self.text(doc)
        return read_quotes(text, tiling_words(doc, text), self.names(doc), start=self.context(doc, "start") or 0)

    def annotate(self, doc: Doc, found: Sequence[QuoteValue]) -> None:
        """Write them on the words, with the speaker as ``kb_id_``."""
        spans = make_spans(doc, [LabelledSpan(q.start_char, q.end_char, "QUOTE", q.speaker) for q in found])
        write_values(doc, "newsparse_quotes", found, spans)


class IndicatorFinder(_Relations[Sequence[IndicatorValue]]):
    """Finds statistics; sets ``doc.spans["newsparse_indicators"]``. Needs names, dates and amounts."""

    def match(self, doc: Doc) -> Sequence[IndicatorValue]:
        """Give the statistics that the Doc states."""
        text = self.text(doc)
        return read_indicators(
            text,
            tiling_words(doc, text),
            self.names(doc),
            [DateValue(**value) for value in read_values(doc, "newsparse_dates")],
            [MoneyValue(**_numbers(value)) for value in read_values(doc, "newsparse_money")],
            [QuantityValue(**_numbers(value)) for value in read_values(doc, "newsparse_quantities")],
            start=self.context(doc, "start") or 0,
            headline=self.context(doc, "headline") or "",
            url=self.context(doc, "url") or "",
            published=self.context(doc, "anchor") or "",
        )

    def annotate(self, doc: Doc, found: Sequence[IndicatorValue]) -> None:
        """Write them on the figures, with the measure as ``kb_id_``."""
        spans = make_spans(doc, [LabelledSpan(i.start_char, i.end_char, "INDICATOR", i.measure) for i in found])
        write_values(doc, "newsparse_indicators", found, spans)


def _numbers(value: dict[str, Any]) -> dict[str, Any]:
    """Give the fields of an amount with the numbers that ``write_values`` wrote as text made Decimals again."""
    return value | {
        name: Decimal(value[name]) for name in ("amount", "value", "min", "max") if value.get(name) is not None
    }


@Language.factory("newsparse_recognizer", default_config={"path": None}, assigns=["doc.spans"])
def make_recognizer(nlp: Language, name: str, path: str | None) -> NameRecognizer:
    """Make the component that runs the trained recogniser; ``path`` is a folder of weights, newsparse's own if null."""
    return NameRecognizer(name, path=path)


@Language.factory("newsparse_entities", default_config={"gazetteers": []}, assigns=["doc.ents", "doc.spans"])
def make_entities(nlp: Language, name: str, gazetteers: list[str]) -> EntityFinder:
    """Make the component that joins what is known of names; ``gazetteers`` are tables of your own."""
    return EntityFinder(name, gazetteers=gazetteers)


@Language.factory("newsparse_dates", default_config={"anchor": None, "region": "CN"}, assigns=["doc.spans"])
def make_dates(nlp: Language, name: str, anchor: str | None, region: str) -> DateFinder:
    """Make the component that finds expressions of time."""
    return DateFinder(name, anchor=anchor, region=region)


@Language.factory("newsparse_amounts", default_config={"region": "CN"}, assigns=["doc.spans"])
def make_amounts(nlp: Language, name: str, region: str) -> AmountFinder:
    """Make the component that finds money and quantities."""
    return AmountFinder(name, region=region)


@Language.factory("newsparse_roles", assigns=["doc.spans"], requires=["doc.ents"])
def make_roles(nlp: Language, name: str) -> RoleFinder:
    """Make the component that finds who holds which post."""
    return RoleFinder(name)


@Language.factory("newsparse_quotes", assigns=["doc.spans"], requires=["doc.ents"])
def make_quotes(nlp: Language, name: str) -> QuoteFinder:
    """Make the component that finds who said what."""
    return QuoteFinder(name)


@Language.factory("newsparse_indicators", assigns=["doc.spans"], requires=["doc.ents", "doc.spans"])
def make_indicators(nlp: Language, name: str) -> IndicatorFinder:
    """Make the component that finds statistics."""
    return IndicatorFinder(name)
