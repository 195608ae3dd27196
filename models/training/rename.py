"""Sentences with other names in them, so that names are known by where they stand and not by heart.

News names the same few people and places again and again. A person gets a surname and given characters from other
people of the gold sources, a division the name of another of its rank, a body the place of another at its front.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from data import Places, Sentence

_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,3}")


class Renamer:
    """Gives names to others.

    Parameters
    ----------
    sentences
        Gold sentences: their people lend surnames and given characters.
    places
        The divisions that exist.
    seed
        Makes the same names every time.
    """

    def __init__(self, sentences: Iterable[Sentence], places: Places, seed: int) -> None:
        people = {s.text[a:b] for s in sentences for a, b, label in s.spans if label == "PERSON"}
        chinese = sorted(name for name in people if _CHINESE.fullmatch(name))
        surnames = Counter(name[0] for name in chinese)
        self._surnames = {name: times for name, times in surnames.items() if times >= 5}
        own = [name for name in chinese if name[0] in self._surnames]
        self._first = [name[0] for name in own]
        self._given = {2: [name[1] for name in own if len(name) == 2], 3: [name[1:] for name in own if len(name) == 3]}
        self._divisions: dict[str, list[str]] = {}
        for name in sorted(places.divisions):
            self._divisions.setdefault(self._rank(name), []).append(name)
        self._known = places.divisions
        self._chance = random.Random(seed)

    @staticmethod
    def _rank(name: str) -> str:
        return name[-1] if name[-1] in "省市县区旗州" and len(name) > 2 else "short"

    def _person(self) -> str:
        size = 3 if self._chance.random() < 0.75 else 2
        given = self._chance.choice(self._given[size])
        if size == 3 and self._chance.random() < 0.5:
            given = given[0] + self._chance.choice(self._given[3])[1]
        return self._chance.choice(self._first) + given

    def _other(self, name: str, label: str) -> str:
        if label == "PERSON" and _CHINESE.fullmatch(name) and name[0] in self._surnames:
            return self._person()
        if label == "GPE" and name in self._known:
            return self._chance.choice(self._divisions[self._rank(name)])
        if label == "ORG":
            for size in range(min(8, len(name) - 2), 1, -1):
                if (place := name[:size]) in self._known:
                    return self._chance.choice(self._divisions[self._rank(place)]) + name[size:]
        return name

    def rename(self, sentence: Sentence, share: float) -> Sentence:
        """Give about `share` of the names of a sentence to others; a name that comes twice stays the same twice."""
        parts: list[str] = []
        spans = []
        given: dict[str, str] = {}
        at = size = 0
        for start, end, label in sentence.spans:
            name = sentence.text[start:end]
            if name not in given:
                given[name] = self._other(name, label) if self._chance.random() < share else name
            parts += [sentence.text[at:start], given[name]]
            size += start - at
            spans.append((size, size + len(given[name]), label))
            size += len(given[name])
            at = end
        return Sentence(sentence.source, "".join(parts) + sentence.text[at:], tuple(spans))

    def renamed(self, sentences: Sequence[Sentence], share: float = 0.6) -> list[Sentence]:
        """Every sentence whose names could change, changed."""
        changed = [self.rename(s, share) for s in sentences]
        return [new for new, old in zip(changed, sentences, strict=True) if new.text != old.text]
