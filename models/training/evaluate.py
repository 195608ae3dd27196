"""Measures a recogniser: `python models/training/evaluate.py DATA [--test] [--model FOLDER] [--gold FOLDER]...`.

Prints, as tables, how well the names of the sources' development or test sets are found by the sources' own
conventions, those of the sentences written for testing and of a gold corpus by the project's; how often a span of a
given score is right; what is confused with what; and the speed on one core.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from annotations import read_written
from data import Sentence, load

from newsparse.entities.recognizer import ModelSpan, Recognizer
from newsparse.evaluation import read_gold
from newsparse.script import simplify

Name = tuple[str, int, int]
PLACE = {"GPE": "PLACE", "LOC": "PLACE", "FAC": "PLACE"}
CORE = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "PLACE", "LOC": "PLACE"}
EXTENDED = ("FAC", "PRODUCT", "EVENT", "LAW")


def measures(right: int, guessed: int, wanted: int) -> str:
    """Precision, recall and F1 as cells of a table."""
    return f"{right / max(guessed, 1):.3f} | {right / max(wanted, 1):.3f} | {2 * right / max(guessed + wanted, 1):.3f}"


def source_table(parts: dict[str, list[Sentence]], model: Path | None) -> None:
    """By label and in all; the kinds of places are one."""
    print("| set | convention | label | P | R | F1 |\n|---|---|---|---|---|---|")
    for name, sentences in parts.items():
        text = "\n".join(s.text for s in sentences)
        wanted: set[Name] = set()
        at = 0
        for sentence in sentences:
            wanted |= {(PLACE.get(x, x), at + a, at + b) for a, b, x in sentence.spans if x != "TITLE"}
            at += len(sentence.text) + 1
        spans = Recognizer.load(model, convention=name).recognize(text)
        guessed = {(PLACE.get(s.label, s.label), s.start_char, s.end_char) for s in spans}
        for label in ("PERSON", "ORG", "PLACE", "all"):
            w = {n for n in wanted if label in (n[0], "all")}
            g = {n for n in guessed if label in (n[0], "all")}
            print(f"| {name} | {name} | {label} | {measures(len(w & g), len(g), len(w))} |")


def written_table(recognizer: Recognizer) -> None:
    """By label and in all, on the sentences that were written for testing."""
    tallies: dict[str, Counter[str]] = {"right": Counter(), "guessed": Counter(), "wanted": Counter()}
    for sentence in read_written("test"):
        wanted = {(CORE.get(label, label), start, end) for start, end, label in sentence.names}
        spans = recognizer.recognize(sentence.text)
        guessed = {(CORE.get(span.label, span.label), span.start_char, span.end_char) for span in spans}
        for key, some in (("right", wanted & guessed), ("guessed", guessed), ("wanted", wanted)):
            tallies[key].update(label for label, _, _ in some)
    print("\n| written sentences | P | R | F1 |\n|---|---|---|---|")
    core = tuple(dict.fromkeys(CORE.values()))
    for title, labels in (("core", core), ("extended", EXTENDED), *((label, (label,)) for label in (*core, *EXTENDED))):
        print(f"| {title} | {measures(*(sum(tally[label] for label in labels) for tally in tallies.values()))} |")


def joined(names: Iterable[Name]) -> set[Name]:
    """Places that touch are one, as the scorer has them."""
    out: list[Name] = []
    for label, start, end in sorted(names, key=lambda n: n[1:]):
        if out and label == out[-1][0] == "PLACE" and out[-1][2] == start:
            out[-1] = (label, out[-1][1], end)
        else:
            out.append((label, start, end))
    return set(out)


def gold_table(folder: Path, recognizer: Recognizer) -> list[tuple[ModelSpan, bool]]:
    """Core entities of the body of each page; returns every span that counts and whether it is right."""
    right: Counter[str] = Counter()
    guessed: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    confusions: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], list[str]] = {}
    judged = []
    for path in sorted(folder.glob("*.gold.tsv")):
        gold = read_gold(path)
        zones = [m.span for m in gold.marks if m.label == "ZONE"]
        names = joined((CORE[m.label], m.start, m.end) for m in gold.labelled(*CORE))
        elsewhere = {m.span for m in gold.labelled(*EXTENDED)}
        spans = [s for s in recognizer.recognize(simplify(gold.raw)) if s.label in CORE]
        spans = [s for s in spans if any(a <= s.start_char and s.end_char <= b for a, b in gold.body)]
        found = joined((CORE[s.label], s.start_char, s.end_char) for s in spans)
        found = {
            n for n in found
            if n in names or not (n[1:] in elsewhere or any(a < n[2] and n[1] < b for a, b in zones))
        }  # fmt: skip
        for counter, some in ((right, names & found), (guessed, found), (wanted, names)):
            counter.update(n[0] for n in some)
            counter["core"] += len(some)
        for s in spans:
            name = (CORE[s.label], s.start_char, s.end_char)
            if name in found:
                judged.append((s, name in names))
        for kind, name in [*(("missed", n) for n in names - found), *(("wrong", n) for n in found - names)]:
            others = sorted(n for n in (found if kind == "missed" else names) if n[1] < name[2] and name[1] < n[2])
            if kind == "wrong" and others:
                continue
            what = "nothing" if not others else others[0][0]
            what += " with other bounds" if others and others[0][1:] != name[1:] else ""
            key = (name[0], what) if kind == "missed" else ("nothing", name[0])
            confusions[key] += 1
            examples.setdefault(key, []).append(gold.around(*name[1:]))
    print(f"\n{folder.name}\n\n| label | P | R | F1 |\n|---|---|---|---|")
    for label in ("PERSON", "ORG", "PLACE", "core"):
        print(f"| {label} | {measures(right[label], guessed[label], wanted[label])} |")
    print("\n| gold | model | times | examples |\n|---|---|---|---|")
    for (want, got), times in confusions.most_common(10):
        print(f"| {want} | {got} | {times} | {' '.join(examples[want, got][:3])} |")
    return judged


def score_table(judged: list[tuple[ModelSpan, bool]]) -> None:
    """How often a span is right, by its score."""
    print("\n| score | spans | right |\n|---|---|---|")
    for low, high in ((0, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 0.97), (0.97, 1.01)):
        some = [right for span, right in judged if low <= span.score < high]
        if some:
            print(f"| {low}-{min(high, 1)} | {len(some)} | {sum(some) / len(some):.2f} |")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--test", action="store_true", help="the test sets: once, at the end")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--gold", type=Path, action="append", default=[])
    options = parser.parse_args()
    corpus = load(options.data)
    parts = corpus.test if options.test else {k: v for k, v in corpus.dev.items() if k != "resume"}
    source_table(parts, options.model)
    recognizer = Recognizer.load(options.model)
    written_table(recognizer)
    judged = []
    for folder in options.gold:
        judged += gold_table(folder, recognizer)
        pages = [simplify(read_gold(p).raw) for p in sorted(folder.glob("*.gold.tsv"))]
        begin = time.process_time()
        for page in pages:
            recognizer.recognize(page)
        spent = time.process_time() - begin
        print(f"\n{sum(map(len, pages)) / spent:,.0f} characters a second, one page at a time")
    if judged:
        score_table(judged)


if __name__ == "__main__":
    main()
