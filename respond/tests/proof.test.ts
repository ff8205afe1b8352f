// @vitest-environment jsdom
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { payload, solve } from "../src/proof/proof";
import { sha256 } from "../src/proof/sha256";

const known = (text: string): string => createHash("sha256").update(text).digest("hex");

test("the hash is SHA-256 at every length of a block", () => {
  expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  for (let length = 0; length < 200; length++) expect(sha256("a7".repeat(length))).toBe(known("a7".repeat(length)));
});

test("the number is found, and sent in the format of ALTCHA", async () => {
  const work = { algorithm: "SHA-256", challenge: known("salt?x=1" + 7321), maxnumber: 10000, salt: "salt?x=1", signature: "s" };
  const number = await new Promise<number>((done) => solve(work, done));
  expect(number).toBe(7321);
  expect(JSON.parse(atob(payload(work, number)))).toEqual({ algorithm: "SHA-256", challenge: work.challenge, number, salt: "salt?x=1", signature: "s" });
});
