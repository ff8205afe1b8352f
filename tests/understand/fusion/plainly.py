"""The questions of fusion answered by plain loops over records, for tests to compare with."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from opencem.engines.query.fusion import RepurchaseQuestion

from .people import AS_OF, Bought, Records, Said


def attitude(said: Said) -> str | None:
    if ("price", -1) in said.mentions:
        return "price_complaint"
    if said.recommend is not None:
        return "promoter" if said.recommend >= 9 else "passive" if said.recommend >= 7 else "detractor"
    return {"negative": "complaint", "mixed": "complaint", "positive": "praise"}.get(said.label or "")


def telling(records: Records) -> dict[int, Said]:
    """The latest feedback that tells each customer's attitude."""
    first = AS_OF - timedelta(days=364)
    latest: dict[int, Said] = {}
    for said in records.said:
        if said.customer is None or attitude(said) is None or not first <= said.day <= AS_OF:
            continue
        latest[said.customer] = max(latest.get(said.customer, said), said, key=lambda each: (each.day, each.id))
    return latest


def attitudes(records: Records) -> dict[int, str]:
    return {customer: attitude(said) or "" for customer, said in telling(records).items()}


def windows(orders: list[Bought]) -> tuple[list[Bought], list[Bought]]:
    start, before = AS_OF - timedelta(days=90), AS_OF - timedelta(days=180)
    return [b for b in orders if start < b.day <= AS_OF], [b for b in orders if before < b.day <= start]


def behaviour(orders: list[Bought]) -> str | None:
    known = [b for b in orders if b.day <= AS_OF]
    now, before = windows(known)
    if not known:
        return None
    if not now:
        return "lapsed"
    if not before or len(now) / len(before) >= 1.2:
        return "growing"
    return "shrinking" if len(now) / len(before) <= 0.8 else "stable"


def orders(records: Records) -> dict[int, list[Bought]]:
    by_customer: dict[int, list[Bought]] = defaultdict(list)
    for bought in records.bought:
        if bought.customer is not None:
            by_customer[bought.customer].append(bought)
    return by_customer


def period(records: Records, question: RepurchaseQuestion) -> list[Said]:
    return [s for s in records.said if question.spoken.start <= s.day <= question.spoken.end]


def clocks(records: Records, question: RepurchaseQuestion) -> dict[int, tuple[bool, int, date]]:
    """customer → (complains, unit, the day the clock starts)."""
    by_customer: dict[int, list[Said]] = defaultdict(list)
    for said in period(records, question):
        if said.customer is not None and said.has_text:
            by_customer[said.customer].append(said)
    started = {}
    for customer, voices in by_customer.items():
        complaints = [s for s in voices if ("price", -1) in s.mentions]
        first = min(complaints or voices, key=lambda s: (s.day, s.unit))
        started[customer] = (bool(complaints), first.unit, first.day)
    return started
