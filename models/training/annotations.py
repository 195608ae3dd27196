"""Sentences of government news with their names, made for this project by its guidelines.

The tables in `annotations/` hold no text: a row names a line of `text/NAME.jsonl` in the data folder, where in its
simplified text the sentence begins, how long it is, the first digits of its SHA-256, why it was picked, and its names
as `start-end LABEL`, offsets in the sentence, half open.

The files in `written/` hold sentences that were written for the project, of kinds that those collections have none of,
one a line, each name marked: `{榜罗镇/GPE}党委书记{马存福/PERSON}介绍`. The people in them are invented. From those in
`written/test` nothing is learned.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from newsparse.script import simplify

FOLDER = Path(__file__).with_name("annotations")
WRITTEN = Path(__file__).with_name("written")
APART = 4
"""Every fourth article or written sentence is kept apart where something is learned from what a recogniser sees in text
new to it."""
_MARK = re.compile(r"\{([^{}/]+)/([A-Z]+)\}")


@dataclass(frozen=True)
class Annotated:
    """One sentence; `names` are (start, end, label), half open, sorted and apart from each other."""

    collection: str
    row: int
    text: str
    sought: bool
    """Whether it was picked because the recogniser of the day was unsure of it; the others were picked by chance or by
    a word such as 展 or 桥."""
    names: tuple[tuple[int, int, str], ...]
    written: bool = False
    """Whether it was written for the project."""

    @property
    def apart(self) -> bool:
        return self.row % APART == 1


def read_annotations(data: Path) -> Iterator[Annotated]:
    """Yield the annotated sentences, cut out of the collections in `data`/text, and those that were written.

    Raises
    ------
    ValueError
        A sentence is not what was annotated: the collection or the conversion of script has changed.
    """
    for table in sorted(FOLDER.glob("*.tsv")):
        lines = (data / "text" / f"{table.stem}.jsonl").read_text(encoding="utf-8").splitlines()
        with table.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows, delimiter="\t"):
                number, start = int(row["row"]), int(row["start"])
                text = simplify(json.loads(lines[number])["text"])[start : start + int(row["length"])]
                if hashlib.sha256(text.encode()).hexdigest()[:8] != row["digest"]:
                    raise ValueError(f"{table.name}: row {number}, offset {start} is another sentence")
                yield Annotated(table.stem, number, text, row["sought"] == "1", tuple(_names(row["names"])))
    yield from read_written("train")


def read_written(part: Literal["train", "test"]) -> Iterator[Annotated]:
    """Yield the sentences that were written."""
    for file in sorted((WRITTEN / part).glob("*.txt")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
            text, names, at = "", [], 0
            for mark in _MARK.finditer(line):
                text += line[at : mark.start()]
                names.append((len(text), len(text) + len(mark[1]), mark[2]))
                text, at = text + mark[1], mark.end()
            yield Annotated(file.stem, number, text + line[at:], False, tuple(names), written=True)


def _names(cell: str) -> Iterator[tuple[int, int, str]]:
    for name in filter(None, cell.split(", ")):
        bounds, label = name.split(" ")
        start, end = bounds.split("-")
        yield int(start), int(end), label
