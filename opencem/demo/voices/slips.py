"""How people type: now and then an emoji, a slip of the keys, spaces for commas, too many marks at the end."""

from __future__ import annotations

import random

EMOJI = {"great": "👍🎉😄❤", "fine": "😊👌🙂", "poor": "😒🙄", "awful": "😡👎💔"}
SLIPS = (
    ("真的", "真滴"),
    ("没有", "木有"),
    ("非常", "非长"),
    ("一点", "一点点"),
    ("觉得", "觉的"),
    ("喜欢", "稀饭"),
    ("推荐", "推见"),
    ("再", "在"),
)
ENDINGS = ("！", "！！", "~", "。", "。。。", "…", "!!!")
EMOJI_RATE, SLIP_RATE, SPACES_RATE, ENDING_RATE = 0.05, 0.02, 0.06, 0.35


def typed(text: str, mood: str, rng: random.Random) -> str:
    """The text as it leaves a phone."""
    if rng.random() < SLIP_RATE:
        text = text.replace(*rng.choice(SLIPS), 1)
    if rng.random() < SPACES_RATE:
        text = text.replace("，", " ")
    if rng.random() < ENDING_RATE:
        text += rng.choice(ENDINGS)
    if rng.random() < EMOJI_RATE:
        text += rng.choice(EMOJI[mood]) * rng.randint(1, 3)
    return text
