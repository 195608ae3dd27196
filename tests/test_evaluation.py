"""Scores tell a right record from a wrong one, the gold is sound, and no score falls below its floor."""

from __future__ import annotations

import calendar
import csv
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsparse
from newsparse.evaluation import (
    MEASURES,
    Floors,
    Gold,
    Mark,
    Report,
    Tally,
    check_floors,
    check_gold,
    corpus_digest,
    evaluate,
    read_floors,
    read_gold,
    score,
)
from newsparse.evaluation.facts import Fact
from newsparse.records import Article
from newsparse.script import simplify

CORPORA = Path(__file__).parent.parent / "corpora"
PAGES = [
    path
    for path in sorted(CORPORA.glob("*/*.gold.tsv"))
    if path.with_name(path.name.replace(".gold.tsv", ".txt")).exists()
]

PAGE = """首頁 青山市
青山市商務局擴大開放
2021-03-05 09:12  來源:青山日報
青山日報3月4日訊:青山市商務局局長王遠説,前2個月吸引投資3億元,增長5%至7%。
青山市商務局位于青山市東湖區,7天后舉辦青山博覽會,一汽-大眾和一汽參加。
"""
GOLD = """#title\t青山市商務局擴大開放
#published_at\t2021-03-05T09:12
#dateline\t2021-03-04
#body\t4 5
#optional\t2
#dropped\t1 3
4\tORG\t青山日報
4\tORG\t青山市商務局
4\tPERSON\t王遠
4\tDATE\t3月4日\t2021-03-04
4\tDATE\t前2個月\t2021-01/2021-02
4\tMONEY\t3億元\tCNY 300000000
4\tPERCENT\t5%至7%\t5..7
5\tORG\t青山市商務局
5\tGPE\t青山市
5\tGPE\t東湖區
5\tDATE?\t7天\tP7D
5\tZONE\t青山博覽會
5\tORG\t一汽-大眾
5\tORG\t一汽
"""
FACTS = """ROLE\t4\t王遠\t局長\t青山市商務局
QUOTE\t4\t王遠\tI\t前2個月吸引投資3億元,增長5%至7%
FIGURE\t4\t青山市\t吸引投資\t2021-01/2021-02\t3億元\tup 5%至7% -
FIGURE?\t5\t青山博覽會\t舉辦\t-\t7天\t-
"""


