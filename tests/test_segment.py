"""Words tile the text; numbers, dates and Latin names stay whole; nothing leaks between segmenters."""

import pickle

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsparse.language.segment import Segmenter
from newsparse.script import simplify
from tests.conftest import SAMPLES

SEGMENTER = Segmenter()


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="中国一汽产值519亿元，。2019年\n \u3000\xa0RAV4-.:%“”２０㐀\ud800\x00", max_size=80))
def test_words_tile_any_text(text: str) -> None:
    assert "".join(SEGMENTER.cut(text)) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("２０１２年", ["２０１２年"]),
        ("达1,200.5万", ["1,200.5"]),
        ("2019年11月20日", ["2019年", "11月", "20日"]),
        ("10月份", ["10月份"]),
        ("时间14:25:37", ["14:25:37"]),
        ("新一代RAV4荣放", ["RAV4"]),
        ("5G和COVID-19", ["5G", "COVID-19"]),
        ("电话0431-81126178。", ["0431-81126178"]),
        ("增长33%", ["33%"]),
    ],
)
def test_numbers_dates_and_latin_names_stay_whole(text: str, words: list[str]) -> None:
    cut = SEGMENTER.cut(text)
    for word in words:
        assert word in cut


def test_added_names_stay_whole_in_their_own_segmenter_alone() -> None:
    text = "到服务一汽办公室考察"
    assert "服务一汽办公室" in Segmenter(["服务一汽办公室"]).cut(text)
    assert "服务一汽办公室" not in SEGMENTER.cut(text)
    assert "服务一汽办公室" not in Segmenter().cut(text)


def test_it_pickles() -> None:
    segmenter = Segmenter(["服务一汽办公室"])
    segmenter.cut("先用一次")
    assert "服务一汽办公室" in pickle.loads(pickle.dumps(segmenter)).cut("到服务一汽办公室考察")


def test_both_engines_cut_the_samples_alike() -> None:
    reference = Segmenter(["服务一汽办公室"], engine="jieba")
    fast = Segmenter(["服务一汽办公室"])
    for page in sorted(SAMPLES.glob("*.txt")):
        text = simplify(page.read_text(encoding="utf-8"))
        assert fast.cut(text) == reference.cut(text), page.name
    sentence = "全面提升干部能力素质，切实转变干部工作作风，取得了扎扎实实的成效。"
    assert reference.cut(sentence) == jieba.Tokenizer().lcut(sentence)
