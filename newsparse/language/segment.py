"""Words: jieba's dictionary and algorithm over text in which numbers and Latin names are kept whole.

Two engines read the same dictionary with the same algorithm: ``rjieba``, jieba rewritten in Rust, and ``jieba`` itself,
the reference.  Over 15.9 million characters of news and reports they differ in 17 places, each a tie between two ways
to cut rare words (``benchmarks/segment.py``); rjieba is eight times as fast here, so it is the default.

jieba keeps its dictionary in one object of the process, caches it in a shared temporary folder, and takes quadratic
time on a long run of characters without a dictionary word.  Here each :class:`Segmenter` has a dictionary of its
own, no file is written, and long runs are cut into pieces.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from typing import Any, Literal

__all__ = ["Engine", "Segmenter"]

Engine = Literal["rjieba", "jieba"]
_Cut = Callable[[str], Iterable[str]]

_WHOLE = re.compile(
    r"""
    [0-9０-９A-Za-zＡ-Ｚａ-ｚ\ud800-\udfff]                # one set to begin with: it makes the search fast
    (?:
      (?:(?<=[A-Za-zＡ-Ｚａ-ｚ])|(?<=[0-9０-９])[0-9０-９]*[A-Za-zＡ-Ｚａ-ｚ])
      [A-Za-z0-9Ａ-Ｚａ-ｚ０-９]*                           # RAV4, NBD, 5G
      (?:[\-.'&+][A-Za-z0-9]+)*                           # COVID-19, F-35
    | (?<=[0-9０-９])
      [0-9０-９]*(?:[.,:/．：，\-][0-9０-９]+)*             # 1,200.5  14:25:37  2019-10-22  0431-81126178
      (?:[年日号时点分秒]|月份?|[%％‰])?                   # 2019年 10月 22日 33%, as the Chinese Treebank has them
    | [\ud800-\udfff]*                                   # unpaired surrogates, which Rust cannot take
    )
    """,
    re.VERBOSE,
)
# Longest run handed to jieba in one call. Its Viterbi search copies paths, so time grows with the square of the length
# of a run of unknown characters; real sentences are shorter than this.
_LONGEST_RUN = 1_000
# Count given to an added name, of the dictionary's 60 million. Two very common words (200,000 each) weigh e^-11.4
# together, the name e^-8.0, so it beats every split of itself, while a commoner word that overlaps it still wins.
_NAME_COUNT = 20_000


class Segmenter:
    """Cuts text into words that tile it exactly.

    Parameters
    ----------
    words:
        Names to keep whole where jieba would split them.  They are added to this segmenter alone.
    engine:
        Which implementation of jieba cuts.
    """

    def __init__(self, words: Iterable[str] = (), engine: Engine = "rjieba") -> None:
        self._words = tuple(words)
        self._engine: Engine = engine
        self._cut: _Cut | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return Segmenter, (self._words, self._engine)  # neither engine can be pickled; it is loaded again on use

    def cut(self, text: str) -> list[str]:
        """Give the words of ``text`` in order; joined, they are ``text`` again.

        Every space and line end is a word of its own.  Time is linear in the length.
        """
        if self._cut is None:
            self._cut = (_load_rjieba if self._engine == "rjieba" else _load_jieba)(self._words)
        cut = self._cut
        words: list[str] = []
        for whole, piece in _pieces(text):
            if whole:
                words.append(piece)
            else:
                words.extend(cut(piece))
        return words


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    end = 0
    for match in _WHOLE.finditer(text):
        start = match.start()
        for at in range(end, start, _LONGEST_RUN):
            yield False, text[at : min(at + _LONGEST_RUN, start)]
        yield True, match.group()
        end = match.end()
    for at in range(end, len(text), _LONGEST_RUN):
        yield False, text[at : at + _LONGEST_RUN]


def _load_rjieba(words: Iterable[str]) -> _Cut:
    tokenizer = _rjieba().Jieba()
    for word in words:
        tokenizer.add_word(word, _NAME_COUNT, None)
    cut: _Cut = tokenizer.cut
    return cut


def _rjieba() -> Any:
    """Give the compiled module of rjieba.

    The package around it reads the dictionary for a tokenizer of the whole process, which takes as long as reading it
    for ours, and 24 MB.
    """
    package = find_spec("rjieba")
    inside = PathFinder.find_spec("rjieba", package.submodule_search_locations) if package else None
    if inside is None or inside.loader is None:
        return import_module("rjieba")
    module = module_from_spec(inside)
    inside.loader.exec_module(module)
    return module


def _load_jieba(words: Iterable[str]) -> _Cut:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42.1 has invalid escapes and imports pkg_resources
        import jieba

    tokenizer = jieba.Tokenizer()
    # The same table that Tokenizer.initialize() builds, without its cache file and log lines, in half the time.
    cells = tokenizer.get_dict_file().read().decode("utf-8").split()
    entries, counts = cells[0::3], list(map(int, cells[1::3]))
    table: dict[str, int] = {}
    for word in entries:
        for length in range(1, len(word)):
            table[word[:length]] = 0
    table.update(zip(entries, counts, strict=True))
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = table, sum(counts), True
    for word in words:
        tokenizer.add_word(word, _NAME_COUNT)
    cut: _Cut = tokenizer.cut
    return cut
