"""The order in which names are found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newsparse.entities.gazetteer import Gazetteer, Name
from newsparse.entities.organizations import find_organizations
from newsparse.entities.persons import find_persons
from newsparse.entities.places import find_places
from newsparse.entities.policy import longest_first
from newsparse.entities.scan import Scan
from newsparse.entities.values import Candidate, EntityValue, ModelSpan
from newsparse.entities.works import find_works

__all__ = ["read_entities"]

_PLACES_AND_BODIES = frozenset(("GPE", "LOC", "ORG"))


def read_entities(
    text: str, words: Sequence[str], gazetteer: Gazetteer, model_spans: Sequence[ModelSpan] = ()
) -> list[EntityValue]:
    """Find the names in a text.

    Parameters
    ----------
    text:
        Simplified Chinese, lines separated by ``\\n``; a name never crosses a line.
    words:
        Its words from left to right, as jieba cuts them; together they must give the text.
    gazetteer:
        Known names and the words that rules hang on.
    model_spans:
        What a trained recogniser found in the same text.

    Returns
    -------
    list of EntityValue
        In order, without overlaps; offsets are code points, half open.

    Raises
    ------
    ValueError
        If the words do not tile the text.
    """
    if not text:
        return []
    scan = Scan(text, words, gazetteer)
    candidates = _known(scan)
    for find in (find_places, find_organizations, find_persons, find_works):
        for one in find(scan):
            if "\n" in scan.text[one.start : one.end]:
                continue
            candidates.append(one)
            if one.label in _PLACES_AND_BODIES:
                scan.note(one)
    candidates += [Candidate(s.start_char, s.end_char, s.label, "model") for s in model_spans]  # type: ignore[arg-type]
    return _values(text, longest_first(candidates, len(text)))


def _known(scan: Scan) -> list[Candidate]:
    """Give what the gazetteer knows; a weak form only where the article speaks for it."""
    candidates = []
    strong = {name.canonical for _, _, names in scan.names for name in names if not name.weak}
    spans = {(start, end) for start, end, names in scan.names if any(not n.weak for n in names)}
    starts, ends = {s for s, _ in spans}, {e for _, e in spans}
    for start, end, names in sorted(scan.names, key=lambda n: (n[1], n[0])):
        name = next((n for n in names if not n.weak), None) or next(
            (n for n in names if n.canonical in strong or _supported(scan, start, end, n, starts, ends)), None
        )
        if name is None:
            continue
        one = Candidate(
            start, end, name.label, "gazetteer", name.canonical, name.kind, name.code, priority=20 if name.own else 10
        )
        candidates.append(one)
        if name.label in _PLACES_AND_BODIES:
            scan.note(one)
    return candidates


def _supported(scan: Scan, start: int, end: int, name: Name, starts: set[int], ends: set[int]) -> bool:
    """Say whether the neighbours of an ambiguous form speak for it: a place before a place, a list of bodies."""
    if name.label == "GPE":
        return start in ends and (start in scan.index and end in scan.index)
    return (scan.text[start - 1 : start] == "、" and start - 1 in ends) or (
        scan.text[end : end + 1] == "、" and end + 1 in starts
    )


def _values(text: str, chosen: Iterable[Candidate]) -> list[EntityValue]:
    return [
        EntityValue(c.start, c.end, c.label, c.canonical or text[c.start : c.end], c.kind, c.code, c.title, c.source)
        for c in chosen
    ]
