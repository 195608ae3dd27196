"""The network, as torch trains it. `newsparse.entities.recognizer` computes the same with numpy."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional


def tag_names(labels: tuple[str, ...]) -> list[str]:
    """Outside, and for each label begin, inside, end, single."""
    return ["O", *(f"{prefix}-{label}" for label in labels for prefix in "BIES")]


def allowed(tags: list[str]) -> Tensor:
    """Which tag (column) may follow which (row)."""

    def opens(tag: str) -> bool:
        return tag[0] in "OBS"

    def closes(tag: str) -> bool:
        return tag[0] in "OES"

    return torch.tensor(
        [[(closes(a) and opens(b)) or (not closes(a) and not opens(b) and a[2:] == b[2:]) for b in tags] for a in tags]
    )


class Dropout(nn.Module):
    """Dropout from random bytes: drawing a float for each value takes longer than the network itself."""

    def __init__(self, rate: float, seed: int = 0) -> None:
        super().__init__()
        self.least = round(256 * rate)
        self._random = np.random.default_rng(seed)

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.least:
            return x
        drawn = np.frombuffer(self._random.bytes(x.numel()), dtype=np.uint8)
        kept = torch.from_numpy(drawn >= self.least).view(x.shape)
        return x * kept * (256 / (256 - self.least))


class Neighbours(nn.Module):
    """What a character takes from itself and from its neighbours at a distance: a convolution over three of low rank.

    Each of the three is brought to `rank` numbers, these are added up and brought back to full width. At rank
    32 that is a third of the products of a full convolution, and in inference no copy of the neighbours.
    """

    def __init__(self, width: int, rank: int, distance: int) -> None:
        super().__init__()
        self.rank, self.distance = rank, distance
        self.narrow = nn.Linear(width, 3 * rank, bias=False)
        self.widen = nn.Linear(rank, width)

    def forward(self, x: Tensor) -> Tensor:
        before, own, behind = self.narrow(x).split(self.rank, 1)
        far = self.distance
        near = own + functional.pad(before, (0, 0, far, 0))[:-far] + functional.pad(behind, (0, 0, 0, far))[far:]
        wide: Tensor = self.widen(near)
        return wide


class Tagger(nn.Module):
    """Character, pair and triple embeddings, residual dilated convolutions, one output head for each source.

    All sentences of a batch lie in one line with a boundary between them. `forget` is the share of pairs and triples
    that are hidden in training, so that names are not known by heart.
    """

    def __init__(
        self,
        characters: int,
        heads: int,
        tags: int,
        *,
        width: int = 128,
        rank: int = 32,
        dilations: tuple[int, ...] = (1, 2, 4, 1),
        words: int = 0,
        pair_size: int = 48,
        triple_size: int = 24,
        pair_buckets: int = 1 << 17,
        triple_buckets: int = 1 << 18,
        dropout: float = 0.2,
    ) -> None:
        super().__init__()
        self.dilations, self.heads, self.tags = dilations, heads, tags
        self.forget = 0.2
        self.buckets = pair_buckets, triple_buckets
        self.characters = nn.Embedding(characters, 128)
        self.pairs = nn.Embedding(pair_buckets, pair_size, sparse=True)
        self.triples = nn.Embedding(triple_buckets, triple_size, sparse=True)
        nn.init.normal_(self.characters.weight, std=0.2)
        nn.init.normal_(self.pairs.weight, std=0.1)
        nn.init.normal_(self.triples.weight, std=0.1)
        self.entry = nn.Linear(128 + 2 * pair_size + 3 * triple_size, width)
        self.layers = nn.ModuleList(Neighbours(width, rank, distance) for distance in dilations)
        self.output = nn.Linear(width, heads * tags)
        self.words = nn.Linear(width, words)
        self.dropout = Dropout(dropout)

    @property
    def tables(self) -> list[nn.Parameter]:
        """What learns by sparse steps."""
        return [self.pairs.weight, self.triples.weight]

    def forward(self, characters: Tensor, pairs: Tensor, triples: Tensor, where: Tensor) -> Tensor:
        """What the network sees at each character; `names` and `words` read it.

        Parameters
        ----------
        characters
            The line, N numbers; it opens and closes with two boundaries.
        pairs, triples
            N - 1 and N - 2 buckets.
        where
            Sentences x longest: positions in the line, boundaries where a sentence is shorter.
        """
        if self.training:
            lost = torch.rand(characters.shape) < 0.02
            characters = torch.where(lost & (characters > 0), torch.ones_like(characters), characters)
        two, three = self.pairs(pairs), self.triples(triples)
        if self.training:
            two = two * (torch.rand(len(two), 1) >= self.forget) / (1 - self.forget)
            three = three * (torch.rand(len(three), 1) >= self.forget) / (1 - self.forget)
        x = torch.cat(
            [
                self.characters(characters),
                functional.pad(two, (0, 0, 1, 0)),
                functional.pad(two, (0, 0, 0, 1)),
                functional.pad(three, (0, 0, 2, 0)),
                functional.pad(three, (0, 0, 1, 1)),
                functional.pad(three, (0, 0, 0, 2)),
            ],
            dim=1,
        )
        x = functional.relu(self.entry(self.dropout(x)))
        for layer in self.layers:
            x = x + functional.relu(layer(self.dropout(x)))
        seen: Tensor = self.dropout(x)[where]
        return seen

    def names(self, seen: Tensor) -> Tensor:
        """Scores of the tags of every head: sentences x longest x heads x tags."""
        scores: Tensor = self.output(seen).float().unflatten(2, (self.heads, self.tags))
        return scores


class Chain(nn.Module):
    """Linear-chain CRF over tags that all heads share; what is not allowed has no weight at all.

    A sentence begins after the tag O and is followed by it, so that its edges need no scores of their own.
    """

    def __init__(self, tags: list[str]) -> None:
        super().__init__()
        follow = allowed(tags)
        self.transitions = nn.Parameter(torch.zeros(len(tags), len(tags)))
        self.follow: Tensor
        self.forbidden: Tensor
        self.register_buffer("follow", follow.float())
        self.register_buffer("forbidden", torch.where(follow, 0.0, -1e4))

    def loss(self, scores: Tensor, tags: Tensor, present: Tensor) -> Tensor:
        """Negative log-likelihood of each sentence (rows of `scores`, `tags`, `present`)."""
        return self._partition(scores, present) - self._path(scores, tags, present)

    def chances(self, scores: Tensor, present: Tensor) -> Tensor:
        """Probability of each tag at each character, over all sequences: the slope of the partition's logarithm."""
        with torch.enable_grad():
            scores = scores.detach().requires_grad_()
            (found,) = torch.autograd.grad(self._partition(scores, present).sum(), scores)
        return found

    def _path(self, scores: Tensor, tags: Tensor, present: Tensor) -> Tensor:
        own = scores.gather(2, tags.unsqueeze(2)).squeeze(2) * present
        outside = torch.zeros_like(tags[:, :1])
        moves = self.transitions[torch.cat([outside, tags], 1), torch.cat([tags, outside], 1)]
        inner = moves[:, :-1] * present
        last = tags.gather(1, present.sum(1, keepdim=True).long() - 1).squeeze(1)
        return own.sum(1) + inner.sum(1) + self.transitions[last, 0]

    def _partition(self, scores: Tensor, present: Tensor) -> Tensor:
        weight = self.transitions.exp() * self.follow
        cost = self.transitions + self.forbidden
        alpha = scores[:, 0] + cost[0]
        for step in range(1, scores.shape[1]):
            top = alpha.max(1, keepdim=True).values
            moved = torch.log((alpha - top).exp() @ weight + 1e-30) + top + scores[:, step]
            alpha = torch.where(present[:, step : step + 1] > 0, moved, alpha)
        return torch.logsumexp(alpha + cost[:, 0], 1)

    @torch.no_grad()
    def best(self, scores: Tensor, present: Tensor) -> list[list[int]]:
        """Viterbi."""
        cost = self.transitions + self.forbidden
        alpha, back = scores[:, 0] + cost[0], []
        for step in range(1, scores.shape[1]):
            value, source = (alpha.unsqueeze(2) + cost).max(1)
            here = present[:, step : step + 1] > 0
            alpha = torch.where(here, value + scores[:, step], alpha)
            back.append(torch.where(here, source, torch.arange(scores.shape[2])))
        paths = [(alpha + cost[:, 0]).argmax(1)]
        for source in reversed(back):
            paths.append(source.gather(1, paths[-1].unsqueeze(1)).squeeze(1))
        lengths = present.sum(1).long().tolist()
        table = torch.stack(paths[::-1], 1).tolist()
        return [row[:length] for row, length in zip(table, lengths, strict=True)]
