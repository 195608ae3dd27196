"""What the page says of itself: headline, time, source, authors, editors, dateline.

The fields come from the lines that :mod:`newsparse.page.furniture` took apart, from front matter or HTML where there
is any, and from the opening and the end of the article.  What the caller states wins over all of them.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from newsparse.numerals import read
from newsparse.page.kinds import kind_pattern
from newsparse.page.layout import Layout
from newsparse.records import Dateline, Metadata, RegionCode
from newsparse.rules import read_toml

__all__ = ["CHINA", "address_in", "read_date", "read_metadata"]

_DATE = re.compile(
    r"(?<!\d)(?:(?P<roc>中华民国|民国)? ?(?P<y>\d{2,4}) ?年 ?(?P<m>[01]?\d) ?月 ?(?P<d>[0-3]?\d) ?[日号]"
    r"|(?P<y2>\d{2,4})(?P<sep>[-/.])(?P<m2>[01]?\d)(?P=sep)(?P<d2>[0-3]?\d)(?!\d)"
    r"|(?P<y3>\d{4})[- ](?P<m3>[01]?\d)/(?P<d3>[0-3]?\d)(?!\d))"
    r"(?:[T ]{0,3}(?:HKT)? ?(?P<half>上午|下午|[AP]M)? ?(?P<H>[0-2]?\d)(?:[:：]|时|点)(?P<M>[0-5]\d)"
    r"(?:分|[:：](?P<S>[0-5]\d))?)?"
)
_SIGNED = re.compile(r"[（(]?\d{2,4}年\d{1,2}月\d{1,2}日(?: ?[（(](?:星期|周)[一二三四五六日天][)）])?[）)]?")
CHINA = datetime.timezone(datetime.timedelta(hours=8))
"""The time of the mainland, Taiwan, Hong Kong and Macao: a page that gives a time gives it in this one."""
_URL_DATE = re.compile(r"(?<!\d)(?P<y>20\d\d|199\d)(?:[-/]?(?P<m>0[1-9]|1[0-2])[-/]?(?P<d>0[1-9]|[12]\d|3[01]))(?!\d)")
_ADDRESS = re.compile(r"https?://[^\s<>\"'）)]{4,300}")
_PERSON = re.compile(r"[\u4e00-\u9fff](?: ?[\u4e00-\u9fff]){1,3}|[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff·]{1,12}")
_SPACED_OUT = re.compile(r"\S(?: +\S)+")  # 政 府 工 作 报 告
_SPLIT = re.compile(r"[\s、，,/;；|()（）]+")
_ABOVE = 4  # lines above a headline that may hold its byline
_OPENING = 4  # lines of the article that may hold its dateline
_ENDING = 3  # lines of the article that may hold its writers
_HAN = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]")


@cache
def _opening_rule(section: str, name: str) -> re.Pattern[str]:
    """Compile a pattern of ``openings.toml``."""
    rules = read_toml("page/openings.toml")
    return re.compile(rules[section][name].format(**rules["parts"]), re.VERBOSE)


@dataclass(frozen=True, slots=True)
class _Moment:
    """A day, with the time where one is given."""

    date: datetime.date
    time: str = ""

    def iso(self) -> str:
        """Write it as the record does: the time of a Chinese page is that of China."""
        return f"{self.date.isoformat()}T{self.time}+08:00" if self.time else self.date.isoformat()


def read_metadata(
    layout: Layout,
    *,
    region: RegionCode,
    stated: Mapping[str, str] | None = None,
    url: str | None = None,
    published_at: str | None = None,
) -> Metadata:
    """Collect the metadata of a page.

    Parameters
    ----------
    layout:
        The page laid out.
    region:
        Decides whether a year of two digits is one of the Republic; one of three digits is.
    stated:
        What HTML says by the names of :class:`~newsparse.records.Metadata`.
    url, published_at:
        What the caller knows; they win.
    """
    stated = {**(stated or {}), **{k: v for k, v in layout.stated.items() if v}}
    fields = _fields(layout)
    address = url or stated.get("url") or _stated_address(layout)
    title = _title(layout, stated, fields)
    published = (
        _published(layout, fields, stated, region)
        or _url_date(address)
        or _signed(layout, region)
        or _titled(title or "", region)
    )
    published_iso = published_at or (published.iso() if published else None)
    anchor = _day(published_iso)
    opening = _opening(layout)
    dateline = _dateline(opening, anchor)
    editors = _names(fields.get("editor", []) or [stated.get("editor", "")])
    duty = _names(fields.get("duty_editor", []))
    return Metadata(
        title=title,
        original_title=_first(fields, "original_title"),
        published_at=published_iso,
        source=_first(fields, "source") or _medium(stated) or _first(fields, "unit"),
        site=stated.get("site") or _site(layout),
        author=_authors(layout, fields, stated, opening),
        editor=" ".join(editors or duty) or None,
        duty_editor=" ".join(duty) or None,
        dateline=dateline,
        url=address,
    )


def _fields(layout: Layout) -> dict[str, list[str]]:
    """Gather the labelled values of the page's furniture; those beside the article come first."""
    fields: dict[str, list[str]] = {}
    lines = [(abs(number - layout.head), placed) for number, placed in enumerate(layout.placed) if placed.fields]
    for _, placed in sorted(lines, key=lambda pair: pair[0]):
        for field, value in placed.fields:
            fields.setdefault(field, []).append(value.strip().rstrip("/／"))
    return fields


