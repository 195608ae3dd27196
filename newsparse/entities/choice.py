"""Which of the candidates are names: a trained choice among everything that rules and recogniser propose.

Rules know the field and err where its words mean something else; the recogniser sees the sentence and has never heard
of most bodies. Neither decides alone: each candidate is described by a few dozen features (who proposes it, what the
recogniser sees there, what else is proposed over the same stretch, how its edges lie in the words), a logistic
regression learned on annotated news says how likely it is a name, and the set of candidates that do not overlap and
together are most likely is taken. The weights are a table, `models/recognizer/choice.tsv`; `models/training/choose.py`
makes it, and `models/README.md` says from what and what it scores.
"""

from __future__ import annotations

import csv
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from newsparse.entities.policy import longest_first
from newsparse.entities.recognizer import locate
from newsparse.entities.scan import Scan
from newsparse.entities.values import LONGEST, OWN_PRIORITY, Candidate, ModelSpan

__all__ = ["CHOICE", "SCORE", "Choice", "Option", "choice", "features", "options"]

CHOICE: Final = "choice.tsv"
LEAST: Final = -0.75
"""Log-odds from which a candidate may be a name; below even, because what is left out cannot win anything back.
F1 in cross-validation on annotated news is flat from -1 to -0.25."""
SCORE: Final = "score"
"""The one feature that is a number: how sure the recogniser is of just this name."""
OWN: Final = 10.0
"""Log-odds that speak for a name of the reader's own tables, unless rules see a longer one around it."""

_GROUP = {"GPE": "PLACE", "LOC": "PLACE"}
_DOTS = frozenset("·•・．‧")
_BESIDE = frozenset("《》“”「」、，（） ")
_STEPS = (0.5, 0.75, 0.92)
_LONGEST_SIZE = 9


@dataclass(slots=True)
class Option:
    """One stretch with one label, whoever proposes it."""

    start: int
    end: int
    label: str
    best: Candidate
    """The candidate of highest priority: what is known of the name beside its place."""
    rules: set[str] = field(default_factory=set)
    """The finders that propose it."""
    kinds: set[str] = field(default_factory=set)
    known: bool = False
    """Whether the gazetteer has it."""
    titled: bool = False
    """Whether a post stands beside it."""
    guess: bool = True
    """Whether nothing but the look of it speaks for it."""
    score: float = 0.0
    """How sure the recogniser is of just this stretch and label; 0 if it does not propose it."""
    longest: bool = False
    """Whether it is the name by the rules alone: the longest of those that overlap."""
    who: str = "model"
    """Who proposes it, apart from the recogniser."""
    rival: str = ""
    """Who proposes it, and whether the recogniser agrees: how other options see it."""
    group: str = ""
    """Its label, GPE and LOC being one."""

    @property
    def own(self) -> bool:
        """Whether the reader's own tables have it and no rule sees a longer name around it."""
        return self.longest and self.best.priority >= OWN_PRIORITY


def options(candidates: Iterable[tuple[str, Candidate]], spans: Iterable[ModelSpan]) -> list[Option]:
    """Join the candidates of the finders (each with the finder's name) and the spans of the recogniser, sorted."""
    found: dict[tuple[int, int, str], Option] = {}
    for finder, one in candidates:
        option = found.get((one.start, one.end, one.label))
        if option is None:
            option = found[one.start, one.end, one.label] = Option(one.start, one.end, one.label, one)
        elif one.priority > option.best.priority:
            option.best = one
        option.titled = option.titled or bool(one.title)
        option.rules.add(finder)
        option.kinds.add(one.kind or "-")
        option.known = option.known or one.source == "gazetteer"
        option.guess = option.guess and one.guess
    for span in spans:
        option = found.get((span.start_char, span.end_char, span.label))
        if option is None:
            one = Candidate(span.start_char, span.end_char, span.label, "model")  # type: ignore[arg-type]
            option = found[one.start, one.end, one.label] = Option(one.start, one.end, one.label, one, guess=False)
        option.score = span.score
    offers = sorted(found.values(), key=lambda one: (one.start, one.end, one.label))
    ruled = [one.best for one in offers if one.rules and (not one.guess or one.score)]
    longest = {id(one) for one in longest_first(ruled, max((one.end for one in offers), default=0))}
    for option in offers:
        option.longest = id(option.best) in longest
        if option.rules:
            option.who = ("known" if option.known else "rule") + ("?" if option.guess else "")
        option.rival = f"{option.who}+" if option.score else option.who
        option.group = _GROUP.get(option.label, option.label)
    return offers


