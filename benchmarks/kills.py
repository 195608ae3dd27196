"""Kill a batch (SIGKILL) at random moments, resume it, and compare what comes out with a run that was not killed.

    python benchmarks/kills.py [INPUT.jsonl ...] [--kills 50] [--formats jsonl csv parquet duckdb ...]

Without inputs, the samples in corpora/ are read, many times over.  Everything is as a user does it: the command line,
worker processes, no recogniser.  Each run is killed at any moment of the time that a whole run takes.  The
tables, the failures and, of JSONL, the bytes must be those of the run that was not killed.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from newsparse.archive.query import open_archive
from newsparse.archive.tables import tables
from newsparse.archive.writers import remove_output, sidecar

SAMPLES = Path(__file__).parent.parent / "corpora" / "samples"
FORMATS = ["jsonl", "jsonl.gz", "jsonl.zst", "csv", "parquet", "duckdb"]
SETTINGS = "[batch]\nflush = 10\n"


def command(archive: Path, output: Path, workers: int) -> list[str]:
    settings = archive.with_name("settings.toml")
    options = ["--resume", "--no-model", "--workers", str(workers), "--settings", str(settings)]
    return [sys.executable, "-m", "newsparse", "batch", str(archive), "-o", str(output), *options]


def content(output: Path) -> dict[str, Any]:
    """Give all that a run has written, in a form that compares."""
    with open_archive(output) as archive:
        rows = {table.name: archive.execute(f"SELECT * FROM {table.name}").fetchall() for table in tables()}
    problems = sidecar(output, "problems.jsonl")
    failures = problems.read_bytes() if problems.exists() else b""
    return {**rows, "failures": failures, "bytes": output.read_bytes() if "jsonl" in output.name else b""}


def compare(form: str, found: dict[str, Any], expected: dict[str, Any]) -> None:
    for name, rows in expected.items():
        assert found[name] == rows, f"{form}: {name} differ: {len(found[name])} and {len(rows)}"


def main() -> None:
    """Print a line for each format; stop with an error at the first difference."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("inputs", nargs="*", type=Path)
    options.add_argument("--kills", type=int, default=50)
    options.add_argument("--formats", nargs="+", default=FORMATS, choices=FORMATS)
    options.add_argument("--articles", type=int, default=200)
    options.add_argument("--workers", type=int, default=2)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "settings.toml").write_text(SETTINGS, encoding="utf-8")
        archive = folder / "in.jsonl"
        write_input(archive, given.inputs, given.articles)
        moments = random.Random(1)
        for form in given.formats:
            whole, broken = folder / f"whole.{form}", folder / f"broken.{form}"
            start = time.monotonic()
            subprocess.run(command(archive, whole, given.workers), capture_output=True, check=False)
            seconds = time.monotonic() - start
            expected = content(whole)
            kills = ends = 0
            while kills < given.kills:
                process = subprocess.Popen(command(archive, broken, given.workers), stderr=subprocess.DEVNULL)
                start = time.monotonic()
                try:
                    process.wait(moments.uniform(0.1, seconds))
                except subprocess.TimeoutExpired:
                    pass
                else:  # it came to its end before
                    seconds = time.monotonic() - start
                    assert process.returncode == 1, form  # some inputs cannot be read
                    compare(form, content(broken), expected)
                    remove_output(broken)
                    ends += 1
                    continue
                process.send_signal(signal.SIGKILL)
                process.wait()
                kills += 1
            subprocess.run(command(archive, broken, given.workers), capture_output=True, check=False)
            compare(form, content(broken), expected)
            print(
                f"{form:10s} {kills} kills, {ends + 1} complete runs, all of them with exactly the right rows",
                flush=True,
            )


def write_input(path: Path, inputs: list[Path], articles: int) -> None:
    """Write so many lines from the inputs, a broken one among every hundred."""
    if inputs:
        lines = [line for file in inputs for line in file.read_text(encoding="utf-8").splitlines()]
    else:
        pages = sorted(SAMPLES.glob("*.txt"))
        lines = [json.dumps({"text": page.read_text(encoding="utf-8")}, ensure_ascii=False) for page in pages]
    with path.open("w", encoding="utf-8") as out:
        for number in range(articles):
            out.write(("{broken" if number % 100 == 50 else lines[number % len(lines)]) + "\n")


if __name__ == "__main__":
    main()
