"""The record that newsparse writes: the contract with programs and analysts downstream.

Offsets are Unicode code points, spans are half open (``start_char`` is the first character, ``end_char`` the one
after the last).  ``text[start_char:end_char]`` gives a mention back, and so does the decoded input at
``raw_start_char:raw_end_char``; an :class:`Article` whose offsets do not keep that promise cannot be made.

Numbers are :class:`~decimal.Decimal` in Python and plain numbers in JSON.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

__all__ = [
    "Amount",
    "Article",
    "Block",
    "BlockKind",
    "Change",
    "DateKind",
    "DateMention",
    "Dateline",
    "Entity",
    "EntityLabel",
    "Fact",
    "Grain",
    "Indicator",
    "IndicatorKind",
    "Input",
    "Mention",
    "MentionId",
    "Metadata",
    "MoneyMention",
    "Part",
    "PartName",
    "Period",
    "Problem",
    "QuantityMention",
    "Quote",
    "RegionCode",
    "RemovedBlock",
    "Role",
    "RoleStatus",
    "Script",
]


def _plain_number(value: Decimal) -> int | float:
    """Write a Decimal as the JSON number that reads back as the same decimal digits."""
    return int(value) if value == value.to_integral_value() else float(value)


Amount = Annotated[
    Decimal,
    PlainSerializer(_plain_number, return_type=int | float, when_used="json"),
    WithJsonSchema({"type": "number"}),
]
"""A number: Decimal in Python, a plain number in JSON."""

IsoDate = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d(T\d\d(:\d\d(:\d\d)?)?([+-]\d\d:\d\d)?)?$")]
"""An ISO 8601 date, with a time when the text gives one: ``2020-01-13``, ``2020-01-13T14:25:37+08:00``."""

Script = Literal["hant", "hans", "mixed", "none"]
RegionCode = Literal["CN", "TW", "HK", "MO"]
EntityLabel = Literal["PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "LAW"]
DateKind = Literal["date", "time", "range", "duration", "set", "vague"]
RoleStatus = Literal["current", "former", "then", "designate", "acting"]
PartName = Literal[
    "person", "title", "organization", "status", "speaker", "cue", "subject", "measure", "period", "value", "change",
]  # fmt: skip
IndicatorKind = Literal["level", "change", "share", "rank", "completion"]
MentionId = Annotated[str, Field(pattern=r"^(entities|dates|money|quantities)/\d+$")]
"""A mention of the record: the list it stands in and its place there, from 0."""
Grain = Literal[
    "century", "decade", "plan", "year", "half", "quarter", "month", "dekad", "week", "day", "part_of_day", "hour",
    "minute", "second",
]  # fmt: skip
BlockKind = Literal[
    "title", "caption", "heading", "paragraph", "list_item", "table_row",
    "navigation", "byline", "contact", "repeated_title", "original_title", "boilerplate", "copyright", "editor",
    "share", "related", "empty",
]  # fmt: skip


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Mention(_Record):
    """A stretch of the article, with its place in the clean text and in the decoded input."""

    text: str
    """The mention as it stands in the clean text (simplified)."""
    start_char: int = Field(ge=0)
    """Offset of its first character in `text` of the article."""
    end_char: int = Field(ge=0)
    """Offset after its last character in `text` of the article."""
    raw_text: str
    """The mention as it stands in the decoded input."""
    raw_start_char: int = Field(ge=0)
    """Offset of its first character in the decoded input."""
    raw_end_char: int = Field(ge=0)
    """Offset after its last character in the decoded input."""


class Entity(Mention):
    """A named person, organisation, place or thing."""

    label: EntityLabel
    """OntoNotes label."""
    canonical: str
    """The name that all aliases of this entity share: 中国一汽 and 一汽 -> 中国第一汽车集团有限公司."""
    kind: str | None = None
    """What sort of thing it is, where known: development_zone, ministry, brand, county …"""
    code: str | None = None
    """GB/T 2260 code of an administrative division, ISO 3166-1 code of a country."""
    title: str | None = None
    """The post or role written beside a person's name: 董事长."""
    source: Literal["gazetteer", "rule", "model"]
    """What found it."""


