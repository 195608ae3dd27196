"""Finding amounts: which numbers stand with a unit or a currency, and which of them belong together.

A number with what is written around it is a *part*.  Parts that a dash or 至 joins make a range (50亿至80亿元), parts
in a list share the unit of the last one (100、200和300万元), 元 and 角 make one amount.  What comes out are *spans*:
where an amount stands and which parts it is made of; what they are worth is for :mod:`newsparse.amounts.interpret`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from math import prod
from typing import Literal

from newsparse import numerals
from newsparse.amounts.lexicon import Bound, Lexicon, Unit
from newsparse.numerals import Numeral

__all__ = ["Part", "Span", "find_spans"]


@dataclass(slots=True)
class Part:
    """A number, its unit and the currency before it; ``start`` and ``end`` take all of them in."""

    start: int
    end: int
    numeral: Numeral
    unit: Unit | None = None
    currency: str = ""
    inside: Bound | None = None
    ordinal: bool = False
    half: bool = False
    scale: int = 1
    """What the number is to be multiplied by: in 5—8亿 the 5 borrows the 亿; 零下 is minus."""


@dataclass(slots=True)
class Span:
    """An amount: one part, two ends of a range, or a part with smaller coins behind it (三块五, 5元2角)."""

    start: int
    end: int
    first: Part
    last: Part
    coins: list[Part] = field(default_factory=list)
    listed: bool = False
    """Whether it continues a list that the span before it belongs to."""


Link = Literal["range", "between", "list", "coins", ""]

# What a fraction word makes of the number behind it: 百分之五 is 5 %.
PER = {"百分之": Unit("%", "percent"), "千分之": Unit("‰", "permille"), "万分之": Unit("‱", "permille")}

FRACTION = Unit("fraction", "fraction")
"""What 三分之一 and 一半 are counted in."""
_FRACTION = re.compile(r"[一二三四五六七八九十百\d]{1,3}分之[一二三四五六七八九十百\d]{1,3}(?!决赛)|一半(?![天山儿])")

_RANGE = re.compile(
    r"(?:/[\u4e00-\u9fff]{1,4})?[ \u00a0]?(?:[（(]含[)）])?"
    r"(?:[至到]|[-—–~～－─]{1,2})(?:上限|最高|最多|约|近|逾)?[ \u00a0]?"
)
_FROM = re.compile(
    r"(?:及|或|[（(]含[)）])?以上[，、]?(?:不满|不足|不到|低于)?"
)  # 10万元|以上|50万元以下, 5人|以上不满|10人
_UP_TO = re.compile(r"(?:及|或|[（(]含[)）])?(?:以下|以内|之内)")
_LIST = re.compile(r"[ \u00a0]?(?:[、和及与或]|以及|或者)[ \u00a0]?")
_JOINERS = frozenset("至到-—–~～－─、和及与或以(（ \u00a0")
_LONGEST_LINK = 10
_LONGEST_REACH = 5  # how far a number without a unit may stand from the amount before it
_ADDRESS = re.compile(r"https?://[!-~]+")
_MINUS = frozenset("-−－")
_NEXT_WORD = re.compile("[多余几来](?=[于数样种家元年次项位名云下自])")
"""多 and its kind behind 三成 when a word begins with them: 三成|多于."""
_DOUBLES = re.compile(r"翻了?(?:近|将近|约|不止)?\Z")
_HALF_TIME = re.compile("半[年天月导岛数]")
_SAME_BELOW = re.compile(r"[（(]以?下同[）)] ?$")
_EACH = ("分别", "分别为", "分别达", "各", "第")
_NO_MONEY = frozenset("年月日号%％‰时届期")
_SCALES = frozenset("万亿兆")
_SCALE = re.compile(r"[百佰千仟万亿兆]+(?=[多余]?$)")
_POWERS = frozenset(Decimal(10) ** exponent for exponent in range(14))
_SCALE_VALUE = {"百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10**4, "亿": 10**8, "兆": 10**12}


def find_spans(text: str, words: Lexicon) -> Iterator[Span]:
    """Give the amounts of a text, and numbers without unit that may be one, from left to right.

    Parameters
    ----------
    text:
        Simplified text.
    words:
        The word lists.
    """
    chain: list[Part] = []
    links: list[Link] = []
    for part in _parts(text, words):
        link = _link(text, chain[-1], part) if chain else ""
        if link:
            links.append(link)
        elif chain:
            yield from _spans(text, chain, links)
            chain, links = [], []
        chain.append(part)
    if chain:
        yield from _spans(text, chain, links)


def _parts(text: str, words: Lexicon) -> Iterator[Part]:
    """Give the numbers that have a unit, a currency or a joiner beside them."""
    end_of_last = -_LONGEST_REACH
    addresses = _ADDRESS.finditer(text) if "://" in text else iter(())
    address = next(addresses, None)
    for numeral in numerals.find(text):
        start, end = numeral.start, numeral.end
        while address and address.end() <= start:
            address = next(addresses, None)
        # a unit before may have taken the numeral's first character: 3两|三元
        if start < end_of_last or (address and address.start() <= start) or text.startswith("零下", start):
            continue
        part = Part(start, end, numeral)
        if numeral.form != "fraction":
            _take_unit(text, part, words)
        elif unit := PER.get(text[start : start + 3]):
            part.unit = unit
        elif fraction := _FRACTION.match(text, start):
            part.unit, part.end = FRACTION, max(end, fraction.end())
        else:
            continue
        _take_currency(text, part, words, end_of_last)
        if part.unit is None and not part.currency:
            # alone, it may share a unit (100、200和300万元), be coins (三块五) or money by context (600万预算)
            alone = text[end : end + 1] not in _JOINERS and text[end - 1] not in _SCALES
            if alone and start - end_of_last > _LONGEST_REACH:
                continue
        elif part.unit is not None and part.unit.kind == "coin" and start != end_of_last:
            continue
        before = text[start - 1] if start else ""
        part.ordinal = before == "第"
        if _is_code(text, part, before) or words.not_amounts.match(text, start):
            continue
        if text.endswith("零下", 0, start):
            part.start, part.scale = start - 2, -1
        elif before in _MINUS and end_of_last < start - 1 and _is_percentage(part) and not text[start - 2].isdigit():
            part.start, part.scale = start - 1, -1  # 同比-3.2%, where a numeral alone would not take the sign
        end_of_last = part.end
        yield part


def _take_unit(text: str, part: Part, words: Lexicon) -> None:
    """Look for the unit behind the number, with a space or 余, 多, 来 between."""
    at = part.numeral.end
    if text[at : at + 1] in (" ", "\u00a0") and text[at - 1].isdecimal():
        at += 1
    unit = _unit_at(text, part.numeral, at, words)
    if unit is None:
        inside = words.bounds_inside.longest(text, at)
        if inside is None:
            return
        at += len(inside[0])
        unit = _unit_at(text, part.numeral, at, words)
        part.inside = inside[1] if unit else None
    if unit is None:
        return
    part.unit, part.end = unit, at + len(unit.name)
    if unit.name == "成" and part.inside is None and not _NEXT_WORD.match(text, part.end):  # 三成多
        more = words.bounds_inside.longest(text, part.end)
        if more:
            part.inside, part.end = more[1], part.end + len(more[0])
    if unit.kind in ("measure", "tenth") and text.startswith("半", part.end) and not _HALF_TIME.match(text, part.end):
        part.end, part.half = part.end + 1, True


def _unit_at(text: str, numeral: Numeral, at: int, words: Lexicon) -> Unit | None:
    for name, unit in words.units.like(text, at):
        if text.startswith(name, at) and _fits(text, numeral, unit, at + len(name)):
            return unit
    return None


def _fits(text: str, numeral: Numeral, unit: Unit, end: int) -> bool:
    """Tell whether a unit can belong to a number."""
    if unit.numerals == "arabic" and not (numeral.form == "arabic" or numeral.form == "mixed"):
        return False
    if unit.numerals == "plain" and numeral.form != "arabic":
        return False
    if unit.numerals == "decimal" and (numeral.form != "arabic" or numeral.high % 1 == 0):
        return False
    if unit.numerals == "hour" and (numeral.form != "arabic" or (numeral.high <= 24 and numeral.high % 1 == 0)):
        return False
    if unit.numerals == "many" and text[numeral.end - 1] not in _SCALES and numeral.form != "arabic":
        return False
    if unit.kind == "tenth" and numeral.high > (10 if unit.name == "成" else 99):
        return False
    if unit.kind == "times" and not _DOUBLES.search(text, max(0, numeral.start - 4), numeral.start):
        return False
    if unit.name.startswith("日") and text.endswith("月", 0, numeral.start):
        return False
    return unit.not_before is None or not unit.not_before.match(text, end)


def _take_currency(text: str, part: Part, words: Lexicon, least: int) -> None:
    """Look for 新台币, NT$ … before the number, with (下同) or a bounds word between, not left of ``least``."""
    if part.unit is not None and part.unit.kind != "money":
        return
    at = part.start
    if at and text[at - 1] in " \u00a0":
        at -= 1
    if at and text[at - 1] in ")）":
        same = _SAME_BELOW.search(text, max(0, at - 6), at)
        at = same.start() if same else at
        if at and text[at - 1] in " \u00a0":
            at -= 1
    if part.unit is None and part.numeral.form == "chinese" and part.end - part.start == 1:  # 日元一度
        return
    found = words.currencies_before.longest(text, at)
    if found is None and (bound := words.bounds_before.longest(text, at)):
        at -= len(bound[0])
        found = words.currencies_before.longest(text, at)
    if found is None:
        return
    name, code = found
    begin = at - len(name)
    before = text[begin - 1] if begin else ""
    if name[0].isascii() and name[0].isalpha() and before.isascii() and before.isalpha():  # the end of another word
        return
    if begin < least or (part.unit is None and text[part.end : part.end + 1] in _NO_MONEY):
        return
    part.start, part.currency = begin, code


def _is_percentage(part: Part) -> bool:
    return part.unit is not None and part.unit.kind in ("percent", "point")


def _is_code(text: str, part: Part, before: str) -> bool:
    """Tell whether what stands before the number makes it part of a code, a ratio or a decimal chain."""
    if part.currency:
        return False
    if text[part.start] == "0" and text[part.start + 1 : part.start + 2].isdigit():  # 007
        return True
    if before.isascii() and before.isalpha():
        return not _is_percentage(part) and (part.unit is None or part.unit.kind != "money")
    if before and before in ":：/.·．〔" and part.start > 1:
        return text[part.start - 2].isdigit() or before in "〔"
    return False


def _link(text: str, left: Part, right: Part) -> Link:
    gap = right.start - left.end
    if gap > _LONGEST_LINK or (left.ordinal and gap < 0):
        return ""
    if gap <= 0:
        return "coins" if gap == 0 and _is_coin(text, left, right) else ""
    if _RANGE.fullmatch(text, left.end, right.start):
        return "range"
    if (start := _FROM.fullmatch(text, left.end, right.start)) and left.unit is not None:
        return "between" if start[0][-1] not in "上，、" or _UP_TO.match(text, right.end) else ""
    if _LIST.fullmatch(text, left.end, right.start):
        return "list"
    return ""


def _is_coin(text: str, left: Part, right: Part) -> bool:
    """Tell whether the right part counts the smaller unit: 5元|2角, 三块|五, 七成|五."""
    if left.unit is None or left.half:
        return False
    if right.unit is not None:
        return right.unit.factor < left.unit.factor and (left.unit.kind in ("money", "coin") or left.unit.name == "块")
    digit = right.end - right.start == 1 and right.numeral.form == left.numeral.form
    return digit and left.unit.name in ("成", "块")


def _spans(text: str, chain: list[Part], links: list[Link]) -> Iterator[Span]:
    """Make amounts of parts that are linked."""
    if chain[0].ordinal:
        return
    if not links:
        yield Span(chain[0].start, chain[0].end, chain[0], chain[0])
        return
    spans: list[Span] = []
    joins: list[Link] = []
    alone = sum(link != "coins" for link in links) == 1
    at = 0
    while at < len(chain):
        span = Span(chain[at].start, chain[at].end, chain[at], chain[at])
        while at < len(links) and links[at] == "coins":
            at += 1
            span.coins.append(chain[at])
            span.end = chain[at].end
        # 3-5-8 is a code, no range
        pair = (at == 0 or links[at - 1] != "range") and (at + 1 >= len(links) or links[at + 1] != "range")
        if at < len(links) and pair and _is_range(text, links[at], chain[at], chain[at + 1], alone=alone):
            at += 1
            span.last, span.end = chain[at], chain[at].end
            if links[at - 1] == "between" and (up_to := _UP_TO.match(text, span.end)):
                span.end = up_to.end()
        spans.append(span)
        if at < len(links):
            joins.append(links[at])
        at += 1
    # 100、200和300万元: the unit stands once, behind the last
    for index in range(len(spans) - 2, -1, -1):
        left, right = spans[index], spans[index + 1]
        if joins[index] == "list":
            right.listed = True
            if left.last.unit is None and right.last.unit is not None and _shares_unit(text, left, right):
                _lend_scale(text, left.last, right.first, most=100)
                left.last.unit = right.last.unit
    yield from spans


def _is_range(text: str, link: Link, left: Part, right: Part, *, alone: bool) -> bool:
    """Tell whether two linked parts are the ends of one range, 50亿至80亿元, or mean "this or that", 三、四倍.

    If so, the right part lends the left its unit or its 万 where those are written once.
    """
    if link == "list":
        # 三、四倍, 4、5千元, 2、300块: neighbouring digits, whatever zeros the right one has
        zeros = right.numeral.low / (left.numeral.low + 1) if left.numeral.low >= 0 else Decimal(0)
        neighbours = (
            alone
            and left.unit is None
            and right.unit is not None
            and text[left.end : right.start] == "、"
            and left.numeral.end - left.numeral.start == 1
            and zeros in _POWERS
            and not text.endswith(_EACH, 0, left.start)
        )
        if neighbours:
            left.scale = int(zeros)
        return neighbours
    if link not in ("range", "between"):
        return False
    if right.unit is None and left.unit in PER.values():
        right.unit = left.unit
    if right.unit is None or (left.unit is None and left.currency and right.unit.kind != "money"):
        return left.unit is None and text[right.end - 1] in _SCALES
    if left.unit is not None and not _is_same(left.unit, right.unit):
        return False
    _lend_scale(text, left, right, most=1)
    rises = left.numeral.low * left.scale <= right.numeral.high * right.scale
    return rises or left.scale < 0  # 零下5度至零下10度


def _is_same(left: Unit, right: Unit) -> bool:
    """Tell whether two units can stand at the ends of one range: 5万元至8万港元 too."""
    money = left.kind == right.kind == "money" and left.factor == right.factor
    return money or left.name == right.name


def _shares_unit(text: str, left: Span, right: Span) -> bool:
    mine, other = left.last.numeral, right.first.numeral
    if (mine.form == "chinese") != (other.form == "chinese"):
        return False
    at_line_start = mine.start == 0 or text[mine.start - 1] in "\n\u3000 。；（("
    return not (at_line_start and text[mine.end] == "、" and mine.exact and mine.high < 30)


def _lend_scale(text: str, left: Part, right: Part, most: int) -> None:
    """Give the left number, written without 万 or 亿, the one of the right: 5—8亿, 一千到两千万, 100、200和300万.

    With a unit of its own it borrows none: 5元至8万元. It keeps its plain value where it would come out more than
    ``most`` times the right one (5000至1万).
    """
    if left.unit is not None:
        return
    scale, mine = _scale(text, right.numeral), _scale(text, left.numeral)
    if not scale or any(char in _SCALES for char in mine):
        scale = ""
    elif mine:
        scale = "".join(char for char in scale if char in _SCALES)
    factor = prod(_SCALE_VALUE[char] for char in scale) * (1 if scale else right.scale)
    if factor > 1 and left.numeral.high * factor <= most * right.numeral.low * right.scale:
        left.scale = factor


def _scale(text: str, numeral: Numeral) -> str:
    """Give the 千万 of 两千万."""
    found = _SCALE.search(text[numeral.start : numeral.end])
    return found.group() if found else ""
