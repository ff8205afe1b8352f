"""Folding: one spelling for matching, character for character, so that every offset stays valid."""

import re
from functools import cache
from importlib import resources

FULL_WIDTH = range(0xFF01, 0xFF5F)
TO_ASCII = 0xFEE0
CHINESE_SPACES = re.compile(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])")
SPACES = "\u00a0\u3000\u2002\u2003\u2009"
# Common in reviews, absent from the dictionary of characters or mapped there to a rarer form.
VARIANTS = {"裡": "里", "裏": "里", "妳": "你", "牠": "它", "麽": "么", "麼": "么", "喫": "吃", "’": "'"}


def fold(text: str) -> str:
    """The text in half-width, lower-case, simplified characters; the same length as the text.

    Spaces between Chinese characters become commas: writers put them where a clause ends.
    """
    folded = text.translate(_table())
    return CHINESE_SPACES.sub(_commas, folded) if " " in folded else folded


def _commas(spaces: re.Match[str]) -> str:
    return "," * len(spaces[0])


@cache
def _table() -> str:
    """The folded form of each character of the basic plane at its own index; others stay as they are."""
    table = [chr(code) for code in range(0x10000)]
    for code in FULL_WIDTH:
        table[code] = chr(code - TO_ASCII)
    for space in SPACES:
        table[ord(space)] = " "
    for traditional, simplified in {**_simplified(), **VARIANTS}.items():
        table[ord(traditional)] = simplified
    for code in (*range(ord("A"), ord("Z") + 1), *range(FULL_WIDTH[0] + 32, FULL_WIDTH[0] + 58)):
        table[code] = table[code].lower()
    return "".join(table)


def _simplified() -> dict[str, str]:
    """Traditional to simplified, of OpenCC's character dictionary, where both are one character of the basic plane."""
    lines = (resources.files("opencc") / "dictionary" / "TSCharacters.txt").read_text("utf-8").splitlines()
    pairs = (line.split() for line in lines)
    return {pair[0]: pair[1] for pair in pairs if all(len(form) == 1 and form < "\U00010000" for form in pair[:2])}
