"""Facts of a page, as a careful reader states them: posts, reported speech, figures.

``NAME.relations.tsv`` has one row a fact, tab-separated: ``ROLE line person title organisation [status]``,
``QUOTE line speaker D|I words``, ``FIGURE line subject measure period value change``; ``-`` is what the text does not
give.  ``corpora/README.md`` defines them.  A kind with a question mark (``ROLE?``) is a fact on which careful readers
would disagree: it counts neither way.

Facts are found by what identifies them (the person and the post, the words, the figure on its line); their other parts
are then measured on those found.  Texts are the same when one holds the other: 中国一汽 and 中国一汽集团.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from newsparse.evaluation.compare import Scores, Span, Tally, folded, inside, same_period
from newsparse.records import Article, Change, Indicator, Mention, Quote, Role
from newsparse.script import simplify

__all__ = ["FACT_MEASURES", "KINDS", "Fact", "check_facts", "match_figures", "read_facts", "same_text", "score_facts"]

FACT_MEASURES = (
    "roles", "role organizations", "role statuses", "quotes", "quote speakers", "indicators", "indicator measures",
    "indicator subjects", "indicator periods", "indicator changes", "whole indicators",
)  # fmt: skip
"""The measures of facts; those of a part count only facts that were found."""

KINDS = ("ROLE", "QUOTE", "FIGURE")
_CELLS = {"ROLE": (3, 4), "QUOTE": (3, 3), "FIGURE": (5, 5)}
_STATUSES = ("then", "former", "designate", "acting")
_PERIOD = re.compile(r"-|\d{4}(?:-\d\d){0,2}(?:/(?:\d{4}(?:-\d\d){0,2}|\.\.))?")
_CHANGE = re.compile(r"-|(up|down|flat) (\S+) (yoy|mom|qoq|plan|-)")
_LARGE = re.compile("[万亿萬億]")
_SIZE = re.compile(r"\d+(?:\.\d+)?")

Found = TypeVar("Found", bound=Mention)


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of a file of facts."""

    kind: str
    """ROLE, QUOTE or FIGURE."""
    line: Span
    """Where its line stands in the page."""
    cells: tuple[str, ...]
    """What is behind the number of the line."""
    disputed: bool
    """Whether it counts neither way."""

    def __str__(self) -> str:
        return "|".join(self.cells)


def read_facts(path: Path, lines: Sequence[Span]) -> tuple[Fact, ...]:
    """Read a file of facts.

    Parameters
    ----------
    path:
        The file.
    lines:
        Where the lines of its page stand.

    Raises
    ------
    ValueError
        If a row has another kind, number of cells or line than there is.
    """
    facts = []
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not row.strip() or row.startswith("#"):
            continue
        kind, line, *cells = row.split("\t")
        least, most = _CELLS.get(kind.removesuffix("?"), (1, 0))
        if not least <= len(cells) <= most or not line.isdecimal() or not 1 <= int(line) <= len(lines):
            raise ValueError(f"row {number} of facts is wrong: {row!r}")
        facts.append(Fact(kind.removesuffix("?"), lines[int(line) - 1], tuple(cells), kind.endswith("?")))
    return tuple(facts)


def check_facts(facts: Iterable[Fact], raw: str, body: Sequence[Span]) -> list[str]:
    """Give what is wrong with facts: a line outside the article, a text that is not on it, a value that cannot be."""
    found = []
    for fact in facts:
        line = raw[slice(*fact.line)]
        cells = fact.cells
        if fact.line not in body:
            found.append(f"{fact.kind} {fact} is not in the body")
        if fact.kind == "ROLE" and (cells[0] not in line or cells[3:] not in ((), *((one,) for one in _STATUSES))):
            found.append(f"ROLE {fact}: no such name or status")
        if fact.kind == "QUOTE" and (cells[1] not in ("D", "I") or cells[2] not in line):
            found.append(f"QUOTE {fact}: no such words")
        if fact.kind == "FIGURE":
            known = cells[3] == "-" or cells[3] in line
            if not (known and _PERIOD.fullmatch(cells[2]) and _CHANGE.fullmatch(cells[4]) and cells[3:] != ("-", "-")):
                found.append(f"FIGURE {fact}: no such value, period or change")
    return found


def score_facts(
    facts: Sequence[Fact],
    raw: str,
    body: Sequence[Span],
    article: Article,
    scores: Scores,
    *,
    kinds: Collection[str],
) -> None:
    """Compare the facts of a record with those of its page, where these kinds of them are written down."""

    def of_kind(kind: str) -> list[Fact]:
        return [fact for fact in facts if fact.kind == kind and kind in kinds]

    def in_body(mentions: Sequence[Found]) -> list[Found]:
        return [m for m in mentions if inside((m.raw_start_char, m.raw_end_char), body)]

    roles = in_body(article.roles) if "ROLE" in kinds else []
    quotes = in_body(article.quotes) if "QUOTE" in kinds else []
    for fact, role in _matched(of_kind("ROLE"), roles, [_is_role], scores["roles"]):
        _, _, organization, *status = (*fact.cells, "")
        right = not role.organization if organization == "-" else same_text(role.organization, organization)
        _note(scores["role organizations"], right, f"{fact}: got {role.organization}")
        got = role.status if role.status != "current" else None
        _note(scores["role statuses"], (got or "") == status[0], f"{fact}: got {role.status}")
    for fact, quote in _matched(of_kind("QUOTE"), quotes, [_is_quote], scores["quotes"]):
        _note(scores["quote speakers"], same_text(quote.speaker, fact.cells[0]), f"{fact}: got {quote.speaker}")

    figures = in_body(article.indicators) if "FIGURE" in kinds else []
    pairs = match_figures(of_kind("FIGURE"), raw, figures, scores["indicators"])
    for fact, indicator in pairs:
        _score_figure(fact, indicator, scores)
    found = {fact for fact, _ in pairs}
    for fact in of_kind("FIGURE"):
        if fact not in found and not fact.disputed:
            scores["whole indicators"].miss(f"missed {fact}")


