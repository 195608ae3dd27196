"""Rules for events: by their number, as a meeting of a body, by the word that ends them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsparse.entities.patterns import is_alone, is_clause, pattern
from newsparse.entities.scan import Scan
from newsparse.entities.values import Candidate
from newsparse.records import EntityLabel

__all__ = ["find_events"]

_MOST_WORDS = 4
_DATELESS = ("节", "日", "会议", "战争", "事变", "起义", "战役", "改革开放")
"""Events whose year is a date beside them: 2016年|中央经济工作会议; but 2024|上海书展."""
_PRESIDING = frozenset(("主席", "秘书长", "理事长", "会长", "理事", "副主席", "副秘书长"))


def find_events(scan: Scan, others: set[int]) -> Iterator[Candidate]:
    """Yield events.

    Parameters
    ----------
    scan:
        The text.
    others:
        Offsets where other names of events end, which an event may follow in a list.
    """
    for find in (_numbered, _sessions, _of_a_year, _known):
        for one in find(scan):
            others.add(one.end)
            yield one
    yield from _by_ending(scan, others)


def _event(start: int, end: int, priority: int = 5) -> Candidate:
    return Candidate(start, end, "EVENT", "rule", kind="event", priority=priority)


def _numbered(scan: Scan) -> Iterator[Candidate]:
    """Yield events that an ordinal opens or a number ends: 第三届中国质量奖, 汉光42号演习."""
    text = scan.text
    for found in pattern("edition_ordinal").finditer(text) if "届" in text else ():
        ends = found.end() in scan.index or text.startswith(("在", "将", "于"), found.end())  # 胡柚|节在
        if ends and not is_clause(scan, *found.span(1)):
            edition = _year(scan, found.start())
            yield _event(found.start() if edition is None else edition, found.end())
    for found in pattern("ordinal").finditer(text):
        if found.end() in scan.index and not is_clause(scan, *found.span(1)) and _is_named(scan, found):
            yield _event(_opening(scan, found), found.end())
    for found in pattern("drill").finditer(text) if "号演习" in text else ():
        start, end = found.start() - 2, found.end()
        if start in scan.index and not is_clause(scan, start, end):
            yield _event(start, end, priority=4)


def _sessions(scan: Scan) -> Iterator[Candidate]:
    """Yield meetings of a body: 十四届|全国人大常委会|第二次会议, 中国—秘鲁经贸混委会|第十次会议."""
    text = scan.text
    for found in pattern("session").finditer(text):
        term = pattern("term").search(text, max(0, found.start() - 7), found.start())
        at = term.start() if term else found.start()  # 全国政协|十三届|三次会议
        if at not in scan.left:
            at = _organ(scan, at)
        if at in scan.left:
            head = scan.left[at]
            term = pattern("term").search(text, max(0, head - 6), head)
            yield _event(term.start() if term else head, found.end())


def _of_a_year(scan: Scan) -> Iterator[Candidate]:
    """Yield championships of a sport, with the year before them: 2023年|游泳世锦赛."""
    for found in pattern("contest").finditer(scan.text):
        year = pattern("year").search(scan.text, max(0, found.start() - 5), found.start())
        start = year.start() if year else found.start()
        if is_alone(scan, start, found.end()):
            yield _event(start, found.end())


def _known(scan: Scan) -> Iterator[Candidate]:
    """Yield known events with their year, their number, or the part of them that is meant."""
    text = scan.text
    for start, end, names in scan.names:
        if names[0].label != "EVENT":
            continue
        kind = names[0].kind
        part = pattern("part").match(text, end)
        if part and part.end() in scan.index:  # 博鳌亚洲论坛|2024年年会
            end = part.end()
            yield Candidate(start, end, "EVENT", "rule", kind=kind, priority=5)
        edition = _year(scan, start)
        if edition is not None and not text.endswith(_DATELESS, start, end):
            yield Candidate(edition, end, "EVENT", "rule", kind=kind, priority=5)
        opening = pattern("opening").search(text, max(0, start - 7), start)
        if opening:
            yield Candidate(opening.start(), end, "EVENT", "rule", names[0].canonical, kind, priority=5)


def _by_ending(scan: Scan, events: set[int]) -> Iterator[Candidate]:
    """Yield events that a word like 博览会 ends; ``events`` are the offsets where others end."""
    text = scan.text
    holidays = {end for start, end, names in scan.names if names[0].label == "EVENT" and end - start < 4}
    meetings = {end: start for start, end, names in scan.names if names[0].label == "EVENT"}
    for start, end, trigger in sorted(scan.triggers["event"], key=lambda hit: (hit[1], hit[0])):
        if end not in scan.index or _is_drawn(scan, start, end):
            continue
        if end in scan.governed or (text[start:end] == "节" and end in holidays):
            continue  # 毕节, 教师节
        left = _head(scan, start, events)
        if left is None or pattern("count").match(text, left):
            continue  # 举办|12场分论坛
        events.add(end)
        left = _with_leaders(scan, meetings.get(left, left))
        if not text.endswith(scan.lexicon.no_events, left, end):
            edition = _year(scan, left)
            left = left if edition is None else edition
            label: EntityLabel = "ORG" if _speaks(scan, end) else "EVENT"
            yield Candidate(left, end, label, "rule", kind="association" if label == "ORG" else trigger.kind)


def _year(scan: Scan, start: int) -> int | None:
    """Give where the year begins that an event is called by: 2024|上海书展; in Taiwan 108年|全国运动会."""
    year = pattern("edition").search(scan.text, max(0, start - 7), start)
    if year is None or year.start() not in scan.index or (len(year[1]) < 4 and not scan.taiwan):
        return None
    return year.start()


def _is_drawn(scan: Scan, start: int, end: int) -> bool:
    """Say whether 节 is the end of an ordinary word: 环|节."""
    return scan.text[start:end] == "节" and start not in scan.index and scan.lexicon.is_ordinary(scan.word_at(start))


def _with_leaders(scan: Scan, start: int) -> int:
    """Take whose leaders meet with the name of their meeting: 二十国集团领导人|杭州峰会."""
    head = start - len("领导人")
    return scan.left[head] if head in scan.left and scan.text.startswith("领导人", head) else start


def _organ(scan: Scan, end: int) -> int:
    """Go back over the organ of a body that meets: 上海合作组织|成员国元首理事会|第十八次会议."""
    organ = pattern("organ").search(scan.text, max(0, end - 20), end)
    if organ is None:
        return end
    return next((at for at in range(organ.end(1), organ.start(), -1) if at in scan.left), end)


def _speaks(scan: Scan, end: int) -> bool:
    """Say whether a post follows: a forum that has a president is a body."""
    return end in scan.index and end < len(scan.text) and scan.words[scan.index[end]] in _PRESIDING


def _is_named(scan: Scan, found: re.Match[str]) -> bool:
    """Say whether more than ordinary words follow 首次, which is mostly an adverb: 首次|大规模|巡演."""
    return not found[0].startswith("首次") or scan.is_proper(*found.span(1))


def _opening(scan: Scan, found: re.Match[str]) -> int:
    """Take what the ordinal counts for with the name: 中央|第六次西藏工作座谈会, 吉林省|第十三届人民代表大会."""
    start = found.start()
    if found[0].endswith("缔约方大会") and scan.text[start - 1 : start] == "》":
        return max(scan.text.rfind("《", max(0, start - 40), start), scan.text.rfind("\n", 0, start) + 1)
    if "代表大会" in found[0] or found[0].endswith(("党代会", "运动会", "残运会")):
        if start in scan.left:
            return scan.left[start]
        above = pattern("above").search(scan.text, max(0, start - 3), start)
        if above and above.start() in scan.index:
            return above.start()  # 自治区|第十次党代会, 全国|第九届残运会
    if start in scan.left and start not in scan.governed:
        return scan.left[start]  # 中国工程院|第十四次院士大会
    return start - 2 if scan.text.startswith("中央", max(0, start - 2)) and start >= 2 else start


def _opens(scan: Scan, number: int) -> bool:
    """Say whether a name can begin with a word: not behind a quotation or an unknown word."""
    before = scan.words[number - 1] if number else "\n"
    if scan.bounds[number] in scan.left or before in scan.lexicon.breaks:
        return True
    if before[:4].isdigit() and before[4:] in ("", "年"):
        return True  # 2024|世界|航商|大会
    return not before.isalnum() and before not in "”」》"


def _head(scan: Scan, start: int, others: set[int]) -> int | None:
    """北京|冬奥会: a place or an organisation opens the name; or 举办|智慧|乡村|互联网|大会: a verb before it.

    So does another event that ends right before a comma (``others``): 进博会、|金砖国家|治国理政|研讨会.
    """
    words, bounds, lexicon = scan.words, scan.bounds, scan.lexicon
    number = scan.word_number(start)
    if bounds[number] < start and words[number] in lexicon.breaks:
        return None
    for step in range(_MOST_WORDS + 1):
        at = bounds[number]
        if at in scan.left:
            return _around(scan, scan.left[at])
        if at in scan.nature:
            at = scan.nature[at]
            return _around(scan, scan.last[at] if at in scan.lands else at)  # 中国|长江三峡|国际旅游节
        word = words[number - 1] if number else "\n"
        if at < start and at in scan.events:
            return None  # 亚运会|男子|马拉松
        if word in lexicon.scopes and _opens(scan, number - 1):
            return scan.left.get(at - len(word), at - len(word))
        if word in lexicon.breaks or not word.isalnum():
            opened = word in lexicon.holding or (word in "、和及" and at - 1 in others)
            return at if step > 1 and start - at > 3 and opened else None
        number -= 1
    return None


def _around(scan: Scan, start: int) -> int:
    """Take the word with a place that a race goes around: 环|青海湖|自行车赛."""
    return start - 1 if scan.text[start - 1 : start] == "环" else start
