"""Lines that run headline, byline, text and credits together, and lines that only look so."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from newsparse.page import read_page
from newsparse.page.cuts import cuts
from newsparse.settings import Settings

LINES = (Path(__file__).parent / "cases" / "page_cuts.tsv").read_text(encoding="utf-8").splitlines()[3:]
DEFAULT = Settings.default()


@pytest.mark.parametrize("line", LINES)
def test_line(line: str) -> None:
    text = line.replace("‖", "")
    places = cuts(text, 0, len(text), first=True)
    pieces = [text[start:end] for start, end in zip([0, *places], [*places, len(text)], strict=True)]
    assert [piece.strip() for piece in pieces] == [piece.strip() for piece in line.split("‖")]


def test_an_article_in_one_line() -> None:
    line = (
        "江畔市重点项目集中开工 2021-07-08 09:30 来源：江畔日报 作者：周文博 "
        "7月8日，江畔市重点项目集中开工，总投资120亿元。"
        "市发改委负责人表示，带动就业3000人。（责任编辑：李思源）"
    )
    page = read_page(line, settings=DEFAULT)
    assert page.text.split("\n") == [
        "江畔市重点项目集中开工",
        "7月8日，江畔市重点项目集中开工，总投资120亿元。市发改委负责人表示，带动就业3000人。",
    ]
    metadata = page.metadata
    assert (metadata.title, metadata.published_at) == ("江畔市重点项目集中开工", "2021-07-08T09:30+08:00")
    assert (metadata.source, metadata.author, metadata.duty_editor) == ("江畔日报", "周文博", "李思源")
    for block in (*page.blocks, *page.removed):
        assert page.raw[block.raw_start_char : block.raw_end_char] == block.text


@pytest.mark.parametrize(
    "text",
    [
        "来源：" * 40_000,
        "2020-01-01 " * 20_000,
        "标题 2020-01-01 10:00 来源：" + "记者：" * 40_000,
        "完。" * 60_000 + "编辑：" * 100,
        ("江畔日报" * 30 + "来源：\n") * 1_000,
        "关于做好工作的通知" * 20_000 + "江政发〔2023〕30号",
        ("一二三四五六七八九十。编辑：" + "王" * 100 + "\n") * 1_000,
        "分享到微信微博" * 30_000 + "。",
    ],
    ids=lambda text: text[:6],
)
def test_hostile_lines_take_linear_time(text: str) -> None:
    started = time.process_time()
    read_page(text, settings=DEFAULT)
    assert time.process_time() - started < 5
