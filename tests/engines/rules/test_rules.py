"""Alert conditions: when they hold, why, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencem.engines.rules import FeedbackFacts, MentionFacts, RuleError, matches, parse, to_json

SAFETY = {"field": "mention", "op": "includes", "value": {"topic": "food_safety", "polarity": "negative"}}
LOW = {"field": "score.recommend", "op": "<=", "value": 6}
DEFAULT_RULE = {"any": [LOW, SAFETY]}

HAIR = MentionFacts("food_safety", "negative", 4, 9)
PRAISE = MentionFacts("taste", "positive", 0, 3)

FACTS = FeedbackFacts(
    scores={"recommend": 3, "csat": 4.2},
    sentiment=-0.6,
    sentiment_label="negative",
    suspicion=0.4,
    channel="qr",
    source="survey",
    unit_kind="store",
    has_text=True,
    flags=frozenset({"speeder"}),
    mentions=(PRAISE, HAIR),
)


def leaf(field: str, op: str, value: object) -> dict[str, object]:
    return {"field": field, "op": op, "value": value}


def holds(source: object, facts: FeedbackFacts = FACTS) -> bool:
    return matches(parse(source), facts) is not None


LEAVES: list[tuple[str, str, Any, bool]] = [
    ("score.recommend", "<=", 3, True),
    ("score.recommend", "<", 3, False),
    ("score.recommend", ">=", 3, True),
    ("score.recommend", ">", 3, False),
    ("score.recommend", "==", 3, True),
    ("score.recommend", "!=", 3, False),
    ("score.recommend", "between", [0, 6], True),
    ("score.recommend", "between", [4, 6], False),
    ("score.csat", "<", 4.5, True),
    ("sentiment", "<", -0.2, True),
    ("suspicion", ">=", 0.5, False),
    ("sentiment_label", "in", ["negative", "mixed"], True),
    ("sentiment_label", "not_in", ["negative", "mixed"], False),
    ("channel", "==", "qr", True),
    ("channel", "!=", "qr", False),
    ("unit_kind", "in", ["store", "online"], True),
    ("source", "==", "review", False),
    ("has_text", "is", True, True),
    ("has_contact", "is", True, False),
    ("has_contact", "is", False, True),
    ("flags", "includes", "speeder", True),
    ("flags", "includes", "burst", False),
    ("mention", "includes", {"topic": "taste"}, True),
    ("mention", "includes", {"topic": "taste", "polarity": "negative"}, False),
    ("mention", "includes", {"topic": "food_safety", "polarity": "negative"}, True),
    ("rating", "present", False, True),
    ("rating", "present", True, False),
    ("score.recommend", "present", True, True),
]


@pytest.mark.parametrize(("field", "op", "value", "expected"), LEAVES)
def test_leaf(field: str, op: str, value: object, expected: bool) -> None:
    assert holds(leaf(field, op, value)) is expected
    assert holds({"not": leaf(field, op, value)}) is not expected


NUMERIC = [("<", 6), ("<=", 6), (">", 6), (">=", 0), ("==", 0), ("!=", 6), ("between", [0, 10])]


@pytest.mark.parametrize(("op", "value"), NUMERIC)
@pytest.mark.parametrize("field", ["score.recommend", "rating"])
def test_a_missing_number_is_not_zero(field: str, op: str, value: object) -> None:
    assert not holds(leaf(field, op, value), FeedbackFacts())
    assert not holds({"not": leaf(field, op, value)}, FeedbackFacts())


def test_a_missing_word_is_no_other_word() -> None:
    assert not holds(leaf("channel", "!=", "qr"), FeedbackFacts())
    assert not holds(leaf("channel", "not_in", ["qr"]), FeedbackFacts())


UNKNOWN, TRUE, FALSE = leaf("rating", ">", 0), leaf("has_text", "is", True), leaf("has_text", "is", False)
TREES: list[tuple[object, bool]] = [
    ({"all": [TRUE, TRUE]}, True),
    ({"all": [TRUE, FALSE]}, False),
    ({"all": [TRUE, UNKNOWN]}, False),
    ({"any": [FALSE, TRUE]}, True),
    ({"any": [UNKNOWN, TRUE]}, True),
    ({"any": [UNKNOWN, FALSE]}, False),
    ({"not": {"all": [TRUE, UNKNOWN]}}, False),
    ({"not": {"all": [FALSE, UNKNOWN]}}, True),
    ({"not": {"any": [FALSE, UNKNOWN]}}, False),
    ({"not": {"any": [FALSE, FALSE]}}, True),
    ({"not": {"not": TRUE}}, True),
    ({"all": [{"any": [FALSE, TRUE]}, {"not": FALSE}]}, True),
]


@pytest.mark.parametrize(("tree", "expected"), TREES)
def test_trees_follow_three_valued_logic(tree: object, expected: bool) -> None:
    assert holds(tree) is expected


def test_the_reasons_are_the_leaves_that_decided() -> None:
    match = matches(parse(DEFAULT_RULE), FACTS)
    assert match is not None
    assert [(reason.field, reason.actual) for reason in match.reasons] == [("score.recommend", 3), ("mention", 1)]
    assert match.reasons[1].mentions == (HAIR,)


def test_a_leaf_that_did_not_hold_is_no_reason() -> None:
    match = matches(parse(DEFAULT_RULE), FeedbackFacts(scores={"recommend": 9}, mentions=(HAIR,)))
    assert match is not None
    assert [reason.field for reason in match.reasons] == ["mention"]


def test_reasons_under_not_are_marked() -> None:
    match = matches(parse({"all": [LOW, {"not": leaf("channel", "==", "kiosk")}]}), FACTS)
    assert match is not None
    assert [(reason.field, reason.negated) for reason in match.reasons] == [
        ("score.recommend", False),
        ("channel", True),
    ]


def test_the_default_rule_stays_silent_without_score_and_text() -> None:
    assert matches(parse(DEFAULT_RULE), FeedbackFacts()) is None
    assert matches(parse(DEFAULT_RULE), FeedbackFacts(scores={"recommend": 0})) is not None


REFUSED: list[tuple[object, str, str]] = [
    (None, "", "object_expected"),
    ([], "", "object_expected"),
    ({}, "field", "key_missing"),
    ({"all": []}, "all", "list_expected"),
    ({"any": [LOW, 3]}, "any.1", "object_expected"),
    ({"all": [LOW], "any": [LOW]}, "all", "unknown_key"),
    ({"not": {"any": [{**LOW, "field": "password"}]}}, "not.any.0.field", "unknown_field"),
    ({**LOW, "sql": "1=1"}, "sql", "unknown_key"),
    ({"field": "rating", "op": "<"}, "value", "key_missing"),
    ({**LOW, "field": ["rating"]}, "field", "unknown_field"),
    ({**LOW, "field": "score.__class__"}, "field", "unknown_field"),
    ({**LOW, "op": "regex"}, "op", "unknown_operator"),
    ({**LOW, "op": "in"}, "op", "unknown_operator"),
    (leaf("channel", "<", "a"), "op", "unknown_operator"),
    ({**LOW, "value": "6"}, "value", "number_expected"),
    ({**LOW, "value": None}, "value", "number_expected"),
    ({**LOW, "value": True}, "value", "number_expected"),
    ({**LOW, "value": float("nan")}, "value", "number_expected"),
    ({**LOW, "value": 11}, "value", "out_of_range"),
    (leaf("rating", "between", [1]), "value", "two_numbers_expected"),
    (leaf("rating", "between", [5, 1]), "value", "out_of_order"),
    (leaf("rating", "between", [1, "5"]), "value.1", "number_expected"),
    (leaf("sentiment_label", "==", "angry"), "value", "unknown_word"),
    (leaf("sentiment_label", "in", ["mixed", "angry"]), "value.1", "unknown_word"),
    (leaf("channel", "==", "a b"), "value", "word_expected"),
    (leaf("channel", "in", "qr"), "value", "list_expected"),
    (leaf("has_text", "is", 1), "value", "boolean_expected"),
    (leaf("mention", "includes", "price"), "value", "topic_and_polarity_expected"),
    (leaf("mention", "includes", {"topic": "price", "polarity": "bad"}), "value.polarity", "unknown_word"),
    (leaf("mention", "includes", {"topic": 3}), "value.topic", "word_expected"),
]


@pytest.mark.parametrize(("source", "path", "code"), REFUSED)
def test_refused(source: object, path: str, code: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse(source)
    assert (caught.value.path, caught.value.code) == (path, code)


def test_a_condition_nested_beyond_reason_is_refused() -> None:
    source: dict[str, object] = LOW
    for _ in range(5000):
        source = {"not": source}
    with pytest.raises(RuleError, match="too_deep"):
        parse(source)


conditions = st.recursive(
    st.sampled_from([leaf(*case[:3]) for case in LEAVES]),
    lambda inner: st.one_of(
        st.builds(lambda part: {"not": part}, inner),
        st.builds(
            lambda name, parts: {name: parts}, st.sampled_from(["all", "any"]), st.lists(inner, min_size=1, max_size=3)
        ),
    ),
    max_leaves=6,
)
facts = st.sampled_from([FACTS, FeedbackFacts(), FeedbackFacts(scores={"recommend": 9}, rating=5, channel="kiosk")])


@given(conditions, facts)
def test_reading_back_and_excluded_contradiction(source: dict[str, object], known: FeedbackFacts) -> None:
    condition = parse(source)
    assert parse(to_json(condition)) == condition
    match = matches(condition, known)
    assert match is None or (match.reasons and not holds({"not": source}, known))
