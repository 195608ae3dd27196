"""The trained recogniser: people, organisations and places found by a small convolutional network.

It reads characters and hashed pairs and triples of characters and needs numpy alone: no network, no clock, no state.
Where its weights come from, what they were trained on and what they score is in `models/README.md`; how they are
made is in `models/training`.

One reading: `cut` finds the sentences, which are laid in one line with a boundary between them; `_Network` scores
every tag for every character of the line; `_Chain` picks the best sequence of tags.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
ModelLabel = Literal["PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "LAW"]

LONGEST: Final = 200
"""Characters in the longest sentence; accuracy falls on longer ones, so they are cut at commas and spaces."""
EDGE, UNKNOWN = 0, 1
"""Numbers of the sentence boundary and of a character that is not in the alphabet."""
PAIR_SEED, TRIPLE_SEED = 0x9E3779B1, 0x85EBCA77
CHUNK: Final = 2_048
"""Characters that are laid in one line: the working memory is bounded, whatever the length of the text."""
BLOCK: Final = 512
"""Characters of a line that go through the layers at once: what passes between the layers stays in the cache."""

WEIGHTS: Final = "weights.npz"
LABELS: Final = ("PERSON", "ORG", "GPE", "LOC", "FAC", "TITLE", "PRODUCT", "EVENT", "LAW")
"""What the network was taught; titles help it to see people and are not given out."""
TAGS: Final = ("O", *(f"{prefix}-{label}" for label in LABELS for prefix in "BIES"))
BEGINS: Final = np.array([tag[0] in "BS" for tag in TAGS])
ENDS: Final = np.array([tag[0] in "ES" for tag in TAGS])
FOLLOWS: Final = np.array(
    [[b[0] in "OBS" if a[0] in "OES" else b[0] in "IE" and a[2:] == b[2:] for b in TAGS] for a in TAGS]
)
"""Which tag (column) may follow which (row)."""
NEVER: Final = np.float32(-1e4)
SURE: Final = 6.0
"""A character whose score outside every name is that much better than inside one is taken to be outside. On 118,000
characters of development text the spans are those of a search without this short cut."""

_SENTENCE_END = re.compile(r"[。！？；\n]+[”’」』）]*")
_BREAK = re.compile(r"[，,、 \u3000]")


@dataclass(frozen=True, slots=True)
class ModelSpan:
    """A name the model sees.

    Attributes
    ----------
    start_char, end_char
        Code points in the text that was read, half open.
    label
        OntoNotes label.
    score
        Probability of the least sure of its tags, between 0 and 1.
    """

    start_char: int
    end_char: int
    label: ModelLabel
    score: float


def cut(text: str) -> list[tuple[int, int]]:
    """Find the bounds of the sentences of `text`, which tile it; none is longer than `LONGEST`."""
    bounds: list[tuple[int, int]] = []
    start = 0
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    for end in ends:
        while end - start > LONGEST:
            stops = [match.end() for match in _BREAK.finditer(text, start + LONGEST // 2, start + LONGEST)]
            stop = stops[-1] if stops else start + LONGEST
            bounds.append((start, stop))
            start = stop
        if start < end:
            bounds.append((start, end))
        start = end
    return bounds


@cache
def _folds() -> NDArray[np.uint16]:
    """For every character of the basic plane the one it is read as: width, digits and quotation marks are folded."""
    table = np.arange(0x10000, dtype=np.uint16)
    table[0xFF01:0xFF5F] = np.arange(0x21, 0x7F, dtype=np.uint16)
    table[0x30:0x3A] = table[0xFF10:0xFF1A] = ord("0")
    for read_as, characters in {
        '"': "“”„‟「」『』〝〞",
        "'": "‘’",
        " ": "\t\r\u00a0\u3000\u2002\u2003\u200b\ufeff",
        "-": "—–―－",
        "·": "・•‧∙",
        "[": "【〔〖",
        "]": "】〕〗",
    }.items():
        table[[ord(c) for c in characters]] = ord(read_as)
    return table


def code_points(text: str) -> NDArray[np.uint16]:
    """The characters of `text` as folded numbers; beyond the basic plane, or alone as a surrogate, one is 0xFFFD."""
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return _folds()[np.where((wide > 0xFFFF) | ((wide >= 0xD800) & (wide < 0xE000)), 0xFFFD, wide)]


def mix(numbers: NDArray[np.uint32], buckets: int) -> Ints:
    """Spread hashed n-grams over `buckets` (a power of two)."""
    numbers = numbers ^ (numbers >> np.uint32(15))
    numbers = numbers * np.uint32(0x2C1B3C6D)
    numbers = numbers ^ (numbers >> np.uint32(12))
    spread: Ints = (numbers & np.uint32(buckets - 1)).astype(np.int64)
    return spread


def pairs(characters: NDArray[np.uint32], buckets: int) -> Ints:
    """Bucket of the pair (i, i + 1) for every i but the last."""
    return mix(characters[:-1] * np.uint32(PAIR_SEED) + characters[1:] * np.uint32(TRIPLE_SEED), buckets)


def triples(characters: NDArray[np.uint32], buckets: int) -> Ints:
    """Bucket of the triple (i, i + 1, i + 2) for every i but the last two."""
    head = characters[:-2] * np.uint32(TRIPLE_SEED) + characters[1:-1]
    return mix(head * np.uint32(PAIR_SEED) + characters[2:] * np.uint32(0xC2B2AE3D), buckets)


def locate(name: str = "recognizer") -> Path:
    """Find the folder of a model: `newsparse/models/NAME` in an installed wheel, `models/NAME` in the repository.

    Raises
    ------
    FileNotFoundError
        There is no such folder in either place.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "models" / name, package.parent / "models" / name):
        if (folder / WEIGHTS).is_file():
            return folder
    raise FileNotFoundError(f"no model {name!r}: neither {package / 'models'} nor {package.parent / 'models'} has it")