class DateMention(Mention):
    """An expression of time."""

    kind: DateKind
    """`date`: a day, month or year; `time`: with a clock time; `range`: more than one such unit; `duration`: a length
    of time; `set`: repeated; `vague`: no calendar value."""
    timex: str | None = None
    """TIMEX3 value: 2019-11, 2019-W46, 2019-Q3, P11M, PRESENT_REF, 2019-01/2019-11, XXXX-01-11 (year unknown)."""
    start: IsoDate | None = None
    """First day (or moment) that is meant; null when the calendar cannot know."""
    end: IsoDate | None = None
    """Last day (or moment) that is meant, included; null when open or unknown."""
    grain: Grain | None = None
    """The unit that the expression is exact to."""
    modifier: str | None = None
    """about, since, before, after, until, start, mid, end, early, late … as the text restricts the value."""
    anchor: Literal["explicit", "dateline", "published_at", "context"] | None = None
    """What the year, month or day that the text leaves out was taken from; null when nothing could be."""


class MoneyMention(Mention):
    """An amount of money. Either `amount`, or `min` and/or `max`."""

    amount: Amount | None = None
    """The amount in units of the currency: 519亿元 -> 51900000000."""
    min: Amount | None = None
    """Least amount of a range or of a vague number, included."""
    max: Amount | None = None
    """Greatest amount of a range or of a vague number, included."""
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    """ISO 4217 code."""
    currency_rule: Literal["written", "region", "table", "context"] | None = None
    """Why this currency: it is written; bare 元 read by the region of the article; a table header; an amount before."""
    modifier: Literal["about", "at_least", "at_most", "less_than", "more_than"] | None = None
    """How the text qualifies the number: 约, 以上, 不超过, 不足, 逾."""

    @model_validator(mode="after")
    def _ordered(self) -> MoneyMention:
        _check_bounds(self.amount, self.min, self.max)
        return self


class QuantityMention(Mention):
    """A percentage or a count with its unit. Either `value`, or `min` and/or `max`."""

    value: Amount | None = None
    """The number, 41万辆 -> 410000; of a percentage the figure before the sign, 33% -> 33."""
    min: Amount | None = None
    """Least value of a range or of a vague number, included."""
    max: Amount | None = None
    """Greatest value of a range or of a vague number, included."""
    unit: str
    """`%`, `percentage_point`, `fraction` (三分之一: 0.333333), else the unit as written: 辆, 人次, 平方米."""
    modifier: Literal["about", "at_least", "at_most", "less_than", "more_than"] | None = None
    """How the text qualifies the number: 约, 以上, 不超过, 不足, 逾."""
    direction: Literal["up", "down", "flat"] | None = None
    """Whether the text says that something rose or fell by this much."""

    @model_validator(mode="after")
    def _ordered(self) -> QuantityMention:
        _check_bounds(self.value, self.min, self.max)
        return self


def _check_bounds(value: Decimal | None, low: Decimal | None, high: Decimal | None) -> None:
    if (value is None) == (low is None and high is None):
        raise ValueError("give either a value or bounds")
    if low is not None and high is not None and low > high:
        raise ValueError(f"min {low} is above max {high}")


class Block(_Record):
    """A line of the page that belongs to the article."""

    kind: BlockKind
    """title, caption, heading, paragraph, list_item or table_row."""
    text: str
    """Its clean text."""
    start_char: int = Field(ge=0)
    """Offset of its first character in `text` of the article."""
    end_char: int = Field(ge=0)
    """Offset after its last character in `text` of the article."""
    raw_start_char: int = Field(ge=0)
    """Offset of its first character in the decoded input."""
    raw_end_char: int = Field(ge=0)
    """Offset after its last character in the decoded input."""


class RemovedBlock(_Record):
    """A line of the page that is not part of the article."""

    kind: BlockKind
    """navigation, byline, contact, repeated_title, boilerplate, copyright, editor, share, related …"""
    text: str
    """What it said, simplified."""
    rule: str
    """Name of the rule that removed it, as `family.rule`."""
    raw_start_char: int = Field(ge=0)
    """Offset of its first character in the decoded input."""
    raw_end_char: int = Field(ge=0)
    """Offset after its last character in the decoded input."""


class Dateline(_Record):
    """The opening of a wire story: 新华社北京1月11日电."""

    agency: str | None = None
    """新华社, 吉林日报."""
    place: str | None = None
    """北京."""
    date: IsoDate | None = None
    """Its day on the calendar."""


