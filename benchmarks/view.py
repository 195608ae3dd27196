"""Measure the page of an archive: its size, and how long Chromium takes to open it from the disk and to work on it.

    python benchmarks/view.py RECORDS.jsonl [--limit 2000] [--runs 5]

Needs ``pip install '.[view,browser]'`` and a Chromium (of the system, or ``playwright install chromium``).  Wall clock,
medians; every run is a new browser context, so nothing is cached.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from newsparse.view.page import archive_page
from newsparse.view.source import read_archive

STEPS: dict[str, Callable[[Page], object]] = {
    "sort the articles": lambda page: page.click('[data-table="articles"] th:nth-child(4) button'),
    "search them": lambda page: page.fill('[data-search="articles"]', "中国"),
    "open one": lambda page: (
        page.click('[data-table="articles"] tbody a'),
        page.wait_for_selector(".article"),
    ),
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("records", type=Path)
    arguments.add_argument("--limit", type=int, default=2000)
    arguments.add_argument("--runs", type=int, default=5)
    options = arguments.parse_args()

    started = time.process_time()
    articles, _ = read_archive(options.records, options.limit)
    read = time.process_time()
    html = archive_page(articles, options.records.name)
    made = time.process_time()
    data = html.encode()
    characters = sum(len(article.text) for article in articles)
    print(f"{len(articles):,} articles of {characters:,} characters: {len(data) / 1e6:.1f} MB")
    print(f"records read in {read - started:.1f} s, page made in {made - read:.1f} s (CPU)")

    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder, "page.html")
        path.write_bytes(data)
        chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        browser = playwright.chromium.launch(executable_path=chromium)
        print(f"Chromium {browser.version}")
        for _ in range(options.runs):
            context = browser.new_context(viewport={"width": 1400, "height": 900})
            page = context.new_page()
            begun = time.perf_counter()
            page.goto(path.as_uri())
            page.wait_for_selector("html[data-ready]", state="attached")
            found.setdefault("load, until tables are filled", []).append(time.perf_counter() - begun)
            paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN")
            found.setdefault("first paint", []).append(paint / 1000)
            for name, step in STEPS.items():
                begun = time.perf_counter()
                step(page)
                found.setdefault(name, []).append(time.perf_counter() - begun)
            context.close()
        browser.close()
    for name, seconds in found.items():
        print(f"{name:32} {statistics.median(seconds):.2f} s (worst {max(seconds):.2f})")


if __name__ == "__main__":
    main()
