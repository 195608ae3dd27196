"""The named steps in order: read the page, analyse its clean text, write the record."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain
from operator import attrgetter
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from newsparse.dates import Anchor
from newsparse.errors import PROBLEMS, InputError, NewsparseError
from newsparse.item import Item
from newsparse.page import Page, count_page, read_page
from newsparse.page.site import SiteFurniture, SitePage
from newsparse.records import Article, Input, Metadata, Problem
from newsparse.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language

    from newsparse.analysis import Analysis, Analyzer
    from newsparse.pool import Loss

__all__ = ["Parser", "items", "load", "parse", "pipe"]


def load(settings: Settings | None = None) -> Language:
    """Give newsparse's spaCy pipeline: a jieba tokenizer and components for names, dates and amounts.

    The pipeline expects clean simplified text, as ``Article.text`` is; ``newsparse.simplify`` makes it of other text.
    It finds what :meth:`Parser.parse` finds, which calls the same functions without making a Doc.
    """
    import spacy

    from newsparse.language.resources import has_weights

    settings = settings or Settings.default()
    gazetteers = [str(path) for path in settings.entities.gazetteers]
    tokenizer = {
        "@tokenizers": "newsparse.JiebaTokenizer.v1",
        "gazetteers": gazetteers,
        "engine": settings.segmentation.engine,
    }
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": tokenizer}})
    nlp.max_length = settings.input.max_size
    if settings.entities.model and has_weights():
        nlp.add_pipe("newsparse_recognizer")
    nlp.add_pipe("newsparse_entities", config={"gazetteers": gazetteers})
    nlp.add_pipe("newsparse_dates")
    nlp.add_pipe("newsparse_amounts")
    nlp.add_pipe("newsparse_roles")
    nlp.add_pipe("newsparse_quotes")
    nlp.add_pipe("newsparse_indicators")
    return nlp


class Parser:
    """Reads pages into records; what it loads is loaded once, on first use, and shared by all calls.

    Parameters
    ----------
    settings:
        The defaults when not given.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings.default()
        self._analyzer: Analyzer | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return Parser, (self.settings,)

    def parse(
        self,
        source: str | bytes,
        *,
        published_at: str | None = None,
        url: str | None = None,
        id: str | None = None,
        path: str | None = None,
        title: str | None = None,
        html: bool | None = None,
        encoding: str | None = None,
        extra: Mapping[str, Any] | None = None,
        problems: tuple[Problem, ...] = (),
        repeated: SiteFurniture | None = None,
        folder: str = "",
        with_raw: bool = False,
    ) -> Article:
        """Read one page.

        Parameters
        ----------
        source:
            The page: text, or bytes in any encoding; plain text or HTML.
        published_at:
            ISO 8601 date (and time) of publication when the caller knows it; wins over what the page says.
        url:
            Where the page stands; wins over what the page says.
        id:
            Name of the article in the record; a digest of the decoded input when not given.
        path:
            File that the input came from, for the record.
        title:
            The headline when the caller knows it; wins over what the page says.
        html:
            Whether the page is HTML; told by its text when not given.
        encoding:
            What a header of HTTP declared; wins over what the page declares, and loses where the bytes contradict it.
        extra, problems:
            What goes into these fields of the record besides.
        repeated, folder:
            The lines that repeat across the pages of sites, and what stands for the site of a page without an address.
        with_raw:
            Whether the record carries the decoded input that the raw offsets refer to.

        Raises
        ------
        InputError
            When there is nothing to read: see ``NE1..`` and ``NE2..`` in :data:`newsparse.errors.ERRORS`.
        """
        with _uncollected() if self._analyzer is None else nullcontext():
            page = read_page(
                source,
                settings=self.settings,
                url=url,
                published_at=published_at,
                title=title,
                html=html,
                encoding=encoding,
                folder=folder,
                repeated=repeated,
            )
            if self._analyzer is None:
                # here, because importing newsparse must load nothing
                from newsparse.analysis import Analyzer

                self._analyzer = Analyzer(self.settings)
            headline = page.blocks[0].end_char if page.blocks and page.blocks[0].kind == "title" else 0
            found = self._analyzer.read(
                page.text,
                anchor=_anchor(page.metadata),
                region=page.region,
                start=headline,
                headline=page.metadata.title or "",
                url=page.metadata.url or "",
            )
        missing = self.settings.entities.model and not self._analyzer.has_model
        known = {"id": id, "path": path, "extra": dict(extra or {}), "raw": page.raw if with_raw else None}
        return _record(page, found, known, problems, model_missing=missing)

    def read(self, item: Item, *, with_raw: bool = False, repeated: SiteFurniture | None = None) -> Article:
        """Read one page of a batch: like :meth:`parse`, but an input that cannot be read gives an empty record.

        That record has the error's code among its ``problems``, so nothing is lost and nothing stops.
        """
        if any(problem.code.startswith("NE") for problem in item.problems):
            return _empty_article(item)
        try:
            return self.parse(
                self._source(item),
                published_at=item.published_at,
                url=item.url,
                id=item.id,
                path=item.path,
                title=item.title,
                html=item.html,
                encoding=item.encoding,
                extra=item.extra,
                problems=item.problems,
                repeated=repeated,
                folder=_folder(item),
                with_raw=with_raw,
            )
        except NewsparseError as error:
            return failed_article(item, error.code, str(error))
        except MemoryError:
            return failed_article(item, "NE904", str(NewsparseError("NE904")))
        except Exception as error:  # a defect of ours must not cost the rest of the batch
            return failed_article(item, "NE901", str(NewsparseError("NE901", repr(error))))

    def count(self, item: Item) -> SitePage | None:
        """Take from a page what :meth:`read` may be told in `repeated` of its site; None of one that cannot be read."""
        try:
            return count_page(
                self._source(item),
                settings=self.settings,
                url=item.url,
                html=item.html,
                encoding=item.encoding,
                folder=_folder(item),
            )
        except (NewsparseError, MemoryError):
            return None  # the second pass reports it

    def _source(self, item: Item) -> str | bytes:
        from newsparse.archive.streams import read_file  # here, because it is not needed for a text at hand

        if item.source is not None:
            return item.source
        if item.path is None:
            raise InputError("NE105", "neither a source nor a path")
        return read_file(item.path, self.settings.input.max_size)


