"""Rules for persons: a surname and a title or a verb of saying beside it, foreign names, lists of names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from newsparse.entities.lexicon import lexicon
from newsparse.entities.scan import Scan
from newsparse.entities.values import OWN_PRIORITY, Candidate

__all__ = ["find_persons", "find_split_names"]

_SPACE = " 　\u00a0"
_JOIN = "、和及与"
_DOT = "·•・．‧"
_HYPHENS = "-－‐"
_ENDS = _DOT + _HYPHENS

_ENDINGS = frozenset("江河湖湾港峡洲镇村乡县桥化性型级度率式")
"""What a word of three characters ends with that looks like a name and names a river, or nothing."""

_HEADS = frozenset(("部长", "局长", "厅长", "院长", "处长", "署长", "行长", "社长", "会长", "司长", "校长", "议长"))
"""Posts whose second half the segmenter may draw into a foreign name."""

_BEFORE_TITLES = ("前代理", "代理", "前", "原")
"""What a title may begin with that stands between surname and given name: 李|前代理市长|孟谚."""

_BEHIND_NAMES = ("", *"于与及和在对")
"""What the segmenter may have drawn into a given name from behind it: 名彬|于."""

_HELD = frozenset("任当兼为做")
"""What stands between a person and a post that he is given: 李明|任|主任."""

_WITHHELD = re.compile("([一-鿿])某(?:某|[一-鿿])?")
"""Persons whose given name a notice withholds: 李某某, 张某军, 沈某."""
_SOME = frozenset("年月日天时个种些类项方面处地人单企公国省市县区镇村部次家名位条段件高小中大职")
"""After 某 they say that anything at all is meant: 于|某年, 任|某职."""

_APPOINTED = re.compile(
    "(?:(?<=任命)|(?<=免去)|(?<=接受)|(?<=免除)|(?<=补选)|(?<=提名)|^)([一-鿿]{2,4}?)(?:同志)?(?:[（(][一-鿿，]{1,9}[）)])?"
    "(?:为(?=(?P<post>[^，。；\n]{2,40})(?:[，；。]|$))|的(?=[^。；\n]{2,40}职务)|辞去(?=[^。；\n]{2,40}(?:职务|请求)))",
    re.MULTILINE,
)
"""Persons who are given or lose a post: 任命|李四|为…主任, 王五|的…局长职务."""
_APPOINTING = ("任命", "免去", "辞去")

Evidence = Literal["title", "verb", "list"]
"""What speaks for a name: a title right before it, a verb of saying after it, or only its place in a list."""


def find_persons(scan: Scan) -> Iterator[Candidate]:
    """Yield persons: beside a title, before a verb of saying, in a list, or by the look of the name alone."""
    befores, afters = _titles(scan)
    for end, start in befores.items():
        yield from _after_title(scan, start, end, befores)
    for start, end in afters.items():
        found = _ending_at(scan, start)
        found = _between(scan, start) if found is None else found
        if found is not None:
            yield Candidate(found, start, "PERSON", "rule", title=scan.text[start:end], priority=2)
    yield from _withheld(scan)
    yield from _appointed(scan)
    reports, words = scan.lexicon.reports, scan.words
    signs = reports.union(_DOT)
    for number, word in enumerate(words):
        if len(word) != 3 and word not in signs:
            continue
        if word in reports:
            start = scan.bounds[number]
            byline = number > 1 and scan.words[number - 1] in _SPACE  # 李尕 摄
            if byline:
                start = scan.bounds[number - 1]
            found = _ending_at(scan, start, "title" if byline else "verb")
            if found is not None and (byline or start - found > 2 or scan.bounds[number - 1] == found):
                yield Candidate(found, start, "PERSON", "rule", priority=1)
        elif len(word) == 3 and _is_whole_name(scan, word):
            yield Candidate(scan.bounds[number], scan.bounds[number] + 3, "PERSON", "rule", guess=True)
        elif word in _DOT:
            span = _dotted(scan, scan.bounds[number])
            if span:
                yield Candidate(*span, "PERSON", "rule", priority=1)


def _withheld(scan: Scan) -> Iterator[Candidate]:
    """Yield persons whose given name is withheld."""
    for found in _WITHHELD.finditer(scan.text) if "某" in scan.text else ():
        end = _withheld_end(scan, found)
        if end and (found.start() in scan.index or found[0].endswith("某某")):
            yield Candidate(found.start(), end, "PERSON", "rule", priority=OWN_PRIORITY)


def _withheld_end(scan: Scan, found: re.Match[str]) -> int:
    """Give the end of such a name, 0 if anything at all is meant; the last character of the given name may be told."""
    lexicon, name, told, end = scan.lexicon, found[0], found[0][2:], found.end()
    if name[0] not in lexicon.surnames or name[0] in lexicon.clitics or told in _SOME:
        return 0
    closed = not scan.text[end : end + 1].isalnum() or scan.text.count(name) > 1
    whole = told in lexicon.given and closed
    return end if told == "某" or whole else found.start() + 2


def _appointed(scan: Scan) -> Iterator[Candidate]:
    """Yield persons in a list of those who are appointed or dismissed, a line each."""
    if not any(word in scan.text for word in _APPOINTING):
        return
    for found in _APPOINTED.finditer(scan.text):
        start, end = found.span(1)
        size = 2 if found[1][:2] in scan.lexicon.surnames else 1
        post = found["post"]
        if post and not any(post[-length:] in scan.lexicon.posts for length in range(2, 8)):
            continue
        called = found[1][:size] in scan.lexicon.surnames and 1 <= end - start - size <= 2
        if called and not scan.lexicon.is_ordinary(found[1]) and scan.right.get(start) is None:
            yield Candidate(start, end, "PERSON", "rule", priority=OWN_PRIORITY)


def _titles(scan: Scan) -> tuple[dict[int, int], dict[int, int]]:
    """Give titles and roles by their end (end -> start), and titles by their start (start -> end); the longest each."""
    befores: dict[int, int] = {}
    afters: dict[int, int] = {}
    for start, end, trigger in scan.triggers["title"]:
        if start not in scan.index and end not in scan.index:
            continue  # 地处|长江: a title across two words
        if end in scan.index or not scan.lexicon.is_ordinary(scan.word_at(end)):
            befores[end] = min(befores.get(end, start), start)
        if trigger.kind == "titles" and start in scan.index:
            afters[start] = max(afters.get(start, end), end)
    return befores, afters


def _after_title(scan: Scan, start: int, end: int, befores: dict[int, int]) -> Iterator[Candidate]:
    """Yield the person or the list of persons that stands after a title."""
    text = scan.text
    at = _skip_space(text, end + 1 if text[end : end + 1] in ("：", ":") else end)
    if start and start - 1 in scan.index and start in scan.index and text[start - 1] in scan.lexicon.surnames:
        return  # 王|副市长 …: the name is a surname before the title
    stop = _name_at(scan, at, "title")
    if not stop or (stop - at == 2 and text[start:end] not in scan.lexicon.posts and not _is_closed(scan, stop)):
        return
    # 创始合伙人、副董事长黄丽陆: the titles before this one belong to the same person
    while start and text[start - 1] in "、兼" and (start - 1) in befores:
        start = befores[start - 1]
    title = text[start:end]
    while stop:
        yield Candidate(at, stop, "PERSON", "rule", title=title, priority=3)
        if text[stop : stop + 1] and text[stop] in _JOIN:
            at = stop + 1
        else:
            at = _skip_space(text, stop)
            if at == stop:
                return
        stop = _name_at(scan, at, "list")


def find_split_names(scan: Scan) -> Iterator[Candidate]:
    """Yield persons whose title parts their name, as in Taiwan: 黄|市长|伟哲, 李|前代理市长|孟谚."""
    text, lexicon = scan.text, scan.lexicon
    for start, end, trigger in scan.triggers["title"]:
        prefix = next((word for word in _BEFORE_TITLES if text.endswith(word, 0, start)), "")
        at, stop = start - len(prefix) - 1, end + 2
        if trigger.kind != "titles" or at not in scan.index or end not in scan.index or stop >= len(text):
            continue
        given, rest = text[end:stop], text[stop : scan.bounds[scan.word_number(stop - 1) + 1]]
        called = all(c in lexicon.given for c in given) and not lexicon.is_ordinary(given)
        if text[at] == text[start] or (given[0] in lexicon.sure_surnames and given in scan.people):
            continue  # 社会文化|司|司长, 应|国务委员|王毅
        if text[at] not in lexicon.surnames or text[at] in lexicon.clitics or not called or text[stop] in _DOT:
            continue
        if given[1] not in lexicon.clitics and rest in _BEHIND_NAMES:
            yield Candidate(at, stop, "PERSON", "rule", text[at] + given, title=text[at + 1 : end], priority=3)


def _is_closed(scan: Scan, end: int) -> bool:
    """Say whether a name of two characters after a role ends for sure: 演员|多为|… is none, 村民|李伟|说 is."""
    after = scan.text[end : end + 1]
    return not _is_han(after) or (end in scan.index and scan.words[scan.index[end]] in scan.lexicon.reports)


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


def _name_at(scan: Scan, at: int, evidence: Evidence) -> int:
    """Give the end of the person's name that begins at an offset, 0 if none does."""
    if at + 1 >= len(scan.text):
        return 0
    if at in scan.right:  # a place begins here: only a longer name right after a title is stronger (居民|贺兰|心)
        end = at + 3
        rest = scan.text[end : scan.bounds[scan.word_number(end) + 1]] if end < len(scan.text) else ""
        whole = end in scan.index or rest in scan.lexicon.breaks or rest == "家"
        short = scan.right[at] == at + 2 and evidence == "title" and whole
        given = scan.text[at + 1 : end]
        fits = scan.text[at] in scan.lexicon.surnames and all(c in scan.lexicon.given for c in given)
        return end if short and fits and at + 2 in scan.index and scan.text[at + 2] not in scan.lexicon.breaks else 0
    if at not in scan.index:  # 局|长苏|金安: the segmenter drew the end of the title into the name
        end = at + 3
        cut = evidence == "title" and end in scan.index and scan.text[at] in scan.lexicon.surnames
        return end if cut and all(c in scan.lexicon.given for c in scan.text[at + 1 : end]) else 0
    return max(_chinese(scan, at, evidence), _foreign(scan, at, evidence))


