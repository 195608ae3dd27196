"""Conversion, script detection and the vocabulary view: cases of our own, laws, hostile input."""

from __future__ import annotations

import pickle
from collections import Counter
from importlib.metadata import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsparse.errors import SettingsError
from newsparse.rules import read_toml, read_tsv
from newsparse.script import ScriptEvidence, detect_script, mainland_vocabulary, simplify
from newsparse.script import tables as tables_module
from newsparse.script.tables import load_contexts, load_tables


def _cases(name: str) -> list[tuple[str, ...]]:
    lines = (Path(__file__).parent / "cases" / name).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")][1:]


CASES = [
    pytest.param(kind, text, text if mainland == "=" else mainland, id=f"{topic}: {text}")
    for kind, text, mainland, topic in _cases("script.tsv")
]

# What a text is made of here: characters that the rules look at, their words, and ordinary text around them.
_TABLES = load_tables()
_WORDS = sorted({word for words in _TABLES.words.values() for word in words})
_ORDINARY = (
    "的是在有和国人一中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多，。：《》「」"
    " \n\x00a1\ud800"
)
fragments = st.one_of(
    st.sampled_from(_WORDS), st.sampled_from(sorted(_TABLES.usual)), st.sampled_from(_ORDINARY), st.characters()
)
texts = st.lists(fragments, max_size=12).map("".join)


@pytest.mark.parametrize(("kind", "text", "mainland"), CASES)
def test_case(kind: str, text: str, mainland: str) -> None:
    assert simplify(text) == mainland


@pytest.mark.parametrize(("kind", "text", "mainland"), CASES)
def test_case_converts_to_a_text_that_stays(kind: str, text: str, mainland: str) -> None:
    assert simplify(mainland) == mainland


def test_a_third_of_the_cases_is_negative() -> None:
    kinds = Counter(kind for kind, *_ in _cases("script.tsv"))
    assert kinds.keys() == {"positive", "negative"}
    assert kinds.total() >= 150
    assert kinds["negative"] * 3 >= kinds.total()


@given(texts)
@settings(max_examples=400, deadline=None)
def test_length_stays_and_twice_is_once(text: str) -> None:
    once = simplify(text)
    assert len(once) == len(text)
    assert simplify(once) == once


@given(st.text(alphabet=sorted(chr(c) for c in (_TABLES.evidence == tables_module.SIMPLIFIED).nonzero()[0].tolist())))
def test_characters_of_simplified_text_stay(text: str) -> None:
    assert simplify(text) == text


@given(texts)
def test_quotes_keep_length(text: str) -> None:
    mainland = simplify(text, quotes="mainland")
    assert len(mainland) == len(text)
    assert not set("「」『』") & set(mainland)
    assert simplify(mainland, quotes="mainland") == mainland


def test_quotes_stay_unless_asked() -> None:
    assert simplify("「他說『好』」") == "「他说『好』」"
    assert simplify("「他說『好』」", quotes="mainland") == "“他说‘好’”"


def test_every_character_converts_to_one_that_stays() -> None:
    everything = "".join(map(chr, range(0x110000)))
    once = simplify(everything)
    assert len(once) == len(everything)
    assert simplify(once) == once


@pytest.mark.parametrize(
    "unit", ["著", "乾", "沈", "看著名", "，張三著", "年", "「", "\x00", "\ud800", "反覆", "𠀀", "a"]
)
def test_hostile_input_is_linear(unit: str) -> None:
    text = (unit * 50_000)[:50_000]
    assert len(simplify(text)) == len(text)
    assert detect_script(text).script in {"hant", "hans", "mixed", "none"}


def test_empty() -> None:
    assert simplify("") == ""
    assert detect_script("") == ScriptEvidence("none", 0, 0)


# Surroundings: a spelling that the mainland has too stays in simplified text, and only there.


