"""Bad input: a coded error or a problem in the record, never a traceback, never a hang."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsparse.errors import InputError
from newsparse.item import Item
from newsparse.pipeline import Parser
from newsparse.records import Article
from newsparse.settings import Settings

PARSER = Parser(Settings.default().changed({"entities": {"model": False}}))


def written(text: str) -> str:
    """Give a text as an encoding can write it."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("", "NE101"),
        (b"", "NE101"),
        (" \n\t\u3000\u200b\ufeff ", "NE101"),
        (b"\xef\xbb\xbf", "NE101"),
        ("\x00", "NE101"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "NE102"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 8, "NE102"),
        (bytes(range(256)) * 64, "NE102"),
        ("汉" * 100_000_000, "NE104"),
        (b"a" * 100_000_000, "NE104"),
        (None, "NE105"),
        (12, "NE105"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) == 5 else None,
)
def test_what_is_no_article_has_a_code(source: str | bytes, code: str) -> None:
    with pytest.raises(InputError) as error:
        PARSER.parse(source)
    assert error.value.code == code


@pytest.mark.parametrize(
    "source",
    [
        "汉",
        "1",
        "。",
        "a\x00b 产值10亿元\x00",
        "产值\ud800达到519亿元\udfff",
        "\r\n\r\n产值\r达到519亿元\r\n",
        "\u202e产值达到519亿元\u202c",
        "𠮷野家2019年11月开业",
    ],
)
def test_odd_text_is_read(source: str) -> None:
    article = PARSER.parse(source, with_raw=True)
    assert article.raw == written(source)
    article.model_dump_json()


HOSTILE = {
    "one character": "汉" * 200_000,
    "digits": "1" * 200_000,
    "years": "年" * 200_000,
    "digits and years": "1年" * 100_000,
    "numerals": "一亿" * 100_000,
    "brackets": "（" * 100_000 + "）" * 100_000,
    "quotation marks": "“" * 200_000,
    "titles": "《" * 200_000,
    "cities": "市" * 200_000,
    "surnames": "王" * 200_000,
    "companies": "有限公司" * 50_000,
    "lines": "。\n" * 100_000,
    "spaces": "a" + " " * 200_000 + "b",
    "rare characters": "㐀㐁" * 100_000,
    "list numbers": "1、" * 70_000,
    "stops": "…" * 200_000,
    "sentence without a stop": "长春市商务局局长王小明表示产值达到519亿元" * 10_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_ends(text: str) -> None:
    assert isinstance(PARSER.parse(text), Article)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300))
def test_any_bytes_give_a_record_or_a_code(source: bytes) -> None:
    article = PARSER.read(Item(source), with_raw=True)
    codes = [problem.code for problem in article.problems if problem.code.startswith("NE")]
    assert codes in ([], ["NE101"], ["NE102"])
    article.model_dump_json()


ALPHABET = (
    "中一二三十百千万亿年月日元%％.。，、：；（）《》“”1234567890０Ａ王李市县省局公司"
    " \n\r\t\u3000\xa0\u200b\ufeff\ud800\x00RAV-/:"
)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.one_of(st.sampled_from(ALPHABET), st.characters()), max_size=120))
def test_any_text_gives_a_true_record_or_a_code(source: str) -> None:
    article = PARSER.read(Item(source), with_raw=True)  # the record itself checks every offset
    codes = [problem.code for problem in article.problems if problem.code.startswith("NE")]
    assert codes in ([], ["NE101"], ["NE102"])
    if not codes:
        assert article.raw == written(source)
        for block in (*article.blocks, *article.removed):
            assert 0 <= block.raw_start_char < block.raw_end_char <= len(source)
