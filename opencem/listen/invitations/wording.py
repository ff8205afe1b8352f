"""What an invitation says: texts with `{{name}}`, `{{unit}}`, `{{survey}}`, `{{order}}`, `{{link}}` filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from opencem.kit.problems import Problem
from opencem.listen.invitations import problems  # noqa: F401  registers the codes raised below

VARIABLES: Final = ("name", "unit", "survey", "order", "link")
DEFAULT_LANGUAGE: Final = "zh-Hans"
_PLACE: Final = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")

Message = Mapping[str, Mapping[str, str]]  # {language: {"subject", "text"}}

BUILT_IN: Final[Message] = {
    "zh-Hans": {
        "subject": "{{unit}}想听听你的意见",
        "text": "{{name}}，你好！感谢光临{{unit}}。想请你花一分钟说说这次的感受：{{link}}",
    },
    "en": {
        "subject": "How was {{unit}}?",
        "text": "Hello {{name}}, thank you for visiting {{unit}}. Would you take a minute to tell us how it was? {{link}}",
    },
}


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one message, ready to go."""

    language: str
    subject: str
    text: str
    html: str


def check(message: Message) -> None:
    """Problems `message_without_link`, `message_placeholder`."""
    for language, texts in message.items():
        for part in ("subject", "text"):
            for name in _PLACE.findall(texts.get(part, "")):
                if name not in VARIABLES:
                    field = f"message.{language}.{part}"
                    raise Problem("message_placeholder", 422, field=field, params={"value": name})
        if "link" not in _PLACE.findall(texts.get("text", "")):
            raise Problem("message_without_link", 422, field=f"message.{language}.text")


def render(message: Message, wanted: str, values: Mapping[str, str]) -> Words:
    """The message in the person's language, else in Chinese, else in whichever there is. Values are text, never markup."""
    texts_by_language = message or BUILT_IN
    language = next(
        (each for each in (wanted, DEFAULT_LANGUAGE) if each in texts_by_language), next(iter(texts_by_language))
    )
    texts = texts_by_language[language]
    return Words(
        language=language,
        subject=" ".join(_fill(texts["subject"], values).split()),
        text=_fill(texts["text"], values),
        html=_html(language, texts["text"], values),
    )


def _fill(template: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda place: values.get(place[1], ""), template)


def _html(language: str, template: str, values: Mapping[str, str]) -> str:
    """The text as paragraphs, its link as a link. No pictures: nothing is fetched from anywhere."""
    link = escape(values["link"])
    safe = {name: escape(value) for name, value in values.items()}
    safe["link"] = f'<a href="{link}">{link}</a>'
    paragraphs = _fill(escape(template, quote=False), safe).split("\n")
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs if paragraph.strip())
    return f'<!doctype html><html lang="{language}"><meta charset="utf-8"><body>{body}</body></html>'
