"""Lines to blocks: where the article begins and ends, which lines inside it are furniture, what the others are.

No single pattern decides.  Every line earns points for being prose and loses some for looking like a menu, a headline
of another page or a known piece of furniture; a headline, a byline or a list of other pages speaks for the article
beginning or ending there (:mod:`newsparse.page.scoring`).  The article is the stretch with the largest sum.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from newsparse.page.furniture import (
    Furniture,
    families,
    is_label,
    is_notice_header,
    is_notice_item,
    notice_score,
    recognise,
    speaks_for_site,
    wants_value,
)
from newsparse.page.insets import mark_insets
from newsparse.page.kinds import is_caption, kind_pattern
from newsparse.page.lines import Line
from newsparse.page.scoring import (
    LINKED,
    Scores,
    best_stretch,
    broken_headlines,
    ends_as_sentence,
    fold,
    has_pause,
    is_dated_byline,
    is_figures,
    is_page_head,
    score,
    weights,
)
from newsparse.records import BlockKind

__all__ = ["Layout", "Placed", "lay_out"]

_FRONT_MATTER = re.compile(r"^([A-Za-z_][\w-]{0,30})[:：] *(.*)$")
_FRONT_MATTER_LINES = 40
_HEADLINE_LONGEST = 120
_HEADLINE_WITHIN = 4  # lines from the beginning of the article among which its headline is
_HEADING_LONGEST = 40
_REPEATED_FROM = 5  # characters of a headline that a line may repeat; shorter ones are words
_REPEATED_LONGEST = 60  # characters of what it repeats around texts: menus, headlines, bars
_STRANGE = 3  # lines of no other page that may stand between lines of a frame: the rarest of a list that rotates
_REPEATED_MORE = 12  # characters that it may have besides: marks, spaces, [视频]
_TEXT_FROM = 20  # characters from which on a line that ends as a sentence is the beginning of the text
_SITE_NAME_WITHIN = 4  # lines from the top among which a page names its site, with its menu
_BYLINES_WITHIN = 8  # lines below it that may hold today's date and the byline
_VALUE_LONGEST = 30  # characters of a value that stands on the line below its label
_LISTED_VALUE_LONGEST = 80  # … between two labels: the headline of a document
_DATED = re.compile(r"(?<!\d)\d{4}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)(?!\d)(?: ?\d\d?(?::\d\d){1,2})?")
_DATED_LONGEST = 45  # characters of a line with a date between headline and text
_CATEGORY_LONGEST = 8
_CAPTION_LONGEST = 120
_TAB_LONGEST = 6
_TABS_MOST = 20  # tabs of a page
_TABS = 4  # so many words, one a line, are tabs; two are when they are bulleted
_NOTICE_LINES = 60  # lines of a list of the site's rights that are looked at
_CONTACTS = 6  # lines of a block of contacts that are looked at in either direction


class Placed(NamedTuple):
    """A line and what became of it.

    ``furniture`` says why the line was removed and is None for a line of the article; ``fields`` are the labelled
    values that it states, also where its family is kept.
    """

    line: Line
    kind: BlockKind
    furniture: Furniture | None = None
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """The page laid out.

    ``placed`` has every line of the page in order.  ``title`` is the line that holds the headline or its
    beginning, ``headline`` the whole of one that takes several lines, ``stated`` what front matter said,
    ``head`` and ``tail`` the line numbers of the first and the last paragraph (half open).
    """

    placed: tuple[Placed, ...]
    title: Line | None
    headline: str | None
    stated: dict[str, str]
    head: int
    tail: int


def lay_out(
    lines: Sequence[Line],
    *,
    titles: Collection[str] = (),
    keep: Collection[str] = (),
    repeated: Callable[[str], Literal["any", "edge"] | None] | None = None,
) -> Layout:
    """Find the article among the lines of a page.

    Parameters
    ----------
    lines:
        The lines, simplified.
    titles:
        Headlines that the page states elsewhere (``<title>``, ``<h1>``, OpenGraph).
    keep:
        Families of furniture that stay in the text.
    repeated:
        Says where a line is furniture because it repeats across the pages of the site.
    """
    front, stated = _front_matter(lines)
    body = lines[front:]
    found = _recognise_all(body)
    named = [value for what in found if what for field, value in what.fields if field == "title"]
    headlines = {fold(title): title for title in (*titles, stated.get("title", ""), *named) if title}
    wanted = headlines.keys()
    found = mark_insets(body, found, wanted)
    if repeated is not None:
        found = _with_repeated(body, found, wanted, repeated)
    scores = score(body, found, wanted, after_front_matter=front > 0)
    begin, end = best_stretch(scores)
    title = _title_line(body, found, scores, begin, end)
    title_end, whole = broken_headlines(body, found, wanted).get(-1 if title is None else title, (0, ""))
    inside, head, tail = _inside(body, found, scores.prose, begin, end, title, keep, title_end)
    above = [_removed(line, Furniture("markup", "front_matter")) for line in lines[:front]]
    before = _outside(body[:begin], found[:begin], Furniture("menu", "before_article"), keep)
    after = _outside(body[end:], found[end:], Furniture("related", "after_article"), keep)
    placed = (*above, *before, *inside, *after)
    line = body[title] if title is not None else None
    return Layout(placed, line, headlines.get(whole), stated, front + head, front + tail)


def _outside(
    lines: Sequence[Line], found: Sequence[Furniture | None], other: Furniture, keep: Collection[str]
) -> list[Placed]:
    """Place the lines around the article: what no rule knows belongs to the section it stands in."""
    placed = []
    for line, what in zip(lines, found, strict=True):
        if what and what.section:
            other = Furniture(what.family, "item")
        what = what or other
        placed.append(_kept(line, fields=what.fields) if what.family in keep else _removed(line, what))
    return placed


def _recognise_all(lines: Sequence[Line]) -> list[Furniture | None]:
    """Recognise each line by itself, then the lists that stand below a notice header."""
    known: dict[str, Furniture | None] = {"": Furniture("markup", "marks")}
    found = []
    for line in lines:
        if line.text not in known:
            known[line.text] = recognise(line.text)
        found.append(known[line.text])
    for number, line in enumerate(lines):
        cell, space, others = line.text.partition(" ") if found[number] is None else ("", "", "")
        if space and is_label(cell) and (line.tag == "tr" or _may_be_value(others, listed=False)):
            found[number] = recognise(f"{cell}：{others}")
    for number in range(len(lines) - 1):
        label, value = lines[number], lines[number + 1]
        bare = is_label(label.text)
        if not bare and not label.text.endswith(("：", ":")):
            continue
        after = lines[min(number + 2, len(lines) - 1)]
        listed = label.mark == after.mark == "bullet" or wants_value(after.text)
        below = found[number + 1]
        free = below is None or below.family == "menu" or below.name == "byline.date"
        if (
            free
            and (bare or wants_value(label.text))
            and not (listed and value.mark == "bullet")
            and _may_be_value(value.text, listed=listed)
        ):
            both = recognise(f"{label.text}：{value.text}" if bare else f"{label.text}{value.text}")
            if both:
                found[number] = both
                found[number + 1] = Furniture(both.family, "value", both.where)
    text_seen = False
    for number, line in enumerate(lines):
        what = found[number]
        if what and what.where == "tail" and not text_seen:
            found[number] = None  # what stands below texts may be a headline above one: 设计：让生活更美好
        text_seen = text_seen or (what is None and len(line.text) >= _TEXT_FROM and ends_as_sentence(line.text))
    name = _site_name(lines, found)
    if name is not None:
        found[name] = Furniture("menu", "site_name", fields=(("site", lines[name].text),))
    for start, end in _notices(lines):
        found[start] = Furniture("copyright", "notice_header")
        found[start + 1 : end] = [Furniture("copyright", "notice_item")] * (end - start - 1)
    return found


def _with_repeated(
    lines: Sequence[Line],
    found: Sequence[Furniture | None],
    wanted: Collection[str],
    repeated: Callable[[str], Literal["any", "edge"] | None],
) -> list[Furniture | None]:
    """Mark what repeats across the pages of the site and belongs to its frame.

    Much of the text repeats too: sub-headings, the labels of a table, an address to the readers, the office that
    signs, a standing sentence. So a line that repeats belongs to the frame only where it stands between the text and
    the edge of the page, or is a link, or says what only a site says (`speaks_for_site`).

    The headline of a page repeats in the lists of others. It is the page's own where its title names it or a
    byline follows. One line alone is no frame: every report of a kind has the same headline.
    """
    where = [None if what or not line.text else repeated(line.text) for line, what in zip(lines, found, strict=True)]
    if not any(where):
        return list(found)
    size = len(lines)
    top = _frame(lines, found, where, wanted, range(size))
    frame = top | _frame(lines, found, where, (), range(size)[::-1])  # the lists below name the page itself, too
    out = list(found)
    marked = set()
    byline, titled = 0, False  # lines since one, going up, and whether one of them may be the headline
    for number in reversed(range(size)):
        line, what = lines[number], found[number]
        if what is not None:
            byline, titled = (_HEADLINE_WITHIN, False) if is_dated_byline(what) else (byline, titled)
            continue
        byline -= 1
        if where[number] is None:
            titled = True
            continue
        if line.tag == "h1" or fold(line.text) in wanted or _is_numbered(line.text):
            continue
        if byline >= 0 and not (titled and where[number] == "any"):
            continue
        if number in frame:
            out[number] = Furniture("repeated", "site", "edge")
        elif where[number] == "any" and (line.links >= LINKED or speaks_for_site(line.text)):
            out[number] = Furniture("repeated", "site")
        else:
            continue
        marked.add(line.text)
    return out if len(marked) > 1 else list(found)


def _frame(
    lines: Sequence[Line],
    found: Sequence[Furniture | None],
    where: Sequence[Literal["any", "edge"] | None],
    wanted: Collection[str],
    inwards: Sequence[int],
) -> set[int]:
    """Give the lines that repeat between an edge of the page and its text, for the numbers of the lines from there.

    The text begins at the headline, a byline, a sentence, a figure in a table or the date that an article is signed
    with, or after some lines that stand on no other page. Behind a sentence that repeats, what repeats may be the
    text's own too, unless a surer line of the frame stands nearer to the text: a headline of another page, a link, or
    furniture that only sites have.
    """
    out: set[int] = set()
    doubtful: set[int] = set()
    strange = 0
    for number in inwards:
        line, what = lines[number], found[number]
        if what is not None:
            if (is_dated_byline(what) and not is_page_head(what)) or what.name == "byline.date":
                break
            sure = families()[what.family].site
        else:
            if (
                line.tag == "h1"
                or line.text.endswith(("：", ":"))
                or is_figures(line.text)
                or fold(line.text) in wanted
            ):
                break
            sentence = ends_as_sentence(line.text)
            if where[number] is None:
                strange += 1
                if sentence or strange > _STRANGE:
                    break
                continue
            if sentence and where[number] == "edge":
                break  # a paragraph that stands in every piece of a series
            sure = not sentence and (where[number] == "edge" or line.links >= LINKED)
            if len(line.text) <= _REPEATED_LONGEST:
                (doubtful if sentence or doubtful else out).add(number)
                strange = 0
        if sure:
            out |= doubtful
            doubtful = set()
    return out


def _site_name(lines: Sequence[Line], found: Sequence[Furniture | None]) -> int | None:
    """Give the line in which a page names its site: a body's name at the top, above a menu or today's date."""
    visible = [number for number, line in enumerate(lines[:_FRONT_MATTER_LINES]) if line.text][:_SITE_NAME_WITHIN]
    place = next((place for place, number in enumerate(visible) if found[number] is None), None)
    if place is None or not kind_pattern("site_name").fullmatch(lines[visible[place]].text):
        return None
    below = found[visible[place + 1]] if place + 1 < len(visible) else None
    if below is None or not is_page_head(below):
        return None
    # A headline stands above a date, too: the site's name only where the article has a byline of its own.
    bylines = sum(what is not None and is_dated_byline(what) for what in found[: visible[place] + _BYLINES_WITHIN])
    return visible[place] if families()[below.family].around or bylines > 1 else None


def _may_be_value(text: str, *, listed: bool) -> bool:
    """Say whether a text is the value of the label above it: a name or a medium, or any text between two labels."""
    if listed:
        return 0 < len(text) <= _LISTED_VALUE_LONGEST and not ends_as_sentence(text)
    return 0 < len(text) <= _VALUE_LONGEST and kind_pattern("value").fullmatch(text) is not None


def _notices(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield the lists of the site's rights: the line of the header and the end of the list."""
    headers = [number for number, line in enumerate(lines) if is_notice_header(line.text)]
    if not headers:
        return
    styles = [(line.mark, _is_numbered(line.text)) for line in lines]
    says = [is_notice_item(line.text) for line in lines]
    done = 0
    for header in headers:
        first = header + 1
        if header < done or first == len(lines):
            continue
        end, speaks, of_itself = first, 0, False
        had: set[str] = set()
        for number in range(first, min(len(lines), first + _NOTICE_LINES)):
            if lines[number].text:
                # An unmarked line belongs to the list only for what it says; a marked one also for standing in it.
                if styles[number] != styles[first] or (styles[first] == ("", False) and not says[number]):
                    break
                # A number for the second time belongs to another list, the article's own.
                item = _number(lines[number].text)
                if item in had and not says[number]:
                    break
                had.add(item)
                speaks += says[number]
                of_itself = of_itself or (says[number] and notice_score(lines[number].text) > 0)
            end = number + 1
        size = end - first
        if of_itself and (2 * speaks > size or (speaks >= 2 and 3 * speaks >= size)):
            yield header, end
            done = end


