"""Batches: every input has its line, in order, whatever is wrong with the others."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from newsparse.batch import run_batch
from newsparse.pipeline import Item, pipe
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


@pytest.mark.parametrize("workers", [1, 2])
def test_a_folder_with_bad_inputs_loses_nothing(tmp_path: Path, workers: int) -> None:
    folder = archive(tmp_path / "archive")
    output = tmp_path / "out.jsonl"
    summary = run_batch([str(folder)], output, settings=FAST, workers=workers)
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


def test_pipe_gives_one_record_for_each_input_in_order() -> None:
    sources = [PAGE, b"", Item(path="/nowhere/at/all.txt"), PAGE.encode("utf-16")]
    records = list(pipe(sources, settings=FAST))
    assert [[p.code for p in r.problems if p.code.startswith("NE")] for r in records] == [[], ["NE101"], ["NE103"], []]
    assert records[0].text == records[3].text


def test_processes_give_the_records_that_one_process_gives() -> None:
    sources = [PAGE.replace("5日", f"{day}日") for day in range(1, 9)]
    assert list(pipe(sources, settings=FAST, workers=2)) == list(pipe(sources, settings=FAST))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_rights_has_a_code(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0)
    try:
        summary = run_batch([str(locked)], tmp_path / "out.jsonl", settings=FAST)
        assert summary.failures[0].code == "NE103"
    finally:
        locked.chmod(0o700)
