"""Compare the engines of the segmenter: speed, and every place where they cut differently.

    python benchmarks/segment.py FILE.jsonl ...

The files have a JSON object with a ``text`` a line; texts are simplified first and cut as the pipeline cuts them.
"""

from __future__ import annotations

import json
import sys
import time
from itertools import takewhile
from pathlib import Path

from newsparse.entities import Gazetteer
from newsparse.language.segment import Segmenter
from newsparse.script import simplify


def main() -> None:
    """Print speeds and differences."""
    words = list(Gazetteer().words())
    engines = {name: Segmenter(words, name) for name in ("jieba", "rjieba")}
    spent = dict.fromkeys(engines, 0.0)
    for name, engine in engines.items():
        start = time.process_time()
        engine.cut("加载词典")
        print(f"{name:8s} loads in {time.process_time() - start:.2f} s")
    characters = differences = 0
    for path in map(Path, sys.argv[1:]):
        texts = [simplify(json.loads(line)["text"]) for line in path.read_text(encoding="utf-8").splitlines()]
        for text in texts:
            characters += len(text)
            cuts = {}
            for name, engine in engines.items():
                start = time.process_time()
                cuts[name] = engine.cut(text)
                spent[name] += time.process_time() - start
            if cuts["jieba"] != cuts["rjieba"]:
                differences += 1
                same = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(*cuts.values(), strict=False))))
                print("   ", *(f"{name}: {' '.join(cut[same : same + 4])}" for name, cut in cuts.items()), sep="  ")
    print(f"{characters} characters, {differences} texts cut differently")
    for name, seconds in spent.items():
        print(f"{name:8s} {characters / seconds:12,.0f} characters/s")


if __name__ == "__main__":
    main()
