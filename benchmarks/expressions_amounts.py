"""How many of other people's cases for Chinese amounts newsparse gets right, and JioNLP on the same sentences.

    python benchmarks/expressions_amounts.py FOLDER [--jionlp PYTHON] [--failures]

FOLDER holds the case files of Microsoft Recognizers-Text (MIT; ``recognizers_CurrencyModel.json``,
``…PercentModel.json``, ``…NumberModel.json``, ``…NumberRangeModel.json``, ``…DimensionModel.json``) and the money cases
of JioNLP (Apache-2.0; ``jionlp_money.json``).  The files are not part of this project.  PYTHON is an interpreter that
has ``jionlp``.

A case is left out when its meaning is not one that the record of newsparse has; :data:`EXCLUDED` gives the reasons, and
the table counts them.  A case is right when the values found are those of the case, no more and no fewer; money must
also have the currency, and a dimension its unit in the span.  A vague number is compared by its least value where the
case gives one value (Recognizers reads 五百余 as 500).  成 and 折, which the record gives in tenths, are compared as
percentages.  JioNLP reads money and numbers alone; its columns are empty for the rest.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from newsparse import numerals
from newsparse.amounts import read_amounts
from newsparse.rules import read_tsv
from newsparse.script import simplify

Value = tuple[Decimal, Decimal, str]
"""Least value, greatest value, currency or unit."""

_SPACES = (
    r"(?<=[百千万亿两一二三四五六七八九十点又分\d.Ｋ]) +(?=[百千万亿一二三四五六七八九十余点又分之个成折Ｋk\d几])"
    r"|(?<=个) +百|佰 分"
)
_NOT_CHINESE = r"\d ?[kKMGT](?![a-z])|[Ｋｋ]|打|俩"
EXCLUDED: dict[str, dict[str, str]] = {
    "CurrencyModel": {
        "a currency without a number": r"^人民币 ?美元$",
        "not a currency of ISO 4217": r"比特币",
        "two currencies added up": r"又三美分|5日本钱",
        "a full-width comma between digits is read as one of thousands": r"\d，\d{3}美",
    },
    "PercentModel": {
        "spaces inside the number or the word": _SPACES + "|[百千] +分|分 +[之点]|之 +|陆 点|七成 六",
        "k, M, a dozen, a pair": _NOT_CHINESE,
        "no number, or no such expression": r"对折|半折|^十折|半成",
        "parts per million and less": r"[百千万]万分之",
        "newsparse gives both ends of a range": r"5-20%|二三十",
    },
    "NumberModel": {
        "spaces inside the number": _SPACES,
        "k, M, a dozen, a pair": _NOT_CHINESE,
        "powers, e notation, slashes, a leading or a second point": (
            r"\^|\de[\d＋+－-]|\dE|[/／]|(?<!\d)\.\d|２.７８９０e|\d\.\d+\.\d"
        ),
        "whether a numeral is part of a word is left to those who use the reader": (
            r"一切|四川|一看|十足|九九|两两|零十|^三的另|一折|美元|美刀|[%％]|百分之"
        ),
        "a unit with a digit behind it alone, or half of one": r"^[百千]三$|半百",
        "a vague number that the case values as if it were exact": r"零几万",
        "an operator inside a fraction": r"分之负",
    },
    "NumberRangeModel": {"numbers without a unit are no amounts, and a range is no number": r""},
    "DimensionModel": {"位 is a measure word in news": r"一位是最小"},
    "jionlp_money": {
        "no currency: JioNLP takes the whole string for money": r"^(?:三百万|肆佰叁拾万|肆佰叁拾萬|小于40万)$",
        "k and w": r"\d[kw]",
        "块 alone counts pieces": r"(?:三五百|几十万)块$",
        "数十 is 20 to 90 by the guidelines, JioNLP makes it 10 to 100": r"数十亿",
        "八到九百亿: JioNLP reads 8 hundred million to 90 billion": r"^八到九百亿",
    },
}


PERCENT = {
    "%": Decimal(1), "percentage_point": Decimal(1), "成": Decimal(10), "折": Decimal(10),
    "‰": Decimal("0.1"), "‱": Decimal("0.01"),
}  # fmt: skip


@dataclass
class Case:
    """A sentence and what the case file finds in it."""

    source: str
    text: str
    values: list[Value]
    excluded: str | None = None


def recognizers(folder: Path, model: str) -> Iterator[Case]:
    for row in json.loads((folder / f"recognizers_{model}.json").read_text(encoding="utf-8")):
        values = []
        for result in row["Results"]:
            resolution = result["Resolution"]
            raw = str(resolution.get("value") or "0")
            number = Decimal(raw.rstrip("%")) if re.fullmatch(r"-?[0-9.]+(?:E[+-]?\d+)?%?", raw) else Decimal(0)
            unit = resolution.get("isoCurrency") or ("" if model != "DimensionModel" else resolution["unit"])
            values.append((number, number, unit))
        yield case(model, row["Input"], values)


def jionlp_money(folder: Path) -> Iterator[Case]:
    codes = {row["name"]: row["code"] for row in read_tsv("amounts/currencies.tsv")} | {"元": "CNY", "卢比": "INR"}
    for row in json.loads((folder / "jionlp_money.json").read_text(encoding="utf-8")):
        number = row["expected"]["num"]
        low, high = number if isinstance(number, list) else (number, number)
        yield case("jionlp_money", row["input"], [(Decimal(low), Decimal(high), codes[row["expected"]["case"]])])


def case(source: str, text: str, values: list[Value]) -> Case:
    reason = next((why for why, pattern in EXCLUDED[source].items() if re.search(pattern, text)), None)
    return Case(source, simplify(text), values, reason)


def read(source: str, text: str) -> list[Value]:
    if source == "NumberModel":
        return [(number.low, number.high, "") for number in numerals.find(text) if number.form != "scale"]
    amounts = read_amounts(text)
    found: list[Value] = []
    if source in ("CurrencyModel", "jionlp_money"):
        for money in amounts.money:
            low = money.amount if money.amount is not None else money.min
            high = money.amount if money.amount is not None else money.max
            found.append((low or Decimal(0), high or Decimal(0), money.currency or "?"))
        return found
    for quantity in amounts.quantities:
        low = quantity.value if quantity.value is not None else quantity.min or Decimal(0)
        high = quantity.value if quantity.value is not None else quantity.max or Decimal(0)
        if source == "PercentModel" and quantity.unit in PERCENT:
            factor = PERCENT[quantity.unit] if quantity.unit != "折" or high < 10 else Decimal(1)
            found.append((low * factor, high * factor, ""))
        elif source == "DimensionModel" and quantity.unit not in PERCENT and quantity.unit != "人":
            found.append((low, high, quantity.unit))
    return found


def right(case: Case, found: list[Value]) -> bool:
    if len(found) != len(case.values):
        return False
    for (low, high, unit), (want_low, want_high, want_unit) in zip(found, case.values, strict=True):
        if case.source in ("CurrencyModel", "jionlp_money") and unit != want_unit:
            return False
        # a case is written as a float of 15 digits, or rounded to cents
        if not close(low, want_low) or (want_low != want_high and not close(high, want_high)):
            return False
    return True


def close(value: Decimal, wanted: Decimal) -> bool:
    return abs(value - wanted) <= max(
        abs(wanted) * Decimal("1e-9"), Decimal("0.005") if abs(wanted) > 1 else Decimal(0)
    )


JIONLP = """
import json, sys
import jionlp as jio
for line in sys.stdin:
    text, out = json.loads(line), []
    try:
        for money in jio.ner.extract_money(text, with_parsing=True) or []:
            detail = money["detail"]
            out.append([detail["num"] if isinstance(detail["num"], list) else [detail["num"]] * 2, detail["case"]])
    except Exception as error:
        out = [[["-1", "-1"], "error"]]
    print(json.dumps(out, ensure_ascii=False), flush=True)