def _folder(item: Item) -> str:
    """Give what stands for the site of a page without an address: its folder, or the file that it is a row of."""
    if item.path is None:
        return ""
    return item.path if item.source is not None else str(PurePath(item.path).parent)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Collect no garbage meanwhile.

    The first page loads a million objects that stay; looking for garbage among them takes a sixth of that time.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@cache
def parser(settings: Settings) -> Parser:
    """Give the one parser that this process uses for these settings."""
    return Parser(settings)


def prepare(settings: Settings) -> None:
    """Load what reading needs now, not with the first article; errors in settings and gazetteers are raised here."""
    parser(settings).parse("。")


def parse(
    source: str | bytes,
    published_at: str | None = None,
    url: str | None = None,
    *,
    with_raw: bool = False,
    settings: Settings | None = None,
) -> Article:
    """Read one page into a record; see :meth:`Parser.parse`."""
    return parser(settings or Settings.default()).parse(source, published_at=published_at, url=url, with_raw=with_raw)


def items(*inputs: str, settings: Settings | None = None) -> Iterator[Item]:
    """Give the articles that files, folders, patterns and standard input (``-``) hold, for :func:`pipe`.

    Text, HTML, Markdown, JSON, JSONL, CSV and web archives, plain or compressed; see
    :func:`newsparse.archive.inputs.read_inputs`. They are read as they are asked for.
    """
    from newsparse.archive.inputs import read_inputs

    settings = settings or Settings.default()
    for entry in read_inputs(inputs, settings=settings):
        yield entry.read(settings)[0]


def pipe(
    sources: Iterable[str | bytes | Item],
    *,
    workers: int = 1,
    settings: Settings | None = None,
) -> Iterator[Article]:
    """Read many pages, in order, one record for each; one that cannot be read never stops the rest.

    Parameters
    ----------
    sources:
        Pages, or :class:`Item` when more is known of them. Taken lazily, a few ahead of what has been given out.
    workers:
        Processes to use; 1 works in this one.
    settings:
        The defaults when not given.

    Yields
    ------
    Article
        For an input that cannot be read: an empty record with the error's code (``NE…``) among its problems.
    """
    from newsparse.pool import run_all

    items = (source if isinstance(source, Item) else Item(source) for source in sources)
    settings = settings or Settings.default()
    yield from run_all(
        _ReadItem(settings),
        items,
        workers if workers > 1 else 0,
        on_loss=lost_article,
        prepare=partial(prepare, settings),
        time_limit=settings.batch.time_limit,
        memory_limit=settings.batch.memory_limit * 1_000_000,
    )


