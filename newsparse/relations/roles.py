"""Who holds which post: a person's name with titles before or behind it, and the body that they belong to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from newsparse.entities import EntityValue
from newsparse.records import RoleStatus
from newsparse.relations.bodies import Bodies, Span, is_break
from newsparse.relations.values import PartValue, RoleValue
from newsparse.relations.words import Holder, relation_words

__all__ = ["read_roles"]

_JOIN = "、兼和及"
_SPACE = " \u3000\xa0"
_BETWEEN_NAMES = ("、", "和", "及", "与", " ", "\u3000")
_LONGEST_TITLE = 12
_LONGEST_PREFIX = 5
_LONGEST_OFFICE = 8
_LONGEST_CLAUSE = 40
_LONGEST_PLACE = 5
_LONGEST_CALLING = 10
_MOST_POSTS = 8
_LEAST_DESCRIPTION = 3
_LEVELS = ("自治区", *"省市县区州镇乡")
_PLACE_POSTS = re.compile(f"(?:代|副|常务副)*({'|'.join(_LEVELS)})(?:(?:代|副)*主席|长|委(?:副?书记|常委))$")
_MATTER = re.compile(r"(?:秘书长|总统|总理|首相|主席|政府)?[^\W\d_]{1,8}(?:问题|事务|政策)$")
"""What an envoy is for, between the body and the post: 联合国|秘书长也门问题|特使."""
_LONGEST_MATTER = 14
_LONGEST_POSTING = 8
_LONGEST_TERM = 6
_NOT_STATUS = "年月日时天会之目以此秒钟周事战赛产术"
"""前 behind one of these is an ordinary word: 此前, 会前, 3年前."""
_TERM = re.compile("第[0-9一二三四五六七八九十百]{1,4}[任届]$")
"""Which one it is: 自民党|第28任|总裁."""
_CLAUSE_END = re.compile("[，,。；;！？!?：:（）()、\n]")
_SENTENCE_END = re.compile("[，,。；;！？!?：:（）()\n]")
_OTHERS = re.compile("等(?:[0-9]{1,2}|[一二三四五六七八九十两多几]{1,2})?[位名]?")
"""Behind the last of a list of persons, before the post that they all have: 李伟智|等3位|议员."""
_FIELDS_JOIN = ("和", "与", "及")
_FIELDS_END = ("兼",)
_LONGEST_FIELDS = 12
_COMMITTEES = ("党委", "党组")
"""Committees of companies and offices, whose secretary is one of the company."""
_PARTICULARS = re.compile("[（(](?:男|女|[一-鿿]{1,5}族|，)+[）)]")
"""What stands between a name and its post and says who the person is: 郭婷婷|（女，回族）|为…."""
_VITA = re.compile("[，,][男女][，,]")
_VITA_CLAUSE = re.compile("[，,；。](?:[0-9]{4}年(?:[0-9]{1,2}月)?(?:至[0-9]{4}年(?:[0-9]{1,2}月)?)?)?")
_DISMISSALS = ("免去", "免除", "撤销", "解除")
_FORMER = ("前", "原")
_TENURE = re.compile("(?:期间|以来|之后|时|后|[0-9一二三四五六七八九十两]{1,3}[多余]?(?:年|个月)[多余]?)$")
"""How long or when a post was held: 担任县委书记|三年."""


@dataclass(frozen=True, slots=True)
class _Post:
    """A title found beside a name, and what belongs to it."""

    title: Span
    body: Span | None
    status: RoleStatus | None
    status_at: Span | None


def read_roles(text: str, words: Sequence[str], entities: Sequence[EntityValue], *, start: int = 0) -> list[RoleValue]:
    """Find the posts that a text gives to persons.

    Parameters
    ----------
    text:
        Clean text; a post never crosses a line end.
    words:
        Its words; together they give the text.
    entities:
        The names in it, in order.
    start:
        Offset at which the article begins: a headline before it only says again what the article says.

    Returns
    -------
    list of RoleValue
        In order; a fact that the text repeats is given once, where it stands first, with the fullest post and body.
    """
    found: dict[str, list[RoleValue]] = {}
    for role in _Finder(text, words, entities, start).roles():
        known = found.setdefault(role.person, [])
        for index, other in enumerate(known):
            if joined := _same(other, role):
                known[index] = joined
                break
        else:
            known.append(role)
    return sorted((role for roles in found.values() for role in roles), key=lambda role: role.start_char)


def _same(one: RoleValue, other: RoleValue) -> RoleValue | None:
    """Give one fact for two that say the same, the second perhaps less or more than the first."""
    if one.status != other.status and one.status and other.status:
        return None
    first, second = one.organization, other.organization
    if first and second and not _holds(first, second) and not _holds(second, first):
        return None
    if _says(one.title, other.title):
        fuller = one
    elif _says(other.title, one.title):
        fuller = other
    else:
        return None
    if not fuller.organization and (first or second):
        lender = one if first else other
        lent = tuple(part for part in lender.parts if part.name == "organization")
        fuller = replace(fuller, organization=lender.organization, parts=(*fuller.parts, *lent))
    return replace(fuller, status=one.status or other.status)


def _holds(name: str, short: str) -> bool:
    """Say whether a name may be shortened to another: 环境保护局, 环保局."""
    rest = iter(name)
    return all(character in rest for character in short)


def _says(title: str, short: str) -> bool:
    """Say whether the posts of one title are those of another or end in them: 国家主席, 主席; but not 副市长, 市长."""
    wholes = re.split(f"[{_JOIN}]", title)
    return all(
        any(whole.endswith(post) and "副" not in whole[: len(whole) - len(post)] for whole in wholes)
        for post in re.split(f"[{_JOIN}]", short)
    )


class _Finder:
    """Looks around the persons of one text."""

    def __init__(self, text: str, words: Sequence[str], entities: Sequence[EntityValue], start: int) -> None:
        self.text = text
        self.start = start
        self.words = relation_words()
        self.entities = entities
        self.bodies = Bodies(text, words, entities)
        self.persons = {e.end_char for e in entities if e.label == "PERSON"}

    def roles(self) -> Iterator[RoleValue]:
        held = list(self._held())
        bodies: dict[tuple[str, str], Span] = {}
        for person, post in held:
            if post.body and self.text[slice(*post.body)] not in self.words.same_body:
                name = self._name(person)
                bodies.setdefault((name, self.text[slice(*post.title)]), post.body)
        for person, post in held:
            if role := self._role(person, post, bodies):
                yield role

    def _held(self) -> Iterator[tuple[EntityValue, _Post]]:
        """Yield the persons of the article with their posts."""
        last: tuple[int, _Post] | None = None  # where the person before ended, with which post
        listed: list[EntityValue] = []  # the persons right before, none of whom has a post
        for person in self.entities:
            start, end = person.start_char, person.end_char
            if person.label != "PERSON" or start < self.start or end - start < 2:
                continue
            post = self._inside_name(person)
            post = post or self._before(start, last) or self._after(start, end) or self._stated(start, end)
            if post is None and last and self.text[last[0] : start] in _BETWEEN_NAMES and not self._is_one(last[1]):
                post = last[1]  # 立法委员洪孟楷、李坤城: the title holds for the whole list
            if listed and self.text[listed[-1].end_char : start] not in _BETWEEN_NAMES:
                listed.clear()
            behind = post and post.title[0] >= end and not post.status
            if post and behind and self.text[slice(*post.title)] in self.words.free_posts:
                yield from ((other, post) for other in listed)  # 刘米山、李宗翰|议员
            last = (end, post) if post else None
            if post:
                yield person, post
                listed.clear()
            else:
                listed.append(person)
            yield from ((person, stated) for stated in self._in_vita(end))

    def _is_one(self, post: _Post) -> bool:
        """Say whether only one at a time holds a post: 总统马克龙与|拉法兰."""
        return self.text[slice(*post.title)] in self.words.state_posts

    def _role(self, person: EntityValue, post: _Post, bodies: dict[tuple[str, str], Span]) -> RoleValue | None:
        text, start, end, name = self.text, person.start_char, person.end_char, self._name(person)
        title = text[slice(*post.title)]
        body = post.body
        if body is None or text[slice(*body)] in self.words.same_body:
            body = bodies.get((name, title)) or self._place(title, start)
            if body is None and not (post.title[0] >= end and title in self.words.courtesies):
                body = self._carried(title, min(post.title[0], start))
        if title in self.words.trades and (body is None or not self.bodies.is_organization(body[1])):
            return None
        parts = [PartValue("person", start, end), PartValue("title", *post.title)]
        if body:
            parts.append(PartValue("organization", *body))
        if post.status_at:
            parts.append(PartValue("status", *post.status_at))
        status = post.status or ("acting" if title.startswith(("代理", "署理", "代", "看守", "过渡", "临时")) else None)
        organization = text[slice(*body)] if body else None
        return RoleValue(start, end, name, title, organization, status, tuple(parts))

    # a title inside a name

    def _is_split(self, person: EntityValue) -> bool:
        """Say whether the title stands between surname and given name: 黄|市长|伟哲."""
        return bool(person.title) and self.text.startswith(person.title or "", person.start_char + 1)

    def _name(self, person: EntityValue) -> str:
        return person.canonical if self._is_split(person) else self.text[person.start_char : person.end_char]

    def _inside_name(self, person: EntityValue) -> _Post | None:
        if not person.title or not self._is_split(person):
            return None
        start = person.start_char + 1
        former = start + (self.text[start] in self.words.statuses)  # 李|前|代理市长|孟谚
        title = self.text[former : start + len(person.title)]
        body = self.bodies.ending_at(person.start_char) or self._unnamed(person.start_char, title)
        status = self.words.statuses[self.text[start]] if former > start else None
        return _Post((former, former + len(title)), body, status, (start, former) if status else None)

    # titles before a name

    def _before(self, at: int, last: tuple[int, _Post] | None) -> _Post | None:
        """Read the titles that end at an offset: 正和岛创始合伙人、副董事长|黄丽陆."""
        end = at
        while end and self.text[end - 1] in " \u3000：:":
            end -= 1
        if self.text.endswith("的", 0, end):
            return self._held_by(end - 1)
        start = self._title_start(self._apposition(end))
        if start == self._apposition(end):
            return None
        end = self._apposition(end)
        post = self._chained(self._with_body((start, end)))
        title = self.text[start:end]
        listed = last is not None and self.text[last[0] : start] in ("、", "，", "和", "及", "与")
        if last and listed and post.body is None and title not in self.words.free_posts:
            # 总商会会长张大海、秘书长潘孟平: the second post is of the same body
            body = self._place(title, start) or self._carried(title, start)
            return replace(post, body=body or self._fitting(title, last[1].body))
        return post

    def _held_by(self, end: int) -> _Post | None:
        """Read the post that a verb gives to the person behind 的: 曾担任|众议院议长|的丹尼斯·哈斯泰特."""
        start = self._title_start(end)
        if start == end:
            return None
        post = self._with_body((start, end))
        first = min(span[0] for span in (post.title, post.body, post.status_at) if span)
        verb = max((v for v in self.words.verbs if len(v) > 1 and self.text.endswith(v, 0, first)), key=len, default="")
        if verb:
            status = self.words.verbs[verb]
            return replace(post, status=status, status_at=(first - len(verb), first) if status else None)
        return post if post.status_at and len(self.text[slice(*post.status_at)]) > 1 else None

    def _apposition(self, end: int) -> int:
        """Step back over what else a person is: 作协主席、|著名作家|铁凝."""
        found = self.words.callings.search(self.text, max(0, end - _LONGEST_CALLING), end)
        return found.start() if found else end

    def _title_start(self, end: int) -> int:
        """Give the start of the titles that end at an offset, the offset itself if there are none."""
        start = self._one_before(end)
        for _ in range(_MOST_POSTS):
            joint = start - self.text.endswith(_FORMER, 0, start)  # 原常委、|原秘书长
            joint = joint if self.text[joint - 1 : joint] == "、" else start
            if start == end or not joint or self.text[joint - 1] not in _JOIN:
                break
            before = self._one_before(joint - 1)
            if before == joint - 1 or before in self.persons:  # 钟杰霖董事长、|市议员|沈震东
                break
            start = before
        return start

    def _one_before(self, end: int) -> int:
        for length in range(min(_LONGEST_TITLE, end), 1, -1):
            word = self.text[end - length : end]
            if word in self.words.no_posts:
                return end
            if word in self.words.posts:
                return self._with_prefixes(end - length)
        return end

    def _with_prefixes(self, start: int) -> int:
        """Give the start of what a post begins with: 轮值|董事长, unless it ends the name of a body: 益阳市委|书记."""
        while self.bodies.named_at(start) is None:
            for length in range(min(_LONGEST_PREFIX, start), 0, -1):
                word = self.text[start - length : start]
                if word in self.words.prefixes and (length > 1 or self.bodies.is_word_end(start - 1)):
                    start -= length
                    break
            else:
                break
        return start

    def _with_body(self, title: Span) -> _Post:
        """Read what stands before a title: the body, and a word that says whether the post is held."""
        start, end = title
        for word in self.words.statuses:
            if self.text.startswith(word, start) and self.text[start + len(word) : end] in self.words.posts:
                start += len(word)  # 前总统 is in the list of posts
                break
        stop = self._skip(start)
        status = self._status_before(stop)
        if status:
            stop = self._skip(status[1][0])
        body: Span | None
        if stop == start and (inside := self._inside(start, end)):
            body, start = inside
        elif stop == start and (posting := self._posting(start)) is not None:
            body = self.bodies.ending_at(posting) or self._unnamed(posting, self.text[start:end])
            start = posting
        elif stop == start and (matter := self._matter(start)):
            body, start = matter, matter[1]
        else:
            body = self._office(start, end) if stop == start else None
            body = body or self.bodies.ending_at(stop) or self._unnamed(stop, self.text[start:end])
            body = body or (self._described(start, end) if stop == start else None)
        if body and self.text.endswith("部", 0, body[1]) and (reach := self._reach(body[0])):
            start = reach if start == body[0] else start
            body = self.bodies.joined(reach), body[1]
        if body and status is None:
            status = self._status_before(body[0])
        return _Post((start, end), body, *(status if status and status[0] else (None, None)))

    def _reach(self, at: int) -> int | None:
        """Give where the name of a ministry begins that has several fields: 法国|经济和|财政部, 旅游、文化和|体育部."""
        if self.text[at - 1 : at] not in _FIELDS_JOIN:
            return None
        start = at - 1
        while at - start <= _LONGEST_FIELDS:
            word = self.bodies.word_before(start)
            if self.bodies.named_at(start) or not word or word in _FIELDS_END or not (word.isalnum() or word == "、"):
                break
            if start in self.persons or word in self.words.posts or word in self.words.particles:
                return None
            start -= len(word)
        return start if at - start > 2 and self.text[start] != "、" else None

    def _unnamed(self, at: int, title: str) -> Span | None:
        """Give the body or place that ends at an offset and that only its post tells: 俄|总统, 全联|执行长."""
        if title in self.words.state_posts and self.bodies.is_word_end(at - 1):
            before = self.text[max(at - 2, 0) : at]
            if before[-1:] in self.words.short_places and not before[0].isdigit():
                return at - 1, at
        holder = self._holder(title)
        unknown = self.bodies.unknown_at(at) if holder and holder.unknown else None
        return unknown or self.bodies.beyond(at)

    def _posting(self, start: int) -> int | None:
        """Give where 驻 and a place begin before a post: 中国|驻秘鲁|大使, 俄罗斯|驻华|大使."""
        least = max(start - _LONGEST_POSTING, 0)
        at = self.text.rfind("驻", least, start)
        named = self.bodies.named_at(start)
        place = self.text[at + 1 : start] in self.words.short_places or (
            named is not None and named.start_char == at + 1
        )
        return at if at >= 0 and place else None

    def _matter(self, start: int) -> Span | None:
        """Give the body of an envoy for a matter: 联合国|秘书长也门问题|特使."""
        for at in range(max(start - _LONGEST_MATTER, 0), start):
            if self.bodies.named_at(at) and _MATTER.fullmatch(self.text, at, start):
                return self.bodies.joined(at), at
        return None

    def _chained(self, post: _Post) -> _Post:
        """Join posts that follow each other, each with a body of its own: 县委常委、|县财政局|局长."""
        for _ in range(_MOST_POSTS):
            first = min(post.title[0], post.body[0] if post.body else post.title[0])
            if post.body is None or not first or self.text[first - 1] not in "、兼，":
                break
            before = self._title_start(first - 1)
            if before == first - 1 or before in self.persons:
                break
            outer = self._with_body((before, first - 1))
            if self.text[first - 1] == "，" and not (outer.body and self._opens_clause(outer.body[0])):
                break  # 当选国家主席，|国务院总理…: not a list of posts
            if outer.status is None:
                outer = replace(outer, status=post.status, status_at=post.status_at)
            post = replace(outer, title=(outer.title[0], post.title[1]), body=outer.body or post.body)
        return post

    def _opens_clause(self, at: int) -> bool:
        return not at or self.text[at - 1] in "，。；：、！？\n" + _SPACE

    def _skip(self, at: int) -> int:
        """Step back over brackets and 的 between a body and a post."""
        while at and self.text[at - 1] in "（()）的" + _SPACE:
            at -= 1
        return at

    def _status_before(self, at: int) -> tuple[RoleStatus | None, Span] | None:
        for length in (3, 2, 1):
            word = self.text[max(0, at - length) : at]
            if word in self.words.statuses and (len(word) > 1 or self._is_word(at - 1)):
                return self.words.statuses[word], (at - len(word), at)
        term = _TERM.search(self.text, max(0, at - _LONGEST_TERM), at)
        return (None, term.span()) if term else None

    def _is_word(self, at: int) -> bool:
        """Say whether 原 or 前 stands for itself: 商会|前会长, not 3年前, 草原."""
        if at == 0 or self.bodies.named_at(at):
            return True
        return self.bodies.is_word_end(at) and self.text[at - 1] not in _NOT_STATUS

    def _inside(self, start: int, end: int) -> tuple[Span, int] | None:
        """Give a body whose name ends inside a title, and where the rest of the title begins: 俄外交部|发言人.

        Committees and what has no post behind it stay in the title: 市委书记, 财政部长.
        """
        title = self.text[start:end]
        committee = next((word for word in self.words.committees if title.startswith(word)), None)
        ours = committee in _COMMITTEES and not self.text.endswith(_LEVELS, 0, start)
        for at in range(end - 1, start, -1):
            if named := self.bodies.named_at(at):
                whole = committee or self.text[at:end] not in self.words.posts
                if named.start_char < start and ours:
                    return (self.bodies.joined(named.start_char), start), start  # 中国一汽|党委书记
                if named.start_char < start or not whole:
                    return (self.bodies.joined(named.start_char), at), start if whole else at
        if title.endswith("部长") and self.words.offices.fullmatch(title, 0, len(title) - 2):
            return (self.bodies.joined(start), end - 1), start  # 外交部|长 is a post of the 外交部
        if (
            committee
            and len(committee) == 2
            and committee[1] == "委"
            and not ours
            and (named := self.bodies.named_at(start))
        ):
            return (self.bodies.joined(named.start_char), start + 2), start  # 益阳|市委书记 is a post of 益阳市委
        return None

    def _office(self, start: int, end: int) -> Span | None:
        """Give an office whose last character begins the post: 劳工局|长, 经济发展局|长."""
        title = self.text[start:end]
        if title not in self.words.bodies_in_posts or _PLACE_POSTS.search(title):
            return None
        office = self.words.offices.search(self.text, max(0, start - _LONGEST_OFFICE), start)
        return (self.bodies.joined(office.start()), start + 1) if office else None

    def _described(self, start: int, end: int) -> Span | None:
        """Give a body that is only described and whose last character begins the post: 台江分署|长."""
        title = self.text[start:end]
        if title not in self.words.bodies_in_posts or _PLACE_POSTS.search(title):
            return None
        body = self.bodies.ending_at(start + 1)
        return body if body and body[1] - body[0] >= _LEAST_DESCRIPTION else None

    # titles after a name

    def _after(self, start: int, end: int) -> _Post | None:
        """Read the title that begins right behind a name: 卓荣泰|院长, 赖清德|前市长; of a whole list 李伟智|等议员."""
        if len(self._verb_at(end)) > 1 and (stated := self._stated(start, end)):
            return stated  # 特朗普|当选|总统
        others = _OTHERS.match(self.text, end)
        former = self.text[end : end + 1] in _FORMER
        at = others.end() if others else end + former
        for length in range(min(_LONGEST_TITLE, len(self.text) - at), 1, -1):
            stop = at + length
            title = self.text[at:stop]
            if self._is_post(title) and (not others or title in self.words.free_posts):
                if not self.bodies.is_word_end(stop):
                    return None  # 王刚|会长|期: the word goes on
                body = self.bodies.ending_at(start) or self._unnamed(start, title)
                return _Post((at, stop), body, "former" if former else None, (end, at) if former else None)
        return None

    def _is_post(self, word: str) -> bool:
        """Say whether a word is a post, or a post behind what it may begin with: 局长, 代理|局长."""
        posts, prefixes = self.words.posts, self.words.prefixes
        if word in posts:
            return True
        for size in range(1, min(_LONGEST_PREFIX, len(word) - 1) + 1):
            if word[size:] in posts and word[:size] in prefixes:
                return True
        return False

    def _stated(self, start: int, end: int) -> _Post | None:
        """Read a post that is said of a name: 张三，某公司董事长，…; 任命张三为某局局长; 李四（某校校长）."""
        at = end
        if self.text.startswith("同志", at):
            at += 2
        if particulars := _PARTICULARS.match(self.text, at):
            at = particulars.end()
        opening = self.text[at : at + 1]
        status: RoleStatus | None = None
        status_at: Span | None = None
        beside = opening and opening in "，,（("
        at += len(opening) if beside else 0
        if opening in "，," and self._names_another(at):
            return None  # 夫人彭丽媛，|中央政治局委员、中央书记处书记王沪宁: what follows is of the next one
        verb = self._verb_at(at)
        if self._is_dismissal(start):  # 免去王五同志|的|局长职务
            verb = verb if verb.endswith("的") else ""
        elif verb.endswith("的") or not (verb or beside):
            return None
        if verb or not beside:
            status, status_at = self.words.verbs[verb or "的"], (at, at + len(verb))
            at += len(verb)
        for end_of_clause in (
            _SENTENCE_END,
            _CLAUSE_END,
        ):  # 董事长、总经理 if all that follows are posts, else the first
            stop = end_of_clause.search(self.text, at, at + _LONGEST_CLAUSE)
            close = stop.start() if stop else min(len(self.text), at + _LONGEST_CLAUSE)
            if post := self._post_of(at, close):
                if status_at and post.status is None:
                    post = replace(post, status=status, status_at=status_at if status else None)
                return post
        return None

    def _in_vita(self, end: int) -> Iterator[_Post]:
        """Read the posts in the short account of a life behind a name: 汪东，男，…，现任某市副市长，拟任…."""
        if not _VITA.match(self.text, end):
            return
        line = self.text.find("\n", end)
        persons = (e.start_char for e in self.entities if e.label == "PERSON" and e.start_char >= end)
        stop = min(next(persons, len(self.text)), line if line >= 0 else len(self.text))
        for clause in _VITA_CLAUSE.finditer(self.text, end, stop):
            at = clause.end()
            verb = self._verb_at(at)
            if verb.endswith(("任", "为", "任过")) and (
                post := self._post_of(at + len(verb), self._clause_end(at, stop))
            ):
                status = self.words.verbs[verb]
                yield replace(post, status=status, status_at=(at, at + len(verb)) if status else None)

    def _clause_end(self, at: int, stop: int) -> int:
        end = _SENTENCE_END.search(self.text, at, stop)
        return end.start() if end else stop

    def _post_of(self, at: int, close: int) -> _Post | None:
        """Read a clause that is a body and its posts and nothing else."""
        title_end = self._end_of_post(at, close)
        title_start = self._title_start(title_end)
        if title_start < at and self.text[at:title_end] in self.words.posts:
            title_start = at  # 当选 is the verb here, and no part of the post
        if title_start == title_end or title_start < at:
            return None
        post = self._with_body((title_start, title_end))
        spans = (post.body, post.status_at, post.title)
        return post if min(span[0] for span in spans if span and span[0] >= at) == at else None

    def _names_another(self, at: int) -> bool:
        """Say whether a person is named in the clause that begins at an offset."""
        stop = _SENTENCE_END.search(self.text, at, at + _LONGEST_CLAUSE)
        close = stop.start() if stop else at + _LONGEST_CLAUSE
        return any(at < end <= close for end in self.persons)

    def _verb_at(self, at: int) -> str:
        """Give the longest verb that begins at an offset."""
        return max((verb for verb in self.words.verbs if self.text.startswith(verb, at)), key=len, default="")

    def _is_dismissal(self, start: int) -> bool:
        if self.text.endswith(_DISMISSALS, 0, start):
            return True
        line = self.text.rfind("\n", 0, start) + 1
        if line < start:
            return False
        while line and self.text[line - 2] in "；;，":  # the list below 二、免去：
            line = self.text.rfind("\n", 0, line - 1) + 1
        return self.text[: max(line - 1, 0)].rstrip("：: ").endswith(_DISMISSALS)

    def _end_of_post(self, start: int, close: int) -> int:
        tenure = _TENURE.search(self.text, start, close)
        close = tenure.start() if tenure else close
        for word in ("一职", "职务"):
            if self.text.endswith(word, start, close):
                return close - len(word)
        return close

    # bodies from elsewhere

    def _opens(self, at: int) -> bool:
        """Say whether a bare title begins at an offset: no word stands before it that describes its body."""
        word = self.bodies.word_before(at)
        return not word.isalnum() or word in self.words.same_body or word in self.words.statuses or is_break(word)

    @cached_property
    def places(self) -> dict[str, list[Span]]:
        """Give the places of each level that the text names, in order, without those that it hardly speaks of."""
        named: dict[str, list[tuple[str, Span]]] = {level: [] for level in _LEVELS}
        for entity in self.entities:
            start, name = entity.start_char, self.text[entity.start_char : entity.end_char]
            if entity.label == "GPE":
                whole = name if name.endswith(_LEVELS) else entity.canonical  # 台南 is 台南市
                ends = next((level for level in _LEVELS if whole.endswith(level)), None)
                if ends:
                    named[ends].append((whole, (start, entity.end_char)))
            elif entity.label == "ORG":
                for level in _LEVELS:
                    end = name.find(level, 2) + len(level)
                    if len(level) + 2 <= end <= _LONGEST_PLACE + len(level):
                        named[level].append((name[:end], (start, start + end)))
        places: dict[str, list[Span]] = {}
        for level, found in named.items():
            counts = Counter(name for name, _ in found)
            most = max(counts.values(), default=0)
            places[level] = [span for name, span in found if counts[name] > most / 2]
        return places

    def _place(self, title: str, at: int) -> Span | None:
        """Give the place that 市长 or 县委书记 alone must mean: the last of that level named before, else the next."""
        post = _PLACE_POSTS.search(title)
        if post is None:
            return None
        places = self.places[post[1]]
        index = bisect_left(places, (at, at))
        return places[max(index - 1, 0)] if places else None

    def _holder(self, title: str) -> Holder | None:
        return next((row for row in self.words.holders if title.endswith(row.posts)), None)

    def _fitting(self, title: str, body: Span | None) -> Span | None:
        """Give a body if it may have a post."""
        holder = self._holder(title)
        return body if body and (holder is None or holder.bodies.search(self.text[slice(*body)])) else None

    def _carried(self, title: str, at: int) -> Span | None:
        """Give the body that the sentence or the paragraph has named before a bare title: 总经理费允恺透露."""
        if title in self.words.free_posts:
            return None
        holder = self._holder(title)
        if holder is None or not self._opens(at):
            return None
        nearest: Span | None = None
        line = self.text.rfind("\n", 0, max(self.text.rfind("\n", 0, at), 0)) + 1  # of the paragraph before
        for entity in self.bodies.before(at, line):
            start, end = entity.start_char, entity.end_char
            fits = holder.bodies.search(self.text[start:end]) if entity.label in ("ORG", "EVENT") else None
            if fits is None:
                continue
            if entity.label == "EVENT":  # 全国人大常委会|第二次会议
                if start + fits.end() == end:
                    continue
                end = start + fits.end()
            if self.text[end : end + 1] in ("：", ":") and (not start or self.text[start - 1] in "。；\n"):
                return start, end  # 泰和纸业：…: what follows is of this one
            nearest = nearest or (self.bodies.joined(start), end)
        return nearest
