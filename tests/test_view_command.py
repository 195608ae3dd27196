"""The command ``newsparse view``: what it reads, what it refuses and with which code."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path
from typing import Any

import pytest

from newsparse import cli
from newsparse.pipeline import parser
from newsparse.settings import Settings


@pytest.fixture
def view(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Call the command without the model; gives exit code, standard error and the page."""

    def call(*arguments: object) -> tuple[int, str, str | None]:
        output = tmp_path / "page.html"
        monkeypatch.setattr(
            sys, "argv", ["newsparse", "view", *map(str, arguments), "-o", str(output), "--no-model", "--force"]
        )
        with pytest.raises(SystemExit) as stop:
            cli.main()
        error = capsys.readouterr().err
        assert "Traceback" not in error
        return int(stop.value.code or 0), error, output.read_text(encoding="utf-8") if output.exists() else None

    return call


@pytest.fixture(scope="module")
def line(request: pytest.FixtureRequest) -> str:
    page = Path(request.config.rootpath, "corpora", "samples", "cri-style.txt").read_bytes()
    return parser(Settings.default().changed({"entities": {"model": False}})).parse(page).model_dump_json()


def test_a_page_is_parsed_and_shown_with_its_original(view: Any, sample: Path) -> None:
    code, error, html = view(sample)
    assert (code, error) == (0, "")
    assert "芜湖经开区" in html
    assert "蕪湖經開區" in html


def test_a_record_is_shown_as_it_is(view: Any, line: str, tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_text(line, encoding="utf-8")
    code, _, html = view(path)
    assert code == 0
    assert "芜湖经开区" in html
    assert "The record does not hold its original" in html


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".jsonl.zst"])
def test_an_archive_is_looked_over(view: Any, line: str, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"records{suffix}"
    data = f"{line}\n\n{line}\n".encode()
    if suffix.endswith(".gz"):
        data = gzip.compress(data)
    if suffix.endswith(".zst"):
        data = pytest.importorskip("zstandard").compress(data)
    path.write_bytes(data)
    code, error, html = view(path)
    assert (code, error) == (0, "")
    assert "<h1>" + path.name in html
    assert "data-overview" in html


def test_what_the_page_leaves_out_is_said(view: Any, line: str, tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text(f"{line}\n" * 3, encoding="utf-8")
    code, error, html = view(path, "--limit", 2)
    assert code == 0
    assert "first 2 articles" in error
    assert "first 2 articles" in html


def test_displacy(view: Any, sample: Path) -> None:
    code, _, html = view(sample, "--displacy")
    assert code == 0
    assert "entity" in html
    assert "<script" not in html


@pytest.mark.parametrize(
    ("name", "content", "exit_code", "said"),
    [
        ("records.jsonl", b'{"text": "x"}\n', 2, "NE405"),
        ("records.jsonl", b"not json\n", 2, "records.jsonl:1"),
        ("records.jsonl.gz", b"not gzip", 2, "NE405"),
        ("records.jsonl.zst", b"not zstandard", 2, "NE405"),
        ("record.json", b"[]", 2, "NE405"),
        ("record.json", b"\xff", 2, "NE405"),
        ("news.duckdb", b"", 2, "view reads .jsonl"),
        ("missing.jsonl", None, 2, "NE405"),
        ("missing.json", None, 2, "NE405"),
        ("missing.txt", None, 1, "missing.txt"),
        ("empty.txt", b"", 1, "empty"),
        ("binary.txt", b"\x00\x01\x02\x03" * 100, 1, "binary"),
    ],
)
def test_bad_input_has_a_code_and_no_page(
    view: Any, tmp_path: Path, name: str, content: bytes | None, exit_code: int, said: str
) -> None:
    if name.endswith(".zst"):
        pytest.importorskip("zstandard")
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    code, error, html = view(path)
    assert code == exit_code
    assert said in error
    assert html is None
