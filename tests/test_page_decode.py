"""Bytes to text: encodings, declarations, broken input."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsparse.errors import InputError
from newsparse.page import read_page
from newsparse.page.decode import decode
from newsparse.settings import Settings

HANS = "全市项目建设加快推进，今年前三个季度完成投资三百亿元，同比增长百分之八。"
HANT = "全市項目建設加快推進，今年前三個季度完成投資三百億元，同比增長百分之八。"
HK = "立法會今日通過撥款，鰂魚涌同深水埗嘅工程將會動工，發言人話咗呢項計劃嘅開支係三十億元。"  # 埗嘅咗: not in Big5
RARE = "镕基同志和㐂、𠮷田的居民表示，今年前三个季度完成投资三百亿元，企业发展很好。"  # 㐂𠮷: not in GB2312 or GBK
LIMIT = 1_000_000


@pytest.mark.parametrize(
    ("text", "encoding", "name", "evidence"),
    [
        (HANS, "utf-8", "utf-8", "valid_utf8"),
        (HANS, "utf-8-sig", "utf-8", "bom"),
        (HANS, "gb2312", "gb18030", "statistics"),
        (HANS, "gb18030", "gb18030", "statistics"),
        (HANT, "gbk", "gb18030", "statistics"),
        (HANT, "big5", "big5hkscs", "statistics"),
        (HANS, "utf-16", "utf-16-le", "bom"),
        (HANT, "utf-16-be", "utf-16-be", "statistics"),
        (HANS[:8], "gbk", "gb18030", "statistics"),
        (HANT[:8], "big5", "big5hkscs", "statistics"),
        (HK, "big5hkscs", "big5hkscs", "statistics"),
        (RARE, "gb18030", "gb18030", "statistics"),
        (HANS[:8], "utf-16-le", "utf-16-le", "statistics"),
        (f"<p class='a'>{HANT}</p>", "utf-16-le", "utf-16-le", "statistics"),
        (f"<p class='a'>{HANT}</p>", "utf-16-be", "utf-16-be", "statistics"),
    ],
)
def test_encoding_is_found(text: str, encoding: str, name: str, evidence: str) -> None:
    data = text.encode(encoding)
    decoded = decode(data, max_size=LIMIT)
    assert (decoded.encoding, decoded.evidence, decoded.problems) == (name, evidence, ())
    assert decoded.text == data.decode(name)
    assert decoded.text.lstrip("\ufeff") == text


@pytest.mark.parametrize(
    ("declared", "encoding", "name", "evidence", "problems"),
    [
        ("gb2312", "gb18030", "gb18030", "declared", []),
        ("gbk", "gb18030", "gb18030", "declared", []),
        ("big5", "big5", "big5hkscs", "declared", []),
        ("utf-8", "utf-8", "utf-8", "declared", []),
        ("gb2312", "utf-8", "utf-8", "valid_utf8", ["NP202"]),
        ("big5", "gb18030", "gb18030", "statistics", ["NP202"]),
        ("gb2312", "big5", "big5hkscs", "statistics", ["NP202"]),
        ("no-such-name", "gb18030", "gb18030", "statistics", []),
        ("big5-hkscs", "big5hkscs", "big5hkscs", "declared", []),
        ("Big5", "big5hkscs", "big5hkscs", "declared", []),
        ("x-x-big5", "big5", "big5hkscs", "declared", []),
        ("utf-8", "big5hkscs", "big5hkscs", "statistics", ["NP202"]),
        ("gbk", "big5hkscs", "big5hkscs", "statistics", ["NP202"]),
        ("GB_2312-80", "gb18030", "gb18030", "declared", []),
        ("x-gbk", "utf-8", "utf-8", "valid_utf8", ["NP202"]),
        ("utf-8", "gb18030", "gb18030", "statistics", ["NP202"]),
        ("iso-8859-1", "gb18030", "gb18030", "statistics", ["NP202"]),
        ("shift_jis", "utf-8", "utf-8", "valid_utf8", ["NP202"]),
        ("utf-16", "utf-16-le", "utf-16-le", "statistics", []),
        ("utf-16", "utf-16-be", "utf-16-be", "statistics", []),
        ("gb2312", "utf-16-le", "utf-16-le", "statistics", []),
    ],
)
def test_declarations_are_weighed(declared: str, encoding: str, name: str, evidence: str, problems: list[str]) -> None:
    text = f'<meta charset="{declared}">' + {"big5hkscs": HK, "big5": HANT, "gb18030": RARE}.get(encoding, HANS)
    decoded = decode(text.encode(encoding), max_size=LIMIT)
    assert (decoded.text, decoded.encoding, decoded.evidence) == (text, name, evidence)
    assert [problem.code for problem in decoded.problems] == problems


@pytest.mark.parametrize(
    ("header", "page", "encoding", "name", "problems"),
    [
        ("gb2312", "utf-8", "gb18030", "gb18030", []),
        ("big5", "gb2312", "big5hkscs", "big5hkscs", []),
        ("utf-8", "gb2312", "gb18030", "gb18030", ["NP202"]),
        ("gb2312", "gb2312", "utf-8", "utf-8", ["NP202"]),
        ("no-such-name", "gb2312", "gb18030", "gb18030", []),
        ("utf-16le", "", "utf-16-le", "utf-16-le", []),
        ("gb2312", "", "utf-16-be", "utf-16-be", ["NP202"]),
    ],
)
def test_a_header_comes_before_the_page(header: str, page: str, encoding: str, name: str, problems: list[str]) -> None:
    text = f'<meta charset="{page}">' * bool(page) + (HK if "big5" in encoding else HANS)
    decoded = decode(text.encode(encoding), max_size=LIMIT, declared=header)
    assert (decoded.text, decoded.encoding) == (text, name)
    assert [problem.code for problem in decoded.problems] == problems


def test_byte_order_mark_stays_in_the_raw_text() -> None:
    data = codecs.BOM_UTF8 + HANS.encode()
    page = read_page(data, settings=Settings.default())
    assert page.raw == data.decode(page.input.encoding or "")
    assert page.raw[0] == "\ufeff"
    assert page.text == HANS


def test_undecodable_bytes_are_reported_and_nothing_else_is_lost() -> None:
    data = HANS.encode() + b"\xff\xfe\xfa" + HANS.encode()
    decoded = decode(data, max_size=LIMIT)
    assert decoded.encoding == "utf-8"
    assert decoded.text.replace("\ufffd", "") == HANS * 2
    assert [problem.code for problem in decoded.problems] == ["NP201"]
    at = decoded.problems[0].raw_start_char
    assert at is not None
    assert decoded.text[at] == "\ufffd"


def test_a_replacement_character_in_the_text_is_no_problem() -> None:
    assert decode("有一个\ufffd字。".encode(), max_size=LIMIT).problems == ()


def test_signatures_count_at_the_beginning_of_bytes_alone() -> None:
    assert decode("%PDF- 开头的是文件。", max_size=LIMIT).text.startswith("%PDF-")
    assert decode("说明：%PDF-1.7 开头的是文件。".encode(), max_size=LIMIT).encoding == "utf-8"


def test_surrogates_are_reported() -> None:
    decoded = decode("今天\ud800下雨。", max_size=LIMIT)
    assert [(p.code, p.raw_start_char) for p in decoded.problems] == [("NP203", 2)]
    assert read_page("今天\ud800下雨，会议照常召开。", settings=Settings.default()).text.endswith("会议照常召开。")


@pytest.mark.parametrize(
    ("text", "encoding", "wrong"),
    [
        (HANS, "utf-8", "gbk"),
        (HANS, "utf-8", "latin-1"),
        (HANS, "utf-8", "cp1252"),
        (HANT, "utf-8", "big5hkscs"),
        (HANS, "gbk", "latin-1"),
        (HANS, "gbk", "cp1252"),
        (HANS, "gbk", "big5hkscs"),
        (HANS, "gbk", "utf-8"),
        (HANT, "big5", "cp1252"),
        (HANT + HK[:30] + HANT[::-1], "big5hkscs", "gbk"),
        ("\ufffd\ufffd" * 30 + HANS, "utf-8", "gbk"),
    ],
)
def test_mojibake_is_reported(text: str, encoding: str, wrong: str) -> None:
    misread = (text * 3).encode(encoding).decode(wrong, errors="replace")
    assert "NP204" in [problem.code for problem in decode(misread, max_size=LIMIT).problems]
    assert "NP204" in [problem.code for problem in decode(misread.encode(), max_size=LIMIT).problems]


@pytest.mark.parametrize(
    "text",
    [
        HANS,
        HANT,
        HK * 9,
        RARE * 9,
        "首页\n" * 100,
        "乱码“锟斤拷”的由来。" + HANS,
        "这句话里丢了一个\ufffd字。" * 60,
        "Ça va très bien à l'été, paraît-il. " * 20,
        "abc" * 50,
    ],
)
def test_what_is_no_mojibake(text: str) -> None:
    assert decode(text, max_size=LIMIT).problems == ()


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("", "NE101"),
        (b"", "NE101"),
        (" \n\t\u3000\u200b\ufeff", "NE101"),
        (b"\xef\xbb\xbf", "NE101"),
        ("<html><body><script>var a = 1</script></body></html>", "NE101"),
        (bytes(range(256)) * 20, "NE102"),
        (bytes(range(256)) * 64, "NE102"),
        (b"\x89PNG", "NE102"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "NE102"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)), "NE102"),
        (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", "NE102"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x00\x00\x01\x00\x08\x02\x00\x00\x00", "NE102"),
        ("\x00\x01\x02\x03" * 10, "NE102"),
        ("好" * 30, "NE104"),
        (42, "NE105"),
        (None, "NE105"),
    ],
)
def test_unreadable_input(source: object, code: str) -> None:
    small = Settings.default().changed({"input": {"max_size": 20 if code == "NE104" else LIMIT}})
    with pytest.raises(InputError) as error:
        read_page(source, settings=small)  # type: ignore[arg-type]
    assert error.value.code == code


def test_a_lone_nul_is_text() -> None:
    page = read_page("今天\x00下雨，会议照常召开。", settings=Settings.default())
    assert page.text == "今天下雨，会议照常召开。"
    assert page.alignment.source_span(1, 3) == (1, 4)


def test_published_at_must_be_a_date() -> None:
    with pytest.raises(InputError, match="NE201"):
        read_page(HANS, settings=Settings.default(), published_at="昨天")


@given(st.binary(max_size=400))
def test_any_bytes_give_a_text_or_a_coded_error(data: bytes) -> None:
    try:
        decoded = decode(data, max_size=LIMIT)
    except InputError:
        return  # only these are allowed: any other exception fails the test
    assert decoded.encoding is not None
    assert decoded.text == data.decode(decoded.encoding, errors="replace")
    assert ("NP201" in {problem.code for problem in decoded.problems}) == (not _decodes(data, decoded.encoding))


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
