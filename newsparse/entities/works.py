"""Rules for documents, plans, events and products."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from newsparse.entities.scan import Scan
from newsparse.entities.values import Candidate
from newsparse.records import EntityLabel
from newsparse.rules import read_toml

__all__ = ["find_works"]

_MOST_WORDS = 4


def find_works(scan: Scan) -> Iterator[Candidate]:
    """Yield documents and plans, events, products in quotes or by their code, and members of a numbered series."""
    events = {end for _, end, names in scan.names if names[0].label == "EVENT"}
    """Offsets where a name of an event ends."""
    for one in _by_pattern(scan):
        if one.label == "EVENT":
            events.add(one.end)
        yield one
    yield from _by_ending(scan, events)


def _by_pattern(scan: Scan) -> Iterator[Candidate]:
    """Yield what a pattern finds: titles, names in quotes, ordinals, codes."""
    patterns, text = _patterns(), scan.text
    for found in patterns["titled"].finditer(text):
        if patterns["document"].match(text, found.start(), found.end()):
            yield Candidate(*found.span(), "LAW", "rule", kind="document", priority=5)
        elif patterns["press"].search(text, found.start(), found.end()):
            yield Candidate(found.start() + 1, found.end() - 1, "ORG", "rule", kind="media", priority=5)
        else:
            yield Candidate(*found.span(), "PRODUCT", "rule", kind="work", priority=5)
    for key in ("quoted", "cited"):
        for found in patterns[key].finditer(text):
            if key == "quoted" or found.start() in scan.index:
                yield Candidate(*found.span(1), "LAW", "rule", kind="document", priority=5)
    for found in patterns["yearly"].finditer(text) if scan.taiwan else ():
        if not _is_clause(scan, *found.span(1)):
            yield Candidate(*found.span(1), "LAW", "rule", kind="plan", priority=4)
    for found in patterns["edition_ordinal"].finditer(text) if "届" in text else ():
        if found.end() in scan.index and not _is_clause(scan, *found.span(1)):
            edition = _year(scan, found.start())
            start = found.start() if edition is None else edition
            yield Candidate(start, found.end(), "EVENT", "rule", kind="event", priority=5)
    yield from _ordinances(scan)
    for found in patterns["dated"].finditer(text):
        if not _is_clause(scan, *found.span(1)) and found.end() in scan.index:
            yield Candidate(*found.span(), "EVENT", "rule", kind="event", priority=5)
    for key in ("quoted_event", "fair"):
        for found in patterns[key].finditer(text):
            if key == "quoted_event" or _is_word(scan, *found.span(1)):
                yield Candidate(*found.span(1), "EVENT", "rule", kind="event", priority=5)
    for found in patterns["contest"].finditer(text):
        year = patterns["year"].search(text, max(0, found.start() - 5), found.start())
        start = year.start() if year else found.start()
        if _is_word(scan, start, found.end()):
            yield Candidate(start, found.end(), "EVENT", "rule", kind="event", priority=5)
    for found in patterns["series"].finditer(text):
        if found[1] in scan.lexicon.series_words and "号" not in found[0]:
            continue  # 资源|8
        yield Candidate(found.start(), found.end(), "PRODUCT", "rule", kind="spacecraft", priority=5)
    for found in patterns["satellite"].finditer(text) if "卫星" in text else ():
        start = found.start() - 2
        if (
            start in scan.index
            and text[start : start + 2].isalpha()
            and not scan.lexicon.is_ordinary(text[start : start + 2])
        ):
            yield Candidate(start, found.end(), "PRODUCT", "rule", kind="spacecraft", priority=5)
    for key in ("quoted_product", "numbered", "code"):
        for found in patterns[key].finditer(text):
            if key == "code" or scan.is_proper(*found.span(1)):
                yield Candidate(*found.span(1), "PRODUCT", "rule", kind="product", priority=5)
    for found in patterns["ordinal"].finditer(text):
        if found.end() in scan.index and not _is_clause(scan, *found.span(1)) and _is_named(scan, found):
            yield Candidate(_opening(scan, found), found.end(), "EVENT", "rule", kind="event", priority=5)
    for found in patterns["session"].finditer(text):
        term = patterns["term"].search(text, max(0, found.start() - 7), found.start())
        at = term.start() if term else found.start()  # 全国政协|十三届|三次会议
        if at not in scan.left:
            at = _organ(scan, at)
        if at in scan.left:  # 中国—秘鲁经贸混委会|第十次会议
            head = scan.left[at]
            term = patterns["term"].search(text, max(0, head - 6), head)  # 十四届|全国人大常委会|第二次会议
            head = term.start() if term else head
            yield Candidate(head, found.end(), "EVENT", "rule", kind="event", priority=5)
    for found in patterns["election"].finditer(text) if "选举" in text else ():
        if found.end() in scan.index:
            yield Candidate(*found.span(), "EVENT", "rule", kind="event", priority=4)
    for key, word in _CUES:
        for found in patterns[key].finditer(text) if word in text else ():
            yield Candidate(*found.span(), "EVENT", "rule", kind="event", priority=5)
    for found in patterns["bilateral"].finditer(text):
        if found.start() in scan.index and found.end() in scan.index and not _is_clause(scan, *found.span()):
            yield Candidate(*found.span(), "EVENT", "rule", kind="event", priority=5)
    for found in patterns["day"].finditer(text):
        if found.start() in scan.index and found.end() in scan.index and not _is_clause(scan, *found.span()):
            yield Candidate(*found.span(), "EVENT", "rule", kind="event", priority=4)
    for key, kind in (("pact", "document"), ("works", "building"), ("ship", "product")):
        yield from _with_places(scan, key, kind)
    yield from _bracketed(scan)
    for found in patterns["gathering"].finditer(text):
        if found.start() in scan.index and not _is_clause(scan, *found.span(1)):
            yield Candidate(found.start(), found.end(), "EVENT", "rule", kind="event", priority=4)
    for found in patterns["action"].finditer(text) if scan.taiwan else ():
        yield Candidate(*found.span(1), "EVENT", "rule", kind="event", priority=4)
    for found in patterns["service"].finditer(text):
        if found.start() in scan.index or found.end() in scan.index:
            yield Candidate(*found.span(), "PRODUCT", "rule", kind="software", priority=4)
    for found in patterns["drill"].finditer(text) if "号演习" in text else ():
        start, end = found.start() - 2, found.end()
        if start in scan.index and not _is_clause(scan, start, end):
            yield Candidate(start, end, "EVENT", "rule", kind="event", priority=4)
    for start, end, names in scan.names:
        if names[0].label == "EVENT":
            session = patterns["part"].match(text, end)
            if session and session.end() in scan.index:  # 博鳌亚洲论坛|2024年年会
                end = session.end()
                yield Candidate(start, end, "EVENT", "rule", kind=names[0].kind, priority=5)
            edition = _year(scan, start)
            if edition is not None and not text.endswith(_DATELESS, start, end):
                yield Candidate(edition, end, "EVENT", "rule", kind=names[0].kind, priority=5)
            opening = patterns["opening"].search(text, max(0, start - 7), start)
            if opening:
                yield Candidate(opening.start(), end, "EVENT", "rule", names[0].canonical, names[0].kind, priority=5)
        elif names[0].label == "LAW":
            draft = patterns["draft"].match(text, end)
            if draft:  # 矿产资源法|修订草案
                yield Candidate(start, draft.end(), "LAW", "rule", kind="law", priority=5)
        elif names[0].label == "PRODUCT":
            variant = patterns["variant"].match(text, end)
            if variant and text[end - 1].isdigit():  # F-35|B
                yield Candidate(start, variant.end(), "PRODUCT", "rule", kind=names[0].kind, priority=5)


def _by_ending(scan: Scan, events: set[int]) -> Iterator[Candidate]:
    """Yield events that a word like 博览会 ends; ``events`` are the offsets where others end."""
    text, count = scan.text, _patterns()["count"]
    holidays = {end for start, end, names in scan.names if names[0].label == "EVENT" and end - start < 4}
    meetings = {end: start for start, end, names in scan.names if names[0].label == "EVENT"}
    for start, end, trigger in sorted(scan.triggers["event"], key=lambda hit: (hit[1], hit[0])):
        if end not in scan.index or _is_drawn(scan, start, end):
            continue
        if end in scan.governed or (text[start:end] == "节" and end in holidays):
            continue  # 毕节, 教师节
        left = _event(scan, start, events)
        if left is None or count.match(text, left):
            continue  # 举办|12场分论坛
        events.add(end)
        left = _with_leaders(scan, meetings.get(left, left))
        if not text.endswith(scan.lexicon.no_events, left, end):
            edition = _year(scan, left)
            left = left if edition is None else edition
            label: EntityLabel = "ORG" if _speaks(scan, end) else "EVENT"
            yield Candidate(left, end, label, "rule", kind="association" if label == "ORG" else trigger.kind)


_DATELESS = ("节", "日", "会议", "战争", "事变", "起义", "战役", "改革开放")
"""Events whose year is a date beside them: 2016年|中央经济工作会议; but 2024|上海书展."""


def _year(scan: Scan, start: int) -> int | None:
    """Give where the year begins that an event is called by: 2024|上海书展; in Taiwan 108年|全国运动会."""
    year = _patterns()["edition"].search(scan.text, max(0, start - 7), start)
    if year is None or year.start() not in scan.index or (len(year[1]) < 4 and not scan.taiwan):
        return None
    return year.start()


def _is_drawn(scan: Scan, start: int, end: int) -> bool:
    """Say whether 节 is the end of an ordinary word: 环|节."""
    return scan.text[start:end] == "节" and start not in scan.index and scan.lexicon.is_ordinary(scan.word_at(start))


def _with_leaders(scan: Scan, start: int) -> int:
    """Take whose leaders meet with the name of their meeting: 二十国集团领导人|杭州峰会."""
    head = start - len("领导人")
    return scan.left[head] if head in scan.left and scan.text.startswith("领导人", head) else start


def _bracketed(scan: Scan) -> Iterator[Candidate]:
    """Yield fairs, parks and zones with their place in brackets: 中国（泰州）|国际医药博览会, 中韩（盐城）|产业园."""
    text, tail = scan.text, _patterns()["tail"]
    for bracket in re.finditer("[（(]", text):
        inside = bracket.end()
        stop, head = scan.right.get(inside), scan.left.get(bracket.start())
        if stop is None or text[stop : stop + 1] not in ("）", ")"):
            continue
        if head is None and text[inside - 3 : inside - 2] == "中" and text[inside - 2] in scan.lexicon.countries:
            head = inside - 3
        found = tail.match(text, stop + 1)
        if head is not None and found and found.lastgroup:
            label: EntityLabel = found.lastgroup  # type: ignore[assignment]
            yield Candidate(head, found.end(), label, "rule", kind=_KINDS[label], priority=6)


def _ordinances(scan: Scan) -> Iterator[Candidate]:
    """Yield rules of a place without a title's marks: 江西省|农村饮水管理条例, 台南市|骨灰抛洒植存实施办法."""
    text, lexicon = scan.text, scan.lexicon
    for found in _patterns()["ordinance"].finditer(text):
        number, start = scan.word_number(found.start()), found.start()
        at = scan.bounds[number]
        while number and start - at <= _LONGEST_ORDINANCE and at not in scan.left:
            word = scan.words[number - 1]
            if not word.isalnum() or word in lexicon.clause or word in lexicon.clitics - lexicon.links:
                break
            number -= 1
            at = scan.bounds[number]
        if at in scan.left and at < start and scan.text[at - 1] in "省市县区州":
            yield Candidate(scan.left[at], found.end(), "LAW", "rule", kind="document", priority=4)


