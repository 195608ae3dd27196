"""Time batches by their size and the number of workers.

    pip install psutil
    python benchmarks/scaling.py [FILE.jsonl ...] [--megabytes 1 10 100] [--workers 1 2] [--model] [--format jsonl]
                                 [--markdown docs/benchmarks.md]

The files' lines (without files the samples in corpora/) are repeated until they fill so many megabytes.  Start-up is
timed by runs over one article, the quickest of three, and taken off.  Processor seconds are those of the main process
and of all workers: where the machine has other work, their ratio says more than that of the times on the clock.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from itertools import cycle
from pathlib import Path

from common import MB, lines_of, machine, publish, table, texts, watch

HEADS = "MB, articles, workers, seconds, start-up, characters/s, ratio, main CPU s, workers CPU s, main MB, worker MB"


def write(path: Path, source: list[str], size: int) -> tuple[int, int]:
    """Fill a file up to a size; give the numbers of articles and of characters."""
    written = articles = characters = 0
    with path.open("w", encoding="utf-8") as out:
        for number, text in enumerate(cycle(source)):
            line = json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n"
            out.write(line)
            written += len(line.encode())
            articles += 1
            characters += len(text)
            if written >= size:
                break
    return articles, characters


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("files", nargs="*", type=Path)
    options.add_argument("--megabytes", nargs="+", type=float, default=[1, 10])
    options.add_argument("--workers", nargs="+", type=int, default=[1, 2])
    options.add_argument("--format", default="jsonl")
    options.add_argument("--model", action="store_true", help="with the recogniser")
    options.add_argument("--markdown", type=Path, metavar="FILE", help="manual to put the table into")
    given = options.parse_args()
    where = machine()
    flags = [] if given.model else ["--no-model"]
    source = [text for file in given.files for text in lines_of(file)] or texts([], 0)
    rows = []
    with tempfile.TemporaryDirectory() as name:
        archive, output = Path(name, "in.jsonl"), Path(name, f"out.{given.format}")
        write(archive, source, 1)
        starts = {count: min(watch(archive, output, count, flags).seconds for _ in range(3)) for count in given.workers}
        for megabytes in given.megabytes:
            articles, characters = write(archive, source, int(megabytes * MB))
            first = None
            for workers in given.workers:
                run = watch(archive, output, workers, flags)
                rate = characters / max(run.seconds - starts[workers], 0.001)
                first = first or rate
                cells = [f"{megabytes:g}", f"{articles:,}", workers, f"{run.seconds:.1f}", f"{starts[workers]:.1f}"]
                cells += [f"{rate:,.0f}", f"{rate / first:.2f}", f"{run.main_cpu:.1f}", f"{run.workers_cpu:.1f}"]
                cells += [f"{max(x.main for x in run.looks):.0f}", f"{max(x.worker for x in run.looks):.0f}"]
                rows.append(cells)
    name = "scaling-model" if given.model else "scaling"
    publish(name, f"{where}\n\n{table(HEADS.split(', '), rows)}", given.markdown)


if __name__ == "__main__":
    main()
