/**
 * JsonLogic in the browser. Same meaning as `opencem/engines/survey_logic`: both pass `spec/logic_cases.json`.
 * The server checked the rule when it was published, so here only what can be evaluated is handled; an operator that
 * is not in the tables throws.
 */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Answers = { [question: string]: Json };

type Apply = (...operands: Json[]) => Json;

const NUMBER = /^-?\d{1,15}(\.\d{1,15})?$/;

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function toNumber(value: Json): number | null {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return finite(value);
  if (typeof value !== "string") return null;
  const text = value.replace(/^ +| +$/g, "");
  return NUMBER.test(text) ? Number(text) : null;
}

function finite(value: number): number | null {
  return isFinite(value) ? value : null;
}

export function truthy(value: Json): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function strictlyEqual(left: Json, right: Json): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => strictlyEqual(item, right[index]));
  }
  return !isObject(left) && left === right;
}

function looselyEqual(left: Json, right: Json): boolean {
  if (strictlyEqual(left, right)) return true;
  if (typeof left === typeof right) return false;
  const number = toNumber(left);
  return number !== null && number === toNumber(right);
}

/** -1, 0 or 1; null where the two cannot be ordered, so that a missing answer never compares. */
function order(left: Json, right: Json): number | null {
  if (typeof left === "string" && typeof right === "string") return sign(left, right);
  const a = toNumber(left);
  const b = toNumber(right);
  return a === null || b === null ? null : sign(a, b);
}

function sign<T>(left: T, right: T): number {
  return left > right ? 1 : left < right ? -1 : 0;
}

function toText(value: Json): string {
  if (value === null || isObject(value)) return "";
  return Array.isArray(value) ? value.map(toText).join(",") : String(value);
}

function lookUp(data: Json, path: string): Json {
  let found: Json | undefined = data;
  for (const step of path === "" ? [] : path.split(".")) {
    if (Array.isArray(found)) found = /^\d+$/.test(step) ? found[Number(step.slice(0, 6))] : undefined;
    else if (isObject(found)) found = Object.prototype.hasOwnProperty.call(found, step) ? found[step] : undefined;
    else return null;
  }
  return found === undefined ? null : found;
}

export function isAnswered(value: Json): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isObject(value) ? Object.keys(value).length > 0 : value !== null && value !== "";
}

function npsGroup(value: Json): Json {
  const score = toNumber(value);
  if (score === null || score < 0 || score > 10) return null;
  return score >= 9 ? "promoter" : score >= 7 ? "passive" : "detractor";
}

function contains(needle: Json, haystack: Json): boolean {
  if (typeof haystack === "string") return typeof needle === "string" && needle !== "" && haystack.indexOf(needle) >= 0;
  return Array.isArray(haystack) && haystack.some((item) => strictlyEqual(needle, item));
}

function ordered(holds: (sign: number) => boolean): Apply {
  return (...operands) =>
    operands.slice(1).every((right, index) => {
      const found = order(operands[index], right);
      return found !== null && holds(found);
    });
}

function numeric(compute: (numbers: number[]) => number): Apply {
  return (...operands) => {
    const numbers = operands.map(toNumber);
    return numbers.some((number) => number === null) ? null : finite(compute(numbers as number[]));
  };
}

function extreme(pick: (...numbers: number[]) => number): Apply {
  return (...operands) => {
    const numbers = operands.map(toNumber).filter((number) => number !== null) as number[];
    return numbers.length ? pick(...numbers) : null;
  };
}

const OPERATORS: { [operator: string]: Apply } = {
  "==": looselyEqual,
  "!=": (left, right) => !looselyEqual(left, right),
  "===": strictlyEqual,
  "!==": (left, right) => !strictlyEqual(left, right),
  "<": ordered((found) => found < 0),
  "<=": ordered((found) => found <= 0),
  ">": ordered((found) => found > 0),
  ">=": ordered((found) => found >= 0),
  between: (value, low, high) => ordered((found) => found <= 0)(low, value, high),
  "!": (value) => !truthy(value),
  "!!": truthy,
  in: contains,
  "+": numeric((numbers) => numbers.reduce((sum, number) => sum + number)),
  "-": numeric((numbers) => (numbers.length === 2 ? numbers[0] - numbers[1] : -numbers[0])),
  "*": numeric((numbers) => numbers.reduce((product, number) => product * number)),
  "/": numeric((numbers) => numbers[0] / numbers[1]),
  "%": numeric((numbers) => numbers[0] % numbers[1]),
  min: extreme(Math.min),
  max: extreme(Math.max),
  cat: (...parts) => parts.map(toText).join(""),
};

/** Operators that do not evaluate all their arguments, or not against the same data. */
const SPECIAL: { [operator: string]: (given: Json[], data: Json) => Json } = {
  var: (given, data) => {
    const found = lookUp(data, String(given[0]));
    return found === null && given.length > 1 ? evaluate(given[1], data) : found;
  },
  missing: (given, data) => given.map(String).filter((name) => !isAnswered(lookUp(data, name))),
  answered: (given, data) => isAnswered(lookUp(data, String(given[0]))),
  nps_group: (given, data) => npsGroup(lookUp(data, String(given[0]))),
  selected: (given, data) => {
    const answer = lookUp(data, String(given[0]));
    const choice = evaluate(given[1], data);
    return choice !== null && contains(choice, Array.isArray(answer) ? answer : [answer]);
  },
  and: (given, data) => until(given, data, (value) => !truthy(value)),
  or: (given, data) => until(given, data, truthy),
  if: (given, data) => {
    for (let index = 0; index + 1 < given.length; index += 2) {
      if (truthy(evaluate(given[index], data))) return evaluate(given[index + 1], data);
    }
    return given.length % 2 ? evaluate(given[given.length - 1], data) : null;
  },
  some: (given, data) => items(given, data).some((item) => truthy(evaluate(given[1], item))),
  none: (given, data) => !items(given, data).some((item) => truthy(evaluate(given[1], item))),
  all: (given, data) => {
    const found = items(given, data);
    return found.length > 0 && found.every((item) => truthy(evaluate(given[1], item)));
  },
  map: (given, data) => items(given, data).map((item) => evaluate(given[1], item)),
  filter: (given, data) => items(given, data).filter((item) => truthy(evaluate(given[1], item))),
};

function items(given: Json[], data: Json): Json[] {
  const found = evaluate(given[0], data);
  return Array.isArray(found) ? found : [];
}

function until(given: Json[], data: Json, stop: (value: Json) => boolean): Json {
  let value: Json = null;
  for (const argument of given) {
    value = evaluate(argument, data);
    if (stop(value)) break;
  }
  return value;
}

/** The value of a rule over the answers so far; null where it cannot be computed. */
export function evaluate(rule: Json, data: Json): Json {
  if (Array.isArray(rule)) return rule.map((item) => evaluate(item, data));
  if (!isObject(rule)) return rule;
  const operator = Object.keys(rule)[0];
  const argument = rule[operator];
  const given = Array.isArray(argument) ? argument : [argument];
  if (Object.prototype.hasOwnProperty.call(SPECIAL, operator)) return SPECIAL[operator](given, data);
  if (!Object.prototype.hasOwnProperty.call(OPERATORS, operator)) throw new Error("unknown_operator: " + operator);
  return OPERATORS[operator](...given.map((item) => evaluate(item, data)));
}
