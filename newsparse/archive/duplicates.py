"""Articles that repeat an earlier one: the same clean text, or nearly the same.

Near duplicates are found by MinHash over five-character sequences and locality-sensitive hashing (Broder 1997;
Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, ch. 3): 120 hashes in 20 bands of 6 rows, which brings two
texts of similarity 0.8 together with a probability of 0.998 and two of 0.3 with 0.015; then the share of equal hashes
decides. What was seen is kept in an SQLite file: memory does not grow with the archive, a killed run knows it again.
"""

from __future__ import annotations

import hashlib
import sqlite3
from array import array
from collections.abc import Sequence
from pathlib import Path

from newsparse.archive.extras import require
from newsparse.errors import OutputError

__all__ = ["Seen", "signature", "text_digest"]

_SEQUENCE = 5
_BANDS, _ROWS = 20, 6
# Boilerplate that thousands of texts share would make one bucket of all of them: no more than so many are compared.
_CANDIDATES = 50

_SCHEMA = """
CREATE TABLE IF NOT EXISTS texts (digest BLOB PRIMARY KEY, number INTEGER NOT NULL, id TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS signatures (number INTEGER PRIMARY KEY, id TEXT NOT NULL, hashes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS bands (hash BLOB, number INTEGER, PRIMARY KEY (hash, number)) WITHOUT ROWID;
"""


def text_digest(text: str) -> bytes:
    """Digest a clean text; equal for equal texts alone."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


def signature(text: str) -> bytes:
    """Give the MinHash signature of a clean text: 120 unsigned integers of 32 bits.

    Raises
    ------
    NewsparseError
        ``NE501`` if rensa is not installed.
    """
    sketch = require("rensa").RMinHash(num_perm=_BANDS * _ROWS, seed=1)
    sketch.update([text[start : start + _SEQUENCE] for start in range(max(1, len(text) - _SEQUENCE + 1))])
    return array("I", sketch.digest()).tobytes()


class Seen:
    """The texts that a batch has met so far, in a file that one process at a time can have open.

    Raises
    ------
    OutputError
        ``NE402`` if another process has it open.
    """

    def __init__(self, path: Path, similarity: float) -> None:
        self._database = sqlite3.connect(path, timeout=0)
        self._database.execute("PRAGMA locking_mode = EXCLUSIVE")
        try:
            self._database.executescript("BEGIN IMMEDIATE;" + _SCHEMA + "COMMIT;")
        except sqlite3.OperationalError as error:
            raise OutputError("NE402", f"another run is writing it ({path}: {error})") from error
        self._similarity = similarity

    def forget_from(self, number: int) -> None:
        """Forget the articles from this number on: those that a killed run had met but not written."""
        for table in ("texts", "signatures", "bands"):
            self._database.execute(f"DELETE FROM {table} WHERE number >= ?", (number,))
        self._database.commit()

    def original_of(self, number: int, id: str, digest: bytes, hashes: bytes | None) -> str | None:
        """Give the ``id`` of the first article with this text, or with nearly this text; remember a new one.

        Parameters
        ----------
        number, id:
            The article.
        digest:
            See :func:`text_digest`.
        hashes:
            See :func:`signature`; None looks for equal texts only.
        """
        row = self._database.execute("SELECT id FROM texts WHERE digest = ?", (digest,)).fetchone()
        if row is not None:
            return str(row[0])
        original = self._near(hashes) if hashes is not None else None
        if original is None and hashes is not None:
            self._database.execute("INSERT INTO signatures VALUES (?, ?, ?)", (number, id, hashes))
            self._database.executemany("INSERT INTO bands VALUES (?, ?)", [(band, number) for band in _bands(hashes)])
        # A text that repeats a near duplicate has the same original as it.
        self._database.execute("INSERT INTO texts VALUES (?, ?, ?)", (digest, number, original or id))
        return original

    def _near(self, hashes: bytes) -> str | None:
        buckets = _bands(hashes)
        places = ",".join("?" * len(buckets))
        found = self._database.execute(
            f"SELECT id, hashes FROM signatures WHERE number IN (SELECT number FROM bands WHERE hash IN ({places}) "
            f"GROUP BY number ORDER BY count(*) DESC, number LIMIT {_CANDIDATES}) ORDER BY number",
            buckets,
        )
        return next((str(id) for id, other in found if _share(hashes, other) >= self._similarity), None)

    def commit(self) -> None:
        """Make what was remembered last."""
        self._database.commit()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


def _bands(hashes: bytes) -> list[bytes]:
    """Cut a signature into bands, each with its place among them."""
    width = _ROWS * 4
    return [bytes([band]) + hashes[band * width : (band + 1) * width] for band in range(_BANDS)]


def _share(one: bytes, other: bytes) -> float:
    first, second = memoryview(one).cast("I"), memoryview(other).cast("I")
    equal: Sequence[bool] = [a == b for a, b in zip(first, second, strict=True)]
    return sum(equal) / len(equal)
