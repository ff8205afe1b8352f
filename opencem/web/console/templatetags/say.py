"""`{% say "sign_in" %}`: the words of the few server-rendered pages, in the visitor's language."""

from __future__ import annotations

from typing import Any

from django import template

from opencem.web.console.words import WORDS

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: dict[str, Any], key: str) -> str:
    language = getattr(context.get("request"), "LANGUAGE_CODE", "zh-hans")
    return WORDS[key].get(language) or WORDS[key]["zh-hans"]
