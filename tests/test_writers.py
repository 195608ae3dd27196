"""Outputs: the tables say what the records say, in every format, and near duplicates are found."""

from __future__ import annotations

import datetime
import io
import json
import runpy
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from newsparse.archive.duplicates import Seen, signature, text_digest
from newsparse.archive.journal import Journal
from newsparse.archive.query import open_archive, print_rows
from newsparse.archive.tables import TABLES, tables
from newsparse.archive.writers import writer_for
from newsparse.errors import NewsparseError
from newsparse.item import Item
from newsparse.pipeline import parser
from newsparse.records import Article, MoneyMention
from newsparse.settings import Settings

pytest.importorskip("duckdb")

FAST = Settings.default().changed({"entities": {"model": False}})
FORMATS = ["jsonl", "jsonl.gz", "jsonl.zst", "csv", "parquet", "duckdb"]


@pytest.fixture(scope="module")
def articles(sample: Path) -> list[Article]:
    """Give a good record, one of an input that could not be read, and one of awkward text."""
    odd = 'a "quoted", text;\n又\t一行，产值10亿元，\n' + "9" * 60 + "亿元，同比增长0.1个百分点。"
    pages = [
        Item(path=str(sample)),
        Item(""),
        Item(odd, id='odd, "id"\n\x00', published_at="2020-01-02T03:04:05+08:00"),
    ]
    return [parser(FAST).read(page) for page in pages]


def write(articles: list[Article], output: Path) -> Path:
    writer = writer_for(output)
    journal = Journal("test")
    writer.start(journal)
    for number, article in enumerate(articles):
        state = writer.write([article.model_dump_json().encode()], number)
        writer.save(Journal("test", number + 1, state=state))
    writer.close()
    return output


@pytest.mark.parametrize("form", FORMATS)
def test_tables_hold_what_records_hold(form: str, articles: list[Article], tmp_path: Path) -> None:
    output = write(articles, tmp_path / f"out.{form}")
    with open_archive(output) as archive:
        for name in TABLES:
            count = archive.execute(f"SELECT count(*) FROM {name}").fetchone()
            assert count == (sum(len(getattr(article, name)) for article in articles),)
        money = archive.execute(
            "SELECT article, article_id, text, start_char, end_char, amount, min, max, currency FROM money "
            "ORDER BY article, start_char"
        ).fetchall()
        expected = [
            (number, article.id, m.text, m.start_char, m.end_char, *map(bounded, (m.amount, m.min, m.max)), m.currency)
            for number, article in enumerate(articles)
            for m in article.money
        ]
        assert money == expected
        dates = archive.execute("SELECT start_at, start_date FROM dates WHERE start_at IS NOT NULL").fetchall()
        assert dates
        assert all(day == datetime.date.fromisoformat(at[:10]) for at, day in dates)
        found = archive.execute("SELECT id, title, text, published_at, published_date FROM articles ORDER BY article")
        assert found.fetchall() == [
            (
                article.id,
                article.metadata.title,
                article.text,
                at := article.metadata.published_at,
                datetime.date.fromisoformat(at[:10]) if at else None,
            )
            for article in articles
        ]


def bounded(amount: Decimal | None) -> Decimal | None:
    """Give what a column of 38 digits holds of a number."""
    return amount if amount is None or amount < 10**32 else None


def test_every_field_of_a_mention_has_its_column() -> None:
    money = next(table for table in tables() if table.name == "money")
    assert [column.name for column in money.columns] == ["article", "article_id", "mention", *MoneyMention.model_fields]
    types = {column.name: column.type for column in money.columns}
    assert (types["article"], types["start_char"], types["amount"]) == ("BIGINT", "INTEGER", "DECIMAL(38, 6)")
    assert all(column.comment for table in tables() for column in table.columns)


@pytest.mark.parametrize("form", FORMATS)
def test_facts_have_typed_columns_and_links(form: str, articles: list[Article], tmp_path: Path) -> None:
    text = "2019年，长春市市长李明表示，全市产值519亿元，同比增长33%。"
    places = {"figure": "519亿元", "subject": "长春市", "person": "李明", "words": "全市产值519亿元，同比增长33%。"}

    def at(name: str) -> dict[str, Any]:
        start = text.index(places[name])
        end = start + len(places[name])
        sides = {"start_char": start, "end_char": end, "raw_start_char": start, "raw_end_char": end}
        return {"text": places[name], "raw_text": places[name], **sides}

    def part(name: str, place: str, *mentions: str) -> dict[str, Any]:
        found = at(place)
        return {"name": name, "mentions": mentions, **{key: found[key] for key in ("start_char", "end_char")}}

    entity = {**at("subject"), "label": "GPE", "canonical": "吉林省长春市", "source": "gazetteer"}
    money = {**at("figure"), "amount": 51_900_000_000, "currency": "CNY"}
    indicator = {
        **at("figure"),
        "kind": "level",
        "subject": "长春市",
        "measure": "产值",
        "value": 51_900_000_000,
        "currency": "CNY",
        "period": {"start": "2019-01-01", "end": "2019-12-31", "timex": "2019"},
        "change": {"direction": "up", "value": 33, "unit": "%", "basis": "yoy"},
        "parts": [part("subject", "subject", "entities/0"), part("value", "figure", "money/0")],
    }
    quote = {**at("words"), "speaker": "李明", "cue": "表示", "direct": False, "parts": [part("speaker", "person")]}
    role = {**at("person"), "person": "李明", "title": "市长", "organization": "长春市"}
    found = {"entities": [entity], "money": [money], "indicators": [indicator], "quotes": [quote], "roles": [role]}
    article = Article.model_validate({**articles[1].model_dump(), "id": "facts", "text": text, "problems": [], **found})
    output = write([articles[0], article], tmp_path / f"out.{form}")
    with open_archive(output) as archive:
        rows = archive.execute(
            "SELECT subject, measure, value, currency, period_start_date, period_timex, "
            "change_direction, change_value, change_basis FROM indicators WHERE article = 1"
        ).fetchall()
        day = datetime.date(2019, 1, 1)
        assert rows == [("长春市", "产值", 51_900_000_000, "CNY", day, "2019", "up", Decimal(33), "yoy")]
        rows = archive.execute("SELECT speaker, cue, direct, text FROM quotes WHERE article = 1").fetchall()
        assert rows == [("李明", "表示", False, places["words"])]
        rows = archive.execute("SELECT person, title, organization FROM roles WHERE article = 1").fetchall()
        assert rows == [("李明", "市长", "长春市")]
        rows = archive.execute(
            "SELECT fact, name, canonical FROM parts LEFT JOIN entities USING (article, mention) "
            "WHERE parts.article = 1 ORDER BY fact, parts.start_char"
        ).fetchall()
        assert rows == [
            ("indicators/0", "subject", "吉林省长春市"),
            ("indicators/0", "value", None),
            ("quotes/0", "speaker", None),
        ]
        rows = archive.execute(
            "SELECT amount FROM parts JOIN money USING (article, mention) WHERE article = 1"
        ).fetchall()
        assert rows == [(51_900_000_000,)]


