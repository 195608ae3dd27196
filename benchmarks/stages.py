"""Time each stage by itself, and the packages that do the same beside it.

    pip install psutil
    python benchmarks/stages.py [FILE.jsonl ...] [--peers PYTHON ...] [--megabytes 1] [--markdown docs/benchmarks.md]

The files have a JSON object with a ``text`` a line; without any the samples in corpora/ are read.  A PYTHON is an
interpreter that has some of the peers ``opencc opencc-python-reimplemented opencc-pyo3 zhconv-rs jieba jionlp
trafilatura resiliparse``; those that it does not have are left out.  Everything reads the same texts one by one, in one
process, dictionaries loaded before.  Times are processor time, the least of three rounds (one for a peer that takes
more than five seconds).
"""

from __future__ import annotations

import argparse
import html
import json
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from common import least, machine, publish, table, texts

from newsparse import Settings
from newsparse.amounts import read_amounts
from newsparse.dates import read_dates
from newsparse.entities import read_entities
from newsparse.language.resources import gazetteer, recognizer, segmenter
from newsparse.page import read_page
from newsparse.relations import read_indicators, read_quotes, read_roles
from newsparse.script import simplify

# Runs in the peers' interpreter: stages and texts come in, seconds of each peer go out.
_PEERS = r"""
import contextlib, importlib.util, io, json, logging, sys, time
from importlib.metadata import distribution
logging.disable(logging.CRITICAL)

def opencc_python():
    [path] = [p for p in distribution("opencc-python-reimplemented").files if p.name == "opencc.py"]
    spec = importlib.util.spec_from_file_location("opencc_python", path.locate())
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.OpenCC("t2s").convert

def opencc_cpp():
    import opencc
    assert hasattr(opencc, "clib")
    return opencc.OpenCC("t2s").convert

def opencc_rust():
    import opencc_pyo3
    convert = opencc_pyo3.OpenCC("t2s").convert
    return lambda text: convert(text, False)

def zhconv():
    import zhconv_rs
    return lambda text: zhconv_rs.zhconv(text, "zh-cn")

def jieba_cut():
    import jieba
    return lambda text: list(jieba.cut(text))

def jieba_posseg():
    import jieba.posseg
    return lambda text: [word for word, tag in jieba.posseg.cut(text) if tag in ("nr", "ns", "nt")]

def jio_time():
    import jionlp
    return lambda text: jionlp.ner.extract_time(text, time_base={"year": 2020, "month": 1, "day": 13})

def jio_money():
    import jionlp
    return jionlp.ner.extract_money

def trafilatura():
    from trafilatura import extract
    return extract

def resiliparse():
    from resiliparse.extract.html2text import extract_plain_text
    return lambda text: extract_plain_text(text, main_content=True)

peers = {
    "script": {"OpenCC (C++)": opencc_cpp, "opencc-pyo3": opencc_rust, "zhconv-rs": zhconv,
               "opencc-python-reimplemented": opencc_python},
    "words": {"jieba": jieba_cut},
    "names": {"jieba.posseg": jieba_posseg},
    "dates": {"JioNLP extract_time": jio_time},
    "money": {"JioNLP extract_money": jio_money},
    "page": {"trafilatura": trafilatura, "resiliparse": resiliparse},
}
found = {}
for stage, texts in json.load(sys.stdin).items():
    for name, make in peers.get(stage, {}).items():
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                read = make()
                read("2019年11月5亿元")
        except Exception:
            continue
        times = []
        while len(times) < 3 and (not times or times[0] < 5):
            start = time.process_time()
            for text in texts:
                try:
                    read(text)
                except Exception:
                    pass
            times.append(time.process_time() - start)
        found.setdefault(stage, {})[name] = min(times)
json.dump(found, sys.stdout)
"""


def stages(articles: list[str], pages: list[str]) -> Iterator[tuple[str, str, list[str], Callable[[], object]]]:
    """Give each stage: key of its peers, what it does, the texts it reads, and what to time."""
    settings = Settings.default()
    known, words = gazetteer(()), segmenter((), settings.segmentation.engine)
    clean = [simplify(text) for text in articles]
    cut = [words.cut(text) for text in clean]
    read = recognizer(None)
    seen = [read.recognize(text) for text in clean]

    def every(work: Callable[..., object], *columns: list[object]) -> Callable[[], object]:
        return lambda: [work(*row) for row in zip(*columns, strict=True)]

    plain: list[object] = list(clean)
    rules = partial(read_entities, gazetteer=known)
    names: list[object] = [rules(text, parts) for text, parts in zip(clean, cut, strict=True)]
    times: list[object] = [read_dates(text) for text in clean]
    amounts = [read_amounts(text) for text in clean]
    figures: list[list[object]] = [[each.money for each in amounts], [each.quantities for each in amounts]]
    page = partial(read_page, settings=settings)
    yield "page", "article out of HTML, and simplified", pages, every(page, list(pages))
    yield "page text", "article out of plain text, and simplified", articles, every(page, list(articles))
    yield "script", "traditional to simplified", articles, every(simplify, list(articles))
    yield "words", "words", clean, every(words.cut, plain)
    yield "recogniser", "names that the recogniser sees", clean, every(read.recognize, plain)
    yield "names", "names, gazetteers and rules", clean, every(rules, plain, list(cut))
    both = every(lambda text, parts, seen: rules(text, parts, model_spans=seen), plain, list(cut), list(seen))
    yield "joined", "the same with what the recogniser saw", clean, both
    yield "dates", "dates", clean, every(read_dates, plain)
    yield "money", "money and quantities", clean, every(read_amounts, plain)
    yield "roles", "posts", clean, every(read_roles, plain, list(cut), names)
    yield "quotes", "quotations", clean, every(read_quotes, plain, list(cut), names)
    yield "indicators", "statistics", clean, every(read_indicators, plain, list(cut), names, times, *figures)


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("files", nargs="*", type=Path)
    options.add_argument("--peers", nargs="+", default=[], metavar="PYTHON")
    options.add_argument("--megabytes", type=float, default=1)
    options.add_argument("--markdown", type=Path, metavar="FILE", help="manual to put the table into")
    given = options.parse_args()
    where = machine()
    articles = texts(given.files, int(given.megabytes * 1_000_000))
    pages = [
        f"<html><body><div><h1>{html.escape(text[:20])}</h1>"
        + "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines())
        + "</div></body></html>"
        for text in articles
    ]
    found = list(stages(articles, pages))
    others: dict[str, dict[str, float]] = {}
    for python in given.peers:
        task = json.dumps({key: read for key, _, read, _ in found})
        done = subprocess.run([python, "-c", _PEERS], input=task, capture_output=True, text=True, check=True)
        for stage, times in json.loads(done.stdout).items():
            others.setdefault(stage, {}).update(times)
    rows = []
    for key, what, read, work in found:
        size = sum(map(len, read))
        own = least(work)
        rows.append([what, "newsparse", f"{size / own / 1e6:,.2f}", ""])
        for name, seconds in others.get(key, {}).items():
            rows.append(["", name, f"{size / seconds / 1e6:,.2f}", f"{seconds / own:,.1f}"])
    heads = ["stage", "package", "M characters/s", "newsparse is so many times as fast"]
    about = f"{len(articles):,} texts, {sum(map(len, articles)):,} characters"
    publish("stages", f"{where}; {about}\n\n{table(heads, rows)}", given.markdown)


if __name__ == "__main__":
    main()
