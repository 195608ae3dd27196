"""The journal of a batch: how much of the output is whole, so that a killed run goes on from there.

Inputs come in a fixed order and records are written in that order. So what is done is told by a number and a digest
of the inputs up to it, whatever the size of the archive.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from newsparse import __version__
from newsparse.errors import OutputError
from newsparse.settings import Settings

__all__ = ["GrowingFile", "Journal", "chain", "replace_file", "run_digest"]


@dataclass(frozen=True)
class Journal:
    """The state of a batch after a flush."""

    run: str
    """Digest of everything but the inputs that decides what the records are."""
    inputs: int = 0
    """Inputs done."""
    digest: str = ""
    """Digest of the inputs done; see :func:`chain`."""
    state: Mapping[str, int] = field(default_factory=dict)
    """What the writer needs to go back to this point: sizes of files in bytes, numbers of parts."""
    characters: int = 0
    """Characters of decoded input."""
    failed: int = 0
    """Inputs that could not be read."""
    duplicates: int = 0
    """Articles marked as duplicates."""
    seconds: float = 0.0
    """Time spent."""

    def to_json(self) -> str:
        """Write the journal as JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str | bytes) -> Journal:
        """Read what :meth:`to_json` wrote.

        Raises
        ------
        OutputError
            ``NE403`` if it is something else.
        """
        try:
            return cls(**json.loads(text))
        except (ValueError, TypeError) as error:
            raise OutputError("NE403", f"its journal is damaged: {error}") from error


def run_digest(settings: Settings, *others: str) -> str:
    """Digest the version, the settings that change records, and the content of the user's gazetteers."""
    digest = hashlib.sha256(f"{__version__}\0{others}\0".encode())
    digest.update(settings.model_dump_json(exclude={"batch": {"time_limit", "memory_limit", "flush"}}).encode())
    for path in settings.entities.gazetteers:
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


def chain(digest: str, mark: str) -> str:
    """Give the digest of some inputs and one more."""
    return hashlib.sha256(f"{digest}\0{mark}".encode("utf-8", "surrogatepass")).hexdigest()


class GrowingFile:
    """A file that is only appended to, and cut back to a size when a run resumes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[bytes] | None = None

    def start(self, size: int) -> None:
        """Cut the file back to a recorded size; of a new file nothing is made before there is something to write.

        Raises
        ------
        OutputError
            ``NE403`` if the file is shorter than that: it was changed by somebody else.
        """
        actual = self.size()
        if actual < size:
            raise OutputError("NE403", f"{self.path} has {actual} bytes, not {size}: it was changed since")
        if actual > size:
            os.truncate(self.path, size)

    def append(self, data: bytes) -> int:
        """Add bytes, have them on the disk, and give the size of the file."""
        if not data:
            return self.size()
        if self._file is None:
            self._file = self.path.open("ab")
        self._file.write(data)
        self._file.flush()
        os.fsync(self._file.fileno())
        return self._file.tell()

    def size(self) -> int:
        """Give the size in bytes."""
        return self.path.stat().st_size if self.path.exists() else 0

    def close(self) -> None:
        """Close it."""
        if self._file is not None:
            self._file.close()


def replace_file(path: Path, data: bytes) -> None:
    """Write a file so that at any moment there is either the old one or the new one, whole."""
    fresh = path.with_name(path.name + ".new")
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
