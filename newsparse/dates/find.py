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


# What may stand between two atoms of one expression, and its sign in the string of codes.
_GAPS = {"的": "'", "之": "'", " ": "", "\u00a0": "", "\u3000": "", "T": "", "-": "~", "—": "~", "——": "~", "–": "~"}
_GAPS |= {"至": "~", "到": "~", "－": "~", "~": "~", "～": "~", "--": "~", "直至": "~", " - ": "~", " – ": "~", " — ": "~"}
_GAPS |= {" 至 ": "~", " 到 ": "~", "起至": "~", "日至": "~", "(": "(", "（": "(", "的当": "'", "~ ": "~", "日": "", "）至": "~"}

_YEAR = "[YyE]"
_PART = "(?:[HQNAkJ]|(?<=[YyE'])q)"
_DAY = "(?:[Mm]'?h|(?:[Mm]'?)?[DB]|[Mm]|[diFLSRWnw])"
_TIME = "(?:T'?[Cc]?|C|(?<=[dDwWS])c)"
_POINT = f"(?=[YyEHQNAkJoMmDBdiFLSWnwTC])(?:{_YEAR}'?)?(?:{_PART}'?)?o?(?:{_DAY}'?)?w?'?{_TIME}?|[ZGPKs]"
_GRAMMAR = re.compile(
    rf"(?P<set>e(?:'?{_DAY})?'?{_TIME}?(?:~{_TIME})?)"
    rf"|(?P<point>(?:{_POINT})(?:~(?:{_POINT}))?)"
    r"|(?P<duration>u+)|(?P<vague>v)"
)
_KINDS = {"set", "duration", "vague"}


@dataclass(frozen=True, slots=True)
class _Lexicon:
    scan: re.Pattern[str]
    """Finds the next atom; the name of its group tells the row."""
    rows: dict[str, tuple[str, tuple[str, ...]]]
    """Group name -> code and the names of the groups inside."""
    words: dict[str, tuple[str, Fields]]
    """Word -> code and fields."""


def trie(words: Iterable[str]) -> str:
    """Give a regular expression for a list of words, longest first, that shares their common beginnings."""
    tails: dict[str, list[str]] = defaultdict(list)
    for word in words:
        tails[word[:1]].append(word[1:])
    branches = [re.escape(head) + (trie(rest) if any(rest) else "") for head, rest in tails.items() if head]
    body = branches[0] if len(branches) == 1 and "" not in tails else f"(?:{'|'.join(branches)})"
    return body + "?" if "" in tails else body


@cache
def _lexicon() -> _Lexicon:
    words: dict[str, tuple[str, Fields]] = {}
    for row in read_tsv("dates/vague.tsv"):
        words[row["word"]] = "v", {"timex": row["timex"]}
    for row in read_tsv("dates/words.tsv"):
        words[row["word"]] = row["code"], {key: row[key] for key in ("shift", "basis", "ending") if row[key]}
    for row in read_tsv("dates/spans.tsv"):
        words[row["word"]] = "i", {"unit": row["unit"], "first": row["first"], "last": row["last"]}
    for row in read_tsv("dates/holidays.tsv"):
        words[row["word"]] = "F", {"word": row["word"]}
    day_parts = {row["word"]: ("T", {"word": row["word"]}) for row in read_tsv("dates/day_parts.tsv")}
    for day, name in {"今": "今天", "昨": "昨天", "明": "明天", "当": "当天", "次": "次日", "前": "前天"}.items():
        for part in "晚晨早夜":
            words[day + part] = words[name][0], words[name][1] | {"part": part}
    words |= {word: entry for word, entry in day_parts.items() if len(word) > 1}
    short = "".join(word for word in day_parts if len(word) == 1)

    parts = {row["name"]: row["pattern"] for row in read_tsv("dates/parts.tsv")}
    expand = re.compile(r"\{([a-z]\w*)\}")
    rows: dict[str, tuple[str, tuple[str, ...]]] = {}
    patterns = ["(?P<X>" + "|".join(row["pattern"] for row in read_tsv("dates/false_friends.tsv")) + ")"]
    for row in read_tsv("dates/atoms.tsv"):
        name = f"r{len(rows)}"
        pattern = row["pattern"]
        while expand.search(pattern):
            pattern = expand.sub(lambda match: parts[match[1]], pattern)
        rows[name] = row["code"], tuple(row["groups"].split())
        patterns.append(f"(?P<{name}>{pattern})")
    patterns.append(f"(?P<word>{trie(sorted(words))})")
    patterns.append(rf"(?P<short>[{short}](?=\d{{1,2}}[时点:：]|[一二三四五六七八九十]{{1,3}}[时点])|晚)")
    words |= day_parts
    return _Lexicon(re.compile("|".join(patterns)), rows, words)


