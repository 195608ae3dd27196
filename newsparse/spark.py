"""newsparse on a Spark cluster: a DataFrame of pages in, a DataFrame of records out; or a whole batch.

Pages go to the Python workers as Arrow batches and records come back as Arrow batches. The settings travel with the
task; dictionaries and the recogniser are loaded once in each Python process and stay as long as Spark keeps it
(``spark.python.worker.reuse``, the default). newsparse must be installed on every executor.

>>> import newsparse.spark
>>> records = newsparse.spark.parse(spark.read.parquet("pages"), text="html", id="url")
>>> records.selectExpr("id", "inline(money)").select("id", "amount", "currency").write.parquet("money")
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce
from itertools import islice
from typing import TYPE_CHECKING, Any

from newsparse.archive.extras import require
from newsparse.archive.inputs import ReadItem
from newsparse.archive.rows import failed_item, row_item
from newsparse.archive.tables import Table, create_tables, insert_records, resolve, tables
from newsparse.batch import Failure, Summary, mark_duplicate, read_entries
from newsparse.errors import InputError, NewsparseError, OutputError
from newsparse.item import Item
from newsparse.pipeline import parser
from newsparse.records import Article
from newsparse.settings import Settings

if TYPE_CHECKING:
    from pyarrow import DataType, RecordBatch, Schema
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType

__all__ = ["arrow_schema", "parse", "run_batch"]

# Records in one Arrow batch on the way back: enough to hide what a batch costs, few enough to hold in memory.
_BATCH = 200
_DIGITS, _PLACES = 38, 6
_PACKAGES = ("pyspark", "pyarrow", "pandas")
_OUTPUTS = (".parquet", ".jsonl", ".jsonl.gz")
# Failures that a summary names.
_NAMED = 20


def parse(
    pages: DataFrame,
    *,
    text: str = "text",
    id: str | None = None,
    url: str | None = None,
    published_at: str | None = None,
    settings: Settings | None = None,
) -> DataFrame:
    """Read the pages of a DataFrame into records.

    Parameters
    ----------
    pages:
        One row a page.
    text:
        Column with the page: a string, or bytes in any encoding; plain text or HTML.
    id, url, published_at:
        Columns with what else is known of it, if there are any.
    settings:
        The defaults when not given.

    Returns
    -------
    DataFrame
        One row a page, in no order, with the fields of :class:`newsparse.Article` as typed columns: structs, and arrays
        of structs for mentions; numbers are ``decimal(38, 6)``; ``extra`` is JSON.
        A page that cannot be read is an empty record with the error's code in ``problems``.

    Raises
    ------
    NewsparseError
        ``NE501`` if pyspark, pyarrow or pandas (which pyspark wants for Arrow) is not installed.
    """
    for package in _PACKAGES:
        require(package)
    from pyspark.sql.pandas.types import from_arrow_schema

    known = {"source": text, "id": id, "url": url, "published_at": published_at}
    columns = {field: column for field, column in known.items() if column is not None}
    work = _ReadBatches(settings or Settings.default(), columns)
    return pages.select(*dict.fromkeys(columns.values())).mapInArrow(work, from_arrow_schema(arrow_schema()))


def arrow_schema() -> Schema:
    """Give the Arrow schema of a record; it follows from the JSON Schema of :class:`newsparse.Article`."""
    import pyarrow

    schema = Article.model_json_schema(mode="serialization")
    return pyarrow.schema(list(_type(schema, schema)))


@dataclass(frozen=True)
class _ReadBatches:
    """Read the pages of Arrow batches; runs in the Python processes of the executors."""

    settings: Settings
    columns: dict[str, str]

    def __call__(self, batches: Iterator[RecordBatch]) -> Iterator[RecordBatch]:
        import pyarrow

        schema = arrow_schema()
        records = (self._record(row) for batch in batches for row in batch.to_pylist())
        while rows := list(islice(records, _BATCH)):
            yield pyarrow.RecordBatch.from_pylist(rows, schema=schema)

    def _record(self, row: dict[str, Any]) -> dict[str, Any]:
        known = {field: row[column] for field, column in self.columns.items()}
        others: dict[str, Any] = {
            field: str(value) for field, value in known.items() if field != "source" and value is not None
        }
        item = Item(known["source"] if known["source"] is not None else "", **others)
        article = parser(self.settings).read(item)
        record: dict[str, Any] = _fitting(article.model_dump(exclude={"extra"}))
        return record | {"extra": json.dumps(article.extra, ensure_ascii=False)}


def _fitting(value: Any) -> Any:
    """Give a value with its numbers as a column holds them; null for one that is too large."""
    if isinstance(value, dict):
        return {name: _fitting(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_fitting(inner) for inner in value]
    if isinstance(value, Decimal):
        if value.adjusted() >= _DIGITS - _PLACES:
            return None
        return round(value, _PLACES)
    return value


def _type(field: dict[str, Any], schema: dict[str, Any]) -> DataType:
    import pyarrow

    inner = resolve(field, schema)
    if "properties" in inner:
        return pyarrow.struct([(name, _type(each, schema)) for name, each in inner["properties"].items()])
    if inner["type"] == "array":
        return pyarrow.list_(_type(inner["items"], schema))
    return {
        "string": pyarrow.string(),
        "integer": pyarrow.int32(),
        "number": pyarrow.decimal128(_DIGITS, _PLACES),
        "boolean": pyarrow.bool_(),
        "object": pyarrow.string(),  # as JSON: its fields are the page's own
    }[inner["type"]]


def run_batch(inputs: Sequence[str], output: str, *, settings: Settings | None = None, force: bool = False) -> Summary:
    """Read pages with Spark into the tables or the records that :func:`newsparse.batch.run_batch` writes.

    Each Spark task reads its part of the pages in a process of its own, with the limits of ``settings.batch``: a page
    that hangs or kills that process costs itself, not the task. Articles are numbered as Spark's partitions have them:
    `article` is unique and not without gaps.

    Parameters
    ----------
    inputs:
        Anything that Spark can read: paths, folders and patterns, ``s3a://…``. With ``.json``, ``.jsonl`` or
        ``.ndjson`` (also ``.gz``) in the name, JSON objects, one a line; else Parquet. ``settings.fields`` names the
        columns; a page may be text or bytes. A page without ``id`` has a digest of its input for one.
    output:
        ``OUT.parquet``: a folder with a folder of Parquet files for each table; ``OUT.jsonl`` or ``OUT.jsonl.gz``: a
        folder of files with a record a line.
    settings:
        The defaults when not given.
    force:
        Replace the output if it exists.

    Raises
    ------
    InputError
        ``NE103`` if there is no such input.
    OutputError
        ``NE401`` if the output exists, ``NE402`` if Spark fails, ``NE404`` for another format, ``NE406`` if near
        duplicates are asked for.
    NewsparseError
        ``NE501`` if pyspark or another package is not installed, ``NE502`` if Spark does not start.
    """
    settings = settings or Settings.default()
    form = next((suffix for suffix in _OUTPUTS if output.lower().endswith(suffix)), None)
    if form is None:
        raise OutputError("NE404", f"{output}: with Spark, {', '.join(_OUTPUTS)}, each a folder")
    if settings.batch.duplicates == "near":
        raise OutputError("NE406", 'Spark marks equal texts only: set duplicates to "exact" or "off"')
    for package in (*_PACKAGES, *(("duckdb",) if form == ".parquet" else ())):
        require(package)
    from pyspark.errors import AnalysisException, PySparkException
    from pyspark.sql import functions
    from pyspark.storagelevel import StorageLevel

    started = time.monotonic()
    session = _session()
    try:
        # A batch of Arrow has 10,000 rows if nothing is said: as many pages and their records would be held at a time.
        session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", _BATCH)
        found = [_results(session, name, settings) for name in inputs]
        results = reduce(type(found[0]).union, found)
        results = results.withColumn("article", functions.monotonically_increasing_id())
        results = results.persist(StorageLevel.DISK_ONLY)
        records = _with_originals(results)
        mode = "overwrite" if force else "errorifexists"
        if form == ".parquet":
            for table in tables():
                rows = records.mapInArrow(_FillTable(table.name), _table_schema(table))
                rows.write.mode(mode).option("compression", "zstd").parquet(f"{output}/{table.name}")
        else:
            lines = records.mapInArrow(_mark_duplicates, "record string")
            lines.write.mode(mode).option("compression", "gzip" if form.endswith(".gz") else "none").text(output)
        counts = results.agg(
            functions.count("*"),
            functions.coalesce(functions.sum("characters"), functions.lit(0)),
            functions.count("code"),
        ).collect()[0]
        duplicates = records.where("original IS NOT NULL").count()
        failed = results.where("code IS NOT NULL").orderBy("article").limit(_NAMED)
        failures = [Failure(row.id, row.path, row.code, row.message) for row in failed.collect()]
        results.unpersist()
    except AnalysisException as error:
        kind, text = error.getCondition(), str(error).splitlines()[0]
        if kind == "PATH_ALREADY_EXISTS":
            raise OutputError("NE401", f"{output} (--force replaces it)") from error
        raise InputError("NE103", text) from error
    except PySparkException as error:
        raise OutputError("NE402", f"{output}: {str(error).splitlines()[0]}") from error
    seconds = time.monotonic() - started
    return Summary(counts[0], counts[0], counts[1], counts[2], duplicates, seconds, failures)


def _session() -> SparkSession:
    """Give the session that is there, else one with the settings of ``spark-defaults.conf`` or ``spark-submit``."""
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        return SparkSession.builder.appName("newsparse").getOrCreate()
    except (PySparkException, OSError) as error:  # the latter: what JAVA_HOME names is not there
        detail = str(error).splitlines()[0]
        raise NewsparseError("NE502", f"{detail} (PySpark 4 needs Java 17 or later: JAVA_HOME or java)") from error


def _results(session: SparkSession, name: str, settings: Settings) -> DataFrame:
    """Read one of the inputs."""
    if re.search(r"\.(json|jsonl|ndjson)(\.gz)?$", name.lower()):
        lines = session.read.text(name).where("trim(value) <> ''")
        return lines.mapInArrow(_ReadRows(settings, name, json=True), _RESULT)
    return session.read.parquet(name).mapInArrow(_ReadRows(settings, name, json=False), _RESULT)


def _with_originals(results: DataFrame) -> DataFrame:
    """Give number, record and, of a text that was met before, the ``id`` of the first article that had it."""
    from pyspark.sql import functions

    known = results.where("digest IS NOT NULL").select("digest", "article", "id")
    firsts = known.groupBy("digest").agg(
        functions.min_by("id", "article").alias("original"), functions.min("article").alias("first")
    )
    repeats = known.join(firsts, "digest").where("article > first").select("article", "original")
    return results.select("article", "record").join(repeats, "article", "left")


_RESULT = "record string, id string, path string, characters long, code string, message string, digest binary"


@dataclass(frozen=True)
class _ReadRows:
    """Read rows into records, in a process beside Spark's own; runs in the Python processes of the executors."""

    settings: Settings
    path: str
    json: bool
    """Whether a row is a line of JSON."""

    def __call__(self, batches: Iterator[RecordBatch]) -> Iterator[RecordBatch]:
        import pyarrow

        entries = (ReadItem(self._item(row), "", 0) for batch in batches for row in batch.to_pylist())
        results = (
            {
                "record": result.record,
                "id": result.id,
                "path": result.failure and result.failure.path,
                "characters": result.characters,
                "code": result.failure and result.failure.code,
                "message": result.failure and result.failure.message,
                "digest": result.digest,
            }
            for result in read_entries(entries, self.settings, 1)
        )
        names = ("record", "id", "path", "characters", "code", "message", "digest")
        types = (*[pyarrow.string()] * 3, pyarrow.int64(), *[pyarrow.string()] * 2, pyarrow.binary())
        schema = pyarrow.schema(list(zip(names, types, strict=True)))
        while rows := list(islice(results, _BATCH)):
            yield pyarrow.RecordBatch.from_pylist(rows, schema=schema)

    def _item(self, row: dict[str, Any]) -> Item:
        found: Any = {name: _plain(value) for name, value in row.items() if value is not None}
        if self.json:
            try:
                found = json.loads(row["value"])
            except (ValueError, RecursionError) as error:
                return failed_item(self.path, self.path, InputError("NE106", f"{self.path}: {error}"))
        item = row_item(found, self.path, self.path, self.settings.fields)
        # Spark does not say which line of which file a row is: a digest of the page names it.
        return replace(item, id=None) if item.source is not None and item.id == self.path else item


