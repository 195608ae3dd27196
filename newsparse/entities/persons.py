"""Rules for persons: a surname and a title or a verb of saying beside it, foreign names, lists of names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsparse.entities.scan import Scan
from newsparse.entities.values import Candidate

__all__ = ["find_persons"]

_SPACE = " 　"
_LIST = "、"


def find_persons(scan: Scan) -> Iterator[Candidate]:
    """Yield persons."""
    lexicon, words, bounds = scan.lexicon, scan.words, scan.bounds
    ends_of_titles = {end: start for start, end, _ in sorted(scan.triggers["title"], key=lambda t: (t[1], -t[0]))}
    titles: dict[int, int] = {}
    for start, end, _ in scan.triggers["title"]:
        titles[start] = max(titles.get(start, 0), end)
    for end, start in ends_of_titles.items():
        if end not in scan.index:
            continue
        at = end
        while at < len(scan.text) and scan.text[at] in _SPACE:
            at += 1
        stop = name_at(scan, at)
        while stop:
            yield Candidate(at, stop, "PERSON", "rule", title=scan.text[start:end])
            if scan.text[stop : stop + 1] not in _LIST or not scan.text[stop : stop + 1]:
                break
            at, stop = stop + 1, name_at(scan, stop + 1)
    for start, end in titles.items():
        if start not in scan.index:
            continue
        number = scan.index[start]
        for count in (1, 2, 3):
            if number - count < 0:
                break
            at = bounds[number - count]
            if name_at(scan, at) == start:
                yield Candidate(at, start, "PERSON", "rule", title=scan.text[start:end])
                break
    for number, word in enumerate(words):
        if word in lexicon.reports and number:
            for count in (1, 2, 3):
                if number - count < 0:
                    break
                at = bounds[number - count]
                if name_at(scan, at) == bounds[number] and (
                    bounds[number] - at > 2 or words[number - 1] not in lexicon.common
                ):
                    yield Candidate(at, bounds[number], "PERSON", "rule")
                    break


def name_at(scan: Scan, at: int) -> int:
    """Give the end of the person's name that begins at an offset, 0 if none does."""
    text, lexicon = scan.text, scan.lexicon
    if at not in scan.index or at + 1 >= len(text):
        return 0
    surname = 2 if text[at : at + 2] in lexicon.surnames else 1 if text[at] in lexicon.surnames else 0
    found = 0
    if (
        surname
        and scan.word_at(at) not in lexicon.common
        and scan.word_at(at) not in lexicon.breaks
        or (surname and len(scan.word_at(at)) == surname)
    ):
        for given in (2, 1):
            end = at + surname + given
            if (
                end not in scan.index
                or not text[at:end].isalpha()
                or text[at:end] in lexicon.common
                or text[at:end] in lexicon.breaks
            ):
                continue
            last = words_last = scan.word_at(end - 1)
            if given == 2 and last == text[end - 1] and last in lexicon.breaks:
                continue
            del words_last
            if text[at + surname : end] in lexicon.titles:
                continue
            found = end
            break
    foreign = _FOREIGN.match(text, at)
    if foreign:
        end = foreign.end()
        while end > at + 1 and end not in scan.index:
            end -= 1
        if end - at > 2 and end > found and text[at:end] not in lexicon.common:
            return end
    return found


_FOREIGN = re.compile(
    "[%s]+(?:[·•・][%s]+)*"
    % (
        (
            "阿埃艾爱安奥巴班保贝本比彼宾波博伯布查茨达戴丹道德登邓迪蒂杜多顿厄恩尔法凡范菲费芬冯弗夫福甘冈戈哥格根古哈海汉赫亨胡华怀惠霍基吉加贾杰金津卡凯坎康考柯科克肯库昆拉莱赖兰朗劳勒雷里利莉丽林琳隆卢鲁伦罗洛马玛迈麦曼梅蒙米摩莫默姆穆娜纳内奈尼宁诺欧帕潘庞佩皮普奇齐契乔切丘琼让热荣瑞萨塞赛桑瑟森沙莎施什史舒斯松苏索塔泰坦汤唐特廷图托瓦万旺威韦维温沃乌西希锡夏谢辛逊雅亚延扬耶叶伊因英尤约泽扎詹兹佐朵普京",
        )
        * 2
    )
)
