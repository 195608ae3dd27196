"""The segmenter as a spaCy tokenizer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from newsparse.language.resources import segmenter
from newsparse.language.segment import Engine

__all__ = ["JiebaTokenizer", "make_tokenizer"]


class JiebaTokenizer:
    """Makes a spaCy Doc of a text; the Doc's text is the text, to the character.

    Parameters
    ----------
    vocab:
        The vocabulary of the pipeline.
    gazetteers:
        Gazetteer files beside newsparse's own; their names are kept whole.
    engine:
        Which implementation of jieba cuts, see :mod:`newsparse.language.segment`.
    """

    def __init__(self, vocab: Vocab, gazetteers: Iterable[str] = (), engine: Engine = "rjieba") -> None:
        self.vocab = vocab
        self.gazetteers = tuple(gazetteers)
        self.engine: Engine = engine

    def __reduce__(self) -> tuple[Any, ...]:
        return JiebaTokenizer, (self.vocab, self.gazetteers, self.engine)

    def __call__(self, text: str) -> Doc:
        """Tokenize one text."""
        words: list[str] = []
        spaces: list[bool] = []
        for word in segmenter(self.gazetteers, self.engine).cut(text):
            if word == " " and spaces and not spaces[-1]:
                spaces[-1] = True  # spaCy keeps one space after a word with the word
            else:
                words.append(word)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    # spaCy's serialisation protocol: the tokenizer is its settings, everything else is loaded on first use.
    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        return json.dumps({"gazetteers": self.gazetteers, "engine": self.engine}).encode()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> JiebaTokenizer:
        settings = json.loads(data)
        self.gazetteers, self.engine = tuple(settings["gazetteers"]), settings["engine"]
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> JiebaTokenizer:
        return self.from_bytes(Path(path).read_bytes())


@registry.tokenizers("newsparse.JiebaTokenizer.v1")  # type: ignore[untyped-decorator]
def make_tokenizer(gazetteers: list[str], engine: Engine) -> Callable[[Language], JiebaTokenizer]:
    """Make the tokenizer factory that a spaCy config names."""

    def create(nlp: Language) -> JiebaTokenizer:
        return JiebaTokenizer(nlp.vocab, gazetteers, engine)

    return create
