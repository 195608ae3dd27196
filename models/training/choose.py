"""Learns which candidates are names: `python models/training/choose.py DATA WEIGHTS [--pages FOLDER]...`.

WEIGHTS is a recogniser that has not seen the articles kept apart (`train.py` writes it beside the one that ships): what
it sees in them is what it will see in any news. Candidates, gazetteers and rules are those of the day, so run this
again when they have changed much. Prints scores in cross-validation and on the sentences written for testing, and
writes `models/recognizer/choice.tsv`. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from pathlib import Path

import numpy as np
from annotations import Annotated, read_annotations, read_written
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from newsparse.analysis import part
from newsparse.entities import choice
from newsparse.entities.read import find_candidates
from newsparse.entities.recognizer import Recognizer
from newsparse.entities.scan import Scan
from newsparse.evaluation import read_gold
from newsparse.language.resources import gazetteer, segmenter
from newsparse.script import simplify

Name = tuple[str, int, int]
PLACE = {"GPE": "PLACE", "LOC": "PLACE"}
CORE = ("PERSON", "ORG", "PLACE")
EXTENDED = ("FAC", "PRODUCT", "EVENT", "LAW")
TOGETHER = 100
"""Sentences read as one text."""
SHARE = 0.3
"""How much a candidate counts in a sentence that was picked because a recogniser was unsure of it: such are 64 % of the
annotated sentences and 22 to 48 % of all (of work reports, press releases, broadcast news)."""
WRITTEN = 0.3
"""The same in a sentence that was written: with 1 names of the other kinds lose more than these gain."""
PAGES = 10.0
"""How much a candidate on an annotated page counts, next to one in a sentence."""
PENALTY = 0.6
"""C of the logistic regression."""
RARE, SMALL = 3, 0.05
"""Features that are met less often than this, or weigh less, are left out."""
FOLDS = 4


@dataclass(frozen=True)
class Reading:
    """One text: what is proposed, what of it is right and how much each counts, and the names it should have."""

    text: str
    offers: list[choice.Option]
    features: list[list[str]]
    right: list[bool]
    weights: list[float]
    names: set[Name]
    zones: list[tuple[int, int]]


class Reader:
    """Reads texts with the rules of the day and a recogniser."""

    def __init__(self, weights: Path) -> None:
        self.recognizer = Recognizer.load(weights)
        self.gazetteer, self.segmenter = gazetteer(()), segmenter((), "rjieba")

    def read(self, text: str, names: Iterable[Name], zones: list[tuple[int, int]], counts: Sequence[float]) -> Reading:
        """Propose names; `counts` says of each character how much a candidate that begins there counts."""
        spans = [span for span in self.recognizer.recognize(text) if span.end_char - span.start_char > 1]
        scan = Scan(text, part(text, self.segmenter.cut(text), spans), self.gazetteer)
        offers = choice.options(find_candidates(scan), spans)
        wanted = {_bare(text, *name) for name in names}
        right = [_bare(text, one.label, one.start, one.end) in wanted for one in offers]
        weights = [
            0.0 if not good and any(one.start < end and start < one.end for start, end in zones) else counts[one.start]
            for one, good in zip(offers, right, strict=True)
        ]
        return Reading(text, offers, list(choice.features(scan, offers, spans)), right, weights, wanted, zones)

    def sentences(self, some: Iterable[Annotated]) -> Iterator[Reading]:
        """Read annotated sentences."""
        for _, group in groupby(enumerate(some), key=lambda pair: pair[0] // TOGETHER):
            together = [one for _, one in group]
            starts = list(accumulate((len(one.text) + 1 for one in together), initial=0))
            names = {
                (label, at + start, at + end)
                for at, one in zip(starts, together, strict=False)
                for start, end, label in one.names
            }
            counts = [count for one in together for count in [_share(one)] * (len(one.text) + 1)]
            yield self.read("\n".join(one.text for one in together), names, [], counts)

    def pages(self, folder: Path) -> Iterator[Reading]:
        """Read the bodies of annotated pages; what lies in a zone counts neither way."""
        for path in sorted(folder.glob("*.gold.tsv")):
            gold = read_gold(path)
            raw = simplify(gold.raw)
            text = "\n".join(raw[start:end] for start, end in gold.body)
            moves = list(accumulate((end - start + 1 for start, end in gold.body), initial=0))
            names, zones = set(), []
            for mark in gold.marks:
                for (start, end), at in zip(gold.body, moves, strict=False):
                    if start <= mark.start and mark.end <= end:
                        moved = mark.start - start + at, mark.end - start + at
                        if mark.label == "ZONE":
                            zones.append(moved)
                        elif mark.label in PLACE or mark.label in (*CORE, *EXTENDED):
                            names.add((mark.label, *moved))
            yield self.read(text, names, zones, [PAGES] * (len(text) + 1))


def _share(one: Annotated) -> float:
    """Give how much a candidate in a sentence counts."""
    return WRITTEN if one.written else SHARE if one.sought else 1.0


def _bare(text: str, label: str, start: int, end: int) -> Name:
    """Give a name without the marks around it, places as one label."""
    marked = text[start] in "《「“" and text[end - 1] in "》」”"
    return PLACE.get(label, label), start + marked, end - marked


def learn(readings: Sequence[Reading]) -> dict[str, float]:
    """Fit the weights."""
    vectors = DictVectorizer()
    rows = ((keys, option.score) for one in readings for keys, option in zip(one.features, one.offers, strict=True))
    table = vectors.fit_transform([dict.fromkeys(keys, 1.0) | {choice.SCORE: score} for keys, score in rows])
    table.indices, table.indptr = table.indices.astype(np.int32), table.indptr.astype(np.int32)
    model = LogisticRegression(C=PENALTY, solver="liblinear", fit_intercept=False, max_iter=300)
    model.fit(
        table,
        [good for one in readings for good in one.right],
        sample_weight=[weight for one in readings for weight in one.weights],
    )
    times = np.asarray((table != 0).sum(0)).ravel()
    return {
        name: round(float(weight), 2)
        for name, weight, number in zip(vectors.feature_names_, model.coef_[0], times, strict=True)
        if number >= RARE and abs(weight) >= SMALL
    }


def score(pairs: Iterable[tuple[choice.Choice, Reading]]) -> None:
    """Print how well the names of texts are found by a choice that did not learn from them."""
    tallies: dict[str, Counter[str]] = {"right": Counter(), "found": Counter(), "wanted": Counter()}
    for chooser, one in pairs:
        names = {_bare(one.text, o.label, o.start, o.end) for o in chooser.pick(one.offers, one.features)}
        names = {n for n in names if n in one.names or not any(a < n[2] and n[1] < b for a, b in one.zones)}
        for key, some in (("found", names), ("wanted", one.names), ("right", names & one.names)):
            tallies[key].update(label for label, _, _ in some)
    print("| label | P | R | F1 |\n|---|---|---|---|")
    for title, labels in (("core", CORE), ("extended", EXTENDED), *((label, (label,)) for label in (*CORE, *EXTENDED))):
        right, found, wanted = (sum(tally[label] for label in labels) for tally in tallies.values())
        measures = right / max(found, 1), right / max(wanted, 1), 2 * right / max(found + wanted, 1)
        print(f"| {title} | " + " | ".join(f"{measure:.3f}" for measure in measures) + " |")


def cross_validated(readings: Sequence[Reading]) -> Iterator[tuple[choice.Choice, Reading]]:
    """Yield each text with a choice that learned from texts of the other folds."""
    for number in range(FOLDS):
        chooser = choice.Choice(learn([one for at, one in enumerate(readings) if at % FOLDS != number]))
        yield from ((chooser, one) for one in readings[number::FOLDS])


def main() -> None:
    """Learn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with text/")
    parser.add_argument("weights", type=Path, help="a recogniser that has not seen the articles kept apart")
    parser.add_argument("--pages", type=Path, action="append", default=[], help="folder of annotated pages")
    parser.add_argument("--out", type=Path, default=Path("models/recognizer") / choice.CHOICE)
    options = parser.parse_args()
    reader = Reader(options.weights)
    readings = [*reader.sentences(one for one in read_annotations(options.data) if one.apart)]
    print(f"{len(readings)} texts of sentences, {sum(len(one.offers) for one in readings)} candidates")
    score(cross_validated(readings))
    readings += [one for folder in options.pages for one in reader.pages(folder)]
    weights = learn(readings)
    print("On the sentences written for testing:")
    score((choice.Choice(weights), one) for one in reader.sentences(read_written("test")))
    with options.out.open("w", encoding="utf-8") as table:
        for name in sorted(weights):
            table.write(f"{name}\t{weights[name]:g}\n")
    print(f"{len(weights)} weights")


if __name__ == "__main__":
    main()