def write(folder: Path, page: str = PAGE, gold: str = GOLD, facts: str = FACTS) -> Path:
    (folder / "page.txt").write_bytes(page.encode())
    (folder / "page.relations.tsv").write_text(facts, encoding="utf-8")
    path = folder / "page.gold.tsv"
    path.write_text(gold, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Gold:
    return read_gold(write(tmp_path_factory.mktemp("corpus")))


def period(value: str) -> dict[str, str | None]:
    first, _, last = value.partition("/")
    start = first + {4: "-01-01", 7: "-01"}.get(len(first), "")
    end = last or first
    if end == "..":
        return {"start": start, "end": None}
    if len(end) < 10:
        end += "-12" if len(end) == 4 else ""
        end += f"-{calendar.monthrange(int(end[:4]), int(end[5:]))[1]}"
    return {"start": start, "end": end}


def record(gold: Gold, keep: Callable[[Mark], bool] = lambda mark: True) -> dict[str, object]:
    """Write the record that agrees with the gold, with the marks that are kept."""
    lines, place = [], {}
    for start, end in gold.body:
        place[start] = sum(len(line) + 1 for line in lines)
        lines.append(simplify(gold.raw[start:end]))

    def at(mark: Mark) -> dict[str, object]:
        line = next(start for start, end in gold.body if start <= mark.start and mark.end <= end)
        start = place[line] + mark.start - line
        return {
            "text": simplify(gold.raw)[mark.start : mark.end],
            "start_char": start,
            "end_char": start + len(mark.text),
            "raw_text": mark.text,
            "raw_start_char": mark.start,
            "raw_end_char": mark.end,
        }

    def number(value: str, exact: str) -> dict[str, Decimal]:
        low, _, high = value.partition("..")
        return {"min": Decimal(low), "max": Decimal(high)} if high else {exact: Decimal(low)}

    names = ("PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "LAW")
    kept = {label: [mark for mark in gold.labelled(label) if keep(mark)] for label in (*names, "DATE", "DATE?")}
    return {
        "id": gold.name,
        "input": {"characters": len(gold.raw)},
        "script": "hant",
        "metadata": {k: v for k, v in gold.stated.items() if k != "dateline"}
        | {"dateline": {"date": gold.stated.get("dateline")}},
        "text": "\n".join(lines),
        "blocks": [],
        "removed": [],
        "entities": [
            at(mark) | {"label": label, "canonical": mark.text, "source": "rule"}
            for label in names
            for mark in kept[label]
        ],
        "dates": [at(mark) | {"kind": "date", **period(mark.value)} for mark in kept["DATE"]]
        + [at(mark) | {"kind": "vague"} for mark in kept["DATE?"]],
        "money": [
            at(mark) | {"currency": mark.value[:3], **number(mark.value[4:], "amount")}
            for mark in gold.labelled("MONEY")
            if keep(mark)
        ],
        "quantities": [
            at(mark) | {"unit": "%", **number(mark.value, "value")} for mark in gold.labelled("PERCENT") if keep(mark)
        ],
        "problems": [],
        **facts(gold, lines, place),
    }


def facts(gold: Gold, lines: list[str], place: dict[int, int]) -> dict[str, list[dict[str, object]]]:
    """Write the facts of a page as a record has them; ``place`` gives where each line of it stands in the text."""

    def at(fact: Fact, text: str) -> dict[str, object]:
        start = gold.raw.index(text, *fact.line)
        begin = place[fact.line[0]] + start - fact.line[0]
        return {
            "text": "\n".join(lines)[begin : begin + len(text)],
            "start_char": begin,
            "end_char": begin + len(text),
            "raw_text": text,
            "raw_start_char": start,
            "raw_end_char": start + len(text),
        }

    found: dict[str, list[dict[str, object]]] = {"roles": [], "quotes": [], "indicators": []}
    for fact in gold.facts or ():
        cells = [cell if cell != "-" else "" for cell in fact.cells]
        if fact.kind == "ROLE":
            status = {"status": cells[3]} if cells[3:] else {}
            role = {"person": cells[0], "title": cells[1], "organization": cells[2] or None, **status}
            found["roles"].append(at(fact, cells[0]) | role)
        elif fact.kind == "QUOTE":
            found["quotes"].append(at(fact, cells[2]) | {"speaker": cells[0], "direct": cells[1] == "D"})
        else:
            change = None
            if cells[4]:
                direction, *size, basis = cells[4].split()
                number = re.search(r"[\d.]+", "".join(size))
                change = {"direction": direction, "basis": basis if basis != "-" else None}
                change["value"] = Decimal(number[0]) if number else None
            bounds = period(cells[2]) if cells[2] else None
            figure = {"kind": "level", "subject": cells[0] or None, "measure": cells[1]}
            figure |= {"period": bounds, "change": change}
            value = {"value": 1} if cells[3] else {}
            shown = cells[3] or gold.raw[slice(*fact.line)].strip()[:2]
            found["indicators"].append(at(fact, shown) | figure | value)
    return found


def counts(gold: Gold, values: dict[str, object]) -> dict[str, tuple[int, int, int]]:
    """Give right, wrong and missed of every measure that is not perfect."""
    scores = score(gold, Article.model_validate(values))
    return {
        name: (tally.right, tally.wrong, tally.missed)
        for name, tally in scores.items()
        if name in MEASURES and (tally.wrong or tally.missed)
    }


def changed(values: dict[str, object], field: str, text: str, **changes: object) -> dict[str, object]:
    """Change the mention of a field that has this text."""
    mentions = values[field]
    assert isinstance(mentions, list)
    assert sum(mention["raw_text"] == text for mention in mentions) == 1
    return values | {field: [m | changes if m["raw_text"] == text else m for m in mentions]}


def test_a_record_that_agrees_is_perfect(gold: Gold) -> None:
    scores = score(gold, Article.model_validate(record(gold)))
    assert counts(gold, record(gold)) == {}
    assert (scores["core entities"].right, scores["PLACE"].right, scores["dates valued"].right) == (7, 1, 2)
    assert (scores["metadata"].right, scores["body kept"].right, scores["furniture dropped"].right) == (3, 2, 2)


def test_a_name_inside_a_longer_name_is_found_at_its_own_place(gold: Gold) -> None:
    marks = [mark for mark in gold.marks if mark.text == "一汽"]
    assert [gold.raw[mark.start - 1 : mark.end + 2] for mark in marks] == ["和一汽參加"]


@pytest.mark.parametrize(
    ("field", "text", "changes", "expected"),
    [
        ("entities", "王遠", {"label": "ORG"}, {"core entities": (6, 1, 1), "PERSON": (0, 0, 1), "ORG": (5, 1, 0)}),
        ("entities", "王遠", {"label": "FAC"}, {"core entities": (6, 0, 1), "PERSON": (0, 0, 1)}),
        ("dates", "3月4日", {"end": "2021-03-05"}, {"dates valued": (1, 0, 1)}),
        ("dates", "前2個月", {"start": None, "end": None}, {"dates valued": (1, 0, 1)}),
        ("dates", "7天", {"start": "2021-03-12"}, {"dates found": (2, 1, 0)}),
        ("money", "3億元", {"currency": "TWD"}, {"money": (0, 0, 1)}),
        ("money", "3億元", {"amount": Decimal(3)}, {"money": (0, 0, 1)}),
        ("quantities", "5%至7%", {"max": None}, {"percent": (0, 0, 1)}),
        ("quantities", "5%至7%", {"unit": "倍"}, {"percent": (0, 0, 1)}),
        ("entities", "王遠", {"raw_end_char": 60, "raw_text": ""}, {"offsets true": (12, 0, 1)}),
    ],
)
def test_each_fault_costs_its_own_measure(
    gold: Gold, field: str, text: str, changes: dict[str, object], expected: dict[str, tuple[int, int, int]]
) -> None:
    found = counts(gold, changed(record(gold), field, text, **changes))
    assert {name: found.get(name) for name in expected} == expected
    if "raw_end_char" not in changes:
        assert set(found) <= set(expected) | {"FAC"}


@pytest.mark.parametrize(
    ("field", "changes", "expected"),
    [
        ("roles", {"title": "處長"}, {"roles": (0, 1, 1)}),
        ("roles", {"organization": "東湖區"}, {"role organizations": (0, 0, 1)}),
        ("roles", {"organization": "商務局"}, {}),  # one holds the other
        ("roles", {"status": "former"}, {"role statuses": (0, 0, 1)}),
        ("roles", {"status": "current"}, {}),
        ("quotes", {"speaker": "東湖區"}, {"quote speakers": (0, 0, 1)}),
        ("quotes", {"direct": True}, {"quotes": (0, 1, 1)}),
        ("indicators", {"measure": "消費"}, {"indicator measures": (0, 0, 1), "whole indicators": (0, 0, 1)}),
        ("indicators", {"subject": None}, {"indicator subjects": (0, 0, 1), "whole indicators": (0, 0, 1)}),
        ("indicators", {"period": None}, {"indicator periods": (0, 0, 1), "whole indicators": (0, 0, 1)}),
        ("indicators", {"change": None}, {"indicator changes": (0, 0, 1), "whole indicators": (0, 0, 1)}),
        (
            "indicators",
            {"change": {"direction": "up", "value": 5, "basis": "yoy"}},
            {"indicator changes": (0, 0, 1), "whole indicators": (0, 0, 1)},
        ),
    ],
)
def test_each_fault_of_a_fact_costs_its_own_measure(
    gold: Gold, field: str, changes: dict[str, object], expected: dict[str, tuple[int, int, int]]
) -> None:
    values = record(gold)
    first, *rest = values[field]  # type: ignore[misc]
    assert counts(gold, values | {field: [first | changes, *rest]}) == expected


def test_a_fact_that_careful_readers_dispute_counts_neither_way(gold: Gold) -> None:
    values = record(gold)
    found, disputed = values["indicators"]  # type: ignore[misc]
    assert counts(gold, values | {"indicators": [found]}) == {}
    assert counts(gold, values | {"indicators": [disputed]}) == {"indicators": (0, 0, 1), "whole indicators": (0, 0, 1)}


def test_gold_of_one_kind_of_facts_measures_nothing_else(tmp_path: Path, gold: Gold) -> None:
    some = read_gold(write(tmp_path, gold=GOLD.replace("#body", "#only\tFIGURE\n#body", 1)))
    got = score(some, Article.model_validate(record(gold)))
    assert {name for name, tally in got.items() if tally.right or tally.wrong or tally.missed} == {
        name for name in got if "indicator" in name
    }
    assert got["indicators"].right == sum(fact.kind == "FIGURE" and not fact.disputed for fact in some.facts or ())


def test_a_page_without_facts_measures_none(tmp_path: Path) -> None:
    path = write(tmp_path)
    (tmp_path / "page.relations.tsv").unlink()
    gold = read_gold(path)
    assert gold.facts is None
    assert "roles" not in score(gold, Article.model_validate(record(gold)))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("ROLE\t4\t王遠", "ROLE\t4\t李近", "no such name"),
        ("ROLE\t4", "ROLE\t3", "not in the body"),
        ("ROLE\t4", "ROLE\t9", "row 1 of facts"),
        ("青山市商務局\n", "青山市商務局\tlate\n", "status"),
        ("\tI\t", "\tX\t", "no such words"),
        ("3億元\tup", "4億元\tup", "no such value"),
        ("up 5%至7% -", "grew 5%", "no such value"),
        ("2021-01/2021-02", "2021-1", "no such value"),
        ("FIGURE\t4", "FIGURES\t4", "row 3 of facts"),
    ],
)
def test_a_fault_in_a_file_of_facts_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in FACTS
    found = check_gold(write(tmp_path, facts=FACTS.replace(old, new, 1)))
    assert message in found[0]


