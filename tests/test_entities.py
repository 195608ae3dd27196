"""Names: every case of tests/cases/entities*, the laws of the result, a person's own tables, hostile input."""

from __future__ import annotations

import json
import pickle
import re
import time
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsparse.entities import EntityValue, Gazetteer, read_entities
from newsparse.entities.policy import fill, longest_first
from newsparse.entities.values import Candidate
from newsparse.errors import SettingsError
from newsparse.language.resources import gazetteer, segmenter
from newsparse.records import EntityLabel

CASES = Path(__file__).parent / "cases"
MARK = re.compile(r"\{([^{}/]+)/([A-Z]+)\}")


def read(text: str) -> list[EntityValue]:
    return read_entities(text, segmenter((), "rjieba").cut(text), gazetteer(()))


def names(text: str) -> list[tuple[str, str]]:
    return [(text[e.start_char : e.end_char], e.label) for e in read(text)]


def pairs(candidates: list[Candidate]) -> list[tuple[Candidate, Candidate]]:
    return [(candidates[n - 1], candidates[n]) for n in range(1, len(candidates))]


def marked_cases() -> list[tuple[str, str]]:
    lines = (CASES / "entities.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(topic, text) for topic, text in rows[1:]]


def meaning_cases() -> list[dict[str, str]]:
    return [json.loads(line) for line in (CASES / "entities_meaning.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("topic", "marked"), marked_cases())
def test_names_of_a_sentence(topic: str, marked: str) -> None:
    wanted = [(m[1], m[2]) for m in MARK.finditer(marked)]
    assert (topic == "nothing") == (not wanted)
    assert names(MARK.sub(r"\1", marked)) == wanted


@pytest.mark.parametrize("case", meaning_cases(), ids=lambda case: f"{case['name']}: {case['text']}")
def test_meaning_of_a_name(case: dict[str, str]) -> None:
    found = [e for e in read(case["text"]) if case["text"][e.start_char : e.end_char] == case["name"]]
    assert found
    for key in case.keys() - {"text", "name"}:
        assert {getattr(entity, key) for entity in found} == {case[key]}


def test_a_third_of_the_cases_are_negative() -> None:
    cases = marked_cases()
    assert len(cases) >= 250
    assert sum(topic == "nothing" for topic, _ in cases) * 3 >= len(cases)


# Laws

PIECES = [
    "长春市",
    "教育局",
    "中国一汽",
    "董事长徐留平",
    "、",
    "。",
    "\n",
    "（",
    "）",
    "《",
    "》",
    "·",
    "村",
    "市",
    "第3届",
    "说",
    "A",
    " ",
]
LABELS = frozenset(get_args(EntityLabel))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=20).map("".join))
def test_names_are_flat_sorted_inside_a_line_and_labelled(text: str) -> None:
    end = 0
    for entity in read(text):
        assert end <= entity.start_char < entity.end_char <= len(text)
        assert "\n" not in text[entity.start_char : entity.end_char]
        assert entity.label in LABELS
        assert entity.canonical
        end = entity.end_char


CANDIDATES = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 8), st.integers(0, 3)).map(
        lambda t: Candidate(t[0], t[0] + t[1], "ORG", "rule", priority=t[2])
    ),
    max_size=15,
)


@given(CANDIDATES)
def test_the_longest_wins_and_nothing_overlaps(candidates: list[Candidate]) -> None:
    chosen = longest_first(candidates, 40)
    assert all(a.end <= b.start for a, b in pairs(chosen))
    for one in candidates:
        rivals = [c for c in chosen if c.start < one.end and one.start < c.end]
        assert rivals
        assert max(c.end - c.start for c in rivals) >= one.end - one.start


@given(CANDIDATES, CANDIDATES)
def test_filling_keeps_what_is_chosen(first: list[Candidate], second: list[Candidate]) -> None:
    chosen = longest_first(first, 40)
    filled = fill(chosen, second, 40)
    assert all(one in filled for one in chosen)
    assert all(a.end <= b.start for a, b in pairs(filled))


