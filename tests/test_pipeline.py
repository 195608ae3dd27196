"""The contract of parse, end to end on small pages."""

from __future__ import annotations

import gc
import json
import pickle
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from spacy.language import Language

import newsparse
from newsparse.errors import InputError, SettingsError
from newsparse.language import resources
from newsparse.settings import Settings

SAMPLES = Path(__file__).parent.parent / "corpora" / "samples"
FAST = Settings.default().changed({"entities": {"model": False}})
PAGE = """首頁 > 新聞中心 > 部門動態

長春市商務局舉辦汽車消費節

2020-01-13 14:25  來源:長春日報  編輯:王曉明

  長春日報1月11日訊(記者李國強)2019年11月,長春市社會消費品零售總額達到519億元,同比增長33%。

  長春市商務局局長張建國表示,去年12月28日啟動的汽車消費節已售出汽車約4.1萬輛。

版權所有:長春日報社 未經授權不得轉載
"""


@cache
def spacy_pipeline() -> Language:
    return newsparse.load()


@pytest.fixture(scope="module")
def article() -> newsparse.Article:
    return newsparse.parse(PAGE, settings=FAST)


def test_the_first_page_leaves_the_garbage_collector_as_it_was() -> None:
    for collecting in (False, True):
        (gc.enable if collecting else gc.disable)()
        newsparse.Parser(FAST).parse(PAGE)
        assert gc.isenabled() is collecting


def test_the_page_becomes_a_record(article: newsparse.Article) -> None:
    assert article.script == "hant"
    assert article.metadata.title == "长春市商务局举办汽车消费节"
    assert article.metadata.published_at == "2020-01-13T14:25+08:00"
    assert (article.metadata.source, article.metadata.editor) == ("长春日报", "王晓明")
    assert article.metadata.dateline is not None
    assert article.metadata.dateline.date == "2020-01-11"
    assert [block.kind for block in article.blocks] == ["title", "paragraph", "paragraph"]
    assert {block.kind for block in article.removed} == {"navigation", "byline", "boilerplate"}
    assert article.text.splitlines() == [block.text for block in article.blocks]
    assert article.problems == []


def test_what_it_says_is_read(article: newsparse.Article) -> None:
    found = {(entity.text, entity.label) for entity in article.entities}
    assert {("长春市商务局", "ORG"), ("张建国", "PERSON")} <= found
    days = [(date.text, date.start, date.end, date.anchor) for date in article.dates]
    assert ("2019年11月", "2019-11-01", "2019-11-30", "explicit") in days
    assert ("去年12月28日", "2019-12-28", "2019-12-28", "dateline") in days
    (money,) = article.money
    assert (money.text, money.amount, money.currency) == ("519亿元", 51_900_000_000, "CNY")
    assert [(q.text, q.value, q.unit) for q in article.quantities if q.unit != "%"] == [("4.1万辆", 41_000, "辆")]


def test_every_mention_proves_itself_in_the_input(article: newsparse.Article) -> None:
    for mention in (*article.entities, *article.dates, *article.money, *article.quantities):
        assert PAGE[mention.raw_start_char : mention.raw_end_char] == mention.raw_text
        assert newsparse.simplify(mention.raw_text) == mention.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"])
def test_bytes_in_any_encoding_give_the_same_text(article: newsparse.Article, encoding: str) -> None:
    data = PAGE.encode(encoding)
    again = newsparse.parse(data, settings=FAST, with_raw=True)
    assert again.text == article.text
    assert again.input.encoding is not None
    assert again.raw == data.decode(again.input.encoding)


def test_the_same_input_gives_the_same_record(article: newsparse.Article) -> None:
    assert newsparse.parse(PAGE, settings=FAST) == article
    assert newsparse.Parser(FAST).parse(PAGE) == article
    assert pickle.loads(pickle.dumps(newsparse.Parser(FAST))).parse(PAGE) == article


def test_what_the_caller_knows_wins() -> None:
    article = newsparse.parse(PAGE, published_at="2021-05-06", url="https://example.org/1", settings=FAST)
    assert article.metadata.published_at == "2021-05-06"
    assert article.url == article.metadata.url == "https://example.org/1"


@pytest.mark.parametrize("published_at", ["yesterday", "2021-13-01", "2021-02-30", "", "2021"])
def test_a_wrong_date_of_publication_is_refused(published_at: str) -> None:
    with pytest.raises(InputError, match="NE201"):
        newsparse.parse(PAGE, published_at=published_at, settings=FAST)


def test_without_any_date_relative_ones_stay_open_and_the_record_says_so() -> None:
    article = newsparse.parse("会议1月11日在北京召开，部署今年的工作，省市有关部门负责人参加。", settings=FAST)
    assert [(date.start, date.end) for date in article.dates] == [(None, None), (None, None)]
    assert "NP101" in [problem.code for problem in article.problems]


