"""The trained recogniser: offsets, determinism, odd input, missing weights. What it scores is in models/README.md."""

import pickle
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsparse.entities.recognizer import LONGEST, ModelSpan, Recognizer, cut, locate

ARTICLE = (
    "本报长春3月4日电（记者 王小军）吉林省省长李志远在长春会见了来访的法国客人。\n"
    "中国石油化工集团有限公司董事长赵德明出席，外交部发言人陈卫国回答了记者提问。\n"
    "会后，代表团前往上海、南京和广州参观，清华大学教授张文浩陪同。"
)


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer.load()


def names(spans: list[ModelSpan], text: str, *labels: str) -> list[str]:
    return [text[span.start_char : span.end_char] for span in spans if span.label in labels]


def test_finds_people_organisations_and_places(recognizer: Recognizer) -> None:
    spans = recognizer.recognize(ARTICLE)
    assert names(spans, ARTICLE, "PERSON") == ["王小军", "李志远", "赵德明", "陈卫国", "张文浩"]
    assert {"中国石油化工集团有限公司", "外交部", "清华大学"} <= set(names(spans, ARTICLE, "ORG"))
    assert {"吉林省", "长春", "法国", "上海", "南京", "广州"} <= set(names(spans, ARTICLE, "GPE"))


@pytest.mark.parametrize(
    "text",
    [
        "会议强调，要坚持稳中求进，扎实推动高质量发展。",
        "全年销售汽车三百多万辆，同比增长百分之五点六。",
        "请大家按时提交材料，逾期不予受理。",
    ],
)
def test_finds_nothing_where_nothing_is_named(recognizer: Recognizer, text: str) -> None:
    assert recognizer.recognize(text) == []


def test_the_same_text_always_gives_the_same_spans(recognizer: Recognizer) -> None:
    spans = recognizer.recognize(ARTICLE)
    assert recognizer.recognize(ARTICLE) == spans
    assert Recognizer.load().recognize(ARTICLE) == spans
    assert pickle.loads(pickle.dumps(recognizer)).recognize(ARTICLE) == spans


@given(st.text(st.sampled_from("中国北京王小明公司，。 \n\t\x00\ud800\U0001f600A1（）·年")) | st.text())
@settings(max_examples=200, deadline=None)
def test_spans_lie_in_the_text_sorted_and_apart(recognizer: Recognizer, text: str) -> None:
    end = 0
    for span in recognizer.recognize(text):
        assert end <= span.start_char < span.end_char <= len(text)
        assert text[span.start_char : span.end_char].strip() == text[span.start_char : span.end_char]
        assert 0 < span.score <= 1
        end = span.end_char


@given(st.text(st.sampled_from("中，。！\n 、”x")))
def test_sentences_tile_the_text(text: str) -> None:
    bounds = cut(text)
    assert "".join(text[start:end] for start, end in bounds) == text
    assert all(0 < end - start <= LONGEST for start, end in bounds)


@pytest.mark.parametrize("text", ["年" * 100_000, "1" * 100_000, "（" * 100_000, "北京" * 50_000, "王，" * 50_000])
def test_hostile_text_takes_linear_time(recognizer: Recognizer, text: str) -> None:
    recognizer.recognize(text[:1000])
    begin = time.process_time()
    recognizer.recognize(text)
    assert time.process_time() - begin < 10


def test_reads_a_folder_or_a_file(recognizer: Recognizer) -> None:
    folder = locate()
    spans = recognizer.recognize(ARTICLE)
    assert Recognizer.load(folder).recognize(ARTICLE) == spans
    assert Recognizer.load(str(recognizer.path)).recognize(ARTICLE) == spans


def test_says_what_is_missing(tmp_path) -> None:
    with pytest.raises(FileNotFoundError, match="no weights"):
        Recognizer.load(tmp_path)
    with pytest.raises(FileNotFoundError, match="no model 'absent'"):
        locate("absent")


def test_refuses_what_is_no_model(tmp_path) -> None:
    (tmp_path / "weights.npz").write_bytes(b"not a model")
    with pytest.raises(ValueError, match="not a recogniser"):
        Recognizer.load(tmp_path)
    with pytest.raises(ValueError, match="no convention"):
        Recognizer.load(convention="mine")
