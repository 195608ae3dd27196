"""LAC 2.1.2 (Baidu, Apache-2.0) with numpy: the tagger whose knowledge of Chinese words the recogniser starts from.

Its parameter files are those of PyPI `lac` 2.1.2; its own code needs a paddle that is gone. Two layers of
bi-GRU (reset applied before the product) and a CRF over words and their classes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
UNKNOWN = "OOV"


def read_parameter(path: Path) -> Floats:
    """One float32 parameter: version, level of detail, version, a small description with the shape, the numbers."""
    data = path.read_bytes()
    (levels,) = struct.unpack_from("<Q", data, 4)
    at = 12
    for _ in range(levels):
        (size,) = struct.unpack_from("<Q", data, at)
        at += 8 + size
    (described,) = struct.unpack_from("<i", data, at + 4)
    at += 8
    shape = _dimensions(data[at : at + described])
    values: Floats = np.frombuffer(data, "<f4", offset=at + described).reshape(shape).copy()
    return values


def _dimensions(description: bytes) -> list[int]:
    """Field 2 (varints) of the protocol-buffers message; field 1 is the type, float32."""
    numbers, at = [], 0
    while at < len(description):
        field, at = description[at] >> 3, at + 1
        value = shift = 0
        while True:
            byte, at = description[at], at + 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        if field == 2:
            numbers.append(value)
    return numbers


class Lac:
    """The tagger.

    Parameters
    ----------
    folder
        `LAC/lac_model` of the unpacked package: holds `conf` and `model`.
    """

    def __init__(self, folder: Path) -> None:
        model = folder / "model"
        self.embedding = read_parameter(model / "word_emb")
        self.rows: dict[str, int] = {}
        for line in (folder / "conf/word.dic").read_text(encoding="utf-8").split("\n"):
            number, _, word = line.partition("\t")
            if len(word) == 1 or word == UNKNOWN:
                self.rows[word] = int(number)
        for line in (folder / "conf/q2b.dic").read_text(encoding="utf-8").split("\n"):
            written, _, read_as = line.partition("\t")
            if read_as in self.rows:
                self.rows[written] = self.rows[read_as]
        self.layers = [
            [
                (
                    read_parameter(model / f"fc_{i}.w_0"),
                    read_parameter(model / f"fc_{i}.b_0") + read_parameter(model / f"gru_{i}.b_0")[0],
                    read_parameter(model / f"gru_{i}.w_0"),
                )
                for i in pair
            ]
            for pair in ((0, 1), (2, 3))
        ]
        self._output = read_parameter(model / "fc_4.w_0"), read_parameter(model / "fc_4.b_0")
        self._chain = read_parameter(model / "crfw")
        self.tags = self._chain.shape[1]

    def row(self, character: str) -> Floats:
        """The embedding of a character."""
        values: Floats = self.embedding[self.rows.get(character, self.rows[UNKNOWN])]
        return values

    def table(self, alphabet: str) -> Floats:
        """The embeddings of the boundary (nothing), of an unknown character and of an alphabet."""
        return np.stack([np.zeros_like(self.row("")), self.row(""), *(self.row(c) for c in alphabet)])

    def tag(self, texts: Sequence[str], batch: int = 512) -> list[NDArray[np.uint8]]:
        """The number of the tag of each character; texts of a like length go together."""
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        result: list[NDArray[np.uint8]] = [np.zeros(0, dtype=np.uint8)] * len(texts)
        for begin in range(0, len(order), batch):
            some = [i for i in order[begin : begin + batch] if texts[i]]
            for i, tags in zip(some, self._batch([texts[i] for i in some]), strict=True):
                result[i] = tags
        return result

    def _batch(self, texts: Sequence[str]) -> Iterator[NDArray[np.uint8]]:
        lengths = np.array([len(t) for t in texts])
        if not len(lengths):
            return
        unknown = self.rows[UNKNOWN]
        ids = np.zeros((lengths[0], len(texts)), dtype=np.int64)
        for column, text in enumerate(texts):
            ids[: len(text), column] = [self.rows.get(c, unknown) for c in text]
        x = self.embedding[ids]
        for forward, backward in self.layers:
            x = np.concatenate([self._gru(x, lengths, *forward, 1), self._gru(x, lengths, *backward, -1)], axis=2)
        scores = x @ self._output[0] + self._output[1]
        paths = self._best(scores, lengths)
        for column, length in enumerate(lengths):
            yield paths[:length, column]

    def _gru(self, x: Floats, lengths: NDArray[np.int64], w: Floats, b: Floats, recurrent: Floats, way: int) -> Floats:
        """Texts are sorted, longest first, so those that reach a step are the first ones."""
        size = recurrent.shape[0]
        flat = recurrent.reshape(-1)
        gates, candidate = flat[: 2 * size * size].reshape(size, 2 * size), flat[2 * size * size :].reshape(size, size)
        given = x.reshape(-1, x.shape[2]) @ w + b
        given = given.reshape(*x.shape[:2], -1)
        states = np.zeros((*x.shape[:2], size), dtype=np.float32)
        h = np.zeros((x.shape[1], size), dtype=np.float32)
        for step in range(x.shape[0])[::way]:
            n = int((lengths > step).sum())
            u_r = 1 / (1 + np.exp(-(given[step, :n, : 2 * size] + h[:n] @ gates)))
            u, r = u_r[:, :size], u_r[:, size:]
            c = np.tanh(given[step, :n, 2 * size :] + (r * h[:n]) @ candidate)
            h[:n] += u * (c - h[:n])
            states[step, :n] = h[:n]
        return states

    def _best(self, scores: Floats, lengths: NDArray[np.int64]) -> NDArray[np.uint8]:
        start, end, moves = self._chain[0], self._chain[1], self._chain[2:]
        by = np.ascontiguousarray(moves.T)
        alpha = scores[0] + start
        back = np.zeros(scores.shape, dtype=np.uint8)
        for step in range(1, len(scores)):
            n = int((lengths > step).sum())
            ways = alpha[:n, None, :] + by
            source = ways.argmax(2)
            back[step, :n] = source
            alpha[:n] = np.take_along_axis(ways, source[:, :, None], 2)[:, :, 0] + scores[step, :n]
        last = (alpha + end).argmax(1)
        paths = np.zeros(scores.shape[:2], dtype=np.uint8)
        columns = np.arange(len(lengths))
        for step in range(len(scores) - 1, -1, -1):
            ends_later = lengths > step
            paths[step] = np.where(ends_later, last, 0)
            if step:
                last = np.where(ends_later, back[step, columns, last], last)
        return paths
