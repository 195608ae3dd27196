"""What the tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

SAMPLES = Path(__file__).parent.parent / "corpora" / "samples"


@pytest.fixture(scope="session")
def sample() -> Path:
    """Give the page of the README: traditional script, with all its furniture."""
    return SAMPLES / "cri-style.txt"
