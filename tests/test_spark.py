"""A real Spark in local mode gives the records that the local engine gives."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from newsparse.errors import NewsparseError
from newsparse.pipeline import Item, parser
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
    found = {row["id"]: Article.model_validate(row.asDict(recursive=True)) for row in rows}
    expected = {name: parser(FAST).read(Item(page, id=name)) for name, page in pages.items()}
    assert found.keys() == expected.keys()
    for name, article in expected.items():
        assert found[name].model_dump_json() == article.model_dump_json()
        assert json.loads(found[name].model_dump_json())["id"] == name


def test_without_spark_there_is_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    import newsparse.spark

    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(NewsparseError, match=r"newsparse\[spark\]"):
        newsparse.spark.parse(None)  # type: ignore[arg-type]