def test_a_missing_name_is_missed_and_a_name_too_many_is_wrong(gold: Gold) -> None:
    values = record(gold, keep=lambda mark: mark.text != "王遠")
    assert counts(gold, values) == {"core entities": (6, 0, 1), "PERSON": (0, 0, 1)}
    more = changed(record(gold), "entities", "東湖區", label="LOC")
    assert counts(gold, more) == {}  # GPE and LOC are one label for the score
    start = gold.raw.index("局長")
    extra = record(gold)
    place = extra["text"].index("局长")  # type: ignore[attr-defined]
    name = {"text": "局长", "start_char": place, "end_char": place + 2, "raw_text": "局長", "label": "PERSON"}
    name |= {"raw_start_char": start, "raw_end_char": start + 2, "canonical": "局长", "source": "rule"}
    extra["entities"] = [*extra["entities"], name]  # type: ignore[misc]
    assert counts(gold, extra) == {"core entities": (7, 1, 0), "PERSON": (1, 1, 0)}


def test_a_zone_counts_neither_way_and_furniture_leaks(gold: Gold) -> None:
    def with_name(text: str, at: int) -> dict[str, object]:
        values = record(gold)
        name = {"text": values["text"][:2], "start_char": 0, "end_char": 2, "raw_text": text}  # type: ignore[index]
        name |= {"raw_start_char": at, "raw_end_char": at + len(text), "label": "EVENT"}
        return values | {"entities": [*values["entities"], name | {"canonical": text, "source": "rule"}]}  # type: ignore[misc]

    assert "extended entities" not in counts(gold, with_name("青山博覽會", gold.raw.index("青山博覽會")))
    assert counts(gold, with_name("青山市", gold.raw.index("青山市")))["leaked entities"] == (0, 1, 0)


