"""What decides on the way through a survey: jumps, loops, arms, ends, quotas, calculations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import cast

from .definition import OUTCOMES, TO_AN_END, Arm, Calculation, End, Jump, Outcome, Quota
from .jsonlogic import CompiledRule
from .source import Source

MOST_PARTS = 100
_LARGEST_QUOTA = 100_000_000
_LONGEST_HOLD = 1440
_LONGEST_ADDRESS = 500
_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(:\d{1,5})?(/[^\s\"'<>\\]*)?")
_LOOP = re.compile(r"[a-z][a-z0-9_]{0,39}(\.[a-z][a-z0-9_]{0,39})?")
_NEVER = CompiledRule(False, lambda _data: False, frozenset())
"""Stands for a rule with a fault, so that the rest of a draft can be looked at."""


def loop_of(source: Source, page: Mapping[str, object]) -> str | None:
    """What a page is repeated for, such as `order.items`."""
    if page.get("loop") is None:
        return None
    with source.at("loop"):
        over = source.mapping(page["loop"], ("over",)).get("over")
        if isinstance(over, str) and _LOOP.fullmatch(over):
            return over
        source.fault("loop_expected", "over: what to repeat the page for, such as order.items")
        return None


class Arms:
    """Reads the arms of A/B tests; an arm has one weight on all its pages."""

    def __init__(self) -> None:
        self._weights: dict[tuple[str, str], int] = {}

    def of_page(self, source: Source, page: Mapping[str, object]) -> Arm | None:
        if page.get("ab") is None:
            return None
        with source.at("ab"):
            given = source.mapping(page["ab"], ("group", "arm", "weight"))
            group, arm = source.word(given, "group", needed=True), source.word(given, "arm", needed=True)
            weight = source.number(given, "weight", 1, 1, 1000)
            if self._weights.setdefault((group, arm), weight) != weight:
                source.fault("weights_differ", f"the pages of arm {arm} have different weights", arm=arm)
            return Arm(group, arm, weight)


def jump_of(source: Source, value: object, page: str) -> Jump:
    """One jump of a page, forward only."""
    jump = source.mapping(value, ("if", "to"))
    condition = _condition(source, jump, "a jump needs its rule; true for always")
    to = jump.get("to")
    with source.at("to"):
        _check_target(source, to, page)
    return Jump(condition, to if isinstance(to, str) else "")


def _condition(source: Source, holder: Mapping[str, object], wanted: str) -> CompiledRule:
    if holder.get("if") is None:
        source.fault("rule_expected", wanted)
    return source.rule(holder, "if") or _NEVER


def _check_target(source: Source, to: object, page: str) -> None:
    if not isinstance(to, str):
        source.fault("target_expected", "the key of a later page, or end: and the key of an end")
    elif to.startswith(TO_AN_END):
        _check_end(source, to.removeprefix(TO_AN_END))
    elif to not in source.page_keys:
        source.fault("unknown_page", f"there is no page {to[:40]}", page=to[:40])
    elif page in source.page_keys and source.page_keys.index(to) <= source.page_keys.index(page):
        source.fault("jump_backward", f"{to} does not come later", page=to)


def _check_end(source: Source, key: str) -> None:
    if key not in source.end_keys:
        source.fault("unknown_end", f"there is no end {key[:40]}", end=key[:40])


def calculation_of(source: Source, value: object) -> Calculation:
    """One calculation; which questions it needs is kept in `source` for what reads it."""
    given = source.mapping(value, ("key", "value"))
    key = source.key(given.get("key"), source.calculations)
    with source.at("value"):
        rule = source.compiled(given.get("value")) or _NEVER
        needs = _needs(source, rule)
    if key:
        source.calculations[key] = needs
    return Calculation(key, rule, needs)


def _needs(source: Source, rule: CompiledRule) -> frozenset[str]:
    needs: set[str] = set()
    for path in sorted(rule.paths):
        earlier = source.calculations.get(".".join(path[1:])) if path[0] == "calc" else None
        if earlier is not None:
            needs |= earlier
        elif path[0] in source.all_keys:
            needs.add(path[0])
        else:
            name = ".".join(path)
            source.fault("unknown_question", f"there is no question or earlier calculation {name}", name=name)
    return frozenset(needs)


def end_of(source: Source, value: object, taken: set[str]) -> End:
    """One end, with the page it shows or the address it leads to."""
    end = source.mapping(value, ("key", "title", "text", "outcome", "redirect"))
    return End(
        key=source.new_key(end, taken),
        title=source.text(end, "title", needed=True),
        text=source.text(end, "text"),
        outcome=cast(Outcome, source.one_of(end.get("outcome", "completed"), "outcome", OUTCOMES)),
        redirect=_address(source, end.get("redirect", "")),
    )


def _address(source: Source, value: object) -> str:
    if value == "" or (isinstance(value, str) and len(value) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(value)):
        return str(value)
    with source.at("redirect"):
        source.fault("address_expected", "an address that begins with https://")
    return ""


def quota_of(source: Source, value: object, taken: set[str]) -> Quota:
    """One quota; its rule may read any question."""
    quota = source.mapping(value, ("key", "limit", "if", "end", "hold_minutes"))
    with source.at("end"):
        _check_end(source, str(quota.get("end")))
    return Quota(
        key=source.new_key(quota, taken),
        limit=source.number(quota, "limit", 0, 0, _LARGEST_QUOTA),
        condition=_condition(source, quota, "a quota needs its rule; true for every submission"),
        end=str(quota.get("end")),
        hold_minutes=source.number(quota, "hold_minutes", 30, 1, _LONGEST_HOLD),
    )
