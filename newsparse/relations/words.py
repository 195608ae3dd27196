"""The words that statements hang on: ``rules/relations``, read once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import cast

from newsparse.records import RoleStatus
from newsparse.rules import read_toml, read_tsv

__all__ = ["Holder", "RelationWords", "relation_words"]


@dataclass(frozen=True, slots=True)
class Holder:
    """Which bodies a kind of post is of."""

    posts: tuple[str, ...]
    """What the post ends with."""
    bodies: re.Pattern[str]
    """What the name of the body looks like."""
    unknown: bool
    """Whether words right before the post may be a body whose name nobody knows: 全联|执行长."""


@dataclass(frozen=True, slots=True)
class RelationWords:
    """Word lists of posts and bodies; all frozen."""

    posts: frozenset[str]
    no_posts: frozenset[str]
    trades: tuple[str, ...]
    offices: re.Pattern[str]
    callings: re.Pattern[str]
    prefixes: frozenset[str]
    statuses: dict[str, RoleStatus | None]
    verbs: dict[str, RoleStatus | None]
    bodies_in_posts: frozenset[str]
    committees: tuple[str, ...]
    free_posts: frozenset[str]
    courtesies: frozenset[str]
    state_posts: frozenset[str]
    short_places: frozenset[str]
    same_body: tuple[str, ...]
    body_ends: tuple[str, ...]
    not_in_bodies: frozenset[str]
    particles: frozenset[str]
    holders: tuple[Holder, ...]


@cache
def relation_words() -> RelationWords:
    """Give the word lists of posts and bodies."""
    own = {name: tuple(words.split()) for name, words in read_toml("relations/roles.toml").items()}
    titles = read_toml("entities/words.toml")["titles"].split()
    statuses = [(row["word"], row["where"], row["status"]) for row in read_tsv("relations/statuses.tsv")]
    return RelationWords(
        posts=frozenset(titles).union(own["posts"], own["bodies_in_posts"]) - frozenset(own["no_posts"]),
        no_posts=frozenset(own["no_posts"]),
        trades=own["trades"],
        offices=re.compile(f"(?:{'|'.join(sorted(own['offices'], key=len, reverse=True))})+$"),
        callings=re.compile(f"、(?:{'|'.join(own['praise'])})?(?:{'|'.join(own['callings'])})$"),
        prefixes=frozenset(own["prefixes"]),
        statuses={word: cast(RoleStatus, status) or None for word, where, status in statuses if where == "before"},
        verbs={word: cast(RoleStatus, status) or None for word, where, status in statuses if where == "after"},
        bodies_in_posts=frozenset(own["bodies_in_posts"]),
        committees=own["committees"],
        free_posts=frozenset(own["free_posts"]),
        courtesies=frozenset(own["courtesies"]),
        state_posts=frozenset(own["state_posts"]),
        short_places=frozenset(own["short_places"]),
        same_body=own["same_body"],
        body_ends=own["body_ends"],
        not_in_bodies=frozenset(own["not_in_bodies"]),
        particles=frozenset(own["particles"]),
        holders=tuple(
            Holder(tuple(row["posts"].split()), re.compile(row["bodies"]), row["unknown"] == "yes")
            for row in read_tsv("relations/holders.tsv")
        ),
    )
