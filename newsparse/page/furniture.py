"""Recognise lines of page furniture: what a line is made of, not whether it contains a word.

A line is furniture when *all* of it is accounted for: pairs of ``label：value``, dates, known words and separators.
A paragraph that mentions 责任编辑 or 版权所有 is not made of such pieces and stays.  A full date beside a label makes a
byline even where a few short words are left over.  The words are rows of
``rules/page``; long notices, in which a site speaks of its own rights, add up words instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

from newsparse.records import BlockKind
from newsparse.rules import read_toml, read_tsv

__all__ = [
    "DATE",
    "Family",
    "Furniture",
    "Label",
    "bare_label",
    "ends_label",
    "families",
    "find_labels",
    "is_label",
    "is_notice_header",
    "is_notice_item",
    "notice_score",
    "recognise",
    "speaks_for_site",
    "wants_value",
    "word_family",
]

_LONGEST = 300  # characters; no furniture but a notice is longer
_LONGEST_PIECES = 160  # characters of a line made of pieces
_LONGEST_SECTION = 40  # … and of one that opens a list of other pages
_AROUND = (
    " |｜/·•>»›＞<＜《》:：—–-+*_=~()（）[]［］【】〖〗「」“”#←→⇒↓▼◆◇●○◎■□▪►▶▷▸※★☆"  # marks that one has around it
)
_BARE_LABEL = 4  # characters of a label that needs no colon in a table or on a line of its own
_LONGEST_VALUE = 40  # characters of a name or a medium
_LONGEST_FREE_VALUE = 80
_FULL_DATE = re.compile(r"\d{4}[-/.年 ]|(?:中华)?民国|1[01]\d[-/.年]")
_CLAUSES = re.compile("[。！？?!；;，,]")
_SENTENCE = re.compile("[。！？?!；;]")
_SEPARATORS = re.compile(
    r"[\s|｜/\\·•>»›＞<《》:：,，、;；—–\-+*_=~.…()（）\[\]［］【】「」“”\"'’‘#&→←↑↓∨∧▼▽﹀︿◆●■▪►▶◎○★]+"
)
DATE = re.compile(
    r"(?<!\d)(?:(?:\d{4}|1[01]\d|\d{2})[-/.][01]?\d[-/.][0-3]?\d|\d{4} [01]?\d/[0-3]?\d"
    r"|(?:(?:中华)?民国)? ?\d{2,4} ?年 ?[01]?\d ?月 ?[0-3]?\d ?[日号]|[01]?\d月[0-3]?\d日|[01]?\d-[0-3]?\d)"
    r"(?:(?!\d)|(?=\d\d:\d\d))"
    r"(?:[T ]{0,3}(?:(?:上午|下午|[AP]M)? ?[0-2]?\d[:：][0-5]\d(?:[:：][0-5]\d)?|[0-2]?\d[时点][0-5]\d分?))?"
    r"|(?<!\d)[0-2]?\d[:：][0-5]\d(?:[:：][0-5]\d)?(?!\d)"
    r"|(?:星期|周)[一二三四五六日天]"
)
_DATE_START = re.compile(r"[\d民中星周]")  # what a date may begin with
# A colon, or what some sites put in its place behind the commonest labels: 来源丨新华社, 来源 新华社.
_LABEL_END = re.compile(
    r"[:：]|(?<=来源|作者|编辑|责编|记者|审核|校对|监制|一审|二审|三审|初审|复审|终审|统筹|策划|主编)"
    r" ?[|｜丨/／](?=[^|｜])"
    r"|(?<=来源|作者|编辑|责编|审核|校对|监制) (?=\S)|(?<=电话)(?=[(（]?\d)"
)
_LABEL_MARK = re.compile("[:： |｜丨/／话]")  # what every end of a label has
_OPENERS = " 【［[（("  # what may stand in front of a label, behind the value before it
_CODE = re.compile(r"[A-Z]{1,4}\d{2,6}|\d{6,8}")  # the number of an editor or an item: 周文 SF123
_NUMBERED = re.compile(rf"[)）]? ?(?:{_CODE.pattern})$")
_IS_PLACE = re.compile(r"[\u4e00-\u9fff]{2,3}")
_PERSON = re.compile(r"[\u4e00-\u9fff·]{2,4}|[\u4e00-\u9fff] [\u4e00-\u9fff]|[\x21-\x7e]{1,24}")
_DIGIT = re.compile(r"\d")
_CHUNK = re.compile(
    r"[|｜]|\s{2,}|(?=[\[［【])|(?<=[\]］】])|\s(?=[(（][\u4e00-\u9fff]{0,8}(?:记者|通讯员)[^()（）]{1,30}[)）])"
)
_REMAINDER = re.compile(r"[(（【\[〔][^()（）【】\[\]〔〕]{1,40}[)）】\]〕]|[^\s|｜(（【\[〔]+|[(（【\[〔]")
_MEDIUM = re.compile(
    r"[\u4e00-\u9fffA-Za-z]{1,14}(?:网|社|报|台|在线|客户端|新闻|发布|日报|晚报|周刊|杂志|频道|融媒体中心|电视台)"
)
_WRITER = re.compile(
    r"(?:(?<![\u4e00-\u9fff])文|[\u4e00-\u9fff]{0,8}(?:记者|通讯员|作者|评论员|撰稿人)) ?[/／|｜]? ?"
    r"(?P<author>[\u4e00-\u9fff·]{2,4}(?:[ 、][\u4e00-\u9fff]{2,4}){0,4})(?![\u4e00-\u9fff:：])"
)
_LONGEST_LEFT = 14  # characters of a word that a byline may have and no rule knows …
_MOST_LEFT = 32  # … and of all of them
_LONGEST_COUNT = 5  # digits of a number of comments or the like
_COUNT = re.compile(r"[\d,.\[\]()（） 次人万+-]{0,16}")
_NAMES = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf·•．A-Za-z 、，,/;；()（）]{1,40}")
_CODE_ENDS = tuple("{};,)>")
_CODE_STARTS = tuple(".#$}<")
_CODE_WORDS = ("var ", "function ", "window.", "document.")
_GROUP_NAME = re.compile(r"\(\?P<\w+>")
_MORE = 6  # characters that may stand in front of an open label
_HAN = re.compile("[\u4e00-\u9fff]")
_WORD = re.compile("[\u4e00-\u9fffA-Za-z0-9]")
_SPACED_ROW = re.compile(r"[^\s|｜]{2,8}(?:[\s|｜_]+[^\s|｜_]{2,8}){3,80}")
_ROW_WORD = 4.5  # mean length of the words of a menu row, at most
_ROW_PUNCTUATION = re.compile("[。，、；：？！,;:“”\\d]")


@dataclass(frozen=True, slots=True)
class Furniture:
    """What a line of furniture is.

    ``where`` restricts the places in which the line counts as such: ``any``, ``head``, ``edge`` or ``tail``.
    ``fields`` are the pairs that the line states, by the field's name in ``fields.tsv``.  A ``section`` opens a list
    of other pages.
    """

    family: str
    rule: str
    where: str = "any"
    fields: tuple[tuple[str, str], ...] = ()
    section: bool = False

    @property
    def name(self) -> str:
        """The rule as the record names it, ``family.rule``."""
        return f"{self.family}.{self.rule}"


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a colon: its family, the field of the metadata, the kind of value and where it counts."""

    family: str
    field: str
    value: str
    where: str