@dataclass(frozen=True)
class _ReadItem:
    settings: Settings

    def __call__(self, item: Item) -> Article:
        return parser(self.settings).read(item)


def failed_article(item: Item, code: str, message: str) -> Article:
    """Give the empty record of an input that could not be read."""
    return _empty_article(replace(item, problems=(*item.problems, Problem(code=code, message=message))))


def _empty_article(item: Item) -> Article:
    return Article(
        id=item.id or item.path or "",
        path=item.path,
        url=item.url,
        input=Input(characters=0),
        script="none",
        metadata=Metadata(url=item.url),
        text="",
        blocks=[],
        removed=[],
        entities=[],
        dates=[],
        money=[],
        quantities=[],
        problems=list(item.problems),
        extra=dict(item.extra),
    )


def lost_article(item: Item, loss: Loss) -> Article:
    """Give the empty record of an input that a worker process died on or was too slow with."""
    code = {"died": "NE902", "late": "NE903"}[loss]
    return failed_article(item, code, str(NewsparseError(code, item.id or item.path or "")))


def _anchor(metadata: Metadata) -> Anchor | None:
    """Give the day that the dates of a page count from: that of its dateline, else that of its publication."""
    if metadata.dateline and metadata.dateline.date:
        return Anchor.parse(metadata.dateline.date, "dateline")
    return Anchor.parse(metadata.published_at, "published_at") if metadata.published_at else None


def _record(
    page: Page, found: Analysis, known: dict[str, Any], problems: tuple[Problem, ...], *, model_missing: bool
) -> Article:
    from newsparse.relations.links import link_parts  # here, because importing newsparse must not load what reads

    mentions = {
        "entities": _mentions(page, found.entities),
        "dates": _mentions(page, found.dates),
        "money": _mentions(page, found.money),
        "quantities": _mentions(page, found.quantities),
    }
    impossible = _mentions(page, found.impossible_dates)
    facts = {
        "indicators": _mentions(page, found.indicators),
        "quotes": _mentions(page, found.quotes),
        "roles": _mentions(page, found.roles),
    }
    link_parts(chain.from_iterable(facts.values()), mentions)
    record = known | {
        "id": known["id"] or hashlib.sha256(page.raw.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        "url": page.metadata.url,
        "input": page.input,
        "script": page.script,
        "region": page.region,
        "metadata": page.metadata,
        "text": page.text,
        "blocks": page.blocks,
        "removed": page.removed,
        **mentions,
        **facts,
        "problems": [*problems, *page.problems, *_problems(page, mentions["dates"], impossible, model_missing)],
    }
    return Article.model_validate(record, context={"raw": page.raw})


def _mentions(page: Page, values: Sequence[Any]) -> list[dict[str, Any]]:
    """Give the fields of what was found, with its text and where both stand in the decoded input."""
    if not values:
        return []
    names = values[0].__slots__  # the fields of a dataclass
    read = attrgetter(*names)
    fields = dict.fromkeys((*names, "text", "raw_text", "raw_start_char", "raw_end_char"))
    text, raw, source_span = page.text, page.raw, page.alignment.source_span
    mentions = []
    for value in values:
        start, end = value.start_char, value.end_char
        raw_start, raw_end = source_span(start, end)
        mention: dict[str, Any] = fields.copy()  # which has room for all of them
        mention.update(zip(names, read(value), strict=True))
        mention["text"] = text[start:end]
        mention["raw_text"] = raw[raw_start:raw_end]
        mention["raw_start_char"] = raw_start
        mention["raw_end_char"] = raw_end
        mentions.append(mention)
    return mentions


def _problems(
    page: Page, dates: list[dict[str, Any]], impossible: list[dict[str, Any]], model_missing: bool
) -> Iterator[Problem]:
    unanchored = [date for date in dates if date["kind"] in ("date", "time", "range") and date["start"] is None]
    if unanchored and not _anchor(page.metadata):
        yield Problem(code="NP101", message=f"{PROBLEMS['NP101']} ({len(unanchored)} left without a calendar day)")
    for date in impossible:
        yield Problem(
            code="NP102",
            message=f"{PROBLEMS['NP102']}: {date['text']}",
            raw_start_char=date["raw_start_char"],
            raw_end_char=date["raw_end_char"],
        )
    if model_missing:
        yield Problem(code="NP401", message=PROBLEMS["NP401"])
