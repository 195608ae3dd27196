"""Reads the training sources into one label set.

Every source keeps its name: it has its own output head in the network, because the sources do not agree on what
a name is. What they share is unified here: PERSON, ORG, GPE, LOC, FAC and TITLE. PRODUCT, EVENT and LAW are marked in
the project's own annotated sentences only.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import tomllib

LABELS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "TITLE", "PRODUCT", "EVENT", "LAW")
LONGEST = 200
NEIGHBOUR = 13
"""A training sentence that shares this many characters in a row with a test sentence is left out."""

WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
_NATURAL = re.compile(
    r"(?:[江河湖海洋岭峰峡湾沟谷溪泉滩]|山脉?|群?岛|半岛|盆地|平原|高原|草原|沙漠|三角洲|流域|地区|海峡|大陆|走廊|库区|灾区|山区|沿海|沿岸)$"
)
_BUILT = re.compile(
    r"(?:[路街道桥站港厅堂宫殿寺庙塔楼馆院墓陵祠亭坛]|胡同|机场|码头|水库|大坝|水电站|电站|大厦|中心|广场|公园|园区?|隧道|铁路|公路|高速|国道|运河|长城"
    r"|体育场|球场|剧场|故居|遗址|基地|工地|社区|小区|[一二三四五六七八九十]号)$"
)
_GOVERNED = re.compile(r"(?:[省市县区州盟旗镇乡村屯]|自治区|特区|开发区|新区|国)$")


@dataclass(frozen=True)
class Sentence:
    """One sentence of one source; `spans` are (start, end, label), half open, sorted and apart from each other."""

    source: str
    text: str
    spans: tuple[tuple[int, int, str], ...]


class Places:
    """Says which kind of place a name is that its source calls just a location or an address.

    Parameters
    ----------
    folder
        Holds `provinces.csv`, `cities.csv` and `areas.csv` (columns: code, name, …): 青海 and 黄山 are names of
        divisions, although they end like a sea and a mountain.
    """

    def __init__(self, folder: Path) -> None:
        self.divisions: set[str] = set()
        for name in ("provinces.csv", "cities.csv", "areas.csv"):
            with (folder / name).open(encoding="utf-8", newline="") as rows:
                for row in csv.reader(rows):
                    full = row[1].strip()
                    if full in ("name", "市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"):
                        continue
                    self.divisions.add(full)
                    self.divisions.add(re.sub(r"(?<=..)(?:省|市|县|区|自治[区州县]|地区)$", "", full))

    def kind(self, name: str) -> str:
        if name in WORDS["regions"]:
            return "LOC"
        if name in self.divisions or name in WORDS["governed"] or _GOVERNED.search(name):
            return "GPE"
        if len(name) > 2 and _BUILT.search(name):
            return "FAC"
        return "LOC" if _NATURAL.search(name) else "GPE"


def cut(text: str) -> list[tuple[int, int]]:
    """Bounds of the sentences of `text`, none longer than `LONGEST`."""
    bounds, start = [], 0
    for match in re.finditer(r"[。！？；\n]+[”’」』）]*", text):
        bounds.append((start, match.end()))
        start = match.end()
    if start < len(text):
        bounds.append((start, len(text)))
    short = []
    for begin, end in bounds:
        while end - begin > LONGEST:
            stop = max(text.rfind(mark, begin, begin + LONGEST) for mark in "，,、 　") + 1
            stop = stop if stop > begin else begin + LONGEST
            short.append((begin, stop))
            begin = stop
        short.append((begin, end))
    return short


def pieces(sentence: Sentence) -> Iterator[Sentence]:
    """The sentence cut as it will be cut when the model reads, a name across a cut being lost."""
    bounds = cut(sentence.text)
    if len(bounds) == 1:
        yield sentence
        return
    for begin, end in bounds:
        spans = tuple((s - begin, e - begin, label) for s, e, label in sentence.spans if begin <= s and e <= end)
        yield Sentence(sentence.source, sentence.text[begin:end], spans)


def _columns(path: Path, character: int, tag: int, separator: str | None) -> Iterator[tuple[list[str], list[str]]]:
    tokens: list[str] = []
    tags: list[str] = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        cells = line.split(separator) if separator else line.rsplit(None, 1)
        if line.startswith("# "):
            continue
        if len(cells) < 2 or not cells[character]:
            if tokens:
                yield tokens, tags
            tokens, tags = [], []
            continue
        tokens.append(cells[character])
        tags.append(cells[tag])


def _spans(tokens: list[str], tags: list[str], label: Callable[[str, str], str | None]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    at, begin, kind, text = 0, -1, "", "".join(tokens)

    def close(end: int) -> None:
        if begin >= 0 and (name := label(kind, text[begin:end])):
            found.append((begin, end, name))

    for token, tag in zip(tokens, tags, strict=True):
        prefix, _, name = tag.partition("-")
        if prefix in ("O", "B", "S") or name != kind:
            close(at)
            begin, kind = (-1, "") if prefix == "O" else (at, name)
        at += len(token)
    close(at)
    return found


def read_msra(path: Path, places: Places) -> Iterator[Sentence]:
    """MSRA (SIGHAN 2006): characters with BIO tags, PER, ORG and LOC."""

    def label(kind: str, name: str) -> str:
        return {"PER": "PERSON", "ORG": "ORG"}.get(kind) or places.kind(name)

    for tokens, tags in _columns(path, 0, 1, "\t" if "\t" in path.read_text(encoding="utf-8")[:20] else None):
        yield Sentence("msra", "".join(tokens), tuple(_spans(tokens, tags, label)))


def read_uner(path: Path, places: Places) -> Iterator[Sentence]:
    """Universal NER Chinese GSDSimp: words with BIO tags, PER, ORG and LOC."""

    def label(kind: str, name: str) -> str | None:
        return {"PER": "PERSON", "ORG": "ORG", "LOC": places.kind(name)}.get(kind)

    for tokens, tags in _columns(path, 1, 2, "\t"):
        yield Sentence("uner", "".join(tokens), tuple(_spans(tokens, tags, label)))


def read_cluener(path: Path, places: Places) -> Iterator[Sentence]:
    """CLUENER 2020: spans with the last character included; a book, film or game is no name of ours."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        spans = []
        for kind, names in row["label"].items():
            for name, bounds in names.items():
                label = {
                    "name": "PERSON",
                    "government": "ORG",
                    "company": "ORG",
                    "organization": "ORG",
                    "position": "TITLE",
                }.get(kind)
                if kind in ("address", "scene"):
                    label = places.kind(name)
                if label:
                    spans += [(first, last + 1, label) for first, last in bounds]
        yield Sentence("cluener", row["text"], tuple(_apart(spans)))


