"""The order in which names are found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newsparse.entities.article import find_again, in_full, link, trim_persons
from newsparse.entities.choice import choice
from newsparse.entities.gazetteer import Gazetteer
from newsparse.entities.known import find_known
from newsparse.entities.organizations import find_organizations
from newsparse.entities.persons import find_persons, find_split_names
from newsparse.entities.places import find_places
from newsparse.entities.policy import fill, longest_first, outside_titles, whole
from newsparse.entities.scan import Scan
from newsparse.entities.values import LONGEST, Candidate, EntityValue, ModelSpan
from newsparse.entities.works import find_works

__all__ = ["find_candidates", "may_be_name", "read_entities"]

_FINDERS = {
    "known": find_known,
    "places": find_places,
    "persons": find_persons,
    "organizations": find_organizations,
    "works": find_works,
}
_PLACES = ("GPE", "LOC")
_SITES = ("GPE", "LOC", "FAC")
_LINES = re.compile("(?:、[一-鿿]{2,3}){1,6}?等?(?:城际铁路|高铁|铁路|高速)")
_CODE = re.compile(r'["@_=./A-Za-z0-9]')
"""Latin letters that touch one of these are a part of an address or of code: anping|1303@, "|committeePK|"."""
_BODIES = ("小组", "委员会", "指挥部")
"""What ends with one of these meets and is no meeting."""
_COUNTED = re.compile("^第[一二三四五六七八九十0-9]+大|[一二三四五六七八九十两几多0-9]个?(?:部委|部门|单位|大洲)$")
"""What is ranked or counted names nobody: 第三大|体育用品集团, 国家七部委, 亚三大洲."""
_CUT = re.compile("(?:第[一二三四五六七八九十0-9]+[轮届次]|[十百]大)$")
"""What ends the name of an event before its word: 第十轮|巡视, 十大|进展."""
_NOTED = frozenset(("GPE", "LOC", "ORG", "PERSON", "FAC"))


def read_entities(
    text: str, words: Sequence[str], gazetteer: Gazetteer, model_spans: Sequence[ModelSpan] | None = None
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
        What a trained recogniser found in the same text, sorted: then the trained choice decides between candidates.
        Without a recogniser the longest of those that overlap is the name.

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
    candidates = list(find_candidates(scan))
    if model_spans is None:
        chosen = longest_first((one for _, one in candidates), len(text))
    else:
        spans = [whole(scan.text, span) for span in model_spans]
        chosen = choice().choose(scan, candidates, [span for span in spans if may_be_name(scan, span)])
    chosen = fill(find_split_names(scan), trim_persons(scan, chosen), len(text))
    titles = {(one.start, one.end): one.title for _, one in candidates if one.title}
    for one in chosen:
        if one.label == "PERSON" and not one.title:  # a person whom the gazetteer knows has a title all the same
            one.title = titles.get((one.start, one.end))
    diseases = scan.lexicon.diseases  # 非洲|猪瘟
    chosen = [one for one in chosen if one.label not in _PLACES or not scan.text.startswith(diseases, one.end)]
    again = list(find_again(scan, chosen))
    chosen = fill(in_full(chosen, again), again, len(text))
    return link(scan.text, outside_titles(scan.text, chosen))


def may_be_name(scan: Scan, span: ModelSpan) -> bool:
    """Say whether what the recogniser sees can be a name."""
    start, end, name = span.start_char, span.end_char, scan.text[span.start_char : span.end_char]
    if len(name) < 2 or {start, end - 1} <= scan.blocked:
        return False
    if span.label != "GPE" and start in scan.wide and end in scan.lands and name in scan.forms:
        return False  # 加蓬 is a country, whatever stands around it
    if span.label == "PERSON":
        called = len(name) > 2 and (name[1:] in scan.lexicon.no_given or name[1:] in scan.lexicon.titles)
        latin = name.isascii() and " " not in name and "." not in name
        return not (called or latin) or name in scan.people  # 李|同学, Today; but 陈|全国
    if span.label in _PLACES and name not in scan.forms and _LINES.match(scan.text, end):
        return False  # 沈白、喀赤、朝凌高铁 are lines
    if span.label == "FAC" and scan.is_toward(start):
        return False
    if span.label == "EVENT" and (name.endswith(_BODIES) or _CUT.search(name)):
        return False
    if span.label == "ORG" and ("有关" in name or scan.word_at(end - 1) in scan.lexicon.courses):
        return False  # 全国人大|有关专门委员会, 英国|政局
    if span.label in ("ORG", "LOC") and _COUNTED.search(name):
        return False
    if span.label in _SITES and name not in scan.forms and scan.is_counted(start):
        return False
    if span.label == "ORG" and (scan.is_graduate(start, end) or scan.is_trade(end)):
        return False
    if span.label in _SITES and (name in scan.lexicon.sites or (name[-1] == "族" and span.label != "FAC")):
        return False  # 综合保税区 is any; 独龙族 is a people
    return not (name.isascii() and _CODE.search(scan.text[max(0, start - 1) : start] + scan.text[end : end + 1]))


def find_candidates(scan: Scan) -> Iterator[tuple[str, Candidate]]:
    """Yield what gazetteers and rules propose, with the name of the finder; later finders build on earlier ones."""
    blocked = scan.blocked
    for finder, find in _FINDERS.items():
        for one in find(scan):
            if one.end - one.start > LONGEST or scan.text.find("\n", one.start, one.end) >= 0:
                continue
            if one.start in blocked and one.end - 1 in blocked:
                continue
            if one.label == "FAC" and scan.is_toward(one.start):
                continue
            if one.label == "ORG" and (scan.is_graduate(one.start, one.end) or scan.is_trade(one.end)):
                continue
            if one.label in _NOTED:
                scan.note(one)
            yield finder, one
