"""The command line: thin commands over plain functions.

Exit codes: 0 all went well; 1 at least one input could not be read (the others were); 2 wrong usage, settings or
output. Then nothing was done, or, when an output could not be written to the end, what was written is whole and
``batch --resume`` goes on with it.
"""

from __future__ import annotations

import atexit
import gc
import json
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn, TextIO

import typer

from newsparse import __version__
from newsparse.errors import ERRORS, PROBLEMS, NewsparseError, OutputError

if TYPE_CHECKING:
    from newsparse.settings import Settings

app = typer.Typer(
    name="newsparse",
    help="Read scraped Chinese government-news pages into validated records.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_OBJECTS = 50_000
"""New objects before garbage is looked for; what is loaded stays, and Python's 700 would look at it over and over."""

SettingsFile = Annotated[Path | None, typer.Option("--settings", help="TOML file read over the defaults.")]
Gazetteers = Annotated[list[Path] | None, typer.Option("--gazetteer", help="TSV file of your own names; repeatable.")]
NoModel = Annotated[bool, typer.Option("--no-model", help="Names from gazetteers and rules alone: faster.")]
Force = Annotated[bool, typer.Option("--force", help="Replace the output if it exists.")]


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"newsparse {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None: ...


def _settings(file: Path | None, gazetteers: list[Path] | None, no_model: bool) -> Settings:
    from newsparse.settings import Settings

    settings = Settings.read(file) if file else Settings.default()
    changes: dict[str, object] = {}
    if gazetteers:
        changes["gazetteers"] = [*settings.entities.gazetteers, *gazetteers]
    if no_model:
        changes["model"] = False
    return settings.changed({"entities": changes}) if changes else settings


@app.command()
def parse(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Pages, or files of many; - is standard input.")
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write here instead of standard output.")
    ] = None,
    format: Annotated[Literal["json", "jsonl"], typer.Option(help="Indented, or one line a record.")] = "json",
    published_at: Annotated[str | None, typer.Option(help="Date of publication (ISO 8601), when you know it.")] = None,
    url: Annotated[str | None, typer.Option(help="Where the page stands.")] = None,
    html: Annotated[bool | None, typer.Option("--html/--text", help="What the page is, when it is not told.")] = None,
    with_raw: Annotated[bool, typer.Option("--with-raw", help="Put the decoded input into the record.")] = False,
    settings: SettingsFile = None,
    gazetteer: Gazetteers = None,
    no_model: NoModel = False,
    force: Force = False,
) -> None:
    """Read pages and print one JSON record for each."""
    from newsparse.archive.inputs import read_inputs
    from newsparse.pipeline import parser

    reader = parser(_settings(settings, gazetteer, no_model))
    told = {"url": url, "published_at": published_at, "html": html}
    known: dict[str, Any] = {name: value for name, value in told.items() if value is not None}
    failed = False
    with _open(output, force) as out:
        for entry in read_inputs(files, output, settings=reader.settings):
            item, _ = entry.read(reader.settings)
            article = reader.read(replace(item, **known), with_raw=with_raw)
            errors = [problem.message for problem in article.problems if problem.code.startswith("NE")]
            if errors:
                failed = True
                print(f"newsparse: {article.id or '-'}: {errors[0]}", file=sys.stderr)
            else:
                out.write(article.model_dump_json(indent=2 if format == "json" else None) + "\n")
        out.flush()
    if failed:
        raise typer.Exit(1)


@app.command()
def batch(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT...", help="Files, folders, patterns; - is standard input.")
    ],
    output: Annotated[
        str,
        typer.Option("-o", "--output", help=".jsonl[.gz|.zst], .duckdb, .parquet, or a folder for CSV tables."),
    ],
    engine: Annotated[
        Literal["local", "spark"], typer.Option(help="spark: Parquet or JSONL in, .parquet or .jsonl[.gz] out.")
    ] = "local",
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes; as many as there are processors when not given.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the output of a run that was stopped.")] = False,
    site_furniture: Annotated[
        bool, typer.Option("--site-furniture", help="Read twice: lines that repeat across a site are furniture.")
    ] = False,
    with_raw: Annotated[
        bool, typer.Option("--with-raw", help="Put the decoded input into the records (.jsonl), for view to show.")
    ] = False,
    settings: SettingsFile = None,
    gazetteer: Gazetteers = None,
    no_model: NoModel = False,
    force: Force = False,
) -> None:
    """Read many articles into records or tables, in order; what cannot be read is reported and the rest goes on."""
    if resume and force:
        raise typer.BadParameter("--force begins anew and --resume does not: give one of them")
    chosen = _settings(settings, gazetteer, no_model)
    if engine == "spark":
        from newsparse import spark

        if resume or workers or site_furniture or with_raw:
            why = "Spark sees to --resume and --workers itself, and knows neither --site-furniture nor --with-raw"
            raise OutputError("NE406", why)
        summary = spark.run_batch(inputs, output, settings=chosen, force=force)
    else:
        from newsparse.batch import run_batch

        summary = run_batch(
            inputs,
            Path(output),
            settings=chosen,
            workers=workers,
            force=force,
            resume=resume,
            site_furniture=site_furniture,
            with_raw=with_raw,
            progress=True,
        )
    for failure in summary.failures:
        print(f"newsparse: {failure.path or failure.id}: {failure.message}", file=sys.stderr)
    if summary.failed > len(summary.failures):
        everything = f"{output}.problems.jsonl" if engine == "local" else "`problems` of the records, codes NE…"
        print(f"newsparse: all inputs that were not read: {everything}", file=sys.stderr)
    print(
        f"{summary.articles:,} records ({summary.new:,} new), {summary.failed:,} not read, "
        f"{summary.duplicates:,} duplicates, {summary.characters:,} characters in {summary.seconds:,.1f} s "
        f"({summary.characters / max(summary.seconds, 0.001):,.0f} characters/s) -> {output}",
        file=sys.stderr,
    )
    if summary.failed:
        raise typer.Exit(1)


