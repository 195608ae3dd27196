"""The trained choice between candidates."""

import time
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsparse.entities import Gazetteer, read_entities
from newsparse.entities.article import in_full
from newsparse.entities.choice import CHOICE, LEAST, Choice, Option, features, options
from newsparse.entities.policy import whole
from newsparse.entities.read import find_candidates, may_be_name
from newsparse.entities.recognizer import locate
from newsparse.entities.scan import Scan
from newsparse.entities.values import Candidate
from newsparse.language.resources import gazetteer, segmenter


@dataclass(frozen=True)
class Span:
    """What a recogniser would hand over."""

    start_char: int
    end_char: int
    label: str
    score: float


def candidate(start: int, end: int, label: str = "ORG", priority: int = 0) -> Candidate:
    return Candidate(start, end, label, "rule", priority=priority)  # type: ignore[arg-type]


def option(start: int, end: int) -> Option:
    return Option(start, end, "ORG", candidate(start, end))


spans = st.tuples(st.integers(0, 12), st.integers(1, 5), st.integers(-20, 30)).map(
    lambda n: (n[0], n[0] + n[1], n[2] / 10)
)


@given(st.lists(spans, max_size=9))
def test_the_heaviest_set_that_does_not_overlap(drawn: list[tuple[int, int, float]]) -> None:
    offers = [option(start, end) for start, end, _ in drawn]
    weights = {str(number): gain + LEAST for number, (_, _, gain) in enumerate(drawn)}
    chosen = Choice(weights).pick(offers, [[number] for number in weights])
    assert all(a.end <= b.start for a, b in pairwise(chosen))
    gains = {id(one): gain for one, (_, _, gain) in zip(offers, drawn, strict=True)}
    best = max(
        sum(gains[id(one)] for one in some)
        for size in range(len(offers) + 1)
        for some in combinations(offers, size)
        if all(a.end <= b.start or b.end <= a.start for a, b in combinations(some, 2))
    )
    assert sum(gains[id(one)] for one in chosen) == pytest.approx(max(best, 0.0))


def test_candidates_for_the_same_stretch_are_one_option() -> None:
    low, high = candidate(0, 4), candidate(0, 4, priority=5)
    low.title = "局长"
    joined, other = options(
        [("places", low), ("organizations", high), ("places", candidate(0, 4, "GPE"))], [Span(0, 4, "ORG", 0.9)]
    )[::-1]
    assert (joined.best, joined.rules, joined.score) == (high, {"places", "organizations"}, 0.9)
    assert joined.titled
    assert not other.titled
    assert (other.label, other.score) == ("GPE", 0.0)


def test_each_option_has_features() -> None:
    text = "记者在长春市采访。"
    scan = Scan(text, segmenter((), "rjieba").cut(text), gazetteer(()))
    seen = [Span(3, 6, "GPE", 0.75)]
    offers = options(find_candidates(scan), seen)
    found = list(features(scan, offers, seen))
    assert len(found) == len(offers) > 0
    named = found[[(one.start, one.end) for one in offers].index((3, 6))]
    assert "PLACE known same it 2" in named
    assert all(len(keys) == len(set(keys)) for keys in found)


def test_the_table_of_weights_is_read() -> None:
    weights = Choice.load().weights
    assert weights["score"] > 0
    assert (locate() / CHOICE).stat().st_size < 1_000_000


def test_names_that_only_the_recogniser_sees_need_its_trust() -> None:
    text = "益水之阳，是名益阳。"
    words = segmenter((), "rjieba").cut(text)

    def sources(score: float) -> list[str]:
        return [one.source for one in read_entities(text, words, gazetteer(()), [Span(0, 2, "LOC", score)])]

    assert sources(0.99) == ["model", "gazetteer"]
    assert sources(0.05) == ["gazetteer"]