class _Whole:
    """Patterns for whole lines.  Nearly all lines match none, and nearly all of these lack what any of them needs."""

    def __init__(self, rows: Sequence[tuple[str, str, Furniture]]) -> None:
        self._rows = [(pattern, found) for pattern, _, found in rows]
        self._any = re.compile("|".join(f"({_GROUP_NAME.sub('(?:', pattern)})" for pattern, _, _ in rows))
        self._needs = re.compile("|".join(dict.fromkeys(needs for _, needs, _ in rows)))

    def match(self, text: str) -> Furniture | None:
        """Give what the first pattern says that matches; what a named group holds becomes a field of that name."""
        match = self._needs.search(text) and self._any.fullmatch(text)
        if not match or match.lastindex is None:
            return None
        pattern, found = self._rows[match.lastindex - 1]
        named = re.fullmatch(pattern, text) if _GROUP_NAME.search(pattern) else None
        fields = tuple((name, value.strip()) for name, value in named.groupdict().items() if value) if named else ()
        return replace(found, fields=fields) if fields else found


@dataclass(frozen=True, slots=True)
class _Rules:
    labels: dict[str, Label]
    open_labels: dict[str, Label]  # those that may have more characters in front
    longest_label: int
    label_ends: re.Pattern[str]  # the last characters of labels, and the colon
    token: re.Pattern[str]  # a date, a word or a separator
    word_rules: tuple[tuple[str, str, str], ...]  # family, rule, where of each group of `token`
    sections: _Whole
    lines: _Whole
    sentences: _Whole


