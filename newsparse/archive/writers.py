"""Writers: one small protocol for every form of output, so that a batch need not know which it writes.

A batch gives a writer some records, then a journal; :meth:`Writer.save` makes both last or neither. After a kill at any
moment, :meth:`Writer.load` gives the last journal and :meth:`Writer.start` goes back to what it tells of.
"""

from __future__ import annotations

import gzip
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from newsparse.archive.extras import require
from newsparse.archive.journal import GrowingFile, Journal, replace_file
from newsparse.archive.tables import create_tables, insert_records, tables
from newsparse.errors import OutputError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["FORMATS", "Writer", "remove_output", "sidecar", "writer_for"]

FORMATS = ".jsonl, .jsonl.gz, .jsonl.zst, .duckdb, .parquet (a folder), .csv or no suffix (a folder)"

# Memory that DuckDB may use before it goes to the disk; the tables of one flush are a small part of it.
_DUCKDB = {"memory_limit": "1GB", "threads": 1}


class Writer(Protocol):
    """Where the records of a batch go."""

    def load(self) -> Journal | None:
        """Give the last journal that was saved; None when there is no output.

        Raises
        ------
        OutputError
            ``NE403`` when there is an output, but not one that a batch has left.
        """

    def start(self, journal: Journal) -> None:
        """Go back to the state that a journal tells of; one without a state makes a new output with this journal."""

    def write(self, records: Sequence[bytes], first: int) -> Mapping[str, int]:
        """Write records, the first of which has this number in the batch, and give the state with them written.

        They are JSON without a line feed.
        """

    def save(self, journal: Journal) -> None:
        """Make all that was written and this journal last, or neither."""

    def close(self) -> None:
        """Let go of files."""


def writer_for(output: Path) -> Writer:
    """Choose the writer by the name of the output.

    Raises
    ------
    OutputError
        ``NE404`` for an unknown suffix.
    NewsparseError
        ``NE501`` if the format needs a package that is not installed.
    """
    name = output.name.lower()
    for suffix, compress in (
        (".jsonl", None),
        (".jsonl.gz", _gzip),
        (".jsonl.zst", _zstandard),
    ):
        if name.endswith(suffix):
            return JsonLines(output, compress)
    if name.endswith(".duckdb"):
        return DuckDB(output)
    if name.endswith(".parquet"):
        return Parquet(output)
    if output.suffix.lower() in ("", ".csv"):
        return Csv(output)
    raise OutputError("NE404", f"{output}: {FORMATS}")


def sidecar(output: Path, name: str) -> Path:
    """Give the path of a file that stands beside the output: ``OUT.progress.json``."""
    return output.with_name(f"{output.name}.{name}")


def remove_output(output: Path) -> None:
    """Remove an output and what stands beside it."""
    beside = ("progress.json", "problems.jsonl", "seen", "sites.json", "wal")
    for path in (output, *(sidecar(output, name) for name in beside)):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