def _first(fields: Mapping[str, Sequence[str]], name: str) -> str | None:
    return next((value for value in fields.get(name, ()) if _HAN.search(value) or (value.isascii() and value)), None)


def _site(layout: Layout) -> str | None:
    """Give the name of the site that stands above the article."""
    named = (value for p in layout.placed if p.furniture for field, value in p.fields if field == "site")
    return next(named, None)


def _medium(stated: Mapping[str, str]) -> str | None:
    """Give the medium that markup or front matter names; front matter calls the page's address its source, too."""
    names = (stated.get(name, "") for name in ("media", "source", "publisher"))
    return next((name for name in names if name and not _ADDRESS.match(name)), None)


def _title(layout: Layout, stated: Mapping[str, str], fields: Mapping[str, Sequence[str]]) -> str | None:
    """Choose the headline: front matter's, else the line above the article, else what markup or a field says."""
    own = layout.headline or (kind_pattern("broadcast").sub("", layout.title.text) if layout.title else "")
    if _SPACED_OUT.fullmatch(own):
        own = own.replace(" ", "")
    speech = _opening_rule("dateline", "speech").search(own)
    if speech and speech.start() > 0 and own.endswith(("）", ")")):
        own = own[: speech.start()].strip()  # 政府工作报告（2020年1月12日在…会议上 省长 …）
    return layout.stated.get("title") or own or stated.get("title") or _first(fields, "title")


# Time


def _moments(text: str, region: RegionCode) -> list[_Moment]:
    """Read the full dates of a line, with their times."""
    out = []
    for match in _DATE.finditer(text):
        year = match["y"] or match["y2"] or match["y3"]
        moment = _moment(
            int(year),
            int(match["m"] or match["m2"] or match["m3"]),
            int(match["d"] or match["d2"] or match["d3"]),
            taiwanese=bool(match["roc"]) or len(year) == 3 or (region == "TW" and len(year) < 4),
        )
        if moment is None:
            continue
        if match["H"]:
            hour = int(match["H"]) + (12 if match["half"] in ("下午", "PM") and int(match["H"]) < 12 else 0)
            if hour < 24:
                seconds = f":{match['S']}" if match["S"] else ""
                moment = _Moment(moment.date, f"{hour:02d}:{match['M']}{seconds}")
        out.append(moment)
    return out


def _moment(year: int, month: int, day: int, *, taiwanese: bool = False) -> _Moment | None:
    if taiwanese:
        year += 1911
    if not 1900 <= year <= 2100:
        return None
    try:
        return _Moment(datetime.date(year, month, day))
    except ValueError:
        return None


def _published(
    layout: Layout, fields: Mapping[str, Sequence[str]], stated: Mapping[str, str], region: RegionCode
) -> _Moment | None:
    """Choose the time of publication: what a field calls so, what stands in the byline, what the markup says."""
    for value in fields.get("published_at", ()):
        if moments := _moments(value, region):
            return moments[0]
    beside = [moment for text in _beside_headline(layout) for moment in _moments(text, region)]
    if beside:
        return next((moment for moment in beside if moment.time), beside[0])
    if moment := _iso_moment(stated.get("published_at") or stated.get("date") or "", region):
        return moment
    for name in ("updated_at", "written_at"):
        for value in fields.get(name, ()):
            if moments := _moments(value, region):
                return moments[0]
    return None


