"""What is known of ordinary words: which end a name on its left, which are common, which are surnames, titles …"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from newsparse.entities.dictionary import ordinary_words
from newsparse.rules import read_toml

__all__ = ["Lexicon", "lexicon"]


@dataclass(frozen=True)
class Lexicon:
    """Word lists; all frozen."""

    breaks: frozenset[str]
    """A name cannot go on to the left over one of these: verbs, adverbs, prepositions, pronouns, numbers, times."""
    functions: frozenset[str]
    """Those of them that no name has inside."""
    common: frozenset[str]
    """Other words of the general language: a name needs more than these."""
    generic: frozenset[str]
    """Words that describe a body but do not name it: 有关 部门, 国有 企业."""
    activities: frozenset[str]
    """Verbs that are also nouns inside names (建设 银行); at the head of a name they are verbs (建设 产业园)."""
    links: frozenset[str]
    """Words that join two parts of one name: 应用工程 与 技术中心."""
    level_words: frozenset[str]
    """Words that begin with the level of a place: 武汉|市民 is not 武汉市|民."""
    clitics: frozenset[str]
    """Characters that the segmenter draws into an unknown name although none begins or ends with them: 与|京港澳."""
    countries: frozenset[str]
    """Characters that stand for countries before a body: 俄 国防部."""
    currencies: tuple[str, ...]
    """Names of money that a country stands before: 肯尼亚 先令."""
    founding: frozenset[str]
    """Verbs after which the name of a new body stands: 成立 服务一汽领导小组."""
    surnames: frozenset[str]
    """Surnames of one or two characters that a name may begin with."""
    sure_surnames: frozenset[str]
    """Surnames that are hardly ever a word: after a title even an ordinary word can be the given name (欧阳|启明)."""
    rare_surnames: frozenset[str]
    """Surnames that are mostly ordinary words: only a name that the segmenter kept whole may begin with one."""
    given: frozenset[str]
    """Characters of given names."""
    no_given: frozenset[str]
    """What follows a surname that is a country there: 伊|军方."""
    foreign: frozenset[str]
    """Characters that write foreign names."""
    posts: frozenset[str]
    """Posts that stand before or after a name."""
    titles: frozenset[str]
    """Posts, and roles that stand before a name only."""
    holding: frozenset[str]
    """Verbs after which the name of an event stands: 举办 智慧乡村互联网大会."""
    no_events: tuple[str, ...]
    """What ends like an event and names none: 表彰大会."""
    clause: frozenset[str]
    """Words that are not in the name of an event: 参加, 召开."""
    joints: frozenset[str]
    """Words that begin something else after a place or a body: 都市发展局|联合|工务局."""
    owners: tuple[str, ...]
    """Words between a place and the company that is named: 伊朗|企业|波斯石油公司."""
    courses: frozenset[str]
    """Words that end like the name of a department and say how things stand: 政局."""
    weights: tuple[str, ...]
    """What ends like a body and says what a town is: 洛阳|副中心."""
    buildings: tuple[str, ...]
    """What ends the name of a building and of nothing else."""
    named_works: tuple[str, ...]
    """Buildings that are called by a name of their own, without the place where they stand: 犬木塘|水库."""
    series_words: frozenset[str]
    """Series whose name is an ordinary word: their members have 号 behind the number."""
    sorts: frozenset[str]
    """Words that say what sort of school or hospital it is: 公办|优质|幼儿园."""
    halls: tuple[str, ...]
    """Buildings that a country alone names: 河内|中国|文化中心."""
    unschooled: frozenset[str]
    """What stands before 国小 without naming a school."""
    certain: frozenset[str]
    """Known names that stand for nobody else: 党中央."""
    sites: frozenset[str]
    """What the names of places and buildings end with; alone it is the name of none: 美术馆, 综合保税区."""
    scopes: frozenset[str]
    """Words that open the name of an event that belongs to no place: 全国|冬运会."""
    streets: frozenset[str]
    """Ordinary words that streets are called by: 东门|路."""
    diseases: tuple[str, ...]
    """What a place stands before without being meant: 非洲|猪瘟."""
    reports: frozenset[str]
    """Verbs of saying and the like: they follow the one who speaks."""

    def is_ordinary(self, word: str) -> bool:
        """Say whether a word belongs to the general language, or is made of two that do (整体|规划)."""
        if word in self.common or word in self.breaks:
            return True
        return len(word) == 4 and self.is_ordinary(word[:2]) and self.is_ordinary(word[2:])


def _words(name: str) -> frozenset[str]:
    text = files("newsparse.rules").joinpath(f"entities/{name}").read_text(encoding="utf-8")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())


def _suffixes(*roles: str) -> frozenset[str]:
    """Give the words of ``suffixes.toml`` that have one of the roles."""
    groups = read_toml("entities/suffixes.toml")["group"]
    return frozenset(word for group in groups if group["role"] in roles for word in group["words"].split())


def _buildings() -> tuple[str, ...]:
    """Give the words of ``suffixes.toml`` that end buildings alone: no 博物馆, which is a body too."""
    groups = read_toml("entities/suffixes.toml")["group"]
    bodies = {word for group in groups if group["label"] == "ORG" for word in group["words"].split()}
    return tuple(sorted(word for word in _suffixes("building") - bodies if len(word) > 2 and "馆" not in word))


@cache
def lexicon() -> Lexicon:
    """Give the word lists of ``rules/entities``."""
    group = {key: frozenset(value.split()) for key, value in read_toml("entities/words.toml").items()}
    ordinary = ordinary_words()
    return Lexicon(
        breaks=(ordinary.breaks | group["more_breaks"]) - group["activities"] - group["no_breaks"],
        functions=group["more_breaks"] | group["clitics"] | group["titles"] | group["reports"] | group["holding"],
        common=ordinary.common | group["new_words"] | group["activities"] | group["more_common"],
        generic=group["generic"],
        activities=group["activities"],
        links=group["links"],
        level_words=group["level_words"],
        clitics=group["clitics"],
        countries=group["countries"],
        currencies=tuple(sorted(group["currencies"])),
        founding=group["founding"],
        surnames=_words("surnames.txt") - group["rare_surnames"],
        sure_surnames=group["sure_surnames"],
        rare_surnames=group["rare_surnames"] - group["clitics"],
        given=_words("given_names.txt"),
        no_given=group["no_given"],
        foreign=group["foreign"],
        posts=group["titles"],
        titles=group["titles"] | group["roles"],
        holding=group["holding"],
        no_events=tuple(sorted(group["no_events"])),
        clause=group["clause"],
        joints=group["joints"],
        owners=tuple(sorted(group["owners"])),
        courses=group["courses"],
        weights=tuple(sorted(group["weights"])),
        buildings=_buildings(),
        named_works=tuple(sorted(group["named_works"])),
        series_words=group["series_words"],
        sorts=group["sorts"],
        halls=tuple(sorted(group["halls"])),
        unschooled=group["unschooled"],
        certain=group["certain"],
        sites=_suffixes("place", "building", "street") - group["regions"],
        scopes=group["scopes"],
        streets=group["streets"],
        diseases=tuple(sorted(group["diseases"])),
        reports=group["reports"],
    )
