"""Score newsparse and its peers on saved pages, and time HTML to text side by side.

    python benchmarks/pages.py --peers PYTHON FOLDER

FOLDER has the pages that ``tests/cases/page_html.jsonl`` names: short strings of each that must come out (with), that
must not (without), and the metadata.  The strings were taken from the source of the pages: with, from every piece of
text in the element that holds the article; without, from pieces outside it, evenly spread.  PYTHON is an interpreter
that has ``trafilatura resiliparse readability-lxml gne newspaper4k jieba``.

White space is left out and traditional characters are simplified before strings are compared.  A field of metadata is
right when it holds the wanted value (a headline with the site behind it is right), a time by its day.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from newsparse.page import read_page
from newsparse.page.decode import decode
from newsparse.page.html import read_html
from newsparse.script import simplify
from newsparse.settings import Settings

CASES = Path(__file__).parent.parent / "tests" / "cases" / "page_html.jsonl"
FIELDS = ("title", "published_at", "source", "author", "editor")
ROUNDS = 7

_PEERS = """
import json, logging, sys, time, statistics
logging.disable(logging.CRITICAL)
import gne, trafilatura
from newspaper import Article
from readability import Document
from lxml import html as lxml_html
from resiliparse.extract.html2text import extract_plain_text

def by_trafilatura(html):
    found = trafilatura.bare_extraction(html, with_metadata=True)
    if found is None:
        return {}
    return {"text": found.text, "title": found.title, "published_at": found.date, "author": found.author,
            "source": found.sitename}

def by_resiliparse(html):
    return {"text": extract_plain_text(html, main_content=True)}

def by_readability(html):
    document = Document(html)
    return {"text": lxml_html.fromstring(document.summary()).text_content(), "title": document.short_title()}

def by_gne(html):
    found = gne.GeneralNewsExtractor().extract(html)
    return {"text": found["content"], "title": found["title"], "published_at": found["publish_time"],
            "author": found["author"]}

def by_newspaper(html):
    article = Article("https://www.example.cn/", language="zh")
    article.download(input_html=html)
    article.parse()
    return {"text": article.text, "title": article.title, "author": " ".join(article.authors),
            "published_at": str(article.publish_date or "")}

peers = {"trafilatura": by_trafilatura, "resiliparse": by_resiliparse, "readability-lxml": by_readability,
         "gne": by_gne, "newspaper4k": by_newspaper}
pages, rounds = json.load(sys.stdin)
out = {}
for name, read in peers.items():
    found, times = [], []
    for page in pages:
        try:
            found.append(read(page))
        except Exception as error:
            found.append({"text": "", "error": repr(error)})
    for _ in range(rounds if name in ("trafilatura", "resiliparse") else 1):
        start = time.process_time()
        for page in pages:
            try:
                read(page)
            except Exception:
                pass
        times.append(time.process_time() - start)
    out[name] = {"found": found, "seconds": statistics.median(times)}
json.dump(out, sys.stdout)
"""


def squeeze(text: str | None) -> str:
    """Leave white space out, and write traditional characters as simplified."""
    return re.sub(r"\s+", "", simplify(text or ""))


def is_right(field: str, wanted: str | None, got: str | None) -> bool:
    """Say whether a field of metadata is right."""
    if wanted is None:
        return not got
    if field == "published_at":
        return (got or "")[:10] == wanted[:10]
    if field in ("author", "editor"):
        return all(name in (got or "") for name in wanted.split())
    return squeeze(wanted) in squeeze(got)


def row(name: str, cases: list[dict[str, Any]], found: list[dict[str, Any]], rate: float) -> str:
    """Give a line of the table."""
    shares = []
    for strings in ("with", "without"):
        wanted = [
            (squeeze(text), squeeze(got.get("text")))
            for case, got in zip(cases, found, strict=True)
            for text in case[strings]
        ]
        shares.append(sum((text in page) == (strings == "with") for text, page in wanted) / len(wanted))
    right = [
        is_right(field, case["metadata"][field], got.get(field))
        for case, got in zip(cases, found, strict=True)
        for field in FIELDS
        if case["metadata"][field] is not None
    ]
    return f"{name:18s}{shares[0]:10.3f}{shares[1]:12.3f}{sum(right) / len(right):10.3f}{rate / 1e6:14.2f}"


def median(call: Callable[[], object]) -> float:
    """Give the median processor time of a call."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return statistics.median(times)


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--peers", metavar="PYTHON")
    options = arguments.parse_args()
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    settings = Settings.default()
    data = [(options.folder / f"{case['page']}.html").read_bytes() for case in cases]
    pages = [decode(page, max_size=settings.input.max_size).text for page in data]
    size = sum(map(len, pages))
    strings = {name: sum(len(case[name]) for case in cases) for name in ("with", "without")}
    print(
        f"{len(pages)} pages, {size:,} characters of HTML, {strings['with']} strings with, {strings['without']} without"
    )
    print(f"\n{'':18s}{'with':>10s}{'without':>12s}{'metadata':>10s}{'M chars/s':>14s}")
    found = []
    for page in pages:
        read = read_page(page, settings=settings)
        found.append({"text": read.text, **read.metadata.model_dump()})
    whole = median(lambda: [read_page(page, settings=settings) for page in pages])
    print(row("newsparse", cases, found, size / whole))
    blocks = median(lambda: [read_html(page) for page in pages])
    if options.peers:
        done = subprocess.run(
            [options.peers, "-c", _PEERS], input=json.dumps((pages, ROUNDS)), capture_output=True, text=True, check=True
        )
        for name, peer in json.loads(done.stdout).items():
            print(row(name, cases, peer["found"], size / peer["seconds"]))
            for case, got in zip(cases, peer["found"], strict=True):
                if "error" in got:
                    print(f"  {case['page']}: {got['error'][:80]}", file=sys.stderr)
    print(f"\nHTML to lines alone (newsparse.page.html.read_html): {size / blocks / 1e6:.2f} M characters/s")


if __name__ == "__main__":
    main()
