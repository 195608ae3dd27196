"""The mentions that a fact is made of: one way for posts, quotations and indicators."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from newsparse.records import PartName
from newsparse.relations.values import PartValue

__all__ = ["link_parts"]

_LISTS: dict[PartName, tuple[str, ...]] = {
    "person": ("entities",),
    "organization": ("entities",),
    "speaker": ("entities",),
    "subject": ("entities",),
    "measure": ("entities",),
    "period": ("dates",),
    "value": ("money", "quantities"),
    "change": ("money", "quantities"),
}
"""Where the mentions of a part are looked for; words such as a title or a cue are no mentions."""


def link_parts(
    facts: Iterable[Mapping[str, Any]], mentions: Mapping[str, Sequence[Mapping[str, Any]]]
) -> list[dict[str, Any]]:
    """Give facts whose parts name the mentions that they hold, or that they are a piece of.

    Parameters
    ----------
    facts:
        Fields of facts; ``parts`` are :class:`~newsparse.relations.values.PartValue`, or lists of the same three.
    mentions:
        The lists of the record by name, each in the order of the text and without overlaps.

    Returns
    -------
    list of dict
        The facts with ``parts`` as fields of :class:`newsparse.records.Part`.
    """
    facts = list(facts)
    if not facts:
        return []
    starts = {name: [mention["start_char"] for mention in found] for name, found in mentions.items()}

    def linked(part: PartValue) -> dict[str, Any]:
        ids = []
        for name in _LISTS.get(part.name, ()):
            found = mentions[name]
            at = max(bisect_right(starts[name], part.start_char) - 1, 0)
            while at < len(found) and (start := found[at]["start_char"]) < part.end_char:
                end = found[at]["end_char"]
                inside = part.start_char <= start and end <= part.end_char
                around = start <= part.start_char and part.end_char <= end
                if inside or around:
                    ids.append(f"{name}/{at}")
                at += 1
        return {"name": part.name, "start_char": part.start_char, "end_char": part.end_char, "mentions": ids}

    return [{**fact, "parts": [linked(PartValue(*part)) for part in fact["parts"]]} for fact in facts]