def test_a_database_explains_its_columns(articles: list[Article], tmp_path: Path) -> None:
    with open_archive(write(articles[:1], tmp_path / "out.duckdb")) as archive:
        query = "SELECT comment FROM duckdb_columns() WHERE table_name = 'money' AND column_name = 'currency'"
        assert archive.execute(query).fetchone() == ("ISO 4217 code.",)


def test_a_query_is_printed(articles: list[Article], tmp_path: Path) -> None:
    output = write(articles[:1], tmp_path / "out.duckdb")
    query = (
        "SELECT text, amount, DATE '2020-01-02' AS day FROM money WHERE currency = 'CNY' AND amount IS NOT NULL LIMIT 1"
    )
    printed = {}
    for form in ("table", "csv", "jsonl"):
        out = io.StringIO()
        print_rows(output, query, form, out)  # type: ignore[arg-type]
        printed[form] = out.getvalue()
    row = json.loads(printed["jsonl"])
    assert printed["csv"].splitlines()[0] == "text,amount,day"
    assert row["text"] in printed["csv"]
    assert row["text"] in printed["table"]
    assert isinstance(row["amount"], int)
    with pytest.raises(ValueError, match="nowhere"):
        print_rows(output, "SELECT * FROM nowhere", "csv", io.StringIO())


@pytest.mark.parametrize("name", ["none.duckdb", "none.jsonl", "none"])
def test_an_archive_that_is_not_there_has_a_code(name: str, tmp_path: Path) -> None:
    with pytest.raises(NewsparseError) as error:
        open_archive(tmp_path / name)
    assert error.value.code == "NE405"


def test_an_unknown_format_and_a_missing_package_have_codes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NewsparseError) as error:
        writer_for(tmp_path / "out.xlsx")
    assert error.value.code == "NE404"
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(NewsparseError, match=r"pip install 'newsparse\[archives\]'") as error:
        writer_for(tmp_path / "out.duckdb")
    assert error.value.code == "NE501"


ROOT = Path(__file__).parent.parent
EXAMPLE, MANUAL = ROOT / "examples" / "analysts.py", ROOT / "docs" / "archives.md"


@pytest.mark.skipif(not EXAMPLE.exists(), reason="examples and manual are in the source tree only")
def test_the_questions_of_example_and_manual_have_answers(sample: Path, tmp_path: Path) -> None:
    example = runpy.run_path(str(EXAMPLE))
    records = [parser(FAST).read(Item(path=str(path))) for path in sorted(sample.parent.glob("*.txt"))]
    with open_archive(write(records, tmp_path / "out.duckdb")) as archive:
        for question, query in example["QUESTIONS"].items():
            rows = archive.execute(query).fetchall()
            assert rows or "relied" in question, question
        manual = MANUAL.read_text(encoding="utf-8").partition("```sql")[2].partition("```")[0]
        for query in filter(str.strip, manual.split(";\n")):
            assert archive.execute(query).fetchall(), query
        assert len(archive.execute(example["YEARS"]).fetchall()) > 3


TEXT = "".join(f"第{number}条，全市实现地区生产总值{number * 7}亿元，同比增长{number % 9}%。" for number in range(40))


@pytest.mark.parametrize(
    ("other", "near"),
    [
        (TEXT + "（完）", True),
        (TEXT.replace("第7条", "第柒条"), True),
        (TEXT[: len(TEXT) // 2], False),
        (TEXT.translate(str.maketrans("亿条增", "万款降")), False),
        ("今日多云。", False),
    ],
)
def test_near_duplicates_are_marked(other: str, near: bool, tmp_path: Path) -> None:
    pytest.importorskip("rensa")
    seen = Seen(tmp_path / "seen", 0.8)
    assert seen.original_of(0, "a", text_digest(TEXT), signature(TEXT)) is None
    assert seen.original_of(1, "b", text_digest(TEXT), signature(TEXT)) == "a"
    assert seen.original_of(2, "c", text_digest(other), signature(other)) == ("a" if near else None)
    # One more copy of that text has the same original, and what is forgotten is unknown again.
    assert seen.original_of(3, "d", text_digest(other), signature(other)) == ("a" if near else "c")
    seen.commit()
    seen.forget_from(0)
    assert seen.original_of(0, "e", text_digest(other), signature(other)) is None
    seen.close()
