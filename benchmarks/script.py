"""Compare traditional-to-simplified converters: accuracy, safety and speed in one table.

    python benchmarks/script.py [DATA] [--errors]

Without DATA the converters are measured on the project's own cases.  DATA is a folder that holds any of

    text/*.jsonl                    news, one object with a "text" a line; its simplified files give the round trips
    script/traps.tsv                class, sentence, its difficult part, the mainland's form of the part
    script/zhe.txt                  simplified phrases, each read with 着 written as 著
    script/testcases.json           OpenCC's own cases
    script/uner_gsd_trad_simp.tsv   sentences in both scripts

What is there is measured.  Peers that are not installed are listed as such; install them where newsparse is, or in an
environment of their own with numpy and ahocorasick-rs and the project's folder on PYTHONPATH:

    pip install opencc opencc-python-reimplemented opencc-pyo3 zhconv-rs

Round trips go through OpenCC's s2t, s2tw and s2hk (package ``opencc``): what differs from the simplified original is
wrong.  --errors lists what newsparse still gets wrong there, and on the other files.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from newsparse.script import detect_script, simplify
from newsparse.script.tables import load_contexts, load_tables

Converter = Callable[[str], str]
OWN = Path(__file__).parents[1] / "tests" / "cases" / "script.tsv"
ROUND_TRIP = 2_000_000
TIMED = 1_000_000
CASES = ("t2s", "tw2s", "hk2s")
STANDARDS = ("s2t", "s2tw", "s2hk")


def opencc_python(config: str) -> Converter:
    """Load opencc-python-reimplemented by its file: ``import opencc`` may give OpenCC's own package."""
    [path] = [path for path in distribution("opencc-python-reimplemented").files or () if path.name == "opencc.py"]
    spec = importlib.util.spec_from_file_location("opencc_python", path.locate())
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.OpenCC(config).convert


def opencc_cpp(config: str) -> Converter:
    import opencc

    if not hasattr(opencc, "clib"):
        raise ImportError("the module opencc is not OpenCC's own package")
    return opencc.OpenCC(config).convert


def opencc_pyo3(config: str) -> Converter:
    import opencc_pyo3

    converter = opencc_pyo3.OpenCC(config)
    return lambda text: converter.convert(text, False)


def zhconv(config: str) -> Converter:
    import zhconv_rs

    return lambda text: zhconv_rs.zhconv(text, config)


PEERS: list[tuple[str, str, Callable[[str], Converter]]] = [
    *(("opencc", config, opencc_cpp) for config in CASES),
    *(("opencc-pyo3", config, opencc_pyo3) for config in CASES),
    *(("opencc-python-reimplemented", config, opencc_python) for config in ("t2s", "tw2s")),
    ("zhconv-rs", "zh-cn", zhconv),
]


def converters() -> Iterator[tuple[str, Converter | None]]:
    """Yield name and converter; None for a peer that is not installed."""
    yield "newsparse", simplify
    for package, config, make in PEERS:
        try:
            version = distribution(package).version
            yield f"{package} {version} {config}", make(config)
        except (PackageNotFoundError, ImportError):
            yield f"{package} {config}", None


def simplified_news(folder: Path) -> str:
    """Take texts evenly from all simplified files, to :data:`ROUND_TRIP` characters."""
    texts: list[str] = []
    for path in sorted(folder.glob("*.jsonl")):
        rows = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
        if detect_script("".join(rows[:20])).script == "hans":
            texts += rows
    step = max(1, sum(map(len, texts)) // ROUND_TRIP)
    return "\n".join(texts[::step])[:ROUND_TRIP]


def differences(found: str, wanted: str) -> list[int]:
    """Give the places at which two texts differ; all of them if the lengths do."""
    if len(found) != len(wanted):
        return list(range(len(wanted)))
    return [place for place, (a, b) in enumerate(zip(found, wanted, strict=True)) if a != b]


def wrong_rate(converter: Converter, source: str, wanted: str) -> str:
    """Give wrong characters per 100,000, line by line, so that a change of length costs its line only."""
    wrong = sum(
        len(differences(converter(a), b)) for a, b in zip(source.split("\n"), wanted.split("\n"), strict=True) if a
    )
    return f"{wrong * 100_000 / len(wanted):.2f}"


def own_cases() -> list[tuple[str, str]]:
    rows = [line.split("\t") for line in OWN.read_text(encoding="utf-8").splitlines() if line[:1] not in "#"][1:]
    return [(text, text if mainland == "=" else mainland) for _, text, mainland, _ in rows]


def traps(path: Path) -> list[tuple[str, str]]:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line[:1] not in "#"]
    return [(sentence if part in sentence else part, mainland) for _, sentence, part, mainland in rows]


