"""Text to expressions: where the dates stand and what they are made of, not yet what they mean.

Two passes, both linear.  The first cuts the text into *atoms* (a year, a month, a word such as 昨日), each with a
one-letter code; the patterns and words are rows in ``rules/dates``.  False friends are atoms too: they win their text
and are dropped.  The second pass is a grammar over the string of codes, in which atoms that do not touch are kept apart
by a space and what may stand between two atoms has a sign of its own (``~`` for 至).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from ..records import RegionCode
from ..rules import read_tsv
from .values import number

__all__ = ["Atom", "Expression", "find"]

Fields = dict[str, str]


@dataclass(slots=True)
class Atom:
    """A piece of a date: ``code`` as in ``rules/dates/atoms.tsv``, ``fields`` what its pattern or its row gives."""

    code: str
    start: int
    end: int
    fields: Fields


@dataclass(slots=True)
class Expression:
    """A date in the text. ``right`` is the second end of a range, empty otherwise."""

    start: int
    end: int
    kind: str
    left: tuple[Atom, ...]
    right: tuple[Atom, ...] = ()
    modifier: str | None = None
    stated: tuple[Atom, ...] | None = None
    """The date in brackets behind it: 今天（10月1日）."""


# What may stand between two atoms of one expression, and its sign in the string of codes.
_GAPS = {"的": "'", "之": "'", " ": "", "\u00a0": "", "\u3000": "", "T": "", "-": "~", "—": "~", "——": "~", "–": "~"}
_GAPS |= {"至": "~", "到": "~", "－": "~", "~": "~", "～": "~", "--": "~", "直至": "~", " - ": "~", " – ": "~", " — ": "~"}
_GAPS |= {" 至 ": "~", " 到 ": "~", "起至": "~", "日至": "~", "(": "(", "（": "(", "的当": "'", "~ ": "~", "日": "", "）至": "~", "和": "+", "与": "+", "又": "&"}

_YEAR = "[YyE]"
_PART = "(?:[HQNAkJ]|(?<=[YyE'])[qg])"
_DAY = "(?:[Mm]'?[hfg]|(?<=[YyE'])f|(?:[Mm]'?)?[DB]|[Mm]|[diFLSRWnw])"
_TIME = "(?:T'?[Cc]?|C|(?<=[dDwWS~])c)"
_POINT = f"(?=[YyEHQNAkJoMmDBdiFLSWnwTC]|(?<=~)c)(?:{_YEAR}(?:'(?!F))?)?(?:{_PART}'?)?o?(?:{_DAY}'?)?w?'?{_TIME}?|[ZGPKs]"
_GRAMMAR = re.compile(
    rf"(?P<set>e(?:'?{_DAY})?'?{_TIME}?(?:~{_TIME})?)"
    rf"|(?P<point>(?:{_POINT})(?:[~+](?:{_POINT}))?)"
    r"|(?P<duration>u(?:&?u)*)|(?P<vague>v)"
)
_STATED = re.compile(r"\((?:[YE]?MD|S|D)(?![~'])")


_NUMERALS = "〇零○一二三四五六七八九十百千万两俩半几数廿"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the tables, ready for use: its code (``*``: that of the word) and the names of its groups."""

    code: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """Where atoms may begin, and what to try there."""

    candidate: re.Pattern[str]
    """Matches where an atom may begin: a cheap look at two characters that skips most of a text."""
    patterns: dict[str, tuple[re.Pattern[str], dict[int, _Row]]]
    """First character (``0`` for digits) -> the rows that may begin with it, and the row of each outer group."""


def trie(words: Iterable[str]) -> str:
    """Give a regular expression for a list of words, longest first, that shares their common beginnings."""
    tails: dict[str, list[str]] = defaultdict(list)
    for word in words:
        tails[word[:1]].append(word[1:])
    branches = [re.escape(head) + (trie(rest) if any(rest) else "") for head, rest in tails.items() if head]
    body = branches[0] if len(branches) == 1 and "" not in tails else f"(?:{'|'.join(branches)})"
    return body + "?" if "" in tails else body