_LONGEST_ORDINANCE = 20


def _organ(scan: Scan, end: int) -> int:
    """Go back over the organ of a body that meets: 上海合作组织|成员国元首理事会|第十八次会议."""
    organ = _patterns()["organ"].search(scan.text, max(0, end - 20), end)
    if organ is None:
        return end
    return next((at for at in range(organ.end(1), organ.start(), -1) if at in scan.left), end)


def _with_places(scan: Scan, key: str, kind: str) -> Iterator[Candidate]:
    """Yield what is named by places: pacts (中澳自贸协定), works (引汉济渭, 陇电入鲁), ships (岳阳舰)."""
    labels: dict[str, EntityLabel] = {"pact": "LAW", "works": "FAC", "ship": "PRODUCT"}
    cue = {"pact": "协定", "works": "", "ship": "舰"}[key]
    for found in _patterns()[key].finditer(scan.text) if cue in scan.text else ():
        start = found.start()
        if key == "ship":
            start = min(scan.last.get(start, start), scan.nature.get(start, start))
            if (
                start == found.start()
                or start in scan.lands
                or found.start() in scan.provinces
                or found.start() - start > 6
            ):
                continue
        elif start not in scan.index and found.end() not in scan.index:
            continue
        yield Candidate(start, found.end(), labels[key], "rule", kind=kind, priority=5)


