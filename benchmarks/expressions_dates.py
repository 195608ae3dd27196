"""How many of other people's cases for Chinese dates newsparse gets right, and JioNLP on the same sentences.

    python benchmarks/expressions_dates.py FOLDER [--jionlp PYTHON] [--failures]

FOLDER holds the case files of Microsoft Recognizers-Text (MIT; ``recognizers_NAME.json`` for the names DateTimeModel,
DateParser, DatePeriodParser and DurationParser) and the time cases of JioNLP (Apache-2.0; ``jionlp_time.json``, with
the reference time as ``base``).  The files are not part of this project.  PYTHON is an interpreter with ``jionlp``.

A case is left out when its meaning is not one that the record of newsparse has; the tables :data:`EXCLUDED` and
:data:`EXCLUDED_JIONLP` give the reasons, and the output counts them.  Both programs are judged by the same rules: a
value is right when its first and last day (and the minute, where the case gives a clock time) are those of the case.
Recognizers ends a stretch with the day after, or with the first day of the last year or month that is named; both count
as the same end.  Where it gives a past and a future reading, either will do.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from newsparse.dates import Anchor, read_dates
from newsparse.script import simplify

_NUMBER = "一二两三四五六七八九十百几半"
_UNIT = "(?:年|月|周|星期|礼拜|天|日|小时|钟头|分钟?|秒钟?|季度|交易日|工作日|刻钟)"
_FROM_NOW = "(?:大约|约|还剩|再?过|未来|今后|过去的?|最?近|前|后|上|之[前后])"

EXCLUDED = {
    "a length of time, also one counted from now, is never given calendar dates": re.compile(
        rf"^(?:{_FROM_NOW}.{{0,3}}?[\d{_NUMBER}仨 ]+ ?个?{_UNIT}.{{0,3}}$"
        rf"|[\d.,{_NUMBER}多 ]+个?[多半]?{_UNIT}[多半]?钟?(?:之?[前后内]|以[前后内来])$)"
    ),
    "a time without a place on the calendar": re.compile(r"^(?:最近|现在|马上|[上下]个小时)$"),
    "half days and hours of the day are not given clock times": re.compile(
        r"^(?:上午|下午|晚上|白天|午后|夜间至次日上午)$"
    ),
    "the case keeps a lunar month as if it were solar": re.compile(r"^(?:大年三十|正月三十)$"),
    "lunar or solar, the case takes the other reading": re.compile(
        r"^(?:两千|二零零四|[去]?年?)?.{0,6}八?月十五|^二月十五|^四月十三$|^一月二十三$"
    ),
    "a year before 1000, or an era of an emperor with a lunar month": re.compile(r"神龙|三六七|^在?789|雍正|康熙"),
    "day before month (13.5.2015), or a year of two digits between dashes": re.compile(
        r"^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?:-.*)?$|^\d\d-\d{1,2}-\d{1,2}$"
    ),
    "English": re.compile(r"[ap]\.?m", re.IGNORECASE),
    "a season is the months of the weather service": re.compile(r"[春夏秋冬](?:季|天)?$"),
    "the end, the beginning and the parts of a year and a month by the conventions of newsparse": re.compile(
        r"(?:[年月度]|季)?[末底初]|月?初前|年初|伊始|末期|前期"
    ),
    "a number of years (24年), a number of days or a number alone": re.compile(
        r"^(?:24年|十一|廿一|1?2?6?[·/]\d+|\d{4} \d\d \d\d)$"
    ),
    "a bare number": re.compile(r"^=? ?\d{4}$|^\d\d[-·]\d\d(?: \d\d:\d\d)?(?: 至.*)?$|^35:37$|^20220?\d"),
}
EXCLUDED_JIONLP = {
    "before, after, until: newsparse gives the day that is named and a modifier": re.compile(
        r"(?:[或及以之]|年|号|日|点)[前后]$|^\S+(?:起|至今|到现在)$"
    ),
    "an anniversary": re.compile(r"周年$"),
    "a bare clock time: its day is unknown to newsparse (JioNLP takes the day of the reference)": re.compile(
        r"^(?!.*[日号天昨今]).*?(?:\d\d?[:：]\d\d|[一二三四五六七八九十\d]+点).{0,16}$"
    ),
    "what a bare day, weekday or holiday is nearest to: newsparse looks back, as news does": re.compile(
        r"^(?:9月30日|12月30号|十二月20号|30日|12号|星期天|周二早上|周一|妇女节|3月8号|10月8号|[18]号晚上9点|除夕晚上6点半|12月9日零时至.*)$"
    ),
    "points at a date before it, which there is none of": re.compile(
        r"^(?:当月.*|同月.*|这一年|次年.*|全天|第[三七][天年].*|当日.*|当晚.*)$"
    ),
}


@dataclass
class Case:
    """A sentence and what it should give."""

    source: str
    text: str
    moment: datetime | None
    expressions: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)
    """Expression -> readings, each a pair of first and last day or moment, or of a TIMEX3 kind and value."""
    excluded: str | None = None
    negative: bool = False


def recognizers(folder: Path, name: str) -> Iterator[Case]:
    for row in json.loads((folder / f"recognizers_{name}.json").read_text(encoding="utf-8")):
        moment = (row.get("Context") or {}).get("ReferenceDateTime")
        case = Case(name, row["Input"], datetime.fromisoformat(moment[:19]) if moment else None)
        for result in row["Results"]:
            value = result.get("Value") or {}
            readings = []
            if "Resolution" in result:
                entries = (result["Resolution"] or {}).get("values", [])
            else:
                entries = [
                    {"timex": value.get("Timex"), "type": result.get("Type"), **_flat(value.get(side) or {})}
                    for side in ("PastResolution", "FutureResolution")
                ]
            for entry in entries:
                kind = entry.get("type") or result.get("TypeName", "").split(".")[-1]
                timex = entry.get("timex") or ""
                if kind in ("duration", "set", "time", "timerange"):
                    readings.append((kind, timex))
                elif "not resolved" in str(entry.get("value")) or entry.get("value") == "0001-01-01":
                    readings.append(("none", ""))
                else:
                    first = entry.get("start") or entry.get("value") or ""
                    last = entry.get("end") or entry.get("value") or ""
                    readings.append((first, last if "end" in entry or "start" not in entry else ""))
                if entry.get("isLunar") or "LUNAR" in timex:
                    case.excluded = "the case keeps a lunar month as if it were solar"
            case.expressions.append((simplify(result["Text"]), readings))
        case.negative = not case.expressions
        yield case


def _flat(resolution: dict[str, str]) -> dict[str, str]:
    out = {}
    for key, value in resolution.items():
        out["start" if key.startswith("start") else "end" if key.startswith("end") else "value"] = value
    return out


def jionlp(folder: Path) -> Iterator[Case]:
    for row in json.loads((folder / "jionlp_time.json").read_text(encoding="utf-8")):
        case = Case("JioNLP", row["input"], _base(row["base"]))
        expected = row["expected"]
        if expected["type"] == "time_delta":
            case.expressions.append((row["input"], [("duration", _delta(expected["time"]))]))
        elif expected["type"] == "time_period":
            case.expressions.append((row["input"], [("set", "")]))
        else:
            first, last = expected["time"]
            if "inf" in first or "inf" in last:
                case.excluded = "before, after, until: newsparse gives the day that is named and a modifier"
            case.expressions.append((row["input"], [(first, last)]))
        yield case


def _base(base: object) -> datetime | None:
    if isinstance(base, (int, float)):
        return datetime(1970, 1, 1) + timedelta(seconds=base, hours=8)
    if isinstance(base, dict):
        return datetime(
            base["year"], base.get("month", 6), base.get("day", 15), base.get("hour", 0), base.get("minute", 0)
        )
    if isinstance(base, list):
        return datetime(*(base + [1] * (3 - len(base)))[:5])
    return datetime(2021, 6, 14) if base else None


_DELTA = {"year": "Y", "month": "M", "day": "D", "workday": "D", "hour": "TH", "minute": "TM", "second": "TS"}


def _delta(time: object) -> str:
    if not isinstance(time, dict):
        return ""
    days = "".join(f"{amount:g}{_DELTA[unit]}" for unit, amount in time.items() if "T" not in _DELTA.get(unit, "T"))
    clock = "".join(f"{amount:g}{_DELTA[unit][1]}" for unit, amount in time.items() if "T" in _DELTA.get(unit, ""))
    return f"P{days}" + (f"T{clock}" if clock else "")


def excluded(case: Case) -> str | None:
    if case.excluded:
        return case.excluded
    tables = EXCLUDED | EXCLUDED_JIONLP if case.source == "JioNLP" else EXCLUDED
    for reason, pattern in tables.items():
        if any(pattern.search(text) for text, _ in case.expressions):
            return reason
    return None


def agrees(want: tuple[str, str], start: str | None, end: str | None, timex: str | None) -> bool:
    """Tell whether a value means what a case wants, ends by either convention."""
    first, last = want
    if first == "none":
        return start is None
    if start is None:
        return False
    minute = not (first.endswith("00:00:00") and last.endswith(("00:00:00", "23:59:59"))) and len(first) > 10
    size = 16 if minute and len(start) > 10 else 10
    end_day = (end or start)[:10]
    after = (date.fromisoformat(end_day) + timedelta(days=1)).isoformat()
    if first and first.replace(" ", "T")[:size] not in (start[:size].ljust(size), "" if last else after):
        return False
    if not last or end is None:
        return True
    last_day = last[:10]
    named = (timex or "").rpartition("/")[2]
    return last_day in (end_day, after) or ("/" in (timex or "") and last_day.startswith(named[:10]))


def right(case: Case, values: list[dict[str, str | None]]) -> bool:
    if case.negative:
        return not any(value["start"] for value in values)
    for text, readings in case.expressions:
        plain = simplify(case.text)
        at = max(plain.find(text), 0)
        near = [v for v in values if int(v["at"] or 0) < at + len(text) and at < int(v["till"] or 0)] or values
        if not any(_meets(reading, value) for reading in readings for value in near) and readings:
            return not near and all(reading[0] == "none" for reading in readings)
    return True


def _meets(reading: tuple[str, str], value: dict[str, str | None]) -> bool:
    kind, timex = reading
    own = value["timex"] or ""
    if kind == "duration":
        return value["kind"] == "duration" and (not timex or own.replace("W", "W") in (timex, _weeks(timex)))
    if kind == "set":
        return value["kind"] == "set"
    if kind in ("time", "timerange"):
        clock = re.findall(r"T(\d\d(?::\d\d)*|[A-Z]{2})", timex)
        return bool(clock) and all(f"T{part}" in own or part in own for part in clock[:2])
    return agrees(reading, value["start"], value["end"], value["timex"])


def _weeks(timex: str) -> str:
    """Give 28 days as 4 weeks, a quarter as three months: JioNLP converts lengths of time."""
    match = re.fullmatch(r"P(\d+)D", timex)
    if match and int(match[1]) % 7 == 0:
        return f"P{int(match[1]) // 7}W"
    match = re.fullmatch(r"P(\d+)M", timex)
    return f"P{int(match[1]) // 3}Q" if match and int(match[1]) % 3 == 0 else timex


def ours(case: Case) -> list[dict[str, str | None]]:
    anchor = Anchor(case.moment, "published_at") if case.moment else None
    return [
        {
            "at": str(v.start_char),
            "till": str(v.end_char),
            "kind": v.kind,
            "timex": v.timex,
            "start": v.start,
            "end": v.end,
        }
        for v in read_dates(simplify(case.text), anchor=anchor)
    ]


_WORKER = r"""
import json, sys, contextlib, io
with contextlib.redirect_stdout(io.StringIO()):
    import jionlp
