"""What the benchmarks share: texts to read, a batch that is watched, the name of the machine, tables for the manual."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

SAMPLES = Path(__file__).parent.parent / "corpora" / "samples"
MB = 1_000_000


def texts(files: Sequence[Path], size: int) -> list[str]:
    """Give texts of up to ``size`` bytes in all, an equal share of each file; of the samples in corpora/ without files.

    A ``.jsonl`` file has an object with ``text`` a line; another file is one text.
    """
    if not files:
        return [page.read_text(encoding="utf-8") for page in sorted(SAMPLES.glob("*.txt"))]
    found = []
    for file in files:
        left = size // len(files)
        for text in lines_of(file):
            left -= len(text.encode())
            if left < 0:
                break
            found.append(text)
    return found


def lines_of(file: Path) -> Iterator[str]:
    """Give the texts of a file one by one."""
    if file.suffix != ".jsonl":
        yield file.read_text(encoding="utf-8")
        return
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def least(call: Callable[[], object], rounds: int = 3) -> float:
    """Give the processor seconds of the quickest of some calls: other work on the machine only ever adds to it."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return min(times)


def machine() -> str:
    """Say in a line what the figures were measured on."""
    model = platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model n")]
        model = names[0] if names else model
    memory = psutil.virtual_memory().total / 1024**3
    load = os.getloadavg()[0]
    return (
        f"{model}, {os.cpu_count()} processors, {memory:.0f} GiB, {platform.system()}, "
        f"Python {platform.python_version()}; load of the machine at the start {load:.1f}"
    )


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def publish(name: str, text: str, manual: Path | None) -> None:
    """Print a result; put it into a manual too, between the comments ``<!-- name -->`` and ``<!-- /name -->``."""
    print(text, flush=True)
    if manual is None:
        return
    page = manual.read_text(encoding="utf-8")
    before, opening, rest = page.partition(f"<!-- {name} -->\n")
    _, closing, after = rest.partition(f"<!-- /{name} -->")
    if not closing:
        sys.exit(f"{manual} has no place for {name}")
    manual.write_text(f"{before}{opening}{text.strip()}\n{closing}{after}", encoding="utf-8")


@dataclass(frozen=True)
class Look:
    """One look at a batch: seconds since its start, articles flushed, resident megabytes."""

    seconds: float
    articles: int
    main: float
    worker: float
    """Of the largest worker."""


@dataclass
class Run:
    """What one batch took."""

    looks: list[Look] = field(default_factory=list)
    seconds: float = 0.0
    main_cpu: float = 0.0
    """Processor seconds of the main process."""
    workers_cpu: float = 0.0
    """Processor seconds of all workers."""


def watch(archive: Path, output: Path, workers: int, options: Sequence[str] = (), *, stop: float = 1e9) -> Run:
    """Run ``newsparse batch`` and look at its processes until it ends, or until so many seconds are over."""
    arguments = ["batch", str(archive), "-o", str(output), "--workers", str(workers), "--force", *options]
    run = Run()
    journal = output.with_name(f"{output.name}.progress.json")
    start = time.monotonic()
    process = psutil.Popen([sys.executable, "-m", "newsparse", *arguments], stderr=subprocess.PIPE)
    while process.poll() is None:
        try:
            children = process.children()
            sizes = [child.memory_info().rss / MB for child in children]
            run.main_cpu = _used(process)
            run.workers_cpu = max(run.workers_cpu, sum(map(_used, children)))
            done = json.loads(journal.read_bytes())["inputs"] if journal.exists() else 0
            seconds = time.monotonic() - start
            run.looks.append(Look(seconds, done, process.memory_info().rss / MB, max(sizes, default=0.0)))
        except psutil.Error:  # a process that ended while it was looked at
            pass
        if time.monotonic() - start > stop:
            process.terminate()
        time.sleep(0.25)
    run.seconds = time.monotonic() - start
    if process.returncode not in (0, 1) and run.seconds < stop:  # 1: some input cannot be read
        sys.exit(process.stderr.read().decode())
    return run


def _used(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
