"""Time the whole pipeline: cold start, one further article, characters a second, memory; peers beside it.

    python benchmarks/pipeline.py [FILE_OR_FOLDER ...]

Without arguments the samples in corpora/ are read.  The naive assembly that a user would write without newsparse
(OpenCC t2s, jieba.posseg, JioNLP's extract_time and extract_money) is timed on the same texts when its packages
(``opencc jieba jionlp``) are installed.  Figures are medians; compare ratios, machines differ.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from newsparse import Parser, Settings

SAMPLES = Path(__file__).parent.parent / "corpora" / "samples"
ROUNDS = 5


def seconds(call: Callable[[], object]) -> float:
    """Give the median wall time of ``ROUNDS`` calls."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def pages(arguments: Iterable[str]) -> list[Path]:
    """Give the files to read."""
    files: list[Path] = []
    for path in map(Path, arguments):
        files += sorted(path.glob("*.txt")) if path.is_dir() else [path]
    return files


def read_all(parser: Parser, sources: list[bytes]) -> None:
    """Parse every page."""
    for source in sources:
        parser.parse(source)


def newsparse_rows(files: list[Path]) -> dict[str, float]:
    """Time newsparse with and without the recogniser; give characters a second by name."""
    sources = [file.read_bytes() for file in files]
    characters = sum(len(source.decode("utf-8", "replace")) for source in sources)
    first = str(files[0])
    command = [sys.executable, "-m", "newsparse", "parse", first]
    cold = seconds(partial(subprocess.run, command, capture_output=True, check=True))
    print(f"{'cold start, command line, first file':44s} {cold:8.2f} s")
    rates = {}
    for name, model in (("newsparse", True), ("newsparse, no model", False)):
        parser = Parser(Settings.default().changed({"entities": {"model": model}}))
        read_all(parser, sources)
        one = seconds(partial(parser.parse, sources[0]))
        print(f"{name + ': first file, again':44s} {one:8.3f} s")
        rates[name] = characters / seconds(partial(read_all, parser, sources))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'peak memory of this process':44s} {peak:8.0f} MB")
    return rates


def naive_rates(files: list[Path]) -> dict[str, float]:
    """Time the naive assembly, if it is installed."""
    try:
        import jieba.posseg
        import jionlp
        import opencc
    except ImportError as error:
        print(f"naive assembly: not installed ({error.name})")
        return {}
    texts = [file.read_text(encoding="utf-8") for file in files]
    converter = opencc.OpenCC("t2s")

    def run() -> None:
        for text in texts:
            for line in converter.convert(text).splitlines():
                if line.strip():
                    list(jieba.posseg.cut(line))
                    jionlp.ner.extract_time(line, time_base=1_600_000_000)
                    jionlp.ner.extract_money(line)

    run()
    return {"OpenCC + jieba.posseg + JioNLP": sum(map(len, texts)) / seconds(run)}


def main() -> None:
    """Print the table."""
    files = pages(sys.argv[1:] or [str(SAMPLES)])
    rates = newsparse_rows(files) | naive_rates(files)
    base = rates["newsparse"]
    print(f"\n{'whole pipeline':34s} {'characters/s':>14s} {'ratio':>8s}")
    for name, rate in rates.items():
        print(f"{name:34s} {rate:14,.0f} {rate / base:8.2f}")


if __name__ == "__main__":
    main()