def _atoms(text: str) -> Iterator[Atom]:
    lexicon = _lexicon()
    rows, words = lexicon.rows, lexicon.words
    for match in lexicon.scan.finditer(text):
        group = match.lastgroup
        if group == "X" or group is None:
            yield Atom("X", match.start(), match.end(), {})
        elif group in rows:
            code, names = rows[group]
            first = match.re.groupindex[group]
            fields = {}
            for offset, name in enumerate(names, first + 1):
                value = match[offset]
                if value:
                    fields[name] = value
            yield Atom(code, match.start(), match.end(), fields)
        else:
            code, fields = words[match[0]]
            yield Atom(code, match.start(), match.end(), fields)


# What stands before a number of months or days when it is a length of time and no place on the calendar.
_LENGTH_BEFORE = re.compile(
    r"(?:近|历时|历经|为期|长达|过去|未来|最近|仅用|只用|用了|不到|不足|超过|短短|连续[^，。；：,\d]{0,6}|持续|最长|至少|最多|满|逾|共|整整|耗时|时隔|期限|任期|有效期|最后|前后|之前|之后|起算|每)$"
)
_LENGTH_AFTER = re.compile(r"(?:之?内|以内|间|游|平均|期|均|个|龄|后起|龄童|行程|线|以上|以下|假期)")
# After a two- or three-digit number of years these make it a length of time even in a Taiwan text.
_YEARS_LONG = re.compile(r"[来间内多余期级]|以[来上下内]|之[内久]|[前后]|历史|时间|生")


def _settle(atoms: list[Atom], text: str, region: RegionCode) -> None:
    """Decide what a piece is where its neighbours decide it: 18年 is a year before 10月, a length of time elsewhere."""
    for index, atom in enumerate(atoms):
        code = atom.code
        if code not in "uMDBROAk":
            continue
        before = atoms[index - 1] if index and atoms[index - 1].end == atom.start else None
        after = atoms[index + 1] if index + 1 < len(atoms) and atoms[index + 1].start == atom.end else None
        if code == "u":
            _settle_length(atom, before, after, text, region)
        elif code == "O":
            atom.code, atom.fields["year"] = "Y", str(number(atom.fields["year"]) + 1911)
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
            alone = before is None or before.code not in "Mm"
            if alone and (
                days > 31
                or days == 0
                or (atom.fields["day"][0] in "一二三四五六七八九" and text[atom.end - 1] == "号")
                or (len(atom.fields["day"]) == 1 and not atom.fields["day"].isdigit())
                or _LENGTH_AFTER.match(text, atom.end)
                or _LENGTH_BEFORE.search(text[max(0, atom.start - 8) : atom.start])
            ):
                atom.code = "u" if text[atom.end - 1] == "日" else "X"
                atom.fields = {"number": atom.fields["day"], "unit": "日"}
        elif code == "k":  # a season is a date only behind a year
            if before is None or before.code not in "YyE":
                atom.code, atom.fields = "v", {"timex": "XXXX-" + _SEASONS[atom.fields["season"]]}


_SEASONS = {"春": "SP", "夏": "SU", "秋": "FA", "冬": "WI"}
_AFTER_SHORT_YEAR = re.compile(r"年?[底末初]")


def _settle_length(atom: Atom, before: Atom | None, after: Atom | None, text: str, region: RegionCode) -> None:
    fields = atom.fields
    plain = fields["unit"] == "年" and fields["number"].isdigit() and set(fields) == {"number", "unit"}
    if not plain or fields["number"].startswith("0"):
        return
    digits = len(fields["number"])
    dated = after is not None and after.code in "MHQNo" and (after.code != "N" or digits == 2)
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
_SINCE = re.compile(r"(?:开始)?以来|至今|以降|起至今|(?:起|开始)(?=[，,、。；;:：）)]|$)")
_BEFORE_AFTER = re.compile(r"(?:以|之)?(前|后)(?![期沿天日年往端任线夕方续者景果台卫勤备盾半市])")
_ABOUT = re.compile(r"左右|前后")


def _dress(start: int, end: int, text: str) -> tuple[int, int, str | None]:
    """Take in the words around an expression that restrict it: 截至, 自 … 以来, 左右."""
    modifier = None
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
    for match in _GRAMMAR.finditer("".join(codes)):
        left: list[Atom] = []
        right: list[Atom] = []
        side = left
        for position in range(match.start(), match.end()):
            piece = at[position]
            if piece is not None:
                side.append(piece)
            elif codes[position] == "~":
                side = right
        last = right or left
        start, end, kind = left[0].start, last[-1].end, match.lastgroup or ""
        modifier = None
        if kind == "point":
            start, end, modifier = _dress(start, end, text)
        yield Expression(start, end, kind, tuple(left), tuple(right), modifier)
