"""Dates: cases of our own with a fixed reference date, and laws that hold for any text."""

from __future__ import annotations

import calendar
import json
import pickle
import re
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsparse.dates import Anchor, DateValue, read, read_dates
from newsparse.dates.find import find
from newsparse.records import DateMention
from newsparse.rules import read_tsv

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "dates.jsonl").read_text(encoding="utf-8").splitlines()
]
POSITIVE = [case for case in CASES if "none" not in case]
NEGATIVE = [case for case in CASES if "none" in case]
ANCHOR = Anchor(date(2020, 1, 13), "published_at")


def read_case(case: dict[str, Any]) -> list[DateValue]:
    anchor = Anchor(date.fromisoformat(case["anchor"]), "dateline") if "anchor" in case else None
    return read_dates(case["text"], anchor=anchor, region=case.get("region", "CN"))


def bounds(value: str | None) -> tuple[str | None, str | None]:
    """Spell out 2019-11 as its first and last day; ``..`` is an open end."""
    if value is None:
        return None, None
    first, _, last = value.partition("/")

    def day(text: str, end: bool) -> str | None:
        if text == ".." or "T" in text or len(text) == 10:
            return None if text == ".." else text
        year, month = int(text[:4]), int(text[5:7] or (12 if end else 1))
        return date(year, month, calendar.monthrange(year, month)[1] if end else 1).isoformat()

    return day(first, False), day(last or first, True)


@pytest.mark.parametrize("case", POSITIVE, ids=lambda case: f"{case['expression']}@{case.get('anchor', '-')}")
def test_reads(case: dict[str, Any]) -> None:
    at, length = case["at"], len(case["expression"])
    found = [value for value in read_case(case) if value.start_char < at + length and at < value.end_char]
    assert found, "not found"
    value = found[0]
    first, last = bounds(case["value"])
    assert (value.start, value.end) == (first, last) or (last is None and first and value.start == first)
    if case["value"] and case["value"].endswith(".."):
        assert (value.end, value.modifier) == (None, "since")
    for key, got in {"kind": value.kind, "timex": value.timex, "grain": value.grain, "modifier": value.modifier}.items():
        if key in case:
            assert got == case[key], key
    if "from" in case:
        assert value.anchor == case["from"]


@pytest.mark.parametrize("case", NEGATIVE, ids=lambda case: case["text"])
def test_gives_no_date_to(case: dict[str, Any]) -> None:
    assert [case["text"][v.start_char : v.end_char] for v in read_case(case) if v.start or v.end] == []


def test_a_third_of_the_cases_is_negative() -> None:
    unresolved = [case for case in POSITIVE if case["value"] is None]
    assert len(CASES) >= 400
    assert 3 * (len(NEGATIVE) + len(unresolved)) >= len(CASES)
