"""Trains the recogniser: `python models/training/train.py DATA LAC WORK` (see models/README.md).

Three stages, each with a checkpoint in WORK from which the next goes on, also after an interruption:

words
    Mostly what LAC says of government news: words and their classes, so that the n-grams of the field are known.
names
    Mostly the gold names of all sources, each by its own head, and all by the project's; the sentences come again
    with other names in them.
agreed
    The same, and sentences of government news in which this model and the project's rules see the same names.
free, last
    The same with all tables learning.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from batches import HEADS, TAGS, Alphabet, Example, collate, encode, endless, groups, spans_of
from data import Corpus, Sentence, grams, load
from export import export
from lac import Lac
from network import Chain, Tagger
from rename import Renamer
from text import agreed, completed, read_texts, sentences
from torch.nn import functional

from newsparse.entities.recognizer import Recognizer
from newsparse.script import simplify

SEED = 4
BATCH = 4000
ALONE = 0.5
"""Weight of the cross-entropy of characters on their own."""
MERGED = {"GPE": "LOC", "FAC": "LOC"}


@dataclass(frozen=True)
class Stage:
    """What one stage reads and how it learns."""

    name: str
    characters: float
    """How many are read."""
    shares: dict[str, float]
    """Which share of the batches comes from which stream."""
    rate: float
    falling: bool
    """Whether the rate falls to nothing at the end."""
    tables: float
    """How fast the tables of pairs and triples learn, compared with the rest."""
    forget: float
    frozen: bool
    """Whether the table of characters stays as it is."""


STAGES = (
    Stage("words", 24e6, {"words": 0.75, "gold": 0.25}, 2e-3, falling=False, tables=2.0, forget=0.2, frozen=False),
    Stage("names", 8e6, {"words": 0.1, "gold": 0.9}, 2e-3, falling=True, tables=0.0, forget=0.3, frozen=True),
    Stage(
        "agreed",
        22e6,
        {"words": 0.1, "gold": 0.6, "agreed": 0.3},
        1.5e-3,
        falling=True,
        tables=0.3,
        forget=0.3,
        frozen=True,
    ),
    Stage("free", 9e6, {"gold": 0.75, "agreed": 0.25}, 1.2e-3, falling=True, tables=1.0, forget=0.35, frozen=False),
    Stage("last", 8e6, {"gold": 0.75, "agreed": 0.25}, 1.2e-3, falling=True, tables=1.5, forget=0.4, frozen=False),
)
"""The tables learn the field from LAC first: gold names alone would have them known by heart (development F1 fell)."""
AVERAGED = {"free": 0.4, "last": 0.6}
"""What ships is the weighted mean of these stages; it scored best on the development sets."""


class Trainer:
    """The network, its optimisers and the streams of sentences it learns from."""

    def __init__(self, corpus: Corpus, alphabet: Alphabet, lac: Lac) -> None:
        self.alphabet = alphabet
        self.chance = random.Random(SEED)
        self.model = Tagger(len(alphabet), len(HEADS), len(TAGS), words=lac.tags)
        self.chain = Chain(TAGS)
        with torch.no_grad():
            rows = [np.zeros(128, dtype=np.float32), lac.row("")] + [lac.row(c) for c in alphabet.characters]
            self.model.characters.weight.copy_(torch.from_numpy(np.stack(rows)))
        self.dev = {name: encode(some, alphabet) for name, some in corpus.dev.items()}
        self.streams: dict[str, Iterator[list[Example]]] = {}
        self.feed("gold", encode(corpus.train, alphabet))

    def feed(self, name: str, examples: list[Example]) -> None:
        print(f"{name}: {len(examples)} sentences", flush=True)
        self.streams[name] = endless(examples, BATCH, self.chance)

    def run(self, stage: Stage) -> None:
        self.model.forget = stage.forget
        self.model.characters.weight.requires_grad_(not stage.frozen)
        tables = [self.model.pairs.weight, self.model.triples.weight]
        every = [*self.model.parameters(), *self.chain.parameters()]
        dense = [p for p in every if p.requires_grad and all(p is not t for t in tables)]
        optimisers = [(torch.optim.Adam(dense), 1.0), (torch.optim.SparseAdam(tables), stage.tables)]
        kinds, shares = list(stage.shares), list(stage.shares.values())
        seen, step, begin, told = 0, 0, time.time(), 0
        while seen < stage.characters:
            rate = stage.rate * min(1.0, (step + 1) / 100)
            rate *= 1 - seen / stage.characters if stage.falling else 1
            for optimiser, factor in optimisers:
                for settings in optimiser.param_groups:
                    settings["lr"] = rate * factor
                optimiser.zero_grad()
            kind = self.chance.choices(kinds, shares)[0]
            group = next(self.streams[kind])
            loss = self.words_loss(group) if kind == "words" else self.names_loss(group)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(dense, 5.0)
            for optimiser, _ in optimisers:
                optimiser.step()
            seen += sum(len(e.characters) for e in group)
            step += 1
            if seen - told >= 2e6:
                told = seen
                scores = {k: round(self.evaluate(k)[2], 4) for k in ("msra", "uner", "cluener")}
                print(f"{stage.name} {seen / 1e6:.0f} M, {seen / (time.time() - begin):.0f}/s, {scores}", flush=True)

    def state(self) -> dict[str, dict[str, torch.Tensor]]:
        """The network as it stands."""
        return {"model": self.model.state_dict(), "chain": self.chain.state_dict()}

    def names_loss(self, group: list[Example]) -> torch.Tensor:
        """The CRF's loss by the sentence's own source and by the guidelines, for each character.

        The CRF alone leaves it to the chain to know what is outside every name; the cross-entropy of each character
        makes the scores speak for themselves, which search and confidence rely on.
        """
        batch = collate(group, self.model.buckets)
        with torch.autocast("cpu", torch.bfloat16):
            seen = self.model(batch.characters, batch.pairs, batch.triples, batch.where)
        scores = self.model.names(seen.float())
        news, tags, present = scores[:, :, 0], batch.news, batch.present
        if int(batch.heads.max()):
            own = scores[torch.arange(len(batch.heads)), :, batch.heads]
            news, tags, present = torch.cat([own, news]), torch.cat([batch.own, tags]), present.repeat(2, 1)
        inside = present > 0
        alone = functional.cross_entropy(news[inside], tags[inside])
        return self.chain.loss(news, tags, present).sum() / batch.present.sum() + ALONE * alone

    def words_loss(self, group: list[Example]) -> torch.Tensor:
        """Cross-entropy of LAC's tags, for each character."""
        batch = collate(group, self.model.buckets)
        with torch.autocast("cpu", torch.bfloat16):
            scores = self.model.words(self.model(batch.characters, batch.pairs, batch.triples, batch.where))
        inside = batch.present > 0
        return functional.cross_entropy(scores[inside].float(), batch.own[inside])

    @torch.no_grad()
    def evaluate(self, name: str) -> tuple[float, float, float]:
        """Precision, recall and F1 on a development set; kinds of places are one, titles do not count."""
        self.model.eval()
        right = guessed = wanted = 0
        for group in groups(self.dev[name], 20_000, None):
            batch = collate(group, self.model.buckets)
            scores = self.model.names(self.model(batch.characters, batch.pairs, batch.triples, batch.where))
            chosen = scores[torch.arange(len(batch.heads)), :, batch.heads]
            lengths = batch.present.sum(1).long().tolist()
            paths = self.chain.best(chosen, batch.present)
            for path, tags, length in zip(paths, batch.own.tolist(), lengths, strict=True):
                got = {(a, b, MERGED.get(x, x)) for a, b, x in spans_of(path) if x != "TITLE"}
                want = {(a, b, MERGED.get(x, x)) for a, b, x in spans_of(tags[:length]) if x != "TITLE"}
                right, guessed, wanted = right + len(got & want), guessed + len(got), wanted + len(want)
        self.model.train()
        return right / max(guessed, 1), right / max(wanted, 1), 2 * right / max(guessed + wanted, 1)


