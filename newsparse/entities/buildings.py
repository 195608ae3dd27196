"""Rules for buildings and streets: a suffix, and how far the name goes to the left of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsparse.entities.patterns import pattern
from newsparse.entities.scan import Scan
from newsparse.entities.values import Candidate
from newsparse.entities.walk import LEVELS, NUMBERS, Walk, is_proper, nearest, trim_head, walk_left

__all__ = ["addresses", "building", "metro_lines", "street"]

_RAILS = ("高铁", "台铁", "捷运", "地铁")
_BASES = ("生产基地", "制造基地", "研发基地", "产业园", "工业园", "科技园")
"""Buildings that are named by their company and their place."""
_LONE = frozenset("寺桥")
"""Buildings that a place alone does not name."""
_LINES = ("铁路", "公路", "高铁", "高速", "城际铁路")
"""Lines that two places name; a country or province alone does not."""
_BETWEEN = frozenset("至经")
_NUMBERED = re.compile("[一二三四五六七八九十0-9]{1,3}(?:段|巷)")
"""After one of these a street stands even if it is called by a verb: 富强路|1段."""
_ADDRESS = re.compile(
    "(?<=[市区县镇乡里村 ])((?:(?![市区县镇乡里村])[一-鿿]){2,4}?(?:大道|路|街)"
    "(?:[0-9一二三四五六七八九十]{1,2}段)?(?:[0-9]{1,4}[巷弄])*)"
    "(?=[0-9]{1,4}(?:之[0-9]{1,2})?号)"
)
_STOPS = tuple("在稳位上起出到")
"""After one of these 站 is the verb."""


def addresses(scan: Scan) -> Iterator[Candidate]:
    """Yield streets between a place and the number of a house: 安平区|育平路|316号."""
    for found in _ADDRESS.finditer(scan.text) if "号" in scan.text else ():
        yield Candidate(*found.span(1), "FAC", "rule", kind="street")


def metro_lines(scan: Scan) -> Iterator[Candidate]:
    """Yield lines of a city's railway with the city: 西安|地铁1号线, 捷运板南线."""
    for found in pattern("metro").finditer(scan.text) if "线" in scan.text else ():
        start = found.start()
        yield Candidate(scan.last.get(start, start), found.end(), "FAC", "rule", kind="building", priority=5)


def building(scan: Scan, start: int) -> int | None:
    """Like a name, but shorter, and never of an organisation alone (一汽 总部)."""
    walk = walk_left(scan, start, nature=True)
    base = scan.text.startswith(_BASES, start)  # 上汽|宁德|生产基地 is named by both
    if walk.anchored and scan.text[walk.at] in "（(":
        return None
    if walk.anchored and not walk.words and not base and scan.right.get(walk.at) not in scan.governed:
        walk.at = scan.last.get(start, walk.at)  # 台湾港务公司|安平|港
    if walk.anchored and not walk.words and scan.text.startswith(scan.lexicon.named_works, start):
        name = max(scan.last.get(start, 0), scan.nature.get(start, 0))
        if name > walk.at and name in scan.governed and scan.text[start - 1] not in LEVELS:
            return name  # 苗栗县|头份|交流道, 临平区|钱塘江|换流站
    if walk.anchored:
        country = start in scan.lands and not scan.text.startswith(scan.lexicon.halls, start)
        line = scan.text.startswith(_LINES, start) and not scan.text.startswith("高铁站", start)
        rail = line and (start in scan.provinces or (scan.taiwan and scan.text.startswith("高铁", start)))
        sea = start not in scan.left and scan.text.startswith("港口", start)  # 黑海|港口
        lone = not walk.words and (scan.text[start] in _LONE or country or rail or sea)
        at = nearest(scan, walk.at, start) if len(walk.words) <= 3 and not lone else None
        foreign = bool(walk.words) and all(c in scan.lexicon.foreign for c in walk.words[-1])
        if at is not None and foreign and scan.right.get(at) in scan.lands:
            at = scan.right[at]  # 德国|汉堡港
        while line and at and scan.text[at - 1] in _BETWEEN:
            before = _line_end(scan, at - 1)  # 石家庄|至|承德|高铁
            if before is None:
                break
            at = before
        if at is not None and _has_own_name(scan, walk, start):
            own = Walk(start - sum(map(len, walk.words)), walk.words)
            return trim_head(scan, own)  # 邵阳|犬木塘|水库
        return at
    left = trim_head(scan, walk) if is_proper(scan, walk) else None
    return left if left is not None and start - left <= 8 else None