class Metadata(_Record):
    """What the page says of itself; null where it does not say. Texts are simplified."""

    title: str | None = None
    """The headline."""
    original_title: str | None = None
    """The headline that the piece had where it first appeared (原题)."""
    published_at: IsoDate | None = None
    """When the page was published; with the time and +08:00 when the page gives a time."""
    source: str | None = None
    """The medium that the piece comes from (来源)."""
    site: str | None = None
    """The site that shows it."""
    author: str | None = None
    """Who wrote it (作者, 记者); several names are separated by a space."""
    editor: str | None = None
    """Who edited it (编辑, 责任编辑 when no other is named)."""
    duty_editor: str | None = None
    """The editor on duty (责编)."""
    dateline: Dateline | None = None
    """The opening of a wire story."""
    url: str | None = None
    """Where the page stands, as given by the caller or by the page."""


class Input(_Record):
    """How the input was read."""

    media_type: Literal["text/plain", "text/html"] = "text/plain"
    """What the input was taken for. For HTML, raw offsets refer to the text taken from the page."""
    encoding: str | None = None
    """Python's name of the encoding that the bytes were decoded with; null when the input was text already."""
    encoding_evidence: Literal["bom", "declared", "valid_utf8", "statistics"] | None = None
    """Why that encoding."""
    characters: int = Field(ge=0)
    """Length of the decoded input in code points."""


class Period(_Record):
    """A stretch of the calendar, both ends included."""

    start: IsoDate | None = None
    """First day."""
    end: IsoDate | None = None
    """Last day."""
    timex: str | None = None
    """TIMEX3 value."""


class Change(_Record):
    """How a figure moved."""

    direction: Literal["up", "down", "flat"]
    """Which way."""
    value: Amount | None = None
    """By how much (of a range, at least); null when only the direction is stated."""
    max: Amount | None = None
    """The greater end of a range; null when it is no range."""
    unit: str | None = None
    """`%`, `percentage_point` or a unit as written."""
    currency: str | None = None
    """ISO 4217 code when the size is an amount of money."""
    basis: Literal["yoy", "mom", "qoq", "plan"] | None = None
    """Compared with what: 同比, 环比, the quarter before, the plan."""


class Part(_Record):
    """A stretch of the article that a fact was read from."""

    name: PartName
    """What it gives to the fact, named as the field of the fact: person, title, cue, value …"""
    start_char: int = Field(ge=0)
    """Offset of its first character in `text` of the article."""
    end_char: int = Field(ge=0)
    """Offset after its last character in `text` of the article."""
    mentions: list[MentionId] = Field(default_factory=list)
    """The mentions of this record that it is made of, or that it is a piece of: `entities/0` is the first entity."""


class Fact(Mention):
    """A statement made of several stretches of the article."""

    parts: list[Part] = Field(default_factory=list)
    """Where each part of it stands; some, carried over from earlier, stand far from it."""


class Indicator(Fact):
    """A statistic: a subject, a measure, a period and a figure. Its offsets are those of the figure.

    Where only a change is stated (出口增长5%), they are those of the change.
    """

    kind: IndicatorKind
    """`level`: how much; `change`: only how it moved; `share`: of what (占…的41.2%); `rank`: which place (居全国第1位,
    `value` is the place); `completion`: how much of a plan."""
    subject: str | None = None
    """Whose figure it is, as the text says it there or before."""
    measure: str
    """What is measured."""
    period: Period | None = None
    """For when."""
    value: Amount | None = None
    """The figure; money in units of the currency."""
    min: Amount | None = None
    """Least value of a range."""
    max: Amount | None = None
    """Greatest value of a range."""
    unit: str | None = None
    """Unit of a quantity: `%`, `percentage_point` or as written; of a rate with its time, 吨/日."""
    currency: str | None = None
    """ISO 4217 code of an amount of money."""
    planned: bool = False
    """Whether the text gives it as a plan, a target or a forecast."""
    change: Change | None = None
    """How it moved."""


class Quote(Fact):
    """Reported speech. Its offsets are those of the words."""

    speaker: str
    """Who said it."""
    cue: str | None = None
    """The word that reports it: 表示, 说. Null where its place alone tells whose words they are."""
    direct: bool
    """Whether the words stand between quotation marks."""


class Role(Fact):
    """A person and a post. Its offsets are those of the name; the person of 黄市长伟哲 is 黄伟哲."""

    person: str
    """The name."""
    title: str
    """The post as written."""
    organization: str | None = None
    """The body or place that the post belongs to."""
    status: RoleStatus | None = None
    """Whether the post is held, as a word beside it says: `current` (现任, 新任), `former` (原, 前), `then`, of
    the time told of (时任), `designate` (拟任, 候任, 当选), `acting` (代, 代理). Null where nothing is said."""


