"""What the page shows of many articles: counts, rankings, the largest amounts, tables that can be sorted."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from newsparse.errors import ERRORS, PROBLEMS
from newsparse.records import Article, Indicator, MoneyMention
from newsparse.view.article import title_of
from newsparse.view.charts import columns
from newsparse.view.marks import kinds

__all__ = ["Chart", "Overview", "Ranking"]

_RANKED = ("organization", "place", "person")
_TOP = 15
_CURRENCIES = 3
_SERIES = 6
_DAYS, _MONTHS, _QUARTERS = 62, 72, 80
_PERIOD = re.compile(r"(?P<year>\d{4})|(?P<quarter>\d{4}-Q[1-4])|(?P<month>\d{4}-(?:0[1-9]|1[0-2]))")

Row = list[Any]
"""A row of a table: a cell is its text, or text, sort key and link."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The names of a kind that most articles mention."""

    key: str
    title: str
    rows: list[tuple[str, int, int]]
    """Canonical name, articles, mentions."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing and its numbers."""

    title: str
    drawing: Markup
    data: list[tuple[str, float]]


class Overview:
    """An archive made ready for its template.

    Repeated articles are listed but not counted in rankings, amounts and charts; inputs that could not be read are
    counted apart.

    Parameters
    ----------
    articles:
        The records, in the order of the page: the number of an article is its place here.
    """

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = articles
        self.read = [(number, article) for number, article in enumerate(articles) if article.text]
        self.unique = [(number, article) for number, article in self.read if article.duplicate_of is None]
        self.unread = [(number, article) for number, article in enumerate(articles) if not article.text]

    def title(self, number: int) -> str:
        """Give the title of an article by its place."""
        return title_of(self.articles[number])

    def counts(self) -> list[tuple[str, int]]:
        """Give what there is in all, by name."""
        found = [
            ("Articles", len(self.read)),
            ("Repeated", len(self.read) - len(self.unique)),
            ("Not read", len(self.unread)),
            ("Characters", sum(len(article.text) for _, article in self.read)),
        ]
        for name in ("entities", "dates", "money", "quantities", "indicators", "quotes", "roles"):
            title = {"entities": "names"}.get(name, name).capitalize()
            found.append((title, sum(len(getattr(article, name)) for _, article in self.read)))
        return [(title, count) for title, count in found if count or title == "Articles"]

    def time(self) -> Chart | None:
        """Draw how many articles each day, month, quarter or year has, gaps included; None without two dates."""
        days = [day for _, article in self.unique if (day := day_of(article))]
        if not days:
            return None
        unit, label = _unit(min(days), max(days))
        found = Counter(map(label, days))
        labels = sorted(
            {label(date.fromordinal(day)) for day in range(min(days).toordinal(), max(days).toordinal() + 1)}
        )
        if len(labels) < 2:
            return None
        data = [(name, float(found[name])) for name in labels]
        return Chart(f"Articles by {unit}", columns(data), data)

    def rankings(self) -> list[Ranking]:
        """Give the organisations, places and people that most articles name."""
        found = []
        for kind in kinds():
            if kind.key in _RANKED:
                articles: Counter[str] = Counter()
                mentions: Counter[str] = Counter()
                for _, article in self.unique:
                    names = [entity.canonical for entity in article.entities if entity.label in kind.labels]
                    mentions.update(names)
                    articles.update(set(names))
                best = sorted(articles, key=lambda name: (-articles[name], -mentions[name], name))[:_TOP]
                rows = [(name, articles[name], mentions[name]) for name in best]
                if rows:
                    found.append(Ranking(kind.key, kind.title, rows))
        return found

    def largest(self) -> list[tuple[str, list[tuple[MoneyMention, Decimal, int, int]]]]:
        """Give the largest amounts of the commonest currencies: mention, amount, article and place in its list.

        Of a range its greatest end counts, of 不足 and the like the bound; an amount counts once an article.
        """
        found: dict[str, list[tuple[MoneyMention, Decimal, int, int]]] = defaultdict(list)
        for number, article in self.unique:
            seen: set[tuple[str, Decimal]] = set()
            for place, money in enumerate(article.money):
                amount = next((value for value in (money.amount, money.max, money.min) if value is not None), None)
                if money.currency and amount is not None and (money.currency, amount) not in seen:
                    seen.add((money.currency, amount))
                    found[money.currency].append((money, amount, number, place))
        common = sorted(found, key=lambda currency: (-len(found[currency]), currency))[:_CURRENCIES]
        return [(currency, sorted(found[currency], key=lambda row: -row[1])[:_TOP]) for currency in common]

    def series(self) -> list[Chart]:
        """Draw the statistics that have a figure for most periods, of those that have one for three or more.

        Periods of one length make a series: years, quarters or months. Plans are left out; of several articles that
        tell a figure the first counts.
        """
        found: dict[tuple[str, str, str, str], dict[str, float]] = defaultdict(dict)
        for _, article in self.unique:
            for fact in article.indicators:
                period = _PERIOD.fullmatch(fact.period.timex or "") if fact.period else None
                if fact.value is not None and fact.subject and period and not fact.planned:
                    series = fact.subject, fact.measure, fact.currency or fact.unit or fact.kind, period.lastgroup or ""
                    found[series].setdefault(period[0], float(fact.value))
        charts: list[Chart] = []
        for (subject, measure, unit, _), values in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
            data = [(period, values[period]) for period in sorted(values)]
            if len(data) < 3 or len(charts) == _SERIES:
                break
            title = f"{subject} {measure}" + (f" ({unit})" if unit else "")
            charts.append(Chart(title, columns(data, width=360, height=180, labels=4), data))
        return charts

    def problems(self) -> list[tuple[str, str, int]]:
        """Give the problems and errors that the records carry: code, meaning, articles."""
        found = Counter(code for article in self.articles for code in {problem.code for problem in article.problems})
        meanings = ERRORS | PROBLEMS
        return [(code, meanings.get(code, ""), count) for code, count in sorted(found.items())]

    def removed(self) -> list[tuple[str, int]]:
        """Give the rules that removed lines, the busiest first, with their lines."""
        return Counter(line.rule for _, article in self.read for line in article.removed).most_common()

    def tables(self) -> dict[str, list[Row]]:
        """Give the rows of the tables that the page's script shows: articles and indicators.

        Behind the columns of an article stand the names in it, which searches find and rankings choose by.
        """
        articles: list[Row] = []
        indicators: list[Row] = []
        for number, article in self.read:
            day, title = day_of(article), title_of(article)
            articles.append(
                [
                    [title, title, f"a{number}"],
                    day.isoformat() if day else "",
                    article.metadata.source or article.metadata.site or "",
                    len(article.text),
                    len(article.entities),
                    len(article.indicators),
                    len(article.quotes),
                    len(article.problems),
                    "\n".join(dict.fromkeys(entity.canonical for entity in article.entities)),
                ]
            )
            for place, fact in enumerate(article.indicators):
                indicators.append(_indicator_row(fact, title, f"a{number}-t-ind{place}"))
        return {"articles": articles, "indicators": indicators}