@cache
def _words() -> dict[str, tuple[str, Fields]]:
    """Give the code and the fields of every word that the tables list."""
    words: dict[str, tuple[str, Fields]] = {}
    for row in read_tsv("dates/words.tsv"):
        words[row["word"]] = row["code"], {key: row[key] for key in ("shift", "basis", "ending") if row[key]}
    for table, code in ("vague", "v"), ("spans", "i"), ("holidays", "F"), ("day_parts", "T"):
        for row in read_tsv(f"dates/{table}.tsv"):
            words[row["word"]] = code, row
    return words


@cache
def _eras() -> dict[str, int]:
    return {row["word"]: int(row["zero"]) for row in read_tsv("dates/eras.tsv")}


@cache
def _lexicon() -> _Lexicon:
    words = _words()
    lists: dict[str, list[str]] = defaultdict(list)
    for word, (code, _) in sorted(words.items()):
        name = f"words_{code}" if code in "Em" and len(word) > 1 else f"words_short_{code}" if len(word) == 1 else "words"
        lists[name].append(word)
    lists["eras"] = sorted(_eras())
    parts = {row["name"]: row["pattern"] for row in read_tsv("dates/parts.tsv")}
    parts |= {name: trie(listed) for name, listed in lists.items()}
    name = re.compile(r"\{([a-z]\w*)\}")

    rows: list[tuple[_Row, str]] = []
    by_start: dict[str, list[int]] = defaultdict(list)
    for row in [*read_tsv("dates/false_friends.tsv"), *read_tsv("dates/atoms.tsv")]:
        pattern = row["pattern"]
        while name.search(pattern):
            pattern = name.sub(lambda match: parts[match[1]], pattern)
        starts = row["starts"]
        for start in {word[0] for word in lists[starts]} if starts in lists else starts:
            by_start[start].append(len(rows))
        rows.append((_Row(row.get("code", "X"), tuple(row.get("groups", "").split())), pattern))
    for numeral in _NUMERALS:  # a word may begin with a numeral: 五一
        by_start[numeral] = sorted({*by_start["一"], *by_start[numeral]})

    compiled: dict[tuple[int, ...], tuple[re.Pattern[str], dict[int, _Row]]] = {}
    patterns: dict[str, tuple[re.Pattern[str], dict[int, _Row]]] = {}
    for start, numbers in by_start.items():
        key = tuple(numbers)
        if key not in compiled:
            groups, outer = 1, {}
            for number_of_row in key:
                outer[groups] = rows[number_of_row][0]
                groups += 1 + re.compile(rows[number_of_row][1]).groups
            compiled[key] = re.compile("|".join(f"({rows[each][1]})" for each in key)), outer
        patterns[start] = compiled[key]

    spelled = [word for listed in lists.values() for word in listed if len(word) > 1]
    festivals = trie(word for word in spelled if word[0] in _NUMERALS)
    first = "".join(sorted(patterns.keys() - {"0", *_NUMERALS}))
    second = "".join(sorted({word[1] for word in spelled}))
    candidate = (
        rf"[\d{_NUMERALS}{re.escape(first)}]"
        rf"(?:(?<=\d)(?:\d*(?=[ \u00a0\u3000]?[{_AFTER_DIGITS}])|\d{{7}}(?!\d))"
        rf"|(?<=[{_NUMERALS}])(?:[{_NUMERALS}]*(?=[{_AFTER_NUMERALS}])|(?<=(?={festivals})[{_NUMERALS}]))"
        rf"|(?<=[{re.escape(first)}])(?=[{re.escape(second)}{_AFTER_WORDS}]))"
    )
    return _Lexicon(re.compile(candidate), patterns)


