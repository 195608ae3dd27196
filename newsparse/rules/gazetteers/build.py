"""Compile the tables that come from outside sources: ``python build.py SOURCES`` writes beside itself.

``build.toml`` holds what it has to be told beside its sources.  SOURCES is a folder
with the lists named in the header of each table: ``provinces.csv``, ``cities.csv``, ``areas.csv``
(modood/Administrative-divisions-of-China, WTFPL) and ``HK-MO-TW.json`` (same project).  Word classes come from the
dictionary of the installed jieba (MIT).  What is taken are facts: names, codes, how common a word is.  All other
tables of this folder are written by hand.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from importlib.resources import files
from pathlib import Path

from newsparse.rules import read_toml

HERE = Path(__file__).parent
TOLD = read_toml("gazetteers/build.toml")
WEAK, CLEAR, WEAK_NAMES = (frozenset(TOLD[key].split()) for key in ("weak", "clear", "weak_names"))
PEOPLES = "|".join(sorted(TOLD["peoples"].split(), key=len, reverse=True))
AUTONOMOUS = re.compile(rf"^(.{{2,}}?)(?:{PEOPLES})+(自治区|自治州|自治县|自治旗|族乡|乡)$")
KINDS = TOLD["kinds"]
ENDINGS = sorted(KINDS, key=len, reverse=True)
# jieba's parts of speech for names
NAMES = frozenset(["nr", "ns", "nz", "nt", "j", "nrt", "nrfg"])


def read_words() -> dict[str, tuple[int, str]]:
    """Give jieba's words with their frequency and part of speech."""
    text = files("jieba").joinpath("dict.txt").read_text(encoding="utf-8")
    return {w: (int(n), tag) for w, n, tag in re.findall(r"^(\S+) (\d+) (\w+)$", text, re.M)}


def is_clear_district(stem: str, words: dict[str, tuple[int, str]]) -> bool:
    """Say whether the short form of a district is a place and nothing else: 海淀, 番禺; not 和平, 鼓楼."""
    count, tag = words.get(stem, (0, "ns"))
    return len(stem) > 1 and (tag == "ns" or count == 0 or (tag in ("nz", "nr", "j", "nt") and count < 30))


def is_ordinary(word: str, words: dict[str, tuple[int, str]]) -> bool:
    """Say whether a short form is also a word of its own, so that it needs the support of the article."""
    count, tag = words.get(word, (0, "ns"))
    return tag not in ("ns", "nz", "j", "nr", "nrt") and count > 30 and word not in CLEAR


def short_forms(name: str, level: str, words: dict[str, tuple[int, str]]) -> list[str]:
    """Give the short forms of a division; a question mark marks those that need support."""
    if name in TOLD["short"]:
        return list(TOLD["short"][name].split())
    found = AUTONOMOUS.match(name)
    if found:
        stem, ending = found.groups()
        longer = [stem + ("州" if ending == "自治州" else "县")] if ending in ("自治州", "自治县") else []
    else:
        stem = next((name[: -len(e)] for e in ENDINGS if name.endswith(e)), name)
        longer = []
    if len(stem) < 2:
        return longer
    sure = level in ("province", "city", "prefecture") or (level != "district" and not is_ordinary(stem, words))
    return [*longer, stem if sure and stem not in WEAK else stem + "?"]