def zhe(path: Path) -> list[tuple[str, str]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line[:1] not in "#"]
    try:
        traditional = opencc_cpp("s2t")
    except ImportError:
        traditional = str
    return [(traditional(line).replace("着", "著"), line) for line in lines]


def opencc_cases(path: Path, config: str) -> list[tuple[str, list[str]]]:
    text = re.sub(r"^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    cases = json.loads(re.sub(r",(\s*[}\]])", r"\1", text))["cases"]
    wanted = [(case["input"], case["expected"][config]) for case in cases if config in case["expected"]]
    return [(source, [result] if isinstance(result, str) else result) for source, result in wanted]


def pairs(path: Path) -> tuple[str, str]:
    """Give the two sides of a file of sentences in both scripts, without quotation marks."""
    sides = [re.sub("[「」『』“”‘’]", "", line).split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return "\n".join(side[0] for side in sides), "\n".join(side[1] for side in sides)


def speed(converter: Converter, text: str) -> str:
    """Give millions of characters per second of processor time, the best of five runs."""
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        converter(text)
        best = min(best, time.process_time() - start)
    return f"{len(text) / best / 1e6:.1f}"


def load_time() -> str:
    """Give the milliseconds that reading the tables takes, the best of five runs."""
    best = float("inf")
    for _ in range(5):
        load_tables.cache_clear()
        load_contexts.cache_clear()
        start = time.process_time()
        load_tables()
        best = min(best, time.process_time() - start)
    return f"{best * 1000:.0f}"


def show(name: str, source: str, wanted: str) -> None:
    """Print what newsparse gets wrong, the most frequent first."""
    found = simplify(source)
    places = differences(found, wanted)
    print(f"\n{name}: {len(places)} of {len(wanted):,} characters")
    counts = Counter((source[place], found[place], wanted[place]) for place in places)
    for (written, result, right), count in counts.most_common():
        place = next(p for p in places if (source[p], found[p], wanted[p]) == (written, result, right))
        around = wanted[max(0, place - 8) : place + 9].replace("\n", " ")
        print(f"  {written} became {result}, wanted {right}: {count}  …{around}…")


def main() -> None:
    """Measure what DATA holds and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path)
    parser.add_argument("--errors", action="store_true", help="list what newsparse gets wrong")
    options = parser.parse_args()
    script = options.data / "script" if options.data else Path()
    measures: dict[str, Callable[[Converter], str]] = {}

    def right(cases: list[tuple[str, str]]) -> Callable[[Converter], str]:
        return lambda converter: f"{sum(b in converter(a) for a, b in cases)}/{len(cases)}"

    measures["own cases"] = right(own_cases())
    trips: list[tuple[str, str, str]] = []
    sample = "\n".join(a for a, _ in own_cases()) * 200
    if options.data and (script / "traps.tsv").exists():
        measures["traps"] = right(traps(script / "traps.tsv"))
    if options.data and (script / "zhe.txt").exists():
        measures["着/著"] = right(zhe(script / "zhe.txt"))
    if options.data and (script / "testcases.json").exists():
        for config in CASES:
            cases = opencc_cases(script / "testcases.json", config)
            measures[f"OpenCC {config}"] = lambda converter, cases=cases: (
                f"{sum(converter(a) in b for a, b in cases)}/{len(cases)}"
            )
    if options.data and (news := simplified_news(options.data / "text")):
        measures["simplified, changed"] = lambda converter: wrong_rate(converter, news, news)
        trips.append(("simplified news, unchanged", news, news))
        for standard in STANDARDS:
            try:
                traditional = opencc_cpp(standard)(news)
            except ImportError:
                measures[standard] = lambda converter: "no opencc"
                continue
            measures[f"{standard} and back"] = lambda converter, source=traditional: wrong_rate(converter, source, news)
            trips.append((f"{standard} and back", traditional, news))
            sample = traditional
    if options.data and (script / "uner_gsd_trad_simp.tsv").exists():
        source, wanted = pairs(script / "uner_gsd_trad_simp.tsv")
        measures["UNER"] = lambda converter: wrong_rate(converter, source, wanted)
        trips.append(("UNER", source, wanted))
    measures["M chars/s"] = lambda converter: speed(converter, sample[:TIMED])

    print("Wrong characters are per 100,000.  newsparse reads its tables in", load_time(), "ms.\n")
    print("|".join(["", "converter", *measures, ""]))
    print("|".join(["", *["---"] * (len(measures) + 1), ""]))
    for name, converter in converters():
        cells = [measure(converter) for measure in measures.values()] if converter else ["not installed"]
        print("|".join(["", name, *cells, ""]), flush=True)
    if options.errors:
        for trip in trips:
            show(*trip)


if __name__ == "__main__":
    main()
