"""The order in which names are found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newsparse.entities.gazetteer import Gazetteer
from newsparse.entities.known import find_known
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
    candidates: list[Candidate] = []
    for find in (find_known, find_places, find_organizations, find_persons, find_works):
        for one in find(scan):
            if "\n" in scan.text[one.start : one.end]:
                continue
            candidates.append(one)
            if one.label in _PLACES_AND_BODIES:
                scan.note(one)
    candidates += [Candidate(s.start_char, s.end_char, s.label, "model") for s in model_spans]  # type: ignore[arg-type]
    return _values(text, longest_first(candidates, len(text)))


def _values(text: str, chosen: Iterable[Candidate]) -> list[EntityValue]:
    return [
        EntityValue(c.start, c.end, c.label, c.canonical or text[c.start : c.end], c.kind, c.code, c.title, c.source)
        for c in chosen
    ]
