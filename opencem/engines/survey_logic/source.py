"""Reading parts of a survey's JSON; every fault is collected with its place, not only the first."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from .jsonlogic import CompiledRule, LogicError, compile_rule
from .question import Question
from .wording import FACTS, ITEM_NAME, NO_TEXT, Text, placeholders

Part = TypeVar("Part")

LONGEST_TEXT = 4000
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,39}")
_OWN_FILE = re.compile(r"/?(?!/)[A-Za-z0-9_-][A-Za-z0-9_./-]{0,199}")
_MOST_FAULTS = 2000


class DefinitionFault(NamedTuple):
    """One thing wrong: where (`pages.0.questions.2.show_if`), a stable code, words for a person and what they name."""

    path: str
    code: str
    message: str
    params: Mapping[str, object] = MappingProxyType({})


class TooManyFaults(Exception):
    """Enough is wrong to stop looking."""


@dataclass(slots=True)
class Source:
    """Reads JSON values, knowing where it is and what may be referred to from there.

    `earlier`: the questions rules may read here, `loop_keys` those of them that were repeated. `settled`: those of
    finished pages, which calculations read here may have read. `calculations`: which questions each calculation needs,
    directly or through another. `all_keys`, `page_keys` and `end_keys`: what the survey has anywhere.
    """

    languages: tuple[str, ...] = ("zh-Hans",)
    faults: list[DefinitionFault] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    earlier: dict[str, Question] = field(default_factory=dict)
    all_keys: frozenset[str] = frozenset()
    settled: set[str] = field(default_factory=set)
    calculations: dict[str, frozenset[str]] = field(default_factory=dict)
    page_keys: tuple[str, ...] = ()
    end_keys: frozenset[str] = frozenset()
    loop_keys: set[str] = field(default_factory=set)
    in_loop: bool = False

    def fault(self, code: str, message: str, **params: object) -> None:
        """Note what is wrong here. Missing translations beyond the limit are not counted: a new language lacks all."""
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(DefinitionFault(".".join(self.path), code, message, params))
        elif code != "translation_missing":
            raise TooManyFaults

    @contextmanager
    def at(self, step: str) -> Iterator[None]:
        """Faults inside carry one more step of their place."""
        self.path.append(step)
        yield
        self.path.pop()

    def mapping(self, value: object, allowed: Collection[str]) -> Mapping[str, object]:
        """A JSON object with known fields only; {} for anything else."""
        if not isinstance(value, dict):
            self.fault("object_expected", "a JSON object")
            return {}
        for name in value:
            if name not in allowed:
                self.fault("unknown_field", f"{str(name)[:40]} is not a field here", name=str(name)[:40])
        return value

    def each(
        self, holder: Mapping[str, object], name: str, read: Callable[[object], Part], least: int, most: int
    ) -> tuple[Part, ...]:
        """A list of `least` to `most`, each item read at its place."""
        items = holder.get(name)
        parts = []
        with self.at(name):
            if not isinstance(items, list) or not least <= len(items) <= most:
                self.fault("list_expected", f"a list of {least} to {most}", least=least, most=most)
                return ()
            for position, item in enumerate(items):
                with self.at(str(position)):
                    parts.append(read(item))
        return tuple(parts)

    def optional(
        self, holder: Mapping[str, object], name: str, read: Callable[[object], Part], most: int
    ) -> tuple[Part, ...]:
        """As `each`, but the field may be left out."""
        return self.each(holder, name, read, 0, most) if name in holder else ()

    def key(self, value: object, taken: Collection[str]) -> str:
        """A key that is not taken; "" if it cannot be used."""
        with self.at("key"):
            if not isinstance(value, str) or not _KEY.fullmatch(value):
                self.fault("key_expected", "a key of up to 40 lower-case letters, digits and _")
                return ""
            if value in taken:
                self.fault("key_taken", f"{value} is used twice", key=value)
            return value

    def new_key(self, holder: Mapping[str, object], taken: set[str]) -> str:
        """The key of a part, which from now on is taken."""
        key = self.key(holder.get("key"), taken)
        if key:
            taken.add(key)
        return key

    def text(self, holder: Mapping[str, object], name: str, *, needed: bool = False) -> Text:
        """Texts by language, each complete and with known placeholders only."""
        value = holder.get(name)
        if value is None and not needed:
            return NO_TEXT
        with self.at(name):
            if not isinstance(value, dict) or not all(map(_is_text, value.values())):
                self.fault("text_expected", f"texts by language, each up to {LONGEST_TEXT} characters")
                return NO_TEXT
            for language in self.languages:
                if not value.get(language):
                    self.fault("translation_missing", f"no text in {language}", language=language)
            for words in value.values():
                if "{{" in words:
                    self._placeholders(words)
            return Text({language: value.get(language, "") for language in self.languages})

    def plain(self, holder: Mapping[str, object], name: str, most: int) -> str:
        """A text that is not translated; "" if left out."""
        value = holder.get(name, "")
        if isinstance(value, str) and len(value) <= most:
            return value
        with self.at(name):
            self.fault("text_expected", f"a text of up to {most} characters", most=most)
        return ""

    def flag(self, holder: Mapping[str, object], name: str, default: bool = False) -> bool:
        value = holder.get(name, default)
        if isinstance(value, bool):
            return value
        with self.at(name):
            self.fault("flag_expected", "true or false")
        return default

    def number(self, holder: Mapping[str, object], name: str, default: int, least: int, most: int) -> int:
        """A whole number within limits."""
        value = holder.get(name, default)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        with self.at(name):
            self.fault("number_expected", f"a whole number from {least} to {most}", least=least, most=most)
        return default

    def decimal(self, holder: Mapping[str, object], name: str, default: float | None, limit: float) -> float | None:
        """Any finite number from -limit to limit."""
        value = holder.get(name, default)
        if value is None:
            return None
        if isinstance(value, (int, float)) and not isinstance(value, bool) and -limit <= value <= limit:
            return value if isinstance(value, int) or math.isfinite(value) else default
        with self.at(name):
            self.fault("number_expected", f"a number from {-limit:g} to {limit:g}", least=-limit, most=limit)
        return default

    def one_of(self, value: object, name: str, allowed: Collection[str]) -> str:
        """One of the words offered; the first of them for anything else."""
        if isinstance(value, str) and value in allowed:
            return value
        with self.at(name):
            self.fault("not_offered", f"one of {', '.join(allowed)}", offered=list(allowed))
        return next(iter(allowed))

    def word(self, holder: Mapping[str, object], name: str, *, needed: bool = False) -> str:
        """A short code of letters, digits and `_.:-`; "" if left out."""
        value = holder.get(name)
        if value is None and not needed:
            return ""
        if isinstance(value, str) and _WORD.fullmatch(value):
            return value
        with self.at(name):
            self.fault("code_expected", "a code of up to 40 letters, digits and _.:-")
        return ""

    def own_file(self, holder: Mapping[str, object], name: str, *, needed: bool = False) -> str:
        """The place of a picture on this site, never of another: pages make no third-party request."""
        value = holder.get(name, "")
        if (value == "" and not needed) or (
            isinstance(value, str) and _OWN_FILE.fullmatch(value) and ".." not in value
        ):
            return str(value)
        with self.at(name):
            self.fault("own_file_expected", "the path or id of a file on this site")
        return ""

    def rule(self, holder: Mapping[str, object], name: str) -> CompiledRule | None:
        """A rule over what is known here; None if left out or faulty."""
        if holder.get(name) is None:
            return None
        with self.at(name):
            rule = self.compiled(holder[name])
            if rule is not None:
                self.refers_back(rule)
            return rule

    def compiled(self, value: object) -> CompiledRule | None:
        """A rule whose names are not yet looked at."""
        try:
            return compile_rule(value)
        except LogicError as error:
            self.fault(error.code, f"the rule cannot be used: {error}", detail=error.detail)
            return None

    def refers_back(self, rule: CompiledRule) -> None:
        """A rule over later questions, or over its own, could never settle."""
        for name in sorted(rule.dependencies - self.earlier.keys()):
            if name == "calc" and self.calculations:
                for path in sorted(path for path in rule.paths if path[0] == "calc"):
                    self._calculation(".".join(path[1:]))
            elif name != "item" or not self.in_loop:
                self._not_earlier(name)

    def _not_earlier(self, name: str) -> None:
        why = "comes later" if name in self.all_keys else "is no question of this survey"
        self.fault(
            "not_an_earlier_question",
            f"{name} is not the key of an earlier question: it {why}",
            question=name,
            exists=name in self.all_keys,
        )

    def _calculation(self, name: str) -> None:
        needed = self.calculations.get(name)
        if needed is None:
            self.fault("unknown_calculation", f"there is no calculation {name}", calculation=name)
        elif not needed <= self.settled:
            self.fault("calculation_not_ready", f"{name} is worked out later", calculation=name)

    def _placeholders(self, words: str) -> None:
        for name in placeholders(words):
            head, _, tail = name.partition(".")
            if head == "calc":
                self._calculation(tail)
            elif head == "q":
                if tail not in self.earlier or not self.earlier[tail].takes_answers:
                    self._not_earlier(tail)
            elif name not in FACTS and not (name == ITEM_NAME and self.in_loop):
                self.fault("unknown_placeholder", f"{name} cannot be put into a text here", name=name)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT
