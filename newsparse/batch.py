"""Many articles: from files, folders and JSONL to one output, past bad inputs, and on from where a run was killed."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from threading import RLock
from typing import NamedTuple

from tqdm import tqdm

from newsparse.archive.duplicates import Seen, signature, text_digest
from newsparse.archive.inputs import Entry, is_lines, read_inputs, total_size
from newsparse.archive.journal import GrowingFile, Journal, chain, replace_file, run_digest
from newsparse.archive.streams import STDIN
from newsparse.archive.writers import remove_output, sidecar, writer_for
from newsparse.errors import InputError, NewsparseError, OutputError
from newsparse.page.site import SiteCounts, SiteFurniture, SitePage
from newsparse.pipeline import failed_article, lost_article, parser, prepare
from newsparse.pool import Loss, available_cpus, run_all
from newsparse.records import Article
from newsparse.settings import Settings

__all__ = ["Failure", "Result", "Summary", "mark_duplicate", "read_entries", "run_batch"]

# Failures that a summary names; all of them are in the file of problems.
_NAMED = 20
_PROBLEMS = "problems.jsonl"
# Quotation marks inside a JSON string are escaped, so this can only be the field itself.
_NO_DUPLICATE = b'"duplicate_of":null'


class Failure(NamedTuple):
    """An input that could not be read: a line of ``OUT.problems.jsonl``."""

    id: str
    path: str | None
    code: str
    message: str


@dataclass(frozen=True)
class Summary:
    """What a batch did."""

    articles: int = 0
    """Records in the output, empty ones of inputs that could not be read included."""
    new: int = 0
    """Those of them that this run wrote."""
    characters: int = 0
    """Characters of decoded input."""
    failed: int = 0
    """Inputs that could not be read; each is a line of ``OUT.problems.jsonl``."""
    duplicates: int = 0
    """Articles marked as duplicates."""
    seconds: float = 0.0
    """Time spent, that of the runs before included."""
    failures: list[Failure] = field(default_factory=list)
    """The first few failures of this run."""


def run_batch(
    inputs: Iterable[str],
    output: Path,
    *,
    settings: Settings | None = None,
    workers: int | None = None,
    force: bool = False,
    resume: bool = False,
    site_furniture: bool = False,
    with_raw: bool = False,
    progress: bool = False,
) -> Summary:
    """Parse everything and write it in the order of the inputs.

    An input that cannot be read has an empty record with its error code, so the output has a record for every input.
    The output is flushed after every ``settings.batch.flush`` inputs; a run that was killed goes on from the last
    flush when it is called again with ``resume``, and its output is the same as if it had not been killed.

    Parameters
    ----------
    inputs:
        Files, folders, patterns, ``-``; see :func:`newsparse.archive.inputs.read_inputs`.
    output:
        Its name decides the format: ``.jsonl``, ``.jsonl.gz``, ``.jsonl.zst``, ``.duckdb``, ``.parquet`` or a folder of
        CSV files.
    settings:
        The defaults when not given.
    workers:
        Processes; as many as the processors that this process may use when not given.
    force:
        Replace the output if it exists.
    resume:
        Go on with the output if it exists. More inputs than before, after the same ones, are read as well.
    site_furniture:
        Look at all inputs twice, and take lines that repeat across the pages of a site for furniture; see
        :mod:`newsparse.page.site`. What is learned stands in ``OUT.sites.json`` and is not learned again on resuming.
    with_raw:
        Put the decoded input into the records, so that ``newsparse view`` can show it; of outputs that hold records.
    progress:
        Show a progress bar on standard error if that is a terminal.

    Raises
    ------
    OutputError
        ``NE401`` if the output exists and neither ``force`` nor ``resume`` is set, ``NE402`` if it cannot be written,
        ``NE403`` if it cannot be resumed because settings, inputs or the output changed, ``NE404`` for an unknown
        format, or one that cannot hold what ``with_raw`` asks for.
    NewsparseError
        ``NE501`` if the output needs a package that is not installed.
    """
    settings = settings or Settings.default()
    sources = list(inputs)
    if with_raw and not is_lines(str(output)):
        raise OutputError("NE404", f"{output}: --with-raw needs whole records, .jsonl[.gz|.zst]")
    with _coded_errors(output), ExitStack() as stack:
        out = _Output(output, settings, ["sites"] * site_furniture + ["raw"] * with_raw)
        stack.callback(out.close)
        before = out.open(force=force, resume=resume)
        entries = read_inputs(sources, output, settings=settings)
        skipped = _skip(entries, before, output, settings)
        repeated = None
        if site_furniture:
            repeated = _learned(out, before) or _learn(out, sources, output, settings, workers or available_cpus())
        out.start(before)
        bar = stack.enter_context(_bar(sources, output, settings, skipped, progress))
        results = read_entries(entries, settings, workers or available_cpus(), repeated, with_raw=with_raw)
        journal = before
        failures: list[Failure] = []
        started = time.monotonic()
        while flush := list(islice(_counted(results, bar), settings.batch.flush)):
            journal = out.flush(flush, journal, seconds=before.seconds + time.monotonic() - started)
            failures += [result.failure for result in flush if result.failure][: _NAMED - len(failures)]
    return Summary(
        articles=journal.inputs,
        new=journal.inputs - before.inputs,
        characters=journal.characters,
        failed=journal.failed,
        duplicates=journal.duplicates,
        seconds=journal.seconds,
        failures=failures,
    )


def read_entries(
    entries: Iterable[Entry],
    settings: Settings,
    workers: int,
    repeated: SiteFurniture | None = None,
    *,
    with_raw: bool = False,
) -> Iterator[Result]:
    """Read inputs in worker processes, with the limits of the settings; a result for each, in order."""
    return run_all(
        _Work(settings, repeated, with_raw),
        entries,
        workers,
        on_loss=partial(_lost, settings),
        prepare=partial(prepare, settings),
        time_limit=settings.batch.time_limit,
        memory_limit=settings.batch.memory_limit * 1_000_000,
    )


@contextmanager
def _coded_errors(output: Path) -> Iterator[None]:
    try:
        yield
    except NewsparseError:
        raise
    except Exception as error:
        library = type(error).__module__.partition(".")[0]
        if isinstance(error, OSError) or library in ("_duckdb", "duckdb", "sqlite3"):
            raise OutputError("NE402", f"{output}: {error}") from error
        raise


def _skip(entries: Iterator[Entry], journal: Journal, output: Path, settings: Settings) -> int:
    """Pass over the inputs that are done and give their size; refuse when they are others than those that were read."""
    digest, size, count = "", 0, 0
    for entry in islice(entries, journal.inputs):
        _, mark = entry.read(settings)
        digest, size, count = chain(digest, mark), size + entry.size, count + 1
    if count < journal.inputs or digest != journal.digest:
        raise OutputError("NE403", f"{output}: the first {journal.inputs} inputs are not those that it was made from")
    return size


def _learned(out: _Output, journal: Journal) -> SiteFurniture | None:
    """Give what the run that is resumed has learned of its sites; None when nothing was written with it yet."""
    if not journal.inputs:
        return None
    try:
        return SiteFurniture.from_json(out.sites.read_bytes())
    except (OSError, ValueError) as error:
        raise OutputError("NE403", f"{out.sites}: {error}") from error


def _learn(out: _Output, sources: list[str], output: Path, settings: Settings, workers: int) -> SiteFurniture:
    """Count the lines of all pages, in the order of the inputs."""
    if STDIN in sources:
        raise InputError("NE103", "standard input cannot be read twice, as the lines of sites ask for")
    counts = SiteCounts()
    pages = run_all(
        _Count(settings),
        read_inputs(sources, output, settings=settings),
        workers,
        on_loss=_lost_count,
        time_limit=settings.batch.time_limit,
        memory_limit=settings.batch.memory_limit * 1_000_000,
    )
    for page in pages:
        if page is not None:
            counts.add(page)
    furniture = counts.furniture()
    replace_file(out.sites, furniture.to_json().encode())
    return furniture


@dataclass(frozen=True)
class _Count:
    """Take from a page what is counted; runs in the workers."""

    settings: Settings

    def __call__(self, entry: Entry) -> SitePage | None:
        return parser(self.settings).count(entry.read(self.settings)[0])


def _lost_count(entry: Entry, loss: Loss) -> None:
    """Count nothing of a page that its worker died on: the second pass reports it."""


class Result(NamedTuple):
    """What a worker makes of one input: all that the main process needs, so that this one only copies."""

    record: bytes
    """As JSON, without a line feed."""
    mark: str
    size: int
    """Both as in :class:`~newsparse.archive.inputs.ReadItem`."""
    characters: int
    """Length of the decoded input."""
    id: str
    failure: Failure | None = None
    digest: bytes | None = None
    """Of the clean text; None when duplicates are not looked for."""
    hashes: bytes | None = None
    """The signature that near duplicates are found by, when they are looked for."""


@dataclass(frozen=True)
class _Work:
    """Parse one input and write its record as JSON; runs in the workers."""

    settings: Settings
    repeated: SiteFurniture | None
    with_raw: bool

    def __call__(self, entry: Entry) -> Result:
        item, mark = entry.read(self.settings)
        try:
            article = parser(self.settings).read(item, with_raw=self.with_raw, repeated=self.repeated)
            return _result(article, mark, entry.size, self.settings)
        except MemoryError:
            raise
        except Exception as error:  # a record that cannot be written must not cost the rest of the batch
            failed = failed_article(item, "NE901", str(NewsparseError("NE901", repr(error))))
            return _result(failed, mark, entry.size, self.settings)


def _lost(settings: Settings, entry: Entry, loss: Loss) -> Result:
    item, mark = entry.read(settings)
    return _result(lost_article(item, loss), mark, entry.size, settings)


def _result(article: Article, mark: str, size: int, settings: Settings) -> Result:
    error = next((problem for problem in article.problems if problem.code.startswith("NE")), None)
    mode = settings.batch.duplicates if article.text else "off"
    return Result(
        Article.__pydantic_serializer__.to_json(article),  # model_dump_json() before it is decoded
        mark,
        size,
        article.input.characters,
        article.id,
        Failure(article.id, article.path, error.code, error.message) if error else None,
        text_digest(article.text) if mode != "off" else None,
        signature(article.text) if mode == "near" else None,
    )


class _Output:
    """Everything that a batch writes: records, problems, and what it remembers of texts, in step with one journal."""

    def __init__(self, path: Path, settings: Settings, asked: Sequence[str]) -> None:
        self._path, self._settings, self._asked = path, settings, asked
        self.sites = sidecar(path, "sites.json")
        self._writer = writer_for(path)
        self._problems = GrowingFile(sidecar(path, _PROBLEMS))
        self._seen: Seen | None = None

    def open(self, *, force: bool, resume: bool) -> Journal:
        """Give the journal to go on from."""
        run = run_digest(self._settings, *self._asked)
        if self._settings.batch.duplicates == "near":
            signature("")  # the package is missed now, not after the first articles
        if resume and (journal := self._writer.load()) is not None:
            if journal.run != run:
                raise OutputError("NE403", f"{self._path} was made with other settings or another version of newsparse")
            return journal
        if self._path.exists() and not force:
            raise OutputError("NE401", f"{self._path} (--force replaces it, --resume goes on with it)")
        remove_output(self._path)
        return Journal(run)

    def start(self, journal: Journal) -> None:
        """Go back to where the journal stands."""
        if self._settings.batch.duplicates != "off":  # first: this also keeps a second run away from the output
            self._seen = Seen(sidecar(self._path, "seen"), self._settings.batch.similarity)
            self._seen.forget_from(journal.inputs)
        self._writer.start(journal)
        self._problems.start(journal.state.get(_PROBLEMS, 0))

    def flush(self, results: Sequence[Result], journal: Journal, seconds: float) -> Journal:
        """Write results and make them last."""
        originals = [self._original(result, number) for number, result in enumerate(results, journal.inputs)]
        records = [
            result.record if original is None else mark_duplicate(result.record, original)
            for result, original in zip(results, originals, strict=True)
        ]
        failures = [json.dumps(result.failure._asdict(), ensure_ascii=False) for result in results if result.failure]
        written = self._writer.write(records, journal.inputs)
        problems = self._problems.append("".join(line + "\n" for line in failures).encode())
        digest = journal.digest
        for result in results:
            digest = chain(digest, result.mark)
        journal = Journal(
            run=journal.run,
            inputs=journal.inputs + len(results),
            digest=digest,
            state={**written, _PROBLEMS: problems},
            characters=journal.characters + sum(result.characters for result in results),
            failed=journal.failed + len(failures),
            duplicates=journal.duplicates + sum(original is not None for original in originals),
            seconds=seconds,
        )
        if self._seen is not None:
            self._seen.commit()  # before the journal: what it knows too much is forgotten on resuming
        self._writer.save(journal)
        return journal

    def _original(self, result: Result, number: int) -> str | None:
        if self._seen is None or result.digest is None:
            return None
        return self._seen.original_of(number, result.id, result.digest, result.hashes)

    def close(self) -> None:
        """Let go of files."""
        self._writer.close()
        self._problems.close()
        if self._seen is not None:
            self._seen.close()


def mark_duplicate(record: bytes, original: str) -> bytes:
    """Give a record, as JSON, with the ``id`` of the article that it repeats."""
    return record.replace(_NO_DUPLICATE, f'"duplicate_of":{json.dumps(original, ensure_ascii=False)}'.encode(), 1)


class _Bar(tqdm):  # type: ignore[type-arg]  # not generic at run time
    """A progress bar that only this process draws.

    tqdm's own lock is shared by the forks of a process: one that is killed with it stops all others for ever.
    """

    _lock = RLock()


def _bar(inputs: list[str], output: Path, settings: Settings, done: int, shown: bool) -> _Bar:
    """Make a progress bar over the bytes of the inputs, for a terminal only."""
    shown = shown and sys.stderr.isatty()
    total = total_size(inputs, output, settings=settings) if shown else None
    return _Bar(total=total, initial=done, unit="B", unit_scale=True, disable=not shown)


def _counted(results: Iterator[Result], bar: _Bar) -> Iterator[Result]:
    for result in results:
        bar.update(result.size)
        yield result