@pytest.mark.parametrize(
    ("text", "mainland"),
    [
        ("这个部份还没有定", "这个部份还没有定"),
        ("這個部份還沒有定", "这个部分还没有定"),
        ("部份", "部分"),
        ("有著丰富的经验", "有着丰富的经验"),
        ("歌手陈昇演唱会", "歌手陈昇演唱会"),
        ("北宋乾德四年", "北宋乾德四年"),
    ],
)
def test_surroundings(text: str, mainland: str) -> None:
    assert simplify(text) == mainland


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("長春汽開區攜手中國一汽", "hant"),
        ("长春汽开区携手中国一汽", "hans"),
        ("長春汽開區，长春汽开区", "mixed"),
        ("2020-01-13 14:25", "none"),
        ("中文", "none"),
        ("台湾税收，用户群体才能吃，核心温床", "hans"),
        ("後于余里的發展", "hant"),
    ],
)
def test_detect_script(text: str, script: str) -> None:
    evidence = detect_script(text)
    assert evidence.script == script
    assert (evidence.traditional > 0) == (script in {"hant", "mixed"})
    assert (evidence.simplified > 0) == (script in {"hans", "mixed"})


def test_a_name_in_the_other_script_is_not_a_mixed_text() -> None:
    assert detect_script("这是简体书写的长篇报导，" * 20 + "陳").script == "hans"


# The vocabulary view.


@pytest.mark.parametrize(("text", "mainland"), [row[:2] for row in _cases("script_vocabulary.tsv")])
def test_vocabulary(text: str, mainland: str) -> None:
    view, _ = mainland_vocabulary(text)
    assert view == (text if mainland == "=" else mainland)


def test_vocabulary_keeps_offsets() -> None:
    text = "他说川普的记忆体不好，搭公车走三公尺"
    view, alignment = mainland_vocabulary(text)
    assert view == "他说特朗普的内存不好，搭公交车走三米"
    for word, source in (
        ("特朗普", "川普"),
        ("内存", "记忆体"),
        ("公交车", "公车"),
        ("米", "公尺"),
        ("不好", "不好"),
        ("走", "走"),
    ):
        start = view.index(word)
        first, last = alignment.source_span(start, start + len(word))
        assert text[first:last] == source


@given(
    st.lists(st.one_of(st.sampled_from([row["term"] for row in read_tsv("script/vocabulary.tsv")]), texts)).map("".join)
)
def test_vocabulary_view_covers_the_text(text: str) -> None:
    view, alignment = mainland_vocabulary(text)
    spans = [alignment.source_span(place, place + 1) for place in range(len(view))]
    assert spans == sorted(spans)
    if view:
        assert alignment.source_span(0, len(view)) == (0, len(text))


# The rules themselves.


def test_rows_give_a_reason_and_keep_length() -> None:
    for row in read_tsv("script/words.tsv"):
        assert len(row["written"]) == len(row["mainland"]), row
        assert row["reason"], row
    for row in read_tsv("script/characters.tsv"):
        assert row["variants"], row
        assert len(row["mainland"]) == 1, row
        assert row["reason"], row
    for row in read_tsv("script/vocabulary.tsv"):
        assert row["term"], row
        assert row["mainland"], row
        assert row["reason"], row
    for context in read_toml("script/contexts.toml")["context"]:
        assert len(context["character"]) == len(context["mainland"]) == 1, context
        assert context["reason"], context


def test_no_row_is_written_twice() -> None:
    for path, column in (("words", "written"), ("vocabulary", "term")):
        counts = Counter(row[column] for row in read_tsv(f"script/{path}.tsv"))
        assert [text for text, count in counts.items() if count > 1] == []


def test_words_convert_to_what_their_row_says() -> None:
    for row in read_tsv("script/words.tsv"):
        # Surroundings that are traditional: what the row says must hold, whatever the mainland may write.
        assert simplify(f"號{row['written']}號")[1:-1] == row["mainland"], row


def test_contexts_compile() -> None:
    assert _TABLES.contexts
    assert all(load_contexts(character) for character in _TABLES.contexts)


def test_a_row_that_changes_length_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        tables_module, "read_tsv", lambda path: iter([{"written": "部份", "mainland": "分", "variants": ""}])
    )
    with pytest.raises(SettingsError, match="NE303"):
        load_tables.__wrapped__()


def test_dictionaries_come_from_the_distribution() -> None:
    """The module name ``opencc`` may belong to another package; the distribution's files do not."""
    names = {path.name for path in files("opencc-python-reimplemented") or ()}
    assert {"TSCharacters.txt", "TSPhrases.txt"} <= names
    assert "TSPhrases.txt" in tables_module._dictionaries()


def test_missing_dictionaries_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables_module, "files", lambda name: None)
    with pytest.raises(SettingsError, match="NE303"):
        load_tables.__wrapped__()


def test_evidence_pickles() -> None:
    evidence = detect_script("長春")
    assert pickle.loads(pickle.dumps(evidence)) == evidence