def test_text_and_metadata_are_compared_without_script_and_spaces(gold: Gold) -> None:
    values = record(gold)
    metadata: dict[str, object] = values["metadata"]  # type: ignore[assignment]
    assert counts(gold, values | {"metadata": metadata | {"title": "青山市商务局 扩大开放!"}}) == {}
    assert counts(gold, values | {"metadata": metadata | {"title": "青山市"}}) == {"metadata": (2, 0, 1)}
    assert counts(gold, values | {"metadata": metadata | {"dateline": None}}) == {"metadata": (2, 0, 1)}
    kept = counts(gold, values | {"text": f"{values['text']}\n2021-03-05 09:12 来源:青山日报"})
    assert kept == {"furniture dropped": (1, 0, 1)}
    lost = record(gold, keep=lambda mark: mark.end < gold.body[1][0])
    lost["text"] = str(lost["text"]).split("\n")[0]
    lost["indicators"] = []
    assert counts(gold, lost)["body kept"] == (1, 0, 1)


@given(lacks=st.sets(st.integers(min_value=0, max_value=13)))
def test_what_a_record_lacks_is_missed_and_nothing_is_wrong(gold: Gold, lacks: set[int]) -> None:
    gone = {
        mark for i, mark in enumerate(gold.marks) if i in lacks and mark.label != "GPE"
    }  # half of a joined place is wrong
    scores = score(gold, Article.model_validate(record(gold, keep=lambda mark: mark not in gone)))
    assert all(tally.wrong == 0 for tally in scores.values())
    names = [mark for mark in gold.labelled("PERSON", "ORG") if mark not in gone]
    assert scores["PERSON"].right + scores["ORG"].right == len(names)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name.partition(".")[0])
