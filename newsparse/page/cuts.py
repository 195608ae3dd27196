"""Where a line is cut that runs headline, byline, text and credits together.

Scrapers that join what they find give an article in one line, its pieces with a space between them or nothing. In front
of the first sentence such a line has a *run*: dates, pairs of ``label：value`` and words of furniture, one behind the
other. What stands in front of the run is the headline, what stands behind it the text. Credits and notices behind the
last sentence are cut off in the same way. Nothing is dropped here: what each piece is, is told of lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from newsparse.page.furniture import DATE, Label, bare_label, ends_label, find_labels, recognise, word_family
from newsparse.page.kinds import kind_pattern

__all__ = ["cuts"]

_HEAD = 500  # characters at the beginning of a line in which headline and byline stand …
_HEADLINE = 120  # … and of the headline
_HEADLINE_FROM = 4
_TEXT_FROM = 10  # characters of what stands behind a byline
_BODY_FROM = 40  # characters of a text behind a date that nothing marks as a byline
_TAIL = 500  # characters at the end of a line in which credits stand
_VALUE = 60  # characters of a value that ends where the next label or the line does
_NOTICES = 4  # sentences at the end that may be notices
_STARTS = 12  # places at which a run may begin that are tried
_SHORTEST = 14  # characters of a line in which two pieces may be run together
_SHORT_LABEL = 3  # characters of a label that may be the end of a longer word, with its colon: 开票日期：
_NOTICE_FROM = 100  # characters of a line whose last sentences may be notices
_PIECES = 24  # pieces of a tail
_DATE_HINT = re.compile(r"\d[-/.年] ?\d{1,2}[-/.月] ?\d")
_COLON = re.compile("[:：]")
_NOTICE_HINTS = ("版权", "转载", "授权", "声明", "代表", "参考")
_ENDS = "。！？…"
_GAP = re.compile(r"[\s|｜/·•【\[［(（<>＜＞】\]］)）\-—]*")
_CLOSING = re.compile(r"[\s|｜】\]］)）]*")
_OPENING = re.compile(r"[\s（(【\[［]*$")
_SPACE = re.compile(r"\s*")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NUMBER = re.compile(r"\d{1,5}(?=[\s】\])）\u4e00-\u9fff]|$)(?![年月日时点个])")
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,3}\s+")  # where the writer's address is registered
_COUNT = re.compile(r"\s*[\d,]{1,9}\s?[次人]?")
_DAY = re.compile(r"\d{2,4}[-/.年]|民国|星期|周|\d?\d[:：]\d\d")
_TIME = re.compile(r"\d[:：]\d\d")
_UPDATED = re.compile(r"[（(](?:\d{1,2}/\d{1,2} )?\d{1,2}:\d\d ?更新[)）]")
_NAMES = re.compile(
    r"\s*(?:[\u4e00-\u9fff] [\u4e00-\u9fff]|[\u4e00-\u9fff·]{2,4})(?![\u4e00-\u9fff]|\s?[:：])"
    r"(?:[ 、，/][\u4e00-\u9fff·]{2,3}(?=[\s、）)】\]|｜]|$)){0,8}(?:\s?[A-Z]{1,3}\d{2,6}(?!\d))?"
)
_NOBODY = re.compile(r"\s*(?=[】\])）|｜]|$)")
_TOKEN = re.compile(r"\s*(?P<value>[^\s|｜，。；：:！？【\[］\]】（()）]{2,40})")
_GLUED_MEDIUM = re.compile(
    r"[\u4e00-\u9fffA-Za-z·－\-]{1,8}?(?:日报|晚报|时报|晨报|早报|周报|新闻网|新华社|电视台|融媒体?中心|融媒|[\u4e00-\u9fff]网(?!络))"
)
_MEDIUM = re.compile(
    r"[\u4e00-\u9fffA-Za-z·－\-]{1,14}?(?:日报|晚报|时报|晨报|早报|周报|周刊|新闻网|[\u4e00-\u9fff]网(?:－[\u4e00-\u9fff]{2,6}报)?"
    r"|新华社|电视台|融媒体?中心|融媒|新闻|客户端|办公[厅室]|委员会|[局厅])"
)
_PROSE_ENDS = ("于", "在", "自", "至", "从", "到", "由", "截", "，", "、", "（", "(", "“", "《", "和", "及", "与")
_GOES_ON = re.compile(r"\s?[-—~至起前后止到，,、/]|\s?(?:上午|下午)?[在于]")
_WORDS = frozenset({"byline", "share", "pagination", "accessibility", "media", "comment"})
_BYLINES = frozenset({"byline", "editor", "original_title", "document"})
_DATED = frozenset({"published_at", "updated_at", "written_at", "source", "unit"})
_NAMED = frozenset({"source", "author", "editor", "duty_editor"})
_NOTICE = frozenset({"copyright", "disclaimer", "reprint", "related"})
_STOP = re.compile(r"[。！？…][”’」』）)】]*")
# What belongs to the byline in front of its date: 本报记者 王小明, 原创 青禾融媒 青禾发布, 云岭晚报
_BEFORE = re.compile(
    r"(?:\s+(?:原创|首发)(?:\s+[^\s，。]{2,12}){0,2}|\s*本[报网台刊站社](?:见习|特约|首席)?记者\s?[\u4e00-\u9fff]{2,3}|\s+记者\s[\u4e00-\u9fff]{2,3}"
    r"|\s+(?P<name>[^\s，。]{2,20}))\s*$"
)
_DOCUMENT = re.compile(
    r"(?:(?<=\s)|(?<=通知|意见|办法|规定|决定|方案|措施|细则|批复|通告|公告|条例|纲要|规划)(?!的))"
    r"[\u4e00-\u9fff]{2,10}〔\d{4}〕\d{1,4}号\s*"
)
_MARKS = re.compile(r"\s*[＊*=]{5,}\s*")
_BREADCRUMB = re.compile(r"[^。]{0,80}[>»›＞]\s?[^\s>»›＞]{2,10}\s+(?=\S{4})")
_DATELINE = re.compile(r"(?<=[。）)”])\s*(?=[（(〔【][^（()）。]{2,24}记者[^（()）。]{2,24}[电讯导][)）〕】])")
_SIGNED = re.compile(
    rf"\s*(?P<mark>[（(]?完[）)]?|END|end)(?P<date>\s*(?:{DATE.pattern})(?:\s?[（(]星期.[）)])?)?"
    r"(?P<clock>\s*香港时间\s?\d{1,2}时\d{1,2}分)?\s*$"
)


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of byline pieces: where it ends, where its pieces touch, and what it holds."""

    end: int
    joints: tuple[int, ...] = ()
    dated: bool = False
    timed: bool = False
    labelled: bool = False
    stated: bool = False
    """Whether a label or a medium says when the piece appeared or where it comes from."""