@cache
def _arithmetic() -> ThreadpoolController:
    """Give the hold on the libraries that numpy multiplies with."""
    return ThreadpoolController()


class Recognizer:
    """Finds people, organisations and places in simplified Chinese text.

    Made by `Recognizer.load`. It holds no state between texts: one recogniser serves many texts and threads, and the
    same text always gives the same spans.
    """

    def __init__(self, path: Path, convention: str) -> None:
        self.path = path
        self.convention = convention
        with np.load(path, allow_pickle=False) as arrays:
            self._alphabet = np.full(0x10000, UNKNOWN, dtype=np.uint32)
            self._alphabet[arrays["alphabet"]] = np.arange(2, 2 + len(arrays["alphabet"]), dtype=np.uint32)
            self._network = _Network(arrays, convention)
            self._chain = _Chain(arrays)

    def __reduce__(self) -> tuple[object, ...]:
        return Recognizer, (self.path, self.convention)

    @classmethod
    def load(cls, path: Path | str | None = None, *, convention: str = "news") -> Recognizer:
        """Read the weights.

        Parameters
        ----------
        path
            A model folder or its weights file; without it the model that comes with newsparse.
        convention
            Whose notion of a name to follow: `news` is this project's; the names of the training sources
            (`msra`, `uner`, `cluener`) are there to be measured on those sources' own test sets.

        Raises
        ------
        FileNotFoundError
            There are no weights there.
        ValueError
            The file is not a model of ours, or has no such convention.
        """
        file = locate() if path is None else Path(path)
        if file.is_dir():
            file = file / WEIGHTS
        if not file.is_file():
            raise FileNotFoundError(f"no weights at {file}")
        if not zipfile.is_zipfile(file):
            raise ValueError(f"{file} is not a recogniser")
        try:
            return cls(file, convention)
        except KeyError as error:
            raise ValueError(f"{file} is not a recogniser: {error}") from error

    def recognize(self, text: str) -> list[ModelSpan]:
        """Find the names in `text`.

        Parameters
        ----------
        text
            Simplified Chinese, any length, any characters.

        Returns
        -------
        list of ModelSpan
            Sorted, apart from each other; offsets are code points of `text`, half open. Time is linear in the length.
        """
        spans: list[ModelSpan] = []
        numbers = self._alphabet[code_points(text)]
        # These products are too small to share: on two busy processors two threads were a third as fast as one.
        with _arithmetic().limit(limits=1, user_api="blas"):
            for bounds in _chunks(cut(text)):
                spans += self._read(text, numbers, bounds)
        return spans

    def _read(self, text: str, numbers: NDArray[np.uint32], bounds: list[tuple[int, int]]) -> Iterator[ModelSpan]:
        begin, end = bounds[0][0], bounds[-1][1]
        starts = np.array([start for start, _ in bounds], dtype=np.int64) - begin
        line = np.pad(np.insert(numbers[begin:end], starts, EDGE), (1, 2), constant_values=EDGE)
        offsets = np.pad(np.insert(np.arange(begin, end), starts, -1), (1, 2), constant_values=-1)
        scores = self._network.scores(line)
        tags = self._chain.best(scores, offsets < 0)
        (firsts,) = np.nonzero(BEGINS[tags])
        (lasts,) = np.nonzero(ENDS[tags])
        if not len(firsts):
            return
        (inside,) = np.nonzero(tags)
        part = scores[inside]
        chances = np.exp(part - part.max(1, keepdims=True))
        chosen = chances[np.arange(len(inside)), tags[inside]] / chances.sum(1)
        least = np.minimum.reduceat(chosen, np.searchsorted(inside, firsts))
        found = zip(*(array.tolist() for array in (tags[firsts], offsets[firsts], offsets[lasts], least)), strict=True)
        for tag, start, stop, chance in found:
            label = LABELS[(tag - 1) // 4]
            stop += 1
            name = text[start:stop]
            start, stop = start + len(name) - len(name.lstrip()), stop - len(name) + len(name.rstrip())
            if label != "TITLE" and start < stop:
                yield ModelSpan(start, stop, cast(ModelLabel, label), round(chance, 4))


def _chunks(bounds: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Whole sentences that together have about `CHUNK` characters."""
    chunk: list[tuple[int, int]] = []
    for bound in bounds:
        chunk.append(bound)
        if bound[1] - chunk[0][0] >= CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _matrix(stored: NDArray[Any]) -> Floats:
    """Weights as they are multiplied with: in rows and single precision."""
    return np.ascontiguousarray(stored, dtype=np.float32)


class _Layer(NamedTuple):
    """A convolution over three characters of low rank: what each gives is added up and brought back to full width."""

    narrow: Floats
    half_widen: Floats
    half_bias: Floats
    """Halved, for y + |y| is 2y or 0: five times as fast as the maximum of y and 0."""

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], number: int) -> _Layer:
        narrow, widen, bias = (_matrix(arrays[f"layer{number}_{part}"]) for part in ("narrow", "widen", "bias"))
        half = np.float32(0.5)
        return cls(narrow, widen * half, bias * half)


class _Network:
    """The scores of every tag at every place of a line.

    The tables of pairs and triples stay in 8 bits: their scales are folded into the entry layer, and the entry layer
    itself into the table of characters.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]], convention: str) -> None:
        heads = [str(name) for name in arrays["heads"]]
        if convention not in heads:
            raise ValueError(f"no convention {convention!r}; there are {', '.join(heads)}")
        entry = _matrix(arrays["entry"])
        characters = arrays["characters"].astype(np.float32)
        size = characters.shape[1]
        self._characters = characters @ entry[:size] + arrays["entry_bias"].astype(np.float32)
        self._pairs, self._triples = arrays["pairs"], arrays["triples"]
        self._entry = entry[size:]
        self._dilations = [int(d) for d in arrays["dilations"]]
        self._layers = [_Layer.of(arrays, number) for number in range(len(self._dilations))]
        head = heads.index(convention)
        self._output = _matrix(arrays["output"][head])
        self._output_bias = _matrix(arrays["output_bias"][head])

    def scores(self, line: NDArray[np.uint32]) -> Floats:
        two, three = pairs(line, len(self._pairs)), triples(line, len(self._triples))
        p, t = self._pairs.shape[1], self._triples.shape[1]
        grams = np.zeros((len(line), 2 * p + 3 * t), dtype=np.float32)
        row = self._pairs[two].astype(np.float32)
        grams[1:, :p] = row
        grams[:-1, p : 2 * p] = row
        row = self._triples[three].astype(np.float32)
        grams[2:, 2 * p : 2 * p + t] = row
        grams[1:-1, 2 * p + t : 2 * p + 2 * t] = row
        grams[:-2, 2 * p + 2 * t :] = row
        scores = np.empty((len(line), len(self._output_bias)), dtype=np.float32)
        reach = sum(self._dilations)  # so far a character is seen through all layers
        for start in range(0, len(line), BLOCK):
            end = min(start + BLOCK, len(line))
            first, last = max(0, start - reach), min(end + reach, len(line))
            x = grams[first:last] @ self._entry
            x += self._characters[line[first:last]]
            np.maximum(x, 0, out=x)
            x = self._convolve(x)
            np.matmul(x[start - first : end - first], self._output, out=scores[start:end])
        scores += self._output_bias
        return scores

    def _convolve(self, x: Floats) -> Floats:
        y = np.empty_like(x)
        for distance, layer in zip(self._dilations, self._layers, strict=True):
            np.matmul(self._gathered(x @ layer.narrow, distance), layer.half_widen, out=y)
            y += layer.half_bias
            x += y
            x += np.abs(y, out=y)
        return x

    @staticmethod
    def _gathered(parts: Floats, distance: int) -> Floats:
        """Add to what each row gives itself what it gets from those at a distance; beyond the ends there is nothing."""
        rank = parts.shape[1] // 3
        near = parts[:, rank : 2 * rank]
        near[distance:] += parts[:-distance, :rank]
        near[:-distance] += parts[distance:, 2 * rank :]
        return near


