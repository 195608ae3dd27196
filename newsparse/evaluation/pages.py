"""Gold corpora, the scores of whole pages, and the floors below which no score may fall.

A gold corpus is a folder of pairs: ``NAME.txt``, a page as it was scraped (UTF-8), and ``NAME.gold.tsv``, what a
careful reader finds in it; ``NAME.relations.tsv`` beside them has the facts (:mod:`newsparse.evaluation.facts`).
``corpora/README.md`` says how the gold is made; the format is read here:

* ``#key<TAB>value`` lines: what the page states of itself (``title published_at source author editor dateline``) and
  the numbers of the lines that are the article (``body``), that are not (``dropped``), and that may be (``optional``);
* one row a mention: ``line number (from 1), label, text exactly as in the page, value``.

Everything is compared at offsets in the page: code points, half open.  A mention counts if it lies in the body.
What touches a ``ZONE``, a stretch on which careful readers would disagree, counts neither way.
"""

from __future__ import annotations

import hashlib
import math
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from newsparse.evaluation.compare import Scores, Span, Tally, folded, inside, same_period, touches
from newsparse.evaluation.facts import FACT_MEASURES, KINDS, Fact, check_facts, read_facts, score_facts
from newsparse.records import Article, DateMention, MoneyMention, QuantityMention
from newsparse.script import simplify

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

MEASURES = (
    "core entities", "PERSON", "ORG", "PLACE", "extended entities", "leaked entities", "dates found", "dates valued",
    "money", "percent", "metadata", "body kept", "furniture dropped", "offsets true", *FACT_MEASURES,
)  # fmt: skip
"""The measures, in the order of every table.

``PLACE`` is GPE and LOC together; ``extended`` is FAC, PRODUCT, EVENT and LAW; ``leaked`` counts names found in page
furniture, where none belongs.
"""

_LEAKED = "leaked entities"
_CORE = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "PLACE", "LOC": "PLACE"}
_EXTENDED = ("FAC", "PRODUCT", "EVENT", "LAW")
_LABELS = (*_CORE, *_EXTENDED, "ZONE", "DATE", "DATE?", "MONEY", "PERCENT")
_STATED = ("title", "published_at", "source", "author", "editor", "dateline")
_LINES = ("body", "optional", "dropped")