_AFTER_DIGITS = r",年月日号时点至到\-—－–―~～〜∼、和./．／:：·・多余来几周天小星礼分秒季工昼世\]］〕）)热专岁个钟万亿刻交"
"""What may follow the first number of a date, or of what only looks like one."""
_AFTER_NUMERALS = r"年月日号时点至到\-—－–―~～〜∼、和·・多余来周天小星礼分秒季工昼世岁个钟刻交月年”\"」期规计纲末初中开收起头前后第以事运精大地抗讲购晚纪指发经建国路宾电广起奖"
_AFTER_WORDS = r"\d一二三四五六七八九十两（()周星个季月世天日号历年规第半正大闰晚晨早夜小隔分秒学工钟拜后最假期四"


def _atoms(text: str) -> Iterator[Atom]:
    lexicon, words = _lexicon(), _words()
    search, patterns = lexicon.candidate.search, lexicon.patterns
    candidate = search(text)
    while candidate:
        start = candidate.start()
        pattern, rows = patterns.get(text[start]) or patterns["0"]
        match = pattern.match(text, start)
        if match is None:
            candidate = search(text, max(candidate.end(), start + 1))
            continue
        group = match.lastindex or 0
        row = rows[group]
        code, fields = row.code, {}
        for offset, name in enumerate(row.names, group + 1):
            value = match[offset]
            if value:
                fields[name] = value
        if "word" in fields:
            own, meaning = words[fields["word"]]
            code, fields = own if code == "*" else code, meaning | fields
        end = match.end()
        yield Atom(code, start, end, fields)
        candidate = search(text, end)


# What stands before a number of months or days when it is a length of time and no place on the calendar.
_LENGTH_BEFORE = re.compile(
    r"(?:近|历时|历经|为期|长达|过去|未来|最近|仅用|只用|用了|不到|不足|超过|短短|连续[^，。；：,\d]{0,6}|持续|最长|至少|最多|满|逾|共|整整|耗时|时隔|期限|任期|有效期|最后|前后|之前|之后|起算|每|等|以)$"
)
_LENGTH_AFTER = re.compile(r"(?:之?内|以内|间|游|平均|期|均|个|龄|后起|龄童|行程|线|以上|以下|假期|计|者|假)")
_CLOCK_BEFORE = re.compile(r"(?:^|[，。、；：（\s从在于约近])$")
_CLOCK_AFTER = re.compile(r"$|[，。、；）\s到至—-]|左右|之?[前后]|开始")
"""Around 9点 that is a time of the day: a number of points (建议, of an index) does not stand alone."""
_REPEATED = re.compile(r"每逢|逢年|每到|每当|历年|往年|[每哪]$")
"""Before a month, a day or a holiday that comes back: 每逢月末."""
# After a two- or three-digit number of years these make it a length of time even in a Taiwan text.
_YEARS_LONG = re.compile(r"[来间内多余期级]|以[来上下内]|之[内久]|[前后]|历史|时间|生")


