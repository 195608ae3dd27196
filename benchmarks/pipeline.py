"""Time the whole pipeline: cold start, one further article, characters a second, memory; the naive assembly beside it.

    python benchmarks/pipeline.py [--naive PYTHON] [FILE_OR_FOLDER ...]

Without files the samples in corpora/ are read; a .jsonl file has a JSON object with a ``text`` a line.  PYTHON is an
interpreter that has ``opencc jieba jionlp``: what a user would assemble without newsparse (OpenCC t2s, jieba.posseg and
JioNLP's extract_time and extract_money) is timed there on the same texts.  Figures are medians; compare ratios.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from newsparse import Parser, Settings

SAMPLES = Path(__file__).parent.parent / "corpora" / "samples"
ROUNDS = 3
SIZE = 2_000_000  # bytes read of a .jsonl file

_NAIVE = """
import contextlib, io, json, sys, time, logging
logging.disable(logging.CRITICAL)
with contextlib.redirect_stdout(io.StringIO()):
    import jieba.posseg, jionlp, opencc
converter = opencc.OpenCC("t2s")
base = {"year": 2020, "month": 1, "day": 13}
list(jieba.posseg.cut("加载词典"))
jionlp.ner.extract_time("今天", time_base=base)
jionlp.ner.extract_money("5亿元")
started = time.process_time()
for text in json.load(sys.stdin):
    for line in converter.convert(text).splitlines():
        if not line.strip():
            continue
        list(jieba.posseg.cut(line))
        for find in (lambda line: jionlp.ner.extract_time(line, time_base=base), jionlp.ner.extract_money):
            try:
                find(line)
            except Exception:
                pass
json.dump(time.process_time() - started, sys.stdout)
"""


def median(clock: Callable[[], float], call: Callable[[], object]) -> float:
    """Give the median time of ``ROUNDS`` calls on a clock."""
    times = []
    for _ in range(ROUNDS):
        start = clock()
        call()
        times.append(clock() - start)
    return statistics.median(times)


def pages(paths: Iterable[Path]) -> Iterator[str]:
    """Give the texts to read."""
    for path in paths:
        if path.suffix == ".jsonl":
            size = 0
            for line in path.read_text(encoding="utf-8").splitlines():
                text = json.loads(line)["text"]
                size += len(text.encode())
                if size > SIZE:
                    break
                yield text
        else:
            for file in sorted(path.glob("*.txt")) if path.is_dir() else [path]:
                yield file.read_text(encoding="utf-8")


def read_all(parser: Parser, texts: list[str]) -> None:
    """Parse every page."""
    for text in texts:
        parser.parse(text)


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("files", nargs="*", type=Path, default=[SAMPLES])
    arguments.add_argument("--naive", metavar="PYTHON")
    options = arguments.parse_args()
    texts = list(pages(options.files))
    characters = sum(map(len, texts))
    print(f"{len(texts)} pages, {characters:,} characters")

    command = [sys.executable, "-m", "newsparse", "parse", str(SAMPLES / "cri-style.txt")]
    cold = median(time.perf_counter, partial(subprocess.run, command, capture_output=True, check=True))
    print(f"{'cold start, command line, cri-style.txt':42s}{cold:10.2f} s")
    rates: dict[str, float] = {}
    page = (SAMPLES / "cri-style.txt").read_text(encoding="utf-8")
    for name, model in (("newsparse", True), ("newsparse, no model", False)):
        parser = Parser(Settings.default().changed({"entities": {"model": model}}))
        parser.parse(page)
        again = median(time.perf_counter, partial(parser.parse, page))
        print(f"{name + ', cri-style.txt again':42s}{again:10.3f} s")
        rates[name] = characters / median(time.process_time, partial(read_all, parser, texts))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'peak memory of this process':42s}{peak:10.0f} MB")
    if options.naive:
        command = [options.naive, "-c", _NAIVE]
        done = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, check=True)
        rates["OpenCC + jieba.posseg + JioNLP"] = characters / json.loads(done.stdout)
    least = min(rates.values())
    print(f"\n{'whole pipeline':34s}{'characters/s':>14s}{'ratio':>8s}")
    for name, rate in rates.items():
        print(f"{name:34s}{rate:14,.0f}{rate / least:8.1f}")


if __name__ == "__main__":
    main()
