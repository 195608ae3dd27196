"""The order in which names are found."""

from __future__ import annotations

from collections.abc import Sequence

from newsparse.entities.article import find_again, link
from newsparse.entities.gazetteer import Gazetteer
from newsparse.entities.known import find_known
from newsparse.entities.organizations import find_organizations
from newsparse.entities.persons import find_persons
from newsparse.entities.places import find_places
from newsparse.entities.policy import fill, longest_first, outside_titles, widen
from newsparse.entities.scan import Scan
from newsparse.entities.seen import is_wide, seen
from newsparse.entities.values import Candidate, EntityValue, ModelSpan
from newsparse.entities.works import find_works

__all__ = ["read_entities"]

_LONGEST = 100
"""Characters in a name; a longer one is a chain of names that nobody wrote."""
_NOTED = frozenset(("GPE", "LOC", "ORG", "PERSON", "FAC"))


def read_entities(
    text: str, words: Sequence[str], gazetteer: Gazetteer, model_spans: Sequence[ModelSpan] = ()
) -> list[EntityValue]:
    r"""Find the names in a text.

    Parameters
    ----------
    text:
        Simplified Chinese, lines separated by ``\n``; a name never crosses a line.
    words:
        Its words from left to right, as jieba cuts them; together they must give the text. A space may be a word of its
        own or belong to the word before it.
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
    blocked = scan.blocked
    candidates: list[Candidate] = []
    for find in (find_known, find_places, find_persons, find_organizations, find_works):
        for one in find(scan):
            if one.end - one.start > _LONGEST or text.find("\n", one.start, one.end) >= 0:
                continue
            if one.start in blocked and one.end - 1 in blocked:
                continue
            candidates.append(one)
            if one.label in _NOTED:
                scan.note(one)
    found = list(seen(scan, model_spans))
    spans = {(one.start, one.end) for one in found}
    sure = [one for one in candidates if not (one.guess and model_spans) or (one.start, one.end) in spans]
    titles = {(one.start, one.end): one.title for one in sure if one.title}
    chosen = longest_first(sure, len(text))
    for one in chosen:
        if one.label == "PERSON" and not one.title:  # a person whom the gazetteer knows has a title all the same
            one.title = titles.get((one.start, one.end))
    chosen = widen(chosen, (one for one in found if is_wide(scan, one)))
    chosen = fill(chosen, found, len(text))
    chosen = fill(chosen, find_again(scan, chosen), len(text))
    return link(scan.text, outside_titles(scan.text, chosen))
