"""What lines are worth: what speaks for and against each being part of the article, its first line or its last.

The weights are in ``rules/page/weights.toml``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from newsparse.page.furniture import Furniture, families
from newsparse.page.kinds import is_caption, kind_pattern
from newsparse.page.lines import Line
from newsparse.rules import read_toml

__all__ = [
    "LINKED",
    "Scores",
    "best_stretch",
    "broken_headlines",
    "ends_as_sentence",
    "fold",
    "has_pause",
    "is_dated_byline",
    "is_figures",
    "is_page_head",
    "score",
    "weights",
]

LINKED = 0.7  # share of links from which on a line of HTML is a link
_ENDS = ("。", "！", "？", "!", "?", "…", "；", ";")
_CLOSERS = "”’」』）)]】"
_STOP = re.compile("[。！？；]")
_COMMA = re.compile("[，、：,:；“”「」]")
_CUT_OFF = re.compile(r"(?:\.{2,}|…)$")
_DIGITS = re.compile(r"[\d\s.,，%％+\-—–/:：()（）]+")
_BRACKETED = re.compile(r"[（(][^（）()]{0,200}[）)]$")
_BREADCRUMB_ENDS = ("正文", "内容", "详情", "详细")
_FOLDED = re.compile(r"[\W_]+")
_ANNOUNCES = 16  # characters of a line that a colon makes a sentence
_LONG = 40  # characters from which on a line with commas is prose
_RUN_ON = 60  # characters from which on a line of prose has a full stop
_LONG_HEADLINE = 90  # characters from which on a line is hardly one
_HEADLINE_LONGEST = 120  # characters; longer lines are not looked at as headlines
_NEAR_BYLINE = 3  # lines above a byline that may be its headline …
_ABOVE_BYLINE = 12  # … with the names between them
_REPEATED_FROM = 5  # characters with which a line begins a headline that is broken
_BROKEN = 4  # lines that it may take
_SUBTITLE_FROM = 8  # characters of a headline and of a subtitle below it
_PROSE = 1.3  # score from which on a line is a paragraph


@dataclass(frozen=True, slots=True)
class Scores:
    """What the lines of a page are worth.

    ``lines``: being part of the article; ``headlines``: being its headline; ``begins`` and ``ends``: the article
    beginning at a line, or ending before it (one more than there are lines).  ``free`` are the lines that no rule
    knows, ``prose`` those of them that are paragraphs; ``unmarked`` is the cost of ending where nothing says so.
    """

    lines: Sequence[float]
    headlines: Sequence[float]
    free: Sequence[bool]
    prose: Sequence[bool]
    begins: Sequence[float]
    ends: Sequence[float]
    unmarked: float


@cache
def weights(table: str) -> dict[str, float]:
    """Give a table of the weights."""
    return cast("dict[str, float]", read_toml("page/weights.toml")[table])


def fold(text: str) -> str:
    """Give the letters and digits of a text alone, to compare headlines by."""
    if text.startswith(("[", "【")):
        text = kind_pattern("broadcast").sub("", text)
    return _FOLDED.sub("", text)


def ends_as_sentence(text: str) -> bool:
    """Say whether a line ends with a full stop, a question mark or the like, also inside a quotation."""
    return text.rstrip(_CLOSERS).endswith(_ENDS)


def is_figures(text: str) -> bool:
    """Say whether a line is of digits and their marks alone, as the cells of a table are."""
    return _DIGITS.fullmatch(text) is not None


def has_pause(text: str) -> bool:
    """Say whether a line has a comma, a colon or a quotation mark, as menu words never have."""
    return _COMMA.search(text) is not None


def score(
    lines: Sequence[Line], found: Sequence[Furniture | None], wanted: Collection[str], *, after_front_matter: bool
) -> Scores:
    """Weigh the lines of a page.

    Parameters
    ----------
    lines, found:
        The lines, and what furniture each is.
    wanted:
        Headlines that the page states elsewhere, folded.
    after_front_matter:
        The first line follows front matter, which stands right above articles.
    """
    alone = [_line_score(line, what) for line, what in zip(lines, found, strict=True)]
    site = sum(what is not None and families()[what.family].site for what in found)
    clean = 1 + weights("page")["clean"] / (1 + site)
    settled = _settle_runs(lines, found, alone, clean)
    headlines = _headline_scores(lines, found, wanted)
    for number in broken_headlines(lines, found, wanted):
        headlines[number] += weights("begin")["stated"]
    free = [what is None and line.text != "" for line, what in zip(lines, found, strict=True)]
    prose = [
        own and value >= _PROSE and (line.mark != "bullet" or len(line.text) >= _LONG)
        for line, own, value in zip(lines, free, settled, strict=True)
    ]
    begins = _begin_scores(lines, headlines, clean, after_front_matter=after_front_matter)
    unmarked = weights("end")["anywhere"] * clean
    return Scores(settled, headlines, free, prose, begins, _end_scores(found, unmarked), unmarked)


def _line_score(line: Line, what: Furniture | None) -> float:
    weight = weights("line")
    if what:
        if what.section:
            return weight["section"]
        return weight["elsewhere" if families()[what.family].around else "furniture"]
    if line.links >= LINKED:
        return weight["link"]
    text = line.text
    size = len(text) - 0.75 * len(text.encode("ascii", "ignore"))  # a Latin letter says as much as a quarter of a 字
    if _runs_on(text):
        return weight["run_on"]
    ends = ends_as_sentence(text) or _announces(text)
    if ends or _STOP.search(text):
        points = min(weight["most"], size / weight["characters_per_point"])
        whole = size >= _LONG or ends
        score = max(points, weight["sentence"]) if whole else points * weight["unfinished"]
        return score + (weight["bullet"] if line.mark == "bullet" and size < _LONG else 0)
    if is_caption(text):
        return weight["caption"]
    if size >= _LONG and _COMMA.search(text):
        return min(weight["most"], size / weight["characters_per_point"]) * weight["unfinished"]
    if is_figures(text):
        return weight["digits"]
    if _CUT_OFF.search(text):
        return weight["cut_off"]
    score = weight["menu_word"] if size <= 8 and not _COMMA.search(text) else weight["short"]
    if line.mark == "bullet":
        score += weight["bullet"]
    elif kind_pattern("numbered").match(text):
        score = weight["list_number"]
    return score


def _runs_on(text: str) -> bool:
    """Say whether a long line has no full stop: headlines set one behind the other."""
    return len(text) >= _RUN_ON and "。" not in text and "；" not in text


def _announces(text: str) -> bool:
    """Say whether a line announces a list: …，主要包括："""
    return text.endswith(("：", ":")) and len(text) >= _ANNOUNCES


def _settle_runs(
    lines: Sequence[Line], found: Sequence[Furniture | None], scores: Sequence[float], clean: float
) -> list[float]:
    """Let a list count nothing behind the line that announces it, and no run of short lines count without bound.

    In a text without site furniture short lines are the cells of a table or a list, and hardly count.
    """
    weight = weights("line")
    floor = weight["run_floor"]
    out = list(scores)
    announced = any_prose = False
    share = 1.0
    run = 0.0
    for number, line in enumerate(lines):
        what = found[number]
        if any_prose and what and (what.section or (what.family == "editor" and _names_editor(what))):
            share = weight["after_section"]
        if scores[number] >= 1.0:
            out[number] *= share
        elif share < 1.0 and scores[number] > 0:
            out[number] = weight["short"]
        if scores[number] >= 1.0:
            announced = _announces(line.text)
            any_prose = True
            run = 0.0
            continue
        if announced and found[number] is None and scores[number] < 0:
            out[number] = 0.0
        elif found[number] is not None and line.text:
            announced = False
        if out[number] < 0 and what is None and line.mark != "bullet" and line.links < LINKED:
            out[number] = max(out[number] / clean, min(weight["past_floor"], floor - run))
            run += out[number]
    return out


def _headline_scores(lines: Sequence[Line], found: Sequence[Furniture | None], wanted: Collection[str]) -> list[float]:
    """Say for each line how much it looks like the headline, by itself and by what stands around it."""
    weight = weights("begin")
    folded = [fold(line.text) if len(line.text) <= _HEADLINE_LONGEST else line.text for line in lines]
    counts = Counter(folded)
    visible = [number for number, line in enumerate(lines) if line.text]
    out = [
        0.0 if what is not None or not line.text else _title_score(line, own, wanted, counts)
        for line, own, what in zip(lines, folded, found, strict=True)
    ]
    near_byline: set[int] = set()
    for place, number in enumerate(visible):
        what = found[number]
        if what is not None and is_dated_byline(what):
            for above, is_next in _above_byline(lines, found, visible[max(0, place - _ABOVE_BYLINE) : place]):
                if above not in near_byline:
                    out[above] += weight["byline_next" if is_next else "byline_near"]
                    near_byline.add(above)
        if place and _is_menu(what) and found[visible[place - 1]] is None:
            out[visible[place - 1]] += weight["above_menu"]
        if what is None and place:
            above, over = visible[place - 1], found[visible[place - 1]]
            if lines[above].text.endswith(_BREADCRUMB_ENDS) or _is_breadcrumb(over):
                out[number] += weight["after_breadcrumb"]
            if over and is_page_head(over) and _has_subtitle(lines, found, visible[place : place + 3]):
                out[number] += weight["above_subtitle"]
    return out


def broken_headlines(
    lines: Sequence[Line], found: Sequence[Furniture | None], wanted: Collection[str]
) -> dict[int, tuple[int, str]]:
    """Find headlines that the page states in one piece and that stand on several lines.

    Gives the line after the last by the number of the first, with the folded headline.
    """
    out: dict[int, tuple[int, str]] = {}
    long = [headline for headline in wanted if len(headline) >= 2 * _REPEATED_FROM]
    for number, line in enumerate(lines) if long else ():
        so_far, end = fold(line.text) if found[number] is None else "", number + 1
        own = [headline for headline in long if len(so_far) >= _REPEATED_FROM and headline.startswith(so_far)]
        while own and so_far not in own and end < min(len(lines), number + _BROKEN) and found[end] is None:
            so_far += fold(lines[end].text)
            end += 1
            own = [headline for headline in own if headline.startswith(so_far)]
        if so_far in own and end > number + 1:
            out[number] = end, so_far
    return out


def _above_byline(
    lines: Sequence[Line], found: Sequence[Furniture | None], above: Sequence[int]
) -> list[tuple[int, bool]]:
    """Give the lines that may be the headline of a byline, nearest first, and whether nothing stands between.

    The name of an office or a writer below a longer line belongs to the byline.
    """
    out: list[tuple[int, bool]] = []
    passed = 0
    for place in range(len(above) - 1, -1, -1):
        number = above[place]
        if found[number] is None and not out and _is_name(lines[number].text):
            size = len(lines[number].text)
            if any(
                found[n] is None and len(lines[n].text) > size and _may_be_headline(lines[n].text)
                for n in above[:place]
            ):
                continue
        what = found[number]
        if what and what.family in ("byline", "document", "markup", "share") and not is_dated_byline(what):
            continue
        passed += 1
        if passed > _NEAR_BYLINE:
            break
        if what is None and not kind_pattern("numbered").match(lines[number].text):
            out.append((number, passed == 1))
    return out


def _may_be_headline(text: str) -> bool:
    """Say whether a line above a name may be the headline: neither a breadcrumb nor another name."""
    return _SUBTITLE_FROM <= len(text) < _RUN_ON and not text.endswith(_BREADCRUMB_ENDS) and not _is_name(text)


def _is_name(text: str) -> bool:
    text = text.rstrip("/／")
    return kind_pattern("value").fullmatch(text) is not None or kind_pattern("publisher").fullmatch(text) is not None


def _begin_scores(
    lines: Sequence[Line], headlines: Sequence[float], clean: float, *, after_front_matter: bool
) -> list[float]:
    """Say for each line how much speaks for the article beginning there."""
    weight = weights("begin")
    first = next((number for number, line in enumerate(lines) if line.text), 0)
    base = weight["after_front_matter" if after_front_matter else "first_line"]
    return [
        headline + (base if number == first else weight["anywhere"] * clean)
        for number, headline in enumerate(headlines)
    ]


def _is_breadcrumb(what: Furniture | None) -> bool:
    return what is not None and what.family == "menu" and what.rule.startswith("breadcrumb")


def is_page_head(what: Furniture) -> bool:
    """Say whether a line may stand between the name of a site and the headline: a menu, or today's date."""
    weekday = any(value.startswith(("星期", "周")) for _, value in what.fields)
    return families()[what.family].around or (what.name == "byline.date" and weekday)


