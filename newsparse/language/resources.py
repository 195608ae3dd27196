"""What several components share: loaded on first use, once a process, never changed afterwards."""

from __future__ import annotations

from functools import cache

from newsparse.entities import Gazetteer
from newsparse.entities.choice import CHOICE
from newsparse.entities.recognizer import Recognizer, locate
from newsparse.language.segment import Engine, Segmenter

__all__ = ["gazetteer", "has_weights", "recognizer", "segmenter"]


@cache
def gazetteer(paths: tuple[str, ...]) -> Gazetteer:
    """Give newsparse's gazetteers with the tables at ``paths`` over them."""
    return Gazetteer(paths)


@cache
def segmenter(paths: tuple[str, ...], engine: Engine) -> Segmenter:
    """Give the segmenter that keeps the names of :func:`gazetteer` whole."""
    return Segmenter(gazetteer(paths).words(), engine)


def has_weights() -> bool:
    """Say whether newsparse's own recogniser is installed; a source package without its weights still works."""
    try:
        return (locate() / CHOICE).is_file()
    except FileNotFoundError:
        return False


@cache
def recognizer(path: str | None) -> Recognizer:
    """Give the trained recogniser at ``path``, newsparse's own if None.

    Raises
    ------
    FileNotFoundError
        If there are no weights there.
    """
    return Recognizer.load(path)
