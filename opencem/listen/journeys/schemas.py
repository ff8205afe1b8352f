"""Journeys over HTTP."""

from __future__ import annotations

from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from opencem.listen.journeys.drafts import JourneyDraft, StageDraft, TouchpointDraft

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Channel = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,19}$")]


class TouchpointIO(Schema):
    model_config = ConfigDict(extra="forbid")

    code: Code
    name_zh: Name
    name_en: Name
    channels: list[Channel] = Field(
        default_factory=list, max_length=20, description="answers through these are filed here by default"
    )


class StageIO(Schema):
    model_config = ConfigDict(extra="forbid")

    code: Code
    name_zh: Name
    name_en: Name
    touchpoints: list[TouchpointIO] = Field(default_factory=list, max_length=50)


class JourneyIn(Schema):
    """A whole journey in its order."""

    model_config = ConfigDict(extra="forbid")

    name_zh: Name
    name_en: Name
    stages: list[StageIO] = Field(max_length=30)

    def as_draft(self) -> JourneyDraft:
        return JourneyDraft(self.name_zh, self.name_en, tuple(_stage(stage) for stage in self.stages))


class NewJourneyIn(JourneyIn):
    code: Code


class JourneyChangeIn(JourneyIn):
    version: int


class JourneyOut(Schema):
    code: str
    name_zh: str
    name_en: str
    version: int
    stages: list[StageIO]


class JourneysOut(Schema):
    items: list[JourneyOut]
    may_write: bool


def _stage(stage: StageIO) -> StageDraft:
    points = (TouchpointDraft(p.code, p.name_zh, p.name_en, tuple(p.channels)) for p in stage.touchpoints)
    return StageDraft(stage.code, stage.name_zh, stage.name_en, tuple(points))
