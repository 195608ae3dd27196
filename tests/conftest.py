"""What the tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

import newsparse.batch

SAMPLES = Path(__file__).parent.parent / "corpora" / "samples"


@pytest.fixture(scope="session")
def sample() -> Path:
    """Give the page of the README: traditional script, with all its furniture."""
    return SAMPLES / "cri-style.txt"


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have batches work without worker processes, where only their output is tested."""

    def run_all(work: Callable[[Any], Any], items: Iterable[Any], workers: int, **limits: object) -> Iterator[Any]:
        return map(work, items)

    monkeypatch.setattr(newsparse.batch, "run_all", run_all)