class _Journaled:
    """The journal of an output that is made of files: a file of its own, replaced as a whole."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self._journal = sidecar(output, "progress.json")

    def load(self) -> Journal | None:
        if self._journal.exists():
            return Journal.from_json(self._journal.read_bytes())
        if self.output.exists():
            raise OutputError("NE403", f"{self._journal} is not there")
        return None

    def start(self, journal: Journal) -> None:
        if not journal.state:
            self.save(journal)  # before the output, so that there never is an output without a journal
        self._go_back(journal.state)

    def _go_back(self, state: Mapping[str, int]) -> None:
        raise NotImplementedError

    def save(self, journal: Journal) -> None:
        replace_file(self._journal, journal.to_json().encode())


class JsonLines(_Journaled):
    """Whole records, one a line; compressed, each flush is a gzip member or a zstandard frame of its own."""

    def __init__(self, output: Path, compress: Callable[[bytes], bytes] | None) -> None:
        super().__init__(output)
        self._compress = compress
        if compress is not None:
            compress(b"")  # the package is missed now, not after the first articles
        self._file = GrowingFile(output)

    def _go_back(self, state: Mapping[str, int]) -> None:
        self._file.start(state.get("records", 0))
        if not self.output.exists():
            self.output.touch()

    def write(self, records: Sequence[bytes], first: int) -> Mapping[str, int]:
        data = b"\n".join([*records, b""])
        return {"records": self._file.append(self._compress(data) if self._compress and data else data)}

    def close(self) -> None:
        self._file.close()


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, 6, mtime=0)  # without the time of day, the same records give the same bytes


def _zstandard(data: bytes) -> bytes:
    compressed: bytes = require("zstandard").ZstdCompressor(level=6).compress(data)
    return compressed


class _Tables(_Journaled):
    """Tables written to files by a DuckDB in memory, which holds one flush at a time."""

    def __init__(self, output: Path) -> None:
        super().__init__(output)
        self._database: DuckDBPyConnection = require("duckdb").connect(config=_DUCKDB)
        create_tables(self._database)

    def _fill(self, records: Sequence[bytes], first: int) -> None:
        for table in tables():
            self._database.execute(f"DELETE FROM {table.name}")
        insert_records(self._database, [record.decode() for record in records], range(first, first + len(records)))

    def _copy(self, table: str, to: Path, options: str) -> None:
        name = str(to).replace("'", "''")
        self._database.execute(f"COPY {table} TO '{name}' ({options})")

    def close(self) -> None:
        self._database.close()


class Csv(_Tables):
    """A folder with one CSV file a table (RFC 4180, UTF-8, with a header)."""

    def __init__(self, output: Path) -> None:
        super().__init__(output)
        self._files = {table.name: GrowingFile(output / f"{table.name}.csv") for table in tables()}

    def _go_back(self, state: Mapping[str, int]) -> None:
        self.output.mkdir(parents=True, exist_ok=True)
        for table, file in self._files.items():
            file.start(state.get(table, 0))

    def write(self, records: Sequence[bytes], first: int) -> Mapping[str, int]:
        self._fill(records, first)
        sizes = {}
        with tempfile.TemporaryDirectory() as folder:
            for table, file in self._files.items():
                part = Path(folder, table)
                self._copy(table, part, "FORMAT csv, HEADER false")
                header = b"" if file.size() else self._header(table)
                sizes[table] = file.append(header + part.read_bytes())
        return sizes

    def _header(self, name: str) -> bytes:
        columns = next(table.columns for table in tables() if table.name == name)
        return ",".join(column.name for column in columns).encode() + b"\n"

    def close(self) -> None:
        super().close()
        for file in self._files.values():
            file.close()


class Parquet(_Tables):
    """A folder with one folder a table, of Parquet files of one flush each."""

    def __init__(self, output: Path) -> None:
        super().__init__(output)
        self._parts = 0

    def _go_back(self, state: Mapping[str, int]) -> None:
        self._parts = state.get("parts", 0)
        for table in tables():
            folder = self.output / table.name
            folder.mkdir(parents=True, exist_ok=True)
            kept = {self._name(part) for part in range(self._parts)}
            present = {path.name for path in folder.iterdir()}
            if kept - present:
                raise OutputError("NE403", f"{folder}: {min(kept - present)} is not there")
            for name in present - kept:
                (folder / name).unlink()

    def write(self, records: Sequence[bytes], first: int) -> Mapping[str, int]:
        self._fill(records, first)
        for table in tables():
            path = self.output / table.name / self._name(self._parts)
            fresh = path.with_suffix(".new")  # a reader that looks for *.parquet sees whole files only
            self._copy(table.name, fresh, "FORMAT parquet, COMPRESSION zstd")
            fresh.replace(path)
        self._parts += 1
        return {"parts": self._parts}

    @staticmethod
    def _name(part: int) -> str:
        return f"part-{part:06}.parquet"


class DuckDB:
    """One DuckDB database, which holds its journal too: a flush is a transaction."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self._duckdb = require("duckdb")
        self._database: DuckDBPyConnection | None = None

    def load(self) -> Journal | None:
        if not self.output.exists():
            return None
        found = {name for (name,) in self._connection().execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        if not found:  # killed while the database was made
            return None
        if "progress" not in found:
            raise OutputError("NE403", f"{self.output} has no table `progress`")
        row = self._connection().execute("SELECT journal FROM progress").fetchone()
        return Journal.from_json(row[0] if row else "")

    def start(self, journal: Journal) -> None:
        database = self._connection()
        database.execute("BEGIN")
        if not journal.state:
            for table in tables():
                database.execute(f"DROP TABLE IF EXISTS {table.name}")
            create_tables(database)
            self.save(journal)

    def write(self, records: Sequence[bytes], first: int) -> Mapping[str, int]:
        end = first + len(records)
        insert_records(self._connection(), [record.decode() for record in records], range(first, end))
        return {"records": end}

    def save(self, journal: Journal) -> None:
        database = self._connection()
        database.execute(
            "CREATE OR REPLACE TABLE progress AS SELECT $journal AS journal", {"journal": journal.to_json()}
        )
        database.execute("COMMIT")
        database.execute("BEGIN")

    def close(self) -> None:
        if self._database is not None:
            self._database.close()  # an open transaction is rolled back

    def _connection(self) -> DuckDBPyConnection:
        if self._database is None:
            self._database = self._duckdb.connect(str(self.output), config=_DUCKDB)
        return self._database