def tagged_words(folder: Path, lac: Lac, unlabelled: list[str]) -> tuple[list[str], list[np.ndarray]]:
    """The sentences and LAC's tags for their characters; made once, kept in `folder`."""
    texts, tags = folder / "words.json", folder / "words.npy"
    if not tags.exists():
        found = lac.tag(unlabelled)
        texts.write_text(json.dumps(unlabelled, ensure_ascii=False), encoding="utf-8")
        np.save(tags, np.concatenate(found))
    known = json.loads(texts.read_text(encoding="utf-8"))
    ends = np.cumsum([len(text) for text in known])
    return known, np.split(np.load(tags).astype(np.int64), ends[:-1])


def main() -> None:
    """Train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with ner/, text/ and gazetteers/")
    parser.add_argument("lac", type=Path, help="LAC/lac_model of the unpacked lac 2.1.2")
    parser.add_argument("work", type=Path, help="folder for checkpoints")
    parser.add_argument("--held", type=Path, action="append", default=[], help="folder of pages that stay unseen")
    parser.add_argument("--scale", type=float, default=1.0, help="of the stages' lengths; 0.01 tries the command out")
    parser.add_argument("--out", type=Path, default=Path("models/recognizer/weights.npz"))
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    torch.manual_seed(SEED)

    held: set[str] = set()
    for folder in options.held:
        for page in sorted(folder.glob("*.txt")):
            for line in page.read_text(encoding="utf-8").split("\n"):
                held |= grams(simplify(line))
    corpus, lac = load(options.data), Lac(options.lac)
    texts = read_texts(options.data, held)
    known, tags = tagged_words(options.work, lac, [*(s.text for s in corpus.train), *sentences(texts)])
    alphabet = Alphabet.of([*(s.text for s in corpus.train), *known], 5)
    trainer = Trainer(corpus, alphabet, lac)
    trainer.feed("words", [Example(alphabet.read(t), 0, k, k) for t, k in zip(known, tags, strict=True)])
    renamer = Renamer(corpus.train, corpus.places, SEED)
    news: list[Sentence] = []
    states = {}
    for stage in STAGES:
        if stage.name == "names":
            trainer.feed("gold", encode([*corpus.train, *renamer.renamed(corpus.train)], alphabet))
        checkpoint = options.work / f"{stage.name}.pt"
        if not checkpoint.exists():
            if "agreed" in stage.shares and not news:
                weights = options.work / "names" / options.out.name
                recognizer = Recognizer.load(weights)
                news = [*agreed(texts[::2], recognizer), *completed(corpus.events, recognizer)]
                trainer.feed("agreed", encode([*news, *renamer.renamed(news)], alphabet))
            trainer.run(replace(stage, characters=stage.characters * options.scale))
            torch.save(trainer.state(), checkpoint)
        states[stage.name] = torch.load(checkpoint)
        trainer.model.load_state_dict(states[stage.name]["model"])
        trainer.chain.load_state_dict(states[stage.name]["chain"])
        if stage.name == "names":
            export(trainer.model, trainer.chain, alphabet.characters, options.work / "names" / options.out.name)
    for part, module in (("model", trainer.model), ("chain", trainer.chain)):
        mean = {
            name: sum(share * states[stage][part][name] for stage, share in AVERAGED.items())
            for name in states["last"][part]
        }
        module.load_state_dict(mean)
    export(trainer.model, trainer.chain, alphabet.characters, options.out)


if __name__ == "__main__":
    main()