class _Chain:
    """The best allowed sequence of tags.

    Most characters are so surely outside every name that no sequence of the best score can have them inside: they
    part the line into short islands, and only the islands are searched, all of them side by side.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._moves = np.where(FOLLOWS, arrays["transitions"].astype(np.float32), NEVER)

    def best(self, scores: Floats, edge: NDArray[np.bool_]) -> NDArray[np.int64]:
        tags = np.zeros(len(scores), dtype=np.int64)
        open_ = ~edge & (scores[:, 0] - scores[:, 1:].max(1) < SURE)
        steps = np.diff(open_.astype(np.int8), prepend=0, append=0)
        (begins,), (ends,) = np.nonzero(steps == 1), np.nonzero(steps == -1)
        order = np.argsort(begins - ends, kind="stable")
        begins, sizes = begins[order], (ends - begins)[order]
        if not len(sizes):
            return tags
        # `best_by[step][i, t]`: score of the best sequence that ends with tag t at place `step` of island i; before and
        # after an island lies tag 0
        best_by = [scores[begins] + self._moves[0]]
        longer = np.searchsorted(-sizes, -np.arange(1, sizes[0]), side="left")  # islands that have a place `step`
        for step, alive in enumerate(longer.tolist(), 1):
            best_by.append((best_by[-1][:alive, :, None] + self._moves).max(1) + scores[begins[:alive] + step])
        # back from the last place: the tag before is that of the best way to the one that was chosen
        ways_to = self._moves.T
        chosen = np.zeros(len(sizes), dtype=np.int64)
        for step in range(int(sizes[0]) - 1, -1, -1):
            alive = len(best_by[step])
            chosen[:alive] = (best_by[step] + ways_to[chosen[:alive]]).argmax(1)
            tags[begins[:alive] + step] = chosen[:alive]
        return tags
