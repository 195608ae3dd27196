"""Batches: every input has its line, in order, whatever is wrong with the others."""

from __future__ import annotations

import gzip
import json
import os
import sys
from pathlib import Path

import pytest

from newsparse import cli
from newsparse.archive.inputs import read_inputs, total_size
from newsparse.batch import run_batch
from newsparse.errors import OutputError
from newsparse.item import Item
from newsparse.pipeline import pipe
from newsparse.settings import Settings

FAST = Settings.default().changed({"entities": {"model": False}})
PAGE = "长春市商务局5日发布消息，今年前三季度全市实际利用外资3.2亿美元，同比增长12%。\n"


def archive(folder: Path) -> Path:
    """Make a folder with good and bad inputs."""
    (folder / "b").mkdir(parents=True)
    (folder / "a.txt").write_text(PAGE, encoding="utf-8")
    (folder / "b" / "binary.txt").write_bytes(bytes(range(256)) * 4)
    (folder / "b" / "gb.txt").write_bytes((PAGE * 3).encode("gb18030"))
    (folder / "b" / "picture.png").write_bytes(b"\x89PNG")
    rows = [
        json.dumps({"id": "x1", "text": PAGE, "date": "2020-10-06"}, ensure_ascii=False),
        "{broken",
        "[]",
        json.dumps({"id": "x4", "title": "no text"}),
        "",
        json.dumps({"id": "x6", "text": PAGE, "published_at": "2019-11-06", "url": "https://example.org/6"}),
    ]
    (folder / "c.jsonl").write_text("\n".join(rows), encoding="utf-8")
    return folder


def test_a_folder_with_bad_inputs_loses_nothing(tmp_path: Path) -> None:
    folder = archive(tmp_path / "archive")
    output = tmp_path / "out.jsonl"
    summary = run_batch([str(folder)], output, settings=FAST, workers=2)
    records = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    codes = [[p["code"] for p in r["problems"] if p["code"].startswith("NE")] for r in records]
    assert codes == [[], ["NE102"], [], [], ["NE106"], ["NE106"], ["NE106"], []]
    assert summary.articles == 8
    lines = (tmp_path / "out.jsonl.problems.jsonl").read_text(encoding="utf-8").splitlines()
    failures = [json.loads(line) for line in lines]
    assert [failure["id"].rpartition("/")[2] for failure in failures] == [
        "binary.txt",
        "c.jsonl:2",
        "c.jsonl:3",
        "c.jsonl:4",
    ]
    assert [failure["code"] for failure in failures] == ["NE102", "NE106", "NE106", "NE106"]
    assert summary.failed == 4
    assert records[2]["input"]["encoding"] == "gb18030"
    assert records[3]["id"] == "x1"
    assert records[7]["url"] == "https://example.org/6"
    assert [r["dates"][0]["start"] for r in (records[3], records[7])] == ["2020-10-05", "2019-11-05"]


@pytest.mark.skipif(sys.platform != "linux", reason="needs named pipes, /dev/zero and a limit on data")
def test_poisoned_inputs_leave_every_good_article_in_the_output(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    inputs = []
    for number in range(6):
        inputs.append(str(folder / f"good{number}.txt"))
        Path(inputs[-1]).write_text(PAGE, encoding="utf-8")
    hang = str(folder / "hang.txt")
    os.mkfifo(hang)  # nobody writes into it, so who reads it waits for ever
    inputs.insert(2, hang)
    inputs.insert(4, "/dev/zero")  # never ends: memory does
    garbage = folder / "garbage.jsonl"
    odd = json.dumps({"text": PAGE, "id": "\udfff", "url": 7}).encode()
    garbage.write_bytes(odd + b"\n" + b"[" * 100_000 + b'\n\xff\xfe{}\n"\n{"text": [1]}\n')
    inputs.insert(5, str(garbage))
    settings = FAST.changed({"batch": {"time_limit": 4, "memory_limit": 500}})
    summary = run_batch(inputs, tmp_path / "out.jsonl", settings=settings, workers=2)
    records = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    codes = ["".join(p["code"] for p in r["problems"] if p["code"].startswith("NE")) for r in records]
    assert codes == ["", "", "NE903", "", "NE104", "", "NE106", "NE106", "NE106", "NE106", "", "", ""]
    assert records[5]["id"] == "\\udfff"
    good = [record for record in records if record["path"].startswith(str(folder / "good"))]
    assert len(good) == 6
    assert all(record["money"][0]["amount"] == 320_000_000 for record in good)
    assert summary.failed == 6


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.skipif(sys.platform != "linux", reason="needs file names that are any bytes")
def test_a_file_name_in_another_encoding_is_no_obstacle(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    Path(os.fsdecode(bytes(folder) + b"/" + "新闻.txt".encode("gb18030"))).write_text(PAGE, encoding="utf-8")
    output = folder / "out.jsonl"  # and an output among the inputs is not read
    for force in (False, True):
        run_batch([str(folder)], output, settings=FAST, workers=1, force=force)
        record = json.loads(output.read_text(encoding="utf-8"))
        assert record["path"].endswith("\\udcd0\\udcc2\\udcce\\udcc5.txt")
        assert record["money"]


def test_compressed_lines_are_read(tmp_path: Path) -> None:
    zstandard = pytest.importorskip("zstandard")
    line = json.dumps({"text": PAGE}).encode() + b"\n"
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(line) + gzip.compress(line))
    compress = zstandard.ZstdCompressor().compress
    (tmp_path / "b.jsonl.zst").write_bytes(compress(line) + compress(line))
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(line * 1000)[:-20])
    entries = list(read_inputs([str(tmp_path)], settings=FAST))
    items = [entry.read(FAST)[0] for entry in entries]
    assert [item.source for item in items[:4]] == [PAGE] * 4
    assert [problem.code for problem in items[-1].problems] == ["NE107"]
    assert sum(entry.size for entry in entries[:4]) == total_size(
        [str(tmp_path / "a.jsonl.gz"), str(tmp_path / "b.jsonl.zst")], settings=FAST
    )


