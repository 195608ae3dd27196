"""A report that a government makes to its congress, or a communiqué of statistics: place, year, turn to plans."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from newsparse.relations.indicators.page import Page, Phrase
from newsparse.relations.indicators.words import government_hosts, outlook_weights

__all__ = ["Report", "whole_place"]

_TITLE = re.compile("政府工作报告|统计公报")
_PLANS = re.compile("执行情况(?:[和与及]|以及).{0,6}(20[0-9]{2})年.{0,24}(?:草案|安排|计划)")
"""The title of a report on a plan or a budget, and the year of the next."""
_COMMUNIQUE = "统计公报"  # the year in its title is the one that it looks back on
_TITLE_OF = re.compile(
    "(?:^|[^\u4e00-\u9fff])年?([\u4e00-\u9fff]{2,8}?(?:省|自治区|市|县|区|州|盟|旗))(?:人民)?政府工作报告"
)
_TITLE_LENGTH = 200
_ADDRESS = re.compile("^各位(?:代表|委员)[：:，]", re.MULTILINE)  # how a government reports to its congress
_PLACE = re.compile("[\u4e00-\u9fff]{2,7}?(?:省|自治区|市|县|区|州|盟|旗)")
_HOST = re.compile(r"https?://(?:www\.)?([a-z]+)\.gov\.cn(?=[/:]|$)")
_YEAR = re.compile("(20[0-9]{2})年")
_YEAR_SPOKEN_OF = re.compile("(?<![比较从由自])(20[0-9]{2})年")  # not 比2002年增长36倍
_MADE = re.compile("(20[0-9]{2})年[0-9]{1,2}月[0-9]{1,2}日在")
_WHOLE = re.compile("[全我本][国省市县区州盟旗]")
_LEVEL = 2.3
"""How much a line looks ahead before its words are counted; learned with ``relations/outlook.tsv``."""


class Report:
    """What is known of a report above and around its text.

    Parameters
    ----------
    page:
        The text.
    headline:
        Its title, where it is known.
    url:
        Its address, where it is known.
    published:
        The day of its publication, ISO 8601, where it is known.
    """

    def __init__(self, page: Page, headline: str = "", url: str = "", published: str = "") -> None:
        first = headline or page.text[: max(page.text.find("\n", 0, 100), 0)]
        plans = _PLANS.search(first)
        self.is_report = bool(plans or _TITLE.search(first) or _ADDRESS.search(page.text, 0, 400))
        self.place: Phrase | None = None
        """What its sentences speak of unless they say otherwise."""
        self.year: int | None = None
        """The year that it is made in, and plans for; it looks back on the one before."""
        self.outlook = len(page.text)
        """Where it turns from what was done to what is planned."""
        if self.is_report:
            self.place = _place(page, first, url)
            year = plans or _YEAR.search(first) or _MADE.search(page.text, 0, _TITLE_LENGTH)
            if year:
                self.year = int(year[1])
            elif published:
                self.year = _year_made(page.text, int(published[:4]))
            if plans:
                turn = re.compile(f"^.{{0,20}}{plans[1]}年", re.MULTILINE).search(page.text, len(first))
                self.outlook = turn.start() if turn else len(page.text)
            elif _COMMUNIQUE not in first:
                self.outlook = _outlook(page)
            elif year:
                self.year = int(year[1]) + 1


def _year_made(text: str, published: int) -> int:
    """Give the year that a report was made in: that of its publication, unless it names no year but long past ones.

    A site that moved dates its old reports by the move.
    """
    named = [year for match in _YEAR_SPOKEN_OF.finditer(text) if (year := int(match[1])) <= published]
    return published if not named or max(named) >= published - 1 else max(named) + 1


def _place(page: Page, headline: str, url: str) -> Phrase | None:
    if (place := _TITLE_OF.search(headline)) and place[1] != "自治区":
        return _in_text(page, place[1])
    whole = whole_place(page)
    if (host := _HOST.match(url)) and (name := government_hosts().get(host[1])):
        if name in page.text:
            return _in_text(page, name)
        return None if whole and "国" in whole.text else whole
    for named in page.names(0, _TITLE_LENGTH):
        if found := _PLACE.match(page.text, named.start_char, named.end_char):
            return page.at(found.start(), found.end())
    return whole or page.most_named(lambda name: name.label == "GPE" and name.code is not None)


def _in_text(page: Page, name: str) -> Phrase:
    """Give a name where the text has it first; an empty stretch where it has not."""
    at = page.text.find(name)
    return Phrase(name, max(at, 0), at + len(name) if at >= 0 else 0)


def whole_place(page: Page) -> Phrase | None:
    """Give the word that stands most often for the place that a text is about: 全省, 我市."""
    found = Counter(match[0] for match in _WHOLE.finditer(page.text))
    if not found:
        return None
    word = found.most_common(1)[0][0]
    at = page.text.index(word)
    return page.at(at, at + len(word))


def _outlook(page: Page) -> int:
    """Give where a report turns to its plans: before it the words of the lines look back, behind it ahead.

    The turn is where what looks back before it, less what looks ahead there, adds up to the most.
    """
    weights = outlook_weights()
    most, turn, total, at = 0.0, 0, 0.0, 0
    for line in page.text.split("\n"):
        end = at + len(line)
        edges = [at, *page.edges(at, end + 1)]
        known = {page.text[start:stop] for start, stop in pairwise(edges)} & weights.keys()
        at = end + 1
        if known:
            total -= _LEVEL + sum(weights[word] for word in known)
        if total > most:
            most, turn = total, at
    return turn