"""


def read_with_jionlp(python: str, cases: list[Case]) -> dict[str, list[Value]]:
    codes = {row["name"]: row["code"] for row in read_tsv("amounts/currencies.tsv")} | {"元": "CNY"}
    texts = [case.text for case in cases]
    lines = "".join(json.dumps(text, ensure_ascii=False) + "\n" for text in texts)
    done = subprocess.run([python, "-c", JIONLP], input=lines, capture_output=True, text=True, check=True)
    found: dict[str, list[Value]] = {}
    for text, line in zip(texts, [x for x in done.stdout.splitlines() if x.startswith("[")], strict=True):
        found[text] = [(Decimal(low), Decimal(high), codes.get(name, name)) for (low, high), name in json.loads(line)]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jionlp", metavar="PYTHON")
    parser.add_argument("--failures", action="store_true")
    options = parser.parse_args()
    cases = [case for model in EXCLUDED if model.endswith("Model") for case in recognizers(options.folder, model)]
    cases += jionlp_money(options.folder)
    shared = [case for case in cases if case.excluded is None]
    money = [case for case in shared if case.source in ("CurrencyModel", "jionlp_money")]
    peer = read_with_jionlp(options.jionlp, money) if options.jionlp else {}
    print(f"{'cases':18s} {'all':>5s} {'shared':>7s} {'newsparse':>16s} {'JioNLP':>16s}")
    for source in EXCLUDED:
        mine = [case for case in shared if case.source == source]
        if not mine:
            print(f"{source:18s} {sum(case.source == source for case in cases):5d} {0:7d}")
            continue
        passed = sum(right(case, read(source, case.text)) for case in mine)
        line = f"{source:18s} {sum(case.source == source for case in cases):5d} {len(mine):7d}"
        line += f" {passed:6d} = {passed / len(mine):6.1%}"
        if mine[0] in money and peer:
            theirs = sum(right(case, peer[case.text]) for case in mine)
            line += f" {theirs:6d} = {theirs / len(mine):6.1%}"
        print(line)
    print("\nleft out:")
    for (source, reason), count in Counter((case.source, case.excluded) for case in cases if case.excluded).items():
        print(f"{count:5d}  {source}: {reason}")
    if options.failures:
        for case in shared:
            found = read(case.source, case.text)
            if not right(case, found):
                print(f"{case.source}: {case.text}\n    want {case.values}\n    got  {found}")


if __name__ == "__main__":
    main()
