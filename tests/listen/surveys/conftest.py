"""Somebody at the survey editor."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

DEFINITION: dict[str, Any] = {
    "key": "visit",
    "title": {"zh-Hans": "到店体验", "en": "Your visit"},
    "languages": ["zh-Hans", "en"],
    "pages": [
        {
            "key": "first",
            "questions": [
                {
                    "key": "nps",
                    "type": "nps",
                    "role": "recommend",
                    "title": {"zh-Hans": "愿意推荐我们吗？", "en": "Would you recommend us?"},
                },
                {
                    "key": "why",
                    "type": "single",
                    "title": {"zh-Hans": "主要原因", "en": "Main reason"},
                    "show_if": {"<=": [{"var": "nps"}, 6]},
                    "choices": [
                        {"key": "price", "label": {"zh-Hans": "价格", "en": "Price"}},
                        {"key": "staff", "label": {"zh-Hans": "店员", "en": "Staff"}},
                    ],
                },
            ],
        },
        {
            "key": "last",
            "questions": [
                {
                    "key": "words",
                    "type": "text",
                    "title": {"zh-Hans": "想对店长说什么？", "en": "Anything to add?"},
                    "show_if": {"==": [{"var": "why"}, "staff"]},
                }
            ],
        },
    ],
}


def definition(**changes: Any) -> dict[str, Any]:
    """A definition without fault, some of it replaced."""
    return {**copy.deepcopy(DEFINITION), **changes}


class Editor:
    """One person at the survey editor over HTTP; each call answers the parsed body and checks the status."""

    def __init__(self, api: Any) -> None:
        self.api = api

    def get(self, path: str, expect: int = 200, **query: Any) -> Any:
        return self._read(self.api.get(path, **query), expect)

    def post(self, path: str, body: Any = None, status: int = 200) -> Any:
        return self._read(self.api.post(path, body), status)

    def patch(self, path: str, body: Any, status: int = 200) -> Any:
        return self._read(self.api.patch(path, body), status)

    def delete(self, path: str, status: int = 204) -> Any:
        return self._read(self.api.delete(path), status)

    def start(self, **body: Any) -> Any:
        return self.post("/surveys", body or {"title": {"zh-Hans": "新问卷"}}, 201)

    def save(self, key: str, source: Any, revision: int, status: int = 200) -> Any:
        return self._read(self.api.put(f"/surveys/{key}/draft", {"definition": source, "revision": revision}), status)

    def published(self, key: str = "visit", **changes: Any) -> str:
        """A published survey of `definition(**changes)`; its key."""
        survey = self.start(title={"zh-Hans": "到店体验", "en": "Your visit"}, key=key)
        draft = self.save(key, definition(**changes), survey["draft"]["revision"])
        assert draft["faults"] == []
        self.post(f"/surveys/{key}/publish", {"revision": draft["revision"]})
        return key

    @staticmethod
    def _read(response: Any, status: int) -> Any:
        assert response.status_code == status, (response.status_code, response.content.decode()[:2000])
        return response.json() if response.content else None


@pytest.fixture
def editor(api: Callable[[str], Any]) -> Editor:
    return Editor(api("hq_admin"))


@pytest.fixture
def region_editor(people: dict[str, Any], company: dict[str, int], api: Callable[[str], Any]) -> Editor:
    """The manager of R1, with the right to write surveys there."""
    from opencem.platform.accounts.models import Grant, Role
    from opencem.platform.organization.service import touch_tree

    role = Role.objects.create(
        code="survey_maker", name_zh="问卷", name_en="x", permissions=["survey.read", "survey.write"]
    )
    Grant.objects.create(account=people["r1_manager"], role=role, unit_id=company["R1"])
    touch_tree()
    return Editor(api("r1_manager"))
