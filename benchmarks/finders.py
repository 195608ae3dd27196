"""Speed of the dates, the money and the quantities together against JioNLP's extract_time and extract_money.

    python benchmarks/finders.py [--jionlp PYTHON] FILE.jsonl ...

The files have a JSON object with a ``text`` a line.  An equal share of each, 2 MB (UTF-8) in all, is simplified and
read article by article by both in one run; PYTHON is an interpreter that has ``jionlp``.  Times are processor times
of one process, words and patterns loaded before.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from pathlib import Path

from newsparse.amounts import read_amounts
from newsparse.dates import read_dates
from newsparse.script import simplify

SIZE = 2_000_000

_PEER = """
import contextlib, io, json, sys, time
with contextlib.redirect_stdout(io.StringIO()):
    import jionlp
times = []
base = {"year": 2020, "month": 1, "day": 13}
texts = json.load(sys.stdin)
for find in (lambda text: jionlp.ner.extract_time(text, time_base=base), jionlp.ner.extract_money):
    find("2019年11月5亿元")
    started = time.process_time()
    for text in texts:
        try:
            find(text)
        except Exception:
            pass
    times.append(time.process_time() - started)
json.dump(times, sys.stdout)
"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--jionlp", metavar="PYTHON")
    options = parser.parse_args()
    articles: list[str] = []
    for path in options.files:
        size = 0
        for line in path.read_text(encoding="utf-8").splitlines():
            text = simplify(json.loads(line)["text"])
            size += len(text.encode())
            if size > SIZE // len(options.files):
                break
            articles.append(text)
    characters = sum(map(len, articles))
    rows: dict[str, list[float]] = {"newsparse": []}
    for find in (read_dates, read_amounts):
        find("2019年11月5亿元")
        started = time.process_time()
        for text in articles:
            find(text)
        rows["newsparse"].append(time.process_time() - started)
    if options.jionlp:
        worker = subprocess.run(
            [options.jionlp, "-c", _PEER],
            input=json.dumps(articles),
            capture_output=True,
            text=True,
            check=True,
        )
        rows["JioNLP"] = json.loads(worker.stdout)
    print(f"{len(articles)} articles, {characters:,} characters; microseconds a character")
    print(f"{'':12s}{'time':>8s}{'amounts':>9s}{'all':>8s}{'M characters/s':>16s}")
    for name, times in rows.items():
        each = [seconds / characters * 1e6 for seconds in times]
        print(f"{name:12s}{each[0]:8.3f}{each[1]:9.3f}{sum(each):8.3f}{1 / sum(each):16.2f}")
    if len(rows) == 2:
        print(f"newsparse is {sum(rows['JioNLP']) / sum(rows['newsparse']):.1f} times as fast")


if __name__ == "__main__":
    main()
