"""A real Spark in local mode gives the records that the local engine gives."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from newsparse.archive.query import open_archive
from newsparse.archive.tables import tables
from newsparse.batch import run_batch
from newsparse.errors import NewsparseError
from newsparse.item import Item
from newsparse.pipeline import parser
from newsparse.records import Article
from newsparse.settings import Settings

pytest.importorskip("pyarrow")
FAST = Settings.default().changed({"entities": {"model": False}})


def test_a_batch_of_arrow_becomes_a_batch_of_records(sample: Path) -> None:
    import pyarrow

    from newsparse.spark import _ReadBatches, arrow_schema

    pages = [sample.read_bytes(), None, "产值" + "9" * 60 + "亿元，去年为0.1亿元。"]
    rows = pyarrow.RecordBatch.from_pylist([{"page": pages[0], "n": 7}, {"page": None, "n": None}])
    first, second = next(_ReadBatches(FAST, {"source": "page", "id": "n"})(iter([rows]))).to_pylist()
    assert first["id"] == "7"
    assert first["money"][0]["amount"] > 0
    assert [problem["code"] for problem in second["problems"]] == ["NE101"]
    text = pyarrow.RecordBatch.from_pylist([{"page": pages[2]}])
    (third,) = next(_ReadBatches(FAST, {"source": "page"})(iter([text]))).to_pylist()
    assert Decimal("10000000") in [each["amount"] for each in third["money"]]
    assert arrow_schema().names == list(Article.model_fields)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java 17")
    sql = pytest.importorskip("pyspark.sql")
    session = (
        sql.SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "1g")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    yield session
    session.stop()


def test_spark_gives_the_records_of_the_local_engine(spark: Any, sample: Path) -> None:
    import newsparse.spark

    pages = {path.stem: path.read_bytes() for path in sorted(sample.parent.glob("*.txt"))[:6]} | {"empty": b""}
    frame = spark.createDataFrame(list(pages.items()), ["name", "page"])
    rows = newsparse.spark.parse(frame, text="page", id="name", settings=FAST).collect()
    records = [row.asDict(recursive=True) for row in rows]
    found = {
        record["id"]: Article.model_validate({**record, "extra": json.loads(record["extra"])}) for record in records
    }
    expected = {name: parser(FAST).read(Item(page, id=name)) for name, page in pages.items()}
    assert found.keys() == expected.keys()
    for name, article in expected.items():
        assert found[name].model_dump_json() == article.model_dump_json()
        assert json.loads(found[name].model_dump_json())["id"] == name


def rows(archive: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Give the rows of all tables of an archive, without the number of the article, in an order of their own."""
    with open_archive(archive) as database:
        query = "SELECT * EXCLUDE (article) FROM {}"
        found = {table.name: database.execute(query.format(table.name)).fetchall() for table in tables()}
    return {name: sorted(each, key=repr) for name, each in found.items()}


def test_a_batch_with_spark_writes_what_the_local_engine_writes(spark: Any, sample: Path, tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    import newsparse.spark

    pages = [
        {"id": path.stem, "html": path.read_text(encoding="utf-8"), "date": "2020-01-13", "site": {"rank": 1}}
        for path in sorted(sample.parent.glob("*.txt"))[:6]
    ]
    pages += [
        {**pages[0], "id": "again"},
        {**pages[1], "html": "产值" + "9" * 60 + '亿元。"quoted"\t' * 3, "id": "odd"},
    ]
    source = tmp_path / "pages.jsonl"
    source.write_text("\n".join(json.dumps(page) for page in pages) + "\n", encoding="utf-8")
    summary = run_batch([str(source)], tmp_path / "local.jsonl", settings=FAST, workers=1)
    expected = (tmp_path / "local.jsonl").read_text(encoding="utf-8").splitlines()
    assert sum('"duplicate_of":null' not in line for line in expected) == 1

    output = tmp_path / "spark.jsonl"
    found = newsparse.spark.run_batch([str(source)], str(output), settings=FAST)
    lines = [line for part in output.glob("part-*") for line in part.read_text(encoding="utf-8").splitlines()]
    assert sorted(lines) == sorted(expected)
    assert (found.articles, found.duplicates, found.characters) == (8, 1, summary.characters)

    # The same pages in Parquet, as bytes, and tables instead of records: they come from another file, that is all.
    frame = spark.createDataFrame([{**page, "html": page["html"].encode(), "site": "x"} for page in pages])
    frame.repartition(2).write.parquet(str(tmp_path / "pages.parquet"))
    newsparse.spark.run_batch([str(tmp_path / "pages.parquet")], str(tmp_path / "spark.parquet"), settings=FAST)
    run_batch([str(source)], tmp_path / "local.parquet", settings=FAST, workers=1)
    local, distributed = rows(tmp_path / "local.parquet"), rows(tmp_path / "spark.parquet")
    assert distributed.keys() == local.keys()
    for name in local.keys() - {"articles"}:
        assert distributed[name] == local[name], name
    assert len(distributed["articles"]) == 8
    assert rows(output) == rows(tmp_path / "local.jsonl")

    with pytest.raises(NewsparseError, match="NE401"):
        newsparse.spark.run_batch([str(source)], str(output), settings=FAST)


def test_a_page_that_hangs_costs_itself_under_spark_too(spark: Any, tmp_path: Path) -> None:
    import newsparse.spark

    source = tmp_path / "pages.jsonl"
    source.write_text('{"text": "长春市5日发布消息。"}\n\n{broken\n', encoding="utf-8")
    settings = FAST.changed({"batch": {"time_limit": 0.000001}})
    summary = newsparse.spark.run_batch([str(source)], str(tmp_path / "out.jsonl"), settings=settings)
    assert summary.failed == 2
    assert {failure.code for failure in summary.failures} <= {"NE903", "NE106"}


@pytest.mark.parametrize(
    ("inputs", "output", "changes", "code"),
    [
        ("nowhere.parquet", "out.jsonl", {}, "NE103"),
        ("pages.parquet", "out.duckdb", {}, "NE404"),
        ("pages.parquet", "out.jsonl", {"batch": {"duplicates": "near"}}, "NE406"),
    ],
)
def test_what_spark_cannot_do_has_a_code(
    inputs: str, output: str, changes: dict[str, Any], code: str, spark: Any, tmp_path: Path
) -> None:
    import newsparse.spark

    with pytest.raises(NewsparseError) as error:
        newsparse.spark.run_batch([str(tmp_path / inputs)], str(tmp_path / output), settings=FAST.changed(changes))
    assert error.value.code == code


def test_without_java_there_is_a_code(tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    command = [sys.executable, "-m", "newsparse", "batch", "a.parquet", "-o", "out.jsonl", "--engine", "spark"]
    environment = {**os.environ, "PATH": str(tmp_path), "JAVA_HOME": str(tmp_path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "NE502" in done.stderr
    done = subprocess.run([*command, "--workers", "2"], capture_output=True, text=True, check=False)
    assert "NE406" in done.stderr


def test_without_spark_there_is_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    import newsparse.spark

    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(NewsparseError, match=r"newsparse\[spark\]"):
        newsparse.spark.parse(None)  # type: ignore[arg-type]
    with pytest.raises(NewsparseError, match=r"newsparse\[spark\]"):
        newsparse.spark.run_batch(["pages.parquet"], "out.jsonl")
