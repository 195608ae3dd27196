"""What is to be shown: a page to parse, a record, or the records that a batch wrote."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from pydantic import ValidationError

from newsparse.archive.inputs import is_lines
from newsparse.archive.streams import open_source
from newsparse.errors import InputError, OutputError
from newsparse.records import Article

__all__ = ["is_archive", "read_archive", "read_record"]

_TABLES = (".duckdb", ".parquet", ".csv")


def is_archive(path: Path) -> bool:
    """Say whether a file is taken for the output of a batch, by its name.

    Raises
    ------
    OutputError
        ``NE405`` for outputs of a batch that do not hold whole records: tables.
    """
    if path.is_dir() or path.suffix.lower() in _TABLES:
        raise OutputError("NE405", f"{path}: tables hold no whole records; view reads .jsonl, .jsonl.gz and .jsonl.zst")
    return is_lines(str(path))


def read_archive(path: Path, limit: int) -> tuple[list[Article], bool]:
    """Read the first records of an archive.

    Parameters
    ----------
    path:
        ``.jsonl``, ``.jsonl.gz`` or ``.jsonl.zst``, a record a line.
    limit:
        How many records to read at most.

    Returns
    -------
    tuple
        The records, and whether there are more.

    Raises
    ------
    OutputError
        ``NE405`` with the number of the line that is no record.
    NewsparseError
        ``NE501`` if the package that decompresses is not installed.
    """
    records = _records(path)
    first = list(islice(records, limit))
    return first, next(records, None) is not None


def read_record(path: Path) -> Article:
    """Read a record that ``newsparse parse`` printed into a file.

    Raises
    ------
    OutputError
        ``NE405`` if it is none.
    """
    try:
        return Article.model_validate_json(path.read_bytes())
    except OSError as error:
        raise OutputError("NE405", f"{path}: {error.strerror or error}") from error
    except ValidationError as error:
        raise _no_record(str(path), error) from error


def _records(path: Path) -> Iterator[Article]:
    try:
        with open_source(str(path)) as source:
            for number, line in enumerate(source.data, 1):
                if line.strip():
                    try:
                        yield Article.model_validate_json(line)
                    except ValidationError as error:
                        raise _no_record(f"{path}:{number}", error) from error
    except InputError as error:
        raise OutputError("NE405", str(error)) from error


def _no_record(name: str, error: ValidationError) -> OutputError:
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(map(str, first["loc"]))
    reason = f"{place}: {first['msg']}" if place else first["msg"]
    return OutputError(
        "NE405", f"{name} is no record of newsparse ({reason}); `newsparse batch` makes records of articles"
    )
