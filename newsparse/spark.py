"""newsparse on a Spark cluster: a DataFrame of pages in, a DataFrame of records out.

Pages go to the Python workers as Arrow batches and records come back as Arrow batches. The settings travel with the
task; dictionaries and the recogniser are loaded once in each Python process and stay as long as Spark keeps it
(``spark.python.worker.reuse``, the default). newsparse must be installed on every executor.

>>> import newsparse.spark
>>> records = newsparse.spark.parse(spark.read.parquet("pages"), text="html", id="url")
>>> records.selectExpr("id", "inline(money)").select("id", "amount", "currency").write.parquet("money")
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

from newsparse.archive.extras import require
from newsparse.archive.tables import resolve
from newsparse.pipeline import Item, parser
from newsparse.records import Article
from newsparse.settings import Settings

if TYPE_CHECKING:
    from pyarrow import DataType, RecordBatch, Schema
    from pyspark.sql import DataFrame

__all__ = ["arrow_schema", "parse"]

# Records in one Arrow batch on the way back: enough to hide what a batch costs, few enough to hold in memory.
_BATCH = 200
_DIGITS, _PLACES = 38, 6


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
        of structs for mentions; numbers are ``decimal(38, 6)``. A page that cannot be read is an empty record with the
        error's code in ``problems``.

    Raises
    ------
    NewsparseError
        ``NE501`` if pyspark, pyarrow or pandas (which pyspark wants for Arrow) is not installed.
    """
    for package in ("pyspark", "pyarrow", "pandas"):
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
