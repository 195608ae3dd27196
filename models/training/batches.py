"""Sentences as numbers: the alphabet, tags, and batches that lie in one line."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from data import LABELS, Sentence, pieces
from network import tag_names
from numpy.typing import NDArray
from torch import Tensor

from newsparse.entities.recognizer import EDGE, UNKNOWN, code_points, pairs, triples

HEADS = ("news", "msra", "uner", "cluener", "resume")
"""Output heads: the first follows the project's own guidelines and is the one that ships as the default."""
TAGS = tag_names(LABELS)
_GENERIC = frozenset(
    "公司 本公司 该公司 集团 国会 众议院 参议院 议会 内阁 政府 警方 法院 检察院 公安局 邮电局 市委 县委 省委 区委 党委 镇党委 支部 "
    "党支部 市政府 县政府 省政府 区政府 镇政府 乡政府 筹委会 董事会 监事会 大学 学校 小学 中学 医院 村委会 居委会 工会 法庭 银行 "
    "市委市政府 省委省政府 县委县政府 商会 协会 学会 研究所 队".split()
)


def ours(sentence: Sentence) -> Sentence:
    """The sentence by the project's guidelines: no titles, no bare generic words, no one-character countries."""
    spans = tuple(
        (start, end, label)
        for start, end, label in sentence.spans
        if label != "TITLE"
        and not (label == "ORG" and sentence.text[start:end] in _GENERIC)
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
    """A sentence, its tags by its own source and by the guidelines, and how much each of the two counts."""

    characters: NDArray[np.uint32]
    head: int
    own: NDArray[np.int64]
    news: NDArray[np.int64]


def tags_of(sentence: Sentence) -> NDArray[np.int64]:
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
    characters: Tensor
    pairs: Tensor
    triples: Tensor
    where: Tensor
    present: Tensor
    heads: Tensor
    own: Tensor
    news: Tensor


def collate(examples: list[Example], buckets: int) -> Batch:
    examples = sorted(examples, key=lambda e: -len(e.characters))
    longest = len(examples[0].characters)
    line = [np.zeros(2, dtype=np.uint32)]
    where = np.zeros((len(examples), longest), dtype=np.int64)
    own, news = np.zeros_like(where), np.zeros_like(where)
    at = 2
    for row, example in enumerate(examples):
        size = len(example.characters)
        line += [example.characters, np.zeros(1, dtype=np.uint32)]
        where[row, :size] = np.arange(at, at + size)
        own[row, :size], news[row, :size] = example.own, example.news
        at += size + 1
    line.append(np.zeros(1, dtype=np.uint32))
    numbers = np.concatenate(line)
    return Batch(
        torch.from_numpy(numbers.astype(np.int64)),
        torch.from_numpy(pairs(numbers, buckets)),
        torch.from_numpy(triples(numbers, buckets)),
        torch.from_numpy(where),
        torch.from_numpy((where > 0).astype(np.float32)),
        torch.tensor([e.head for e in examples]),
        torch.from_numpy(own),
        torch.from_numpy(news),
    )


def batches(examples: list[Example], size: int, buckets: int, chance: random.Random | None) -> Iterator[Batch]:
    """Batches of about `size` characters; shuffled when `chance` is given, alike in length always."""
    order = list(range(len(examples)))
    if chance:
        chance.shuffle(order)
    pool = 4000
    groups: list[list[Example]] = []
    for begin in range(0, len(order), pool):
        part = sorted((examples[i] for i in order[begin : begin + pool]), key=lambda e: len(e.characters))
        group: list[Example] = []
        for example in part:
            group.append(example)
            if sum(len(e.characters) for e in group) >= size:
                groups.append(group)
                group = []
        if group:
            groups.append(group)
    if chance:
        chance.shuffle(groups)
    for group in groups:
        yield collate(group, buckets)
