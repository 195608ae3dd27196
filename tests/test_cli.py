"""The command line: what it prints, its exit codes, and that nobody ever sees a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import newsparse
from newsparse import cli
from newsparse.records import Article


class Result:
    """Exit code and output of one call."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err
        assert "Traceback" not in err


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    def call(*arguments: object) -> Result:
        monkeypatch.setattr(sys, "argv", ["newsparse", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        captured = capsys.readouterr()
        return Result(int(stop.value.code or 0), captured.out, captured.err)

    return call


def test_parse_prints_a_record(run, sample: Path) -> None:  # type: ignore[no-untyped-def]
    result = run("parse", sample)
    assert result.code == 0
    article = Article.model_validate_json(result.out)
    assert article.path == str(sample)
    assert article.script == "hant"
    assert article.entities
    assert article.dates
    assert article.money
    assert article.quantities


def test_parse_reads_standard_input_and_writes_one_line_a_record(sample: Path) -> None:
    command = [sys.executable, "-m", "newsparse", "parse", "-", "--format", "jsonl", "--with-raw"]
    done = subprocess.run(command, input=sample.read_bytes(), capture_output=True, check=True)
    lines = done.stdout.decode("utf-8").splitlines()
    assert len(lines) == 1
    assert json.loads(lines[0])["raw"] == sample.read_text(encoding="utf-8")
    assert done.stderr == b""


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_parsed(run, sample: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    result = run("parse", tmp_path / "none.txt", empty, tmp_path, sample, "--format", "jsonl")
    assert result.code == 1
    assert [line.split(": ")[2][:5] for line in result.err.splitlines()] == ["NE103", "NE101", "NE101"]
    assert json.loads(result.out)["path"] == str(sample)


def test_an_output_is_not_replaced_without_force(run, sample: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    output = tmp_path / "out.jsonl"
    output.write_text("mine", encoding="utf-8")
    for command in ("parse", "batch"):
        refused = run(command, sample, "-o", output)
        assert refused.code == 2
        assert "NE401" in refused.err
        assert output.read_text(encoding="utf-8") == "mine"
    assert run("parse", sample, "-o", output, "--force").code == 0
    Article.model_validate_json(output.read_text(encoding="utf-8"))


def test_published_at_and_url_reach_the_record(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    page = tmp_path / "page.txt"
    page.write_text("本市昨日举行会议，部署下一步工作。\n", encoding="utf-8")
    result = run("parse", page, "--published-at", "2021-03-02", "--url", "https://example.org/a")
    record = json.loads(result.out)
    assert record["metadata"]["published_at"] == "2021-03-02"
    assert record["url"] == "https://example.org/a"
    assert record["dates"][0]["start"] == "2021-03-01"
    assert record["dates"][0]["anchor"] == "published_at"


def test_a_wrong_date_option_has_a_code(run, sample: Path) -> None:  # type: ignore[no-untyped-def]
    result = run("parse", sample, "--published-at", "last year")
    assert result.code == 1
    assert "NE201" in result.err


def test_schema_is_the_serialization_schema(run) -> None:  # type: ignore[no-untyped-def]
    result = run("schema")
    assert result.code == 0
    assert json.loads(result.out) == Article.model_json_schema(mode="serialization")


def test_version_is_printed(run) -> None:  # type: ignore[no-untyped-def]
    result = run("--version")
    assert (result.code, result.out) == (0, f"newsparse {newsparse.__version__}\n")


def test_info_lists_codes_and_defaults(run) -> None:  # type: ignore[no-untyped-def]
    result = run("info")
    assert result.code == 0
    assert "NP101" in result.out
    assert "max_size" in result.out
    assert "hot_list" in result.out


def test_wrong_settings_and_wrong_options_stop_before_anything_is_done(run, sample: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("[entities]\nmodle = false\n", encoding="utf-8")
    assert "NE301" in run("parse", sample, "--settings", wrong).err
    assert run("parse", sample, "--settings", wrong).code == 2
    assert run("parse", sample, "--format", "xml").code == 2
    assert run("prase", sample).code == 2
