"""The articles that files, folders and standard input hold, one after the other, always in the same order."""

from __future__ import annotations

import csv
import glob
import hashlib
import io
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple, TextIO

from newsparse.archive.rows import failed_item, plain, row_item
from newsparse.archive.streams import STDIN, Source, json_values, lines, open_source, read_file, unpacked_name
from newsparse.archive.warc import pages
from newsparse.errors import InputError, NewsparseError
from newsparse.item import Item
from newsparse.page.decode import decode
from newsparse.settings import Settings

__all__ = ["Entry", "JsonRow", "ReadItem", "is_lines", "read_inputs", "total_size"]

_PAGES = (".txt", ".text", ".md", ".html", ".htm", ".xhtml")
_SIDECARS = (".problems.jsonl", ".progress.json", ".sites.json")  # what a batch writes beside its output
_SNIFF = 1 << 16  # bytes that an encoding, or the kind of standard input, is told by
_JSON = re.compile(rb'\[\s*\{\s*"|\{\s*"')
_ROW_LINES = 4  # how many times the limit of a line a row of several lines may be


class ReadItem(NamedTuple):
    """One input of a batch that is an article already."""

    item: Item
    mark: str
    """What a change of the input would change: size and time of a file, a digest of a row."""
    size: int
    """Its share of the bytes that :func:`total_size` counts."""

    def read(self, settings: Settings) -> tuple[Item, str]:
        """Give the article and the mark."""
        return self.item, self.mark


class JsonRow(NamedTuple):
    """One input of a batch as it was written: a worker parses it, so that the main process has less to do."""

    data: bytes | None
    """None of a row that is over the limit."""
    path: str
    name: str
    """Of an article that has no ``id``."""
    size: int
    """Its share of the bytes that :func:`total_size` counts."""

    def read(self, settings: Settings) -> tuple[Item, str]:
        """Give the article and the mark."""
        item = _row(self.data, self.path, self.name, settings)
        return item, _mark(item, self.data or b"")


Entry = ReadItem | JsonRow


def read_inputs(inputs: Iterable[str], output: Path | None = None, *, settings: Settings) -> Iterator[Entry]:
    """Give the articles that the inputs hold, in order; the files of a folder or a pattern are sorted by name.

    Parameters
    ----------
    inputs:
        Paths, patterns (``crawl/**/*.html``), or ``-`` for standard input. Of a folder, files with these suffixes are
        taken, at any depth: pages (``.txt .text .md .html .htm .xhtml``), rows (``.jsonl .ndjson .json .csv .tsv``) and
        web archives (``.warc``), each also with ``.gz`` or ``.zst`` behind it. A file with another suffix is a page.
        A table (``.csv .tsv``) none of whose names is one of ``settings.fields.text`` holds no articles: in a folder it
        is passed over as other files are, and where it is named itself it is one problem.
        A row is a JSON object or a line below a header; ``settings.fields`` names the fields that it may have, and
        what others it has is kept. Standard input is told by its first bytes.
    output:
        What the batch writes: when it stands in one of the folders, it is not read.
    settings:
        ``input.max_size`` and ``fields`` are used.

    Yields
    ------
    Entry
        What cannot be read is an entry too, whose item has a problem ``NE…``; the next row or file follows.
    """
    own = None if output is None else output.resolve()
    for name in inputs:
        for path in _files(name, own, settings):
            if isinstance(path, ReadItem):
                yield path
            elif (reader := _reader(path)) is None:
                yield _page(path, settings)
            else:
                yield from _entries(reader, path, settings)


def total_size(inputs: Iterable[str], output: Path | None = None, *, settings: Settings) -> int:
    """Give the bytes of all inputs that :func:`read_inputs` reads, as far as they can be seen."""
    own = None if output is None else output.resolve()
    found = (path for name in inputs for path in _files(name, own, settings) if isinstance(path, str))
    return sum(os.path.getsize(path) for path in found if os.path.isfile(path))


