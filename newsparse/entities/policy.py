"""Which of the candidates that overlap is the name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newsparse.entities.lexicon import lexicon
from newsparse.entities.values import Candidate, ModelSpan

__all__ = ["fill", "longest_first", "outside_titles", "whole"]

# A title or a short phrase in quotes is a name of its own: what is named in a part of it is not meant (《感恩母亲河，
# 共护|长江|水》, “云上|贵州”). Quotes may hold a sentence, so only places give way in them, and only in short ones.
_TITLE = re.compile("《([^《》\n]{1,80})》|[“「]([^“”「」，。；：！？、\n]{2,8})[”」]")
_PAIRS = (("“", "”"), ("「", "」"), ("《", "》"))
_BRACKETS = re.compile("[（(][^（）()]*[）)]|([（(])|([）)])")
_FAR = 24  # characters in which the other quotation mark of a pair is looked for
_POSTAL = re.compile("[0-9]{5}(?=[一-鿿]{2,8}邮局)")
_HOUSE = re.compile("(?<=[路街段巷弄])[0-9]{1,4}(?:之[0-9]{1,2})?号.*")
_CUT_TITLES = ("国王", "亲王", "女王", "部长", "局长", "总统")
_HYPHENS = ("-", "－", "‐")
_DAY_ENDS = tuple("）)0123456789")
"""Before 日 they say that it is the day: 今（9）日|立法院."""
_FILED = ("网讯", "报讯", "社讯", "社电", "台讯")
"""What the name of a medium and the word for its story make together."""
_BORDER = re.compile("[东西南北][接以临邻](?=[一-鿿0-9]{2})")
_LATIN = re.compile("(?:[A-Z]{2,8}|(?<=[A-Za-z])[A-Za-z])(?=[一-鿿]{2})")


def longest_first(candidates: Iterable[Candidate], length: int) -> list[Candidate]:
    """Choose names that do not overlap: the longest, then the leftmost, then the one of higher priority.

    Parameters
    ----------
    candidates:
        What was found, in any order.
    length:
        Length of the text.
    """
    return _place(candidates, bytearray(length))


def fill(chosen: Iterable[Candidate], others: Iterable[Candidate], length: int) -> list[Candidate]:
    """Add to names that are chosen already what fits between them.

    Parameters
    ----------
    chosen:
        Names that do not overlap.
    others:
        Candidates that give way to them.
    length:
        Length of the text.
    """
    chosen, others = list(chosen), list(others)
    if not others:
        return chosen
    taken = bytearray(length)
    for one in chosen:
        taken[one.start : one.end] = b"\1" * (one.end - one.start)
    return sorted(chosen + _place(others, taken), key=lambda c: c.start)


def outside_titles(text: str, chosen: Iterable[Candidate]) -> Iterator[Candidate]:
    """Leave out names that are only a part of a title or of a short phrase in quotes.

    Parameters
    ----------
    text:
        The text.
    chosen:
        Names that do not overlap, in order.
    """
    chosen = list(chosen)
    at = 0
    for title in _TITLE.finditer(text):
        book = title[1] is not None
        start, end = title.span(1 if book else 2)
        while at < len(chosen) and chosen[at].start < start:
            yield chosen[at]
            at += 1
        inside = at
        while inside < len(chosen) and chosen[inside].end <= end:
            inside += 1
        whole = sum(one.end - one.start for one in chosen[at:inside]) == end - start
        yield from (one for one in chosen[at:inside] if whole or not (book or one.label in ("GPE", "LOC")))
        at = inside
    yield from chosen[at:]


def whole(text: str, span: ModelSpan) -> ModelSpan:
    """Move the ends of what the recogniser sees to where quotation marks come in pairs, and to what a hyphen joins.

    看见美丽中国”全国短视频大赛 begins at the mark before it, 首届“国家公园论坛 after its mark, 诺埃尔·巴罗 at 让-;
    10099国史馆邮局 behind the postal code, 王西哈莫尼 behind the title that it cuts (国王), 南接安通路, AIT郦英杰
    and CEO傅盛 behind the border, the office and the post; 育平路316号 ends before the number of the house.
    """
    start, end = span.start_char, span.end_char
    for opening, closing in _PAIRS:
        first, last = text.find(closing, start, end), text.rfind(opening, start, end)
        if first >= 0 and text.rfind(opening, start, first) < 0:
            before = text.rfind(opening, max(0, start - _FAR), start)
            inside = text[before:start]
            start = before if before >= 0 and closing not in inside and "\n" not in inside else first + 1
        if last >= 0 and text.find(closing, last, end) < 0:
            start, end = (last + 1, end) if end - last > 2 else (start, last)
    start += text[start : start + 1] in _HYPHENS and start < end
    start, end = _between_brackets(text, start, end)
    start += span.label == "ORG" and text[start] == "日" and text[start - 1 : start] in _DAY_ENDS
    end -= span.label == "ORG" and text[end - 2 : end] in _FILED  # 中国天气网|讯
    code, house = _POSTAL.match(text, start, end), _HOUSE.search(text, start, end)
    start, end = code.end() if code else start, house.start() if house and span.label == "FAC" else end
    head = {"FAC": _BORDER, "LOC": _BORDER, "PERSON": _LATIN}.get(span.label)
    if head is not None and (found := head.match(text, start, end)):
        start = found.end()
    foreign = lexicon().foreign
    if text[start - 1 : start + 1] in _CUT_TITLES and all(c in foreign for c in text[start + 1 : end]):
        start += end - start > 3
    if text[start - 1 : start] in _HYPHENS and text.startswith("让", max(start - 2, 0)):
        start -= 2
    return span if (start, end) == (span.start_char, span.end_char) else _Span(start, end, span.label, span.score)


def _between_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave off what stands on the other side of a bracket that is alone: 旧埕段|（第33区, 新北里)|活动中心."""
    for bracket in _BRACKETS.finditer(text, start, end):
        if bracket[1]:
            return start, bracket.start()
        if bracket[2]:
            return (bracket.end(), end) if bracket.end() < end else (start, bracket.start())
    return start, end


@dataclass(frozen=True, slots=True)
class _Span:
    """What the recogniser sees, with other ends."""

    start_char: int
    end_char: int
    label: str
    score: float


def _place(candidates: Iterable[Candidate], taken: bytearray) -> list[Candidate]:
    chosen = []
    for one in sorted(candidates, key=lambda c: (c.start - c.end, c.start, -c.priority)):
        if taken.find(b"\1", one.start, one.end) < 0:
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            chosen.append(one)
    return sorted(chosen, key=lambda c: c.start)
