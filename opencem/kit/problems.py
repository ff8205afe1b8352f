"""Errors a caller can understand: RFC 9457 problems with a stable code, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from opencem.kit.chinese import TRADITIONAL, traditional

TEXTS: dict[str, dict[str, str]] = {}
FALLBACK = "zh-hans"


def register_problems(texts: Mapping[str, Mapping[str, str]]) -> None:
    """Adds a room's codes: `{code: {"zh-hans": "…", "en": "…"}}`. A code is registered once."""
    for code, by_language in texts.items():
        if code in TEXTS and TEXTS[code] != dict(by_language):
            raise ValueError(f"problem code {code} is registered twice")
        TEXTS[code] = dict(by_language)


def text_of(code: str, language: str, params: Mapping[str, Any] | None = None) -> str:
    """The sentence for a code. Traditional readers get the simplified one in their characters where it has none of its own."""
    by_language = TEXTS.get(code, {})
    text = by_language.get(language.lower())
    if text is None:
        text = by_language.get(FALLBACK) or code
        text = traditional(text) if language.lower() == TRADITIONAL else text
    return text.format_map(_Blank(params or {}))


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class FieldError:
    field: str
    code: str
    params: Mapping[str, Any] = dataclass_field(default_factory=dict)


class Problem(Exception):
    """Refuses a request. `status` is the HTTP status, `errors` name the fields at fault."""

    def __init__(
        self,
        code: str,
        status: int = 400,
        *,
        field: str = "",
        params: Mapping[str, Any] | None = None,
        errors: Sequence[FieldError] = (),
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.params = dict(params or {})
        self.errors = (*errors, FieldError(field, code, self.params)) if field else tuple(errors)
        self.extra = dict(extra or {})

    def body(self, language: str) -> dict[str, Any]:
        """The `application/problem+json` object."""
        title = text_of(self.code, language, self.params)
        problem: dict[str, Any] = {
            "type": f"urn:opencem:problem:{self.code}",
            "title": title,
            "status": self.status,
            "code": self.code,
            "errors": [
                {"field": e.field, "code": e.code, "message": text_of(e.code, language, e.params)} for e in self.errors
            ],
        }
        return {**problem, **self.extra}


def not_found() -> Problem:
    """Also for what exists outside the caller's scope: 404, never 403, so that existence is not told."""
    return Problem("not_found", 404)


register_problems(
    {
        "not_found": {"zh-hans": "没有找到，或不在你的数据范围内", "en": "Not found, or outside your data scope"},
        "forbidden": {
            "zh-hans": "你没有这项权限，请联系管理员开通",
            "en": "You lack this permission. Ask an administrator.",
        },
        "signed_out": {"zh-hans": "登录已失效，请重新登录", "en": "You are signed out. Sign in again."},
        "invalid": {"zh-hans": "提交的内容有误", "en": "The request has errors"},
        "malformed_json": {"zh-hans": "请求不是合法的 JSON", "en": "The body is not valid JSON"},
        "required": {"zh-hans": "必填", "en": "Required"},
        "wrong_type": {"zh-hans": "格式不对", "en": "Wrong type"},
        "unknown_field": {"zh-hans": "没有这个字段", "en": "Unknown field"},
        "conflict": {
            "zh-hans": "内容已被他人更新，请刷新后再试",
            "en": "Changed by someone else. Reload and try again.",
        },
        "too_large": {"zh-hans": "内容过大", "en": "Too large"},
        "csrf": {"zh-hans": "页面已过期，请刷新后重试", "en": "The page has expired. Reload and try again."},
        "server_error": {
            "zh-hans": "系统出错了，我们已记录，请稍后再试",
            "en": "Something failed on our side. It is logged.",
        },
        "database_busy": {
            "zh-hans": "数据库正忙，没有保存，请稍后再试",
            "zh-hant": "資料庫正忙，沒有儲存，請稍後再試",
            "en": "The database is busy and nothing was saved. Try again in a moment.",
        },
        "bad_cursor": {
            "zh-hans": "翻页标记无效，请从第一页重新开始",
            "en": "Invalid cursor. Start from the first page.",
        },
    }
)
