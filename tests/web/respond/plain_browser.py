"""A browser without scripts, as far as forms go: what it would show, and what it would send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.test import Client

Attributes = dict[str, str | None]


class _FormReader(HTMLParser):
    """Collects the fields outside `<template>`, ticked ones as a browser finds them, and the visible words."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[Attributes] = []
        self.buttons: list[Attributes] = []
        self.words: list[str] = []
        self.attributes: dict[str, str] = {}
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self._inert = 0
        self._textarea: Attributes | None = None
        self._select: Attributes | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self._inert += tag in ("template", "style", "script")
        if attributes.get("id") == "page":
            self.attributes = {name: value or "" for name, value in attributes.items()}
        if self._inert:
            return
        self.ids.add(attributes.get("id") or "")
        href = attributes.get("href") or ""
        if href.startswith("#"):
            self.links.add(href[1:])
        if tag == "input":
            self.fields.append(attributes)
        elif tag == "textarea":
            self._textarea = attributes | {"value": "", "type": "text"}
        elif tag == "select":
            self._select = attributes | {"value": None, "type": "select"}
            self.fields.append(self._select)
        elif tag == "option" and self._select is not None and "disabled" not in attributes:
            if "selected" in attributes or self._select["value"] is None:
                self._select["value"] = attributes.get("value")
        elif tag == "button":
            self.buttons.append(attributes)

    def handle_endtag(self, tag: str) -> None:
        self._inert -= tag in ("template", "style", "script")
        if tag == "textarea" and self._textarea is not None and not self._inert:
            self._textarea["value"] = (self._textarea["value"] or "").removeprefix("\n")
            self.fields.append(self._textarea)
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self._textarea["value"] = (self._textarea["value"] or "") + data
        elif not self._inert and data.strip():
            self.words.append(data.strip())


def _file(name: str, content: bytes) -> BytesIO:
    file = BytesIO(content)
    file.name = name
    return file


@dataclass
class PlainBrowser:
    """Open a page, fill it in by field name, press a button; `status`, `text` and `page` tell where one is."""

    url: str
    client: Client = field(default_factory=lambda: Client(HTTP_ACCEPT_LANGUAGE="zh-CN", enforce_csrf_checks=True))
    status: int = 0
    html: str = ""

    def open(self, **query: str) -> PlainBrowser:
        self._show(self.client.get(self.url, query))
        return self

    def press(self, button: str = "_next", value: str = "1", **filled: str | list[str]) -> PlainBrowser:
        """Send the form; `q__recommend="3"` fills the field `q.recommend`; a ticked field holds one of its values."""
        return self.send(
            self.would_send({name.replace("__", "."): what for name, what in filled.items()}) | {button: [value]}
        )

    def send(self, fields: Mapping[str, list[str]]) -> PlainBrowser:
        body = urlencode(fields, doseq=True)
        self._show(self.client.post(self.url, body, content_type="application/x-www-form-urlencoded"))
        return self

    def attach(
        self, files: Mapping[str, list[tuple[str, bytes]]], button: str = "_next", **filled: str
    ) -> PlainBrowser:
        """Send the form with files, by the name of their field `(name, content)` each; empty fields as browsers do."""
        assert 'enctype="multipart/form-data"' in self.html
        body = self.would_send({name.replace("__", "."): what for name, what in filled.items()}) | {button: ["1"]}
        assert all(self.offers(name) for name in files), f"{list(files)} are not on the page"
        empty = {str(each["name"]): "" for each in self._read().fields if each.get("type") == "file"}
        attached = empty | {name: [_file(*each) for each in given] for name, given in files.items()}
        self._show(self.client.post(self.url, {**body, **attached}))
        return self

    def would_send(self, filled: Mapping[str, str | list[str]] = {}) -> dict[str, list[str]]:
        """The fields as they stand; filling in what the page does not have is an error of the test."""
        offered = {name for each in self._read().fields if (name := each.get("name"))}
        assert set(filled) <= offered, f"{set(filled) - offered} is not on the page"
        sent: dict[str, list[str]] = {}
        for each in self._read().fields:
            name = each.get("name")
            if not name or each.get("type") == "file":
                continue
            if name in filled:
                sent[name] = [filled[name]] if isinstance(filled[name], str) else list(filled[name])  # type: ignore[list-item]
            elif each.get("type") not in ("radio", "checkbox") or "checked" in each:
                sent.setdefault(name, []).append(each.get("value") or "")
        return sent

    @property
    def page(self) -> str:
        return self._read().attributes.get("data-page", "")

    @property
    def is_thanked(self) -> bool:
        return "data-done" in self._read().attributes

    @property
    def text(self) -> str:
        return "\n".join(self._read().words)

    @property
    def buttons(self) -> list[tuple[str, str]]:
        return [(each.get("name") or "", each.get("value") or "") for each in self._read().buttons]

    def offers(self, name: str) -> bool:
        return any(each.get("name") == name for each in self._read().fields)

    def _read(self) -> _FormReader:
        reader = _FormReader()
        reader.feed(self.html)
        return reader

    def _show(self, response: Any) -> None:
        self.status, self.html = response.status_code, response.content.decode()
        read = self._read()
        assert read.links <= read.ids, f"{read.links - read.ids} leads nowhere"