def _number(text: str) -> str:
    """Give the number of a list item; of a line without one, its text."""
    match = kind_pattern("numbered").match(text)
    return match[0].strip(" 、.．") if match and match[0] != "——" else text


def _is_numbered(text: str) -> bool:
    return kind_pattern("numbered").match(text) is not None


def _title_line(
    lines: Sequence[Line],
    found: Sequence[Furniture | None],
    scores: Scores,
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
        # A sentence is a headline only where a byline follows or the page says so.
        sentence = line.text.endswith(("。", "；", "：")) and scores.headlines[number] <= 0
        if candidates > _HEADLINE_WITHIN or sentence or len(line.text) > _HEADLINE_LONGEST:
            break
        if best is None or scores.headlines[number] > scores.headlines[best]:
            best = number
        if scores.prose[number]:
            break
    sure = best is not None and scores.headlines[best] >= weights("end")["below_headline"]
    more = any(found[n] is None and lines[n].text for n in range(begin, end) if n != best)
    return best if more or sure else None


def _inside(
    lines: Sequence[Line],
    found: Sequence[Furniture | None],
    prose: Sequence[bool],
    begin: int,
    end: int,
    title: int | None,
    keep: Collection[str],
    title_end: int = 0,
) -> tuple[list[Placed], int, int]:
    """Place the lines of the article -> (placed, line of the first paragraph, line after the last)."""
    own = [n for n in range(begin, end) if n != title and found[n] is None]
    paragraphs = [n for n in own if prose[n]]
    # A short notice may have no line long enough for prose.
    sentences = paragraphs or [n for n in own if ends_as_sentence(lines[n].text)]
    head, tail = (sentences[0], sentences[-1] + 1) if sentences else (end, begin)
    headline = fold(lines[title].text) if title is not None else ""
    byline = max((n for n in range(begin, head) if (what := found[n]) and is_dated_byline(what)), default=begin)
    announcing = {n for p in paragraphs for n in (p, p - 1) if n == p or found[n] is None}
    placed = []
    for number in range(begin, end):
        line, what = lines[number], found[number]
        if number == title or begin < number < title_end:
            placed.append(Placed(line, "title"))
            continue
        fields = what.fields if what else ()
        if what and not _holds(what, number, head, tail) and not _in_contacts(found, number):
            what = None
        if what is None:
            what = _by_place(lines, found, number, head if paragraphs else begin, byline, title, headline)
        if what and what.family not in keep:
            placed.append(_removed(line, what))
        else:
            placed.append(_kept(line, before_prose=number + 1 in announcing, fields=fields))
    return placed, head, tail


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

    what = found[number]
    if what is None or what.family != "contact":
        return False
    first = number
    while contact(first - 1) and number - first < _CONTACTS:
        first -= 1
    last = number
    while contact(last + 1) and last - number < _CONTACTS:
        last += 1
    return any(what and what.where == "any" for what in found[first : last + 1])


def _by_place(
    lines: Sequence[Line],
    found: Sequence[Furniture | None],
    number: int,
    head: int,
    byline: int,
    title: int | None,
    headline: str,
) -> Furniture | None:
    """Recognise furniture by where it stands: the headline again, and short lines between headline and text.

    `head` is the first paragraph, `byline` the last line above it that says when or where the piece appeared.
    """
    line = lines[number]
    close = len(headline) <= len(line.text) <= 2 * len(headline) + _REPEATED_MORE
    if len(headline) >= _REPEATED_FROM and close and fold(line.text) == headline:
        return Furniture("repeated_title", "same_line")
    if title is None or number > head:
        return None
    if number < head and _is_dated_line(line.text):
        return Furniture("byline", "dated_line", fields=(("dated", line.text),))
    beside = [what for n in (number - 1, number + 1) if title < n < len(found) and (what := found[n])]
    publisher = line.text.rstrip("/／")
    if number > title and any(map(is_dated_byline, beside)) and kind_pattern("publisher").fullmatch(publisher):
        return Furniture("byline", "publisher", fields=(("source", publisher),))
    if _is_tab(lines, found, number, title):
        return Furniture("menu", "tab")
    if number < byline and len(line.text) <= _CATEGORY_LONGEST and not has_pause(line.text):
        return Furniture("menu", "category")
    return None


def _is_dated_line(text: str) -> bool:
    """Say whether a line above the text is a date with a few words, and neither a speech's nor an appointment's."""
    if len(text) > _DATED_LONGEST or not _DATED.search(text) or kind_pattern("spoken").search(text) or "。" in text:
        return False
    return not has_pause(_DATED.sub("", text))


def _is_tab(lines: Sequence[Line], found: Sequence[Furniture | None], number: int, title: int) -> bool:
    """Say whether the line is one of several words, one a line, right below the headline or its byline."""
    mark = lines[number].mark

    def short(n: int) -> bool:
        line = lines[n]
        return (
            found[n] is None and line.mark == mark and 0 < len(line.text) <= _TAB_LONGEST and not has_pause(line.text)
        )

    if not short(number):
        return False
    first = last = number
    while first > title + 1 and short(first - 1) and number - first < _TABS_MOST:
        first -= 1
    while last + 1 < len(lines) and short(last + 1) and last - first < _TABS_MOST:
        last += 1
    below_byline = first == title + 1 or found[first - 1] is not None
    return below_byline and last - first + 1 >= (2 if mark == "bullet" else _TABS)


def _kept(line: Line, *, before_prose: bool = False, fields: tuple[tuple[str, str], ...] = ()) -> Placed:
    """Say what kind of block a line of the article is."""
    text = line.text
    kind: BlockKind = "paragraph"
    if not text:
        return Placed(line, "empty", Furniture("markup", "marks"))
    if line.tag in ("figcaption",) or (len(text) <= _CAPTION_LONGEST and is_caption(text)):
        kind = "caption"
    elif line.tag in ("td", "tr") or (text.startswith("|") and text.count("|") > 2):
        kind = "table_row"
    elif line.mark.startswith("heading") or line.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
        kind = "heading"
    elif line.mark == "bullet" or kind_pattern("list_item").match(text):
        kind = "list_item"
    elif before_prose and len(text) <= _HEADING_LONGEST and not ends_as_sentence(text):
        kind = "heading"
    return Placed(line, kind, None, fields)


def _removed(line: Line, what: Furniture) -> Placed:
    return Placed(line, families()[what.family].kind, what, what.fields)


def _front_matter(lines: Sequence[Line]) -> tuple[int, dict[str, str]]:
    """Read ``key: value`` lines between two rules at the top -> (number of lines, pairs)."""
    if not lines or lines[0].text:
        return 0, {}
    stated: dict[str, str] = {}
    for number, line in enumerate(lines[1:_FRONT_MATTER_LINES], 1):
        if not line.text:
            return (number + 1, stated) if stated else (0, {})
        match = _FRONT_MATTER.match(line.text)
        if match:
            stated[match[1].lower()] = match[2].strip().strip("\"'")
        elif not stated:
            return 0, {}
    return 0, {}
