"""Writes a trained network as the one file that `newsparse.entities.recognizer` reads."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from batches import HEADS
from network import Chain, Tagger
from numpy.typing import NDArray
from torch import Tensor


def eight_bits(table: Tensor) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """The table in 8 bits and the scale of each column."""
    values = table.detach().numpy()
    scale = np.maximum(np.abs(values).max(0), 1e-8) / 127
    return np.rint(values / scale).astype(np.int8), scale.astype(np.float32)


def export(model: Tagger, chain: Chain, alphabet: str, path: Path) -> None:
    """Tables in 8 bits, all else in 16; the scales of the tables go into the entry layer."""
    characters, character_scale = eight_bits(model.characters.weight)
    pairs, pair_scale = eight_bits(model.pairs.weight)
    triples, triple_scale = eight_bits(model.triples.weight)
    scales = np.concatenate([character_scale, pair_scale, pair_scale, triple_scale, triple_scale, triple_scale])
    arrays: dict[str, NDArray[np.generic]] = {
        "alphabet": np.array([ord(c) for c in alphabet], dtype=np.uint16),
        "heads": np.array(HEADS),
        "characters": characters,
        "pairs": pairs,
        "triples": triples,
        "dilations": np.array(model.dilations, dtype=np.int64),
        "transitions": chain.transitions.detach().numpy().astype(np.float16),
        "entry": model.entry.weight.detach().numpy().T * scales[:, None],
        "entry_bias": model.entry.bias.detach().numpy(),
    }
    for i, layer in enumerate(model.layers):
        parts = layer.state_dict()
        arrays[f"layer{i}_narrow"] = parts["narrow.weight"].numpy().T.astype(np.float16)
        arrays[f"layer{i}_widen"] = parts["widen.weight"].numpy().T.astype(np.float16)
        arrays[f"layer{i}_bias"] = parts["widen.bias"].numpy()
    output = model.output.weight.detach().numpy().reshape(len(HEADS), -1, model.output.in_features)
    arrays["output"] = output.transpose(0, 2, 1)
    arrays["output_bias"] = model.output.bias.detach().numpy().reshape(len(HEADS), -1)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, allow_pickle=False, **arrays)
