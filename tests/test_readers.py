"""Readers: one article in every kind of file gives one record, and what is bad costs itself alone."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import newsparse
from newsparse.archive import streams
from newsparse.archive.inputs import read_inputs
from newsparse.archive.streams import json_values, lines
from newsparse.batch import run_batch
from newsparse.item import Item
from newsparse.pipeline import parser, pipe
from newsparse.records import Article
from newsparse.settings import Settings

FAST = Settings.default().changed({"entities": {"model": False}})
SMALL = FAST.changed({"input": {"max_size": 2_000}})
TEXT = "全市重点项目集中开工\n2021-07-08 09:30 来源：江畔日报\n7月8日，全市重点项目集中开工，总投资120亿元。\n"
HTML = (
    "<!DOCTYPE html><html><head><title>全市重点项目集中开工</title></head><body><h1>全市重点项目集中开工</h1>"
    "<p>2021-07-08 09:30 来源：江畔日报</p><p>7月8日，全市重点项目集中开工，总投资120亿元。</p></body></html>"
)
EXTRA = {"栏目": "要闻", "tags": ["项目", None], "views": 3}


def zst(data: bytes) -> bytes:
    compressed: bytes = pytest.importorskip("zstandard").ZstdCompressor().compress(data)
    return compressed


def table(rows: list[dict[str, Any]], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def record(kind: str, address: str, content: bytes, media: str = "application/http; msgtype=response") -> bytes:
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: {address}\r\n"
        f"WARC-Date: 2021-07-09T00:00:00Z\r\nContent-Type: {media}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def response(content: bytes, status: int = 200, media: str = "text/html", more: str = "") -> bytes:
    return f"HTTP/1.1 {status} x\r\nContent-Type: {media}\r\n{more}\r\n".encode() + content


def row(text: str = TEXT) -> dict[str, Any]:
    return {"text": text, "url": "https://www.example.cn/1", **EXTRA}


def line(row: Any) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode() + b"\n"


FILES: dict[str, Callable[[], bytes]] = {
    "a.txt": TEXT.encode,
    "a.md": TEXT.encode,
    "a.html": HTML.encode,
    "a.htm": lambda: HTML.encode("gb18030"),
    "a.txt.gz": lambda: gzip.compress(TEXT.encode()),
    "a.html.zst": lambda: zst(HTML.encode()),
    "a.jsonl": lambda: line(row()),
    "a.jsonl.gz": lambda: gzip.compress(line(row())),
    "a.ndjson": lambda: line(row(HTML)),
    "gb.jsonl": lambda: json.dumps(row(), ensure_ascii=False).encode("gb18030"),
    "a.json": lambda: json.dumps([row()], indent=1).encode(),
    "b.json": lambda: json.dumps(row(), indent=1).encode(),
    "a.json.zst": lambda: zst(line([row()])),
    "a.csv": lambda: table([row() | {"tags": ""}]),
    "bom.csv": lambda: b"\xef\xbb\xbf" + table([row() | {"tags": ""}]),
    "gb.csv": lambda: table([row() | {"tags": ""}]).decode().encode("gb18030"),
    "a.csv.gz": lambda: gzip.compress(table([row(HTML) | {"tags": ""}])),
    "a.tsv": lambda: table([row() | {"tags": ""}], "\t"),
    "a.warc": lambda: record("response", "https://www.example.cn/1", response(HTML.encode())),
    "a.warc.gz": lambda: gzip.compress(record("response", "https://www.example.cn/1", response(HTML.encode()))),
    "gzip.warc": lambda: record(
        "response",
        "https://www.example.cn/1",
        response(gzip.compress(HTML.encode()), more="Content-Encoding: gzip\r\n"),
    ),
    "text.warc.zst": lambda: zst(record("conversion", "https://www.example.cn/1", TEXT.encode(), "text/plain")),
}


def make(folder: Path, name: str) -> Path:
    if ".warc" in name:
        pytest.importorskip("warcio")
    path = folder / name
    path.write_bytes(FILES[name]())
    return path


def read(path: Path | str, settings: Settings = FAST) -> list[Article]:
    return [parser(settings).read(entry.read(settings)[0]) for entry in read_inputs([str(path)], settings=settings)]


def codes(articles: list[Article]) -> list[str]:
    return ["".join(p.code for p in a.problems if p.code.startswith("NE")) for a in articles]


def essence(article: Article) -> dict[str, Any]:
    """Give what does not depend on the file that the article came in."""
    found = article.model_dump(include={"text", "metadata", "dates", "money", "entities"})
    found["metadata"]["url"] = None
    for mentions in ("dates", "money", "entities"):
        for mention in found[mentions]:
            del mention["raw_start_char"], mention["raw_end_char"]
    return found


@pytest.mark.parametrize("name", FILES)
def test_one_article_in_every_kind_of_file(name: str, tmp_path: Path) -> None:
    (article,) = read(make(tmp_path, name))
    assert codes([article]) == [""]
    assert essence(article) == essence(parser(FAST).parse(TEXT))
    assert article.path == str(tmp_path / name)
    if "json" in name or "csv" in name or "tsv" in name:
        assert article.url == "https://www.example.cn/1"
        assert article.extra["栏目"] == "要闻"
        assert str(article.extra["views"]) == "3"
        assert "text" not in article.extra
    if "warc" in name:
        assert article.url == "https://www.example.cn/1"
        assert article.extra["WARC-Date"] == "2021-07-09T00:00:00Z"
        assert article.metadata.published_at == "2021-07-08T09:30+08:00"  # not the day of the crawl


@pytest.mark.usefixtures("in_this_process")
def test_parse_batch_and_pipe_give_the_same_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(make(tmp_path, "a.csv.gz"))
    from newsparse import cli

    monkeypatch.setattr(sys, "argv", ["newsparse", "parse", path, "--no-model", "--format", "jsonl"])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert stop.value.code == 0
    run_batch([path], tmp_path / "out.jsonl", settings=FAST)
    (piped,) = pipe(newsparse.items(path), settings=FAST)
    expected = piped.model_dump_json() + "\n"
    assert capsys.readouterr().out == expected
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == expected


def test_folders_and_patterns_are_sorted(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt.gz", "a.html", "c.jsonl", "c.jsonl.progress.json", "d.png", "e.gz"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(gzip.compress(TEXT.encode()) if name.endswith(".gz") else line(row()))
    names = [entry.read(FAST)[0].path for entry in read_inputs([str(tmp_path)], settings=FAST)]
    assert [name and Path(name).name for name in names] == ["a.html", "1.txt.gz", "2.txt", "c.jsonl"]
    pattern = str(tmp_path / "**" / "*.txt*")
    names = [entry.read(FAST)[0].path for entry in read_inputs([pattern], settings=FAST)]
    assert [name and Path(name).name for name in names] == ["1.txt.gz", "2.txt"]
    (missing,) = read(tmp_path / "none*.txt")
    assert codes([missing]) == ["NE103"]


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (TEXT.encode(), 1),
        (HTML.encode("gb18030"), 1),
        (gzip.compress(HTML.encode()), 1),
        (line(row()) * 3, 3),
        (gzip.compress(json.dumps([row(), row()], indent=2).encode()), 2),
        ("[视频]会议召开\n{这不是 JSON}\n今天，会议召开，通过了三项决定。".encode(), 1),
    ],
)
def test_standard_input_is_told_by_how_it_begins(data: bytes, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    articles = read("-")
    assert codes(articles) == [""] * count


def test_a_bad_row_costs_itself(tmp_path: Path) -> None:
    good = line(row())
    bad = [
        b"{broken\n",
        b"[]\n",
        b"null\n",
        b'{"title": "x"}\n',
        b'{"text": 3}\n',
        b"[" * 3_000 + b"\n",
        b"\xff\xfe{\n",
    ]
    (tmp_path / "a.jsonl").write_bytes(good + b"".join(each + good for each in bad))
    articles = read(tmp_path / "a.jsonl", SMALL)
    assert [not code for code in codes(articles)] == [True] + [False, True] * len(bad)
    assert set(codes(articles)) == {"", "NE104", "NE106"}
    assert articles[1].id == f"{tmp_path / 'a.jsonl'}:2"

    (tmp_path / "a.json").write_bytes(
        b"[" + b",".join([good, b"7", b'{"text": 3}', b'{"a":"' + b"x" * 9_000 + b'"}', good]) + b"]"
    )
    assert codes(read(tmp_path / "a.json", SMALL)) == ["", "NE106", "NE106", "NE104", ""]

    cells = f'"{TEXT}"'
    long = "x" * 5_000
    rows = ["url,text", f"u1,{cells}", "u2,", f"u3,{long}", f"u4,{cells},more,cells", "", f"u5,{cells}"]
    (tmp_path / "a.csv").write_text("\n".join(rows), encoding="utf-8")
    articles = read(tmp_path / "a.csv", SMALL)
    assert codes(articles) == ["", "NE106", "NE104", "", ""]
    assert articles[3].extra == {"column 3": "more", "column 4": "cells"}
    (tmp_path / "never closed.csv").write_text("text\n" + cells + '\n"' + "x\n" * 9_000, encoding="utf-8")
    assert codes(read(tmp_path / "never closed.csv", SMALL))[0] == ""


@pytest.mark.parametrize(
    ("name", "content", "named", "in_a_folder"),
    [
        ("gold.tsv", "kind\tvalue\ndate\t2021-07-08\nmoney\t12000000000\n", ["NE106"], []),
        ("entities.csv", "article,label\n0,ORG\n1,GPE\n", ["NE106"], []),
        ("a cell.tsv", "kind\tvalue\ntext\thtml\n", ["NE106"], []),
        ("no header.csv", f"1,{TEXT.splitlines()[0]}\n", ["NE106"], []),
        ("empty.csv", "", ["NE106"], []),
        ("commas.tsv", "url,text\nu1,x\n", ["NE106"], []),
        ("long.csv", "x" * 3_000 + "\n1\n", ["NE104"], ["NE104"]),
        ("html.csv", f'url,html\nu1,"{TEXT}"\n', [""], [""]),
        ("spaces.tsv", f'链接\t 正文 \nu1\t"{TEXT}"\n', [""], [""]),
        ("no rows.csv", "url,text\n", [], []),
        ("no text.csv", "url,text\nu1,\n", ["NE106"], ["NE106"]),
    ],
)
def test_a_table_without_articles_is_one_problem_and_nothing_in_a_folder(
    name: str, content: str, named: list[str], in_a_folder: list[str], tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert codes(read(path, SMALL)) == named
    assert codes(read(tmp_path / f"*{path.suffix}", SMALL)) == named
    assert codes(read(tmp_path, SMALL)) == in_a_folder


def test_a_date_that_is_none_is_kept_and_reported() -> None:
    from newsparse.archive.rows import row_item

    item = row_item({"text": TEXT, "date": "昨天"}, "a", "a:1", FAST.fields)
    article = parser(FAST).read(item)
    assert [p.code for p in article.problems] == ["NP205"]
    assert article.extra == {"date": "昨天"}
    assert article.metadata.published_at == "2021-07-08T09:30+08:00"
    item = row_item({"正文": TEXT, "发布时间": "2021年7月9日 8:05", "标题": "標題"}, "a", "a:1", FAST.fields)
    assert (item.published_at, item.title, item.extra) == ("2021-07-09T08:05+08:00", "標題", {})
    assert parser(FAST).read(item).metadata.title == "标题"


def test_what_a_row_has_besides_can_always_be_written() -> None:
    from newsparse.archive.rows import row_item

    deep: Any = "x"
    for _ in range(300):
        deep = [deep]
    odd = {"text": TEXT, "deep": deep, "odd\udfff": "\udfff", "nan": float("nan"), "large": 10**40, "none": None}
    article = parser(FAST).read(row_item(odd, "a", "a:1", FAST.fields))
    assert Article.model_validate_json(article.model_dump_json()).extra["none"] is None


def test_fields_that_hold_the_text_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(line({"artikel": TEXT, "text": "nicht dies"}))
    settings = FAST.changed({"fields": {"text": ["artikel"]}})
    (article,) = read(tmp_path / "a.jsonl", settings)
    assert "120亿元" in article.text
    assert article.extra == {"text": "nicht dies"}


def test_web_archives_give_pages_alone(tmp_path: Path) -> None:
    pytest.importorskip("warcio")
    page = HTML.encode("gb18030")
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(page), page)
    records = [
        record("request", "https://a.cn/1", b"GET / HTTP/1.1\r\n\r\n"),
        record("response", "https://a.cn/1", response(page, media="text/html; charset=gb2312")),
        record("response", "https://a.cn/2", response(b"\x89PNG", media="image/png")),
        record("response", "https://a.cn/3", response(page, status=404)),
        record("response", "https://a.cn/4", response(chunked, more="Transfer-Encoding: chunked\r\n")),
        record("response", "https://a.cn/5", response(b"no gzip", more="Content-Encoding: gzip\r\n")),
        record("response", "https://a.cn/6", response(gzip.compress(b"x" * 10**7), more="Content-Encoding: gzip\r\n")),
        record("resource", "https://a.cn/7", HTML.encode(), "text/html"),
    ]
    path = tmp_path / "a.warc"
    path.write_bytes(b"".join(records))
    articles = read(path, SMALL)
    assert [(article.url or "")[-1:] + code for article, code in zip(articles, codes(articles), strict=True)] == [
        "1", "4", "5", "6NE104", "7",
    ]  # fmt: skip
    assert articles[0].input.encoding_evidence == "declared"
    path.write_bytes(b"".join(records)[:-1200] + b"WARC/9 what is this\r\n\r\n" * 3)
    assert codes(read(path, SMALL))[0] == ""
    path.write_bytes(gzip.compress(b"".join(records))[:-40])
    assert codes(read(path, SMALL))[-1] == "NE107"


def test_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "_UNPACKED_FROM", 8_000_000)
    blank = gzip.compress(b"\n" * 30_000_000)
    (tmp_path / "lines.jsonl.gz").write_bytes(gzip.compress(line(row())) + blank)
    assert codes(read(tmp_path / "lines.jsonl.gz")) == ["", "NE107"]
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(b"<p>" + b"a" * 30_000_000))
    assert codes(read(tmp_path / "page.html.gz", SMALL)) == ["NE104"]
    (tmp_path / "cut.html.gz").write_bytes(gzip.compress(HTML.encode())[:-20])
    (tmp_path / "no.html.gz").write_bytes(HTML.encode())
    (tmp_path / "table.csv.zst").write_bytes(zst(b'text\n"' + b"a" * 30_000_000))
    (tmp_path / "no.jsonl.zst").write_bytes(line(row()))
    names = ("cut.html.gz", "no.html.gz", "table.csv.zst", "no.jsonl.zst")
    assert [codes(read(tmp_path / name))[-1] for name in names] == ["NE107"] * 4


def test_no_more_of_a_line_or_a_value_is_held_than_the_limit() -> None:
    assert list(lines(io.BytesIO(b"ab\n" + b"x" * 90 + b"\ncd"), 10)) == [b"ab\n", None, b"cd"]
    data = b'\xef\xbb\xbf[{"a": "}\\""}, 3, ["' + b"x" * 90 + b'"], {"b": [1]}] {"c": 2}\n{"d": {}}{"e'
    values = [b'{"a": "}\\""}', b"3", None, b'{"b": [1]}', b'{"c": 2}', b'{"d": {}}', b'{"e']
    assert list(json_values(io.BytesIO(data), 20)) == values


def test_a_source_that_is_no_file_has_a_code() -> None:
    assert codes([parser(FAST).read(Item())]) == ["NE105"]
