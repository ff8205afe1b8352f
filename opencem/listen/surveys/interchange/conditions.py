"""Conditions of other tools, read into rules: XLSForm's `${q} = 'a'` and SurveyJS's `{q} contains 'a'`, and back.

What is not understood is refused as a whole: half a condition would show the wrong questions in silence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_TOKEN = re.compile(
    r"""\s*(?:
      \$?\{(?P<name>[^{}]+)\}
    | '(?P<single>[^']*)' | "(?P<double>[^"]*)"
    | (?P<number>-?\d+(?:\.\d+)?)
    | (?P<sign><=|>=|<>|!=|==|&&|\|\||[=<>!(),\[\]])
    | (?P<word>[A-Za-z][A-Za-z-]*)
    )""",
    re.VERBOSE,
)
_SIGNS = {"=": "==", "==": "==", "equal": "==", "!=": "!=", "<>": "!=", "notequal": "!=",
          "<": "<", "less": "<", "<=": "<=", "lessorequal": "<=",
          ">": ">", "greater": ">", ">=": ">=", "greaterorequal": ">="}  # fmt: skip
_LONGEST = 2000
_DEEPEST = 20

Rule = Any


class NotUnderstood(ValueError):
    """A condition that says something this reader does not know."""


@dataclass(frozen=True, slots=True)
class Names:
    """How the file's names and values are called here. Both answer None for what is not there."""

    question: Callable[[str], str | None]
    choice: Callable[[str, str], str | None]
    """(question's key here, value in the file) → the choice's key here; None where it is no choice."""


def read_condition(text: str, names: Names) -> Rule:
    """JsonLogic of a condition. Raises `NotUnderstood`."""
    if len(text) > _LONGEST:
        raise NotUnderstood("too long")
    reader = _Reader(_tokens(text), names)
    rule = reader.either(0)
    if reader.next() is not None:
        raise NotUnderstood(text)
    return rule


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise NotUnderstood(text[at : at + 20])
        kind = "text" if match.lastgroup in ("single", "double") else match.lastgroup
        found.append((kind, match[match.lastgroup]))
        at = match.end()
    return found


@dataclass(slots=True)
class _Reader:
    """Recursive descent over or, and, not, comparison."""

    tokens: list[tuple[str, str]]
    names: Names
    at: int = 0

    def next(self) -> tuple[str, str] | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, *values: str) -> bool:
        """Whether the next token is one of these words or signs; then it is passed."""
        token = self.next()
        if token is None or token[0] not in ("word", "sign") or token[1].casefold() not in values:
            return False
        self.at += 1
        return True

    def need(self, value: str) -> None:
        if not self.take(value):
            raise NotUnderstood(value)

    def either(self, depth: int) -> Rule:
        parts = [self.both(depth)]
        while self.take("or", "||"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else {"or": parts}

    def both(self, depth: int) -> Rule:
        parts = [self.single(depth)]
        while self.take("and", "&&"):
            parts.append(self.single(depth))
        return parts[0] if len(parts) == 1 else {"and": parts}

    def single(self, depth: int) -> Rule:
        if depth > _DEEPEST:
            raise NotUnderstood("too deep")
        if self.take("not", "!"):
            return {"!": [self.single(depth + 1)]}
        if self.take("("):
            rule = self.either(depth + 1)
            self.need(")")
            return rule
        return self.selected() if self.take("selected") else self.comparison()

    def selected(self) -> Rule:
        """XLSForm's `selected(${q}, 'a')`."""
        self.need("(")
        question = self.question()
        self.need(",")
        value = self.value(question)
        self.need(")")
        return {"selected": [question, value]}

    def comparison(self) -> Rule:
        question = self.question()
        for word, rule in ((("notempty",), {"answered": [question]}), (("empty",), {"!": [{"answered": [question]}]})):
            if self.take(*word):
                return rule
        if self.take("contains", "anyof"):
            return self.any_of(question)
        if self.take("notcontains"):
            return {"!": [self.any_of(question)]}
        token = self.next()
        operator = _SIGNS.get(token[1].casefold()) if token and token[0] in ("sign", "word") else None
        if operator is None:
            raise NotUnderstood(question)
        self.at += 1
        return _compared(operator, question, self.value(question))

    def any_of(self, question: str) -> Rule:
        values = self.listed(question) if self.take("[") else [self.value(question)]
        rules = [{"selected": [question, value]} for value in values]
        return rules[0] if len(rules) == 1 else {"or": rules}

    def listed(self, question: str) -> list[object]:
        values = [self.value(question)]
        while self.take(","):
            values.append(self.value(question))
        self.need("]")
        return values

    def question(self) -> str:
        token = self.next()
        key = self.names.question(token[1].strip()) if token and token[0] == "name" else None
        if key is None:
            raise NotUnderstood(token[1] if token else "")
        self.at += 1
        return key

    def value(self, question: str) -> object:
        token = self.next()
        kind, text = token or ("", "")
        if kind not in ("text", "number") and text.casefold() not in ("true", "false"):
            raise NotUnderstood(text)
        self.at += 1
        choice = self.names.choice(question, text)
        if choice is not None:
            return choice
        return text if kind == "text" else json.loads(text.casefold())


def _compared(operator: str, question: str, value: object) -> Rule:
    if value == "" and operator in ("==", "!="):
        answered = {"answered": [question]}
        return {"!": [answered]} if operator == "==" else answered
    return {operator: [{"var": question}, value]}


def write_condition(rule: Rule) -> str:
    """XLSForm's way of saying a rule. Raises `NotUnderstood` for one it has no words for."""
    if not isinstance(rule, Mapping) or len(rule) != 1:
        raise NotUnderstood(str(rule)[:40])
    [(operator, given)] = rule.items()
    parts = given if isinstance(given, list) else [given]
    if operator in ("and", "or"):
        return f" {operator} ".join(f"({write_condition(part)})" for part in parts)
    if operator == "!" and len(parts) == 1:
        return f"not({write_condition(parts[0])})"
    if operator == "answered" and len(parts) == 1:
        return f"${{{parts[0]}}} != ''"
    if operator == "selected" and len(parts) == 2:
        return f"selected(${{{parts[0]}}}, {_literal(parts[1])})"
    return _comparison(operator, parts)


def _comparison(operator: str, parts: list[Any]) -> str:
    signs = {"==": "=", "===": "=", "!=": "!=", "!==": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
    variable = parts[0].get("var") if len(parts) == 2 and isinstance(parts[0], Mapping) else None
    if operator not in signs or not isinstance(variable, str) or "." in variable:
        raise NotUnderstood(operator)
    if parts[1] is None:
        return f"${{{variable}}} {signs[operator]} ''"
    return f"${{{variable}}} {signs[operator]} {_literal(parts[1])}"


def _literal(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise NotUnderstood(str(value)[:40])
    if isinstance(value, str) and "'" in value:
        raise NotUnderstood(value[:40])
    return f"'{value}'" if isinstance(value, str) else str(value)