def _settle(atoms: list[Atom], text: str, region: RegionCode) -> None:
    """Decide what a piece is where its neighbours decide it: 18年 is a year before 10月, a length of time elsewhere."""
    for index, atom in enumerate(atoms):
        code = atom.code
        if code in "EmFMwdDTL" and _REPEATED.search(text, max(0, atom.start - 2), atom.start):
            atom.code, atom.fields = "v", {"timex": "XXXX"}
            continue
        if code not in "uMDBRObAkc":
            continue
        before = atoms[index - 1] if index and atoms[index - 1].end == atom.start else None
        after = atoms[index + 1] if index + 1 < len(atoms) and atoms[index + 1].start == atom.end else None
        if code == "u":
            _settle_length(atom, before, after, text, region)
        elif code == "O":
            atom.code, atom.fields["year"] = "Y", str(number(atom.fields["year"]) + _eras()[atom.fields["era"]])
        elif code == "b":
            atom.code = "S" if region == "TW" or text[atom.start - 1 : atom.start] in ("(", "（") else "X"
        elif code == "R":
            roc = int(atom.fields["year"])
            atom.code = "S" if region == "TW" and 80 <= roc <= 139 else "X"
            atom.fields["year"] = str(roc + 1911)
        elif code in "MA":
            if before is None or before.code not in "YyE":
                months = number(atom.fields["month"])
                lookback = text[max(0, atom.start - 8) : atom.start]
                after_day = after is not None and after.code in "DB"
                if not after_day and (months > 12 or _LENGTH_BEFORE.search(lookback)):
                    atom.code = "u"
                    atom.fields = {"number": atom.fields["month"], "unit": "月"}
        elif code in "DB":
            days = number(atom.fields["day"])
            joined = index and text[atoms[index - 1].end : atom.start] in ("至", "到", "-", "—", "～", "~")
            alone = not joined and (before is None or before.code not in "Mm")
            if code == "B" and number(atom.fields["day2"]) > 31:
                days = 99
            if alone and (
                days > 31
                or days == 0
                or (not atom.fields["day"].isdigit() and text[atom.end - 1] == "号")
                or (len(atom.fields["day"]) == 1 and not atom.fields["day"].isdigit())
                or _LENGTH_AFTER.match(text, atom.end)
                or _LENGTH_BEFORE.search(text[max(0, atom.start - 8) : atom.start])
            ):
                atom.code = "u" if text[atom.end - 1] == "日" else "X"
                atom.fields = {"number": atom.fields["day"], "unit": "日"}
        elif code == "c":
            if _CLOCK_BEFORE.search(text, max(0, atom.start - 1), atom.start) and _CLOCK_AFTER.match(text, atom.end):
                atom.code = "C"
        elif code == "k":  # a season is a date only behind a year
            if before is None or before.code not in "YyE":
                atom.code, atom.fields = "v", {"timex": "XXXX-" + _SEASONS[atom.fields["season"]]}


_SEASONS = {"暑": "SU", "春": "SP", "夏": "SU", "秋": "FA", "冬": "WI"}
_AFTER_SHORT_YEAR = re.compile(r"年?(?:初(?![中级步次衷])|[底末])|度")


def _settle_length(atom: Atom, before: Atom | None, after: Atom | None, text: str, region: RegionCode) -> None:
    """Read a number of years as a year of the century, or of the Republic in a Taiwan text, where that is meant."""
    written = atom.fields["number"]
    if not (atom.fields["unit"] == "年" and len(atom.fields) == 2 and written.isdigit()) or written[0] in "0０":
        return
    digits, year = len(written), int(written)
    dated = after is not None and after.code in "MHQNofFL"
    ending = _AFTER_SHORT_YEAR.match(text, atom.end)
    if region == "TW" and digits in (2, 3) and year <= 139:
        lookback = text[max(0, atom.start - 8) : atom.start]
        if not dated and not ending and (year < 80 or _YEARS_LONG.match(text, atom.end) or _LENGTH_BEFORE.search(lookback)):
            return
        atom.code, atom.fields = "Y", {"year": str(year + 1911)}
    elif digits == 2 and (dated or ending):
        atom.code, atom.fields = "y", {"year": written}
    else:
        return
    if ending:
        atom.end = ending.end()
        if len(ending[0]) > 1 or ending[0] != "度":
            atom.fields["ending"] = ending[0]


_BEFORE = re.compile(
    r"(?:近|历时|历经|为期|长达|过去|未来|最近|仅用|只用|用了|不到|不足|超过|短短|连续[^，。；：,\d]{0,6}|持续|最长|至少|最多|满|逾|共|整整|耗时|时隔|期限|任期|有效期|最后|前后|之前|之后|起算|每|等|以)$"
)
_LENGTH_AFTER = re.compile(r"(?:之?内|以内|间|游|平均|期|均|个|龄|后起|龄童|行程|线|以上|以下|假期|计|者|假)")
_CLOCK_BEFORE = re.compile(r"(?:^|[，。、；：（\s从在于约近])$")
_CLOCK_AFTER = re.compile(r"$|[，。、；）\s到至—-]|左右|之?[前后]|开始")
"""Around 9点 that is a time of the day: a number of points (建议, of an index) does not stand alone."""
_REPEATED = re.compile(r"每逢|逢年|每到|每当|历年|往年|[每哪]$")
"""Before a month, a day or a holiday that comes back: 每逢月末."""
# After a two- or three-digit number of years these make it a length of time even in a Taiwan text.
_YEARS_LONG = re.compile(r"[来间内多余期级]|以[来上下内]|之[内久]|[前后]|历史|时间|生")