def command(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["newsparse", *map(str, arguments)])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    return int(stop.value.code or 0)


@pytest.mark.usefixtures("in_this_process")
def test_the_commands_make_and_ask_an_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("duckdb")
    inputs, output = tmp_path / "in.jsonl", tmp_path / "out.duckdb"
    inputs.write_text(json.dumps({"text": PAGE, "id": "a"}) + "\n", encoding="utf-8")
    make = ("batch", inputs, "-o", output, "--no-model")
    assert command(monkeypatch, *make) == 0
    assert "1 records (1 new), 0 not read" in capsys.readouterr().err
    with inputs.open("a", encoding="utf-8") as file:
        file.write("{broken\n" + json.dumps({"text": PAGE, "id": "c"}))
    assert command(monkeypatch, *make) == 2
    assert "NE401" in capsys.readouterr().err
    assert command(monkeypatch, *make, "--resume", "--force") == 2
    assert command(monkeypatch, *make, "--resume") == 1
    error = capsys.readouterr().err
    assert "NE106" in error
    assert "3 records (2 new), 1 not read, 1 duplicates" in error
    query = "SELECT id, duplicate_of, amount FROM articles LEFT JOIN money USING (article) ORDER BY article"
    assert command(monkeypatch, "sql", output, query, "--format", "csv") == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows == ["id,duplicate_of,amount", "a,,320000000.000000", f"{inputs}:2,,", "c,a,320000000.000000"]
    assert command(monkeypatch, "sql", output, "SELECT nothing") == 2
    assert command(monkeypatch, "sql", tmp_path / "none.duckdb", "SELECT 1") == 2
    assert "NE405" in capsys.readouterr().err


def test_pipe_gives_one_record_for_each_input_in_order() -> None:
    sources = [PAGE, b"", Item(path="/nowhere/at/all.txt"), PAGE.encode("utf-16")]
    records = list(pipe(sources, settings=FAST))
    assert [[p.code for p in r.problems if p.code.startswith("NE")] for r in records] == [[], ["NE101"], ["NE103"], []]
    assert records[0].text == records[3].text


def test_processes_give_the_records_that_one_process_gives() -> None:
    sources = [PAGE.replace("5日", f"{day}日") for day in range(1, 9)]
    assert list(pipe(sources, settings=FAST, workers=2)) == list(pipe(sources, settings=FAST))


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_rights_has_a_code(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0)
    try:
        summary = run_batch([str(locked)], tmp_path / "out.jsonl", settings=FAST)
        assert summary.failures[0].code == "NE103"
    finally:
        locked.chmod(0o700)


def test_records_keep_their_originals_on_demand(tmp_path: Path) -> None:
    folder = archive(tmp_path / "archive")
    output = tmp_path / "out.jsonl"
    run_batch([str(folder)], output, settings=FAST, workers=1, with_raw=True)
    records = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [record["raw"] for record in records if record["text"]] == [PAGE, PAGE * 3, PAGE, PAGE]
    with pytest.raises(OutputError, match="NE403"):
        run_batch([str(folder)], output, settings=FAST, workers=1, resume=True)
    with pytest.raises(OutputError, match="NE404"):
        run_batch([str(folder)], tmp_path / "tables.duckdb", settings=FAST, workers=1, with_raw=True)
