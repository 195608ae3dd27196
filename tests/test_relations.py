"""Roles and quotes: cases are data, names are given, so that only the relations are tested."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsparse.analysis import part
from newsparse.entities import EntityValue
from newsparse.language.segment import Segmenter
from newsparse.relations import read_quotes, read_roles

CASES = Path(__file__).parent / "cases"
SEGMENTER = Segmenter()
_MARKED = re.compile(r"\[([^/\]]+)/([A-Z]+)\]")


def rows(name: str) -> list[tuple[str, str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return [(row[0], row[1] if len(row) > 1 else "") for row in cells]


def unmark(marked: str) -> tuple[str, list[EntityValue]]:
    """Give the text without marks, and the names that were marked."""
    text, names, at = "", [], 0
    for match in _MARKED.finditer(marked):
        text += marked[at : match.start()]
        names.append(EntityValue(len(text), len(text) + len(match[1]), match[2], match[1]))  # type: ignore[arg-type]
        text += match[1]
        at = match.end()
    return text + marked[at:], names


def words_of(text: str, names: list[EntityValue]) -> list[str]:
    """Give the words of a text, parted where its names begin and end."""
    return part(text, SEGMENTER.cut(text), names)


@pytest.mark.parametrize(("marked", "expected"), rows("roles.tsv"))
def test_roles(marked: str, expected: str) -> None:
    text, names = unmark(marked)
    roles = read_roles(text, words_of(text, names), names)
    found = [f"{r.person}|{r.title}|{r.organization or '-'}" + (f"|{r.status}" if r.status else "") for r in roles]
    assert ";".join(found) == expected
    for role in roles:
        assert text[role.start_char : role.end_char] == role.person
        parts = {part.name: text[part.start_char : part.end_char] for part in role.parts}
        assert (parts["person"], parts["title"], parts.get("organization")) == (
            role.person,
            role.title,
            role.organization,
        )


@pytest.mark.parametrize(("marked", "expected"), rows("quotes.tsv"))
def test_quotes(marked: str, expected: str) -> None:
    text, names = unmark(marked)
    quotes = read_quotes(text, words_of(text, names), names)
    found = [("D" if q.direct else "I", q.speaker, text[q.start_char : q.end_char]) for q in quotes]
    wanted = [tuple(fact.split("|")) for fact in expected.split(";")] if expected else []
    assert [(kind, speaker) for kind, speaker, _ in found] == [(kind, speaker) for kind, speaker, _ in wanted], found
    for (_, _, words), (_, _, beginning) in zip(found, wanted, strict=True):
        assert words.startswith(beginning)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="甲乙说表示，。：“”「」市长王\n他", max_size=60), st.data())
def test_any_text_gives_facts_inside_it(text: str, data: st.DataObject) -> None:
    edges = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    names = [EntityValue(a, b, "PERSON", text[a:b]) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    names = [name for name in names if "\n" not in text[name.start_char : name.end_char]]
    words = words_of(text, names)
    for role in read_roles(text, words, names):
        assert text[role.start_char : role.end_char] == role.person
        assert all(0 <= part.start_char < part.end_char <= len(text) for part in role.parts)
    for quote in read_quotes(text, words, names):
        said = text[quote.start_char : quote.end_char]
        assert said
        assert "\n" not in said
        assert all(0 <= part.start_char < part.end_char <= len(text) for part in quote.parts)
        assert quote.cue is None or quote.cue in text


def test_time_is_linear() -> None:
    spent = []
    for count in (2_000, 8_000):
        text, names = unmark("[王小明/PERSON]局长表示“好的" * count)
        words = words_of(text, names)
        start = time.process_time()
        read_roles(text, words, names)
        read_quotes(text, words, names)
        spent.append(time.process_time() - start)
    assert spent[1] < 12 * max(spent[0], 0.01)  # four times the text; sixteen times the time would be quadratic
