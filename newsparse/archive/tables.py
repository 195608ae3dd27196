"""Tidy tables of records: one of articles, one for each kind of mention or fact with a row each, one of their links.

The columns follow from the JSON Schema of the record, so the tables cannot fall behind it. DuckDB reads the records'
JSON and fills the tables; a value that its column cannot hold (a number of forty digits) becomes null, never an error.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from newsparse.records import Article

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["TABLES", "Column", "Table", "create_tables", "insert_records", "resolve", "tables"]

_FACTS = ("indicators", "quotes", "roles")
TABLES = ("entities", "dates", "money", "quantities", *_FACTS, "problems")
"""The lists of the record that have a table of their own. `parts` says what the facts among them are made of."""

# An object without known fields, and a list within a row, stay JSON.
_TYPES = {
    "string": "VARCHAR",
    "integer": "INTEGER",
    "number": "DECIMAL(38, 6)",
    "boolean": "BOOLEAN",
    "object": "JSON",
    "array": "JSON",
}
# Names that SQL keeps for itself, and days that should be of type DATE.
_RENAMED = {"start": "start_at", "end": "end_at"}
_DAYS = {
    "start": "start_date",
    "end": "end_date",
    "period_start": "period_start_date",
    "period_end": "period_end_date",
    "published_at": "published_date",
}
_LEFT_OUT = {"raw", "parts"}  # a batch does not keep the input, and parts have a table


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    name: str
    type: str
    value: str
    """The SQL expression that gives the value from a row of ``source``."""
    comment: str


@dataclass(frozen=True)
class Table:
    """One table."""

    name: str
    columns: tuple[Column, ...]
    source: str
    """The SQL query over ``records`` that gives the rows."""
    structure: str
    """What DuckDB's ``from_json`` is to read of the JSON."""


@cache
def tables() -> tuple[Table, ...]:
    """Give all tables, articles first."""
    schema = Article.model_json_schema(mode="serialization")
    key = Column("article", "BIGINT", "n", "Number of the article in the batch, from 0: the key that joins the tables.")
    name = Column("article_id", "VARCHAR", "id", "`id` of the article; equal for pages with equal input.")
    plain = {name: field for name, field in schema["properties"].items() if _kind(field, schema) != "array"}
    found = [
        Table(
            "articles",
            (key, *_columns(plain, schema)),
            "SELECT n, unnest(from_json(record, $structure)) FROM records",
            json.dumps(_structure(plain, schema)),
        )
    ]
    for listed in TABLES:
        fields = resolve(schema["properties"][listed]["items"], schema)["properties"]
        own = [Column("mention", "VARCHAR", "mention", f"`{listed}/0` is the first of the article's {listed}.")]
        found.append(
            Table(
                listed,
                (key, name, *(own if "start_char" in fields else ()), *_columns(fields, schema)),
                f"SELECT n, id, mention, unnest(each) FROM ({_numbered(listed)})",
                json.dumps([_structure(fields, schema)]),
            )
        )
    return *found, _parts(key, name, schema)


def _numbered(listed: str) -> str:
    """Give the SQL query for the elements of a list, each with what :data:`newsparse.records.MentionId` calls it."""
    return (
        f"SELECT n, record->>'$.id' AS id, unnest(from_json(record->'$.{listed}', $structure)) AS each, "
        f"'{listed}/' || unnest(range(json_array_length(record->'$.{listed}')::BIGINT)) AS mention FROM records"
    )


def _parts(key: Column, name: Column, schema: dict[str, Any]) -> Table:
    """Give the table that links facts with mentions."""
    fields = dict(schema["$defs"]["Part"]["properties"])
    mentions = fields.pop("mentions")
    facts = " UNION ALL ".join(_numbered(listed) for listed in _FACTS)
    return Table(
        "parts",
        (
            key,
            name,
            Column("fact", "VARCHAR", "fact", "`mention` of the fact: `roles/0`."),
            *_columns(fields, schema),
            Column("mention", "VARCHAR", "mention", f"{mentions['description']} A row for each; null without."),
        ),
        "SELECT n, id, fact, unnest(if(len(part.mentions) = 0, [NULL], part.mentions)) AS mention, unnest(part) "
        f"FROM (SELECT n, id, mention AS fact, unnest(each.parts) AS part FROM ({facts}))",
        json.dumps([{"parts": [{**_structure(fields, schema), "mentions": ["VARCHAR"]}]}]),
    )


def create_tables(connection: DuckDBPyConnection, only: Sequence[Table] | None = None) -> None:
    """Make the empty tables, or some of them, each column with its comment."""
    for table in tables() if only is None else only:
        columns = ", ".join(f"{column.name} {column.type}" for column in table.columns)
        connection.execute(f"CREATE TABLE {table.name} ({columns})")
        for column in table.columns:
            comment = column.comment.replace("'", "''")
            connection.execute(f"COMMENT ON COLUMN {table.name}.{column.name} IS '{comment}'")


def insert_records(
    connection: DuckDBPyConnection, lines: Sequence[str], numbers: Sequence[int], only: Sequence[Table] | None = None
) -> None:
    """Fill the tables from records.

    Parameters
    ----------
    connection:
        A database with the tables of :func:`create_tables`.
    lines:
        Records as JSON.
    numbers:
        Their numbers in the batch.
    only:
        Tables to fill; all when not given.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE records AS "
        "SELECT unnest($numbers::BIGINT[]) AS n, unnest($lines::VARCHAR[]) AS record",
        {"numbers": list(numbers), "lines": list(lines)},
    )
    for table in tables() if only is None else only:
        values = ", ".join(column.value for column in table.columns)
        connection.execute(
            f"INSERT INTO {table.name} SELECT {values} FROM ({table.source})",
            {"structure": table.structure},
        )
    connection.execute("DROP TABLE records")


def _columns(fields: dict[str, Any], schema: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[Column]:
    for name, field in fields.items():
        if name in _LEFT_OUT:
            continue
        inner = resolve(field, schema)
        where = (*path, name)
        if "properties" in inner:
            yield from _columns(inner["properties"], schema, where)
            continue
        # Metadata stands for the article itself: its title is the article's title.
        shown = "_".join(where if where[0] != "metadata" or where[1:] == ("url",) else where[1:])
        value = ".".join(f'"{part}"' for part in where)
        comment = field.get("description", "")
        yield Column(_RENAMED.get(shown, shown), _TYPES[_kind(field, schema)], value, comment)
        if shown in _DAYS:
            yield Column(_DAYS[shown], "DATE", f"TRY_CAST(left({value}, 10) AS DATE)", f"{comment} The day alone.")


def _structure(fields: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for name, field in fields.items():
        if name not in _LEFT_OUT:
            inner = resolve(field, schema)
            nested = inner.get("properties")
            found[name] = _structure(nested, schema) if nested else _TYPES[_kind(field, schema)]
    return found


def resolve(field: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference, and take a field that may be null for what it is otherwise."""
    options = [option for option in field.get("anyOf", [field]) if option.get("type") != "null"]
    reference = options[0].get("$ref")
    inner: dict[str, Any] = schema["$defs"][reference.rpartition("/")[2]] if reference else options[0]
    return inner


def _kind(field: dict[str, Any], schema: dict[str, Any]) -> str:
    return str(resolve(field, schema)["type"])