def _line_end(scan: Scan, end: int) -> int | None:
    """Give the start of the place that ends here, where a line begins: 日照|至; any place that has a name will do."""
    if end in scan.left:
        return scan.last.get(end, scan.left[end])
    word = scan.words[scan.index[end] - 1] if scan.index.get(end) else ""
    return end - len(word) if len(word) > 1 and word in scan.forms else None


def _has_own_name(scan: Scan, walk: Walk, start: int) -> bool:
    """Say whether a bridge, a reservoir … has a name of its own, to which the place before it does not belong."""
    if not walk.words:
        return False
    anchor = start - sum(map(len, walk.words))
    if scan.text.startswith("渔港", start) and anchor in scan.governed and start - anchor == 2:
        return True  # 七股区|下山|渔港
    named = scan.text.startswith(scan.lexicon.named_works, start)
    own = named or (anchor in scan.governed and scan.text[anchor - 1] in "市县" and scan.text[anchor] not in "立第")
    return own and is_proper(scan, walk)


def _is_single(scan: Scan, word: str) -> bool:
    """Say whether the segmenter left a character alone that is no word by itself."""
    lexicon = scan.lexicon
    return len(word) == 1 and "一" <= word <= "鿿" and word not in lexicon.breaks and word not in lexicon.clitics


def street(scan: Scan, start: int, end: int) -> int | None:
    """Give where a street or a station begins, with the railway before a station: 高铁|新竹站, 捷运|顶埔站."""
    at = _street(scan, start, end)
    rail = at is not None and scan.text[end - 1] == "站" and scan.text[max(at - 2, 0) : at] in _RAILS
    return at - 2 if at is not None and rail else at


def _street(scan: Scan, start: int, end: int) -> int | None:
    """永华|路: one word that is not of the general language; or a place before, or a number after (中山|路|一段)."""
    number = scan.word_number(start)
    at = scan.bounds[number]
    if scan.text[end - 1] == "站" and (scan.text.startswith(_STOPS, end) or scan.text[start - 1 : end] == "基站"):
        return None  # 站在, 站稳, 5G|基站
    if at == start:
        if scan.text[end - 1] == "站" and (at in scan.left or at in scan.nature):
            return min(scan.left.get(at, at), scan.nature.get(at, at))  # 太原|南站
        if number == 0:
            return None
        number -= 1
        if at in scan.left:  # 台江|大道: a street that is called like a place
            short = scan.right.get(at - 2) == at and at - 2 not in scan.wide
            return at - 2 if short and scan.text[end - 1] != "站" else None
        at = scan.bounds[number]
    stem, after = scan.text[at:start], scan.text[end : end + 1]
    numbered = _NUMBERED.match(scan.text, end) is not None
    if scan.text[end - 1] != "站":
        if stem in scan.lexicon.streets:
            return at
        if _is_single(scan, stem) and scan.text[start] in "东西南北中":
            return at  # 滨|南路
        if _is_single(scan, stem) and end - start == 1 and number and _is_single(scan, scan.words[number - 1]):
            return scan.bounds[number - 1]  # 佳|南|路
    if (
        not 2 <= len(stem) <= 4
        or not stem.isalpha()
        or (stem in scan.lexicon.breaks and not numbered)
        or stem[-1] in "之网线电思条通"
    ):
        return None
    if stem[0] in scan.lexicon.clitics or stem[0] in NUMBERS:
        return None
    if at in scan.left:
        return scan.left[at] if scan.text[end - 1] == "站" else at  # 北京南站, but 安平区|永华路, 新营|复兴路
    whole = scan.text[at:end]
    if scan.lexicon.is_ordinary(whole):
        return None
    return at if not scan.lexicon.is_ordinary(stem) or after.isdigit() or after in "一二三四五六七八九十段号" else None
