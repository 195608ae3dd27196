"""Whose official usage an article follows."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from newsparse.page.region import find_region
from newsparse.records import Script
from newsparse.script import simplify

TABLE = Path(__file__).parent / "cases" / "page_regions.tsv"
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"][1:]


@pytest.mark.parametrize(("region", "script", "url", "text"), ROWS)
def test_region(region: str, script: str, url: str, text: str) -> None:
    urls = () if url == "-" else (url,)
    assert find_region(simplify(text), script=cast(Script, script), urls=urls) == region
