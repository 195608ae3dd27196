"""Makes a folder that `newsparse evaluate` reads: `python corpora/texts.py CORPUS DATA FOLDER [--set unread]`.

The articles of two corpora, `news` and `statistics`, are real and their texts are their publishers', so only the gold
is here. `texts.tsv` says where each stands in the collections below DATA/text (JSON Lines), and how its page was laid
out: broadcast news and releases with their headline and date; of a work report its first lines and a run of lines from
the middle. A digest of the page makes sure that it is the one that was annotated.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent


def page(kind: str, article: Mapping[str, str], first: int, count: int) -> str:
    """Lay an article out as the annotators had it."""
    text = article["text"]
    if kind == "broadcast":
        return f"{article['title']}\n{article['date']} 来源:央视网\n{text}\n"
    if kind == "release":
        return f"{article['title']}\n\n{article['date']}\n\n{text}\n"
    lines = text.split("\n")
    head = [line for line in lines[:8] if line.strip()][:3]
    unclosed = head[0] == "---" and "---" not in head[1:]
    return "\n".join([*head, "---" if unclosed else "", *lines[first : first + count]]) + "\n"


def main() -> None:
    """Write the pages and put their gold beside them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", choices=("news", "statistics"))
    parser.add_argument("data", type=Path, help="folder with text/*.jsonl")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--set", help="only the articles of one set of texts.tsv")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    collections: dict[str, list[str]] = {}
    with (HERE / options.corpus / "texts.tsv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            if options.set not in (None, row["set"]):
                continue
            name = row["collection"]
            if name not in collections:
                collections[name] = (options.data / "text" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
            article = json.loads(collections[name][int(row["row"])])
            text = page(row["kind"], article, int(row["first"]), int(row["count"]))
            if hashlib.sha256(text.encode()).hexdigest()[:16] != row["digest"]:
                raise SystemExit(f"{row['name']}: the collection has another text than was annotated")
            (options.folder / f"{row['name']}.txt").write_text(text, encoding="utf-8")
            for gold in sorted((HERE / options.corpus).glob(f"{row['name']}.*.tsv")):
                shutil.copy(gold, options.folder)


if __name__ == "__main__":
    main()
