"""Conditions of triggers: the vocabulary of events, read by the same engine as alert rules."""

from __future__ import annotations

import pytest

from opencem.engines.contact import TOUCH_FIELDS, TouchFacts
from opencem.engines.rules import RuleError, matches, parse

ORDER = TouchFacts(
    unit=frozenset({"0001", "C11", "R1", "HQ"}), unit_kind="store", channel="store", amount=129.0, promotion=False,
    product=frozenset({"N01", "每日坚果"}), level="金卡", orders=3,
)  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({"field": "unit", "op": "includes", "value": "R1"}, True),
        ({"field": "unit", "op": "includes", "value": "R2"}, False),
        ({"field": "amount", "op": ">=", "value": 100}, True),
        ({"field": "product", "op": "includes", "value": "每日坚果"}, True),
        ({"field": "level", "op": "in", "value": ["金卡", "黑卡"]}, True),
        ({"field": "promotion", "op": "is", "value": True}, False),
        (
            {"all": [{"field": "channel", "op": "==", "value": "store"}, {"field": "orders", "op": "==", "value": 1}]},
            False,
        ),
        # what is unknown holds neither way
        ({"field": "discount", "op": ">", "value": 0}, False),
        ({"not": {"field": "discount", "op": ">", "value": 0}}, False),
    ],
)
def test_conditions_over_an_order(condition: object, holds: bool) -> None:
    assert (matches(parse(condition, TOUCH_FIELDS), ORDER) is not None) is holds


@pytest.mark.parametrize(
    ("condition", "path", "code"),
    [
        ({"field": "score.recommend", "op": "<=", "value": 6}, "field", "unknown_field"),
        ({"field": "level", "op": "==", "value": "x" * 81}, "value", "word_expected"),
        ({"field": "level", "op": "==", "value": "  "}, "value", "word_expected"),
        ({"field": "channel", "op": "==", "value": "门店"}, "value", "word_expected"),
    ],
)
def test_what_the_vocabulary_lacks_is_refused(condition: object, path: str, code: str) -> None:
    with pytest.raises(RuleError) as refused:
        parse(condition, TOUCH_FIELDS)
    assert (refused.value.path, refused.value.code) == (path, code)
