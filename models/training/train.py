"""Trains the recogniser: `python models/training/train.py DATA LAC OUT` (see models/README.md)."""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import lac
import numpy as np
import torch
from batches import HEADS, TAGS, Alphabet, Batch, Example, batches, encode, ours, spans_of, tags_of
from data import Corpus, Sentence, load
from network import Chain, Tagger


def f1(right: int, guessed: int, wanted: int) -> float:
    return 2 * right / (guessed + wanted) if guessed + wanted else 1.0


MERGED = {"GPE": "LOC", "FAC": "LOC"}


@torch.no_grad()
def evaluate(model: Tagger, chain: Chain, examples: list[Example], head: int | None) -> tuple[float, float, float]:
    """Precision, recall and F1 of whole names; kinds of places are one, titles do not count."""
    model.eval()
    right = guessed = wanted = 0
    for batch in batches(examples, 20_000, model.buckets, None):
        scores = head_scores(model, batch, None if head is None else torch.full_like(batch.heads, head))
        gold = batch.own if head is None or head > 0 else batch.news
        lengths = batch.present.sum(1).long().tolist()
        for path, tags, length in zip(chain.best(scores, batch.present), gold.tolist(), lengths, strict=True):
            got = {(a, b, MERGED.get(x, x)) for a, b, x in spans_of(path) if x != "TITLE"}
            want = {(a, b, MERGED.get(x, x)) for a, b, x in spans_of(tags[:length]) if x != "TITLE"}
            right, guessed, wanted = right + len(got & want), guessed + len(got), wanted + len(want)
    model.train()
    return right / max(guessed, 1), right / max(wanted, 1), f1(right, guessed, wanted)


def pick(scores: torch.Tensor, heads: torch.Tensor) -> torch.Tensor:
    table = scores.view(*scores.shape[:2], len(HEADS), len(TAGS))
    return table[torch.arange(len(heads)), :, heads]


def head_scores(model: Tagger, batch: Batch, heads: torch.Tensor | None) -> torch.Tensor:
    scores = model(batch.characters, batch.pairs, batch.triples, batch.where)
    return pick(scores, batch.heads if heads is None else heads)


def start_from_lac(model: Tagger, alphabet: Alphabet, folder: Path) -> None:
    """Copy the character embeddings of LAC; it knows Chinese punctuation by its ASCII form."""
    rows, table = lac.read_characters(folder)
    folded = {"。": ".", "、": ",", "…": ".", "《": "《", "》": "》"}
    with torch.no_grad():
        for number, character in enumerate(alphabet.characters, start=2):
            row = rows.get(character, rows.get(folded.get(character, character.lower())))
            if row is not None:
                model.characters.weight[number] = torch.from_numpy(table[row])
        model.characters.weight[1] = torch.from_numpy(table[rows[lac.UNKNOWN]])
        model.characters.weight[0] = 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("lac", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--dilations", type=lambda s: tuple(map(int, s.split(","))), default=(1, 2, 4, 1))
    parser.add_argument("--recurrent", type=int, default=0)
    parser.add_argument("--batch", type=int, default=4000)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--dropout", type=float, default=0.2)
    parser.add_argument("--forget", type=float, default=0.2)
    parser.add_argument("--seed", type=int, default=4)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    chance = random.Random(options.seed)

    corpus: Corpus = load(options.data)
    alphabet = Alphabet.of((s.text for s in corpus.train), 3)
    train = encode(corpus.train, alphabet)
    dev = {name: encode(sentences, alphabet) for name, sentences in corpus.dev.items()}
    model = Tagger(
        len(alphabet),
        len(HEADS),
        len(TAGS),
        width=options.width,
        dilations=options.dilations,
        recurrent=options.recurrent,
        dropout=options.dropout,
        forget=options.forget,
    )
    start_from_lac(model, alphabet, options.lac)
    chain = Chain(TAGS)
    sparse = [model.pairs.weight, model.triples.weight]
    dense = [p for p in [*model.parameters(), *chain.parameters()] if all(p is not s for s in sparse)]
    optimisers = [torch.optim.Adam(dense, lr=options.rate), torch.optim.SparseAdam(sparse, lr=options.rate)]
    begin, characters, step, epoch, loss_sum = time.time(), 0, 0, 0, 0.0
    print(
        f"{len(train)} sentences, {sum(len(e.characters) for e in train)} characters, alphabet {len(alphabet)}",
        flush=True,
    )
    done = 0.0
    while done < 1:
        epoch += 1
        for batch in batches(train, options.batch, model.buckets, chance):
            done = (time.time() - begin) / 60 / options.minutes
            if done >= 1:
                break
            rate = options.rate * min(1.0, step / 100 + 0.01) * max(0.02, 1 - done)
            for optimiser in optimisers:
                for group in optimiser.param_groups:
                    group["lr"] = rate
            scores = model(batch.characters, batch.pairs, batch.triples, batch.where)
            own, news = pick(scores, batch.heads), pick(scores, torch.zeros_like(batch.heads))
            both = torch.cat([own, news])
            loss = (
                chain.loss(both, torch.cat([batch.own, batch.news]), batch.present.repeat(2, 1)).sum()
                / batch.present.sum()
            )
            for optimiser in optimisers:
                optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(dense, 5.0)
            for optimiser in optimisers:
                optimiser.step()
            characters += int(batch.present.sum())
            loss_sum += loss.item()
            step += 1
            if step % 200 == 0:
                spent = time.time() - begin
                print(
                    f"step {step} epoch {epoch} loss {loss_sum / 200:.4f} {characters / spent:.0f} chars/s {spent:.0f}s",
                    flush=True,
                )
                loss_sum = 0.0
            if step % 1000 == 0:
                print("dev msra", [f"{x:.4f}" for x in evaluate(model, chain, dev["msra"], None)], flush=True)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(
        {
            "alphabet": alphabet.characters,
            "model": model.state_dict(),
            "chain": chain.state_dict(),
            "options": vars(options),
        },
        options.out,
    )
    for name, examples in dev.items():
        own, news = evaluate(model, chain, examples, None), evaluate(model, chain, examples, 0)
        print(name, "own head", [f"{x:.4f}" for x in own], "news head", [f"{x:.4f}" for x in news], flush=True)


if __name__ == "__main__":
    main()