@cache
def _rules() -> _Rules:
    labels, open_labels = {}, {}
    for row in read_tsv("page/fields.tsv"):
        name = row["label"].removeprefix("*")
        labels[name] = Label(row["family"], row["field"], row["value"], row["where"])
        if name != row["label"]:
            open_labels[name] = labels[name]
    words, names = [], []
    whole: dict[str, list[tuple[str, str, Furniture]]] = {"line": [], "section": [], "sentence": []}
    for row in read_tsv("page/furniture.tsv"):
        if row["scope"] == "word":
            words.append(f"({row['pattern']})")
            names.append((row["family"], row["rule"], row["where"]))
        else:
            found = Furniture(row["family"], row["rule"], row["where"], section=row["scope"] == "section")
            whole[row["scope"]].append((row["pattern"], row["needs"], found))
    return _Rules(
        labels,
        open_labels,
        max(map(len, labels)) + _MORE,
        re.compile(f"(?:{'|'.join(sorted({name[-2:] for name in labels}))}) ?[:：]"),
        re.compile("|".join((DATE.pattern, *words, _SEPARATORS.pattern))),
        tuple(names),
        _Whole(whole["section"]),
        _Whole(whole["line"]),
        _Whole(whole["sentence"]),
    )


@dataclass(frozen=True, slots=True)
class Family:
    """A family of furniture: the kind of its removed blocks, and where such lines stand (see ``families.tsv``)."""

    kind: BlockKind
    site: bool
    around: bool


@cache
def families() -> dict[str, Family]:
    """Give the families of furniture by name."""
    return {
        row["family"]: Family(cast(BlockKind, row["kind"]), row["site"] == "yes", row["around"] == "yes")
        for row in read_tsv("page/families.tsv")
    }


def recognise(text: str) -> Furniture | None:
    """Say what piece of furniture a line is, or None when it may be the article's own.

    Parameters
    ----------
    text:
        Clean text of the line, simplified.
    """
    if len(text) <= _LONGEST:
        rules = _rules()
        one_clause = "。" not in text
        found = rules.sections.match(text.strip(_AROUND)) if len(text) <= _LONGEST_SECTION else None
        if not found and len(text) <= _LONGEST_PIECES:
            found = _pieces(text)
        if not found and one_clause:
            found = rules.lines.match(text)
        if found := found or rules.sentences.match(text):
            return found
    if _is_code(text):
        return Furniture("code", "line")
    if len(text) <= 4 * _LONGEST and _is_row(text):
        return Furniture("menu", "row", "edge")
    if notice_score(text) >= _notices().threshold:
        return Furniture("copyright", "notice")
    return None


def _is_row(text: str) -> bool:
    """Say whether a line is a row of menu words; the clauses of a headline are longer."""
    if not _SPACED_ROW.fullmatch(text) or _ROW_PUNCTUATION.search(text):
        return False
    words = text.replace("|", " ").replace("｜", " ").split()
    return sum(map(len, words)) <= _ROW_WORD * len(words)


def _is_code(text: str) -> bool:
    """Say whether a line is of a script or a style sheet that a careless scraper left in."""
    if text.startswith(_CODE_WORDS):
        return "=" in text or "(" in text
    if text[-1:] not in _CODE_ENDS and text[:1] not in _CODE_STARTS:
        return False
    marks = sum(map(text.count, "{}()=$")) + text.endswith(";")
    return marks > len(text) // 20 and 10 * len(text.encode("ascii", "ignore")) >= 9 * len(text)


def wants_value(text: str) -> bool:
    """Say whether a line ends with a label whose value must stand on the next line: 来源："""
    if len(text) > _LONGEST_PIECES or not text.endswith(("：", ":")):
        return False
    labels = find_labels(text)
    return bool(labels) and labels[-1][1] == len(text)


def is_label(text: str) -> bool:
    """Say whether a cell or a line is a label without its colon, of a date, a medium or an office: 建档日期"""
    label = _rules().labels.get(text) if len(text) >= _BARE_LABEL else None
    return label is not None and label.field != "-" and label.value in ("date", "text")


def ends_label(text: str, start: int, end: int) -> bool:
    """Say whether a label may stand in a stretch, by the characters in front of its colons."""
    return _rules().label_ends.search(text, start, end) is not None


def bare_label(text: str, at: int) -> tuple[int, Label] | None:
    """Give the label without its colon that begins at a place, and where its value begins."""
    for size in range(_BARE_LABEL + 2, _BARE_LABEL - 1, -1):
        if is_label(text[at : at + size]):
            return at + size, _rules().labels[text[at : at + size]]
    return None