@dataclass(slots=True)
class _Labelled:
    """A stretch of text with the labels in it."""

    text: str
    labels: Mapping[int, tuple[int, Label]] = field(init=False)

    def __post_init__(self) -> None:
        self.labels = {start: (value, label) for start, value, label in find_labels(self.text, glued=True)}

    def next_label(self, at: int) -> int:
        """Give the place of the next label that is not too far away, or the end of the text."""
        return next((place for place in self.labels if at < place <= at + _VALUE), len(self.text))


def cuts(text: str, start: int, end: int, *, first: bool) -> list[int]:
    """Give the places inside a line at which it is to be cut, in order; nearly all lines have none.

    Parameters
    ----------
    text, start, end:
        The simplified page, and where the line begins and ends in it.
    first:
        Whether the line is the first of the page.
    """
    out: set[int] = set()
    if end - start < _SHORTEST:
        return []
    stop = text.find("。", start, min(end, start + _HEAD))
    window = min(start + _HEADLINE + _TEXT_FROM, end if stop < 0 else stop)
    if (
        (
            (text.find("：", start, window) >= 0 or text.find(":", start, window) >= 0)
            and (_DATE_HINT.search(text, start, window) or ends_label(text, start, window))
        )
        or text.find("〕", start, window) >= 0
        or text.find("＊＊", start, window) >= 0
        or (first and _DATE_HINT.search(text, start, window))
    ):
        head_end = min(end, start + _HEAD)
        out.update(start + place for place in _head(text[start:head_end], head_end == end, first))
    begin = max(start, end - _TAIL, *out)
    if text[end - 1] not in _ENDS or (end - start >= _NOTICE_FROM and _may_be_notice(text, begin, end)):
        whole = 2 * (end - start) > len(text)  # an article in one line; elsewhere a notice stays with its sentence
        out.update(begin + place for place in _tail(text[begin:end], notices=whole))
    return sorted(place for place in out if start < place < end)


def _may_be_notice(text: str, start: int, end: int) -> bool:
    return any(text.find(word, start, end) >= 0 for word in _NOTICE_HINTS)


# The head


