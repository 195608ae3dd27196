"""What the gazetteer's hits mean in this article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from newsparse.entities.gazetteer import LEVELS, Name, Names
from newsparse.entities.scan import Scan
from newsparse.entities.values import OWN_PRIORITY, Candidate
from newsparse.records import EntityLabel

__all__ = ["find_known"]

_NATIONAL = ("中华人民共和国", "中国", "国家")
_COUNTIES = frozenset(("county", "county_city", "district"))


def find_known(scan: Scan) -> Iterator[Candidate]:
    """Yield what the gazetteer knows; a weak form only where the article speaks for it.

    A form with several meanings (朝阳, 鼓楼区) gets the code of the one that the place before it or the other places of
    the article point to; where they do not decide, it stays without a code.
    """
    forms = {id(names): names for _, _, names in scan.names}.values()  # the meanings of a form are one list
    strong = {name.canonical for names in forms for name in names if not name.weak}
    areas_named = {canonical[:3] for canonical in strong}
    codes = {
        name.code
        for names in forms
        for name in names
        if name.code and not name.weak and sum(other.code is not None for other in names) == 1
    }
    listed = _listed(scan)
    supported: set[str] = set()
    unsure: list[tuple[int, int, Names]] = []
    places: dict[int, list[Name]] = defaultdict(list)
    """End of a place -> its meanings."""
    for start, end, all_names in sorted(_uncrossed(scan.names), key=lambda n: (n[1], n[0])):
        before = {_area(name) for name in places.get(start, ())}
        names = [
            name
            for name in all_names
            if not (name.weak or (scan.taiwan and end - start == 2 and _is_mainland_county(name)))
            or (name.canonical in strong and not (scan.taiwan and _is_mainland_county(name)))
            or ((start, end, name.label) in listed and (scan.taiwan or not _is_short_district(name, end - start)))
            or (name.label == "GPE" and _is_place_supported(scan, start, end, name, before, codes, areas_named))
        ]
        if not names:
            unsure.append((start, end, all_names))
            continue
        name, code = _meaning(names, before, codes)
        if scan.taiwan and _is_mainland_ministry(name) and not scan.text.startswith(_NATIONAL, start):
            name = name._replace(canonical=scan.text[start:end], kind="taiwan_government")
        if name.label == "GPE":
            places[end] += names
            if not all_names.sure:
                supported.add(scan.text[start:end])
        yield Candidate(
            start,
            end,
            name.label,
            "gazetteer",
            name.canonical,
            name.kind,
            code,
            priority=OWN_PRIORITY if name.own or scan.text[start:end] in scan.lexicon.certain else 10,
        )

    for start, end, names in unsure:  # 龙崎、|内门, which is named as 高雄|内门 later
        whole = start in scan.index and end in scan.index and not scan.lexicon.is_ordinary(scan.text[start:end])
        if whole and scan.text[start:end] in supported:
            name = next((name for name in names if name.label == "GPE"), names[0])
            yield Candidate(start, end, name.label, "gazetteer", name.canonical, name.kind, name.code, priority=10)


def _is_mainland_county(name: Name) -> bool:
    """Say whether a meaning is a county or district of the mainland; in Taiwan their short forms are other places."""
    return name.kind in _COUNTIES and name.code is not None and not name.own


def _is_short_district(name: Name, length: int) -> bool:
    """Say whether a meaning is 东区, 北区 … of a city of Taiwan: elsewhere the last half of 池北区."""
    return length == 2 and name.kind == "district" and name.code is None


def _is_mainland_ministry(name: Name) -> bool:
    """Say whether a meaning is a ministry of the mainland; in Taiwan 交通部 and 教育部 are those of the island."""
    return name.kind == "ministry" and name.canonical.startswith("中华人民共和国")


def _uncrossed(hits: list[tuple[int, int, Names]]) -> Iterator[tuple[int, int, Names]]:
    """Leave out a name that begins inside a country, province or prefecture and ends after it: 上海|城市, 台南|沙仑."""
    until, opened = 0, -1
    for start, end, names in sorted(hits, key=lambda n: (n[0], -n[1])):
        if opened < start < until < end:
            continue
        yield start, end, names
        if names.surely_around and end > until:
            until, opened = end, start


def _area(name: Name) -> str:
    """Give what the code or the canonical name of every part of a place begins with."""
    code = name.code or ""
    return code.rstrip("0") if code.isdigit() else name.canonical


def _is_part(name: Name, areas: set[str]) -> bool:
    """Say whether a place lies in one of the areas."""
    return any(
        ((name.code or "").startswith(area) and len(area) in (2, 4))
        or (name.canonical != area and name.canonical.startswith(area))
        for area in areas
        if area
    )


def _is_place_supported(
    scan: Scan, start: int, end: int, name: Name, before: set[str], codes: set[str], named: set[str]
) -> bool:
    """Say whether an ambiguous form is a place: right after the one it is part of, or in an article about that one."""
    if (start not in scan.index and not before) or end not in scan.index:
        return False
    if _is_part(name, before):
        return True
    if scan.lexicon.is_ordinary(scan.text[start:end]):
        return False
    code = name.code or ""
    return (bool(code) and code[:4] + "00" in codes) or (not code and name.canonical[:3] in named)


def _listed(scan: Scan) -> set[tuple[int, int, str]]:
    """Give weak names in a list with one of their kind that is sure, with its label: 恒大、万达、宝能; 原州、同心."""
    text = scan.text
    unsure = [
        (start, end, names)
        for start, end, names in scan.names
        if not names.sure and (text[start - 1 : start] == "、" or text[end : end + 1] == "、")
    ]
    found: set[tuple[int, int, str]] = set()
    if not unsure:
        return found
    large = {(start, end) for start, end, names in scan.names if names.is_level}
    labels: tuple[EntityLabel, ...] = ("ORG", "GPE", "LOC")
    for label in labels:
        weak = [(start, end) for start, end, names in unsure if label in names.labels]
        sure = [(start, end) for start, end, names in scan.names if names.sure and label in names.labels]
        starts, ends = {start for start, _ in sure}, {end for _, end in sure}
        for start, end in [*sorted(weak), *sorted(weak, reverse=True)]:
            before = text[start - 1 : start] == "、" and start - 1 in ends
            after = text[end : end + 1] == "、" and end + 1 in starts
            whole = start in scan.index and end in scan.index
            clear = label != "GPE" or not scan.lexicon.is_ordinary(text[start:end]) or (start, end) in large
            if (before or after) and whole and clear:
                found.add((start, end, label))
                starts.add(start)
                ends.add(end)
    return found


def _meaning(names: list[Name], before: set[str], codes: set[str]) -> tuple[Name, str | None]:
    """Choose among the meanings of a form, and say which code, if any, is sure."""
    for name in names:
        if name.own or len(names) == 1:
            return name, name.code
    inside = [name for name in names if _is_part(name, before)]
    if len(inside) == 1:
        return inside[0], inside[0].code
    sure = [name for name in names if not name.weak] or names
    level = min(LEVELS.get(name.kind or "", 2) for name in sure)
    sure = [name for name in sure if LEVELS.get(name.kind or "", 2) == level]
    if len(sure) > 1:
        near = [name for name in sure if name.code and any(c[:4] == name.code[:4] for c in codes)] or [
            name for name in sure if name.code and any(c[:2] == name.code[:2] for c in codes)
        ]
        sure = near or sure
    return sure[0], sure[0].code if len(sure) == 1 else None