def read_resume(path: Path, places: Places) -> Iterator[Sentence]:
    """Résumés (Zhang and Yang 2018): characters with BMES tags; degrees, subjects and peoples are not used."""

    def label(kind: str, name: str) -> str | None:
        if kind == "LOC":
            return places.kind(name)
        return {"NAME": "PERSON", "ORG": "ORG", "TITLE": "TITLE"}.get(kind)

    for tokens, tags in _columns(path, 0, 1, None):
        yield Sentence("resume", "".join(tokens), tuple(_spans(tokens, tags, label)))


def read_events(path: Path) -> Iterator[Sentence]:
    """FewFC: sentences of finance news of which only the parties of events are marked."""
    labels = dict.fromkeys(("obj-org", "sub-org", "target-company", "institution"), "ORG")
    labels |= dict.fromkeys(("sub-per", "obj-per"), "PERSON")
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        mentions = [m for event in row["events"] for m in event["mentions"] if m["role"] in labels]
        spans = {(*m["span"], labels[m["role"]]) for m in mentions if row["content"][slice(*m["span"])] == m["word"]}
        yield Sentence("news", row["content"], tuple(_apart(sorted(spans))))


def _apart(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The spans without those that overlap a longer one."""
    kept: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return sorted(kept)


def grams(text: str) -> set[str]:
    """Give every run of `NEIGHBOUR` characters."""
    return {text[i : i + NEIGHBOUR] for i in range(len(text) - NEIGHBOUR + 1)}


@dataclass(frozen=True)
class Corpus:
    """The labelled sentences: to learn from, to choose by, to be measured on once."""

    train: list[Sentence]
    dev: dict[str, list[Sentence]]
    test: dict[str, list[Sentence]]
    events: list[Sentence]
    """Sentences with only some of their names marked."""
    places: Places


@cache
def load(folder: Path) -> Corpus:
    """All sources below `folder` (its layout: ner/msra, ner/uner_gsdsimp, ner/cluener2020, ner/resume, gazetteers).

    The development sets are ends of the training files (MSRA, CLUENER) or come with the source (UNER, résumés);
    training sentences that share a 13-gram with a test sentence or with a development sentence are left out.
    """
    places, ner = Places(folder / "gazetteers"), folder / "ner"
    msra = list(read_msra(ner / "msra/msra_train_from_dh.bio", places))
    cluener = list(read_cluener(ner / "cluener2020/original_train.json", places))
    uner = ner / "uner_gsdsimp"
    dev = {
        "msra": msra[-2500:],
        "uner": list(read_uner(uner / "zh_gsdsimp-ud-dev.iob2", places)),
        "cluener": cluener[-700:],
        "resume": list(read_resume(ner / "resume/dev.char.bmes", places)),
    }
    test = {
        "msra": list(read_msra(ner / "msra/msra_test_bio.txt", places)),
        "uner": list(read_uner(uner / "zh_gsdsimp-ud-test.iob2", places)),
        "cluener": list(read_cluener(ner / "cluener2020/original_dev.json", places)),
    }
    held = set()
    for sentences in [*dev.values(), *test.values()]:
        for sentence in sentences:
            held |= grams(sentence.text)
    train = [
        *msra[:-2500],
        *read_uner(uner / "zh_gsdsimp-ud-train.iob2", places),
        *cluener[:-700],
        *read_resume(ner / "resume/train.char.bmes", places),
    ]
    events = [s for path in sorted((ner / "fewfc_finance_events").glob("*.json")) for s in read_events(path)]
    apart = [[s for s in some if held.isdisjoint(grams(s.text))] for some in (train, events)]
    return Corpus(apart[0], dev, test, apart[1], places)
