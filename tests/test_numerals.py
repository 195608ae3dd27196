"""Numerals: cases of our own, and laws that hold for any number and any text."""

from __future__ import annotations

import pickle
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsparse.numerals import LONGEST, Numeral, find, read

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "cases" / "numerals.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith(("#", "text\t"))
]
POSITIVE = [row for row in ROWS if row[1]]
NEGATIVE = [row[0] for row in ROWS if not row[1]]

# Anything that a numeral may be made of or stand beside
NUMERIC = st.text(
    alphabet="0123456789０９,，.．-−负零〇○一二三四五六七八九两十百千万亿兆壹贰拾佰仟半几数多余点分之又个 年元",
    max_size=40,
)


def test_there_are_enough_cases() -> None:
    assert len(ROWS) >= 120
    assert len(NEGATIVE) * 3 >= len(ROWS)
    assert len({row[0] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("text", "number", "value", "form"), POSITIVE, ids=[row[0] for row in POSITIVE])
def test_reads(text: str, number: str, value: str, form: str) -> None:
    numeral = read(text)
    assert numeral is not None
    low, _, high = value.partition("..")
    assert text[numeral.start : numeral.end] == number
    assert (numeral.low, numeral.high, numeral.form) == (Decimal(low), Decimal(high or low), form)
    assert numeral.exact == (not high)


@pytest.mark.parametrize("text", NEGATIVE)
def test_reads_nothing(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2019-2020年增速为-2.3%", ["2019", "2020", "-2.3"]),
        ("企业税负1.7亿元，自负20%", ["1.7亿", "20"]),
        ("共有负0.3和（负0.4）两项", ["0.3", "负0.4", "两"]),
        ("大陆人民、队伍、参加、收拾", []),
        ("数据显示几乎半数是半年期的", []),
        ("近百家企业的三百余名代表", ["百", "三百余"]),
        ("编号" + "7" * (LONGEST + 1) + "，共3页", ["3"]),
        ("1万元--5万元", ["1万", "5万"]),
    ],
)
def test_finds(text: str, numbers: list[str]) -> None:
    assert [text[numeral.start : numeral.end] for numeral in find(text)] == numbers


def test_reads_at_an_offset() -> None:
    assert read("共有三百人", 2) == Numeral(2, 4, Decimal(300), Decimal(300), "chinese")
    assert read("共有三百人", 1) is None
    assert read("共有三百人", 99) is None


def chinese(number: int) -> str:
    """Write a number below 10^12 in Chinese."""
    digits = "零一二三四五六七八九"

    def section(part: int) -> str:
        written, gap = "", False
        for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit, part = divmod(part, unit)
            if digit:
                written += ("零" if gap and written else "") + digits[digit] + name
            gap = not digit
        return written

    written, gap = "", False
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, number = divmod(number, unit)
        if part:
            written += ("零" if written and (part < 1000 or gap) else "") + section(part) + name
        gap = not part
    return written or "零"


@given(st.integers(0, 10**12 - 1))
def test_reads_every_number_written_in_chinese(number: int) -> None:
    written = chinese(number)
    numeral = read(written)
    assert numeral is not None
    assert (numeral.end, numeral.low, numeral.high) == (len(written), number, number)


@given(st.integers(0, 10**15), st.integers(0, 999), st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8)]))
def test_reads_every_number_written_in_digits(whole: int, fraction: int, scale: tuple[str, int]) -> None:
    for written in (f"{whole}.{fraction:03d}{scale[0]}", f"{whole:,}.{fraction:03d}{scale[0]}"):
        wide = written.translate({ord(char): ord(char) + 0xFEE0 for char in "0123456789.,"})
        for text in (written, wide):
            numeral = read(text)
            assert numeral is not None
            assert numeral.end == len(text)
            assert numeral.low == numeral.high == (whole + Decimal(fraction) / 1000) * scale[1]


@given(st.integers(1, 9), st.integers(1, 3), st.sampled_from("多余"), st.sampled_from(["", "万", "亿"]))
def test_a_vague_number_ends_at_the_next_step_of_its_last_place(digit: int, zeros: int, word: str, scale: str) -> None:
    numeral = read(f"{digit}{'0' * zeros}{word}{scale}")
    assert numeral is not None
    unit = Decimal({"": 1, "万": 10**4, "亿": 10**8}[scale]) * 10**zeros
    assert (numeral.low, numeral.high) == (digit * unit, (digit + 1) * unit)


@given(NUMERIC)
def test_laws(text: str) -> None:
    end = 0
    for numeral in find(text):
        assert end <= numeral.start < numeral.end <= len(text)
        assert numeral.low <= numeral.high
        assert numeral.exact == (numeral.low == numeral.high)
        assert read(text, numeral.start) == numeral
        end = numeral.end


@given(st.text(max_size=60))
def test_any_text_is_read_without_error(text: str) -> None:
    assert all(isinstance(numeral, Numeral) for numeral in find(text))


def test_pickles() -> None:
    numeral = read("3亿5千万")
    assert pickle.loads(pickle.dumps(numeral)) == numeral


@pytest.mark.parametrize(
    "unit", ["1", "1,", "1 ", "一", "万", "多", "1多", "半", "几", "零", "一点", "一又", "一分之", "-", "千万亿"]
)
def test_cost_is_linear(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        start = time.process_time()
        for _ in find(text):
            pass
        return time.process_time() - start

    assert seconds(80_000) < 10 * seconds(20_000) + 0.2
