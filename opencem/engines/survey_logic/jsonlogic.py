"""JsonLogic, compiled once to closures. `spec/logic_cases.json` pins the semantics; TypeScript passes it too.

A rule is JSON: a literal, a list, or an object with exactly one operator. Evaluating never fails: what cannot be
computed is missing (`None`). Everything wrong with a rule is found when it is compiled, that is at publish time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .operators import KEYED, PLAIN, SCOPED, SHORT_CIRCUIT, Evaluator
from .values import answered, is_number, look_up, to_number, truthy

MAX_DEPTH = 24
MAX_NODES = 500


class LogicError(ValueError):
    """A rule that cannot be published. `code` is stable; `detail` names the offending part."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule ready to run: call it with the answers so far, keyed by question. `source` is its JSON.

    `dependencies` are the first steps of the names it reads, `paths` the whole names as ("stars", "service").
    """

    source: object
    run: Evaluator
    dependencies: frozenset[str]
    paths: frozenset[tuple[str, ...]] = frozenset()

    def __call__(self, data: Mapping[str, object]) -> object:
        return self.run(data)

    def holds(self, data: Mapping[str, object]) -> bool:
        """Whether the rule's value is true in JsonLogic's sense."""
        return truthy(self.run(data))


def compile_rule(rule: object) -> CompiledRule:
    """Check a rule and make it callable; raises `LogicError`."""
    compiler = _Compiler()
    run = compiler.node(rule, 0)
    return CompiledRule(rule, run, frozenset(path[0] for path in compiler.paths), frozenset(compiler.paths))


def check(rule: object) -> None:
    """Raise `LogicError` if the rule could not be published."""
    compile_rule(rule)


def evaluate(rule: object, data: Mapping[str, object]) -> object:
    """Compile and run once; hot paths keep the `CompiledRule` instead."""
    return compile_rule(rule)(data)


def dependencies(rule: object) -> frozenset[str]:
    """The questions whose answers the rule reads."""
    return compile_rule(rule).dependencies


@dataclass(slots=True)
class _Compiler:
    paths: set[tuple[str, ...]] = field(default_factory=set)
    nodes: int = 0
    scopes: int = 0

    def node(self, rule: object, depth: int) -> Evaluator:
        self._count(depth)
        if isinstance(rule, dict):
            return self._operation(rule, depth)
        if isinstance(rule, list):
            items = [self.node(item, depth + 1) for item in rule]
            return lambda data: [item(data) for item in items]
        if rule is None or isinstance(rule, (bool, str)) or (is_number(rule) and to_number(rule) is not None):
            return lambda data: rule
        raise LogicError("not_json", type(rule).__name__)

    def _count(self, depth: int) -> None:
        self.nodes += 1
        if depth > MAX_DEPTH:
            raise LogicError("too_deep", str(MAX_DEPTH))
        if self.nodes > MAX_NODES:
            raise LogicError("too_large", str(MAX_NODES))

    def _operation(self, rule: Mapping[str, object], depth: int) -> Evaluator:
        if len(rule) != 1:
            raise LogicError("one_operator_expected", ",".join(map(str, rule))[:80])
        operator, arguments = next(iter(rule.items()))
        listed = arguments if isinstance(arguments, list) else [arguments]
        build = self._builder(operator)
        return build(operator, listed, depth + 1)

    def _builder(self, operator: str) -> Callable[[str, list[object], int], Evaluator]:
        if operator in PLAIN or operator in SHORT_CIRCUIT:
            return self._plain
        if operator in KEYED:
            return self._keyed
        if operator in SCOPED:
            return self._scoped
        if operator in ("var", "missing"):
            return self._var if operator == "var" else self._missing
        raise LogicError("unknown_operator", str(operator)[:40])

    def _plain(self, operator: str, arguments: list[object], depth: int) -> Evaluator:
        least, most, build = PLAIN.get(operator) or SHORT_CIRCUIT[operator]
        _expect(operator, arguments, least, most)
        return build([self.node(argument, depth) for argument in arguments])

    def _var(self, operator: str, arguments: list[object], depth: int) -> Evaluator:
        _expect(operator, arguments, 1, 2)
        path = self._path(operator, arguments[0])
        default = self.node(arguments[1], depth) if len(arguments) == 2 else None
        return _reader(path, default)

    def _missing(self, operator: str, arguments: list[object], depth: int) -> Evaluator:
        _expect(operator, arguments, 1, MAX_NODES)
        paths = {str(name): self._path(operator, name) for name in arguments}
        return lambda data: [name for name, path in paths.items() if not answered(look_up(data, path))]

    def _keyed(self, operator: str, arguments: list[object], depth: int) -> Evaluator:
        count, build = KEYED[operator]
        _expect(operator, arguments, count, count)
        path = self._path(operator, arguments[0])
        return build(path, [self.node(argument, depth) for argument in arguments[1:]])

    def _scoped(self, operator: str, arguments: list[object], depth: int) -> Evaluator:
        _expect(operator, arguments, 2, 2)
        items = self.node(arguments[0], depth)
        self.scopes += 1
        body = self.node(arguments[1], depth)
        self.scopes -= 1
        return SCOPED[operator](items, body)

    def _path(self, operator: str, name: object) -> tuple[str, ...]:
        """Names inside a scoped body belong to the item, so they are no dependency."""
        if isinstance(name, bool) or not isinstance(name, (str, int)):
            raise LogicError("name_expected", operator)
        path = tuple(str(name).split(".")) if name != "" else ()
        if not self.scopes:
            if not path:
                raise LogicError("name_expected", operator)
            self.paths.add(path)
        return path


def _expect(operator: str, arguments: list[object], least: int, most: int) -> None:
    if not least <= len(arguments) <= most:
        raise LogicError("wrong_arguments", f"{operator}/{len(arguments)}")


def _reader(path: tuple[str, ...], default: Evaluator | None) -> Evaluator:
    if default is None:
        return lambda data: look_up(data, path)

    def read(data: object) -> object:
        found = look_up(data, path)
        return default(data) if found is None else found

    return read
