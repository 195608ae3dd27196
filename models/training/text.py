"""Unlabelled government news, and what other readers see in it.

LAC tags it with words and word classes; the project's own rules and gazetteers and a recogniser that has seen only
gold names both read it for names, and where the two agree a sentence becomes training data that follows the
project's guidelines.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from data import Sentence, cut, grams

from newsparse.entities import read_entities
from newsparse.entities.recognizer import Recognizer
from newsparse.language.resources import gazetteer, segmenter
from newsparse.script import simplify

PLACES = ("GPE", "LOC", "FAC")
NAMES = ("PERSON", "ORG", *PLACES)
CONFIDENT = 0.95
"""Score from which a name counts that only the recogniser sees."""


def read_texts(folder: Path, held: set[str]) -> list[str]:
    """The texts of `text/*.jsonl`, simplified, without the lines that share a 13-gram with `held`."""
    texts = []
    for file in sorted((folder / "text").glob("*.jsonl")):
        for row in file.read_text(encoding="utf-8").splitlines():
            lines = (line.strip("#* \t\u3000\xa0") for line in simplify(json.loads(row)["text"]).split("\n"))
            texts.append("\n".join(line for line in lines if line and held.isdisjoint(grams(line))))
    return texts


def sentences(texts: Iterable[str]) -> list[str]:
    """Their different sentences of six characters and more."""
    return list(dict.fromkeys(s for text in texts for a, b in cut(text) if len(s := text[a:b].strip()) >= 6))


def agreed(texts: Iterable[str], recognizer: Recognizer) -> Iterator[Sentence]:
    """The sentences in which rules and recogniser see the same names.

    What the gazetteer knows as a body or a person counts although the recogniser sees part of it or nothing; a name
    the recogniser is sure of counts although no rule sees it.
    """
    known, words = gazetteer(()), segmenter((), "rjieba")
    seen = set()
    for text in texts:
        by_rule = [(e.start_char, e.end_char, e.label, e.source) for e in read_entities(text, words.cut(text), known)]
        by_model = [(s.start_char, s.end_char, s.label, s.score) for s in recognizer.recognize(text)]
        r = m = 0
        for begin, end in cut(text):
            while r < len(by_rule) and by_rule[r][0] < begin:
                r += 1
            while m < len(by_model) and by_model[m][0] < begin:
                m += 1
            rules = []
            while r < len(by_rule) and by_rule[r][0] < end:
                rules.append(by_rule[r])
                r += 1
            guesses = []
            while m < len(by_model) and by_model[m][0] < end:
                guesses.append(by_model[m])
                m += 1
            spans = agreement(rules, guesses)
            sentence = text[begin:end]
            whole = spans is not None and all(e <= end for _, e, _ in spans)
            if spans is not None and whole and sentence not in seen and len(sentence.strip()) >= 6:
                seen.add(sentence)
                yield Sentence("news", sentence, tuple((s - begin, e - begin, label) for s, e, label in spans))


def completed(sentences: Iterable[Sentence], recognizer: Recognizer) -> Iterator[Sentence]:
    """Sentences with only some names marked, where the recogniser sees these and is sure of what else it sees."""
    for sentence in sentences:
        marked = list(sentence.spans)
        for span in recognizer.recognize(sentence.text):
            if all(span.end_char <= s or e <= span.start_char for s, e, _ in sentence.spans):
                if span.score < CONFIDENT:
                    break
                marked.append((span.start_char, span.end_char, span.label))
        else:
            yield Sentence("news", sentence.text, tuple(sorted(marked)))


def agreement(
    rules: Sequence[tuple[int, int, str, str]], guesses: Sequence[tuple[int, int, str, float]]
) -> list[tuple[int, int, str]] | None:
    """The names of a sentence, or nothing where the two readers differ."""
    group = {"LOC": "GPE", "FAC": "GPE"}
    left = {(s, e, group.get(label, label)): score for s, e, label, score in guesses}
    spans = []
    for start, end, label, source in rules:
        if label not in NAMES:
            for other in [o for o in left if o[0] < end and start < o[1]]:
                del left[other]
            continue
        found = left.pop((start, end, group.get(label, label)), None)
        overlapping = [o for o in left if o[0] < end and start < o[1]]
        if found is None:
            known = source == "gazetteer" and (label == "ORG" or (label == "PERSON" and not overlapping))
            inside = all(start <= o[0] and o[1] <= end and o[2] != "PERSON" for o in overlapping)
            if not (known and inside):
                return None
        for other in overlapping:
            del left[other]
        spans.append((start, end, label))
    for (start, end, label), score in left.items():
        if score < CONFIDENT:
            return None
        spans.append((start, end, label))
    return sorted(spans)