def _pieces(text: str) -> Furniture | None:
    """Account for the whole line with labelled values, dates, words and separators."""
    labels = find_labels(text) if _LABEL_MARK.search(text) else []
    if (
        not labels
        and _account(text) is None
        and (_CLAUSES.search(text) or (_HAN.match(text) and not _DIGIT.search(text)))
    ):
        return None  # most lines: the rest is for labels, and for dates in a line without clauses
    found: list[tuple[str, str, str]] = []  # family, rule, where
    fields: list[tuple[str, str]] = []
    rest = [text[: labels[0][0]] if labels else text]
    left: list[str] = []
    for index, (_, begin, label) in enumerate(labels):
        end = labels[index + 1][0] if index + 1 < len(labels) else len(text)
        value, others = _value(text[begin:end].rstrip(_OPENERS) if end < len(text) else text[begin:], label)
        if value is None:
            return None
        rest.extend(others)
        found.append((label.family, label.field if label.field != "-" else "label", label.where))
        if value and label.field != "-":
            fields.append((label.field, value))
    for part in rest:
        words = _account(part)
        if words is None:
            left.append(part)
        else:
            found.extend(words)
    dates = [date for part in rest for date in _dates(part)]
    if left:
        return _loose_byline(text, labels, left, fields, dates)
    fields.extend(("date", date) for date in dates)
    if dates and not found:
        # Below the last paragraph a day alone is the day that the article is signed with.
        found.append(("byline", "date", "edge" if any(":" in d or "：" in d for d in dates) else "head"))
    if not found:
        return None
    # What any place allows, the line is allowed: a source beside a telephone number makes a byline.
    order = {"any": 0, "edge": 1, "head": 2, "tail": 2}
    strong = [f for f in found if f[0] in ("byline", "editor", "document", "original_title")] or found
    family, rule, where = min(strong, key=lambda f: order[f[2]])
    return Furniture(family, rule, where, tuple(fields))


def _loose_byline(
    text: str,
    labels: Sequence[tuple[int, int, Label]],
    left: Sequence[str],
    fields: list[tuple[str, str]],
    dates: Sequence[str],
) -> Furniture | None:
    """Recognise a byline of which some words are left over: a full date, a label or a writer, and no sentence."""
    if not any(_FULL_DATE.match(date) for date in dates) or _CLAUSES.search(text):
        return None
    known = dict(fields)
    writer: dict[str, str] = {}
    size = 0
    for part in left:
        part = DATE.sub("  ", part)
        if named := _WRITER.search(part):
            writer["author"] = named["author"]
            part = f"{part[: named.start()]}  {part[named.end() :]}"
        for match in _REMAINDER.finditer(part):
            word = match[0].strip(" ()（）[]【】〔〕") if _account(match[0]) is None else ""
            if not word or _CODE.fullmatch(word) or (word.isdigit() and len(word) <= _LONGEST_COUNT):
                continue
            if "source" not in known and _MEDIUM.fullmatch(word):
                known["source"] = word
            elif len(word) > _LONGEST_LEFT:
                return None
            else:
                size += len(word)
    labelled = any(label.family in ("byline", "editor") for _, _, label in labels)
    # A date and a medium alone make a byline when nothing else is left: 2023年10月27日 08:12 江畔日报 收藏 微博 0
    medium = size == 0 and "source" in known
    if size > _MOST_LEFT or not (labelled or medium or "author" in writer):
        return None
    return Furniture("byline", "loose", "edge", (*(writer | known).items(), *(("date", date) for date in dates)))


def find_labels(text: str, *, glued: bool = False) -> list[tuple[int, int, Label]]:
    """Find ``label：`` in a line -> (start of the label, start of the value, label).

    `glued`: also behind a word, as in a text whose pieces were joined without a space.
    """
    rules = _rules()
    out: list[tuple[int, int, Label]] = []
    for match in _LABEL_END.finditer(text):
        end = match.start()
        # Walk back over the label; some pages space its characters: 来 源：
        begin, letters = end, ""
        best: tuple[int, Label] | None = None
        opened: Label | None = None
        opened_size = 0
        while begin > 0 and end - begin < 2 * rules.longest_label and len(letters) < rules.longest_label:
            begin -= 1
            if text[begin] == " ":
                continue
            letters = text[begin] + letters
            label = rules.labels.get(letters)
            if label is None and best is None and opened:
                label = opened if len(letters) <= opened_size + _MORE and _HAN.match(letters) else None
            elif label and letters in rules.open_labels and not glued:
                opened, opened_size = label, len(letters)
            if label and _may_begin(text, begin, glued=(glued or bool(out)) and len(letters) > 1):
                best = (begin, label)
            if not _WORD.match(letters) and letters[0] != "-":
                break
        if best:
            out.append((best[0], match.end(), best[1]))
    return out


