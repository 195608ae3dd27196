"""Reading numbers as Chinese news writes them.

One reader serves dates, money and quantities.  It knows Arabic digits (half and full width, with thousands
separators and decimals), Chinese numerals (十二, 三百零五, 两万, 二〇一九), the forms used on cheques (壹贰叁拾佰仟),
any mixture of them (3亿5千万, 7,512万9,334, 1.2万亿), vague numbers (十几, 数十, 百余, 10多亿, 两三百) and fractions
(四分之一, 百分之五, 三又四分之一).  Words around a number (近, 约, 上, 以上) are not part of it.

A vague number has bounds.  The convention is the one of the corpus guidelines: from the stated number to the next
step of its last written place (10多 is 10 to 20, 300余 is 300 to 400, 1800多 is 1800 to 1900, 十几 is 十多), and 数
or 几 before a unit is 2 to 9 of that unit (数千万 is 20,000,000 to 90,000,000).

Text is expected in simplified characters.  Offsets are code points, spans are half open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

__all__ = ["LONGEST", "Form", "Numeral", "find", "read"]

Form = Literal["arabic", "chinese", "positional", "mixed", "scale", "fraction"]


class Numeral(NamedTuple):
    """A number and where it stands; a tuple, because a text has many and a frozen dataclass takes twice as long.

    Parameters
    ----------
    start, end:
        Offsets in the text, half open.
    low, high:
        Least and greatest value, equal when the number is exact.
    form:
        ``arabic`` 1,200.5; ``chinese`` 三百; ``positional`` 二〇一九 (digit by digit); ``mixed`` 3亿5千万;
        ``scale`` a unit without a number, 百 千万; ``fraction`` 四分之一 一半.
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    form: Form

    @property
    def exact(self) -> bool:
        """Whether the number has one value."""
        return self.low == self.high


LONGEST = 40
"""Characters of the longest number that is read; a longer run is a serial number or noise, not an amount."""