class Problem(_Record):
    """Something that a reader of the record should know."""

    code: Annotated[str, Field(pattern=r"^N[PE]\d{3}$")]
    """Stable code; `newsparse info` lists them. NE… stands in the empty record of an input that could not be read."""
    message: str
    """What it means here."""
    raw_start_char: int | None = None
    """Where in the decoded input, if it has a place."""
    raw_end_char: int | None = None
    """Where it ends."""


class Article(_Record):
    """One scraped page, read."""

    schema_version: Literal["1.0"] = "1.0"
    """Version of this record's shape."""
    id: str
    """Given by the caller, else a digest of the decoded input."""
    duplicate_of: str | None = None
    """In a batch, `id` of the first article before it with the same text, or, when asked for, nearly the same."""
    path: str | None = None
    """File that the input came from."""
    url: str | None = None
    """Where the page stands."""
    input: Input
    """How the input was read."""
    script: Script
    """Script of the article before conversion."""
    region: RegionCode = "CN"
    """Whose official usage the article follows; decides what bare 元 and bare 108年 mean."""
    metadata: Metadata
    """What the page says of itself."""
    text: str
    """The clean article in simplified characters, blocks joined by a line feed."""
    blocks: list[Block]
    """The lines of the article."""
    removed: list[RemovedBlock]
    """The lines of the page that are not the article."""
    entities: list[Entity]
    """Names."""
    dates: list[DateMention]
    """Dates and times."""
    money: list[MoneyMention]
    """Amounts of money."""
    quantities: list[QuantityMention]
    """Percentages and counts."""
    indicators: list[Indicator] = Field(default_factory=list)
    """Statistics."""
    quotes: list[Quote] = Field(default_factory=list)
    """Reported speech."""
    roles: list[Role] = Field(default_factory=list)
    """Persons and their posts."""
    problems: list[Problem]
    """What a reader of the record should know."""
    extra: dict[str, Any] = Field(default_factory=dict)
    """What the row that the article came from (JSON, CSV, a web archive) had besides the fields that are known."""
    raw: str | None = None
    """The decoded input, when asked for."""

    @model_validator(mode="after")
    def _offsets_tell_the_truth(self, info: ValidationInfo) -> Article:
        """Refuse offsets that do not give the text back; the raw side is checked when the raw text is at hand.

        The raw text is the field ``raw`` or, so that it need not be stored, ``context={"raw": …}`` of the validation.
        """
        context: dict[str, Any] = info.context or {}
        raw = self.raw if self.raw is not None else context.get("raw")
        text = self.text
        for block in self.blocks:
            if text[block.start_char : block.end_char] != block.text:
                raise ValueError(f"block at {block.start_char} does not give its text back")
        mention: Mention
        for name in ("entities", "dates", "money", "quantities", "indicators", "quotes", "roles"):
            for mention in getattr(self, name):
                if text[mention.start_char : mention.end_char] != mention.text:
                    raise ValueError(f"{name}: {mention.text!r} is not at {mention.start_char}:{mention.end_char}")
                if raw is not None and raw[mention.raw_start_char : mention.raw_end_char] != mention.raw_text:
                    raise ValueError(
                        f"{name}: {mention.raw_text!r} is not at raw {mention.raw_start_char}:{mention.raw_end_char}"
                    )
        return self

    @model_validator(mode="after")
    def _parts_are_there(self) -> Article:
        """Refuse a fact that points outside the text or at a mention that its part does not touch."""
        fact: Fact
        length = len(self.text)
        for fact in (*self.indicators, *self.quotes, *self.roles):
            for part in fact.parts:
                start, end = part.start_char, part.end_char
                if not start < end <= length:
                    raise ValueError(f"{part.name} of {fact.text!r} is not in the text")
                for mention_id in part.mentions:
                    try:
                        mention = self.mention(mention_id)
                    except IndexError:
                        raise ValueError(f"{part.name} of {fact.text!r}: there is no {mention_id}") from None
                    if mention.end_char <= start or end <= mention.start_char:
                        raise ValueError(f"{part.name} of {fact.text!r} does not touch {mention_id}")
        return self

    def mention(self, mention_id: str) -> Mention:
        """Give the mention that an id of :class:`Part` names.

        Raises
        ------
        IndexError
            If the record has no such mention.
        """
        name, _, place = mention_id.partition("/")
        found: Mention = getattr(self, name)[int(place)]
        return found