def _is_menu(what: Furniture | None) -> bool:
    return what is not None and what.family in ("menu", "weather") and what.where != "head"


def _has_subtitle(lines: Sequence[Line], found: Sequence[Furniture | None], numbers: Sequence[int]) -> bool:
    """Say whether a byline follows below the next line, and both this and the next are long enough for headlines."""
    if len(numbers) < 3:
        return False
    what = found[numbers[2]]
    return (
        found[numbers[1]] is None
        and min(len(lines[number].text) for number in numbers[:2]) >= _SUBTITLE_FROM
        and what is not None
        and is_dated_byline(what)
    )


def _names_editor(what: Furniture) -> bool:
    return any(field.endswith("editor") for field, _ in what.fields)


def is_dated_byline(what: Furniture) -> bool:
    """Say whether a line states when the page appeared or where it comes from."""
    return any(field in ("date", "published_at", "source") for field, _ in what.fields)


def _same_headline(one: str, other: str) -> bool:
    """Say whether two folded headlines are the same, or one is the other with a short addition."""
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= 6 and 2 * len(shorter) >= len(longer) and shorter in longer)


def _title_score(line: Line, folded: str, wanted: Collection[str], counts: Counter[str]) -> float:
    """Say how much a line looks like a headline by itself."""
    weight = weights("begin")
    score = 0.0
    if line.mark == "heading1" or line.tag == "h1":
        score += weight["mark"]
    if "。" in line.text or line.text.rstrip(_CLOSERS).endswith(("；", "：")):
        score += weight["sentence"]
    if len(line.text) > _LONG_HEADLINE:
        score += weight["long"]
    if len(line.text) > _HEADLINE_LONGEST:
        return score
    if folded and any(_same_headline(folded, other) for other in wanted):
        score += weight["stated"]
    if len(folded) >= 8 and counts[folded] > 1:
        score += weight["repeated"]
    if kind_pattern("broadcast").match(line.text):
        score += weight["broadcast"]
    if line.mark == "bullet" or line.links >= LINKED:
        score += weight["bullet"]
    if len(folded) < 5:
        score += weight["tiny"]
    bare = _BRACKETED.sub("", line.text) if line.text.endswith(("）", ")")) else line.text
    if kind_pattern("document_number").fullmatch(line.text):
        score += weight["document_number"]
    if not bare or line.text.startswith("—") or kind_pattern("occasion").search(bare):
        score += weight["subtitle"]
    return score


