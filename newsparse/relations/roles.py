"""Who holds which post: a person's name with titles before or behind it, and the body that they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from newsparse.entities import EntityValue
from newsparse.relations.values import PartValue, RoleValue
from newsparse.rules import read_toml

__all__ = ["read_roles"]

_JOIN = "、兼和及"
_LONGEST_TITLE = 12
_LEVELS = "省市县区州镇乡"
_PLACE_POSTS = frozenset(level + "长" for level in _LEVELS)
_BODIES = ("ORG", "GPE", "FAC")


@dataclass(frozen=True, slots=True)
class _Words:
    titles: frozenset[str]
    prefixes: frozenset[str]
    no_posts: frozenset[str]
    bodies_in_posts: frozenset[str]
    between: frozenset[str]
    free_posts: frozenset[str]
    committees: frozenset[str]


@cache
def _words() -> _Words:
    own = {name: frozenset(words.split()) for name, words in read_toml("relations/roles.toml").items()}
    titles = frozenset(read_toml("entities/words.toml")["titles"].split()) | own["bodies_in_posts"]
    return _Words(titles=titles - own["no_posts"], **own)


def read_roles(text: str, entities: Sequence[EntityValue]) -> list[RoleValue]:
    """Find the posts that a text gives to persons.

    Parameters
    ----------
    text:
        Clean text; a post never crosses a line end.
    entities:
        The names in it, in order.

    Returns
    -------
    list of RoleValue
        In order; a fact that the text repeats is given once, where it stands first.
    """
    found: dict[tuple[str, str], list[RoleValue]] = {}
    for role in _Finder(text, entities).roles():
        same = found.setdefault((role.person, role.title), [])
        body = role.organization
        if not any(
            body is None or (r.organization and (body in r.organization or r.organization in body)) for r in same
        ):
            same.append(role)
    return sorted((role for roles in found.values() for role in roles), key=lambda role: role.start_char)


class _Finder:
    """Looks around the persons of one text."""

    def __init__(self, text: str, entities: Sequence[EntityValue]) -> None:
        self.text = text
        self.words = _words()
        self.persons = [e for e in entities if e.label == "PERSON"]
        self.entities = entities
        self.read = 0  # names that the next field knows of
        self.places: dict[str, str] = {}  # level -> the last place of it that the text has named
        self.bodies = {e.end_char: e for e in entities if e.label in _BODIES}

    def roles(self) -> Iterator[RoleValue]:
        last: tuple[int, str, str | None] | None = None  # where the person before ended, with which post
        for person in self.persons:
            start, end = person.start_char, person.end_char
            name = self.text[start:end]
            title_start = self._title_before(start)
            if title_start < start:
                title = self.text[title_start:start].strip(" ：:")
                body, title = self._body(title_start, title)
                free = title in self.words.free_posts
                if (
                    body is None
                    and not free
                    and last
                    and self.text[last[0] : title_start] in ("、", "，", "和", "及", "与")
                ):
                    body = last[2]  # 总统府国策顾问张秋海、秘书长潘孟安: the second post is of the same body
            elif title_end := self._title_after(end):
                title = self.text[end:title_end]
                body, _ = self._body(start, "")
            elif last and self.text[last[0] : start] in ("、", "和", "及", "与", " "):
                _, title, body = last  # 立法委员洪孟楷、李坤城: the title holds for the whole list
            else:
                last = None
                continue
            last = (end, title, body)
            body = body or self._place(title, start)
            yield RoleValue(start, end, name, title, body, parts=(PartValue("person", start, end),))

    def _title_before(self, at: int) -> int:
        """Give the start of the titles that end at an offset, the offset itself if there are none."""
        start = self._one_before(at)
        while start < at and start and self.text[start - 1] in _JOIN:
            before = self._one_before(start - 1)
            if before == start - 1:
                break
            start = before
        return start

    def _one_before(self, at: int) -> int:
        end = at
        while end and self.text[end - 1] in " \u3000：:":
            end -= 1
        for length in range(_LONGEST_TITLE, 1, -1):
            start = end - length
            if start >= 0 and self.text[start:end] in self.words.titles:
                return self._with_prefix(start)
        return at

    def _place(self, title: str, at: int) -> str | None:
        """Give the place that 市长 or 县长 alone must mean: the last one of that level that the text has named."""
        if title.removeprefix("副") not in _PLACE_POSTS:
            return None
        level = title.removeprefix("副")[0]
        while self.read < len(self.entities) and self.entities[self.read].start_char < at:
            entity = self.entities[self.read]
            name = self.text[entity.start_char : entity.end_char]
            for each in _LEVELS:
                end = name.find(each, 2) + 1
                if (entity.label == "GPE" and end == len(name)) or (entity.label == "ORG" and 3 <= end <= 5):
                    self.places[each] = name[:end]
            self.read += 1
        return self.places.get(level)

    def _with_prefix(self, start: int) -> int:
        for length in range(5, 1, -1):
            if self.text[max(0, start - length) : start] in self.words.prefixes:
                # 益阳|市委|书记 keeps 市委 unless it ends the name of a body: 益阳市委|书记
                return start if start in self.bodies else start - length
        return start

    def _title_after(self, at: int) -> int:
        """Give the end of the title that begins at an offset, 0 if there is none."""
        for length in range(_LONGEST_TITLE, 1, -1):
            if self.text[at : at + length] in self.words.titles:
                return at + length
        return 0

    def _body(self, at: int, title: str) -> tuple[str | None, str]:
        """Give the body or place that ends at an offset, and the title without what belongs to the body."""
        stop = at
        for _ in range(3):
            if stop in self.bodies:
                break
            for word in self.words.between:
                if self.text.endswith(word, 0, stop):
                    stop -= len(word)
                    break
            else:
                break
        body = self.bodies.get(stop)
        if body is None and title in self.words.bodies_in_posts:
            # 经济发展局|长, where the name of the body runs into the post
            body = self.bodies.get(at + 1)
            stop = at + 1
        if title[:2] in self.words.committees:  # 益阳|市委书记 is a post of 益阳市委
            body = self.bodies.get(at + 2) or body
            if body is not None:
                return self.text[body.start_char : at + 2], title
        if body is None:
            return None, title
        start = body.start_char
        while (before := self.bodies.get(start)) and before.label == "GPE" and body.label in ("GPE", "ORG"):
            start = before.start_char  # 南县|南洲镇|长胜村 is one place
        return self.text[start:stop], title
