"""People and the keys they are known by."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from opencem.listen.customers import queries, service
from opencem.listen.customers.identity import BadIdentity, buyer_key, normalise
from opencem.listen.customers.models import Customer, Identity
from opencem.listen.customers.service import NewCustomer
from opencem.platform.accounts.service import scope_for
from opencem.platform.events.models import Event

NOW = datetime(2026, 6, 15, tzinfo=UTC)
PHONE = "+8613800138000"


@pytest.mark.parametrize(
    ("kind", "value", "normal"),
    [
        ("phone", "13800138000", PHONE),
        ("phone", "138 0013-8000", PHONE),
        ("phone", "+86 138 0013 8000", PHONE),
        ("phone", "8613800138000", PHONE),
        ("phone", "021-64378888", "+862164378888"),
        ("phone", "+852 5123 4567", "+85251234567"),
        ("email", " Wang@Example.COM ", "wang@example.com"),
        ("member", " 0001 ", "0001"),
    ],
)
def test_one_spelling(kind: str, value: str, normal: str) -> None:
    assert normalise(kind, value) == normal


@pytest.mark.parametrize(
    ("kind", "value"),
    [("phone", "12"), ("phone", "无"), ("email", "a@b"), ("email", "a b@c.d"), ("member", " "), ("member", "x" * 201)],
)
def test_what_is_no_key(kind: str, value: str) -> None:
    with pytest.raises(BadIdentity):
        normalise(kind, value)


@pytest.mark.django_db
class TestRecording:
    def test_identify_by_any_spelling(self) -> None:
        result = service.upsert_many([NewCustomer({"member": "M1", "phone": PHONE}, name="王")], now=NOW)
        found = result.ids[0]
        assert service.identify("phone", "138 0013 8000") == service.identify("member", "M1") == found
        assert service.identify("phone", "没有") is None
        assert service.identify("email", "M1") is None
        assert service.identify_many("phone", ["13800138000", PHONE, "x"]) == {"13800138000": found, PHONE: found}

    def test_the_digest_says_nothing_of_the_value(self) -> None:
        service.upsert_many([NewCustomer({"phone": PHONE})], now=NOW)
        digest = Identity.objects.get().digest
        assert len(digest) == 64
        assert "138" not in digest[:3]
        assert digest != PHONE

    def test_two_rows_of_a_batch_may_be_one_person(self) -> None:
        rows = [NewCustomer({"member": "M1"}, name="王"), NewCustomer({"member": "M1", "phone": PHONE}, level="金卡")]
        result = service.upsert_many(rows, now=NOW)
        assert result.states == ("created", "updated")
        assert len(set(result.ids)) == 1
        customer = Customer.objects.get()
        assert (customer.name, customer.level) == ("王", "金卡")
        assert customer.identities.count() == 2

    def test_blanks_change_nothing(self) -> None:
        service.upsert_many(
            [NewCustomer({"member": "M1"}, name="王", level="金卡", joined_on=date(2024, 1, 1))], now=NOW
        )
        result = service.upsert_many([NewCustomer({"member": "M1"})], now=NOW)
        assert result.states == ("unchanged",)
        assert Event.objects.filter(kind="customer.recorded").count() == 1

    def test_nobody_is_merged_in_silence(self) -> None:
        service.upsert_many([NewCustomer({"member": "M1"}), NewCustomer({"phone": PHONE})], now=NOW)
        both = {"member": "M1", "phone": PHONE}
        assert service.upsert_many([NewCustomer(both), NewCustomer({})], now=NOW).states == ("conflict", "conflict")
        assert Customer.objects.count() == 2
        assert service.ensure_many([both], now=NOW) == [service.identify("member", "M1")]
        assert service.identify("phone", PHONE) != service.identify("member", "M1")

    def test_ensure_makes_who_is_missing_and_learns_new_keys(self) -> None:
        first, none, again = service.ensure_many([{"member": "M1"}, {}, {"member": "M1", "phone": PHONE}], now=NOW)
        assert first == again
        assert none is None
        assert service.identify("phone", PHONE) == first
        assert service.ensure_many([{"phone": PHONE, "email": "a@b.cn"}], now=NOW) == [first]
        assert service.identify("email", "A@B.cn") == first

    def test_buyers_of_two_platforms_are_two_people(self) -> None:
        service.upsert_many([NewCustomer({"buyer": buyer_key("tmall", "b1")})], now=NOW)
        assert service.identify("buyer", buyer_key("jd", "b1")) is None


def test_what_a_reader_sees(people: dict[str, object]) -> None:
    [pk] = service.upsert_many(
        [NewCustomer({"member": "M1", "phone": PHONE, "email": "wang@example.com"}, name="王小明")], now=NOW
    ).ids
    assert pk is not None
    masked = scope_for(people["r1_manager"], "customer.read", purpose="test")  # type: ignore[arg-type]
    whole = scope_for(people["hq_admin"], "customer.read", purpose="test")  # type: ignore[arg-type]
    assert masked
    assert whole
    seen, open_ = queries.views([pk], masked)[pk], queries.views([pk], whole)[pk]
    assert (seen.name, seen.phone, seen.email, seen.member) == ("王**", "138****8000", "w***@example.com", "M1")
    assert (open_.name, open_.phone, open_.email) == ("王小明", PHONE, "wang@example.com")
    assert queries.id_of(seen.public_id) == pk
    assert queries.id_of("nobody") is None
