"""Time the whole pipeline, with and without the recogniser, and what a user would put together without newsparse.

    pip install psutil
    python benchmarks/pipeline.py [FILE.jsonl ...] [--naive PYTHON] [--megabytes 2] [--markdown docs/benchmarks.md]

The files have a JSON object with a ``text`` a line; without any the samples in corpora/ are read.  PYTHON is an
interpreter that has ``opencc jieba jionlp``: OpenCC t2s, jieba.posseg and JioNLP's extract_time and extract_money over
every line.  Times are processor time of one process, everything loaded before, the least of rounds that go by turns.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from pathlib import Path

from common import least, machine, publish, table, texts

from newsparse import Parser, Settings

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


def _naive(interpreter: str, articles: list[str]) -> float:
    """Give the processor time in seconds that the assembly takes for the articles."""
    command = [interpreter, "-c", _NAIVE]
    done = subprocess.run(command, input=json.dumps(articles), capture_output=True, text=True, check=True)
    return float(json.loads(done.stdout))


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("files", nargs="*", type=Path)
    options.add_argument("--naive", metavar="PYTHON")
    options.add_argument("--megabytes", type=float, default=2)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--markdown", type=Path, metavar="FILE", help="manual to put the table into")
    given = options.parse_args()
    where = machine()
    articles = texts(given.files, int(given.megabytes * 1_000_000))
    characters = sum(map(len, articles))
    readers = {
        name: Parser(Settings.default().changed({"entities": {"model": model}}))
        for name, model in (("newsparse", True), ("newsparse --no-model", False))
    }
    for reader in readers.values():
        reader.parse(articles[0])
    seconds: dict[str, list[float]] = {}
    for _ in range(given.rounds):  # by turns, because the machine is quicker at one time than at another
        for name, reader in readers.items():
            took = least(lambda read=reader.parse: [read(text) for text in articles], 1)
            seconds.setdefault(name, []).append(took)
        if given.naive:
            seconds.setdefault("OpenCC + jieba.posseg + JioNLP", []).append(_naive(given.naive, articles))
    rates = {name: characters / min(times) for name, times in seconds.items()}
    slowest = min(rates.values())
    rows = [[name, f"{rate:,.0f}", f"{rate / slowest:.1f}"] for name, rate in rates.items()]
    about = f"{where}; {len(articles):,} texts, {characters:,} characters"
    publish("pipeline", f"{about}\n\n{table(['', 'characters/s', 'ratio'], rows)}", given.markdown)


if __name__ == "__main__":
    main()
