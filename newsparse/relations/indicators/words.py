"""The words that statistics are told with, compiled from ``rules/relations/indicators.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from newsparse.rules import read_toml, read_tsv

__all__ = ["Basis", "IndicatorWords", "indicator_words", "subject_weights"]

Basis = Literal["yoy", "mom", "qoq", "plan"]
_BASES: tuple[Basis, ...] = ("yoy", "mom", "qoq", "plan")


@dataclass(frozen=True, slots=True)
class IndicatorWords:
    """Patterns and sets; the names are those of the lists in the rule file."""

    leading: re.Pattern[str]
    leading_characters: frozenset[str]
    """What such a word can begin with."""
    fillings: re.Pattern[str]
    timeless: re.Pattern[str]
    capacity: re.Pattern[str]
    now: tuple[str, ...]
    adverbs: tuple[str, ...]
    """They, and others that stand between a subject and its measure."""
    time: re.Pattern[str]
    trailing: re.Pattern[str]
    up: re.Pattern[str]
    down: re.Pattern[str]
    up_to: re.Pattern[str]
    down_to: re.Pattern[str]
    adjusted: re.Pattern[str]
    flat: re.Pattern[str]
    unsized: re.Pattern[str]
    unsized_down: re.Pattern[str]
    moved: re.Pattern[str]
    movement: re.Pattern[str]
    """What all of ``up``, ``down``, ``up_to`` and ``down_to`` hold."""
    bases: tuple[tuple[Basis, re.Pattern[str]], ...]
    multiple_of: re.Pattern[str]
    subjects: re.Pattern[str]
    holder: re.Pattern[str]
    holder_end: re.Pattern[str]
    no_holder: re.Pattern[str]
    suffix: re.Pattern[str]
    nobody: frozenset[str]
    counters: tuple[str, ...]
    qualifier: re.Pattern[str]
    stopper: re.Pattern[str]
    fixed: re.Pattern[str]
    whole: re.Pattern[str]
    """What nothing parts: it, or such a word as ``fixed`` holds."""
    head: re.Pattern[str]
    activity: re.Pattern[str]
    outcome: re.Pattern[str]
    none: re.Pattern[str]
    light: re.Pattern[str]
    bodies: re.Pattern[str]
    for_whom: re.Pattern[str]
    tellers: tuple[str, ...]
    only_told: tuple[str, ...]
    rank_verb: re.Pattern[str]
    compared: re.Pattern[str]
    against: re.Pattern[str]
    """Compared with another time: 快于去年同期, 同比快."""
    generic: re.Pattern[str]
    totals: re.Pattern[str]
    speeds: tuple[str, ...]
    rates: tuple[str, ...]
    attribute: re.Pattern[str]
    attributes: tuple[str, ...]
    measuring: frozenset[str]
    of_counted: re.Pattern[str]
    planned: re.Pattern[str]
    revised: re.Pattern[str]
    bulletin: re.Pattern[str]
    ruling: re.Pattern[str]
    vague: re.Pattern[str]
    works: re.Pattern[str]
    preposition: re.Pattern[str]
    effort: re.Pattern[str]
    no_objects: tuple[str, ...]
    sayings: tuple[str, ...]
    peoples: re.Pattern[str]
    sizes: frozenset[str]
    story_units: frozenset[str]
    many: int
    begun: re.Pattern[str]
    """What is left of a clause behind the day on which works begin or end."""
    parted: re.Pattern[str]
    not_named: tuple[re.Pattern[str], ...]
    """What a name does not begin with."""
    compounds: tuple[tuple[str, tuple[str, ...]], ...]


@cache
def indicator_words() -> IndicatorWords:
    """Give the words; read once a process."""
    table = read_toml("relations/indicators.toml")

    def either(*names: str) -> str:
        words = {word for name in names for word in table[name].split()}
        return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))

    fillers = f"(?:{either('fillers')})*"
    tail = f"(?:{either('unsized_tail')})?"
    most = "(?:不[高低多少大小]于|不超过?)?"
    each = f"{most}(?:[人户]均|每[人户亩](?:每[年月日天])?)?{most}"  # 提高到|人均|520元
    bases = tuple((name, re.compile(either(name))) for name in _BASES)
    compared_with = "|".join(pattern.pattern for _, pattern in bases)
    compounds = (entry.partition("=") for entry in table["compounds"].split())
    activity, stopper, movement = (
        re.compile(either(*names)) for names in (("activities",), ("stoppers",), ("up", "down"))
    )
    return IndicatorWords(
        leading_characters=frozenset(word[0] for name in ("leading", *_BASES) for word in table[name].split()).union(
            "比较与 \u3000\xa0“”、—*#并一二三四五六七八九十"
        ),
        leading=re.compile(
            rf"(?:{either('leading')}|(?:[比较与]?(?:{compared_with}))|[ \u3000\xa0“”、—*#]|并"
            "|[一二三四五六七八九十]是(?:[将把要])?)+"  # 二是将|小微企业所得税上限
        ),
        fillings=re.compile(f"(?<=.)(?:{table['fillings']})(?=.)"),
        timeless=re.compile(f"(?:{either('timeless')})$"),
        now=tuple(table["now"].split()),
        adverbs=tuple(f"{table['now']} {table['before_now']}".split()),
        capacity=re.compile(table["capacity"]),
        time=re.compile(f"(?:{either('times')})$"),
        trailing=re.compile(
            f"(?:{either('trailing')}|{'|'.join(table['trailing_patterns'])}|[比较与]?(?:{compared_with}))+$"
        ),
        up=re.compile(rf"(?<![最至不许新])(?:{either('up')}){fillers}$"),
        down=re.compile(rf"(?<![最至不])(?:{either('down')}){fillers}$"),
        up_to=re.compile(rf"(?:{either('up')})(?:到|至|为)(?:了|约|近|逾|超过?)?{each}$"),
        adjusted=re.compile(rf"(?:弹性)?(?:调整|变更|改)(?:到|至|为){each}$"),
        down_to=re.compile(rf"(?:{either('down')})(?:到|至|为)(?:了|约|近|仅|不到|不足)?{each}$"),
        flat=re.compile(either("flat")),
        unsized=re.compile(f"(?:{either('unsized')})了?{tail}$"),
        unsized_down=re.compile(f"(?:{either('unsized_down')})了?{tail}$"),
        moved=re.compile(either("unsized", "unsized_down", "flat")),
        movement=movement,
        bases=bases,
        multiple_of=re.compile(rf"(?:是|为|达|达到|相当于|约为|仅为)(?:{either('multiple_of')})的?$"),
        subjects=re.compile(either("subjects")),
        holder=re.compile(either("holders")),
        holder_end=re.compile(f"(?:{either('holders', 'holder_ends')})$"),
        qualifier=re.compile(either("qualifiers")),
        stopper=stopper,
        no_holder=re.compile(f"(?:{either('no_holders')})$"),
        suffix=re.compile(table["suffixes"]),
        counters=tuple(table["counters"].split()),
        nobody=frozenset(table["nobody"].split()),
        fixed=re.compile(either("fixed")),
        whole=re.compile(either("fixed", "wholes")),
        head=re.compile(f"(?:{either('heads')})$"),
        activity=activity,
        outcome=re.compile(either("outcomes")),
        none=re.compile(either("none")),
        light=re.compile(f"(?:{either('light')})$"),
        bodies=re.compile(either("bodies")),
        for_whom=re.compile(either("for_whom")),
        tellers=tuple(f"{table['sources']} {table['speakers']}".split()),
        only_told=tuple(table["only_told"].split()),
        rank_verb=re.compile(either("rank_verbs")),
        compared=re.compile(
            f"{either('compared')}|(?<!占)比(?![例重率值])(?=.*(?:(?<!提)高出?|(?<!降)低|(?<!增)多|(?<!减)少|(?<!加)快|(?<!放)慢)$)"
        ),
        against=re.compile(
            rf"(?:(?P<up>[高快多大]于)|[低慢少小]于)(?:{compared_with})(?:同期|同月|水平)?(?:约|近)?$"
            rf"|[比较]?(?:{compared_with})(?:同期)?(?:(?P<higher>[高快大])|[低慢])(?:了|约|近)?$"
        ),
        generic=re.compile(f"(?:{either('generic')})(?!以上)"),  # 规模以上 is no 规模
        totals=re.compile(either("totals")),
        speeds=tuple(table["speeds"].split()),
        rates=tuple(table["rates"].split()),
        attribute=re.compile(either("attributes")),
        attributes=tuple(table["attributes"].split()),
        measuring=frozenset(table["measuring"].split()),
        of_counted=re.compile(either("of_counted")),
        planned=re.compile(rf"(?<![占比较超])(?:{either('planned')})(?!的?\d)"),
        revised=re.compile(either("revised")),
        bulletin=re.compile(either("bulletins")),
        ruling=re.compile(f"{either('rulings')}|[条方]$"),
        vague=re.compile(f"(?:{either('vague')})$"),
        works=re.compile(rf"[\u4e00-\u9fff]{{0,14}}(?:{either('works')})"),
        preposition=re.compile(either("prepositions")),
        effort=re.compile(either("efforts")),
        no_objects=tuple(table["no_objects"].split()),
        sayings=tuple(table["sayings"].split()),
        peoples=re.compile(table["peoples"]),
        sizes=frozenset(table["sizes"].split()),
        story_units=frozenset(table["story_units"].split()),
        many=table["many"],
        begun=re.compile(f"[已就即]?(?:[\u4e00-\u9fff]{{2}})?(?:{either('begun')})"),
        parted=re.compile(table["parted"]),
        not_named=(activity, stopper, movement, re.compile(either("generic", "compared"))),
        compounds=tuple((whole, tuple(parts.split("|"))) for whole, _, parts in compounds),
    )


@cache
def subject_weights() -> dict[str, float]:
    """Give what each feature of a candidate for a subject counts."""
    return {row["feature"]: float(row["weight"]) for row in read_tsv("relations/subjects.tsv")}


@cache
def government_hosts() -> dict[str, str]:
    """Give the place whose government has a site, by the name of its host below gov.cn."""
    return {row["host"]: row["place"] for row in read_tsv("relations/hosts.tsv")}


@cache
def outlook_weights() -> dict[str, float]:
    """Give how much a word says that a line of a report looks ahead (above 0) or back (below)."""
    return {row["word"]: float(row["weight"]) for row in read_tsv("relations/outlook.tsv")}