def test_the_gold_of_every_page_is_sound_and_can_be_reached(path: Path) -> None:
    assert check_gold(path) == []
    gold = read_gold(path)
    assert counts(gold, record(gold)) == {}


@pytest.mark.parametrize("corpus", ["news", "statistics"])
def test_gold_whose_text_is_elsewhere_is_listed_and_well_formed(corpus: str) -> None:
    folder = CORPORA / corpus
    with (folder / "texts.tsv").open(encoding="utf-8", newline="") as rows:
        listed = list(csv.DictReader(rows, delimiter="\t"))
    names = [row["name"] for row in listed]
    assert names == list(dict.fromkeys(names))
    assert all(len(row["digest"]) == 16 and row["row"].isdigit() for row in listed)
    for kind in ("gold", "relations"):
        assert {path.name.partition(".")[0] for path in folder.glob(f"*.{kind}.tsv")} == set(names)
    for path in folder.glob("*.tsv"):
        if path.name != "texts.tsv":
            for line in path.read_text(encoding="utf-8").splitlines():
                cells = line.split("\t")
                number, label = cells[:2] if path.name.endswith(".gold.tsv") else cells[1::-1]
                assert line.startswith("#") or ((number.isdigit() and label.isupper()) or label == "DATE?"), (
                    path.name,
                    line,
                )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("4\tPERSON\t王遠", "4\tPERSON\t王近", "no (further) place"),
        ("4\tPERSON\t王遠", "4\tPERSON\t王遠\n4\tPERSON\t王遠", "no (further) place"),
        ("4\tPERSON\t王遠", "9\tPERSON\t王遠", "no line '9'"),
        ("4\tPERSON", "4\tPERSONS", "is not a label"),
        ("4\tPERSON\t王遠", "4\tPERSON\t王遠\t1", "cannot have the value '1'"),
        ("2021-01/2021-02", "2021-1/2021-2", "cannot have the value"),
        ("CNY 300000000", "3億", "cannot have the value"),
        ("5..7", "5%", "cannot have the value"),
        ("#dropped\t1 3", "#dropped\t1", "line 3 is listed 0 times"),
        ("#dropped\t1 3", "#dropped\t1 3 4", "line 4 is listed 2 times"),
        ("#dropped\t1 3", "#dropped\t1 30", "out of range"),
    ],
)
def test_a_fault_in_a_gold_file_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOLD
    (found,) = check_gold(write(tmp_path, gold=GOLD.replace(old, new)))
    assert message in found


