"""The names that are known beforehand, and the words that rules hang on, found in one pass over a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple, get_args

from ahocorasick_rs import AhoCorasick, Implementation

from newsparse.errors import SettingsError
from newsparse.records import EntityLabel
from newsparse.rules import read_toml, read_tsv

__all__ = ["LEVELS", "Form", "Gazetteer", "Name", "Names", "Trigger", "known_names"]

_LABELS = frozenset(get_args(EntityLabel))
_DIVISIONS = frozenset(("county", "county_city", "district"))
_WIDE = frozenset(("country", "province", "special_region"))
LEVELS = {"province": 0, "special_region": 0, "city": 1, "prefecture": 1}
_COLUMNS = ("name", "label", "canonical", "kind", "code", "aliases")


class Name(NamedTuple):
    """One meaning of a written form."""

    label: EntityLabel
    canonical: str
    kind: str | None
    code: str | None
    weak: bool
    """The form is also an ordinary word or a part of one: it counts only with the support of the article."""
    own: bool
    """A person's own gazetteer gives it, so it wins over everything built in."""


class Trigger(NamedTuple):
    """A word that a rule hangs on: the end of an organisation's name, a title …"""

    role: str
    label: EntityLabel
    kind: str | None


class Names(list[Name]):
    """The meanings of a written form, with what is asked of them at every occurrence in every text."""

    __slots__ = ("is_country", "is_level", "is_wide", "labels", "sure", "surely_around")

    def __init__(self, names: Iterable[Name]) -> None:
        super().__init__(names)
        self.labels = _labels(*(name.label for name in self))
        self.sure = _labels(*(name.label for name in self if not name.weak))
        """Labels of those that need no support."""
        kinds = {name.kind for name in self}
        self.is_country = "country" in kinds
        self.is_wide = not kinds.isdisjoint(_WIDE)
        """Whether one is a country or a province."""
        self.is_level = not kinds.isdisjoint(LEVELS)
        """Whether one is a province, a city or a prefecture."""
        self.surely_around = any(not name.weak and (name.kind == "country" or name.kind in LEVELS) for name in self)
        """Whether one is a country or such a level, and needs no support."""


@cache
def _labels(*labels: EntityLabel) -> frozenset[EntityLabel]:
    return frozenset(labels)


class Form:
    """A written form: what it names, and what rules hang on it.

    Parameters
    ----------
    text:
        The form itself.
    meanings:
        Its names and triggers.
    """

    __slots__ = ("names", "text", "triggers")

    def __init__(self, text: str, meanings: Sequence[Name | Trigger]) -> None:
        self.text = text
        self.names = Names(one for one in meanings if isinstance(one, Name))
        self.triggers = [one for one in meanings if isinstance(one, Trigger)]


class Gazetteer:
    """All written forms of all names, as one automaton.

    Parameters
    ----------
    paths:
        A person's own tables: UTF-8, tab-separated, first line ``name label canonical kind code`` (the last three may
        be missing or empty; ``aliases``, separated by spaces, is allowed too), ``#`` starts a comment line.

    Raises
    ------
    SettingsError
        ``NE302`` if a table cannot be read or a row is not valid.
    """

    def __init__(self, paths: Iterable[str | Path] = ()) -> None:
        self.paths = tuple(Path(path) for path in paths)
        meanings: dict[str, list[Name | Trigger]] = defaultdict(list)
        for form, name in _built_in():
            meanings[form].append(name)
        for path in self.paths:
            for form, name in _read_own(path):
                meanings[form].append(name)
        for form, trigger in _triggers():
            meanings[form].append(trigger)
        self._meanings = list(meanings.items())
        self._forms: list[Form | None] = [None] * len(meanings)  # made when a text has them: most never come
        self._automaton = AhoCorasick(meanings, implementation=Implementation.ContiguousNFA)

    def __reduce__(self) -> tuple[type[Gazetteer], tuple[tuple[Path, ...]]]:
        return Gazetteer, (self.paths,)

    def find(self, text: str) -> list[tuple[int, int, Form]]:
        """Give every occurrence of every form: start, end (half open), the form."""
        forms = self._forms
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return [(start, end, forms[index] or self._form(index)) for index, start, end in found]

    def _form(self, index: int) -> Form:
        form = self._forms[index] = Form(*self._meanings[index])
        return form

    def words(self) -> Iterator[str]:
        """Yield the names, and the words younger than its dictionary, that a segmenter should keep in one piece.

        Short forms of two characters (达日, 长乐) would be cut out of other words more often than they would be kept.
        """
        for form, meanings in self._meanings:
            short = len(form) < 3
            names = (one for one in meanings if isinstance(one, Name))
            if any(name.own or not (name.weak or (short and name.kind in _DIVISIONS)) for name in names):
                yield form
        yield from read_toml("entities/words.toml")["new_words"].split()


