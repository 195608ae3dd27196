"""Rows of JSON, JSONL and CSV to articles: which field holds what, and what becomes of the others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from newsparse.errors import PROBLEMS, InputError, NewsparseError
from newsparse.item import Item
from newsparse.page.metadata import read_date
from newsparse.records import Problem
from newsparse.settings import FieldSettings

__all__ = ["failed_item", "plain", "row_item"]

_DEEPEST = 20  # levels of a field that is kept as it is; a deeper one is kept as its JSON


def row_item(row: Any, path: str, name: str, fields: FieldSettings) -> Item:
    """Make the article of a row.

    Parameters
    ----------
    row:
        What was read; only an object with a text is an article.
    path, name:
        The file, and the name of an article that has no ``id``.
    fields:
        Which field holds what: of several, the first that holds something.
    """
    if not isinstance(row, Mapping):
        return failed_item(path, name, InputError("NE106", name))
    text_field = next((field for field in fields.text if row.get(field) and isinstance(row[field], (str, bytes))), None)
    if text_field is None:
        return failed_item(path, name, InputError("NE106", f"{name}: no field {' or '.join(fields.text[:2])}"))
    used = {text_field}
    known: dict[str, str] = {}
    for what in ("id", "url", "title", "published_at"):
        field = next((field for field in getattr(fields, what) if row.get(field)), None)
        value = row[field] if field else None
        if field and isinstance(value, (str, int, float)):
            known[what] = plain(str(value))
            used.add(field)
    problems: tuple[Problem, ...] = ()
    if published := known.get("published_at"):
        known.pop("published_at")
        if date := read_date(published):
            known["published_at"] = date
        else:
            problems = (Problem(code="NP205", message=f"{PROBLEMS['NP205']}: {published[:40]}"),)
            used -= set(fields.published_at)
    return Item(
        row[text_field],
        path=plain(path),
        id=known.pop("id", plain(name)),
        html=True if text_field == "html" else None,
        extra={plain(str(field)): _kept(value) for field, value in row.items() if field not in used},
        problems=problems,
        **known,
    )


def failed_item(path: str, name: str, error: NewsparseError) -> Item:
    """Make the article of what cannot be read: its record is empty and has the error's code."""
    return Item(path=plain(path), id=plain(name), problems=(Problem(code=error.code, message=plain(str(error))),))


def plain(text: str) -> str:
    """Write what UTF-8 cannot, as in names of files in another encoding, with backslashes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _kept(value: Any, depth: int = 0) -> Any:
    """Give the value of a field as a record can hold it."""
    if isinstance(value, str):
        return plain(value)
    if not isinstance(value, (list, dict)):
        return value
    if depth == _DEEPEST:
        return json.dumps(value)
    if isinstance(value, list):
        return [_kept(inner, depth + 1) for inner in value]
    return {plain(name): _kept(inner, depth + 1) for name, inner in value.items()}