def report(**f1: float) -> Report:
    """Make a report whose measures have about these F1 (1.0 when not named)."""
    tallies = {measure: Tally(right=1000) for measure in MEASURES if measure != "leaked entities"}
    for name, value in f1.items():
        tallies[name.replace("_", " ")] = Tally(
            right=round(1000 * value), missed=0, wrong=2 * round(1000 * (1 - value))
        )
    return Report({"page": tallies | {"leaked entities": Tally()}}, "0" * 64)  # type: ignore[arg-type]


def test_floors_are_written_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    path.write_text(report(money=0.75).floors(), encoding="utf-8")
    floors = read_floors(path)
    assert floors.corpus == "0" * 64
    assert set(floors.f1) == set(MEASURES) - {"leaked entities"}
    assert floors.f1["money"] == pytest.approx(0.75)
    assert check_floors(report(money=0.75), floors) == []
    assert check_floors(report(money=0.8), floors) == []
    path.write_text('corpus = "0"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="most_leaked"):
        read_floors(path)


def test_a_lower_score_a_leak_and_another_corpus_are_each_refused() -> None:
    floors = Floors("0" * 64, 0, {measure: 1.0 for measure in MEASURES if measure != "leaked entities"})
    (message,) = check_floors(report(money=0.9), floors)
    assert message == "money: 0.900 is below its floor 1.000"
    leaking = report()
    leaking.articles["page"]["leaked entities"].false("PERSON")
    assert check_floors(leaking, floors) == ["leaked entities: 1 are more than 0"]
    (message,) = check_floors(report(), Floors("1" * 64, 0, floors.f1))
    assert "the corpus changed" in message
    (message,) = check_floors(report(), Floors("0" * 64, 0, {k: v for k, v in floors.f1.items() if k != "percent"}))
    assert message == "percent: no floor"


def test_the_digest_changes_with_every_byte(tmp_path: Path) -> None:
    write(tmp_path)
    before = corpus_digest(tmp_path)
    write(tmp_path, page=PAGE + "\n")
    after = corpus_digest(tmp_path)
    write(tmp_path, gold=GOLD + "\n")
    assert len({before, after, corpus_digest(tmp_path)}) == 3
    (tmp_path / "notes.md").write_text("not part of it")
    write(tmp_path)
    assert corpus_digest(tmp_path) == before
    with pytest.raises(ValueError, match="no gold file"):
        corpus_digest(tmp_path / "nothing")


def test_a_report_adds_up_and_prints(tmp_path: Path) -> None:
    gold = read_gold(write(tmp_path))
    faulty = record(gold, keep=lambda mark: mark.text != "王遠")
    made = evaluate(tmp_path, lambda page: Article.model_validate(faulty))
    assert list(made.articles) == ["page"]
    assert made.errors == [
        "core entities: page: missed PERSON 青山市商務局局長[王遠]説,前2個月吸引",
        "PERSON: page: missed PERSON 青山市商務局局長[王遠]説,前2個月吸引",
    ]
    lines = made.table().splitlines()
    assert lines[1].split() == ["core", "entities", "1.000", "0.857", "0.923", "6", "0", "1"]
    assert lines[-1].split()[:2] == ["page", "0.923"]


def test_no_score_is_below_its_floor() -> None:
    assert check_floors(evaluate(CORPORA / "samples", newsparse.parse), read_floors(CORPORA / "floors.toml")) == []
