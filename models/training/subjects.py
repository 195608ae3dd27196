"""Learns whose a statistic is: `python models/training/subjects.py FOLDER...`.

FOLDER holds annotated articles (NAME.txt, NAME.gold.tsv, NAME.relations.tsv): corpora/samples, corpora/fresh, the
folders that corpora/texts.py makes; the cases of the tests are read too. A statistic takes the candidate whose
weights add up to the most; what is learned, from nothing, is that those that the annotators would accept get more
than the others. Prints how often the subject is right in cross-validation over the articles, and writes
`newsparse/rules/relations/subjects.tsv`; its comment stays. Needs numpy only.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar, NamedTuple

import numpy as np

from newsparse import parse
from newsparse.amounts import read_amounts
from newsparse.analysis import part
from newsparse.dates import Anchor, read_dates
from newsparse.entities import EntityValue
from newsparse.evaluation import read_gold
from newsparse.evaluation.compare import Tally, inside
from newsparse.evaluation.facts import match_figures, same_text
from newsparse.language import resources
from newsparse.relations.indicators import reader, subjects
from newsparse.relations.indicators.subjects import Aspect, Mention, Subjects
from newsparse.relations.indicators.words import subject_weights

TABLE = Path("newsparse/rules/relations/subjects.tsv")
PENALTY = 2.0
"""On the squares of the weights."""
STEPS, RATE = 200, 0.05
"""Of Adam."""
RARE = 3
"""A feature of fewer statistics is left out."""
ROUNDS = 4
"""What was chosen before is a feature, so the articles are read again with what was learned; fits on all readings."""
FOLDS = 5
SMALL = 0.2
"""Weights below are left out."""
CASES = Path("tests/cases/indicators.tsv")
_CASES_DAY = Anchor(date(2024, 3, 5), "published_at")
_MARKED = re.compile(r"\[([^]/]+)/([A-Z]+)\]")

Weights = dict[str, float]


class Question(NamedTuple):
    """One statistic: what holds for each candidate, and which of them the annotators would accept."""

    article: str
    features: list[list[str]]
    right: list[bool]


class Recorder(Subjects):
    """Remembers the candidates of each statistic, by where it stands."""

    asked: ClassVar[defaultdict[int, dict[Aspect, list[tuple[Mention, list[str]]]]]] = defaultdict(dict)

    def score(self, candidate: Mention, aspect: Aspect) -> float:
        """Score as ever, and remember what holds for the candidate."""
        features = list(self.features(candidate, aspect))
        self.asked[aspect.start].setdefault(aspect, []).append((candidate, features))
        return super().score(candidate, aspect)


def questions(folder: Path) -> Iterator[Question]:
    """Read the articles of a folder; give the statistics that both the annotators and the reader have found."""
    for path in sorted(folder.glob("*.gold.tsv")):
        gold = read_gold(path)
        Recorder.asked.clear()
        article = parse(gold.raw)
        facts = [fact for fact in gold.facts or () if fact.kind == "FIGURE"]
        found = [m for m in article.indicators if inside((m.raw_start_char, m.raw_end_char), gold.body)]
        for fact, indicator in match_figures(facts, gold.raw, found, Tally()):
            for offers in Recorder.asked[indicator.start_char].values():
                right = [_accepted(candidate, fact.cells[0]) for candidate, _ in offers]
                yield Question(gold.name, [features for _, features in offers], right)
                break


def cases(path: Path) -> Iterator[Question]:
    """Read the cases of the tests: a text with its names marked, and its statistics."""
    segmenter = resources.segmenter((), "rjieba")
    for line in path.read_text(encoding="utf-8").splitlines():
        marked, _, expected = line.partition("\t")
        if line.startswith("#") or not expected or expected == "expected":
            continue
        names: list[EntityValue] = []
        text, at = "", 0
        for mark in _MARKED.finditer(marked):
            text += marked[at : mark.start()]
            names.append(EntityValue(len(text), len(text) + len(mark[1]), mark[2], mark[1]))  # type: ignore[arg-type]
            text, at = text + mark[1], mark.end()
        text = (text + marked[at:]).replace("\\n", "\n")
        amounts, when = read_amounts(text, region="CN"), read_dates(text, anchor=_CASES_DAY)
        Recorder.asked.clear()
        words = part(text, segmenter.cut(text), names)
        found = reader.read_indicators(text, words, names, when, amounts.money, amounts.quantities)
        subjects = [row.split("|")[0] for row in expected.split(";")]
        if len(found) == len(subjects):
            for indicator, subject in zip(found, subjects, strict=True):
                for offers in Recorder.asked[indicator.start_char].values():
                    right = [_accepted(candidate, subject) for candidate, _ in offers]
                    yield Question(text, [features for _, features in offers], right)
                    break


def _accepted(candidate: Mention, subject: str) -> bool:
    """Say whether a candidate is what the annotators wrote.

    In a report the place that it is about is right as well where they wrote nothing, because its name did not stand in
    the part that they had. Where they wrote 全省 it is not: a subject is given as the text has it.
    """
    if candidate.role == "topic" and subject == "-":
        return True
    if subject == "-":
        return candidate.role == "none"
    return candidate.role != "none" and same_text(candidate.words.text, subject)


def learn(asked: Sequence[Question], times: int = 1) -> Weights:
    """Fit the weights: the log-likelihood that an accepted candidate is taken, less the penalty.

    ``times`` says how often each statistic was asked.
    """
    asked = [one for one in asked if any(one.right) and not all(one.right)]
    common = Counter(name for one in asked for name in {name for features in one.features for name in features})
    index = {
        name: at for at, name in enumerate(sorted(name for name, count in common.items() if count >= RARE * times))
    }
    offers = [features for one in asked for features in one.features]
    starts = np.cumsum([0, *(len(one.right) for one in asked[:-1])])
    of = np.repeat(np.arange(len(asked)), [len(one.right) for one in asked])
    right = np.array([good for one in asked for good in one.right])
    pairs = [(row, index[name]) for row, features in enumerate(offers) for name in features if name in index]
    rows, columns = np.array(pairs).T
    weights, mean, square = (np.zeros(len(index)) for _ in range(3))
    for step in range(1, STEPS + 1):
        scores = np.bincount(rows, weights[columns], len(offers))
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[of])
        taken = odds / np.add.reduceat(odds, starts)[of]
        wanted = odds * right / np.add.reduceat(odds * right, starts)[of]
        slope = np.bincount(columns, (taken - wanted)[rows], len(index)) + PENALTY * times * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        weights -= RATE * mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return {
        name: round(weight, 1) for name, weight in zip(index, weights.tolist(), strict=True) if abs(weight) >= SMALL
    }


def right_share(asked: Sequence[Question], weights: Weights) -> float:
    """Say how often an accepted candidate is taken."""

    def taken(one: Question) -> int:
        scores = [sum(weights.get(name, 0.0) for name in features) for features in one.features]
        return scores.index(max(scores))

    return sum(one.right[taken(one)] for one in asked) / max(len(asked), 1)


def cross_validated(asked: Sequence[Question]) -> float:
    """Say how often the subject is right in articles that the weights were not learned from."""
    fold = {name: number % FOLDS for number, name in enumerate(sorted({one.article for one in asked}))}
    shares = []
    for number in range(FOLDS):
        rest = [one for one in asked if fold[one.article] != number]
        apart = [one for one in asked if fold[one.article] == number]
        shares.append(right_share(apart, learn(rest)) * len(apart) / len(asked))
    return sum(shares)


def write(weights: Weights) -> None:
    """Write the table below the comment that it has."""
    comment = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    rows = [f"{name}\t{weight}" for name, weight in sorted(weights.items())]
    TABLE.write_text("\n".join([*comment, "feature\tweight", *rows]) + "\n", encoding="utf-8")


def main() -> None:
    """Learn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER", help="folder of annotated articles")
    options = parser.parse_args()
    reader.Subjects = Recorder  # type: ignore[misc]
    every: list[Question] = []
    for number in range(ROUNDS):
        asked = [*cases(CASES), *(one for folder in options.folders for one in questions(folder))]
        every += asked
        weights = learn(every, number + 1)
        print(
            f"{len(asked)} statistics; subject right: {right_share(asked, weights):.3f}, in cross-validation "
            f"{cross_validated(asked):.3f}, with the best candidate always "
            f"{sum(any(one.right) for one in asked) / len(asked):.3f}"
        )
        subject_weights().clear()
        subject_weights().update(weights)
        subjects._shape_score.cache_clear()
    write(weights)
    print(f"{len(weights)} weights")


if __name__ == "__main__":
    main()
