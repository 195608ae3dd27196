"""Rules for places: names that a suffix gives away (泉交河镇, 珲春海洋经济发展示范区)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from newsparse.entities.scan import Scan, find_words
from newsparse.entities.values import Candidate

__all__ = ["find_places"]

_MOST_WORDS = 6
_LONGEST_STEM = 5
# Words that end like a name of nature: 做强|海洋, 北|沿江.
_WATERS = frozenset(
    ("海洋", "江河", "湖泊", "河湖", "江海", "沿江", "沿海", "青山", "高山", "大山", "内河", "近海", "远海")
)
# Waters and the like that a place alone names: 安平|运河.
_REGIONS = (
    "运河",
    "盆地",
    "平原",
    "半岛",
    "群岛",
    "海峡",
    "海湾",
    "高原",
    "草原",
)
# What stands between a place and what makes it a region: 长江|中游|城市群, 汉江|生态|经济带, 光谷|科创|大走廊.
_BETWEEN = frozenset(
    ("上游", "中游", "下游", "沿海", "沿江", "沿边", "生态", "绿色", "科技", "创新", "科创", "双城", "陆海")
)
# Levels that a foreign place known without one may have (仙台|市, 哈尔科夫|州), and waters of a place (大连|湾).
_LEVELS = frozenset("市州省县郡")
_WATER = frozenset("湾岛河江湖")
# A zone of one of these sorts needs a place at its head: 林长制|改革|示范区 is none in particular.
_SORTS = ("示范区", "示范", "试验区", "实验区", "先行区", "综合试验区", "合作区", "管理区", "经济区")
_OPENINGS = frozenset("\n。；，,：“”")
# Two levels below the county in a row, whatever the segmenter made of them: 南县|南洲镇|长胜村.
_ADDRESS = re.compile(r"([一-鿿]{1,4}?(?:镇|乡|街道|苏木))([一-鿿]{1,5}?(?:村|社区|嘎查))(?![委民])")
_VILLAGE = re.compile(r"([一-鿿]{2,3}?)(镇|乡|村|街道)")


# Numbered roads: 国道|三, 市道|182线, 台|19甲线, 南|169线 (Taiwan's county roads begin with the county).
_COUNTY_ROAD = re.compile(r"(?<![0-9A-Za-z江湖河海东西台])南\d{2,3}(?![0-9%.]|[年月日公米万个名里元度位户人次处项号])")
_ROAD = re.compile(
    r"[国省县市乡台南北中东高屏嘉云投彰苗竹桃宜花]"
    r"(?:(?<=[国省县市乡])道(?:[A-Z]?\d{1,4}|[一二三四五六七八九十]{1,3})[甲乙丙丁]?(?:号线|线|号)?"
    r"|(?<![国省县市乡])\d{1,3}(?:之\d|-\d)?[甲乙丙丁]?线(?:快速道路|快速公路)?)(?!(?<=[0-9])[0-9]|公里|[度级条类])"
)


# Parks and drains of Taiwan that are called by a number or a place: 永康|公7公园, 安顺寮|排水.
_PARK = re.compile("公[0-9]{1,3}公园")


# Ring roads of Taiwan and where they leave a motorway.
_RING = re.compile("[东西南北]外环(?:交流道|道路)")


def find_places(scan: Scan) -> Iterator[Candidate]:
    """Yield places that are named by their suffix; from left to right, so that a chain can build on itself."""
    for road in _ROAD.finditer(scan.text):
        yield Candidate(*road.span(), "FAC", "rule", kind="road")
    for road in _RING.finditer(scan.text):
        yield Candidate(*road.span(), "FAC", "rule", kind="road")
    for park in _PARK.finditer(scan.text) if scan.taiwan else ():
        yield Candidate(*park.span(), "FAC", "rule", kind="building")
    for road in _COUNTY_ROAD.finditer(scan.text) if scan.taiwan else ():  # 南80
        yield Candidate(*road.span(), "FAC", "rule", kind="road")
    zones: dict[str, set[str]] = defaultdict(set)
    later = []
    for start, end, trigger in scan.triggers["place"]:
        if (end in scan.left and scan.left[end] <= start) or end in scan.nature:
            if trigger.kind == "development_zone" and end in scan.left and scan.left[end] < start:
                zones[scan.text[start:end]].add(scan.text[scan.left[end] : end])
            continue
        if trigger.kind == "development_zone":
            left = _zone(scan, start) if end in scan.index else None
        elif trigger.kind == "region":
            left = _region(scan, start, end)
        else:
            left = _stem(scan, start, end, trigger.kind)
        if left is not None and left < start:
            if trigger.kind == "development_zone":
                zones[scan.text[start:end]].add(scan.text[left:end])
            yield Candidate(left, end, trigger.label, "rule", kind=trigger.kind)
        elif trigger.kind == "development_zone" and start in scan.index and end in scan.index and _opens(scan, start):
            later.append((start, end))
    for start, end in later:  # 经开区 alone, in an article that names one: 芜湖经开区
        full = zones.get(scan.text[start:end], set())
        if len(full) == 1:
            yield Candidate(start, end, "GPE", "rule", min(full), "development_zone")
    for end in list(scan.left):
        yield from _address(scan, end)
    yield from _again(scan)


def _opens(scan: Scan, start: int) -> bool:
    """Say whether a clause begins with a zone without its name; 推进高新区、|经开区|建设 means any."""
    return not start or scan.text[start - 1] in _OPENINGS


def _again(scan: Scan) -> Iterator[Candidate]:
    """Yield towns and villages that were named after their county once and stand alone later: 孟家河村|党支部."""
    known = {
        scan.text[start:end] for start, end in scan.right.items() if scan.text[end - 1] in "镇乡村" and end - start > 2
    }
    known -= scan.forms
    if not known:
        return
    for start, end in find_words(scan.text, known):
        if start not in scan.right and not scan.cuts_word(start, end):
            yield Candidate(start, end, "GPE", "rule", kind="township")


def _address(scan: Scan, end: int) -> Iterator[Candidate]:
    """Yield what follows a county whatever the segmenter made of it: 南县|南洲镇|长胜村, 伊宁县|盖买村."""
    lexicon, text = scan.lexicon, scan.text
    if text[end : end + 1] in ("市", "县", "区", "州", "省", "旗", "镇", "乡", "村"):
        return
    found = _ADDRESS.match(text, end)
    if found and not any(lexicon.is_ordinary(g) for g in found.groups()):
        for group in (1, 2):
            yield Candidate(*found.span(group), "GPE", "rule", kind="township", priority=3)
    found = _VILLAGE.match(text, end) if text[end - 1] in "县市区旗" else None
    if not found:
        return
    stem = found[1]
    if found[2] == "街道" and len(stem) > 1 and stem[0] not in "的在和与及各":
        yield Candidate(*found.span(), "GPE", "rule", kind="township")
        return
    if stem[0] in lexicon.surnames and stem[1] == "家" and len(stem) == 3:  # 孟家河|村
        yield Candidate(*found.span(), "GPE", "rule", kind="township")
        return
    if any(c in lexicon.clitics for c in stem) or lexicon.is_ordinary(stem) or lexicon.is_ordinary(stem[:2]):
        return
    if not lexicon.is_ordinary(stem[-1] + found[2]) and found[0] not in lexicon.common:
        yield Candidate(*found.span(), "GPE", "rule", kind="township")


def _zone(scan: Scan, start: int) -> int | None:
    """Give the start of a zone's name: 长春|汽车|经济技术开发区, 中国（珲春）跨境电商综合试验区, 净月|高新区."""
    text, words, lexicon = scan.text, scan.words, scan.lexicon
    at, proper = start, False
    number = scan.word_number(start)
    if scan.bounds[number] < start:
        at = scan.bounds[number]
        proper = not lexicon.is_ordinary(text[at:start])
    for _ in range(_MOST_WORDS):
        if at in scan.left:
            return scan.left[at] if "特色" not in text[at:start] and not (at == start in scan.lands) else None
        if at in scan.nature:
            return scan.nature[at]
        if text[at - 1 : at] in ("）", ")") and (at - 1) in scan.left and text[scan.left[at - 1] - 1] in ("（", "("):
            at = scan.left[at - 1] - 1
            number = scan.word_number(at)
            if at in scan.left:
                return scan.left[at]
            proper = True
        word = words[number - 1] if number else "\n"
        if word in lexicon.breaks or word in lexicon.joints or word == "建设" or not word.isalpha():
            break
        number -= 1
        at = scan.bounds[number]
        proper = proper or not (lexicon.is_ordinary(word) or word in lexicon.generic)
    while at < start and scan.words[scan.index[at]] in lexicon.activities:
        at += len(scan.words[scan.index[at]])
    proper = proper and not text.startswith(_SORTS, start) and not text.startswith("国家", at)
    proper = proper and not scan.is_counted(at)
    return at if proper and 0 < start - at <= 10 and text[at] not in lexicon.clitics else None