def _chinese(scan: Scan, at: int, evidence: Evidence) -> int:
    """Give the end of a surname with a given name of one or two characters."""
    text, lex, index = scan.text, scan.lexicon, scan.index
    if withheld := _WITHHELD.match(text, at):
        return _withheld_end(scan, withheld)
    whole = scan.words[index[at]]
    size = 2 if text[at : at + 2] in lex.surnames else 1
    if size == 1 and text[at] not in lex.surnames:
        # a surname that is mostly a word: the segmenter has to have kept the name whole, or nothing follows it
        ends = evidence == "title" and (
            not (_is_han(text[at + 2 : at + 3]) and _is_han(text[at + 3 : at + 4]))
            or (at + 3 in index and scan.words[index[at + 3]] in lex.reports)
        )
        if text[at] not in lex.rare_surnames or (len(whole) == 1 and not ends):
            return 0
        if len(whole) == 3 and whole[:2] in lex.breaks:
            return 0  # 热议习|总书记
    if len(whole) > size and lex.is_ordinary(whole) and not (whole in scan.people and evidence == "title"):
        return 0
    sure = text[at : at + size] in lex.sure_surnames
    if evidence == "verb" and len(whole) == 2 and whole[1] in "中上下内外里前后间":
        return 0  # 信中|表示
    closed = evidence != "verb" and sure and size == 1 and text[at + 3 : at + 4] in ("、", "，", "。", "等")
    if closed and at + 3 in index and all(map(_is_han, text[at + 1 : at + 3])):
        words = scan.words[index[at] : index[at + 3]]
        if len(words) > 1 or not lex.is_ordinary(words[0]):
            return at + 3  # 副会长|李|进见、: whatever its characters are
    for length in (size + 2, size + 1):
        end = at + length
        given = text[at + size : end]
        if len(given) < length - size or not all(c in lex.given for c in given) or given in lex.titles:
            continue
        rare = text[at] in lex.rare_surnames or (text[at] in lex.clitics and len(given) > 1)
        if given in lex.no_given or (rare and lex.is_ordinary(given)):
            continue  # 伊|军方, 局长|于|农历, 委员|时|强调, 学生|向|两国
        if length == size + 2 and text[at:end] == whole and scan.draws_on(end):
            return end - 1 if evidence == "title" else 0  # 王勇|代|表
        if text[end - 1 : end + 1] in lex.breaks and len(text[end - 1 : end + 1]) == 2:
            continue  # 李强|日前: the last character belongs to the next word
        if end not in index:
            # the segmenter drew the next word into the name: 徐|留|平及
            rest = text[end : scan.bounds[scan.word_number(end) + 1]]
            if evidence != "title" or rest not in lex.breaks:
                continue
        elif text[at:end] == whole:
            return end
        elif len(given) == 1 and evidence != "title":
            continue
        elif len(given) == 2 and _is_han(text[end : end + 1]):
            # nothing ends the name but the words themselves: its pieces must not be ordinary words
            last = scan.words[index[end] - 1]
            surely = sure and evidence == "title" and len(last) == 2
            if not surely and (lex.is_ordinary(last) if len(last) == 2 and evidence != "title" else last in lex.breaks):
                continue
        return end
    return 0


