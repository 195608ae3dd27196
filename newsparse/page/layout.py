"""Lines to blocks: where the article begins and ends, which lines inside it are furniture, what the others are.

No single pattern decides.  Every line earns points for being prose and loses some for looking like a menu, a headline
of another page or a known piece of furniture; a headline, a byline or a list of other pages speaks for the article
beginning or ending there.  The article is the stretch with the largest sum, found in one pass.  The weights are in
``rules/page/weights.toml``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from newsparse.page.furniture import Furniture, families, is_notice_header, is_notice_item, recognise, wants_value
from newsparse.page.lines import Line, kind_pattern
from newsparse.records import BlockKind
from newsparse.rules import read_toml

__all__ = ["Layout", "Placed", "fold", "lay_out"]

_END = re.compile(r"[。！？!?…；;][”’」』）)\]】]*$")
_STOP = re.compile("[。！？；]")
_COMMA = re.compile("[，、：,:；“”「」]")
_CUT_OFF = re.compile(r"(?:\.{2,}|…)$")
_DIGITS = re.compile(r"[\d\s.,，%％+\-—–/:：()（）]+")
_FRONT_MATTER = re.compile(r"^([A-Za-z_][\w-]{0,30})[:：] *(.*)$")
_BREADCRUMB_END = re.compile(r"(?:正文|内容|详情|详细)$")
_FOLDED = re.compile(r"[\W_]+")
_HEADLINE_LONGEST = 120
_HEADLINE_WITHIN = 4  # lines from the beginning of the article among which its headline is
_ANNOUNCES = 16  # characters of a line that a colon makes a sentence
_REPEATED_FROM = 5  # characters of a headline that a line may repeat; shorter ones are words
_VALUE_LONGEST = 30  # characters of a value that stands on the line below its label
_RUN_ON = 60  # characters from which on a line of prose has a full stop
_LINKED = 0.7  # share of links from which on a line of HTML is a link
_DATED = re.compile(r"(?<!\d)\d{4}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)(?!\d)(?: ?\d\d?(?::\d\d){1,2})?")
_DATED_LONGEST = 45  # characters of a line with a date between headline and text
_TAB_LONGEST = 6  # characters of a tab


@dataclass(frozen=True, slots=True)
class Placed:
    """A line and what became of it: ``furniture`` says why it was removed and is None for a line of the article."""

    line: Line
    kind: BlockKind
    furniture: Furniture | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The page laid out.

    ``placed`` has every line of the page in order.  ``title`` is the line that holds the headline, ``stated`` what
    front matter said, ``head`` and ``tail`` the line numbers of the first and the last paragraph (half open).
    """

    placed: tuple[Placed, ...]
    title: Line | None
    stated: dict[str, str]
    head: int
    tail: int


def fold(text: str) -> str:
    """Give the letters and digits of a text alone, to compare headlines by."""
    return _FOLDED.sub("", kind_pattern("broadcast").sub("", text))


@cache
def _weights() -> dict[str, dict[str, float]]:
    return cast("dict[str, dict[str, float]]", read_toml("page/weights.toml"))


def lay_out(lines: Sequence[Line], *, titles: Collection[str] = (), keep: Collection[str] = ()) -> Layout:
    """Find the article among the lines of a page.

    Parameters
    ----------
    lines:
        The lines, simplified.
    titles:
        Headlines that the page states elsewhere (``<title>``, ``<h1>``, OpenGraph).
    keep:
        Families of furniture that stay in the text.
    """
    front, stated = _front_matter(lines)
    body = lines[front:]
    found = _recognise_all(body)
    wanted = {fold(title) for title in (*titles, stated.get("title", "")) if title}
    scores = [_line_score(line, what) for line, what in zip(body, found, strict=True)]
    scores = _settle_runs(body, found, scores)
    site = sum(what is not None and families()[what.family].site for what in found)
    clean = 1 + _weights()["page"]["clean"] / (1 + site)
    headlines = _headline_scores(body, found, wanted)
    begins = _begin_scores(body, headlines, clean, after_front_matter=front > 0)
    prose = [what is None and _is_prose(line, score) for line, what, score in zip(body, found, scores, strict=True)]
    begin, end = _best_stretch(scores, begins, _end_scores(body, found, clean), prose)
    title = _title_line(body, found, prose, headlines, begin, end)
    placed = [Placed(line, "empty", Furniture("markup", "front_matter")) for line in lines[:front]]
    inside, head, tail = _inside(body, found, prose, begin, end, title, keep)
    section: Furniture | None = None
    for number, line in enumerate(body):
        if begin <= number < end:
            placed.append(inside[number - begin])
            continue
        what = found[number]
        if number >= end and what and what.section:
            section = what
        where = what or (Furniture("menu", "before_article") if number < begin else section or _AFTER)
        if where is section and not what:
            where = Furniture(section.family, "item")
        placed.append(_removed(line, where) if where.family not in keep else _kept(line))
    return Layout(tuple(placed), body[title] if title is not None else None, stated, front + head, front + tail)