def test_own_names_win_against_the_recogniser(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_text("name\tlabel\n星海湾\tPRODUCT\n", encoding="utf-8")
    text = "记者在星海湾采访。"
    words = segmenter((str(path),), "rjieba").cut(text)
    found = read_entities(text, words, Gazetteer([path]), [Span(3, 6, "LOC", 0.99)])
    assert [(one.label, one.source) for one in found] == [("PRODUCT", "gazetteer")]


@pytest.mark.parametrize("piece", ["长春市", "中国", "公司", "国家发改委", "中国石油天然气股份有限公司长春市分公司"])
def test_time_is_linear(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        seen = [Span(start, start + 3, "ORG", 0.9) for start in range(0, size - 3, 4)]
        start = time.process_time()
        read_entities(text, list(text), gazetteer(()), seen)
        return time.process_time() - start

    seconds(500)
    small, large = (min(seconds(size) for _ in range(2)) for size in (1_000, 8_000))
    assert large < 8 * small * 5 + 0.1


@dataclass(frozen=True)
class Seen:
    """A stretch as the recogniser gives it."""

    start_char: int
    end_char: int
    label: str
    score: float = 0.5


def seen(text: str, name: str, label: str) -> Seen:
    return Seen(text.index(name), text.index(name) + len(name), label)


@pytest.mark.parametrize(
    ("text", "name", "label", "wanted"),
    [
        ("寄10099国史馆邮局第1号", "10099国史馆邮局", "ORG", "国史馆邮局"),
        ("住育平路316号3楼", "育平路316号3楼", "FAC", "育平路"),
        ("国王西哈莫尼迎接", "王西哈莫尼", "PERSON", "西哈莫尼"),
        ("首届“国家公园论坛”开幕", "“国家公园论坛", "EVENT", "国家公园论坛"),
        ("走国道1号北上", "国道1号", "FAC", "国道1号"),
        ("中国王建军到场", "王建军", "PERSON", "王建军"),
        ("第302医院", "302医院", "ORG", "302医院"),
        ("南接安通路五段", "南接安通路", "FAC", "安通路"),
        ("西接台17西滨公路", "西接台17西滨公路", "FAC", "台17西滨公路"),
        ("走南安通路", "南安通路", "FAC", "南安通路"),
        ("陈良基及AIT郦英杰处长", "AIT郦英杰", "PERSON", "郦英杰"),
        ("董事长兼CEO傅盛出席", "O傅盛", "PERSON", "傅盛"),
        ("学甲区中洲段（第30区）", "中洲段（第30区", "GPE", "中洲段"),
        ("（即舒洁卫生纸）多年", "舒洁卫生纸）", "ORG", "舒洁卫生纸"),
        ("佳农（银泰）公司", "佳农（银泰）公司", "ORG", "佳农（银泰）公司"),
        ("今(9)日立法院召开", "日立法院", "ORG", "立法院"),
        ("采购日立电梯", "日立", "ORG", "日立"),
    ],
)
def test_ends_of_what_the_recogniser_sees(text: str, name: str, label: str, wanted: str) -> None:
    span = whole(text, seen(text, name, label))
    assert text[span.start_char : span.end_char] == wanted


@pytest.mark.parametrize(
    ("text", "name", "label", "named"),
    [
        ("萧代理局长表示", "萧代理", "PERSON", False),
        ("一年级的李同学说", "李同学", "PERSON", False),
        ("陈全国等出席", "陈全国", "PERSON", True),
        ("扶贫干部邱军来了", "邱军", "PERSON", True),
        ("参观美术馆", "美术馆", "FAC", False),
        ("参观江东美术馆", "江东美术馆", "FAC", True),
        ("独龙族老乡", "独龙族", "GPE", False),
        ("信箱anping1303@mail.tw", "anping", "ORG", False),
        ("软件由SONY提供", "SONY", "ORG", True),
        ("打造和美乡村", "美乡村", "GPE", False),
        ("推进沈白、喀赤、朝凌高铁", "沈白", "GPE", False),
        ("推进北京、上海、沈阳等铁路", "北京", "GPE", True),
        ("主席，加蓬总统恩圭马", "加蓬", "PERSON", False),
        ("立陶宛今天选举", "立陶宛", "ORG", False),
        ("加剧英国政局混乱", "英国政局", "ORG", False),
        ("英国财政局发布", "英国财政局", "ORG", True),
        ("全国人大有关专门委员会", "全国人大有关专门委员会", "ORG", False),
        ("成立疫情因应小组", "疫情因应小组", "EVENT", False),
        ("香港Line Today报道", "Today", "PERSON", False),
        ("议员Ingay Tali说", "Ingay Tali", "PERSON", True),
        ("对俄产业园区", "俄产业园区", "FAC", False),
        ("张雪大学毕业后", "张雪大学", "ORG", False),
        ("湘潭大学毕业后", "湘潭大学", "ORG", True),
    ],
)
def test_what_the_recogniser_sees_may_be_no_name(text: str, name: str, label: str, named: bool) -> None:
    scan = Scan(text, segmenter((), "rjieba").cut(text), gazetteer(()))
    assert may_be_name(scan, seen(text, name, label)) == named


def test_what_the_recogniser_cut_is_brought_to_the_form_of_the_article() -> None:
    again = [Candidate(20, 24, "ORG", "rule", canonical="江东电驱科技有限公司")]
    cut, other = Candidate(20, 23, "ORG", "model"), Candidate(23, 26, "GPE", "gazetteer")
    assert [(one.start, one.end) for one in in_full([cut], again)] == [(20, 24)]
    assert in_full([cut], again)[0].canonical == "江东电驱科技有限公司"
    assert in_full([cut, other], again) == [cut, other]  # no name grows into the next
    assert in_full([replace(cut, source="rule")], again) == [replace(cut, source="rule")]
    assert in_full([replace(cut, label="PERSON")], again) == [replace(cut, label="PERSON")]