def _forms(row: dict[str, str], *, own: bool) -> Iterator[tuple[str, Name]]:
    """Yield the written forms of a row with their meaning."""
    label = row["label"]
    if label not in _LABELS:
        raise ValueError(f"{label!r} is not a label; allowed are {', '.join(sorted(_LABELS))}")
    canonical = row.get("canonical") or row["name"].removesuffix("?")
    kind, code = row.get("kind") or None, row.get("code") or None
    for form in dict.fromkeys([row["name"], *row.get("aliases", "").split()]):
        weak = form.endswith("?")
        yield form.removesuffix("?"), Name(label, canonical, kind, code, weak, own)  # type: ignore[arg-type]


@cache
def _built_in() -> tuple[tuple[str, Name], ...]:
    folder = files("newsparse.rules").joinpath("gazetteers")
    tables = sorted(table.name for table in folder.iterdir() if table.name.endswith(".tsv"))
    return tuple(one for table in tables for row in read_tsv(f"gazetteers/{table}") for one in _forms(row, own=False))


def known_names() -> frozenset[str]:
    """Give the forms of the built-in tables that stand for themselves."""
    return frozenset(form for form, name in _built_in() if not name.weak)


def _read_own(path: Path) -> Iterator[tuple[str, Name]]:
    """Yield the names of a person's own table."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("NE302", f"{path}: {error}") from error
    columns: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not columns:
            columns = cells
            unknown = set(columns) - set(_COLUMNS)
            if unknown or not {"name", "label"} <= set(columns):
                raise SettingsError(
                    "NE302", f"{path}:{number}: the columns must be {' '.join(_COLUMNS)}; name and label are needed"
                )
            continue
        row = dict(zip(columns, cells, strict=False))
        try:
            if len(cells) > len(columns):
                raise ValueError(f"{len(cells)} cells for {len(columns)} columns")
            if not row["name"].removesuffix("?"):
                raise ValueError("a row without a name")
            yield from _forms({"label": "", **row}, own=True)
        except ValueError as error:
            raise SettingsError("NE302", f"{path}:{number}: {error}") from error


@cache
def _triggers() -> tuple[tuple[str, Trigger], ...]:
    """Give the words of ``entities/suffixes.toml`` with the rule that each belongs to."""
    found: dict[tuple[str, str], tuple[str, Trigger]] = {}
    for group in read_toml("entities/suffixes.toml")["group"]:
        trigger = Trigger(group["role"], group["label"], group.get("kind"))
        stems = group.get("stems", "").split() or [""]
        for word in group["words"].split():
            for stem in stems:
                found.setdefault((stem + word, trigger.role), (stem + word, trigger))
    for role in ("titles", "roles"):
        for word in read_toml("entities/words.toml")[role].split():
            found.setdefault((word, "title"), (word, Trigger("title", "PERSON", role)))
    for word in read_toml("entities/words.toml")["never"].split():
        found[word, "never"] = word, Trigger("never", "ORG", None)
    return tuple(found.values())
