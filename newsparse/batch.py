"""Many articles: from files, folders and JSONL to one JSONL file of records."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsparse.errors import NewsparseError, OutputError
from newsparse.pipeline import Item, crashed_article, failed_article, parser
from newsparse.pool import run_all
from newsparse.records import Article
from newsparse.settings import Settings

__all__ = ["BadItem", "Summary", "find_items", "run_batch"]

_TEXT_SUFFIXES = {".txt", ".text", ".md", ".html", ".htm"}
_LINE_SUFFIXES = {".jsonl", ".ndjson"}


@dataclass(frozen=True, slots=True)
class BadItem:
    """An input that was named but cannot be handed to the parser at all."""

    item: Item
    code: str
    message: str


@dataclass
class Summary:
    """What a batch did."""

    articles: int = 0
    """Records written, failed ones included."""
    characters: int = 0
    """Characters of decoded input."""
    failed: list[tuple[str, str]] = field(default_factory=list)
    """Name and message of every input that could not be read."""


def find_items(inputs: Iterable[str]) -> Iterator[Item | BadItem]:
    """Give the articles that files, folders and JSONL files hold, in order, folders sorted by name.

    Parameters
    ----------
    inputs:
        Paths. Of a folder, text and HTML files and JSONL files are taken, at any depth. A JSONL line is an object
        with ``text`` (or ``html``) and, if known, ``id``, ``url`` and ``published_at`` (or ``date``).
    """
    for name in inputs:
        path = Path(name)
        try:
            if path.is_dir():
                children = sorted(child for child in path.rglob("*") if child.is_file())
                taken = [str(child) for child in children if child.suffix.lower() in _TEXT_SUFFIXES | _LINE_SUFFIXES]
                next(path.iterdir(), None)  # rglob passes over a folder without rights in silence
                yield from find_items(taken)
            elif path.suffix.lower() in _LINE_SUFFIXES:
                yield from _read_lines(path)
            else:
                yield Item(path=name)
        except OSError as error:
            message = str(OutputError("NE103", f"{name}: {error.strerror or error}"))
            yield BadItem(Item(path=name), "NE103", message)


def _read_lines(path: Path) -> Iterator[Item | BadItem]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            name = f"{path}:{number}"
            try:
                row: Any = json.loads(line)
                text = row.get("text") or row.get("html")
                if not isinstance(text, str):
                    raise ValueError("no text")
                published = row.get("published_at") or row.get("date")
                yield Item(
                    text,
                    path=str(path),
                    id=str(row["id"]) if row.get("id") else name,
                    url=row.get("url"),
                    published_at=str(published) if published else None,
                )
            except (ValueError, AttributeError) as error:
                yield BadItem(Item(path=str(path), id=name), "NE106", str(NewsparseError("NE106", f"{name}: {error}")))


def run_batch(
    inputs: Iterable[str],
    output: Path,
    *,
    settings: Settings | None = None,
    workers: int = 1,
    force: bool = False,
    progress: bool = False,
) -> Summary:
    """Parse everything and write one JSON record a line, in the order of the inputs.

    An input that cannot be read has an empty record with its error code, so the output has a line for every input.

    Raises
    ------
    OutputError
        ``NE401`` if the output exists and ``force`` is not set, ``NE402`` if it cannot be written.
    """
    from tqdm import tqdm

    settings = settings or Settings.default()
    summary = Summary()
    items = find_items(inputs)
    try:
        with output.open("w" if force else "x", encoding="utf-8", newline="\n") as out:
            results = run_all(_Work(settings), items, workers, on_crash=_crashed)
            for line in tqdm(results, unit=" articles", disable=None if progress else True):
                out.write(line.json + "\n")
                summary.articles += 1
                summary.characters += line.characters
                if line.error:
                    summary.failed.append((line.name, line.error))
    except FileExistsError as error:
        raise OutputError("NE401", f"{output} (use --force to replace it)") from error
    except OSError as error:
        raise OutputError("NE402", f"{output}: {error.strerror or error}") from error
    return summary


@dataclass(frozen=True, slots=True)
class _Line:
    json: str
    name: str
    characters: int
    error: str | None


@dataclass(frozen=True)
class _Work:
    """Parse and write one item in the worker, so that the main process only copies lines."""

    settings: Settings

    def __call__(self, item: Item | BadItem) -> _Line:
        if isinstance(item, BadItem):
            return _line(failed_article(item.item, item.code, item.message))
        return _line(parser(self.settings).read(item))


def _crashed(item: Item | BadItem) -> _Line:
    return _line(crashed_article(item.item if isinstance(item, BadItem) else item))


def _line(article: Article) -> _Line:
    errors = [problem.message for problem in article.problems if problem.code.startswith("NE")]
    return _Line(article.model_dump_json(), article.id, article.input.characters, errors[0] if errors else None)