DAYS = {"year": "Y", "month": "M", "day": "D", "workday": "D"}
CLOCK = {"hour": "H", "minute": "M", "second": "S"}
out = []
for text, moment in json.load(sys.stdin):
    base = None
    if moment:
        y, m, d, h, mi = moment
        base = {"year": y, "month": m, "day": d, "hour": h, "minute": mi}
    values = []
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            found = jionlp.ner.extract_time(text, time_base=base) if base else jionlp.ner.extract_time(text)
        for item in found:
            detail = item["detail"]
            time = detail["time"]
            kind = {"time_delta": "duration", "time_period": "set"}.get(detail["type"], "date")
            start = end = None
            timex = ""
            if kind == "date" and isinstance(time, list):
                start, end = [None if "inf" in t else t.replace(" ", "T") for t in time]
                timex = (start or "")[:16] + "/" + (end or "")[:16]
            elif kind == "duration" and isinstance(time, dict):
                days = "".join("%g%s" % (a, DAYS[u]) for u, a in time.items() if u in DAYS)
                clock = "".join("%g%s" % (a, CLOCK[u]) for u, a in time.items() if u in CLOCK)
                timex = "P" + days + ("T" + clock if clock else "")
            at, till = map(str, item["offset"])
            values.append({"at": at, "till": till, "kind": kind, "timex": timex, "start": start, "end": end})
    except Exception as error:
        values = []
    out.append(values)
