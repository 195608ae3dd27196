"""The order in which names are found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from newsparse.entities.article import find_again, link
from newsparse.entities.gazetteer import Gazetteer
from newsparse.entities.known import find_known
from newsparse.entities.organizations import find_organizations
from newsparse.entities.persons import find_persons
from newsparse.entities.places import find_places
from newsparse.entities.policy import fill, longest_first, widen
from newsparse.entities.scan import Scan
from newsparse.entities.values import Candidate, EntityValue, ModelSpan
from newsparse.entities.works import find_works

__all__ = ["read_entities"]

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
            if text.find("\n", one.start, one.end) >= 0 or (one.start in blocked and one.end - 1 in blocked):
                continue
            candidates.append(one)
            if one.label in _NOTED:
                scan.note(one)
    seen = list(_seen(scan, model_spans))
    spans = {(one.start, one.end) for one in seen}
    sure = [one for one in candidates if not (one.guess and model_spans) or (one.start, one.end) in spans]
    titles = {(one.start, one.end): one.title for one in sure if one.title}
    chosen = longest_first(sure, len(text))
    for one in chosen:
        if one.label == "PERSON" and not one.title:  # a person whom the gazetteer knows has a title all the same
            one.title = titles.get((one.start, one.end))
    chosen = widen(chosen, (one for one in seen if _is_wide(scan, one)))
    chosen = fill(chosen, seen, len(text))
    return link(scan.text, fill(chosen, find_again(scan, chosen), len(text)))


# How sure the recogniser has to be, chosen on the public articles and the pages of corpora/: of a
# name, of a name that has nothing but words of the general language in it (光彩|事业|促进会), of a longer name that
# takes the place of the shorter ones inside it (蒙古 | 人民革命党), and of a body with a known name at the head and a
# word for bodies at the end (日本 | 海洋研究开发 | 机构): its two ends are sure, so little more is asked.
_LEAST_SCORE = 0.3
_HEADED_SCORE = 0.05
_COMMON_SCORES = {"GPE": 0.8, "FAC": 0.9}
_WIDE_SCORES = {"ORG": 0.5, "PERSON": 0.35}
_QUOTED = re.compile("(?<=.)[“「][^“”「」]{1,12}[”」](?=..)")
_QUOTES = frozenset("“”‘’「」『』《》，。；！？、")


def _is_wide(scan: Scan, one: Candidate) -> bool:
    """Say whether a name that the model sees may take the place of shorter ones inside it."""
    return one.score >= _WIDE_SCORES.get(one.label, 2.0) or _is_headed(scan, one.start, one.end, one.label)


def _is_headed(scan: Scan, start: int, end: int, label: str) -> bool:
    """Say whether a place or a body stands at the head of a stretch and a word for a body at its end."""
    head = scan.right.get(start, end)
    if label != "ORG" or head >= end or not scan.text.endswith(scan.lexicon.bodies, head, end):
        return False
    words = scan.words[scan.word_number(head) : scan.word_number(end - 1) + 1]
    return not any(len(word) > 1 and word in scan.lexicon.breaks for word in words)


def _seen(scan: Scan, spans: Iterable[ModelSpan]) -> Iterator[Candidate]:
    """Yield the names that the model sees and that can be one."""
    for span in spans:
        start, end, label = span.start_char, span.end_char, span.label
        if (
            end - start < 2
            or scan.cuts_word(start, end)
            or not _QUOTES.isdisjoint(_QUOTED.sub("", scan.text[start:end]))
        ):
            continue
        if start in scan.blocked and end - 1 in scan.blocked:
            continue
        if label == "PERSON" and scan.text[start + 1 : end] in scan.lexicon.titles:
            continue  # 黄|市长: a surname is not a name
        if (
            label in ("GPE", "LOC")
            and scan.lexicon.is_ordinary(scan.text[start:end])
            and scan.text[start:end] not in scan.forms
        ):
            continue
        if label == "ORG" and scan.text.endswith(scan.lexicon.tails, start, end):
            continue
        proper = scan.is_proper(start, end) or (
            label == "PERSON" and not scan.lexicon.is_ordinary(scan.text[start:end])
        )
        least = (
            _HEADED_SCORE
            if _is_headed(scan, start, end, label)
            else _LEAST_SCORE
            if proper
            else _COMMON_SCORES.get(label, 0.5)
        )
        if span.score >= least:
            yield Candidate(start, end, label, "model", score=span.score)  # type: ignore[arg-type]