def _foreign(scan: Scan, at: int, evidence: Evidence) -> int:
    """Give the end of a name that is written with the characters for foreign names."""
    found = _foreign_pattern().match(scan.text, at)
    if not found or scan.lexicon.is_ordinary(scan.words[scan.index[at]]):
        return 0
    end = found.end()
    while end > at + 1 and (end not in scan.index or scan.text[end - 1] in _ENDS):
        end -= 1
    # words of the general language at the end are not part of the name: 布克尔 | 来
    while end > at + 1 and end in scan.index and scan.lexicon.is_ordinary(scan.words[scan.index[end] - 1]):
        begin = scan.bounds[scan.index[end] - 1]
        if scan.text[begin - 1] in _ENDS:
            break  # 埃马纽埃尔·|马克龙
        end = begin
    return end if end - at >= (2 if evidence == "title" else 3) else 0


@cache
def _foreign_pattern() -> re.Pattern[str]:
    characters = "".join(sorted(lexicon().foreign))
    return re.compile(f"[{characters}]+(?:[{_DOT}-][{characters}]+)*")


def _ending_at(scan: Scan, end: int, evidence: Evidence = "verb") -> int | None:
    """Give the start of the person's name that ends at an offset."""
    if end not in scan.index:
        return None
    number = scan.index[end]
    found = None
    for count in range(1, min(3, number) + 1):
        at = scan.bounds[number - count]
        placed = count > 1 and end in scan.left and not (count == 2 and _is_surname(scan, at, end))
        if end - at > 8 or placed or scan.nature.get(at + 2) == at:
            break  # 欧洲|司
        # the longest: 议员|刘|米山, where 米山 could be a name too
        if end - at >= 2 and (found is None or end - at == 3) and _name_at(scan, at, evidence) == end:
            found = at
    return found