def _end_scores(found: Sequence[Furniture | None], unmarked: float) -> list[float]:
    """Say for each line, and for the end of the page, how much speaks for the article ending before it."""
    weight = weights("end")
    out = [unmarked] * len(found) + [0.0]
    for number, what in enumerate(found):
        if what is None:
            continue
        if what.section:
            out[number] = weight["section"]
        elif what.name == "editor.end_mark":
            out[number] = weight["mark"]
        elif _names_editor(what):
            out[number] = weight["dated_editor" if is_dated_byline(what) else "editor"]
        elif what.family in ("copyright", "reprint", "disclaimer"):
            out[number] = weight["notice"]
        elif what.family in ("share", "pagination", "comment"):
            out[number] = weight["share"]
        elif what.family in ("footer", "icp", "related", "hot_list"):
            out[number] = weight["footer"]
        elif what.family == "repeated" and what.where != "any":
            out[number] = weight["frame"]
    return out


def best_stretch(scores: Scores) -> tuple[int, int]:
    """Give the stretch of lines whose sum of scores, with the scores for beginning and ending there, is largest.

    A sign of the end counts only behind a paragraph, the surest ones behind a short line below a sure headline: share
    buttons stand below headlines, too.
    """
    sure, headline = weights("end")["section"], weights("end")["below_headline"]
    size = len(scores.lines)
    best, stretch = float("-inf"), (0, size)
    start, start_value, own, paragraphs = 0, float("-inf"), 0, 0
    total = 0.0
    for number in range(size + 1):
        ending = scores.ends[number]
        if ending > 0 and not paragraphs and not (own > 1 and ending >= sure and scores.headlines[start] >= headline):
            ending = scores.unmarked
        if number and start_value + total + ending > best:
            best, stretch = start_value + total + ending, (start, number)
        if number < size:
            if scores.begins[number] - total > start_value:
                start, start_value, own, paragraphs = number, scores.begins[number] - total, 0, 0
            total += scores.lines[number]
            own += scores.free[number]
            paragraphs += scores.prose[number]
    return stretch
