"""A run that is killed at any moment goes on, and its output is the one of a run that was not."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from pathlib import Path
from typing import Any

import pytest

import newsparse.batch
from newsparse.archive.query import open_archive
from newsparse.archive.tables import tables
from newsparse.batch import Summary, run_batch
from newsparse.errors import NewsparseError
from newsparse.pipeline import prepare
from newsparse.settings import Settings

pytest.importorskip("duckdb")

FLUSH = 7
FAST = Settings.default().changed({"entities": {"model": False}, "batch": {"flush": FLUSH}})
FORMATS = ["jsonl", "jsonl.gz", "jsonl.zst", "csv", "parquet", "duckdb"]
PAGE = "长春市商务局{}日发布消息，今年前三季度全市实际利用外资{}亿美元，同比增长12%。\n"
KILLS = 6
pytestmark = pytest.mark.usefixtures("in_this_process")


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """Give a file of 60 lines: some are broken, some repeat others."""
    lines = [
        json.dumps({"text": PAGE.format(number % 24 + 1, number % 24), "date": "2020-10-30"}, ensure_ascii=False)
        if number % 10 != 3
        else "{broken"
        for number in range(60)
    ]
    prepare(FAST)  # not in each process that is killed
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def run(inputs: Path, output: Path, resume: bool = True, settings: Settings = FAST) -> Summary:
    return run_batch([str(inputs)], output, settings=settings, resume=resume)


def content(output: Path) -> dict[str, Any]:
    """Give the rows of all tables, and what stands in the files beside them."""
    with open_archive(output) as archive:
        rows = {table.name: archive.execute(f"SELECT * FROM {table.name}").fetchall() for table in tables()}
    problems = output.with_name(output.name + ".problems.jsonl").read_text(encoding="utf-8")
    return {**rows, "failures": problems}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("form", FORMATS)
def test_a_run_killed_at_random_moments_ends_with_the_right_rows(form: str, inputs: Path, tmp_path: Path) -> None:
    whole, broken = tmp_path / f"whole.{form}", tmp_path / f"broken.{form}"
    start = time.monotonic()
    run(inputs, whole)
    seconds = time.monotonic() - start
    moments = random.Random(form)
    for _ in range(KILLS):
        child = os.fork()
        if not child:
            run(inputs, broken)
            os._exit(0)
        time.sleep(moments.uniform(0, seconds / 2))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    assert run(inputs, broken).articles == 60
    assert content(broken) == content(whole)
    assert any(row[3] is not None for row in content(broken)["articles"])  # duplicates are known across kills
    if form.startswith("jsonl"):
        assert broken.read_bytes() == whole.read_bytes()


class Stop(Exception):
    """Stands for a kill at a place that the test chooses."""


@pytest.mark.parametrize("form", FORMATS)
def test_a_kill_between_any_two_steps_of_a_flush_loses_nothing(
    form: str, inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, broken = tmp_path / f"whole.{form}", tmp_path / f"broken.{form}"
    run(inputs, whole)
    output_class = newsparse.batch._Output
    kind = type(newsparse.batch.writer_for(tmp_path / f"x.{form}"))

    def stop(*arguments: object) -> None:
        raise Stop

    steps = [
        (kind, "start"),
        (kind, "write"),
        (newsparse.batch.GrowingFile, "append"),
        (newsparse.batch.Seen, "commit"),
        (kind, "save"),
        (output_class, "start"),
    ]
    for owner, name in steps:
        for after in (False, True):
            step = getattr(owner, name)

            def before_stop(*arguments: Any, step: Any = step) -> None:
                step(*arguments)
                raise Stop

            with monkeypatch.context() as patch:
                patch.setattr(owner, name, before_stop if after else stop)
                with pytest.raises(Stop):
                    run(inputs, broken)
            if not after and "jsonl" in form and broken.exists():
                with broken.open("ab") as file:
                    file.write(b'{"schema_version":"1.0","id":"half')
    assert run(inputs, broken).articles == 60
    assert content(broken) == content(whole)


def test_inputs_that_came_later_are_read_by_the_next_run(inputs: Path, tmp_path: Path) -> None:
    lines = inputs.read_text(encoding="utf-8").splitlines(keepends=True)
    inputs.write_text("".join(lines[:25]), encoding="utf-8")
    output = tmp_path / "out.jsonl"
    assert run(inputs, output).articles == 25
    inputs.write_text("".join(lines), encoding="utf-8")
    summary = run(inputs, output)
    assert (summary.articles, summary.new) == (60, 35)
    assert len(output.read_text(encoding="utf-8").splitlines()) == 60
    assert run(inputs, output).new == 0


def refused(inputs: Path, output: Path, **options: Any) -> str:
    before = output.read_bytes()
    with pytest.raises(NewsparseError) as error:
        run(inputs, output, **options)
    assert output.read_bytes() == before
    return error.value.code


@pytest.mark.parametrize("form", ["jsonl", "duckdb"])
def test_what_changed_is_noticed(form: str, inputs: Path, tmp_path: Path) -> None:
    output = tmp_path / f"out.{form}"
    run(inputs, output)
    assert refused(inputs, output, resume=False) == "NE401"
    assert refused(inputs, output, settings=FAST.changed({"script": {"quotation_marks": "mainland"}})) == "NE403"
    assert run(inputs, output, settings=FAST.changed({"batch": {"time_limit": 5}})).new == 0
    text = inputs.read_text(encoding="utf-8")
    inputs.write_text(text.replace("broken", "Broken", 1), encoding="utf-8")
    assert refused(inputs, output) == "NE403"
    inputs.write_text(text[:2000], encoding="utf-8")
    assert refused(inputs, output) == "NE403"


def test_an_output_that_is_not_ours_is_left_alone(inputs: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.jsonl"
    mine.write_text("{}\n", encoding="utf-8")
    assert refused(inputs, mine) == "NE403"
    run(inputs, tmp_path / "out.jsonl")
    cut = tmp_path / "out.jsonl"
    cut.write_bytes(cut.read_bytes()[:-10])
    assert refused(inputs, cut) == "NE403"
    (tmp_path / "out.jsonl.progress.json").write_text("{", encoding="utf-8")
    assert refused(inputs, cut) == "NE403"
    database = tmp_path / "mine.duckdb"
    import duckdb

    with duckdb.connect(str(database)) as connection:
        connection.execute("CREATE TABLE articles AS SELECT 1 AS one")
    assert refused(inputs, database) == "NE403"
    database.write_bytes(b"no database at all" * 1000)
    assert refused(inputs, database) == "NE402"


def test_two_runs_do_not_write_one_output(inputs: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    run(inputs, output)
    other = newsparse.batch.Seen(tmp_path / "out.jsonl.seen", 0.8)
    assert refused(inputs, output) == "NE402"
    other.close()
    assert run(inputs, output).new == 0


def test_a_file_that_changed_is_noticed(tmp_path: Path) -> None:
    folder, output = tmp_path / "archive", tmp_path / "out.jsonl"
    folder.mkdir()
    for name in "ab":
        (folder / f"{name}.txt").write_text(PAGE.format(1, 2), encoding="utf-8")
    assert run(folder, output).articles == 2
    assert run(folder, output).new == 0
    (folder / "b.txt").write_text(PAGE.format(1, 22), encoding="utf-8")
    assert refused(folder, output) == "NE403"
