"""Files as streams of bytes, decompressed, in memory that does not grow with the file or with what it unpacks to."""

from __future__ import annotations

import gzip
import io
import os
import re
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, cast

from newsparse.archive.extras import require
from newsparse.errors import InputError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["COMPRESSED", "STDIN", "Source", "json_values", "lines", "open_source", "read_file", "unpacked_name"]

STDIN = "-"
"""The name of standard input."""
_MARKS = {".gz": b"\x1f\x8b", ".zst": b"\x28\xb5\x2f\xfd"}
COMPRESSED = tuple(_MARKS)
"""The suffixes of files that are decompressed."""
# Text and HTML unpack to 3 to 30 times their size, hundreds of nearly equal pages to 100 times and more; gzip reaches
# 1,032 times with zeros and zstandard any number.
_MOST_UNPACKED = 500
_UNPACKED_FROM = 200_000_000  # bytes that any may unpack to
_SKIPPED = 1 << 20  # bytes at a time of a line that is too long
_CHUNK = 1 << 16
_STARTS = re.compile(rb"[\[\]{]")
_TOKENS = re.compile(rb'["\[\]{}]')
_STRING_END = re.compile(rb'["\\]')
_BETWEEN = b" \t\r\n,\xef\xbb\xbf"


class Source:
    """An open file: the bytes that it holds or unpacks to, and how much of it has been read."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._packed = _Counted(file)
        self.data: io.BufferedReader = io.BufferedReader(self._packed)
        if compression := _compression(name, self.data.peek(4)[:4] if name == STDIN else b""):
            self.data = io.BufferedReader(_Unpacked(_decompressor(compression, self.data), self._packed))

    @property
    def consumed(self) -> int:
        """Bytes of the file, compressed where it is, that have been read."""
        return self._packed.count


class _Counted(io.RawIOBase):
    """The bytes of a file, counted."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        data = self._file.read(len(view))
        view[: len(data)] = data
        self.count += len(data)
        return len(data)


class _Unpacked(_Counted):
    """What a file unpacks to, refused once that is out of all proportion."""

    def __init__(self, file: IO[bytes], packed: _Counted) -> None:
        super().__init__(file)
        self._of = packed

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        size = super().readinto(buffer)
        if self.count > _UNPACKED_FROM + _MOST_UNPACKED * self._of.count:
            raise InputError("NE107", f"more than {self.count} bytes out of {self._of.count}")
        return size


@contextmanager
def open_source(path: str) -> Iterator[Source]:
    """Open a file, ``-`` for standard input, and decompress it by its suffix (standard input: by its first bytes).

    Raises
    ------
    InputError
        ``NE103`` when it cannot be read, ``NE107`` when what it was compressed with is damaged or a bomb; both may be
        raised while it is read.
    NewsparseError
        ``NE501`` when the decompressor is not installed.
    """
    try:
        if path == STDIN:
            yield Source(sys.stdin.buffer, path)
        else:
            with open(path, "rb", buffering=0) as file:
                yield Source(cast("IO[bytes]", file), path)
    except OSError as error:
        if isinstance(error, gzip.BadGzipFile):
            raise InputError("NE107", f"{path}: {error}") from error
        raise InputError("NE103", f"{path}: {error.strerror or error}") from error
    except (EOFError, zlib.error) as error:
        raise InputError("NE107", f"{path}: {error}") from error
    except Exception as error:
        if type(error).__module__.partition(".")[0] == "zstandard":
            raise InputError("NE107", f"{path}: {error}") from error
        raise


def read_file(path: str, limit: int) -> bytes:
    """Give the content of a file that holds one page, decompressed; of a larger one, one byte more than the limit.

    Raises
    ------
    InputError
        As :func:`open_source`.
    """
    with open_source(path) as source:
        return source.data.read(limit + 1)


def unpacked_name(path: str) -> str:
    """Give the name without the suffix of a compression, in small letters."""
    name = path.lower()
    return name.rpartition(".")[0] if name.endswith(COMPRESSED) else name


def _compression(name: str, start: bytes) -> str:
    if name != STDIN:
        suffix = os.path.splitext(name)[1].lower()
        return suffix if suffix in COMPRESSED else ""
    return next((suffix for suffix, mark in _MARKS.items() if start.startswith(mark)), "")


def _decompressor(compression: str, file: IO[bytes]) -> IO[bytes]:
    if compression == ".gz":
        return cast("IO[bytes]", gzip.GzipFile(fileobj=file))
    return cast("IO[bytes]", require("zstandard").ZstdDecompressor().stream_reader(file, read_across_frames=True))


def lines(data: IO[bytes], limit: int) -> Iterator[bytes | None]:
    """Yield the lines of a stream; None for one longer than the limit, of which no more than that is ever held."""
    while line := data.readline(limit + 1):
        if len(line) <= limit or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = data.readline(_SKIPPED)
        yield None


def json_values(data: IO[bytes], limit: int) -> Iterator[bytes | None]:
    """Yield the values of a JSON document: the items of an array, or one value after the other.

    Nothing is parsed but strings and brackets, so a value that is no JSON costs itself alone.

    Parameters
    ----------
    data:
        UTF-8, or another encoding in which brackets and quotation marks are single bytes.
    limit:
        Most bytes of a value; a longer one gives None, and no more than that of it is ever held.
    """
    value = bytearray()
    depth, listed, in_string, size = 0, False, False, 0
    escaped = False
    while chunk := data.read(_CHUNK):
        at = 0
        while at < len(chunk):
            if not depth:
                match = _STARTS.search(chunk, at)
                end = match.start() if match else len(chunk)
                value += chunk[at:end][: max(0, limit - len(value))].strip(_BETWEEN)
                if match and value:
                    yield bytes(value)  # what stands between values is none
                    value.clear()
                at = end
                if match:
                    if match[0] == b"]" or (match[0] == b"[" and not listed):
                        listed = match[0] == b"["
                        at += 1
                    else:
                        depth, size, in_string = 1, 1, False
                        value += match[0]
                        at += 1
                continue
            if escaped:
                end, escaped = at + 1, False
            else:
                match = (_STRING_END if in_string else _TOKENS).search(chunk, at)
                end = match.end() if match else len(chunk)
                mark = match[0] if match else b""
                if mark == b'"':
                    in_string = not in_string
                elif mark == b"\\":
                    escaped = True
                elif mark:
                    depth += 1 if mark in b"[{" else -1
            size += end - at
            if size <= limit:
                value += chunk[at:end]
            at = end
            if not depth:
                yield bytes(value) if size <= limit else None
                value.clear()
    if value:
        yield bytes(value) if depth == 0 or size <= limit else None
