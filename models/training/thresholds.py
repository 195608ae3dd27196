"""Try other values for the scores that the recogniser has to reach (newsparse/rules/entities/scores.toml).

    python models/training/thresholds.py [--only PATTERN] FOLDER ...

Every score is moved on its own while the others stay, and the names of the annotated pages in the folders are counted
again; a line says what the F1 of core and of extended names becomes at each value, ``*`` marks the value in the file.
Move a score when the sum rises on several folders together: on one folder a point is a name or two.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import newsparse
import newsparse.entities.seen as seen
from newsparse.entities.recognizer import ModelSpan, Recognizer
from newsparse.evaluation import evaluate
from newsparse.rules import read_toml

STEPS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97)


def trials(told: dict[str, float | dict[str, float]]) -> Iterator[tuple[str, float, seen.Scores]]:
    """Yield the name of a score, a value for it, and all scores with that value in place."""
    for key, value in told.items():
        for label in value if isinstance(value, dict) else [""]:
            now = value[label] if isinstance(value, dict) else value
            for step in sorted({*STEPS, now}):
                changed = {**value, label: step} if isinstance(value, dict) else step
                yield f"{key} {label}".strip(), step, seen.Scores(**{**told, key: changed})


def counts(folders: list[Path], parser: newsparse.Parser) -> tuple[float, float]:
    """Give the F1 of core and of extended names over all folders together."""
    sums = {"core entities": [0, 0, 0], "extended entities": [0, 0, 0]}
    for folder in folders:
        report = evaluate(folder, parser.parse).total
        for name, total in sums.items():
            tally = report[name]
            for place, number in enumerate((tally.right, tally.wrong, tally.missed)):
                total[place] += number
    core, extended = (2 * right / max(2 * right + wrong + missed, 1) for right, wrong, missed in sums.values())
    return core, extended


def main() -> None:
    """Read the command line."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folders", nargs="+", type=Path)
    arguments.add_argument("--only", default="", help="scores whose name matches this pattern")
    given = arguments.parse_args()
    read, known = Recognizer.recognize, dict[str, list[ModelSpan]]()

    def recognize(model: Recognizer, text: str) -> list[ModelSpan]:
        """Read a text once: its spans are the same whatever is asked of them."""
        if text not in known:
            known[text] = read(model, text)
        return known[text]

    with patch.object(Recognizer, "recognize", recognize):
        sweep(given.folders, given.only)


def sweep(folders: list[Path], only: str) -> None:
    """Print a line for every score and value."""
    parser = newsparse.Parser()
    told = read_toml("entities/scores.toml")
    core, extended = counts(folders, parser)
    print(f"{'as they are':24s}       core {core:.3f} extended {extended:.3f}")
    for name, value, scores in trials(told):
        if not re.search(only, name):
            continue
        with patch.object(seen, "scores", lambda scores=scores: scores):
            core, extended = counts(folders, parser)
        now = told[name.split()[0]]
        mark = "*" if value == (now[name.split()[1]] if isinstance(now, dict) else now) else " "
        print(f"{name:24s} {value:4.2f}{mark} core {core:.3f} extended {extended:.3f}", flush=True)


if __name__ == "__main__":
    main()
