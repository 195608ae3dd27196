"""What: the words that name what a figure measures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsparse.relations.indicators.figures import Figure
from newsparse.relations.indicators.page import GLOSS, Page, Phrase

__all__ = ["Measures"]

_OBJECT = re.compile("[\u4e00-\u9fff“”‘’A-Za-z]{1,20}(?:（[市区县旗、]{1,7}）[\u4e00-\u9fff“”]{0,18})?")
"""9个|县（市、区）建立救助中心."""
_DIVISIONS = re.compile("（[市区县旗、]{1,7}）")
_UNDER = re.compile("在[^，]{2,14}(?:下|中|里|期间)$")  # 在疫情冲击下|超过1.58亿人次
_CHINESE_NUMBER = re.compile("[一二两三四五六七八九十几数百千万亿]")
_LONGEST_MEASURE = 24
_LONGEST_TRAILING = 40
_EXAMPLES = re.compile(
    "[^等、]{2,20}(?:、[^等、]{2,20}){1,3}等(?=[\u4e00-\u9fff]{2})(?![级于待候到高]|主要|各项|数据|指标)"
)
_FOR = re.compile("[为向给]")
_REACHES = re.compile("(?:高达|多达|达到|达|超过|突破|逾|共有|总数|增至|增加到|升至)(?:了|约|近)?$")
_AROUND = re.compile("^(?:左右|上下|以上|以下|以内|不等|多|余)?[的之]?")  # 10个|左右|省级产业集群
_LEADS = re.compile("[从由按为达至]")
_JOINS = ("及", "和", "与")
_AND = re.compile("(?:以?及|和|与)$")
_END = re.compile("[的等]?(?:，|、)")
_AMONG = re.compile("(?<![高初集手途心眼空当其之上])中$")  # 新增的|14例|确诊病例中
_MOST_RULINGS = 100  # 出台|25条|举措 counts none; more are many
_FAR = re.compile("距[^，]{2,12}(?:以[东南西北]{1,2}|[东南西北]{1,2}(?:部|面|方向))(?:大?约|近)?$")
"""距首都以西约|50公里: where a place lies."""
_ABROAD = "对外"  # 对外|投资 is led by no preposition
_BY = "由"
_MANY = ("百", "千", "万", "亿")  # 涉及总投资额|上千亿元
_MOVES = re.compile("[增减升降提扩压缩调][^，]{0,2}(?:到|至|为)(?:每[年月日天]|不足|仅|近|约|逾|超过?)?$")
"""从86种|减至|48种."""
_WITHOUT = re.compile("(?:扣除|剔除)[^，]*(?:影响|因素|变动|后)后?$")
"""扣除特殊因素影响后|增长0.5%: of what was measured before."""
_SWAYED = re.compile("受[^，]{2,12}影响")
_GOAL = re.compile("(?:我们的?|主要|预期|总体|工作)*目标(?:任务)?[是为]")
_CAUSED = re.compile("[\u4e00-\u9fff”]{2,}(?<![不转出退])(?:让(?!利)|使得?(?![用命者])|令(?!人))(?=[\u4e00-\u9fff]{3})")
_TOWARDS = re.compile("[对与向自从](?=.{2})")
_NEARLY = re.compile("[的为了约近达超过逾到]+$")
_DONE = re.compile("(?:完成|达成|实现|取得)[^，]{0,12}$")


class Measures:
    """Reads the measures of a text."""

    def __init__(self, page: Page, *, report: bool = False) -> None:
        self.page = page
        self.report = report
        """Whether a government sums up its work: then what it counts are statistics."""

    def trim(self, start: int, end: int) -> Phrase:
        """Give what a stretch names, without dates and the words around."""
        opened = self.page.text.rfind("“", start, end) + 1
        if opened and self.page.text.find("”", opened, end) < 0:  # 提出了“|新车销售占比
            start = opened
        if (
            self.page.text[end - 1 : end] == "上"
            and self.page.text[end : end + 1] in _MANY
            and self.page.is_edge(end - 1)
        ):
            end -= 1
        start = max(start, self.page.text.rfind("\t", start, end) + 1)  # the number of a row
        at = self.page.skip(start, end)
        for date in self.page.dates(at, end):
            if date.start_char - at < 2 and self.page.text[at] != "占":  # 占|同期|全国出口的5%
                at = self.page.skip(date.end_char, end)
        if self.page.text[at : at + 1] == _BY:
            for name in self.page.names(at + 1, at + 2):  # 由|经济部|提供30万元的补助金
                at = name.end_char if name.label in ("ORG", "PERSON") else at
        if _FOR.match(self.page.text, at, end) and (
            verb := self.page.words.activity.search(self.page.text, at + 2, end)
        ):
            at = verb.start()  # 为企业|解决问题
        stop = self._before_trailing(at, end)
        for date in self.page.dates(at, stop):
            if date.end_char == stop:  # 高新技术企业|到今年11月|已达10988家, 浓度|比2014年|下降
                led = date.start_char > at and self.page.text[date.start_char - 1] in "到至比较与"
                stop = self._before_trailing(at, date.start_char - led)
            elif date.start_char > at and self.page.text[date.start_char - 1] == "的":
                at = date.end_char  # 发布的5月份|景气指数
        if _WITHOUT.match(self.page.text, at, stop) or _UNDER.fullmatch(self.page.text, at, stop):
            at = stop
        if before := _SWAYED.match(self.page.text, at, stop) or _GOAL.match(self.page.text, at, stop):
            at = before.end()  # 受高基数影响|下降; 我们的目标是|经济增长6%
        if (caused := _CAUSED.match(self.page.text, at, stop)) and self.page.words.head.search(
            self.page.text[caused.end() : stop]
        ):
            at = caused.end()  # 减税让|企业负担|减轻
        for gloss in GLOSS.finditer(self.page.text, at, stop):
            stop = gloss.start() if gloss.end() == stop else stop
        if self.page.text.endswith(_JOINS, at, stop) and self.page.is_edge(stop - 1):  # 机会及|超过50亿元; no 惠及
            at = stop
        for name in self.page.names(at, stop):  # 报告将|中国经济增长预期|上调
            if name.start_char > at and self.page.text[name.start_char - 1] in "将把":
                at = name.start_char
        if self.page.text.startswith("等", stop - 1) and (
            verb := self.page.words.activity.match(self.page.text, at, stop)
        ):
            return self.page.at(at, verb.end())  # 举办|吉商大会、航空展等|30多场|经贸活动
        if stop - at > _LONGEST_MEASURE:
            at = self._shorter(at, stop)
        return self._without_examples(Phrase(self._unquoted(at, stop), at, stop))

    def shared_out(self, start: int, end: int) -> Phrase:
        """Give what a share is of, from 占 on, without the words that lead to its figure."""
        text = _NEARLY.sub("", self.page.text[start:end])
        return Phrase(text, start, start + len(text))

    def _unquoted(self, start: int, end: int) -> str:
        """Give the words of a stretch with both quotation marks around a name in it, or none."""
        words = self.page.text[start:end].strip(" \xa0、")
        opening, closing = words.find("“"), words.find("”")
        cut = opening < 0 or closing < opening
        if 0 < closing < len(words) - 1 and cut and self.page.text[start - 1] == "“":
            return "“" + words  # “一带一路”沿线国家贸易额
        return words if 0 <= opening < closing else words.strip("“”")

    @staticmethod
    def closed(words: str) -> str:
        """Give words with both marks of a quotation or none: 新增“个转企|”4177户."""
        if words.count("“") > words.count("”"):
            return words + "”"
        if words.count("”") > words.count("“"):  # “一核四副”的|全省大数据中心
            return words[words.rindex("”") + 1 :].lstrip("的") or words.replace("”", "")
        return words

    def _without_examples(self, measure: Phrase) -> Phrase:
        """Leave examples out: 举办|电动重卡、电子信息等|供需对接活动."""
        examples = _EXAMPLES.match(measure.text)
        if not examples:
            return measure
        verb = self.page.words.activity.match(measure.text)
        return measure._replace(text=(verb[0] if verb else "") + measure.text[examples.end() :])

    def _before_trailing(self, start: int, end: int) -> int:
        """Give where the words that lead to a figure begin (约达, spaces); they are looked for near it only."""
        trailing = self.page.words.trailing.search(self.page.text, max(start, end - _LONGEST_TRAILING), end)
        return trailing.start() if trailing else end

    def _shorter(self, start: int, end: int) -> int:
        """Give a later start for words that are too long to be a measure: the last verb of activity in reach."""
        cut = end - _LONGEST_MEASURE
        found = self.page.words.activity.search(self.page.text, cut, end - 2)
        return found.start() if found else next(iter(self.page.edges(cut - 1, end)), cut)

    def after(self, start: int, end: int) -> Phrase:
        """Give the words behind a figure that it counts: 322|项问题."""
        match = _OBJECT.match(self.page.text, start, end)
        if not match or _MOVES.search(match[0]):
            return Phrase("", start, start)
        return Phrase(_DIVISIONS.sub("", match[0].rstrip("“‘")), start, match.end())

    def split(self, words: Phrase, count: int) -> list[Phrase]:
        """Give ``count`` measures that a list of names stands for, or none: 城乡居民收入 with two figures is two."""
        text = words.text
        if count == 1:
            return []
        for whole, parts in self.page.words.compounds:
            if whole in text and len(parts) == count:
                return [words._replace(text=text.replace(whole, part, 1)) for part in parts]
        listed, _, rest = text.partition("分别")  # 交通、水利|分别|完成投资
        for marks in ("、", "、|以及", "、|以及|[和及与]"):
            items = re.split(marks, listed)
            if len(items) == count and all(items):
                break
        else:
            return []
        places = self._places(words, items)
        last = items[-1]
        tail = last.rpartition("的")[2] if "的" in last else ""
        if not tail or "的" in "".join(items[:-1]):
            tail = last[self._own(items[:-1], last, places[-1][0]) :]
        rest = "" if _LEADS.match(rest) else rest
        items = [*(item + tail + rest for item in items[:-1]), last + rest]
        if _TOWARDS.match(items[0]):  # 对东盟、欧盟|出口
            items = [item if item.startswith(items[0][0]) else items[0][0] + item for item in items]
        return [Phrase(item, start, end) for item, (start, end) in zip(items, places, strict=True)]

    def _own(self, others: Sequence[str], last: str, start: int) -> int:
        """Give where the words begin in the last item of a list that hold for the others; it stands at ``start``."""
        words = self.page.words
        head = words.head.search(last)
        if not head or not head.start():
            return len(last)
        measures = any(words.head.search(item) for item in others)
        for size in (2,) if measures else (2, 1):  # 装备制造业、高技术制造业|增加值, 发电量、用电量|占比
            ending = others[-1][-size:]
            cut = last.rfind(ending, 0, len(last) - 1) + size
            if (
                cut > size
                and all(item.endswith(ending) for item in others)
                and last[:cut] not in others
                and words.head.search(last, cut)
                and (size > 1 or self.page.is_edge(start + cut))
            ):
                return cut
        if measures:
            return len(last)
        attribute = words.attribute.match(last)
        if attribute and others[-1].endswith(words.attributes):  # 城镇、农村|常住居民人均可支配收入
            return attribute.end()
        cut = self.page.tail(Phrase(last, start, start + len(last))) or head.start()
        return cut if cut > 1 or len(others[-1]) == 1 else len(last)

    def bare(self, measure: Phrase) -> Phrase:
        """Give what is measured, without what it is measured of: 采矿业增加值 -> 增加值."""
        cut = self.page.tail(measure)
        stands = len(measure.text) == measure.end - measure.start
        return Phrase(measure.text[cut:], measure.start + (cut if stands else 0), measure.end)

    @staticmethod
    def _places(words: Phrase, items: Sequence[str]) -> list[tuple[int, int]]:
        """Give where each item of a list stands; all of it, where the words do not stand in the text as they are."""
        if len(words.text) != words.end - words.start:
            return [(words.start, words.end)] * len(items)
        places, at = [], 0
        for item in items:
            at = words.text.index(item, at)
            places.append((words.start + at, words.start + at + len(item)))
            at += len(item)
        return places

    def shared(self, own: Phrase) -> list[Phrase]:
        """Give the measures of a list that one figure holds for: 交易额、零售额增速超过30%."""
        items = own.text.split("、")
        if len(items) < 2 or not all(self.page.words.head.search(item) for item in items):
            return []
        return [Phrase(item, *place) for item, place in zip(items, self._places(own, items), strict=True)]

    def with_object(self, measure: Phrase, figure: Figure, after: Phrase) -> Phrase:
        """Add what is counted, where it stands behind the figure: 解决|322项|问题."""
        if not after.text or (measure.text and self.page.words.head.search(measure.text)):
            return measure
        alone = self.page.words.activity.fullmatch(measure.text) or self.page.words.light.search(measure.text)
        if figure.kind == "money" and measure.text and not alone:
            return measure
        text = _AND.sub("", self.page.words.trailing.sub("", _END.split(_AROUND.sub("", after.text))[0]))
        text = _AMONG.sub("", text)
        if not text:
            return measure
        if not measure.text:
            return Phrase(text[:_LONGEST_MEASURE], after.start, after.end)
        excess = len(measure.text) + len(text) - _LONGEST_MEASURE
        if excess > 0 and measure.text == self.page.text[measure.start : measure.end]:  # whole words only
            excess = next(iter(self.page.edges(measure.start + excess - 1, measure.end)), measure.end) - measure.start
        return Phrase(measure.text[max(excess, 0) :] + text, measure.start, measure.end)

    def is_statistic(self, figure: Figure, own: Phrase, after: Phrase, before: str) -> bool:
        """Say whether a count is a statistic rather than a number of things in a story."""
        words = self.page.words
        if after.text.startswith(words.no_objects) or before.endswith(words.sayings) or _FAR.search(before):
            return False
        if words.peoples.match(after.text) or (figure.unit in words.sizes and after.text):
            return False
        if figure.unit not in words.story_units:
            return bool(own.text or after.text)
        few = figure.value is not None and figure.value <= _MOST_RULINGS
        if few and figure.unit == "条" and words.ruling.search(after.text):
            return False
        if _CHINESE_NUMBER.match(self.page.text, figure.start) and figure.value is not None and figure.value <= 10:
            return False
        if words.head.search(own.text) or _REACHES.search(before):
            return True
        spelled = _CHINESE_NUMBER.match(self.page.text, figure.start)  # 两万多个|故事
        least = figure.min if figure.value is None and not spelled else figure.value
        if least is not None and least >= words.many and (own.text or after.text):
            return True
        if self.report and not words.ruling.search(own.text + after.text):
            return bool(own.text or after.text)
        led = words.preposition.match(own.text) and not own.text.startswith(_ABROAD)
        if led and not words.activity.search(own.text):
            return False
        return bool(words.activity.search(own.text) or words.outcome.search(after.text) or _DONE.search(before))