_CUES = (("jubilee", "周年"), ("plenum", "十"), ("council", "全国委员会"))
"""Patterns of events, and a word without which none of them is there."""
_KINDS = {"EVENT": "event", "FAC": "building", "GPE": "development_zone"}


def _speaks(scan: Scan, end: int) -> bool:
    """Say whether a post follows: a forum that has a president is a body."""
    return end in scan.index and end < len(scan.text) and scan.words[scan.index[end]] in _PRESIDING


_PRESIDING = frozenset(("主席", "秘书长", "理事长", "会长", "理事", "副主席", "副秘书长"))


def _is_word(scan: Scan, start: int, end: int) -> bool:
    """Say whether a short name stands alone: 哈洽会, and not 接|洽会."""
    cut = start > 0 and scan.lexicon.is_ordinary(scan.text[start - 1 : start + 1])
    return end in scan.index and not cut and start not in scan.persons


def _is_named(scan: Scan, found: re.Match[str]) -> bool:
    """Say whether more than ordinary words follow 首次, which is mostly an adverb: 首次|大规模|巡演."""
    return not found[0].startswith("首次") or scan.is_proper(*found.span(1))


def _opening(scan: Scan, found: re.Match[str]) -> int:
    """Take what the ordinal counts for with the name: 中央|第六次西藏工作座谈会, 吉林省|第十三届人民代表大会."""
    start = found.start()
    if found[0].endswith("缔约方大会") and scan.text[start - 1 : start] == "》":
        return max(scan.text.rfind("《", max(0, start - 40), start), scan.text.rfind("\n", 0, start) + 1)
    if "代表大会" in found[0] or found[0].endswith(("党代会", "运动会", "残运会")):
        if start in scan.left:
            return scan.left[start]
        above = _ABOVE.search(scan.text, max(0, start - 3), start)
        if above and above.start() in scan.index:
            return above.start()  # 自治区|第十次党代会, 全国|第九届残运会
    return start - 2 if scan.text.startswith("中央", max(0, start - 2)) and start >= 2 else start


