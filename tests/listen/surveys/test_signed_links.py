"""The signature of a link's parameters: by the published recipe, over names and values, for a time, under one key."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencem.listen.surveys.signed_links import can_sign, key_of, sign, signed_names

NOW = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)
KEY = "0f" * 32
NAMES = st.from_regex(r"\A[A-Za-z][A-Za-z0-9_]{0,10}\Z").filter(lambda name: name not in ("sig", "exp"))
VALUES = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=30)
BUSY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
PARAMS = st.dictionaries(NAMES, VALUES, min_size=1, max_size=5)


def test_the_recipe_of_the_documentation_gives_the_same() -> None:
    """Written out by hand, as a CRM would."""
    said = "v1\nvisit\norder=T1001\nmember=M 8&8\n"
    mac = base64.urlsafe_b64encode(hmac.new(KEY.encode(), said.encode(), hashlib.sha256).digest()).decode().rstrip("=")
    assert sign(KEY, "visit", {"order": "T1001", "member": "M 8&8"}) == f"order.member~{mac}"


@BUSY
@given(PARAMS)
def test_what_is_signed_is_believed(params: dict[str, str]) -> None:
    assert can_sign(params)
    link = {**params, "sig": sign(KEY, "visit", params), "from_": "timeline"}
    assert signed_names(KEY, "visit", link, NOW) == set(params)


@BUSY
@given(PARAMS, st.data())
def test_any_change_is_seen(params: dict[str, str], data: st.DataObject) -> None:
    link = {**params, "sig": sign(KEY, "visit", params)}
    name = data.draw(st.sampled_from(sorted(params)))
    other = data.draw(VALUES.filter(lambda value: value != params[name]))
    assert not signed_names(KEY, "visit", link | {name: other}, NOW)
    assert not signed_names(KEY, "visit", {key: value for key, value in link.items() if key != name}, NOW)
    assert not signed_names(KEY, "other", link, NOW)
    assert not signed_names("1f" * 32, "visit", link, NOW)
    assert not signed_names(KEY, "visit", link | {"sig": link["sig"].replace("~", ".more~"), "more": "x"}, NOW)


def test_values_cannot_move_from_one_name_to_another() -> None:
    assert not can_sign({"a": "1\nb=2"})
    assert sign(KEY, "visit", {"a": "1", "b": "2"}) != sign(KEY, "visit", {"b": "2", "a": "1"})


@pytest.mark.parametrize(
    "sig", ["", "~", "order", "order~", "order~x", "~x", "sig~x", "order.order~x", "é~é", "." * 90]
)
def test_garbage_is_no_signature(sig: str) -> None:
    assert not signed_names(KEY, "visit", {"order": "T1", "sig": sig}, NOW)


def test_it_ends_when_it_says() -> None:
    until = {"order": "T1", "exp": str(int((NOW + timedelta(hours=1)).timestamp()))}
    link = {**until, "sig": sign(KEY, "visit", until)}
    assert signed_names(KEY, "visit", link, NOW)
    assert not signed_names(KEY, "visit", link, NOW + timedelta(hours=1))
    odd = {"order": "T1", "exp": "soon"}
    assert not signed_names(KEY, "visit", {**odd, "sig": sign(KEY, "visit", odd)}, NOW)


def test_each_survey_and_round_has_a_key_of_its_own() -> None:
    assert len({key_of(1, 1), key_of(1, 2), key_of(2, 1)}) == 3