def test_an_impossible_date_is_a_problem_and_no_date() -> None:
    article = newsparse.parse("通知定于2019年2月30日上午召开全体会议，请有关单位准时参加。", settings=FAST)
    assert article.dates == []
    (problem,) = [problem for problem in article.problems if problem.code == "NP102"]
    assert (problem.raw_start_char, problem.raw_end_char) == (4, 16)


def test_missing_weights_are_a_problem_not_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "has_weights", lambda: False)
    article = newsparse.Parser(Settings.default()).parse(PAGE)
    assert [problem.code for problem in article.problems] == ["NP401"]
    assert article.entities


def test_a_gazetteer_of_ones_own_changes_words_names_and_canonical_names(tmp_path: Path) -> None:
    table = tmp_path / "mine.tsv"
    table.write_text("name\tlabel\tcanonical\tkind\n智谷云岭\tORG\t智谷云岭科技有限公司\tcompany\n", encoding="utf-8")
    text = "昨天代表团到智谷云岭考察，听取了有关情况的介绍，并进行座谈。"
    mine = FAST.changed({"entities": {"gazetteers": [str(table)]}})
    (entity,) = newsparse.parse(text, settings=mine).entities
    assert (entity.text, entity.canonical, entity.kind) == ("智谷云岭", "智谷云岭科技有限公司", "company")
    assert "智谷云岭" in [token.text for token in newsparse.load(mine)(text)]
    assert "智谷云岭" not in [entity.text for entity in newsparse.parse(text, settings=FAST).entities]


@pytest.mark.parametrize("content", ["name\n一汽\n", "name\tlabel\n一汽\tCOMPANY\n", "name\tlabel\n\tORG\n", "\xff"])
def test_a_wrong_gazetteer_has_a_code(tmp_path: Path, content: str) -> None:
    table = tmp_path / "wrong.tsv"
    table.write_bytes(content.encode("latin-1" if content == "\xff" else "utf-8"))
    with pytest.raises(SettingsError, match="NE302"):
        newsparse.parse(PAGE, settings=FAST.changed({"entities": {"gazetteers": [str(table)]}}))


def test_furniture_of_a_kept_family_stays() -> None:
    kept = FAST.changed({"layout": {"keep": ["footer"]}})
    assert "版权所有" in newsparse.parse(PAGE, settings=kept).text
    assert "版权所有" not in newsparse.parse(PAGE, settings=FAST).text


def test_importing_newsparse_loads_nothing_heavy() -> None:
    code = "import sys, newsparse; print(sorted({'spacy', 'jieba', 'numpy', 'pydantic', 'opencc'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_the_spacy_pipeline_finds_what_the_record_has(sample: Path) -> None:
    from newsparse.language.spans import read_values
    from newsparse.page import read_page
    from newsparse.relations import PartValue

    settings = Settings.default()
    page = read_page(sample.read_bytes(), settings=settings)
    article = newsparse.parse(sample.read_bytes(), settings=settings)
    nlp = spacy_pipeline()
    doc = nlp.make_doc(page.text)
    dateline = article.metadata.dateline.date if article.metadata.dateline else None
    doc.user_data["newsparse"] = {
        "anchor": dateline or article.metadata.published_at,
        "anchor_source": "dateline" if dateline else "published_at",
        "region": article.region,
        "start": article.blocks[0].end_char if article.blocks[0].kind == "title" else 0,
        "headline": page.metadata.title or "",
    }
    doc = nlp(doc)
    for name in ("entities", "dates", "money", "quantities", "indicators", "quotes", "roles"):
        values = read_values(doc, f"newsparse_{name}")
        mentions = [mention.model_dump() for mention in getattr(article, name)]
        for mention in mentions:  # the record adds the mentions that parts are made of
            if "parts" in mention:
                mention["parts"] = tuple(PartValue(p["name"], p["start_char"], p["end_char"]) for p in mention["parts"])
        found = [{key: mention[key] for key in value} for value, mention in zip(values, mentions, strict=True)]
        assert json.dumps(found, default=str) == json.dumps(values, default=str)
        assert [span.text for span in doc.spans[f"newsparse_{name}"]] == [mention["text"] for mention in mentions]


def test_a_rise_from_one_figure_to_another_takes_the_rate_behind_it() -> None:
    *_, last = newsparse.parse("全市生产总值从54亿元增加到82亿元，增长51.9%。", settings=FAST).indicators
    assert last.change is not None
    assert (last.value, last.change.direction, float(last.change.value or 0)) == (8_200_000_000, "up", 51.9)