def _files(name: str, own: Path | None, settings: Settings) -> Iterator[str | ReadItem]:
    if name != STDIN and glob.has_magic(name) and not os.path.lexists(name):
        found = [path for path in sorted(glob.iglob(name, recursive=True)) if not _belongs(path, own)]
        if not found:
            yield _failed(name, InputError("NE103", f"{name}: no such file"))
        for path in found:
            # `**` names a folder and what is in it: its files come from the pattern.
            if not os.path.isdir(path):
                yield path
        return
    if name == STDIN or not os.path.isdir(name):
        yield name
        return
    try:
        with os.scandir(name) as entries:
            children = sorted(entries, key=lambda child: child.name)
    except OSError as error:
        yield _failed(name, error)
        return
    for child in children:
        if _belongs(child.path, own) or child.name.endswith(_SIDECARS):
            continue
        if child.is_dir():
            yield from _files(child.path, own, settings)
        elif child.is_file() and _may_hold_articles(child.path, settings):
            yield child.path


def _may_hold_articles(path: str, settings: Settings) -> bool:
    """Say whether a file of a folder is read, by its suffix, and by its header if it is a table."""
    if _reader(path) is not _from_table:
        return unpacked_name(path).endswith((*_PAGES, *_READERS))
    try:
        with open_source(path) as source:
            _header(_table_rows(source, path, settings.input.max_size), path, settings)
    except _NoArticlesError:
        return False
    except NewsparseError:
        pass  # what is wrong with it is reported when it is read
    return True


def _belongs(name: str, own: Path | None) -> bool:
    """Say whether a file is the batch's own output or stands beside it."""
    if own is None or not os.path.basename(name).startswith(own.name):
        return False
    path = Path(name).resolve()
    return path == own or (path.parent == own.parent and path.name.startswith(own.name + "."))


def _page(path: str, settings: Settings) -> ReadItem:
    try:
        about = os.stat(path)
        if plain(path) == path:
            item = Item(path=path)  # the worker reads it
        else:
            item = Item(read_file(path, settings.input.max_size), path=plain(path))
    except (OSError, NewsparseError) as error:
        return _failed(path, error)
    return ReadItem(item, f"{path}\0{about.st_size}\0{about.st_mtime_ns}", about.st_size)


def _failed(path: str, error: OSError | NewsparseError) -> ReadItem:
    if isinstance(error, OSError):
        error = InputError("NE103", f"{path}: {error.strerror or error}")
    return ReadItem(failed_item(path, path, error), f"{path}\0failed", 0)


def _mark(item: Item, content: bytes) -> str:
    return f"{item.id}\0{hashlib.sha256(content).hexdigest()}"


# Files that hold many articles

_Found = Iterator[Callable[[int], Entry]]
"""Inputs that wait for their size."""


def _entries(reader: Callable[[Source, str, Settings], _Found], path: str, settings: Settings) -> Iterator[Entry]:
    done = 0
    try:
        with open_source(path) as source:
            for entry in reader(source, path, settings):
                at = source.consumed
                yield entry(at - done)
                done = at
    except NewsparseError as error:
        yield _failed(path, error)


def _from_lines(source: Source, path: str, settings: Settings) -> _Found:
    for number, line in enumerate(lines(source.data, settings.input.max_size), 1):
        if line is None or line.strip():
            yield partial(JsonRow, line, path, f"{path}:{number}")


def _from_json(source: Source, path: str, settings: Settings) -> _Found:
    for number, value in enumerate(json_values(source.data, settings.input.max_size), 1):
        yield partial(JsonRow, value, path, f"{path}:{number}")


def _row(data: bytes | None, path: str, name: str, settings: Settings) -> Item:
    if data is None:
        return failed_item(path, name, InputError("NE104", f"{name}: over {settings.input.max_size} bytes"))
    try:
        return row_item(json.loads(_text(data)), path, name, settings.fields)
    except (ValueError, RecursionError) as error:
        return failed_item(path, name, InputError("NE106", f"{name}: {error}"))


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode(json.detect_encoding(data) if b"\0" in data[:4] else "gb18030")


def _from_table(source: Source, path: str, settings: Settings) -> _Found:
    """Read CSV as RFC 4180 has it, in any encoding; the first line has the names."""
    rows = _table_rows(source, path, settings.input.max_size)
    names = _header(rows, path, settings)
    for number, row in rows:
        name = f"{path}:{number}"
        if isinstance(row, InputError):
            yield _ready(failed_item(path, name, InputError(row.code, f"{name}: {row.detail}")), b"")
        elif row:
            more = (f"column {count}" for count in range(len(names) + 1, len(row) + 1))
            item = row_item(dict(zip((*names, *more), row, strict=False)), path, name, settings.fields)
            yield _ready(item, "\0".join(row).encode("utf-8", "surrogatepass"))


