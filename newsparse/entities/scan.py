"""A text with its words, and everything the gazetteer finds in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from newsparse.entities.gazetteer import Gazetteer, Names, Trigger
from newsparse.entities.lexicon import Lexicon, lexicon
from newsparse.entities.values import Candidate
from newsparse.language.words import Words

__all__ = ["Scan", "find_words"]

# 国办发〔2024〕12号: the short names of the bodies that number their documents are no mentions of them.
_DOCUMENT_NUMBER = re.compile(r"[〔\[（(]\s?[0-9]{4}\s?[〕\]）)]\s?第?[0-9]{1,5}号")
_DOCUMENT_BODY = re.compile(r"[一-鿿]{2,10}\Z")
_LONGEST_BODY = 10

_TAIWAN = re.compile(
    "[国区里市县新台](?:(?<=国)(?:(?<![我全各两该末]国)小(?![微型麦企时])|中[及、与学])"
    "|(?<=[区里])长|(?<=[市县])府|(?<=新)台币|(?<=台)[南北中]市)"
)
"""A text has one of these if it may name the schools and neighbourhoods of Taiwan; one set begins them all, which makes
the search fast."""
_NO_LAW = ("律", "令", "规章", "规制", "人")
"""After 法 these begin with it: 公司|法人, 水污染防治|法律制度; but 公司法|规定."""
_TRADE = re.compile("(?:银行|保险|证券|信托|旅游|物流|航运)业(?![务绩主])")
_COUNTED = re.compile("(?:首|第[一二三四五六七八九十0-9]{1,3})[个家座]$")
_COUNTS = frozenset("0123456789万亿千百十两几多余")


class Scan:
    """A text with its words and the gazetteer's hits.

    Parameters
    ----------
    text:
        The article, simplified.
    words:
        Words that tile it; a word may have the space behind it.
    gazetteer:
        Names and triggers.

    Raises
    ------
    ValueError
        If the words do not tile the text.
    """

    def __init__(self, text: str, words: Sequence[str], gazetteer: Gazetteer) -> None:
        self.text = text.replace("巿", "市")  # U+5DFF, which scraped Taiwanese pages have for 市
        if " " in text and text.count(" ") != words.count(" "):  # a Doc of spaCy keeps the space behind a word with it
            words = [part for word in words for part in ((word[:-1], " ") if word[1:].endswith(" ") else (word,))]
        self.words = words = Words.of(words)
        self.lexicon: Lexicon = lexicon()
        self.bounds = words.bounds
        if self.bounds[-1] != len(text):
            raise ValueError("the words do not tile the text")
        hits = gazetteer.find(self.text)
        forms = {form for _, _, form in hits}
        self.forms = {form.text for form in forms if form.names}
        """Every written form of a known name that occurs."""
        self.people = {form.text for form in forms if "PERSON" in form.names.labels}
        """Every written form of a person whom the gazetteer knows."""
        self.index = dict(zip(self.bounds, range(len(self.bounds)), strict=True))
        self.names: list[tuple[int, int, Names]] = []
        self.triggers: dict[str, list[tuple[int, int, Trigger]]] = defaultdict(list)
        self.blocked: set[int] = set()
        """Offsets inside phrases that hold a name and are none: 邓小平|理论."""
        if any(trigger.role == "never" for form in forms for trigger in form.triggers):
            for start, end, form in hits:
                if any(trigger.role == "never" for trigger in form.triggers):
                    self.blocked.update(range(start, end))
        for number in _DOCUMENT_NUMBER.finditer(self.text):
            body = _DOCUMENT_BODY.search(self.text, max(0, number.start() - _LONGEST_BODY), number.start())
            if body:
                self.blocked.update(range(body.start(), number.end()))
        self.wide: set[int] = set()
        """Offsets where a country or a province begins."""
        self.lands: set[int] = set()
        """Offsets where a country ends."""
        self.provinces: set[int] = set()
        """Offsets where a country or a province ends."""
        blocked, triggered = self.blocked, self.triggers
        for start, end, form in hits:
            if blocked and start in blocked and end - 1 in blocked:
                continue
            names = form.names
            if names and self.fits(start, end):
                self.names.append((start, end, names))
                if names.is_wide:
                    self.wide.add(start)
                    self.provinces.add(end)
                if names.is_country:
                    self.lands.add(end)
            for trigger in form.triggers:
                triggered[trigger.role].append((start, end, trigger))
        self.events = {end for _, end, _ in self.triggers["event"]}
        """Offsets where a word for an event ends."""
        self.left: dict[int, int] = {}
        """End of a place or organisation -> start of the longest run of such names that ends there."""
        self.right: dict[int, int] = {}
        """Start of a place or organisation -> end of the longest one that begins there."""
        self.taiwan = bool(_TAIWAN.search(self.text))
        """Whether the text may name schools and neighbourhoods of Taiwan."""
        self.last: dict[int, int] = {}
        """End of a place or organisation -> the start of that name alone."""
        self.governed: set[int] = set()
        """Offsets where a country, a province, a town … ends."""
        self.persons: set[int] = set()
        """Offsets inside names of persons that something speaks for: no other name goes over them."""
        self.nature: dict[int, int] = {}
        """End of a river, a region or a building -> its start: buildings and events build on it, bodies do not."""

    def fits(self, start: int, end: int) -> bool:
        """Say whether a stretch can be a name of its own and is not cut out of an ordinary word."""
        text, index = self.text, self.index
        begins, ends = start in index, end in index
        if end - start < 4 and text[start] in self.lexicon.foreign and self._is_syllables(start, end):
            return False
        if self.cuts_level_word(end) or self.is_money(start, end):
            return False
        if end - start == 2 and text[end : end + 1] in ("寮", "厝"):
            return False  # 虎尾|寮
        if (
            text[end - 1] == "为"
            and end - start == 2
            and start + 1 in index
            and self.text[start - 2 : start - 1] in self.lexicon.sure_surnames
        ):
            return False  # 李丽华|为: 华为 is no company there
        if self._is_renewed(start + 1) and text[start + 1 : end] in self.forms:
            return False  # 刷新|中国纪录
        if (ends and self._is_renewed(start)) or (begins and _TRADE.match(text, end)):
            return True  # 刷新|中国|纪录, 江苏|银行业
        if text[end - 1] == "法" and text.startswith(_NO_LAW, end):
            return False
        if text[end - 1] == "网" and text.startswith(("友", "民"), end):
            return False  # 海外|网友
        if end - start == 2 and text[start] == "台" and text[start - 1 : start] in _COUNTS:
            return False  # 5万台|电驱动
        if not ends and text[end - 1] in "市县区州省镇乡村盟旗" and end - start > 2:
            ends = end - 1 in index
        if begins and end - start == 2 and (self._continues(end) if ends else self._is_drawn(end)):
            return False
        if begins and not ends and end - start == 2 and start + 1 in index and text[start] in self.lexicon.clitics:
            return False  # 事业观|和|政绩观
        if begins and ends:
            return not (end - start == 2 and self._is_begun(start))
        if not begins and end - start == 2 and self.text[start - 1] not in self.lexicon.clitics:
            head = self.bounds[self.word_number(start)]
            if self.text[start - 1] == "市" and any(self.text[start - n : start] in self.forms for n in (3, 4)):
                return ends  # 台南|市北区: 北区 of 台南市
            return self.text[head:start] in self.forms  # 英国|伦敦, not 大|凉山
        if not begins and self.lexicon.is_ordinary(self.word_at(start)):
            return False
        if not ends and self.lexicon.is_ordinary(self.word_at(end)):
            return False
        return begins or ends or end - start > 3

    def is_money(self, start: int, end: int) -> bool:
        """Say whether a country names its money: 3000|肯尼亚|先令, 172亿|澳门|元."""
        counted = self.text.startswith("元", end) and self.text[start - 1 : start] in _COUNTS
        return counted or self.text.startswith(self.lexicon.currencies, end)

    def is_counted(self, start: int) -> bool:
        """Say whether a site that begins here is only counted: 首个|空港综合保税区."""
        return _COUNTED.search(self.text, max(0, start - 5), start) is not None

    def is_toward(self, start: int) -> bool:
        """Say whether what begins here is a country in short that something is for: 对|俄|产业园区, 对|台|枢纽."""
        short = self.text[start] in self.lexicon.countries or self.text[start] == "台"
        return short and self.text[start - 1 : start] == "对" and start not in self.right

    def is_graduate(self, start: int, end: int) -> bool:
        """Say whether someone leaves a university here: 张雪|大学|毕业; but 湘潭大学|毕业."""
        text, stem = self.text, self.text[start : end - 2]
        left = text.startswith("大学毕业", end - 2) and len(stem) in (2, 3)
        return left and stem[0] in self.lexicon.sure_surnames and not {stem, text[start:end]} & self.forms

    def is_trade(self, end: int) -> bool:
        """Say whether what ends here goes on as the name of a trade: 安徽银行|业运行平稳, but 中国银行|业务."""
        return _TRADE.match(self.text, max(end - 2, 0)) is not None

    def cuts_word(self, start: int, end: int) -> bool:
        """Say whether a stretch begins or ends inside a word of the general language."""
        return any(at not in self.index and self.lexicon.is_ordinary(self.word_at(at)) for at in (start, end))

    def _is_renewed(self, at: int) -> bool:
        """Say whether what begins here stands behind such a word as 刷新, whose 新 is no part of it."""
        return self.text[at - 1 : at] == "新" and self.lexicon.is_ordinary(self.text[at - 2 : at])

    def _continues(self, end: int) -> bool:
        """Say whether the last character makes a word with the next, which stands alone: 中|共建, 中|国画."""
        text = self.text
        alone = end + 1 in self.index and text[end : end + 1].isalpha()
        return alone and self.lexicon.is_ordinary(text[end - 1 : end + 1])

    def _is_drawn(self, end: int) -> bool:
        """Say whether the last character makes a word with the rest of its word: 修|水利."""
        return self.lexicon.is_ordinary(self.text[end - 1 : self.bounds[self.word_number(end) + 1]])

    def _is_begun(self, start: int) -> bool:
        """Say whether the first character makes a word with the one before, which stands alone: 木兰|溪."""
        number = self.index[start]
        alone = number > 0 and len(self.words[number - 1]) == 1 and self.words[number - 1] not in self.lexicon.breaks
        word = self.text[start - 1 : start + 1]
        return alone and self.words[number - 1] not in self.lexicon.clitics and word in self.lexicon.common

    def cuts_level_word(self, end: int) -> bool:
        """Say whether a name would take the first half of 市民, 县城 … with it; 吉林省|长春市 does not."""
        if self.text[end - 1 : end + 1] not in self.lexicon.level_words:
            return False
        if end not in self.index:
            return True
        after = self.words[self.index[end]]
        return not (after in self.forms or (len(after) > 1 and self.lexicon.is_ordinary(after)) or len(after) > 2)

    def _is_syllables(self, start: int, end: int) -> bool:
        """Say whether a short form of syllables is cut out of a foreign name: 布良斯|克州, 巴特尔|别科夫."""
        foreign, text = self.lexicon.foreign, self.text
        left, right = start, end
        while left and start - left < 8 and text[left - 1] in foreign:
            left -= 1
        if text[end - 1] in foreign:
            while right < len(text) and right - end < 8 and text[right] in foreign:
                right += 1
        if right - end == 1 and right in self.index and end in self.index and self.text[end] not in self.lexicon.breaks:
            return True  # 阿克拉|姆
        outside = [self.word_at(at) for at, size in ((left, start - left), (end, right - end)) if size > 1]
        return any(len(w) > 1 and not self.lexicon.is_ordinary(w) and w not in self.forms for w in outside)

    def is_beside_post(self, start: int, end: int) -> bool:
        """Say whether a post stands right before or after a stretch: 检察长|林锦村, 林锦村|检察长."""
        before, after = self.index.get(start, 0), self.index.get(end, len(self.words))
        posts = self.lexicon.posts
        return (before > 0 and self.words[before - 1] in posts) or (
            after < len(self.words) and self.words[after] in posts
        )

    def draws_on(self, end: int) -> bool:
        """Say whether the word that ends here took the first half of the next one: 王勇代|表."""
        number = self.index.get(end, -1)
        if not 0 < number < len(self.words) or len(self.words[number]) != 1:
            return False
        return self.lexicon.is_ordinary(self.text[end - 1 : end + 1])

    def is_proper(self, start: int, end: int) -> bool:
        """Say whether a stretch has more in it than words of the general language."""
        if self.lexicon.is_ordinary(self.text[start:end]):
            return False
        singles = 0
        for number in range(self.word_number(start), self.word_number(end - 1) + 1):
            word = self.text[max(start, self.bounds[number]) : min(end, self.bounds[number + 1])]
            if self.lexicon.is_ordinary(word) or word in self.lexicon.links:
                continue
            singles += len(word) == 1
            if len(word) > 1 or singles > 1:
                return True
        return False

    def word_number(self, offset: int) -> int:
        """Give the number of the word that covers an offset."""
        return bisect_right(self.bounds, offset) - 1

    def word_at(self, offset: int) -> str:
        """Give the word that covers an offset."""
        return self.words[self.word_number(offset)]

    def note(self, candidate: Candidate) -> None:
        """Remember that a name stands here, so that other rules can build on it."""
        start, end, label = candidate.start, candidate.end, candidate.label
        if label == "PERSON":
            if not candidate.guess:
                self.persons.update(range(start, end))
            return
        if label in ("LOC", "FAC"):
            self.nature[end] = min(self.nature.get(end, start), start)
            return
        if label == "GPE":
            self.governed.add(end)
        self.last[end] = min(self.last.get(end, start), start)
        self.right[start] = max(self.right.get(start, 0), end)
        left = self.left.get(start, start)
        self.left[end] = left = min(self.left.get(end, left), left)
        branch = self.right.get(end) if label == "ORG" else None
        if branch in self.governed:  # 中国信托银行|永康|分行
            self.left[branch] = min(self.left.get(branch, left), left)


def find_words(text: str, words: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield where words stand in a text, the longest that begins at a place, none inside another.

    A regular expression of the words finds the same, but compiling one takes longer than reading a page with it.
    """
    automaton = AhoCorasick(words, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.NoncontiguousNFA)
    for _, start, end in automaton.find_matches_as_indexes(text):
        yield start, end