json.dump(out, sys.stdout)
"""


def theirs(cases: list[Case], python: str) -> list[list[dict[str, str | None]]]:
    rows = []
    for case in cases:
        moment = case.moment
        rows.append(
            [
                simplify(case.text),
                [moment.year, moment.month, moment.day, moment.hour, moment.minute] if moment else None,
            ]
        )
    done = subprocess.run([python, "-c", _WORKER], input=json.dumps(rows), capture_output=True, text=True, check=True)
    answers: list[list[dict[str, str | None]]] = json.loads(done.stdout)
    return answers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jionlp", metavar="PYTHON")
    parser.add_argument("--failures", action="store_true")
    arguments = parser.parse_args()
    names = ("DateTimeModel", "DateParser", "DatePeriodParser", "DurationParser")
    cases = [case for name in names for case in recognizers(arguments.folder, name)] + list(jionlp(arguments.folder))
    reasons: Counter[tuple[str, str]] = Counter()
    kept: list[Case] = []
    for case in cases:
        reason = excluded(case)
        if reason:
            reasons[reason, case.source] += 1
        else:
            kept.append(case)
    jio = theirs(kept, arguments.jionlp) if arguments.jionlp else None
    table: dict[str, list[int]] = {name: [0, 0, 0, 0] for name in (*names, "JioNLP")}
    for case in cases:
        table[case.source][0] += 1
    for index, case in enumerate(kept):
        row = table[case.source]
        row[1] += 1
        values = ours(case)
        good = right(case, values)
        row[2] += good
        row[3] += right(case, jio[index]) if jio else 0
        if arguments.failures and not good:
            found = [
                (case.text[int(v["at"] or 0) : int(v["till"] or 0)], v["timex"], v["start"], v["end"]) for v in values
            ]
            print("FAIL", case.source, case.text, case.moment, "want", case.expressions, "got", found)
    print(f"{'cases':18s} {'all':>5s} {'shared':>7s} {'newsparse':>16s} {'JioNLP':>16s}")
    for name, (everything, shared, own, other) in table.items():
        share = f"{own} ({own / shared:.1%})" if shared else "-"
        peer = f"{other} ({other / shared:.1%})" if jio and shared else "-"
        print(f"{name:18s} {everything:5d} {shared:7d} {share:>16s} {peer:>16s}")
    print("\nleft out:")
    for reason in dict.fromkeys(reason for reason, _ in reasons):
        counts = ", ".join(f"{name} {reasons[reason, name]}" for name in table if reasons[reason, name])
        print(f"  {sum(c for (r, _), c in reasons.items() if r == reason):4d}  {reason} ({counts})")


if __name__ == "__main__":
    main()
