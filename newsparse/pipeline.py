"""The named steps in order: read the page, run the spaCy pipeline over its clean text, write the record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsparse.errors import PROBLEMS, InputError, NewsparseError
from newsparse.page import Page, read_page
from newsparse.records import Article, Input, Metadata, Problem
from newsparse.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from newsparse.pool import Loss

__all__ = ["Item", "Parser", "load", "parse", "pipe"]


@dataclass(frozen=True, slots=True)
class Item:
    """One input for :meth:`Parser.read` and :func:`pipe`, with what the caller knows of it.

    Either ``source`` is given or ``path``, which is then read.
    """

    source: str | bytes | None = None
    path: str | None = None
    id: str | None = None
    url: str | None = None
    published_at: str | None = None


def load(settings: Settings | None = None) -> Language:
    """Give newsparse's spaCy pipeline: a jieba tokenizer and components for names, dates and amounts.

    The pipeline expects clean simplified text, as ``Article.text`` is; ``newsparse.simplify`` makes it of other text.
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
        self._nlp: Language | None = None
        self._words = ExitStack()

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
        with_raw:
            Whether the record carries the decoded input that the raw offsets refer to.

        Raises
        ------
        InputError
            When there is nothing to read: see ``NE1..`` and ``NE2..`` in :data:`newsparse.errors.ERRORS`.
        """
        page = read_page(source, settings=self.settings, url=url, published_at=published_at)
        if self._nlp is None:
            self._nlp = load(self.settings)
        doc = self._nlp.make_doc(page.text)
        doc.user_data["newsparse"] = {"text": page.text, "region": page.region, **_anchor(page.metadata)}
        doc = self._nlp(doc)
        missing = self.settings.entities.model and "newsparse_recognizer" not in self._nlp.pipe_names
        return _record(page, doc, id=id, path=path, with_raw=with_raw, model_missing=missing)

    def forget_words(self) -> None:
        """Free what spaCy has stored of the words met since the last call; it keeps every word it ever met otherwise.

        No other thread may be parsing with this parser.
        """
        self._words.close()
        if self._nlp is not None:
            self._words.enter_context(self._nlp.memory_zone())

    def read(self, item: Item, *, with_raw: bool = False) -> Article:
        """Read one page of a batch: like :meth:`parse`, but an input that cannot be read gives an empty record.

        That record has the error's code among its ``problems``, so nothing is lost and nothing stops.
        """
        try:
            source = _read_file(item.path) if item.source is None else item.source
            return self.parse(
                source,
                published_at=item.published_at,
                url=item.url,
                id=item.id,
                path=item.path,
                with_raw=with_raw,
            )
        except NewsparseError as error:
            return failed_article(item, error.code, str(error))
        except MemoryError:
            return failed_article(item, "NE904", str(NewsparseError("NE904")))
        except Exception as error:  # a defect of ours must not cost the rest of the batch
            return failed_article(item, "NE901", str(NewsparseError("NE901", repr(error))))


@cache
def parser(settings: Settings) -> Parser:
    """Give the one parser that this process uses for these settings."""
    return Parser(settings)


def prepare(settings: Settings) -> None:
    """Load what reading needs now, not with the first article; errors in settings and gazetteers are raised here."""
    parser(settings).parse("。")


def refresh(settings: Settings) -> None:
    """Free what has gathered with the articles read in this process."""
    parser(settings).forget_words()


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
        refresh=partial(refresh, settings),
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
        problems=[Problem(code=code, message=message)],
    )


def lost_article(item: Item, loss: Loss) -> Article:
    """Give the empty record of an input that a worker process died on or was too slow with."""
    code = {"died": "NE902", "late": "NE903"}[loss]
    return failed_article(item, code, str(NewsparseError(code, item.id or item.path or "")))


def _read_file(path: str | None) -> bytes:
    if path is None:
        raise InputError("NE105", "neither a source nor a path")
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise InputError("NE103", f"{path}: {error.strerror or error}") from error


def _anchor(metadata: Metadata) -> dict[str, str]:
    if metadata.dateline and metadata.dateline.date:
        return {"anchor": metadata.dateline.date, "anchor_source": "dateline"}
    if metadata.published_at:
        return {"anchor": metadata.published_at, "anchor_source": "published_at"}
    return {}


def _record(page: Page, doc: Doc, *, id: str | None, path: str | None, with_raw: bool, model_missing: bool) -> Article:
    from newsparse.language.spans import read_values  # here, because importing newsparse must not import spaCy

    def mentions(key: str) -> list[dict[str, Any]]:
        found = []
        for value in read_values(doc, key):
            start, end = value["start_char"], value["end_char"]
            raw_start, raw_end = page.alignment.source_span(start, end)
            found.append(
                value
                | {
                    "text": page.text[start:end],
                    "raw_text": page.raw[raw_start:raw_end],
                    "raw_start_char": raw_start,
                    "raw_end_char": raw_end,
                }
            )
        return found

    dates = mentions("newsparse_dates")
    fields = {
        "id": id or hashlib.sha256(page.raw.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        "path": path,
        "url": page.metadata.url,
        "input": page.input,
        "script": page.script,
        "region": page.region,
        "metadata": page.metadata,
        "text": page.text,
        "blocks": page.blocks,
        "removed": page.removed,
        "entities": mentions("newsparse_entities"),
        "dates": dates,
        "money": mentions("newsparse_money"),
        "quantities": mentions("newsparse_quantities"),
        "quotes": mentions("newsparse_quotes"),
        "roles": mentions("newsparse_roles"),
        "problems": [*page.problems, *_problems(page, dates, mentions("newsparse_impossible_dates"), model_missing)],
        "raw": page.raw if with_raw else None,
    }
    return Article.model_validate(fields, context={"raw": page.raw})


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