def _plain(value: Any) -> Any:
    """Give a value of a column as JSON would have it; a page may be bytes."""
    return value if isinstance(value, (str, bytes, int, float, list, dict)) else str(value)


def _mark_duplicates(batches: Iterator[RecordBatch]) -> Iterator[RecordBatch]:
    import pyarrow

    for batch in batches:
        yield pyarrow.RecordBatch.from_pydict({"record": _records(batch)})


def _records(batch: RecordBatch) -> list[str]:
    pairs = zip(batch["record"].to_pylist(), batch["original"].to_pylist(), strict=True)
    return [
        record if original is None else mark_duplicate(record.encode(), original).decode() for record, original in pairs
    ]


@dataclass(frozen=True)
class _FillTable:
    """Make the rows of one table by DuckDB, as the local engine does; runs in the Python processes of the executors."""

    name: str

    def __call__(self, batches: Iterator[RecordBatch]) -> Iterator[RecordBatch]:
        import pyarrow

        table = next(table for table in tables() if table.name == self.name)
        fields = [(column.name, _arrow_type(column.type)) for column in table.columns]
        with require("duckdb").connect(config={"threads": 1}) as database:
            create_tables(database, [table])
            for batch in batches:
                insert_records(database, _records(batch), batch["article"].to_pylist(), [table])
                rows = database.execute(f"SELECT * FROM {self.name}").fetchall()
                columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in fields]
                arrays = [pyarrow.array(column, type) for column, (_, type) in zip(columns, fields, strict=True)]
                yield pyarrow.RecordBatch.from_arrays(arrays, schema=pyarrow.schema(fields))
                database.execute(f"DELETE FROM {self.name}")


def _table_schema(table: Table) -> StructType:
    import pyarrow
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(pyarrow.schema([(column.name, _arrow_type(column.type)) for column in table.columns]))


def _arrow_type(type: str) -> DataType:
    import pyarrow

    return {
        "VARCHAR": pyarrow.string(),
        "JSON": pyarrow.string(),
        "INTEGER": pyarrow.int32(),
        "BIGINT": pyarrow.int64(),
        "DECIMAL(38, 6)": pyarrow.decimal128(_DIGITS, _PLACES),
        "BOOLEAN": pyarrow.bool_(),
        "DATE": pyarrow.date32(),
    }[type]