def write(path: Path, header: str, rows: list[tuple[str, ...]]) -> None:
    """Write a table with its comment header."""
    lines = [f"# {line}" for line in header.splitlines()] + ["\t".join(row).rstrip("\t") for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def divisions(sources: Path, words: dict[str, tuple[int, str]]) -> list[tuple[str, ...]]:
    """Give provinces, prefectures and counties with their GB/T 2260 codes."""
    rows: list[tuple[str, ...]] = []
    for file, digits in (("provinces.csv", 2), ("cities.csv", 4), ("areas.csv", 6)):
        with (sources / file).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                name, code = row["name"], row["code"].ljust(6, "0")
                if name in ("市辖区", "县") or "直辖县级" in name or len(row["code"]) != digits:
                    continue
                kind = next((KINDS[e] for e in ENDINGS if name.endswith(e)), "county")
                if file == "areas.csv" and kind == "city":
                    kind = "county_city"
                if file == "provinces.csv" and kind == "city":
                    kind = "province"
                shorter = " ".join(short_forms(name, kind, words))
                rows.append((name + "?" * (name in WEAK_NAMES), "GPE", "", kind, code, shorter))
    short = Counter(form for row in rows for form in [row[0], *row[5].replace("?", "").split()])
    for number, cells in enumerate(rows):
        stem = cells[5].removesuffix("?")
        if cells[3] == "district" and short[stem] == 1 and stem not in WEAK and is_clear_district(stem, words):
            rows[number] = (*cells[:5], stem)
    return rows


def taiwan(sources: Path) -> list[tuple[str, ...]]:
    """Give the divisions of Hong Kong, Macao and Taiwan; GB/T 2260 has codes for the three as a whole only."""
    data = json.loads((sources / "HK-MO-TW.json").read_text(encoding="utf-8"))
    codes = {"香港特别行政区": "810000", "澳门特别行政区": "820000", "台湾省": "710000"}
    rows: list[tuple[str, ...]] = []
    for whole, parts in data.items():
        rows.append((whole, "GPE", "", "province", codes[whole], whole[:2]))
        for city, districts in parts.items():
            if whole == "台湾省":
                rows.append((city, "GPE", "", "city", "", TOLD["short"].get(city, city[:-1])))
            for name in districts:
                name = re.sub("（.*", "", name)
                canonical = (city if whole == "台湾省" else whole) + name
                if len(name) > 2:
                    full = name + "?" * (name in WEAK_NAMES)
                    rows.append((full, "GPE", canonical, "district", "", name[:-1] + "?"))
                elif whole == "台湾省":  # 台南市|东区
                    rows.append((name + "?", "GPE", canonical, "district", "", ""))
    return rows


def given_names(words: dict[str, tuple[int, str]]) -> list[str]:
    """Give the characters of given names, the frequent first, and the rare characters, which names like too."""
    counts = Counter(
        character
        for word, (_, tag) in words.items()
        if tag == "nr" and len(word) == 3 and word[0] in TOLD["sure_surnames"]
        for character in word[1:]
    )
    frequency: Counter[str] = Counter()
    for word, (count, tag) in words.items():
        if tag not in NAMES:
            frequency.update({c: count for c in word if "\u4e00" <= c <= "\u9fff"})
    rare = [c for c, n in frequency.items() if n < 3000 and counts[c] < 3]
    return [c for c in [*(c for c, n in counts.most_common() if n >= 3), *rare] if c not in TOLD["never_given"]]


def main(sources: Path) -> None:
    """Write the compiled tables."""
    words = read_words()
    mainland = "GB/T 2260 divisions of the mainland, from modood/Administrative-divisions-of-China (WTFPL)."
    other = "Divisions of Hong Kong, Macao and Taiwan, from the same project as divisions.tsv (WTFPL)."
    note = "Compiled by build.py. An alias with ? is also an ordinary word and needs the support of the article."
    head = ("name", "label", "canonical", "kind", "code", "aliases")
    write(HERE / "divisions.tsv", f"{mainland}\n{note}", [head, *divisions(sources, words)])
    write(HERE / "taiwan_hongkong_macao.tsv", f"{other}\n{note}", [head, *taiwan(sources)])
    found = given_names(words)
    body = "\n".join(" ".join(found[i : i + 40]) for i in range(0, len(found), 40))
    told = "Counted by ../gazetteers/build.py in the dictionary of jieba."
    header = f"# Characters of given names, the frequent first. {told}"
    (HERE.parent / "entities" / "given_names.txt").write_text(f"{header}\n{body}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
