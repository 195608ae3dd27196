"""Speed of the dates: newsparse and JioNLP on the same text, cost against length, and lines made to be slow.

    python benchmarks/dates.py [--jionlp PYTHON] [--megabytes 1 10 100] FILE.jsonl ...

The files have a JSON object with a ``text`` a line.  The first 2 MB (UTF-8) are read article by article by both; PYTHON
is an interpreter that has ``jionlp``.  For the cost against length the same text is one string, repeated.
Times are processor times of one process.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from newsparse.dates import Anchor, read_dates
from newsparse.script import simplify

ANCHOR = Anchor(date(2020, 1, 13), "published_at")
HOSTILE = ("1", "年", "2019年", "1月至", "（", "一", "1:", "今", "1年")

_WORKER = """
import contextlib, io, json, sys, time
with contextlib.redirect_stdout(io.StringIO()):
    import jionlp
texts, characters, found = json.load(sys.stdin), 0, 0
base = {"year": 2020, "month": 1, "day": 13}
jionlp.ner.extract_time("今天", time_base=base)
started = time.process_time()
for text in texts:
    if time.process_time() - started > 60:
        break
    try:
        found += len(jionlp.ner.extract_time(text, time_base=base))
    except Exception:
        pass
    characters += len(text)
json.dump([characters, found, time.process_time() - started], sys.stdout)
"""


def texts(paths: list[Path], size: int) -> Iterator[str]:
    """Give simplified texts of the files up to ``size`` bytes in all."""
    total = 0
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                text = simplify(json.loads(line)["text"])
                total += len(text.encode())
                if total > size:
                    return
                yield text


def cost(text: str) -> float:
    """Give the processor time of one reading, in seconds."""
    started = time.process_time()
    read_dates(text, anchor=ANCHOR)
    return time.process_time() - started


def main() -> None:
    """Print the speeds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--jionlp", metavar="PYTHON")
    parser.add_argument("--megabytes", nargs="*", type=int, default=[1, 10])
    arguments = parser.parse_args()
    articles = list(texts(arguments.files, 2_000_000))
    characters = sum(map(len, articles))
    read_dates("今天春节", anchor=ANCHOR)
    started = time.process_time()
    found = sum(len(read_dates(text, anchor=ANCHOR)) for text in articles)
    seconds = time.process_time() - started
    speed = characters / seconds / 1e6
    print(
        f"newsparse  {characters:9,d} characters {found:7,d} expressions {seconds:8.2f} s {speed:8.3f} M characters/s"
    )
    if arguments.jionlp:
        command = [arguments.jionlp, "-c", _WORKER]
        done = subprocess.run(command, input=json.dumps(articles), capture_output=True, text=True, check=True)
        characters, found, seconds = json.loads(done.stdout)
        peer = characters / seconds / 1e6
        counts = f"{characters:9,d} characters {found:7,d} expressions"
        print(f"JioNLP     {counts} {seconds:8.2f} s {peer:8.3f} M characters/s")
        print(f"           newsparse is {speed / peer:.0f} times as fast")
    whole = "\n".join(articles)
    for megabytes in arguments.megabytes:
        text = (whole * (megabytes * 1_000_000 // len(whole.encode()) + 1))[: megabytes * 1_000_000 // 3]
        seconds = cost(text)
        print(f"{megabytes:4d} MB in one string {seconds:8.2f} s {len(text) / seconds / 1e6:8.3f} M characters/s")
    for piece in HOSTILE:
        short, long = (cost(piece * (length // len(piece))) for length in (100_000, 1_000_000))
        print(f"hostile {piece!r:10s} 0.1 M characters {short:6.3f} s, 1 M {long:6.3f} s")


if __name__ == "__main__":
    main()
