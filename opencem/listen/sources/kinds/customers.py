"""客户: members and other customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from opencem.engines.tables import Field, FieldKind
from opencem.engines.tables.rows import FieldFault
from opencem.listen.customers import service as customers
from opencem.listen.customers.identity import PRECEDENCE, BadIdentity, buyer_key, normalise
from opencem.listen.customers.models import IdentityKind
from opencem.listen.customers.service import NewCustomer, Upserted
from opencem.listen.sources.kinds.calls import PHONE
from opencem.listen.sources.kinds.keyed import KeyedTaker, Stored
from opencem.listen.sources.kinds.registry import ImportKind, RowFault, register
from opencem.listen.sources.kinds.voices import UNIT, source_code

IDENTITY_FIELDS = (
    Field(
        "member", "会员号", "Member ID", FieldKind.CODE, longest=120,
        synonyms=("会员编号", "会员卡号", "会员id", "客户编号", "客户号", "客户id", "member", "member no", "customer id", "customer"),
        example="M000123",
        note_zh="会员号、手机号等至少填一项", note_en="A member id, a phone number or another key is needed",
    ),
    PHONE,
    Field(
        "email", "邮箱", "E-mail", FieldKind.CODE, longest=200,
        synonyms=("电子邮箱", "邮件", "email", "mail"), example="",
    ),
    Field(
        "buyer", "买家号", "Buyer ID", FieldKind.CODE, longest=120,
        synonyms=("平台买家号", "买家id", "用户id", "buyer", "buyer no"), example="",
        note_zh="平台上的买家账号，需同时填平台", note_en="The account on a platform; needs the platform too",
    ),
)  # fmt: skip

FIELDS = (
    IDENTITY_FIELDS[0],
    Field("name", "姓名", "Name", longest=80, synonyms=("客户姓名", "会员姓名", "称呼", "customer name"), example="王小明"),
    *IDENTITY_FIELDS[1:],
    Field("source", "平台", "Platform", FieldKind.CODE, longest=40, synonyms=("来源", "source")),
    Field("level", "会员等级", "Level", longest=40, synonyms=("等级", "级别", "会员级别", "tier"), example="金卡"),
    Field(
        "unit", "归属门店编码", "Home store code", FieldKind.CODE, longest=40,
        synonyms=(UNIT.label_zh, UNIT.label_en, "归属门店", "开卡门店", "home store", *UNIT.synonyms), example="0001",
    ),
    Field(
        "joined_on", "入会日期", "Joined on", FieldKind.DATE,
        synonyms=("入会时间", "注册日期", "注册时间", "开卡日期", "joined", "join date", "registered"), example="2024-05-01",
    ),
)  # fmt: skip


def identities_of(values: Mapping[str, Any]) -> dict[str, str]:
    """The keys a row knows a person by, normalised. Raises `RowFault` naming the field that is no such key."""
    found: dict[str, str] = {}
    for kind in (IdentityKind.MEMBER, IdentityKind.PHONE, IdentityKind.EMAIL):
        if values.get(kind):
            try:
                found[kind] = normalise(kind, values[kind])
            except BadIdentity as bad:
                raise RowFault(kind, bad.code) from None
    return found


class CustomerTaker(KeyedTaker[NewCustomer]):
    key_field = "member"

    def build(self, values: Mapping[str, Any]) -> NewCustomer:
        identities = identities_of(values)
        if values.get("buyer"):
            identities[IdentityKind.BUYER] = buyer_key(self._source(values), values["buyer"])
        if not identities:
            raise RowFault("member", "identity_required")
        unit = self.context.units.find(values["unit"]) if values.get("unit") else None
        return NewCustomer(
            identities=identities,
            name=values.get("name", ""),
            level=values.get("level", ""),
            home_unit_id=unit.id if unit else None,
            joined_on=values.get("joined_on"),
        )

    def key(self, record: NewCustomer) -> str:
        kind = next(kind for kind in PRECEDENCE if kind in record.identities)
        return f"{kind}:{record.identities[kind]}"

    def known(self, records: Sequence[NewCustomer]) -> Mapping[str, int | None]:
        by_kind: dict[str, list[str]] = {}
        for record in records:
            kind, _, value = self.key(record).partition(":")
            by_kind.setdefault(kind, []).append(value)
        return {
            f"{kind}:{value}": None
            for kind, values in by_kind.items()
            for value in customers.identify_many(kind, values)
        }

    def store(self, records: Sequence[NewCustomer]) -> Stored:
        states = customers.upsert_many(records, now=self.context.now).states
        conflict = FieldFault(self.key_field, "identity_conflict", {})
        refused = [(index, conflict) for index, state in enumerate(states) if state is Upserted.CONFLICT]
        return Stored(
            states.count(Upserted.CREATED), states.count(Upserted.UPDATED), states.count(Upserted.UNCHANGED), refused
        )

    def _source(self, values: Mapping[str, Any]) -> str:
        try:
            return source_code(values.get("source") or self.context.options.get("source") or "")
        except ValueError:
            raise RowFault("source", "bad_source") from None


# A person may belong to any unit, so only who may see all of them may write them.
register(ImportKind("customers", "客户", "Customers", FIELDS, CustomerTaker, headquarters_only=True))
