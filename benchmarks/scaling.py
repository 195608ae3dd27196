"""Measure batches: speed by size and number of workers, and the memory of every process over time.

    pip install psutil
    python benchmarks/scaling.py [INPUT.jsonl ...] [--megabytes 1 10] [--workers 1 2] [--no-model] [--format jsonl]

The inputs' lines (by default the samples in corpora/) are repeated until they fill so many megabytes.  Start-up is
timed by runs over one article, the fastest of three, and taken off.  Prints a table with ratios, and the memory at ten
points of the longest run.  Processor seconds are those of the main process and of all workers: where the machine has
other work, they say more than the time on the clock.  Compare ratios, machines differ; name yours.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

import psutil

SAMPLES = Path(__file__).parent.parent / "corpora" / "samples"
POINTS = 10
# Seconds between two looks at the processes.
STEP = 0.25
MB = 1_000_000


def lines(inputs: list[Path]) -> list[str]:
    """Give the lines to repeat."""
    if inputs:
        return [line for file in inputs for line in file.read_text(encoding="utf-8").splitlines()]
    pages = sorted(SAMPLES.glob("*.txt"))
    return [json.dumps({"text": page.read_text(encoding="utf-8")}, ensure_ascii=False) for page in pages]


def write(path: Path, source: list[str], size: int) -> tuple[int, int]:
    """Fill a file up to a size; give the numbers of articles and of characters."""
    written = articles = characters = 0
    with path.open("w", encoding="utf-8") as out:
        for line in cycle(source):
            out.write(line + "\n")
            written += len(line.encode()) + 1
            articles += 1
            characters += len(json.loads(line)["text"])
            if written >= size:
                return articles, characters
    raise AssertionError("no lines")


class Run(NamedTuple):
    """What one batch took."""

    seconds: float
    memory: list[tuple[float, float]]
    """Resident megabytes of the main process and of the largest worker, over time."""
    cpu: tuple[float, float]
    """Processor seconds of the main process and of all workers."""


def run(archive: Path, output: Path, workers: int, options: list[str]) -> Run:
    """Run a batch and watch it."""
    arguments = ["batch", str(archive), "-o", str(output), "--workers", str(workers), "--force", *options]
    start = time.monotonic()
    process = psutil.Popen([sys.executable, "-m", "newsparse", *arguments], stderr=subprocess.PIPE)
    memory, cpu = [], (0.0, 0.0)
    while process.poll() is None:
        try:
            children = process.children()
            largest = max((child.memory_info().rss / MB for child in children), default=0.0)
            memory.append((process.memory_info().rss / MB, largest))
            cpu = (used(process), max(cpu[1], sum(map(used, children))))
        except psutil.Error:  # a process that ended while it was looked at
            pass
        time.sleep(STEP)
    seconds = time.monotonic() - start
    if process.returncode not in (0, 1):  # 1: some input cannot be read
        sys.exit(process.stderr.read().decode())
    return Run(seconds, memory, cpu)


def used(process: psutil.Process) -> float:
    """Give the processor seconds of a process."""
    times = process.cpu_times()
    return float(times.user + times.system)


HEADS = "MB, articles, workers, seconds, start-up, characters/s, ratio, main CPU s, workers CPU s, main MB, worker MB"


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("inputs", nargs="*", type=Path)
    options.add_argument("--megabytes", nargs="+", type=float, default=[1, 10])
    options.add_argument("--workers", nargs="+", type=int, default=[1, 2])
    options.add_argument("--format", default="jsonl")
    options.add_argument("--no-model", action="store_true")
    given = options.parse_args()
    flags = ["--no-model"] if given.no_model else []
    source = lines(given.inputs)
    load = os.getloadavg()[0]
    print(f"{platform.machine()}, {os.cpu_count()} processors, load {load:.1f}, Python {platform.python_version()}\n")
    heads = HEADS.split(", ")
    print("| " + " | ".join(heads) + " |\n" + "|---" * len(heads) + "|")
    longest: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as name:
        archive, output = Path(name, "in.jsonl"), Path(name, f"out.{given.format}")
        write(archive, source, 1)
        starts = {
            workers: min(run(archive, output, workers, flags).seconds for _ in range(3)) for workers in given.workers
        }
        for megabytes in given.megabytes:
            articles, characters = write(archive, source, int(megabytes * MB))
            first = None
            for workers in given.workers:
                took = run(archive, output, workers, flags)
                rate = characters / max(took.seconds - starts[workers], 0.001)
                first = first or rate
                main, worker = (max(column) for column in zip(*took.memory, strict=True))
                cells = [f"{megabytes:g}", f"{articles:,}", workers, f"{took.seconds:.1f}", f"{starts[workers]:.1f}"]
                cells += [f"{rate:,.0f}", f"{rate / first:.2f}", *(f"{seconds:.1f}" for seconds in took.cpu)]
                cells += [f"{main:.0f}", f"{worker:.0f}"]
                print("| " + " | ".join(map(str, cells)) + " |", flush=True)
                longest = max(longest, took.memory, key=len)
    print("\nMemory over the longest run, medians of tenths of its time (main MB/largest worker MB):")
    size = max(1, len(longest) // POINTS)
    for place in range(0, min(len(longest), size * POINTS), size):
        main, worker = (statistics.median(column) for column in zip(*longest[place : place + size], strict=True))
        print(f"{main:.0f}/{worker:.0f}", end=" ")
    print()


if __name__ == "__main__":
    main()