_AFTER = Furniture("related", "after_article")


# What a line is worth


def _recognise_all(lines: Sequence[Line]) -> list[Furniture | None]:
    """Recognise each line by itself, then the lists that stand below a notice header."""
    found = [recognise(line.text) if line.text else Furniture("markup", "marks") for line in lines]
    for number in range(len(lines) - 1):
        label, value = lines[number], lines[number + 1]
        listed = label.mark == "bullet" and lines[min(number + 2, len(lines) - 1)].mark == "bullet"
        below = found[number + 1]
        free = below is None or below.family == "menu"
        if free and wants_value(label.text) and _may_be_value(value, listed=listed):
            both = recognise(f"{label.text}{value.text}")
            if both:
                found[number] = both
                found[number + 1] = Furniture(both.family, "value", both.where)
    number = 0
    while number < len(lines):
        if is_notice_header(lines[number].text):
            end = _notice_end(lines, number + 1)
            if end > number + 1:
                found[number] = Furniture("copyright", "notice_header")
                for item in range(number + 1, end):
                    found[item] = Furniture("copyright", "notice_item")
                number = end
                continue
        number += 1
    return found


def _may_be_value(value: Line, *, listed: bool) -> bool:
    """Say whether a line is the value of the label above it: a name or a medium, or any text between two bullets."""
    if not 0 < len(value.text) <= _VALUE_LONGEST or (listed and value.mark == "bullet"):
        return False
    return listed or kind_pattern("value").fullmatch(value.text) is not None


def _notice_end(lines: Sequence[Line], start: int) -> int:
    """Give the end of the list of the site's rights that begins at `start`; `start` when there is none."""
    if start >= len(lines):
        return start
    first = lines[start]
    style = (first.mark, _numbered(first.text))
    end = start
    speaks = 0
    while end < len(lines) and (not lines[end].text or (lines[end].mark, _numbered(lines[end].text)) == style):
        if lines[end].text:
            says = is_notice_item(lines[end].text)
            # An unmarked line belongs to the list only for what it says; a marked one also for standing in it.
            if style == ("", False) and not says:
                break
            speaks += says
        end += 1
    return end if 2 * speaks > end - start or (speaks >= 2 and 3 * speaks >= end - start) else start


def _numbered(text: str) -> bool:
    return kind_pattern("numbered").match(text) is not None


def _line_score(line: Line, what: Furniture | None) -> float:
    weights = _weights()["line"]
    if what:
        if what.section:
            return weights["section"]
        return weights["elsewhere" if families()[what.family].around else "furniture"]
    if line.links >= _LINKED:
        return weights["link"]
    text = line.text
    size = len(text) - 0.75 * len(text.encode("ascii", "ignore"))  # a Latin letter says as much as a quarter of a 字
    if _STOP.search(text) or _END.search(text) or _announces(text):
        points = min(weights["most"], size / weights["characters_per_point"])
        run_on = size >= _RUN_ON and "。" not in text and "；" not in text  # headlines set one behind the other
        whole = not run_on and (size >= 40 or _END.search(text) or _announces(text))
        score = max(points, weights["sentence"]) if whole else points * weights["unfinished"]
        return score + (weights["bullet"] if line.mark == "bullet" and size < 40 else 0)
    if kind_pattern("caption").search(text):
        return weights["caption"]
    if size >= 40 and _COMMA.search(text):
        return min(weights["most"], size / weights["characters_per_point"]) * weights["unfinished"]
    if _DIGITS.fullmatch(text):
        return weights["digits"]
    if _CUT_OFF.search(text):
        return weights["cut_off"]
    score = weights["menu_word"] if size <= 8 and not _COMMA.search(text) else weights["short"]
    if line.mark == "bullet":
        score += weights["bullet"]
    elif _numbered(text):
        score = weights["list_number"]
    return score


