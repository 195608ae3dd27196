"""Watch the memory of a batch over very many articles: it must not grow.

    pip install psutil
    python benchmarks/memory.py FILE.jsonl ... [--articles 100000] [--model] [--minutes 60] [--markdown FILE]

The files have a JSON object with a ``text`` a line.  Their paragraphs are put together to pages of 500 characters and
more; when the texts are used up, they are cut again into longer pages, so that no two are equal.  One worker reads
them, as ``newsparse batch`` does.  A row of the table is the median of the looks in a tenth of the time.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from common import Run, lines_of, machine, publish, table, watch

LENGTH, LONGER = 500, 70  # characters of a page, and how much longer the pages of the next round are
POINTS = 10


def pages(files: list[Path]) -> Iterator[str]:
    """Give pages without end."""
    for length in count(LENGTH, LONGER):
        page: list[str] = []
        for file in files:
            for text in lines_of(file):
                for paragraph in filter(str.strip, text.splitlines()):
                    page.append(paragraph)
                    if sum(map(len, page)) >= length:
                        yield "\n".join(page)
                        page = []


def result(run: Run, characters: int, articles: int) -> str:
    """Write the table."""
    done = run.looks[-1].articles
    size = max(1, len(run.looks) // POINTS)
    rows = []
    for start in range(0, size * POINTS, size):
        looks = run.looks[start : start + size]
        if looks:
            main, worker = (
                statistics.median(sizes) for sizes in zip(*((x.main, x.worker) for x in looks), strict=True)
            )
            rows.append([f"{looks[-1].articles:,}", f"{looks[-1].seconds:,.0f}", f"{worker:.0f}", f"{main:.0f}"])
    most = max(look.worker for look in run.looks)
    rate = characters * min(1.0, done / articles) / max(run.workers_cpu, 0.001)
    return (
        f"{done:,} of {articles:,} articles, {characters:,} characters; most memory of the worker {most:.0f} MB; "
        f"{rate:,.0f} characters a second of the worker's processor time\n\n"
        + table(["articles done", "seconds", "worker, MB", "main process, MB"], rows)
    )


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("files", nargs="+", type=Path)
    options.add_argument("--articles", type=int, default=100_000)
    options.add_argument("--model", action="store_true", help="with the recogniser")
    options.add_argument("--minutes", type=float, default=1e6, help="stop then")
    options.add_argument("--markdown", type=Path, metavar="FILE", help="manual to put the table into")
    given = options.parse_args()
    characters = 0
    with tempfile.TemporaryDirectory() as name:
        archive = Path(name, "in.jsonl")
        with archive.open("w", encoding="utf-8") as out:
            for number, page in enumerate(islice(pages(given.files), given.articles)):
                row = {"id": str(number), "text": page, "published_at": "2020-01-13"}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
                characters += len(page)
        flags = [] if given.model else ["--no-model"]
        where = machine()
        run = watch(archive, Path(name, "out.jsonl"), 1, flags, stop=given.minutes * 60)
    name = "memory-model" if given.model else "memory"
    publish(name, f"{where}\n\n{result(run, characters, given.articles)}", given.markdown)


if __name__ == "__main__":
    main()
