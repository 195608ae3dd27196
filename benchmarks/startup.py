"""Time the start: what one page costs from nothing, and where that time goes.

    pip install psutil
    python benchmarks/startup.py [--rounds 5] [--markdown docs/benchmarks.md]

Each row is the least of so many new processes.  The steps add up to the whole, which is ``newsparse parse`` on one page
of the samples; a second page in the same process shows what of it is loading.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
from common import SAMPLES, machine, publish, table

PAGE = SAMPLES / "cri-style.txt"

_STEPS = """
import time
clock = [time.process_time()]
steps = {"Python itself": clock[0]}
def step(name):
    now = time.process_time()
    steps[name] = now - clock[0]
    clock[0] = now
import sys, json
import newsparse.cli
step("command line (typer)")
from newsparse import Parser, Settings
import newsparse.pipeline
step("records (pydantic) and page (numpy, selectolax)")
settings = Settings.default()
page = open(sys.argv[1], encoding="utf-8").read()
import gc
gc.disable()  # as the first page does
from newsparse.page import read_page
clean = read_page(page, settings=settings).text
step("tables of characters, patterns of the page")
import newsparse.analysis
from newsparse.language import resources
names = resources.gazetteer(())
step("gazetteers")
words = resources.segmenter((), settings.segmentation.engine)
words.cut("词")
step("words (rjieba and its dictionary)")
from newsparse.entities.lexicon import lexicon
lexicon()
step("word lists of the names")
if resources.has_weights():
    resources.recognizer(None).recognize("长春")
    step("recogniser")
parser = Parser(settings)
parser.parse(page)
step("patterns of dates and amounts, and the page")
parser.parse(page)
step("the same page again")
json.dump(steps, sys.stdout)
"""


def main() -> None:
    """Print the tables."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package has its bytecode: the first round writes it
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--markdown", type=Path, metavar="FILE", help="manual to put the tables into")
    given = options.parse_args()
    where = machine()
    whole = []
    commands = {
        "newsparse parse PAGE": [sys.executable, "-m", "newsparse", "parse", str(PAGE)],
        "the same with --no-model": [sys.executable, "-m", "newsparse", "parse", "--no-model", str(PAGE)],
        "newsparse --help": [sys.executable, "-m", "newsparse", "--help"],
        "newsparse.load(), the spaCy pipeline": [sys.executable, "-c", "import newsparse; newsparse.load()('长春市')"],
    }
    for name, command in commands.items():
        clock, cpu, memory = zip(*(run(command) for _ in range(given.rounds)), strict=True)
        whole.append([name, f"{min(clock):.2f}", f"{min(cpu):.2f}", f"{max(memory):.0f}"])
    steps: dict[str, list[float]] = {}
    for _ in range(given.rounds):
        command = [sys.executable, "-c", _STEPS, str(PAGE)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        for name, seconds in json.loads(done.stdout).items():
            steps.setdefault(name, []).append(seconds)
    times = [[name, f"{min(seconds) * 1000:.0f}"] for name, seconds in steps.items()]
    text = "\n\n".join(
        (where, table(["", "seconds", "processor seconds", "MB"], whole), table(["step", "processor ms"], times))
    )
    publish("startup", text, given.markdown)


def run(command: list[str]) -> tuple[float, float, float]:
    """Give seconds, processor seconds and most megabytes of a process."""
    start = time.perf_counter()
    process = psutil.Popen(command, stdout=subprocess.DEVNULL)
    memory, cpu = 0.0, 0.0
    while process.poll() is None:
        try:
            times = process.cpu_times()
            cpu = times.user + times.system
            memory = max(memory, process.memory_info().rss / 1e6)
        except psutil.Error:
            pass
        time.sleep(0.005)
    if process.returncode:
        sys.exit(f"{command} failed")
    return time.perf_counter() - start, cpu, memory


if __name__ == "__main__":
    main()