def day_of(article: Article) -> date | None:
    """Give the day of an article: its publication, else its dateline."""
    meta = article.metadata
    stamp = meta.published_at or (meta.dateline.date if meta.dateline else None)
    try:
        return date.fromisoformat(stamp[:10]) if stamp else None
    except ValueError:
        return None


def _unit(first: date, last: date) -> tuple[str, Callable[[date], str]]:
    """Choose how to count days so that a chart has no more columns than can be told apart."""
    months = (last.year - first.year) * 12 + last.month - first.month
    if (last - first).days < _DAYS:
        return "day", date.isoformat
    if months < _MONTHS:
        return "month", lambda day: f"{day:%Y-%m}"
    if months < 3 * _QUARTERS:
        return "quarter", lambda day: f"{day.year}-Q{(day.month + 2) // 3}"
    return "year", lambda day: f"{day.year:04}"


def _indicator_row(fact: Indicator, title: str, link: str) -> Row:
    period, change = fact.period, fact.change
    figure = fact.value if fact.value is not None else fact.max if fact.max is not None else fact.min
    signed = (
        None
        if change is None or change.value is None
        else float(change.value) * (-1 if change.direction == "down" else 1)
    )
    return [
        fact.subject or "",
        fact.measure,
        (period.timex or period.start or "") if period else "",
        [fact.text, None if figure is None else float(figure), link],
        fact.currency or fact.unit or "",
        kind_text(fact),
        ["" if change is None else change_text(fact), signed],
        title,
    ]


_ARROWS = {"up": "▲", "down": "▼", "flat": "＝"}
_BASES = {"yoy": "on the year", "mom": "on the month", "qoq": "on the quarter", "plan": "of plan"}


def change_text(fact: Indicator) -> str:
    """Write how a figure moved: ▲ 8.1 % on the year."""
    change = fact.change
    if change is None:
        return ""
    unit = {"percentage_point": "pp"}.get(change.unit or "", change.unit) or change.currency or ""
    size = " – ".join(f"{value.normalize():,f}" for value in (change.value, change.max) if value is not None)
    parts = (
        _ARROWS[change.direction],
        change.direction,
        f"{size} {unit}" if size else "",
        _BASES.get(change.basis or ""),
    )
    return " ".join(filter(None, parts))


def kind_text(fact: Indicator) -> str:
    """Say what sort of statistic it is, where it is not simply how much there is: a planned share."""
    return " ".join(filter(None, ("planned" if fact.planned else "", fact.kind if fact.kind != "level" else "")))