def test_ties_go_to_the_left_then_to_priority() -> None:
    left, right = Candidate(0, 4, "ORG", "rule"), Candidate(2, 6, "ORG", "rule", priority=9)
    assert longest_first([right, left], 6) == [left]
    low, high = Candidate(0, 4, "ORG", "rule"), Candidate(0, 4, "GPE", "gazetteer", priority=1)
    assert longest_first([low, high], 6) == [high]


# A person's own tables


def own(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "own.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_own_names_win(tmp_path: Path) -> None:
    path = own(
        tmp_path,
        "name\tlabel\tcanonical\tkind\tcode\n# a comment\n星海湾计划\tLAW\t\tplan\n长春\tPRODUCT\t长春牌\tbrand\tX1\n",
    )
    text = "星海湾计划由长春实施。"
    found = read_entities(text, segmenter((str(path),), "rjieba").cut(text), Gazetteer([path]))
    assert [(e.label, e.canonical, e.kind, e.code) for e in found] == [
        ("LAW", "星海湾计划", "plan", None),
        ("PRODUCT", "长春牌", "brand", "X1"),
    ]


def test_own_table_needs_two_columns_only(tmp_path: Path) -> None:
    path = own(tmp_path, "label\tname\nORG\t蓝鲸协作组\n")
    assert "蓝鲸协作组" in set(Gazetteer([path]).words())


@pytest.mark.parametrize(
    "text",
    [
        "name\tkind\n长春\tcity\n",
        "name\tlabel\tcolour\n长春\tGPE\tred\n",
        "name\tlabel\n长春\tPLACE\n",
        "name\tlabel\n长春\n",
        "name\tlabel\n\tGPE\n",
        "name\tlabel\n长春\tGPE\tmore\n",
    ],
)
def test_a_bad_table_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match="NE302"):
        Gazetteer([own(tmp_path, text)])


def test_a_table_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="NE302"):
        Gazetteer([tmp_path / "none.tsv"])
    (tmp_path / "binary.tsv").write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(SettingsError, match="NE302"):
        Gazetteer([tmp_path / "binary.tsv"])


def test_a_gazetteer_can_be_pickled() -> None:
    text = "记者在长春采访。"
    copy = pickle.loads(pickle.dumps(gazetteer(())))
    assert read_entities(text, segmenter((), "rjieba").cut(text), copy) == read(text)


# Input that nobody writes


def test_words_must_tile_the_text() -> None:
    with pytest.raises(ValueError, match="tile"):
        read_entities("长春市", ["长春"], gazetteer(()))


def test_a_word_may_have_the_space_behind_it() -> None:
    text = "记者陈智 通讯员刘娟"
    words = segmenter((), "rjieba").cut(text)
    at = words.index(" ")
    joined = [*words[: at - 1], words[at - 1] + " ", *words[at + 1 :]]
    assert read_entities(text, joined, gazetteer(())) == read_entities(text, words, gazetteer(()))


def test_no_text_no_names() -> None:
    assert read("") == []


@pytest.mark.parametrize(
    "piece",
    [
        "市",
        "（",
        "）",
        "《",
        "长春市",
        "、",
        "·",
        "徐",
        "第3届",
        "公司",
        "和",
        "安",
        "「",
        "一",
        "阿",
        "王·",
        "镇村",
        "国小",
        "空军大学",
    ],
)
def test_time_is_linear(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        words = list(text)
        start = time.process_time()
        read_entities(text, words, gazetteer(()))
        return time.process_time() - start

    seconds(1_000)
    small, large = (min(seconds(size) for _ in range(3)) for size in (5_000, 40_000))
    assert large < 8 * small * 5 + 0.1


def test_a_product_is_found_again_without_its_quotes() -> None:
    text = "母舰搭载“沧溟二号”出海。沧溟二号完成首潜。"
    assert names(text) == [("沧溟二号", "PRODUCT")] * 2
