"""Rules for organisations: a suffix, and how far the name goes to the left of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsparse.entities.buildings import addresses, building, metro_lines, street
from newsparse.entities.scan import Scan
from newsparse.entities.values import Candidate
from newsparse.entities.walk import LEVELS, LONGEST, MOST_WORDS, is_proper, nearest, trim_head, walk_left
from newsparse.records import EntityLabel

__all__ = ["find_organizations"]

_ARMY = re.compile(
    "(?:海军|空军|陆军|火箭军|武警)(?:第[一二三四五六七八九十0-9]+)?[\u4e00-\u9fff0-9]{1,8}?"
    "(?:联队|集团军|舰队|基地|指挥部|医院|大学|学院|航空兵|仪仗队|军乐团)"
)
_GREATER = ("大台南", "大台北", "大台中", "大高雄", "大新竹")
"""Cities of Taiwan with what lies around them."""
_ENTERPRISES = re.compile(
    "等(?:[\u4e00-\u9fff、]{2,14}业等)?[0-9一二三四五六七八九十百多余数几]{0,4}[家户个]?[\u4e00-\u9fff]{0,6}?(?:企业|公司|集团|厂商)"
)
"""What ends a list of companies: 比亚迪、奇瑞、宇通|等企业."""
_LANES = re.compile(
    r"[一二三四五六七八九十0-9](?:[0-9]{0,3}巷(?:[0-9]{1,4}弄)?|(?:(?<=[0-9])[0-9])?段(?:[0-9]{1,4}巷(?:[0-9]{1,4}弄)?)?)"
)
"""What goes on after a street in Taiwan: 大湾路|942巷71弄, 永华路|二段."""
_FORM = re.compile("[（(](?:有限合伙|普通合伙|特殊普通合伙)[）)]")
"""What may follow a partnership."""
_QUOTED_COMPANY = re.compile("[“「]([^“”「」，。、！？：\n]{2,24})[”」](?=(?:股份|控股)?(?:公司|集团))")
_SCHOOL = re.compile("国(?<=[\u4e00-\u9fff]{2}国)[小中](?![区际华美家小朋])")
"""Schools of Taiwan, whose two characters the segmenter ties to their neighbours: 民|德国|中等, 大光|国小|学."""
_MUNICIPAL = re.compile(
    "(?<=[市县])立[一-鿿]{0,6}?(?:(?P<FAC>美术馆|图书馆|博物馆|体育馆|动物园|文化中心)"
    "|(?P<ORG>医院|大学|学院|[高国][中小]|小学|中学|幼儿园))(?!长)"
)
"""What a town has founded: 台中市|立美术馆, 安庆市|立医院."""
_NO_STEM = frozenset("立跟对为于供生式所名")
"""What stands before 国小 and ends the word before it: 市立|国小, 学生|对|国中."""
_MISSION_ENDS = re.compile(
    "纪检监察组|指导组|督导组|工作组|大使馆|使馆|总领事馆|总领馆|领事馆|使团|代表团|代表处|办事处|记者站"
)
_COUNTED = re.compile("(?:[0-9]|[一二三四五六七八九十百千两几多余数首]|首批)(?:个|家|所|座|批|类|支|条|处|间|批)$")
"""After a number a name is none: 5家|省实验室."""
_NOBODY = re.compile("[某哪]")
_TOWN = ("城市", "城区")
"""After 中心 these say that a town is meant: 郑州国家|中心城市."""
_NATIONAL = frozenset(("国家", "全国"))
_FIELDS = ("研究中心", "实验室", "重点实验室", "技术中心")
"""Bodies whose field stands before 国家: 电化学储能技术|国家|工程研究中心."""
_MADE = frozenset(("新增", "建设", "组建", "获批", "推进", "筹建", "新建", "设立", "加快", "批", "家", "个", "首个"))
"""What is done to such a body, or how many there are."""
_SOCIETIES = ("之友会", "狮子会", "协会", "工会", "公会", "商会", "学会", "促进会", "联谊会", "基金会")
"""Bodies whose names may say what their members do: 照顾, 住院."""
_TAUGHT = ("补习班", "学校", "中学", "小学", "高中", "幼儿园", "医院", "卫生院")
"""Schools and hospitals, which are named by more than a country or their sort."""
_PLAIN = frozenset(("公司", "学校", "企业"))
"""Bodies that a place alone does not name."""
_TWO_SCHOOLS = re.compile("国[小中][及和与暨、]")
_ABOVE = re.compile("(?:[省市县区州旗](?:委|政府|人民政府|人大|政协)|自治[区州县])$")
"""The body of a level that a department belongs to: 市政府|新闻办."""
_CENTRES = ("中心", "应变中心", "灾害应变中心", "服务中心", "理事会", "联盟", "研究院", "研究所", "委员会", "管理局")
"""Bodies that a river, a region or the word 国家 may stand before."""
_COUNTERS = tuple("个家类性批")
"""After one of these 国家|技术创新中心 is a sort of body and no name."""
_CLOSES = frozenset("0123456789)）一二三四五六七八九十")
_BRANCH = re.compile("分会|分院|分部|院(?!长)")
"""What a body has in a place: 创世基金会|台南|院."""
_SECTION = re.compile("(?:[一-鿿]{2,7}?[科课处]|(?:政风|主计|会计|人事|秘书|督察|督查)室)(?![长员技教]|主任)")
"""A section of a department; before 长 it is a part of a post."""
_PARENTS = frozenset("部院署会局府处所厅")
"""What a body ends with that others belong to."""


def find_organizations(scan: Scan) -> Iterator[Candidate]:
    """Yield organisations and buildings by their suffix, from left to right.

    The caller notes each of them in the scan before the next is made, so that 市政府|办公室 builds on 长春|市政府.
    """
    for found in _QUOTED_COMPANY.finditer(scan.text):
        yield Candidate(*found.span(1), "ORG", "rule", kind="company", priority=5)
    yield from _companies(scan)
    yield from _schools(scan)
    yield from _missions(scan)
    yield from _municipal(scan)
    yield from addresses(scan)
    yield from metro_lines(scan)
    for found in _ARMY.finditer(scan.text):
        if found.end() in scan.index and not _NOBODY.search(found[0]):
            start = found.start() - (scan.text[found.start() - 1 : found.start()] in scan.lexicon.countries)
            start = scan.left.get(start, start)
            yield Candidate(start, found.end(), "ORG", "rule", kind="government", priority=3)
    for start, end, names in scan.names:
        head = scan.left.get(start)
        national = names[0].label == "ORG" and scan.text.startswith("国家", start)
        if head is not None and national and scan.text[head:start] != "中国":
            # 英国|国家统计局 is not the one that the gazetteer knows
            yield Candidate(head, end, "ORG", "rule", kind="government", priority=5)
        elif head is not None and names[0].kind == "taiwan_government" and scan.text[start - 1] in _PARENTS:
            yield Candidate(head, end, "ORG", "rule", kind="government", priority=5)  # 经济部|投资台湾事务所
        elif (
            head is not None and start in scan.lands and names[0].label == "ORG" and _is_abroad(scan, head, start, end)
        ):
            yield Candidate(head, end, "ORG", "rule", kind="company", priority=5)  # 巴西|淡水河谷公司
        place = scan.right.get(end) if names[0].label == "ORG" else None
        branch = _BRANCH.match(scan.text, place) if place is not None and place in scan.governed else None
        if branch:
            yield Candidate(start, branch.end(), "ORG", "rule", names[0].canonical, names[0].kind, priority=5)
    roles = ("department", "unit", "body", "office", "name", "brand", "building", "street")
    known = {end for _, end, names in scan.names if "ORG" in names.sure}
    zones = {end for _, end, names in scan.names if "GPE" in names.sure}
    landmarks = {end: start for start, end, names in scan.names if "FAC" in names.sure}
    triggers = sorted((t for role in roles for t in scan.triggers[role]), key=lambda t: (t[1], t[0]))
    for start, end, trigger in triggers:
        whole = end in scan.index or _has_title_after(scan, start, end) or scan.fits(start, end)
        if scan.text[end - 1 : end + 1] in scan.lexicon.posts and scan.text[end : end + 2] not in scan.forms:
            continue  # 农业部|长会议
        if scan.text[start - 1 : start] == "原" and trigger.role in ("unit", "body", "office"):
            continue  # 毛竹园村|原|党支部
        if scan.cuts_level_word(end) or (not whole and (trigger.role != "body" or start not in scan.index)):
            continue
        if trigger.role == "building" and end not in scan.index and scan.text[end + 1 : end + 2] == "里":
            continue  # 安定区|港尾里
        if start not in scan.index and end in scan.index and _is_one_word(scan, start, end):
            continue  # 发展, 市场: the suffix is part of an ordinary word
        if (trigger.role in ("name", "office") and end in known) or (trigger.role == "building" and end in zones):
            continue
        if trigger.role == "building" and landmarks.get(end, start) < start:
            continue  # 北京|人民大会堂
        if trigger.role in _LOOK_RIGHT:
            left = _LOOK_RIGHT[trigger.role](scan, start, end)
        else:
            left = _RULES[trigger.role](scan, start)
        if left is not None and (
            _TWO_SCHOOLS.search(scan.text, max(left, end - LONGEST), end) or _is_nobody(scan, left, end)
        ):
            continue
        if left is not None and trigger.kind == "company":
            left = _after_owner(scan, left, start)
        if left is not None and (left < start or trigger.role == "department"):
            lanes = _LANES.match(scan.text, end) if trigger.role == "street" else None
            end = lanes.end() if lanes else end
            if scan.taiwan and trigger.label == "ORG" and scan.text.startswith(_GREATER, left - 1):
                left -= 1  # 大台南|警察之友会
            form = _FORM.match(scan.text, end) if trigger.kind == "company" else None
            end = form.end() if form else end
            yield Candidate(left, end, trigger.label, "rule", kind=trigger.kind)
    yield from _sections(scan)


def _is_abroad(scan: Scan, head: int, start: int, end: int) -> bool:
    """Say whether a known company stands behind a country that belongs to its name then: 美国|波音公司."""
    return scan.text.endswith(("公司", "集团"), start, end) and scan.text[head:start] != "中国"


def _sections(scan: Scan) -> Iterator[Candidate]:
    """Yield sections of the departments that were found: 台南市政府地政局|市地重划科."""
    for end, start in list(scan.left.items()):
        if end in scan.governed or end in scan.right or scan.text[end - 1] not in _PARENTS:
            continue
        found = _SECTION.match(scan.text, end)
        if not found or found.end() not in scan.index or end not in scan.index or found.end() - 1 in scan.persons:
            continue
        words = scan.words[scan.index[end] : scan.index[found.end()]]
        if not any(word in scan.lexicon.breaks or word in scan.lexicon.titles for word in words):
            yield Candidate(start, found.end(), "ORG", "rule", kind="government", priority=2)


def _companies(scan: Scan) -> Iterator[Candidate]:
    """Yield the companies of a list that knows some of them: 保利文化、完美世界、|深圳华侨城|等30家企业."""
    lexicon, bounds, words = scan.lexicon, scan.bounds, scan.words
    lists = [found for found in _ENTERPRISES.finditer(scan.text) if found.start() in scan.index]
    known = {(start, end) for start, end, names in scan.names if "ORG" in names.labels} if lists else set()
    for found in lists:
        number = scan.index[found.start()]
        items: list[tuple[int, int]] = []
        end = number
        while number:
            word = words[number - 1]
            if word == "、" or word in lexicon.breaks or not word.isalnum():
                items.append((bounds[number], bounds[end]))
                end = number - 1
                if word != "、":
                    break
            number -= 1
        if items:
            items[-1] = _without_verbs(scan, *items[-1])
        sure = sum(item in known for item in items)
        for start, stop in items if sure and len(items) > 1 else ():
            if stop - start > 1 and (start, stop) not in known and (sure > 1 or scan.is_proper(start, stop)):
                yield Candidate(start, stop, "ORG", "rule", kind="company", priority=3)


def _without_verbs(scan: Scan, start: int, end: int) -> tuple[int, int]:
    """Leave off the words of the general language before the first of a list: 重点|支持|柳钢."""
    number = scan.index[start]
    while scan.bounds[number + 1] < end and scan.lexicon.is_ordinary(scan.words[number]):
        number += 1
    return scan.bounds[number], end


def _schools(scan: Scan) -> Iterator[Candidate]:
    """Yield elementary and junior high schools of Taiwan: 白河国小, 台南市|安顺国中."""
    if not scan.taiwan:
        return
    for found in _SCHOOL.finditer(scan.text):
        start, end = found.start() - 2, found.end()
        stem, before = scan.text[start : start + 2], scan.word_number(start)
        if scan.bounds[before] == start - 1 and scan.bounds[before + 1] == start + 2 and before:
            start, stem = start - 1, scan.text[start - 1 : start + 2]  # 红瓦厝|国小
        known = stem in scan.forms and stem not in scan.lexicon.unschooled
        if not known and not _names_school(scan, stem):
            continue
        city = start in scan.left and scan.text[start - 1] in "市县"  # 安平区|安平国中: the district is a place
        yield Candidate(scan.left[start] if city else start, end, "ORG", "rule", kind="school", priority=5)


def _names_school(scan: Scan, stem: str) -> bool:
    """Say whether two or three characters can be what a school is called."""
    lexicon = scan.lexicon
    if stem in lexicon.unschooled or not stem.isalpha() or stem[:2] in ("国中", "国小"):
        return False
    return stem[-1] not in lexicon.clitics | LEVELS and stem[-1] not in _NO_STEM and stem[0] not in lexicon.clitics


def _missions(scan: Scan) -> Iterator[Candidate]:
    """Yield missions whole: 中国|驻|塞浦路斯|大使馆, 土耳其|驻|成都|总领馆, 美国|驻华|使馆."""
    for found in re.finditer("[驻赴]", scan.text):
        at, start = found.end(), scan.left.get(found.start() - scan.text.endswith("常", 0, found.start()))
        if found[0] == "赴":
            start = found.start() - 2 if scan.text.endswith("中央", 0, found.start()) else None
        at = scan.right.get(at, at + 1 if scan.text[at : at + 1] == "华" else 0)
        suffix = _MISSION_ENDS.match(scan.text, at) if at and start is not None else None
        if suffix and start is not None:
            yield Candidate(start, suffix.end(), "ORG", "rule", kind="government", priority=5)


def _municipal(scan: Scan) -> Iterator[Candidate]:
    """Yield halls, hospitals and schools of a town by the name of the town."""
    for found in _MUNICIPAL.finditer(scan.text):
        start = scan.last.get(found.start())
        if start is not None and found.lastgroup:
            hall = found.lastgroup == "FAC"
            label: EntityLabel = "FAC" if hall else "ORG"
            yield Candidate(start, found.end(), label, "rule", kind="building" if hall else "school", priority=5)


def _is_nobody(scan: Scan, start: int, end: int) -> bool:
    """Say whether a stretch that looks like a body is a sort of body, any body or a town."""
    text = scan.text
    if _COUNTED.search(text, max(0, start - 3), start) or _NOBODY.search(text, max(start, end - LONGEST), end):
        return True
    return text.endswith(scan.lexicon.weights, start, end) or (
        text.endswith("中心", start, end) and text.startswith(_TOWN, end)
    )


def _after_owner(scan: Scan, start: int, suffix: int) -> int:
    """Leave off whose or what sort of company it is: 伊朗企业|波斯石油公司."""
    for owner in scan.lexicon.owners:
        at = scan.text.rfind(owner, max(start, suffix - LONGEST), suffix)
        if at >= 0 and suffix - at - len(owner) > 1 and (owner != "企业" or at in scan.governed):
            start = at + len(owner)
    return start


def _is_one_word(scan: Scan, start: int, end: int) -> bool:
    """Say whether a suffix is the end of an ordinary word: 发|展; but 职业|工会 is two words."""
    word, lexicon = scan.word_at(start), scan.lexicon
    two = end - start == 2 and len(word) == 4 and word not in lexicon.common and word not in lexicon.breaks
    return lexicon.is_ordinary(word) and not two


def _has_title_after(scan: Scan, start: int, end: int) -> bool:
    """Say whether the segmenter drew a post or a link into the suffix: 协会|会长, 国小|及."""
    rest = scan.text[end : scan.bounds[scan.word_number(end) + 1]]
    return start in scan.index and (rest in scan.lexicon.titles or rest in scan.lexicon.links)


def _department(scan: Scan, start: int) -> int | None:
    """教育局 is a body by itself; a place or a level before it belongs to it."""
    if start in scan.left:
        return scan.left[start]
    if scan.text[start] in LEVELS and start + 1 in scan.left:
        return scan.left[start + 1]  # 下营区|公所
    level = _unit(scan, start)
    if level is not None:
        return level
    return start if start in scan.index or not scan.lexicon.is_ordinary(scan.word_at(start)) else None


def _unit(scan: Scan, start: int) -> int | None:
    """省|教育厅, 县|检察院: a place or at least a level before it."""
    if start in scan.left:
        return scan.left[start]
    level = start and scan.text[start - 1] in LEVELS and (start - 1) in scan.index
    if level:
        return start - 1
    above = _ABOVE.search(scan.text, max(0, start - 6), start)
    return above.start() if above and above.start() in scan.index else None


def _body(scan: Scan, start: int) -> int | None:
    """政府 is nobody in particular without its place; 俄|国防部 has it in one character."""
    if start in scan.left:
        return scan.left[start]
    if scan.text[start - 1 : start] == "日" and scan.text[start - 2 : start - 1] in _CLOSES:
        return None  # 今(29)|日|议会
    if scan.text.startswith("国会", start) and scan.text[start + 2 : start + 3] in "在将对于不也就会":
        return None  # 英国|会|在
    ministry = scan.text.startswith(("外交部", "国防部", "国务院", "财政部", "内政部", "商务部", "国会", "议会"), start)
    if start and ministry and scan.text[start - 1] in scan.lexicon.countries and (start - 1) in scan.index:
        return start - 1
    return None


def _office(scan: Scan, start: int) -> int | None:
    """汽开区|服务|一汽|办公室: something has to be at the head, and a verb may join two names.

    A region will do if other words follow it (非洲|猪瘟|应变中心), and so will 国家 (国家|增材制造|创新中心).
    """
    walk = walk_left(scan, start)
    if not walk.anchored:
        if not scan.text.startswith(_CENTRES, start):
            return None
        walk = walk_left(scan, start, nature=True)
        if walk.anchored:
            return walk.at if walk.words else None
        if "国家" in walk.words[1:4]:
            at = start - sum(map(len, walk.words[: walk.words.index("国家") + 1]))
            return None if scan.text[at - 1 : at] in _COUNTERS else at
        return None
    number = scan.index.get(walk.at, 0)
    if number > 1 and scan.words[number - 1] in scan.lexicon.activities:
        before = scan.bounds[number - 1]
        if before in scan.left:
            return scan.left[before]
        if scan.words[number - 2] in scan.lexicon.founding:
            return before
    return walk.at


def _name(scan: Scan, start: int, end: int) -> int | None:
    """博世|汽车|零部件|长春|有限公司: a place at the head, or a word that is not of the general language."""
    walk = walk_left(scan, start)
    if not walk.anchored and scan.text.startswith(_SOCIETIES, start):
        far = walk_left(scan, start, verbs=True)  # 台南市|照顾|服务员|职业|工会
        walk = far if far.anchored and far.words and scan.right.get(far.at) in scan.governed else walk
    if walk.anchored and not walk.words:
        # the place stands right before the suffix: the name may begin further left
        further = walk_left(scan, walk.at)
        if further.anchored or is_proper(scan, further):
            walk = further
            if not walk.anchored:
                return trim_head(scan, walk)
        if scan.text[start - 1] in _PARENTS and scan.text.startswith(_TAUGHT, start):
            return None  # 教育部|高中|免学费方案
        plain = start in scan.governed and scan.text[start:end] in _PLAIN
        return None if plain or (start in scan.lands and scan.text.startswith(_TAUGHT, start)) else walk.at
    if walk.anchored:
        if not scan.lexicon.sorts.isdisjoint(walk.words) and scan.text.startswith(_TAUGHT, start):
            return None  # 珠三角地区|公办|优质|幼儿园
        return nearest(scan, _before_body(scan, walk.at), start)
    counted = scan.text[end : end + 1].isdigit()  # 新建幼儿园31所
    national = next((i for i, word in enumerate(walk.words) if word in _NATIONAL), None)
    if national is not None and scan.text.startswith(_FIELDS, start):
        return _field(scan, scan.word_number(start) - national - (scan.bounds[scan.word_number(start)] == start))
    return trim_head(scan, walk, trim=scan.lexicon.generic) if is_proper(scan, walk) and not counted else None


def _field(scan: Scan, number: int) -> int | None:
    """Go on to the field of a national laboratory, from the number of 国家: 电化学|储能|技术|国家|工程|研究中心."""
    lexicon, begin = scan.lexicon, number
    while number and number > begin - MOST_WORDS:
        word = scan.words[number - 1]
        ends = word in lexicon.breaks and word not in lexicon.links
        if not word.isalnum() or ends or word in lexicon.founding or word in _MADE:
            break
        number -= 1
    while number < begin and (scan.words[number] in lexicon.activities or scan.words[number] in lexicon.links):
        number += 1
    return scan.bounds[number] if number < begin else None


def _before_body(scan: Scan, at: int) -> int:
    """Go on to the left of a known body while the words are no ordinary ones: 国广|国际在线|网络|有限公司."""
    number = scan.index.get(at, 0)
    while number and at not in scan.nature and at not in scan.persons:
        word = scan.words[number - 1]
        if not word.isalpha() or len(word) < 2 or scan.lexicon.is_ordinary(word) or word in scan.lexicon.titles:
            break
        if word[0] in scan.lexicon.clitics or word[-1] in scan.lexicon.clitics or at - 1 in scan.persons:
            break
        number -= 1
        at = scan.bounds[number]
    return at


def _brand(scan: Scan, start: int, end: int) -> int | None:
    """当升|科技: one word, not of the general language, at the head of a sentence, in a list or after a place."""
    number = scan.word_number(start)
    at = scan.bounds[number]
    if at == start:
        if number == 0:
            return None
        number -= 1
        at = scan.bounds[number]
    stem = scan.text[at:start]
    if len(stem) != 2 or not stem.isalpha() or stem.isascii() or scan.lexicon.is_ordinary(stem):
        return None
    if start in scan.left and scan.text[end : end + 1] not in ("：", ":"):
        return None  # 长春|汽车: a place and a trade
    text, before, after = scan.text, scan.text[at - 1 : at], scan.text[end : end + 1]
    opens = before in ("", "\n", "。", "：", "，", "；", "“") and after in ("：", ":", "（", "(", "”")
    listed = (before == "、" and at - 1 in scan.left) or (after == "、" and end + 1 in scan.right)
    return at if opens or listed or at in scan.left or text.startswith(("公司", "集团", "股份"), end) else None


_RULES = {
    "department": _department,
    "unit": _unit,
    "body": _body,
    "office": _office,
    "building": building,
}
_LOOK_RIGHT = {"name": _name, "brand": _brand, "street": street}
