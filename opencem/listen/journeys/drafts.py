"""A journey as its editor hands it in: stages in order, each with its touchpoints in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from opencem.kit.problems import FieldError, Problem, register_problems

register_problems(
    {
        "journey_headquarters": {
            "zh-hans": "客户旅程归全公司所有，需要总部范围的问卷编辑权限",
            "en": "Journeys belong to the whole company; changing them needs survey rights over all of it",
        },
        "journey_code_taken": {"zh-hans": "已有编码为 {code} 的旅程", "en": "There is a journey with the code {code}"},
        "journey_not_empty": {
            "zh-hans": "旅程里还有触点，请先移走或删除",
            "en": "The journey still has touchpoints. Move or delete them first.",
        },
        "code_repeated": {"zh-hans": "编码 {code} 重复了", "en": "The code {code} stands twice"},
        "touchpoint_elsewhere": {
            "zh-hans": "触点 {code} 已在旅程「{journey}」里",
            "en": "The touchpoint {code} stands in the journey “{journey}”",
        },
        "touchpoint_in_use": {
            "zh-hans": "触点「{name}」还有问卷或投放渠道在用，不能删除",
            "en": "The touchpoint “{name}” is used by surveys or collectors and cannot be deleted",
        },
        "channel_repeated": {
            "zh-hans": "渠道 {channel} 只能默认归到一个触点",
            "en": "The channel {channel} can be filed at one touchpoint only",
        },
    }
)


@dataclass(frozen=True, slots=True)
class TouchpointDraft:
    code: str
    name_zh: str
    name_en: str
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StageDraft:
    code: str
    name_zh: str
    name_en: str
    touchpoints: tuple[TouchpointDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class JourneyDraft:
    name_zh: str
    name_en: str
    stages: tuple[StageDraft, ...] = ()

    def places(self) -> Iterator[tuple[str, TouchpointDraft]]:
        """Every touchpoint with its path in the draft, for errors that point at it."""
        for at, stage in enumerate(self.stages):
            for place, touchpoint in enumerate(stage.touchpoints):
                yield f"stages.{at}.touchpoints.{place}", touchpoint

    def check(self) -> None:
        """Raises Problem `invalid` naming every code and channel that stands twice."""
        stages = [(f"stages.{at}.code", stage.code) for at, stage in enumerate(self.stages)]
        touchpoints = [(f"{path}.code", touchpoint.code) for path, touchpoint in self.places()]
        channels = [(f"{path}.channels", name) for path, point in self.places() for name in point.channels]
        errors = [
            *(FieldError(path, "code_repeated", {"code": code}) for path, code in _repeated(stages)),
            *(FieldError(path, "code_repeated", {"code": code}) for path, code in _repeated(touchpoints)),
            *(FieldError(path, "channel_repeated", {"channel": name}) for path, name in _repeated(channels)),
        ]
        if errors:
            raise Problem("invalid", 422, errors=errors)


def _repeated(named: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    counts = Counter(name for _, name in named)
    return [(path, name) for path, name in named if counts[name] > 1]
