"""What a very large page costs: seconds and memory of the page step, for each megabyte of HTML.

    python benchmarks/large.py [--sizes 5 10 19] [--markdown FILE]

One page is all paragraphs, the other all links of a menu; the latter has the most lines.  Each is read in a process of
its own, with the default limit of ``input.max_size``.  Memory is the resident peak above what the process had when the
page, as bytes, was there and nothing was read yet.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import subprocess
import sys
import time
from pathlib import Path

from common import machine, publish, table

from newsparse.page import read_page
from newsparse.settings import Settings

HEAD = "<!DOCTYPE html><html><head><title>江畔市重点项目集中开工</title></head><body><h1>江畔市重点项目集中开工</h1>"
LETTERS = "江畔青禾大湖云岭项目建设投资交通水利群众满意总额增长企业服务市场发展居民工程改造"
KINDS = {
    "paragraphs": '<p class="text">{text}。</p>',
    "links": '<li><a href="https://www.example.cn/{n}">{text}</a></li>',
}


def page(kind: str, megabytes: float) -> bytes:
    """Make a page."""
    chance = random.Random(1)
    texts = [
        "".join(chance.choices(LETTERS, k=chance.randint(40, 120) if kind == "paragraphs" else 12)) for _ in range(2000)
    ]
    out = bytearray(HEAD.encode())
    while len(out) < megabytes * 1e6:
        out += KINDS[kind].format(text=chance.choice(texts), n=len(out)).encode()
    return bytes(out)


def peak() -> float:
    """Give the most megabytes that this process has had since :func:`forget_peak` (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) * 1024 / 1e6


def forget_peak() -> None:
    """Let the peak begin anew."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def one(kind: str, megabytes: float) -> None:
    """Read one page in this process and print what it took."""
    settings = Settings.default()
    read_page(HEAD + "<p>江畔市今天开工了一批项目，涉及交通和水利。</p>", settings=settings)  # rules are loaded
    data = page(kind, megabytes)
    forget_peak()
    before, start = peak(), time.process_time()
    read = read_page(data, settings=settings)
    seconds = time.process_time() - start
    print(json.dumps([len(data) / 1e6, seconds, peak() - before, len(read.blocks) + len(read.removed)]))


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", nargs="+", type=float, default=[5, 10, 19], metavar="MB")
    options.add_argument("--markdown", type=Path, metavar="FILE", help="manual to put the table into")
    options.add_argument("--one", nargs=2, metavar=("KIND", "MB"), help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.one:
        one(given.one[0], float(given.one[1]))
        return
    where = machine()
    rows = []
    for kind in KINDS:
        for size in given.sizes:
            command = [sys.executable, __file__, "--one", kind, str(size)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            megabytes, seconds, memory, lines = json.loads(done.stdout)
            each = [f"{seconds / megabytes:.2f}", f"{memory / megabytes:.0f}"]
            rows.append([kind, f"{megabytes:.0f}", f"{lines:,}", f"{seconds:.1f}", f"{memory:.0f}", *each])
    heads = ["page", "MB of HTML", "lines", "seconds", "MB at the peak", "seconds a MB", "MB a MB"]
    publish("large", f"{where}\n\n{table(heads, rows)}", given.markdown)


if __name__ == "__main__":
    main()
