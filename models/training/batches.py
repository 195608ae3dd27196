"""Sentences as numbers: the alphabet, tags, and batches that lie in one line."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from data import LABELS, WORDS, Sentence, pieces
from network import tag_names
from numpy.typing import NDArray
from torch import Tensor

from newsparse.entities.recognizer import EDGE, UNKNOWN, code_points, pairs, triples

HEADS = ("news", "msra", "uner", "cluener", "resume")
"""Output heads: the first follows the project's own guidelines and is the one that ships as the default."""
TAGS = tag_names(LABELS)
POOL = 4000
"""Sentences that are sorted by length together."""


def ours(sentence: Sentence) -> Sentence:
    """The sentence by the project's guidelines: no titles, no bare generic words, no one-character countries."""
    spans = tuple(
        (start, end, label)
        for start, end, label in sentence.spans
        if label != "TITLE"
        and not (label == "ORG" and sentence.text[start:end] in WORDS["generic"])
        and not (label in ("GPE", "LOC", "ORG", "FAC") and end - start == 1)
    )
    return Sentence("news", sentence.text, spans)


class Alphabet:
    """Numbers of folded characters; 0 is the sentence boundary, 1 any other character."""

    def __init__(self, characters: str) -> None:
        self.characters = characters
        self._table = np.full(0x10000, UNKNOWN, dtype=np.uint32)
        self._table[[ord(c) for c in characters]] = np.arange(2, 2 + len(characters))

    @classmethod
    def of(cls, texts: Iterable[str], least: int) -> Alphabet:
        counts: Counter[int] = Counter()
        for text in texts:
            counts.update(code_points(text).tolist())
        return cls("".join(sorted(chr(c) for c, n in counts.items() if n >= least and c not in (EDGE, 0xFFFD))))

    def read(self, text: str) -> NDArray[np.uint32]:
        return self._table[code_points(text)]

    def __len__(self) -> int:
        return len(self.characters) + 2


@dataclass(frozen=True)
class Example:
    """A sentence, its tags by its own source and its tags by the guidelines."""

    characters: NDArray[np.uint32]
    head: int
    own: NDArray[np.int64]
    news: NDArray[np.int64]
    chances: NDArray[np.float16] | None = None
    """How probable a teacher finds each tag: 2 (own, news) x characters x tags."""


def tags_of(sentence: Sentence) -> NDArray[np.int64]:
    """Give the number of the tag of each character."""
    tags = np.zeros(len(sentence.text), dtype=np.int64)
    for start, end, label in sentence.spans:
        first = 1 + 4 * LABELS.index(label)
        if end - start == 1:
            tags[start] = first + 3
        else:
            tags[start:end] = first + 1
            tags[start], tags[end - 1] = first, first + 2
    return tags


def spans_of(tags: Iterable[int]) -> list[tuple[int, int, str]]:
    """Give the names that a sequence of tags spells: (start, end, label)."""
    spans, start = [], -1
    for at, tag in enumerate(tags):
        if tag == 0:
            continue
        label, place = LABELS[(tag - 1) // 4], (tag - 1) % 4
        if place in (0, 3):
            start = at
        if place in (2, 3):
            spans.append((start, at + 1, label))
    return spans


def encode(sentences: Iterable[Sentence], alphabet: Alphabet) -> list[Example]:
    """Turn sentences into numbers, cut as they will be cut when the model reads."""
    examples = []
    for whole in sentences:
        for sentence in pieces(whole):
            if sentence.text:
                examples.append(
                    Example(
                        alphabet.read(sentence.text),
                        HEADS.index(sentence.source),
                        tags_of(sentence),
                        tags_of(ours(sentence)),
                    )
                )
    return examples


@dataclass(frozen=True)
class Batch:
    """Sentences in one line, and where in the line each of them is."""

    characters: Tensor
    pairs: Tensor
    triples: Tensor
    where: Tensor
    present: Tensor
    heads: Tensor
    own: Tensor
    news: Tensor
    chances: Tensor
    """2 x sentences x longest x tags; empty where nobody taught."""


def collate(examples: list[Example], buckets: tuple[int, int]) -> Batch:
    """Lay sentences in one line: two boundaries, after each sentence one, at the end one more."""
    examples = sorted(examples, key=lambda e: -len(e.characters))
    longest = len(examples[0].characters)
    line = [np.zeros(2, dtype=np.uint32)]
    where = np.zeros((len(examples), longest), dtype=np.int64)
    own, news = np.zeros_like(where), np.zeros_like(where)
    chances = np.zeros((2, *where.shape, len(TAGS) if examples[0].chances is not None else 0), dtype=np.float32)
    at = 2
    for row, example in enumerate(examples):
        size = len(example.characters)
        line += [example.characters, np.zeros(1, dtype=np.uint32)]
        where[row, :size] = np.arange(at, at + size)
        own[row, : len(example.own)], news[row, : len(example.news)] = example.own, example.news
        if example.chances is not None:
            chances[:, row, :size] = example.chances
        at += size + 1
    line.append(np.zeros(1, dtype=np.uint32))
    numbers = np.concatenate(line)
    return Batch(
        torch.from_numpy(numbers.astype(np.int64)),
        torch.from_numpy(pairs(numbers, buckets[0])),
        torch.from_numpy(triples(numbers, buckets[1])),
        torch.from_numpy(where),
        torch.from_numpy((where > 0).astype(np.float32)),
        torch.tensor([e.head for e in examples]),
        torch.from_numpy(own),
        torch.from_numpy(news),
        torch.from_numpy(chances),
    )


def groups(examples: list[Example], size: int, chance: random.Random | None) -> Iterator[list[Example]]:
    """Groups of about `size` characters, alike in length; shuffled when `chance` is given."""
    order = list(range(len(examples)))
    if chance:
        chance.shuffle(order)
    for begin in range(0, len(order), POOL):
        part = sorted((examples[i] for i in order[begin : begin + POOL]), key=lambda e: len(e.characters))
        found: list[list[Example]] = [[]]
        room = size
        for example in part:
            if room <= 0:
                found.append([])
                room = size
            found[-1].append(example)
            room -= len(example.characters)
        if chance:
            chance.shuffle(found)
        yield from found


def endless(examples: list[Example], size: int, chance: random.Random) -> Iterator[list[Example]]:
    """Give groups for ever, shuffled anew each round."""
    while True:
        yield from groups(examples, size, chance)