def _announces(text: str) -> bool:
    """Say whether a line announces a list: …，主要包括："""
    return text.endswith(("：", ":")) and len(text) >= _ANNOUNCES


def _settle_runs(lines: Sequence[Line], found: Sequence[Furniture | None], scores: Sequence[float]) -> list[float]:
    """Let a list count nothing behind the line that announces it, and no run of short lines count without bound."""
    weights = _weights()["line"]
    floor = weights["run_floor"]
    out = list(scores)
    announced = False
    share = 1.0
    run = 0.0
    for number, line in enumerate(lines):
        what = found[number]
        if what and (what.section or _names_editor(what)):
            share = weights["after_section"]
        if scores[number] >= 1.0:
            out[number] *= share
        elif share < 1.0 and scores[number] > 0:
            out[number] = weights["short"]
        if scores[number] >= 1.0:
            announced = _announces(line.text)
            run = 0.0
            continue
        if announced and found[number] is None and scores[number] < 0:
            out[number] = 0.0
        elif found[number] is not None and line.text:
            announced = False
        if out[number] < 0 and what is None and line.mark != "bullet" and line.links < _LINKED:
            out[number] = max(out[number], min(0.0, floor - run))
            run += out[number]
    return out


def _headline_scores(lines: Sequence[Line], found: Sequence[Furniture | None], wanted: Collection[str]) -> list[float]:
    """Say for each line how much it looks like the headline, by itself and by what stands around it."""
    weights = _weights()["begin"]
    folded = [fold(line.text) for line in lines]
    counts = Counter(folded)
    visible = [number for number, line in enumerate(lines) if line.text]
    out = [0.0] * len(lines)
    for place, number in enumerate(visible):
        if found[number] is not None:
            continue
        out[number] = _title_score(lines[number], folded[number], wanted, counts)
        for distance, following in enumerate(visible[place + 1 : place + 4]):
            what = found[following]
            if what and _is_dated_byline(what):
                out[number] += weights["byline_next" if distance == 0 else "byline_near"]
                break
        if place and (
            _BREADCRUMB_END.search(lines[visible[place - 1]].text) or _is_breadcrumb(found[visible[place - 1]])
        ):
            out[number] += weights["after_breadcrumb"]
    return out


def _begin_scores(
    lines: Sequence[Line], headlines: Sequence[float], clean: float, *, after_front_matter: bool
) -> list[float]:
    """Say for each line how much speaks for the article beginning there."""
    weights = _weights()["begin"]
    first = next((number for number, line in enumerate(lines) if line.text), 0)
    base = weights["after_front_matter" if after_front_matter else "first_line"]
    return [
        headline + (base if number == first else weights["anywhere"] * clean)
        for number, headline in enumerate(headlines)
    ]


def _is_breadcrumb(what: Furniture | None) -> bool:
    return what is not None and what.family == "menu" and what.rule.startswith("breadcrumb")


def _names_editor(what: Furniture) -> bool:
    return what.family == "editor" and any(field.endswith("editor") for field, _ in what.fields)


def _is_dated_byline(what: Furniture) -> bool:
    return any(field in ("date", "published_at", "source") for field, _ in what.fields)


def _same_headline(one: str, other: str) -> bool:
    """Say whether two folded headlines are the same, or one is the other with a short addition."""
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= 6 and 2 * len(shorter) >= len(longer) and shorter in longer)


def _title_score(line: Line, folded: str, wanted: Collection[str], counts: Counter[str]) -> float:
    """Say how much a line looks like a headline by itself."""
    weights = _weights()["begin"]
    score = 0.0
    if line.mark == "heading1" or line.tag == "h1":
        score += weights["mark"]
    if folded and any(_same_headline(folded, other) for other in wanted):
        score += weights["stated"]
    if len(folded) >= 8 and counts[folded] > 1:
        score += weights["repeated"]
    if kind_pattern("broadcast").match(line.text):
        score += weights["broadcast"]
    if line.mark == "bullet" or line.links >= _LINKED:
        score += weights["bullet"]
    if len(folded) < 5:
        score += weights["tiny"]
    if line.text.endswith(("。", "；")):
        score += weights["sentence"]
    if line.text.startswith("—") or kind_pattern("spoken").search(line.text):
        score += weights["subtitle"]
    if len(line.text) > 90:
        score += weights["long"]
    return score