def _between(scan: Scan, end: int) -> int | None:
    """Give the start of three characters between a comma and a post, whatever their words are: 、蔡旺|诠|议员."""
    at, text, lexicon = end - 3, scan.text, scan.lexicon
    if at < 1 or text[at - 1] not in "、，。\n" or text[at] not in lexicon.sure_surnames or at not in scan.index:
        return None
    given = text[at + 1 : end]
    ends = given[1] in lexicon.functions or given[1] in _HELD or given in lexicon.breaks
    return None if ends or not all(c in lexicon.given for c in given) or at in scan.right else at


def _is_surname(scan: Scan, at: int, end: int) -> bool:
    """Say whether a surname stands before a given name that is also a short name: 郭|清华|议员."""
    before = scan.text[at - 1 : at]
    return end - at == 3 and scan.text[at] in scan.lexicon.sure_surnames and before not in ("省", "市", "县", "区")


def _is_whole_name(scan: Scan, word: str) -> bool:
    """Say whether a word of three characters looks like a name and like nothing else."""
    lex = scan.lexicon
    return (
        word[0] in lex.surnames
        and word[1] in lex.given
        and word[2] in lex.given
        and word[2] not in _ENDINGS
        and not lex.is_ordinary(word)
        and not lex.is_ordinary(word[:2])
        and word[:2] not in scan.forms
        and not lex.is_ordinary(word[1:])
    )


