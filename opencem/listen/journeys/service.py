"""The door of journeys."""

from __future__ import annotations

from opencem.listen.journeys.models import Touchpoint


def define_touchpoint(*, code: str, name_zh: str, name_en: str, stage: str, position: int) -> Touchpoint:
    """Create the touchpoint of this code, or give it these names and this place on the path."""
    values = {"name_zh": name_zh, "name_en": name_en, "stage": stage, "position": position}
    return Touchpoint.objects.update_or_create(code=code, defaults=values)[0]
