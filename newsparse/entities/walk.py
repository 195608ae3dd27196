"""How far a name goes to the left of the word that ends it: words, and a place or a body at the head."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from newsparse.entities.scan import Scan

__all__ = ["LEVELS", "LONGEST", "MOST_WORDS", "NUMBERS", "Walk", "is_proper", "nearest", "trim_head", "walk_left"]

LEVELS = frozenset("省市县区州旗乡镇盟")
_BUILT = ("银行", "集团", "公司", "有限", "股份", "投资", "局", "厅", "委", "部")
"""What 建设 is a part of the name of; before other bodies it is the verb."""
_QUOTED = re.compile("[“「][^“”「」]{1,12}[”」]$")
_DASHES = "—－-–"
_FOREIGN_DASHES = frozenset("-·")
MOST_WORDS = 9
LONGEST = 26
_GLUE = frozenset("后前愿要会能应须需可曾正在将使令致")
NUMBERS = frozenset("一二三四五六七八九十百千万两几数另")


@dataclass(slots=True)
class Walk:
    """What stands to the left of a suffix and can belong to its name."""

    at: int
    words: list[str] = field(default_factory=list)
    """From right to left, up to the anchor."""
    anchored: bool = False
    """A place or an organisation stands at the head."""


def walk_left(scan: Scan, start: int, *, nature: bool = False, verbs: bool = False) -> Walk:
    """Go left from a suffix while the words can be part of a name, up to a place or an organisation.

    With ``nature`` a river, mountain or region will do as well (曾文溪|大桥), with ``verbs`` the name may have some.
    """
    lexicon, words, bounds, text = scan.lexicon, scan.words, scan.bounds, scan.text
    number = scan.word_number(start)
    walk = Walk(bounds[number])
    if walk.at < start:
        if start in scan.left and scan.left[start] <= walk.at:
            return Walk(scan.left[start], anchored=True)
        piece = text[walk.at : start]
        if piece in lexicon.breaks or piece[-1] == "之":
            return Walk(start)
        walk.words.append(piece)
    while True:
        at = walk.at
        if at in scan.left or (nature and at in scan.nature):
            walk.at, walk.anchored = min(scan.left.get(at, at), scan.nature.get(at, at) if nature else at), True
            while nature and walk.at in scan.nature:
                walk.at = scan.nature[walk.at]  # 德务高速|乌江|特大桥
            if at in scan.nature and walk.at in scan.left:
                walk.at = nearest(scan, scan.left[walk.at], start)  # 中国|大运河|博物馆
            if walk.words and _is_joint(scan, walk.words[-1], start):
                return Walk(at + len(walk.words[-1]), walk.words[:-1])
            if walk.at and text[walk.at - 1] in _DASHES and walk.at - 1 in scan.left:
                walk.at = scan.left[walk.at - 1]  # 丹麦—中国友好协会
            return walk
        quoted = _QUOTED.search(text, max(0, at - 14), at)
        if quoted and quoted.start() in scan.left:
            walk.at, walk.anchored = scan.left[quoted.start()], True  # 瑞典|“一带一路”|研究所
            walk.words.append(quoted[0])
            return walk
        if at and text[at - 1] in "）)" and (at - 1) in scan.left and text[scan.left[at - 1] - 1] in "（(":
            number = scan.word_number(scan.left[at - 1] - 1)  # 国广网络|(北京)|有限公司
            walk.at = bounds[number]
            walk.words.append(text[walk.at : at])
            continue
        word = words[number - 1] if number else "\n"
        if len(walk.words) >= MOST_WORDS or start - at > LONGEST or at - 1 in scan.persons:
            return walk
        if at - len(word) in scan.persons:
            return walk
        inside = verbs and len(word) > 1 and word.isalpha() and word not in lexicon.functions
        if not inside and not _joins(scan, number, walk) and _ends_name(scan, word, walk):
            return walk
        number -= 1
        walk.at = bounds[number]
        walk.words.append(word)
        while number > 1 and words[number - 1] in _FOREIGN_DASHES and all(c in lexicon.foreign for c in word):
            if not all(c in lexicon.foreign for c in words[number - 2]):
                break
            number, word = number - 2, words[number - 2]  # 哈兹菲尔德|-|杰克逊|国际机场
            walk.at = bounds[number]
            walk.words.append(text[walk.at : bounds[number + 2]])


def _is_joint(scan: Scan, word: str, suffix: int) -> bool:
    """Say whether something else begins with the word after a place or a body: 成都|建设|西部经济中心."""
    return word in scan.lexicon.joints or (word == "建设" and not scan.text.startswith(_BUILT, suffix))


def _joins(scan: Scan, number: int, walk: Walk) -> bool:
    """Say whether the word before goes on with the name although it is a little word: 应用|与|技术中心, 第|302|医院."""
    word = scan.words[number - 1] if number else "\n"
    if word == "第":
        return bool(walk.words) and walk.words[-1].isdigit()
    return word in scan.lexicon.links and bool(walk.words) and number > 1 and _reaches(scan, number - 1)


def _ends_name(scan: Scan, word: str, walk: Walk) -> bool:
    """Say whether a name cannot go on over a word."""
    lexicon = scan.lexicon
    if word in lexicon.breaks or word in lexicon.titles or not word.isalnum():
        return True
    if word[0].isdigit() and (walk.words or not word.isdigit()):
        return True  # 10月|11日|博物馆; but 1916|园区
    if len(word) > 2 and word[-1] in "及与暨" and word not in lexicon.common:
        return True  # 大港|国小及|明水|国小
    return _is_glue(scan, word)


def _is_glue(scan: Scan, word: str) -> bool:
    """Say whether the segmenter made an unknown word of little words: 愿|以."""
    lexicon = scan.lexicon
    if word in lexicon.common:
        return False
    if len(word) == 4 and (word[:2] in lexicon.breaks or word[2:] in lexicon.breaks):
        return True  # 充分|发挥
    little = len(word) == 2 and (all(c in lexicon.clitics or c in _GLUE for c in word) or word[-1] in "由于以将")
    return (
        little or word[-1] in "了着过的上入到们" or "在" in word or (word[0] in NUMBERS and word[-1] in lexicon.clitics)
    )


def _reaches(scan: Scan, number: int) -> bool:
    """Say whether a name goes on to the left of 与, 和: common nouns, then a place or an organisation."""
    for step in range(1, 5):
        if number - step < 0:
            return False
        word = scan.words[number - step]
        if scan.bounds[number - step + 1] in scan.left:
            return step > 1
        if word not in scan.lexicon.common or word in scan.lexicon.titles:
            return False
    return False


def nearest(scan: Scan, at: int, start: int) -> int:
    """Leave off a province or country before the short form of a place: 江苏省|苏州宝碟激光电子有限公司."""
    end = scan.right.get(at, start)
    while at in scan.wide and end < start and end in scan.right and scan.text[scan.right[end] - 1] not in LEVELS:
        at, end = end, scan.right[end]
    return at


def is_proper(scan: Scan, walk: Walk) -> bool:
    """Say whether some word of a walk is not of the general language."""
    lexicon = scan.lexicon
    singles = 0
    for word in walk.words:
        if len(word) == 1 and not word.isascii():
            singles += 1
            if singles > 1:
                return True
            continue
        singles = 0
        if not (lexicon.is_ordinary(word) or word in lexicon.generic or word in lexicon.links):
            return True
    return False


def trim_head(scan: Scan, walk: Walk, trim: frozenset[str] = frozenset()) -> int | None:
    """Leave off what describes but does not name at the head: 龙头|企业|华航|集团, 建设|吉浙|产业园.

    With ``trim`` only those words and activities go, without it all words of the general language.
    """
    at, words = walk.at, list(walk.words)
    activities = scan.lexicon.activities
    while len(words) > 1 and (
        (words[-1] in trim or words[-1] in activities) if trim else scan.lexicon.is_ordinary(words[-1])
    ):
        at += len(words.pop())
    while scan.text[at] in scan.lexicon.clitics or (scan.taiwan and scan.text[at] in "假至"):
        at += 1
    return at
