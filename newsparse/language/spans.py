"""Spans at character offsets in a spaCy Doc, with the values that newsparse read from them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from pydantic import BaseModel
from spacy.tokens import Doc, Span, SpanGroup

__all__ = ["LabelledSpan", "make_spans", "read_values", "tiling_words", "write_values"]


class LabelledSpan(NamedTuple):
    """A span to be made: code point offsets, spaCy label, and what goes into ``kb_id_``."""

    start_char: int
    end_char: int
    label: str
    identifier: str


def tiling_words(doc: Doc, text: str) -> list[str]:
    """Give the words of a Doc, each with the space behind it; joined, they are ``text``, the text of the Doc."""
    return [text[start:end] for start, end in pairwise([*doc.to_array("IDX").tolist(), len(text)])]


def make_spans(doc: Doc, spans: Sequence[LabelledSpan]) -> list[Span]:
    """Make spaCy spans that cover exactly the characters given.

    A token that a span begins or ends inside is split there, so the Doc may have more tokens afterwards; its text,
    entities and span groups stay as they are.
    """
    if not spans:
        return []
    first, last = _edges(doc)
    cuts = {span.start_char for span in spans if span.start_char not in first}
    cuts.update(span.end_char for span in spans if span.end_char not in last)
    if cuts:
        _split_tokens(doc, cuts)
        first, last = _edges(doc)
    return [
        Span(doc, first[span.start_char], last[span.end_char], label=span.label, kb_id=span.identifier)
        for span in spans
    ]


def _edges(doc: Doc) -> tuple[dict[int, int], dict[int, int]]:
    """Give the number of the token that begins, and one more than that of the token that ends, at each offset."""
    table = doc.to_array(["IDX", "LENGTH"])
    starts = table[:, 0].tolist()
    ends = (table[:, 0] + table[:, 1]).tolist()
    return dict(zip(starts, range(len(doc)), strict=True)), dict(zip(ends, range(1, len(doc) + 1), strict=True))


def _split_tokens(doc: Doc, cuts: Iterable[int]) -> None:
    begins = doc.to_array("IDX").tolist()
    inside: dict[int, list[int]] = {}
    for cut in sorted(cuts):
        inside.setdefault(bisect_right(begins, cut) - 1, []).append(cut)
    # spaCy moves entities along when tokens are split, span groups it leaves pointing at the old token numbers.
    groups = {
        name: (dict(group.attrs), [LabelledSpan(s.start_char, s.end_char, s.label_, s.kb_id_) for s in group])
        for name, group in doc.spans.items()
    }
    with doc.retokenize() as retokenizer:
        for index, positions in inside.items():
            token = doc[index]
            edges = [token.idx, *positions, token.idx + len(token)]
            parts = [token.text[a - token.idx : b - token.idx] for a, b in pairwise(edges)]
            retokenizer.split(token, parts, heads=[(token, part) for part in range(len(parts))])
    for name, (attrs, spans) in groups.items():
        doc.spans[name] = SpanGroup(doc, name=name, attrs=attrs, spans=make_spans(doc, spans))


def write_values(doc: Doc, key: str, values: Sequence[Any], spans: Sequence[Span]) -> None:
    """Store a span group and, in its ``attrs["values"]``, the fields of the dataclass behind each span.

    Decimals are stored as text, so that the Doc can be written to bytes as spaCy expects.
    """
    doc.spans[key] = SpanGroup(doc, name=key, attrs={"values": [_plain(value) for value in values]}, spans=list(spans))


def read_values(doc: Doc, key: str) -> list[dict[str, Any]]:
    """Give the values that :func:`write_values` stored, or none."""
    if key not in doc.spans:
        return []
    values: list[dict[str, Any]] = doc.spans[key].attrs["values"]
    return values


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, BaseModel):
        return {name: _plain(item) for name, item in value}
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value