def _end_scores(lines: Sequence[Line], found: Sequence[Furniture | None], clean: float) -> list[float]:
    """Say for each line, and for the end of the page, how much speaks for the article ending before it."""
    weights = _weights()["end"]
    out = [weights["anywhere"] * clean] * len(lines) + [0.0]
    for number, what in enumerate(found):
        if what is None:
            continue
        if what.section:
            out[number] = weights["section"]
        elif _names_editor(what):
            out[number] = weights["editor"]
        elif what.family in ("copyright", "reprint", "disclaimer"):
            out[number] = weights["notice"]
        elif what.family in ("share", "pagination", "comment"):
            out[number] = weights["share"]
        elif what.family in ("footer", "icp", "related", "hot_list"):
            out[number] = weights["footer"]
    return out


def _best_stretch(
    scores: Sequence[float], begins: Sequence[float], ends: Sequence[float], prose: Sequence[bool]
) -> tuple[int, int]:
    """Give the stretch of lines whose sum of scores, with the scores for beginning and ending there, is largest.

    A sign of the end counts only behind a paragraph: share buttons stand below headlines, too.
    """
    best, stretch = float("-inf"), (0, len(scores))
    start, start_value, any_prose = 0, float("-inf"), False
    total = 0.0
    for number in range(len(scores) + 1):
        ending = ends[number] if any_prose else min(0.0, ends[number])
        if number and start_value + total + ending > best:
            best, stretch = start_value + total + ending, (start, number)
        if number < len(scores):
            if begins[number] - total > start_value:
                start, start_value, any_prose = number, begins[number] - total, False
            total += scores[number]
            any_prose = any_prose or prose[number]
    return stretch


# Inside the article


def _title_line(
    lines: Sequence[Line],
    found: Sequence[Furniture | None],
    prose: Sequence[bool],
    headlines: Sequence[float],
    begin: int,
    end: int,
) -> int | None:
    """Choose the headline among the lines above the first paragraph; None when the text begins at once."""
    best: int | None = None
    candidates = 0
    for number in range(begin, end):
        line = lines[number]
        if not line.text or found[number] is not None:
            continue
        candidates += 1
        sure = headlines[number] >= _weights()["begin"]["mark"]
        ends_as_sentence = line.text.endswith(("。", "；", "："))
        if candidates > _HEADLINE_WITHIN or (ends_as_sentence and not sure) or len(line.text) > _HEADLINE_LONGEST:
            break
        if best is None or headlines[number] > headlines[best]:
            best = number
        if prose[number]:
            break
    more = any(found[n] is None and lines[n].text for n in range(begin, end) if n != best)
    return best if more else None


def _inside(
    lines: Sequence[Line],
    found: Sequence[Furniture | None],
    prose: Sequence[bool],
    begin: int,
    end: int,
    title: int | None,
    keep: Collection[str],
) -> tuple[list[Placed], int, int]:
    """Place the lines of the article -> (placed, line of the first paragraph, line after the last)."""
    paragraphs = [n for n in range(begin, end) if n != title and prose[n]]
    head, tail = (paragraphs[0], paragraphs[-1] + 1) if paragraphs else (end, begin)
    headline = fold(lines[title].text) if title is not None else ""
    announcing = {n for p in paragraphs for n in (p, p - 1) if n == p or found[n] is None}
    placed = []
    for number in range(begin, end):
        line, what = lines[number], found[number]
        if number == title:
            placed.append(Placed(line, "title"))
            continue
        if (
            what
            and not _holds(what, number, head, tail)
            and not (what.family == "contact" and _in_contacts(found, number))
        ):
            what = None
        if what is None:
            what = _by_place(lines, found, number, head if paragraphs else begin, title, headline)
        if what and what.family not in keep:
            placed.append(_removed(line, what))
        else:
            placed.append(_kept(line, before_prose=number + 1 in announcing))
    return placed, head, tail


