"""The articles that files, folders and JSONL files hold, one after the other, always in the same order."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from newsparse.archive.extras import require
from newsparse.errors import InputError, NewsparseError
from newsparse.pipeline import Item

__all__ = ["Entry", "decompressed", "is_lines", "read_inputs", "total_size"]

_TEXT_SUFFIXES = (".txt", ".text", ".md", ".html", ".htm")
_LINE_SUFFIXES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz", ".jsonl.zst", ".ndjson.zst")


@dataclass(frozen=True, slots=True)
class Entry:
    """One input of a batch."""

    item: Item
    mark: str
    """What a change of the input would change: size and time of a file, a digest of a line."""
    size: int
    """Its share of the bytes that :func:`total_size` counts."""
    error: InputError | None = None
    """Why it cannot be handed to the parser at all."""


def read_inputs(inputs: Iterable[str], output: Path | None = None) -> Iterator[Entry]:
    """Give the articles that the inputs hold, in order, the entries of a folder sorted by name.

    Parameters
    ----------
    inputs:
        Paths. Of a folder, text and HTML files and JSONL files are taken, at any depth. A line of a JSONL file (plain,
        ``.gz`` or ``.zst``) is an object with ``text`` (or ``html``) and, if known, ``id``, ``url`` and
        ``published_at`` (or ``date``).
    output:
        What the batch writes: when it stands in one of the folders, it is not read.
    """
    own = None if output is None else output.resolve()
    for name in inputs:
        for path in _files(name, own):
            if isinstance(path, Entry):
                yield path
            elif is_lines(path):
                yield from _lines(path)
            else:
                yield _page(path)


def total_size(inputs: Iterable[str], output: Path | None = None) -> int:
    """Give the bytes of all inputs, as far as they can be seen."""
    own = None if output is None else output.resolve()
    found = (path for name in inputs for path in _files(name, own) if isinstance(path, str))
    return sum(os.path.getsize(path) for path in found if os.path.isfile(path))


def _files(name: str, own: Path | None) -> Iterator[str | Entry]:
    if not os.path.isdir(name):
        yield name
        return
    try:
        with os.scandir(name) as found:
            children = sorted(found, key=lambda child: child.name)
    except OSError as error:
        yield _failed(name, error)
        return
    for child in children:
        if own is not None and child.name.startswith(own.name) and _belongs(Path(child.path).resolve(), own):
            continue
        if child.is_dir():
            yield from _files(child.path, own)
        elif child.is_file() and child.name.lower().endswith(_TEXT_SUFFIXES + _LINE_SUFFIXES):
            yield child.path


def _belongs(path: Path, own: Path) -> bool:
    return path == own or (path.parent == own.parent and path.name.startswith(own.name + "."))


def is_lines(path: str) -> bool:
    """Say whether a file holds an article a line, by its name."""
    return path.lower().endswith(_LINE_SUFFIXES)


def _page(path: str) -> Entry:
    try:
        about = os.stat(path)
        # The worker reads the file; one whose name cannot stand in a record is read here.
        item = Item(path=path) if _plain(path) == path else Item(Path(path).read_bytes(), path=_plain(path))
    except OSError as error:
        return _failed(path, error)
    return Entry(item, f"{path}\0{about.st_size}\0{about.st_mtime_ns}", about.st_size)


def _plain(text: str) -> str:
    """Write what UTF-8 cannot, as in names of files in another encoding, with backslashes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _lines(path: str) -> Iterator[Entry]:
    try:
        with open(path, "rb") as file, decompressed(file, path) as lines:
            done = 0
            for number, line in enumerate(lines, 1):
                if line.strip():
                    # Of a compressed file, the bytes that the decompressor has taken.
                    at = done + len(line) if lines is file else file.tell()
                    yield _line(path, number, line, at - done)
                    done = at
    except (OSError, EOFError, zlib.error, NewsparseError) as error:
        yield _failed(path, error)


def decompressed(file: IO[bytes], path: str) -> IO[bytes]:
    """Give what a file holds, decompressed if its name says that it is compressed."""
    if path.lower().endswith(".gz"):
        return cast("IO[bytes]", gzip.open(file))
    if path.lower().endswith(".zst"):
        stream = require("zstandard").ZstdDecompressor().stream_reader(file, read_across_frames=True)
        return io.BufferedReader(stream)
    return file


def _line(path: str, number: int, line: bytes, size: int) -> Entry:
    name = f"{path}:{number}"
    mark = f"{name}\0{hashlib.sha256(line).hexdigest()}"
    try:
        row: Any = json.loads(line)
        text = row.get("text") or row.get("html")
        if not isinstance(text, str):
            raise ValueError("no text")
        published = row.get("published_at") or row.get("date")
        item = Item(
            text,
            path=_plain(path),
            id=_plain(str(row["id"])) if row.get("id") else _plain(name),
            url=_plain(str(row["url"])) if row.get("url") else None,
            published_at=_plain(str(published)) if published else None,
        )
    except (ValueError, AttributeError, RecursionError) as error:
        failed = InputError("NE106", _plain(f"{name}: {error}"))
        return Entry(Item(path=_plain(path), id=_plain(name)), mark, size, failed)
    return Entry(item, mark, size)


def _failed(path: str, error: Exception) -> Entry:
    reason = (error.strerror if isinstance(error, OSError) else None) or error
    path = _plain(path)
    return Entry(Item(path=path), f"{path}\0failed", 0, InputError("NE103", f"{path}: {reason}"))
