"""Trains the recogniser: `python models/training/train.py DATA LAC WORK` (see models/README.md).

The stages, each with a checkpoint in WORK from which the next goes on, also after an interruption:

words
    Mostly what LAC says of government news: words and their classes, so that the n-grams of the field are known.
names
    Mostly the gold names of all sources, each by its own head, and all by the project's; the sentences come again
    with other names in them.
agreed
    The same, and sentences of government news in which this model and the project's rules see the same names.
free, last
    The same with all tables learning.
teacher
    A larger network, LAC's own, learns the gold names and the agreed sentences.
taught
    The mean of the last two learns from the gold names and from what the teacher and itself together see in
    unlabelled news.
annotated
    What ships: the gold names, and the sentences that were annotated or written for this project, with labels that no
    other source has. `apart` is the same without the articles kept apart, for `choose.py`.
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
from annotations import read_annotations
from batches import HEADS, TAGS, Alphabet, Batch, Example, collate, encode, endless, groups, spans_of
from data import Corpus, Sentence, grams, load
from export import export
from gru import Teacher
from lac import Lac
from network import Chain, Tagger
from rename import Renamer
from teach import taught
from text import agreed, completed, read_texts, sentences
from torch.nn import functional

from newsparse.entities.recognizer import Recognizer
from newsparse.script import simplify

SEED = 4
BATCH = 4000
TOLD = 3_000_000
"""Characters from one look at the development sets to the next."""
OPENED, LESS = ("PRODUCT", "EVENT", "LAW"), 1.5
"""Labels of the annotated sentences alone, and by how much the scores of their tags begin below those of ORG."""
ALONE = 0.5
"""Weight of the cross-entropy of characters on their own."""
State = dict[str, dict[str, torch.Tensor]]
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
    tables: float = 0.0
    """How fast the tables of pairs and triples learn, compared with the rest."""
    forget: float = 0.0
    """Which share of pairs and triples is hidden."""
    falling: bool = True
    """Whether the rate falls to nothing at the end."""
    frozen: bool = False
    """Whether the table of characters stays as it is."""


WORDS = Stage("words", 24e6, {"words": 0.75, "gold": 0.25}, 2e-3, tables=2.0, forget=0.2, falling=False)
NAMES = Stage("names", 8e6, {"words": 0.1, "gold": 0.9}, 2e-3, tables=0.0, forget=0.3, frozen=True)
AGREED = Stage("agreed", 22e6, {"words": 0.1, "gold": 0.6, "agreed": 0.3}, 1.5e-3, tables=0.3, forget=0.3, frozen=True)
FREE = Stage("free", 9e6, {"gold": 0.75, "agreed": 0.25}, 1.2e-3, tables=1.0, forget=0.35)
LAST = Stage("last", 8e6, {"gold": 0.75, "agreed": 0.25}, 1.2e-3, tables=1.5, forget=0.4)
TEACHER = Stage("teacher", 15.5e6, {"gold": 0.82, "agreed": 0.18}, 1.3e-3)
TAUGHT = Stage("taught", 20e6, {"gold": 0.4, "agreed": 0.1, "taught": 0.5}, 1.2e-3, tables=1.0, forget=0.3)
ANNOTATED = Stage("annotated", 40e6, {"gold": 0.35, "annotated": 0.65}, 1.2e-3, tables=1.0, forget=0.4)
"""The tables learn the field from LAC first: gold names alone would have them known by heart (development F1 fell)."""
AVERAGED = {"free": 0.4, "last": 0.6}
"""What learns from the teacher is the weighted mean of these stages; it scored best on the development sets."""
UNLABELLED = 60_000
"""Sentences that the teacher reads."""


def mean(states: list[tuple[float, State]]) -> State:
    """The weighted mean of networks."""
    return {
        part: {name: sum(share * state[part][name] for share, state in states) for name in states[0][1][part]}
        for part in states[0][1]
    }


class Trainer:
    """A network, its chain and optimisers, and the streams of sentences it learns from."""

    def __init__(self, model: Tagger | Teacher, dev: dict[str, list[Sentence]], alphabet: Alphabet) -> None:
        self.model, self.chain = model, Chain(TAGS)
        self.chance = random.Random(SEED)
        self.dev = {name: encode(some, alphabet) for name, some in dev.items()}
        self.streams: dict[str, Iterator[list[Example]]] = {}

    def feed(self, name: str, examples: list[Example]) -> None:
        print(f"{name}: {len(examples)} sentences", flush=True)
        self.streams[name] = endless(examples, BATCH, self.chance)

    def run(self, stage: Stage) -> None:
        self.model.forget = stage.forget
        self.model.characters.weight.requires_grad_(not stage.frozen)
        tables = self.model.tables
        every = [*self.model.parameters(), *self.chain.parameters()]
        dense = [p for p in every if p.requires_grad and all(p is not t for t in tables)]
        optimisers: list[tuple[torch.optim.Optimizer, float]] = [(torch.optim.Adam(dense), 1.0)]
        if tables:
            optimisers.append((torch.optim.SparseAdam(tables), stage.tables))
        losses = {"words": self.words_loss, "taught": self.taught_loss}
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
            loss = losses.get(kind, self.names_loss)(collate(group, self.model.buckets))
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(dense, 5.0)
            for optimiser, _ in optimisers:
                optimiser.step()
            seen += sum(len(e.characters) for e in group)
            step += 1
            if seen - told >= TOLD:
                told = seen
                scores = {k: round(self.evaluate(k)[2], 4) for k in ("msra", "uner", "cluener")}
                print(f"{stage.name} {seen / 1e6:.0f} M, {seen / (time.time() - begin):.0f}/s, {scores}", flush=True)

    def state(self) -> State:
        """The network as it stands."""
        return {"model": self.model.state_dict(), "chain": self.chain.state_dict()}

    def restore(self, state: State) -> None:
        """Put the network where it stood."""
        self.model.load_state_dict(state["model"])
        self.chain.load_state_dict(state["chain"])

    def names_loss(self, batch: Batch) -> torch.Tensor:
        """The CRF's loss by the sentence's own source and by the guidelines, for each character.

        The CRF alone leaves it to the chain to know what is outside every name; the cross-entropy of each character
        makes the scores speak for themselves, which search and confidence rely on.
        """
        scores = self.model.names(self.model(batch.characters, batch.pairs, batch.triples, batch.where))
        news, tags, present = scores[:, :, 0], batch.news, batch.present
        if int(batch.heads.max()):
            own = scores[torch.arange(len(batch.heads)), :, batch.heads]
            news, tags, present = torch.cat([own, news]), torch.cat([batch.own, tags]), present.repeat(2, 1)
        inside = present > 0
        alone = functional.cross_entropy(news[inside], tags[inside])
        return self.chain.loss(news, tags, present).sum() / batch.present.sum() + ALONE * alone

    def taught_loss(self, batch: Batch) -> torch.Tensor:
        """Cross-entropy of how probable the teachers find each tag, by both conventions, for each character."""
        scores = self.model.names(self.model(batch.characters, batch.pairs, batch.triples, batch.where))
        own = scores[torch.arange(len(batch.heads)), :, batch.heads]
        inside = batch.present > 0
        by_own, by_news = batch.chances[:, inside]
        return functional.cross_entropy(own[inside], by_own) + functional.cross_entropy(
            scores[:, :, 0][inside], by_news
        )

    def words_loss(self, batch: Batch) -> torch.Tensor:
        """Cross-entropy of LAC's tags, for each character."""
        scores = self.model.words(self.model(batch.characters, batch.pairs, batch.triples, batch.where))
        inside = batch.present > 0
        return functional.cross_entropy(scores[inside], batch.own[inside])

    @torch.no_grad()
    def evaluate(self, name: str) -> tuple[float, float, float]:
        """Precision, recall and F1 on a development set; kinds of places are one, titles do not count."""
        self.model.eval()
        right = guessed = wanted = 0
        for group in groups(self.dev[name], BATCH, None):
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