class _NoArticlesError(InputError):
    """A table that says by its header that it holds something else than articles."""


def _header(rows: Iterator[tuple[int, list[str] | InputError]], path: str, settings: Settings) -> list[str]:
    """Take the names of the columns from the rows of a table."""
    names = next((row for _, row in rows if row), [])
    if isinstance(names, InputError):
        raise InputError(names.code, f"{path}: {names.detail}")
    names = [name.strip() for name in names]
    if not set(names) & set(settings.fields.text):
        raise _NoArticlesError("NE106", f"{path}: no column {' or '.join(settings.fields.text[:2])}")
    return names


def _table_rows(source: Source, path: str, limit: int) -> Iterator[tuple[int, list[str] | InputError]]:
    """Yield the rows of a table with the number of their last line; an error for one that is no row or too large."""
    start = source.data.peek(_SNIFF)[:_SNIFF]
    encoding = decode(start[: start.rfind(b"\n") + 1] or start, max_size=_SNIFF).encoding or "utf-8"
    # What cannot be decoded becomes lone surrogates, which the parser reports and replaces.
    text = io.TextIOWrapper(source.data, {"utf-8": "utf-8-sig"}.get(encoding, encoding), "surrogateescape", newline="")
    lines_read = _TextLines(text, limit)
    rows = csv.reader(lines_read, delimiter="\t" if unpacked_name(path).endswith(".tsv") else ",")
    row: list[str] | InputError | None
    while True:
        lines_read.size, lines_read.too_long = 0, False
        # The module's limit of 131,072 characters a cell is global: it is lifted while a row is read and no longer.
        before = csv.field_size_limit(limit)
        try:
            row = next(rows, None)
        except csv.Error as error:
            row = InputError("NE106", str(error))
        finally:
            csv.field_size_limit(before)
        if row is None:
            return
        yield rows.line_num, InputError("NE104", f"over {limit} characters") if lines_read.too_long else row


class _TextLines:
    """The lines of a text for :mod:`csv`, of which no more than a limit is held."""

    def __init__(self, text: TextIO, limit: int) -> None:
        self._text, self._limit = text, limit
        self.size = 0
        self.too_long = False

    def __iter__(self) -> _TextLines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._limit + 1)
        if not line:
            raise StopIteration
        self.size += len(line)
        if self.size > _ROW_LINES * self._limit:  # a quotation mark that is never closed
            raise InputError("NE104", f"a row of over {_ROW_LINES * self._limit} characters")
        if len(line) > self._limit and not line.endswith(("\n", "\r")):
            self.too_long = True
            while line and not line.endswith(("\n", "\r")):
                line = self._text.readline(self._limit)
            return "\n"
        return line


def _from_archive(source: Source, path: str, settings: Settings) -> _Found:
    for item in pages(source.data, path, settings.input.max_size):
        yield _ready(item, item.source if isinstance(item.source, bytes) else b"")


def _from_stdin(source: Source, path: str, settings: Settings) -> _Found:
    """Read standard input: an archive or JSON when it begins like one, else one page."""
    start = source.data.peek(_SNIFF)[:_SNIFF].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"WARC/"):
        yield from _from_archive(source, path, settings)
    elif _JSON.match(start):
        yield from _from_json(source, path, settings)
    else:
        content = source.data.read(settings.input.max_size + 1)
        yield _ready(Item(content), content)


def _ready(item: Item, content: bytes) -> Callable[[int], Entry]:
    """Give an article that waits for its size, with the bytes that a change of it would change."""
    return partial(ReadItem, item, _mark(item, content))


_READERS: dict[str, Callable[[Source, str, Settings], _Found]] = {
    ".jsonl": _from_lines,
    ".ndjson": _from_lines,
    ".json": _from_json,
    ".csv": _from_table,
    ".tsv": _from_table,
    ".warc": _from_archive,
}


def is_lines(path: str) -> bool:
    """Say whether a file holds a JSON object a line, by its name."""
    return _reader(path) is _from_lines


def _reader(path: str) -> Callable[[Source, str, Settings], _Found] | None:
    """Give the reader of a file that holds many articles; None for a page."""
    if path == STDIN:
        return _from_stdin
    name = unpacked_name(path)
    return next((reader for suffix, reader in _READERS.items() if name.endswith(suffix)), None)
