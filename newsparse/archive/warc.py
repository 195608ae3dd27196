"""Pages out of web archives (WARC), through warcio (Apache-2.0)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from newsparse.archive.extras import require
from newsparse.archive.rows import plain
from newsparse.errors import InputError, NewsparseError
from newsparse.item import Item

__all__ = ["pages"]

_RECORDS = ("response", "resource", "conversion")
_HTML = ("text/html", "application/xhtml+xml")
_TYPES = (*_HTML, "text/plain")
_HEADERS = 1 << 20  # bytes that the headers between two contents may have


def pages(data: IO[bytes], path: str, limit: int) -> Iterator[Item]:
    """Yield the pages of a web archive: HTML and text that a server sent with status 200, or that was saved as such.

    What else an archive holds (requests, images, redirects, pages that are said not to have changed) is passed over.

    Parameters
    ----------
    data:
        The archive, decompressed.
    path:
        Its name, for the records.
    limit:
        Most bytes of a page; one byte more is read of a larger one, which the parser then refuses with ``NE104``.

    Raises
    ------
    NewsparseError
        ``NE501`` if warcio is not installed.
    InputError
        ``NE107`` where the archive is damaged; the pages before have been given.
    """
    stream = _Guarded(data)
    records = require("warcio.archiveiterator").ArchiveIterator(stream)
    number = 0
    try:
        for number, record in enumerate(records, 1):
            stream.allow(record.length)
            if record.rec_type in _RECORDS and _media_type(record) in _TYPES and _status(record) == "200":
                yield _page(record, path, f"{path}:{number}", limit)
    except NewsparseError:
        raise
    except Exception as error:  # whatever an archive does to its reader
        raise InputError("NE107", f"{path}: after record {number}: {error}") from error


class _Guarded:
    """An archive whose headers cannot be larger than any header is: warcio reads a line of any length."""

    def __init__(self, data: IO[bytes]) -> None:
        self._data = data
        self._left = _HEADERS

    def allow(self, content: int | None) -> None:
        """Allow the content of a record to be read, and the headers of the next."""
        self._left = (content or 0) + _HEADERS

    def read(self, size: int) -> bytes:
        data = self._data.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise InputError("NE107", f"a header of more than {_HEADERS} bytes")
        return data


def _media_type(record: Any) -> str:
    headers = record.http_headers or record.rec_headers
    return (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()


def _status(record: Any) -> str:
    code: str = record.http_headers.get_statuscode() if record.http_headers else "200"
    return code


def _page(record: Any, path: str, name: str, limit: int) -> Item:
    declared = (record.http_headers or record.rec_headers).get_header("Content-Type").lower()
    _, _, charset = declared.partition("charset=")
    told = {field: record.rec_headers.get_header(field) for field in ("WARC-Target-URI", "WARC-Date", "WARC-Record-ID")}
    address = told.pop("WARC-Target-URI")
    return Item(
        record.content_stream().read(limit + 1),
        path=plain(path),
        id=plain(name),
        url=plain(address) if address else None,
        html=True if _media_type(record) in _HTML else None,
        encoding=charset.partition(";")[0].strip(" \"'") or None,
        extra={field: plain(value) for field, value in told.items() if value},
    )