def _dotted(scan: Scan, dot: int) -> tuple[int, int] | None:
    """Give the name around a middle dot: 艾力更·依明巴海, 埃米|略·德·孔西."""
    index, bounds, words = scan.index, scan.bounds, scan.words
    number = index[dot]
    first = number
    while first and dot - bounds[first - 1] <= 8:
        jean = words[first - 1] == "让" and _joins(scan, first)
        if not (jean or _joins(scan, first - 1) or _is_part_of_name(scan, first - 1)):
            break
        first -= 1
    first += _joins(scan, first)
    last = number + 1
    while last < len(words) and bounds[last + 1] - dot <= 12:
        second = len(words[last]) == len(words[last - 1]) == 1 and words[last - 2] in _DOT  # 谷暮．哈|就
        closing = second and last + 1 < len(words) and not _is_han(words[last + 1][0]) and _is_han(words[last])
        if not (words[last] in _DOT or _is_part_of_name(scan, last) or _joins(scan, last) or closing):
            break
        last += 1
    while last > number and words[last - 1] in _ENDS:
        last -= 1
    if bounds[first] and scan.text[bounds[first] - 1 : bounds[first] + 1] in _HEADS:
        return (bounds[first] + 1, bounds[last]) if first < number < last - 1 else None  # 卫生部|长海梅·马纳利奇
    parts = max(dot - bounds[first], bounds[last] - dot - 1)
    return (bounds[first], bounds[last]) if first < number < last - 1 and parts > 1 else None


def _joins(scan: Scan, number: int) -> bool:
    """Say whether a word is the hyphen inside a foreign name: 让-诺埃尔·巴罗."""
    text, at = scan.text, scan.bounds[number]
    inside = 0 < at < len(text) - 1 and text[at] in _HYPHENS
    return (
        inside
        and len(scan.words[number]) == 1
        and (text[at - 1] == "让" or text[at - 1] in scan.lexicon.foreign)
        and _is_han(text[at + 1])
    )


def _is_part_of_name(scan: Scan, number: int) -> bool:
    """Say whether a word can be a part of a foreign name with a dot."""
    word, lex = scan.words[number], scan.lexicon
    if len(word) == 1:
        return _is_han(word) and word not in lex.clitics and (word in lex.foreign or word not in lex.breaks)
    if word in lex.titles or word in lex.reports:
        return False
    if word in scan.forms and word not in scan.people:  # 埃马|纽埃|尔·: the segmenter found a country in it
        around = scan.words[number - 1] + scan.words[number + 1] if 0 < number < len(scan.words) - 1 else ""
        return bool(around) and all(c in lex.foreign for c in around + word)
    return all(map(_is_han, word)) and (not lex.is_ordinary(word) or all(c in lex.foreign for c in word))


def _is_han(character: str) -> bool:
    return "一" <= character <= "鿿"