def _may_begin(text: str, at: int, *, glued: bool) -> bool:
    """Say whether a label may begin here: not inside a word, unless one before it makes the line a list of pairs."""
    return at == 0 or glued or text[at - 1].isdigit() or not _WORD.match(text, at - 1)


def _value(text: str, label: Label) -> tuple[str | None, list[str]]:
    """Split what follows a label into its value and the rest; None when this cannot be a value of such a label."""
    stripped = text.strip()
    chunks = [chunk for chunk in _CHUNK.split(stripped) if chunk.strip()]
    if not chunks:
        return "", []
    value, others = chunks[0].strip(), chunks[1:]
    if label.value == "date":
        date = DATE.search(value)
        if not date or _WORD.search(value[: date.start()]):
            return None, []
        return date[0], [value[date.end() :], *others]
    if label.value == "count":
        return ("", []) if _COUNT.fullmatch(stripped) else ("", [stripped])
    if label.value == "words":
        return "", [stripped]
    if label.value == "person":
        return (stripped, []) if _PERSON.fullmatch(stripped) else (None, [])
    if label.value == "any":
        prose = len(stripped) > _LONGEST_FREE_VALUE or (label.field == "-" and _SENTENCE.search(stripped))
        return (None, []) if prose else (stripped, [])
    date = DATE.search(value)
    if date:
        others.insert(0, value[date.start() :])
        value = value[: date.start()].strip()
    # Words such as 打印 behind a single space are no part of the value.
    tokens = value.split(" ")
    while len(tokens) > 1 and _account(tokens[-1]):
        others.insert(0, tokens.pop())
    if label.value == "name":
        value = _NUMBERED.sub("", " ".join(tokens))
    elif label.field == "source" and _MEDIUM.fullmatch(tokens[0]) and all(map(_IS_PLACE.fullmatch, tokens[1:])):
        value = tokens[0]  # 来源: 江畔日报 江苏, where the writer's address is registered
    else:
        value = " ".join(tokens)
    value = value.strip(" -—|·:：()（）[]【】")
    if (
        _SENTENCE.search(value)
        or len(value) > _LONGEST_VALUE
        or (label.value == "name" and value and not _NAMES.fullmatch(value))
    ):
        return None, []
    return value, others


def _dates(text: str) -> list[str]:
    """Give the dates and times in a stretch."""
    dates = []
    at = 0
    while start := _DATE_START.search(text, at):
        match = DATE.match(text, start.start())
        if match:
            dates.append(match[0])
        at = match.end() if match else start.end()
    return dates


def _account(text: str) -> list[tuple[str, str, str]] | None:
    """Account for a stretch with dates, words and separators; None as soon as something is left over."""
    rules = _rules()
    found = []
    at = 0
    while at < len(text):
        match = rules.token.match(text, at)
        if not match or match.end() == at:
            return None
        if match.lastindex:
            found.append(rules.word_rules[match.lastindex - 1])
        at = match.end()
    return found


def word_family(text: str, at: int) -> tuple[str, int] | None:
    """Give the family of the word of furniture that stands at a place, and the end of the word."""
    match = _rules().token.match(text, at)
    return (_rules().word_rules[match.lastindex - 1][0], match.end()) if match and match.lastindex else None


@dataclass(frozen=True, slots=True)
class _Notices:
    threshold: int
    item_threshold: int
    header: re.Pattern[str]
    own: re.Pattern[str]
    call: re.Pattern[str]
    weights: dict[str, int]


@cache
def _notices() -> _Notices:
    table = read_toml("page/notices.toml")
    return _Notices(
        table["threshold"],
        table["item_threshold"],
        re.compile(table["header"]),
        re.compile(table["self"]),
        re.compile(table["call"]),
        table["weights"],
    )


def notice_score(text: str) -> int:
    """Say how much a line speaks of the site's own rights; 0 when the site does not speak of itself."""
    notices = _notices()
    if len(text) > 3 * _LONGEST or not notices.own.search(text):
        return 0
    return sum(weight for word, weight in notices.weights.items() if word in text)


def speaks_for_site(text: str) -> bool:
    """Say whether a line that repeats across a site speaks of its rights or calls on the reader of the page."""
    notices = _notices()
    return notice_score(text) >= notices.item_threshold or notices.call.search(text[:_LONGEST]) is not None


def is_notice_item(text: str) -> bool:
    """Say whether a line below a notice header belongs to the notice."""
    notices = _notices()
    return sum(weight for word, weight in notices.weights.items() if word in text[:_LONGEST]) >= notices.item_threshold


def is_notice_header(text: str) -> bool:
    """Say whether the line can stand above a list of the site's rights."""
    return len(text) <= 60 and _notices().header.fullmatch(text) is not None