def match_figures(
    facts: Sequence[Fact], raw: str, indicators: Sequence[Indicator], tally: Tally
) -> list[tuple[Fact, Indicator]]:
    """Give each statistic of the gold the one of the record that stands for it, if any, and count."""

    def is_figure(fact: Fact, indicator: Indicator) -> bool:
        return _is_figure(fact, indicator, raw)

    def is_same_figure(fact: Fact, indicator: Indicator) -> bool:
        return is_figure(fact, indicator) and _same_measure(indicator.measure, fact.cells[1])

    return _matched(facts, indicators, [is_same_figure, is_figure], tally)


def _matched(
    facts: Sequence[Fact], have: Sequence[Found], tests: Sequence[Callable[[Fact, Found], bool]], tally: Tally
) -> list[tuple[Fact, Found]]:
    """Give each fact the first mention that no other has and that the earliest test takes, and count."""
    free = dict(enumerate(have))
    pairs = []
    for fact in sorted(facts, key=lambda fact: fact.disputed):
        hits = (at for test in tests for at, mention in free.items() if test(fact, mention))
        hit = next(hits, None)
        if hit is not None:
            mention = free.pop(hit)
        if fact.disputed:
            continue
        if hit is None:
            tally.miss(f"missed {fact}")
        else:
            tally.hit()
            pairs.append((fact, mention))
    for mention in free.values():
        tally.false(f"wrong {_shown(mention)}")
    return pairs


def _shown(mention: Mention) -> str:
    if isinstance(mention, Role):
        return f"{mention.person}|{mention.title}|{mention.organization}"
    if isinstance(mention, Quote):
        return f"{mention.speaker}|{'D' if mention.direct else 'I'}|{mention.text[:20]}"
    if isinstance(mention, Indicator):
        return f"{mention.subject}|{mention.measure}|{mention.text}"
    return mention.text


def _note(tally: Tally, right: bool, message: str) -> None:
    if right:
        tally.hit()
    else:
        tally.miss(message)


def _plain(text: str | None) -> str:
    return folded(simplify(text or ""))


def same_text(one: str | None, other: str | None) -> bool:
    """Whether two texts are equal, or one of at least two characters is in the other."""
    a, b = _plain(one), _plain(other)
    return a == b or (min(len(a), len(b)) >= 2 and (a in b or b in a))


def _same_measure(one: str, other: str) -> bool:
    """Measures are texts; 占 alone is a share of whatever stands before."""
    return same_text(one, other) or (other in ("占", "佔") and one.startswith("占"))


def _is_role(fact: Fact, role: Role) -> bool:
    return _plain(role.person) == _plain(fact.cells[0]) and same_text(role.title, fact.cells[1])


def _is_quote(fact: Fact, quote: Quote) -> bool:
    words, said = _plain(fact.cells[2]), _plain(quote.text)
    on_line = fact.line[0] <= quote.raw_start_char <= fact.line[1]
    return on_line and quote.direct == (fact.cells[1] == "D") and (words[:10] in said or said[:10] in words)


def _is_figure(fact: Fact, indicator: Indicator, raw: str) -> bool:
    """A figure is found by its value, or by its change where there is no value, on its line."""
    _, measure, _, value, change = fact.cells
    if not fact.line[0] <= indicator.raw_start_char <= fact.line[1]:
        return False
    if value != "-":
        return _plain(value) in _plain(raw[indicator.raw_start_char : indicator.raw_end_char])
    got = indicator.change
    if got is None or not (indicator.value is None and indicator.min is None and indicator.max is None):
        return False
    size = _size(change)
    known = _same_measure(indicator.measure, measure) if size is None else _has_size(got, size)
    return got.direction == change.split()[0] and known


def _size(change: str) -> float | None:
    """The size of a change, None where it is not stated or is an amount with 万 or 亿: then it is not compared."""
    number = _SIZE.search(change.replace(",", ""))
    return float(number[0]) if number and not _LARGE.search(change) else None


def _has_size(change: Change, size: float) -> bool:
    return change.value is not None and abs(float(change.value) - size) < 1e-6


def _score_figure(fact: Fact, indicator: Indicator, scores: Scores) -> None:
    subject, measure, period, _, change = fact.cells
    start, end = (indicator.period.start, indicator.period.end) if indicator.period else (None, None)
    got = indicator.change
    if change == "-":
        moved = got is None
    else:
        direction, *_, basis = change.split()
        size = _size(change)
        moved = got is not None and got.direction == direction and (got.basis or "-") == basis
        moved = moved and (size is None or (got is not None and _has_size(got, size)))
    parts = {
        "indicator measures": _same_measure(indicator.measure, measure),
        "indicator subjects": not indicator.subject if subject == "-" else same_text(indicator.subject, subject),
        "indicator periods": start is None if period == "-" else same_period(period, start, end),
        "indicator changes": moved,
    }
    shown = f"{fact}: got {indicator.subject}|{indicator.measure}|{start}/{end}|{got}"
    for name, right in parts.items():
        _note(scores[name], right, shown)
    _note(scores["whole indicators"], all(parts.values()), shown)