def _signed(layout: Layout, region: RegionCode) -> _Moment | None:
    """Read the day that stands alone below the text: officials sign with it, Hong Kong adds the time of release."""
    end = layout.placed[layout.tail :]
    for number, placed in enumerate(end):
        moments = _moments(placed.line.text, region) if _SIGNED.fullmatch(placed.line.text) else []
        if moments:
            clock = dict(end[number + 1].fields).get("clock", "") if number + 1 < len(end) else ""
            hours, _, minutes = clock.rstrip("分").partition("时")
            return _Moment(moments[0].date, f"{int(hours):02d}:{int(minutes):02d}" if minutes else "")
    return None


def _titled(title: str, region: RegionCode) -> _Moment | None:
    """Read the day in brackets behind a headline: 商务部召开例行新闻发布会（2024年5月23日）."""
    found = _SIGNED.search(title)
    moments = _moments(found[0], region) if found and found.end() == len(title) and found[0][-1] in ")）" else []
    return moments[0] if moments else None


def read_date(text: str) -> str | None:
    """Read a date as people and programs write it (2019年5月3日 10:00, 2019/5/3, ISO 8601) -> ISO 8601, or None."""
    moment = _iso_moment(text.strip(), "CN")
    return moment.iso() if moment else None


def _iso_moment(value: str, region: RegionCode) -> _Moment | None:
    """Read a time that markup or front matter states; one with an offset is put into China's time."""
    try:
        moment = datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        moments = _moments(value, region)
        return moments[0] if moments else None
    if moment.tzinfo:
        moment = moment.astimezone(CHINA)
    return _Moment(moment.date(), moment.time().isoformat("seconds") if ":" in value else "")


def _beside_headline(layout: Layout) -> list[str]:
    """Give the furniture between the headline and the first paragraph, then what stands right above the headline."""
    start, end = max(0, layout.head - _ABOVE), layout.head
    if layout.title:
        start = next(number for number, placed in enumerate(layout.placed) if placed.line is layout.title)
        end = end if end > start + 1 else start + _ABOVE  # the headline is all there is of the article
    else:
        end = layout.head + _ABOVE  # a text without a headline may have its byline below the first paragraph
    below = [p.line.text for p in layout.placed[start:end] if p.fields]
    above = [p.line.text for p in layout.placed[max(0, start - _ABOVE) : start] if p.fields]
    return below + above[::-1]


def _url_date(address: str | None) -> _Moment | None:
    match = _URL_DATE.search(address or "")
    return _moment(int(match["y"]), int(match["m"]), int(match["d"])) if match else None


def _stated_address(layout: Layout) -> str | None:
    """Give an address that the page states as its own: behind 原文链接, or in front matter."""
    for value in layout.stated.values():
        if match := _ADDRESS.match(value):
            return match[0]
    return next(
        (
            m[0]
            for p in layout.placed
            if p.furniture and p.furniture.family == "link"
            if (m := _ADDRESS.search(p.line.text))
        ),
        None,
    )


def address_in(layout: Layout) -> str | None:
    """Give the address that the page states as its own, if it does."""
    return _stated_address(layout)


