"""Expressions to values: what a date means, given the article's own date and the dates that the text gave before."""

from __future__ import annotations

from collections.abc import Iterable

from newsparse.dates.find import Expression
from newsparse.dates.lexicon import Atom
from newsparse.dates.memory import Memory
from newsparse.dates.point import Point
from newsparse.dates.readings import WEEKDAYS
from newsparse.dates.values import Anchor, DateReading, DateValue, Impossible, ImpossibleDate, Span, Unknown
from newsparse.numerals import read as read_numeral
from newsparse.records import DateKind

__all__ = ["interpret"]

_UNITS = {
    "世纪": "C", "年": "Y", "载": "Y", "学年": "Y", "季度": "Q", "季": "Q", "月": "M", "周": "W", "星期": "W",
    "礼拜": "W", "天": "D", "日": "D", "工作日": "D", "交易日": "D", "自然日": "D", "日历天": "D", "昼夜": "D",
    "晚": "D", "早": "D", "夜": "D", "晨": "D", "小时": "TH", "钟头": "TH", "刻钟": "T15M", "分钟": "TM", "分": "TM",
    "秒": "TS", "秒钟": "TS", "学期": "X",
}  # fmt: skip


def interpret(text: str, expressions: Iterable[Expression], anchor: Anchor | None) -> DateReading:
    """Give the values of the expressions of a text.

    Parameters
    ----------
    text:
        The text that the expressions were found in.
    expressions:
        What :func:`find.find` gave for it, in order.
    anchor:
        The article's own date. Without it the last day that the text itself gives is taken.
    """
    memory = Memory(text, anchor)
    values: list[DateValue] = []
    impossible: list[Impossible] = []
    for expression in expressions:
        try:
            values.append(_value(expression, memory))
        except (ImpossibleDate, OverflowError):
            impossible.append(Impossible(expression.start, expression.end))
    return DateReading(values, impossible)


def _value(expression: Expression, memory: Memory) -> DateValue:
    start, end = expression.start, expression.end
    if expression.kind == "duration":
        length, modifier = _duration(expression.left)
        return DateValue(start, end, "duration", length, modifier=modifier)
    if expression.kind == "vague":
        return DateValue(start, end, "vague", expression.left[0].fields["timex"])
    if expression.kind == "set":
        return DateValue(start, end, "set", _set(expression.left))
    memory.move(start)
    point = Point(expression.left, memory, expression)
    try:
        span = point.resolve()
        if expression.right:
            other = Point(expression.right, memory, expression, after=point)
            return _range(expression, point, span, other, other.resolve())
    except Unknown as unknown:
        timex = str(unknown)
        if timex and point.clock and expression.right:  # 9时至11时 of an unknown day
            other = Point(expression.right, memory, expression, after=point)
            other.read_clock()
            timex += f"/T{other.clock or other.part}"
        kind: DateKind = "vague" if not timex else "time" if point.clock or point.part else "date"
        return DateValue(start, end, kind, timex or None, modifier=expression.modifier)
    return _single(expression, point, span)


def _duration(atoms: tuple[Atom, ...]) -> tuple[str, str | None]:
    """Write a length of time as TIMEX3: 11个月 P11M, 一年半 P1.5Y, 10余年 P10Y with ``about``."""
    amounts: dict[str, str] = {}
    modifier = None
    for atom in atoms:
        fields = atom.fields
        unit, written = _UNITS[fields["unit"]], fields["number"]
        half = "half" in fields or fields.get("more") == "半"
        if written == "半":
            count = "0.5"
        elif any(sign in written for sign in "几数"):
            count = "X"
        else:
            count = _count(written) + (".5" if half else "")
            if "decimals" in fields:  # 21秒50
                count += "." + fields["decimals"]
        if unit == "T15M":
            unit, count = "TM", str(15 * int(count)) if count.isdigit() else "X"
        amounts[unit] = count
        if fields.get("vague") or fields.get("more") in ("多", "余"):
            modifier = "about"
        side = fields.get("side", "")
        if side[-1:] == "前":
            modifier = "before"
        elif side[-1:] == "后":
            modifier = "after"
    days = "".join(amounts[unit] + unit for unit in "CYQMWDX" if unit in amounts)
    clock = "".join(amounts[unit] + unit[1] for unit in ("TH", "TM", "TS") if unit in amounts)
    return f"P{days}" + (f"T{clock}" if clock else ""), modifier


def _count(written: str) -> str:
    numeral = read_numeral(written.replace("俩", "两"))
    return format(numeral.low.normalize(), "f") if numeral else "X"


def _set(atoms: tuple[Atom, ...]) -> str:
    fields = atoms[0].fields
    weekday = fields.get("weekday")
    if weekday:
        return f"XXXX-WXX-{'WE' if weekday == '末' else WEEKDAYS[weekday] + 1}"
    unit = _UNITS[fields["unit"]]
    count = fields.get("count", "")
    amount = "0.5" if count == "半" else _count(count) if count else "1"
    return f"PT{amount}{unit[1]}" if unit[0] == "T" else f"P{amount}{unit}"


def _single(expression: Expression, point: Point, span: Span) -> DateValue:
    start, end, modifier = expression.start, expression.end, expression.modifier or point.modifier
    first, last, timex, grain = point.iso(span.first), point.iso(span.last), point.timex(span), point.grain(span)
    if modifier == "since":
        timex = f"{timex.partition('/')[0]}/.."
        return DateValue(start, end, "range", timex, first, None, grain, modifier, point.source)
    one_unit = span.first == span.last or (span.grain != "day" and "/" not in span.timex)
    kind: DateKind = "time" if point.clock else "date" if one_unit else "range"
    return DateValue(start, end, kind, timex, first, last, grain, modifier, point.source)


def _range(expression: Expression, left: Point, first: Span, right: Point, last: Span) -> DateValue:
    if last.last < first.first:
        if left.source == right.source == "explicit":
            raise ImpossibleDate
        return _single(expression, right, last)  # what the first end points at is not what the text gave last
    begin, end = left.iso(first.first), right.iso(last.last)
    timex = f"{left.timex(first).partition('/')[0]}/{right.timex(last).rpartition('/')[2]}"
    if last.grain != "day":
        left.memory.period = Span(first.first, last.last, last.grain, timex)
    modifier = None if expression.modifier == "since" else expression.modifier
    return DateValue(
        expression.start, expression.end, "range", timex, begin, end, right.grain(last), modifier, left.source
    )