def _head(head: str, is_whole: bool, first: bool) -> list[int]:
    """Find headline and byline in front of the first sentence -> places to cut at."""
    stop = head.find("。")
    window = head if stop < 0 else head[: stop + 1]
    there = _Labelled(head)
    for at in _starts(window, there.labels):
        run = _run(there, at)
        if _may_be_word_end(there, window, at) and not (run.dated and there.labels[at][1].field in _NAMED):
            continue
        before = _BEFORE.search(window, 0, at)
        if before and (not before["name"] or kind_pattern("publisher").fullmatch(before["name"])):
            at = before.start()
        headline, rest = window[:at].strip(), head[run.end :].strip()
        if not _is_byline(run, headline, rest, window, at, first):
            continue
        if (not rest and is_whole) or not headline:
            known = recognise(head.strip()) if is_whole else None
            if known and not (known.rule == "loose" and first and len(headline) >= 2 * _HEADLINE_FROM):
                return []
        return [*_in_headline(window[:at]), at, *run.joints, *_behind(head, run.end)]
    for boundary in (_DOCUMENT, _MARKS):
        match = boundary.search(window, 0, _HEADLINE)
        if match and match.start() >= _HEADLINE_FROM and stop > match.end():
            return [match.start(), match.end()]
    return []


def _starts(window: str, labels: Mapping[int, tuple[int, Label]]) -> list[int]:
    """Give the places at which a run may begin: labels of bylines, and dates."""
    places = {start for start, (_, label) in labels.items() if label.family in _BYLINES}
    places.update(match.start() for match in DATE.finditer(window[: _HEADLINE + 20]) if len(match[0]) >= 8)
    return [place for place in sorted(places) if place <= _HEADLINE][:_STARTS]


def _may_be_word_end(there: _Labelled, window: str, at: int) -> bool:
    """Say whether a short label touches the word before it, so that it may be the end of a longer one: 开票日期："""
    value = there.labels[at][0] if at in there.labels else at + _HEADLINE
    return value - at <= _SHORT_LABEL and at > 0 and _HAN.match(window, at - 1) is not None


def _is_byline(run: _Run, headline: str, rest: str, window: str, at: int, first: bool) -> bool:
    """Say whether a run in front of the first sentence is a byline, and what stands before it a headline."""
    if run.end == at or (headline and not _HEADLINE_FROM <= len(headline) <= _HEADLINE):
        return False
    if (
        headline.endswith(_PROSE_ENDS)
        or len(_COLON.findall(headline)) > 1
        or 0 < len(rest) < _TEXT_FROM
        or not (headline or rest)
    ):
        return False
    spaced = at == 0 or window[at : at + 1].isspace() or not _HAN.match(window, at - 1)
    if run.stated and (run.dated or spaced):
        return run.dated or "，" not in headline
    if not run.dated or _GOES_ON.match(window, run.end) or len(rest) < _BODY_FROM or "。" not in rest:
        return False
    if run.timed or run.labelled:
        return True
    # A day alone: 标题 2024-01-05 正文…
    return first and spaced and bool(headline) and "，" not in headline and window[run.end - 1 : run.end].isspace()


def _in_headline(headline: str) -> Iterator[int]:
    """Find the breadcrumb in front of a headline, and its subtitle."""
    crumb = _BREADCRUMB.match(headline)
    if crumb:
        yield crumb.end()
    subtitle = headline.find(" ——", crumb.end() if crumb else 0)
    if subtitle >= _HEADLINE_FROM:
        yield subtitle


def _behind(head: str, at: int) -> Iterator[int]:
    """Find more furniture behind the byline, each piece up to the next space, and a dateline behind a caption."""
    yield at
    for _ in range(_PIECES):
        stop = head.find(" ", at)
        found = recognise(head[at:stop].strip()) if stop > 0 else None
        if not found or (found.family not in _WORDS | _BYLINES):
            break
        at = stop + 1
        yield at
    if dateline := _DATELINE.search(head, at):
        yield dateline.start()


# A run


def _run(there: _Labelled, at: int) -> _Run:
    """Follow byline pieces as far as they go."""
    text, labels = there.text, there.labels
    begin = end = at
    joints: list[int] = []
    dated = timed = labelled = stated = after_date = False
    while True:
        at = _GAP.match(text, at).end()  # type: ignore[union-attr]
        if at >= len(text):
            break
        stop = 0
        bare = None if at in labels else bare_label(text, at)
        label = labels.get(at) or bare
        touches = begin < at and (at == end or bare is not None) and text[at - 1] not in ":："
        if label:
            stop = _value_end(there, *label) or 0
        if label and stop:
            labelled = labelled or label[1].family in _BYLINES
            stated = stated or label[1].field in _DATED
            dated = dated or label[1].value == "date"
            after_date = label[1].value == "date"
        elif label:
            break
        elif (match := DATE.match(text, at)) and _DAY.match(match[0]):
            dated = dated or len(match[0]) >= 8
            timed = timed or _TIME.search(match[0]) is not None
            after_date, stop = True, match.end()
        elif stop := _words(text, at, inside=end > begin):
            after_date = False
        elif match := _NUMBER.match(text, at):
            stop = match.end()
        elif after_date and (stop := _publisher_end(text, at)):
            after_date, stated = False, True
            if not _NOBODY.match(text, stop) and not text[stop].isspace():
                joints.append(stop)
        elif end > begin and (match := _PLACE.match(text, at)) and _words(text, match.end(), inside=True):
            stop = match.end()
        else:
            break
        if touches:
            joints.append(at)
        end = at = stop
        if match := _UPDATED.match(text, at):
            end = at = match.end()
            joints.append(at)
    return _Run(_CLOSING.match(text, end).end(), tuple(joints), dated, timed, labelled, stated)  # type: ignore[union-attr]