_DIGITS = dict(zip("零〇○一二三四五六七八九", (0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_DIGITS |= dict(zip("壹贰叁肆伍陆柒捌玖两参０0", (1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 0, 0), strict=True))
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": 20, "卅": 30}
_BIG = {"万": 10**4, "亿": 10**8, "兆": 10**12}
_TO_ASCII = str.maketrans("０１２３４５６７８９．·", "0123456789..", ",，")

# Newspapers of the last century write 4·5％; elsewhere a middle dot stands in names (3·15晚会)
_DOT = "(?:[.．]|·(?=[0-9０-９]+[%％‰万亿]))"
_ARABIC = rf"(?:[0-9０-９]{{1,3}}(?:[,，][0-9０-９]{{3}})+(?![0-9０-９])|[0-9０-９]+)(?:{_DOT}[0-9０-９]+)?"
_ONE_TO_NINE = "一二三四五六七八九"
# The digits of cheques are ordinary characters elsewhere: 大陆, 队伍, 参加
_CHEQUE = (
    "[伍陆参](?=[拾佰仟万亿元圆角])|[壹贰叁肆柒捌玖](?=[拾佰仟十百千万亿元圆角点]|分之)"
    "|(?<=[拾佰仟十百千万亿零点之])[壹贰叁肆伍陆柒捌玖]"
)
_CHINESE = rf"[零〇○{_ONE_TO_NINE}两廿卅]|{_CHEQUE}"
# A unit of measure may begin like a numeral: 千瓦, 兆瓦, 百帕, 百分点. There the character belongs to the unit.
_PLAIN_UNIT = r"[十万亿]|百(?!帕|分点)|千(?![瓦米克伏卡赫帕焦牛乏]|字节|比特)|兆(?![瓦赫帕焦欧伏比]|字节)"
_UNIT = rf"{_PLAIN_UNIT}|[拾佰仟]"
_FIRST_UNIT = rf"{_PLAIN_UNIT}|拾(?=[万亿元圆壹贰叁肆伍陆柒捌玖])|[佰仟](?=[万亿])"
_LEADING = r"[几数](?=[十百千万亿])"
_VAGUE = (
    rf"{_LEADING}|(?<=[十百千万亿])几|(?<=十)数(?=[万亿年元个人家名])"
    r"|[多余](?![额边样]|元化|媒体|功能|米尼)|个(?=亿(?!元))"
)
_POINT = rf"点(?=[零〇○{_ONE_TO_NINE}壹贰叁肆伍陆柒捌玖]+(?![零〇○{_ONE_TO_NINE}十百千分刻钟]))"
_SPACE = r"(?<=[0-9０-９])[ \u00a0](?=[百千万亿])"
# 5万2019年: a year, month or day begins after the number
_NO_DATE = r"(?![0-9０-９]+[年月日号])"

_PATTERN = (
    rf"(?:{_ARABIC}|{_CHINESE}|{_FIRST_UNIT}|{_LEADING})"
    rf"(?:{_NO_DATE}{_ARABIC}|{_CHINESE}|{_UNIT}|{_VAGUE}|{_POINT}|{_SPACE})*"
)
"""A run of characters at whose start there may be a number."""

_Bounds = tuple[Decimal, Decimal]
_NOTHING: _Bounds = (Decimal(0), Decimal(0))
_HALF = Decimal("0.5")
_Reading = tuple[Decimal, Decimal, int, Form]
"""Least value, greatest value, end (an offset in what was read), form."""

_RUN = re.compile(_PATTERN)
_NUMBER = re.compile(_ARABIC.replace(_DOT, "[.．·]"))
_DIGIT_BY_DIGIT = re.compile(
    rf"[{_ONE_TO_NINE}零〇○](?:[{_ONE_TO_NINE}零〇○]|[0０](?=[{_ONE_TO_NINE}零〇○]))+(?![十百千])"
)
_DECIMALS = re.compile(rf"[{_ONE_TO_NINE}零〇○壹贰叁肆伍陆柒捌玖]+")
# Neighbouring digits mean "this or that": 两三, 七八; 三五 only where no unit stands before (十三五 is a plan)
_PAIR = re.compile(
    f"(?:一[二两]|[两二]三|三四|四五|五六|六七|七八|八九|(?<![十百千万亿])三五)(?![{_ONE_TO_NINE}零〇○])"
)
_SIGN = re.compile(rf"[-−－](?=[0-9０-９])|负(?=[0-9０-９零{_ONE_TO_NINE}两十百千])")
# Elsewhere 负 ends a word (税负, 自负) and - is a hyphen (2019-2020), but not at the start of a clause or after a verb
_MAY_SIGN = re.compile(r"(?<![\w%％)）\]−－-])|(?<=[为至到是达由从])")
_MAY_BEGIN = re.compile(
    rf"[0-9０-９零〇○{_ONE_TO_NINE}两廿卅十百千万亿兆拾佰仟壹贰叁肆伍陆柒捌玖参几数负−－半-](?:(?<!半)|(?=个))"
)
_SIGNS = frozenset("负−－-")


def read(text: str, start: int = 0) -> Numeral | None:
    """Give the longest number that begins at an offset.

    Parameters
    ----------
    text:
        Simplified text.
    start:
        Offset at which the number must begin. What stands before it is not looked at.

    Returns
    -------
    Numeral | None
        The number, or None where none begins or the run of numerals is longer than :data:`LONGEST`.
    """
    sign = _SIGN.match(text, start) if text[start : start + 1] in _SIGNS else None
    run = _RUN.match(text, sign.end() if sign else start)
    if run is None:
        is_half = sign is None and text.startswith(("半个", "半数"), start)
        return Numeral(start, start + 1, _HALF, _HALF, "fraction") if is_half else None
    number = _plain(run)
    if number is None:
        return None
    low, high, end, form = number
    following = text[end : end + 1]
    if following == "分":
        low, high, end, form = _over(text, number) or number
    elif following == "半" and text[start:end] == "一":
        low, high, end, form = _HALF, _HALF, end + 1, "fraction"
    elif following == "又" and (below := _RUN.match(text, end + 1)) and (part := _over(text, _plain(below))):
        low, high, end, form = low + part[0], high + part[1], part[2], "fraction"
    if sign:
        low, high = -high, -low
    return Numeral(start, end, low, high, form)


def find(text: str) -> Iterator[Numeral]:
    """Give the numbers of a text from left to right, none inside another.

    Parameters
    ----------
    text:
        Simplified text.
    """
    at = 0
    while begin := _MAY_BEGIN.search(text, at):
        start = begin.start()
        at = start + 1
        if text[start] in _SIGNS and not _MAY_SIGN.match(text, start):
            continue
        if numeral := read(text, start):
            at = numeral.end
            yield numeral
        elif run := _RUN.match(text, start):  # a serial number: none of its parts is a number either
            at = run.end()


def _plain(run: re.Match[str]) -> _Reading | None:
    """Read the number at the start of a run."""
    if run.end() - run.start() > LONGEST:
        return None
    low, high, length, form = _parse(run.group())
    return (low, high, run.start() + length, form) if length else None


def _over(text: str, below: _Reading | None) -> _Reading | None:
    """Read the 分之三 behind a 四."""
    if below is None or below[0] != below[1] or not below[0] or not text.startswith("分之", below[2]):
        return None
    run = _RUN.match(text, below[2] + 2)
    above = _plain(run) if run else None
    return above and (above[0] / below[0], above[1] / below[0], above[2], "fraction")


class _Sum:
    """A number under construction.

    ``total`` is what 万 or 亿 has closed, ``section`` what 十, 百 or 千 has closed since then, ``digit`` what waits for
    a unit; each is a pair of bounds.  ``big`` and ``small`` are the last units read, ``place`` is the value of the
    last written place, which 多 and 余 add; ``bare`` is set where a unit stands without a digit (百万).  Each method
    takes one token and says whether it can follow what was read.
    """

    def __init__(self) -> None:
        self.total = self.section = _NOTHING
        self.digit: _Bounds | None = None
        self.big = self.small = 0
        self.place = Decimal(1)
        self.literal = self.after_vague = self.bare = False

    def part(self, *, at_end: bool = False) -> _Bounds:
        """Give what no 万 or 亿 has closed.

        A digit stands one place below the 十, 百 or 千 before it (三百一), and below 万 or 亿 at the end of the number
        (三万五, but 一亿五万).
        """
        unit = self.small or (self.big if at_end else 0)
        scale = 1 if self.literal or unit < 10 else unit // 10
        digit = self.digit or _NOTHING
        return self.section[0] + digit[0] * scale, self.section[1] + digit[1] * scale

    def value(self) -> _Bounds:
        """Give the bounds of everything read."""
        part = self.part(at_end=True)
        return self.total[0] + part[0], self.total[1] + part[1]

    def take_number(self, low: Decimal, high: Decimal, place: Decimal, *, literal: bool) -> bool:
        """Take a digit, two neighbouring digits (两三) or, literally, a number that is complete in itself."""
        unit = self.small or self.big
        if self.digit is not None or self.after_vague or self.bare or (unit and high >= unit):
            return False
        self.digit, self.place = (low, high), place
        self.literal = self.literal or literal
        return True

    def take_zero(self) -> bool:
        """Take the 零 inside 三百零五."""
        if self.digit is not None or self.literal or self.after_vague or not (self.small or self.big):
            return False
        self.literal = True
        return True

    def take_point(self, decimals: str) -> bool:
        """Take the 点五 of 三点五."""
        if self.after_vague or (self.digit is None and not self.small and not self.big):
            return False
        fraction = Decimal(f"0.{decimals}")
        low, high = self.part()
        self.section, self.digit, self.literal = _NOTHING, (low + fraction, high + fraction), True
        self.small, self.place = 0, Decimal(1).scaleb(-len(decimals))
        return True

    def take_small(self, unit: int) -> bool:
        """Take 十, 百 or 千."""
        if self.after_vague or (self.small and unit >= self.small):
            return False
        if self.digit is None:
            if unit != 10 and (self.small or self.big):
                return False
            self.bare = unit != 10
            self.digit, self.place = (Decimal(1), Decimal(1)), Decimal(1)
        self.section = (self.section[0] + self.digit[0] * unit, self.section[1] + self.digit[1] * unit)
        self.digit, self.small, self.place, self.literal = None, unit, self.place * unit, False
        return True

    def take_big(self, unit: int) -> bool:
        """Take 万, 亿 or 兆, also as the second half of 万亿."""
        low, high = self.part()
        if self.digit is not None or self.small:
            if self.big and unit >= self.big:  # 1万2千亿
                low, high, self.total = low + self.total[0], high + self.total[1], _NOTHING
        elif not self.big:
            low = high = Decimal(1)
            self.bare = True
        elif unit >= self.big:
            low, high, self.total = self.total[0], self.total[1], _NOTHING
        else:
            return False
        self.total = (self.total[0] + low * unit, self.total[1] + high * unit)
        self.section, self.digit, self.big, self.small = _NOTHING, None, unit, 0
        self.place *= unit
        self.literal = self.after_vague = False
        return True

    def take_vague(self, *, big_follows: bool) -> bool:
        """Take 多, 余, or the 几 of 十几: up to the next step of the last written place."""
        if self.after_vague or not self.value()[1] or (self.place <= 1 and not big_follows):
            return False
        if self.digit is not None or self.small:
            self.section = (self.section[0], self.section[1] + self.place)
        else:
            self.total = (self.total[0], self.total[1] + self.place)
        self.after_vague = True
        return True


@lru_cache(maxsize=4096)
def _parse(run: str) -> _Reading:
    """Read the number at the start of a run that matches :data:`_PATTERN`; the same few runs fill every article."""
    number = _Sum()
    best = (Decimal(0), Decimal(0), 0)
    at = 0
    while at < len(run):
        char, following = run[at], run[at + 1 : at + 2]
        countable = True  # whether the number may end after this token
        if arabic := _NUMBER.match(run, at):
            length = len(arabic.group())
            value = Decimal(arabic.group().translate(_TO_ASCII))
            # 3万5 is left at 3万: with Arabic digits nobody writes it for 3万5千
            countable = length > 1 or not number.big
            taken = number.take_number(value, value, _last_place(value), literal=True)
        elif pair := _PAIR.match(run, at):
            length = 2
            low, high = (Decimal(_DIGITS[digit]) for digit in pair.group())
            taken = number.take_number(low, high, Decimal(1), literal=False)
        elif at == 0 and (digits := _DIGIT_BY_DIGIT.match(run)):
            length = digits.end()
            value = Decimal("".join(str(_DIGITS[digit]) for digit in digits.group()))
            taken = number.take_number(value, value, Decimal(1), literal=True)
        elif char in "零〇○" and at:
            length, countable, taken = 1, False, number.take_zero()
        elif char in _DIGITS:
            length = 1
            taken = number.take_number(Decimal(_DIGITS[char]), Decimal(_DIGITS[char]), Decimal(1), literal=False)
        elif char in _SMALL:
            length, taken = 1, number.take_small(_SMALL[char])
        elif char in _BIG:
            length, taken = 1, number.take_big(_BIG[char])
        elif char in _TENS:
            tens = Decimal(_TENS[char]) / 10
            length, taken = 1, number.take_number(tens, tens, Decimal(1), literal=False) and number.take_small(10)
        elif char in "几数" and (following in _SMALL or (following in _BIG and run[at - 1 : at] != "十")):
            length, countable = 1, False
            taken = number.take_number(Decimal(2), Decimal(9), Decimal(1), literal=False)
        elif char in "几数多余":
            length, taken = 1, number.take_vague(big_follows=following in _BIG)
        elif char == "点":
            decimals = _DECIMALS.match(run, at + 1)
            length = 1 + len(decimals.group()) if decimals else 1
            taken = decimals is not None and number.take_point("".join(str(_DIGITS[d]) for d in decimals.group()))
        else:  # a space before 万, or 个 as in 两个亿
            length, countable, taken = 1, False, True
        if not taken:
            break
        at += length
        if countable:
            best = (*number.value(), at)
    return *best, _form(run[: best[2]])


def _last_place(value: Decimal) -> Decimal:
    """Value of the last written place: 1800 -> 100, 1.3 -> 0.1, 35 -> 1."""
    digits, exponent = value.as_tuple().digits, value.as_tuple().exponent
    assert isinstance(exponent, int)  # no infinity can be written in digits
    zeros = len(digits) - len("".join(map(str, digits)).rstrip("0")) if not exponent and value else 0
    return Decimal(1).scaleb(exponent + zeros)


def _form(number: str) -> Form:
    if _DIGIT_BY_DIGIT.fullmatch(number) and not _PAIR.fullmatch(number):
        return "positional"
    if _NUMBER.fullmatch(number):
        return "arabic"
    if all(char in "百千佰仟万亿兆多余" for char in number):
        return "scale"
    return "mixed" if any(char.isdecimal() for char in number) else "chinese"