def _is_prose(line: Line, score: float) -> bool:
    return score >= 1.3 and (line.mark != "bullet" or len(line.text) >= 40)


def _holds(what: Furniture, number: int, head: int, tail: int) -> bool:
    """Say whether furniture that holds in some places only holds at this line."""
    if what.where == "any":
        return True
    if what.where == "head":
        return number < head
    if what.where == "tail":
        return number >= tail
    return number < head or number >= tail


def _in_contacts(found: Sequence[Furniture | None], number: int) -> bool:
    """Say whether a contact line stands in a block of them that is furniture in any place: a press contact."""

    def contact(n: int) -> bool:
        what = found[n] if 0 <= n < len(found) else None
        return what is not None and what.family in ("contact", "byline", "footer")

    first = number
    while contact(first - 1) and number - first < 6:
        first -= 1
    last = number
    while contact(last + 1) and last - number < 6:
        last += 1
    return any(what and what.where == "any" for what in found[first : last + 1])


def _by_place(
    lines: Sequence[Line],
    found: Sequence[Furniture | None],
    number: int,
    head: int,
    title: int | None,
    headline: str,
) -> Furniture | None:
    """Recognise furniture by where it stands: the headline again, and short lines between headline and text."""
    line = lines[number]
    if len(headline) >= _REPEATED_FROM and fold(line.text) == headline:
        return Furniture("repeated_title", "same_line")
    if title is None or number > head:
        return None
    if number < head and _is_dated_line(line.text):
        return Furniture("byline", "dated_line", fields=(("dated", line.text),))
    if _is_tab(lines, number):
        return Furniture("menu", "tab")
    dated = [n for n in range(title + 1, head) if (what := found[n]) and _is_dated_byline(what)]
    if dated and number < dated[-1] and len(line.text) <= 8 and not _COMMA.search(line.text):
        return Furniture("menu", "category")
    return None


def _is_dated_line(text: str) -> bool:
    """Say whether a line above the text is a date with a few words, and neither a speech's nor an appointment's."""
    if len(text) > _DATED_LONGEST or not _DATED.search(text) or kind_pattern("spoken").search(text):
        return False
    return not _COMMA.search(_DATED.sub("", text))


def _is_tab(lines: Sequence[Line], number: int) -> bool:
    """Say whether the line is one of several bulleted lines, or of many others, of a word or two."""
    mark = lines[number].mark

    def short(n: int) -> bool:
        line = lines[n]
        return line.mark == mark and 0 < len(line.text) <= _TAB_LONGEST and not _COMMA.search(line.text)

    first = last = number
    while first > 0 and short(first - 1) and number - first < 4:
        first -= 1
    while last + 1 < len(lines) and short(last + 1) and last - number < 4:
        last += 1
    return short(number) and last - first + 1 >= (2 if mark == "bullet" else 4)


def _kept(line: Line, *, before_prose: bool = False) -> Placed:
    """Say what kind of block a line of the article is."""
    text = line.text
    kind: BlockKind = "paragraph"
    if not text:
        return Placed(line, "empty", Furniture("markup", "marks"))
    if line.tag in ("figcaption",) or (kind_pattern("caption").search(text) and len(text) <= 120):
        kind = "caption"
    elif line.tag in ("td", "tr") or "\t" in text or (text.startswith("|") and text.count("|") > 2):
        kind = "table_row"
    elif line.mark.startswith("heading") or line.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
        kind = "heading"
    elif line.mark == "bullet" or kind_pattern("list_item").match(text):
        kind = "list_item"
    elif before_prose and len(text) <= 40 and not _END.search(text):
        kind = "heading"
    return Placed(line, kind)


def _removed(line: Line, what: Furniture) -> Placed:
    return Placed(line, families()[what.family].kind, what)


def _front_matter(lines: Sequence[Line]) -> tuple[int, dict[str, str]]:
    """Read ``key: value`` lines between two rules at the top -> (number of lines, pairs)."""
    if not lines or lines[0].text:
        return 0, {}
    stated: dict[str, str] = {}
    for number, line in enumerate(lines[1:40], 1):
        if not line.text:
            return (number + 1, stated) if stated else (0, {})
        match = _FRONT_MATTER.match(line.text)
        if match:
            stated[match[1].lower()] = match[2].strip().strip("\"'")
        elif not stated:
            return 0, {}
    return 0, {}
