"""Lines that repeat across the pages of a site: dropped where they are furniture, never out of the text."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from newsparse.batch import run_batch
from newsparse.errors import NewsparseError
from newsparse.page import count_page, read_page
from newsparse.page.furniture import speaks_for_site
from newsparse.page.site import SiteCounts, SiteFurniture, host_of
from newsparse.settings import Settings

FAST = Settings.default().changed({"entities": {"model": False}, "batch": {"flush": 3}})
PLACES = ["江畔", "青禾", "大湖", "云岭", "白石", "东港", "南坪", "西溪", "北原", "中塘"]
# What no rule knows, as every site has some of.
FRAME = ["智慧云端大脑", "心系桑梓栏目组", "伴您每一天", "看见更大的世界"]
NOTICE = "未经本报书面授权，见于此处的一切文字与画面都归编者共同体保管，取用之前宜先致函。"


def body(number: int) -> list[str]:
    place = PLACES[number % len(PLACES)]
    return [
        f"{place}区重点项目集中开工第{number}批",
        f"2021-07-{number % 28 + 1:02d} 09:30 来源：江畔日报",
        f"7月{number % 28 + 1}日，{place}区第{number}批项目集中开工，总投资{number + 12}亿元，涉及交通和水利。",
        "一、总体要求",
        f"区发改委负责人表示，项目建成后每年可新增产值{number + 45}亿元，带动就业{number + 300}人，群众十分满意。",
        "大家说，日子越过越好。",
    ]


def page(number: int) -> str:
    lines = body(number)
    middle = [*lines[:3], NOTICE, *lines[3:]]
    return "\n".join([FRAME[0], FRAME[1], *middle, FRAME[2], FRAME[3]])


def learned(pages: list[str], most: int = 100_000) -> SiteFurniture:
    counts = SiteCounts(most)
    for text in pages:
        counts.add(count_page(text, settings=FAST, folder="site"))
    return counts.furniture()


def test_a_frame_goes_and_the_text_stays() -> None:
    pages = [page(number) for number in range(12)]
    repeated = learned(pages)
    for number, text in enumerate(pages):
        with_it = read_page(text, settings=FAST, folder="site", repeated=repeated)
        assert [line for line in (*FRAME, NOTICE) if line in with_it.text] == []
        own = [line for position, line in enumerate(body(number)) if position != 1]
        assert [block.text for block in with_it.blocks] == own
        assert with_it.metadata.title == own[0]
        assert {block.rule for block in with_it.removed} >= {"repeated.site"}
        other = read_page(text, settings=FAST, folder="another site", repeated=repeated)
        assert NOTICE in other.text


def test_few_pages_and_copies_prove_nothing() -> None:
    assert learned([page(0)] * 20) == SiteFurniture(frozenset(), frozenset())
    assert learned([page(0), page(1)]) == SiteFurniture(frozenset(), frozenset())


def test_what_every_text_of_a_kind_has_is_no_furniture() -> None:
    reports = [
        f"{PLACES[n]}市政府工作报告\n各位代表：\n现在，我代表{PLACES[n]}市人民政府，向大会报告工作，请予审议。\n"
        f"一、去年工作回顾\n去年，全市生产总值增长{n}.5%，完成投资{n + 100}亿元，各项事业有新成绩。\n谢谢大家！"
        for n in range(10)
    ]
    repeated = learned(reports)
    for text in reports:
        article = read_page(text, settings=FAST, folder="site", repeated=repeated).text
        assert [line for line in text.split("\n") if line not in article] == []


STANDING = [  # what a text repeats rightly, and what stands in front of it and behind it on the page
    ("总体情况", "{byline}", "{text}"),
    ("各镇人民政府、街道办事处，市政府各部门，各直属机构，各有关企业和事业单位：", "{byline}", "{text}"),
    ("这是江畔市今年民生实事清单中的一项，进度在市政府大厅的公示栏里每周更新一次。", "{text}", "{frame}"),
    ("遇到这类纠纷，先保留好照片和收据，再向所在街道的人民调解委员会提出申请。", "{text}", "{text}"),
    ("市民可以在市政府网站登记，也可以关注公众号留言，不收任何费用。", "{text}", "{text}"),
    ("规模以上工业增加值", "{text}", "{figures}"),
    ("江畔市人民政府办公室", "{text}", "{signed}"),
]


@pytest.mark.parametrize(("standing", "above", "below"), STANDING)
def test_what_the_text_repeats_rightly_stays(standing: str, above: str, below: str) -> None:
    pages = []
    for number in range(12):
        headline, byline, *text = body(number)
        parts = {"byline": byline, "text": text[2], "figures": f"{number}7.{number}\n{number + 2}.4", "frame": FRAME[2]}
        parts["signed"] = f"2021年7月{number + 1}日"
        if above != "{byline}":
            headline += f"\n{byline}"
        lines = [headline, above.format(**parts), standing, below.format(**parts)]
        pages.append("\n".join([*FRAME[:2], *lines, *FRAME[2:]]))
    repeated = learned(pages)
    for text in pages:
        read = read_page(text, settings=FAST, folder="site", repeated=repeated)
        assert standing in [block.text for block in read.blocks]
        assert [line for line in FRAME if line in read.text] == []


@pytest.mark.parametrize(
    ("notice", "goes"),
    [
        ("长按识别二维码，每天的变化早一步知道。", True),
        ("点击下方名片，把江畔放进口袋", True),
        ("本报稿件未经授权不得转载，违者必究。", True),
        ("市民可以登录网站查询，也可以点击窗口的屏幕。", False),
        ("工作人员表示，将依法查处侵权和转载行为。", False),
        ("会议还研究了其他事项。", False),
    ],
)
def test_inside_the_text_goes_what_only_a_site_says(notice: str, goes: bool) -> None:
    assert speaks_for_site(notice) == goes


def test_the_headline_that_other_pages_list_stays() -> None:
    headlines = [body(number)[0] for number in range(10)]
    pages = ["\n".join([page(number), "你还可以看看这些", *headlines]) for number in range(10)]
    repeated = learned(pages)
    for number, text in enumerate(pages):
        read = read_page(text, settings=FAST, folder="site", repeated=repeated)
        assert read.metadata.title == headlines[number]
        assert headlines[(number + 1) % 10] not in read.text


def test_counts_are_bounded_and_never_too_high() -> None:
    chance = random.Random(1)
    pages = [page(number) + "\n" + "\n".join(f"词{chance.random()}" for _ in range(50)) for number in range(60)]
    exact, bounded = learned(pages), learned(pages, most=400)
    assert bounded.anywhere
    assert bounded.anywhere <= exact.anywhere | exact.around


def test_it_survives_json() -> None:
    repeated = learned([page(number) for number in range(12)])
    assert SiteFurniture.from_json(repeated.to_json()) == repeated
    with pytest.raises(ValueError, match="lines"):
        SiteFurniture.from_json("[]")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.a.cn/1", "a.cn"),
        ("HTTP://News.A.cn:80/", "news.a.cn"),
        ("http://[", None),
        ("", None),
        (None, None),
    ],
)
def test_hosts(url: str | None, host: str | None) -> None:
    assert host_of(url) == host


def test_a_batch_does_not_depend_on_workers_or_on_kills(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [json.dumps({"text": page(n), "url": f"https://a.cn/{n}"}, ensure_ascii=False) for n in range(10)]
    inputs = tmp_path / "in.jsonl"
    inputs.write_text("\n".join([*rows, "{broken"]), encoding="utf-8")
    one, two, killed = (tmp_path / f"{name}.jsonl" for name in ("one", "two", "killed"))
    run_batch([str(inputs)], one, settings=FAST, workers=1, site_furniture=True)
    run_batch([str(inputs)], two, settings=FAST, workers=2, site_furniture=True)
    assert one.read_bytes() == two.read_bytes()
    assert FRAME[0] not in json.loads(one.read_text(encoding="utf-8").splitlines()[0])["text"]

    inputs.write_text("\n".join(rows[:4]) + "\n", encoding="utf-8")
    run_batch([str(inputs)], killed, settings=FAST, workers=1, site_furniture=True)
    inputs.write_text("\n".join([*rows, "{broken"]), encoding="utf-8")
    learned_first = (tmp_path / "killed.jsonl.sites.json").read_bytes()
    summary = run_batch([str(inputs)], killed, settings=FAST, workers=1, resume=True, site_furniture=True)
    assert (summary.articles, summary.new) == (11, 7)
    assert (tmp_path / "killed.jsonl.sites.json").read_bytes() == learned_first
    for without in (False, True):
        (tmp_path / "killed.jsonl.sites.json").unlink(missing_ok=True)
        with pytest.raises(NewsparseError, match="NE403"):
            run_batch([str(inputs)], killed, settings=FAST, workers=1, resume=True, site_furniture=without)
    with pytest.raises(NewsparseError, match="NE103"):
        run_batch(["-"], tmp_path / "x.jsonl", settings=FAST, site_furniture=True)
