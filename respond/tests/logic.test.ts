import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { evaluate, type Json } from "../src/logic";

interface Case {
  name: string;
  rule: Json;
  data: Json;
  expect: Json;
}

const cases: Case[] = JSON.parse(readFileSync(new URL("../../spec/logic_cases.json", import.meta.url), "utf-8")).cases;

test.each(cases.map((each) => [each.name, each] as const))("%s", (_, each) => {
  expect(evaluate(each.rule, each.data)).toEqual(each.expect);
});

test("the case file is not empty", () => expect(cases.length).toBeGreaterThan(150));

test("an unknown operator throws", () => {
  expect(() => evaluate({ eval: ["1"] }, {})).toThrow("unknown_operator");
  expect(() => evaluate({ constructor: ["1"] }, {})).toThrow("unknown_operator");
});
