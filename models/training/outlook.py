"""Learns by which words a report looks back or ahead: `python models/training/outlook.py DATA`.

DATA holds `text/work_reports_state_province_2018_2026.jsonl`. Work reports have headings (一、2021年工作回顾,
二、2022年工作安排) that say of the lines below whether they look back or ahead; a logistic regression over the words of
the lines learns which words do. The most telling of those that are used all over the country are written to
`newsparse/rules/relations/outlook.tsv`; its comment stays. Every fourth report is kept apart and scored, a line
alone and by the one turn that a report takes. Needs numpy and jieba.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import jieba
import numpy as np

from newsparse import simplify

SOURCE = "work_reports_state_province_2018_2026.jsonl"
TABLE = Path("newsparse/rules/relations/outlook.tsv")
WORDS = 120
OFTEN, HOSTS = 30, 15
"""Of how many lines a word is, and of the reports on how many sites."""
PENALTY, STEPS, RATE = 3.0, 300, 0.05
_BACK = re.compile("回顾|过去|工作总结")
_AHEAD = re.compile("安排|部署|目标|重点工作|主要任务|今后五年|总体要求")
_NUMBERED = re.compile("[一二三四五]、")
_HOST = re.compile(r"https?://([^/]+)")
_LONGEST_HEADING, _SHORTEST_LINE = 40, 20


def labelled(text: str) -> list[tuple[str, bool]]:
    """Give the lines of a report below headings, and whether they look ahead."""
    lines: list[tuple[str, bool]] = []
    ahead: bool | None = None
    for line in (line.strip(" \u3000*#\r") for line in text.split("\n")):
        if len(line) <= _LONGEST_HEADING and not line.endswith(("。", "；", "，")):
            plans = _AHEAD.search(line) is not None
            if _BACK.search(line) and not plans:
                ahead = False
            elif plans or (ahead is False and _NUMBERED.match(line) and "年" in line):
                ahead = True
        elif ahead is not None and len(line) >= _SHORTEST_LINE:
            lines.append((line, ahead))
    return lines


def main() -> None:
    """Learn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    options = parser.parse_args()
    reports, lines, hosts = [], [], defaultdict(set)
    counts: Counter[str] = Counter()
    for number, row in enumerate((options.data / "text" / SOURCE).read_text(encoding="utf-8").splitlines()):
        text = simplify(json.loads(row)["text"])
        host = _HOST.search(text)
        for line, ahead in labelled(text):
            words = set(jieba.cut(line))
            reports.append(number)
            lines.append((words, ahead))
            counts.update(words)
            for word in words:
                hosts[word].add(host[1] if host else "")
    known = [word for word, count in counts.items() if count >= OFTEN and len(hosts[word]) >= HOSTS]
    index = {word: at for at, word in enumerate(sorted(word for word in known if re.search("[\u4e00-\u9fff]", word)))}
    rows, columns = np.array([(n, index[w]) for n, (ws, _) in enumerate(lines) for w in ws if w in index]).T
    ahead = np.array([a for _, a in lines], float)
    apart = np.array(reports) % 4 == 1

    def learn(kept: np.ndarray) -> tuple[np.ndarray, float]:
        here = kept[columns]
        weights, mean, square = (np.zeros(len(index) + 1) for _ in range(3))
        for step in range(1, STEPS + 1):
            scores = np.bincount(rows[here], weights[columns[here]], len(lines)) + weights[-1]
            off = (1 / (1 + np.exp(-scores)) - ahead) * ~apart
            slope = np.append(np.bincount(columns[here], off[rows[here]], len(index)), off.sum()) + PENALTY * weights
            slope[-1] -= PENALTY * weights[-1]
            mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
            weights -= RATE * mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
        return weights[:-1], float(weights[-1])

    weights, _ = learn(np.ones(len(index), bool))
    telling = np.abs(weights) * np.sqrt(np.bincount(columns, minlength=len(index)))
    kept = telling >= np.sort(telling)[-WORDS]
    weights, level = learn(kept)
    scores = np.bincount(rows[kept[columns]], weights[columns[kept[columns]]], len(lines)) + level
    right = (scores > 0) == ahead
    turned = []
    for number in sorted(set(np.array(reports)[apart])):
        here = np.flatnonzero(np.array(reports) == number)
        sums = np.append(0, np.cumsum(-scores[here]))
        turned += list((np.arange(len(here)) >= sums.argmax()) == ahead[here])
    print(f"{len(lines)} lines, {ahead.mean():.3f} look ahead")
    print(f"apart: a line alone {right[apart].mean():.3f}, by the turn {np.mean(turned):.3f}")
    print(f"level {level:.1f}")
    comment = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    table = [f"{word}\t{weights[at]:.1f}" for word, at in index.items() if kept[at]]
    TABLE.write_text("\n".join([*comment, "word\tweight", *table]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
