"""How fast money and quantities are read, that the cost is linear, and JioNLP's extract_money on the same text.

    python benchmarks/amounts.py FILE [--jionlp PYTHON] [--large]

FILE is plain text, or JSON lines with a ``text`` field; its first two million characters are read.  PYTHON is an
interpreter that has ``jionlp``.  ``--large`` repeats the text up to 100 million characters.  Times are processor time
of one process, the better of two runs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from pathlib import Path

from newsparse.amounts import read_amounts

SAMPLE = 2_000_000
HOSTILE = {
    "digits": "1",
    "digits and commas": "1,",
    "一": "一",
    "万": "万",
    "1元": "1元",
    "1至": "1至",
    "1、": "1、",
    "块五": "三块五",
    "brackets": "（下同",
    "约": "约",
    "tabs": "1\t",
    "百分之": "百分之",
}

JIONLP = """
import sys, time
import jionlp as jio
jio.ner.extract_money("3元")
text = sys.stdin.read()
start = time.process_time()
found = sum(len(jio.ner.extract_money(line, with_parsing=False) or []) for line in text.split("\\n") if line.strip())
print(found, time.process_time() - start)
"""


def seconds(text: str) -> tuple[int, float]:
    best = float("inf")
    found = 0
    for _ in range(2 if len(text) <= SAMPLE else 1):
        start = time.process_time()
        amounts = read_amounts(text)
        best = min(best, time.process_time() - start)
        found = len(amounts.money) + len(amounts.quantities)
    return found, best


def row(name: str, characters: int, found: int, took: float) -> None:
    print(f"{name:32s} {characters:12,d} {found:9,d} {took:8.2f} s {characters / took / 1e6:8.2f} M/s")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--jionlp", metavar="PYTHON")
    parser.add_argument("--large", action="store_true")
    options = parser.parse_args()
    text = options.file.read_text(encoding="utf-8")
    if options.file.suffix == ".jsonl":
        text = "\n".join(json.loads(line)["text"] for line in text.splitlines())
    text = text[:SAMPLE]
    read_amounts("3元")  # read the word lists
    print(f"{'':32s} {'characters':>12s} {'found':>9s} {'took':>10s} {'speed':>12s}")
    row("newsparse, money and quantities", len(text), *seconds(text))
    if options.jionlp:
        done = subprocess.run([options.jionlp, "-c", JIONLP], input=text, capture_output=True, text=True, check=True)
        found, took = done.stdout.split()[-2:]
        row("JioNLP, money", len(text), int(found), float(took))
    for size in (1_000_000, 10_000_000, 100_000_000) if options.large else (200_000, 2_000_000):
        row(f"newsparse, {size:,d}", size, *seconds((text * (size // len(text) + 1))[:size]))
    for name, unit in HOSTILE.items():
        for size in (100_000, 1_000_000):
            line = (unit * (size // len(unit) + 1))[:size]
            row(f"hostile line of {name}", size, *seconds(line))


if __name__ == "__main__":
    main()
