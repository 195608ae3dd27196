"""The order in which names are found."""

from __future__ import annotations

from collections.abc import Sequence

from newsparse.entities.gazetteer import Gazetteer
from newsparse.entities.organizations import find_organizations
from newsparse.entities.persons import find_persons
from newsparse.entities.places import find_places
from newsparse.entities.policy import longest_first
from newsparse.entities.scan import Scan
from newsparse.entities.values import Candidate, EntityValue, ModelSpan
from newsparse.entities.works import find_works

__all__ = ["read_entities"]


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
    candidates = []
    for start, end, name in sorted(scan.names, key=lambda n: (n[1], n[0])):
        if not name.weak or start in scan.left:
            one = Candidate(
                start,
                end,
                name.label,
                "gazetteer",
                name.canonical,
                name.kind,
                name.code,
                priority=20 if name.own else 10,
            )
            candidates.append(one)
            if name.label in ("GPE", "LOC", "ORG"):
                scan.note(one)
    for find in (find_places, find_organizations, find_persons, find_works):
        for one in find(scan):
            candidates.append(one)
            if one.label in ("GPE", "ORG"):
                scan.note(one)
    candidates += [Candidate(s.start_char, s.end_char, s.label, "model") for s in model_spans]  # type: ignore[arg-type]
    chosen = longest_first((c for c in candidates if "\n" not in text[c.start : c.end]), len(text))
    return [
        EntityValue(c.start, c.end, c.label, c.canonical or text[c.start : c.end], c.kind, c.code, c.title, c.source)
        for c in chosen
    ]
