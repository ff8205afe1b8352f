"""组织: the tree of regions, cities, stores and shops."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from opencem.engines.tables import Choice, Field, FieldKind, ParsedRow
from opencem.engines.tables.rows import FieldFault
from opencem.listen.sources.kinds.registry import BatchResult, ImportContext, ImportKind, register
from opencem.platform.organization.models import UnitKind, UnitStatus
from opencem.platform.organization.service import RowOutcome, UnitRow, import_units

_KIND_NAMES: Final = {
    UnitKind.HQ: ("Headquarters", ("集团", "公司", "headquarter")),
    UnitKind.REGION: ("Region", ("区域", "分区", "省区")),
    UnitKind.CITY: ("City", ("市", "片区")),
    UnitKind.STORE: ("Store", ("店", "直营店", "加盟店", "线下门店")),
    UnitKind.ONLINE_SHOP: ("Online shop", ("电商", "网店", "天猫店", "京东店", "电商店")),
    UnitKind.DELIVERY_SHOP: ("Delivery shop", ("外卖", "外卖店铺")),
    UnitKind.APP: ("App", ("小程序",)),
}
_STATUS_NAMES: Final = {
    UnitStatus.PLANNED: ("Planned", ("筹建", "未开业")),
    UnitStatus.OPEN: ("Open", ("营业中", "正常", "开业")),
    UnitStatus.CLOSED: ("Closed", ("闭店", "停业", "已关闭")),
}

FIELDS = (
    Field(
        "code", "组织编码", "Unit code", FieldKind.CODE, required=True, longest=40,
        synonyms=("编码", "门店编码", "编号", "门店编号", "代码", "code", "store code"), example="0001",
        note_zh="唯一且不再改变，前面的 0 要保留", note_en="Unique and never changed; keep leading zeros",
    ),
    Field(
        "name", "组织名称", "Name", longest=120, synonyms=("名称", "门店名称", "店名", "unit name", "store name"), example="徐汇店"
    ),
    Field(
        "parent_code", "上级编码", "Parent code", FieldKind.CODE, longest=40,
        synonyms=("上级", "上级组织", "上级组织编码", "父级编码", "所属组织", "parent", "parent id"), example="C11",
        note_zh="顶级组织不填", note_en="Empty for the root",
    ),
    Field(
        "kind", "类型", "Kind", FieldKind.CHOICE, synonyms=("组织类型", "层级", "type", "unit kind"), example="门店",
        choices=tuple(Choice(kind.value, str(kind.label), *_KIND_NAMES[kind]) for kind in UnitKind),
    ),
    Field(
        "status", "状态", "Status", FieldKind.CHOICE, synonyms=("营业状态", "state"), example="营业",
        choices=tuple(Choice(status.value, str(status.label), *_STATUS_NAMES[status]) for status in UnitStatus),
    ),
    Field(
        "opened_on", "开业日期", "Opened on", FieldKind.DATE, synonyms=("开业时间", "开店日期", "opening date", "opened"),
        example="2021-06-18",
    ),
    Field("format", "业态", "Format", longest=60, synonyms=("店型", "门店类型", "store format"), example="商场店"),
    Field("city_tier", "城市级别", "City tier", longest=60, synonyms=("城市等级", "城市线级", "tier"), example="一线"),
    Field(
        "attributes", "其他属性", "Other attributes", longest=2000, synonyms=("属性", "标签", "attribute"),
        example="商圈=徐家汇；面积=120",
        note_zh="写成 名称=值，多个用分号隔开", note_en="name=value, separated by semicolons",
    ),
)  # fmt: skip
_SEPARATORS: Final = re.compile(r"[;；\n]+")


class UnitTaker:
    """The tree is taken whole: a parent may stand below its children."""

    def __init__(self, context: ImportContext) -> None:
        self.context = context

    def take(self, rows: Sequence[ParsedRow], *, write: bool) -> BatchResult:
        rejects: dict[int, Sequence[FieldFault]] = {i: row.faults for i, row in enumerate(rows) if row.faults}
        sound = [index for index in range(len(rows)) if index not in rejects]
        outcomes = import_units(
            [unit_row(rows[index].values) for index in sound],
            mode=self.context.mode,
            now=self.context.now,
            check_only=not write,
        )
        for index, outcome in zip(sound, outcomes, strict=True):
            if outcome.state == "rejected":
                rejects[index] = (FieldFault(outcome.field, outcome.code, {"value": outcome.value}),)
        return BatchResult(*_counts(outcomes), sorted(rejects.items()))

    def pass_over(self, rows: Sequence[ParsedRow]) -> None:
        """Nothing to remember: a tree comes in one batch."""


def unit_row(values: Mapping[str, Any]) -> UnitRow:
    attributes = parse_attributes(values.get("attributes", ""))
    for key in ("format", "city_tier"):
        if values.get(key):
            attributes[key] = values[key]
    return UnitRow(
        code=values["code"],
        name=values.get("name", ""),
        parent_code=values.get("parent_code", ""),
        kind=values.get("kind", ""),
        status=values.get("status", ""),
        attributes=attributes,
        opened_on=values.get("opened_on"),
    )


def parse_attributes(text: str) -> dict[str, str]:
    """ "商圈=徐家汇；面积=120" as a mapping; a part without = is a mark of its own: 是."""
    found = {}
    for part in _SEPARATORS.split(text):
        name, _, value = part.partition("=")
        if name.strip():
            found[name.strip()] = value.strip() or "是"
    return found


def _counts(outcomes: Sequence[RowOutcome]) -> tuple[int, int, int]:
    states = [outcome.state for outcome in outcomes]
    return states.count("created"), states.count("updated"), states.count("unchanged")


register(
    ImportKind(
        "units",
        "组织架构",
        "Organisation",
        FIELDS,
        UnitTaker,
        permission="org.write",
        headquarters_only=True,
        whole=True,
    )
)