def open_labels(trainer: Trainer) -> None:
    """Let the labels that no source had so far begin as less likely organisations: from nothing they come late."""
    shape = (len(HEADS), len(TAGS))
    weight = trainer.model.output.weight.data.view(*shape, -1)
    bias = trainer.model.output.bias.data.view(*shape)
    like = [TAGS.index(f"{tag[0]}-ORG") if tag.partition("-")[2] in OPENED else i for i, tag in enumerate(TAGS)]
    new = [i for i, source in enumerate(like) if i != source]
    weight.copy_(weight[:, like].clone())
    bias.copy_(bias[:, like].clone())
    bias[:, new] -= LESS
    transitions = trainer.chain.transitions.data
    transitions.copy_(transitions[like][:, like].clone())


def annotated_sentences(data: Path) -> dict[str, list[Sentence]]:
    """The sentences annotated or written for this project: all of them, and those that are not kept apart."""
    every = [(one.apart, Sentence("news", one.text, one.names)) for one in read_annotations(data)]
    return {"apart": [sentence for apart, sentence in every if not apart], ANNOTATED.name: [s for _, s in every]}


def held_grams(folders: list[Path], corpus: Corpus) -> set[str]:
    """Runs of characters of the pages in the folders and of the development and test sentences."""
    held = {g for some in (corpus.dev, corpus.test) for part in some.values() for s in part for g in grams(s.text)}
    for folder in folders:
        for page in sorted(folder.glob("*.txt")):
            for line in simplify(page.read_text(encoding="utf-8", errors="replace")).split("\n"):
                held |= grams(line)
    return held


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

    corpus, lac = load(options.data), Lac(options.lac)
    texts = read_texts(options.data, held_grams(options.held, corpus))
    unlabelled = sentences(texts)
    known, tags = tagged_words(options.work, lac, [*(s.text for s in corpus.train), *unlabelled])
    alphabet = Alphabet.of([*(s.text for s in corpus.train), *known], 5)
    model = Tagger(len(alphabet), len(HEADS), len(TAGS), words=lac.tags)
    with torch.no_grad():
        model.characters.weight.copy_(torch.from_numpy(lac.table(alphabet.characters)))
    student = Trainer(model, corpus.dev, alphabet)
    teacher = Trainer(Teacher(len(HEADS), len(TAGS), alphabet.characters, lac), corpus.dev, alphabet)
    teacher.streams = student.streams
    student.feed("words", [Example(alphabet.read(t), 0, k, k) for t, k in zip(known, tags, strict=True)])
    student.feed("gold", encode(corpus.train, alphabet))
    renamer = Renamer(corpus.train, corpus.places, SEED)

    def trained(stage: Stage, trainer: Trainer) -> None:
        """Bring the trainer to the end of the stage, from its checkpoint if there is one."""
        checkpoint = options.work / f"{stage.name}.pt"
        if not checkpoint.exists():
            trainer.run(replace(stage, characters=stage.characters * options.scale))
            torch.save(trainer.state(), checkpoint)
        trainer.restore(torch.load(checkpoint))

    trained(WORDS, student)
    student.feed("gold", encode([*corpus.train, *renamer.renamed(corpus.train)], alphabet))
    trained(NAMES, student)
    first = options.work / "names" / options.out.name
    export(student.model, student.chain, alphabet.characters, first)
    recognizer = Recognizer.load(first)
    news = [*agreed(texts[::2], recognizer), *completed(corpus.events, recognizer)]
    student.feed("agreed", encode([*news, *renamer.renamed(news)], alphabet))
    for stage in (AGREED, FREE, LAST):
        trained(stage, student)
    student.restore(mean([(share, torch.load(options.work / f"{name}.pt")) for name, share in AVERAGED.items()]))
    trained(TEACHER, teacher)
    chosen = random.Random(SEED).sample(unlabelled, min(UNLABELLED, len(unlabelled)))
    readers = [(t.model, t.chain) for t in (teacher, student)]
    student.feed("taught", list(taught(readers, chosen, alphabet, SEED)))
    trained(TAUGHT, student)
    open_labels(student)
    learned = {part: {name: value.clone() for name, value in some.items()} for part, some in student.state().items()}
    for name, some in annotated_sentences(options.data).items():
        student.restore(learned)
        student.feed("annotated", encode([*some, *renamer.renamed(some)], alphabet))
        trained(replace(ANNOTATED, name=name), student)
        weights = options.out if name == ANNOTATED.name else options.work / name / options.out.name
        export(student.model, student.chain, alphabet.characters, weights)


if __name__ == "__main__":
    main()
