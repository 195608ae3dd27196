"""How probable teachers find each tag at each character of unlabelled text."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import torch
from batches import HEADS, Alphabet, Example, collate, groups
from gru import Teacher
from network import Chain, Tagger

ASKED = {"msra": 0.6, "uner": 0.2, "cluener": 0.2}
"""How often which head is asked beside `news`; the head of the résumés has nothing to say to news."""
TOGETHER = 4000
"""Characters that the teachers read at once."""


@torch.no_grad()
def taught(
    teachers: Sequence[tuple[Tagger | Teacher, Chain]], texts: Sequence[str], alphabet: Alphabet, seed: int
) -> Iterator[Example]:
    """Read sentences with all teachers; what they find probable on average is what there is to learn."""
    chance = random.Random(seed)
    kinds, shares = list(ASKED), list(ASKED.values())
    nothing = np.zeros(0, dtype=np.int64)
    asked = [
        Example(alphabet.read(text), HEADS.index(kind), nothing, nothing)
        for text, kind in zip(texts, chance.choices(kinds, shares, k=len(texts)), strict=True)
    ]
    for model, _ in teachers:
        model.eval()
    for group in groups(asked, TOGETHER, None):
        group = sorted(group, key=lambda e: -len(e.characters))
        found = []
        for model, chain in teachers:
            batch = collate(group, model.buckets)
            scores = model.names(model(batch.characters, batch.pairs, batch.triples, batch.where))
            own = scores[torch.arange(len(group)), :, batch.heads]
            present = batch.present.repeat(2, 1)
            found.append(chain.chances(torch.cat([own, scores[:, :, 0]]), present))
        both = torch.stack(found).mean(0).unflatten(0, (2, len(group))).half().numpy()
        for row, example in enumerate(group):
            yield replace(example, chances=both[:, row, : len(example.characters)].copy())