def _is_clause(scan: Scan, start: int, end: int) -> bool:
    """Say whether an ordinal opens a clause and not a name: 首次|参加|奥运会, 第二届|会议|何时|举行."""
    lexicon = scan.lexicon
    words = scan.words[scan.word_number(start) : scan.word_number(end - 1) + 1]
    if words[0] in lexicon.breaks and words[0] not in _OPENERS:
        return True
    return any(word in lexicon.clause or (word in lexicon.clitics and word not in lexicon.links) for word in words)


_ABOVE = re.compile("(?:全国|全省|全市|自治区|[省市县区州])$")
"""Whose congress or games an ordinal counts."""
_OPENERS = frozenset(("全国", "全省", "全市", "全球", "中", "环", "跨"))
"""Words that a name can open with after the ordinal: 第51届|全国|药材药品交易会, 第16次|中|韩经济部长会议."""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Compile the patterns. Each begins with a character or a word, which is what makes a search over a text fast."""
    rules = read_toml("entities/works.toml")
    one_of = {
        key: "|".join(sorted(map(re.escape, value.split()), key=len, reverse=True)) for key, value in rules.items()
    }
    characters = ("partners", "provinces", "waters", "sources", "sinks")
    char_of = {key: f"[{''.join(rules[key].split())}]" for key in characters}
    endings, plans, series, meetings = (one_of[key] for key in ("documents", "plans", "series", "meetings"))
    number = "[一二三四五六七八九十百零〇0-9]{1,4}"
    inside = r"[^「」“”｢｣\n，。、！？；：的]"
    return {
        "titled": re.compile(r"《[^《》\n]{1,60}》"),
        "press": re.compile(rf"《(?:{one_of['press']})》|(?:{one_of['press_ends']}|(?<![海喜捷预情通公简])报)》$"),
        "document": re.compile(rf"《[^《》\n]{{1,60}}?(?:{endings})(?:[（(][^（）()\n]{{1,20}}[）)])?》"),
        "quoted": re.compile(
            rf"(?:[“｢](?=[^“”｢｣\n，。、！？]{{3,60}}[”｣])|「)([^「」“”｢｣\n。！？]{{3,60}}?(?:{plans})(?:[（(][^「」“”（）()\n]{{1,20}}[）)])?)(?=[」”｣─]|[-－—][^「」“”｢｣\n]{{1,40}}[」”])"
        ),
        "cited": re.compile(
            rf"(?:{one_of['citing']})(?:了|我国|后的)?((?!的|后|照|宪法和|法|该|本|此|同|违反|相关|有关|上述|国家)(?:(?!的)[\u4e00-\u9fff]){{1,16}}?"
            rf"(?:(?:{one_of['laws']})|(?:法|条例|办法|细则|规则)(?=第{number}条|草案|修正案|修订|的议案|的规定)))(?![\u4e00-\u9fff]{{0,2}}(?:机关|部门))"
        ),
        "yearly": re.compile(r"(\d{2,3}年度[\u4e00-\u9fff]{4,24}?(?:计划|方案))(?!书)"),
        "quoted_event": re.compile(
            rf"[「“｢]({inside}{{3,24}}?(?:{meetings}|发表会|音乐会|成果展|兰展|演习)|{inside}{{4,20}}(?:{one_of['seasons']}))[」”｣]"
        ),
        "fair": re.compile(
            r"[洽博高交]会(?<=(?<![赌广传展世])([\u4e00-\u9fff][洽博高]会|[广高]交会))(?![议见谈晤员计长])"
        ),
        "contest": re.compile(rf"(?:{one_of['sports']})(?:{one_of['contests']})"),
        "year": re.compile(r"(?:19|20)\d\d年?\Z"),
        "ordinance": re.compile("(?:条例|(?:实施|管理|暂行|补助|评选|奖励)办法|施行细则|实施细则)(?![（(]?[》」”])"),
        "edition_ordinal": re.compile(
            rf"(?:第{number}|首)届([^，。、；：！？,;!?\s「」“”《》（）的]{{2,20}}?(?:(?<![发开扩进拓施参画])展(?![览会示现开望出演区商品馆厅台位])|节(?![目约日能点水省奏气])"
            r"|(?<![比竞参完])赛(?![事区道场季程车会小])|周(?![年边期刊])|奖(?![项金励杯牌状学补得品])))"
        ),
        "dated": re.compile(
            r"20[0-3]\d(?<![0-9.第－—~至-]20\d\d)(?<!制造20\d\d)((?![年余多万亿个名家人次元所吨公里亩户件项座米月日平架辆艘台条株头])"
            rf"(?:[\u4e00-\u9fff]|“[^“”\n]{{2,12}}”|《[^《》\n]{{2,6}}》){{2,20}}?(?:{one_of['editions']}))(?![\u4e00-\u9fff]?(?:展|会))"
        ),
        "edition": re.compile(r"(?<![0-9第－—~至-])((?:19|20)\d\d|1\d\d)年?度?\Z"),
        "part": re.compile(
            r"(?:(?:19|20)\d\d年?)?年会|颁奖(?:典礼|晚会|仪式)|(?<=会)[\u4e00-\u9fff]{2}峰会|(?<=论坛)[\u4e00-\u9fff]{2,5}峰会"
        ),
        "quoted_product": re.compile(
            rf"[「“｢]({inside}{{2,14}})[」”｣](?=(?:[\u4e00-\u9fff]{{0,2}}(?:APP|App|小程序)|(?:{one_of['carriers']})(?<!号)(?<!”品牌)|号(?![召称码文线角])))"
        ),
        "numbered": re.compile(rf"[「“｢]([\u4e00-\u9fffA-Za-z]{{2,8}}{number}号)[」”｣]"),
        "code": re.compile(
            r"([A-Z](?<![A-Za-z0-9][A-Z])[A-Z]{0,3}-\d{1,4}[A-Z]{0,2})(?![A-Za-z0-9-])"
            rf"(?=[\u4e00-\u9fff“”]{{0,3}}(?:{one_of['machines']}))"
        ),
        "draft": re.compile("(?:修订|修正案?)?草案"),
        "variant": re.compile(r"[A-Z]{1,2}(?![A-Za-z0-9])"),
        "series": re.compile(
            rf"({series})-?{number}号?[A-Z甲乙丙丁]?(?:遥{number}|Y[0-9]{{1,3}})?(?:[0-9]{{2}}[A-Z]?星)?(?:(?:{series}){number}[A-Z]?)?"
        ),
        "satellite": re.compile(
            rf"{number}号[A-Z]?(?=等?[0-9]{{0,2}}颗?卫星)"
        ),  # two characters before it are its name
        "opening": re.compile(rf"(?:第{number}|首)(?:届|次|个)$"),
        "ordinal": re.compile(
            rf"(?:第{number}|首)(?:届|次)(?!会议)((?:运动会|党代会|残运会|民运会|大运会|(?:(?!和第)[^，。、；：！？,;!?\s「」“”《》]|（[^）\n]{{1,6}}）){{1,24}}?(?:{meetings}))"
            rf"(?:第{number}次(?:全体)?会议)?)(?![\u4e00-\u9fff]?(?:展|会|组委会|筹委会))"
        ),
        "election": re.compile(
            rf"第{number}(?:届|任)[\u4e00-\u9fff]{{2,12}}?(?:暨第{number}(?:届|任)[\u4e00-\u9fff]{{2,12}}?)?选举(?![\u4e00-\u9fff]?(?:委员|办法|法|权|人|产生))"
        ),
        "term": re.compile(rf"第?{number}届$"),
        "organ": re.compile(r"([\u4e00-\u9fff（）]{2,16})(?:理事会|委员会|领导小组|机制|对话|论坛|大会|峰会)\Z"),
        "session": re.compile(
            rf"[第一二三四五六七八九十](?:(?<=第){number}|(?<!第)[一二三四五六七八九十]{{0,2}})(?:次|届(?=会议))"
            r"(?:全体)?(?:委员长|主席|主任|领导人非正式|部长级)?(?:会议|全会)"
        ),
        "gathering": re.compile(
            r"(?:中央|全国|省委|市委|县委|区委|自治区党委)([\u4e00-\u9fff]{2,12}?(?:工作会议|工作座谈会))"
        ),
        "count": re.compile(r"\d{1,3}[场个届次]"),
        "action": re.compile(
            r"[「｢]([^「」“”｢｣\n，。！？]{4,24})[」｣](?=(?:系列|主题|抽奖|促销|优惠|相关|宣导|推广)?活动)"
        ),
        "service": re.compile(
            rf"{char_of['provinces']}(?:服|政|企|事|税|社|农|易|汇|里|快|时|企政)[通办码](?![过知常信道讯报理事公办0-9])"
        ),
        "drill": re.compile(r"\d(?<=[\u4e00-\u9fff]{2}\d)\d{0,2}号演习"),  # two characters before it are its name
        "jubilee": re.compile(
            r"(?:庆祝|纪念)[^，。、；：！？\s“”《》（）]{2,26}?周年(?:文艺演出|文艺晚会|音乐会|座谈会|招待会|升旗仪式|阅兵|大会|纪念大会|纪念仪式|学术研讨会|主题展览?|图片展|成就展)"
        ),
        "plenum": re.compile(
            rf"(?:中国共产党|党的|中共)(?:第?{number}届[一二三四五六七八九]中全会|第?{number}大(?=[以精报召代开胜闭，。上提作]))"
        ),
        "council": re.compile(
            rf"(?:中国人民政治协商会议|全国政协|政协)(?:第?{number}届)?全国委员会(?:常务委员会)?第{number}次(?:全体)?会议"
        ),
        "bilateral": re.compile(
            rf"中(?:国[—－–-])?(?:{char_of['partners']}|{one_of['regions']})"
            rf"[^，。、；：！？“”《》（）\s]{{0,10}}?(?:{one_of['bilateral']})(?![前里内间初末底度级来会之])"
        ),
        "day": re.compile(
            r"(?:世界|国际|全国|中国)[\u4e00-\u9fff]{1,7}?日(?<![今昨明每当近往工节假平即同首末次时一二三四五六七八九十前后生多整早按]日)"
            r"(?![子期益常前均本元报晚夜程内后起至产出])"
        ),
        "pact": re.compile(
            rf"中(?:国[—－–-]?)?(?:{char_of['partners']}|{one_of['regions']})(?:自贸|自由贸易|投资|全面投资)协定"
            r"(?:升级议定书)?"
        ),
        "works": re.compile(
            rf"引{char_of['waters']}[济入补][\u4e00-\u9fff](?:补淀)?(?:工程)?"
            rf"|{char_of['sources']}电[入送]{char_of['sinks']}(?:工程)?"
            r"|西气东输(?:[一二三四]线)?"
        ),
        "ship": re.compile("舰(?![队艇载船员机炮长岛桥只上首身种用对型])"),
        "tail": re.compile(
            rf"([^，。、；：！？（）()《》“”「」\s]{{0,16}}?)(?:(?P<EVENT>{one_of['fairs']})|(?P<FAC>{one_of['parks']})|(?P<GPE>{one_of['zones']}))"
        ),
    }


def _opens(scan: Scan, number: int) -> bool:
    """Say whether a name can begin with a word: not behind a quotation or an unknown word."""
    before = scan.words[number - 1] if number else "\n"
    if scan.bounds[number] in scan.left or before in scan.lexicon.breaks:
        return True
    if before[:4].isdigit() and before[4:] in ("", "年"):
        return True  # 2024|世界|航商|大会
    return not before.isalnum() and before not in "”」》"


def _event(scan: Scan, start: int, others: set[int]) -> int | None:
    """北京|冬奥会: a place or an organisation opens the name; or 举办|智慧|乡村|互联网|大会: a verb before it.

    So does another event that ends right before a comma (``others``): 进博会、|金砖国家|治国理政|研讨会.
    """
    words, bounds, lexicon = scan.words, scan.bounds, scan.lexicon
    number = scan.word_number(start)
    if bounds[number] < start and words[number] in lexicon.breaks:
        return None
    for step in range(_MOST_WORDS + 1):
        at = bounds[number]
        if at in scan.left:
            return _around(scan, scan.left[at])
        if at in scan.nature:
            at = scan.nature[at]
            return _around(scan, scan.last[at] if at in scan.lands else at)  # 中国|长江三峡|国际旅游节
        word = words[number - 1] if number else "\n"
        if at < start and at in scan.events:
            return None  # 亚运会|男子|马拉松
        if word in lexicon.scopes and _opens(scan, number - 1):
            return scan.left.get(at - len(word), at - len(word))
        if word in lexicon.breaks or not word.isalnum():
            opened = word in lexicon.holding or (word in "、和及" and at - 1 in others)
            return at if step > 1 and start - at > 3 and opened else None
        number -= 1
    return None


def _around(scan: Scan, start: int) -> int:
    """Take the word with a place that a race goes around: 环|青海湖|自行车赛."""
    return start - 1 if scan.text[start - 1 : start] == "环" else start