_MOMENT = r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d)?)?)?)?"
_NUMBER = r"\d+(?:\.\d+)?"
_VALUES = {
    "DATE": re.compile(rf"{_MOMENT}(?:/(?:{_MOMENT}|\.\.))?"),
    "DATE?": re.compile(r"-|P(?:\d+[YMWD])?(?:T[\d.]+[HMS](?:\d+[MS])?)?"),
    "MONEY": re.compile(rf"[A-Z]{{3}} {_NUMBER}(?:\.\.{_NUMBER})?"),
    "PERCENT": re.compile(rf"{_NUMBER}(?:\.\.{_NUMBER})?"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One mention of a gold file, at its offsets in the page."""

    label: str
    start: int
    end: int
    text: str
    value: str

    @property
    def span(self) -> Span:
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold file and its page."""

    name: str
    raw: str
    """The page as decoded."""
    stated: dict[str, str]
    """What the page says of itself, by the name of the metadata field."""
    body: tuple[Span, ...]
    """The lines that are the article."""
    optional: tuple[Span, ...]
    """The lines that may be kept or dropped."""
    dropped: tuple[Span, ...]
    """The lines that are page furniture."""
    marks: tuple[Mark, ...]
    """All mentions, in the order of the page."""
    facts: tuple[Fact, ...] | None
    """What the page states, where somebody has written it down."""
    only: tuple[str, ...]
    """The kinds of facts that alone were written down (``#only FIGURE``); empty where everything was."""

    def labelled(self, *labels: str) -> list[Mark]:
        """Give the marks of the body with one of the labels, in the order of the page."""
        return [mark for mark in self.marks if mark.label in labels and inside(mark.span, self.body)]

    def around(self, start: int, end: int) -> str:
        """Show a stretch of the page with its neighbourhood, for a message."""
        before, after = self.raw[max(0, start - 8) : start], self.raw[end : end + 8]
        return f"{before}[{self.raw[start:end]}]{after}".replace("\n", "⏎")


@dataclass(frozen=True, slots=True)
class Report:
    """The scores of a corpus."""

    articles: dict[str, Scores]
    """Scores of each article, by its name."""
    digest: str
    """SHA-256 of the corpus that was measured."""

    @property
    def total(self) -> Scores:
        """The counts of all articles added up."""
        total: Scores = defaultdict(Tally)
        for name, scores in self.articles.items():
            for measure, tally in scores.items():
                total[measure].right += tally.right
                total[measure].wrong += tally.wrong
                total[measure].missed += tally.missed
                total[measure].errors += [f"{name}: {error}" for error in tally.errors]
        return total

    @property
    def errors(self) -> list[str]:
        """Every disagreement, as ``measure: article: what``, in the order of the measures."""
        total = self.total
        return [f"{measure}: {error}" for measure in MEASURES for error in total[measure].errors]

    def table(self) -> str:
        """Give the totals, then F1 by article, as aligned text."""
        total = self.total
        lines = [f"{'':24}{'P':>7}{'R':>7}{'F1':>7}{'right':>8}{'wrong':>7}{'missed':>7}"]
        for measure in MEASURES:
            tally = total[measure]
            lines.append(
                f"{measure:24}{tally.precision:7.3f}{tally.recall:7.3f}{tally.f1:7.3f}"
                f"{tally.right:8}{tally.wrong:7}{tally.missed:7}"
            )
        shown = (
            "core entities", "extended entities", "dates found", "dates valued", "money", "percent", "metadata",
            "roles", "quotes", "indicators",
        )  # fmt: skip
        width = max((len(name) for name in self.articles), default=0) + 1
        lines += ["", " " * width + "".join(f"{measure.replace(' entities', ''):>14}" for measure in shown)]
        for name, scores in self.articles.items():
            lines.append(f"{name:{width}}" + "".join(f"{scores[measure].f1:14.3f}" for measure in shown))
        return "\n".join(lines)

    def floors(self) -> str:
        """Give the text of a floors file that pins these scores, rounded down to three places."""
        total = self.total
        lines = [f'corpus = "{self.digest}"', f"most_leaked = {total[_LEAKED].wrong}", "", "[f1]"]
        for measure in MEASURES:
            if measure != _LEAKED:
                tally = total[measure]
                f1 = tally.f1 if tally.right + tally.wrong + tally.missed else 0.0  # nothing measured pins nothing
                lines.append(f'"{measure}" = {_rounded_down(f1):.3f}')
        return "\n".join(lines) + "\n"


def evaluate(folder: Path, parse: Callable[[bytes], Article]) -> Report:
    """Read every page of a gold corpus and score what was read.

    Parameters
    ----------
    folder:
        The corpus: pairs of ``NAME.txt`` and ``NAME.gold.tsv``.
    parse:
        What is measured: the bytes of a page to its record; :func:`newsparse.parse` is one.

    Raises
    ------
    ValueError
        If a gold file is wrong or there is none.
    """
    golds = [read_gold(path) for path in _gold_files(folder)]
    articles = {gold.name: score(gold, parse(gold.raw.encode("utf-8"))) for gold in golds}
    return Report(articles, corpus_digest(folder))


def corpus_digest(folder: Path) -> str:
    """Give the SHA-256 of the names and contents of a corpus' pages and gold files."""
    digest = hashlib.sha256()
    for gold in _gold_files(folder):
        for path in (_page_of(gold), gold, _facts_of(gold)):
            if not path.exists():  # a page need not have facts
                continue
            content = path.read_bytes()
            digest.update(f"{path.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _gold_files(folder: Path) -> list[Path]:
    paths = sorted(folder.glob("*.gold.tsv"))
    if not paths:
        raise ValueError(f"{folder}: no gold file")
    return paths


def _page_of(gold: Path) -> Path:
    return gold.with_name(gold.name.replace(".gold.tsv", ".txt"))


def _facts_of(gold: Path) -> Path:
    return gold.with_name(gold.name.replace(".gold.tsv", ".relations.tsv"))


# Gold files


def read_gold(path: Path) -> Gold:
    """Read a gold file and its page.

    Raises
    ------
    ValueError
        If a mention is not on its line, or not as often as it is listed.
    """
    raw = _page_of(path).read_bytes().decode("utf-8")
    lines = _line_spans(raw)
    header: dict[str, str] = {}
    rows: list[tuple[Span, str, str, str]] = []
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        key, _, rest = row.partition("\t")
        if key.startswith("#"):
            header[key[1:]] = rest
        elif row.strip():
            label, text, value = (*rest.split("\t"), "")[:3]
            if not key.isdecimal() or not 1 <= int(key) <= len(lines):
                raise ValueError(f"{path.name}:{number}: no line {key!r}")
            rows.append((lines[int(key) - 1], label, text, value))
    try:
        numbered = {name: tuple(lines[int(n) - 1] for n in header.get(name, "").split()) for name in _LINES}
        marks = _placed(raw, rows)
        facts = read_facts(_facts_of(path), lines) if _facts_of(path).exists() else None
    except (ValueError, IndexError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    stated = {name: header[name] for name in _STATED if name in header}
    only = tuple(header.get("only", "").split())
    return Gold(path.name.removesuffix(".gold.tsv"), raw, stated, marks=marks, facts=facts, only=only, **numbered)


def _line_spans(raw: str) -> list[Span]:
    spans, start = [], 0
    for line in raw.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def _placed(raw: str, rows: Iterable[tuple[Span, str, str, str]]) -> tuple[Mark, ...]:
    """Give each row of a gold file its place.

    Rows have no offsets, so that people can write them.  Each takes the first place on its line that no mention of
    its layer has taken: zones first, then the longest, so that a name inside a longer one is not mistaken for itself.
    """
    taken: dict[str, list[Span]] = defaultdict(list)
    marks = []
    for (start, end), label, text, value in sorted(rows, key=lambda row: (row[1] != "ZONE", -len(row[2]))):
        layer = _layer(label)
        blocked = taken[layer] + (taken["zone"] if layer == "name" else [])
        at = raw.find(text, start, end)
        while at >= 0 and touches((at, at + len(text)), blocked):
            at = raw.find(text, at + 1, end)
        if at < 0 or not text:
            raise ValueError(f"{label} {text!r} has no (further) place on its line {raw[start : start + 20]!r}…")
        taken[layer].append((at, at + len(text)))
        marks.append(Mark(label, at, at + len(text), text, value))
    return tuple(sorted(marks, key=lambda mark: mark.span))


def _layer(label: str) -> str:
    """Mentions of different layers may share their place: a date in a name, an amount in a zone."""
    if label.startswith("DATE"):
        return "date"
    return label.lower() if label in ("ZONE", "MONEY", "PERCENT") else "name"


def check_gold(path: Path) -> list[str]:
    """Give what is wrong with a gold file; an empty list if nothing is.

    Every mention must be on its line, with a label and a value that exist; every line of the page that holds a
    visible character must be listed once as body, optional or dropped; no mention may stand outside these lines.
    """
    try:
        gold = read_gold(path)
    except ValueError as error:
        return [str(error)]
    found = []
    for mark in gold.marks:
        pattern = _VALUES.get(mark.label)
        if mark.label not in _LABELS:
            found.append(f"{mark.label!r} is not a label: {gold.around(*mark.span)}")
        elif mark.value if pattern is None else not pattern.fullmatch(mark.value):
            found.append(f"{mark.label} cannot have the value {mark.value!r}: {gold.around(*mark.span)}")
    listed = [*gold.body, *gold.optional, *gold.dropped]
    for number, span in enumerate(_line_spans(gold.raw), 1):
        wanted = 1 if gold.raw[span[0] : span[1]].strip("\ufeff \t\r\u3000\xa0") else 0
        if listed.count(span) != wanted and (wanted or listed.count(span) > 1):
            found.append(f"line {number} is listed {listed.count(span)} times: {gold.raw[span[0] : span[1]][:20]!r}")
    found += check_facts(gold.facts or (), gold.raw, gold.body)
    return [f"{path.name}: {message}" for message in found]


# Scores


def score(gold: Gold, article: Article) -> Scores:
    """Compare a record with the gold of its page."""
    scores: Scores = defaultdict(Tally)
    if gold.only:
        score_facts(gold.facts or (), gold.raw, gold.body, article, scores, kinds=gold.only)
        return scores
    zones = [mark.span for mark in gold.marks if mark.label == "ZONE"]
    _score_entities(gold, article, zones, scores)
    _score_dates(gold, article, zones, scores)
    _score_amounts(gold, "MONEY", article.money, zones, scores["money"])
    percentages = [quantity for quantity in article.quantities if quantity.unit in ("%", "percentage_point")]
    _score_amounts(gold, "PERCENT", percentages, zones, scores["percent"])
    _score_metadata(gold, article, scores["metadata"])
    _score_lines(gold, article, scores)
    _score_offsets(gold, article, scores["offsets true"])
    if gold.facts is not None:
        score_facts(gold.facts, gold.raw, gold.body, article, scores, kinds=KINDS)
    return scores


def _score_entities(gold: Gold, article: Article, zones: Sequence[Span], scores: Scores) -> None:
    """A name is right if its label and both ends are; GPE and LOC are one label, 吉林省|长春市 equals 吉林省长春市."""
    read = {(_CORE.get(e.label, e.label), e.raw_start_char, e.raw_end_char) for e in article.entities}
    for label, start, end in sorted(read):
        if inside((start, end), gold.dropped):
            scores[_LEAKED].false(f"{label} {gold.around(start, end)}")
    found = {name for name in read if inside(name[1:], gold.body)}
    wanted = {(_CORE.get(mark.label, mark.label), *mark.span) for mark in gold.labelled(*_CORE, *_EXTENDED)}
    for measure, labels in (("core entities", set(_CORE.values())), ("extended entities", set(_EXTENDED))):
        want = _joined(name for name in wanted if name[0] in labels)
        have = _joined(name for name in found if name[0] in labels)
        elsewhere = {name[1:] for name in wanted if name[0] not in labels}  # a FAC read as ORG is missed, not wrong too
        for label, start, end in sorted(want | have):
            name = (label, start, end)
            tallies = [scores[measure]] + ([scores[label]] if label in _CORE.values() else [])
            for tally in tallies:
                if name in want and name in have:
                    tally.hit()
                elif name in want:
                    tally.miss(f"missed {label} {gold.around(start, end)}")
                elif not touches((start, end), zones) and (start, end) not in elsewhere:
                    tally.false(f"wrong {label} {gold.around(start, end)}")


def _joined(names: Iterable[tuple[str, int, int]]) -> set[tuple[str, int, int]]:
    """Join places that touch."""
    out: list[tuple[str, int, int]] = []
    for label, start, end in sorted(names, key=lambda name: name[1:]):
        if out and label == "PLACE" and out[-1][0] == "PLACE" and out[-1][2] == start:
            out[-1] = (label, out[-1][1], end)
        else:
            out.append((label, start, end))
    return set(out)


def _score_dates(gold: Gold, article: Article, zones: Sequence[Span], scores: Scores) -> None:
    """A date is found if a mention overlaps it, valued if one that does has its first and last day.

    What the calendar cannot know (``DATE?``) may be found or not; only a duration given a calendar date is wrong.
    """
    found, valued = scores["dates found"], scores["dates valued"]
    dates = [date for date in article.dates if inside((date.raw_start_char, date.raw_end_char), gold.body)]
    used: set[int] = set()
    for mark in gold.labelled("DATE"):
        hits = [i for i, date in enumerate(dates) if i not in used and _overlaps(date, mark)]
        used.update(hits)
        if not hits:
            message = f"missed {mark.value} {gold.around(*mark.span)}"
            found.miss(message)
            valued.miss(message)
            continue
        found.hit()
        if any(same_period(mark.value, dates[i].start, dates[i].end) for i in hits):
            valued.hit()
        else:
            got = ", ".join(f"{dates[i].start}/{dates[i].end}" for i in hits)
            valued.miss(f"want {mark.value}, got {got} {gold.around(*mark.span)}")
    soft = gold.labelled("DATE?")
    for i, date in enumerate(dates):
        span = (date.raw_start_char, date.raw_end_char)
        if i in used or date.start is None or touches(span, zones):
            continue
        under = next((mark for mark in soft if _overlaps(date, mark)), None)
        if under is None or under.value.startswith("P"):
            found.false(f"wrong {date.timex} {gold.around(*span)}")


def _overlaps(mention: DateMention | MoneyMention | QuantityMention, mark: Mark) -> bool:
    return mention.raw_start_char < mark.end and mark.start < mention.raw_end_char


def _score_amounts(
    gold: Gold,
    label: str,
    mentions: Sequence[MoneyMention] | Sequence[QuantityMention],
    zones: Sequence[Span],
    tally: Tally,
) -> None:
    """An amount is right if a mention overlaps it and has its value, or both bounds, and its currency."""
    have = [mention for mention in mentions if inside((mention.raw_start_char, mention.raw_end_char), gold.body)]
    used: set[int] = set()
    for mark in gold.labelled(label):
        hit = next((i for i, mention in enumerate(have) if i not in used and _overlaps(mention, mark)), None)
        got = "nothing" if hit is None else _amount(have[hit])
        if hit is not None:
            used.add(hit)
        if got == _plain(mark.value):
            tally.hit()
        else:
            tally.miss(f"want {mark.value}, got {got} {gold.around(*mark.span)}")
    for i, mention in enumerate(have):
        span = (mention.raw_start_char, mention.raw_end_char)
        if i not in used and not touches(span, zones):
            tally.false(f"wrong {_amount(mention)} {gold.around(*span)}")


def _amount(mention: MoneyMention | QuantityMention) -> str:
    """Write an amount as gold writes it: ``CNY 1000000000..2000000000``, ``33``."""
    currency, value = (
        (f"{mention.currency} ", mention.amount) if isinstance(mention, MoneyMention) else ("", mention.value)
    )
    bounds = [value] if value is not None else [mention.min, mention.max]
    return _plain(currency + "..".join("" if bound is None else f"{bound:f}" for bound in bounds))


def _plain(amount: str) -> str:
    """Drop the zeros that do not change a number: ``27.50`` -> ``27.5``."""
    return re.sub(r"\d+(?:\.\d+)?", lambda number: f"{Decimal(number[0]).normalize():f}", amount)


def _score_metadata(gold: Gold, article: Article, tally: Tally) -> None:
    """A field that the page states is right if it is the same but for script, spaces and punctuation."""
    for name, want in gold.stated.items():
        dateline = article.metadata.dateline
        have = (dateline and dateline.date) if name == "dateline" else getattr(article.metadata, name)
        have = re.sub(r"^\s*[\[【][视視][频頻][\]】]", "", have or "")  # a mark of broadcasters, kept or not
        same = (
            have.startswith(want)
            if name in ("published_at", "dateline")
            else folded(simplify(have)) == folded(simplify(want))
        )
        if same:
            tally.hit()
        else:
            tally.miss(f"{name}: want {want!r}, got {have!r}")


def _score_lines(gold: Gold, article: Article, scores: Scores) -> None:
    """A line of the body must be in the clean text, a line of furniture must not, whatever their script and spacing."""
    text = folded(article.text)
    kept, dropped = scores["body kept"], scores["furniture dropped"]
    for start, end in gold.body:
        if folded(simplify(gold.raw[start:end])) in text:
            kept.hit()
        else:
            kept.miss(f"lost {gold.around(start, min(end, start + 30))}")
    own = folded(simplify("".join(gold.raw[start:end] for start, end in gold.body + gold.optional)))
    for start, end in gold.dropped:
        line = folded(simplify(gold.raw[start:end]))
        if not line or line in own:  # a menu word that the article uses too says nothing
            continue
        if line in text:
            dropped.miss(f"kept {gold.around(start, min(end, start + 30))}")
        else:
            dropped.hit()


def _score_offsets(gold: Gold, article: Article, tally: Tally) -> None:
    """The record gives every mention back from its text; the page must too, but for script and spacing."""
    for mention in (*article.entities, *article.dates, *article.money, *article.quantities):
        span = (mention.raw_start_char, mention.raw_end_char)
        own = article.text[mention.start_char : mention.end_char] == mention.text
        if own and folded(simplify(gold.raw[span[0] : span[1]])) == folded(mention.text):
            tally.hit()
        else:
            tally.miss(f"{mention.text!r} is not at {gold.around(*span)}")


# Floors


@dataclass(frozen=True, slots=True)
class Floors:
    """Scores below which a change must not fall, and the corpus that they were measured on."""

    corpus: str
    """SHA-256 as :func:`corpus_digest` gives it."""
    most_leaked: int
    """Most names that may be read out of page furniture."""
    f1: dict[str, float]
    """Least F1 of each other measure."""


def read_floors(path: Path) -> Floors:
    """Read a floors file, as :meth:`Report.floors` writes it.

    Raises
    ------
    ValueError
        If it is not TOML, or a key is missing.
    """
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return Floors(values["corpus"], values["most_leaked"], values["f1"])
    except KeyError as error:
        raise ValueError(f"{path}: {error} is missing") from error


def check_floors(report: Report, floors: Floors) -> list[str]:
    """Give what a change broke: scores below their floor, or a corpus that is not the one measured.

    Scores are compared as :meth:`Report.floors` writes them, rounded down to three places.
    """
    found = []
    if report.digest != floors.corpus:
        found.append(f"the corpus changed: measure it and pin new floors beside its digest {report.digest}")
    total = report.total
    if total[_LEAKED].wrong > floors.most_leaked:
        found.append(f"{_LEAKED}: {total[_LEAKED].wrong} are more than {floors.most_leaked}")
    for measure in MEASURES:
        if measure == _LEAKED:
            continue
        got, least = _rounded_down(total[measure].f1), floors.f1.get(measure)
        if least is None:
            found.append(f"{measure}: no floor")
        elif got < least:
            found.append(f"{measure}: {got:.3f} is below its floor {least:.3f}")
    return found


def _rounded_down(share: float) -> float:
    return math.floor(share * 1000 + 1e-6) / 1000  # the last bit of a float is not a change of score