def _settle(atoms: list[Atom], text: str, region: RegionCode) -> None:
    """Decide what a piece is where its neighbours decide it: 18年 is a year before 10月, a length of time elsewhere."""
    for index, atom in enumerate(atoms):
        code = atom.code
        if code in "EmFMwdDTL" and _REPEATED.search(text, max(0, atom.start - 2), atom.start):
            atom.code, atom.fields = "v", {"timex": "XXXX"}
            continue
        if code not in "uMDBRObAkc":
            continue
        before = atoms[index - 1] if index and atoms[index - 1].end == atom.start else None
        after = atoms[index + 1] if index + 1 < len(atoms) and atoms[index + 1].start == atom.end else None
        if code == "u":
            _settle_length(atom, before, after, text, region)
        elif code == "O":
            atom.code, atom.fields["year"] = "Y", str(number(atom.fields["year"]) + _eras()[atom.fields["era"]])
        elif code == "b":
            atom.code = "S" if region == "TW" or text[atom.start - 1 : atom.start] in ("(", "（") else "X"
        elif code == "R":
            roc = int(atom.fields["year"])
            atom.code = "S" if region == "TW" and 80 <= roc <= 139 else "X"
            atom.fields["year"] = str(roc + 1911)
        elif code in "MA":
            if before is None or before.code not in "YyE":
                months = number(atom.fields["month"])
                lookback = text[max(0, atom.start - 8) : atom.start]
                after_day = after is not None and after.code in "DB"
                if not after_day and (months > 12 or _LENGTH_BEFORE.search(lookback)):
                    atom.code = "u"
                    atom.fields = {"number": atom.fields["month"], "unit": "月"}
        elif code in "DB":
            days = number(atom.fields["day"])
            joined = index and text[atoms[index - 1].end : atom.start] in ("至", "到", "-", "—", "～", "~")
            alone = not joined and (before is None or before.code not in "Mm")
            if code == "B" and number(atom.fields["day2"]) > 31:
                days = 99
            if alone and (
                days > 31
                or days == 0
                or (not atom.fields["day"].isdigit() and text[atom.end - 1] == "号")
                or (len(atom.fields["day"]) == 1 and not atom.fields["day"].isdigit())
                or _LENGTH_AFTER.match(text, atom.end)
                or _LENGTH_BEFORE.search(text[max(0, atom.start - 8) : atom.start])
            ):
                atom.code = "u" if text[atom.end - 1] == "日" else "X"
                atom.fields = {"number": atom.fields["day"], "unit": "日"}
        elif code == "c":
            if _CLOCK_BEFORE.search(text, max(0, atom.start - 1), atom.start) and _CLOCK_AFTER.match(text, atom.end):
                atom.code = "C"
        elif code == "k":  # a season is a date only behind a year
            if before is None or before.code not in "YyE":
                atom.code, atom.fields = "v", {"timex": "XXXX-" + _SEASONS[atom.fields["season"]]}


_SEASONS = {"暑": "SU", "春": "SP", "夏": "SU", "秋": "FA", "冬": "WI"}
_AFTER_SHORT_YEAR = re.compile(r"年?(?:初(?![中级步次衷])|[底末])|度")


def _settle_length(atom: Atom, before: Atom | None, after: Atom | None, text: str, region: RegionCode) -> None:
    fields = atom.fields
    plain = fields["unit"] == "年" and fields["number"].isdigit() and set(fields) == {"number", "unit"}
    if not plain or fields["number"].startswith("0"):
        return
    digits = len(fields["number"])
    dated = after is not None and after.code in "MHQNofFL" and (after.code != "N" or digits == 2)
    if region == "TW" and digits in (2, 3):
        year = int(fields["number"])
        follows = text[atom.end : atom.end + 2]
        plausible = (80 <= year <= 139 and not _YEARS_LONG.match(follows)) or (dated and 1 <= year <= 139)
        if plausible and not _LENGTH_BEFORE.search(text[max(0, atom.start - 8) : atom.start]):
            end = atom.end + (follows[:1] == "度")
            atom.code, atom.end, atom.fields = "Y", end, {"year": str(year + 1911)}
            return
    ending = _AFTER_SHORT_YEAR.match(text, atom.end)
    if digits == 2 and (dated or ending):
        atom.code, atom.fields = "y", {"year": fields["number"]}
        if ending:
            atom.end = ending.end()
            atom.fields["ending"] = ending[0]


