"""The record keeps its promises: offsets that tell the truth, exact numbers, a schema that says so."""

import json
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from newsparse.records import Article, MoneyMention, QuantityMention

TEXT = "产值达到519亿元"
RAW = "  產值達到519億元\n"


def fields(**changes: Any) -> dict[str, Any]:
    money = {
        "text": "519亿元",
        "start_char": 4,
        "end_char": 9,
        "raw_text": "519億元",
        "raw_start_char": 6,
        "raw_end_char": 11,
        "amount": Decimal("51900000000"),
        "currency": "CNY",
        "currency_rule": "region",
    } | changes
    return {
        "id": "a",
        "input": {"characters": len(RAW)},
        "script": "hant",
        "metadata": {},
        "text": TEXT,
        "blocks": [],
        "removed": [],
        "entities": [],
        "dates": [],
        "money": [money],
        "quantities": [],
        "problems": [],
    }


def test_a_true_record_exists_and_reads_back_from_its_json() -> None:
    article = Article.model_validate(fields(), context={"raw": RAW})
    again = Article.model_validate_json(article.model_dump_json(), context={"raw": RAW})
    assert again == article
    assert again.money[0].amount == Decimal("51900000000")


@pytest.mark.parametrize("change", [{"start_char": 3}, {"end_char": 8}, {"text": "519億元"}])
def test_false_offsets_in_the_clean_text_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="is not at"):
        Article.model_validate(fields(**change))


def with_part(**changes: Any) -> dict[str, Any]:
    """Give a record with an indicator whose value is the amount of money."""
    part = {"name": "value", "start_char": 4, "end_char": 9, "mentions": ["money/0"]} | changes
    figure = {name: value for name, value in fields()["money"][0].items() if "char" in name or "text" in name}
    return fields() | {"indicators": [figure | {"kind": "level", "measure": "产值", "parts": [part]}]}


def test_a_fact_leads_to_the_mentions_that_it_is_made_of() -> None:
    article = Article.model_validate(with_part())
    (figure,) = article.indicators
    assert article.mention(figure.parts[0].mentions[0]) is article.money[0]
    with pytest.raises(IndexError):
        article.mention("money/1")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"mentions": ["money/1"]}, "there is no money/1"),
        ({"mentions": ["blocks/0"]}, "pattern"),
        ({"start_char": 0, "end_char": 2}, "does not touch money/0"),
        ({"end_char": 40}, "not in the text"),
        ({"start_char": 9}, "not in the text"),
        ({"name": "amount"}, "Input should be"),
    ],
)
def test_a_part_that_is_not_there_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Article.model_validate(with_part(**change))


@pytest.mark.parametrize("change", [{"raw_start_char": 5}, {"raw_text": "519亿元"}])
def test_false_offsets_in_the_input_are_refused_when_the_input_is_at_hand(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="raw"):
        Article.model_validate(fields(**change), context={"raw": RAW})
    with pytest.raises(ValidationError, match="raw"):
        Article.model_validate(fields(**change) | {"raw": RAW})


@pytest.mark.parametrize(
    ("value", "written"), [("51900000000", "51900000000"), ("10.02", "10.02"), ("1E+10", "10000000000"), ("0.1", "0.1")]
)
def test_numbers_are_exact_in_python_and_plain_in_json(value: str, written: str) -> None:
    article = Article.model_validate(fields(amount=Decimal(value)))
    assert isinstance(article.money[0].amount, Decimal)
    assert f'"amount":{written},' in article.model_dump_json()


@pytest.mark.parametrize(
    "bounds",
    [
        {"amount": None},
        {"amount": 1, "min": 1},
        {"amount": None, "min": 2, "max": 1},
        {"currency": "RMB元"},
        {"modifier": "roughly"},
        {"colour": "red"},
    ],
)
def test_what_no_amount_can_be_is_refused(bounds: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        MoneyMention.model_validate(fields()["money"][0] | bounds)


def test_a_quantity_needs_a_unit_and_a_value_or_bounds() -> None:
    base = {k: fields()["money"][0][k] for k in fields()["money"][0] if k.endswith(("char", "text"))}
    assert QuantityMention.model_validate(base | {"unit": "辆", "min": 300, "max": 400}).max == 400
    for wrong in ({"unit": "辆"}, {"value": 3}, {"unit": "辆", "value": 3, "max": 4}):
        with pytest.raises(ValidationError):
            QuantityMention.model_validate(base | wrong)


def test_the_schema_describes_every_field_and_numbers_are_numbers() -> None:
    schema = Article.model_json_schema(mode="serialization")
    for name, model in {"Article": schema, **schema["$defs"]}.items():
        for field, content in model.get("properties", {}).items():
            target = schema["$defs"].get(content.get("$ref", "").rpartition("/")[2], {})
            assert content.get("description") or target.get("description"), f"{name}.{field} has no description"
    assert {"type": "number"} in schema["$defs"]["MoneyMention"]["properties"]["amount"]["anyOf"]
    json.dumps(schema)