@app.command()
def sql(
    archive: Annotated[Path, typer.Argument(help="Output of batch: .duckdb, .parquet, CSV folder or JSONL.")],
    query: Annotated[str, typer.Argument(help="SQL; - reads standard input.")],
    format: Annotated[Literal["table", "csv", "jsonl"], typer.Option(help="How to print the rows.")] = "table",
) -> None:
    """Ask the tables of an archive, in SQL: what was read, a row a mention, a fact, an article, a problem."""
    from newsparse.archive.query import print_rows

    try:
        print_rows(archive, sys.stdin.read() if query == "-" else query, format, sys.stdout)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="QUERY") from error


@app.command()
def view(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="A page, a record (.json), or a batch's .jsonl[.gz|.zst]; - reads a page."),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="HTML file to write.")],
    limit: Annotated[int, typer.Option(min=1, help="Articles of an archive that the page holds at most.")] = 2000,
    displacy: Annotated[bool, typer.Option("--displacy", help="spaCy's displaCy picture instead.")] = False,
    published_at: Annotated[str | None, typer.Option(help="Date of publication (ISO 8601), when you know it.")] = None,
    url: Annotated[str | None, typer.Option(help="Where the page stands.")] = None,
    settings: SettingsFile = None,
    gazetteer: Gazetteers = None,
    no_model: NoModel = False,
    force: Force = False,
) -> None:
    """Write one HTML page to read an article, its facts and their evidence, or to look over a whole archive."""
    from newsparse.item import Item
    from newsparse.pipeline import parser
    from newsparse.view.page import archive_page, article_page, displacy_page
    from newsparse.view.source import is_archive, read_archive, read_record

    path = Path(file)
    if is_archive(path):
        articles, more = read_archive(path, limit)
        page = displacy_page(articles) if displacy else archive_page(articles, path.name, more)
        if more:
            print(f"newsparse: {file}: the page holds the first {limit:,} articles (--limit)", file=sys.stderr)
    else:
        if path.suffix.lower() == ".json":
            article = read_record(path)
        else:
            source = sys.stdin.buffer.read() if file == "-" else None
            item = Item(source, path=None if file == "-" else file, url=url, published_at=published_at)
            article = parser(_settings(settings, gazetteer, no_model)).read(item, with_raw=True)
        errors = [problem for problem in article.problems if problem.code.startswith("NE")]
        if errors:
            print(f"newsparse: {file}: {errors[0].message}", file=sys.stderr)
            raise typer.Exit(1)
        page = displacy_page([article]) if displacy else article_page(article)
    with _open(output, force) as out:
        out.write(page)


@app.command()
def evaluate(
    folder: Annotated[Path, typer.Argument(help="Pairs of NAME.txt and NAME.gold.tsv.")] = Path("corpora/samples"),
    errors: Annotated[bool, typer.Option("--errors", help="List every disagreement with the gold.")] = False,
    floors: Annotated[bool, typer.Option("--floors", help="Print a floors file that pins these scores.")] = False,
    settings: SettingsFile = None,
    gazetteer: Gazetteers = None,
    no_model: NoModel = False,
) -> None:
    """Score newsparse on a corpus with gold and print the table."""
    from newsparse import evaluation
    from newsparse.pipeline import parser

    try:
        report = evaluation.evaluate(folder, parser(_settings(settings, gazetteer, no_model)).parse)
    except (ValueError, OSError) as error:
        raise typer.BadParameter(str(error), param_hint="FOLDER") from error
    print(report.floors() if floors else report.table())
    if errors:
        print("\n".join(report.errors))


@app.command()
def schema() -> None:
    """Print the JSON Schema of a record."""
    from newsparse.records import Article

    print(json.dumps(Article.model_json_schema(mode="serialization"), ensure_ascii=False, indent=2))


@app.command()
def info() -> None:
    """Print the version, the defaults, the furniture families and the codes of errors and problems."""
    from importlib.resources import files

    from newsparse.rules import read_tsv

    families = {row["family"]: row["what"] for row in read_tsv("page/families.tsv")}
    print(f"newsparse {__version__}\n")
    print(files("newsparse").joinpath("defaults.toml").read_text(encoding="utf-8"))
    for title, table in (("Furniture families (layout.keep)", families), ("Errors", ERRORS), ("Problems", PROBLEMS)):
        print(f"{title}:")
        for code, meaning in table.items():
            print(f"  {code}  {meaning}")


def _open(output: Path | None, force: bool) -> AbstractContextManager[TextIO]:
    if output is None:
        return nullcontext(sys.stdout)
    try:
        return output.open("w" if force else "x", encoding="utf-8", newline="\n")
    except FileExistsError as error:
        raise OutputError("NE401", f"{output} (use --force to replace it)") from error
    except OSError as error:
        raise OutputError("NE402", f"{output}: {error.strerror or error}") from error


def main() -> NoReturn:
    """Run the command line; errors are one line on standard error."""
    gc.set_threshold(_OBJECTS)
    atexit.register(gc.freeze)  # else Python looks through a million objects once more before it ends
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except NewsparseError as error:
        print(f"newsparse: {error}", file=sys.stderr)
        sys.exit(2)
    sys.exit(0)
