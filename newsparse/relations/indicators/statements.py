"""Writes the statistics of one sentence down: levels, changes, shares, ranks, completions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from newsparse.records import Change, IndicatorKind
from newsparse.relations.indicators.changes import Direction, basis_of, change_of, moved_to, size_of
from newsparse.relations.indicators.figures import Figure
from newsparse.relations.indicators.measures import Measures
from newsparse.relations.indicators.page import JOIN, Page, Phrase
from newsparse.relations.indicators.parts import SHARE, Measured, find_part
from newsparse.relations.indicators.periods import Periods, When
from newsparse.relations.indicators.state import state
from newsparse.relations.indicators.subjects import Aspect, Subjects
from newsparse.relations.indicators.words import Basis
from newsparse.relations.values import IndicatorValue, PartValue

__all__ = ["Statements"]

_NAMED = re.compile("[\u4e00-\u9fffA-Za-z]")
_PRONOUN = re.compile("[我你他她](?![国省市县区州盟旗校军院部局厅])")
_ALL = re.compile("(?:(?<![人户日月年平])均|都|双双)[^，]{0,8}$")
_MOVED_BEHIND = re.compile(
    "(?:以上|左右|上下|以内)?的?(?:高速|较快|快速|年均)?(增[长速幅]|涨幅|降幅|下降|减少|负增长)(?![率极点到至为])"
)
_AND_OTHERS = re.compile("^等|等$")
_DOING = re.compile("(?:完成|实现)(?=.{2})")
_AGAINST = re.compile("[比较](?:上一?个?月|上年|去年|上季度?|去年同期|上年同期|20[0-9]{2}年)的?$")
_COMPARED_LEAD = re.compile("[较比](?![例重率分赛])")
_MARK = ("台阶", "大关", "关口")  # 迈上|450亿元|台阶
_EACH = re.compile("分别|依次|各")
_TARGET = re.compile("(?:左右|以内)?的(?:年度|控制|预期|调控|全年)*(?:目标|任务)")
_MEETING = re.compile("完成|[高低好快优]于")
_PER = re.compile("([日月周年户]均|单日)(?:约|接近|近|达到?|为|超过?|突破)*$")
_SUMMED_UP = re.compile("^(?:累计|合计|总计|共计?)")
_PAIR = re.compile("[前后]者")
_EFFECT = re.compile("影响|拉动|拖累|推高|拉低")
_REACHED = re.compile("(?:达到?|突破|[进升增]至|已有|拥有|居)(?:了|约|近)?$")
_SUMMED = re.compile("累计|新增|年均|共")
_TURNED = re.compile("(?:由负转正|由降转升|止跌回升|企稳回升|转正)$")
_CONVERTED = re.compile("[约折]合(?:约|近|人民币)*$")
_SHARE_WORD = re.compile("占?比[重例]?")
_EACH_TIME = re.compile("每[年月日天户人亩家剂斤吨]")  # 每年发电69亿度: of no day
_COMPLETION = re.compile("(?:完成|达到|实现|(?<![作认成])为)[^，为]{0,12}(?:计划|任务|目标|预算)(?=的|$)")
_YIELDS = re.compile("(?:增产|增收|减产)(?=约?近?超?$)")  # 推广面积6000万亩，|增产|30亿斤
_IS = re.compile("(?<![作认])(?:是|成为|成|为)")
_ORIGIN = re.compile("[从由][^，从由\\d]{1,12}的(?:每[年月日天])?$")
_LONGEST_ORIGIN, _LONGEST_STEP = 14, 6
_REPEATED = re.compile("(?:等.{0,8}|连续.{0,6}|全面|都|均|被)$")


class Statements:
    """The statistics of one sentence, and what is known while it is read."""

    def __init__(
        self,
        page: Page,
        subjects: Subjects,
        periods: Periods,
        measures: Measures,
        *,
        planned: bool,
        before: Statements | None = None,
        previous: Statements | None = None,
    ) -> None:
        self.page = page
        self.words = page.words
        self.subjects = subjects
        self.periods = periods
        self.measures = measures
        self.planned = planned
        self.found: list[IndicatorValue] = []
        self.measured: Measured = replace(before.measured) if before else Measured()
        self._previous = previous.measured if previous else None  # of the sentence before, for figures in brackets
        self._behind: list[tuple[int, int]] = []  # stretches behind it that may name another
        self._basis: Basis | None = None
        self._owner: Phrase | None = None  # whose a figure of a row is, if a list of names stands before the row
        self._listed: Figure | None = None  # the last count

    def read(self, since: int, lead: int, group: Sequence[Figure], after: Phrase) -> None:
        """Read figures in a row.

        Parameters
        ----------
        since:
            Where the words begin that may say how the figure moved.
        lead:
            Where those begin that may name what is measured.
        group:
            The figures.
        after:
            The words behind them.
        """
        text = self.page.text
        first = group[0]
        if group[-1].unit == "percentage_point":
            group = [one._replace(unit="percentage_point") if one.unit == "个" else one for one in group]
        elif group[-1].unit:  # 12.6万、5.8万和6.3万|人次
            group = [one if one.unit else one._replace(unit=group[-1].unit) for one in group]
        join = JOIN.match(text, lead, first.start)
        lead = join.end() if join else lead
        if (
            text[since - 1 : since] not in "，,：:。；;（()、.．） \n"
            and "、" in text[lead : first.start]
            and since == lead
        ):
            lead = self.page.last_item(lead, first.start)
        before = self._before(since, first.start)
        if change := change_of(self.words, before.text, first):
            direction, stem = change
            stem = max(lead, since + stem)
            if len(group) > 1 or not (added := self._added(lead, stem, first, after)):
                self._changes(lead, stem, direction, group, before)
            else:
                self._level(first, added, after, before, None)
            return
        if first.proportional and (moving := _MOVED_BEHIND.match(text, group[-1].end)):
            direction = "down" if "降" in moving[1] or "减" in moving[1] else "up"
            self._changes(lead, first.start, direction, group, before)
            return
        moved, stem = moved_to(self.words, before.text, first, self.found[-1].value if self.found else None)
        own = self.measures.trim(lead, max(lead, since + stem))
        items = self.measures.split(own, len(group)) if len(group) > 1 else []
        if not items and len(group) == 1:
            items = self._all_of(own, before.text) or (self.measures.shared(own) if first.proportional else [])
        if len(group) > 1 and not own.text:
            items = self._measures_before(group)
        if len(group) == 1 and items:
            for item in items:
                self._level(first, item, after, before, moved)
                self.subjects.other = items[0].text
            self.subjects.other = None
            return
        owners = self.subjects.listed(len(group)) if len(group) > 1 and not items and own.text else []
        for index, figure in enumerate(group):
            self._owner = owners[index] if owners else None
            self.subjects.other = self._split_off(*items[index - 1 : index + 1]) if items and index else None
            self._level(figure, items[index] if items else own, after, before, moved)
        self._owner = self.subjects.other = None

    def _added(self, lead: int, stem: int, figure: Figure, after: Phrase) -> Phrase | None:
        """Give the verb that a figure is the object of: 增加|1000亿元|再贷款额度 says of nothing that it moved."""
        if figure.kind != "money" or not self.words.head.search(after.text) or self.found or self._last_measure():
            return None
        if self.measures.trim(lead, stem).text:
            return None
        verb = self.measures.trim(stem, figure.start)
        return verb if self.words.activity.fullmatch(verb.text) else None

    def _all_of(self, own: Phrase, before: str) -> list[Phrase]:
        """Give the measures of a list that one figure holds for: PM2.5、PM10平均浓度|均|下降20%."""
        if before.endswith("各"):
            return self._each_of(own)
        if not _ALL.search(before):
            return []
        count = len(JOIN.split(own.text))
        if count > 1 and self.words.head.search(own.text):
            return self.measures.split(own, count)
        listed, _, rest = own.text.partition("均")  # 进出口总额和出口额|均|升至全国|第9位
        items = JOIN.split(listed)
        if not rest or len(items) == 1 or not all(self.words.head.search(item) for item in items):
            return []
        return [own._replace(text=item + rest) for item in items]

    def _each_of(self, own: Phrase) -> list[Phrase]:
        """Give the measures of a list of things, of each of which there are so many: 新建幼儿园、中小学|各|200所."""
        verb = self.words.activity.match(own.text)
        items = JOIN.split(own.text.removesuffix("各"))
        if not verb or len(items) == 1 or not all(items):
            return []
        return [own._replace(text=item if item is items[0] else verb[0] + item) for item in items]

    def _measures_before(self, group: Sequence[Figure]) -> list[Phrase]:
        """Give the measures of as many statistics of the sentence as there are figures, if their units are the same."""
        last = self.found[-len(group) :]
        if len(last) < len(group) or not all(figure.is_like(one) for one, figure in zip(last, group, strict=True)):
            return []
        parts = (next(part for part in one.parts if part.name == "measure") for one in last)
        return [Phrase(one.measure, part.start_char, part.end_char) for one, part in zip(last, parts, strict=True)]

    def _before(self, start: int, end: int) -> Phrase:
        """Give the words before a figure, without the time of it: 增长到|2021年的|114万亿元, 从|成立初期的|5亿人."""
        dates = self.page.dates(start, end)
        if dates and self.page.is_dated(dates[-1], end):
            return self.page.at(start, dates[-1].start_char)
        origin = _ORIGIN.search(self.page.text, max(start, end - _LONGEST_ORIGIN), end)
        return self.page.at(start, origin.start() + 1 if origin else end)

    def read_bracket(self, name: Phrase, start: int, figure: Figure) -> bool:
        """Read a figure in brackets behind a name, if it is of what was measured last; say whether it is."""
        before = self.page.text[start : figure.start]
        if not self.measured.statistic and self._previous:
            self.measured = replace(self._previous)
        if not (last := self.measured.statistic) or not (whole := self.measured.whole(self.words)):
            return False
        if moving := change_of(self.words, before, figure):
            change = size_of(self.words, figure, moving[0], self._basis, before)
            self._write(figure, "change", self.measures.bare(whole), change, self.periods.now, name)
        elif SHARE.search(before):
            self._write(figure, "share", Phrase("占", start, start + 1), None, self.periods.now, name)
        elif not before and figure.is_like(last):
            self._write(figure, "level", self.measures.bare(whole), None, self.periods.now, name)
        else:
            return False
        self.measured.measure = whole
        return True

    def pass_over(self, start: int, end: int) -> None:
        """Remember words without a figure: they may name the measure of the next."""
        self._behind.append((start, end))

    def read_unsized(self, since: int, start: int, end: int) -> None:
        """Read a movement without a size: 产量、产值实现正增长; ``since`` is where its clause begins."""
        words, text = self.words, self.page.text
        direction: Direction = "up"
        match = words.unsized.search(text, max(start, end - 20), end)
        if not match:
            direction, match = "down", words.unsized_down.search(text, max(start, end - 20), end)
        if not match:
            direction, match = "flat", words.flat.search(text, max(start, end - 4), end)
        if not match:
            self.pass_over(start, end)
            return
        basis = basis_of(words, text[since:end])
        figure = Figure(match.start(), match.end(), "quantity", None)
        change = Change(direction=direction, basis=basis)
        own = self.measures.trim(start, match.start())
        name = _REPEATED.sub("", own.text)
        if not name or (words.generic.match(name) and direction == "flat"):
            one = self.found[-1] if self.found else None
            if one and one.change is None and (direction == "flat" or basis):
                part = PartValue("change", match.start(), match.end())
                self.found[-1] = replace(one, change=change, parts=(*one.parts, part))
            elif one and direction == "flat":
                self._repeat(one, one.measure + name, figure, change)
            return
        items = [item for item in re.split("、|和", name) if item]
        if not all(words.head.search(item) for item in items):
            items = [name]
        if not words.head.search(items[-1]) or words.vague.search(items[-1]):
            self.pass_over(start, end)
            return
        for item in items:
            self._add(figure, "change", own._replace(text=item), change)

    # changes

    def _changes(self, lead: int, stem: int, direction: Direction, group: Sequence[Figure], leading: Phrase) -> None:
        """Read figures that say how something moved."""
        before = leading.text
        own = self.measures.trim(lead, stem)
        if self.words.for_whom.match(own.text):  # 为农民增收1.2亿元
            own = self.measures.trim(own.start, group[0].start)
        measures = bool(self.words.head.search(own.text) or self.page.names(own.start, own.start + 1))
        if _COMPARED_LEAD.match(own.text) and not measures:  # 较开通初期|增长四成; but 比亚迪|增长
            own = own._replace(text="")
        basis = basis_of(self.words, before) or (
            self._basis if not own.text and group[0].unit != "percentage_point" else None
        )
        if compared := self.periods.compared(leading.start, leading.end):
            basis = compared.basis or (basis if basis != "yoy" else None)
        self._basis = basis
        count = len(group)
        items = self.measures.split(own, count) if own.text else []
        if count == 1 and (alike := self._all_of(own, before)):
            for item in alike:
                self._add(group[0], "change", item, size_of(self.words, group[0], direction, basis, before))
            return
        if not own.text and "年均" in before and len(self.found) >= count:
            for one, figure in zip(self.found[-count:], group, strict=True):
                self._repeat(one, f"{one.measure}年均", figure, size_of(self.words, figure, direction, basis, before))
            return
        if _PAIR.fullmatch(own.text) and len(self.found) > 1:  # …分别为5亿元和4亿元，|前者|下降2%，|后者|增长6%
            change = size_of(self.words, group[0], direction, basis, before)
            self._attach(len(self.found) - (2 if own.text == "前者" else 1), group[0], change)
            return
        if count > 1 and _EACH.search(before) and self._is_of_each(own.text, count):
            own = own._replace(text="")  # 甲（3元）及乙（4元）|消费|分别减少5%及6%
        owners = self.subjects.listed(count) if count > 1 and not items and _EACH.search(before) else []
        if owners and (named := own if own.text else self._last_measure()) and (own.text or not self._is_row(count)):
            for index, owner in enumerate(owners):
                self._owner = owner
                self._add(group[index], "change", named, self._change(group, index, direction, basis, before))
            self._owner = None
            return
        if not items and not own.text and count > 1 and len(self.found) >= count:
            base = len(self.found) - count
            for index, figure in enumerate(group):
                self._attach(base + index, figure, self._change(group, index, direction, basis, before))
            return
        for index, figure in enumerate(group):
            change = self._change(group, index, direction, basis, before)
            self.subjects.other = self._split_off(*items[index - 1 : index + 1]) if items and index else None
            measure = items[index] if items else own
            goes_on = figure.proportional or not self.found or figure.is_like(self.found[-1])
            if not measure.text and not goes_on and (yields := _YIELDS.search(before)):
                self._add(figure, "level", Phrase(yields[0], leading.start + yields.start(), leading.end), None)
                continue
            if not measure.text:
                if self.found and not self.subjects.opened_behind(self.found[-1].start_char):
                    self._attach(len(self.found) - 1, figure, change)
                elif named := self._last_measure():
                    self._add(figure, "change", named, change)
                continue
            if _EFFECT.match(measure.text) and self.measured.measure:  # 猪肉价格上涨2%，|影响CPI|上涨0.2个百分点
                cause, self._basis = self.measured.measure, None
                self._write(figure, "change", measure, change, self.periods.now, cause)
                self.measured.measure = cause
                continue
            if part := find_part(self.page, self.measured, measure, figure, before):
                self._add_part(part, figure, "change", change)
                continue
            generic = self.words.generic.fullmatch(measure.text)
            if generic and self.found and self.found[-1].change is None and self.found[-1].kind == "level":
                self._attach(len(self.found) - 1, figure, change)
                continue
            self._add(figure, "change", self._whole(measure), change)
        self.subjects.other = None

    def _split_off(self, before: Phrase, item: Phrase) -> str | None:
        """Give whose the item before in a list is, if its first words say so, and this one names another."""
        last = self.found[-1] if self.found else None
        if not last or not last.subject or not before.text.startswith(last.subject):
            return None
        return last.subject if item.text != last.measure and item.text.endswith(last.measure) else None

    def _is_of_each(self, measure: str, count: int) -> bool:
        """Say whether the last statistics are of a measure, and nothing has said yet how they moved."""
        last = self.found[-count:]
        return (
            bool(measure)
            and len(last) == count
            and all(one.change is None and one.measure.endswith(measure) for one in last)
        )

    def _change(
        self, group: Sequence[Figure], index: int, direction: Direction, basis: Basis | None, before: str
    ) -> Change:
        """Give the change that a figure of a row states; each may say which way itself: 分别|增长5%|和下降3%."""
        between = self.page.text[group[index - 1].end : group[index].start] if index else ""
        own = change_of(self.words, between, group[index])
        return size_of(self.words, group[index], own[0] if own else direction, basis, before)

    def _is_row(self, count: int) -> bool:
        """Say whether the last statistics are as many of a kind: what follows may be of each."""
        last = self.found[-count:]
        return len(last) == count and len({(one.unit, one.currency) for one in last}) == 1

    def _attach(self, at: int, figure: Figure, change: Change) -> None:
        """Give a change to a statistic that was found before."""
        if at and self.found[at].kind == "completion" and self.found[at - 1].kind == "level":
            at -= 1  # 收入43亿元，为预算的35%，|增长3%
        one = self.found[at]
        part = PartValue("change", figure.start, figure.end)
        if one.kind in ("change", "completion"):
            faster = change.unit == "percentage_point" and one.change and one.change.unit == "%"
            self._repeat(one, f"{one.measure}增速" if faster else one.measure, figure, change)
        elif one.change is None:
            self.found[at] = replace(one, change=change, parts=(*one.parts, part))
        elif change.unit == "%" and one.change.unit != "%":
            moved = next((p for p in one.parts if p.name == "change"), None)
            self.found[at] = replace(one, change=change, parts=(*(p for p in one.parts if p.name != "change"), part))
            if moved is None:  # 从54亿元增加到82亿元 says which way and no figure of it
                return
            self.found.append(
                replace(
                    one,
                    start_char=moved.start_char,
                    end_char=moved.end_char,
                    kind="change",
                    value=None,
                    min=None,
                    max=None,
                    unit=None,
                    currency=None,
                    parts=tuple(p for p in one.parts if p.name != "value"),
                )
            )
        else:
            self._repeat(one, one.measure, figure, change)

    def _repeat(self, one: IndicatorValue, measure: str, figure: Figure, change: Change) -> None:
        """Write another change of a statistic down."""
        part = next(p for p in one.parts if p.name == "measure")
        subject = next((p for p in one.parts if p.name == "subject"), None)
        self._write(
            figure,
            "change",
            Phrase(measure, part.start_char, part.end_char),
            change,
            self.periods.now,
            Phrase(one.subject, *(subject[1:] if subject else (0, 0))) if one.subject else None,
        )

    def _whole(self, measure: Phrase) -> Phrase:
        """Give the measure that 增速 and its kind stand for, with the one before them."""
        generic = self.words.generic.match(measure.text)
        if generic and (named := self._last_measure()):
            if named.text.endswith(self.words.fillings.sub("", measure.text)) or (
                SHARE.match(named.text) and _SHARE_WORD.fullmatch(measure.text)
            ):
                return named
            compared = self.words.compared.search(named.text)  # 出口|高出全国…，|增速居全国第5位
            alone = named.text[: compared.start()] if compared else named.text
            return Phrase(alone.removesuffix(generic[0]) + measure.text, measure.start, measure.end)
        return measure

    def _last_measure(self) -> Phrase | None:
        """Give the last measure that a sentence named."""
        while self._behind:
            start, end = self._behind.pop()
            turned = _TURNED.search(self.page.text, start, end)
            own = self.measures.trim(start, turned.start() if turned else end)
            if self.words.head.search(own.text):
                self.measured.measure = own
                self._behind.clear()
        return self.measured.measure

    # levels

    def _level(self, figure: Figure, own: Phrase, after: Phrase, leading: Phrase, moved: Direction | None) -> None:
        """Read a figure that says how much there is."""
        words, before = self.words, leading.text
        if after.text.startswith(_MARK):
            after = after._replace(text="")
        if _PRONOUN.match(own.text) or words.none.match(own.text) or before.endswith("每"):
            return
        if _TARGET.match(after.text) and _MEETING.search(before):  # 超额完成全年3000万人|的目标任务
            return
        if not own.text and (per := _PER.search(before)) and (named := self._last_measure()):  # 日均|1282万人次
            measure = named._replace(text=per[1] + _SUMMED_UP.sub("", named.text))
            self._add(figure, "level", measure, None, own=own)
            return
        if _AND_OTHERS.search(own.text) and words.bodies.search(self.page.text, figure.start, figure.end + 2):
            return
        change = Change(direction=moved) if moved else None
        if part := find_part(self.page, self.measured, own, figure, before):
            self._add_part(part, figure, "level", change)
            return
        if doing := _DOING.match(own.text):
            own = Phrase(own.text[doing.end() :], own.start + doing.end(), own.end)
        against = _AGAINST.search(self.page.text, leading.start, figure.start) if self.found else None
        if against:  # 比2019年的|2亿元|增长5%
            own, after = self._last_measure() or own, after._replace(text="")
        if not (stated := self._stated(figure, own, after, leading, moved)):
            return
        kind, own, measure = stated
        if kind == "level" and not own.text and not after.text and self._is_reached_by(figure, before):
            self._reach(figure)
            return
        thing: Phrase | None = None
        if kind == "level":
            if figure.kind in ("quantity", "fraction", "money"):
                measure = self.measures.with_object(measure, figure, after)
                thing = self._counted(figure, own, after)
            named = self._last_measure() if words.totals.fullmatch(own.text) else None
            if named and not named.text.endswith(own.text):  # GDP, |总量
                measure = own._replace(text=named.text.removeprefix("新增").removesuffix("新增") + own.text)
        if not measure.text and self._is_alike(figure, after) and (named := self._last_measure()):
            foreign = self.page.names(named.start, named.end) and self.subjects.opened_behind(named.end)
            measure = self.measures.bare(named) if foreign else named  # 对东盟出口3亿元；|欧盟|2亿元
        measure = measure._replace(text=words.fillings.sub("", measure.text).lstrip("、"))
        if not _NAMED.search(measure.text):
            return
        period = self._period(figure, kind, own, leading, moved)
        counted = not own.text and measure.start >= figure.end  # 230个|省重点项目|开工建设
        self._add(figure, kind, measure, change, own=measure if counted else own, period=period)
        self._listed = figure
        if thing and thing.text and not words.outcome.search(thing.text):
            self.subjects.count(thing)
        if against and len(self.found) > 1:
            self.found[-2:] = self.found[:-3:-1]  # a change that follows is of the figure before

    def _stated(
        self, figure: Figure, own: Phrase, after: Phrase, leading: Phrase, moved: Direction | None
    ) -> tuple[IndicatorKind, Phrase, Phrase] | None:
        """Give what kind of statistic a figure states, its own words and its measure; None if it states none."""
        words, before = self.words, leading.text
        if figure.kind == "money" and _CONVERTED.search(before):
            return None
        if figure.kind == "rank" and self.page.text[figure.end - 1] == "大":  # 成为全球第二大|经济体
            return ("rank", after, after) if _IS.search(before) and after.text else None
        if figure.kind == "rank":
            return ("rank", own, self._ranked(own)) if moved or words.rank_verb.search(before) else None
        if figure.kind == "duration":
            lasts = moved or words.time.search(own.text) or before.endswith(("优", "良"))
            return ("level", own, own) if lasts and not before.endswith("连续") else None
        if figure.proportional and (share := SHARE.search(before)):
            if not SHARE.search(own.text) or own.text == "占":  # 占计划的|65%
                own = self.measures.shared_out(leading.start + share.start(), leading.end)
            return "share", own, own
        if figure.proportional and (planned := _COMPLETION.search(before)):
            at = leading.start + planned.start()
            plan = Phrase(planned[0], at, at + len(planned[0]))
            return "completion", plan, plan
        if figure.proportional and before.endswith("完成"):
            return "completion", own, own
        if compared := words.compared.search(own.text):
            if not compared.start() and (named := self._last_measure()):
                speed = "增速" if figure.unit == "percentage_point" and self._grew(named) else ""
                return "level", own, Phrase(named.text + speed + own.text, own.start, own.end)
            return "level", own, self._whole(own)
        from_there = own.text and before.endswith(("从", "由")) and self._moves_on(figure.end)
        states = moved or from_there or self._counts(figure, own, after, before)
        return ("level", own, own) if states or self._goes_on(figure, own, after, leading) else None

    def _ranked(self, own: Phrase) -> Phrase:
        """Give what is ranked, with the measure before where none is named: 上市企业达13家、|居西部|第2位."""
        named = self._last_measure() if self.words.rank_verb.match(own.text) else None
        if named and not self.words.preposition.match(named.text):
            before = self.words.rank_verb.search(named.text)
            ranked = named.text[: before.start()] if before and before.start() else named.text
            return Phrase(ranked + own.text, own.start, own.end)
        return self._whole(own)

    def _counted(self, figure: Figure, own: Phrase, after: Phrase) -> Phrase | None:
        """Give what a figure counts, which the next may be about: 引进|176个|项目."""
        words = self.words
        if words.head.search(own.text):
            return None
        if figure.kind != "quantity":
            return own
        if after.text:
            return after
        verb = words.activity.match(own.text)
        return Phrase(own.text[verb.end() :], own.start + verb.end(), own.end) if verb else own

    def _period(
        self, figure: Figure, kind: IndicatorKind, own: Phrase, leading: Phrase, moved: Direction | None
    ) -> When | None:
        """Give the time of a level: that beside it, none, the end of some years for a state, or that of the text."""
        words, before = self.words, leading.text
        dates = self.page.dates(leading.start, figure.start)
        if dates and dates[-1].start_char == leading.end:
            return When.of(dates[-1]) if dates[-1].start else None
        if words.capacity.search(own.text) or (words.timeless.search(own.text) and not dates):
            return None
        if before.endswith(("从", "由")) and not words.revised.search(self.page.text, figure.end, figure.end + 12):
            return None
        if self.periods.is_day_of_story and _EACH_TIME.search(before) and not any(date.start for date in dates):
            return None
        reached = kind == "rank" or (kind == "level" and self._is_reached(own, before, moved))
        return self.periods.last_year if reached else self.periods.now

    def _is_alike(self, figure: Figure, after: Phrase) -> bool:
        """Say whether a figure may have the measure before: of its own sentence, or of the one before and alike."""
        last = self.measured.statistic
        return bool(self.found) or not last or (not after.text and figure.is_like(last))

    def _add_part(self, part: Phrase, figure: Figure, kind: IndicatorKind, change: Change | None) -> None:
        """Write down how much a part has of the measure before."""
        if whole := self.measured.whole(self.words):
            self._write(figure, kind, self.measures.bare(whole), change, self.periods.now, part)

    def _grew(self, named: Phrase) -> bool:
        """Say whether the last statistic says how much a measure grew that is no rate itself."""
        grown = self.found[-1].change if self.found else None
        return grown is not None and grown.unit == "%" and not named.text.endswith(self.words.rates)

    def _is_reached(self, own: Phrase, before: str, moved: Direction | None) -> bool:
        """Say whether a figure is a state that was reached (覆盖率提高到), not what came together (累计新增就业)."""
        if _SUMMED.search(before) or self.words.activity.match(own.text):
            return False
        return moved is not None or _REACHED.search(before) is not None

    def _moves_on(self, at: int) -> bool:
        """Say whether something moves from a figure to the next: 试点从50家|扩大到500家."""
        return self.words.movement.search(self.page.text, at, at + _LONGEST_ORIGIN) is not None

    def _counts(self, figure: Figure, own: Phrase, after: Phrase, before: str) -> bool:
        """Say whether a figure states a statistic: only a count of things may tell a story instead."""
        if figure.kind != "quantity" or figure.proportional:
            return True
        if figure.unit and figure.unit not in self.words.story_units and self.words.works.match(after.text):
            return bool(self.words.head.search(own.text) or self.words.activity.search(own.text))
        if self.found and not after.text:  # it goes on: 发送旅客36万人次，其中|南站13万人次; 金牌36枚、|银牌29枚
            goes_on = not self.words.preposition.match(own.text) if own.text else figure.is_like(self.found[-1])
            if not own.text and self.found[-1].kind == "change":  # 出口增长47%，|达到1200吨
                goes_on = _REACHED.search(before) is not None
            if goes_on:
                return True
        return self.measures.is_statistic(figure, own, after, before)

    def _goes_on(self, figure: Figure, own: Phrase, after: Phrase, before: Phrase) -> bool:
        """Say whether a count goes on with a list of statistics: 新增80家工厂、|600个车间; 受理举报12件，|投诉8件."""
        if not self._listed or not (own.text or after.text):
            return False
        if "、" in before.text:
            return before.start == self._listed.end
        return self._listed.unit == figure.unit and before.start == self._listed.end + 1 and not after.text

    def _is_reached_by(self, figure: Figure, before: str) -> bool:
        """Say whether a figure is what the movement right before led to: 出口增长47%，|达到1200吨."""
        if figure.proportional or not self.found or not _REACHED.search(before):
            return False
        one = self.found[-1]
        return one.kind == "change" and figure.start - one.end_char <= _LONGEST_STEP

    def _reach(self, figure: Figure) -> None:
        """Make the last change that of a level."""
        one = self.found[-1]
        self.found[-1] = self.measured.statistic = replace(
            one,
            start_char=figure.start,
            end_char=figure.end,
            kind="level",
            value=figure.value,
            min=figure.min,
            max=figure.max,
            unit=figure.unit,
            currency=figure.currency,
            parts=(PartValue("value", figure.start, figure.end), *one.parts),
        )

    # writing down

    def _add(
        self,
        figure: Figure,
        kind: IndicatorKind,
        measure: Phrase,
        change: Change | None,
        *,
        own: Phrase | None = None,
        period: When | Literal["carried"] | None = "carried",
    ) -> None:
        """Find the subject of a statistic and write it down."""
        when = self.periods.now if period == "carried" else period
        if self.page.text[figure.start - 1 : figure.start] in ("]", "】"):  # [采购金额]1,488,000元: a form
            self._write(figure, kind, measure, change, when, None)
            return
        if self._owner:
            self._write(figure, kind, measure, change, when, self._owner)
            return
        subject, rest = self.subjects.choose(Aspect(kind, own or measure, measure, figure.start))
        if kind == "share" and rest.text.endswith("占"):  # 收入62亿元，其中土地出让收入占|91%
            subject = rest._replace(text=rest.text[:-1]) if len(rest.text) > 2 else subject
            named = self.measured.measure
            rest = rest._replace(text="占" + named.text.removeprefix("占") if named else "占")
        if rest.text:
            self._write(figure, kind, rest, change, when, subject)

    def _write(
        self,
        figure: Figure,
        kind: IndicatorKind,
        measure: Phrase,
        change: Change | None,
        when: When | None,
        subject: Phrase | None,
    ) -> None:
        measure = measure._replace(text=self.measures.closed(measure.text))
        self.measured.statistic = state(figure, kind, subject, measure, when, change, planned=self.planned)
        self.found.append(self.measured.statistic)
        self.measured.measure = measure
        self._behind.clear()
