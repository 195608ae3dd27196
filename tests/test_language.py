"""spaCy's side: exact spans, other people's pipelines, and everything written to disk and back."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

import newsparse
from newsparse.language.spans import LabelledSpan, make_spans, read_values
from newsparse.settings import Settings

VOCAB = Vocab()
TEXT = "2019年11月，中国一汽产值达到519亿元，同比增长33%。长春市商务局局长王建国8日表示，前11个月产量提高41万辆。"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return newsparse.load(Settings.default().changed({"entities": {"model": False}}))


def test_docs_carry_names_and_spans(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert doc.text == TEXT
    assert ("长春市商务局", "ORG") in [(ent.text, ent.label_) for ent in doc.ents]
    assert [(span.text, span.label_, span.kb_id_) for span in doc.spans["newsparse_money"]] == [
        ("519亿元", "MONEY", "CNY")
    ]
    assert doc.spans["newsparse_dates"][0].kb_id_ == "2019-11"
    assert [span.text for span in doc.spans["newsparse_quantities"]] == ["33%", "41万辆"]
    assert [value["unit"] for value in read_values(doc, "newsparse_quantities")] == ["%", "辆"]


def test_what_the_page_says_reaches_the_components(nlp: Language) -> None:
    doc = nlp.make_doc("昨日，本府编列600元。")
    doc.user_data["newsparse"] = {"anchor": "2020-03-01", "anchor_source": "dateline", "region": "TW"}
    doc = nlp(doc)
    (date,) = read_values(doc, "newsparse_dates")
    assert (date["start"], date["anchor"]) == ("2020-02-29", "dateline")
    (money,) = read_values(doc, "newsparse_money")
    assert (money["currency"], money["currency_rule"]) == ("TWD", "region")


@pytest.mark.parametrize("language", ["zh", "xx"])
def test_components_work_in_other_peoples_pipelines(language: str) -> None:
    nlp = spacy.blank(language)
    nlp.add_pipe("newsparse_dates", config={"anchor": "2020-01-11"})
    nlp.add_pipe("newsparse_amounts")
    nlp.add_pipe("newsparse_entities")
    doc = nlp(TEXT)
    assert doc.text == TEXT
    assert [span.text for span in doc.spans["newsparse_dates"]][:2] == ["2019年11月", "8日"]
    assert read_values(doc, "newsparse_dates")[1]["start"] == "2020-01-08"
    assert "中国一汽" in [ent.text for ent in doc.ents]


def test_a_pipeline_pickles_and_goes_to_disk_and_back(nlp: Language, tmp_path: Path) -> None:
    expected = nlp(TEXT).to_json()
    assert pickle.loads(pickle.dumps(nlp))(TEXT).to_json() == expected
    nlp.to_disk(tmp_path / "pipeline")
    assert spacy.load(tmp_path / "pipeline")(TEXT).to_json() == expected
    assert spacy.blank("zh", config=nlp.config).from_bytes(nlp.to_bytes()).pipe_names == nlp.pipe_names


def test_docs_go_to_bytes_and_back(nlp: Language) -> None:
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    for key in ("newsparse_dates", "newsparse_money", "newsparse_quantities", "newsparse_entities"):
        assert read_values(again, key) == read_values(doc, key)
        assert [span.text for span in again.spans[key]] == [span.text for span in doc.spans[key]]


def test_spacy_runs_it_over_many_texts(nlp: Language) -> None:
    texts = [TEXT, "", "北京", TEXT[:20]]
    assert [doc.text for doc in nlp.pipe(texts)] == texts


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_spans_are_exact_whatever_the_tokens(data: st.DataObject) -> None:
    words = data.draw(st.lists(st.text(alphabet="甲乙丙", min_size=1, max_size=4), min_size=1, max_size=8))
    spaces = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    doc = Doc(VOCAB, words=words, spaces=spaces)
    text = doc.text
    letters = [offset for offset, character in enumerate(text) if character != " "]
    for name in ("first", "second"):  # the second group splits tokens under the first
        edges = sorted(data.draw(st.lists(st.sampled_from(letters), min_size=2, max_size=2)))
        span = LabelledSpan(edges[0], edges[1] + 1, "X", name)
        doc.spans[name] = make_spans(doc, [span])
        assert [doc.spans[name][0].start_char, doc.spans[name][0].end_char] == list(span[:2])
        doc.user_data[name] = text[span.start_char : span.end_char]
    assert doc.text == text
    for name in ("first", "second"):
        assert doc.spans[name][0].text == doc.user_data[name]
