"""Roles and quotes: cases are data, names are given, so that only the relations are tested."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsparse.analysis import part
from newsparse.entities import EntityValue
from newsparse.language.segment import Segmenter
from newsparse.relations import PartValue, read_quotes, read_roles
from newsparse.relations.links import link_parts

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


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (
            "劳工局王局长大江表示",
            EntityValue(3, 8, "PERSON", "王大江", title="局长"),
            ("王大江", "局长", "劳工局", None),
        ),
        (
            "感谢李前代理市长大江",
            EntityValue(2, 10, "PERSON", "李大江", title="前代理市长"),
            ("李大江", "代理市长", None, "former"),
        ),
    ],
)
def test_a_title_inside_a_name(text: str, name: EntityValue, expected: tuple[str, str, str | None, str | None]) -> None:
    (role,) = read_roles(text, words_of(text, [name]), [name])
    assert (role.person, role.title, role.organization, role.status) == expected


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


NAMES = ["[高建国/PERSON]", "[孙丽华/PERSON]", "[临江市/GPE]", "[华光集团/ORG]", "[临江市财政局/ORG]"]
PIECES = [
    *NAMES, "局长", "副市长", "董事长", "市委书记", "原", "时任", "、", "，", "。", "：",
    "“", "”", "「", "」", "说", "表示", "介绍",
    "他", "该负责人", "负责人", "要求", "明年完工，届时通车", "任命", "为", "免去", "的", "职务", "\n",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_facts_are_in_order_once_and_made_of_the_text(pieces: list[str]) -> None:
    text, names = unmark("".join(pieces))
    words = words_of(text, names)
    roles = read_roles(text, words, names)
    assert [role.start_char for role in roles] == sorted(role.start_char for role in roles)
    assert len({(role.person, role.title, role.organization, role.status) for role in roles}) == len(roles)
    for role in roles:
        parts = {one.name: text[one.start_char : one.end_char] for one in role.parts}
        assert parts["person"] == role.person
        assert parts["title"] == role.title
        assert parts.get("organization") == role.organization
    quotes = read_quotes(text, words, names)
    assert [quote.start_char for quote in quotes] == sorted(quote.start_char for quote in quotes)
    for quote in quotes:
        assert "\n" not in text[quote.start_char : quote.end_char]
        parts = {one.name: text[one.start_char : one.end_char] for one in quote.parts}
        assert quote.speaker
        assert parts["speaker"]
        assert parts.get("cue") == quote.cue
        if quote.direct:
            assert text[quote.start_char - 1] + text[quote.end_char] in ("“”", "「」")


def test_facts_begin_behind_the_headline() -> None:
    headline = "[临江市/GPE]市长[高建国/PERSON]：要加快建设"
    text, names = unmark(f"{headline}\n[孙丽华/PERSON]说，今年收成很好。")
    words = words_of(text, names)
    start = text.index("\n")
    assert [role.person for role in read_roles(text, words, names)] == ["高建国"]
    assert read_roles(text, words, names, start=start) == []
    assert [quote.speaker for quote in read_quotes(text, words, names, start=start)] == ["孙丽华"]


def test_parts_name_the_mentions_that_they_hold_or_are_a_piece_of() -> None:
    mentions = {
        "entities": [
            {"start_char": 0, "end_char": 2},
            {"start_char": 2, "end_char": 6},
            {"start_char": 9, "end_char": 12},
        ],
        "dates": [{"start_char": 0, "end_char": 6}],
        "money": [{"start_char": 20, "end_char": 24}],
        "quantities": [],
    }
    parts = [
        PartValue("organization", 0, 6),  # two places are one body
        PartValue("person", 9, 12),
        PartValue("speaker", 3, 5),  # a piece of a name
        PartValue("subject", 5, 10),  # touches two names and holds neither
        PartValue("period", 0, 6),
        PartValue("value", 20, 24),
        PartValue("title", 6, 9),  # a title is no mention
    ]
    fact: dict[str, Any] = {"text": "x", "parts": parts}
    link_parts([fact], mentions)
    assert [one["mentions"] for one in fact["parts"]] == [
        ["entities/0", "entities/1"],
        ["entities/2"],
        ["entities/1"],
        [],
        ["dates/0"],
        ["money/0"],
        [],
    ]
    assert fact["text"] == "x"


@pytest.mark.parametrize(
    "piece",
    [
        "[王小明/PERSON]局长表示“好的",
        "[王小明/PERSON]说，他说，“好的。”",
        "县委常委、财政局局长、[华光集团/ORG]董事长、",
        "[华光集团/ORG][王小明/PERSON]、总经理[王小明/PERSON]任",
        "临江市政府办公室物流科",
        "“”「」“「",
        "表示希望要求说",
        "免去[王小明/PERSON]的",
        "[王小明/PERSON]：\n",
        "。”他说",
    ],
)
def test_time_is_linear(piece: str) -> None:
    spent = []
    for count in (1_000, 8_000):
        text, names = unmark(piece * count)
        words = words_of(text, names)
        start = time.process_time()
        read_roles(text, words, names)
        read_quotes(text, words, names)
        spent.append(time.process_time() - start)
    assert spent[1] < 24 * max(spent[0], 0.01)  # eight times the text; sixty-four times the time would be quadratic