def _words(text: str, at: int, *, inside: bool = False) -> int:
    """Give the end of words of furniture that touch; one alone must not be the beginning of a longer word.

    `inside`: other pieces stand before them, so that words of menus may be among them: 微博, 微信
    """
    stop, count = at, 0
    while (found := word_family(text, stop)) and (found[0] in _WORDS or (inside and found[0] == "menu")):
        stop, count = found[1], count + 1
    return stop if count > 1 or (count and not _HAN.match(text, stop)) else 0


def _publisher_end(text: str, at: int) -> int:
    """Give the end of a medium or an office that stands behind the date without a label."""
    match = _TOKEN.match(text, at)
    if not match:
        return 0
    if kind_pattern("publisher").fullmatch(match["value"]) and _NOBODY.match(text, match.end()):
        return match.end()
    if kind_pattern("publisher").fullmatch(match["value"]) and text[match.end()].isspace():
        return match.end()
    glued = _GLUED_MEDIUM.match(text, match.start("value"))
    return glued.end() if glued else 0


def _value_end(there: _Labelled, begin: int, label: Label) -> int | None:
    """Give the end of the value that follows a label; None when the place where it ends cannot be told."""
    text = there.text
    at = _SPACE.match(text, begin).end()  # type: ignore[union-attr]
    if label.value == "words":
        return begin
    if label.value == "date":
        match = DATE.match(text, at)
        return match.end() if match else None
    if label.value == "count":
        match = _COUNT.match(text, begin)
        return match.end() if match else begin
    if at in there.labels or _NOBODY.match(text, begin):
        return begin
    bound = there.next_label(begin)
    if label.field == "-" and bound - begin <= _VALUE and not _STOP.search(text, begin, bound):
        return bound
    if label.value in ("name", "person"):
        if match := _NAMES.match(text, begin, bound):
            return match.end()
        return next((at + size for size in (2, 3) if _HAN.match(text, at + size) and _words(text, at + size)), None)
    match = _TOKEN.match(text, begin, bound)
    if not match:
        return None
    start, stop = match.span("value")
    medium = _MEDIUM.match(text, start, stop)
    if medium and _words(text, medium.end()) == stop:
        return medium.end()
    follows = text[stop : stop + 1]
    if (stop == bound or follows in " \u3000|｜【[（()）】]\t\u00a0") and not DATE.search(text, start, stop):
        return stop
    return medium.end() if medium and label.value == "text" else None


# The tail


def _tail(tail: str, *, notices: bool) -> Iterator[int]:
    """Find credits and notices behind the last sentence -> places to cut at."""
    if not any(mark in tail for mark in _ENDS):
        return
    stops = [0, *(match.end() for match in _STOP.finditer(tail))]
    last = len(stops) - 1
    # A sentence in which the site speaks of its rights is the site's own.
    for number in range(last - 1, max(0, last - 1 - _NOTICES), -1):
        if not notices or tail[stops[last] :].strip() or not _is_notice(tail[stops[number] :]):
            break
        last = number
    begin = stops[last]
    if begin == 0 or not tail[begin:].strip():
        return
    if (signed := _SIGNED.match(tail, begin)) and signed["date"]:
        yield begin
        yield from (signed.start(name) for name in ("date", "clock") if signed[name])
        return
    there = _Labelled(tail[begin:])
    if notices and _is_notice(there.text):
        yield begin
    at, found = 0, False
    for _ in range(_PIECES):
        at = _GAP.match(there.text, at).end()  # type: ignore[union-attr]
        run = _run(there, at)
        if run.end > at and (run.labelled or found or run.end == len(there.text)):
            opening = _OPENING.search(there.text, 0, at)
            yield from (begin, begin + (opening.start() if opening else at), begin + run.end)
            yield from (begin + joint for joint in run.joints)
            at, found = run.end, True
            continue
        later = [place for place, (_, label) in there.labels.items() if place > at and label.family in _BYLINES]
        if not later:
            return
        at = later[0]


def _is_notice(text: str) -> bool:
    found = recognise(text.strip())
    return found is not None and found.family in _NOTICE
