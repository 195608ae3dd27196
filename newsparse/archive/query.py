"""Ask the output of a batch in SQL, whatever its format."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

from newsparse.archive.extras import require
from newsparse.archive.tables import create_tables, insert_records, tables
from newsparse.errors import OutputError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["open_archive", "print_rows"]

# As the writer writes it: nothing is to be guessed.
_CSV = """auto_detect=false, header=true, delim=',', quote='"', escape='"', parallel=false, allow_quoted_nulls=false, \
max_line_size=100000000"""


def open_archive(path: Path) -> DuckDBPyConnection:
    """Open the output of a batch as a DuckDB database with its tables, for reading.

    Parameters
    ----------
    path:
        A ``.duckdb`` file, a folder of Parquet or CSV tables, or a JSONL file (from Spark: a folder of them), whose
        records are read into memory.

    Raises
    ------
    OutputError
        ``NE405`` if it cannot be read.
    NewsparseError
        ``NE501`` if DuckDB is not installed.
    """
    duckdb = require("duckdb")
    try:
        if not path.exists():
            raise OutputError("NE405", f"{path} does not exist")
        if path.suffix == ".duckdb":
            found: DuckDBPyConnection = duckdb.connect(str(path), read_only=True)
            return found
        found = duckdb.connect()
        lines_in = str(path / "part-*") if path.is_dir() and path.name.endswith((".jsonl", ".jsonl.gz")) else str(path)
        if path.is_dir() and lines_in == str(path):
            for table in tables():
                name, folder = table.name, str(path).replace("'", "''")
                if path.suffix == ".parquet":
                    source = f"read_parquet('{folder}/{name}/*.parquet')"
                else:
                    columns = {column.name: column.type for column in table.columns}
                    source = f"read_csv('{folder}/{name}.csv', columns={columns}, {_CSV})"
                found.execute(f"CREATE VIEW {name} AS SELECT * FROM {source}")
        else:
            create_tables(found)
            lines = found.cursor().execute(
                "SELECT json FROM read_json_objects($1, format='newline_delimited', maximum_object_size=$2)",
                [lines_in, 1_000_000_000],
            )
            first = 0
            while rows := lines.fetchmany(1000):
                insert_records(found, [row[0] for row in rows], range(first, first + len(rows)))
                first += len(rows)
        return found
    except duckdb.Error as error:
        raise OutputError("NE405", f"{path}: {error}") from error


def print_rows(path: Path, query: str, format: Literal["table", "csv", "jsonl"], out: TextIO) -> None:
    """Run a query and print what it gives.

    Raises
    ------
    ValueError
        When the query is wrong.
    OutputError, NewsparseError
        See :func:`open_archive`.
    """
    duckdb = require("duckdb")
    with open_archive(path) as archive:
        try:
            if format == "table":
                out.write(f"{archive.sql(query)}\n")
                return
            archive.execute(query)
            columns = [column[0] for column in archive.description or ()]
            writer = csv.writer(out, lineterminator="\n")
            if format == "csv":
                writer.writerow(columns)
            while rows := archive.fetchmany(1000):
                if format == "csv":
                    writer.writerows(rows)
                    continue
                for row in rows:
                    record = dict(zip(columns, row, strict=True))
                    out.write(json.dumps(record, ensure_ascii=False, default=_plain) + "\n")
        except duckdb.Error as error:
            raise ValueError(str(error)) from error


def _plain(value: object) -> object:
    """Give what JSON has no type for in the form that records have it in."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)
