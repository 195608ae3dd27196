"""The mentions that a fact is made of: one way for posts, quotations and indicators."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from newsparse.records import PartName

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


def link_parts(facts: Iterable[dict[str, Any]], mentions: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Make the parts of facts fields of :class:`newsparse.records.Part`.

    Each names the mentions that it holds, or that it is a piece of.

    Parameters
    ----------
    facts:
        Fields of facts; ``parts`` are :class:`~newsparse.relations.values.PartValue`, or lists of the same three.
    mentions:
        The lists of the record by name, each in the order of the text and without overlaps.
    """
    starts = {name: [mention["start_char"] for mention in found] for name, found in mentions.items()}

    def linked(part: PartName, begin: int, stop: int) -> dict[str, Any]:
        ids = []
        for name in _LISTS.get(part, ()):
            found = mentions[name]
            at = max(bisect_right(starts[name], begin) - 1, 0)
            while at < len(found) and (start := found[at]["start_char"]) < stop:
                end = found[at]["end_char"]
                inside = begin <= start and end <= stop
                around = start <= begin and stop <= end
                if inside or around:
                    ids.append(f"{name}/{at}")
                at += 1
        return {"name": part, "start_char": begin, "end_char": stop, "mentions": ids}

    for fact in facts:
        fact["parts"] = [linked(*part) for part in fact["parts"]]
