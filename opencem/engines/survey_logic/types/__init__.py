"""The question types. A new one is a module here and a line in `_ALL`."""

from __future__ import annotations

from collections.abc import Mapping

from ..question import Question
from .cascade import Cascade
from .checklist import Checklist
from .consent import Agreement
from .constant_sum import ConstantSum
from .email import Email
from .hidden import Hidden
from .identifier import Identifier
from .location import Location
from .matrix import MatrixMultiple, MatrixRating, MatrixSingle
from .moment import Day, TimeOfDay
from .multiple import Multiple
from .nps import Nps
from .number import Number, Slider
from .phone import Phone
from .picture import Picture
from .ranking import Ranking
from .rating import Ces, Rating
from .shown import Block, Image
from .single import Dropdown, Single
from .tags import Tags
from .text import FreeText
from .upload import File, Signature

_ALL: tuple[type[Question], ...] = (
    Nps, Rating, Ces,
    Single, Multiple, Dropdown, Picture, Tags,
    MatrixRating, MatrixSingle, MatrixMultiple, Checklist,
    Ranking, Slider, ConstantSum, Number,
    FreeText, Day, TimeOfDay, Email, Identifier, Phone, Cascade,
    File, Signature, Location, Agreement,
    Block, Image, Hidden,
)  # fmt: skip

TYPES: Mapping[str, type[Question]] = {each.type: each for each in _ALL}
"""Every question type by its name in a definition."""
