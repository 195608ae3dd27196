"""The teacher: LAC's two-layer bi-GRU with the heads of the recogniser on it. Slow, so it teaches and does not ship."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import torch
from lac import Floats, Lac
from network import Dropout
from torch import Tensor, nn
from torch.autograd import Function
from torch.autograd.function import once_differentiable


class Scan(Function):
    """Both directions of a GRU layer, the reset applied before the product.

    The rows of all sentences lie step by step, the longest sentence first: those that reach a step are the first
    `sizes[step]` of it, and nothing is computed for the others. The backward direction reads its sentences from
    their ends, so it takes the same steps. Written by hand, since autograd keeps ten small tensors a step.
    """

    @staticmethod
    def forward(ctx: Any, given: Tensor, gates: Tensor, candidate: Tensor, sizes: list[int]) -> Tensor:
        """States (2 x rows x H) from what the input gives (2 x rows x 3H: update, reset, candidate)."""
        size = candidate.shape[1]
        states = torch.empty(*given.shape[:2], size)
        opened, news = torch.empty(*given.shape[:2], 2 * size), torch.empty_like(states)
        h = torch.zeros(2, sizes[0], size)
        at = 0
        for n in sizes:
            rows = slice(at, at + n)
            h = h[:, :n]
            u_r = torch.baddbmm(given[:, rows, : 2 * size], h, gates).sigmoid_()
            c = torch.baddbmm(given[:, rows, 2 * size :], u_r[..., size:] * h, candidate).tanh_()
            h = torch.lerp(h, c, u_r[..., :size])
            states[:, rows], opened[:, rows], news[:, rows] = h, u_r, c
            at += n
        ctx.save_for_backward(states, opened, news, gates, candidate)
        ctx.sizes = sizes
        return states

    @staticmethod
    @once_differentiable  # type: ignore[untyped-decorator]
    def backward(ctx: Any, wanted: Tensor) -> tuple[Tensor, Tensor, Tensor, None]:
        """Back through the steps; the products for the weights are taken once, over all rows."""
        states, opened, news, gates, candidate = ctx.saved_tensors
        sizes, size = ctx.sizes, candidate.shape[1]
        before = torch.zeros_like(states)
        at = sizes[0]
        for last, n in pairwise(sizes):
            before[:, at : at + n] = states[:, at - last : at - last + n]
            at += n
        update, reset = opened[..., :size], opened[..., size:]
        to_candidate = update * (1 - news * news)
        to_update = (news - before) * update * (1 - update)
        to_reset = before * reset * (1 - reset)
        kept = 1 - update
        given = torch.empty(*states.shape[:2], 3 * size)
        gates_back, candidate_back = gates.transpose(1, 2), candidate.transpose(1, 2)
        carried: Tensor | None = None
        end = states.shape[1]
        for n in reversed(sizes):
            rows = slice(end - n, end)
            d = wanted[:, rows]
            if carried is not None:
                d = d.clone()
                d[:, : carried.shape[1]] += carried
            d_c = d * to_candidate[:, rows]
            through = torch.bmm(d_c, candidate_back)
            given[:, rows, :size] = d * to_update[:, rows]
            given[:, rows, size : 2 * size] = through * to_reset[:, rows]
            given[:, rows, 2 * size :] = d_c
            carried = torch.baddbmm(d * kept[:, rows], given[:, rows, : 2 * size], gates_back)
            carried.addcmul_(through, reset[:, rows])
            end -= n
        for_gates = torch.bmm(before.transpose(1, 2), given[..., : 2 * size])
        for_candidate = torch.bmm((reset * before).transpose(1, 2), given[..., 2 * size :])
        return given, for_gates, for_candidate, None


class Layer(nn.Module):
    """One layer of the bi-GRU; `parts` are LAC's parameters of its two directions."""

    def __init__(self, parts: list[tuple[Floats, Floats, Floats]]) -> None:
        super().__init__()
        size = parts[0][2].shape[0]
        flat = [recurrent.reshape(-1) for _, _, recurrent in parts]
        self.weight = nn.Parameter(torch.from_numpy(_stack([w for w, _, _ in parts])))
        self.bias = nn.Parameter(torch.from_numpy(_stack([b for _, b, _ in parts])).unsqueeze(1))
        self.gates = nn.Parameter(
            torch.from_numpy(_stack([f[: 2 * size * size].reshape(size, 2 * size) for f in flat]))
        )
        self.candidate = nn.Parameter(
            torch.from_numpy(_stack([f[2 * size * size :].reshape(size, size) for f in flat]))
        )

    def forward(self, x: Tensor, turned: Tensor, sizes: list[int]) -> Tensor:
        given = torch.baddbmm(self.bias, torch.stack([x, x[turned]]), self.weight)
        states = Scan.apply(given, self.gates, self.candidate, sizes)
        return torch.cat([states[0], states[1][turned]], dim=1)


def _stack(parts: list[Floats]) -> Floats:
    return np.stack(parts).astype(np.float32)


class Teacher(nn.Module):
    """Characters and LAC's two layers, one output head for each source. Read like `network.Tagger`."""

    def __init__(self, heads: int, tags: int, alphabet: str, lac: Lac, *, dropout: float = 0.15) -> None:
        super().__init__()
        self.heads, self.tags = heads, tags
        self.buckets, self.forget = (1, 1), 0.0
        self.tables: list[nn.Parameter] = []
        self.characters = nn.Embedding.from_pretrained(torch.from_numpy(lac.table(alphabet)), freeze=False)
        self.layers = nn.ModuleList(Layer(parts) for parts in lac.layers)
        self.output = nn.Linear(2 * lac.layers[-1][0][2].shape[0], heads * tags)
        self.dropout = Dropout(dropout)

    def forward(self, characters: Tensor, pairs: Tensor, triples: Tensor, where: Tensor) -> Tensor:
        """What the network sees at each character; sentences are sorted, longest first."""
        there = where > 0
        steps, rows = torch.nonzero(there.T, as_tuple=True)
        lengths = there.sum(1)
        sizes = there.sum(0)
        starts = sizes.cumsum(0) - sizes
        turned = starts[lengths[rows] - 1 - steps] + rows
        numbers = characters[where[rows, steps]]
        if self.training:
            numbers = torch.where(torch.rand(numbers.shape) < 0.02, torch.ones_like(numbers), numbers)
        x = self.dropout(self.characters(numbers))
        for layer in self.layers:
            x = self.dropout(layer(x, turned, sizes.tolist()))
        seen = torch.zeros(*where.shape, x.shape[1])
        seen[rows, steps] = x
        return seen

    def names(self, seen: Tensor) -> Tensor:
        """Scores of the tags of every head: sentences x longest x heads x tags."""
        scores: Tensor = self.output(seen).unflatten(2, (self.heads, self.tags))
        return scores
