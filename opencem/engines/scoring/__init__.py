"""Assessment: how a scheme turns a unit's figures into a scorecard, and what another scheme would have made of them."""

from opencem.engines.scoring.curves import Curve, LinearCurve, PiecewiseCurve, StepCurve
from opencem.engines.scoring.scheme import Direction, Item, Scheme
from opencem.engines.scoring.scorecard import Input, ItemScore, LeftOut, Scorecard, score
from opencem.engines.scoring.what_if import ItemChange, WhatIf, what_if

__all__ = [
    "Curve",
    "Direction",
    "Input",
    "Item",
    "ItemChange",
    "ItemScore",
    "LeftOut",
    "LinearCurve",
    "PiecewiseCurve",
    "Scheme",
    "Scorecard",
    "StepCurve",
    "WhatIf",
    "score",
    "what_if",
]