def features(scan: Scan, offers: Sequence[Option], spans: Sequence[ModelSpan]) -> Iterator[list[str]]:
    """Say what is so of each option; nothing twice."""
    text, lexicon, index = scan.text, scan.lexicon, scan.index
    times = Counter((text[one.start : one.end], one.label) for one in offers)
    starts = [one.start for one in offers]
    span_starts = [span.start_char for span in spans]
    for one in offers:
        start, end, who, group = one.start, one.end, one.who, one.group
        name = text[start:end]
        seen = _seen(one, spans, span_starts)
        size = min(end - start, _LONGEST_SIZE)
        keys = [
            "all",
            group,
            f"{group} {who}",
            f"{group} {who} {seen}",
            f"{who} {seen}",
            f"{group} {seen}",
            f"{group} size {size}",
            f"{group} {who} size {size}",
            f"edges {start in index} {end in index} {who}",
            f"times {min(3, times[name, one.label])}",
            f"{group} ends {name[-1]}",
            f"{group} ends {name[-2:]}",
        ]
        keys += [f"{group} by {rule}" for rule in one.rules]
        if one.longest:
            keys += ("longest", f"{group} longest", f"longest {who}", f"longest {group} {seen}", f"longest {seen}")
        for kind in one.kinds:
            keys += (f"{group} kind {kind}", f"kind {kind} {seen}")
        if scan.cuts_word(start, end):
            keys += ("cuts", f"{group} cuts")
        if lexicon.is_ordinary(name):
            keys += ("ordinary", f"{group} ordinary", f"{who} ordinary")
        if one.titled:
            keys.append(f"{group} titled")
        before, after = (" " if c.isspace() else c for c in (text[start - 1 : start], text[end : end + 1]))
        keys += (f"{group} after {before}", f"{group} before {after}", f"{group} begins {name[0]}")
        if before in _BESIDE:
            keys.append(f"after {before}")
        if after in _BESIDE:
            keys.append(f"before {after}")
        if group == "PERSON":
            surname = name[0] in lexicon.surnames or name[:2] in lexicon.surnames
            foreign = not _DOTS.isdisjoint(name) or all(c in lexicon.foreign for c in name)
            looks = f"PERSON looks {surname} {foreign} {size}"
            keys += (looks, f"{looks} {who}", f"{looks} {seen}")
        keys += _rivals(one, offers, starts)
        yield keys


def _seen(one: Option, spans: Sequence[ModelSpan], starts: Sequence[int]) -> str:
    """Say what the recogniser sees where an option stands."""
    relations = set()
    for span in spans[bisect_left(starts, one.start - LONGEST) : bisect_left(starts, one.end)]:
        start, end = span.start_char, span.end_char
        if end <= one.start:
            continue
        label = _GROUP.get(span.label, span.label)
        label = "it" if label == one.group else label
        if (start, end) == (one.start, one.end):
            return f"same {label} {_sureness(span.score)}"
        side = "left" if start == one.start else "right" if end == one.end else "mid"
        if start <= one.start and one.end <= end:
            relations.add(f"in {label} {side} {_sureness(span.score)}")
        elif one.start <= start and end <= one.end:
            relations.add(f"has {label} {side}")
        else:
            relations.add("cross left" if start < one.start else "cross right")
    return "+".join(sorted(relations)[:3]) or "nothing"


def _sureness(score: float) -> int:
    return bisect_right(_STEPS, score)


def _rivals(one: Option, offers: Sequence[Option], starts: Sequence[int]) -> set[str]:
    """Say what other options stand over the same stretch."""
    keys: set[str] = set()
    longer = inner = cross = 0
    for other in offers[bisect_left(starts, one.start - LONGEST) : bisect_left(starts, one.end)]:
        start, end, rival = other.start, other.end, other.rival
        if end <= one.start or (start == one.start and end == one.end):
            continue
        if start <= one.start and one.end <= end:
            longer += 1
            keys.update((f"{one.group} in {rival} {other.group}", f"{one.who} in {rival}"))
        elif one.start <= start and end <= one.end:
            inner += 1
            side = "left" if start == one.start else "right" if end == one.end else "mid"
            keys.update((f"{one.group} has {rival} {other.group} {side}", f"{one.who} has {rival}"))
        else:
            cross += 1
            keys.add(f"crosses {rival}")
    keys.update((f"longer {min(longer, 2)}", f"{one.group} inner {min(inner, 3)}", f"cross {min(cross, 2)}"))
    return keys


class Choice:
    """The trained choice.

    Parameters
    ----------
    weights:
        Weight of each feature, in log-odds.
    """

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = weights

    @classmethod
    def load(cls, path: Path | None = None) -> Choice:
        """Read the table at a path, newsparse's own if None.

        Raises
        ------
        FileNotFoundError
            If there is no such table.
        """
        with (path or locate() / CHOICE).open(encoding="utf-8", newline="") as rows:
            table = csv.reader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
            return cls({feature: float(weight) for feature, weight in table})

    def choose(
        self, scan: Scan, candidates: Iterable[tuple[str, Candidate]], spans: Sequence[ModelSpan]
    ) -> list[Candidate]:
        """Give the names, in order, none over another.

        Parameters
        ----------
        scan:
            The text.
        candidates:
            What the rules propose, each with the name of its finder.
        spans:
            What the recogniser sees, sorted.
        """
        offers = options(candidates, spans)
        return [option.best for option in self.pick(offers, features(scan, offers, spans))]

    def pick(self, offers: Sequence[Option], found: Iterable[Iterable[str]]) -> list[Option]:
        """Give the options that are names, by their features."""
        weight = self.weights.get
        trust = self.weights.get(SCORE, 0.0)
        gains = [
            sum(filter(None, map(weight, keys))) + trust * option.score - LEAST + OWN * option.own
            for option, keys in zip(offers, found, strict=True)
        ]
        likely = [(option, gain) for option, gain in zip(offers, gains, strict=True) if gain > 0]
        return _heaviest(sorted(likely, key=lambda one: (one[0].end, one[0].start)))


def _heaviest(likely: Sequence[tuple[Option, float]]) -> list[Option]:
    """Give the options of the greatest sum of gains among those that do not overlap; they come sorted by their ends."""
    ends = [option.end for option, _ in likely]
    sums = [0.0]
    before: list[int] = []
    for number, (option, gain) in enumerate(likely):
        apart = bisect_right(ends, option.start, 0, number)
        takes = sums[apart] + gain > sums[-1]
        before.append(apart if takes else -1)
        sums.append(sums[apart] + gain if takes else sums[-1])
    chosen: list[Option] = []
    at = len(likely)
    while at:
        at -= 1
        if before[at] >= 0:
            chosen.append(likely[at][0])
            at = before[at]
    return chosen[::-1]


@cache
def choice() -> Choice:
    """Give newsparse's own choice."""
    return Choice.load()