_BEFORE = re.compile(r"(?:截至|截止到?|自从?|从|约|大约|预计到|至|到)$")
_SINCE = re.compile(r"(?:开始)?以来|至今(?![（(])|以降|起至今|(?:起|开始)(?=[，,、。；;:：）)]|$)")
_BEFORE_AFTER = re.compile(r"(?:以|之)?(前|后)(?![期沿天日年往端任线夕方续者景果台卫勤备盾半市])")
_BETWEEN = re.compile(r"之?间")
_DURING = re.compile(r"期间|假期|小?长假|黄金周|假日")
_ABOUT = re.compile(r"左右|前后")


def _dress(start: int, end: int, text: str) -> tuple[int, int, str | None]:
    """Take in the words around an expression that restrict it: 截至, 自 … 以来, 左右."""
    modifier = None
    if match := _DURING.match(text, end):
        end = match.end()
    before = _BEFORE.search(text, max(0, start - 3), start)
    word = before[0] if before else ""
    if match := _ABOUT.match(text, end):
        end, modifier = match.end(), "about"
    elif match := _SINCE.match(text, end):
        end, modifier = match.end(), "since"
        if word in ("自", "自从", "从"):
            start -= len(word)
    elif word in ("自", "自从") :
        start, modifier = start - len(word), "since"
    elif match := _BEFORE_AFTER.match(text, end):
        end, modifier = match.end(), "before" if match[1] == "前" else "after"
    elif word in ("截至", "截止", "截止到"):
        start, modifier = start - len(word), "until"
    elif word in ("约", "大约"):
        start, modifier = start - len(word), "about"
    return start, end, modifier


def find(text: str, region: RegionCode = "CN") -> Iterator[Expression]:
    """Give the expressions of time of a text from left to right, none inside another.

    Parameters
    ----------
    text:
        Simplified text; lines are separated by a line feed.
    region:
        Whose usage the text follows; in Taiwan a bare two- or three-digit year counts from 1911.
    """
    atoms = list(_atoms(text))
    _settle(atoms, text, region)
    codes: list[str] = []
    at: list[Atom | None] = []
    end = -1
    for atom in atoms:
        if codes and atom.start != end:
            gap = _GAPS.get(text[end : atom.start], " ") if atom.start - end <= 3 else " "
            if gap:
                codes.append(gap)
                at.append(None)
        codes.append(atom.code)
        at.append(atom)
        end = atom.end
    signs = "".join(codes)
    for match in _GRAMMAR.finditer(signs):
        left: list[Atom] = []
        right: list[Atom] = []
        side = left
        for position in range(match.start(), match.end()):
            piece = at[position]
            if piece is not None:
                side.append(piece)
            elif codes[position] in "~+":
                side = right
        if right and "+" in match[0] and not _BETWEEN.match(text, right[-1].end):
            for atoms_of_one in (left, right):  # 3月和5月 are two dates, 3月和5月之间 is one
                start, end, modifier = _dress(atoms_of_one[0].start, atoms_of_one[-1].end, text)
                yield Expression(start, end, "point", tuple(atoms_of_one), (), modifier)
            continue
        last = right or left
        start, end, kind = left[0].start, last[-1].end, match.lastgroup or ""
        modifier = None
        if kind == "point":
            start, end, modifier = _dress(start, end, text)
        bracket = _STATED.match(signs, match.end())
        stated = tuple(atom for atom in at[match.end() + 1 : bracket.end()] if atom) if bracket else None
        yield Expression(start, end, kind, tuple(left), tuple(right), modifier, stated)