def _day(iso: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(iso[:10]) if iso else None


# Opening


def _opening(layout: Layout) -> list[str]:
    """Give the headline and the first lines of the article below it."""
    title = [layout.title.text] if layout.title else []
    kept = [p.line.text for p in layout.placed if p.furniture is None and p.kind not in ("title", "caption")]
    return title + kept[:_OPENING]


def _dateline(opening: Sequence[str], anchor: datetime.date | None) -> Dateline | None:
    """Read the opening of a wire story; its year is the nearest not after publication."""
    for text in opening:
        match = _opening_rule("dateline", "wire").match(text[:80])
        if match and (match["day"] or _is_short_wire(match, text)):
            day = _resolve(match["year"], match["month"], match["day"], anchor)
            return Dateline(agency=match["agency"], place=match["place"] or None, date=day)
        if match := _opening_rule("dateline", "taiwan").match(text[:80]):
            day = _resolve(None, None, match["day"], anchor)
            return Dateline(agency=match["agency"], place=match["place"], date=day)
    for text in opening:
        for order in ("speech", "speech_on"):
            match = _opening_rule("dateline", order).search(text[:200])
            if match and (moments := _moments(match["date"], "CN")):
                return Dateline(date=moments[0].date.isoformat())
    return None


def _is_short_wire(match: re.Match[str], text: str) -> bool:
    """Say whether an opening without a day is one all the same: 本报讯 …, 央视网消息（新闻联播）：…"""
    following = text[match.end() : match.end() + 1]
    closed = text[match.end() - 1] in "】]）)〕"
    return not match["place"] and match["kind"] != "报道" and (closed or following in ("", *" （(：:，,"))


def _resolve(year: str | None, month: str | None, day: str | None, anchor: datetime.date | None) -> str | None:
    """Put a dateline on the calendar: the nearest such day that is not more than a day after publication."""
    if not day:
        return None
    day_number = _number(day)
    if year:
        moment = _moment(int(year), _number(month), day_number) if month else None
        return moment.date.isoformat() if moment else None
    if anchor is None:
        return None
    latest = anchor + datetime.timedelta(days=1)
    if month:
        tries = [(latest.year - back, _number(month)) for back in range(2)]
    else:
        tries = [_months_back(latest, back) for back in range(3)]
    for a_year, a_month in tries:
        moment = _moment(a_year, a_month, day_number)
        if moment and moment.date <= latest:
            return moment.date.isoformat()
    return None


def _number(text: str) -> int:
    """Read the number of a month or a day, in digits or in Chinese numerals."""
    numeral = read(text)
    return int(numeral.low) if numeral else 0


def _months_back(day: datetime.date, months: int) -> tuple[int, int]:
    index = day.year * 12 + day.month - 1 - months
    return index // 12, index % 12 + 1


# Persons


def _names(values: Sequence[str]) -> list[str]:
    """Split the values of a name field into names, each once."""
    out: list[str] = []
    for value in values:
        parts = [part for part in _SPLIT.split(_opening_rule("writers", "around").sub(" ", value)) if part]
        # 张 三: a name of two characters is often spaced to the width of three
        if len(parts) >= 2 and all(len(part) == 1 for part in parts):
            parts = ["".join(parts[n : n + 2]) for n in range(0, len(parts), 2)]
        out.extend(part for part in parts if part not in out and (_HAN.search(part) or len(part) > 1))
    return out


def _authors(
    layout: Layout, fields: Mapping[str, Sequence[str]], stated: Mapping[str, str], opening: Sequence[str]
) -> str | None:
    """Give the authors: the byline's, else those of the dateline, else those at the end, else the markup's."""
    for value in fields.get("author", ()):
        if names := _names([value]):
            # 新建工程科 柯美莉: the office before the name is none
            return " ".join([name for name in names if _PERSON.fullmatch(name)] or names)
    bracketed = _opening_rule("writers", "bracketed")
    for text in opening:
        if match := _opening_rule("dateline", "taiwan").match(text[:80]):
            names = _persons(match["names"] or "")
        else:
            wire = _opening_rule("dateline", "wire").match(text[:80])
            writers = bracketed.match(text[wire.end() : wire.end() + 80].lstrip()) if wire else None
            names = _persons(writers["names"]) if writers else []
        if names:
            return " ".join(names)
    kept = [p.line.text for p in layout.placed if p.furniture is None and p.kind not in ("title", "caption")]
    for text in kept[-_ENDING:]:
        # A writer stands behind the last sentence: …的城！（评论员 罗博 萧海川）
        for match in bracketed.finditer(text[-80:]):
            if match.end() == len(text[-80:]) and (names := _persons(match["names"])):
                return " ".join(names)
    told = _names([stated.get("author", "")])
    return " ".join(told) if told and told != _names([stated.get("editor", "")]) and _persons(" ".join(told)) else None


def _persons(text: str) -> list[str]:
    """Split names; an empty list when one of them cannot be a person's."""
    names = _names([text])
    return names if names and all(_PERSON.fullmatch(name) for name in names) else []