def _region(scan: Scan, start: int, end: int) -> int | None:
    """Give the start of a region: 武汉|城市圈, 汉江|生态|经济带; or one unknown word before it: 长株潭|城市群."""
    at, number = start, scan.index.get(start, 0)
    while at not in scan.left and at not in scan.nature and number and scan.words[number - 1] in _BETWEEN:
        number -= 1
        at = scan.bounds[number]
    if end in scan.index and at in scan.nature:
        return scan.nature[at]
    if end in scan.index and at in scan.left and (at < start or scan.last[at] not in scan.wide):
        return scan.last[at]
    return _stem(scan, start, end, "nature")


def _stem(scan: Scan, start: int, end: int, kind: str | None) -> int | None:
    """Give the start of a name that ends with a suffix for places."""
    lexicon, text = scan.lexicon, scan.text
    if end not in scan.index or scan.cuts_level_word(end):
        return None
    number = scan.word_number(start)
    at = scan.bounds[number]
    if at == start:  # the suffix is a word by itself: 泉交河|镇
        if number == 0:
            return None
        if at in scan.nature and text.startswith(("流域", "河谷", "三角洲", *_REGIONS), start):
            return scan.nature[at]  # 牛谷河|流域
        if at in scan.left:  # 乐安|镇: a town that is called like a county
            before = scan.bounds[number - 1]
            if text.startswith(_REGIONS, start) and at not in scan.wide and text[at - 1] not in "市县区州省旗镇乡村":
                return scan.last.get(at, before)  # 安平|运河
            short = scan.right.get(before) == at and text[at - 1] not in "市县区州省旗镇乡村"
            level = kind == "township" or (text[start:end] in _LEVELS and at not in scan.wide)
            water = text[start:end] in _WATER and at - before == 2 and not lexicon.is_ordinary(text[end - 1 : end + 1])
            return before if short and (level or water) else None
        number -= 1
        at = scan.bounds[number]
    if start - at == 1 and at not in scan.left and number and len(scan.words[number - 1]) == 1:
        number -= 1  # two characters that the segmenter did not join: 大|禾|村, 池|北区
        at = scan.bounds[number]
        if scan.words[number] in lexicon.breaks:
            return None
    if kind == "township" and text[at] in "镇乡" and start - at > 2:
        at += 1  # 正平|镇九渡|村: the segmenter drew the level of the place before into the name
    stem = text[at:start]
    if stem[0] in "第各每的" or (kind == "community" and text[start] == "里" and not scan.taiwan):
        return None
    if text[start] in "镇村" and at not in scan.left and (stem[-1] in "城乡村集包下" or stem[0] in "乡村"):
        return None  # 弱|城镇, 和美|乡村, 乡包村
    in_word = text[end : end + 1] == "区" or scan.words[scan.index[end] - 1] in _WATERS
    if kind == "nature" and end - start == 1 and in_word:
        return None  # 浙中|山区, 做强|海洋
    if not stem.isalpha() or len(stem) > _LONGEST_STEM or lexicon.is_ordinary(text[at:end]):
        return None
    known = scan.right.get(at) == start  # 大连|湾
    if (
        (not known and (stem in lexicon.breaks or stem in lexicon.generic))
        or stem[0] in lexicon.clitics
        or stem[-1] in lexicon.clitics
    ):
        return None
    while kind == "township" and at not in scan.left and number and len(scan.words[number - 1]) == 1 and start - at < 4:
        word = scan.words[number - 1]
        if scan.bounds[number - 1] not in scan.left or word in lexicon.breaks or word in "镇乡村" or not word.isalpha():
            break
        number -= 1  # 赫山区|泉|交河|镇: the rest of the name reaches back to the place before it
        at = scan.bounds[number]
    ordinary = not known and (lexicon.is_ordinary(stem) if kind == "nature" else stem in lexicon.common)
    if kind in ("township", "division") and all(c in lexicon.foreign for c in stem):
        at = _foreign_start(scan, number)
        stem = text[at:start]
    after_place = at in scan.left
    if kind == "township" and end - at == 3 and stem[0] in lexicon.sure_surnames and scan.is_beside_post(at, end):
        return None  # 检察长|林锦村
    if kind == "township":
        return at if after_place or (len(stem) > 1 and not ordinary) else None
    if kind == "community":
        return at if after_place and len(stem) > 1 else None
    if len(stem) < 2 or ordinary:
        return None
    if text[start] in "邦町" and not (after_place or all(c in lexicon.foreign for c in stem)):
        return None
    if kind == "division" and stem[0] in "一二三四五六七八九十两各":
        return None  # 四|地州
    if kind == "division" and stem[0] not in "一二三四五六七八九十两各":
        return at if after_place or at in scan.nature or all(c in lexicon.foreign for c in stem) else None
    if all(c in lexicon.foreign for c in stem):
        at = _foreign_start(scan, number)
    return None if after_place or stem[0] in lexicon.surnames else at


def _foreign_start(scan: Scan, number: int) -> int:
    """Give the start of a foreign name that the segmenter cut, by the number of its last word: 阿伯|德尔|山脉."""
    lexicon = scan.lexicon
    while number and scan.bounds[number] not in scan.left:
        word = scan.words[number - 1]
        little = all(c in lexicon.clitics for c in word)  # 日于|安平区
        if not all(c in lexicon.foreign for c in word) or lexicon.is_ordinary(word) or word in lexicon.breaks or little:
            break
        number -= 1
    return scan.bounds[number]
