"""Parts of what was measured: 采矿业增加值增长2%，|制造业|增长5% is the 增加值 of 制造业."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsparse.relations.indicators.figures import Figure
from newsparse.relations.indicators.page import Page, Phrase
from newsparse.relations.indicators.words import IndicatorWords
from newsparse.relations.values import IndicatorValue

__all__ = ["SHARE", "Measured", "find_part"]

SHARE = re.compile("占(?![地据领用比])|相[当等]于")
"""What is a share of something: 占全国的5%."""
_SIZED_AS = re.compile("(?:约|则|各|也|为|占|达|超|近|逾|过)+$")
_LONGEST_PART = 16


@dataclass(slots=True)
class Measured:
    """What was measured last: in the sentence, or in the one before if this one goes on with it."""

    measure: Phrase | None = None
    """Its name; that of words without a figure, if they stand behind the statistic."""
    statistic: IndicatorValue | None = None
    is_parted: bool = False
    """Whether the text goes on with parts of it: 其中, 按经营地分."""

    def whole(self, words: IndicatorWords) -> Phrase | None:
        """Give the name of what has parts, if it has any: 规模以上工业增加值|增速高于全国平均水平."""
        if not self.measure:
            return None
        text = self.measure.text
        compared = words.compared.search(text)
        text = text[: compared.start()] if compared else text
        while ending := next((word for word in words.speeds if text.endswith(word)), ""):
            text = text[: -len(ending)]
        return self.measure._replace(text=text) if words.head.search(text) else None


def find_part(page: Page, measured: Measured, own: Phrase, figure: Figure, before: str) -> Phrase | None:
    """Give the part that words before a figure name, None if they name something else.

    Parameters
    ----------
    page:
        The text.
    measured:
        What was measured last; that its parts follow is noted in it.
    own:
        What the words before the figure name.
    figure:
        How much the part has.
    before:
        All the words before it.
    """
    words, last, name = page.words, measured.statistic, _SIZED_AS.sub("", own.text)
    if not last:
        return None
    measured.is_parted |= words.parted.search(page.text, last.end_char, own.start) is not None
    if last.kind not in ("level", "change") or not (measure := measured.whole(words)):
        return None
    if not 2 <= len(name) <= _LONGEST_PART or (name[-2:] in measure.text and not _is_kind(name, measure.text)):
        return None
    if any(word.match(name) for word in words.not_named) or words.head.search(name):
        return None
    if words.activity.search(name) and not words.holder_end.search(name):
        return None
    if figure.proportional:
        if SHARE.search(before):
            return None
    elif (figure.unit or figure.currency) and not figure.is_like(last):  # 采购金额5亿元, 其中水产|3亿
        return None
    if last.kind == "change" and figure.proportional and page.tail(measure) and own.start >= last.end_char:
        # 食品价格上涨0.4%，交通通信上涨5.2%，衣着下降1%
        measured.is_parted |= not page.text[last.end_char : own.start].strip("，、；,")
    alike = name[-1] in (last.subject or " ")[-1] + measure.text[: page.tail(measure)][-1:]
    return own._replace(text=name) if measured.is_parted or (alike and words.holder_end.search(name)) else None


def _is_kind(name: str, measure: str) -> bool:
    """Say whether a name is a kind of what a measure begins with: 汽车产量50万辆，其中|新能源汽车|14.8万辆."""
    return any(name.endswith(measure[:size]) and len(name) > size for size in (4, 3, 2))
