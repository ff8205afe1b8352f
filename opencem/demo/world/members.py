"""The members: where they shop, how often, from when to when, and which part they play."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .plot import Plot, Segment
from .size import Size
from .units import Tree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CHANNELS: tuple[str, ...] = ("store", "delivery", "app", "tmall", "jd", "meituan")
"""Where an order is placed. `delivery` is served by a store, `meituan` by the delivery platform's own shop."""

_SEGMENT_SHARES = (0.655, 0.06, 0.05, 0.0, 0.055, 0.18)
_STOPPING = (Segment.PRAISED_AND_GONE, Segment.FADED)
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
_GIVEN = re.split(
    " ",
    "梓涵 雨桐 欣怡 子轩 浩然 诗琪 佳怡 宇航 思远 若曦 明哲 晓彤 建国 丽华 志强 秀英 伟 敏 静 磊 洋 艳 勇 娜 杰 涛 婷 鑫 "
    "嘉豪 雅婷 俊杰 梦洁 晨曦 可馨 一诺 沐宸 依诺 语嫣 海燕 春梅 国庆 晓东 文博 丹丹 倩倩 亚楠 少华 玉兰",
)


@dataclass(frozen=True)
class Members:
    """One row per member, as columns. `first`/`last` bound the days on which they may order (inclusive)."""

    segment: Ints
    home: Ints
    rate: Floats
    """Orders a month."""
    first: Ints
    last: Ints
    joined: Ints
    channel_shares: Floats
    """Members × CHANNELS."""
    promotion: Floats
    """Share of orders bought on promotion."""
    mood: Floats
    """A person's own leniency, in points of the 0–10 scale."""

    def __len__(self) -> int:
        return len(self.segment)


def enrol(size: Size, tree: Tree, plot: Plot, rng: np.random.Generator) -> Members:
    """Enrol `size.members` members."""
    count = size.members
    home = rng.choice(tree.stores, size=count, p=tree.busy / tree.busy.sum())
    segment = _segments(size, plot, tree.opened[home], home, rng)
    joined = _joining_days(size, rng)
    joined = np.where(np.isin(segment, _STOPPING), np.minimum(joined, _latest_start(size)), joined)
    joined = np.maximum(joined, tree.opened[home])
    first = np.maximum(joined, size.first_day)
    last = _last_days(size, segment, first, rng)
    first = np.where(segment == Segment.PRAISED_AND_GONE, np.maximum(first, last - 300), first)
    return Members(
        segment=segment,
        home=home,
        rate=_rates(segment, rng),
        first=first,
        last=last,
        joined=np.minimum(joined, first),
        channel_shares=_channel_shares(segment, rng),
        promotion=_promotion_shares(segment, rng),
        mood=rng.normal(0, 0.75, count),
    )


def full_names(count: int, rng: np.random.Generator) -> list[str]:
    """Names as people write them; many people share one."""
    surnames, given = rng.integers(0, len(_SURNAMES), count), rng.integers(0, len(_GIVEN), count)
    return [_SURNAMES[a] + _GIVEN[b] for a, b in zip(surnames.tolist(), given.tolist(), strict=True)]


def _quiet_days(size: Size) -> int:
    """How long those who stopped have at least been away: four months, or a third of a short span."""
    return min(125, size.days // 3)


def _latest_start(size: Size) -> int:
    """The last day on which somebody may join who is to stop again."""
    return size.today - _quiet_days(size) - min(60, size.days // 3)


def _segments(size: Size, plot: Plot, opened: Ints, home: Ints, rng: np.random.Generator) -> Ints:
    segment = rng.choice(len(Segment), size=size.members, p=_SEGMENT_SHARES)
    too_new = np.isin(segment, _STOPPING) & (opened > _latest_start(size))
    segment = np.where(too_new, int(Segment.REGULAR), segment)
    captive = np.isin(home, plot.hostage_places) & (rng.random(size.members) < 0.6)
    return np.where(captive, int(Segment.HOSTAGE), segment)


def _joining_days(size: Size, rng: np.random.Generator) -> Ints:
    """Two in five were members before the span began; nobody joins in its last three weeks."""
    before = rng.random(size.members) < 0.4
    old = size.first_day - rng.integers(1, 900, size.members)
    new = size.first_day + (rng.random(size.members) * max(1, size.days - 21)).astype(np.int64)
    return np.where(before, old, new)


def _last_days(size: Size, segment: Ints, first: Ints, rng: np.random.Generator) -> Ints:
    """The day after which a member buys no more: today, or some time before the quiet days."""
    room = np.maximum(1, size.today - _quiet_days(size) - first)
    stopped = first + (rng.beta(2.2, 1.3, len(segment)) * room).astype(np.int64)
    return np.where(np.isin(segment, _STOPPING), stopped, size.today)


def _rates(segment: Ints, rng: np.random.Generator) -> Floats:
    rate = rng.gamma(1.25, 0.36, len(segment))
    rate = np.where(segment == Segment.DEAR_BUT_BUYS, 0.45 + 1.6 * rate, rate)
    rate = np.where(segment == Segment.HOSTAGE, 0.55 + 0.5 * rate, rate)
    return np.where(segment == Segment.PRAISED_AND_GONE, 0.35 + 0.8 * rate, rate)


def _channel_shares(segment: Ints, rng: np.random.Generator) -> Floats:
    taste = rng.gamma(np.array([1.5, 0.5, 0.30, 0.30, 0.20, 0.12]), size=(len(segment), len(CHANNELS)))
    captive = segment == Segment.HOSTAGE
    taste[captive] *= np.array([6.0, 0.1, 0.05, 0.05, 0.05, 0.05])
    return np.asarray(taste / taste.sum(axis=1, keepdims=True))


def _promotion_shares(segment: Ints, rng: np.random.Generator) -> Floats:
    share = rng.beta(2.0, 3.8, len(segment))
    share = np.where(segment == Segment.DEAR_BUT_BUYS, 0.3 * share, share)
    return np.where(segment == Segment.BARGAIN_LEAVER, 0.55 + 0.4 * share, share)
