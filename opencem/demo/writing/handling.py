"""How people work on a ticket: who takes it, how fast, what they say and do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np

from opencem.act.tickets.models import EntryKind, SlaPolicy
from opencem.demo.world import World
from opencem.demo.world.places import REGIONS
from opencem.demo.world.units import Unit, region_code
from opencem.engines.sla import Calendar

from .company import Company

_NEGLECTED = 0.05
"""Share of the last month's tickets that nobody finishes."""
_WAITS, _REOPENS = 0.14, 0.02
_SLOW_REGION = REGIONS.index("西南")


class Step(NamedTuple):
    kind: EntryKind
    at: datetime


@dataclass(frozen=True)
class Plan:
    """Working minutes from opening to each step; None: it never comes."""

    take: float
    contact: float | None
    close: float | None
    waits: bool
    reopens_after: timedelta | None

    def steps(self, opened: datetime, calendar: Calendar) -> Iterator[Step]:
        """The steps in order of time, as if nothing else were to happen."""
        yield Step(EntryKind.TAKEN, calendar.add_working_time(opened, self.take * 60))
        if self.contact is None:
            return
        contacted = calendar.add_working_time(opened, self.contact * 60)
        yield Step(EntryKind.CONTACT, contacted)
        if self.close is None:
            return
        if self.waits:
            yield Step(EntryKind.WAITING, contacted + timedelta(minutes=5))
            yield Step(EntryKind.RESUMED, contacted + timedelta(hours=5))
            contacted += timedelta(hours=5)
        closed = max(calendar.add_working_time(opened, self.close * 60), contacted + timedelta(minutes=10))
        yield Step(EntryKind.CLOSED, closed)
        if self.reopens_after is not None:
            yield from self._again(closed + self.reopens_after, calendar)

    def _again(self, reopened: datetime, calendar: Calendar) -> Iterator[Step]:
        yield Step(EntryKind.REOPENED, reopened)
        yield Step(EntryKind.CONTACT, calendar.add_working_time(reopened, 1800))
        yield Step(EntryKind.CLOSED, calendar.add_working_time(reopened, 7200))


def draw_plan(policy: SlaPolicy, recent: bool, tardiness: float, rng: np.random.Generator) -> Plan:
    """Mostly well within the promises; `tardiness` multiplies the time taken."""
    contact = policy.first_response_minutes * tardiness * float(rng.lognormal(-0.95, 0.62))
    close = contact + policy.resolution_minutes * tardiness * float(rng.lognormal(-1.15, 0.62))
    neglected = recent and rng.random() < _NEGLECTED
    return Plan(
        take=contact * float(rng.uniform(0.15, 0.8)),
        contact=None if neglected and rng.random() < 0.5 else contact,
        close=None if neglected else close,
        waits=bool(rng.random() < _WAITS),
        reopens_after=timedelta(hours=float(rng.uniform(20, 70))) if rng.random() < _REOPENS else None,
    )


class Desk:
    """Who works where."""

    def __init__(self, world: World, company: Company) -> None:
        self._places = world.tree.places
        self._company = company
        self._managers = {
            a.unit: company.account_ids[a.username] for a in company.accounts if a.role == "store_manager"
        }
        self._agents: dict[str, list[int]] = {}
        for account in company.accounts:
            if account.role == "agent":
                self._agents.setdefault(account.unit, []).append(company.account_ids[account.username])

    def unit_id(self, place: int) -> int:
        return int(self._company.unit_ids[place])

    def owner(self, place: int, rng: np.random.Generator) -> int:
        """The store's manager three times in five, else an agent of the region; online, one of headquarters'."""
        unit = self._places[place]
        if unit.code in self._managers and rng.random() < 0.6:
            return self._managers[unit.code]
        agents = self._agents[region_code(unit.region) if unit.region >= 0 else "HQ"]
        return agents[int(rng.integers(len(agents)))]

    def tardiness(self, place: int) -> float:
        """Some stores dawdle, one region does as a whole."""
        habit = 0.75 + 0.5 * abs(float(np.sin(place * 78.233)))
        return habit * (1.35 if self._places[place].region == _SLOW_REGION else 1.0)

    def reported_to(self, place: int, level: int) -> dict[str, str]:
        """Whom an escalation goes to: the region first (headquarters for online units), then headquarters."""
        unit: Unit = self._places[place]
        if level == 1 and unit.region >= 0:
            return {"unit": region_code(unit.region), "unit_name": REGIONS[unit.region]}
        return {"unit": "HQ", "unit_name": "总部"}


class Words:
    """What is written on a ticket about one topic."""

    def __init__(self, topic: str, rng: np.random.Generator) -> None:
        self.root_cause = _ROOT_CAUSES.get(topic, "other")
        self._rng = rng

    def of(self, kind: EntryKind) -> str:
        if kind == EntryKind.CLOSED:
            return self._one(_ACTIONS[self.root_cause])
        return self._one(_LINES[kind]) if kind in _LINES else ""

    def _one(self, lines: tuple[str, ...]) -> str:
        return lines[int(self._rng.integers(len(lines)))]


_ROOT_CAUSES = {
    "taste": "product_quality",
    "freshness": "product_quality",
    "quantity": "product_quality",
    "packaging": "packaging",
    "service": "staff_attitude",
    "environment": "environment",
    "cleanliness": "environment",
    "price": "price_promotion",
    "promotion": "price_promotion",
    "delivery": "delivery",
    "waiting": "waiting",
    "food_safety": "food_safety",
}
_LINES = {
    EntryKind.CONTACT: (
        "已电话联系顾客,道歉并了解经过。",
        "电话接通,顾客情绪缓和,愿意再给一次机会。",
        "加了顾客微信,请他发照片过来。",
        "已回电,顾客说主要是当天体验不好,希望改进。",
        "联系上了,顾客要求给个说法。",
    ),
    EntryKind.WAITING: ("等顾客补小票照片。", "顾客说晚点回电。", "等顾客寄回商品。"),
    EntryKind.RESUMED: ("顾客已回复。", "照片收到,继续处理。"),
    EntryKind.REOPENED: ("回访仍不满意,重新打开。", "顾客来电说问题还在。"),
}
_ACTIONS = {
    "product_quality": (
        "同批次下架自查,给顾客换新并补一张券。",
        "已退款,货架做了效期检查,临期品全部撤下。",
        "反馈给品控,供应商本周复检;顾客接受换货。",
    ),
    "food_safety": ("当班封存同批次商品并送检,退款并陪同顾客就医。", "商品封存上报总部品控,已向顾客致歉并先行赔付。"),
    "staff_attitude": ("当事店员已谈话,晨会复盘话术;店长致歉。", "安排服务再培训,顾客接受道歉。"),
    "waiting": ("高峰期加开一个收银台,周末排班加一人。", "调整了称重台位置,顾客接受致歉。"),
    "delivery": ("与配送商核对超时原因,补偿配送费。", "改派近店发货,给顾客补送一份。", "该时段暂停接单,增派骑手。"),
    "packaging": ("补发一份并加缓冲包装,破损照片转给采购。", "退款处理,纸袋易破问题上报商品部。"),
    "environment": ("当天做了一次大扫除,增加巡检频次。", "更换地垫和照明,店长每日两次拍照打卡。"),
    "price_promotion": ("解释了活动规则,补发优惠券。", "价签已更正,差价退回。"),
    "other": ("已致歉并记录建议,转相关部门。", "与顾客沟通清楚,顾客表示理解。"),
}
